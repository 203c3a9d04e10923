"""The marks of a table as operations on its rows, columns and cells."""

from __future__ import annotations

from collections.abc import Iterator

from modellaw.amend.ops import ChangeCell, InsertColumn, InsertRow, OmitColumn, OmitRow, TablePlace
from modellaw.capturing.marks import differs
from modellaw.comparing.words import difference
from modellaw.model.changes import View
from modellaw.model.nodes import Block, Cell, Row, Table
from modellaw.model.views import block_as
from modellaw.model.walk import paragraphs_of, text_of

TableOperation = InsertRow | OmitRow | InsertColumn | OmitColumn | ChangeCell


def table_operations(at: TablePlace, table: Table) -> Iterator[TableOperation]:
    """What differs in a table, from the last to the first, so that the numbers of what is before stay."""
    columns = list(_columns(at, table))
    yield from columns or _rows(at, table)


def _rows(at: TablePlace, table: Table) -> Iterator[InsertRow | OmitRow | ChangeCell]:
    above = [sum(1 for row in table.rows[:index] if not row.trace.inserted) for index in range(len(table.rows))]
    for index in reversed(range(len(table.rows))):
        row, number = table.rows[index], above[index]
        if row.trace.inserted:
            headers = tuple(index for index, cell in enumerate(row.cells) if cell.header)
            yield InsertRow(at, number, tuple(map(_now, row.cells)), headers)
        elif row.trace.deleted:
            yield OmitRow(at, number + 1)
        else:
            for column, cell in enumerate(row.cells, 1):
                if any(map(differs, cell.blocks)):
                    yield ChangeCell(at, number + 1, column, _now(cell))


def _columns(at: TablePlace, table: Table) -> Iterator[InsertColumn | OmitColumn]:
    """Whole columns, where nothing else differs: a comparison tells rows with other cells as rows that go and rows that come."""
    gone = [row for row in table.rows if row.trace.deleted]
    came = [row for row in table.rows if row.trace.inserted]
    widths = {len(row.cells) for row in gone}, {len(row.cells) for row in came}
    if not gone or len(gone) != len(came) or len(gone) + len(came) != len(table.rows) or any(len(width) != 1 for width in widths):
        return
    old, new = _down(gone), _down(came)
    hunks = difference([_said(column) for column in old], [_said(column) for column in new])
    if any(hunk.start < hunk.end and hunk.new_start < hunk.new_end for hunk in hunks):
        return
    for hunk in reversed(hunks):
        for number in range(hunk.end, hunk.start, -1):
            yield OmitColumn(at, number)
        for index in range(hunk.new_end, hunk.new_start, -1):
            yield InsertColumn(at, hunk.start, tuple(map(_now, new[index - 1])))


def _down(rows: list[Row]) -> list[tuple[Cell, ...]]:
    return list(zip(*(row.cells for row in rows), strict=True))


def _said(column: tuple[Cell, ...]) -> str:
    return "\n".join(" ".join(text_of(line) for block in cell.blocks for line in paragraphs_of(block)) for cell in column)


def _now(cell: Cell) -> tuple[Block, ...]:
    return tuple(plain for block in cell.blocks for plain in block_as(block, View.AMENDED))
