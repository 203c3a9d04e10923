"""Amending texts become modules: our own instruments for every operation, and the sentences that drafters write by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import run
from kit import content, law, module, p, paragraph, section, subsection, table

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    LAST,
    AmendmentModule,
    ChangeCell,
    ChangeHeading,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
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
from modellaw.build import amended
from modellaw.capturing.instructions import module_of, spoken_text, spoken_word
from modellaw.capturing.sentences import SENTENCES, understood
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Kind
from modellaw.model.changes import Module
from modellaw.model.views import accept
from modellaw.project import Document, Publication
from modellaw.readers.docx import read_docx
from modellaw.readers.module import read_module
from modellaw.writers.amending import Instrument, printed_instrument
from modellaw.writers.docx import docx_bytes

KEPT = (paragraph("s1b1", "(a)", "for a year;"), paragraph("s1b2", "(b)", "for two."))
LAW = law(
    section("s1", "Section 1", subsection("s1a", "(1)", "A court may refuse in writing; it may also ask."),
            subsection("s1b", "(2)", "The requests are kept:", *KEPT, "in a register."),
            subsection("s1c", "(3)", "Costs are shared and any time limit ends.^A note.^"), heading="Requests"),
    section("s2", "Section 2", "The register of [State] is open.", heading="Register"),
    section("s3", "Section 3", subsection("s3a", "(1)", "Fees are paid as follows:", table(("Item", "Fee"), ("Copy", "2"), ("Seal", "3"))),
            heading="Fees"),
)  # fmt: skip
AFTER = Position(Where.AFTER, "s2")

OPERATIONS: list[Operation] = [
    ReplaceText(Words("s1a", "in writing", expect=1), content("orally")),
    ReplaceText(Words("", "register"), content("list")),
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
    Join("s1a", "s1b"),
    InsertRow(TablePlace("s3a"), 2, ((p("Stamp"),), (p("1"),))), OmitRow(TablePlace("s3a"), 2),
    InsertColumn(TablePlace("s3a"), 1, ((p("Unit"),), (p("page"),), (p("piece"),))), OmitColumn(TablePlace("s3a"), 2),
    ChangeCell(TablePlace("s3a"), 2, 1, (p("Certified copy"),)),
    InsertNote(Words("s2", "register", expect=1), (p("Kept by the Authority."),)), ReplaceNote("s1c", 1, (p("Another."),)),
    OmitNote("s1c", 1),
    FillBlank("State", content("Utopia"), "s2"),
]  # fmt: skip


def drafted(path: Path, modules: AmendmentModule) -> tuple[AmendmentModule, list[object]]:
    """The module that its own instrument says, by way of a Word file."""
    marked = apply_modules(LAW, [modules]).law
    printed = printed_instrument(Instrument(LAW, [modules], marked, "Amendments", amended(marked, LAW)))
    data = docx_bytes(Publication(Document.INSTRUMENT, printed, "Amendments"))
    found, findings = module_of(spoken_word(accept(read_docx(data).law)), LAW, Module("d", "D", "2020-01-01", "A"))
    return found, list(findings)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: type(one).__name__)
def test_our_own_instrument_is_read_back(operation: Operation, tmp_path: Path) -> None:
    own = module("a", operation)
    found, findings = drafted(tmp_path, own)
    assert not findings
    assert [type(step.operation) for one in found.amendments for step in one.steps] == [type(operation)]
    before, after = (accept(apply_modules(LAW, [one]).law) for one in (own, found))
    assert [one for one in compare_laws(before, after).differences if one.kind is not Kind.MARKUP] == []


def test_the_instruments_of_this_law_are_read_back_but_for_schedules(published: Path, tmp_path: Path) -> None:
    for edition, own in (("housekeeping", "hk"), ("electronic-evidence", "ee"), ("special-investigative-techniques", "sit")):
        file = published / f"build/{edition}/amending-instrument.docx"
        target = tmp_path / f"{own}.xml"
        done = run(
            "draft", str(file), "--module", f"{own}-2", "--project", str(published), "-o", str(target), "--force", "--json", expect=1
        )
        assert all("chedule" in line for line in done.stderr.splitlines() if line.strip())
        (source,) = [path for path in (published / "amendments").glob("*.xml") if f'id="{own}"' in path.read_text()]
        steps = sum(len(one.steps) for one in read_module(source.read_bytes()).amendments if one.change.status.value != "ignored")
        told = json.loads(done.stdout)
        assert told["operations"] + told["not understood"] == steps
        assert len(read_module(target.read_bytes()).amendments) == told["changes"]


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


def test_a_citation_of_nothing_is_told_with_what_is_near() -> None:
    _, findings = module_of(spoken_text("Repeal section 12.\n"), LAW, Module("d", "D", "2020-01-01", "A"), "x.txt")
    assert "“section 12” names no provision of the law" in findings[0].message and "did you mean" in findings[0].hint


def test_every_pattern_reads_its_own_example() -> None:
    for name, sentence in SENTENCES.items():
        found = understood(sentence.reads)
        assert found is not None and found.name == name


def test_nothing_is_written_of_a_text_that_is_not_understood(published: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("In section 1(1), for “may” substitute “shall”.\nDo something else.\n")
    done = run("draft", str(tmp_path / "x.txt"), "--module", "x", "--project", str(published), "-o", str(tmp_path / "x.xml"), expect=1)
    assert "x.txt:2" in done.stderr and "nothing written" in done.stdout and not (tmp_path / "x.xml").exists()
