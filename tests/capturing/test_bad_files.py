"""Files that are not as they should be: each is named, with its place; nothing is lost, and what would be incomplete is no success."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from conftest import run
from edits import Edited
from lxml import etree

from modellaw.build import prepare
from modellaw.capture import Base, CapturedFile, bases, capture, merge
from modellaw.errors import Finding, InputError, ProofError
from modellaw.model.changes import Module
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.ooxml.opened import W, w
from modellaw.readers.config import read_project

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


@pytest.fixture(scope="module")
def texts(published: Path) -> list[Base]:
    return bases(list(prepare(read_project(str(published)))))


def edited(published: Path, edit: Callable[[Edited], None] = lambda made: None, edition: str = "full") -> Edited:
    """A consolidated text in which words were replaced, and something else was done."""
    made = Edited((published / f"build/{edition}/consolidated.docx").read_bytes())
    made.replace("may be cited as", "is to be cited as")
    edit(made)
    return made


def captured(data: bytes, texts: list[Base], edition: str = "") -> CapturedFile:
    return capture(data, "bad.docx", texts, Module("cap", "", "", ""), edition=edition)


def told(findings: tuple[Finding, ...], code: str) -> list[str]:
    return [str(one) for one in findings if one.code == code]


def test_a_file_of_another_law_is_refused_by_all_commands(published: Path, texts: list[Base], tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Section 1\u2003Something else")
    path = tmp_path / "other.docx"
    document.save(str(path))
    with pytest.raises(InputError, match=r"no file of the texts full, .*: 0% of the lines"):
        captured(path.read_bytes(), texts)
    for command in (("merge", str(path), "-o", str(tmp_path / "m.docx")), ("comments", str(path), "-o", str(tmp_path / "matrix"))):
        assert "other.docx" in run(*command, "--project", str(published), expect=3).stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["other.docx"]


def test_a_file_of_another_edition_is_refused_where_an_edition_is_named(published: Path, texts: list[Base], tmp_path: Path) -> None:
    data = edited(published).bytes()
    with pytest.raises(InputError, match="this is a file of the text “full”, not of “housekeeping”"):
        captured(data, texts, "housekeeping")
    assert captured(data, texts, "full").base.name == "full"
    with pytest.raises(InputError, match=r"made from the text “housekeeping”, full\.docx from “full”"):
        merge([("full.docx", data), ("hk.docx", edited(published, edition="housekeeping").bytes())], texts)


def test_remarks_on_another_edition_are_told(published: Path, tmp_path: Path) -> None:
    path = edited(published, edition="special-investigative-techniques").save(tmp_path / "sit.docx")
    done = run("comments", str(path), "-o", str(tmp_path / "m"), "--project", str(published), "--edition", "electronic-evidence", expect=1)
    assert "of the file not of this edition, such as sit__" in done.stderr and (tmp_path / "m.xlsx").exists()


def test_the_edition_that_was_reviewed_is_found_by_its_text(published: Path, tmp_path: Path) -> None:
    for edition in ("housekeeping", "special-investigative-techniques"):
        path = edited(published, edition=edition).save(tmp_path / f"{edition}.docx")
        done = run("comments", str(path), "-o", str(tmp_path / "m"), "--project", str(published))
        assert "other-edition" not in done.stderr and "1 edit," in done.stdout


def test_a_provision_that_was_copied_with_its_id_is_new(published: Path, texts: list[Base], tmp_path: Path) -> None:
    def copy(made: Edited) -> None:
        paragraph = made.paragraph("This Law commences on")
        paragraph.addnext(deepcopy(paragraph))

    found = captured(edited(published, copy).bytes(), texts)
    assert "the provision sec_1__subsec_2 is marked twice" in told(found.findings, "provision-copied")[0]
    new = found.base.carry_out(found.modules[0])
    said = [text_of(line) for line in paragraphs_of(new.document)]
    assert sum(words.startswith("This Law commences on") for words in said) == 2
    path = edited(published, copy).save(tmp_path / "copied.docx")
    for command in (("merge", str(path), "-o", str(tmp_path / "m.docx")), ("comments", str(path), "-o", str(tmp_path / "m2"))):
        done = run(*command, "--project", str(published))
        assert "copied.docx" in done.stderr and "provision sec_1__subsec_2 is marked twice" in done.stderr


def test_a_comment_on_nothing_is_told(published: Path, texts: list[Base], tmp_path: Path) -> None:
    path = edited(published).save(tmp_path / "a.docx")
    document = docx.Document(str(path))
    runs = next(p for p in document.paragraphs if "Authentication" in p.text and not p.style.name.lower().startswith("toc")).runs
    document.add_comment(runs[-1], "Where is this?", author="Ana")
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for mark in list(document.element.body.iter(w(name))):
            mark.getparent().remove(mark)
    document.save(str(path))
    found = captured(path.read_bytes(), texts)
    (message,) = told(found.findings, "comment-not-captured")
    assert "no provision" in message and "Where is this?" in message and found.modules
    done = run("comments", str(path), "-o", str(tmp_path / "m"), "--project", str(published))
    assert "a comment stands on no provision: Where is this?" in done.stderr and "Where is this?" in (tmp_path / "m.json").read_text()


def in_header(made: Edited) -> None:
    name = next(name for name in made.archive.namelist() if name.startswith("word/header") or name.startswith("word/footer"))
    mark = b'<w:ins w:id="9" w:author="R"><w:r><w:t>draft two</w:t></w:r></w:ins></w:p>'
    made.part(name, lambda data: data.replace(b"</w:p>", mark, 1))


def in_text_box(made: Edited) -> None:
    box = (
        f'<w:r xmlns:w="{W}"><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>Note in a box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    made.paragraph("This Law commences on").append(etree.fromstring(box))


def conflict(made: Edited) -> None:
    mark = etree.SubElement(made.paragraph("This Law commences on"), f"{{{W14}}}conflictIns")
    mark.set(w("author"), "Ben")
    run_ = etree.SubElement(mark, w("r"))
    etree.SubElement(run_, w("t")).text = " or another day"


@pytest.mark.parametrize(
    ("edit", "code", "words"),
    [
        (in_header, "outside-the-law", "1 tracked change in a"),
        (in_text_box, "outside-the-law", "a text box is no part of the law and is left out: “Note in a box”"),
        (conflict, "unresolved-conflict", "1 unresolved conflict between authors who edited at the same time"),
    ],
)  # fmt: skip
def test_what_is_no_part_of_the_law_is_told_by_all_commands(
    published: Path, tmp_path: Path, edit: Callable[[Edited], None], code: str, words: str
) -> None:
    path = edited(published, edit).save(tmp_path / "bad.docx")
    for command in (("capture", str(path), "--module", "cap", "-o", str(tmp_path / "cap.xml")),
                    ("merge", str(path), "-o", str(tmp_path / "m.docx")), ("comments", str(path), "-o", str(tmp_path / "t"))):  # fmt: skip
        done = run(*command, "--project", str(published), expect=1)
        assert code in done.stderr and words in done.stderr and "bad.docx" in done.stderr
    assert (tmp_path / "cap.xml").exists()


def test_a_protected_document_is_read_and_told(published: Path, texts: list[Base]) -> None:
    def protect(made: Edited) -> None:
        mark = b'<w:documentProtection w:edit="trackedChanges" w:enforcement="1"/></w:settings>'
        made.part("word/settings.xml", lambda data: data.replace(b"</w:settings>", mark))

    found = captured(edited(published, protect).bytes(), texts)
    assert "the document is protected" in told(found.findings, "protected")[0] and found.modules


def test_words_before_the_first_line_of_the_law_are_captured_or_told(published: Path, texts: list[Base]) -> None:
    def front(made: Edited) -> None:
        made.replace("A State that investigates an offence often finds", "A State that investigates often finds")

    def paragraph(made: Edited) -> None:
        made.insert_after("Treaties oblige States to help", "A new paragraph of the introduction.")

    def preamble(made: Edited) -> None:
        made.insert_before("General provisions", "This Law is made for States.")

    with pytest.raises(
        ProofError, match=r"^bad\.docx: no module .*: outside all provisions, text: “A new paragraph of the introduction.” \("
    ) as told_:
        captured(edited(published, paragraph).bytes(), texts)
    assert "write them into the law itself" in str(told_.value)
    assert sorted(type(step.operation).__name__ for one in captured(edited(published, preamble).bytes(), texts).modules[0].amendments
                  for step in one.steps) == ["Insert", "ReplaceText"]  # fmt: skip
    found = captured(edited(published, front).bytes(), texts)
    assert [type(step.operation).__name__ for one in found.modules[0].amendments for step in one.steps] == ["ReplaceText", "ReplaceText"]
