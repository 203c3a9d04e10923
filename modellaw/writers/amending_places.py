"""Where the sentences of an instrument put things: obeyed one after the other, they give what modules side by side are meant to give.

A module sees the law and itself, not what others insert at the same place; who obeys an instrument sees all that stands there by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from modellaw.amend.ops import (
    AmendmentModule,
    ChangeCell,
    Insert,
    InsertColumn,
    InsertRow,
    InsertSchedule,
    OmitColumn,
    OmitRow,
    Operation,
    Position,
    TablePlace,
    Where,
)
from modellaw.model.nodes import Block, Group, Law, Provision
from modellaw.model.walk import children
from modellaw.values import replace

_ROWS = 1_000
"""More rows or columns than any table has."""
_Line = tuple[int, str]
"""A row or column: its number in the law, or of all that were inserted, and the module that inserted it, "" for the law's."""


class Places:
    """Operations as they are to be worded, taken in the order of the instrument."""

    def __init__(self, modules: Sequence[AmendmentModule], consolidated: Law) -> None:
        self.consolidated = consolidated
        self.seen = {one.module.id: {"", one.module.id, *one.module.requires} for one in modules}
        self.inserted: set[str] = set()
        self.lines: dict[tuple[TablePlace, str], list[_Line]] = {}

    def placed(self, op: Operation, module: str) -> Operation:
        """An operation of a module, put where it belongs when all sentences before it are obeyed."""
        match op:
            case Insert(Position(Where.AFTER | Where.FIRST), (Provision() as first, *_)):
                before = self.behind(first.wid, op.position.anchor, [one.wid for one in op.blocks if isinstance(one, Provision)])
                return replace(op, position=Position(Where.AFTER, before)) if before else op
            case InsertSchedule() if op.after:
                return replace(op, after=self.behind(op.schedule.wid, op.after, [op.schedule.wid]) or op.after)
            case InsertRow():
                return replace(op, after=self.came(op.at, "row", op.after, module))
            case InsertColumn():
                return replace(op, after=self.came(op.at, "column", op.after, module))
            case OmitRow():
                return replace(op, row=self.here(op.at, "row", op.row, module, gone=True))
            case OmitColumn():
                return replace(op, column=self.here(op.at, "column", op.column, module, gone=True))
            case ChangeCell():
                return replace(op, row=self.here(op.at, "row", op.row, module), column=self.here(op.at, "column", op.column, module))
            case _:
                return op

    # --- provisions

    @cached_property
    def in_front(self) -> dict[str, str]:
        """Each provision of the consolidated law to the one in front of it."""
        return {behind.wid: before.wid for row in _rows(self.consolidated.document) for before, behind in pairwise(row)}

    def behind(self, wid: str, anchor: str, fresh: Sequence[str]) -> str:
        """What stands in front of an inserted provision, where an earlier sentence inserted that; else ""."""
        before = self.in_front.get(wid, "")
        other = before != anchor and before in self.inserted
        self.inserted.update(fresh)
        return before if other else ""

    # --- rows and columns

    def here(self, at: TablePlace, what: str, number: int, module: str, *, gone: bool = False) -> int:
        """The number of a row or column when all sentences before this one are obeyed."""
        lines, index = self.index(at, what, number, module)
        if gone:
            del lines[index]
        return index + 1

    def came(self, at: TablePlace, what: str, after: int, module: str) -> int:
        """The number of the row or column behind which one is inserted: behind those that others inserted there."""
        lines, index = self.index(at, what, after, module) if after else (self.of(at, what), -1)
        end = index + 1
        while end < len(lines) and lines[end][1] not in self.seen.get(module, {""}):
            end += 1
        lines.insert(end, (end, module))
        return end

    def of(self, at: TablePlace, what: str) -> list[_Line]:
        return self.lines.setdefault((at, what), [(number, "") for number in range(1, _ROWS)])

    def index(self, at: TablePlace, what: str, number: int, module: str) -> tuple[list[_Line], int]:
        """The rows or columns there are, and which of them a module counts as the nth."""
        lines, seen = self.of(at, what), self.seen.get(module, {""})
        visible = [index for index, (_, who) in enumerate(lines) if who in seen]
        return lines, visible[number - 1]


def _rows(block: Block) -> Iterator[list[Provision]]:
    """The provisions that stand side by side in a law or provision, row by row."""
    row = [inner for child in children(block) for inner in _flat(child) if isinstance(inner, Provision)]
    yield row
    for inner in row:
        yield from _rows(inner)


def _flat(block: Block) -> Iterator[Block]:
    if isinstance(block, Group):
        for inner in block.blocks:
            yield from _flat(inner)
    else:
        yield block
