"""Small cases in which the two texts of a redline once differed from the documents: each in the words of our own reader."""

from dataclasses import replace
from pathlib import Path

import pytest
from edits import Edited
from kit import holds, law, module, p, paragraph, section, subsection, table
from word_proof.clients import our_lines
from word_proof.gathering import three

from modellaw.amend.ops import (
    ChangeHeading,
    Insert,
    Join,
    OmitText,
    Operation,
    Part,
    Position,
    Renumber,
    Repeal,
    Split,
    Substitute,
    Where,
    Words,
    Wrap,
)
from modellaw.model.nodes import ML, Law, Provision, Run
from modellaw.ooxml.opened import w


def optional(wid: str, number: str, words: str) -> Provision:
    made = subsection(wid, number, words)
    return replace(made, attributes=(*made.attributes, (f"{{{ML}}}optional", "true")))


GRID = table(("A", "B"), ("c", "d"))
SMALL = law(
    section("s1", "Section 1", subsection("s1a", "(1)", "One court."), subsection("s1b", "(2)", paragraph("s1b1", "(a)", "Two."))),
    section("s2", "Section 2", subsection("s2a", "(1)", GRID), "Closing words."),
    section("s3", "Section 3", "Three.", heading="Old heading"),
    section("s4", "4", "Four.", subsection("s4a", "(1)", "One of four.")),
    section("s5", "5", "Five."),
    section(
        "s6", "6", optional("s6a", "(1)", "May be left out."), optional("s6b", "(2)", "Or this."), subsection("s6c", "(3)", "Not this.")
    ),
)
CASES: dict[str, list[Operation]] = {
    "text that becomes the first paragraph of its subsection": [Wrap("s1a", "paragraph", "(a)", "w")],
    "text before the first paragraph": [Substitute("s1b", (p("Words before:"),), opening=True)],
    "a table between a number and the text that now follows it": [Repeal("s2", text="[Repealed]")],
    "a table that goes before text that stays": [Repeal("s2a")],
    "a first heading": [ChangeHeading("s1", (Run("New heading"),)), ChangeHeading("s2", (Run("Another"),))],
    "a heading that goes": [ChangeHeading("s3", ())],
    "a number that is no longer that of a section": [Renumber("s1", "(9)"), Renumber("s2", "(10)"), Renumber("s3", "(11)")],
    "a number that becomes that of a section, and a heading": [
        Renumber("s4", "Section 4"),
        Renumber("s5", "§ 5"),
        ChangeHeading("s5", (Run("New heading"),)),
    ],
    "a number that is no longer that of a section, but a heading": [Renumber("s1", "(9)"), ChangeHeading("s1", (Run("New heading"),))],
    "a section that goes into the one before": [Join("s1", "s2")],
    "all of a text split off": [Split("s1a", (Part("(1A)", "n", "One"),))],
    "text that is wrapped by a paragraph without a number": [Wrap("s1a", "paragraph", "", "w")],
    "an optional provision in two": [Split("s6a", (Part("(1A)", "n", "be"),))],
    "an optional provision in three without numbers": [Split("s6a", (Part("", "n", "be"), Part("", "m", "out")))],
    "an optional provision that goes into the one before": [Join("s6a", "s6b")],
    "an optional provision into which another goes": [Join("s6b", "s6c")],
    "three that are one": [Join("s6a", "s6c", run_on=False)],
    "a provision put in, and taken out again": [Insert(Position(Where.AFTER, "s1"), (section("n", "Section 1A", "New."),)), Repeal("n")],
    "words put in, and taken out again": [
        Substitute("s3", (section("n", "Section 3", "Three and four."),)),
        OmitText(Words("s3", " and four")),
    ],
}


def both_texts(folder: Path, marked: Law) -> None:
    redline, original, consolidated = three(folder, marked)
    assert our_lines(redline, "reject") == our_lines(original, "reject")
    assert our_lines(redline, "accept") == our_lines(consolidated, "accept")


@pytest.mark.parametrize("name", CASES)
def test_both_texts_are_exact(name: str, tmp_path: Path) -> None:
    both_texts(tmp_path, holds(SMALL, module("a", CASES[name])).law)


def test_what_an_author_put_in_and_took_out_is_not_written(tmp_path: Path) -> None:
    made = module("a", CASES["a provision put in, and taken out again"])
    redline, original, _ = three(tmp_path, holds(SMALL, made).law)
    assert our_lines(redline, "accept") == our_lines(original, "accept") and b"New." not in redline.read_bytes()


def test_a_heading_behind_a_number_that_stood_alone_needs_no_mark_of_a_paragraph(tmp_path: Path) -> None:
    marked = holds(SMALL, module("a", ChangeHeading("s1b", (Run("New heading"),)))).law
    both_texts(tmp_path, marked)
    assert not tracked_ends(tmp_path / "redline.docx")


def test_a_heading_in_what_another_author_takes_out_parts_no_paragraph(tmp_path: Path) -> None:
    marked = holds(SMALL, module("a", ChangeHeading("s1b1", (Run("New heading"),))), module("b", Repeal("s1b1"), requires=("a",))).law
    both_texts(tmp_path, marked)
    assert tracked_ends(tmp_path / "redline.docx") == ["del"]


def tracked_ends(redline: Path) -> list[str]:
    """The marks of paragraphs that come or go."""
    root = Edited(redline.read_bytes()).document
    return [mark.tag.rpartition("}")[2] for mark in root.iterfind(f".//{w('pPr')}/{w('rPr')}/*") if mark.tag in (w("ins"), w("del"))]
