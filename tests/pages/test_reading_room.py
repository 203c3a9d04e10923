"""What a reviewer does with a page, by mouse and by keyboard, in a real browser."""

from dataclasses import replace
from pathlib import Path

import pytest
from kit import holds, law, module, section
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By

from modellaw.amend.ops import Insert, Position, Where
from modellaw.project import Document, Publication
from modellaw.writers.html import html_bytes

SHOWN = "return [...document.querySelectorAll('#law '+arguments[0])].filter(e=>e.checkVisibility()).length"


@pytest.fixture(scope="module")
def redline(published: Path) -> str:
    return (published / "build/full/redline.html").as_uri()


def press(browser: Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def click(browser: Chrome, css: str) -> None:
    browser.execute_script("document.querySelector(arguments[0]).click()", css)


def opened(browser: Chrome, url: str) -> Chrome:
    """The page, freshly loaded, with no word on the console."""
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(url)
    assert browser.get_log("browser") == []
    return browser


def test_keys_go_from_change_to_change_and_keep_the_place_in_the_address(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    press(page, "n", "n", "n", "p")
    units = page.execute_script("return [...document.querySelectorAll('[data-change]')].map(e=>e.id)")
    assert page.current_url.endswith("#" + units[1]) and page.execute_script("return document.activeElement.id") == units[1]
    assert page.find_element(By.ID, "pos").text.startswith(f"Mark 2 of {len(units)} ")


def test_single_keys_can_be_switched_off(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    click(page, "#k")
    press(page, "n")
    assert "#" not in page.current_url


def test_the_views_show_either_text_alone(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    assert page.execute_script(SHOWN, "ins") > 100 and page.execute_script(SHOWN, "del") > 5
    click(page, "#v-new")
    assert page.execute_script(SHOWN, "del") == 0 and page.execute_script(SHOWN, "ins") > 100
    click(page, "#v-old")
    assert page.execute_script(SHOWN, "ins") == 0 and page.execute_script(SHOWN, "del") > 5


def test_side_by_side_lays_old_and_new_row_by_row(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    click(page, "#v-side")
    page.execute_script("document.querySelector('#sec_4').scrollIntoView()")
    rows = page.execute_async_script(
        "const done=arguments[0];setTimeout(()=>done([...document.querySelectorAll('#sec_4 .sbs > div')].map(e=>[e.offsetTop,"
        "e.querySelectorAll('ins').length,e.querySelectorAll('del').length])),600)"
    )
    left, right = rows[::2], rows[1::2]
    assert len(left) == len(right) > 10 and all(a[0] == b[0] for a, b in zip(left, right, strict=True))
    assert not any(row[1] for row in left) and not any(row[2] for row in right) and any(row[1] for row in right)


@pytest.mark.parametrize(("control", "value"), [("f-kind", "w:heading"), ("f-rec", "k"), ("f-kind", "sub")])
def test_a_filter_leaves_what_it_asks_for_and_next_skips_the_rest(browser: Chrome, redline: str, control: str, value: str) -> None:
    page = opened(browser, redline)
    page.execute_script(
        "const s=document.getElementById(arguments[0]);s.value=arguments[1];s.dispatchEvent(new Event('change'))", control, value
    )
    left = page.execute_script("return [...document.querySelectorAll('[data-change]:not([data-x])')].map(e=>e.id)")
    assert 0 < len(left) < page.execute_script("return document.querySelectorAll('[data-change]').length")
    click(page, "#nx")
    assert page.execute_script("return document.activeElement.id") == left[0]


def test_a_module_switched_off_reads_as_if_it_had_been_carried_out(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    click(page, "[data-m=ee]")
    kinds = (
        "return [...new Set([...document.querySelectorAll('[data-module=ee] :is(ins,del)')]"
        ".map(e=>getComputedStyle(e).textDecorationLine))]"
    )
    assert page.execute_script(kinds) == ["none"]
    click(page, "[data-m=ee]")
    assert "underline" in page.execute_script(kinds)


def test_a_change_that_is_clicked_shows_its_reason_and_escape_closes_it(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    press(page, "n")
    page.execute_script("document.querySelector('.cur :is(ins,del)').click()")
    panel = page.find_element(By.ID, "panel")
    assert panel.is_displayed() and "Recommendation" in panel.text and "Close" in panel.text
    press(page, Keys.ESCAPE)
    assert not panel.is_displayed()


def test_help_names_the_keys(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    press(page, "?")
    assert "next change" in page.find_element(By.ID, "panel").text


def test_keys_lead_to_the_contents_the_filters_the_search_and_the_reason(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    focused = "const e=document.activeElement;return e.id||e.closest('[id]').id"
    for key, place in (("t", "contents"), ("f", "f-kind"), ("/", "find")):
        page.execute_script("document.activeElement.blur()")
        press(page, key)
        assert page.execute_script(focused) == place, key
    assert page.execute_script("return document.querySelector('.more').open")
    page.execute_script("document.activeElement.blur()")
    press(page, "n")
    change = page.execute_script("return document.activeElement.dataset.change")
    press(page, Keys.ENTER)
    panel = page.find_element(By.ID, "panel")
    assert panel.is_displayed() and change in panel.text
    press(page, "n")
    assert page.execute_script("return document.activeElement.dataset.change") in panel.text
    press(page, Keys.ESCAPE)
    assert not panel.is_displayed() and "data-change" in page.execute_script("return document.activeElement.outerHTML.split('>')[0]")


def test_a_key_typed_into_the_search_is_a_letter(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    page.find_element(By.ID, "find").send_keys("n/tpf?")
    assert page.find_element(By.ID, "find").get_attribute("value") == "n/tpf?" and "#" not in page.current_url


def test_a_click_on_the_map_goes_to_that_place_of_the_law(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    chart = page.find_element(By.CSS_SELECTOR, ".map")
    for share in (0.75, 0.25):
        ActionChains(page).move_to_element_with_offset(chart, 0, int(chart.size["height"] * (share - 0.5))).click().perform()
        middle = "const b=document.getElementById('law').getBoundingClientRect();return (innerHeight/2-b.top)/b.height"
        assert abs(page.execute_script(middle) - share) < 0.03


def test_a_citation_is_copied_with_number_title_and_address(browser: Chrome, published: Path) -> None:
    page = opened(browser, (published / "build/full/consolidated.html").as_uri() + "#sec_4")
    page.execute_script("navigator.clipboard.writeText = words => { window.copied = words; return Promise.resolve() }")
    page.execute_async_script("setTimeout(arguments[0],300)")
    click(page, "#sec_4 .cite")
    copied = page.execute_script("return window.copied")
    assert copied.startswith("section 4, ") and page.title in copied and copied.endswith("consolidated.html#sec_4")
    assert page.execute_async_script("setTimeout(()=>arguments[0](document.querySelector('#sec_4 .cite').textContent),100)") == "Copied"


def test_a_reference_shows_what_it_leads_to(browser: Chrome, published: Path) -> None:
    page = opened(browser, (published / "build/full/consolidated.html").as_uri())
    link = page.find_element(By.CSS_SELECTOR, "#law section.art .b a[href^='#']:not([role])")
    page.execute_script("arguments[0].focus()", link)
    panel = page.find_element(By.ID, "panel")
    assert panel.is_displayed()
    target = page.execute_script("return document.getElementById(arguments[0].hash.slice(1)).querySelector('.n,.num').textContent", link)
    assert target.strip() in panel.text
    page.execute_script("arguments[0].blur()", link)
    assert not panel.is_displayed()


def test_the_search_finds_words_of_the_new_text_across_marks(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    page.find_element(By.ID, "find").send_keys("recorded or data are stored")
    found = page.execute_async_script("const done=arguments[0];setTimeout(()=>done(document.getElementById('found').innerText),500)")
    assert found.startswith("1 provision") and "Section 2" in found


def test_the_browser_finds_words_of_the_new_text_across_marks_at_once(browser: Chrome, published: Path) -> None:
    page = opened(browser, (published / "build/housekeeping/redline.html").as_uri())
    find = "getSelection().removeAllRanges();scrollTo(0,0);return window.find(arguments[0],false,false,true)"
    assert not page.execute_script(find, "before it discloses the information")
    click(page, "#v-new")
    page.execute_async_script("requestAnimationFrame(()=>requestAnimationFrame(arguments[0]))")
    assert page.execute_script(find, "before it discloses the information")


def test_only_changed_provisions_remain_when_asked(browser: Chrome, redline: str) -> None:
    page = opened(browser, redline)
    before = page.execute_script(SHOWN, "section.art > .b")
    click(page, "#only")
    assert 0 < page.execute_script(SHOWN, "section.art > .b") < before


def test_defined_terms_of_the_clean_text_lead_to_their_definitions(browser: Chrome, published: Path) -> None:
    page = opened(browser, (published / "build/full/consolidated.html").as_uri() + "#sec_4")
    click(page, "#terms")
    links = page.execute_async_script(
        "const done=arguments[0];setTimeout(()=>done([...document.querySelectorAll('#sec_4 a.term')].map(a=>[a.textContent,"
        "document.getElementById(a.hash.slice(1)).textContent])),700)"
    )
    assert links and all(term.lower() in definition.lower() for term, definition in links)


@pytest.mark.parametrize("width", [320, 768, 2560])
@pytest.mark.parametrize("name", ["full/redline.html", "article20-matrix.html", "full/consolidated.html"])
def test_no_width_scrolls_sideways(browser: Chrome, published: Path, width: int, name: str) -> None:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
    try:
        page = opened(browser, (published / "build" / name).as_uri())
        assert page.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_an_arabic_law_reads_from_the_right(browser: Chrome, tmp_path: Path) -> None:
    base = law(section("s1", "المادة 1", "تُقدَّم المساعدة في المسائل الجنائية.", heading="المساعدة"))
    new = module("a", Insert(Position(Where.AFTER, "s1"), (section("s2", "المادة 2", "نص جديد.", heading="الأدلة"),)))
    marked = holds(base, new).law
    law_in_arabic = replace(marked, facts=replace(marked.facts, language="ara"))
    path = tmp_path / "redline.html"
    path.write_bytes(html_bytes(Publication(Document.REDLINE, law_in_arabic, "قانون نموذجي")))
    page = opened(browser, path.as_uri())
    assert page.execute_script("return [document.documentElement.dir, getComputedStyle(document.querySelector('#law h2')).direction]") == [
        "rtl",
        "rtl",
    ]
    assert page.execute_script("return getComputedStyle(document.querySelector('#law ins')).unicodeBidi") == "isolate"
    edges = page.execute_script("const a=document.querySelector('#law h2').getBoundingClientRect();return [a.right, innerWidth]")
    assert edges[0] > edges[1] / 2


def test_the_register_on_the_first_page_can_be_sorted(browser: Chrome, published: Path) -> None:
    page = opened(browser, (published / "build/index.html").as_uri())
    titles = "return [...document.querySelectorAll('#register tbody tr')].map(r=>r.cells[2].textContent)"
    before = page.execute_script(titles)
    click(page, "#register th:nth-child(3) button")
    assert page.execute_script(titles) == page.execute_script("return arguments[0].sort((a,b)=>a.localeCompare(b))", before) != before
    assert page.execute_script("return document.querySelector('#register th:nth-child(3)').ariaSort") == "ascending"
