"""``modellaw comments``: what reviewers said, as one matrix."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from modellaw.commands.options import json_option, known_editions, project_option


@click.command("comments")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(),
              help="The matrix, without or with an ending: .xlsx, .docx, .html and .json are written.")  # fmt: skip
@project_option
@click.option(
    "--edition",
    default="",
    shell_complete=known_editions,
    help="The edition that was reviewed; found by the text of the first file when not said.",
)
@json_option
def command(files: tuple[str, ...], output: str, project: str, edition: str, as_json: bool) -> None:
    """Collect what reviewers said in FILES (.docx) into a matrix, by provision: comments, replies and tracked edits.

    Edits that agree are merged and counted; edits that collide say with whose. Status and answer that a drafter filled into the .xlsx or
    the .docx survive the next run; answers to remarks that are gone are kept on a sheet of their own.

    \b
    modellaw comments build/full/redline.docx -o matrix
    """
    from modellaw.build import prepare
    from modellaw.capture import reviewed
    from modellaw.errors import ExitCode, Place, ProjectError, amount
    from modellaw.matrix import answers_in, matrix, printed, without_remark
    from modellaw.output import write_file
    from modellaw.processes import cores
    from modellaw.project import Document, Publication
    from modellaw.readers.config import read_project
    from modellaw.readers.xml import read_bytes
    from modellaw.review import collect
    from modellaw.writers import FORMATS, SHEETS
    from modellaw.writers.sheets import sheet_law

    stem = Path(output)
    if stem.suffix.lower() in {".xlsx", ".docx", ".html", ".json"}:
        stem = stem.with_suffix("")
    for file in files:
        if Path(file).resolve() == stem.with_suffix(".docx").resolve():
            raise ProjectError("the matrix would overwrite a reviewer's file", Place(file), "choose another name with -o")
    read = read_project(project)
    builds = list(prepare(read, (edition,) if edition else ()))
    build = builds[0] if len(builds) == 1 else reviewed(files[0], read_bytes(files[0]), builds)
    law = build.applied.law
    answers, differing = answers_in(stem)
    remarks, findings = collect(files, law, min(cores(), len(files) // 4))
    sheet = matrix(remarks, law, answers)
    rest = without_remark(answers, remarks)
    shown = sheet_law(printed(sheet), build.base.facts.status)
    publication = Publication(Document.COMPANION, shown, sheet.title, build.edition.title, build.status, publisher=read.publisher,
                              paper=read.paper, landscape=True)  # fmt: skip
    made = {"xlsx": SHEETS["xlsx"](sheet, rest) if rest.rows else SHEETS["xlsx"](sheet), "json": SHEETS["json"](sheet),
            "docx": FORMATS["docx"](publication), "html": FORMATS["html"](publication)}  # fmt: skip
    for kind, data in made.items():
        write_file(stem.with_suffix(f".{kind}"), data)
    for finding in (*differing, *findings):
        click.echo(str(finding), err=True)
    edits = sum(remark.kind == "edit" for remark in remarks)
    colliding = sum(bool(remark.others) for remark in remarks)
    told = {"remarks": len(remarks), "comments": len(remarks) - edits, "edits": edits, "colliding": colliding,
            "answers without a remark": len(rest.rows)}  # fmt: skip
    if as_json:
        click.echo(json.dumps(told))
    else:
        counts = [amount(told[f"{noun}s"], noun) for noun in ("remark", "comment", "edit")]
        gone = f"{amount(len(rest.rows), 'answer')} without a remark"
        click.echo(f"{stem}.xlsx, .docx, .html, .json: {', '.join(counts)}, {colliding} colliding, {gone}")
    if any(finding.code in {"outside-the-law", "unresolved-conflict", "other-edition"} for finding in findings):
        sys.exit(int(ExitCode.FINDINGS))
