"""``modellaw serve``: the publication in a browser while it is worked on."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modellaw.commands.options import project_option

if TYPE_CHECKING:
    from modellaw.project import Project


@click.command("serve")
@project_option
@click.option("--port", default=8600, show_default=True, type=click.IntRange(0, 65535), help="The port on 127.0.0.1; 0 takes a free one.")
def command(project: str, port: int) -> None:
    """Serve the build on 127.0.0.1, and build again when an input changes.

    Pages that are open are loaded again. Nobody on another machine can ask for them.
    The errors of a build that fails appear in the page, above the last build that did not. Ctrl-C ends it.

    \b
    modellaw serve
    """
    from modellaw.errors import ProjectError
    from modellaw.readers.config import read_project
    from modellaw.serving import State, rebuild, server

    try:
        from watchfiles import watch
    except ImportError as error:
        raise ProjectError("watching files needs the package watchfiles", hint="pip install 'modellaw[serve]'") from error
    read = read_project(project)
    state = State()
    rebuild(lambda: read_project(project), state)
    try:
        serving = server(Path(read.root) / read.build, state, port)
    except OSError as error:
        raise ProjectError(f"port {port} cannot be had: {error.strerror or error}", hint="choose another one with --port") from error
    click.echo(f"serving http://127.0.0.1:{serving.server_address[1]}/", err=True)
    if state.error:
        click.echo(state.error, err=True)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    try:
        for _ in watch(*_inputs(read, project), raise_interrupt=True):
            rebuild(lambda: read_project(project), state)
            click.echo(state.error or f"built {state.version}", err=True)
    except KeyboardInterrupt:
        serving.shutdown()


def _inputs(read: Project, project: str) -> list[str]:
    """The folders and files to be watched."""
    root = Path(read.root)
    folders = {(root / name).parent for name in (read.law, *read.modules, *(companion.source for companion in read.companions))}
    templates = {root / read.templates} if (root / read.templates).is_dir() else set()
    config = Path(project) / "modellaw.toml" if Path(project).is_dir() else Path(project)
    return sorted(map(str, {*folders, *templates, config}))
