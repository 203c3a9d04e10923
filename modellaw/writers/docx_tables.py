"""Tables as WordprocessingML: rows and cells with their marks, header rows repeated, columns as wide as their words want."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modellaw.model.changes import Trace
from modellaw.writers.docx_lines import Grid, GridCell, in_neither
from modellaw.writers.docx_widths import shared, span

if TYPE_CHECKING:
    from modellaw.writers.docx_body import Body

WIDTH, LANDSCAPE = 9070, 14002
"""Twentieths of a point between the margins of an A4 page, upright and across."""


_FULL = '<w:tblW w:w="5000" w:type="pct"/>'


def grid_xml(body: Body, grid: Grid) -> str:
    """A table."""
    width = body.width - grid.indent
    columns = shared(grid.widths, width) or [width]
    held: dict[int, tuple[int, int]] = {}
    rows = "".join(_row(body, trace, cells, columns, held, first=not number) for number, (trace, cells) in enumerate(grid.rows))
    mirrored = "<w:bidiVisual/>" if body.runs.right else ""
    size = f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="{grid.indent}" w:type="dxa"/>' if grid.indent else _FULL
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{body.styles["Law table"]}"/>{mirrored}{size}<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="1"/></w:tblPr>'
    )
    widths = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in columns)
    return f"<w:tbl>{properties}<w:tblGrid>{widths}</w:tblGrid>{rows}</w:tbl>"


def _row(body: Body, trace: Trace, cells: list[GridCell], columns: list[int], held: dict[int, tuple[int, int]], first: bool) -> str:
    mark = f"<w:ins {body.signer.signed(trace.inserted)}/>" if trace.inserted else ""
    mark += f"<w:del {body.signer.signed(trace.deleted)}/>" if trace.deleted else ""
    whole = "" if body.width != WIDTH else "<w:cantSplit/>"  # rows of wide tables hold whole provisions
    header = "<w:tblHeader/>" if first and cells and all(cell.header for cell in cells) else ""
    out: list[str] = []
    column = 0
    outer, body.comments.in_row = body.comments.in_row, body.comments.in_row or bool(trace)
    for cell in cells:
        # a cell that one change put in and another took out is in neither text, and Word has no mark for it
        if in_neither(cell.trace):
            column += span(cell, "colspan")
            continue
        column = _continued(out, held, column, columns)
        wide = span(cell, "colspan")
        down = span(cell, "rowspan")
        if down > 1:
            held[column] = (down - 1, wide)
        out.append(_cell(body, cell, columns[column : column + wide], "restart" if down > 1 else "", trace))
        column += wide
    body.comments.in_row = outer
    _continued(out, held, column, columns)
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
    properties = _size(columns, span(cell, "colspan")) + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
    if cell.trace.inserted and not row.inserted:
        properties += f"<w:cellIns {body.signer.signed(cell.trace.inserted)}/>"
    elif cell.trace.deleted and not row.deleted:
        properties += f"<w:cellDel {body.signer.signed(cell.trace.deleted)}/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body.flow(cell.flow, bool(row))}</w:tc>"
