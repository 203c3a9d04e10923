"""The law as it stands in Word: lines of numbers, headings and text, with the paragraph marks that each view has between them.

Number and first text of a provision stand in one Word paragraph although they are two paragraphs of the law. So the marked tree is
first laid out as atoms (a label or a text), each with the views in which it is shown and whether it goes on in the paragraph before it
there. A paragraph mark then stands after an atom in a view when the next atom shown in that view begins a paragraph; a mark that only
one view has is an inserted or a deleted one. That makes accepting and rejecting in Word give the lines of the two views exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from modellaw.model.changes import Trace, View
from modellaw.model.nodes import ML, Block, Carried, Departure, Group, Inline, Law, Note, Paragraph, Provision, Run, Table, attribute
from modellaw.model.views import block_as
from modellaw.model.walk import provisions

NO = Trace()


@dataclass(slots=True)
class Atom:
    """A label or a text: its inlines with full traces, its look, and on which views it goes on in the paragraph before."""

    content: tuple[Inline, ...]
    style: str
    trace: Trace
    depth: int = 0
    label: bool = False
    runs_on: tuple[bool, bool] = (False, False)
    seam: Trace = NO
    anchor: str = ""
    gap: Trace | None = None


@dataclass(slots=True)
class GridCell:
    """A cell: its lines, spans and marks."""

    flow: list[Line | Grid]
    attributes: tuple[tuple[str, str], ...]
    header: bool
    trace: Trace


@dataclass(slots=True)
class Grid:
    """A table: rows of cells with the marks of rows and cells."""

    rows: list[tuple[Trace, list[GridCell]]]


@dataclass(slots=True)
class Line:
    """One paragraph of the Word file: its atoms, its look, and the trace of its mark."""

    atoms: list[Atom] = field(default_factory=list)
    mark: Trace = NO


def shown(trace: Trace) -> tuple[bool, bool]:
    """In the original view, in the amended view."""
    return not trace.inserted, not trace.deleted


def under(above: Trace, own: Trace) -> Trace:
    """The trace of something inside something else: its own where it has one, else that of what it is in."""
    if not own:
        return above
    return Trace(own.inserted or above.inserted, own.deleted or above.deleted) if above else own


def lines(law: Law) -> list[Line | Grid]:
    """The whole law as Word paragraphs and tables."""
    layout = _Layout({p.wid: p for p in provisions(law) if p.moved})
    layout.blocks(law.document.blocks, 0, NO, "Text")
    return _flow(layout.out)


class _Layout:
    """One walk over the marked tree that writes atoms and grids."""

    def __init__(self, moved: dict[str, Provision]) -> None:
        self.moved = moved
        self.out: list[Atom | Grid] = []

    def blocks(self, blocks: tuple[Block, ...], depth: int, trace: Trace, style: str) -> None:
        for block in blocks:
            self.block(block, depth, trace, style)

    def block(self, block: Block, depth: int, trace: Trace, style: str) -> None:
        match block:
            case Provision():
                self.provision(block, depth, trace)
            case Departure():
                self.departure(block, depth, trace)
            case Group() if block.name in {"meta", "coverPage"}:
                pass
            case Group():
                style = {"preface": "Preface", "preamble": "Preface", "conclusions": "Preface"}.get(block.name, style)
                self.blocks(block.blocks, depth, under(trace, block.trace), style)
            case Paragraph():
                named = {"longTitle": "Subtitle", "crossHeading": "CrossHeading"}.get(block.name, style)
                self.out.append(self.atom(block, named, depth, under(trace, block.trace)))
            case Table():
                self.table(block, under(trace, block.trace))
            case Carried():
                if block.text.strip():
                    now = under(trace, block.trace)
                    self.out.append(Atom((Run(" ".join(block.text.split()), (), now),), style, now, depth))

    def atom(self, paragraph: Paragraph, style: str, depth: int, trace: Trace) -> Atom:
        content = paragraph.content
        if trace:
            content = tuple(replace(inline, trace=under(trace, inline.trace)) for inline in content)
        return Atom(content, style, trace, depth, runs_on=_hidden(paragraph.seam), seam=paragraph.seam)

    def provision(self, provision: Provision, depth: int, trace: Trace) -> None:
        trace = under(trace, provision.trace)
        if provision.moved:
            plain = block_as(replace(provision, moved=""), View.AMENDED)
            self.blocks(plain, depth, under(trace, Trace(provision.moved)), "Text")
            return
        big = provision.heading is not None or provision.level in {"part", "chapter", "title", "book", "attachment"}
        style = _heading_style(provision) if big else "Commentary" if _named(provision, "commentary") else "Text"
        start = len(self.out)
        joined = False
        for block in provision.blocks:
            if isinstance(block, Paragraph) and block.name in {"num", "heading", "subheading"}:
                atom = self.atom(block, style, depth, under(trace, block.trace))
                atom.label = block.name == "num" or not big
                atom.runs_on = (joined, joined) if block.name == "heading" else (False, False)
                joined = joined or block.name == "num"
                self.out.append(atom)
                continue
            at = len(self.out)
            self.block(block, depth + (not big and style != "Commentary"), trace, style if style == "Commentary" else "Text")
            if not big and not isinstance(block, Provision | Departure):
                self.glue(start, at, depth)
        if start < len(self.out):
            first = self.out[start]
            if isinstance(first, Atom) and not trace.deleted:
                first.anchor = first.anchor or provision.wid
        if attribute(provision.attributes, f"{{{ML}}}optional"):
            self.bracket(start)

    def glue(self, start: int, at: int, depth: int) -> None:
        """Text directly behind a number stands in its paragraph, in each view in which nothing stands between."""
        for view in (0, 1):
            before = [a for a in self.out[start:at] if isinstance(a, Grid) or shown(a.trace)[view]]
            first = next((a for a in self.out[at:] if isinstance(a, Grid) or shown(a.trace)[view]), None)
            if before and isinstance(before[-1], Atom) and before[-1].label and isinstance(first, Atom):
                on = list(first.runs_on)
                on[view] = True
                first.runs_on = (on[0], on[1])

    def bracket(self, start: int) -> None:
        """An optional provision stands in square brackets, in each view around what that view shows of it."""
        atoms = [a for a in self.out[start:] if isinstance(a, Atom)]
        for sign, order in (("[", atoms), ("]", atoms[::-1])):
            ends = [next((a for a in order if shown(a.trace)[view]), None) for view in (0, 1)]
            if ends[0] is ends[1]:
                _add(ends[0], sign, None)
                continue
            changes = [next(_changes(order, inserted=True), ""), next(_changes(order, inserted=False), "")]
            gone = changes[1] or changes[0]
            _add(ends[0], sign, Trace(deleted=gone) if ends[0] is not None and not ends[0].trace else None)
            _add(ends[1], sign, Trace(inserted=changes[0] or gone) if ends[1] is not None and not ends[1].trace else None)

    def departure(self, departure: Departure, depth: int, trace: Trace) -> None:
        provision = self.moved.get(departure.wid)
        if provision is None or trace.inserted:
            return
        plain = block_as(replace(provision, moved=""), View.ORIGINAL)
        at = len(self.out)
        self.blocks(plain, depth, under(trace, Trace(deleted=departure.change)), "Text")
        for item in self.out[at:]:
            if isinstance(item, Atom):
                item.anchor = ""

    def table(self, table: Table, trace: Trace) -> None:
        self.blocks(table.before, 0, trace, "Caption")
        rows: list[tuple[Trace, list[GridCell]]] = []
        for row in table.rows:
            in_row = under(trace, row.trace)
            cells: list[GridCell] = []
            for cell in row.cells:
                inner = _Layout(self.moved)
                inner.blocks(cell.blocks, 0, under(in_row, cell.trace), "TableHead" if cell.header else "TableText")
                cells.append(GridCell(_flow(inner.out), cell.attributes, cell.header, cell.trace))
            rows.append((in_row, cells))
        self.out.append(Grid(rows))


def note_lines(note: Note) -> list[Line | Grid]:
    """The lines of a footnote; one that came or went whole is traced at its reference only."""
    layout = _Layout({})
    blocks = note.blocks
    if note.trace:
        blocks = tuple(plain for b in blocks for plain in block_as(b, View.ORIGINAL if note.trace.deleted else View.AMENDED))
    layout.blocks(blocks, 0, NO, "FootnoteText")
    return _flow(layout.out)


def _add(atom: Atom | None, sign: str, trace: Trace | None) -> None:
    """A bracket before or behind the words of an atom."""
    if atom is not None:
        run = Run(sign, (), atom.trace if trace is None else trace)
        atom.content = (run, *atom.content) if sign == "[" else (*atom.content, run)


def _hidden(seam: Trace) -> tuple[bool, bool]:
    """In which views a boundary is not there."""
    original, amended = shown(seam)
    return not original, not amended


def _named(provision: Provision, name: str) -> bool:
    return provision.level == "hcontainer" and attribute(provision.attributes, "name") == name


def _heading_style(provision: Provision) -> str:
    match provision.level:
        case "part" | "title" | "book" | "attachment":
            return "Heading1"
        case "chapter" | "subpart" | "subchapter" | "division":
            return "Heading2"
        case "hcontainer":
            return "OptionLabel"
        case _:
            return "Heading3"


# --- atoms to paragraphs


def _flow(items: list[Atom | Grid]) -> list[Line | Grid]:
    """Paragraphs and tables; what was inserted and taken out again is in neither text, and LibreOffice shows it wrongly: it is left out."""
    out: list[Line | Grid] = []
    atoms: list[Atom] = []
    for item in items:
        if isinstance(item, Grid):
            out += _paragraphs(atoms)
            atoms = []
            out.append(item)
        elif not (item.trace.inserted and item.trace.deleted):
            if any(inline.trace.inserted and inline.trace.deleted for inline in item.content):
                item.content = tuple(inline for inline in item.content if not (inline.trace.inserted and inline.trace.deleted))
            atoms.append(item)
    return [*out, *_paragraphs(atoms)]


def _paragraphs(atoms: list[Atom]) -> list[Line]:
    """Word paragraphs of atoms that no table parts; the last mark stands in every view that shows any of them."""
    if not atoms:
        return []
    marks = [[False, False] for _ in atoms]
    for view in (0, 1):
        before: int | None = None
        for index, atom in enumerate(atoms):
            if not shown(atom.trace)[view]:
                continue
            if before is not None and not atom.runs_on[view]:
                marks[_mark_place(atoms, before, index, view)][view] = True
            before = index
    whole = [any(shown(atom.trace)[view] for atom in atoms) for view in (0, 1)]
    out: list[Line] = []
    line = Line()
    for index, atom in enumerate(atoms):
        line.atoms.append(atom)
        final = index == len(atoms) - 1
        original, amended = whole if final else marks[index]
        if original or amended or final:
            line.mark = _mark_trace(original, amended, atoms, index)
            out.append(line)
            line = Line()
    for made in out:
        _gaps(made.atoms)
    return out


def _mark_place(atoms: list[Atom], before: int, after: int, view: int) -> int:
    """Behind which atom a view has the mark between two atoms that it shows: behind the first.

    Where that one ends in words that the view hides, and what follows hidden looks the same, behind the last hidden one: there
    LibreOffice takes the words and the paragraphs for one revision, the mark between them included.
    """
    first, last = atoms[before], atoms[after - 1]
    hides = bool(first.content) and not shown(first.content[-1].trace)[view]
    alike = (first.style, first.depth) == (last.style, last.depth)
    return after - 1 if hides and alike else before


def _mark_trace(original: bool, amended: bool, atoms: list[Atom], index: int) -> Trace:
    """The trace of a mark that the views have or not: whose insertion or deletion it is."""
    near = [atoms[index], *atoms[index + 1 : index + 4], *reversed(atoms[max(0, index - 3) : index])]
    inserted = next(_changes(near, True), "") if not original else ""
    deleted = next(_changes(near, False), "") if not amended else ""
    return Trace(inserted, deleted)


def _changes(atoms: list[Atom], inserted: bool) -> Iterator[str]:
    for atom in atoms:
        for trace in (atom.trace, atom.seam):
            change = trace.inserted if inserted else trace.deleted
            if change:
                yield change


def _gaps(atoms: list[Atom]) -> None:
    """Between a label and what follows it in the same paragraph there is a gap, in the views that show both."""
    for index, atom in enumerate(atoms[:-1]):
        if not atom.label and not (atom.style.startswith("Heading") and atoms[index + 1].style == atom.style):
            continue
        atom.gap = atom.trace
