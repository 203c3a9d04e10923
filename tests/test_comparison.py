"""``modellaw compare``: two files of either format, the exit code says whether they differ, any writer writes the result."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from conftest import run
from kit import law, paragraph, section

from modellaw.comparing.laws import compare_laws
from modellaw.comparing.plain import plain
from modellaw.comparison import compare_files, read_either
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.project import Document, Publication
from modellaw.readers.akn import read_akn
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
    kinds = ["xml", "docx", "html", "txt", "csv", "json", "xlsx"]
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
        old, new = (read_either(str(path))[0] for path in (before, after))
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


def test_tracked_changes_of_a_word_file_count_as_made(tmp_path: Path) -> None:
    marked: Law = compare_laws(OLD, NEW).marked
    (tmp_path / "redline.docx").write_bytes(docx_bytes(Publication(Document.REDLINE, marked, "A law")))
    assert accept(read_either(str(tmp_path / "redline.docx"))[0]) == read_either(str(tmp_path / "redline.docx"))[0]
