"""Word documents: real tracked changes that real clients accept and reject to exactly the two texts."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from kit import content, holds, law, module, p, paragraph, section, subsection, table
from word_proof.clients import Office, our_lines
from word_proof.gathering import same_in_libreoffice

from modellaw.amend.ops import (
    EACH,
    ChangeCell,
    Insert,
    InsertNote,
    InsertRow,
    Join,
    Move,
    OmitText,
    Part,
    Position,
    Repeal,
    ReplaceText,
    Split,
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Kind
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.project import Document, Publication, Publisher
from modellaw.writers.docx import docx_bytes

BASE = law(
    section(
        "s1",
        "Section 1",
        subsection("s1a", "(1)", "A request is made in writing to [authority] under {s2|section 2}."),
        subsection("s1b", "(2)", "The court may:", paragraph("s1b1", "(a)", "refuse in writing;"), paragraph("s1b2", "(b)", "or accept.")),
        heading="Requests",
    ),
    section("s2", "Section 2", "Writing.^Note one.^ See {s1b|section 1(2)}.", heading="Meaning of writing"),
    section("s3", "Section 3", table(("A", "B"), ("c", "d")), heading="Costs"),
    section("s4", "Section 4", subsection("s4a", "(1)", "First."), subsection("s4b", "(2)", "Second."), heading="Parts"),
    section("s5", "Section 5", "This Law commences. <Nothing> & “nothing” is\tlost.", heading="Commencement"),
)
NEW = section("a__n", "", subsection("a__n1", "(1)", "New text.^A new note.^"), subsection("a__n2", "(2)", "More."), heading="New")
FIRST = module(
    "a",
    ReplaceText(Words("s1", "in writing", EACH, 2), content("in electronic form")),
    Insert(Position(Where.AFTER, "s1"), (NEW,)),
    Wrap("s2", "subsection", "(1)", "a__w"),
    Insert(Position(Where.LAST, "s2"), (subsection("a__2", "", "Second."),)),
    Split("s1a", (Part("(1A)", "a__s", "to"),)),
    [InsertRow(TablePlace("s3"), 1, ((p("x"),), (p("y"),))), ChangeCell(TablePlace("s3"), 3, 2, (p("d e"),))],
    Join("s4a", "s4b"),
)
SECOND = module(
    "b",
    Repeal("s1b", text="[Repealed]"),
    Move("s4", Position(Where.BEFORE, "s3"), number="Section 2A"),
    [OmitText(Words("s5", "<Nothing> & ")), InsertNote(Words("s5", "commences"), (p("On a day."),))],
    Substitute("s5", (section("z", "", "This Law commences at once.", heading="Start"),)),
)


def documents(folder: Path, marked: Law) -> tuple[Path, Path, Path]:
    """The redline and the two texts as files."""
    made = {
        Document.REDLINE: marked,
        Document.ORIGINAL: reject(marked),
        Document.CONSOLIDATED: accept(marked),
    }
    paths = []
    for document, one in made.items():
        path = folder / f"{document.value}.docx"
        path.write_bytes(docx_bytes(Publication(document, one, "A Law", "Edition", "Reconstruction", publisher=Publisher("Office"))))
        paths.append(path)
    return paths[0], paths[1], paths[2]


@pytest.fixture(scope="module", params=[(FIRST,), (SECOND,), (module("c", Repeal("s2"), Repeal("s4b")),)], ids=["first", "second", "third"])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    return documents(tmp_path_factory.mktemp("docx"), holds(BASE, *request.param).law)


def checker(shared: Path, name: str, files: tuple[Path, Path, Path], python: str = sys.executable, *, pair: bool = True) -> str:
    """What one of the shared checkers says of a redline."""
    redline, original, consolidated = map(str, files)
    texts = ["--before", original, "--after", consolidated] if pair else []
    script = shared / "word" / "check" / f"{name}.py"
    done = subprocess.run([python, str(script), redline, *texts], capture_output=True, text=True, timeout=180)
    return done.stdout + done.stderr


def test_accepting_and_rejecting_give_the_two_texts(files: tuple[Path, Path, Path], shared: Path) -> None:
    said = checker(shared, "validate_ref", files)
    assert "ref reject: OK" in said and "ref accept: OK" in said, said


def test_the_markup_keeps_the_rules_of_word_and_the_schemas(files: tuple[Path, Path, Path], shared: Path) -> None:
    said = checker(shared, "validate_lint", files, pair=False)
    assert "0 error(s), 0 warning(s)" in said, said
    said = checker(shared, "validate_xsd", files, pair=False)
    assert "XSD: 0 new error(s)" in said, said


def test_pandoc_accepts_and_rejects_to_the_two_texts(files: tuple[Path, Path, Path], shared: Path, client: Callable[[str], str]) -> None:
    client("pandoc")
    said = checker(shared, "validate_pandoc", files)
    for what in ("reject", "accept"):
        assert f"pandoc {what}: OK" in said or f"pandoc {what}: DIFFERENT (loose OK)" in said, said


def test_libreoffice_accepts_and_rejects_to_the_two_texts(files: tuple[Path, Path, Path], office: Office) -> None:
    redline, original, consolidated = files
    assert same_in_libreoffice(redline, "reject", office.lines(redline, "reject"), office.lines(original))
    assert same_in_libreoffice(redline, "accept", office.lines(redline, "accept"), office.lines(consolidated))


def test_every_module_signs_its_changes(tmp_path: Path) -> None:
    redline, _, _ = documents(tmp_path, holds(BASE, FIRST).law)
    xml = docx.Document(str(redline)).element.xml
    assert 'w:author="Author a" w:date="2021-03-18T00:00:00Z"' in xml and "w:delText" in xml
    assert "Reconstruction" in [paragraph.text for paragraph in docx.Document(str(redline)).paragraphs]


def test_the_same_law_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (documents(tmp_path, holds(BASE, FIRST).law)[0].read_bytes() for _ in range(2))
    assert one == two


def written_both_ways(folder: Path, old: Law, new: Law) -> None:
    """The redline of a comparison, rejected and accepted, has the lines of both texts."""
    redline, original, consolidated = documents(folder, compare_laws(old, new).marked)
    assert our_lines(redline, "reject") == our_lines(original, "reject")
    assert our_lines(redline, "accept") == our_lines(consolidated, "accept")


WAIT = "Learning of the programme, with an adequate showing that the delay was reasonable"


def test_what_moved_to_another_level_has_its_new_number_in_its_paragraph(tmp_path: Path) -> None:
    old = law(section("s1", "Section 1", subsection("a", "(1)", "The claim is filed within a year of:")),
              section("s2", "Section 2", subsection("b", "(2)", WAIT), subsection("c", "(3)", "Other words follow here.")))  # fmt: skip
    new = law(section("s1", "Section 1", subsection("a", "(1)", "The claim is filed within a year of:", paragraph("n", "(b)", WAIT))),
              section("s2", "Section 2", subsection("c", "(3)", "Other words follow here.")))  # fmt: skip
    written_both_ways(tmp_path, old, new)


def moved_out_of_what_moved() -> tuple[Law, Law]:
    """Subsection (2) goes to section 1; its paragraph (a) to section 3."""
    inner = paragraph("i", "(a)", "Evidence that was obtained abroad is admissible in this court")
    keeps = paragraph("k", "(b)", "A court of record decides upon the costs of the transport of witnesses")
    rest = subsection("r", "(3)", "Words that stay where they are")
    old = law(section("s1", "Section 1", subsection("a", "(1)", "First words of this section")),
              section("s2", "Section 2", subsection("b", "(2)", WAIT, inner, keeps), rest),
              section("s3", "Section 3", subsection("z", "(1)", "Last words of this law")))  # fmt: skip
    new = law(section("s1", "Section 1", subsection("a", "(1)", "First words of this section"), subsection("b", "(2)", WAIT, keeps)),
              section("s2", "Section 2", rest),
              section("s3", "Section 3", subsection("z", "(1)", "Last words of this law", inner)))  # fmt: skip
    return old, new


def test_what_moved_out_of_something_that_moved_too_is_not_lost_at_its_old_place(tmp_path: Path) -> None:
    old, new = moved_out_of_what_moved()
    found = compare_laws(old, new)
    assert [one.kind for one in found.differences].count(Kind.MOVED) == 2
    written_both_ways(tmp_path, old, new)


def test_text_that_becomes_subsection_1_comes_back_in_word(tmp_path: Path) -> None:
    old = law(section("s1", "Section 1", WAIT, heading="Requests"))
    new = law(section("s1", "Section 1", subsection("a", "(1)", WAIT), subsection("b", "(2)", "More words."), heading="Requests"))
    written_both_ways(tmp_path, old, new)
    written_both_ways(tmp_path, new, old)
