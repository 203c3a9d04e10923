"""Amending texts become modules: our own instruments for every operation, and the sentences that drafters write by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from conftest import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit import carried_out, content, law, module, p, paragraph, provision, schedule, section, subsection, table
from strategies import amendment_modules, laws

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    LAST,
    AmendmentModule,
    ChangeCell,
    ChangeHeading,
    ChooseOption,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    InsertText,
    Join,
    Move,
    OmitColumn,
    OmitNote,
    OmitRow,
    OmitText,
    Operation,
    Part,
    Position,
    Renumber,
    Repeal,
    ReplaceNote,
    ReplaceText,
    Scope,
    Split,
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.build import amended, prepare
from modellaw.capturing.instructions import module_of
from modellaw.capturing.sentences import SENTENCES, understood
from modellaw.capturing.spoken import spoken_text, spoken_word
from modellaw.capturing.variants import IN_OTHER_WORDS
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Kind
from modellaw.errors import Finding
from modellaw.model.address import heading_text, number_text
from modellaw.model.changes import Module
from modellaw.model.nodes import ML, Law, Provision
from modellaw.model.views import accept
from modellaw.model.walk import find, paragraphs_of, provisions_of, text_of
from modellaw.project import Document, Publication
from modellaw.readers.config import read_project
from modellaw.readers.docx import read_docx
from modellaw.readers.module import read_module
from modellaw.writers import FORMATS
from modellaw.writers.amending import Instrument, printed_instrument


def option(number: str, words: str) -> Provision:
    """One of the alternatives of who decides."""
    made = provision("hcontainer", f"s4o{number}", f"Option {number}", words, name="option")
    return replace(made, attributes=(*made.attributes, (f"{{{ML}}}group", "who"), (f"{{{ML}}}option", number)))


KEPT = (paragraph("s1b1", "(a)", "for a year;"), paragraph("s1b2", "(b)", "for two."))
LAW = law(
    section("s1", "Section 1", subsection("s1a", "(1)", "A court may refuse in writing; it may also ask."),
            subsection("s1b", "(2)", "The requests are kept:", *KEPT, "in a register."),
            subsection("s1c", "(3)", "Costs are shared and any time limit ends.^A note.^"), heading="Requests"),
    section("s2", "Section 2", "The register of [State] is open.", heading="Register"),
    section("s3", "Section 3", subsection("s3a", "(1)", "Fees are paid as follows:", table(("Item", "Fee"), ("Copy", "2"), ("Seal", "3"))),
            heading="Fees"),
    section("s4", "Section 4", option("1", "A court decides."), option("2", "The Authority decides."), heading="Who decides"),
    schedule("att1", "Ask for [what].", heading="Schedule 1: Questions"),
)  # fmt: skip
AFTER = Position(Where.AFTER, "s2")

OPERATIONS: list[Operation] = [
    ReplaceText(Words("s1a", "in writing", expect=1), content("orally")),
    ReplaceText(Words("", "register"), content("list")),
    ReplaceText(Words("", "Copy", expect=1), content("A copy")),
    ReplaceText(Words("", "Fee", scope=Scope.TABLES), content("Costs")),
    ReplaceText(Words("s1a", "it", LAST), content("the court")),
    ReplaceText(Words("s1", "Requests", expect=1, scope=Scope.HEADING), content("Requests for help")),
    OmitText(Words("s1a", "also", expect=1)),
    InsertText(Words("s1a", "refuse", expect=1), content(" a request")),
    InsertText(Words("s1a", "refuse", expect=1), content("never "), after=False),
    InsertText(Words("s2", ""), content(", and free"), after=True),
    Insert(AFTER, (section("a__2A", "Section 2A", subsection("a__2A1", "(1)", "New."), subsection("a__2A2", "(2)", "Too."),
                           heading="More"),)),
    Insert(Position(Where.AFTER, "s1b1"), (paragraph("a__aa", "(aa)", "for a day;"),)),
    Insert(Position(Where.LAST, "s3"), (subsection("a__32", "(2)", "No fee is paid twice."),)),
    Repeal("s1b"), Repeal("s1a", "s1b"), Repeal("s2", text="[Repealed]", keep_heading=True),
    Substitute("s1a", (subsection("a__1", "(1)", "Nobody refuses."),)),
    Substitute("s1b", (p("They stay:"),), opening=True),
    ChangeHeading("s2", content("Open register")), ChangeHeading("s2", ()),
    Move("s1c", Position(Where.BEFORE, "s1a"), number="(0)"),
    Renumber("s1c", "(5)"), Renumber("s1b", "(4)", "s1c"),
    Wrap("s2", "subsection", "(1)", "a__w"),
    Split("s1c", (Part("(3A)", "a__3A", "and any time limit"),)),
    Split("s2", (Part("Section 2A", "a__2A", "is open", heading=content("Open")),)),
    Join("s1a", "s1b"), Join("s1a", "s1b", run_on=False),
    InsertRow(TablePlace("s3a"), 2, ((p("Stamp"),), (p("1"),))), OmitRow(TablePlace("s3a"), 2),
    InsertColumn(TablePlace("s3a"), 1, ((p("Unit"),), (p("page"),), (p("piece"),))), OmitColumn(TablePlace("s3a"), 2),
    ChangeCell(TablePlace("s3a"), 2, 1, (p("Certified copy"),)),
    InsertNote(Words("s2", "register", expect=1), (p("Kept by the Authority."),)), ReplaceNote("s1c", 1, (p("Another."),)),
    OmitNote("s1c", 1),
    FillBlank("State", content("Utopia"), "s2"),
    InsertSchedule("", schedule("a__form", "Who asks: [name]", table(("Item", "Entry"), ("Date", "1")), "Signed", heading="Form")),
    InsertSchedule("att1", schedule("a__form", section("a__f1", "Section 1", "What is asked."), heading="Schedule 2: Form")),
    Substitute("att1", (schedule("a__form", "Nothing is asked.", heading="Schedule 1: No questions"),)), Repeal("att1"),
    ChooseOption("who", "2"),
]  # fmt: skip


def drafted(kind: str, *modules: AmendmentModule, base: Law = LAW) -> tuple[AmendmentModule, list[Finding]]:
    """The module that an instrument says, by way of a Word file or of plain text."""
    marked = apply_modules(base, modules).law
    printed = printed_instrument(Instrument(base, modules, marked, "Amendments", amended(marked, base)))
    data = FORMATS[kind](Publication(Document.INSTRUMENT, printed, "Amendments"))
    lines = spoken_word(accept(read_docx(data).law)) if kind == "docx" else spoken_text(data.decode())
    return module_of(lines, base, Module("d", "D", "2020-01-01", "A"))


def differing(before: Law, after: Law) -> list[str]:
    """What differs of two laws, ids and other attributes apart."""
    return [
        f"{one.kind}: {one.old_words} | {one.new_words}" for one in compare_laws(before, after).differences if one.kind is not Kind.MARKUP
    ]


def prints_whole(operation: Operation, base: Law) -> bool:
    """Whether a reader sees in print at which level the new provisions stand: they have the numbers that their neighbours have."""
    blocks = [one for one in getattr(operation, "blocks", ()) if isinstance(one, Provision)]
    anchor = find(base, operation.position.anchor if isinstance(operation, Insert) else getattr(operation, "target", ""))
    inside = isinstance(operation, Insert) and operation.position.where in {Where.FIRST, Where.LAST}
    levels = {anchor.level if anchor and not inside else ""}
    sections = all((one.level == "section") == number_text(one).startswith("Section ") and one.number for one in blocks)
    return not blocks or ({one.level for one in blocks} == levels and sections)


def lines(law: Law) -> list[str]:
    """All that a law says, footnotes too, line by line, without the blanks at which words were joined."""
    return list(filter(None, ("".join(text_of(line).split()) for line in paragraphs_of(law.document))))


@pytest.mark.parametrize("kind", ["docx", "txt"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: type(one).__name__)
def test_our_own_instrument_is_read_back(operation: Operation, kind: str) -> None:
    own = module("a", operation)
    found, findings = drafted(kind, own)
    assert not findings
    assert [type(step.operation) for one in found.amendments for step in one.steps] == [type(operation)]
    assert [one.change.rationale for one in found.amendments] == ["Reason 1."]
    assert differing(*(accept(apply_modules(LAW, [one]).law) for one in (own, found))) == []


def test_every_operation_of_the_table_is_read_back() -> None:
    assert {type(one) for one in OPERATIONS} == set(get_args(Operation))


def test_modules_that_insert_at_one_place_are_read_back_in_their_order() -> None:
    def added(name: str) -> AmendmentModule:
        return module(name, Insert(AFTER, (section(f"{name}__new", f"Section 2{name.upper()}", "New."),)),
                      InsertRow(TablePlace("s3a"), 2, ((p(name),), (p("1"),))),
                      InsertSchedule("att1", schedule(f"{name}__form", f"Form {name}.", heading=f"Form {name}")),
                      ChangeCell(TablePlace("s3a"), 3, 2, (p("4"),)) if name == "b" else Repeal("s1c"))  # fmt: skip

    both = added("a"), added("b")
    for kind in ("docx", "txt"):
        found, findings = drafted(kind, *both)
        assert not findings
        assert differing(accept(apply_modules(LAW, both).law), accept(apply_modules(LAW, [found]).law)) == []


@pytest.mark.parametrize("edition", ["full", "electronic-evidence", "special-investigative-techniques", "housekeeping"])
@pytest.mark.parametrize("kind", ["docx", "txt"])
def test_the_instruments_of_this_law_give_its_editions_again(published: Path, tmp_path: Path, edition: str, kind: str) -> None:
    file, target = published / f"build/{edition}/amending-instrument.{kind}", tmp_path / "again.xml"
    told = json.loads(run("draft", str(file), "--module", "again", "--project", str(published), "-o", str(target), "--json").stdout)
    drafted_ = read_module(target.read_bytes())
    (build,) = prepare(read_project(str(published)), (edition,))
    done = [one for own in build.modules for one in own.amendments if one.change.status.value != "ignored"]
    assert told["operations"] == sum(len(one.steps) for one in done) and told["not understood"] == 0
    assert [[type(s.operation) for s in one.steps] for one in drafted_.amendments] == [[type(s.operation) for s in o.steps] for o in done]
    assert [one.change.title for one in drafted_.amendments] == [one.change.title for one in done]
    assert differing(build.consolidated, accept(apply_modules(build.base, [drafted_], build.project.numbering).law)) == []


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(laws(), amendment_modules("a", 3), st.sampled_from(["docx", "txt"]))
def test_what_the_instrument_of_any_module_says_is_what_it_does(base: Law, own: AmendmentModule, kind: str) -> None:
    own = replace(own, amendments=tuple(one for one in own.amendments if all(prints_whole(s.operation, base) for s in one.steps)))
    marked, done = carried_out(base, own)
    found, findings = drafted(kind, done, base=base)
    assert not findings
    assert lines(accept(marked)) == lines(accept(apply_modules(base, [found]).law))


HAND_WRITTEN = """Section 1 Words

1. In section 1(1), for “in writing” substitute “orally”.
2. Section 2 is repealed.
3. After section 1(2)(a) insert the following paragraph:
    (aa) for a day;
4. Throughout the law, for "register" substitute "list" wherever it occurs.
5. Sections one to ten are hereby modernised.
"""


def test_sentences_written_by_hand_are_understood_and_others_are_told() -> None:
    found, findings = module_of(spoken_text(HAND_WRITTEN), LAW, Module("d", "D", "2020-01-01", "A"), "hand.txt")
    assert [type(step.operation).__name__ for one in found.amendments for step in one.steps] == [
        "ReplaceText",
        "Repeal",
        "Insert",
        "ReplaceText",
    ]
    assert [one.change.title for one in found.amendments] == ["Words"]
    (finding,) = findings
    assert finding.place.line == 8 and "modernised" in finding.message and "nearest pattern" in finding.hint
    wide = found.amendments[0].steps[3].operation
    assert isinstance(wide, ReplaceText) and (wide.words.target, wide.words.expect) == ("", 0)


def test_ranges_are_one_operation_and_what_is_no_range_is_told() -> None:
    text = """Sections 2 to 4 are renumbered as sections 5 to 7.
Section 1(1) and (2) are repealed.
Sections 2 and 4 are repealed.
"""
    found, findings = module_of(spoken_text(text), LAW, Module("d", "D", "2020-01-01", "A"), "x.txt")
    assert [step.operation for one in found.amendments for step in one.steps] == [
        Renumber("s2", "Section 5", "s4"), Repeal("s1a", "s1b")]  # fmt: skip
    assert [(one.place.line, one.message) for one in findings] == [
        (3, "“Sections 2 and 4” are not one behind the other: “Sections 2 and 4 are repealed.”")]  # fmt: skip


def test_a_citation_of_nothing_is_told_with_what_is_near() -> None:
    _, findings = module_of(spoken_text("Repeal section 12.\n"), LAW, Module("d", "D", "2020-01-01", "A"), "x.txt")
    assert "“section 12” names no provision of the law" in findings[0].message and "did you mean" in findings[0].hint


def test_every_pattern_reads_its_own_example() -> None:
    for name, sentence in SENTENCES.items():
        found = understood(sentence.reads)
        assert found is not None and found.name == name
    assert all(understood(said) is not None for said in IN_OTHER_WORDS)
    assert all(said in run("draft", "--patterns").stdout for said in IN_OTHER_WORDS)


def test_nothing_is_written_of_a_text_that_is_not_understood(published: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("In section 1(1), for “may” substitute “shall”.\nDo something else.\n")
    done = run("draft", str(tmp_path / "x.txt"), "--module", "x", "--project", str(published), "-o", str(tmp_path / "x.xml"), expect=1)
    assert "x.txt:2" in done.stderr and "nothing written" in done.stdout and not (tmp_path / "x.xml").exists()


def test_what_is_no_text_and_what_is_no_new_id_is_refused(published: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Section 7 is repealed.")
    (tmp_path / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    (tmp_path / "empty.docx").write_bytes(b"")
    (tmp_path / "latin.txt").write_bytes(b"Section 7 is repealed.\nIn section 8 omit \xab x \xbb.")
    (tmp_path / "image.txt").write_bytes(bytes(100))
    target = tmp_path / "made.xml"
    for file, name, expect, said in (
        ("locked.docx", "x", 3, "locked with a password"), ("empty.docx", "x", 3, "not a Word document"),
        ("latin.txt", "x", 3, "latin.txt:2: this is no text in UTF-8"), ("image.txt", "x", 3, "this is no text"),
        ("good.txt", "a b", 2, "cannot be the id of a module"), ("good.txt", "ee", 2, "there is a module “ee” already"),
    ):  # fmt: skip
        done = run("draft", str(tmp_path / file), "--module", name, "-o", str(target), "--project", str(published), expect=expect)
        assert said in done.stderr and not target.exists()


def test_the_heading_of_a_section_in_plain_text_ends_before_its_first_subsection() -> None:
    text = "After section 1 insert—\n  Section 1A Costs\n  (1) A person pays.\n  (2) A court may waive it.\nSection 2 is repealed."
    base = law(section("s1", "Section 1", "One."), section("s2", "Section 2", "Two."))
    drafted, findings = module_of(spoken_text(text), base, Module("d", "D", "2020-01-01", "A"), "f")
    assert not findings
    insert = drafted.amendments[0].steps[0].operation
    assert isinstance(insert, Insert)
    (new,) = insert.blocks
    assert isinstance(new, Provision) and heading_text(new) == "Costs" and len(list(provisions_of(new))) == 3
