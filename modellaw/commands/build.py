"""``modellaw build``: the publication."""

from __future__ import annotations

import json
from pathlib import Path

import click

from modellaw.commands.options import json_option, known_editions, known_outputs, progress, project_option
from modellaw.values import replace


@click.command("build")
@project_option
@click.option("--edition", "editions", multiple=True, shell_complete=known_editions, help="Only this edition (repeatable).")
@click.option("--only", multiple=True, shell_complete=known_outputs, help="Only this output, such as redline.docx (repeatable).")
@click.option("--pdf", is_flag=True, help="Also every document as PDF (tagged, for archives); it takes some seconds each.")
@click.option("--at", default="", help="As in force on this day (2027-01-01), into a folder of its own; later changes are pending.")
@click.option("--force", is_flag=True, help="Build although nothing has changed since the last build.")
@click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(0), help="Editions side by side in so many processes; 0: all cores."
)
@click.option("--native-moves", is_flag=True, help="Word: moves as Word's own moves, not as deletion and insertion.")
@click.option("--no-comments", is_flag=True, help="Word: redlines without the comments that give the reasons.")
@json_option
def command(
    project: str,
    editions: tuple[str, ...],
    only: tuple[str, ...],
    pdf: bool,
    at: str,
    force: bool,
    jobs: int,
    native_moves: bool,
    no_comments: bool,
    as_json: bool,
) -> None:
    """Build all outputs of all editions into the build folder.

    What was there stays whole until the new is complete. When neither an input nor a file of the build has changed, nothing is done.
    Of a file in it that somebody changed, or put there, a copy is kept in a folder beside it (build-kept).

    \b
    modellaw build
    modellaw build --edition full --only redline.docx --only register.xlsx
    modellaw build --at 2027-01-01 --edition full
    """
    from modellaw.errors import ProjectError, amount
    from modellaw.manifest import is_current
    from modellaw.project import WordOptions
    from modellaw.readers.config import OUTPUTS, PDFS, read_project

    for name in only:
        if name not in OUTPUTS and name not in PDFS:
            raise ProjectError(f"there is no output “{name}”", hint=f"there are {', '.join((*OUTPUTS, *PDFS))}")
    read = read_project(project)
    read = replace(read, word=WordOptions(read.word.comments and not no_comments, read.word.native_moves or native_moves))
    if pdf:
        wanted = read.outputs or OUTPUTS
        read = replace(read, outputs=tuple(dict.fromkeys((*wanted, *(name for name in PDFS if name.replace(".pdf", ".html") in wanted)))))
    if at:
        from modellaw.commencement import checked_date

        read = replace(read, at=checked_date(at), build=f"{read.build}-at-{at}")
    folder = Path(read.root) / read.build
    if not (editions or only or force) and is_current(read):
        click.echo(json.dumps({"files": [], "kept": []}) if as_json else f"nothing has changed: {folder} is as it would be built")
        return
    kept: list[tuple[Path, Path]] = []
    with progress(as_json) as tell:
        if jobs == 1:
            from modellaw.build import build

            files = build(read, editions, only, tell, kept=lambda *paths: kept.append(paths))
        else:
            from modellaw.parallel import build_side_by_side
            from modellaw.processes import cores

            files = build_side_by_side(read, editions, only, tell, jobs or cores(), lambda *paths: kept.append(paths))
    if as_json:
        click.echo(json.dumps({"files": sorted(files), "kept": [str(copy) for _, copy in kept]}, ensure_ascii=False))
        return
    for path, copy in kept:
        click.echo(f"{path} was not as it was built: what it was is kept as {copy}", err=True)
    names = sorted({name.partition("/")[0] for name in files if "/" in name})
    click.echo(f"built {amount(len(files), 'file')} in {folder}: {', '.join(names)}")
