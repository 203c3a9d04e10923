"""Tables as an Excel workbook: filters, a frozen head, widths that fit; the same bytes for the same rows."""

from __future__ import annotations

import io
import re
import zipfile

from modellaw.ooxml.package import package_bytes
from modellaw.ooxml.text import escaped
from modellaw.writers.sheets import Sheet

_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")
_WIDEST = 60
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def xlsx_bytes(*sheets: Sheet) -> bytes:
    """One workbook with a worksheet for each table; every cell is text, so that nothing is taken for a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    top, bold, shade = Alignment(vertical="top", wrap_text=True), Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79")
    for sheet in sheets:
        page = book.create_sheet(_name(sheet.title))
        for number, row in enumerate((sheet.columns, *sheet.rows), 1):
            for column, cell in enumerate(row, 1):
                words = _CONTROLS.sub("", "\n".join(cell) if isinstance(cell, tuple) else cell)[:32_000]
                made = page.cell(number, column)
                made.value, made.data_type = words, "s"
                made.alignment = top
                if number == 1:
                    made.font, made.fill = bold, shade
        page.freeze_panes = "A2"
        page.auto_filter.ref = page.dimensions
        page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_title_rows = "1:1"
        for column in range(1, len(sheet.columns) + 1):
            page.column_dimensions[get_column_letter(column)].width = _width(sheet, column - 1)
    out = io.BytesIO()
    book.save(out)
    return _same_bytes(out.getvalue(), sheets[0].title if sheets else "")


def _name(title: str) -> str:
    """A name that Excel accepts for a worksheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip() or "Sheet"


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(line) for row in (sheet.columns, *sheet.rows)
                   for line in (row[column] if isinstance(row[column], tuple) else str(row[column]).split("\n"))), default=8)  # fmt: skip
    return min(max(longest + 2, 10), _WIDEST)


def _same_bytes(data: bytes, title: str) -> bytes:
    """The package without the times at which it was made, and with its title."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = _DATE.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", parts["docProps/core.xml"])
    parts["docProps/core.xml"] = core.replace(b"<dc:creator>openpyxl</dc:creator>", f"<dc:title>{escaped(title)}</dc:title>".encode())
    return package_bytes(parts)
