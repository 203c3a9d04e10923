"""Edits in Word become modules: the operations that a drafter would have written, exact, with who, when and why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from conftest import run
from edits import Edited

from modellaw.amend.ops import AmendmentModule, FillBlank, InsertText, Operation, Repeal, ReplaceText
from modellaw.build import prepare
from modellaw.capture import Base, CapturedFile, bases, capture
from modellaw.errors import AmendmentErrors, InputError
from modellaw.model.changes import Module
from modellaw.model.nodes import Blank, Reference, Run
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.readers.config import read_project
from modellaw.readers.module import read_module
from modellaw.writers.module import module_bytes

MODULE = Module("cap", "", "", "")
Edit = Callable[[Edited], None]


@pytest.fixture(scope="module")
def texts(published: Path) -> list[Base]:
    return bases(list(prepare(read_project(str(published)))))


def captured(published: Path, texts: list[Base], edit: Edit, *, kind: str = "consolidated", tracked: bool = True) -> CapturedFile:
    edited = Edited((published / f"build/full/{kind}.docx").read_bytes(), tracked=tracked)
    edit(edited)
    return capture(edited.bytes(), "edited.docx", texts, MODULE)


def steps(module: AmendmentModule) -> list[Operation]:
    return [step.operation for one in module.amendments for step in one.steps]


def kinds(module: AmendmentModule) -> list[str]:
    """The kinds of its operations, which its XML keeps."""
    assert steps(read_module(module_bytes(module))) == steps(module)
    return [type(step).__name__ for step in steps(module)]


EDITS: dict[str, tuple[Edit, list[str]]] = {
    "words replaced": (lambda e: e.replace("may be cited as", "is to be cited as"), ["ReplaceText"]),
    "words inserted": (lambda e: e.replace("may be cited", "may in all courts be cited"), ["InsertText"]),
    "words deleted": (lambda e: e.replace("may be cited as", "may be cited"), ["OmitText"]),
    "a heading changed": (lambda e: e.replace("Remedies", "Remedies and appeals", "Section 51"), ["ChangeHeading"]),
    "a subsection inserted": (lambda e: e.insert_after("This Law commences on", "(2A)\tThe date is published."), ["Insert"]),
    "a subsection with paragraphs inserted": (
        lambda e: e.insert_after("This Law commences on", "(2A)\tThe date is not:", "(a)\tpast; or", "(b)\tfar."), ["Insert"]),
    "a section inserted": (
        lambda e: e.insert_before("Section 51", "Section 50A\u2003Costs", "(1)\tA person pays.", "(2)\tA court may waive it."), ["Insert"]),
    "a subsection repealed": (lambda e: e.delete("Where the date is fixed by order"), ["Repeal"]),
    "a definition inserted": (
        lambda e: e.insert_after("“competent authority” means", "“tip” means a report of an offence;"), ["Insert"]),
    "a definition moved": (lambda e: e.move("“assistance” means", 1, "“Central Authority” means"), ["Move"]),
    "an option chosen": (lambda e: (e.delete("No treaty is needed", 3), e.delete("Listed States", 2)), ["ChooseOption"]),
    "an option chosen and edited": (
        lambda e: (e.delete("No treaty is needed", 3), e.delete("Listed States", 2), e.replace("in the case at hand", "in writing")),
        ["ChooseOption", "ReplaceText"]),
    "a blank filled": (lambda e: e.replace("[year]", "2026"), ["FillBlank"]),
    "words beside a reference": (lambda e: e.replace("that is chosen in", "that is adopted in"), ["ReplaceText"]),
    "a footnote changed": (lambda e: e.part("word/footnotes.xml", lambda data: data.replace(b"expert meet", b"many expert meet", 1)),
                           ["ReplaceNote"]),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_becomes_the_operation_that_a_drafter_would_write(published: Path, texts: list[Base], name: str) -> None:
    edit, expected = EDITS[name]
    found = captured(published, texts, edit)
    assert found.base.name == "full"
    (module,) = found.modules
    assert kinds(module) == expected


def everywhere(edited: Edited, old: str, new: str, but: str = "") -> None:
    """What searching and replacing in the text does, in every line that does not say ``but``."""
    for text in edited.document.iter("{*}t"):
        line = "".join(next(text.iterancestors("{*}p")).itertext("{*}t"))
        if text.text and not (but and but in line):
            text.text = text.text.replace(old, new)


def test_what_is_replaced_everywhere_is_said_once(published: Path, texts: list[Base]) -> None:
    (module,) = captured(published, texts, lambda e: everywhere(e, "[name of State]", "Utopia"), tracked=False).modules
    assert steps(module) == [FillBlank("state", (Run("Utopia"),))]
    (module,) = captured(published, texts, lambda e: everywhere(e, "prosecutors", "procurators"), tracked=False).modules
    assert kinds(module) == ["ReplaceText"] and steps(module)[0].words.target == ""  # type: ignore[union-attr]


def test_blanks_that_are_not_all_filled_alike_are_filled_by_section(published: Path, texts: list[Base]) -> None:
    def edit(edited: Edited) -> None:
        everywhere(edited, "[name of State]", "Utopia", but="(8)")

    (module,) = captured(published, texts, edit, tracked=False).modules
    assert {type(step).__name__ for step in steps(module)} <= {"FillBlank", "ReplaceText"}
    filled = [step for step in steps(module) if isinstance(step, FillBlank)]
    assert len(filled) > 5 and all(step.target for step in filled)


def test_what_is_repealed_or_put_anew_is_guarded_by_its_old_text(published: Path, texts: list[Base]) -> None:
    def edit(edited: Edited) -> None:
        edited.delete("Where the date is fixed by order", 2)
        edited.replace("[year]", "2026")

    (module,) = captured(published, texts, edit).modules
    (repeal,) = (step for step in steps(module) if isinstance(step, Repeal))
    assert repeal.up_to and len(repeal.digest) == 12
    (change,) = (one for one in module.amendments if any(step.operation == repeal for step in one.steps))
    other = replace(change, steps=(replace(change.steps[0], operation=replace(repeal, digest="0" * 12)),))
    changed = replace(module, amendments=(other,))
    with pytest.raises(AmendmentErrors, match="not the one this change was drafted for"):
        texts[0].carry_out(changed)


def test_a_choice_is_of_the_change_of_its_section_and_a_comment_the_reason_of_one(published: Path, texts: list[Base]) -> None:
    def edit(edited: Edited) -> None:
        for name in ("an option chosen", "words replaced"):
            EDITS[name][0](edited)
        edited.replace("shall keep and publish", "shall publish")

    (module,) = captured(published, texts, edit).modules
    assert [(one.change.title, [type(step.operation).__name__ for step in one.steps]) for one in module.amendments] == [
        ("Section 1", ["ReplaceText"]), ("Section 5", ["ChooseOption", "OmitText"])]  # fmt: skip


def test_new_words_cite_and_have_blanks(published: Path, texts: list[Base]) -> None:
    def edit(edited: Edited) -> None:
        edited.insert_after("This Law commences on", "(2A)\t[minister] publishes the date under section 5(3) and subsection (2).")
        edited.replace("may be cited as", "may, subject to section 5(4), be cited as")

    found = captured(published, texts, edit)
    (module,) = found.modules
    inline = [one for step in steps(module) for block in getattr(step, "blocks", ())
              for line in paragraphs_of(block) for one in line.content]  # fmt: skip
    assert [one.target for one in inline if isinstance(one, Reference)] == ["#sec_5__subsec_3", "#sec_1__subsec_2"]
    assert [one.blank for one in inline if isinstance(one, Blank)] == ["minister"]
    (insertion,) = (step.insertion for step in steps(module) if isinstance(step, InsertText))
    assert [one.target for one in insertion if isinstance(one, Reference)] == ["#sec_5__subsec_4"]
    said = [text_of(line) for line in paragraphs_of(found.base.carry_out(module).document)]
    assert "[minister] publishes the date under section 5(3) and subsection (2)." in said


def test_a_blank_that_keeps_its_brackets_stays_one(published: Path, texts: list[Base]) -> None:
    (module,) = captured(published, texts, lambda e: e.replace("[judge / magistrate / prosecutor]", "[judge / magistrate]")).modules
    (step,) = steps(read_module(module_bytes(module)))
    assert isinstance(step, ReplaceText)
    (blank,) = (one for one in step.replacement if isinstance(one, Blank))
    assert (blank.blank, blank.content) == ("judge", (Run("[judge / magistrate]"),))


def test_without_tracked_changes_the_texts_are_compared(published: Path, texts: list[Base]) -> None:
    def all_of_them(edited: Edited) -> None:
        for name in ("words replaced", "a heading changed", "a subsection repealed", "a definition inserted"):
            EDITS[name][0](edited)

    (module,) = captured(published, texts, all_of_them, tracked=False).modules
    assert sorted(kinds(module)) == ["ChangeHeading", "Insert", "Repeal", "ReplaceText"] and module.module.author == "unknown"


def test_an_edit_in_a_redline_is_captured_on_the_consolidated_text(published: Path, texts: list[Base]) -> None:
    (module,) = captured(published, texts, EDITS["words replaced"][0], kind="redline").modules
    assert kinds(module) == ["ReplaceText"] and module.module.requires == ("ee", "sit")
    assert (module.module.author, module.module.date) == ("Reviewer", "2024-05-06")


def test_a_table_row_is_inserted(published: Path, texts: list[Base]) -> None:
    def edit(edited: Edited) -> None:
        table = next(t for t in edited.document.iter("{*}tbl") if "Law table" in str([s.values() for s in t.iter("{*}tblStyle")])
                     or "Item" in "".join(t.itertext()))  # fmt: skip
        words = "".join(list(table.iter("{*}tr"))[1].itertext("{*}t"))[:20]
        cells = len(list(list(table.iter("{*}tr"))[1].iter("{*}tc")))
        edited.row_after(words, *(f"new {number}" for number in range(cells)))

    (module,) = captured(published, texts, edit).modules
    assert [type(step).__name__ for step in steps(module)] == ["InsertRow"]


def test_a_file_that_nobody_edited_gives_no_module(published: Path, texts: list[Base]) -> None:
    for kind in ("consolidated", "redline"):
        found = captured(published, texts, lambda edited: None, kind=kind)
        assert not found.modules and [finding.code for finding in found.findings] == ["nothing-captured"]


def test_comments_become_reasons_and_those_elsewhere_are_told(published: Path, texts: list[Base], tmp_path: Path) -> None:
    edited = Edited((published / "build/full/consolidated.docx").read_bytes(), "Ana")
    EDITS["words replaced"][0](edited)
    path = edited.save(tmp_path / "a.docx")
    document = docx.Document(str(path))
    for words, said in (("Act [year]", "Shorter."), ("Where the date is fixed", "Why?"), ("Authentication", "Is this needed?")):
        paragraph = next(p for p in document.paragraphs if words in p.text and not p.style.name.lower().startswith("toc"))
        document.add_comment(paragraph.runs[-1], said, author="Ana")
    document.save(str(path))
    found = capture(path.read_bytes(), "a.docx", texts, MODULE)
    assert [one.change.rationale for one in found.modules[0].amendments] == ["Shorter.\nWhy?"]
    assert ["Is this needed?" in finding.message for finding in found.findings if finding.code == "comment-not-captured"] == [True]


def test_comments_are_told_where_nothing_was_edited(published: Path, texts: list[Base]) -> None:
    document = docx.Document(str(published / "build/full/consolidated.docx"))
    document.add_comment(next(p for p in document.paragraphs if "Authentication" in p.text).runs[-1], "Is this needed?", author="Ana")
    out = io.BytesIO()
    document.save(out)
    found = capture(out.getvalue(), "a.docx", texts, MODULE)
    assert not found.modules and {finding.code for finding in found.findings} == {"comment-not-captured", "nothing-captured"}


def test_answers_to_a_comment_are_reasons_where_it_stands(published: Path, texts: list[Base], tmp_path: Path) -> None:
    edited = Edited((published / "build/full/consolidated.docx").read_bytes(), "Ana")
    EDITS["words replaced"][0](edited)
    path = edited.save(tmp_path / "a.docx")
    document = docx.Document(str(path))
    paragraph = next(p for p in document.paragraphs if "Act [year]" in p.text)
    document.add_comment(paragraph.runs[-1], "Shorter.", author="Ana")
    document.save(str(path))
    microsoft = "http://schemas.microsoft.com/office"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    declared = f'xmlns:w14="{microsoft}/word/2010/wordml" w14:paraId'
    answer = f'<w:comment w:id="77" w:author="Ben"><w:p {declared}="0000B0B0"><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'
    comments = parts["word/comments.xml"].replace("<w:p>", f'<w:p {declared}="0000A0A0">', 1)
    parts["word/comments.xml"] = comments.replace("</w:comments>", f"{answer}</w:comments>")
    parts["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{microsoft}/word/2012/wordml"><w15:commentEx w15:paraId="0000A0A0"/>'
        '<w15:commentEx w15:paraId="0000B0B0" w15:paraIdParent="0000A0A0"/></w15:commentsEx>'
    )
    kind = f"{microsoft}/2011/relationships/commentsExtended"
    relation = f'<Relationship Id="rIdX" Type="{kind}" Target="commentsExtended.xml"/></Relationships>'
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace("</Relationships>", relation)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    found = capture(out.getvalue(), "a.docx", texts, MODULE)
    assert [one.change.rationale for one in found.modules[0].amendments] == ["Ana: Shorter.\nBen: Why?"] and not found.findings


def test_each_author_gets_a_module_of_his_own(published: Path, texts: list[Base]) -> None:
    first = Edited((published / "build/full/redline.docx").read_bytes(), "Ana")
    EDITS["words replaced"][0](first)
    second = Edited(first.bytes(), "Ben")
    EDITS["a heading changed"][0](second)
    found = capture(second.bytes(), "two.docx", texts, MODULE, by_author=True)
    assert [(one.module.id, one.module.author, kinds(one)) for one in found.modules] == [
        ("cap-1", "Ana", ["ReplaceText"]), ("cap-2", "Ben", ["ChangeHeading"])]  # fmt: skip


def test_a_file_of_another_law_is_refused(texts: list[Base], tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Something else.")
    document.save(str(tmp_path / "other.docx"))
    with pytest.raises(InputError, match="no file of the texts"):
        capture((tmp_path / "other.docx").read_bytes(), "other.docx", texts, MODULE)


def test_what_is_no_part_of_the_law_is_told(published: Path, texts: list[Base]) -> None:
    def protected(data: bytes) -> bytes:
        return data.replace(b"</w:settings>", b'<w:documentProtection w:edit="readOnly"/></w:settings>')

    def edit(edited: Edited) -> None:
        EDITS["words replaced"][0](edited)
        edited.part("word/settings.xml", protected)
        footer = next(name for name in edited.archive.namelist() if name.startswith("word/footer"))
        edited.part(footer, lambda data: data.replace(b"</w:p>", b'<w:ins w:id="9" w:author="R"><w:r><w:t>x</w:t></w:r></w:ins></w:p>', 1))

    found = captured(published, texts, edit)
    assert {"protected", "outside-the-law"} <= {finding.code for finding in found.findings} and found.modules


def test_the_command_writes_a_module_that_the_project_can_use(published: Path, tmp_path: Path) -> None:
    edited = Edited((published / "build/electronic-evidence/redline.docx").read_bytes())
    EDITS["a subsection inserted"][0](edited)
    path = edited.save(tmp_path / "edited.docx")
    done = run("capture", str(path), "--module", "cap", "--project", str(published), "-o", str(tmp_path / "cap.xml"))
    assert "1 change, 1 operation, by Reviewer, on the text “electronic-evidence”" in done.stdout
    module = read_module((tmp_path / "cap.xml").read_bytes())
    assert module.module.requires == ("ee",)
    again = run("capture", str(path), "--module", "cap", "--project", str(published), "-o", str(tmp_path / "cap.xml"), expect=6)
    assert "such a file already" in again.stderr
