"""Writing files so that what was there before stays whole until the new is complete."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

from modellaw.errors import OutputError, Place

_HERE = -100
_EXCHANGE = 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2)."""


def write_file(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it and an atomic rename."""
    handle, temporary = -1, ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        raise _failed(path, error) from error


Kept = Callable[[Path, Path], None]
"""Told of a file that somebody changed in a folder, or put there, and of the copy that is kept of it."""


def keep_beside(folder: Path, name: str, data: bytes) -> Path:
    """Write a file of a folder into the one beside it that keeps such files (``build-kept``); gives its path.

    Its name gets a number where another file has it. Nothing is written if it is there already.
    """
    free = path = folder.with_name(f"{folder.name}-kept") / name
    for number in count(2):
        if not free.exists():
            write_file(free, data)
        elif not free.is_file() or free.read_bytes() != data:
            free = path.with_name(f"{path.stem}-{number}{path.suffix}")
            continue
        break
    return free


def write_folder(folder: Path, files: Mapping[str, bytes], *, keep: bool, mark: str = "", ours: Callable[[Path], bool] | None = None,
                 stays: tuple[str, ...] = ()) -> None:  # fmt: skip
    """Make a folder hold the files (paths below it): built beside it and put in its place in one step.

    With ``keep`` what is there and not among the files stays; without it only what begins with a dot, or with one of ``stays``, does.
    ``mark`` is a file by which a folder is known to be ours, and ``ours`` says whether that file is: one that has it not, and is not empty,
    is not replaced.
    """
    folder = Path(os.path.realpath(folder))
    if mark:
        _ours(folder, mark, ours)
    fresh = folder.with_name(f".{folder.name}.new")
    old = folder.with_name(f".{folder.name}.old")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if old.exists() and not folder.exists():
            os.rename(old, folder)
        for left in (fresh, old):
            if left.exists():
                shutil.rmtree(left)
        if folder.is_dir() and not os.access(folder, os.W_OK):
            raise PermissionError(13, "Permission denied", str(folder))
        fresh.mkdir()
        if folder.is_dir():
            _carry_over(folder, fresh, files, ("",) if keep else (".", *stays))
        for name, data in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(data)
        if folder.exists() and _exchanged(fresh, folder):
            os.rename(fresh, old)
        else:
            if folder.exists():
                os.rename(folder, old)
            os.rename(fresh, folder)
    except OSError as error:
        with suppress(OSError):
            if old.exists() and not folder.exists():
                os.rename(old, folder)
        with suppress(OSError):
            shutil.rmtree(fresh)
        raise _failed(folder, error) from error
    with suppress(OSError):
        shutil.rmtree(old)


def _exchanged(one: Path, two: Path) -> bool:
    """Two folders in each other's place in one step, so that no moment is without a whole one; False where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes

    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return exchange is not None and exchange(_HERE, os.fsencode(one.absolute()), _HERE, os.fsencode(two.absolute()), _EXCHANGE) == 0


def _ours(folder: Path, mark: str, ours: Callable[[Path], bool] | None) -> None:
    """Refuse a folder that holds what others put there: nothing of it would be left."""
    there = [path.name for path in sorted(folder.iterdir()) if not path.name.startswith(".")] if folder.is_dir() else []
    if folder.exists() and not folder.is_dir():
        raise OutputError("this is a file, not a folder", Place(str(folder)), "name another folder, or remove it first")
    if there and not ((folder / mark).exists() and (ours is None or ours(folder))):
        named = ", ".join(there[:3]) + (" …" if len(there) > 3 else "")
        raise OutputError(f"the folder holds other things, which would be lost: {named}", Place(str(folder)), "name another, or empty it")


def _carry_over(folder: Path, fresh: Path, files: Mapping[str, bytes], stays: tuple[str, ...]) -> None:
    """Link what stays (by the beginning of its path) into the new folder."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in files and name.startswith(stays):
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, target)
            except OSError:
                shutil.copy2(path, target)


def _failed(path: Path, error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    hint = "free some space" if error.errno == 28 else "may you write there? what was there before is untouched"
    return OutputError(f"cannot write: {reason}", Place(str(path)), hint)
