"""``modellaw template``: the Word template, packed to be edited in Word and unpacked again."""

from __future__ import annotations

from pathlib import Path

import click

from modellaw.commands.options import project_option


@click.group("template")
def command() -> None:
    """Restyle the Word files: pack the template, edit its styles in Word, unpack it again."""


@command.command("pack")
@project_option
@click.option("-o", "--output", default="template.docx", show_default=True, type=click.Path(dir_okay=False), help="The file to write.")
def pack(project: str, output: str) -> None:
    """Write the project's Word template (or the package's) as one .docx, to be edited in Word.

    Keep the paragraphs that say {{law}}, {{contents}} and {{guide}}, and the names of the styles.

    \b
    modellaw template pack -o house.docx
    """
    from modellaw.ooxml.package import package_bytes
    from modellaw.output import write_file
    from modellaw.writers.docx import docx_template

    write_file(Path(output), package_bytes(docx_template(_folders(project)).parts))
    click.echo(f"wrote {output}: edit it in Word, then modellaw template unpack {output}")


@command.command("unpack")
@click.argument("file", type=click.Path(dir_okay=False))
@project_option
def unpack(file: str, project: str) -> None:
    """Take FILE (a .docx) as the project's Word template: its parts go into templates/docx.

    A file without a style that the writer needs, with macros, or with anything outside it is refused, and nothing is written.

    \b
    modellaw template unpack house.docx
    """
    from modellaw.ooxml.unpacking import unpacked
    from modellaw.output import write_folder
    from modellaw.readers.xml import read_bytes
    from modellaw.writers.docx_styles import STYLES

    parts = unpacked(read_bytes(file), file, STYLES)
    folder = _root(project) / "docx"
    write_folder(folder, parts, keep=False)
    click.echo(f"wrote {len(parts)} parts to {folder}")


def _root(project: str) -> Path:
    from modellaw.readers.config import read_project

    read = read_project(project)
    return Path(read.root) / read.templates


def _folders(project: str) -> tuple[str, ...]:
    root = _root(project)
    return (str(root),) if root.is_dir() else ()
