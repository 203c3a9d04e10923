"""Reviewers' files become one matrix: comments, replies and tracked edits by provision; answers survive; nothing is lost silently."""

import copy
import json
from pathlib import Path

import docx
import pytest
from conftest import run
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from edits import Edited
from openpyxl import load_workbook

from modellaw.build import prepare
from modellaw.errors import InputError
from modellaw.readers.config import read_project
from modellaw.review import collect

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    run("new", str(tmp_path / "p"))
    run("build", "--project", str(tmp_path / "p"))
    return tmp_path / "p"


def line(document: docx.document.Document, words: str) -> Paragraph:
    return next(p for p in document.paragraphs if words in "".join(p._p.itertext(f"{W}t")))


def replaced(paragraph: Paragraph, old: str, new: str, author: str) -> None:
    """Words of a paragraph replaced with track changes on, as Word writes it."""
    run_ = next(r for r in paragraph._p.iter(f"{W}r") if old in "".join(r.itertext(f"{W}t")))
    before, _, after = "".join(run_.itertext(f"{W}t")).partition(old)
    parent, at = run_.getparent(), run_.getparent().index(run_)
    made = []
    for words, kind in ((before, ""), (old, "del"), (new, "ins"), (after, "")):
        if not words:
            continue
        piece = copy.deepcopy(run_)
        for text in piece.findall(qn("w:t")):
            piece.remove(text)
        text = OxmlElement("w:delText" if kind == "del" else "w:t")
        text.text = words
        text.set(qn("xml:space"), "preserve")
        piece.append(text)
        if kind:
            mark = OxmlElement(f"w:{kind}")
            for name, value in (
                ("w:id", str(abs(hash((words, author))) % 10**6)),
                ("w:author", author),
                ("w:date", "2026-05-01T10:00:00Z"),
            ):
                mark.set(qn(name), value)
            mark.append(piece)
            piece = mark
        made.append(piece)
    parent.remove(run_)
    for offset, piece in enumerate(made):
        parent.insert(at + offset, piece)


def reviewed(
    project: Path, name: str, kind: str = "redline", *, comment: tuple[str, str] | None = None, edit: tuple[str, str] | None = None
) -> Path:
    document = docx.Document(str(project / f"build/full/{kind}.docx"))
    if comment:
        document.add_comment(line(document, comment[0]).runs[0], comment[1], author=name, initials="X")
    if edit:
        replaced(line(document, edit[0]), *edit, name)
    path = project / f"{name.replace(' ', '-')}.docx"
    document.save(str(path))
    return path


def rows(project: Path) -> list[dict[str, object]]:
    return list(json.loads((project / "matrix.json").read_text()))


def collected(project: Path, *files: Path, expect: int = 0) -> str:
    done = run("comments", *map(str, files), "-o", str(project / "matrix"), "--project", str(project), expect=expect)
    return done.stdout + done.stderr


def test_comments_and_edits_are_told_by_provision_and_our_own_reasons_are_not(project: Path) -> None:
    one = reviewed(project, "State A", comment=("within ten days", "Ten days are too few."), edit=("ten days", "fifteen days"))
    two = reviewed(project, "State B", "consolidated", edit=("ten days", "fifteen days"))
    three = reviewed(project, "State C", edit=("ten days", "seven days"))
    said = collected(project, one, two, three)
    assert "1 comment, 2 edits, 2 colliding" in said
    told = {(row["Kind"], str(row["Comment or proposed text"])): row for row in rows(project)}
    comment = told["comment", "['Ten days are too few.']"]
    assert comment["Provision"] == "section 1(2)" and comment["Reviewers"] == ["State A"] and comment["Status"] == "open"
    agreed = next(row for row in rows(project) if row["Kind"] == "edit" and row["Number"] == "2")
    assert agreed["Reviewers"] == ["State A", "State B"] and "[-ten days-]{+fifteen days+}" in str(agreed["Comment or proposed text"])
    assert "within ten days" in str(agreed["Current text"]) and agreed["Note"] == "collides with State C"
    assert all((project / f"matrix.{kind}").stat().st_size > 3000 for kind in ("docx", "html", "xlsx"))


def test_a_reply_stands_with_its_comment_and_the_change_it_concerns_is_named(project: Path) -> None:
    path = reviewed(project, "State A", comment=("in electronic form", "What is electronic form?"))
    collected(project, path)
    (row,) = rows(project)
    assert row["Provision"] == "section 1(1)" and row["Changes concerned"] == ["ex-1"]


def test_answers_survive_a_second_run_and_those_without_a_remark_are_kept(project: Path) -> None:
    one = reviewed(project, "State A", comment=("within ten days", "Ten days are too few."))
    two = reviewed(project, "State B", comment=("may refuse", "When?"))
    collected(project, one, two)
    book = load_workbook(project / "matrix.xlsx")
    page = book.worksheets[0]
    head = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        row[head.index("Answer")].value = f"Answer to {row[head.index('Reviewers')].value}"
        row[head.index("Status")].value = "settled"
    book.save(project / "matrix.xlsx")
    collected(project, one, two)
    assert {(row["Status"], row["Answer"]) for row in rows(project)} == {("settled", "Answer to State A"), ("settled", "Answer to State B")}
    assert "1 answer without a remark" in collected(project, one)
    for _ in range(2):  # and the run after that
        kept = load_workbook(project / "matrix.xlsx").worksheets[1]
        assert [cell.value for cell in kept[2]][1:-1] == ["State B", "When?", "settled", "Answer to State B"]
        collected(project, one)
    collected(project, one, two)
    assert {str(row["Answer"]) for row in rows(project)} == {"Answer to State A", "Answer to State B"}


def answered(path: Path, answers: dict[str, str]) -> None:
    """Answers written into the Word file, by words of the remark."""
    document = docx.Document(str(path))
    (table,) = document.tables
    names = [cell.text for cell in table.rows[0].cells]
    for row in table.rows[1:]:
        for said, answer in answers.items():
            if said in row.cells[names.index("Comment or proposed text")].text:
                row.cells[names.index("Answer")].paragraphs[0].add_run(answer)
                row.cells[names.index("Status")].paragraphs[0].runs[0].text = "accepted"
    document.save(str(path))


def test_answers_in_the_word_file_survive_too(project: Path) -> None:
    files = [reviewed(project, "State A", comment=("within ten days", "Ten days are too few."), edit=("ten days", "fifteen days")),
             reviewed(project, "State B", comment=("may refuse", "When?"))]  # fmt: skip
    collected(project, *files)
    answered(project / "matrix.docx", {"too few": "Agreed.\nSo be it.", "fifteen": "Twelve."})
    book = load_workbook(project / "matrix.xlsx")
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=2):
        if row[5].value == "When?":
            row[9].value = "Always."
    book.save(project / "matrix.xlsx")
    for _ in range(2):
        collected(project, *files)
        found = {(str(row["Comment or proposed text"]), row["Status"], row["Answer"]) for row in rows(project)}
        expected = {("accepted", "Agreed.\nSo be it."), ("accepted", "Twelve."), ("open", "Always.")}
        assert {(status, answer) for _, status, answer in found} == expected
    answered(project / "matrix.docx", {"When": " Never."})
    book = load_workbook(project / "matrix.xlsx")
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[5].value == "When?":
            row[9].value = "Sometimes."
    book.save(project / "matrix.xlsx")
    assert "answers-differ" in collected(project, *files)
    assert "Sometimes.\nAlways. Never." in {row["Answer"] for row in rows(project)}


def test_a_word_file_that_is_no_matrix_is_not_written_over(project: Path) -> None:
    good = reviewed(project, "State A", comment=("within ten days", "Too few."))
    (project / "matrix.docx").write_bytes((project / "build/full/consolidated.docx").read_bytes())
    assert "the Word file is no comments matrix" in collected(project, good, expect=3)
    assert not (project / "matrix.xlsx").exists()


def test_a_matrix_without_remarks_can_be_made_again(project: Path) -> None:
    for _ in range(2):
        assert "0 remarks" in collected(project, project / "build/full/consolidated.docx")


def test_edits_in_footnotes_and_rows_are_told_and_edits_beside_our_own_marks_agree(published: Path, tmp_path: Path) -> None:
    files = []
    for number, kind in enumerate(("redline", "consolidated")):
        made = Edited((published / f"build/full/{kind}.docx").read_bytes(), f"State {number}")
        made.row_after("16. List of annexes", "17. Anything else", "none")
        made.replace("may be cited as" if number else "may be", "shall be cited as" if number else "shall be", "may be cited as")
        mark = f'</w:t></w:r><w:ins w:id="9" w:author="State {number}"><w:r><w:t xml:space="preserve">many </w:t></w:r></w:ins><w:r><w:t>'
        made.part("word/footnotes.xml", lambda data, mark=mark: data.replace(b"expert meet", mark.encode() + b"expert meet", 1))  # type: ignore[misc]
        files.append(str(made.save(tmp_path / f"{number}.docx")))
    (build,) = prepare(read_project(str(published)), ("full",))
    remarks, _ = collect(files, build.applied.law)
    assert all(list(one.reviewers) == ["State 0", "State 1"] and not one.others for one in remarks)
    assert "many expert meet" in remarks[1].proposed and "many" not in remarks[1].current
    assert [(list(one.reviewers), one.proposed, one.others) for one in (remarks[0], *remarks[2:])] == [
        (["State 0", "State 1"], "(1) This Law shall be cited as the Mutual Assistance in Criminal Matters Act [year].", ()),
        (["State 0", "State 1"], "17. Anything else | none", ()),
    ]  # fmt: skip


def test_files_that_cannot_be_collected_are_named_and_nothing_is_written(project: Path, tmp_path: Path) -> None:
    other = docx.Document()
    other.add_paragraph("Another law")
    other.save(str(tmp_path / "other.docx"))
    assert "other.docx" in collected(project, tmp_path / "other.docx", expect=3)
    (tmp_path / "x.docx").write_bytes(b"no")
    assert "not a Word document" in collected(project, tmp_path / "x.docx", expect=3)
    (project / "matrix.xlsx").write_bytes(b"not a workbook")
    good = reviewed(project, "State A", comment=("within ten days", "Too few."))
    assert "cannot be read" in collected(project, good, expect=3) and (project / "matrix.xlsx").read_bytes() == b"not a workbook"
    assert not (project / "matrix.json").exists()


def test_thirty_files_of_the_full_edition_are_one_matrix(published: Path, tmp_path: Path) -> None:
    document = docx.Document(str(published / "build/full/consolidated.docx"))
    lines = [p for p in document.paragraphs if p.runs and len(p.runs[-1].text.split()) > 8 and p._p.xpath("./w:bookmarkStart")][100:150]
    for number, paragraph in enumerate(lines[:17]):
        document.add_comment(paragraph.runs[-1], f"Remark {number}", author="State", initials="S")
    for paragraph in lines[17:50]:
        words = paragraph.runs[-1].text.split()
        replaced(paragraph, words[1], "other", "State")
    files = [tmp_path / f"{number}.docx" for number in range(30)]
    for path in files:
        document.save(str(path))
    done = run("comments", *map(str, files), "-o", str(tmp_path / "m"), "--project", str(published))
    assert "17 comments, 33 edits" in done.stdout


def test_files_read_side_by_side_give_the_same_matrix(published: Path, tmp_path: Path) -> None:
    (build,) = prepare(read_project(str(published)), ("full",))
    files = []
    for number in range(3):
        made = Edited((published / "build/full/redline.docx").read_bytes(), f"Reviewer {number}")
        made.replace("may be cited as", ("is to be cited as", "shall be cited as")[number % 2])
        files.append(str(made.save(tmp_path / f"{number}.docx")))
    law = build.applied.law
    assert collect(files, law, 2) == collect(files, law)
    (tmp_path / "bad.docx").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"bad\.docx"):
        collect([*files, str(tmp_path / "bad.docx")], law, 2)
