"""``modellaw adopt``: from the model law to a national bill."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modellaw.commands.options import json_option, known_editions, project_option

if TYPE_CHECKING:
    from modellaw.project import Project
    from modellaw.readers.profile import Told


@click.command("adopt")
@click.argument("profile", type=click.Path(dir_okay=False))
@project_option
@click.option("--new", is_flag=True, help="Write a new PROFILE with every choice of the law and its guidance; nothing is built.")
@click.option("--ask", is_flag=True, help="Ask for every choice and write PROFILE from the answers; nothing is built.")
@click.option("--edition", default="", shell_complete=known_editions,
              help="With --new and --ask: the edition to adapt, or “model” for the law without modules.")  # fmt: skip
@click.option(
    "-o", "--output", default="", type=click.Path(), help="The folder to write into; build/adopted/<name of the profile> when not said."
)
@json_option
def command(profile: str, project: str, new: bool, ask: bool, edition: str, output: str, as_json: bool) -> None:
    """Make a national bill from the choices in PROFILE (TOML).

    The bill is written in every format, with its redline against the model, the choices that were made, and those still open.

    \b
    modellaw adopt --new ourland.toml
    modellaw adopt examples/arvenia.toml
    """
    from modellaw.bills import LIST, MARK, bill_files
    from modellaw.errors import amount
    from modellaw.manifest import BILLS, digest, edited
    from modellaw.output import keep_beside, write_folder
    from modellaw.readers.config import read_project
    from modellaw.readers.profile import read_profile

    read = read_project(project)
    if new or ask:
        _begin(read, Path(profile), edition, ask)
        return
    chosen = read_profile(profile)
    files = bill_files(read, chosen)
    folder = Path(output) if output else Path(read.root) / read.build / BILLS / Path(profile).stem
    for name, data in edited(folder, MARK, files):
        if name in files:
            copy = keep_beside(folder, name, data)
            click.echo(f"{folder / name} was not as it was written: what it was is kept as {copy}", err=True)
    mark = (json.dumps({"files": {name: digest(data) for name, data in sorted(files.items())}}, indent=1) + "\n").encode()
    write_folder(folder, {**files, MARK: mark}, keep=True, mark=LIST)
    still, found = json.loads(files["open.json"]), json.loads(files["findings.json"])
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "files": sorted(files), "open": still, "findings": found}, ensure_ascii=False))
        return
    click.echo(f"wrote {amount(len(files), 'file')} to {folder}")
    for row in still:
        click.echo(f"open: {row['Kind']} {row['Name']} ({row['In the model']})")
    for finding in found:
        click.echo(f"{finding['severity']}: {finding['place']['provision']}: {finding['message']} ({finding['hint']})")


def _begin(project: Project, path: Path, edition: str, ask: bool) -> None:
    """A new profile; one that is there already is never overwritten."""
    from modellaw.bills import model_of, told_choices
    from modellaw.errors import OutputError, Place, amount
    from modellaw.output import write_file
    from modellaw.readers.profile import answered, new_profile

    if path.exists():
        raise OutputError("the profile exists already", Place(str(path)), "choose another name, or remove it first")
    law = model_of(project, edition)
    told = told_choices(law)
    if ask:
        state = click.prompt("Name of the State")
        text = answered(told, _asked, click.prompt("Title of the bill", default=law.facts.title), state)
    else:
        text = new_profile(told, law.facts.title, project.ranges)
    if edition:
        text = text.replace("\n", f'\nedition = "{edition}"\n', 1)
    write_file(path, text.encode())
    click.echo(f"wrote {path} with {amount(len(told), 'choice')}")


def _asked(told: Told) -> str | None:
    """The answer to one choice; nothing leaves it open."""
    kind, name, text, places, _, alternatives = told
    click.echo(f"\n{places}")
    for number, words in alternatives:
        click.echo(f"  {number}: {words}")
    if kind == "optional":
        answer = click.prompt(f"Keep “{text}”?", type=click.Choice(["yes", "no", ""]), default="", show_default=False)
    elif kind == "option":
        answer = click.prompt(f"Which of “{name}”", type=click.Choice([*(number for number, _ in alternatives), ""]), default="",
                              show_default=False)  # fmt: skip
    else:
        answer = click.prompt(text, default="", show_default=False)
    return answer or None
