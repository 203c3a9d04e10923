"""The grid of a Word table: cells that continue the one above become part of its height (ECMA-376 part 1, 17.4.84)."""

from __future__ import annotations

from collections.abc import Iterable

from modellaw.model.changes import Trace
from modellaw.model.nodes import Block, Cell, Paragraph
from modellaw.model.walk import inline_text
from modellaw.values import dataclass


@dataclass(slots=True)
class GridCell:
    """A cell on its way: its place on the grid, and whether it is merged into the one above."""

    blocks: tuple[Block, ...]
    header: bool
    trace: Trace
    wide: int
    continues: bool
    column: int
    high: int = 1
    merged: bool = False

    def made(self) -> Cell:
        spans = (("colspan", self.wide), ("rowspan", self.high))
        return Cell(self.blocks, self.header, tuple((name, str(value)) for name, value in spans if value > 1), self.trace)


def span_rows(grid: list[list[GridCell]]) -> None:
    """Cells that continue the one above become part of its height, unless they hold words of their own."""
    above: dict[int, GridCell] = {}
    for cells in grid:
        now: dict[int, GridCell] = {}
        for cell in cells:
            owner = above.get(cell.column)
            if cell.continues and owner is not None and owner.wide == cell.wide and not _words(cell.blocks):
                owner.high += 1
                cell.merged = True
                now[cell.column] = owner
            else:
                now[cell.column] = cell
        above = now


def _words(blocks: Iterable[Block]) -> str:
    return "".join(inline_text(inline) for block in blocks if isinstance(block, Paragraph) for inline in block.content) or (
        "table" if any(not isinstance(block, Paragraph) for block in blocks) else "")  # fmt: skip
