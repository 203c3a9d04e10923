"""A table as rows of words, and what can be made of it: JSON, CSV, or a document that is printed like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby

from modellaw.model.nodes import AKN, ML, Blank, Carried, Cell, Facts, Group, Law, Paragraph, Provision, Row, Run, Table, Wrap
from modellaw.values import dataclass


@dataclass(frozen=True, slots=True)
class Marked:
    """A line with marks, stretch by stretch: each "ins", "del" or "" and its words."""

    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """The line where there are no marks: ``[-old-]{+new+}``."""
        return "".join(_SIGNS[kind].format(words) for kind, words in self.parts)


PROPOSED = (("class", "proposed"),)
"""The attributes of ``ins`` and ``del`` that show a proposal; others are editorial marks in the text of a law, and are printed plain."""

_SIGNS = {"ins": "{{+{}+}}", "del": "[-{}-]", "": "{}"}
Words = str | tuple[str | Marked, ...]
"""What a cell says: words, or several lines."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: a title, what it is, the names of its columns, and rows of words (a list of words is several lines).

    In print the lines of the columns ``run_on`` follow each other in one paragraph. Into the columns ``fill`` somebody writes; a column
    with ``choices`` offers them. ``key`` is the column that names a row: it is not shown, but goes along.
    """

    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    run_on: frozenset[str] = frozenset()
    fill: frozenset[str] = frozenset()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    key: str = ""


_DEFINITION = re.compile(r"the definition of (“[^”]*”)( in .*)")
_BEGINS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_TO_FILL = "\0"
"""What stands in a cell into which something is to be written."""
ROW = "row_"
"""What the wid, and so the bookmark, of a row begins with; its key follows."""


def sheet_json(sheet: Sheet) -> bytes:
    """The rows as a JSON list of objects."""
    rows = [dict(zip(sheet.columns, (list(map(str, cell)) if isinstance(cell, tuple) else cell for cell in row), strict=True))
            for row in sheet.rows]  # fmt: skip
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def sheet_csv(sheet: Sheet) -> bytes:
    """The rows as CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheets), lines of a cell joined by " | "."""
    import csv

    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(sheet.columns)
    writer.writerows([harmless(" | ".join(map(str, cell)) if isinstance(cell, tuple) else cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, not even one that reads the wide signs of East Asia as ours."""
    return f"'{text}" if text[:1] in _BEGINS_A_FORMULA else text


def sheet_law(sheet: Sheet, status: str = "") -> Law:
    """The table as a document, to be printed like any other."""
    shown = [at for at, name in enumerate(sheet.columns) if name != sheet.key]
    head = Row(tuple(Cell((_line(sheet.columns[at]),), header=True) for at in shown))
    rows = []
    for row in sheet.rows:
        cells = [Cell(tuple(map(_line, _printed(row[at], sheet.columns[at], sheet)))) for at in shown]
        if sheet.key:
            wid = f"{ROW}{row[sheet.columns.index(sheet.key)]}"
            cells[0] = Cell((Provision("hcontainer", wid, (Group("content", cells[0].blocks),), (("name", "row"), ("wId", wid))),))
        rows.append(Row(tuple(cells)))
    title = Group("longTitle", (Paragraph((Run(sheet.title, (Wrap("docTitle"),)),)),))
    doc = Group("doc", (Carried("<meta/>"), Group("preface", (title,)), Group("mainBody", (_line(sheet.about), Table((head, *rows))))),
                (("name", "table"),))  # fmt: skip
    document = Group("akomaNtoso", (doc,), (("xmlns", AKN), ("xmlns:ml", ML)))
    return Law(document, Facts(title=sheet.title, status=status))


def _printed(cell: Words, column: str, sheet: Sheet) -> tuple[str | Marked, ...]:
    if isinstance(cell, str):
        return tuple(cell.split("\n")) if cell else (_TO_FILL,) if column in sheet.fill else ("",)
    return ("; ".join(together(map(str, cell))),) if column in sheet.run_on else cell


def together(places: Iterable[str]) -> Iterator[str]:
    """Places in words, with definitions that follow each other in one place named together."""
    for where, some in groupby(places, lambda place: found[2] if (found := _DEFINITION.fullmatch(place)) else ""):
        names = list(some)
        if not where or len(names) == 1:
            yield from names
            continue
        *terms, last = (name.removeprefix("the definition of ").removesuffix(where) for name in names)
        yield f"the definitions of {', '.join(terms)} and {last}{where}"


def _line(words: str | Marked) -> Paragraph:
    if words == _TO_FILL:
        return Paragraph((Blank("answer"),))
    if isinstance(words, Marked):
        return Paragraph(tuple(Run(said, (Wrap(kind, PROPOSED),) if kind else ()) for kind, said in words.parts))
    return Paragraph((Run(words),) if words else ())
