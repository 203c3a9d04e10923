"""By whose changes atoms come and go: they sign the marks that stand between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modellaw.writers.docx_lines import Atom


def changes_at(atoms: Sequence[Atom]) -> tuple[str, str]:
    """The first change that inserted, and the first that deleted, any of some atoms, or else words in them: a number that is no longer
    that of an article begins no line, though it stays.
    """
    inserted, deleted = next(changes_of(atoms, True), ""), next(changes_of(atoms, False), "")
    if inserted or deleted:
        return inserted, deleted
    traces = [inline.trace for atom in atoms for inline in atom.content if inline.trace]
    return next((trace.inserted for trace in traces if trace.inserted), ""), next((trace.deleted for trace in traces if trace.deleted), "")


def changes_of(atoms: Sequence[Atom], inserted: bool) -> Iterator[str]:
    """The changes that inserted, or deleted, some atoms."""
    for atom in atoms:
        for trace in (atom.trace, atom.seam):
            change = trace.inserted if inserted else trace.deleted
            if change:
                yield change
