"""Laws on web pages: lists that count by themselves, tables for layout, footnotes by links, navigation."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest

from modellaw.errors import InputError
from modellaw.importing.imports import Imported, import_law
from modellaw.model.address import heading_text, number_text
from modellaw.model.nodes import Note, attribute
from modellaw.model.walk import paragraphs_of, provisions

PAGE = """<!doctype html><html lang="en"><head><title>Box Act</title><style>p {{}}</style></head><body>
<nav><a href="/">Home</a> <a href="/laws">Laws</a></nav>
<main><h1>Box Act (2010)</h1>
<h2>Part 1 Boxes</h2>
<h3>Section 1. Meaning of box</h3>
<p>In this Act a box is a case that is:</p>
<ol type="a"><li>new;</li>
<li>made of:<ol type="i"><li>wood; or</li><li>tin<sup><a href="#n1">1</a></sup>; or</li></ol></li><li>old.</li></ol>
<h3>Section 2. Duties</h3>
{body}
<table><tr><th>Box</th><th>Fee</th></tr><tr><td>small</td><td rowspan="2">5</td></tr><tr><td>large</td></tr></table>
<h3>Section 3. Rest</h3><p>The rest is<br>subject to section 1(b)(ii), and to <b>nothing</b> else.</p>
<aside id="n1"><a href="#r">1</a> Tin includes iron.</aside>
</main><footer>Printed by the gazette</footer><script>var x = "no word of this";</script></body></html>"""
BODY = "<p>(1) A maker shall mark it.</p><p>(2) A seller shall show it.</p>"


def imported(body: str = BODY) -> Imported:
    return import_law(PAGE.format(body=body).encode(), "box.html")


def outline(made: Imported) -> list[str]:
    return [" ".join(filter(None, (attribute(p.attributes, "eId"), number_text(p), heading_text(p)))) for p in provisions(made.law)]


def test_a_page_has_the_structure_of_its_headings_and_lists() -> None:
    assert outline(imported()) == [
        "part_1 Part 1 Boxes",
        "sec_1 Section 1. Meaning of box",
        "sec_1__para_a a.",
        "sec_1__para_b b.",
        "sec_1__para_b__subpara_i i.",
        "sec_1__para_b__subpara_ii ii.",
        "sec_1__para_c c.",
        "sec_2 Section 2. Duties",
        "sec_2__subsec_1 (1)",
        "sec_2__subsec_2 (2)",
        "sec_3 Section 3. Rest",
    ]


def test_a_footnote_stands_where_its_mark_was() -> None:
    notes = [inline for line in paragraphs_of(imported().law.document) for inline in line.content if isinstance(inline, Note)]
    assert len(notes) == 1 and "Tin includes iron." in str(notes[0])


def test_what_is_not_the_law_is_set_aside_and_reported() -> None:
    made = imported()
    assert {(aside.why, aside.words) for aside in made.report.asides} >= {
        ("navigation", "Home Laws"), ("page footer", "Printed by the gazette"), ("note mark", "1")
    }  # fmt: skip
    assert "Home" not in made.data.decode() and "no word of this" not in made.data.decode()


def test_a_table_keeps_its_cells_and_spans() -> None:
    data = imported().data.decode()
    assert '<td rowspan="2">' in data and "<th>" in data


def test_a_table_that_only_puts_numbers_in_front_is_no_table() -> None:
    rows = "<table><tr><td>(1)</td><td>A maker shall mark it.</td></tr><tr><td>(2)</td><td>A seller shall show it.</td></tr></table>"
    assert outline(imported(rows)) == outline(imported())


def test_every_word_that_is_shown_is_there() -> None:
    text = re.sub(r"<meta>.*?</meta>|<[^>]*>", "", imported().data.decode(), flags=re.DOTALL)
    for words in ("Box Act (2010)", "subject to section 1(b)(ii)", "nothing", "else."):
        assert words in text
    assert "sec_1__para_b__subpara_ii" in imported().data.decode().split("subject to")[1]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_a_page_is_read_in_its_encoding(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><h3>Article 1. Café</h3><p>It is “open”.</p></body></html>'
    assert "Café" in import_law(page.encode(encoding), "page.html").data.decode()


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x</script></body></html>", "<!doctype html>"])
def test_a_page_without_text_is_an_error(page: str) -> None:
    with pytest.raises(InputError, match=r"no text|empty"):
        import_law(page.encode(), "page.html")


def test_a_million_nested_elements_are_read_or_refused() -> None:
    page = "<html><body>" + "<div>" * 100_000 + "Article 1. Deep" + "</body></html>"
    with suppress(InputError):
        import_law(page.encode(), "page.html")


def test_deleted_words_of_a_marked_page_are_set_aside_and_that_is_said() -> None:
    made = imported("<p>(1) A maker <del>may</del><ins>shall</ins> mark it.</p><p>(2) A seller shall show it.</p>")
    assert "A maker shall mark it." in re.sub(r"<[^>]*>", "", made.data.decode())
    assert ("deleted words", "may") in {(aside.why, aside.words) for aside in made.report.asides}
    assert [finding.code for finding in made.report.findings] == ["tracked-changes"]


def test_an_encoding_that_nobody_knows_is_read_as_windows_writes() -> None:
    page = '<html><head><meta charset="en"></head><body><h3>Article 1. Café</h3><p>It is “open”.</p></body></html>'
    assert outline(import_law(page.encode("cp1252"), "x.html")) == ["art_1 Article 1. Café"]


@pytest.mark.parametrize(("tag", "language"), [("de-AT", "deu"), ("he", "heb"), ("", "eng"), ("x", "eng")])
def test_a_page_says_its_language(tag: str, language: str) -> None:
    page = f'<html lang="{tag}"><body><h1>Law</h1><p>Section 1</p><p>Text.</p></body></html>'
    assert import_law(page.encode(), "law.html").law.facts.language == language
