"""``modellaw merge``: reviewers' edited files as one redline."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from modellaw.commands.options import json_option, known_editions, project_option

_LONGEST = 100


def _quoted(words: str) -> str:
    """Words of a proposal, long ones shortened at a blank."""
    if words == "(deleted)":
        return words
    return f"“{words}”" if len(words) <= _LONGEST else f"“{words[:_LONGEST].rpartition(' ')[0]} …”"


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
    signed by all who made them; where reviewers want different words at one place these stand side by side, and are listed. Comments are
    for `modellaw comments`.

    Exit code 0 when all edits are in and none collide; 1 when the redline is written but some collide, or something of a file was left out.

    \b
    modellaw merge build/full/redline.docx build/full/consolidated.docx -o merged.docx
    """
    from modellaw.build import prepare
    from modellaw.capture import bases, merge
    from modellaw.capturing.signing import names_of
    from modellaw.errors import ExitCode, Place, ProjectError, Severity, amount
    from modellaw.model.address import cite, paths
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
    known = paths(found.base.law)
    rows = [
        {
            "provision": one.wid,
            "place": cite(known.get(one.wid, ())),
            "words": one.words,
            "proposals": [{"reviewer": authors[name], "words": said} for name, said in one.proposals],
        }
        for one in found.collisions
    ]
    same = [
        {
            "provision": one.wid,
            "place": cite(known.get(one.wid, ())),
            "reviewers": [authors[name] for name in one.names],
            "inserted" if one.inserted else "deleted": one.words,
        }
        for one in found.agreements
    ]
    if as_json:
        reviewers = list(dict.fromkeys(authors[name] for name in authors if len(names_of(name)) == 1))
        told = {"edition": found.base.name, "reviewers": reviewers, "collisions": rows, "agreements": same}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        of = f"edits of {amount(len(files), 'file')} on the text “{found.base.name}”"
        click.echo(f"{output}: {of}, {amount(len(rows), 'collision')}, {len(same)} alike")
        for one in found.collisions:
            place = cite(known.get(one.wid, ())) or "the law"
            click.echo(f"{place} collides: " + "; ".join(f"{authors[name]}: {_quoted(words)}" for name, words in one.proposals))
        for alike in found.agreements:
            place = cite(known.get(alike.wid, ())) or "the law"
            what = "inserted" if alike.inserted else "deleted"
            click.echo(f"{place} alike: {', '.join(authors[name] for name in alike.names)}: {_quoted(alike.words)} {what}")
    if rows or any(finding.severity is not Severity.NOTE for finding in found.findings):
        sys.exit(int(ExitCode.FINDINGS))
