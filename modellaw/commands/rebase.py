"""``modellaw rebase``: modules carried to a corrected base law."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from modellaw.commands.options import json_option, project_option
from modellaw.errors import ExitCode


@click.command("rebase")
@click.option("--from", "old", required=True, type=click.Path(), help="The law that the modules were drafted against.")
@click.option("--to", "new", required=True, type=click.Path(), help="The corrected law.")
@click.argument("modules", nargs=-1, type=click.Path())
@click.option("--write", is_flag=True, help="Write the modules anew, in their place or in the folder of -o.")
@click.option("-o", "--output", default="", type=click.Path(), help="The folder to write to.")
@project_option
@json_option
def command(old: str, new: str, modules: tuple[str, ...], write: bool, output: str, project: str, as_json: bool) -> None:
    """Carry MODULES (those of the project when none are named) to a corrected law.

    The corrected law may be Akoma Ntoso, or a .docx or .pdf, which is read as `modellaw import --like OLD` writes it. Each change is clean,
    adjusted or in conflict, and why is said. Exit code 5 when one is in conflict. Without --write nothing is written.

    \b
    modellaw rebase --from source/2007_model_law.xml --to corrected.xml
    modellaw rebase --from source/2007_model_law.xml --to corrected.xml --write -o rebased
    """
    from modellaw.amend.rebase import Fate
    from modellaw.output import write_file
    from modellaw.readers.config import read_project
    from modellaw.rebasing import rebase_files, rewritten, target_of

    if not modules:
        read = read_project(project)
        modules = tuple(str(Path(read.root) / path) for path in read.modules)
    found = rebase_files(old, new, modules)
    made = [(target_of(path, output), rewritten(path, found)) for path in modules] if write else []
    for path, data in made:
        write_file(path, data)
    if as_json:
        told = [{"module": o.module, "change": o.change, "fate": o.fate.value, "reasons": list(o.reasons)} for o in found.outcomes]
        click.echo(json.dumps({"changes": told, "written": [str(path) for path, _ in made]}, ensure_ascii=False))
    else:
        for one in found.outcomes:
            click.echo(f"{one.change}: {one.fate.value}" + "".join(f"\n  {reason}" for reason in one.reasons))
    if any(one.fate is Fate.CONFLICT for one in found.outcomes):
        sys.exit(int(ExitCode.CONFLICT))
