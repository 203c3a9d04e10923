"""Pages for everyone: forced colours, contrast, motion, zoom, narrow and wide screens, right to left, Chinese, paper, no script."""

import re
import subprocess
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from kit import content, holds, law, module, section, subsection, table
from lxml import html
from selenium.webdriver import Chrome
from test_reading_room import opened, press

from modellaw.amend.ops import LAST, ChangeHeading, Insert, Move, Position, Repeal, ReplaceText, Where, Words
from modellaw.project import Document, Publication
from modellaw.writers.html import html_bytes

PAGES = [
    "index.html", "full/redline.html", "full/consolidated.html", "full/amending-instrument.html", "full/three-columns.html",
    "full/traceability.html", "article20-matrix.html", "surveillance-guide-update.html",
]  # fmt: skip


@contextmanager
def media(browser: Chrome, kind: str = "", width: int = 0, scale: float = 1, **features: str) -> Iterator[None]:
    """The browser as another reader has it: media, width, zoom, and what the reader prefers."""
    wishes = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": kind, "features": wishes})
    if width:
        size = {"width": round(width / scale), "height": round(900 / scale), "deviceScaleFactor": scale, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


CUES = """
const of = e => {const c = getComputedStyle(e); return [c.textDecorationLine, c.textDecorationStyle].join(' ')};
const label = u => ['::after', '::before'].map(p => getComputedStyle(u, p).content).join();
const found = {};
for (const u of document.querySelectorAll('#law [data-change]')) for (const e of u.querySelectorAll('ins,del'))
  (found[u.dataset.module + ' ' + e.tagName] ||= new Set()).add(of(e) + ' ' + (label(u).includes(u.dataset.module)));
return Object.entries(found).map(([k, v]) => [k, [...v].sort()])"""


@pytest.mark.parametrize("wishes", [{"forced_colors": "active"}, {"prefers_contrast": "more"}, {"prefers_color_scheme": "dark"}])
def test_every_mark_can_be_told_without_colour(browser: Chrome, published: Path, wishes: dict[str, str]) -> None:
    with media(browser, **wishes):
        cues = dict(opened(browser, (published / "build/full/redline.html").as_uri()).execute_script(CUES))
    assert set(cues) == {"ee INS", "ee DEL", "sit INS", "sit DEL"}
    for name, styles in cues.items():
        line = "underline" if name.endswith("INS") else "line-through"
        assert all(style.startswith(line) and style.endswith("true") for style in styles), (name, styles)
    assert cues["ee INS"] != cues["sit INS"]  # one solid, one dashed


def test_with_forced_colours_what_is_chosen_focused_and_blank_is_still_seen(browser: Chrome, published: Path) -> None:
    with media(browser, forced_colors="active"):
        page = opened(browser, (published / "build/full/redline.html").as_uri())
        press(page, "n")
        outline = page.execute_script("const c=getComputedStyle(document.querySelector('.cur'));return [c.outlineStyle,c.outlineWidth]")
        blank = page.execute_script("return getComputedStyle(document.querySelector('.blank')).borderBottomStyle")
        block = page.execute_script(
            "const e=[...document.querySelectorAll('[data-kind=ins]')].find(e=>e.tagName=='DIV');"
            "const c=getComputedStyle(e);return [c.borderInlineStartStyle,c.borderInlineStartWidth]"
        )
    assert outline == ["solid", "3px"] and blank == "dashed" and block[0] != "none" and block[1] == "3px"


def test_nothing_moves_by_itself(browser: Chrome, published: Path) -> None:
    with media(browser, prefers_reduced_motion="reduce"):
        page = opened(browser, (published / "build/full/redline.html").as_uri())
        moving = page.execute_script(
            "return [...document.querySelectorAll('*')].filter(e=>{const c=getComputedStyle(e);return c.transitionDuration!=='0s'||"
            "c.animationName!=='none'||c.scrollBehavior==='smooth'}).map(e=>e.tagName)"
        )
    assert moving == []


@pytest.mark.parametrize("name", PAGES)
def test_at_four_hundred_per_cent_only_tables_scroll_sideways(browser: Chrome, published: Path, name: str) -> None:
    """WCAG 1.4.10: a window of 1,280 pixels at 400 % is one of 320."""
    with media(browser, width=1280, scale=4):
        page = opened(browser, (published / "build" / name).as_uri())
        wide, scrollers = page.execute_script(
            "return [document.documentElement.scrollWidth-innerWidth,[...document.querySelectorAll('body *')].filter(e=>"
            "e.scrollWidth>e.clientWidth+2&&/auto|scroll/.test(getComputedStyle(e).overflowX)).map(e=>e.querySelectorAll('table').length)]"
        )
    assert wide <= 0 and all(scrollers)


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("name", ["full/redline.html", "housekeeping/redline.html", "housekeeping/consolidated.html"])
def test_no_number_runs_into_the_words_beside_it(browser: Chrome, published: Path, name: str, width: int) -> None:
    with media(browser, width=width):
        page = opened(browser, (published / "build" / name).as_uri())
        gaps = page.execute_script(
            "const r=document.createRange();return [...document.querySelectorAll('#law .pr>.n')].map(n=>{"
            "if(!n.nextElementSibling)return null;r.selectNodeContents(n);"
            "const words=n.nextElementSibling.getBoundingClientRect();"
            "return [n.textContent,Math.round(words.left-r.getBoundingClientRect().right)]}).filter(g=>g)"
        )
    assert len(gaps) > 100 and [gap for gap in gaps if gap[1] < 3] == []


@pytest.mark.parametrize("name", PAGES)
def test_lines_stay_short_enough_to_read_on_the_widest_screen(browser: Chrome, published: Path, name: str) -> None:
    with media(browser, width=2560):
        page = opened(browser, (published / "build" / name).as_uri())
        widest = page.execute_script(
            "return Math.max(0,...[...document.querySelectorAll('#law p:not(td p,th p)')].map(e=>"
            "e.getBoundingClientRect().width/parseFloat(getComputedStyle(e).fontSize)))"
        )
        over = page.execute_script("return document.documentElement.scrollWidth-innerWidth")
    assert 0 < widest < 72 and over <= 0


def marked(language: str, old: str, new: str, more: str) -> bytes:
    """A redline in a language: words replaced in one section, another section inserted."""
    base = law(section("s1", "1", f"{old}。" if language == "zho" else f"{old}.", heading=old))
    changed = ReplaceText(Words("s1", old, LAST), content(new))
    made = holds(base, module("a", changed, Insert(Position(Where.AFTER, "s1"), (section("s2", "2", more, heading=new),))))
    return html_bytes(Publication(Document.REDLINE, replace(made.law, facts=replace(made.law.facts, language=language)), old))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A redline with every kind of change in little text."""
    base = law(
        section(
            "s1",
            "1",
            subsection("s1a", "(1)", "A request is made in writing."),
            subsection("s1b", "(2)", "It says why."),
            heading="Requests",
        ),
        section("s2", "2", "Costs are borne by the requested State.", heading="Costs"),
        section("s3", "3", "An authority answers.", table(("State", "Body"), ("A", "Court")), heading="Authority"),
        section("s4", "4", "This section stays as it is.", heading="Rest"),
    )
    first = module(
        "a",
        ReplaceText(Words("s1a", "in writing"), content("in electronic form")),
        Insert(Position(Where.AFTER, "s1b"), (subsection("s1c", "(3)", "It may be sent by an authority."),)),
        Repeal("s2"),
    )
    second = module("b", Move("s3", Position(Where.BEFORE, "s1")), ChangeHeading("s4", content("What remains")))
    page = html_bytes(Publication(Document.REDLINE, holds(base, first, second).law, "A small law", "Both modules", "A draft."))
    path = tmp_path_factory.mktemp("small") / "redline.html"
    path.write_bytes(page)
    return path.as_uri()


@pytest.mark.parametrize(
    ("language", "old", "new", "direction"),
    [
        ("ara", "المساعدة القانونية", "المعونة القضائية", "rtl"),
        ("zho", "司法协助", "国际合作", "ltr"),
        ("eng", "mutual assistance", "help", "ltr"),
    ],
)
@pytest.mark.parametrize("width", [320, 1440])
def test_a_redline_in_any_script_reads_in_its_direction(
    browser: Chrome, tmp_path: Path, language: str, old: str, new: str, direction: str, width: int
) -> None:
    path = tmp_path / "redline.html"
    path.write_bytes(marked(language, old, new, f"{new} {old}"))
    with media(browser, width=width):
        page = opened(browser, path.as_uri())
        number, text, law_box = page.execute_script(
            "return ['#law h3 .num,#law h2 .num','#law section.art p','#law'].map(s=>{"
            "const r=document.querySelector(s).getBoundingClientRect();return [r.left,r.right]})"
        )
        over = page.execute_script("return document.documentElement.scrollWidth-innerWidth")
        bar = page.execute_script(
            "const c=getComputedStyle(document.querySelector('#law div[data-change],#law section[data-change]'));"
            "return [c.borderLeftWidth,c.borderRightWidth]"
        )
    assert over <= 0 and text[1] - text[0] > 40
    assert number[0] > (law_box[0] + law_box[1]) / 2 if direction == "rtl" else number[1] < (law_box[0] + law_box[1]) / 2
    assert bar == (["0px", "3px"] if direction == "rtl" else ["3px", "0px"])
    if language == "zho":
        assert "under" in page.execute_script("return getComputedStyle(document.querySelector('ins')).textUnderlinePosition")


STATES: dict[str, str] = {
    "as it opens": "",
    "filters open": "document.querySelector('.more').open=true",
    "a filter on": "const s=document.getElementById('f-kind');s.value='sub';s.dispatchEvent(new Event('change'))",
    "a module off": "document.querySelector('input[data-m]').click()",
    "new text": "document.getElementById('v-new').click()",
    "side by side": "document.getElementById('v-side').click();document.getElementById('s4').scrollIntoView()",
    "only changes": "document.getElementById('only').click();document.getElementById('s4').scrollIntoView()",
    "a reason open": "document.getElementById('nx').click();document.querySelector('.cur ins,.cur del').click()",
    "help open": "document.body.dispatchEvent(new KeyboardEvent('keydown',{key:'?',bubbles:true}))",
    "found words": "const f=document.getElementById('find');f.value='authority';f.dispatchEvent(new Event('input'))",
    "list of changes": "document.getElementById('changes').scrollIntoView()",
    "spelled out": "document.getElementById('w').click()",
}
READERS: dict[str, dict[str, str | int]] = {
    "light": {}, "dark": {"prefers_color_scheme": "dark"}, "forced": {"forced_colors": "active"}, "narrow": {"width": 320},
}  # fmt: skip
AXE = """
const done = arguments[arguments.length - 1];
const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
axe.run(document, {runOnly: {type: 'tag', values}, resultTypes: ['violations'], preload: false}).then(
  r => done(r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 200))), e => done([String(e)]))"""


@pytest.mark.parametrize("reader", READERS)
def test_no_state_of_a_redline_has_a_barrier(browser: Chrome, small: str, axe: Path, reader: str) -> None:
    wishes = dict(READERS[reader])
    with media(browser, width=int(wishes.pop("width", 0)), **{name: str(value) for name, value in wishes.items()}):
        barriers = {}
        for state, script in STATES.items():
            page = opened(browser, small)
            page.execute_script(script)
            page.execute_async_script("setTimeout(arguments[0],400)")
            page.execute_script(axe.read_text())
            barriers[state] = page.execute_async_script(AXE)
            assert page.get_log("browser") == [], state
    assert {state: found for state, found in barriers.items() if found} == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing(browser: Chrome, published: Path, name: str) -> None:
    page = opened(browser, (published / "build" / name).as_uri())
    assert page.execute_script("return performance.getEntriesByType('resource').map(e=>e.name)") == []
    assert page.get_log("browser") == []


# --- without a script


def test_without_a_script_every_word_mark_and_reason_is_there_and_the_views_still_work(browser: Chrome, published: Path) -> None:
    path = published / "build/full/redline.html"
    units = html.fromstring(path.read_bytes()).xpath("//*[@data-change]")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get("about:blank")
        browser.get(path.as_uri())

        def asked(expression: str) -> object:
            return browser.execute_cdp_cmd("Runtime.evaluate", {"expression": expression, "returnByValue": True})["result"].get("value")

        hidden = asked(
            "(()=>{const w=document.createTreeWalker(document.querySelector('main'),NodeFilter.SHOW_TEXT),o=[];while(w.nextNode())"
            "if(w.currentNode.data.trim()&&!w.currentNode.parentElement.checkVisibility())o.push(w.currentNode.data);return o.join('|')})()"
        )
        assert hidden == ""
        assert asked(
            "[...document.querySelectorAll('#changes .at a')].filter(a=>document.querySelector(a.hash).dataset.change).length"
        ) == len(units)
        assert asked("document.querySelectorAll('#changes .card').length") == asked(
            "document.querySelectorAll('#changes .card:has(p)').length"
        )
        assert asked("getComputedStyle(document.querySelector('.wide')).display") == "none"
        deleted = "[...document.querySelectorAll('#law del')].filter(e=>e.checkVisibility()).length"
        assert asked(deleted) != 0
        asked("document.getElementById('v-new').click()")
        assert asked(deleted) == 0
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_text_browser_shows_every_word_mark_and_reason(published: Path, client: Callable[[str], str]) -> None:
    """w3m writes [DEL: … :DEL] and [INS: … :INS]."""
    path = published / "build/full/redline.html"
    done = subprocess.run(
        [client("w3m"), "-dump", "-cols", "200", "-O", "UTF-8", "-T", "text/html", str(path)], capture_output=True, text=True
    )
    flat = re.sub(r"\s+", "", done.stdout)
    tree = html.fromstring(path.read_bytes())
    assert len(re.findall(r"\[DEL:", flat)) >= len(tree.xpath("//*[@id='law']//del")) > 5
    bare = re.sub(r"\[(DEL|INS):|:(DEL|INS)\]", "", flat)
    pieces = tree.xpath("//*[@id='law']//p[not(ancestor::table)]//text()[not(ancestor::sup)]|//*[@class='card']//p//text()")
    missing = [piece for piece in pieces if re.sub(r"\s+", "", piece) not in bare]
    assert len(pieces) > 1000 and missing == []


# --- on paper


def printed(browser: Chrome, url: str, path: Path) -> str:
    """The text of a page as Chromium prints it."""
    opened(browser, url)
    made = browser.execute_cdp_cmd(
        "Page.printToPDF",
        {"preferCSSPageSize": True, "printBackground": False, "generateTaggedPDF": True, "generateDocumentOutline": True},
    )
    path.write_bytes(b64decode(made["data"]))
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def test_paper_has_page_numbers_headings_and_reasons_but_no_controls(
    browser: Chrome, published: Path, client: Callable[[str], str], tmp_path: Path
) -> None:
    client("pdftotext")
    path = tmp_path / "redline.pdf"
    text = printed(browser, (published / "build/housekeeping/redline.html").as_uri(), path)
    pages = text.split("\f")[:-1]
    assert all(re.search(rf"\b{number} / {len(pages)}\b", page) for number, page in enumerate(pages, 1))
    assert not re.search("Side by side|Filters and settings|Copy citation", text) and "List of changes" in text
    structure = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True).stdout
    headings = re.findall(r"^\s*(H[1-4])\b", structure, re.M)
    assert headings.count("H1") == 1 and headings.count("H2") > 5 and headings.count("H3") > 40


def test_changes_on_paper_are_seen_in_black_and_white(browser: Chrome, published: Path) -> None:
    with media(browser, "print", prefers_color_scheme="dark"):
        page = opened(browser, (published / "build/full/redline.html").as_uri())
        cues = dict(page.execute_script(CUES))
        grounds = page.execute_script(
            "return [...new Set([...document.querySelectorAll('#law ins,#law del')].map(e=>getComputedStyle(e).backgroundColor))]"
        )
        controls = page.execute_script(
            "return [...document.querySelectorAll('button,input,select,nav,.map')].filter(e=>e.checkVisibility()).length"
        )
    assert grounds == ["rgba(0, 0, 0, 0)"] and controls == 0
    assert all(
        style.split()[0] == ("underline" if name.endswith("INS") else "line-through") for name, found in cues.items() for style in found
    )
