"""Tables as WordprocessingML: rows and cells with their marks, header rows repeated, columns as wide as their words want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.spans import head_rows, span
from modellaw.writers.docx_lines import Atom, Grid, GridCell, Line, in_neither
from modellaw.writers.docx_widths import across, lines, says_something, settled, shared

if TYPE_CHECKING:
    from modellaw.writers.docx_body import Body

WIDTH = 9070
"""Twentieths of a point between the margins of an A4 page."""


LONG = 14
"""A row with a cell of more lines may go on on the next page, such as one that holds a whole provision."""

_NAMES, _NO_NAMES = 'w:val="0420" w:firstRow="1"', 'w:val="0400" w:firstRow="0"'
_FULL = '<w:tblW w:w="5000" w:type="pct"/>'


def grid_xml(body: Body, grid: Grid) -> str:
    """A table."""
    width = body.width - grid.indent
    columns = settled(grid.rows, grid.widths, shared(grid.widths, width) or [width])
    held: dict[int, tuple[int, int]] = {}
    head = head_rows([cells for _, cells in grid.rows])
    rows = "".join(_row(body, trace, cells, columns, held, head=number < head) for number, (trace, cells) in enumerate(grid.rows))
    mirrored = "<w:bidiVisual/>" if body.runs.right else ""
    size = f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="{grid.indent}" w:type="dxa"/>' if grid.indent else _FULL
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{body.styles["Law table"]}"/>{mirrored}{size}<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook {_NAMES if _names_columns(grid) else _NO_NAMES} w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="1"/></w:tblPr>'
    )
    widths = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in columns)
    return f"<w:tbl>{properties}<w:tblGrid>{widths}</w:tblGrid>{rows}</w:tbl>"


def _names_columns(grid: Grid) -> bool:
    """Whether the first row looks like a head: its cells are marked so, or none of them is to be filled in as those of a form are."""
    first = grid.rows[0][1] if grid.rows else []
    return any(cell.header for cell in first) or all(map(says_something, first))


def _row(body: Body, trace: Trace, cells: list[GridCell], columns: list[int], held: dict[int, tuple[int, int]], *, head: bool) -> str:
    mark = f"<w:ins {body.signer.signed(trace.inserted)}/>" if trace.inserted else ""
    mark += f"<w:del {body.signer.signed(trace.deleted)}/>" if trace.deleted else ""
    header = "<w:tblHeader/>" if head else ""
    out: list[str] = []
    column, longest = 0, 0.0
    outer, body.comments.in_row = body.comments.in_row, body.comments.in_row or bool(trace)
    for cell in cells:
        # a cell that one change put in and another took out is in neither text, and Word has no mark for it
        if in_neither(cell.trace):
            column += across(cell)
            continue
        column = _continued(out, held, column, columns)
        wide = across(cell)
        down = span(cell, "rowspan")
        if down > 1:
            held[column] = (down - 1, wide)
        out.append(_cell(body, cell, columns[column : column + wide], "restart" if down > 1 else "", trace))
        longest = max(longest, lines(cell, sum(columns[column : column + wide])))
        column += wide
    body.comments.in_row = outer
    _continued(out, held, column, columns)
    whole = "" if longest > LONG else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{header}{mark}</w:trPr>{''.join(out)}</w:tr>"


def _continued(out: list[str], held: dict[int, tuple[int, int]], column: int, columns: list[int]) -> int:
    """Cells that go on from the row above."""
    while column in held:
        left, wide = held.pop(column)
        if left > 1:
            held[column] = (left - 1, wide)
        properties = _size(columns[column : column + wide], wide)
        out.append(f"<w:tc><w:tcPr>{properties}<w:vMerge/></w:tcPr><w:p/></w:tc>")
        column += wide
    return column


def _size(columns: list[int], wide: int) -> str:
    return f'<w:tcW w:w="{sum(columns)}" w:type="dxa"/>' + (f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else "")


def _cell(body: Body, cell: GridCell, columns: list[int], merge: str, row: Trace) -> str:
    properties = _size(columns, across(cell)) + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
    if cell.trace.inserted and not row.inserted:
        properties += f"<w:cellIns {body.signer.signed(cell.trace.inserted)}/>"
    elif cell.trace.deleted and not row.deleted:
        properties += f"<w:cellDel {body.signer.signed(cell.trace.deleted)}/>"
    outer, body.width = body.width, sum(columns)
    inside = body.flow(cell.flow, bool(row))
    body.width = outer
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def of_grid(grid: Grid) -> Trace:
    """The trace of a table that comes or goes whole."""
    traces = {trace for trace, _ in grid.rows}
    return traces.pop() if len(traces) == 1 else NO_TRACE


def separated(items: Sequence[Line | Grid], index: int) -> Trace | None:
    """The trace of the paragraph behind a table, None for none: it is in each view in which the table stands at the end or before another.

    Between two tables of which no view has both it is in neither, but Word would make them one without it.
    """

    def behind() -> Iterator[Line | Grid]:
        return (items[at] for at in range(index + 1, len(items)))

    def signed(view: int) -> str:
        own = _absent(items[index], view)
        return own or next((change for item in behind() if (change := _absent(item, view) or _absent(item, 1 - view))), "")

    follows = [next((item for item in behind() if not _absent(item, view)), None) for view in (0, 1)]
    here = [not _absent(items[index], view) and not isinstance(follows[view], Line) for view in (0, 1)]
    if not any(here) and not isinstance(next(behind(), None), Grid):
        return None
    return Trace("" if here[0] else signed(0), "" if here[1] else signed(1))


def instead(items: Sequence[Line | Grid], index: int, trace: Trace) -> tuple[int, Line] | None:
    """The line behind a table that can be the paragraph behind it as well, and where it is; None where there is none.

    Where one view has that paragraph and the other has text, the last line of the text is empty in the first view. Two paragraphs, one of
    which comes as the other goes, would say the same, but LibreOffice cannot take away a paragraph before a table.
    """
    if bool(trace.inserted) == bool(trace.deleted):
        return None
    view = 0 if trace.deleted else 1
    run = list(takewhile(lambda item: isinstance(item, Line) and bool(_absent(item, view)), islice(items, index + 1, None)))
    line = run[-1] if run else None
    if not isinstance(line, Line) or in_neither(line.mark) or any(atom.move or in_neither(atom.trace) for atom in line.atoms):
        return None
    nothing = Atom((), "After table")
    looks = (nothing, line.looks[1]) if view == 0 else (line.looks[0], nothing)
    return index + len(run), Line(line.atoms, looks=looks)


def _absent(item: Line | Grid, view: int) -> str:
    """The change for which a paragraph or table is not in the original (0) or amended (1) view, "" when it is."""
    traces = [item.mark] if isinstance(item, Line) else [trace for trace, _ in item.rows]
    changes = [trace.deleted if view else trace.inserted for trace in traces]
    return changes[0] if changes and all(changes) else ""
