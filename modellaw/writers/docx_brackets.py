"""The square brackets around an optional provision, in each view around what that view shows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import OPTIONAL, Provision, Run, attribute
from modellaw.writers.docx_lines import Atom, shown, unfolded
from modellaw.writers.docx_marks import changes_of


class _Part(NamedTuple):
    """One of some provisions that are one in one of the views: whether it may be left out, its seam with the one before, its atoms."""

    optional: bool
    seam: Trace
    atoms: list[Atom]


class Brackets:
    """Puts brackets around provisions as they are laid out; where a law is ``seamed`` each waits for what may be joined to it."""

    def __init__(self, seamed: bool) -> None:
        self.seamed, self.depth = seamed, 0
        self.waiting: dict[int, list[_Part]] = {}

    def begin(self) -> None:
        """A provision begins, inside those that have begun and not ended."""
        self.depth += 1

    def end(self, provision: Provision, atoms: Callable[[], list[Atom]]) -> None:
        """The provision that began last ends; ``atoms`` are asked for where they are needed."""
        optional, seam = bool(attribute(provision.attributes, OPTIONAL)), provision.seam
        self.close(self.depth + 1)
        if not seam:
            self.close(self.depth)
        part = _Part(optional, seam, atoms() if optional or seam else [])
        if self.seamed:
            self.waiting.setdefault(self.depth, []).append(part)
        elif optional:
            _bracket([part])
        self.depth -= 1

    def close(self, depth: int = 0) -> None:
        """Nothing more is joined to what has ended so deep inside others, or deeper."""
        for deep in sorted((deep for deep in self.waiting if deep >= depth), reverse=True):
            parts = self.waiting.pop(deep)
            if any(part.optional for part in parts):
                _bracket(parts)


def _bracket(parts: list[_Part]) -> None:
    """Put brackets before and behind the words of each provision that the parts are in a view."""
    places = [{(sign, id(atom)): atom for sign, atom in _places(parts, view)} for view in (0, 1)]
    atoms = [atom for part in parts for atom in part.atoms]
    for sign, order in (("[", atoms), ("]", atoms[::-1])):
        came, gone = next(changes_of(order, True), ""), next(changes_of(order, False), "")
        for view, trace in ((0, Trace(deleted=gone or came)), (1, Trace(inserted=came or gone))):
            for key, atom in places[view].items():
                if key[0] == sign and (view == 0 or key not in places[0]):
                    _add(atom, sign, None if key in places[1 - view] or atom.trace else trace)


def _places(parts: list[_Part], view: int) -> Iterator[tuple[str, Atom]]:
    """Where the brackets of a view stand: around each provision that is optional in it, with all parts that are not parted from it."""
    units: list[list[_Part]] = []
    for part in parts:
        if units and part.seam is not NO_TRACE and not shown(part.seam)[view]:
            units[-1].append(part)
        else:
            units.append([part])
    for unit in units:
        there = [atom for part in unit for atom in part.atoms if shown(atom.trace)[view]]
        if unit[0].optional and there:
            yield "[", there[0]
            yield "]", there[-1]


def _add(atom: Atom, sign: str, trace: Trace | None) -> None:
    """A bracket before or behind the words of an atom."""
    if atom.whole:
        atom.content, atom.whole = unfolded(atom).content, False
    run = Run(sign, (), atom.trace if trace is None else trace)
    atom.content = (run, *atom.content) if sign == "[" else (*atom.content, run)
    atom.marked = atom.marked or bool(run.trace)
