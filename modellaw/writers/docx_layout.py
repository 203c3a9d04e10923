"""The layout: one walk over the marked tree that writes atoms and tables, each with the style that its place in the law gives it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from modellaw.model.address import number_token
from modellaw.model.changes import NO_TRACE, Trace, View
from modellaw.model.nodes import (
    ML,
    Blank,
    Block,
    Carried,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Reference,
    Run,
    Table,
    attribute,
)
from modellaw.model.views import block_as, content_as
from modellaw.model.walk import inline_text, provisions
from modellaw.writers.docx_lines import NEITHER, Atom, Grid, GridCell, Line, changes_of, flow, in_neither, shown, under
from modellaw.writers.docx_styles import NUMBERED, TEXT, label_word

_LABELS = frozenset({"num", "heading", "subheading"})
_PARTS = frozenset({"part", "title", "book", "attachment", "tome"})
_CHAPTERS = frozenset({"chapter", "subpart", "subchapter", "division", "subdivision", "subtitle"})
_INNER = frozenset({"subsection", "paragraph", "subparagraph", "point", "clause", "subclause", "alinea", "indent", "item", "list"})
_UNSEEN = frozenset({"meta", "coverPage"})
_PREFACE = frozenset({"preface", "preamble", "conclusions"})
_SIGN, _PADDING, _LINE = 112, 240, 9070
"""How wide a letter of a table's head, the edges of a cell, and the text of an upright page are, in twentieths of a point."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where in the law the walk is: marks from above, depth in the original and in the amended view, and what kind of text it is."""

    trace: Trace = NO_TRACE
    depth: tuple[int, int] = (0, 0)
    style: str = ""
    prefix: str = ""
    language: str = ""
    keep: bool = False
    move: str = ""

    def with_trace(self, trace: Trace) -> Setting:
        return replace(self, trace=under(self.trace, trace)) if trace else self


def law_lines(law: Law) -> list[Line | Grid]:
    """The whole law as Word paragraphs and tables."""
    layout = _Layout({p.wid: p for p in provisions(law) if p.moved}, law.facts.language)
    layout.blocks(law.document.blocks, Setting())
    return flow(layout.out)


def note_lines(note: Note) -> list[Line | Grid]:
    """The lines of a footnote; one that came or went whole is traced at its reference only."""
    layout = _Layout({}, "")
    blocks = note.blocks
    if note.trace:
        view = View.ORIGINAL if note.trace.deleted else View.AMENDED
        blocks = tuple(plain for b in blocks for plain in block_as(b, view))
    layout.blocks(blocks, Setting(style="footnote text"))
    return flow(layout.out)


class _Layout:
    def __init__(self, moved: dict[str, Provision], language: str) -> None:
        self.moved = moved
        self.language = language
        self.out: list[Atom | Grid] = []

    def blocks(self, blocks: Iterable[Block], at: Setting) -> None:
        for block in blocks:
            self.block(block, at)

    def block(self, block: Block, at: Setting) -> None:
        match block:
            case Provision():
                self.provision(block, at)
            case Paragraph():
                self.paragraph(block, at)
            case Group():
                self.group(block, at)
            case Table():
                self.table(block, at.with_trace(block.trace))
            case Departure():
                self.departure(block, at)
            case Carried():
                words = " ".join(block.text.split())
                if words:
                    trace = under(at.trace, block.trace)
                    self.out.append(Atom((Run(words, (), trace),), self.style(at, 1), trace, marked=bool(trace)))

    def group(self, group: Group, at: Setting) -> None:
        if group.name in _UNSEEN:
            return
        if group.trace:
            at = at.with_trace(group.trace)
        if group.name in _PREFACE:
            at = replace(at, style="Preface")
        language = attribute(group.attributes, _LANGUAGE)
        if language or group.name == "intro":
            at = replace(at, language=language or at.language, keep=at.keep or group.name == "intro")
        self.blocks(group.blocks, at)

    def style(self, at: Setting, view: int) -> str:
        """The style of running text in a view."""
        return at.style or _prefixed(at.prefix, TEXT[min(at.depth[view], len(TEXT) - 1)])

    def paragraph(self, paragraph: Paragraph, at: Setting) -> None:
        style = {"longTitle": "Law title", "crossHeading": "Cross heading", "heading": "Cross heading"}.get(paragraph.name, "")
        self.out.append(self.atom(paragraph, style or self.style(at, 1), at, "" if style else self.style(at, 0)))

    def atom(self, paragraph: Paragraph, style: str, at: Setting, before: str = "") -> Atom:
        trace = under(at.trace, paragraph.trace)
        content = paragraph.content
        for inline in content:
            if type(inline) in (Reference, Blank) and any(run.trace for run in inline.content):  # type: ignore[union-attr]
                content = _opened(content)
                break
        if any(inline.wraps and inline.wraps[0].name == "docTitle" for inline in content) and style == "Preface":
            style, before = "Law title", ""
        if trace:
            content = tuple(replace(inline, trace=under(trace, inline.trace)) for inline in content)
            marked = True
        else:
            marked = bool(paragraph.seam) or any(map(_is_marked, content))
        runs_on = (bool(paragraph.seam.inserted), bool(paragraph.seam.deleted)) if paragraph.seam else NEITHER
        language = attribute(paragraph.attributes, _LANGUAGE) if paragraph.attributes else ""
        return Atom(content, style, trace, before if before != style else "", runs_on=runs_on, seam=paragraph.seam, marked=marked,
                    language=language or at.language, move=at.move, keep=at.keep)  # fmt: skip

    def provision(self, provision: Provision, at: Setting) -> None:
        at = at.with_trace(provision.trace) if provision.trace else at
        if provision.moved:
            plain = block_as(replace(provision, moved=""), View.AMENDED)
            self.blocks(plain, replace(at, trace=under(at.trace, Trace(provision.moved)), move=provision.wid))
            return
        start = len(self.out)
        name = attribute(provision.attributes, "name") if provision.level == "hcontainer" else ""
        if name == "commentary":
            self.commentary(provision, at)
        else:
            self.labelled(provision, at, name)
        if start < len(self.out):
            first = next(iter(_atoms_of(self.out[start : start + 1])), None)
            if first is not None and not (at.trace.deleted and at.move):
                first.anchors = (provision.wid, *first.anchors)
        if attribute(provision.attributes, f"{{{ML}}}optional"):
            self.bracket(start)

    def commentary(self, provision: Provision, at: Setting) -> None:
        """Guidance to the legislator, under a word that says so."""
        start = len(self.out)
        self.blocks(provision.blocks, replace(at, style="Commentary", keep=False))
        atoms = [atom for atom in self.out[start:] if isinstance(atom, Atom)]
        original, amended = (any(shown(atom.trace)[view] for atom in atoms) for view in (0, 1))
        if atoms:
            changes = next(changes_of(atoms, True), ""), next(changes_of(atoms, False), "")
            trace = Trace("" if original else changes[0], "" if amended else changes[1])
            word = Run(label_word("commentary", self.language), (), trace)
            self.out.insert(start, Atom((word,), "Commentary label", trace, marked=bool(trace), move=at.move))

    def labelled(self, provision: Provision, at: Setting, name: str) -> None:
        """A provision with its number and heading, if it has them."""
        big = provision.heading is not None or provision.level in _PARTS or provision.level in _CHAPTERS
        depth = _own_depth(provision, at.depth, name)
        style, before = self.label_style(provision, at, name, depth, big)
        inside = at
        if name in {"option", "quotation"}:
            prefix = "Option" if name == "option" else "Quoted"
            inside = replace(at, prefix=prefix, depth=(0, 0) if name == "quotation" else depth, keep=False)
        elif name == "definition":
            inside = replace(at, depth=(max(depth[0], 1), max(depth[1], 1)))
        elif not big:
            inside = replace(at, depth=_deeper(provision, depth))
        elif depth != at.depth or at.keep:
            inside = replace(at, depth=depth, keep=False)
        definition = _prefixed(at.prefix, "Definition") if name == "definition" and inside.depth[1] == 1 and not at.style else ""
        start, joined = len(self.out), False
        for block in provision.blocks:
            if type(block) is Paragraph and block.name in _LABELS:
                atom = self.atom(block, style, at, before)
                atom.label, atom.owner = True, provision.wid
                if block.name != "num" and joined:
                    atom.runs_on = (True, True)
                joined = joined or block.name == "num"
                self.out.append(atom)
                continue
            here = len(self.out)
            own = not isinstance(block, Provision | Departure)
            self.block(block, replace(inside, style=definition) if definition and own else inside)
            if own and not big:
                self.glue(start, here)

    def label_style(self, provision: Provision, at: Setting, name: str, depth: tuple[int, int], big: bool) -> tuple[str, str]:
        """The style of number and heading, and that in the original view."""
        if at.style:
            return at.style, at.style
        if name == "option":
            return "Option label", ""
        if not big:
            last = len(NUMBERED) - 1
            return _prefixed(at.prefix, NUMBERED[min(depth[1], last)]), _prefixed(at.prefix, NUMBERED[min(depth[0], last)])
        if at.prefix == "Quoted":
            return "Quoted heading", ""
        level = provision.level
        style = "Part" if level in _PARTS else "Chapter" if level in _CHAPTERS else "Subheading" if level in _INNER else "Section heading"
        return ("Option section heading", "") if at.prefix and style == "Section heading" else (style, "")

    def glue(self, start: int, at: int) -> None:
        """Text directly behind a number stands in its paragraph, in each view in which nothing stands between."""
        for view in (0, 1):
            before = [a for a in self.out[start:at] if isinstance(a, Grid) or shown(a.trace)[view]]
            first = next((a for a in self.out[at:] if isinstance(a, Grid) or shown(a.trace)[view]), None)
            if before and isinstance(before[-1], Atom) and before[-1].label and isinstance(first, Atom):
                first.runs_on = (True, first.runs_on[1]) if view == 0 else (first.runs_on[0], True)
        last, following = self.out[at - 1 : at], self.out[at : at + 1]
        for a, b in zip(last, following, strict=False):
            if at > start and isinstance(a, Atom) and isinstance(b, Atom) and a.label and in_neither(a.trace) and in_neither(b.trace):
                b.runs_on = (True, True)

    def bracket(self, start: int) -> None:
        """An optional provision stands in square brackets, in each view around what that view shows of it."""
        atoms = _atoms_of(self.out[start:])
        for sign, order in (("[", atoms), ("]", atoms[::-1])):
            ends = [next((a for a in order if shown(a.trace)[view]), None) for view in (0, 1)]
            if ends[0] is ends[1]:
                _add(ends[0], sign, None)
                continue
            changes = [next(changes_of(order, True), ""), next(changes_of(order, False), "")]
            gone = changes[1] or changes[0]
            _add(ends[0], sign, Trace(deleted=gone) if ends[0] is not None and not ends[0].trace else None)
            _add(ends[1], sign, Trace(inserted=changes[0] or gone) if ends[1] is not None and not ends[1].trace else None)

    def departure(self, departure: Departure, at: Setting) -> None:
        provision = self.moved.get(departure.wid)
        if provision is None or at.trace.inserted:
            return
        plain = block_as(replace(provision, moved=""), View.ORIGINAL)
        self.blocks(plain, replace(at, trace=under(at.trace, Trace(deleted=departure.change)), move=departure.wid))

    def table(self, table: Table, at: Setting) -> None:
        self.blocks(table.before, replace(at, style="caption", keep=True))
        rows: list[tuple[Trace, list[GridCell]]] = []
        for row in table.rows:
            in_row = at.with_trace(row.trace)
            cells: list[GridCell] = []
            for cell in row.cells:
                inner = _Layout(self.moved, self.language)
                style = "Table head" if cell.header else "Table text"
                inner.blocks(cell.blocks, replace(in_row.with_trace(cell.trace), style=style, keep=False, move=""))
                cells.append(GridCell(flow(inner.out), cell.attributes, cell.header, cell.trace))
            rows.append((in_row.trace, cells))
        self.out.append(Grid(rows, _widths(rows)))


def _prefixed(prefix: str, style: str) -> str:
    return f"{prefix} {style[0].lower()}{style[1:]}" if prefix else style


def _is_marked(inline: Inline) -> bool:
    if inline.trace:
        return True
    return isinstance(inline, Note) and any(atom.marked for atom in _note_atoms(inline))


def _note_atoms(note: Note) -> list[Atom]:
    layout = _Layout({}, "")
    layout.blocks(note.blocks, Setting(style="footnote text"))
    return _atoms_of(layout.out)


def _atoms_of(items: Sequence[Atom | Grid]) -> list[Atom]:
    """The atoms among some items, those in tables too."""
    out: list[Atom] = []
    for item in items:
        if isinstance(item, Atom):
            out.append(item)
            continue
        for _, cells in item.rows:
            for cell in cells:
                for line in cell.flow:
                    out += line.atoms if isinstance(line, Line) else _atoms_of([line])
    return out


def _opened(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The inlines with references and blanks cut where marks change inside them."""
    out: list[Inline] = []
    for inline in content:
        if isinstance(inline, Reference | Blank) and any(run.trace for run in inline.content):
            out += [
                replace(inline, content=(replace(run, trace=NO_TRACE),), trace=under(inline.trace, run.trace)) for run in inline.content
            ]
        else:
            out.append(inline)
    return tuple(out)


def _own_depth(provision: Provision, depth: tuple[int, int], name: str) -> tuple[int, int]:
    """How deep a provision stands: a paragraph (a) directly in a section stands as deep as one in a subsection."""
    if depth == (0, 0) and provision.level == "paragraph" and provision.number is not None:
        token = number_token("".join(map(inline_text, provision.number.content)))
        return (1, 1) if token.isalpha() else depth
    return depth


def _deeper(provision: Provision, depth: tuple[int, int]) -> tuple[int, int]:
    """The depth of what a provision holds: one more in each view in which it has a number, or a heading of its own."""
    out = list(depth)
    for block in provision.blocks:
        if isinstance(block, Paragraph) and block.name in _LABELS:
            for view in (0, 1):
                if shown(block.trace)[view]:
                    out[view] = depth[view] + 1
        elif isinstance(block, Provision):
            break
    if out == list(depth) and any(isinstance(block, Paragraph) and block.name in _LABELS for block in provision.blocks):
        return depth[0] + 1, depth[1] + 1
    return out[0], out[1]


def _add(atom: Atom | None, sign: str, trace: Trace | None) -> None:
    """A bracket before or behind the words of an atom."""
    if atom is not None:
        run = Run(sign, (), atom.trace if trace is None else trace)
        atom.content = (run, *atom.content) if sign == "[" else (*atom.content, run)
        atom.marked = atom.marked or bool(run.trace)


def _widths(rows: list[tuple[Trace, list[GridCell]]]) -> tuple[float, ...]:
    """The share of each column: room for its longest word, and the rest by how much is written in it."""
    columns = max((sum(span(cell, "colspan") for cell in cells) for _, cells in rows), default=1)
    longest, whole = [4.0] * columns, [4.0] * columns
    for _, cells in rows:
        at = 0
        for cell in cells:
            wide = span(cell, "colspan")
            if wide == 1 and at < columns:
                words = " ".join("".join(map(inline_text, a.content)) for a in _cell_atoms(cell)).split()
                longest[at] = max([longest[at], *(float(len(word)) for word in words)])
                whole[at] = max(whole[at], float(min(sum(map(len, words)) + len(words), 90 * 4)))
            at += wide
    least = [(min(long, 24) * _SIGN + _PADDING) / _LINE for long in longest]
    weights = [full**0.75 for full in whole]
    left = max(1 - sum(least), 0.0)
    shares = [least + left * weight / sum(weights) for least, weight in zip(least, weights, strict=True)]
    return tuple(share / sum(shares) for share in shares)


def _cell_atoms(cell: GridCell) -> list[Atom]:
    return [atom for line in cell.flow for atom in (line.atoms if isinstance(line, Line) else _atoms_of([line]))]


def span(cell: GridCell, name: str) -> int:
    """How many columns or rows a cell takes."""
    value = attribute(cell.attributes, name)
    return max(1, min(int(value), 63)) if value.isdigit() else 1


def plain_words(atom: Atom, view: View) -> str:
    """The words of an atom in a view."""
    return "".join(map(inline_text, content_as(atom.content, view)))
