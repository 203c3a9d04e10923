"""What a reader of the publication sees of the introduction and of an optional provision that holds a table."""

from pathlib import Path

import docx
from lxml import html

HEADINGS = ["I. What the Law is for", "II. What this text is and what it is not", "III. How the Law is arranged",
            "IV. How to read brackets, options and notes", "V. How a State adapts the Law"]  # fmt: skip


def test_the_headings_of_the_introduction_are_headings_in_html_and_in_word(published: Path) -> None:
    page = html.document_fromstring((published / "build/full/original.html").read_bytes())
    assert [heading.text_content() for heading in page.xpath("//*[@class='preface']//h3")] == HEADINGS
    word = docx.Document(str(published / "build/full/original.docx"))
    assert [line.text for line in word.paragraphs if line.style and line.style.name == "Cross heading"] == HEADINGS


def test_the_brackets_of_an_optional_provision_close_after_its_table(published: Path) -> None:
    word = docx.Document(str(published / "build/full/original.docx"))
    lines = [line.text for line in word.paragraphs]
    start = next(at for at, line in enumerate(lines) if line.startswith("[(3)\tUnless otherwise agreed"))
    assert not lines[start].endswith("]") and lines[start + 1].endswith("]")
    between = word.paragraphs[start]._p.getnext()
    assert between is not None and between.tag.endswith("}tbl")
