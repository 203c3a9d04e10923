"""``modellaw merge``: reviewers' edited files as one redline."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from modellaw.commands.options import json_option, known_editions, project_option


@click.command("merge")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(), help="The redline: .docx, .html, .xml or .txt.")
@click.option(
    "--edition", default="", shell_complete=known_editions, help="The edition they were made from; found by its text when not said."
)
@project_option
@json_option
def command(files: tuple[str, ...], output: str, edition: str, project: str, as_json: bool) -> None:
    """Merge the edits that reviewers made in FILES (.docx) of one text into one redline, each with its author.

    Rejecting everything gives the text that they were sent, accepting everything has what each of them wants. Equal edits stand there once,
    by the first; where reviewers want different words at one place these stand side by side, and are listed.

    Exit code 0 when all edits are in and none collide; 1 when the redline is written but some collide, or something of a file was left out.

    \b
    modellaw merge build/full/redline.docx build/full/consolidated.docx -o merged.docx
    """
    from modellaw.build import prepare
    from modellaw.capture import bases, merge
    from modellaw.errors import ExitCode, Place, ProjectError, Severity
    from modellaw.output import write_file
    from modellaw.project import Document, Publication, WordOptions
    from modellaw.readers.config import read_project
    from modellaw.readers.xml import read_bytes
    from modellaw.writers import FORMATS

    kind = Path(output).suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise ProjectError(f"there is no output “.{kind}”", Place(output), f"there are {', '.join(sorted(FORMATS))}")
    if any(Path(file).resolve() == Path(output).resolve() for file in files):
        raise ProjectError("the redline would overwrite a reviewer's file", Place(output), "choose another name with -o")
    read = read_project(project)
    candidates = bases(list(prepare(read)))
    found = merge([(file, read_bytes(file)) for file in files], candidates, edition)
    law = found.law
    status = found.base.edition.status if found.base.edition is not None else law.facts.status
    date = max(module.date for module in law.modules)
    title = law.facts.title or "Law"
    publication = Publication(Document.REDLINE, law, title, "Edits of reviewers", status, date, read.publisher, read.paper,
                              word=WordOptions(comments=False))  # fmt: skip
    write_file(Path(output), FORMATS[kind](publication))
    for finding in found.findings:
        click.echo(str(finding), err=True)
    authors = {module.id: module.author for module in law.modules}
    rows = [
        {
            "provision": one.wid,
            "words": one.words,
            "proposals": [{"reviewer": authors[name], "words": said} for name, said in one.proposals],
        }
        for one in found.collisions
    ]
    if as_json:
        click.echo(json.dumps({"edition": found.base.name, "reviewers": list(authors.values()), "collisions": rows}, ensure_ascii=False))
    else:
        click.echo(f"{output}: edits of {len(files)} files on the text “{found.base.name}”, {len(rows)} collisions")
        for one in found.collisions:
            click.echo(f"{one.wid or 'the law'}: " + "; ".join(f"{authors[name]}: “{words[:80]}”" for name, words in one.proposals))
    if rows or any(finding.severity is not Severity.NOTE for finding in found.findings):
        sys.exit(int(ExitCode.FINDINGS))
