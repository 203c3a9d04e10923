"""The table in three columns: what a provision said, what changes it, what it says now."""

import zipfile
from pathlib import Path

from kit import holds, law, module, p, provision, section, subsection
from lxml import etree

from modellaw.amend.ops import Insert, OmitText, Position, Repeal, ReplaceText, Where, Words
from modellaw.model.nodes import Group, Paragraph, Provision, Run
from modellaw.writers.operations import briefly
from modellaw.writers.tables import three_columns
from writers.test_docx import BASE, FIRST, SECOND

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_each_provision_is_listed_with_its_words_before_and_after() -> None:
    rows = {row[0]: row[1:] for row in three_columns(holds(BASE, FIRST).law).rows}
    before, changes, after = rows["section 1(1)"]
    assert "in writing" in " ".join(before) and "in electronic form" in " ".join(after) and any("a-1" in line for line in changes)
    new = next(row for row in three_columns(holds(BASE, FIRST).law).rows if row[1] == ("–",) and "New text." in " ".join(row[3]))
    assert "(2) More." in new[3] and "a-2" in new[2][0]


def test_what_is_repealed_has_nothing_in_the_last_column_and_a_change_says_once_what_it_does() -> None:
    rows = three_columns(holds(BASE, module("c", Repeal("s2")), SECOND).law).rows
    gone = next(row for row in rows if "Meaning of writing" in " ".join(row[1]))
    assert gone[0] == "section 2" and gone[3] == ("–",)
    told = [line for row in rows for line in row[2] if line.startswith("repeal") or " substitute " in line]
    assert len(told) == len(set(told))


def test_a_part_that_came_whole_has_a_row_for_each_of_its_sections() -> None:
    inner = [section(f"n{n}", f"Section {n}A", subsection(f"n{n}a", "(1)", f"New {n}."), heading=f"Heading {n}") for n in (1, 2)]
    new = provision("part", "n", "Part 9", *inner, heading="New part")
    rows = three_columns(holds(BASE, module("c", Insert(Position(Where.AFTER, "s1"), (new,)))).law).rows
    assert [row[3] for row in rows] == [
        ("Part 9 New part",),
        ("Section 1A Heading 1", "(1) New 1."),
        ("Section 2A Heading 2", "(1) New 2."),
    ]
    assert all(row[2][0].startswith("c-1") for row in rows)


def test_an_operation_is_told_where_it_is_done() -> None:
    base = law(section("s1", "Section 1", *(subsection(f"s1_{n}", f"({n})", f"Words {n} here.") for n in (1, 2, 3))),
               section("s11", "Section 11", "More words."))  # fmt: skip
    new = Insert(Position(Where.AFTER, "s1_2"), (subsection("m__1", "", "New."), subsection("m__2", "", "Newer.")))
    first = module("m", (new, OmitText(Words("s1_3", "here")), ReplaceText(Words("s11", "More"), (Run("Fewer in section 1(3)"),))))
    second = module("n", Insert(Position(Where.AFTER, "s1_2"), (subsection("n__1", "", "Newest."),)))
    marked = holds(base, first, second).law
    told = {row[0]: row[2][1:] for row in three_columns(marked).rows}
    assert [told[f"section 1(2{letter})"] for letter in "AB"] == [("after section 1(2) insert two subsections",), ()]
    assert told["section 1(3)"] == ("in section 1(3), omit “here” (in each place)",) and len(told["section 11"]) == 1
    assert told["section 1(2C)"] == ("after section 1(2) insert a subsection",)


def test_an_item_that_came_into_a_list_has_a_row() -> None:
    items = tuple(Provision("item", wid, (Paragraph((Run(number),), "num"), p(f"Item {number}.")), (("wId", wid),))
                  for wid, number in (("i1", "(a)"), ("i2", "(b)")))  # fmt: skip
    base = law(Provision("section", "s1", (Paragraph((Run("Section 1"),), "num"), Group("content", (Group("blockList", items),)))))
    new = Provision("item", "x", (Paragraph((Run("(aa)"),), "num"), p("New.")), (("wId", "x"),))
    rows = three_columns(holds(base, module("c", Insert(Position(Where.AFTER, "i1"), (new,)))).law).rows
    assert [row[3] for row in rows] == [("(aa) New.",)]


def test_many_definitions_are_counted_where_each_has_a_row() -> None:
    some = "in section 2, insert the definitions of “a”, “b”, “c” and “d”"
    assert briefly(some) == some
    assert briefly(some.replace(" and", ",") + " and “e”") == "in section 2, insert 5 definitions, from “a” to “e”"


def test_the_word_file_lies_across_the_page_and_repeats_its_head(published: Path) -> None:
    with zipfile.ZipFile(published / "build/full/three-columns.docx") as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    (size,) = body.iter(f"{W}pgSz")
    assert size.get(f"{W}orient") == "landscape" and int(size.get(f"{W}w") or 0) > int(size.get(f"{W}h") or 0)
    assert len(list(body.iter(f"{W}tblHeader"))) == 1 and len(list(body.iter(f"{W}tr"))) > 50
