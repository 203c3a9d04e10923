"""Several marked trees over one law as one: every reviewer's marks side by side, each with its reviewer, nothing lost.

All trees give the same law when their marks are rejected: what is not inserted stands in each in one order, insertions go into the gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

from modellaw.capturing.signing import Names, names_of, signed, signed_inline, together
from modellaw.comparing.plain import plain
from modellaw.model.changes import Trace, View
from modellaw.model.nodes import (
    Block,
    Cell,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Row,
    Run,
    Table,
    without_ids,
)
from modellaw.model.views import block_as, coalesce, content_as, reject
from modellaw.model.walk import inline_text, paragraphs_of, provisions, rewrite, text_of
from modellaw.values import dataclass, replace

_CLOSING = ",.;:!?)]”’»"


@dataclass(frozen=True, slots=True)
class Collision:
    """Reviewers who want different things at one place: the provision, the words as they stand, and what each proposes."""

    wid: str
    words: str
    proposals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """What one reviewer does at one place of a line: units from ``start`` to ``end`` go, others come at ``gap``."""

    start: int
    end: int
    came: tuple[Inline, ...]
    gap: int

    def meets(self, other: Edit) -> bool:
        """Whether both take out the same units, one puts something among those that the other takes out, or both do at one place."""
        if self.came and other.came and self.gap == other.gap:
            return True
        if self.start < self.end and other.start < other.end:
            return self.start < other.end and other.start < self.end
        inside, outer = (self, other) if self.start == self.end else (other, self)
        return outer.start < inside.start < outer.end


class _Apart(Exception):
    """Trees that cannot be laid over each other here: one of them has other boundaries."""


@dataclass(slots=True)
class _Merger:
    files: Mapping[str, str]
    collisions: list[Collision] = field(default_factory=list)
    wid: str = ""

    def blocks(self, base: tuple[Block, ...], versions: Sequence[tuple[str, tuple[Block, ...]]]) -> tuple[Block, ...]:
        """Rows of blocks over one another."""
        changed = [(name, blocks) for name, blocks in versions if blocks != base]
        if len(changed) < 2:
            return changed[0][1] if changed else base
        rows = [(name, *_laid(base, blocks)) for name, blocks in changed]
        out: list[Block] = []
        for index in range(len(base) + 1):
            out += self.came([(name, gaps[index]) for name, gaps, _ in rows])
            if index < len(base):
                out += self.block(base[index], [(name, stays[index]) for name, _, stays in rows])
        return tuple(out)

    def came(self, gaps: Sequence[tuple[str, list[Block]]]) -> list[Block]:
        """What reviewers insert at one place: equal blocks once, different ones side by side."""
        kept = _once([(name, blocks) for name, blocks in gaps if blocks], lambda blocks: list(map(_words, blocks)))
        if len(kept) > 1:
            self.collide("", [(name, " ".join(map(_now, blocks))) for name, blocks in kept])
        return [signed(block, _as(name)) for name, blocks in kept for block in blocks]

    def block(self, base: Block, versions: Sequence[tuple[str, Block]]) -> tuple[Block, ...]:
        """One block that all have, in each one's version."""
        changed = [(name, block) for name, block in versions if block != base]
        if len(changed) < 2:
            return (changed[0][1] if changed else base,)
        before, self.wid = self.wid, base.wid if isinstance(base, Provision) else self.wid
        try:
            return (self.over(base, changed),)
        except _Apart:
            return self.apart(base, changed)
        finally:
            self.wid = before

    def over(self, base: Block, changed: Sequence[tuple[str, Block]]) -> Block:
        """The versions of one block over one another."""
        gone = [(name, block) for name, block in changed if _trace(block).deleted]
        rest = [(name, block) for name, block in changed if not _trace(block).deleted]
        if gone and rest:
            self.collide(_words(base), [*((name, "(deleted)") for name, _ in gone), *((name, _now(block)) for name, block in rest)])
        made: Block
        match base:
            case Provision() | Group():
                inner = self.blocks(base.blocks, [(name, block.blocks) for name, block in rest if isinstance(block, Provision | Group)])
                made = replace(base, blocks=inner)
            case Paragraph():
                lines = [(name, block) for name, block in rest if isinstance(block, Paragraph)]
                made = replace(base, content=self.line(base, [(name, line.content) for name, line in lines]))
            case Table():
                tables = [(name, block) for name, block in rest if isinstance(block, Table)]
                made = replace(base, rows=self.rows(base, tables)) if tables else base
            case _:
                raise _Apart
        return replace(made, trace=Trace(deleted=together(_trace(block).deleted for _, block in gone))) if gone else made

    def apart(self, base: Block, changed: Sequence[tuple[str, Block]]) -> tuple[Block, ...]:
        """The block deleted by all, and each one's text of it inserted whole, equal ones once."""
        kept = _once([(name, block_as(block, View.AMENDED)) for name, block in changed], lambda blocks: list(map(_words, blocks)))
        if len(kept) > 1:
            self.collide(_words(base), [(name, " ".join(map(_words, blocks)) or "(deleted)") for name, blocks in kept])
        out: list[Block] = [_traced(base, Trace(deleted=together(name for name, _ in changed)))]
        for number, (name, blocks) in enumerate(kept):
            out += [_traced(_renamed(one, f"{name}-{number}"), Trace(inserted=name)) for one in blocks]
        return tuple(out)

    def rows(self, base: Table, versions: Sequence[tuple[str, Table]]) -> tuple[Row, ...]:
        """Rows like blocks: those that all have, and those that came between them."""
        laid = []
        for name, table in versions:
            stays = [row for row in table.rows if not row.trace.inserted]
            if len(stays) != len(base.rows) or any(len(a.cells) != len(b.cells) for a, b in zip(stays, base.rows, strict=True)):
                raise _Apart
            gaps: list[list[Row]] = [[] for _ in range(len(stays) + 1)]
            at = 0
            for row in table.rows:
                if row.trace.inserted:
                    gaps[at].append(row)
                else:
                    at += 1
            laid.append((name, gaps, stays))
        out: list[Row] = []
        for index in range(len(base.rows) + 1):
            out += self.new_rows([(name, gaps[index]) for name, gaps, _ in laid])
            if index < len(base.rows):
                out.append(self.row(base.rows[index], [(name, stays[index]) for name, _, stays in laid]))
        return tuple(out)

    def new_rows(self, gaps: Sequence[tuple[str, list[Row]]]) -> list[Row]:
        """What rows reviewers insert at one place: equal ones once, different ones below each other."""
        kept = _once([(name, rows) for name, rows in gaps if rows], lambda rows: list(map(_row_words, rows)))
        if len(kept) > 1:
            self.collide("", [(name, "; ".join(map(_row_words, rows))) for name, rows in kept])
        return [row for name, rows in kept for row in _rows_as(rows, name)]

    def row(self, base: Row, versions: Sequence[tuple[str, Row]]) -> Row:
        gone = together(row.trace.deleted for _, row in versions if row.trace.deleted)
        edited = [(name, _row_words(_row_now(row))) for name, row in versions if not row.trace.deleted and row != base]
        if gone and edited:
            self.collide(_row_words(base), [*((name, "(deleted)") for name, row in versions if row.trace.deleted), *edited])
        cells: list[Cell] = []
        for index, cell in enumerate(base.cells):
            cells.append(replace(cell, blocks=self.blocks(cell.blocks, [(name, row.cells[index].blocks) for name, row in versions])))
        return replace(base, cells=tuple(cells), trace=Trace(deleted=gone))

    # --- words

    def line(self, base: Paragraph, versions: Sequence[tuple[str, tuple[Inline, ...]]]) -> tuple[Inline, ...]:
        """The words of a line with everyone's marks; words that one puts where another puts others stand side by side."""
        units = _units(base.content)
        laid = [(name, *_over(units, content)) for name, content in versions]
        self.words(base, [(name, edits) for name, edits, _ in laid])
        out: list[Inline] = []
        for at in range(len(units) + 1):
            came = [(name, edit.came) for name, edits, _ in laid for edit in edits if edit.gap == at and edit.came]
            out += self.side_by_side(_once(came, _text))
            if at < len(units):
                gone = together(name for name, edits, _ in laid if any(edit.start <= at < edit.end for edit in edits))
                unit = self.unit(units[at], [(name, others[at]) for name, _, others in laid if at in others])
                out.append(replace(unit, trace=Trace(deleted=gone)))
        return coalesce(out)

    def side_by_side(self, kept: Sequence[tuple[str, tuple[Inline, ...]]]) -> list[Inline]:
        """What reviewers put at one place; words of different files are kept apart by a blank, which the second one signs."""
        out: list[Inline] = []
        file = ""
        for name, came in kept:
            before, after = _text(out)[-1:], _text(came)[:1]
            other = self.files.get(names_of(name)[0], "")
            if before and other != file and not before.isspace() and not after.isspace() and after not in _CLOSING:
                out.append(Run(" ", came[0].wraps, Trace(inserted=name)))
            out += [signed_inline(inline, _as(name)) for inline in came]
            file = other
        return out

    def unit(self, base: Inline, versions: Sequence[tuple[str, Inline]]) -> Inline:
        """A footnote in everyone's version, or what else is whole in the one version that there is."""
        if isinstance(base, Note):
            return replace(base, blocks=self.blocks(base.blocks, [(name, one.blocks) for name, one in versions if isinstance(one, Note)]))
        if any(one != versions[0][1] for _, one in versions):
            raise _Apart
        return versions[0][1] if versions else base

    def words(self, base: Paragraph, versions: Sequence[tuple[str, Sequence[Edit]]]) -> None:
        """Tells where reviewers want different words for the same ones, or at one place."""
        rows = sorted(((edit, name) for name, edits in versions for edit in edits), key=lambda row: (row[0].start, row[0].end))
        groups: list[list[tuple[Edit, str]]] = []
        for edit, name in rows:
            if groups and any(edit.meets(other) for other, _ in groups[-1]):
                groups[-1].append((edit, name))
            else:
                groups.append([(edit, name)])
        for group in groups:
            proposals = dict.fromkeys((name, _text(edit.came) or "(deleted)") for edit, name in group)
            if len({(edit.start, edit.end, _text(edit.came)) for edit, _ in group}) > 1 and len({name for name, _ in proposals}) > 1:
                self.collide(text_of(base), proposals)

    def collide(self, words: str, proposals: Iterable[tuple[str, str]]) -> None:
        self.collisions.append(Collision(self.wid, words, tuple(proposals)))


def merged(base: Law, versions: Sequence[tuple[str, Law]], files: Mapping[str, str] | None = None) -> tuple[Law, list[Collision]]:
    """Marked laws over one plain law, each by the name that signs its marks, as one marked law; and where they collide.

    What several do alike is signed by all of them (``signing``). ``files`` says whose file each is of: where words of two files meet at
    one place a blank keeps them apart.
    """
    merger = _Merger(files or {})
    known = frozenset(provision.wid for provision in provisions(base))
    trees = [(name, _signed(law, name, known).document.blocks) for name, law in versions]
    blocks = merger.blocks(base.document.blocks, trees)
    law = replace(base, document=replace(base.document, blocks=blocks))
    assert plain(reject(law)) == plain(base), "rejecting gives the text before"
    return law, merger.collisions


def _signed(law: Law, name: str, known: frozenset[str]) -> Law:
    """The marks of a law all by one name, and what is new under wids of its own."""

    def own(block: Block) -> Block:
        if not isinstance(block, Provision) or block.wid in known:
            return block
        return replace(block, wid=f"{block.wid}~{name}", attributes=without_ids(block.attributes))

    document = rewrite(signed(law.document, _as(name)), own)
    assert isinstance(document, Group)
    return replace(law, document=document)


def _as(name: str) -> Names:
    return lambda _: name


_Said = TypeVar("_Said")


def _once(said: Sequence[tuple[str, _Said]], words: Callable[[_Said], object]) -> list[tuple[str, _Said]]:
    """What reviewers say at one place, each thing once, under the names of all who say it."""
    kept: list[tuple[str, _Said]] = []
    for name, one in said:
        at = next((at for at, (_, other) in enumerate(kept) if words(other) == words(one)), -1)
        if at < 0:
            kept.append((name, one))
        else:
            kept[at] = (together((kept[at][0], name)), kept[at][1])
    return kept


def _rows_as(rows: Sequence[Row], name: str) -> tuple[Row, ...]:
    table = signed(Table(tuple(rows)), _as(name))
    assert isinstance(table, Table)
    return table.rows


def _laid(base: tuple[Block, ...], blocks: tuple[Block, ...]) -> tuple[list[list[Block]], list[Block]]:
    """What came into each gap, and what stays, block by block as in the base."""
    stays = [block for block in blocks if not _trace(block).inserted]
    if len(stays) != len(base) or not all(map(_is_one, base, stays)):
        raise _Apart
    gaps: list[list[Block]] = [[] for _ in range(len(base) + 1)]
    at = 0
    for block in blocks:
        if _trace(block).inserted:
            gaps[at].append(block)
        else:
            at += 1
    return gaps, stays


def _is_one(base: Block, block: Block) -> bool:
    """Whether a block is a version of another with the same boundaries."""
    if type(base) is not type(block):
        return False
    if isinstance(base, Provision) and isinstance(block, Provision):
        return base.wid == block.wid and not (block.shell or block.seam or block.moved)
    if isinstance(block, Paragraph | Group):
        return not block.seam and block.name == getattr(base, "name", "")
    return True


def _trace(block: Block) -> Trace:
    return getattr(block, "trace", Trace())


def _units(content: Sequence[Inline]) -> list[Inline]:
    """A line letter by letter; a reference, blank or note is one."""
    return [
        unit
        for inline in content
        for unit in ([replace(inline, text=sign) for sign in inline.text] if isinstance(inline, Run) else [inline])
    ]


def _over(units: Sequence[Inline], content: Sequence[Inline]) -> tuple[list[Edit], dict[int, Inline]]:
    """The edits of a marked line, and, by index, units that stay but have marks inside."""
    edits: list[Edit] = []
    others: dict[int, Inline] = {}
    at = start = gap = 0
    came: tuple[Inline, ...] = ()
    for piece in [*_units(content), None]:
        if piece is None or not piece.trace:
            if start < at or came:
                edits.append(Edit(start, at, came, gap))
            start, came = at + 1, ()
        if piece is None:
            break
        if piece.trace.inserted:
            came, gap = (*came, piece), at
            continue
        if at >= len(units) or not _is_unit(units[at], piece):
            raise _Apart
        if not piece.trace and piece != units[at]:
            others[at] = piece
        at += 1
    if at != len(units):
        raise _Apart
    return edits, others


def _is_unit(unit: Inline, piece: Inline) -> bool:
    """Whether a unit of the line is that of a version, whose inside may be marked."""
    return unit == _bare(piece) or content_as((_bare(piece),), View.ORIGINAL) == (unit,)


def _text(content: Iterable[Inline]) -> str:
    """The words of inlines, those of footnotes too."""
    return "".join(_words(Paragraph((one,))) if isinstance(one, Note) else inline_text(one) for one in content)


def _bare(inline: Inline) -> Inline:
    return replace(inline, trace=Trace())


def _words(block: Block) -> str:
    return " ".join(filter(None, (text_of(line).strip() for line in paragraphs_of(block))))


def _now(block: Block) -> str:
    """The words of a block when its marks are accepted."""
    return " ".join(map(_words, block_as(block, View.AMENDED)))


def _row_words(row: Row) -> str:
    return " | ".join(" ".join(map(_words, cell.blocks)) for cell in row.cells)


def _row_now(row: Row) -> Row:
    return replace(row, cells=tuple(replace(cell, blocks=tuple(map(_accepted, cell.blocks))) for cell in row.cells))


def _accepted(block: Block) -> Block:
    return next(iter(block_as(block, View.AMENDED)), Paragraph())


def _traced(block: Block, trace: Trace) -> Block:
    return block if isinstance(block, Departure) else replace(block, trace=trace)


def _renamed(block: Block, suffix: str) -> Block:
    """Provisions under wids that nothing else has."""

    def change(inner: Block) -> Block:
        return replace(inner, wid=f"{inner.wid}~{suffix}", attributes=()) if isinstance(inner, Provision) else inner

    return rewrite(block, change)
