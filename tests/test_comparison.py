"""``modellaw compare``: two files of either format, the exit code says whether they differ, any writer writes the result."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import ROOT, run
from kit import law, paragraph, section, subsection

from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Ignore, Kind, Options
from modellaw.comparing.plain import plain
from modellaw.comparison import compare_files, in_lines, read_side
from modellaw.model.changes import View
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject, view_as
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.project import Document, Publication
from modellaw.readers.akn import read_akn
from modellaw.readers.docx import read_docx
from modellaw.writers.akn import akn_bytes
from modellaw.writers.docx import docx_bytes

OLD = law(
    section("s1", "1", paragraph("a", "(a)", "a bank that holds an account"), paragraph("b", "(b)", "a court of record"), heading="Orders")
)
NEW = law(
    section("s1", "1", paragraph("a", "(a)", "a bank that opens an account"), paragraph("b", "(b)", "a court of record"), heading="Orders")
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two laws that differ in one word, as files."""
    for name, one in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.xml").write_bytes(akn_bytes(one))
        (tmp_path / f"{name}.docx").write_bytes(docx_bytes(Publication(Document.ORIGINAL, one, "A law")))
    return tmp_path / "old.xml", tmp_path / "new.xml"


def test_the_exit_code_says_whether_two_laws_differ(files: tuple[Path, Path]) -> None:
    old, new = map(str, files)
    assert "no differences" in run("compare", old, old).stderr
    assert "section 1(a): text: [-holds-] {+opens+}" in run("compare", old, new, expect=1).stdout


def test_the_differences_are_told_as_json(files: tuple[Path, Path]) -> None:
    told = json.loads(run("compare", *map(str, files), "--json", expect=1).stdout)
    assert told["differ"] and [(one["kind"], one["old"], one["old_words"], one["new_words"]) for one in told["changes"]] == [
        ("text", "a", "holds", "opens")
    ]


def test_every_writer_writes_the_redline(files: tuple[Path, Path], tmp_path: Path) -> None:
    kinds = ["xml", "docx", "html", "txt", "csv", "json", "xlsx", "pdf"]
    wanted = [part for kind in kinds for part in ("-o", str(tmp_path / f"redline.{kind}"))]
    run("compare", *map(str, files), *wanted, expect=1)
    marked = read_akn((tmp_path / "redline.xml").read_bytes())
    assert reject(marked) == OLD and plain(accept(marked)) == plain(NEW)
    assert b"w:del" in zipfile.ZipFile(tmp_path / "redline.docx").read("word/document.xml")
    assert "[-holds-]{+opens+}" in (tmp_path / "redline.txt").read_text()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "redline.csv").read_text("utf-8-sig"))))
    assert [row["old"] for row in rows] == ["holds"]


def test_word_files_and_mixed_pairs_are_compared(files: tuple[Path, Path]) -> None:
    old, new = files
    both, _ = compare_files(str(old.with_suffix(".docx")), str(new.with_suffix(".docx")))
    assert ("holds", "opens") in [(one.old_words, one.new_words) for one in both.differences]
    mixed, _ = compare_files(str(old), str(new.with_suffix(".docx")))
    assert ("holds", "opens") in [(one.old_words, one.new_words) for one in mixed.differences]


def test_real_pairs_of_word_documents_come_back_exactly(shared: Path) -> None:
    folder = shared / "cases" / "docx"
    with (folder / "pairs.csv").open() as rows:
        pairs = [(row["pair"], *(folder / "files" / row[side] for side in ("before", "after"))) for row in csv.DictReader(rows)]
    assert len(pairs) > 60
    for name, before, after in pairs:
        old, new = (accept(read_docx(path.read_bytes()).law) for path in (before, after))
        marked = compare_laws(old, new).marked
        assert reject(marked) == old and plain(accept(marked)) == plain(new), name


def test_what_is_unknown_is_said(files: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = map(str, files)
    assert "--ignore does not know “colour”" in run("compare", old, new, "--ignore", "colour", expect=2).stderr
    assert "there is no output “.odt”" in run("compare", old, new, "-o", str(tmp_path / "r.odt"), expect=2).stderr
    assert not (tmp_path / "r.odt").exists()


@pytest.mark.parametrize("data", [b"", b"not a law", b"<html/>", b"PK\x03\x04 truncated", b"\xd0\xcf\x11\xe0 old Word"])
def test_what_is_no_law_is_refused_with_its_name(files: tuple[Path, Path], tmp_path: Path, data: bytes) -> None:
    bad = tmp_path / "bad.file"
    bad.write_bytes(data)
    done = run("compare", str(files[0]), str(bad), expect=3)
    assert "bad.file" in done.stderr and "Traceback" not in done.stderr
    assert run("compare", str(files[0]), str(tmp_path / "missing.xml"), expect=3).stderr


def test_ignored_differences_leave_the_exit_code_at_zero(files: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "upper.xml"
    other.write_bytes(files[0].read_bytes().replace(b"a bank", b"A Bank"))
    run("compare", str(files[0]), str(other), expect=1)
    run("compare", str(files[0]), str(other), "--ignore", "case", expect=0)


def test_tracked_changes_of_a_word_file_count_as_made(files: tuple[Path, Path], tmp_path: Path) -> None:
    marked: Law = compare_laws(OLD, NEW).marked
    redline = tmp_path / "redline.docx"
    redline.write_bytes(docx_bytes(Publication(Document.REDLINE, marked, "A law")))
    side = read_side(str(redline))
    assert [one.code for one in side.findings if one.code == "tracked-changes"]
    words = [text_of(line) for line in paragraphs_of(side.law.document)]
    assert words == [text_of(line) for line in paragraphs_of(read_side(str(files[1].with_suffix(".docx"))).law.document)]
    assert "a bank that opens an account" in words


TYPED_OLD = """1. Orders
(1) A bank that holds an account shall answer a request for information without delay.
(2) A court of record may order that the account be frozen for ninety days.
(3) The order is served on the bank and on the holder of the account.
2. Costs
(1) The requesting State bears the costs of experts and of the transport of witnesses.
(2) Other costs are borne by the requested State.
"""


def typed(text: str) -> bytes:
    """A Word file as somebody else makes it: numbers typed, no styles, no bookmarks of ours."""
    document = docx.Document()
    document.add_heading("Mutual Assistance Act 2007", 0)
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changes(*arguments: str) -> list[tuple[str, str, str, str]]:
    """What ``compare --json`` tells: kind, place, words."""
    told = json.loads(run("compare", *arguments, "--json", expect=1).stdout)["changes"]
    return [(one["kind"], one["old_place"] or one["new_place"], one["old_words"], one["new_words"]) for one in told]


def test_word_files_of_others_are_compared_provision_by_provision(tmp_path: Path) -> None:
    old, new = tmp_path / "old.docx", tmp_path / "new.docx"
    old.write_bytes(typed(TYPED_OLD))
    new.write_bytes(typed(TYPED_OLD.replace("ninety", "sixty").replace("(2) Other", "(2) The Minister may waive costs.\n(3) Other")))
    found = changes(str(old), str(new), "-o", str(tmp_path / "redline.xml"))
    assert ("text", "section 1(2)", "ninety", "sixty") in found
    assert ("renumbered", "section 2(2)", "(2)", "(3)") in found
    assert [one[:2] for one in found if one[0] == "inserted"] == [("inserted", "section 2(2)")] and len(found) == 3
    marked = read_akn((tmp_path / "redline.xml").read_bytes())
    assert plain(reject(marked)) == plain(read_side(str(old)).law) and plain(accept(marked)) == plain(read_side(str(new)).law)


@pytest.mark.parametrize("back", [False, True])
def test_a_word_file_against_akoma_ntoso_is_a_version_of_that_law(tmp_path: Path, back: bool) -> None:
    word, law_ = tmp_path / "version3.docx", tmp_path / "law.xml"
    first = tmp_path / "first.docx"
    first.write_bytes(typed(TYPED_OLD))
    run("import", str(first), "-o", str(law_), "--country", "un", "--date", "2007-12-31")
    word.write_bytes(typed(TYPED_OLD.replace("ninety", "sixty")))
    pair = (str(word), str(law_)) if back else (str(law_), str(word))
    words = ("sixty", "ninety") if back else ("ninety", "sixty")
    assert changes(*pair) == [("text", "section 1(2)", *words)]
    assert "no differences" in run("compare", str(law_), str(first)).stderr


def test_a_section_that_stands_elsewhere_in_a_word_file_is_still_a_section(tmp_path: Path) -> None:
    here = "1. Scope\nThis Act applies to boxes of every kind.\n2. Fees\n(1) A fee is due on each box.\n(2) The fee is low.\n"
    there = "3. Register\n(1) The Minister keeps a register of boxes.\n(2) It is open to everybody in office hours.\n"
    word, law_ = tmp_path / "old.docx", tmp_path / "new.xml"
    word.write_bytes(typed(here + there))
    (tmp_path / "new.docx").write_bytes(typed(there.replace("3.", "1.") + here.replace("2.", "3.").replace("1. S", "2. S")))
    run("import", str(tmp_path / "new.docx"), "-o", str(law_), "--country", "un", "--date", "2007-12-31")
    assert {one[0] for one in changes(str(word), str(law_))} == {"moved", "renumbered"}
    assert {one[0] for one in changes(str(law_), str(word))} == {"moved", "renumbered"}


def test_what_no_print_shows_makes_no_difference_against_a_print(tmp_path: Path) -> None:
    data = (ROOT / "source" / "2007_model_law.xml").read_bytes()
    (tmp_path / "law.xml").write_bytes(data)
    law_ = read_akn(data)
    (tmp_path / "law.docx").write_bytes(docx_bytes(Publication(Document.ORIGINAL, law_, "Model Law", date="2007-12-31")))
    for pair in (("law.xml", "law.docx"), ("law.docx", "law.xml")):
        done = run("compare", *(str(tmp_path / name) for name in pair))
        assert done.stdout == "" and "no differences" in done.stderr


def test_texts_and_pages_are_compared_by_what_is_recognised_in_them(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(f"Mutual Assistance Act 2007\n\n{TYPED_OLD}")
    rows = "".join(f"<p>{line}</p>" for line in TYPED_OLD.replace("ninety", "sixty").splitlines())
    (tmp_path / "new.html").write_text(f"<html><body><h1>Mutual Assistance Act 2007</h1>{rows}</body></html>")
    assert ("text", "section 1(2)", "ninety", "sixty") in changes(str(tmp_path / "old.txt"), str(tmp_path / "new.html"))


def test_documents_without_sections_and_those_asked_for_are_compared_line_by_line(tmp_path: Path) -> None:
    old, new = tmp_path / "old.docx", tmp_path / "new.docx"
    old.write_bytes(typed("A letter to a bank.\nIt asks for an account."))
    new.write_bytes(typed("A letter to a bank.\nIt asks for two accounts."))
    assert changes(str(old), str(new)) == [("text", "", "an account", "two accounts")]
    old.write_bytes(typed(TYPED_OLD))
    new.write_bytes(typed(TYPED_OLD.replace("ninety", "sixty")))
    assert changes(str(old), str(new), "--lines") == [("text", "", "ninety", "sixty")]


def test_findings_of_both_files_are_in_the_json(tmp_path: Path) -> None:
    marked = compare_laws(OLD, NEW).marked
    (tmp_path / "redline.docx").write_bytes(docx_bytes(Publication(Document.REDLINE, marked, "A law")))
    (tmp_path / "old.xml").write_bytes(akn_bytes(OLD))
    told = json.loads(run("compare", str(tmp_path / "old.xml"), str(tmp_path / "redline.docx"), "--json", expect=1).stdout)
    assert {"tracked-changes"} <= {one["code"] for one in told["findings"]}


def test_splits_are_told_when_something_is_ignored_too() -> None:
    text = "The authority shall meet any time limit that the requesting State gives. A court may extend it once for good reasons"
    head, tail = text.split(". ")
    old, new = law(section("s", "1", text)), law(section("s", "1", f"{head}."), section("t", "1A", tail))
    for ignore in (frozenset(), frozenset({Ignore.MARKUP})):
        assert Kind.SPLIT in {one.kind for one in compare_laws(old, new, Options(ignore=ignore)).differences}


def test_two_different_laws_are_said_to_be_so(shared: Path) -> None:
    title = str(shared / "cases" / "big" / "small-title-37.before.akn.xml")
    later = str(shared / "cases" / "big" / "small-title-37.after.akn.xml")
    assert [one.code for one in compare_files(str(ROOT / "source" / "2007_model_law.xml"), title)[1]] == ["different-laws"]
    assert not compare_files(title, later)[1]


def test_a_word_file_without_sections_is_said_to_be_compared_by_lines(tmp_path: Path) -> None:
    (tmp_path / "poem.docx").write_bytes(typed("A poem about boxes\nThey are made of wood.\nNobody knows them."))
    (tmp_path / "law.docx").write_bytes(typed(TYPED_OLD))
    _, findings = compare_files(str(tmp_path / "law.docx"), str(tmp_path / "poem.docx"))
    assert [(one.code, Path(one.place.file).name) for one in findings] == [("no-sections", "poem.docx")]


def test_a_number_right_before_another_one_is_a_line_of_its_own() -> None:
    base = law(section("s1", "1", subsection("a", "(1)", paragraph("b", "(a)", "Words"), paragraph("c", "(b)", "More")), heading="Orders"))
    assert [text_of(line) for line in paragraphs_of(in_lines(base).document)] == ["1\tOrders", "(1)", "(a)\tWords", "(b)\tMore"]


def test_the_preamble_of_our_own_word_file_is_that_of_the_law(tmp_path: Path) -> None:
    (tmp_path / "act.txt").write_text(
        f"Boxes Act\n\nAn Act about boxes.\n\nENACTED by the Parliament of Atlantis, as follows—\n\n{TYPED_OLD}"
    )
    run("import", str(tmp_path / "act.txt"), "-o", str(tmp_path / "act.xml"), "--country", "un", "--date", "2020-01-01")
    law_ = read_akn((tmp_path / "act.xml").read_bytes())
    (tmp_path / "act.docx").write_bytes(docx_bytes(Publication(Document.ORIGINAL, law_, "Boxes Act", date="2020-01-01")))
    for pair in (("act.xml", "act.docx"), ("act.docx", "act.xml")):
        done = run("compare", *(str(tmp_path / name) for name in pair))
        assert done.stdout == "" and "no differences" in done.stderr


def test_our_own_word_file_is_the_law_whatever_its_manner(tmp_path: Path) -> None:
    def a(level: str, wid: str, num: str, heading: str, *inner: str) -> str:
        held = "".join(inner) if inner[0].startswith("<") else f"<content>{''.join(f'<p>{words}</p>' for words in inner)}</content>"
        return f'<{level} eId="{wid}" wId="{wid}"><num>{num}</num>{heading and f"<heading>{heading}</heading>"}{held}</{level}>'

    body = (
        a("section", "t", "Раздел I", "Общие положения", a("article", "a", "Статья 1.", "Предмет", "Закон регулирует отношения."))
        + a("section", "s", "SEC. 101.", "SHORT TITLE.", a("subsection", "s1", "(a)", "Title.—", "This is the Boxes Act."),
            a("subsection", "s2", "ñ)", "", "citar;", "Se informa."))
        + a("article", "b", "A1.", "", "Words.")
    )  # fmt: skip
    law_ = read_akn(akn_bytes(law(section("x", "1", "Y"))).replace(b"<body>", b"<body>" + body.encode()))
    (tmp_path / "act.xml").write_bytes(akn_bytes(law_))
    (tmp_path / "act.docx").write_bytes(docx_bytes(Publication(Document.ORIGINAL, law_, "Boxes Act", date="2020-01-01")))
    for pair in (("act.xml", "act.docx"), ("act.docx", "act.xml")):
        assert not compare_files(*(str(tmp_path / name) for name in pair))[0]


def test_automatic_numbers_are_words_where_lines_are_compared(tmp_path: Path) -> None:
    for name, words in (("old", ("Boxes of wood.", "Boxes of tin.")), ("new", ("Boxes of wood.", "Boxes of glass.", "Boxes of tin."))):
        document = docx.Document()
        for line in words:
            document.add_paragraph(line, "List Number")
        document.save(str(tmp_path / f"{name}.docx"))
    old, new, redline = (str(tmp_path / f"{name}.docx") for name in ("old", "new", "redline"))
    run("compare", "--lines", old, new, "-o", redline, expect=1)
    for view, lines in ((View.ORIGINAL, ["1. Boxes of wood.", "2. Boxes of tin."]),
                        (View.AMENDED, ["1. Boxes of wood.", "2. Boxes of glass.", "3. Boxes of tin."])):  # fmt: skip
        told = view_as(read_docx(Path(redline).read_bytes()).law, view)
        assert ["".join(text_of(one)) for one in paragraphs_of(told.document)][-len(lines) :] == lines
