"""Operations on tables: rows, columns and cells, counted as the change sees them."""

from __future__ import annotations

from modellaw.amend.desk import Desk, Sight
from modellaw.amend.locate import provision
from modellaw.amend.merge import merge
from modellaw.amend.ops import ChangeCell, InsertColumn, InsertRow, OmitColumn, OmitRow, TablePlace
from modellaw.amend.paths import Path, block_at, with_block
from modellaw.model.changes import Trace
from modellaw.model.nodes import Block, Cell, Group, Row, Table
from modellaw.model.spans import span
from modellaw.values import replace

_HINT = "substitute the whole table instead"


def insert_row(desk: Desk, sight: Sight, op: InsertRow) -> None:
    """A row after the nth; it has as many cells as the table has columns."""
    key, path, table = _find(desk, sight, op.at)
    rows = _rows(desk, sight, table)
    grid = _grid(desk, sight, table, rows)
    width = max((len(line) for line in grid), default=0)
    if len(op.cells) != width:
        raise sight.fail(f"the row has {len(op.cells)} cells, the table has {width} columns", op.at.target)
    _check_range(sight, op.at.target, "row", op.after, 0, len(rows))
    if 0 < op.after < len(rows) and set(grid[op.after - 1]) & set(grid[op.after]):
        raise sight.fail(f"a cell spans rows {op.after} and {op.after + 1}", op.at.target, _HINT)
    at = _gap(desk, sight, [row.trace for row in table.rows], rows, op.after)
    row = Row(tuple(Cell(blocks, index in op.headers) for index, blocks in enumerate(op.cells)), trace=sight.inserted)
    _put(desk, key, path, replace(table, rows=(*table.rows[:at], row, *table.rows[at:])))


def omit_row(desk: Desk, sight: Sight, op: OmitRow) -> None:
    """The nth row goes."""
    key, path, table = _find(desk, sight, op.at)
    rows = _rows(desk, sight, table)
    grid = _grid(desk, sight, table, rows)
    _check_range(sight, op.at.target, "row", op.row, 1, len(rows))
    others = {cell for index, line in enumerate(grid) if index != op.row - 1 for cell in line}
    if others & set(grid[op.row - 1]):
        raise sight.fail(f"a cell of row {op.row} spans other rows too", op.at.target, _HINT)
    index = rows[op.row - 1]
    row = table.rows[index]
    row = replace(row, trace=desk.deleted(row.trace, sight, key, f"row {op.row}"))
    _put(desk, key, path, replace(table, rows=(*table.rows[:index], row, *table.rows[index + 1 :])))


def insert_column(desk: Desk, sight: Sight, op: InsertColumn) -> None:
    """A column after the nth, a cell for each row."""
    key, path, table = _find(desk, sight, op.at)
    rows = _rows(desk, sight, table)
    if len(op.cells) != len(rows):
        raise sight.fail(f"the column has {len(op.cells)} cells, the table has {len(rows)} rows", op.at.target)
    grid = _grid(desk, sight, table, rows)
    width = max((len(line) for line in grid), default=0)
    _check_range(sight, op.at.target, "column", op.after, 0, width)
    lines = list(table.rows)
    for number, (index, blocks) in enumerate(zip(rows, op.cells, strict=True)):
        row = table.rows[index]
        line = grid[number]
        if 0 < op.after < len(line) and line[op.after - 1] == line[op.after]:
            raise sight.fail(f"a cell spans columns {op.after} and {op.after + 1}", op.at.target, _HINT)
        seen = [i for i, cell in enumerate(row.cells) if desk.live(cell.trace, sight)]
        before = sum(1 for i in seen if (index, i) in line[: op.after])
        at = _gap(desk, sight, [cell.trace for cell in row.cells], seen, before)
        beside = row.cells[seen[max(before - 1, 0)]] if seen else None
        cell = Cell(blocks, beside.header if beside else False, trace=sight.inserted)
        lines[index] = replace(row, cells=(*row.cells[:at], cell, *row.cells[at:]))
    _put(desk, key, path, replace(table, rows=tuple(lines)))


def omit_column(desk: Desk, sight: Sight, op: OmitColumn) -> None:
    """The nth column goes."""
    key, path, table = _find(desk, sight, op.at)
    rows = _rows(desk, sight, table)
    grid = _grid(desk, sight, table, rows)
    _check_range(sight, op.at.target, "column", op.column, 1, max((len(line) for line in grid), default=0))
    lines = list(table.rows)
    gone: set[tuple[int, int]] = set()
    for line in grid:
        if len(line) < op.column:
            continue
        if line.count(line[op.column - 1]) > 1:
            raise sight.fail(f"a cell of column {op.column} spans other columns too", op.at.target, _HINT)
        gone.add(line[op.column - 1])
    for r, c in sorted(gone):
        row = lines[r]
        cell = replace(row.cells[c], trace=desk.deleted(row.cells[c].trace, sight, key, f"column {op.column}"))
        lines[r] = replace(row, cells=(*row.cells[:c], cell, *row.cells[c + 1 :]))
    _put(desk, key, path, replace(table, rows=tuple(lines)))


def change_cell(desk: Desk, sight: Sight, op: ChangeCell) -> None:
    """New content for a cell, written word by word."""
    key, path, table = _find(desk, sight, op.at)
    rows = _rows(desk, sight, table)
    grid = _grid(desk, sight, table, rows)
    _check_range(sight, op.at.target, "row", op.row, 1, len(rows))
    _check_range(sight, op.at.target, "column", op.column, 1, len(grid[op.row - 1]))
    r, c = grid[op.row - 1][op.column - 1]
    desk.claim("cell", f"{key}/{'.'.join(map(str, (*path, r, c)))}", sight)
    merge(desk, sight, key, (*path, r, c), op.blocks)


def _find(desk: Desk, sight: Sight, at: TablePlace) -> tuple[str, Path, Table]:
    """The record, path and value of the nth table of a provision."""
    provision(desk, sight, at.target)
    found: list[tuple[str, Path]] = []

    def look(key: str, blocks: tuple[Block, ...], path: Path) -> None:
        for index, block in enumerate(blocks):
            if not desk.stub_live(block, sight):
                continue
            if isinstance(block, Table):
                found.append((key, (*path, index)))
            elif isinstance(block, Group):
                look(key, block.blocks, (*path, index))

    for key in desk.unit(at.target, sight):
        look(key, desk.records[key].blocks, ())
        for block in desk.records[key].blocks:
            if not isinstance(block, Table | Group) and hasattr(block, "wid") and not desk.live(desk.records[block.wid].shell, sight):
                look(block.wid, desk.records[block.wid].blocks, ())
    if not 1 <= at.table <= len(found):
        has = f"has {len(found)} table{'s' * (len(found) != 1)}" if found else "has no table"
        raise sight.fail(f"there is no table {at.table}: the provision {has}", at.target)
    key, path = found[at.table - 1]
    table = block_at(desk.records[key].blocks, path)
    assert isinstance(table, Table)
    return key, path, table


def _rows(desk: Desk, sight: Sight, table: Table) -> list[int]:
    return [index for index, row in enumerate(table.rows) if desk.live(row.trace, sight)]


def _grid(desk: Desk, sight: Sight, table: Table, rows: list[int]) -> list[list[tuple[int, int]]]:
    """For each row as seen, the cell (row, cell index) at each column, spans filled in."""
    grid: list[dict[int, tuple[int, int]]] = [{} for _ in rows]
    for number, index in enumerate(rows):
        column = 0
        for c, cell in enumerate(table.rows[index].cells):
            if not desk.live(cell.trace, sight):
                continue
            while column in grid[number]:
                column += 1
            for r in range(number, min(number + span(cell, "rowspan"), len(rows))):
                for over in range(span(cell, "colspan")):
                    grid[r][column + over] = (index, c)
    return [[line[column] for column in sorted(line)] for line in grid]


def _check_range(sight: Sight, target: str, what: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise sight.fail(f"there is no {what} {value}: the table has {most}", target)


def _gap(desk: Desk, sight: Sight, traces: list[Trace], seen: list[int], after: int) -> int:
    """Where to insert behind the nth of what is seen: behind what has precedence in the same gap."""
    at = index = seen[after - 1] + 1 if after else 0
    stop = seen[after] if after < len(seen) else len(traces)
    while index < stop:
        if desk.first(traces[index].inserted, sight):
            at = index + 1
        index += 1
    return at


def _put(desk: Desk, key: str, path: Path, table: Table) -> None:
    record = desk.records[key]
    desk.put(replace(record, blocks=with_block(record.blocks, path, table)))
