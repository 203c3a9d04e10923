"""A table as rows of words, and what can be made of it: JSON, CSV, or a document that is printed like any other."""

from __future__ import annotations

import json
from io import StringIO

from modellaw.model.nodes import AKN, ML, Carried, Cell, Facts, Group, Law, Paragraph, Row, Run, Table, Wrap
from modellaw.values import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: a title, what it is, the names of its columns, and rows of words (a list of words is several lines).

    In print the lines of the columns ``run_on`` follow each other in one paragraph.
    """

    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | tuple[str, ...], ...], ...]
    run_on: frozenset[str] = frozenset()


def sheet_json(sheet: Sheet) -> bytes:
    """The rows as a JSON list of objects."""
    rows = [dict(zip(sheet.columns, (list(cell) if isinstance(cell, tuple) else cell for cell in row), strict=True)) for row in sheet.rows]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def sheet_csv(sheet: Sheet) -> bytes:
    """The rows as CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheets), lines of a cell joined by " | "."""
    import csv

    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(sheet.columns)
    writer.writerows([harmless(" | ".join(cell) if isinstance(cell, tuple) else cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def sheet_law(sheet: Sheet, status: str = "") -> Law:
    """The table as a document, to be printed like any other."""
    head = Row(tuple(Cell((_line(name),), header=True) for name in sheet.columns))
    rows = tuple(Row(tuple(Cell(tuple(_line(words) for words in _printed(cell, name in sheet.run_on)))
                           for name, cell in zip(sheet.columns, row, strict=True))) for row in sheet.rows)  # fmt: skip
    title = Group("longTitle", (Paragraph((Run(sheet.title, (Wrap("docTitle"),)),)),))
    doc = Group("doc", (Carried("<meta/>"), Group("preface", (title,)), Group("mainBody", (_line(sheet.about), Table((head, *rows))))),
                (("name", "table"),))  # fmt: skip
    document = Group("akomaNtoso", (doc,), (("xmlns", AKN), ("xmlns:ml", ML)))
    return Law(document, Facts(title=sheet.title, status=status))


def _printed(cell: str | tuple[str, ...], run_on: bool) -> tuple[str, ...]:
    if isinstance(cell, str):
        return (cell,)
    return ("; ".join(cell),) if run_on else cell


def _line(words: str) -> Paragraph:
    return Paragraph((Run(words),) if words else ())
