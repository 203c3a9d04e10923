"""Tables as an Excel workbook: filters, a frozen head, widths that fit; the same bytes for the same rows (ECMA-376 part 1, 18)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modellaw.ooxml.package import package_bytes
from modellaw.ooxml.template import HEAD
from modellaw.ooxml.text import escaped
from modellaw.writers.sheets import Marked, Sheet, Words

_WIDEST, _WRITTEN = 60, 45
_LONGEST = 32_000
"""Excel takes 32,767 signs in a cell."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
_TOP = '<alignment vertical="top" wrapText="1"/></xf>'
_STYLES = (
    f'{HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="4"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FF1F4E79"/></patternFill></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFFFF8DC"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"><color rgb="FFBFBFBF"/></left>'
    '<right style="thin"><color rgb="FFBFBFBF"/></right><top style="thin"><color rgb="FFBFBFBF"/></top><bottom style="thin">'
    '<color rgb="FFBFBFBF"/></bottom><diagonal/></border>'
    f'</borders><cellStyleXfs count="1">{_PLAIN_XF}/></cellStyleXfs><cellXfs count="4">{_PLAIN_XF} xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">'
    f'{_TOP}{_PLAIN_XF} xfId="0" applyAlignment="1">{_TOP}'
    '<xf numFmtId="0" fontId="0" fillId="3" borderId="1" xfId="0" applyFill="1" applyBorder="1" applyAlignment="1">'
    f"{_TOP}</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_HEAD_STYLE, _CELL_STYLE, _FILL_STYLE = 1, 2, 3
_RUN = '<rPr>{}<sz val="11"/><color {}/><rFont val="Calibri"/><family val="2"/></rPr>'
_RUNS = {
    "": _RUN.format("", 'rgb="FF000000"'),
    "ins": _RUN.format("<u/>", 'rgb="FF1B5E20"'),
    "del": _RUN.format("<strike/>", 'rgb="FF9C1C1C"'),
}
"""How the words of a marked line look, by what marks them."""


def xlsx_bytes(*sheets: Sheet) -> bytes:
    """One workbook with a worksheet for each table; every cell is text, so that nothing is taken for a formula."""
    names = _names(sheets)
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escaped(sheets[0].title)}</dc:title></cp:coreProperties>"
        ),
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": _workbook(sheets, names),
        "xl/_rels/workbook.xml.rels": _relations(
            *((f"{_OFFICE}/relationships/worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
        ),
        **{f"xl/worksheets/sheet{number}.xml": _worksheet(sheet) for number, sheet in enumerate(sheets, 1)},
    }
    return package_bytes({name: text.encode() for name, text in parts.items()})


def _names(sheets: tuple[Sheet, ...]) -> list[str]:
    """For each worksheet a name of its own that Excel accepts."""
    names: list[str] = []
    for sheet in sheets:
        name = re.sub(r"[\[\]:*?/\\]", " ", sheet.title)[:31].strip(" '") or "Sheet"
        taken = {name.lower() for name in names}
        numbers = (f"{name[:27]} {number}" for number in range(2, len(sheets) + 2))
        names.append(name if name.lower() not in taken else next(other for other in numbers if other.lower() not in taken))
    return names


def _types(count: int) -> str:
    overrides = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    overrides |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in range(1, count + 1)}
    listed = "".join(f'<Override PartName="{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in overrides.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    listed = (f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets, 1))
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(listed)}</Relationships>'


def _workbook(sheets: tuple[Sheet, ...], names: list[str]) -> str:
    """The worksheets by name, with the cells that their filters cover and the row that each printed page repeats."""
    listed = defined = ""
    for number, (sheet, name) in enumerate(zip(sheets, names, strict=True)):
        quoted = escaped("'" + name.replace("'", "''") + "'")
        last = f"${_letters(len(sheet.columns) - 1)}${len(sheet.rows) + 1}"
        listed += f'<sheet name="{escaped(name)}" sheetId="{number + 1}" r:id="rId{number + 1}"/>'
        defined += f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">{quoted}!$A$1:{last}</definedName>'
        defined += f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">{quoted}!$1:$1</definedName>'
    return (
        f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{defined}</definedNames></workbook>"
    )


def _worksheet(sheet: Sheet) -> str:
    letters = [_letters(column) for column in range(len(sheet.columns))]
    area = f"A1:{letters[-1]}{len(sheet.rows) + 1}"
    hidden = ['hidden="1" ' if name == sheet.key else "" for name in sheet.columns]
    widths = "".join(
        f'<col min="{at + 1}" max="{at + 1}" width="{_width(sheet, at)}" {hidden[at]}customWidth="1"/>' for at in range(len(letters))
    )
    heads = [_HEAD_STYLE] * len(letters)
    cells = [_FILL_STYLE if name in sheet.fill else _CELL_STYLE for name in sheet.columns]
    lines = ((1, sheet.columns, heads), *((number, row, cells) for number, row in enumerate(sheet.rows, 2)))
    rows = [
        f'<row r="{at}">{"".join([_cell(f"{name}{at}", cell, own) for name, cell, own in zip(letters, row, styles, strict=True)])}</row>'
        for at, row, styles in lines
    ]
    return (
        f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{area}"/><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{widths}</cols><sheetData>{"".join(rows)}</sheetData><autoFilter ref="{area}"/>{_offered(sheet, letters)}'
        '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>'
        '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )  # fmt: skip


def _offered(sheet: Sheet, letters: list[str]) -> str:
    """Lists to choose the words of some columns from; others may be written too."""
    lists = [
        f'<dataValidation type="list" allowBlank="1" sqref="{letter}2:{letter}{len(sheet.rows) + 1}"><formula1>"{escaped(",".join(words))}"'
        "</formula1></dataValidation>"
        for column, words in sheet.choices
        for letter in [letters[sheet.columns.index(column)]]
        if sheet.rows
    ]
    return f'<dataValidations count="{len(lists)}">{"".join(lists)}</dataValidations>' if lists else ""


def _cell(place: str, cell: Words, style: int) -> str:
    """A cell as text, the lines of a tuple one below the other; what goes is struck out, what comes underlined."""
    words = "\n".join(map(str, cell)) if isinstance(cell, tuple) else cell
    if not words:
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(cell, tuple) and any(isinstance(line, Marked) for line in cell) and len(words) < _LONGEST:
        parts = [part for at, line in enumerate(cell) for part in _parts(line, first=not at)]
        runs = "".join(f'<r>{_RUNS[kind]}<t xml:space="preserve">{escaped(said)}</t></r>' for kind, said in parts if said)
        return f'<c r="{place}" s="{style}" t="inlineStr"><is>{runs}</is></c>'
    text = "\n".join(map(escaped, words[:_LONGEST].split("\n")))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _parts(line: str | Marked, *, first: bool) -> Iterator[tuple[str, str]]:
    if not first:
        yield "", "\n"
    yield from line.parts if isinstance(line, Marked) else [("", line)]


def _letters(column: int) -> str:
    """A column by its letters: A to Z, AA to ZZ."""
    above, own = divmod(column, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + own)


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(line) for row in (sheet.columns, *sheet.rows)
                   for line in _lines(row[column])), default=8)  # fmt: skip
    written = sheet.columns[column] in sheet.fill and sheet.columns[column] not in dict(sheet.choices)
    return _WRITTEN if written else min(max(longest + 2, 10), _WIDEST)


def _lines(cell: Words) -> list[str]:
    return list(map(str, cell)) if isinstance(cell, tuple) else cell.split("\n")
