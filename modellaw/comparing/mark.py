"""The marked tree of a matching: the new law's order, the old law's blocks, and a mark on all that differs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from operator import is_

from modellaw.comparing.blocks import align_blocks, align_rows, block_words, parted, rank, row_words
from modellaw.comparing.ledger import Ledger
from modellaw.comparing.lines import Sides, Stretch, TwoLines, line_kind, lone_reference, traced
from modellaw.comparing.match import Matching
from modellaw.comparing.options import Ignore, Kind, Options
from modellaw.comparing.seams import Seams
from modellaw.comparing.sketch import DOCUMENTS, is_meta
from modellaw.comparing.written import same_shape
from modellaw.model.changes import Trace
from modellaw.model.escapes import unescaped
from modellaw.model.nodes import (
    Block,
    Carried,
    Departure,
    Group,
    Inline,
    Note,
    Paragraph,
    Provision,
    Reference,
    Row,
    Run,
    Table,
    is_label,
    without_ids,
)
from modellaw.model.walk import inline_text, text_of
from modellaw.values import replace

Owner = tuple[int, int]
"""The units whose text is being marked, old and new; -1 for none, 0 for the law."""


class Marker:
    """One pass from the top down over a matching."""

    def __init__(self, matching: Matching, options: Options, ledger: Ledger, seams: Seams) -> None:
        self.matching, self.options, self.ledger, self.seams = matching, options, ledger, seams
        self.old, self.new = matching.old, matching.new
        self.wids = set(self.old.wids)
        self._owner: Owner = (0, 0)
        self.sides = Sides(self._old_target, self._new_target, self._note)
        self._named = any(sketch.columns is None or sketch.columns.named for sketch in (self.old, self.new))
        self._traced: dict[str, tuple[Trace, Trace]] = {}
        self._targets: tuple[dict[str, int], dict[str, int]] | None = None

    # --- provisions

    def partner(self, block: Block) -> Block | None:
        """The provision of the new law that an old one became."""
        i = self.old.at(block)
        j = self.matching.to_new[i] if i >= 0 else -1
        return self.new.unit(j) if j >= 0 else None

    def pair(self, i: int, j: int) -> tuple[Block, ...]:
        """What stands for an old unit and the new one it became, with the provisions that were split off or joined to it."""
        old = self.old.unit(i)
        if self.old.full[i] == self.new.full[j]:
            return (old,)
        if self._named:
            self._attributes(old, self.new.unit(j), (i, j))
        seam = self.seams.at(i)
        if seam is not None:
            return self.seams.marked(self, seam, i, j)
        wrapped = i in self.matching.wrapped or j in self.matching.bared
        blocks = self._wrapped(i, j) if wrapped else self._by_columns(i, j) or self.blocks(old.blocks, self.new.unit(j).blocks, (i, j))
        if self.old.levels[i] != self.new.levels[j]:
            new = self.new.unit(j)
            change = self.ledger.record(Kind.LEVEL, i, j, old.level, new.level)
            inner = Provision(old.level, old.wid, blocks, old.attributes, shell=Trace(deleted=change))
            return (Provision(new.level, self.fresh(new), (inner,), new.attributes, shell=Trace(inserted=change)),)
        if _same(blocks, old.blocks):
            return (old,)
        return (Provision(self.old.levels[i], self.old.wids[i], blocks, self.old.attributes(i)),)

    def _by_columns(self, i: int, j: int) -> tuple[Block, ...]:
        """The blocks of a pair that says the same things, though not in the same words, and whose provisions are pairs in their order.

        Only what differs is read. () for any other pair.
        """
        old, new = self.old.columns, self.new.columns
        kids = self.old.kids[i]
        if old is None or new is None or not same_shape(old, i, new, j) or [self.matching.to_new[kid] for kid in kids] != self.new.kids[j]:
            return ()
        blocks = list(self.old.unit(i).blocks)
        at = 0
        if (number := new.numbers[j]) is not None:
            if number != old.numbers[i]:
                assert isinstance(blocks[0], Paragraph)
                blocks[0] = self._number(blocks[0], (Run(unescaped(number)),), (i, j))
            at += 1
        if (heading := old.headings[i]) is not None:
            if heading != new.headings[j]:
                blocks[at : at + 1] = self.both(blocks[at], new.heading(j), (i, j))
            at += 1
        if old.says(i):
            if old.words[i] != new.words[j] or old.lines[i] != new.lines[j] or "<ref " in (old.lines[i] or ""):
                blocks[at : at + 1] = self.both(blocks[at], new.group(j), (i, j))
            at += 1
        inner: list[Block] = []
        for block, kid, its in zip(blocks[at:], kids, self.new.kids[j], strict=True):
            inner += (block,) if self.old.full[kid] == self.new.full[its] else self.pair(kid, its)
        return (*blocks[:at], *inner)

    def _wrapped(self, i: int, j: int) -> tuple[Block, ...]:
        """The blocks of a pair of which one side has its content in one provision more, which is a shell that came or went."""
        (old_labels, old), (new_labels, new) = (parted(sketch.unit(at).blocks) for sketch, at in ((self.old, i), (self.new, j)))
        wrapped = self.matching.wrapped.get(i, -1)
        inner = self.new.unit(wrapped) if wrapped >= 0 else self.old.unit(self.matching.bared[j])
        labels, content = parted(inner.blocks)
        number = " ".join(map(text_of, labels))
        if wrapped >= 0:
            change = self.ledger.record(Kind.INSERTED, -1, wrapped, "", number)
            trace, new, wid, rest = Trace(inserted=change), content, self.fresh(inner), new[1:]
        else:
            change = self.ledger.record(Kind.DELETED, self.matching.bared[j], -1, number, "")
            trace, old, wid, rest = Trace(deleted=change), content, inner.wid, old[1:]
        own = tuple(replace(label, trace=trace) for label in labels)
        shell = Provision(inner.level, wid, (*own, *self.blocks(old, new, (i, j))), inner.attributes, shell=trace)
        behind = self.blocks(() if wrapped >= 0 else rest, rest if wrapped >= 0 else (), (i, j))
        return (*self.blocks(old_labels, new_labels, (i, j)), shell, *behind)

    def _attributes(self, old: Provision | Group | Paragraph, new: Provision | Group | Paragraph, owner: Owner) -> None:
        """Notes attributes that differ: no mark can show them."""
        if old.attributes == new.attributes or (isinstance(old, Group) and old.name in DOCUMENTS):
            return  # which kind of document it is, no text
        before, after = without_ids(old.attributes), without_ids(new.attributes)
        if before != after and Ignore.MARKUP not in self.options.ignore:
            told = [" ".join(f"{name}={value}" for name, value in sorted(set(a) - set(b))) for a, b in ((before, after), (after, before))]
            if any(told):
                self.ledger.record(Kind.MARKUP, *owner, *told, marked=False)

    # --- rows of blocks

    def blocks(self, old: Sequence[Block], new: Sequence[Block], owner: Owner) -> tuple[Block, ...]:
        """Two rows of blocks as one marked row."""
        out: list[Block] = []
        i = j = 0
        for a, b in [*align_blocks(old, new, self.partner), (len(old), len(new))]:
            mine, yours = old[i:a], new[j:b]
            if mine and yours and is_label(yours[0]):
                out += self._gap(mine, yours, owner)
            else:
                for block in mine:
                    out += self.gone(block, owner)
                for block in yours:
                    out += self.came(block, owner)
            if a < len(old):
                out += self.both(old[a], new[b], owner)
            i, j = a + 1, b + 1
        return tuple(out)

    def _gap(self, old: Sequence[Block], new: Sequence[Block], owner: Owner) -> list[Block]:
        """A gap in which labels come: they stay in front of what is no label, numbers in front of headings, as the schema wants it."""
        sides = [(rank(block), side, block) for side, blocks in enumerate((old, new)) for block in blocks]
        ranks = [[place for place, own, _ in sides if own == side] for side in (0, 1)]
        if all(row == sorted(row) for row in ranks):
            sides.sort(key=lambda one: one[0])
        return [made for _, side, block in sides for made in (self.came(block, owner) if side else self.gone(block, owner))]

    def both(self, old: Block, new: Block, owner: Owner) -> tuple[Block, ...]:
        """One block in two versions."""
        match old, new:
            case Provision(), Provision():
                return self.pair(self.old.at(old), self.new.at(new))
            case Paragraph(), Paragraph():
                self._attributes(old, new, owner)
                return (self.line(old, new, owner),)
            case Group(), Group():
                self._attributes(old, new, owner)
                blocks = self.blocks(old.blocks, new.blocks, owner)
                return (old if _same(blocks, old.blocks) else Group(old.name, blocks, old.attributes),)
            case Table(), Table():
                return self._table(old, new, owner)
            case _:
                return (old,)

    def gone(self, block: Block, owner: Owner) -> tuple[Block, ...]:
        """What stands for a block that is not in the new law at this place."""
        if isinstance(block, Provision):
            i = self.old.at(block)
            if i >= 0 and self.seams.joined(i):
                return ()
            j = self.matching.to_new[i] if i >= 0 else -1
            if j >= 0 and self.options.moves:
                return (Departure(block.wid, self._moved(i, j)),)
            change = self.ledger.record(Kind.DELETED, i if i >= 0 else owner[0], -1, block_words(block), "")
            return _traced(self._emptied(block), Trace(deleted=change))
        if is_meta(block):
            return (block,)
        if isinstance(block, Paragraph) and block.name == "num" and Ignore.NUMBERS in self.options.ignore:
            return (block,)
        change = self.ledger.record(_kind(block), *owner, block_words(block), "")
        return _traced(self._emptied(block), Trace(deleted=change))

    def came(self, block: Block, owner: Owner) -> tuple[Block, ...]:
        """What stands for a block that was not in the old law at this place."""
        if isinstance(block, Provision):
            j = self.new.at(block)
            if j >= 0 and self.seams.split_off(j):
                return ()
            i = self.matching.to_old[j] if j >= 0 else -1
            if i >= 0 and self.options.moves:
                return self._arrived(i, j)
            change = self.ledger.record(Kind.INSERTED, -1, j if j >= 0 else owner[1], "", block_words(block))
            return _traced(self._filled(block), Trace(inserted=change))
        if is_meta(block):
            return ()
        change = self.ledger.record(_kind(block), *owner, "", block_words(block))
        return _traced(self._filled(block), Trace(inserted=change))

    def _moved(self, i: int, j: int) -> str:
        return self.ledger.change(Kind.MOVED, i, j)

    def _arrived(self, i: int, j: int) -> tuple[Block, ...]:
        """A moved provision at its new place; of one that changed its level the old shell is what moved."""
        change = self.ledger.record(Kind.MOVED, i, j)
        first, *rest = self.pair(i, j)
        assert isinstance(first, Provision)
        if first.shell.inserted:
            (inner,) = first.blocks
            assert isinstance(inner, Provision)
            return (replace(first, blocks=(replace(inner, moved=change),)), *rest)
        return (replace(first, moved=change), *rest)

    # --- what goes or comes whole

    def _emptied(self, block: Block) -> Block:
        """A block that goes, with departures for the provisions in it that stand elsewhere now."""
        return self._rebuilt(block, self._empty_all, block.wid if isinstance(block, Provision) else "") if self.options.moves else block

    def _empty_all(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        out: list[Block] = []
        for block in blocks:
            i = self.old.at(block)
            j = self.matching.to_new[i] if i >= 0 else -1
            out.append(Departure(self.old.wids[i], self._moved(i, j)) if j >= 0 else self._emptied(block))
        return blocks if _same(out, blocks) else tuple(out)

    def _filled(self, block: Block) -> Block:
        """A block that comes, with the provisions in it that stood elsewhere, and wids that are free."""
        return self._rebuilt(block, self._fill_all, self.fresh(block) if isinstance(block, Provision) else "")

    def _fill_all(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        out: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                out.append(block)
                continue
            j = self.new.at(block)
            i = self.matching.to_old[j] if j >= 0 else -1
            if i >= 0 and self.options.moves:
                out += self._arrived(i, j)
            else:
                out.append(self._filled(block))
        return blocks if _same(out, blocks) else tuple(out)

    @staticmethod
    def _rebuilt(block: Block, inner: Callable[[tuple[Block, ...]], tuple[Block, ...]], wid: str) -> Block:
        """A block with other blocks in it; the same where nothing changes."""
        match block:
            case Provision():
                blocks = inner(block.blocks)
                return block if blocks is block.blocks and wid == block.wid else replace(block, blocks=blocks, wid=wid)
            case Group():
                blocks = inner(block.blocks)
                return block if blocks is block.blocks else replace(block, blocks=blocks)
            case Table():
                rows = tuple(
                    replace(row, cells=tuple(replace(cell, blocks=inner(cell.blocks)) for cell in row.cells)) for row in block.rows
                )
                return replace(block, rows=rows, before=inner(block.before))
            case _:
                return block

    def fresh(self, provision: Provision) -> str:
        """A wid for a provision of the new law that no other in the marked tree has."""
        wid, count = provision.wid, 1
        while wid in self.wids:
            count += 1
            wid = f"{provision.wid}~{count}"
        self.wids.add(wid)
        return wid

    # --- tables

    def _table(self, old: Table, new: Table, owner: Owner) -> tuple[Block, ...]:
        rows: list[Row] = []
        i = j = 0
        for a, b in [*align_rows(old.rows, new.rows), (len(old.rows), len(new.rows))]:
            for row in old.rows[i:a]:
                change = self.ledger.record(Kind.TEXT, *owner, row_words(row), "")
                rows.append(replace(self._row(row, self._empty_all if self.options.moves else None), trace=Trace(deleted=change)))
            for row in new.rows[j:b]:
                change = self.ledger.record(Kind.TEXT, *owner, "", row_words(row))
                rows.append(replace(self._row(row, self._fill_all), trace=Trace(inserted=change)))
            if a < len(old.rows):
                cells = tuple(replace(x, blocks=self.blocks(x.blocks, y.blocks, owner))
                              for x, y in zip(old.rows[a].cells, new.rows[b].cells, strict=True))  # fmt: skip
                rows.append(replace(old.rows[a], cells=cells))
            i, j = a + 1, b + 1
        return (replace(old, rows=tuple(rows), before=self.blocks(old.before, new.before, owner)),)

    @staticmethod
    def _row(row: Row, inner: Callable[[tuple[Block, ...]], tuple[Block, ...]] | None) -> Row:
        return replace(row, cells=tuple(replace(cell, blocks=inner(cell.blocks)) for cell in row.cells)) if inner else row

    # --- lines

    def line(self, old: Paragraph, new: Paragraph, owner: Owner) -> Paragraph:
        """One line in two versions."""
        if old.content == new.content and not any(isinstance(inline, Reference | Note) for inline in old.content):
            return old
        self._owner = owner
        if old.name == "num":
            return self._number(old, new.content, owner)
        at = lone_reference(old.content, new.content, self.sides) if self.options.exact_words else -1
        if at >= 0:
            gone, came = old.content[at], new.content[at]
            traces = self._traces(self.ledger.record(Kind.REFERENCE, *owner, inline_text(gone), inline_text(came)))
            marked = traced(gone, traces[0]), traced(came, traces[1])
            return Paragraph((*old.content[:at], *marked, *old.content[at + 1 :]), old.name, old.attributes)
        both = TwoLines(old.content, new.content, self.options, self.sides, line_kind(old))
        content = both.written(both.stretches, lambda lines, part: self.told(lines, part, owner))
        return old if content == old.content else Paragraph(content, old.name, old.attributes)

    def _number(self, old: Paragraph, new: tuple[Inline, ...], owner: Owner) -> Paragraph:
        """A number is replaced as a whole."""
        if Ignore.NUMBERS in self.options.ignore:
            return replace(old, content=new)
        gone, came = self._traces(self.ledger.record(Kind.RENUMBERED, *owner, text_of(old), "".join(map(inline_text, new))))
        content = [*[traced(inline, gone) for inline in old.content], *[traced(inline, came) for inline in new]]
        return Paragraph(tuple(content), old.name, old.attributes)

    def _traces(self, change: str) -> tuple[Trace, Trace]:
        """The traces of what a change takes out and of what it puts in."""
        traces = self._traced.get(change)
        if traces is None:
            traces = self._traced[change] = Trace(deleted=change), Trace(inserted=change)
        return traces

    def told(self, lines: TwoLines, part: Stretch, owner: Owner) -> str:
        """Notes a changed stretch of words and gives the id of its change."""
        assert part.kind is not None
        words = ["".join(lines.old.words[part.start : part.end]), "".join(lines.new.words[part.new_start : part.new_end])]
        if part.kind is Kind.NOTE:
            words = [" ".join(block_words(block) for inline in side if isinstance(inline, Note) for block in inline.blocks)
                     for side in (lines.gone(part), lines.came(part))]  # fmt: skip
        return self.ledger.record(part.kind, *owner, *words)

    def _note(self, old: Note, new: Note) -> Note:
        blocks = self.blocks(old.blocks, new.blocks, self._owner)
        return old if _same(blocks, old.blocks) else replace(old, blocks=blocks)

    def _old_target(self, href: str) -> Hashable:
        """Where a reference of the old law points: a unit of the new law if there is one."""
        unit = self._units(0).get(href[1:], -1) if href.startswith("#") else -1
        became = self.matching.to_new[unit] if unit >= 0 else -1
        return became if became >= 0 else href

    def _new_target(self, href: str) -> Hashable:
        unit = self._units(1).get(href[1:], -1) if href.startswith("#") else -1
        return unit if unit >= 0 and self.matching.to_old[unit] >= 0 else href

    def _units(self, side: int) -> dict[str, int]:
        """Units by the ids that a reference may name."""
        if self._targets is None:
            tables: list[dict[str, int]] = []
            for sketch in (self.old, self.new):
                count = len(sketch)
                table = dict(zip(reversed(sketch.wids), range(count - 1, -1, -1), strict=True))  # the first of a name
                for eid, at in sketch.having("eId").items():
                    table[eid] = min(at, table.get(eid, count))
                tables.append(table)
            self._targets = (tables[0], tables[1])
        return self._targets[side]


def _kind(block: Block) -> Kind:
    """The kind of a difference that is a whole block other than a provision."""
    if isinstance(block, Paragraph):
        return Kind.RENUMBERED if block.name == "num" else line_kind(block)
    return Kind.MARKUP if isinstance(block, Carried) and not block.text.strip() else Kind.TEXT


def _traced(block: Block, trace: Trace) -> tuple[Block, ...]:
    return (block if isinstance(block, Departure) else replace(block, trace=trace),)


def _same(blocks: Sequence[Block], others: Sequence[Block]) -> bool:
    return len(blocks) == len(others) and all(map(is_, blocks, others))
