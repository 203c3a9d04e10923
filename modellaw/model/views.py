"""Views of a marked tree: reject gives the text before, accept the text after, exactly and without marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from modellaw.model.changes import NO_TRACE, Trace, View
from modellaw.model.nodes import (
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
)
from modellaw.model.walk import provisions


def reject(law: Law) -> Law:
    """The law before every change."""
    return view_as(law, View.ORIGINAL)


def accept(law: Law) -> Law:
    """The law after every change."""
    return view_as(law, View.AMENDED)


def view_as(law: Law, view: View) -> Law:
    """One view of a law; ORIGINAL and AMENDED carry no marks and no changes, MARKED is the law itself."""
    if view is View.MARKED:
        return law
    return replace(law, document=_Viewer(view, law).group(law.document), changes=(), modules=())


def block_as(block: Block, view: View, law: Law | None = None) -> tuple[Block, ...]:
    """One view of one block: a tuple, since a block may vanish or dissolve. ``law`` is needed where moves cross its border."""
    return (block,) if view is View.MARKED else _Viewer(view, law).blocks((block,))


def content_as(content: Iterable[Inline], view: View) -> tuple[Inline, ...]:
    """One view of a line's inlines, neighbouring runs of one formatting joined."""
    return tuple(content) if view is View.MARKED else _Viewer(view, None).inlines(content)


def shown(trace: Trace, view: View) -> bool:
    """Whether what bears this trace is part of the view."""
    match view:
        case View.MARKED:
            return True
        case View.ORIGINAL:
            return not trace.inserted
        case View.AMENDED:
            return not trace.deleted
        case _:
            assert_never(view)


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


class _Viewer:
    """One pass over a tree for one view; knows where moved provisions now stand."""

    def __init__(self, view: View, law: Law | None) -> None:
        self.view = view
        self.moved: dict[str, Provision] = {}
        if law is not None and view is View.ORIGINAL:
            self.moved = {provision.wid: provision for provision in provisions(law) if provision.moved}

    def group(self, group: Group) -> Group:
        return replace(group, blocks=self.blocks(group.blocks), trace=NO_TRACE, seam=NO_TRACE)

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        joined: list[Block] = []
        for block in self._present(blocks):
            last = joined[-1] if joined else None
            whole = _joined(last, block) if last is not None and self._runs_on(block) else None
            if whole is None:
                joined.append(block)
            else:
                joined[-1] = whole
        return tuple(self._plain(block) for block in joined)

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
        return isinstance(block, Provision | Group | Paragraph) and not shown(block.seam, self.view)

    def _plain(self, block: Block) -> Block:
        match block:
            case Provision():
                return replace(block, blocks=self.blocks(block.blocks), trace=NO_TRACE, shell=NO_TRACE, seam=NO_TRACE, moved="")
            case Group():
                return self.group(block)
            case Paragraph():
                return replace(block, content=self.inlines(block.content), trace=NO_TRACE, seam=NO_TRACE)
            case Table():
                rows = tuple(self._row(row) for row in block.rows if shown(row.trace, self.view))
                return replace(block, rows=rows, before=self.blocks(block.before), trace=NO_TRACE)
            case Carried():
                return replace(block, trace=NO_TRACE) if block.trace else block
            case Departure():
                raise AssertionError("a departure is never present in a view")
            case _:
                assert_never(block)

    def _row(self, row: Row) -> Row:
        return replace(row, cells=tuple(self._cell(cell) for cell in row.cells if shown(cell.trace, self.view)), trace=NO_TRACE)

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, blocks=self.blocks(cell.blocks), trace=NO_TRACE)

    def inlines(self, content: Iterable[Inline]) -> tuple[Inline, ...]:
        return coalesce(self._inline(inline) for inline in content if shown(inline.trace, self.view))

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case Run() | CarriedInline():
                return replace(inline, trace=NO_TRACE) if inline.trace else inline
            case Reference() | Blank():
                return replace(inline, content=_runs(self.inlines(inline.content)), trace=NO_TRACE)
            case Note():
                return replace(inline, blocks=self.blocks(inline.blocks), trace=NO_TRACE)
            case _:
                assert_never(inline)


def _runs(content: tuple[Inline, ...]) -> tuple[Run, ...]:
    return tuple(inline for inline in content if isinstance(inline, Run))


def _joined(first: Block, second: Block) -> Block | None:
    """``second`` continued in ``first``: what is directly inside both, in one; None where what stands between keeps them apart."""
    match first, second:
        case (Provision() | Group(), Provision() | Group()) if type(first) is type(second):
            return replace(first, blocks=first.blocks + second.blocks)
        case Paragraph(), Paragraph():
            return replace(first, content=first.content + second.content)
        case _:
            return None
