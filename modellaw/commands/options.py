"""What several commands have in common: the project, JSON, a line that says what is being done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from modellaw.project import Project

project_option = click.option(
    "--project", default=".", show_default=True, type=click.Path(), help="The folder of modellaw.toml, or the file."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def day(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """An option that is a date, or nothing."""
    from modellaw.commencement import checked_date

    return checked_date(value) if value else ""


def printable(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """An option whose words are written into documents, which hold no control signs."""
    if any(not sign.isprintable() for sign in value):
        raise click.BadParameter(f"{value!r} holds a sign that cannot be printed")
    return value


def known_editions(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """The editions of the project that begin so, for the shell's completion."""
    from modellaw.build import editions_of
    from modellaw.errors import ModelLawError
    from modellaw.readers.config import read_project

    try:
        return [edition.id for edition in editions_of(read_project(context.params.get("project", "."))) if edition.id.startswith(begun)]
    except ModelLawError:
        return []


def known_outputs(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """The outputs of an edition that begin so."""
    from modellaw.readers.config import OUTPUTS, PDFS

    return [name for name in (*OUTPUTS, *PDFS) if name.startswith(begun)]


def check_new_module(name: str, project: Project, *, force: bool) -> None:
    """A ProjectError where a word cannot be the id of a new module of the project: it is none, or one has it already."""
    from modellaw.errors import Place, ProjectError
    from modellaw.readers.module import read_module
    from modellaw.readers.xml import read_bytes

    if not name.replace("-", "").isalnum() or not name[:1].isalpha():
        raise ProjectError(f"“{name}” cannot be the id of a module", hint="use letters, digits and hyphens, a letter first")
    for path in project.modules:
        place = str(Path(project.root) / path)
        if not force and read_module(read_bytes(place), place).module.id == name:
            raise ProjectError(f"there is a module “{name}” already", Place(place), "choose another id")


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line on stderr that says what is being done, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield lambda words: status.update(words)
