"""``modellaw git``: differences of laws by provision, and merges that never leave a broken law."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click

_ATTRIBUTES = ("source/*.xml", "amendments/*.xml")
_SETTINGS = {
    "diff.modellaw.textconv": "modellaw git text",
    "diff.modellaw.xfuncname": "^(([^ (]{3,} ([0-9][^ ]*|[IVXLC]+)|Article premier|§+ ?[0-9][^ ]*)( .*)?)$",
    "merge.modellaw.name": "modellaw: a merge that leaves a valid law",
    "merge.modellaw.driver": "modellaw git merge %O %A %B %P",
}


@click.group("git")
def command() -> None:
    """Let git show laws as words, and guard its merges."""


@command.command("setup")
@click.argument("folder", default=".", type=click.Path(file_okay=False))
def setup(folder: str) -> None:
    """Set up the repository of FOLDER: .gitattributes, a diff driver that shows words, a merge guard.

    Running it again changes nothing.

    \b
    modellaw git setup
    """
    from modellaw.errors import InputError, Place, amount
    from modellaw.output import write_file

    top = _git(Path(folder), "rev-parse", "--show-toplevel")
    if top is None:
        raise InputError("this is no git repository", Place(folder), "run git init first")
    path = Path(folder) / ".gitattributes"
    lines = path.read_text("utf-8", "surrogateescape").splitlines() if path.is_file() else []
    wanted = [f"{pattern} diff=modellaw merge=modellaw" for pattern in dict.fromkeys((*_ATTRIBUTES, *_patterns(Path(folder))))]
    missing = [line for line in wanted if line not in lines]
    if missing:
        write_file(path, ("\n".join([*lines, *missing]) + "\n").encode("utf-8", "surrogateescape"))
    for name, value in _SETTINGS.items():
        _git(Path(folder), "config", name, value)
    click.echo(f"{path}: {amount(len(missing), 'line')} added; {len(_SETTINGS)} settings in the repository's configuration")


def _patterns(folder: Path) -> list[str]:
    """The folders in which the law and the modules of a project lie, as .gitattributes says them; those outside it are another's."""
    from modellaw.readers.config import read_project

    if not (folder / "modellaw.toml").is_file():
        return []
    project = read_project(str(folder / "modellaw.toml"))
    inside = [Path(os.path.relpath(folder / name, folder)).parent.as_posix() for name in (project.law, *project.modules)]
    return [_said(path) for path in inside if path.split("/")[0] != ".."]


def _said(folder: str) -> str:
    """The pattern of the XML files in a folder, its own signs escaped, in quotation marks where it has blanks."""
    escaped = re.sub(r"([*?[\\])", r"\\\1", folder)
    pattern = "/*.xml" if folder == "." else f"{escaped}/*.xml"
    quoted = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"' if re.search(r"[\s\"\\]|^[!#]", pattern) else pattern


@command.command("text")
@click.argument("file", type=click.Path(dir_okay=False))
def text(file: str) -> None:
    """Print the law in FILE as words, a line for each paragraph. For git's textconv.

    What is no law is printed as it is.

    \b
    modellaw git text source/2007_model_law.xml > words.txt
    """
    from modellaw.errors import ModelLawError
    from modellaw.readers.akn import read_akn
    from modellaw.readers.xml import read_bytes

    data = read_bytes(file)
    try:
        law = read_akn(data, file)
    except ModelLawError:
        click.echo(data.decode("utf-8", "replace"), nl=False)
        return
    from modellaw.comparison import in_lines
    from modellaw.model.walk import paragraphs_of, text_of

    for line in paragraphs_of(in_lines(law).document):
        words = " ".join(text_of(line).split())
        if words:
            click.echo(words)


@command.command("merge")
@click.argument("base", type=click.Path(dir_okay=False))
@click.argument("ours", type=click.Path(dir_okay=False))
@click.argument("theirs", type=click.Path(dir_okay=False))
@click.argument("path", default="")
def merge(base: str, ours: str, theirs: str, path: str) -> None:
    """Merge THEIRS into OURS, and fail where the result is no valid law or module. For git's merge driver.

    BASE is what both come from, PATH what messages call the file. OURS is written over, as git merge-file does.

    \b
    modellaw git merge source/2007_model_law.xml amended.xml source/2007_model_law.xml
    """
    from modellaw.errors import ModelLawError, amount
    from modellaw.output import write_file

    labels = [part for name in ("ours", "base", "theirs") for part in ("-L", name)]
    done = subprocess.run(["git", "merge-file", "-p", "--diff3", *labels, "--", ours, base, theirs], capture_output=True)
    if done.returncode < 0 or done.returncode > 127:
        click.echo(done.stderr.decode("utf-8", "replace"), err=True)
        sys.exit(3)
    write_file(Path(ours), done.stdout)
    name = path or ours
    if done.returncode:
        click.echo(f"{name}: {amount(done.returncode, 'conflict')} marked in the file (ours, base and theirs)", err=True)
        sys.exit(1)
    try:
        _valid(done.stdout, name)
    except ModelLawError as error:
        click.echo(f"{name}: the merge went through, but the result is not valid: {error}", err=True)
        sys.exit(1)


def _valid(data: bytes, name: str) -> None:
    from modellaw.readers.module import read_module
    from modellaw.readers.schema import validate_akn

    if b"urn:modellaw:amendment:1" in data[:2000] and b"<module" in data:
        read_module(data, name)
    else:
        validate_akn(data, name)


def _git(folder: Path, *arguments: str) -> str | None:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None
