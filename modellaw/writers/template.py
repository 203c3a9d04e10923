"""Where templates come from: a project's own folders first, then those that travel with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from modellaw.errors import InputError, Place

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).resolve().parent.parent


@cache
def shipped() -> Path:
    """The templates of the package: inside it when installed, beside it in a checkout."""
    inside = _HERE / "templates"
    return inside if inside.is_dir() else _HERE.parent / "templates"


def template_bytes(name: str, folders: tuple[str, ...]) -> bytes:
    """A template by its name under a templates folder ("docx/word/styles.xml")."""
    for folder in (*map(Path, folders), shipped()):
        path = folder / name
        if path.is_file():
            return path.read_bytes()
    raise InputError(
        f"there is no template {name}", Place(str(shipped())), "reinstall modellaw, or put the file into your templates folder"
    )


def template_names(kind: str, folders: tuple[str, ...]) -> list[str]:
    """The names of all templates of a kind ("docx"), sorted."""
    found: set[str] = set()
    for folder in (*map(Path, folders), shipped()):
        root = folder / kind
        found.update(f"{kind}/{path.relative_to(root).as_posix()}" for path in root.rglob("*") if path.is_file())
    return sorted(found)


@cache
def page_template(name: str, folders: tuple[str, ...]) -> Template:
    """A Jinja template by its name ("html/page.html.j2"); everything that it prints is escaped, an unknown name is an error.

    It runs in Jinja's sandbox: a project's own templates are data of whoever sent the project, and reach nothing but what they are given.
    Compiled templates are kept in Jinja's own cache of this user, since compiling takes longer than filling in.
    """
    from jinja2 import FileSystemBytecodeCache, FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Room(ImmutableSandboxedEnvironment):
        """Reads what our own values hold without Jinja's long look at each: they are data, and nothing with an underscore is meant."""

        def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
            ours = type(obj).__module__.startswith("modellaw.") and not attr.startswith("_")
            return ours or super().is_safe_attribute(obj, attr, value)

    try:
        kept = FileSystemBytecodeCache()
    except (RuntimeError, OSError):  # no temporary folder that is safe
        kept = None
    environment = Room(
        loader=FunctionLoader(lambda wanted: template_bytes(wanted, folders).decode()), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, bytecode_cache=kept,
    )  # fmt: skip
    return environment.get_template(name)
