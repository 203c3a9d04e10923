"""The manifest of a build: what went in, what came out, digests of both; and whether a build is still what its inputs make."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from modellaw.errors import InputError, Place
from modellaw.project import Project
from modellaw.version import __version__

NAME = "manifest.json"
BILLS = "adopted/"
"""Where adoptions put their bills, which no build makes or takes away."""
_LITTER = frozenset({"Thumbs.db", "desktop.ini"})
FORMAT = 1
"""The version of the manifest's own form."""


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def inputs_of(project: Project) -> dict[str, str]:
    """The digest of everything that a build depends on: files by their path below the project, settings, and the tool itself."""
    root = Path(project.root)
    companions = [companion.source for companion in project.companions]
    listed = [project.law, *project.modules, *companions]
    found = {name: digest((root / name).read_bytes()) for name in listed if (root / name).is_file()}
    templates = root / project.templates
    for path in sorted(templates.rglob("*")) if templates.is_dir() else ():
        if path.is_file():
            found[path.relative_to(root).as_posix()] = digest(path.read_bytes())
    return {**found, "(settings)": digest(repr(project).replace(repr(project.root), "").encode()), "(tool)": tool_digest()}


@cache
def tool_digest() -> str:
    """The digest of the package: its code, grammars and templates."""
    here = Path(__file__).resolve().parent
    whole = sha256()
    for path in sorted(here.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            whole.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    beside = here.parent / "templates"
    for path in sorted(beside.rglob("*")) if not (here / "templates").is_dir() and beside.is_dir() else ():
        if path.is_file():
            whole.update(path.relative_to(beside).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def manifest_bytes(folder: Path, project: Project, editions: Mapping[str, object], digests: Mapping[str, str], partial: bool) -> bytes:
    """The manifest of a build, of whose files these are the digests; a partial one adds to what is there.

    Where it changed anything, the whole is no longer claimed to be what the inputs make, and nobody needs to know their digests.
    """
    known: Mapping[str, object] = editions
    inputs: Mapping[str, str] = {}
    if not partial:
        inputs = inputs_of(project)
    else:
        try:
            old: dict[str, Any] = read_manifest(folder)
            same = old["inputs"] and all(old["files"].get(name) == known_as for name, known_as in digests.items())
            inputs = old["inputs"] if same and old["inputs"] == inputs_of(project) else {}
            known = {**old["editions"], **{name: _newer(old["editions"].get(name), edition) for name, edition in editions.items()}}
            digests = {**old["files"], **digests}
        except (InputError, KeyError, TypeError):
            inputs = {}
    value = {
        "format": FORMAT,
        "tool": {"name": "modellaw", "version": __version__},
        "inputs": dict(inputs),
        "editions": known,
        "files": dict(sorted(digests.items())),
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _newer(old: object, new: object) -> object:
    """What a partial build says of an edition, or what a whole one said of the same text, which is more."""
    same = isinstance(old, dict) and isinstance(new, dict) and all(old.get(key) == new.get(key) for key in ("text", "changes", "modules"))
    return old if same else new


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest in a build folder. Raises InputError where there is none that can be read."""
    path = folder / NAME
    try:
        value = json.loads(path.read_bytes())
        assert isinstance(value["files"], dict) and isinstance(value["editions"], dict)
    except OSError as error:
        raise InputError("there is no manifest", Place(str(path)), "is it the folder of a build? run modellaw build") from error
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError) as error:
        raise InputError("the manifest cannot be read", Place(str(path)), "build again") from error
    if value.get("format") != FORMAT or value.get("tool", {}).get("name") != "modellaw":
        raise InputError("this is the manifest of something else, or of another version of modellaw", Place(str(path)), "build again")
    held: dict[str, Any] = value
    return held


def is_build(folder: Path) -> bool:
    """Whether a folder was made by a build."""
    try:
        return bool(read_manifest(folder))
    except InputError:
        return False


def files_below(folder: Path) -> Iterator[str]:
    """What is in a build by path, links too; not its folders, its manifest, what begins with a dot, and the bills of adoptions."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (path.is_symlink() or not path.is_dir()) and name != NAME and not name.startswith((BILLS, ".")):
            yield name


def altered(folder: Path, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the files of a build: path, and "missing", "changed" (a link is no file of a build) or "extra"."""
    there = set(files_below(folder))
    for name, known in files.items():
        path = folder / name
        if name not in there:
            yield name, "missing"
        elif path.is_symlink() or not path.is_file() or digest(path.read_bytes()) != known:
            yield name, "changed"
    yield from ((name, "extra") for name in sorted(there - set(files)))


def edited(folder: Path, mark: str, fresh: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """What somebody changed in a folder, or put there, since its files were made, whose digests its file ``mark`` says under "files".

    Not what is as ``fresh`` has it, nor what begins with a dot or is a lock file.
    """
    try:
        known = json.loads((folder / mark).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))]
    yield from _unlike(folder, names, known if isinstance(known, dict) else {}, fresh)


def changed_by_hand(folder: Path, fresh: Mapping[str, bytes], *, partial: bool) -> Iterator[tuple[str, bytes]]:
    """What somebody changed in a build since, or put there, and ``fresh`` files would replace (all others too unless ``partial``).

    Not what programs leave behind (lock files, pictures of folders).
    """
    try:
        held = read_manifest(folder)["files"]
    except InputError:
        return
    names = [name for name in files_below(folder) if name.rpartition("/")[2] not in _LITTER and (name in fresh or not partial)]
    yield from _unlike(folder, names, held, fresh)


def _unlike(folder: Path, names: Iterable[str], held: Mapping[str, str], fresh: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The files among ``names`` that are neither as digests say nor as ``fresh`` has them; not what begins with a dot or is a lock file."""
    for name in names:
        path = folder / name
        if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~")):
            data = path.read_bytes()
            if data != fresh.get(name) and digest(data) != held.get(name):
                yield name, data


def is_current(project: Project) -> bool:
    """Whether the build folder holds exactly what its inputs made, so that building again would change nothing."""
    folder = Path(project.root) / project.build
    try:
        held = read_manifest(folder)
        return held.get("inputs") == inputs_of(project) and not any(altered(folder, held["files"]))
    except (InputError, OSError):
        return False


def names(found: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong, a line each."""
    return [f"{what}: {name}" for name, what in found]
