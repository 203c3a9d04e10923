"""``modellaw capture``: a Word file that was edited becomes a module."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modellaw.commands.options import check_new_module, day, json_option, known_editions, printable, project_option

if TYPE_CHECKING:
    from modellaw.project import Project


def _decisions(file: str, edition: str, project: Project, write: bool, as_json: bool) -> None:
    """Tells what became of each change, and writes the rejected ones into the project."""
    from modellaw.build import prepare
    from modellaw.capture import bases, decided
    from modellaw.capturing.decisions import State
    from modellaw.errors import amount
    from modellaw.output import write_file
    from modellaw.readers.xml import read_bytes

    base, found = decided(read_bytes(file), file, bases(list(prepare(project))), edition)
    rejected = [one.change for one in found if one.state is State.REJECTED and one.change not in ("numbering", "references")]
    if write and rejected:
        path = Path(project.root) / "modellaw.toml"
        listed = ", ".join(json.dumps(change) for change in rejected)
        said = f"\n[[reject]]\nchanges = [{listed}]\nreason = {json.dumps(f'rejected in {Path(file).name}', ensure_ascii=False)}\n"
        write_file(path, read_bytes(str(path)).rstrip() + b"\n" + said.encode())
    if as_json:
        rows = [
            {"change": one.change, "state": one.state.value, "words": {state.value: count for state, count in one.words}} for one in found
        ]
        click.echo(json.dumps({"edition": base.name, "decisions": rows, "written": rejected if write else []}, ensure_ascii=False))
        return
    titles = {change.id: change.title for change in base.edition.applied.law.changes} if base.edition is not None else {}
    for one in found:
        parts = ", ".join(f"{amount(count, 'word')} {state.value}" for state, count in one.words)
        title = f", {titles[one.change]}" if titles.get(one.change) else ""
        click.echo(f"{one.change}: {one.state.value}" + (f" ({parts})" if one.state is State.EDITED else "") + title)
    counts = Counter(one.state for one in found)
    told = ", ".join(f"{counts[state]} {state.value}" for state in State if counts[state])
    click.echo(f"of the changes in the redline of “{base.name}”: {told or 'none is in the file'}", err=True)


@click.command("capture")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--module", "name", default="", help="The id of the new module.")
@click.option("-o", "--output", default="", help="The file of the module, or a folder; amendments/ID.xml of the project when not said.")
@click.option(
    "--edition",
    default="",
    shell_complete=known_editions,
    help="The edition the file was made from, or “original”; found by its text when not said.",
)
@click.option("--title", default="", callback=printable, help="The title of the module.")
@click.option("--author", default="", callback=printable, help="Its author; who tracked the changes when not said.")
@click.option("--date", default="", callback=day, help="Its date (2021-03-18); that of the last tracked change when not said.")
@click.option("--decisions", "tell", is_flag=True, help="Say of each change of a redline whether it was accepted or rejected; no module.")
@click.option("--write", is_flag=True, help="With --decisions: write the rejected ones into modellaw.toml.")
@click.option("--by-author", is_flag=True, help="A module for each author of tracked changes.")
@click.option("--force", is_flag=True, help="Write over a module that is there.")
@project_option
@json_option
def command(
    file: str, name: str, output: str, edition: str, title: str, author: str, date: str, tell: bool, write: bool, by_author: bool,
    force: bool, project: str, as_json: bool,
) -> None:  # fmt: skip
    """Turn the edits in FILE, a consolidated or redlined .docx that modellaw made, into a module of operations.

    Tracked changes are taken as accepted; without any, the text as it stands is compared. Comments where something was changed become the
    reasons of the changes. Before it is written the module is carried out: it gives exactly the text of the file. What a module cannot say,
    such as edits in headers, is told, and the exit code is then 1.

    \b
    modellaw capture build/full/redline.docx --module state-a
    modellaw capture build/full/redline.docx --decisions
    """
    from modellaw.build import prepare
    from modellaw.capture import bases, capture
    from modellaw.errors import ExitCode, OutputError, Place, ProjectError, Severity, amount
    from modellaw.model.changes import Module
    from modellaw.output import write_file
    from modellaw.readers.config import read_project
    from modellaw.readers.xml import read_bytes
    from modellaw.writers.module import module_bytes

    read = read_project(project)
    if write and not tell:
        raise ProjectError("--write writes down decisions", hint="say --decisions --write")
    if tell:
        _decisions(file, edition, read, write, as_json)
        return
    check_new_module(name, read, force=force)
    candidates = bases(list(prepare(read)))
    found = capture(read_bytes(file), file, candidates, Module(name, title, date, author), by_author=by_author, edition=edition)
    written = []
    for module in found.modules:
        path = Path(output) if output else Path(read.root) / "amendments"
        path = path if path.suffix.lower() == ".xml" and len(found.modules) == 1 else path.with_suffix("") / f"{module.module.id}.xml"
        if path.exists() and not force:
            raise OutputError("there is such a file already", Place(str(path)), "choose another name with -o, or say --force")
        written.append((path, module))
    for path, module in written:
        write_file(path, module_bytes(module))
    for finding in found.findings:
        click.echo(str(finding), err=True)
    if as_json:
        rows = [{"file": str(path), "module": m.module.id, "author": m.module.author, "changes": len(m.amendments),
                 "operations": sum(len(one.steps) for one in m.amendments)} for path, m in written]  # fmt: skip
        click.echo(json.dumps({"edition": found.base.name, "modules": rows}, ensure_ascii=False))
    for path, module in written if not as_json else ():
        count = sum(len(one.steps) for one in module.amendments)
        click.echo(
            f"{path}: {amount(len(module.amendments), 'change')}, {amount(count, 'operation')}, by {module.module.author}, "
            f"on the text “{found.base.name}”"
        )
    if not written and not as_json:
        click.echo(f"nothing to capture: the file says what the text “{found.base.name}” says")
    if any(finding.severity is not Severity.NOTE for finding in found.findings):
        sys.exit(int(ExitCode.FINDINGS))
