"""Several marked trees over one law as one: every reviewer's marks side by side, each with its reviewer, nothing lost.

All trees give the same law when their marks are rejected: what is not inserted stands in each in one order, insertions go into the gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from modellaw.comparing.plain import plain
from modellaw.model.changes import Trace, View
from modellaw.model.nodes import Block, Cell, Departure, Group, Inline, Law, Paragraph, Provision, Reference, Row, Run, Table, without_ids
from modellaw.model.views import block_as, coalesce, reject
from modellaw.model.walk import inline_text, paragraphs_of, provisions, rewrite, text_of


@dataclass(frozen=True, slots=True)
class Collision:
    """Reviewers who want different things at one place: the provision, the words as they stand, and what each proposes."""

    wid: str
    words: str
    proposals: tuple[tuple[str, str], ...]


class _Apart(Exception):
    """Trees that cannot be laid over each other here: one of them has other boundaries."""


@dataclass(slots=True)
class _Merger:
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
        found = [(name, blocks) for name, blocks in gaps if blocks]
        kept: list[tuple[str, list[Block]]] = []
        for name, blocks in found:
            if not any(_same(blocks, others) for _, others in kept):
                kept.append((name, blocks))
        if len(kept) > 1:
            self.collide("", [(name, " ".join(_words(block) for block in blocks)) for name, blocks in kept])
        return [block for _, blocks in kept for block in blocks]

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
            self.collide(_words(base), [*((name, "(deleted)") for name, _ in gone), *((name, _words(block)) for name, block in rest)])
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
        return replace(made, trace=Trace(deleted=_trace(gone[0][1]).deleted)) if gone else made

    def apart(self, base: Block, changed: Sequence[tuple[str, Block]]) -> tuple[Block, ...]:
        """The block deleted by the first, and each one's text of it inserted whole."""
        self.collide(_words(base), [(name, _words(_accepted(block))) for name, block in changed])
        out: list[Block] = [_traced(base, Trace(deleted=changed[0][0]))]
        for number, (name, block) in enumerate(changed):
            out += [_traced(_renamed(one, f"{name}-{number}"), Trace(inserted=name)) for one in block_as(block, View.AMENDED)]
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
            for _, gaps, _ in laid:
                out += gaps[index]
            if index < len(base.rows):
                out.append(self.row(base.rows[index], [(name, stays[index]) for name, _, stays in laid]))
        return tuple(out)

    def row(self, base: Row, versions: Sequence[tuple[str, Row]]) -> Row:
        gone = next((row.trace.deleted for _, row in versions if row.trace.deleted), "")
        cells: list[Cell] = []
        for index, cell in enumerate(base.cells):
            cells.append(replace(cell, blocks=self.blocks(cell.blocks, [(name, row.cells[index].blocks) for name, row in versions])))
        return replace(base, cells=tuple(cells), trace=Trace(deleted=gone))

    # --- words

    def line(self, base: Paragraph, versions: Sequence[tuple[str, tuple[Inline, ...]]]) -> tuple[Inline, ...]:
        """The words of a line with everyone's marks; words that one puts where another puts others stand side by side."""
        units = _units(base.content)
        gone: list[str] = [""] * len(units)
        came: list[list[tuple[str, tuple[Inline, ...]]]] = [[] for _ in range(len(units) + 1)]
        edits: dict[str, set[int]] = {}
        for name, content in versions:
            at = 0
            for inline in content:
                pieces = _units((inline,))
                if inline.trace.inserted:
                    own = came[at][-1] if came[at] and came[at][-1][0] == name else (name, ())
                    came[at] = [*(one for one in came[at] if one[0] != name), (name, (*own[1], inline))]
                    edits.setdefault(name, set()).add(at)
                    continue
                for piece in pieces:
                    if at >= len(units) or _bare(units[at]) != _bare(piece):
                        raise _Apart
                    if piece.trace.deleted:
                        gone[at] = gone[at] or piece.trace.deleted
                        edits.setdefault(name, set()).add(at)
                    at += 1
            if at != len(units):
                raise _Apart
        out: list[Inline] = []
        for at in range(len(units) + 1):
            kept: list[tuple[str, tuple[Inline, ...]]] = []
            for name, inlines in came[at]:
                if not any("".join(map(inline_text, inlines)) == "".join(map(inline_text, others)) for _, others in kept):
                    kept.append((name, inlines))
            if len(kept) > 1:
                self.collide(text_of(base), [(name, "".join(map(inline_text, inlines))) for name, inlines in kept])
            out += [inline for _, inlines in kept for inline in inlines]
            if at < len(units):
                out.append(replace(units[at], trace=Trace(deleted=gone[at])))
        return coalesce(out)

    def collide(self, words: str, proposals: Iterable[tuple[str, str]]) -> None:
        self.collisions.append(Collision(self.wid, words, tuple(proposals)))


def merged(base: Law, versions: Sequence[tuple[str, Law]]) -> tuple[Law, list[Collision]]:
    """Marked laws over one plain law, each by the name that signs its marks, as one marked law; and where they collide."""
    merger = _Merger()
    known = frozenset(provision.wid for provision in provisions(base))
    trees = [(name, _signed(law, name, known).document.blocks) for name, law in versions]
    blocks = merger.blocks(base.document.blocks, trees)
    law = replace(base, document=replace(base.document, blocks=blocks))
    assert plain(reject(law)) == plain(base), "rejecting gives the text before"
    return law, merger.collisions


def _signed(law: Law, name: str, known: frozenset[str]) -> Law:
    """The marks of a law all by one name, and what is new under wids of its own."""

    def own(trace: Trace) -> Trace:
        return Trace(name if trace.inserted else "", name if trace.deleted else "")

    def change(block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, content=tuple(map(inline, block.content)), trace=own(block.trace), seam=own(block.seam))
            case Provision():
                made = replace(block, trace=own(block.trace), shell=own(block.shell), seam=own(block.seam))
                return made if block.wid in known else replace(made, wid=f"{block.wid}~{name}", attributes=without_ids(block.attributes))
            case Group():
                return replace(block, trace=own(block.trace), seam=own(block.seam))
            case Table():
                rows = tuple(
                    replace(row, trace=own(row.trace), cells=tuple(replace(cell, trace=own(cell.trace)) for cell in row.cells))
                    for row in block.rows
                )
                return replace(block, rows=rows, trace=own(block.trace))
            case _:
                return block

    def inline(one: Inline) -> Inline:
        made = replace(one, trace=own(one.trace))
        return replace(made, content=tuple(replace(r, trace=own(r.trace)) for r in made.content)) if isinstance(made, Reference) else made

    document = rewrite(law.document, change)
    assert isinstance(document, Group)
    return replace(law, document=document)


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


def _bare(inline: Inline) -> Inline:
    return replace(inline, trace=Trace())


def _words(block: Block) -> str:
    return " ".join(filter(None, (text_of(line).strip() for line in paragraphs_of(block))))


def _accepted(block: Block) -> Block:
    return next(iter(block_as(block, View.AMENDED)), Paragraph())


def _same(blocks: Sequence[Block], others: Sequence[Block]) -> bool:
    return [_words(block) for block in blocks] == [_words(block) for block in others]


def _traced(block: Block, trace: Trace) -> Block:
    return block if isinstance(block, Departure) else replace(block, trace=trace)


def _renamed(block: Block, suffix: str) -> Block:
    """Provisions under wids that nothing else has."""

    def change(inner: Block) -> Block:
        return replace(inner, wid=f"{inner.wid}~{suffix}", attributes=()) if isinstance(inner, Provision) else inner

    return rewrite(block, change)
