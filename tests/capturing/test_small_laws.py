"""What makes one small law of another: the operations that did it come back through Word, and any law is made of any other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from captured import drafted, words
from edits import Edited
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit import carried_out, content, law, p, provision, schedule, section, subsection, table
from kit import module as amending
from strategies import amended, laws

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    AmendmentModule,
    ChangeCell,
    ChangeHeading,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    Move,
    OmitColumn,
    OmitNote,
    OmitRow,
    Operation,
    Position,
    Renumber,
    Repeal,
    ReplaceNote,
    ReplaceText,
    Substitute,
    TablePlace,
    Where,
    Words,
)
from modellaw.capturing.laying import lay
from modellaw.comparing.plain import plain
from modellaw.errors import InputError
from modellaw.model.address import heading_text
from modellaw.model.nodes import OPTIONAL, Block, CarriedInline, Group, Law, Note, Paragraph, Provision, Run
from modellaw.model.views import accept
from modellaw.model.walk import paragraphs_of, rewrite, text_of
from modellaw.project import Document, Publication
from modellaw.readers.docx import read_docx
from modellaw.writers.docx import docx_bytes


def in_word(base: Law, marked: Law, *, consolidated: bool = False) -> Law:
    """A law as it is read back from the Word file of what was made of it."""
    publication = Publication(Document.CONSOLIDATED, accept(marked), "T") if consolidated else Publication(Document.REDLINE, marked, "T")
    laid = lay(base, accept(read_docx(docx_bytes(publication)).law))
    assert words(laid.law) == words(accept(marked))
    return laid.law


TEXT = "One.^Note one.^ Two^Note two.^ words go on^Note three.^ here in many words of a section without any subsections."
GRID = table(("Item", "Fee"), ("a form^Note.^", "ten"), ("a copy", "two"))
BASE = law(section("s1", "Section 1", TEXT, heading="Words^Note of the heading.^"), section("s2", "Section 2", GRID),
           schedule("x", "The form of the request.", GRID, "Signed by the court.^Or by a judge.^", heading="Schedule 1: Forms"),
           schedule("y", "Ten for each page.", heading="Schedule 2: Fees"))  # fmt: skip
NEW = schedule("z", "Nothing else.", heading="Schedule 3: Other things")
CELLS = ((p("new"),), (p("more"),))
COMES_BACK: dict[str, list[Operation]] = {
    "a footnote goes": [OmitNote("s1", 3)],
    "two footnotes go": [OmitNote("s1", 4), OmitNote("s1", 2)],
    "the footnote of a heading goes": [OmitNote("s1", 1)],
    "a footnote says something else": [ReplaceNote("s1", 3, (p("something else entirely"),))],
    "a footnote of a schedule goes": [OmitNote("x", 2)],
    "a column goes": [OmitColumn(TablePlace("s2"), 1)],
    "a column comes": [InsertColumn(TablePlace("s2"), 1, (*CELLS, (p("x"),)))],
    "a row comes": [InsertRow(TablePlace("x"), 1, CELLS)],
    "a row goes": [OmitRow(TablePlace("x"), 2)],
    "a cell of a schedule": [ChangeCell(TablePlace("x"), 2, 2, (p("eleven"),))],
    "words of a schedule": [ReplaceText(Words("x", "Signed"), content("Stamped"))],
    "a schedule goes": [Repeal("x")],
    "the last schedule goes": [Repeal("y")],
    "all schedules go": [Repeal("x", "y")],
    "a schedule moves": [Move("y", Position(Where.BEFORE, "x"))],
    "a last schedule comes": [InsertSchedule("y", NEW)],
    "a schedule comes between": [InsertSchedule("x", NEW)],
    "a first schedule comes": [Insert(Position(Where.BEFORE, "x"), (NEW,))],
    "the heading of a schedule": [ChangeHeading("x", content("Schedule 1: Forms of request"))],
}  # fmt: skip


@pytest.mark.parametrize("name", COMES_BACK)
@pytest.mark.parametrize("through_word", [False, True])
def test_what_was_done_comes_back(name: str, through_word: bool) -> None:
    expected = COMES_BACK[name]
    marked = apply_modules(BASE, [amending("a", list(expected))]).law
    new = in_word(BASE, marked) if through_word else accept(marked)
    assert plain(new) == plain(accept(marked))
    found = drafted(BASE, new)
    assert [type(one) for one in found] == [type(one) for one in expected]


def test_the_bracket_of_an_optional_provision_is_no_word_of_what_was_split_off() -> None:
    maybe = replace(subsection("s1b", "(2)", "No court shall be told."), attributes=((OPTIONAL, "true"),))
    base = law(section("s1", "Section 1", subsection("s1a", "(1)", "One."), maybe, subsection("s1c", "(3)", "Three.")))
    file = Edited(docx_bytes(Publication(Document.CONSOLIDATED, base, "T")), tracked=False)
    file.replace(" shall be told.", "", "No court")
    file.insert_after("No court", "(2A)\tshall be told.]")
    file.replace("]", "", "No court")
    laid = lay(base, accept(read_docx(file.bytes()).law))
    assert words(laid.law).startswith("Section1(1)One.[(2)Nocourt](2A)shallbetold.(3)Three.")


def test_the_bracket_of_an_optional_provision_is_no_word_of_what_was_joined_to_it() -> None:
    maybe = replace(subsection("s1b", "(2)", "No court shall be told^A note.^."), attributes=((OPTIONAL, "true"),))
    base = law(section("s1", "Section 1", subsection("s1a", "(1)", "One."), maybe, subsection("s1c", "(3)", "Three.")))
    file = Edited(docx_bytes(Publication(Document.CONSOLIDATED, base, "T")), tracked=False)
    file.delete("Three.")
    file.replace(".", "", "told")
    file.replace("]", ".] Three [words].", "told")
    laid = lay(base, accept(read_docx(file.bytes()).law))
    assert words(laid.law).startswith("Section1(1)One.[(2)Nocourtshallbetold.Three[words].]"), words(laid.law)
    assert "A note." in words(laid.law)


def test_a_heading_that_was_split_stays_that_of_its_section() -> None:
    inner = section("s1", "§ 1", "Zweck ist es, das Wasser zu schützen.", heading="Zweck und Ziel")
    base = law(provision("chapter", "c1", "Kapitel 1", inner, section("s2", "§ 2", "Zwei.", heading="Mehr"), heading="Zweck"))
    file = Edited(docx_bytes(Publication(Document.CONSOLIDATED, base, "T")), tracked=False)
    file.insert_after("Zweck und Ziel", "ck und Ziel")
    file.replace("Zweck und Ziel", "Zwe")
    laid = lay(base, accept(read_docx(file.bytes()).law))
    assert words(laid.law).startswith("Kapitel1Zweck§1ZweckundZielZweckist")
    assert [type(one) for one in drafted(base, laid.law)] == [Substitute]


def test_the_first_schedule_of_a_law_comes() -> None:
    base = law(section("s1", "Section 1", "One."))
    marked = apply_modules(base, [amending("a", InsertSchedule("", NEW))]).law
    assert [type(one) for one in drafted(base, in_word(base, marked))] == [InsertSchedule]


def test_a_footnote_that_comes_into_a_table_is_not_lost() -> None:
    marked = apply_modules(BASE, [amending("a", InsertNote(Words("s2", "two"), (p("Or three."),)))]).law
    assert [type(one) for one in drafted(BASE, in_word(BASE, marked))] == [ChangeCell]


def test_provisions_are_known_by_the_words_of_any_language() -> None:
    base = law(
        provision("article", "a1", "Artículo 1", "Esta ley rige.", heading="Objeto"), provision("article", "a2", "Artículo 2", "Dos.")
    )
    file = Edited(docx_bytes(Publication(Document.CONSOLIDATED, base, "T")))
    file.insert_before("Artículo 2", "Artículo 1A\u2003Ámbito", "Título 5 del Código no se aplica.")
    laid = lay(base, accept(read_docx(file.bytes()).law))
    (insert,) = drafted(base, laid.law)
    assert isinstance(insert, Insert)
    (new,) = insert.blocks
    assert isinstance(new, Provision) and new.level == "article" and heading_text(new) == "Ámbito"
    assert [text_of(line) for line in paragraphs_of(new)][-1] == "Título 5 del Código no se aplica."  # this law has no titles


def test_text_without_a_number_before_the_first_provision_is_not_lost() -> None:
    file = Edited(docx_bytes(Publication(Document.CONSOLIDATED, BASE, "T")))
    file.insert_before("Section 1", "Whereas it is so,", "(a)\tand so,", "the following is enacted:")
    laid = lay(BASE, accept(read_docx(file.bytes()).law))
    assert words(laid.law).startswith("Whereasitisso,(a)andso,thefollowingisenacted:Section1") and not laid.findings
    assert [type(one) for one in drafted(BASE, laid.law)] == [Insert]


def test_a_law_whose_sections_all_go_keeps_its_body() -> None:
    marked = apply_modules(BASE, [amending("a", Repeal("s1", "s2"))]).law
    assert drafted(BASE, in_word(BASE, marked)) == [Repeal("s1", "s2")]


def test_a_line_of_the_contents_that_goes_takes_nothing_with_it() -> None:
    """Its words, inside a link, were changed by one change and deleted by another; the paragraph behind it keeps its style."""
    base = law(section("s1", "Section 1", "delta the.", heading="The the."), section("s2", "Section 2", "the may."))
    marked = apply_modules(base, [amending("a", Substitute("s1", (section("a__0", "Section 9", "alpha."),)))]).law
    assert words(in_word(base, marked)) == "Section9alpha.Section2themay.\nNotes:"


def test_numbers_that_count_on_are_one_operation() -> None:
    sections = [section(f"s{n}", f"Section {n}", f"Text {n}.", heading=f"Heading {n}") for n in range(1, 6)]
    later = [section(f"s{n}", f"Section {n + 10}" if n > 2 else f"Section {n}", f"Text {n}.", heading=f"Heading {n}") for n in range(1, 6)]
    assert drafted(law(*sections), law(*later)) == [Renumber("s3", "Section 13", "s5")]


def test_equal_lines_that_were_read_as_one_object_are_edited_apart() -> None:
    base = law(section("s1", "Section 1", subsection("s1a", "(1)", "One."), subsection("s1b", "(2)", "Two."), heading="A"),
               section("s2", "Section 2", subsection("s2a", "(1)", "Three."), subsection("s2b", "(2)", "Four."), heading="B"))  # fmt: skip
    shared: dict[object, Block] = {}
    base = replace(base, document=rewrite(base.document, lambda block: shared.setdefault(block, block)))
    marked = apply_modules(base, [amending("a", Repeal("s1b"))]).law
    assert in_word(base, marked) != base


def marked_up() -> Law:
    """A law with marks without words, a note behind the number of a schedule, and a heading without words, as publishers have them."""
    mark = CarriedInline("<?page 7?>", "")
    number = Paragraph((mark, Run("Schedule"), Note((p("(see section 1)"),))), "num")
    said = Paragraph((Run("A request "), mark, Run("is made in writing."), Note((p("Or not."),)), mark))
    one = Provision("section", "s1", (Paragraph((Run("1"),), "num"), Paragraph((), "heading"), Group("content", (said,))), (("wId", "s1"),))
    two = Provision("hcontainer", "s2", (number, Paragraph((Run(" Forms "), mark), "heading"), Group("content", (p("A form."),))),
                    (("name", "schedule"), ("wId", "s2")))  # fmt: skip
    empty = Provision("section", "s3", (), (("wId", "s3"),))  # all that was in it moved away
    return law(one, empty, two)


def test_a_file_that_nobody_edited_keeps_what_has_no_words_and_the_notes_of_numbers() -> None:
    base = marked_up()
    assert lay(base, accept(read_docx(docx_bytes(Publication(Document.CONSOLIDATED, base, "T"))).law)).law == base


def test_an_edit_takes_no_mark_without_words_with_it() -> None:
    base = marked_up()
    file = Edited(docx_bytes(Publication(Document.CONSOLIDATED, base, "T")))
    file.replace("in writing", "in an electronic form")
    assert drafted(base, lay(base, accept(read_docx(file.bytes()).law)).law) == [
        ReplaceText(Words("s1", "writing", expect=1), content("an electronic form"))
    ]


# --- at random

slow = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


@slow
@given(laws(model=True), laws(model=True))
def test_any_law_is_made_of_any_other(old: Law, new: Law) -> None:
    drafted(old, new)  # raises unless the module gives exactly the new law


@slow
@given(amended(a=3), st.booleans())
def test_what_a_module_did_is_captured_of_its_word_file(made: tuple[Law, list[AmendmentModule]], consolidated: bool) -> None:
    base, (module,) = made
    marked, _ = carried_out(base, module)
    try:
        new = in_word(base, marked, consolidated=consolidated)
    except InputError:
        return  # nothing of a small law was left
    drafted(base, new)
