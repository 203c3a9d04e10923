"""Lines: the paragraphs of a Word file, with the paragraph marks that each view has between them.

Number and first text of a provision stand in one Word paragraph although they are two paragraphs of the law. So the marked tree is
first laid out as atoms (a label or a text), each with the views in which it is shown and whether it goes on in the paragraph before it
there. A paragraph mark then stands after an atom in a view when the next atom shown in that view begins a paragraph; a mark that only
one view has is an inserted or a deleted one. That makes accepting and rejecting in Word give the lines of the two views exactly.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import Inline, Note, Paragraph, Reference, Run, Table
from modellaw.values import dataclass, replace
from modellaw.writers.docx_marks import changes_at

BOTH = (True, True)
NEITHER = (False, False)


@dataclass(slots=True)
class Atom:
    """A label or a text: its inlines with full traces, its look, and in which views it goes on in the paragraph before.

    ``before`` is its style in the original view where that is another; ``marked`` says that a mark is on it or in it; ``page`` is the
    wid of a provision whose page number it tells; ``move`` the wid of the provision that it moved with; ``owner`` that of the provision
    whose number or heading it is; ``anchors`` are the wids of provisions that begin here; ``source`` is the paragraph of the law that it
    is, None for words that only Word has. ``whole``: its trace is that of all its inlines, which bear none themselves. ``freed`` has
    the change by which the option in which it stands comes, or goes.
    """

    content: tuple[Inline, ...]
    style: str
    trace: Trace = NO_TRACE
    before: str = ""
    label: bool = False
    runs_on: tuple[bool, bool] = NEITHER
    seam: Trace = NO_TRACE
    anchors: tuple[str, ...] = ()
    gap: Trace | None = None
    marked: bool = False
    language: str = ""
    move: str = ""
    owner: str = ""
    page: str = ""
    keep: bool = False
    source: Paragraph | None = None
    whole: bool = False
    freed: Trace = NO_TRACE


@dataclass(slots=True)
class GridCell:
    """A cell: its lines, spans and marks."""

    flow: list[Line | Grid]
    attributes: tuple[tuple[str, str], ...]
    header: bool
    trace: Trace


@dataclass(slots=True)
class Grid:
    """A table: rows of cells with the marks of rows and cells; how wide its columns must and want to be (``docx_widths``); the law's own
    table; how far it is indented, in twentieths of a point.
    """

    rows: list[tuple[Trace, list[GridCell]]]
    widths: tuple[tuple[float, float], ...] = ()
    source: Table | None = None
    indent: int = 0


@dataclass(slots=True)
class Line:
    """One paragraph of the Word file: its atoms and the trace of its paragraph mark.

    ``looks`` has, for the original and the amended view, the atom that begins the paragraph which ends with this mark there; None where
    none ends. A paragraph whose mark goes takes the properties of the one that it joins, so they must be those of its beginning.
    ``plain`` says that nothing in it is marked.
    """

    atoms: list[Atom] = field(default_factory=list)
    mark: Trace = NO_TRACE
    looks: tuple[Atom | None, Atom | None] = (None, None)
    plain: bool = False

    @property
    def keep(self) -> bool:
        """Whether it stays on the page on which the next one begins."""
        return True in [atom.keep for atom in self.atoms]

    @property
    def marked(self) -> bool:
        return not self.plain and (bool(self.mark) or any(atom.marked or atom.gap for atom in self.atoms))


class Stretch:
    """A section without a mark, laid out once for all documents of a build: its lines, and what they are in Word.

    ``notes`` says that footnotes hang on it, ``names`` are the wids of provisions that it holds or refers to.
    """

    def __init__(self, lines: list[Line | Grid]) -> None:
        self.lines = lines
        atoms = atoms_of([atom for line in lines for atom in (line.atoms if isinstance(line, Line) else (line,))])
        inlines = [inline for atom in atoms for inline in atom.content if type(inline) is not Run]
        self.notes = Note in map(type, inlines)
        own = [wid for atom in atoms if atom.anchors or atom.page for wid in (*atom.anchors, atom.page) if wid]
        self.names = (*own, *[inline.target[1:] for inline in inlines if type(inline) is Reference and inline.target.startswith("#")])

    def opened(self) -> list[Atom | Grid]:
        """Its atoms, not yet put into lines, for one document alone."""
        return [item for line in self.lines for item in
                ([replace(atom, gap=None) for atom in line.atoms] if isinstance(line, Line) else [line])]  # fmt: skip


class Laid(NamedTuple):
    """A law laid out: its paragraphs and tables, and at which of them a stretch begins."""

    items: list[Line | Grid]
    stretches: dict[int, Stretch]


def shown(trace: Trace) -> tuple[bool, bool]:
    """In the original view, in the amended view."""
    return not trace.inserted, not trace.deleted


def in_neither(trace: Trace) -> bool:
    """Inserted by one change and taken out by another."""
    return bool(trace.inserted and trace.deleted)


def under(above: Trace, own: Trace) -> Trace:
    """The trace of something inside something else: its own where it has one, else that of what it is in."""
    if own is NO_TRACE or not own:
        return above
    return Trace(own.inserted or above.inserted, own.deleted or above.deleted) if above else own


def flow(items: Sequence[Atom | Grid]) -> list[Line | Grid]:
    """Paragraphs and tables."""
    return laid(items).items


def laid(items: Sequence[Atom | Grid | Stretch]) -> Laid:
    """Paragraphs and tables; a stretch stays one where both views part before it and behind it."""
    out: list[Line | Grid] = []
    stretches: dict[int, Stretch] = {}
    atoms: list[Atom] = []
    for index, item in enumerate(items):
        if isinstance(item, Atom):
            atoms.append(item)
            continue
        if isinstance(item, Stretch) and not ((atoms and atoms[-1].marked) or _goes_on(items, index + 1)):
            out += paragraphs(atoms)
            atoms = []
            stretches[len(out)] = item
            out += item.lines
            continue
        for inner in item.opened() if isinstance(item, Stretch) else (item,):
            if isinstance(inner, Atom):
                atoms.append(inner)
            else:
                out += paragraphs(atoms)
                atoms = []
                out.append(inner)
    return Laid([*out, *paragraphs(atoms)], stretches)


def _goes_on(items: Sequence[Atom | Grid | Stretch], index: int) -> bool:
    """Whether what follows may be of one paragraph with what stands before it, in any view."""
    following = items[index] if index < len(items) else None
    return isinstance(following, Atom) and (following.marked or following.runs_on != NEITHER)


def paragraphs(atoms: list[Atom]) -> list[Line]:
    """Word paragraphs of atoms that no table parts; the last mark stands in every view that shows any of them."""
    out: list[Line] = []
    start, marked = 0, False
    for end, atom in enumerate(atoms):
        # where something unmarked is followed by an unmarked paragraph, both views part there
        if end and not atom.marked and atom.runs_on == NEITHER and not atoms[end - 1].marked:
            out += _marked_lines(atoms[start:end]) if marked else _plain_lines(atoms[start:end])
            start, marked = end, False
        marked = marked or atom.marked
    if start < len(atoms):
        out += _marked_lines(atoms[start:]) if marked else _plain_lines(atoms[start:])
    return out


def _plain_lines(atoms: list[Atom]) -> list[Line]:
    lines: list[Line] = []
    for atom in atoms:
        if lines and atom.runs_on == BOTH:
            last = lines[-1].atoms
            if last[-1].label and not atom.page:
                last[-1].gap = NO_TRACE
            last.append(atom)
        else:
            lines.append(Line([atom], plain=True))
    return lines


def _marked_lines(atoms: list[Atom]) -> list[Line]:
    """The lines of a stretch: islands, which need no second look at what is around them, and the rest as if they were not there."""
    rest: list[Atom] = []
    islands: dict[int, list[Line]] = {}
    last = 0
    for start, end, view in _islands(atoms):
        rest += atoms[last:start]
        islands.setdefault(len(rest), []).extend(_island_lines(atoms[start:end], view))
        last = end
    rest += atoms[last:]
    out = islands.pop(0, [])
    lines: list[Line] = []
    if rest:
        plain = not any(atom.marked or atom.runs_on not in (BOTH, NEITHER) for atom in rest)
        lines = _plain_lines(rest) if plain else _mixed_lines(rest)
    count = 0
    for line in lines:
        out.append(line)
        count += len(line.atoms)
        out += islands.pop(count, [])
    if islands:  # within a line, which goes on around what is hidden there: then all is looked at together
        for atom in atoms:
            atom.gap = None
        return _mixed_lines(atoms)
    return out


def _islands(atoms: list[Atom]) -> Iterator[tuple[int, int, int]]:
    """Where whole paragraphs come or go, from atom to atom, and in which view they are: no other paragraph reaches into them."""
    start = 0
    while start < len(atoms):
        trace = atoms[start].trace
        end = start + 1
        if trace and not in_neither(trace):
            view = 0 if trace.deleted else 1
            while end < len(atoms) and atoms[end].trace == trace:
                end += 1
            following = next((atom for atom in atoms[end:] if shown(atom.trace)[view]), None)
            parted = end < len(atoms) and atoms[end].runs_on == NEITHER and following is not None and not following.runs_on[view]
            if not atoms[start].runs_on[view] and (parted or (start == 0 and end == len(atoms))):
                yield start, end, view
        start = end


def _island_lines(atoms: list[Atom], view: int) -> list[Line]:
    lines: list[Line] = []
    for atom in atoms:
        if lines and atom.runs_on[view]:
            before = lines[-1].atoms[-1]
            if before.label and not atom.page:
                before.gap = atom.trace
            lines[-1].atoms.append(atom)
        else:
            lines.append(Line([atom], atom.trace, (atom, None) if view == 0 else (None, atom)))
    for line in lines:
        if not all(atom.whole for atom in line.atoms):
            line.atoms = [unfolded(atom) for atom in line.atoms]
    return lines


def _mixed_lines(atoms: list[Atom]) -> list[Line]:
    """A line for each paragraph mark that any view has; what is in neither view has marks of its own, inserted and deleted."""
    atoms = [unfolded(atom) for atom in atoms]
    marks = _marks(atoms)
    _gaps(atoms)
    whole = [any(shown(atom.trace)[view] for atom in atoms) for view in (0, 1)]
    out: list[Line] = []
    line = Line()
    for index, atom in enumerate(atoms):
        line.atoms.append(atom)
        final = index == len(atoms) - 1
        original, amended = (whole[0], whole[1]) if final else marks[index]
        if original or amended or final or _ends_in_neither(atoms, index):
            line.mark = _mark_trace(original, amended, atoms, index)
            out.append(line)
            line = Line()
    _set_looks(out)
    return out


def unfolded(atom: Atom) -> Atom:
    """An atom with its trace on each of its inlines."""
    if not atom.whole:
        return atom
    return replace(atom, content=tuple([replace(inline, trace=atom.trace) for inline in atom.content]), whole=False)


def _set_looks(lines: list[Line]) -> None:
    first: list[Atom | None] = [None, None]
    for line in lines:
        for view in (0, 1):
            first[view] = first[view] or next((atom for atom in line.atoms if shown(atom.trace)[view]), None)
        ends = shown(line.mark)
        line.looks = first[0] if ends[0] else None, first[1] if ends[1] else None
        first = [None if ends[view] else first[view] for view in (0, 1)]


def _marks(atoms: list[Atom]) -> list[tuple[bool, bool]]:
    """Behind each atom, in which views a paragraph ends there."""
    marks = [[False, False] for _ in atoms]
    for view in (0, 1):
        before: int | None = None
        for index, atom in enumerate(atoms):
            if not shown(atom.trace)[view]:
                continue
            if before is not None and not atom.runs_on[view]:
                marks[_mark_place(atoms, before)][view] = True
            before = index
    _share(atoms, marks)
    return [(original, amended) for original, amended in marks]


def _share(atoms: list[Atom], marks: list[list[bool]]) -> None:
    """Where a view goes on in a paragraph that ends in the other (with a heading), one mark behind what was added is that of both."""
    for index, ends in enumerate(marks):
        for view in (0, 1):
            if ends[view] and not ends[1 - view]:
                last = index
                while last + 1 < len(atoms) and not shown(atoms[last + 1].trace)[view] and atoms[last + 1].runs_on[1 - view]:
                    last += 1
                    if marks[last][1 - view]:
                        ends[view], marks[last][view] = False, True
                        break


def _mark_place(atoms: list[Atom], before: int) -> int:
    """Behind which atom a view has the mark after one that it shows: behind that one, and what of neither view runs on from it."""
    while in_neither(atoms[before + 1].trace) and atoms[before + 1].runs_on == BOTH:
        before += 1
    return before


def _ends_in_neither(atoms: list[Atom], index: int) -> bool:
    """Whether a paragraph that is in neither view ends behind this atom; what runs on from another is not one."""
    following = atoms[index + 1]
    if not in_neither(atoms[index].trace) or (in_neither(following.trace) and following.runs_on == BOTH):
        return False
    while index and in_neither(atoms[index].trace) and atoms[index].runs_on == BOTH:
        index -= 1
    return in_neither(atoms[index].trace)


def _mark_trace(original: bool, amended: bool, atoms: list[Atom], index: int) -> Trace:
    """The trace of a mark that the views have or not: whose insertion or deletion it is."""
    if original and amended:
        return NO_TRACE
    inserted, deleted = changes_at([atoms[index], *atoms[index + 1 : index + 4], *reversed(atoms[max(0, index - 3) : index])])
    return Trace("" if original else inserted or deleted, "" if amended else deleted or inserted)


def atoms_of(items: Sequence[Atom | Grid]) -> list[Atom]:
    """The atoms among some items, those in tables too."""
    out: list[Atom] = []
    for item in items:
        if isinstance(item, Atom):
            out.append(item)
            continue
        for _, cells in item.rows:
            for cell in cells:
                for line in cell.flow:
                    out += line.atoms if isinstance(line, Line) else atoms_of([line])
    return out


def _gaps(atoms: list[Atom]) -> None:
    """Between a label and what follows it in the same paragraph there is a gap, in the views that show both so."""
    seen: dict[int, list[bool]] = {}
    for view in (0, 1):
        before: int | None = None
        for index, atom in enumerate(atoms):
            if not shown(atom.trace)[view]:
                continue
            if before is not None and atoms[before].label and atom.runs_on[view] and not atom.page:
                seen.setdefault(before, [False, False])[view] = True
            before = index
    for index, (original, amended) in seen.items():
        atoms[index].gap = _mark_trace(original, amended, atoms, index)
    for atom, following in itertools.pairwise(atoms):
        if atom.label and in_neither(atom.trace) and in_neither(following.trace) and following.runs_on == BOTH:
            atom.gap = atom.trace
