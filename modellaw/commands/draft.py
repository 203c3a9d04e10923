"""``modellaw draft``: an amending text becomes a module."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from modellaw.commands.options import check_new_module, day, json_option, printable, project_option
from modellaw.errors import ExitCode, amount


def _patterns(context: click.Context, _: click.Parameter, value: bool) -> None:
    """Prints how sentences are to be written."""
    if value:
        from modellaw.capturing.sentences import SENTENCES
        from modellaw.capturing.variants import IN_OTHER_WORDS

        for reads in (*(sentence.reads for sentence in SENTENCES.values()), "Or in other words, as", *IN_OTHER_WORDS):
            click.echo(reads)
        click.echo("and in lists under “Section 5 is amended as follows:” or “In section 5—”.")
        context.exit()


def _decoded(data: bytes, file: str) -> str:
    """The words of a plain text; InputError for bytes that are none."""
    from modellaw.errors import InputError, Place

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("this is no text in UTF-8", Place(file, line), "save it as UTF-8, or as .docx") from error
    if "\0" in text:
        raise InputError("this is no text", Place(file), "give a .docx, or plain text in UTF-8")
    return text


@click.command("draft")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--module", "name", required=True, help="The id of the new module.")
@click.option(
    "-o", "--output", default="", type=click.Path(), help="The file of the module; amendments/ID.xml of the project when not said."
)
@click.option("--title", default="", callback=printable, help="The title of the module.")
@click.option("--author", default="", callback=printable, help="Its author.")
@click.option("--date", default="", callback=day, help="Its date (2021-03-18).")
@click.option("--force", is_flag=True, help="Write over a module that is there, or one of which not all was understood.")
@click.option(
    "--patterns", is_flag=True, expose_value=False, is_eager=True, callback=_patterns, help="List the sentences that are understood."
)
@project_option
@json_option
def command(file: str, name: str, output: str, title: str, author: str, date: str, force: bool, project: str, as_json: bool) -> None:
    """Turn the sentences of an amending text in FILE (.docx or .txt) into a module on the project's law.

    “In section 5(1), for “X” substitute “Y”.”, “After section 20 insert:”, “Section 7 is repealed.” and so on. What is not understood is
    listed with its place and the nearest pattern; then nothing is written without --force.

    \b
    modellaw draft build/housekeeping/amending-instrument.docx --module again --force
    """
    from modellaw.build import read_law
    from modellaw.capturing.instructions import module_of
    from modellaw.capturing.spoken import spoken_text, spoken_word
    from modellaw.errors import OutputError, Place
    from modellaw.model.changes import Module
    from modellaw.model.views import accept
    from modellaw.output import write_file
    from modellaw.readers.config import read_project
    from modellaw.readers.docx import read_docx
    from modellaw.readers.xml import read_bytes
    from modellaw.writers.module import module_bytes

    read = read_project(project)
    law = read_law(str(Path(read.root) / read.law))
    check_new_module(name, read, force=force)
    data = read_bytes(file)
    word = data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or Path(file).suffix.lower() == ".docx"
    lines = spoken_word(accept(read_docx(data, file).law)) if word else spoken_text(_decoded(data, file))
    signed = Module(name, title or f"Drafted from {Path(file).name}", date or law.facts.date, author or "unknown", "0.1")
    module, findings = module_of(lines, law, signed, file)
    path = Path(output) if output else Path(read.root) / "amendments" / f"{name}.xml"
    if path.exists() and not force:
        raise OutputError("there is such a file already", Place(str(path)), "choose another name with -o, or say --force")
    for finding in findings:
        click.echo(str(finding), err=True)
    operations = sum(len(one.steps) for one in module.amendments)
    written = bool(operations) and (force or not findings)
    if written:
        write_file(path, module_bytes(module))
    if as_json:
        click.echo(json.dumps({"file": str(path) if written else "", "changes": len(module.amendments), "operations": operations,
                               "not understood": len(findings)}))  # fmt: skip
    else:
        made = f"{amount(operations, 'operation')} in {amount(len(module.amendments), 'change')}"
        told = f"{made}, {amount(len(findings), 'sentence')} not understood"
        click.echo(f"{path}: {told}" if written else f"nothing written: {told}")
    if findings or not operations:
        sys.exit(int(ExitCode.FINDINGS))
