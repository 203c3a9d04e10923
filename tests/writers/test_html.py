"""HTML pages: nothing is loaded, nothing is lost, and without one kind of mark the page is the other text."""

import re
import zipfile
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from kit import content, holds, law, module, p, provision, section, subsection, table
from lxml import html

from modellaw.amend.ops import AmendmentModule, Insert, InsertText, Move, Position, Repeal, Where, Words
from modellaw.comparing.laws import compare_laws
from modellaw.model.changes import Status
from modellaw.model.nodes import Group, Law, Paragraph, Run, Wrap
from modellaw.model.views import accept, reject
from modellaw.project import Document, Publication
from modellaw.writers.docx import docx_bytes
from modellaw.writers.html import html_bytes
from modellaw.writers.template import page_template
from writers.test_docx import BASE, FIRST, SECOND, moved_out_of_what_moved


def page(law: Law, document: Document) -> html.HtmlElement:
    return html.document_fromstring(html_bytes(Publication(document, law, "A Law", "Edition", "Reconstruction")).decode())


def words(tree: html.HtmlElement, without: str = "") -> str:
    """The words of the text and the notes without one kind of mark and without what is not the law's own."""
    (text,) = tree.xpath("//*[@id='law']")
    for element in [*(text.iter(without) if without else ()), *text.xpath(".//*[@data-ui]")]:
        if element.getparent() is not None:
            element.drop_tree()
    return re.sub(r"\s+", "", text.text_content())


def words_of(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", "", element.text_content())


@pytest.mark.parametrize("modules", [(FIRST,), (SECOND,)])
def test_without_one_kind_of_mark_the_page_is_the_other_text(modules: tuple[AmendmentModule, ...]) -> None:
    marked = holds(BASE, *modules).law
    assert words(page(marked, Document.REDLINE), "del") == words(page(accept(marked), Document.CONSOLIDATED))
    assert words(page(marked, Document.REDLINE), "ins") == words(page(reject(marked), Document.ORIGINAL))


@pytest.mark.parametrize("modules", [(FIRST,), (SECOND,)])
def test_the_digests_of_a_redline_are_those_of_its_two_texts(modules: tuple[AmendmentModule, ...]) -> None:
    redline = page(holds(BASE, *modules).law, Document.REDLINE)
    said = [redline.xpath(f"string(//meta[@name='redline:{which}-sha256']/@content)") for which in ("base", "target")]
    found = [sha256(words(page(holds(BASE, *modules).law, Document.REDLINE), kind).encode()).hexdigest() for kind in ("ins", "del")]
    assert said == found and said[0] != said[1]


def test_a_redline_without_changes_says_so_and_has_no_controls_for_them() -> None:
    base = law(section("s1", "1", "One."), section("s2", "2", "Two."))
    undone = replace(holds(base, module("m", Repeal("s2"))).law.changes[0], status=Status.IGNORED, reason="Not wanted.")
    for changes, said in (((), "the old text and the new text are the same"), ((undone,), "none of the changes that are recorded")):
        tree = page(replace(base, changes=changes), Document.REDLINE)
        legend = tree.get_element_by_id("legend").text_content()
        assert legend.startswith("No changes") and said in legend
        for control in ("input[@data-view]", "input[@data-m]", "*[@id='nx']", "select", "ins", "del", "ul[not(*)]", "table"):
            assert not tree.xpath(f"//{control}"), control
        assert len(tree.xpath("//input")) == 1, "to find words"
        assert bool(tree.xpath("//*[@id='changes']")) is bool(changes) is bool(tree.xpath("//nav//a[@href='#changes']"))
        sums = {tree.xpath(f"string(//meta[@name='redline:{which}-sha256']/@content)") for which in ("base", "target")}
        assert sums == {sha256(words(tree).encode()).hexdigest()}


def test_the_caption_of_a_table_comes_before_its_rows_in_the_digests_too() -> None:
    caption = Paragraph((Run("Table of fees"),), "caption")
    base = law(section("s1", "1", replace(table(("Kind", "Fee"), ("a visit", "ten")), before=(caption,))), section("s2", "2", "Two."))
    marked = holds(base, module("m", InsertText(Words("s1", "ten"), content(" or more")))).law
    for which, kind, more in (("base", "ins", ""), ("target", "del", "ormore")):
        redline = page(marked, Document.REDLINE)
        said = redline.xpath(f"string(//meta[@name='redline:{which}-sha256']/@content)")
        assert words(redline, kind) == f"1TableoffeesKindFeeavisitten{more}2Two."
        assert said == sha256(words(redline, kind).encode()).hexdigest()


def test_every_mark_stands_in_a_unit_that_names_its_change_and_module() -> None:
    tree = page(holds(BASE, FIRST).law, Document.REDLINE)
    marks = tree.xpath("//*[@id='law']//ins | //*[@id='law']//del")
    of = [mark.xpath("string(ancestor::*[@data-change][1]/@data-change | ancestor::li/@data-of)") for mark in marks]
    assert marks and all(re.match("a-|references", change) for change in of)
    assert set(tree.xpath("//*[@id='law']//@data-kind")) >= {"ins", "del", "sub"}
    assert {f"#change-{change}" for change in of} >= set(tree.xpath("//*[@id='law']//@cite")) != set()


def test_every_change_has_a_card_that_leads_to_its_places() -> None:
    tree = page(holds(BASE, FIRST).law, Document.REDLINE)
    cards = tree.xpath("//section[@id='changes']//*[@class='card']")
    assert {card.get("id").removeprefix("change-") for card in cards} >= set(tree.xpath("//*[@id='law']//@data-change"))
    placed = {link[1:] for card in cards for link in card.xpath(".//p[@class='at']//@href")}
    assert placed == set(tree.xpath("//*[@id='law']//*[@data-change]/@id"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids)) and all(link[1:] in ids for link in tree.xpath("//a/@href") if link.startswith("#"))


def test_nothing_is_loaded_and_nothing_of_the_law_is_code() -> None:
    nasty = law(section("s1", "Section 1", "<script>alert(1)</script> & “quoted” ]]>", heading="</h2>"))
    text = html_bytes(Publication(Document.ORIGINAL, nasty, "<b>Title</b>", "</style><script>", "--><img src=x>")).decode()
    assert text.count("<script") == 1 and "&lt;script&gt;alert(1)" in text and "&lt;b&gt;Title" in text
    assert "<img" not in text and not re.search(r"(src|href)=\"?(https?:)?//", text)


def test_the_page_of_this_law_shows_its_status_and_every_change(published: Path) -> None:
    tree = html.document_fromstring((published / "build/full/redline.html").read_text())
    assert "It is not the text of the United Nations" in tree.xpath("string(//p[@class='status'])")
    changes = set(tree.xpath("//*[@id='law']//@data-change"))
    assert {f"ee-{n:02}" for n in range(1, 11)} | {f"sit-{n:02}" for n in range(1, 12)} <= changes
    assert len(tree.xpath("//nav[@id='contents']//a")) >= 100


def test_a_change_that_was_not_carried_out_says_why(published: Path) -> None:
    tree = html.document_fromstring((published / "build/housekeeping/redline.html").read_text())
    undone = tree.xpath("//*[starts-with(@id,'change-')]//p[@class='notapplied']")
    assert len(undone) == 1 and "ignored" in undone[0].text_content()


def test_the_consolidated_page_says_which_changes_touched_a_provision(published: Path) -> None:
    tree = html.document_fromstring((published / "build/full/consolidated.html").read_text())
    links = tree.xpath("//*[@id='law']//*[@class='by']/a/@href")
    redline = set(html.document_fromstring((published / "build/full/redline.html").read_text()).xpath("//@id"))
    assert links and all(link.startswith("redline.html#") and link.split("#")[1] in redline for link in links)


def test_a_repealed_law_is_all_struck() -> None:
    tree = page(holds(law(section("s1", "Section 1", "Text.")), module("a", Repeal("s1"))).law, Document.REDLINE)
    assert words(tree, "del") == ""


def test_a_template_of_a_project_reaches_nothing_but_what_it_is_given(tmp_path: Path) -> None:
    from jinja2.exceptions import SecurityError, UndefinedError

    (tmp_path / "html").mkdir()
    for attack in (
        "{{ publication.__class__.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    ):
        (tmp_path / "html/page.html.j2").write_text(attack)
        page_template.cache_clear()
        with pytest.raises((SecurityError, UndefinedError)):
            html_bytes(Publication(Document.ORIGINAL, BASE, "A Law", templates=(str(tmp_path),)))
    page_template.cache_clear()


def test_a_number_never_takes_the_link_of_the_provision_that_once_had_it() -> None:
    """In a bill that is numbered anew, what was section 1 is section 2 and keeps its stable id, "sec_1"."""
    first, second = section("new", "1", "Words.", heading="First"), section("sec_1", "2", "Words.", heading="Second")
    numbered = [replace(made, attributes=(("eId", eid), ("wId", made.wid))) for made, eid in ((first, "sec_1"), (second, "sec_2"))]
    tree = page(law(*numbered), Document.CONSOLIDATED)
    assert [(link.get("href"), words_of(link)) for link in tree.xpath("//nav//a")] == [("#new", "1First"), ("#sec_1", "2Second")]
    assert tree.xpath("string(//*[@id='sec_1']//*[@class='num'])") == "2" and tree.xpath("//*[@id='sec_2']")


def test_a_change_inside_what_another_one_inserted_has_a_unit_of_its_own() -> None:
    """A Part that one change inserts, a section that a second puts into it, words that a third puts into that."""
    base = law(section("s1", "1", "Old words stay here.", heading="Old"))
    part = provision("part", "p9", "Part 9", section("n1", "2", "One two three.", heading="First"), heading="New")
    first = Insert(Position(Where.AFTER, "s1"), (part,))
    second = Insert(Position(Where.LAST, "p9"), (section("n2", "3", "Four five six.", heading="Second"),))
    third = InsertText(Words("n2", "five"), content(" and a half"))
    redline = page(holds(base, module("a", first, second, third)).law, Document.REDLINE)
    units = redline.xpath("//*[@id='law']//*[@data-change]")
    assert [unit.get("data-change") for unit in units] == ["a-1", "a-2", "a-3"]
    assert units[1] in units[0].iter() and units[2] in units[1].iter() and words_of(units[2]) == "andahalf"
    assert {card.get("id") for card in redline.xpath("//*[@class='card']")} == {"change-a-1", "change-a-2", "change-a-3"}


def test_a_page_has_what_moved_out_of_something_that_moved_too() -> None:
    old, new = moved_out_of_what_moved()
    marked = compare_laws(old, new).marked
    assert words(page(marked, Document.REDLINE), "ins") == words(page(old, Document.ORIGINAL))
    assert words(page(marked, Document.REDLINE), "del") == words(page(accept(marked), Document.CONSOLIDATED))


def test_articles_without_headings_stand_in_the_contents() -> None:
    articles = (
        provision("article", "a1", "Article 1", "Words."),
        provision("article", "a2", "§ 2", "Words."),
        provision("article", "a3", "3.", "Words."),
    )
    tree = page(law(*articles), Document.CONSOLIDATED)
    assert [words_of(link) for link in tree.xpath("//nav//a")] == ["Article1", "§2"]
    assert tree.xpath("//*[@id='a3']//b[@class='n']") and not tree.xpath("//*[@id='a1']/b")


def test_editorial_marks_in_the_text_of_a_law_are_not_taken_for_changes() -> None:
    """The Acts on legislation.gov.uk mark in ``ins`` and ``del`` what earlier Acts changed."""
    line = p([Run("Old "), Run("words", (Wrap("ins"), Wrap("del", (("class", "x"),)))), Run(" stay.")])
    marked = holds(
        law(section("s1", "1", Group("content", (line,)))), module("a", InsertText(Words("s1", "stay"), content("may "), False))
    ).law
    tree = page(marked, Document.REDLINE)
    assert [words_of(mark) for mark in tree.xpath("//*[@id='law']//ins | //*[@id='law']//del")] == ["may"]
    data = docx_bytes(Publication(Document.REDLINE, marked, "A Law"))
    text = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    assert "<w:strike/>" not in text and text.count("<w:ins ") == 1


def test_what_has_no_words_is_not_in_the_contents() -> None:
    """As in the drafts of other programs, whose titles and headings are filled in later."""
    tree = page(law(section("s1", "", "Words.", heading=" "), section("s2", "Section 2", "Words.", heading="Scope")), Document.CONSOLIDATED)
    assert [words_of(link) for link in tree.xpath("//nav//a")] == ["Section2Scope"]


def test_a_move_is_told_at_the_place_it_left_and_at_that_it_came_to() -> None:
    part = provision("part", "p1", "Part 1", section("s1", "1", subsection("s1a", "(1)", "One."), subsection("s1b", "(2)", "Two.")),
                     section("s2", "2", "Three."), heading="Objects")  # fmt: skip
    base = law(part)
    moved = (Move("s1b", Position(Where.LAST, "s2"), number="(1)"), Move("s1", Position(Where.AFTER, "s2"), number="3"))
    tree = page(holds(base, module("m", *moved)).law, Document.REDLINE)
    said = " ".join("".join(tree.xpath("//*[@id='changes']//text()")).split())
    assert re.findall(r"moved (?:here|away), section [\d()]+", said) == [
        "moved here, section 2(1)", "moved away, section 1", "moved here, section 3"], said  # fmt: skip


def test_the_old_place_of_a_section_that_moved_is_in_the_contents() -> None:
    base = law(*[section(f"s{n}", f"Section {n}", f"Text {n}.", heading=f"Heading {n}") for n in (1, 2, 3)])
    tree = page(holds(base, module("x", Move("s3", Position(Where.BEFORE, "s1")))).law, Document.REDLINE)
    entries = {link.text_content(): link.get("href")[1:] for link in tree.xpath("//nav[@id='contents']//a")}
    assert entries["Section 3 Heading 3 (moved away)"] == "c-m-s3-from" and tree.get_element_by_id("c-m-s3-from") is not None
    assert all(tree.xpath(f"//*[@id='{ident}']") for ident in entries.values())


def test_a_text_without_any_heading_has_its_first_line_for_one() -> None:
    tree = page(law(provision("paragraph", "p1", "", "ANNEX"), provision("paragraph", "p2", "1.", "Text.")), Document.CONSOLIDATED)
    assert [words_of(h) for h in tree.xpath("//*[@id='law']//h2")] == ["ANNEX"]
    assert tree.xpath("//nav[@id='contents']//a/@href") == ["#title"]
    sentence = page(law(provision("paragraph", "p1", "", "A sentence that goes on and on, " * 8)), Document.CONSOLIDATED)
    assert not sentence.xpath("//*[@id='law']//h2")


@pytest.mark.parametrize(
    ("language", "said"), [("heb", ("he", "rtl")), ("fas", ("fa", "rtl")), ("deu", ("de", "ltr")), ("pt-BR", ("pt-BR", "ltr"))]
)
def test_a_page_runs_as_its_language_does(language: str, said: tuple[str, str]) -> None:
    tree = page(replace(BASE, facts=replace(BASE.facts, language=language)), Document.ORIGINAL)
    assert (tree.get("lang"), tree.get("dir")) == said
