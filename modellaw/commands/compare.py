"""``modellaw compare``: two laws, provision by provision."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from modellaw.commands.options import json_option
from modellaw.errors import ExitCode


@click.command("compare")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option("-o", "--output", "outputs", multiple=True, type=click.Path(),
              help="Write the redline (.docx, .html, .xml, .txt, .pdf) or the register (.csv, .xlsx, .json); repeatable.")  # fmt: skip
@click.option("--moves/--no-moves", default=True, show_default=True, help="Show moves, splits and joins as such.")
@click.option("--granularity", type=click.Choice(["word", "sentence", "provision"]), default="word", show_default=True,
              help="The least that is marked where something changed.")  # fmt: skip
@click.option(
    "--ignore",
    default="",
    help="What makes no difference: numbers (of provisions, and in the text),references,case,punctuation,whitespace,markup.",
)
@click.option("--lines", is_flag=True, help="Compare line by line, as documents, also where there are sections.")
@click.option("--in-place", is_flag=True, help="Write a .docx that keeps NEW's own formatting (needs the extra in-place).")
@json_option
def command(
    old: str, new: str, outputs: tuple[str, ...], moves: bool, granularity: str, ignore: str, lines: bool, in_place: bool, as_json: bool
) -> None:
    """Compare two laws, OLD and NEW (Akoma Ntoso, .docx, .pdf, .html or .txt, in any pair).

    Exit code 0 when they say the same, 1 when they differ. Moves, splits and renumberings are recognised. A redline that is written gives
    the old law when all is rejected and the new one when all is accepted.

    The provisions of a file that is no Akoma Ntoso are recognised as by `modellaw import`; against Akoma Ntoso, names of blanks, levels and
    formatting, which no print shows, make no difference. Files without sections or articles are compared line by line.

    \b
    modellaw compare build/full/original.docx build/full/consolidated.xml   # exits with 1
    modellaw compare build/full/original.xml build/full/consolidated.xml -o redline.docx -o changes.csv   # exits with 1
    """
    from modellaw.comparing.options import Granularity, Ignore, Options
    from modellaw.comparison import compare_files, difference_json, output, told
    from modellaw.errors import ProjectError, amount
    from modellaw.output import write_file
    from modellaw.writers.findings import finding_json

    names = [name.strip() for name in ignore.split(",") if name.strip()]
    known = {one.value: one for one in Ignore}
    for name in names:
        if name not in known:
            raise ProjectError(f"--ignore does not know “{name}”", hint=f"it knows {', '.join(known)}")
    if in_place and not (outputs and all(path.lower().endswith(".docx") for path in outputs)):
        raise ProjectError("--in-place writes a .docx", hint="say -o redline.docx")
    options = Options(moves, Granularity(granularity), frozenset(known[name] for name in names))
    found, findings = compare_files(old, new, options, lines=lines)
    if in_place:
        from modellaw.inplace import redline_in_place

        made = [(path, redline_in_place(old, new)) for path in outputs]
    else:
        made = [(path, output(found, path)) for path in outputs]
    for path, data in made:
        write_file(Path(path), data)
    if as_json:
        changes = [difference_json(one) for one in found.differences]
        told_findings = [finding_json(one) for one in findings]
        click.echo(json.dumps({"differ": bool(found), "changes": changes, "findings": told_findings}, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(str(finding), err=True)
        for line in told(found.differences):
            click.echo(line)
        click.echo(amount(len(found.differences), "difference") if found else "no differences", err=True)
    if found:
        sys.exit(int(ExitCode.FINDINGS))
