"""Text that is meant to harm a page is shown as text: markup, scripts, signs that turn the direction, one word of ten megabytes."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from conftest import ROOT, run
from kit import content, holds, law, module, section
from lxml import html
from selenium.webdriver import Chrome
from test_reading_room import click, opened, press

from modellaw.amend.ops import Insert, Position, ReplaceText, Where, Words
from modellaw.model.changes import Change, Module
from modellaw.project import Document, Publication, Publisher
from modellaw.writers.html import html_bytes

HOSTILE = [
    "<script>document.title='gone'</script>",
    "</script></style><img src=x onerror=document.title='gone'>",
    "<!-- --><svg/onload=document.title='gone'>",
    "]]><a href=\"javascript:document.title='gone'\">x</a>",
    "\" onmouseover=\"document.title='gone'\" '",
    "<%= 7-7 %>$(7-7)&lt;b&gt;&#60;i&#62;",
]
TURNED = "pay \u202e001 \u2066to the\u2069 state\u202c \u200fof"


def publication(words: str) -> Publication:
    """A redline in which everything that an author can write has those words."""
    base = law(section("s1", "1", f"Old words {words} end.", heading=f"Heading {words}"), section("s2", "2", "Rest."))
    changes = module(
        "a",
        ReplaceText(Words("s1", "Old words"), content(f"New {words}")),
        Insert(Position(Where.AFTER, "s1"), (section("s3", "1A", words),)),
    )
    made = holds(base, changes).law
    said = tuple(Change(c.id, c.module, f"Reason {words}", title=f"Title {words}", operations=(words,)) for c in made.changes)
    named = tuple(Module(m.id, f"Module {words}", m.date, f"Author {words}") for m in made.modules)
    marked = replace(made, changes=said, modules=named)
    return Publication(
        Document.REDLINE,
        marked,
        f"A law {words}",
        f"Edition {words} {{{{ 7*7 }}}}",
        f"Status {words}",
        publisher=Publisher(words, words, words),
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_a_law_a_module_or_a_profile_is_shown_and_runs_nothing(browser: Chrome, tmp_path: Path, words: str) -> None:
    path = tmp_path / "redline.html"
    made = html_bytes(publication(words))
    path.write_bytes(made)
    page = opened(browser, path.as_uri())
    page.execute_script("for (const e of document.querySelectorAll('#law,#law *')) e.dispatchEvent(new Event('mouseover',{bubbles:true}))")
    press(page, "n")
    click(page, ".cur ins")
    click(page, "#v-side")
    page.execute_script("const f=document.getElementById('find');f.value='end.';f.dispatchEvent(new Event('input'))")
    page.execute_async_script("setTimeout(arguments[0],400)")
    assert page.title.startswith("A law ") and page.get_log("browser") == []
    flat = " ".join(words.split())
    for css in ("h1", ".status", ".edition", ".prov", "#law", "#changes .ops", "#changes h4", ".legend", "#panel", "#found"):
        shown = page.execute_script("return document.querySelector(arguments[0]).textContent.replace(/\\s+/g,' ')", css)
        assert flat[:30] in shown, css
    handlers = "return [...document.querySelectorAll('*')].filter(e=>[...e.attributes].some(a=>/^on/.test(a.name))).length"
    assert page.execute_script(handlers) == 0
    made_of = "return ['script','img','svg:not(.map)','iframe,object,embed'].map(s=>document.querySelectorAll(s).length)"
    assert page.execute_script(made_of) == [1, 0, 0, 0]


def harmless(browser: Chrome, path: Path, words: str) -> None:
    """The page shows the words, and nothing in it is markup that it did not write itself."""
    page = opened(browser, path.as_uri())
    assert page.title != "gone" and page.get_log("browser") == [], path
    assert " ".join(words.split()) in page.execute_script("return document.documentElement.textContent.replace(/\\s+/g,' ')"), path
    assert page.execute_script("return ['img','iframe','object','svg:not(.map)'].flatMap(s=>[...document.querySelectorAll(s)]).length") == 0


def test_every_page_of_a_build_of_hostile_files_is_harmless(browser: Chrome, tmp_path: Path) -> None:
    words, folder = HOSTILE[1], tmp_path / "p"
    run("new", str(folder))
    for name in ("source/law.xml", "amendments/example.xml"):
        text = (folder / name).read_text()
        for said in (
            "Example Act",
            "Refusal",
            "A request must not fail",
            'title="Electronic form',
            "in writing or in electronic",
            "the reasons",
        ):
            text = text.replace(said, said + escape(words, {'"': "&quot;"}))
        (folder / name).write_text(text)
    toml = (folder / "modellaw.toml").read_text()
    for said in ("Your office", "The law as amended"):
        toml = toml.replace(f'"{said}"', json.dumps(f"{said} {words}"))
    (folder / "modellaw.toml").write_text(toml)
    run("build", "--project", str(folder))
    pages = sorted((folder / "build").rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        harmless(browser, page, words)


def test_every_page_of_a_bill_with_a_hostile_profile_is_harmless(browser: Chrome, published: Path, tmp_path: Path) -> None:
    words, profile = HOSTILE[4], tmp_path / "hostile.toml"
    text = (ROOT / "examples/arvenia.toml").read_text()
    for said in ("the Commonwealth of Arvenia", "Mutual Assistance in Criminal Matters Bill", "a magistrate"):
        text, done = re.subn(f'= "{said}"', lambda found, said=said: f"= {json.dumps(f'{said} {words}')}", text)  # type: ignore[misc]
        assert done
    profile.write_text(text)
    run("adopt", str(profile), "--project", str(published), "-o", str(tmp_path / "out"))
    pages = sorted((tmp_path / "out").rglob("*.html"))
    assert pages
    for page in pages:
        harmless(browser, page, words)


def test_signs_that_turn_the_direction_turn_no_more_than_their_own_words(browser: Chrome, tmp_path: Path) -> None:
    """An override that is never closed ends with the element that its words stand in: what the page itself says stays readable."""
    path = tmp_path / "redline.html"
    path.write_bytes(html_bytes(publication(TURNED + "\u202e")))
    page = opened(browser, path.as_uri())
    edges = page.execute_script(
        "const at=word=>{const w=document.createTreeWalker(document.querySelector(arguments[0]),4);while(w.nextNode()){"
        "const i=w.currentNode.data.lastIndexOf(word);if(i<0)continue;const r=document.createRange();r.setStart(w.currentNode,i);"
        "r.setEnd(w.currentNode,i+1);const a=r.getBoundingClientRect().left;r.setStart(w.currentNode,i+word.length-1);"
        "r.setEnd(w.currentNode,i+word.length);return [a,r.getBoundingClientRect().left]}};return at('official')",
        ".prov",
    )
    assert edges[0] < edges[1]
    assert "\u202e" in html.fromstring(path.read_bytes()).text_content()


def test_a_word_of_ten_megabytes_wraps_and_the_page_can_still_be_used(browser: Chrome, tmp_path: Path) -> None:
    long = "x" * 10_000_000
    base = law(section("s1", "1", f"Old words {long}"), section("s2", "2", "The rest is short."))
    made = holds(base, module("a", ReplaceText(Words("s2", "short"), content("brief")))).law
    path = tmp_path / "redline.html"
    path.write_bytes(html_bytes(Publication(Document.REDLINE, made, "A long word")))
    page = opened(browser, path.as_uri())
    assert page.execute_script("return document.documentElement.scrollWidth-innerWidth") <= 0
    press(page, "n")
    assert page.find_element("id", "pos").text.startswith("Mark 1 of 1")
    click(page, "#v-new")
    assert page.execute_script("return document.querySelector('#law del').checkVisibility()") is False
