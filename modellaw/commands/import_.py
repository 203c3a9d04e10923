"""``modellaw import``: a law out of a file without structure."""

from __future__ import annotations

import json
from pathlib import Path

import click

from modellaw.commands.options import day, json_option, printable


@click.command("import")
@click.argument("file", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="The file to write (Akoma Ntoso).")
@click.option("--title", default="", callback=printable, help="The law's title, where the file's own is not the right one.")
@click.option("--date", default="", callback=day, help="The date of this text (YYYY-MM-DD).")
@click.option("--language", default="", help="Its language, in three letters (eng); what the file says when not given.")
@click.option("--country", default="", help="The code of the country or organization (un, ke).")
@click.option("--grammar", default="", type=click.Path(), help="A grammar (TOML); what it does not say is as in the package's.")
@click.option("--like", default="", type=click.Path(), help="An earlier version (Akoma Ntoso): what no print shows is taken from it.")
@json_option
def command(file: str, output: str, title: str, date: str, language: str, country: str, grammar: str, like: str, as_json: bool) -> None:
    """Read the law in FILE (.docx, .pdf, .html or text) and write it as Akoma Ntoso.

    What was uncertain is reported with its place, the guess and the alternatives. No word is lost: the words of the import are those of the
    file, in order; otherwise nothing is written and the exit code is 1.

    \b
    modellaw import build/full/consolidated.docx -o law.xml
    modellaw import build/full/consolidated.docx -o official.xml --like build/full/original.xml
    modellaw import build/full/original.txt -o typed.xml --country un --date 2007-12-31 --json
    """
    from modellaw.importing.imports import Wanted, import_law
    from modellaw.importing.report import as_json as report_json
    from modellaw.importing.report import told
    from modellaw.model.views import accept
    from modellaw.output import write_file
    from modellaw.readers.akn import read_akn
    from modellaw.readers.xml import read_bytes

    rules = read_bytes(grammar).decode("utf-8", "replace") if grammar else ""
    known = accept(read_akn(read_bytes(like), like)) if like else None
    imported = import_law(read_bytes(file), file, Wanted(title, date, language, country, rules, known))
    write_file(Path(output), imported.data)
    if as_json:
        click.echo(json.dumps({"output": output, **report_json(imported.report)}, ensure_ascii=False))
        return
    for line in told(imported.report):
        click.echo(line)
    click.echo(f"wrote {output}", err=True)
