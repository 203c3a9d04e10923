"""The rows of a page of a PDF, from signs at places: columns that stand a little apart, marks of footnotes, words that are spread."""

from __future__ import annotations

from modellaw.importing.grammar import grammar
from modellaw.importing.pdf_lines import Paragraphs
from modellaw.importing.pdf_margins import PageText, take_notes
from modellaw.importing.pdf_page import Row, Sign, rows_of


def print_(words: str, left: float, base: float, *, size: float = 10.0, blank: float = 3.0) -> list[Sign]:
    """Words as signs, each half as wide as it is tall."""
    out, at = [], left
    for sign in words:
        if sign != " ":
            out.append(Sign(sign, at, at + size / 2, base, size))
        at += blank if sign == " " else size / 2
    return out


def columns() -> list[Sign]:
    """Two columns of ten rows, the second four points lower, a mark in each, and a note below each in small print."""
    out: list[Sign] = []
    for left, base, mark in ((50.0, 700.0, "1"), (320.0, 696.0, "2")):
        for row in range(10):
            out += print_(f"row {row} of the column that has {mark} here", left, base - 12 * row)
            if row == 3:
                out += print_(mark, out[-1].right, base - 12 * row + 4, size=6.0)
        out += print_(f"{mark} A note that belongs to {mark}.", left, base - 400, size=8.0)
    return out


def test_the_rows_of_two_columns_have_base_lines_of_their_own() -> None:
    rows = [row for row in rows_of(columns(), 1) if row.size == 10.0]
    assert [round(row.base) for row in rows] == [700 - 12 * n for n in range(10)] + [696 - 12 * n for n in range(10)]
    assert [row.text[-1] for row in rows if row.raised] == ["1", "2"]


def test_notes_at_the_bottom_of_each_column_are_notes() -> None:
    page = PageText(1, 800.0, rows_of(columns(), 1))
    take_notes([page])
    assert [(mark, [row.text for row in rows]) for mark, rows in page.notes] == [
        ("1", ["1 A note that belongs to 1."]), ("2", ["2 A note that belongs to 2."])]  # fmt: skip
    assert not [row for row in page.rows if row.size < 10]


def test_words_that_are_spread_to_the_width_of_a_column_have_no_tabs_between_them() -> None:
    def text(signs: list[Sign], width: float) -> str:
        (row,) = rows_of(signs, 1)
        row.column = (50.0, width)
        return row.text

    spread = print_("(1) The words are spread", 50.0, 700.0, blank=20.0)
    assert text(spread, spread[-1].right) == "(1) The words are spread"
    two = print_("the characteristics", 50.0, 700.0, blank=40.0)
    assert text(two, two[-1].right) == "the characteristics" and text(two, two[-1].right + 90) == "the\tcharacteristics"
    assert text([*print_("No. 1", 50.0, 700.0), *print_("Ten", 150.0, 700.0)], 165.0) == "No. 1\tTen"


def test_a_heading_in_capitals_that_breaks_at_the_width_of_its_column_is_one_line() -> None:
    rows = [Row(print_(words, left, base), base, 1, (50.0, 300.0)) for words, left, base in (
        ("RULES ABOUT THE INSPECTION OF BOXES", 90.0, 700.0), ("AND CONTAINERS", 140.0, 688.0),
        ("A sentence of the law that runs over it.", 50.0, 670.0),
        ("A sentence of the law that runs over it.", 50.0, 640.0))]  # fmt: skip
    lines = Paragraphs(grammar(), [PageText(1, 800.0, rows)], {}).lines()
    assert lines[0].text == "RULES ABOUT THE INSPECTION OF BOXES AND CONTAINERS"
