"""Views of a marked tree: reject gives the text before, accept the text after, exactly and without marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import is_
from types import MappingProxyType
from typing import assert_never

from modellaw.model.changes import NO_TRACE, Trace, View
from modellaw.model.nodes import (
    LABELS,
    Blank,
    Block,
    Carried,
    CarriedInline,
    Cell,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,  # fmt: skip
    Reference,
    Row,
    Run,
    Table,
    is_bare,
)
from modellaw.model.walk import provisions
from modellaw.values import replace

Objects = frozenset[int]
"""The id() of provisions of a law that is kept alive."""


def objects_of(law: Law) -> Objects:
    """Every provision of a law as an object: what an amended law shares with it needs no second look."""
    return frozenset(map(id, provisions(law)))


def reject(law: Law, plain: Objects = frozenset()) -> Law:
    """The law before every change; provisions that are among the objects ``plain`` are known to bear no marks."""
    return view_as(law, View.ORIGINAL, plain)


def accept(law: Law, plain: Objects = frozenset()) -> Law:
    """The law after every change; provisions that are among the objects ``plain`` are known to bear no marks."""
    return view_as(law, View.AMENDED, plain)


def view_as(law: Law, view: View, plain: Objects = frozenset()) -> Law:
    """One view of a law; ORIGINAL and AMENDED carry no marks and no changes, MARKED is the law itself."""
    if view is View.MARKED:
        return law
    return replace(law, document=_Viewer(view, law, plain).group(law.document), changes=(), modules=())


def block_as(block: Block, view: View, moved: Mapping[str, Provision] = MappingProxyType({})) -> tuple[Block, ...]:
    """One view of one block: a tuple, since a block may vanish or dissolve.

    ``moved`` has the moved provisions of the law by wid; they are needed where something stood in the block that stands elsewhere now.
    """
    return (block,) if view is View.MARKED else _Viewer(view, moved=moved).blocks((block,))


def content_as(content: Iterable[Inline], view: View) -> tuple[Inline, ...]:
    """One view of a line's inlines, neighbouring runs of one formatting joined."""
    return tuple(content) if view is View.MARKED else _Viewer(view).inlines(tuple(content))


def shown(trace: Trace, view: View) -> bool:
    """Whether what bears this trace is part of the view."""
    if trace is NO_TRACE:
        return True
    match view:
        case View.MARKED:
            return True
        case View.ORIGINAL:
            return not trace.inserted
        case View.AMENDED:
            return not trace.deleted
        case _:
            assert_never(view)


def is_unmarked(content: tuple[Inline, ...]) -> bool:
    """Whether no inline of a line bears a mark of its own."""
    for inline in content:  # noqa: SIM110 - asked of every line, and making a generator takes longer than the answer
        if inline.trace is not NO_TRACE and inline.trace:
            return False
    return True


def coalesce(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """The inlines with neighbouring runs of equal wraps and trace joined and empty runs left out: the canonical form."""
    out: list[Inline] = []
    for inline in content:
        if isinstance(inline, Run):
            if not inline.text:
                continue
            last = out[-1] if out else None
            if isinstance(last, Run) and last.wraps == inline.wraps and last.trace == inline.trace:
                out[-1] = Run(last.text + inline.text, last.wraps, last.trace)
                continue
        out.append(inline)
    return tuple(out)


def moved_in(law: Law) -> dict[str, Provision]:
    """The moved provisions of a marked law by wid."""
    return {provision.wid: provision for provision in provisions(law) if provision.moved}


class _Viewer:
    """One pass over a tree for one view; knows where moved provisions now stand, and the objects that bear no marks."""

    def __init__(
        self, view: View, law: Law | None = None, plain: Objects = frozenset(), moved: Mapping[str, Provision] | None = None
    ) -> None:
        self.view = view
        self.law = law
        self.plain = plain
        self._moved = moved

    @cached_property
    def moved(self) -> Mapping[str, Provision]:
        """The moved provisions by wid, where they are known or the view is of a whole law."""
        return self._moved if self._moved is not None else moved_in(self.law) if self.law is not None else {}

    def group(self, group: Group) -> Group:
        blocks = self.blocks(group.blocks)
        if blocks is group.blocks and not group.trace and not group.seam:
            return group
        return Group(group.name, blocks, group.attributes)

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks of the view; the same tuple where nothing in it bears a mark."""
        joined: list[Block] = []
        for block in self._present(blocks):
            whole = _joined(joined[-1], block) if joined and self._runs_on(block) else None
            if whole is None:
                joined.append(block)
            else:
                joined[-1] = whole
        plain: list[Block] = []
        for block in joined:
            made = self._plain(block)
            plain += (made,) if made is block else _what_is_left(block, made)
        return blocks if len(plain) == len(blocks) and all(map(is_, plain, blocks)) else tuple(plain)

    def _present(self, blocks: Iterable[Block]) -> Iterable[Block]:
        """The blocks of this view: hidden ones gone, moved ones at this view's place, dissolved shells replaced by content."""
        for block in blocks:
            match block:
                case Departure():
                    if self.view is View.ORIGINAL and block.wid in self.moved:
                        yield from self._present((replace(self.moved[block.wid], moved=""),))
                case Provision():
                    if not shown(block.trace, self.view) or (block.moved and self.view is View.ORIGINAL):
                        continue
                    if shown(block.shell, self.view):
                        yield block
                    else:
                        yield from self._present(block.blocks)
                case Group() | Paragraph() | Table() | Carried():
                    if shown(block.trace, self.view):
                        yield block
                case _:
                    assert_never(block)

    def _runs_on(self, block: Block) -> bool:
        return isinstance(block, (Provision, Group, Paragraph)) and not shown(block.seam, self.view)

    def _plain(self, block: Block) -> Block:
        match block:
            case Provision():
                if id(block) in self.plain:
                    return block
                blocks = self.blocks(block.blocks)
                if blocks is block.blocks and not (block.trace or block.shell or block.seam or block.moved):
                    return block
                return Provision(block.level, block.wid, blocks, block.attributes)
            case Group():
                return self.group(block)
            case Paragraph():
                if block.trace is block.seam is NO_TRACE and is_bare(block.content):
                    return block
                content = self.inlines(block.content)
                if content is block.content and not block.trace and not block.seam:
                    return block
                return Paragraph(content, block.name, block.attributes)
            case Table():
                rows = tuple([self._row(row) for row in block.rows if shown(row.trace, self.view)])
                before = self.blocks(block.before)
                same = before is block.before and len(rows) == len(block.rows) and all(map(is_, rows, block.rows))
                return block if same and not block.trace else replace(block, rows=rows, before=before, trace=NO_TRACE)
            case Carried():
                return replace(block, trace=NO_TRACE) if block.trace else block
            case Departure():
                raise AssertionError("a departure is never present in a view")
            case _:
                assert_never(block)

    def _row(self, row: Row) -> Row:
        cells = tuple([self._cell(cell) for cell in row.cells if shown(cell.trace, self.view)])
        same = len(cells) == len(row.cells) and all(map(is_, cells, row.cells))
        return row if same and not row.trace else replace(row, cells=cells, trace=NO_TRACE)

    def _cell(self, cell: Cell) -> Cell:
        blocks = self.blocks(cell.blocks)
        return cell if blocks is cell.blocks and not cell.trace else replace(cell, blocks=blocks, trace=NO_TRACE)

    def inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The inlines of the view, neighbouring runs joined; the same tuple where none bears a mark."""
        plain = [self._inline(inline) for inline in content if shown(inline.trace, self.view)]
        return content if len(plain) == len(content) and all(map(is_, plain, content)) else coalesce(plain)

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case Run() | CarriedInline():
                return inline if inline.trace is NO_TRACE or not inline.trace else replace(inline, trace=NO_TRACE)
            case Reference() | Blank():
                inner = self.inlines(inline.content)
                return inline if inner is inline.content and not inline.trace else replace(inline, content=_runs(inner), trace=NO_TRACE)
            case Note():
                blocks = self.blocks(inline.blocks)
                return inline if blocks is inline.blocks and not inline.trace else replace(inline, blocks=blocks, trace=NO_TRACE)
            case _:
                assert_never(inline)


def _runs(content: tuple[Inline, ...]) -> tuple[Run, ...]:
    return tuple(inline for inline in content if isinstance(inline, Run))


_HOLDING = frozenset({"attachments", "blockList", "citations", "recitals"})
"""The groups that Akoma Ntoso does not allow without a provision in them."""


_OF_GROUPS = frozenset({*LABELS, "listIntroduction", "listWrapUp"})
"""The lines that stand only where their group does."""


def _what_is_left(block: Block, made: Block) -> Iterable[Block]:
    """A block in a view, or, of a group that held provisions and has none there, the words that stood beside them."""
    if not isinstance(made, Group) or made.name not in _HOLDING or any(map(_is_held, made.blocks)):
        return (made,)
    if not isinstance(block, Group) or not any(isinstance(inner, Provision | Departure) for inner in block.blocks):
        return (made,)
    inner = (one for part in made.blocks for one in (part.blocks if isinstance(part, Group) else (part,)))
    return tuple(replace(one, name="p") if isinstance(one, Paragraph) and one.name in _OF_GROUPS else one for one in inner)


def _is_held(block: Block) -> bool:
    """Whether a block is what such a group is there for: a provision, or one that stands in another document."""
    return isinstance(block, Provision) or (isinstance(block, Group) and block.name == "componentRef")


def _joined(first: Block, second: Block) -> Block | None:
    """``second`` continued in ``first``: what is directly inside both, in one; None where what stands between keeps them apart."""
    match first, second:
        case (Provision() | Group(), Provision() | Group()) if type(first) is type(second):
            return replace(first, blocks=first.blocks + second.blocks)
        case Paragraph(), Paragraph():
            return replace(first, content=coalesce(first.content + second.content))
        case _:
            return None
