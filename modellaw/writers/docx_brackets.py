"""The square brackets around an optional provision, in each view around what that view shows of it."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.model.changes import Trace
from modellaw.model.nodes import Run
from modellaw.writers.docx_lines import Atom, shown, unfolded
from modellaw.writers.docx_marks import changes_of


def bracket(atoms: Sequence[Atom]) -> None:
    """Put brackets before and behind the words of some atoms."""
    for sign, order in (("[", atoms), ("]", atoms[::-1])):
        ends = [next((a for a in order if shown(a.trace)[view]), None) for view in (0, 1)]
        if ends[0] is ends[1]:
            _add(ends[0], sign, None)
            continue
        changes = [next(changes_of(order, True), ""), next(changes_of(order, False), "")]
        gone = changes[1] or changes[0]
        _add(ends[0], sign, Trace(deleted=gone) if ends[0] is not None and not ends[0].trace else None)
        _add(ends[1], sign, Trace(inserted=changes[0] or gone) if ends[1] is not None and not ends[1].trace else None)


def _add(atom: Atom | None, sign: str, trace: Trace | None) -> None:
    """A bracket before or behind the words of an atom."""
    if atom is not None:
        if atom.whole:
            atom.content, atom.whole = unfolded(atom).content, False
        run = Run(sign, (), atom.trace if trace is None else trace)
        atom.content = (run, *atom.content) if sign == "[" else (*atom.content, run)
        atom.marked = atom.marked or bool(run.trace)
