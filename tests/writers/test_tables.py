"""Tables that go with a law: traceability, destinations, workbooks that are the same every time and hold no formula."""

import csv
import io
import json
from dataclasses import replace

from kit import law, module, section, subsection
from openpyxl import load_workbook

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Insert, Join, Move, Part, Position, Renumber, Repeal, Split, Where
from modellaw.model.nodes import Law
from modellaw.project import Numbering, Recommendation
from modellaw.writers.register import register, register_csv
from modellaw.writers.sheets import Sheet, sheet_csv, sheet_json, sheet_law, together
from modellaw.writers.tables import destinations, traceability
from modellaw.writers.xlsx import xlsx_bytes

BASE = law(*(section(f"s{n}", f"Section {n}", subsection(f"s{n}a", "(1)", "Text."), heading=f"Heading {n}") for n in range(1, 5)))
NASTY = Sheet(
    "A: title / that [is] long? * and longer than thirty-one", "", ("=A", "B"), (("=1+1", ("-2", "@x")), ("\x07ok", "y" * 40_000))
)


def amended(*ops: object, numbering: Numbering = Numbering.LETTERS) -> Law:
    return apply_modules(BASE, (module("m", *ops),), numbering).law  # type: ignore[arg-type]


def test_every_recommendation_has_a_row_that_says_who_answers_it() -> None:
    marked = amended(Repeal("s4"))
    changes = tuple(replace(change, title="No longer needed", recommendations=("f",)) for change in marked.changes)
    traced = replace(marked, changes=changes)
    asked = [Recommendation("f", "Guarantees."), Recommendation("a", "Basis."), Recommendation("h", "A matrix.", "others")]
    rows = traceability(traced, asked, register(traced)).rows
    assert rows[0] == ("(f)", "Guarantees.", "law", ("m-1 No longer needed",), ("section 4",))
    assert [row[2] for row in rows[1:]] == ["not in this edition", "addressed to States or the Secretariat"]


def test_each_provision_is_followed_to_its_new_number() -> None:
    new = section("m__new", "Section 9", "New.")
    marked = amended(
        Repeal("s1"), Insert(Position(Where.AFTER, "s2"), (new,)), Move("s4", Position(Where.BEFORE, "s3")), Renumber("s3a", "(2)")
    )
    found = {row[3]: row[:3] for row in destinations(marked).rows}
    assert found["s1"] == ("section 1", "", "repealed") and found["m__new"] == ("", "section 9", "inserted")
    assert found["s4"] == ("section 4", "section 4", "moved") and found["s3a"] == ("section 3(1)", "section 3(2)", "renumbered")
    assert found["s2"][2] == "unchanged" and "s2a" not in found


def test_what_was_split_off_or_joined_comes_from_and_goes_to_the_provision_it_was_or_is_a_part_of() -> None:
    found = {row[3]: row[:3] for row in destinations(amended(Split("s2a", (Part("(2)", "m__b", "."),)), Join("s3", "s4"))).rows}
    assert found["m__b"] == ("section 2(1)", "section 2(2)", "split off")
    assert found["s4"] == ("section 4", "section 3", "joined") and found["s3"] == ("section 3", "section 3", "unchanged")
    assert found["s4a"] == ("section 4(1)", "section 3(1)", "renumbered")


def test_what_is_inserted_whole_is_one_place_in_the_register() -> None:
    new = section("m__new", "Section 9", subsection("m__newa", "(1)", "New."), heading="New")
    (row,) = register(amended(Insert(Position(Where.AFTER, "s2"), (new,))))
    assert row["places"] == ["section 9"]


def test_the_register_as_csv_has_nothing_in_cells_that_say_nothing_and_no_formula() -> None:
    marked = amended(Repeal("s4"))
    (row,) = register(replace(marked, changes=tuple(replace(change, rationale="=1+1", title="＋1") for change in marked.changes)))
    (told,) = csv.DictReader(io.StringIO(register_csv([row]).decode("utf-8-sig")))
    assert (told["rationale"], told["title"]) == ("'=1+1", "'＋1")
    assert (told["new"], told["recommendations"], told["commencement"], told["reason"]) == ("", "", "", "")


def test_a_workbook_has_text_only_and_the_same_bytes_every_time() -> None:
    data = xlsx_bytes(NASTY)
    assert data == xlsx_bytes(NASTY)
    (page,) = load_workbook(io.BytesIO(data)).worksheets
    assert [[cell.data_type for cell in row] for row in page.iter_rows()] == [["s", "s"]] * 3
    assert page["A2"].value == "=1+1" and page["B2"].value == "-2\n@x" and page["A3"].value == "ok"
    assert page.freeze_panes == "A2" and page.auto_filter.ref == "A1:B3" and len(page.title) <= 31


def test_worksheets_of_one_name_are_told_apart_and_a_wide_one_goes_on_behind_z() -> None:
    wide = Sheet("it's <one>", "", tuple(f"c{n}" for n in range(60)), (tuple(f" {n}&\n" for n in range(60)), ("",) * 60))
    pages = load_workbook(io.BytesIO(xlsx_bytes(wide, replace(wide, title="It's <ONE>"), NASTY))).worksheets
    assert [page.title for page in pages] == ["it's <one>", "It's <ONE> 2", "A  title   that  is  long    an"]
    assert pages[0].dimensions == pages[1].auto_filter.ref == "A1:BH3" and pages[1].print_title_rows == "$1:$1"
    assert [cell.value for cell in pages[0][2]] == [f" {n}&\n" for n in range(60)] and pages[0]["BH1"].font.b
    assert {cell.value for cell in pages[0][3]} == {None} and pages[0]["A3"].alignment.wrap_text


def test_rows_are_json_csv_without_formulas_and_a_document() -> None:
    assert json.loads(sheet_json(NASTY))[0] == {"=A": "=1+1", "B": ["-2", "@x"]}
    rows = list(csv.reader(io.StringIO(sheet_csv(NASTY).decode("utf-8-sig"))))
    assert rows[1] == ["'=1+1", "'-2 | @x"]
    assert sheet_law(NASTY).facts.title == NASTY.title


def test_definitions_that_follow_each_other_in_one_place_are_named_together() -> None:
    places = [
        "section 1",
        *(f"the definition of “{term}” in section 2(1)" for term in "abc"),
        "the definition of “d” in section 9",
        "Part 1",
    ]
    assert list(together(places)) == [
        "section 1",
        "the definitions of “a”, “b” and “c” in section 2(1)",
        "the definition of “d” in section 9",
        "Part 1",
    ]
