"""What several commands have in common: the project, JSON, a line that says what is being done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

project_option = click.option(
    "--project", default=".", show_default=True, type=click.Path(), help="The folder of modellaw.toml, or the file."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


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


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line on stderr that says what is being done, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield lambda words: status.update(words)
