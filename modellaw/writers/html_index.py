"""The first page of a build: editions with their documents, sizes and digests, findings, the register, the recommendations."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from modellaw.errors import Finding, Severity
from modellaw.values import dataclass
from modellaw.version import __version__
from modellaw.writers.sheets import Sheet
from modellaw.writers.template import page_template, template_bytes

_FORMATS = ("docx", "html", "pdf", "xml", "txt", "xlsx", "csv", "json")
_NAMES = {
    "original": "Original text",
    "consolidated": "Consolidated text",
    "redline": "Redline: changes marked",
    "amending-instrument": "Amending instrument",
    "traceability": "Traceability of the recommendations",
    "three-columns": "Changes provision by provision",
    "destinations": "Table of destinations",
    "register": "Register of changes",
    "findings": "Findings of the checks",
}


@dataclass(frozen=True, slots=True)
class IndexEdition:
    """An edition on the page: its rows of the register (as the register has them), what the checks found, digests of its texts."""

    id: str
    title: str
    register: Sequence[Mapping[str, object]]
    findings: Sequence[Finding]
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """What the page shows; ``files`` are all files of the build by path, ``companions`` (id, title) of documents beside the editions."""

    title: str
    status: str
    publisher: str
    date: str
    editions: tuple[IndexEdition, ...]
    companions: tuple[tuple[str, str], ...]
    traceability: Sheet | None
    files: Mapping[str, File]
    templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file to download: the path, how many bytes it has, the SHA-256."""

    path: str
    length: int
    digest: str

    @property
    def format(self) -> str:
        """The end of its name."""
        return self.path.rpartition(".")[2]

    @property
    def size(self) -> str:
        """Its size in words."""
        return f"{self.length / 1000:.0f} kB" if self.length >= 1000 else f"{self.length} B"


def index_bytes(index: Index) -> bytes:
    """The page as UTF-8 HTML with its style and script inside; it links to the files beside it and loads nothing."""
    style = template_bytes("html/style.css", index.templates).decode() + template_bytes("html/index.css", index.templates).decode()
    script = template_bytes("html/index.js", index.templates).decode()
    rows = {str(row["id"]): (edition, row) for edition in reversed(index.editions) for row in edition.register}
    changes = [rows[name] for name in dict.fromkeys(str(row["id"]) for edition in index.editions for row in edition.register)]
    values = {
        "index": index,
        "documents": {edition.id: _documents(index.files, edition.id + "/", _NAMES) for edition in index.editions},
        "companions": [(title, files) for name, title in index.companions for _, files in _documents(index.files, "", {name: title})],
        "formats": _FORMATS,
        "changes": changes,
        "findings": _findings(index.editions),
        "notes": _notes(index.editions),
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "version": __version__,
    }
    return page_template("html/index.html.j2", index.templates).render(values).encode()


def _documents(files: Mapping[str, File], folder: str, names: Mapping[str, str]) -> list[tuple[str, dict[str, File]]]:
    """The documents of a folder with their files by format, in the order of ``names``."""
    found = []
    for stem, title in names.items():
        held = {kind: files[f"{folder}{stem}.{kind}"] for kind in _FORMATS if f"{folder}{stem}.{kind}" in files}
        if held:
            found.append((title, held))
    return found


def _findings(editions: Sequence[IndexEdition]) -> list[tuple[str, Finding]]:
    """Errors and warnings, with the editions in which they were found."""
    where: dict[tuple[object, ...], tuple[list[str], Finding]] = {}
    for edition in editions:
        for finding in edition.findings:
            if finding.severity is not Severity.NOTE:
                where.setdefault((finding.code, finding.message, finding.place), ([], finding))[0].append(edition.id)
    return [(", ".join(names), finding) for names, finding in where.values()]


def _notes(editions: Sequence[IndexEdition]) -> dict[str, int]:
    return Counter(edition.id for edition in editions for finding in edition.findings if finding.severity is Severity.NOTE)


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
