"""What clients are known to do wrong, each fault with a file as small as can be; a client that is mended makes its test fail.

``docs/word/tracked-changes.md`` lists them with the reasons.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from kit import holds, law, module, p, section, subsection, table

from modellaw.amend.ops import (
    ChangeHeading,
    Insert,
    InsertColumn,
    InsertRow,
    Move,
    OmitColumn,
    OmitRow,
    OmitText,
    Part,
    Position,
    Repeal,
    Scope,
    Split,
    TablePlace,
    Where,
    Words,
)
from modellaw.model.nodes import Law, Run
from modellaw.project import WordOptions
from word_proof.clients import CELL, NOTE, ROW, Lines, Office, our_lines, pandoc_lines
from word_proof.gathering import three

Reader = Callable[[Path, str], Lines]
GRID = table(("A", "B"), ("c", "d"))


@pytest.fixture
def pandoc(client: Callable[[str], str]) -> Reader:
    return lambda path, do: pandoc_lines(client("pandoc"), path, do or "accept", raw=True)


def of_the_law(lines: Lines) -> Lines:
    """The lines of the law itself, without cover and contents."""
    start = max(at for at, line in enumerate(lines) if line.startswith("Section 1"))
    return lines[start:]


def read(folder: Path, marked: Law, do: str, reader: Reader) -> tuple[Lines, Lines]:
    """What a client makes of a redline, and what it should be; our own reader gets it right."""
    redline, original, consolidated = three(folder, marked)
    plain = original if do == "reject" else consolidated
    assert our_lines(redline, do) == our_lines(plain, do)
    found, expected = of_the_law(reader(redline, do)), of_the_law(reader(plain, ""))
    return found, expected


def test_libreoffice_keeps_an_empty_paragraph_where_one_author_took_out_what_another_had_put_in(office: Office, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", "One."), section("s2", "Section 2", "Two."))
    first = module("a", Insert(Position(Where.AFTER, "s1"), (section("n", "1A", "New."),)))
    second = module("b", Repeal("n"), requires=("a",))
    found, expected = read(tmp_path, holds(base, first, second).law, "reject", office.lines)
    assert found == [*expected[:2], "", *expected[2:]]


def test_libreoffice_keeps_an_empty_paragraph_between_tables_that_go(office: Office, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", GRID), section("s2", "Section 2", GRID), section("s3", "Section 3", "Three."))
    found, expected = read(tmp_path, holds(base, module("a", Repeal("s2"))).law, "accept", office.lines)
    assert [line for line in found if line] == [line for line in expected if line]
    assert found.count("") == expected.count("") + 1


def test_libreoffice_keeps_the_last_paragraph_of_a_document_behind_a_table_that_goes(office: Office, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", "One."))
    new = module("a", Insert(Position(Where.AFTER, "s1"), (section("n", "Section 2", GRID, "Closing words."),)))
    found, expected = read(tmp_path, holds(base, new).law, "reject", office.lines)
    assert found == [*expected, ""]


def test_libreoffice_keeps_the_paragraph_of_the_first_footnote_where_it_goes_whole(office: Office, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", "One."), section("s2", "2", "Two.^Note.^"), section("s3", "3", "Three.^Note.^"),
               section("s4", "4", "Four."))  # fmt: skip
    found, expected = read(tmp_path, holds(base, module("a", Repeal("s2"))).law, "accept", office.lines)
    assert found == [*expected[:2], "", *expected[2:]]
    found, expected = read(tmp_path, holds(base, module("a", Repeal("s3"))).law, "accept", office.lines)
    assert found == expected


def test_libreoffice_keeps_the_empty_paragraphs_of_moves_that_are_written_as_moves(office: Office, tmp_path: Path) -> None:
    base = law(*(section(f"s{n}", f"Section {n}", "Words.", heading=f"Heading {n}") for n in (1, 2, 3)))
    moved = holds(base, module("a", Move("s3", Position(Where.BEFORE, "s1")))).law
    for native in (False, True):
        redline, original, consolidated = three(tmp_path, moved, WordOptions(native_moves=native))
        for do, plain in (("reject", original), ("accept", consolidated)):
            assert our_lines(redline, do) == our_lines(plain, do)
            found, expected = office.lines(redline, do), office.lines(plain)
            assert [line for line in found if line] == [line for line in expected if line]
            assert (found.count("") > expected.count("")) is native


def test_libreoffice_keeps_the_empty_cells_of_a_column(office: Office, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", GRID))
    gone = module("a", OmitColumn(TablePlace("s1"), 2))
    found, expected = read(tmp_path, holds(base, gone).law, "accept", office.lines)
    assert found[:7] == ["Section 1", ROW, "A", CELL, "", CELL, ROW] and expected[:5] == ["Section 1", ROW, "A", CELL, ROW]
    come = module("a", InsertColumn(TablePlace("s1"), 2, ((p("E"),), (p("f"),))))
    found, expected = read(tmp_path, holds(base, come).law, "reject", office.lines)
    assert found[2:9] == ["A", CELL, "B", CELL, "", CELL, ROW] and expected[2:7] == ["A", CELL, "B", CELL, ROW]


def test_libreoffice_keeps_an_empty_row_that_one_author_put_in_where_another_took_out_a_column(office: Office, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", GRID), section("s2", "Section 2", "Two."))
    first = module("a", InsertRow(TablePlace("s1"), 1, ((p("x"),), (p("y"),))))
    second = module("b", OmitColumn(TablePlace("s1"), 1), requires=("a",))
    found, expected = read(tmp_path, holds(base, first, second).law, "reject", office.lines)
    assert found == [*expected[:7], "", CELL, "", CELL, ROW, *expected[7:]]


def test_libreoffice_keeps_an_empty_row_that_one_author_put_in_where_another_took_out_words(office: Office, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", GRID), section("s2", "Section 2", "Two."))
    first = module("a", InsertRow(TablePlace("s1"), 1, ((p("x"),), (p("y z"),))))
    second = module("b", OmitText(Words("s1", "z", scope=Scope.TABLES)), requires=("a",))
    found, expected = read(tmp_path, holds(base, first, second).law, "reject", office.lines)
    assert found == [*expected[:7], "", CELL, "", CELL, ROW, *expected[7:]]


def test_libreoffice_keeps_the_empty_cells_of_a_row_that_goes_with_a_table_in_it(office: Office, tmp_path: Path) -> None:
    head, row, last = table(("A", "B"), ("c", "d"), ("e", "f")).rows
    nested = replace(row, cells=(replace(row.cells[0], blocks=(GRID, p("after"))), row.cells[1]))
    base = law(section("s1", "Section 1", replace(GRID, rows=(head, nested, last))), section("s2", "Section 2", "Two."))
    found, expected = read(tmp_path, holds(base, module("a", OmitRow(TablePlace("s1"), 2))).law, "accept", office.lines)
    assert found == [*expected[:7], "", CELL, "", CELL, ROW, *expected[7:]]


def test_pandoc_puts_blanks_where_paragraphs_went(pandoc: Reader, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", "One."), section("s2", "Section 2", "Two."))
    new = module("a", Insert(Position(Where.AFTER, "s1"), (section("n", "1A", "New."),)))
    found, expected = read(tmp_path, holds(base, new).law, "reject", pandoc)
    assert found != expected and [line.strip() for line in found] == expected


def test_pandoc_keeps_the_empty_cells_of_rows_and_columns(pandoc: Reader, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", GRID))
    new = module("a", InsertRow(TablePlace("s1"), 1, ((p("x"),), (p("y"),))))
    found, expected = read(tmp_path, holds(base, new).law, "reject", pandoc)
    assert found.count(ROW) == expected.count(ROW) + 1


def test_pandoc_joins_nothing_to_a_heading(pandoc: Reader, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", subsection("s1a", "(1)", "One.")), section("s2", "2", "Two."))
    new = module("a", ChangeHeading("s2", (Run("Heading"),)))
    found, expected = read(tmp_path, holds(base, new).law, "reject", pandoc)
    assert expected[-1] == "2 Two." and [line.strip() for line in found[-2:]] == ["2", "Two."]


def test_pandoc_puts_words_that_are_joined_to_a_heading_behind_it(pandoc: Reader, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", "One."), section("s3", "Section 3", "Three.", heading="Heading"))
    new = module("a", Insert(Position(Where.AFTER, "s1"), (section("n", "Section 2", GRID),)))
    found, expected = read(tmp_path, holds(base, new).law, "reject", pandoc)
    assert expected[-4:] == ["Section 1", "One.", "Section 3\u2003Heading", "Three."]
    assert [line.strip() for line in found if line][-2:] == ["Section 3\u2003Heading", "One. Three."]


def test_pandoc_puts_words_that_are_joined_to_a_paragraph_with_a_note_into_the_note(pandoc: Reader, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", "Zero."), section("s2", "2", "One two^Note.^ three."))
    cut = module("a", Split("s2", (Part("(7)", "new", "two"),)))
    found, expected = read(tmp_path, holds(base, cut).law, "reject", pandoc)
    assert expected[-2:] == [f"2 One two{NOTE} three.", f"{NOTE}Note."]
    assert [line.strip() for line in found[-2:]] == [f"two{NOTE} three.", f"{NOTE}2 One Note."]


def test_pandoc_keeps_a_heading_of_which_nothing_is_left(pandoc: Reader, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", "One.", heading="A"))
    new = module("a", Insert(Position(Where.AFTER, "s1"), (section("n", "Section 2", "New.", heading="B"),)))
    found, expected = read(tmp_path, holds(base, new).law, "reject", pandoc)
    assert "" in found and [line.strip() for line in found if line] == expected


def test_pandoc_keeps_a_paragraph_between_tables_of_which_nothing_is_left(pandoc: Reader, tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", GRID), section("s2", "", "Between."), section("s3", "", GRID))
    found, expected = read(tmp_path, holds(base, module("a", Repeal("s2"))).law, "accept", pandoc)
    assert found.count("") == expected.count("") + 1 and [line for line in found if line] == [line for line in expected if line]
