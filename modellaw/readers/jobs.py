"""The jobs of a batch, as CSV (a row each) or TOML (a ``[[job]]`` each)."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from modellaw.errors import Place, ProjectError
from modellaw.project import Job
from modellaw.readers.toml import parse_toml
from modellaw.readers.xml import read_bytes

KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "adopt": (("profile",), ("project",)),
    "compare": (("old", "new"), ("outputs",)),
    "edition": ((), ("project", "edition", "law", "modules", "outputs", "at")),
}
"""What each kind of job must and may say, besides its id."""

_LISTS = ("modules", "outputs")
_PATHS = ("project", "law", "profile", "old", "new")
_KEYS = ("id", "kind", "project", "edition", "law", "modules", "profile", "old", "new", "outputs", "at")


def read_jobs(path: str) -> tuple[Job, ...]:
    """The jobs in a file, paths taken from its folder. Raises ProjectError naming the job and what is wrong."""
    data = read_bytes(path)
    rows = _toml(path, data) if path.lower().endswith(".toml") else _csv(path, data)
    jobs: dict[str, Job] = {}
    for number, (line, row) in enumerate(rows, 1):
        job = _job(Path(path).parent, Place(path, line, f"job {row.get('id') or number}"), row, number)
        if job.id.casefold() in jobs:
            raise ProjectError(f"the id “{job.id}” is there twice", Place(path, line), "give each job an id of its own")
        jobs[job.id.casefold()] = job
    if not jobs:
        raise ProjectError("there are no jobs", Place(path), f"a CSV has a row for each below the names of its columns: {', '.join(_KEYS)}")
    return tuple(jobs.values())


def _csv(path: str, data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
        first = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=";" if ";" in first and "," not in first else ",")
        for row in reader:
            if None in row:
                raise ProjectError("the row has more cells than there are columns", Place(path, reader.line_num), "quote words with commas")
            yield reader.line_num, {key.strip(): (value or "").strip() for key, value in row.items()}
    except (UnicodeDecodeError, csv.Error) as error:
        raise ProjectError(f"not a CSV file in UTF-8: {error}", Place(path), "save it as CSV UTF-8") from error


def _toml(path: str, data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        value = parse_toml(data, path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"not valid TOML: {error}", Place(path)) from error
    jobs = value.pop("job", [])
    if value or not isinstance(jobs, list) or not all(isinstance(job, dict) for job in jobs):
        raise ProjectError("the file holds something other than [[job]]", Place(path), 'write [[job]] and below it kind = "compare"')
    for job in jobs:
        for key, one in job.items():
            good = isinstance(one, str) or (key in _LISTS and isinstance(one, list) and all(isinstance(item, str) for item in one))
            if not good:
                raise ProjectError(f"“{key}” is not a text", Place(path, 0, f"job {job.get('id', '')}"), f'say {key} = "…"')
        yield 0, {key: "\n".join(one) if isinstance(one, list) else one for key, one in job.items()}


def _job(folder: Path, place: Place, row: dict[str, str], number: int) -> Job:
    given = {key: value for key, value in row.items() if value}
    for key in row:
        if key not in _KEYS:
            raise ProjectError(f"a job has no “{key}”", place, _close(key, _KEYS))
    kind = given.pop("kind", "")
    if kind not in KINDS:
        raise ProjectError(f"the kind “{kind}” is unknown" if kind else "the job says no kind", place, _close(kind, KINDS))
    name = given.pop("id", f"{number:04d}")
    reserved = name.casefold() in {"report.json", "report.csv"}
    if "/" in name or "\\" in name or name.startswith(".") or name != name.strip() or not name.isprintable() or reserved:
        raise ProjectError(f"“{name}” cannot name a folder", place, "choose an id without a slash that does not begin with a dot")
    required, optional = KINDS[kind]
    for key in required:
        if key not in given:
            raise ProjectError(f"a job of the kind {kind} needs “{key}”", place, f"it may also say {', '.join(optional)}")
    for key in given:
        if key not in (*required, *optional):
            raise ProjectError(f"a job of the kind {kind} has no “{key}”", place, f"it has {', '.join((*required, *optional))}")
    values = {key: str(folder / value) if key in _PATHS else value for key, value in given.items()}
    lists = {key: tuple(filter(None, (one.strip() for one in values.pop(key, "").replace(";", "\n").split("\n")))) for key in _LISTS}
    if kind != "compare":
        values.setdefault("project", str(folder))
    modules = tuple(str(folder / path) for path in lists["modules"])
    return Job(name, kind, modules=modules, outputs=lists["outputs"], **values)


def _close(word: str, known: Iterable[str]) -> str:
    found = get_close_matches(word, list(known), 1)
    return f"did you mean “{found[0]}”?" if found else f"there are {', '.join(known)}"
