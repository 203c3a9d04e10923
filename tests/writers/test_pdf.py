"""PDF: tagged, for archives, with bookmarks, links and page numbers; every word and mark of the page is there; nothing is loaded."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from conftest import run
from kit import holds, law, section, table
from pypdf import PdfReader

from modellaw.project import Document, Publication
from modellaw.writers.pdf import pdf_bytes
from writers.pdf_structure import elements, faults
from writers.test_docx import BASE, FIRST

pytestmark = [  # WeasyPrint leaves its colour profile open
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def redline() -> bytes:
    return pdf_bytes(Publication(Document.REDLINE, holds(BASE, FIRST).law, "A Law", "Edition", "Reconstruction"))


def words(data: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def test_it_is_tagged_and_says_what_it_is(redline: bytes) -> None:
    reader = PdfReader(BytesIO(redline))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "en"
    xmp = reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert 'pdfaid:part="3"' in xmp and 'pdfaid:conformance="A"' in xmp
    assert faults(redline) == []
    assert reader.metadata is not None and "A Law" in str(reader.metadata.title)


ROWS = [
    ["Form", "Content"],
    *[[f"item {n}", f"what item {n} asks"] for n in range(120)],
    ["last", " ".join(f"word{n}" for n in range(1500))],
]
LONG = Publication(Document.ORIGINAL, law(section("s1", "Section 1", "A table follows.", table(*ROWS))), "A Law")


def test_a_table_over_many_pages_is_one_table_with_one_head() -> None:
    data = pdf_bytes(LONG)
    assert faults(data) == []
    reader = PdfReader(BytesIO(data))
    found = list(elements(reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    tags = [str(element["/S"]) for _, element in found]
    assert (tags.count("/Table"), tags.count("/THead"), tags.count("/TR")) == (1, 1, len(ROWS)) and len(reader.pages) > 5
    assert all("Content" in page.extract_text() for page in reader.pages[1:9]), "the head is printed again"


def test_the_structure_checks_find_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modellaw.writers.pdf_tags._Tree.leave_the_rest", lambda tree: None)
    assert set(faults(pdf_bytes(LONG))) >= {"page 2: content that is neither in the structure nor an artifact"}
    monkeypatch.setattr("modellaw.writers.pdf.finish", lambda document, pdf: None)
    wrong = {re.sub(r"page \d+", "page", fault) for fault in faults(pdf_bytes(LONG))}
    loose = "page: content that is neither in the structure nor an artifact"  # running heads
    assert wrong == {"the metadata do not say PDF/UA-1", "a table without header cells", loose}


def test_it_has_bookmarks_links_and_page_numbers(redline: bytes) -> None:
    reader = PdfReader(BytesIO(redline))
    assert [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]  # type: ignore[index]
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", ()) if a.get_object()["/Subtype"] == "/Link"]
    assert links
    assert all(re.search(rf"\b{number} / {len(reader.pages)}\b", page.extract_text()) for number, page in enumerate(reader.pages, 1))


def test_every_inserted_and_deleted_word_and_every_reason_is_there(redline: bytes) -> None:
    said = words(redline)
    for phrase in ("in electronic form", "in writing", "New text.", "Reconstruction", "Reason 1.", "a-1"):
        assert phrase in said, phrase


def test_the_same_publication_gives_the_same_bytes(redline: bytes) -> None:
    assert pdf_bytes(Publication(Document.REDLINE, holds(BASE, FIRST).law, "A Law", "Edition", "Reconstruction")) == redline


def test_nothing_is_loaded_and_nothing_in_a_law_is_markup() -> None:
    nasty = law(
        section("s1", "Section 1", '<img src="file:///etc/passwd"> <link rel=stylesheet href="http://example.org/x.css">', heading="<h1>")
    )
    data = pdf_bytes(Publication(Document.ORIGINAL, nasty, "A Law"))
    assert '<img src="file:///etc/passwd">' in words(data) and b"root:x" not in data


def test_a_build_makes_them_when_asked(tmp_path: Path) -> None:
    run("new", str(tmp_path / "p"))
    run("build", "--project", str(tmp_path / "p"), "--pdf")
    made = sorted(path.name for path in (tmp_path / "p/build/full").glob("*.pdf"))
    assert {"redline.pdf", "consolidated.pdf", "original.pdf", "amending-instrument.pdf"} <= set(made)
    assert "full/redline.pdf" in (tmp_path / "p/build/index.html").read_text()


def test_the_printed_pages_are_laid_out_for_reading(published: Path, client: Callable[[str], str], tmp_path: Path) -> None:
    """No page is blank, and lines run on: a layout that puts a word on each line was seen once."""
    client("pdftotext")
    project = shutil.copytree(published, tmp_path / "project", ignore=shutil.ignore_patterns("build"))
    run("build", "--project", str(project), "--edition", "housekeeping", "--only", "original.pdf")
    path = str(project / "build/housekeeping/original.pdf")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert 30 < len(pages) < 80 and all(len(page.split()) > 25 for page in pages)
    lines = [line for line in text.splitlines() if line.strip()]
    assert sum(len(line.split()) for line in lines) / len(lines) > 7


def test_without_weasyprint_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "from modellaw.writers.pdf import pdf_bytes\nfrom modellaw.errors import ProjectError\n"
        "try: pdf_bytes(None)\nexcept ProjectError as error: print(error.hint)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "modellaw[pdf]" in done.stdout
