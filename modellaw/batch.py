"""A job of a batch with everything it reads, so that it can be done in any process on any machine with the same result."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import field
from hashlib import sha256
from os.path import commonpath, relpath
from pathlib import Path
from typing import Any

from modellaw.errors import AmendmentErrors, ModelLawError, ProjectError, amount
from modellaw.manifest import digest, tool_digest
from modellaw.project import Job, Project
from modellaw.readers.config import NAME, read_project
from modellaw.readers.xml import read_bytes
from modellaw.values import dataclass, replace

MARK = ".job.json"
"""Beside the files of a job: what they were made from, what they are, and what was said."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A job whose paths are below a folder, the bytes of what it reads by these paths, where they come from, and which tool it is for."""

    job: Job
    files: Mapping[str, bytes]
    origin: str
    tool: str

    @property
    def digest(self) -> str:
        """What the result depends on."""
        whole = sha256(f"{self.job!r}\0{self.tool}".encode())
        for name, data in sorted(self.files.items()):
            whole.update(f"\0{name}\0{digest(data)}".encode())
        return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: its files by name, what is told of it in the report, and the errors (message, file, line, provision, hint)."""

    id: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    said: str = ""
    errors: tuple[Mapping[str, Any], ...] = ()


def payload_of(job: Job) -> Payload:
    """A job with the files it reads. Raises ModelLawError where one is missing."""
    paths = {path: read_bytes(path) for path in _read_by(job)}
    full = {path: Path(path).resolve() for path in paths}
    folders = [str(path.parent) for path in full.values()]
    origin = Path(commonpath(folders))

    def below(path: str) -> str:
        return full[path].relative_to(origin).as_posix() if path else ""

    project = below(_config(job.project)) if job.project else ""
    moved = replace(job, project=project, law=below(job.law), modules=tuple(map(below, job.modules)), profile=below(job.profile),
                    old=below(job.old), new=below(job.new))  # fmt: skip
    return Payload(moved, {below(path): data for path, data in paths.items()}, str(origin), tool_digest())


def _config(project: str) -> str:
    """The file of a project, which may be named by its folder."""
    return str(Path(project) / NAME) if Path(project).is_dir() else project


def _read_by(job: Job) -> list[str]:
    """Every file that a job reads."""
    own = [path for path in (job.law, *job.modules, job.profile, job.old, job.new) if path]
    if not job.project:
        return own
    config = _config(job.project)
    project, root = read_project(config), Path(config).parent
    templates = root / project.templates
    listed = [str(path) for path in sorted(templates.rglob("*")) if path.is_file()] if templates.is_dir() else []
    law = [] if job.law else [str(root / project.law)]
    modules = [] if job.modules else [str(root / name) for name in project.modules]
    return [*own, config, *law, *modules, *listed]


def do(payload: Payload) -> Outcome:
    """Do a job. What the user must mend, and defects of ours, are part of the outcome; OSError is of the machine, and may pass."""
    try:
        with tempfile.TemporaryDirectory(prefix="modellaw-") as folder:
            try:
                if payload.tool != tool_digest():
                    raise ProjectError("the worker has another version of modellaw", hint="install the same on every machine")
                for name, data in payload.files.items():
                    path = Path(folder) / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(data)
                files, said = _DO[payload.job.kind](payload.job, Path(folder))
                return Outcome(payload.job.id, files, said)
            except ModelLawError as error:
                return failed(payload.job.id, error, folder, payload.origin)
    except OSError:
        raise
    except Exception as error:
        return failed(
            payload.job.id, ModelLawError(f"{type(error).__name__}: {error}", hint="this is a defect of the tool: please report it")
        )


def failed(name: str, error: ModelLawError, folder: str = "", origin: str = "") -> Outcome:
    """The outcome of a job that failed; places are those of the machine that the files come from."""

    def home(words: str) -> str:
        return words.replace(f"{folder}/", f"{origin}/").replace(folder, origin) if folder else words

    errors = error.errors if isinstance(error, AmendmentErrors) else (error,)
    told = tuple({"message": home(e.message), "file": home(e.place.file), "line": e.place.line, "provision": e.place.provision,
                  "hint": home(e.hint)} for e in errors)  # fmt: skip
    return Outcome(name, errors=told)


def _adopt(job: Job, folder: Path) -> tuple[dict[str, bytes], str]:
    from modellaw.bills import bill_files
    from modellaw.readers.profile import read_profile

    files = bill_files(read_project(str(folder / job.project)), read_profile(str(folder / job.profile)))
    return files, f"{len(json.loads(files['open.json']))} choices are open"


def _compare(job: Job, folder: Path) -> tuple[dict[str, bytes], str]:
    from modellaw.comparison import compare_files, output

    found, findings = compare_files(str(folder / job.old), str(folder / job.new))
    files = {name: output(found, name) for name in job.outputs or ("redline.docx", "changes.json")}
    return files, amount(len(found.differences), "difference") + (f", {amount(len(findings), 'finding')}" if findings else "")


def _edition(job: Job, folder: Path) -> tuple[dict[str, bytes], str]:
    from modellaw.build import prepare

    project = _project(job, folder)
    (edition,) = prepare(project, (job.edition,) if job.edition else (project.editions[0].id,) if project.editions else ())
    edition.verify()
    files = {name: edition.output(name) for name in project.outputs}
    counts = f"{len(edition.applied.law.changes)} changes, {len(edition.findings)} findings"
    return files, counts


def _project(job: Job, folder: Path) -> Project:
    from modellaw.commencement import checked_date
    from modellaw.readers.config import OUTPUTS, PDFS

    for name in job.outputs:
        if name not in OUTPUTS and name not in PDFS:
            raise ProjectError(f"there is no output “{name}”", hint=f"there are {', '.join((*OUTPUTS, *PDFS))}")
    read = read_project(str(folder / job.project))
    root = Path(read.root)
    law = relpath(folder / job.law, root) if job.law else ""
    modules = tuple(relpath(folder / name, root) for name in job.modules)
    at = checked_date(job.at) if job.at else ""
    return replace(read, law=law or read.law, modules=modules or read.modules, outputs=job.outputs or read.outputs, at=at)


_DO = {"adopt": _adopt, "compare": _compare, "edition": _edition}


def mark_bytes(payload: Payload, outcome: Outcome) -> bytes:
    """What is kept beside the files of a job, so that it is not done again."""
    value = {
        "made-from": payload.digest,
        "said": outcome.said,
        "files": {name: digest(data) for name, data in sorted(outcome.files.items())},
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def kept(payload: Payload, folder: Path) -> Outcome | None:
    """The outcome that a folder holds already: made from the same, and whole."""
    try:
        mark = json.loads((folder / MARK).read_bytes())
        files = {name: (folder / name).read_bytes() for name in mark["files"]}
        same = mark["made-from"] == payload.digest and all(digest(data) == mark["files"][name] for name, data in files.items())
        return Outcome(payload.job.id, files, str(mark["said"])) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
