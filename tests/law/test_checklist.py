"""The checklist: every numbered element of the facts for drafting is carried by provisions that stand in the text and say something."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

from modellaw.amend.apply import apply_modules
from modellaw.build import amended, read_law, read_modules
from modellaw.checks.reading import Text
from modellaw.model.nodes import ML, Law, Provision, attribute
from modellaw.model.walk import find, provisions_of

MODULES = {
    "law": (),
    "electronic-evidence": ("electronic_evidence",),
    "special-investigative-techniques": ("special_investigative_techniques",),
    "full": ("electronic_evidence", "special_investigative_techniques"),
}
UNITS = {"law": "B", "electronic-evidence": "EE", "special-investigative-techniques": "SIT"}
CHECKLIST: dict[str, dict[str, list[str]]] = tomllib.loads((ROOT / "tests/law/checklist.toml").read_text("utf-8"))
ROWS = [(edition, element, wid) for edition, table in CHECKLIST.items() for element, wids in table.items() for wid in wids]
"""Edition, element, provision: one line for each provision that the checklist names."""

SAYS = re.compile(
    r"\b(shall|may|must|means?|includes?|appl(?:y|ies|ied)|extends?|is|are|do(?:es)?|cease[sd]?|vests?|counts?|binds?|has|have|needs?|"
    r"remains?|takes?|requires?|continues?|commences?|bears?|gives?|affects?|governs?|commits?|prevails?)\b"
)
"""What a sentence of a law cannot do without: a duty, a power, a rule or a meaning."""
STOP = frozenset(
    {"with", "from", "that", "this", "have", "their", "other", "where", "which", "under", "more", "only", "when", "into", "shall"}
)
SPLIT_AT_MOST = 2
"""How many elements one provision may carry at most: an element is text in its own right."""


def elements_of(brief: str) -> dict[str, str]:
    """The elements of a file of facts, with the words of each: lines that begin with a unit in bold, elements (1), (2) ... in order."""
    out = {}
    for line in brief.splitlines():
        if not (unit := re.match(r"\*\*((?:B|EE|SIT)-\d\d)(?:/((?:EE|SIT)-\d\d))?\b[^*]*\*\*\s*(?:- )?(.*)$", line)):
            continue
        starts: list[tuple[int, int]] = []
        while found := re.compile(rf"(?<![\w)])\({len(starts) + 1}\)(?= )").search(unit[3], starts[-1][1] if starts else 0):
            starts.append(found.span())
        for name in filter(None, (unit[1], unit[2])):
            ends = [*(start for start, _ in starts[1:]), len(unit[3])]
            numbered = {f"{name}({n})": unit[3][at : ends[n - 1]] for n, (_, at) in enumerate(starts, 1)}
            out |= numbered or {name: unit[3]}
    return out


@cache
def text_of_edition(edition: str) -> Text:
    """The consolidated text of an edition, as a reader sees it."""
    base = read_law(str(ROOT / "source/2007_model_law.xml"))
    modules = read_modules([str(ROOT / f"amendments/{name}.xml") for name in MODULES[edition]])
    return Text.of(amended(apply_modules(base, modules).law, base) if modules else base)


@cache
def said(edition: str) -> dict[str, str]:
    """The operative words of each provision of an edition with all that is in it, and without numbers and headings."""
    words: dict[str, list[str]] = {}
    for line in text_of_edition(edition).lines:
        if line.operative and line.name not in ("num", "heading"):
            for provision in line.path:
                words.setdefault(provision.wid, []).append(line.text.strip())
    return {wid: " ".join(lines) for wid, lines in words.items()}


def stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in STOP}


def test_the_elements_of_a_file_of_facts_are_told_apart_from_references_in_brackets() -> None:
    base = "**B-90 Title** - (1) a form (X 18(2)); (2) as EE-05 (1)-(5) says; (3) end\n**B-91 Other** - no number."
    facts = f"{base}\n**EE-92/EE-93** (1) one; (2) two."
    assert list(elements_of(facts)) == ["B-90(1)", "B-90(2)", "B-90(3)", "B-91", "EE-92(1)", "EE-92(2)", "EE-93(1)", "EE-93(2)"]


def test_every_element_is_on_the_checklist_and_nothing_else(shared: Path) -> None:
    elements = elements_of((shared / "law/brief.md").read_text("utf-8"))
    assert len({element.split("(")[0] for element in elements}) == 53 + 22 + 22 and len(elements) == 508
    assert set(CHECKLIST) == set(UNITS)
    for edition, unit in UNITS.items():
        assert list(CHECKLIST[edition]) == [element for element in elements if element.startswith(f"{unit}-")], edition


@pytest.mark.parametrize("edition", UNITS)
def test_every_provision_of_the_checklist_stands_in_its_edition_and_in_the_full_one(edition: str) -> None:
    for one in (edition, "full"):
        law: Law = text_of_edition(one).law
        missing = [(element, wid) for element, wids in CHECKLIST[edition].items() for wid in wids if find(law, wid) is None]
        # a module may substitute a provision of the law of 2007; what it puts there is on its own list
        replaced = {provision.wid for provision in _provisions(text_of_edition("law").law)} - {p.wid for p in _provisions(law)}
        assert [pair for pair in missing if one == edition or pair[1] not in replaced] == [], one


@pytest.mark.parametrize("edition", UNITS)
def test_every_provision_of_the_checklist_is_law_and_no_heading_or_guidance(edition: str) -> None:
    words = said(edition)
    wids = {wid for where, _, wid in ROWS if where == edition}
    assert [wid for wid in wids if not words.get(wid)] == []
    whole = {wid: f"{_opening(edition, wid)} {words[wid]}" for wid in wids}
    assert [wid for wid, text in whole.items() if len(text.split()) < 6 or not SAYS.search(text)] == []
    assert [wid for wid in wids if re.search(r"\b(to be (?:added|completed)|TODO|tbd|xxx)\b", words[wid], re.IGNORECASE)] == []


def test_an_element_is_text_in_its_own_right() -> None:
    units = Counter(wid for _, _, wid in ROWS)
    assert {wid: n for wid, n in units.items() if n > SPLIT_AT_MOST} == {}
    assert not any(len(set(wids)) < len(wids) for table in CHECKLIST.values() for wids in table.values())
    owners: dict[str, set[str]] = {}
    for _, element, wid in ROWS:
        owners.setdefault(wid, set()).add(element.split("(")[0])
    crowded = {wid for wid, n in units.items() if n > 1 and len(owners[wid]) == 1}
    assert len(crowded) <= 4, crowded


@pytest.mark.parametrize("edition", UNITS)
def test_a_provision_speaks_of_what_its_element_speaks_of(edition: str, shared: Path) -> None:
    elements = elements_of((shared / "law/brief.md").read_text("utf-8"))
    words = said(edition)
    around = {wid: stems(f"{_section(edition, wid)} {words[wid]}") for where, _, wid in ROWS if where == edition}
    said_of = [set().union(*(around[wid] for wid in wids)) for wids in CHECKLIST[edition].values()]
    asked = [stems(elements[element]) for element in CHECKLIST[edition]]
    strange = [element for element, wanted, there in zip(CHECKLIST[edition], asked, said_of, strict=True) if not wanted & there]
    # in our own words: a few elements share no word with their provision, though they say the same
    assert len(strange) <= len(asked) // 9, strange
    # ... and the measure tells right from wrong: of a list that is shifted by a unit, far more would be strange
    shifted = sum(not wanted & there for wanted, there in zip(asked, said_of[9:] + said_of[:9], strict=True))
    assert shifted > 3 * len(strange)


def test_the_options_of_an_element_are_all_on_the_checklist() -> None:
    law = text_of_edition("full").law
    listed = {wid for _, _, wid in ROWS}
    for provision in _provisions(law):
        if _group(provision) and listed & {one.wid for one in provisions_of(provision)}:
            siblings = [one for one in _provisions(law) if _group(one) == _group(provision)]
            assert all(listed & {one.wid for one in provisions_of(sibling)} for sibling in siblings), provision.wid


def test_every_section_has_a_status_and_what_rests_on_memory_says_so(shared: Path) -> None:
    law = text_of_edition("full").law
    sections = [one for one in _provisions(law) if one.level == "section"]
    assert len(sections) > 53 and {_status(one) for one in sections} <= {"confirmed", "reconstructed", "memory"}
    remembered = [element for element, words in elements_of((shared / "law/brief.md").read_text("utf-8")).items() if "[M" in words]
    assert len(remembered) > 4
    for edition, element, wid in ROWS:
        if element in remembered:
            assert _status(_path(edition, wid)[-1]) == "memory", wid


def _status(provision: Provision) -> str:
    return attribute(provision.attributes, f"{{{ML}}}status")


def _group(provision: Provision) -> str:
    """The group of a labelled option; none for any other provision."""
    return attribute(provision.attributes, f"{{{ML}}}group")


def _provisions(law: Law) -> list[Provision]:
    return list(provisions_of(law.document))


def _path(edition: str, wid: str) -> tuple[Provision, ...]:
    for line in text_of_edition(edition).lines:
        for at, provision in enumerate(line.path):
            if provision.wid == wid:
                return line.path[: at + 1]
    raise AssertionError(f"{wid} is not in {edition}")


def _opening(edition: str, wid: str) -> str:
    """The words before the list in which a provision stands."""
    parent = _path(edition, wid)[-2].wid
    lines = text_of_edition(edition).lines
    return " ".join(line.text for line in lines if line.where == parent and line.operative and line.name not in ("num", "heading"))


def _section(edition: str, wid: str) -> str:
    """The heading of the section in which a provision stands."""
    section = next(one for one in _path(edition, wid) if one.level == "section")
    lines = text_of_edition(edition).lines
    return next((line.text for line in lines if line.where == section.wid and line.name == "heading"), "")
