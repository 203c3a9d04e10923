"""The library: what people need to read, amend, compare, check and write laws from Python; ``import modellaw`` offers these names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import AmendmentModule
from modellaw.comparing.options import Comparison, Options
from modellaw.errors import Finding, Place, ProjectError
from modellaw.model.nodes import Law
from modellaw.model.views import accept as _accept
from modellaw.model.views import reject as _reject
from modellaw.project import Document, Numbering, Publication

__all__ = ["accept", "apply", "check", "compare", "publish", "read", "read_module", "register", "reject", "write"]


def read(path: str | Path) -> Law:
    """The law in an Akoma Ntoso file (marked, if it is a redline) or in a .docx (tracked changes as marks). Raises InputError."""
    from modellaw.readers.xml import read_bytes

    data = read_bytes(str(path))
    if data.startswith(b"PK\x03\x04"):
        from modellaw.readers.docx import read_docx

        return read_docx(data, str(path)).law
    from modellaw.readers.akn import read_akn

    return read_akn(data, str(path))


def read_module(path: str | Path) -> AmendmentModule:
    """The amendment module in a file. Raises InputError with file, line and what was expected."""
    from modellaw.readers.module import read_module as reader
    from modellaw.readers.xml import read_bytes

    return reader(read_bytes(str(path)), str(path))


def apply(law: Law, modules: Sequence[AmendmentModule], numbering: str = "letters") -> Law:
    """The marked law: every change of the modules carried out, each word signed.

    ``numbering`` is "letters", "bis" or "renumber". Raises AmendmentErrors with every change that fails, ConflictError where two collide.
    """
    if numbering not in {policy.value for policy in Numbering}:
        raise ProjectError(f"numbering “{numbering}” is unknown", hint="say letters, bis or renumber")
    return apply_modules(law, tuple(modules), Numbering(numbering)).law


def accept(marked: Law) -> Law:
    """The law after every change."""
    return _accept(marked)


def reject(marked: Law) -> Law:
    """The law before every change, exactly as it was."""
    return _reject(marked)


def compare(old: Law, new: Law, options: Options = Options()) -> Comparison:
    """Two laws compared: one marked law (``.marked``) whose rejection is ``old`` and whose acceptance is ``new``, and the differences."""
    from modellaw.comparing.laws import compare_laws

    return compare_laws(_accept(old), _accept(new), options)


def check(law: Law) -> tuple[Finding, ...]:
    """What the checks that read the text find in a plain law."""
    from modellaw.checks import check_law

    return tuple(check_law(law))


def register(marked: Law) -> list[dict[str, object]]:
    """A row for every change of a marked law: operations in words, places, old and new words, reason, recommendations, basis."""
    from modellaw.writers.register import register as rows

    return rows(marked)


def write(law: Law, path: str | Path, title: str = "") -> None:
    """Write a law as .xml, .docx, .html, .txt or .pdf, by the ending; a marked law as a redline. The file appears whole or not at all."""
    from modellaw.output import write_file
    from modellaw.writers import ALL_FORMATS

    kind = Path(path).suffix.removeprefix(".").lower()
    if kind not in ALL_FORMATS:
        raise ProjectError(f"there is no format “.{kind}”", Place(str(path)), f"there are {', '.join(ALL_FORMATS)}")
    document = Document.REDLINE if law.changes else Document.CONSOLIDATED
    write_file(Path(path), ALL_FORMATS[kind](Publication(document, law, title or law.facts.title or "Law", date=law.facts.date)))


def publish(folder: str | Path = ".") -> list[str]:
    """Build the project in a folder (or that of a ``modellaw.toml``); the files written, by path below the build folder."""
    from modellaw.build import build as run
    from modellaw.readers.config import read_project

    return sorted(run(read_project(str(folder))))
