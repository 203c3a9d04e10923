"""HTML pages: nothing is loaded, nothing is lost, and without one kind of mark the page is the other text."""

import re
from pathlib import Path

import pytest
from kit import holds, law, section
from lxml import html

from modellaw.amend.ops import Repeal
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.project import Document, Publication
from modellaw.writers.html import html_bytes
from writers.test_docx import BASE, FIRST, SECOND


def page(law: Law, document: Document) -> html.HtmlElement:
    return html.document_fromstring(html_bytes(Publication(document, law, "A Law", "Edition", "Reconstruction")).decode())


def words(tree: html.HtmlElement, without: str = "") -> str:
    """The words of the text and the notes, footnote numbers apart, without one kind of mark."""
    (main,) = tree.xpath("//main")
    for element in list(main.iter(without) if without else ()) + main.xpath(".//sup[@class='fn']|.//a[@class='back']"):
        if element.getparent() is not None:
            element.drop_tree()
    for item in main.xpath(".//li[starts-with(@id,'fn-')]"):
        if not item.text_content().strip():
            item.drop_tree()
    return re.sub(r"\s+", "", main.text_content()).removesuffix("Notes")


@pytest.mark.parametrize("modules", [(FIRST,), (SECOND,)])
def test_without_one_kind_of_mark_the_page_is_the_other_text(modules: tuple[object, ...]) -> None:
    marked = holds(BASE, *modules).law  # type: ignore[arg-type]
    assert words(page(marked, Document.REDLINE), "del") == words(page(accept(marked), Document.CONSOLIDATED))
    assert words(page(marked, Document.REDLINE), "ins") == words(page(reject(marked), Document.ORIGINAL))


def test_every_mark_names_its_change_and_module() -> None:
    tree = page(holds(BASE, FIRST).law, Document.REDLINE)
    marks = tree.xpath("//main//ins | //main//del")
    assert marks and all(mark.get("data-change", "").startswith("a-") and mark.get("data-module") == "a" for mark in marks)
    listed = tree.xpath("//ol[@class='changes']/li/@id")
    assert listed == [f"c-a-{number}" for number in range(1, 8)] + ["c-references"] or len(listed) >= 7
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(link[1:] in ids for link in tree.xpath("//a/@href") if link.startswith("#"))


def test_nothing_is_loaded_and_nothing_of_the_law_is_code() -> None:
    nasty = law(section("s1", "Section 1", "<script>alert(1)</script> & “quoted” ]]>", heading="</h2>"))
    marked = holds(nasty, FIRST.__class__(FIRST.module, "", ())).law
    text = html_bytes(Publication(Document.ORIGINAL, marked, "<b>Title</b>")).decode()
    assert "<script" not in text and "&lt;script&gt;alert(1)" in text and "&lt;b&gt;Title" in text
    assert not re.search(r"(src|href)=\"(https?:)?//", text)


def test_the_page_of_this_law_shows_its_status_and_every_change(published: Path) -> None:
    tree = html.document_fromstring((published / "build/full/redline.html").read_text())
    assert "It is not the text of the United Nations" in tree.xpath("string(//p[@class='status'])")
    changes = set(tree.xpath("//main//@data-change"))
    assert {f"ee-{n:02}" for n in range(1, 11)} | {f"sit-{n:02}" for n in range(1, 12)} <= changes
    assert tree.xpath("//li[@id='c-ee-11']//p[@class='notapplied']")


def test_a_repealed_law_is_all_struck() -> None:
    tree = page(holds(law(section("s1", "Section 1", "Text.")), FIRST.__class__(FIRST.module, "", _repeal())).law, Document.REDLINE)
    assert words(tree, "del") == ""


def _repeal() -> tuple[object, ...]:
    from kit import module

    return module("a", Repeal("s1")).amendments
