"""``modellaw new``: a project for any law."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("new")
@click.argument("folder", type=click.Path(file_okay=False))
def command(folder: str) -> None:
    """Start a new project in FOLDER.

    It has a small law, a module of two changes, and modellaw.toml.

    Nothing that is there is touched: the folder must be new or empty. Then build it.

    \b
    modellaw new our-law
    modellaw build --project our-law
    """
    from modellaw.errors import OutputError, Place, amount
    from modellaw.output import write_folder
    from modellaw.writers.template import template_bytes, template_names

    path = Path(folder)
    if path.is_dir() and any(path.iterdir()):
        raise OutputError("the folder is not empty", Place(str(path)), "choose another one; nothing is ever overwritten")
    files = {name.removeprefix("new/"): template_bytes(name, ()) for name in template_names("new", ())}
    write_folder(path, files, keep=True)
    click.echo(f"wrote {amount(len(files), 'file')} to {path}: {', '.join(sorted(files))}")
