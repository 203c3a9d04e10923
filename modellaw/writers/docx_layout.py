"""The layout: one walk over the marked tree that writes atoms and tables, each with the style that its place in the law gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from modellaw.model.changes import NO_TRACE, Trace, View
from modellaw.model.nodes import (
    LABELS,
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
from modellaw.model.sharing import Sharing
from modellaw.model.views import block_as
from modellaw.model.walk import provisions
from modellaw.values import replace
from modellaw.writers.docx_brackets import Brackets
from modellaw.writers.docx_depth import CHAPTERS, PARTS, both_of, deeper, headed, heading_style, opens_with_text, own_depth, unshelled
from modellaw.writers.docx_glue import glue, hold, hold_row, is_short, sign
from modellaw.writers.docx_lines import (
    BOTH,
    NEITHER,
    Atom,
    Grid,
    GridCell,
    Laid,
    Line,
    Stretch,
    atoms_of,
    flow,
    in_neither,
    laid,
    shown,
    under,
)
from modellaw.writers.docx_marks import changes_of
from modellaw.writers.docx_notes import in_brackets
from modellaw.writers.docx_runs import cut_at_marks
from modellaw.writers.docx_schedules import set_out
from modellaw.writers.docx_styles import IN_OPTION, NUMBERED, TEXT, label_word
from modellaw.writers.docx_widths import indent_of, wants

_WITH_RUNS = frozenset({Reference, Blank})
_TITLES = {"longTitle": "Law title", "crossHeading": "Cross heading", "heading": "Cross heading"}
_PREFACE = frozenset({"coverPage", "preface", "preamble", "conclusions"})
_FEW_ROWS = 3
"""In a table of more rows the last one does not stand alone on a page."""

_COLONS = (":", "：")
_NOTE = "footnote text"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Setting(NamedTuple):
    """Where in the law the walk is: marks from above, depth in the original and in the amended view, and what kind of text it is.

    ``freed`` has the change by which the option around comes, so that the original view has its text outside of one, or goes.
    A named tuple, since every provision makes some.
    """

    trace: Trace = NO_TRACE
    depth: tuple[int, int] = (0, 0)
    style: str = ""
    prefix: str = ""
    language: str = ""
    keep: bool = False
    move: str = ""
    freed: Trace = NO_TRACE

    def with_trace(self, trace: Trace) -> Setting:
        return self._replace(trace=under(self.trace, trace)) if trace else self


Undone = Callable[[Trace], bool]
"""Whether one author inserted something and took it out again: a correction of his own, which no reviewer needs to see."""


def law_lines(law: Law, undone: Undone) -> list[Line | Grid]:
    """The whole law as Word paragraphs and tables."""
    return law_laid(law, undone, Sharing()).items


def law_laid(law: Law, undone: Undone, sharing: Sharing) -> Laid:
    """The same with its stretches; sections that were laid out for another document are not laid out again."""
    every = list(provisions(law))
    layout = _Layout({p.wid: p for p in every if p.moved}, law.facts.language, undone, sharing, amending=_amends(law))
    layout.brackets.seamed = any(p.seam is not NO_TRACE for p in every)
    layout.blocks(law.document.blocks, Setting())
    layout.brackets.close()
    return laid(layout.out)


def note_lines(note: Note, undone: Undone) -> list[Line | Grid]:
    """The lines of a footnote; one that came or went whole is traced at its reference only."""
    layout = _Layout({}, "", undone)
    blocks = note.blocks
    if note.trace:
        view = View.ORIGINAL if note.trace.deleted else View.AMENDED
        blocks = tuple(plain for b in blocks for plain in block_as(b, view))
    layout.blocks(blocks, Setting(style=_NOTE))
    return flow(layout.atoms(0))


class _Layout:
    def __init__(self, moved: dict[str, Provision], language: str, undone: Undone, sharing: Sharing | None = None, *,
                 amending: bool = False) -> None:  # fmt: skip
        self.moved = moved
        self.language = language
        self.undone = undone
        self.sharing = sharing
        self.amending = amending
        self.brackets = Brackets(seamed=False)
        self.glued = 0
        self.out: list[Atom | Grid | Stretch] = []

    def blocks(self, blocks: Iterable[Block], at: Setting) -> None:
        for block in blocks:
            self.block(block, at)

    def block(self, block: Block, at: Setting) -> None:
        if not isinstance(block, Departure) and block.trace is not NO_TRACE and self.undone(under(at.trace, block.trace)):
            return
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
        if group.trace is not NO_TRACE:
            at = at.with_trace(group.trace)
        if group.name in _PREFACE:
            at = at._replace(style="Preface")
        language = attribute(group.attributes, _LANGUAGE)
        if language or group.name == "intro":
            at = at._replace(language=language or at.language, keep=at.keep or group.name == "intro")
        self.blocks(group.blocks, at)

    def style(self, at: Setting, view: int) -> str:
        """The style of running text in a view."""
        return at.style or _prefixed(at.prefix, TEXT[min(at.depth[view], len(TEXT) - 1)])

    def paragraph(self, paragraph: Paragraph, at: Setting) -> None:
        style = _TITLES.get(paragraph.name, "")
        content = paragraph.content
        if len(content) == 1 and type(content[0]) is Blank:  # a place to sign
            hold(self.out[-1:])
        if style or at.depth[0] == at.depth[1]:
            self.out.append(self.atom(paragraph, style or self.style(at, 1), at))
        else:
            self.out.append(self.atom(paragraph, self.style(at, 1), at, self.style(at, 0)))

    def atom(self, paragraph: Paragraph, style: str, at: Setting, before: str = "") -> Atom:
        before = before if before != style else ""
        language = (attribute(paragraph.attributes, _LANGUAGE) if paragraph.attributes else "") or at.language
        content, trace, seam = paragraph.content, at.trace, paragraph.seam
        unmarked = paragraph.trace is seam is NO_TRACE and style != "Preface" and (trace is NO_TRACE or not in_neither(trace))
        if unmarked and len(content) == 1 and content[0].trace is NO_TRACE and type(content[0]) is Run:  # by far the most
            keep, there = at.keep or content[0].text.endswith(_COLONS), trace is not NO_TRACE and bool(trace)
            return Atom(content, style, trace, before, marked=there, language=language, move=at.move, keep=keep, source=paragraph,
                        whole=there)  # fmt: skip
        trace = under(trace, paragraph.trace)
        if at.style == _NOTE and Note in map(type, content):
            content = in_brackets(content)
        for inline in content:
            if type(inline) in _WITH_RUNS and any(run.trace for run in inline.content):  # type: ignore[union-attr]
                content = cut_at_marks(content)
                break
        if style == "Preface" and any(inline.wraps and inline.wraps[0].name == "docTitle" for inline in content):
            style, before = "Law title", ""
        marked = bool(seam) or any(map(_is_marked, content))
        there = trace is not NO_TRACE and bool(trace)
        whole = there and not marked and not in_neither(trace)
        if there and not whole:
            content = tuple(replace(inline, trace=under(trace, inline.trace)) for inline in content)
        if marked:
            content = tuple(inline for inline in content if not inline.trace or not self.undone(inline.trace))
        runs_on = (bool(seam.inserted), bool(seam.deleted)) if seam else NEITHER
        return Atom(content, style, trace, before, runs_on=runs_on, seam=seam, marked=marked or there, language=language, move=at.move,
                    keep=at.keep or _announces(content), source=paragraph, whole=whole)  # fmt: skip

    def provision(self, provision: Provision, at: Setting) -> None:
        at = at if provision.trace is NO_TRACE else at.with_trace(provision.trace)
        if provision.moved:
            plain = block_as(replace(provision, moved=""), View.AMENDED)
            self.blocks(plain, at._replace(trace=under(at.trace, Trace(provision.moved)), move=provision.wid))
            return
        if self.sharing is not None and id(provision) in self.sharing.plain and not at.trace and self.stands_apart(provision):
            self.out.append(self.stretch(provision, at, self.sharing))
            return
        self.brackets.begin()
        start = len(self.out)
        name = attribute(provision.attributes, "name") if provision.level == "hcontainer" else ""
        if name == "commentary":
            self.commentary(provision, at)
        else:
            self.labelled(provision, at, name)
            if provision.level == "attachment" or name == "schedule":
                set_out(self.out, start)
        if start < len(self.out):
            item = self.opened(start)
            first = item if isinstance(item, Atom) else next(iter(atoms_of([item])), None)
            if first is not None and not (at.trace.deleted and at.move):
                first.anchors = (provision.wid, *first.anchors)
        self.brackets.end(provision, lambda: atoms_of(self.atoms(start)))

    def stands_apart(self, provision: Provision) -> bool:
        """Whether a provision is a section with a heading, in which nothing is glued to what is around it."""
        return not self.glued and provision.level not in PARTS and provision.level not in CHAPTERS and headed(provision) == BOTH

    def stretch(self, provision: Provision, at: Setting, sharing: Sharing) -> Stretch:
        """A section without marks, laid out now or for another document before."""
        known: dict[tuple[int, Setting, str], Stretch] = sharing.made("docx lines")
        key = id(provision), at, self.language
        if key not in known:
            inner = _Layout(self.moved, self.language, self.undone, amending=self.amending)
            inner.provision(provision, at)
            known[key] = Stretch(laid(inner.out).items)
        return known[key]

    def opened(self, start: int) -> Atom | Grid:
        """The first thing that was written from ``start`` on, which may then be altered."""
        item = self.out[start]
        if isinstance(item, Stretch):
            self.out[start : start + 1] = item.opened()
            item = self.out[start]
            assert not isinstance(item, Stretch)
        return item

    def atoms(self, start: int) -> list[Atom | Grid]:
        """What was written from ``start`` on, which may then be altered."""
        self.out[start:] = [part for item in self.out[start:] for part in (item.opened() if isinstance(item, Stretch) else (item,))]
        return [item for item in self.out[start:] if not isinstance(item, Stretch)]

    def commentary(self, provision: Provision, at: Setting) -> None:
        """Guidance to the legislator, or in an amending instrument the reason for a change, under a word that says so."""
        start = len(self.out)
        quoted = at.prefix.startswith("Quoted")
        self.glued += 1
        self.blocks(provision.blocks, at._replace(style=_prefixed(quoted * at.prefix, "Commentary"), keep=False))
        self.glued -= 1
        atoms = [atom for atom in self.out[start:] if isinstance(atom, Atom)]
        original, amended = (any(shown(atom.trace)[view] for atom in atoms) for view in (0, 1))
        for number, (atom, following) in enumerate(pairwise(atoms)):
            if is_short(atom) and (not number or is_short(following)):  # no such line stands alone at the end or the beginning of a page
                atom.keep = True
        if atoms:
            changes = next(changes_of(atoms, True), ""), next(changes_of(atoms, False), "")
            trace = Trace("" if original else changes[0], "" if amended else changes[1])
            word = Run(label_word("commentary" if quoted or not self.amending else "explanation", self.language), (), NO_TRACE)
            self.out.insert(
                start,
                Atom(
                    (word,), _prefixed(quoted * at.prefix, "Commentary label"), trace, marked=bool(trace), move=at.move, whole=bool(trace)
                ),
            )

    def labelled(self, provision: Provision, at: Setting, name: str) -> None:
        """A provision with its number and heading, if it has them."""
        big = headed(provision)
        depth = own_depth(provision, at.depth, name)
        style = self.label_style(provision, at, name, depth[1], big[1])
        before = style if depth[0] == depth[1] and big[0] == big[1] else self.label_style(provision, at, name, depth[0], big[0])
        inside = at
        if name in {"option", "quotation"}:
            prefix = "Quoted" if name == "quotation" else _prefixed("Quoted" * at.prefix.startswith("Quoted"), "Option")
            freed = provision.shell if at.prefix != "Option" else both_of(at.freed, provision.shell)
            inside = at._replace(prefix=prefix, depth=(0, 0) if name == "quotation" else depth, keep=False, freed=freed)
        elif name == "definition":
            inside = at._replace(depth=(max(depth[0], 1), max(depth[1], 1)))
        elif big != BOTH:
            below = deeper(provision, depth)
            inside = Setting(at.trace, (depth[0] if big[0] else below[0], depth[1] if big[1] else below[1]), *at[2:])
        elif depth != at.depth or at.keep:
            inside = at._replace(depth=depth, keep=False)
        definition = _prefixed(at.prefix, "Definition") if name == "definition" and inside.depth[1] == 1 and not at.style else ""
        start, numbered = len(self.out), NEITHER
        self.glued += big != BOTH
        for block, trace, move in unshelled(provision.blocks, at.trace, at.move):
            if type(block) is Paragraph and block.name in LABELS:
                if block.trace is not NO_TRACE and self.undone(under(trace, block.trace)):
                    continue
                atom = self.atom(block, style, at if trace is at.trace else at._replace(trace=trace, move=move), before)
                atom.label, atom.owner, atom.freed = True, provision.wid, at.freed if IN_OPTION in (style, before) else NO_TRACE
                if block.name != "num" and numbered is not NEITHER:
                    atom.runs_on = BOTH if in_neither(atom.trace) else numbered
                elif block.name == "num" and numbered != BOTH:
                    there = shown(atom.trace)
                    numbered = numbered[0] or there[0], numbered[1] or there[1]
                self.out.append(atom)
                continue
            here = len(self.out)
            own = not isinstance(block, (Provision, Departure))
            around = inside if trace is at.trace else inside._replace(trace=trace, move=move)
            self.block(block, around._replace(style=definition) if definition and own else around)
            if big != BOTH:
                views = not big[0] and (own or opens_with_text(block, 0)), not big[1] and (own or opens_with_text(block, 1))
                if True in views:
                    glue(self.out, start, here, views, provision.seam)
                    if views[0] != views[1] and isinstance(
                        block, Provision
                    ):  # a shell without a number: the paragraph's end is its change's
                        sign(self.out, here, block.shell)
        self.glued -= big != BOTH

    def label_style(self, provision: Provision, at: Setting, name: str, depth: int, big: bool) -> str:
        """The style of number and heading in a view in which the provision stands so deep, and has a heading or has none."""
        if at.style:
            return at.style
        if name == "option":
            return _prefixed("Quoted" * at.prefix.startswith("Quoted"), "Option label")
        if not big:
            return _prefixed(at.prefix, NUMBERED[min(depth, len(NUMBERED) - 1)])
        if at.prefix == "Quoted":
            return "Quoted heading"
        style = heading_style(provision.level, name)
        return _prefixed(at.prefix, style) if at.prefix and style == "Section heading" else style

    def departure(self, departure: Departure, at: Setting) -> None:
        provision = self.moved.get(departure.wid)
        if provision is None or at.trace.inserted:
            return
        plain = block_as(replace(provision, moved=""), View.ORIGINAL, self.moved)
        self.blocks(plain, at._replace(trace=under(at.trace, Trace(deleted=departure.change)), move=departure.wid))

    def table(self, table: Table, at: Setting) -> None:
        self.blocks(table.before, at._replace(style="caption", keep=True))
        rows: list[tuple[Trace, list[GridCell]]] = []
        inner = _Layout(self.moved, self.language, self.undone, amending=self.amending)
        for row in table.rows:
            in_row = at.with_trace(row.trace)
            if row.trace and self.undone(in_row.trace):
                continue
            cells: list[GridCell] = []
            text, head = (in_row._replace(style=style, keep=False, move="") for style in ("Table text", "Table head"))
            for cell in row.cells:
                if cell.trace and self.undone(under(in_row.trace, cell.trace)):
                    continue
                inner.out = []
                inner.blocks(cell.blocks, (head if cell.header else text).with_trace(cell.trace))
                cells.append(GridCell(laid(inner.out).items, cell.attributes, cell.header, cell.trace))
            if cells:
                rows.append((in_row.trace, cells))
        if len(rows) > _FEW_ROWS:
            hold_row(rows[-2][1])
        self.out.append(Grid(rows, wants(rows), table, indent=indent_of(self.style(at, 1))))


def _amends(law: Law) -> bool:
    return any(isinstance(block, Group) and attribute(block.attributes, "name") == "amendingAct" for block in law.document.blocks)


def _announces(content: tuple[Inline, ...]) -> bool:
    """Whether a text ends in a colon, so that it must not part from what it announces."""
    return bool(content) and type(content[-1]) is Run and content[-1].text.endswith(_COLONS)


def _prefixed(prefix: str, style: str) -> str:
    return f"{prefix} {style[0].lower()}{style[1:]}" if prefix else style


def _is_marked(inline: Inline) -> bool:
    if inline.trace is not NO_TRACE and inline.trace:
        return True
    return type(inline) is Note and any(atom.marked for atom in _note_atoms(inline))


def _note_atoms(note: Note) -> list[Atom]:
    layout = _Layout({}, "", lambda trace: False)
    layout.blocks(note.blocks, Setting(style=_NOTE))
    return atoms_of(layout.atoms(0))
