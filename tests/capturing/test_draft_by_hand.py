"""Amending texts as drafters write them, on laws whose sections have no word before their number."""

from __future__ import annotations

import pytest
from kit import law, paragraph, provision, section, subsection

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Insert
from modellaw.capturing.instructions import module_of
from modellaw.capturing.sentences import understood
from modellaw.capturing.spoken import spoken_text
from modellaw.errors import Finding
from modellaw.model.address import cite, heading_text, number_text, paths
from modellaw.model.changes import Module
from modellaw.model.nodes import Law, Paragraph, Provision, Run, Wrap
from modellaw.model.views import accept
from modellaw.project import Document, Publication
from modellaw.writers.text import text_bytes


def term(words: str, rest: str) -> Paragraph:
    """The paragraph of a definition."""
    return Paragraph((Run("“"), Run(words, (Wrap("def", (("refersTo", f"#term-{words.lower()}"),)),)), Run(f"”{rest}")))


BASE = law(
    section("s1", "1.", provision("hcontainer", "d1", "", term("water", " includes ice;"), name="definition"),
            provision("hcontainer", "d2", "", term("Minister", " means the Minister of water."), name="definition"), heading="Terms"),
    section("s2", "2.", subsection("s2a", "(1)", paragraph("s2aa", "(a)", "take water; or"), paragraph("s2ab", "(b)", "store water.")),
            subsection("s2b", "(2)", "It is valid for ten years."), heading="Licences"),
    section("s3", "3.", "Nobody pays.", heading="Costs"),
)  # fmt: skip


def drafted(text: str) -> tuple[list[str], list[Finding]]:
    """The lines of the law as a text amends it, without the empty ones, and what was not understood."""
    module, findings = module_of(spoken_text(text), BASE, Module("m", "M", "2020-01-01", "A"), "m.txt")
    made: Law = accept(apply_modules(BASE, [module]).law)
    return [
        line.strip() for line in text_bytes(Publication(Document.CONSOLIDATED, made, "L")).decode().splitlines() if line.strip()
    ], findings


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        (
            "In section 1, in the definition of “Minister”, after “water” insert “and snow”.",
            "“Minister” means the Minister of water and snow.",
        ),
        ("In section 2(1)(a), omit “or” at the end.", "(a) take water;"),
        ("In section 2(2), the words “ten years” are replaced by “five years”.", "(2) It is valid for five years."),
        ("In subsection (2) of section 2, for the word “ten” there is substituted the word “two”.", "(2) It is valid for two years."),
        ("In paragraph (a) of subsection (1) of section 2, delete “; or”.", "(a) take water"),
        ("In section 2(1), after paragraph (a) insert—\n“(aa) drill; or”.", "(aa) drill; or"),
        ("After section 2 there is inserted—\n“2A. Fees\n(1) A fee is due.\n(2) It is low.”.", "2A. Fees"),
        ('After section 2 insert:\n"2A. Fees\n"(1) A fee is due.\n"(2) It is low.".', "(2) It is low."),
        ("In section 1, insert in the appropriate alphabetical place—\n““dam” means a wall;”.", "“dam” means a wall;"),
        ("For section 3 substitute—\n“3. Costs\nEverybody pays.”.", "Everybody pays."),
    ],
)
def test_what_drafters_write_is_carried_out(sentence: str, line: str) -> None:
    made, findings = drafted(f"{sentence}\nIn section 2(1)(b), for “store” substitute “keep”.\n")
    assert not findings and line in made and "(b) keep water." in made


@pytest.mark.parametrize(
    "sentence", ["Section 3 is moved before section 2.", "Section 3 is deleted.", "Omit section 3.", "In section 2, omit subsection (2).",
                 "In section 2, subsection (2) is repealed.", "Subsection (2) of section 2 is revoked."],
)  # fmt: skip
def test_what_goes_may_be_said_in_other_words(sentence: str) -> None:
    made, findings = drafted(sentence)
    gone = ("3. Costs", "2. Licences") if "moved" in sentence else ("(2) It is valid for ten years.",) if "2" in sentence else ("3. Costs",)
    assert not findings and ([line for line in made if line in gone] == list(gone) if "moved" in sentence else not set(gone) & set(made))


def test_a_quotation_ends_where_its_marks_end() -> None:
    made, findings = drafted("After section 2 insert—\n“2A. Fees\nSection 3 applies to fees.”.\nSection 1 is hereby modernised.\n")
    assert "Section 3 applies to fees." in made and [finding.place.line for finding in findings] == [4]


def test_words_in_quotation_marks_stay_as_they_are() -> None:
    said = understood("In section 2, for “the word “ten”” substitute “deleted”.")
    assert said is None or said.get("new") == "deleted"


@pytest.mark.parametrize(
    ("number", "new"), [("Article 3", "Article 3 bis"), ("3.", "3 bis."), ("3)", "3 ter)"), ("Article 3", "Article 3 bis A"), ("3", "3A")]
)
def test_what_is_inserted_has_the_number_that_it_begins_with(number: str, new: str) -> None:
    base = law(section("s3", number, "One.", heading="First"), section("s4", number.replace("3", "4"), "Two.", heading="Second"))
    text = f"After {cite(dict(paths(base))['s3'])} insert—\n“{new}\tBooks\n(1) A book.”.\n"
    module, findings = module_of(spoken_text(text), base, Module("m", "M", "2020-01-01", "A"), "m.txt")
    (step,) = module.amendments[0].steps
    assert not findings and isinstance(step.operation, Insert) and isinstance(step.operation.blocks[0], Provision)
    assert (number_text(step.operation.blocks[0]), heading_text(step.operation.blocks[0])) == (new, "Books")


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ('Section 2(2) is amended by striking the phrase "ten years" and inserting the word "decades" in its place.',
         "(2) It is valid for decades."),
        ("Section 2(2) (Water Code § 12(2)) is hereby amended by striking out “ten”.", "(2) It is valid for years."),
        ("Section 3 of the Water Act 2010 is amended by inserting “ever” after “Nobody”.", "3. Costs"),
        ("Section 2(2) is amended by striking the period and inserting a semicolon.", "(2) It is valid for ten years;"),
        ('Section 2(2) is amended by striking "years" the first time it appears and inserting "months" in lieu thereof.',
         "(2) It is valid for ten months."),
        ("Section 3 is amended to read as follows:\n“3. Costs\nEverybody pays.”.", "Everybody pays."),
        ("Section 3 is replaced by the following:\n“3. Costs\nEverybody pays.”.", "Everybody pays."),
        ("Section 2 is amended by adding at the end the following new subsection:\n“(3) It ends.”.", "(3) It ends."),
        ("Section 2(1) is amended by inserting after paragraph (a) the following:\n“(aa) drill; or”.", "(aa) drill; or"),
        ("A new section 2A is added to read as follows:\n“2A. Fees\n(1) A fee is due.”.", "2A. Fees"),
        ("The following section is inserted after section 2:\n“2A. Fees\n(1) A fee is due.”.", "2A. Fees"),
        ("The heading of section 3 is amended to read “Fees”.", "3. Fees"),
        ("The section heading of section 3 is amended to read as follows:\n“Fees”.", "3. Fees"),
        ("Section 2(1) is amended by striking paragraph (b).", "(a) take water; or"),
        ("Section 2(1) is amended by striking the semicolon and inserting a comma.", "(b) store water."),
        ("The lead-in language of section 2(2) is amended to read as follows:\n“It ends.”.", "(2) It ends."),
        ("Sections 1, 2 and 3 are repealed.", "L"),
        ("In section 2(2), ‘ten years’ is replaced by ‘a year’s time’.", "(2) It is valid for a year’s time."),
        ("Section 3 is replaced by the following:\n‘3. Costs\nThe Minister’s costs are paid.’;", "The Minister’s costs are paid."),
        ("Section 2(2) is redesignated subsection (5).", "(5) It is valid for ten years."),
    ],
)  # fmt: skip
def test_what_other_drafters_write_is_carried_out(sentence: str, line: str) -> None:
    made, findings = drafted(sentence)
    assert not findings and line in made


AS_FOLLOWS = """
The Water Act 2010 (Water Code § 1 et seq.) is amended as follows:
(a) Section 2 (Water Code § 12) is amended as follows:
    (1) Subsection (1) is amended as follows:
        (A) Paragraph (a) is amended by striking “; or” and inserting a semicolon in its place.
        (B) A new paragraph (a-1) is added to read as follows:
            “(a-1) drill; or”.
        (C) Strike “store” and insert “keep”; and
    (2) Subsection (2) is amended by striking “ten” and inserting “two”.
    (3) New subsections (3) and (4) are added to read as follows:
        “(3) It may be lent.”.
        “(4) It may be sold.”.
(b) COSTS AND FEES.—Section 3 is amended—
    (i) in the heading, by striking “Costs” and inserting “Fees”;
    (ii) by striking “Nobody” and inserting “Everybody”.
(c) In section 1, in the definition of “water”, for “ice” substitute “snow”.
"""


def test_what_stands_under_as_follows_is_about_what_it_says() -> None:
    made, findings = drafted(AS_FOLLOWS)
    assert not findings
    assert made[-10:] == ["2. Licences", "(1)", "(a) take water;", "(a-1) drill; or", "(b) keep water.", "(2) It is valid for two years.",
                          "(3) It may be lent.", "(4) It may be sold.", "3. Fees", "Everybody pays."]  # fmt: skip
    assert "“water” includes snow;" in made


def test_an_outline_is_left_where_another_list_goes_on() -> None:
    made, findings = drafted(
        "1. In section 2—\n(a) in subsection (1), in paragraph (a), omit “or” at the end;\n"
        "(b) in subsection (2), for “ten” substitute “two”.\n"
        "2. Section 3 is repealed.\n3. For “water” substitute “rain”.\n"
    )
    assert {"(a) take water;", "(2) It is valid for two years."} <= set(made) and "3. Costs" not in made
    assert [finding.place.line for finding in findings] == [5]


def test_the_letter_i_is_told_from_the_figure() -> None:
    made, findings = drafted(
        "Section 2 is amended as follows:\n(h) Subsection (1) is amended—\n(i) by striking “take” and inserting “have”;\n"
        "(ii) by striking “store” and inserting “keep”.\n(i) Subsection (2) is amended by striking “ten”.\n"
    )
    assert not findings and {"(a) have water; or", "(b) keep water.", "(2) It is valid for years."} <= set(made)


def test_new_provisions_stand_where_their_numbers_are() -> None:
    made, findings = drafted(
        "Section 2(1) is amended by adding a new paragraph (aa) to read as follows:\n“(aa) drill; or”.\n"
        "A new section 1A is added to read as follows:\n“1A. Aim\n(1) Water is kept.”.\n"
    )
    assert not findings and made.index("1A. Aim") == made.index("2. Licences") - 2
    assert made.index("(aa) drill; or") > made.index("(b) store water.")  # after a and b comes aa


def test_what_was_numbered_anew_has_its_new_number_where_others_are_put_in() -> None:
    made, findings = drafted(
        "Section 2(1) is amended as follows:\n(1) Paragraph (b) is redesignated as paragraph (c).\n"
        "(2) A new paragraph (b) is added to read as follows:\n“(b) drill; or”.\n"
    )
    assert not findings and made[made.index("(a) take water; or") :][:3] == ["(a) take water; or", "(b) drill; or", "(c) store water."]


def test_sections_are_numbered_and_headed_as_those_of_the_law() -> None:
    base = law(section("s1", "8-101", "Water is kept.", heading="Aim."), section("s2", "8-102", "Nobody pays, or owes.", heading="Costs."))
    module, findings = module_of(
        spoken_text(
            "Section 8-101 is amended to read as follows:\n“8-101 Aims.\n(a)\n(1) Water is kept.”.\n"
            "A new section 8-101a is added to read as follows:\n“8-101a Fees.\nA fee is due.”.\n"
            "Section 8-102 is amended by striking “, or owes” and inserting “a fee” in its place.\n"
        ),
        base, Module("m", "M", "2020-01-01", "A"), "m.txt",
    )  # fmt: skip
    made = accept(apply_modules(base, [module]).law)
    assert not findings
    assert [(number_text(path[-1]), heading_text(path[-1])) for path in paths(made).values()] == [
        ("8-101", "Aims."), ("(a)", ""), ("(1)", ""), ("8-101a", "Fees."), ("8-102", "Costs.")
    ]  # fmt: skip
    assert "Nobody pays a fee." in text_bytes(Publication(Document.CONSOLIDATED, made, "L")).decode()


def test_the_rest_of_a_list_is_about_what_its_first_line_says() -> None:
    made, findings = drafted(
        "(1) Section 2 of the Water Act 2010 (licences to take water) is amended as follows.\n"
        "(2) In subsection (1)—\n(a) in paragraph (a), omit “or” at the end;\n(b) in paragraph (b), after “store” insert “or keep”.\n"
        "(3) In subsection (2), for “ten” substitute “two”.\n"
        "(4) After subsection (2) insert—\n“(3) It may be lent.”\n"
        "(1) Section 3 is amended as follows.\n(2) For “Nobody” substitute “Everybody”.\n"
    )
    assert not findings
    assert {
        "(a) take water;",
        "(b) store or keep water.",
        "(2) It is valid for two years.",
        "(3) It may be lent.",
        "Everybody pays.",
    } <= set(made)
