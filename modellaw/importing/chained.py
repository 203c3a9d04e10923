"""Citations in Chinese, Japanese and Korean, each step with its counter: “第1条第2款第三项”, 第一条第二項, 제2조제1항."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from modellaw.importing.numerals import HAN, readings
from modellaw.model.address import number_text
from modellaw.model.nodes import Group, Provision, attribute
from modellaw.values import dataclass

_NUMBER = rf"(?:\d{{1,4}}|[{HAN}]{{1,7}})"
_STEP = rf"[第제]\s?[（(]?\s?({_NUMBER})\s?[)）]?\s?([条條조款項项항号號호目목])(?:[之のノ의]({_NUMBER}))?"
_STEPS = re.compile(_STEP)
_CHAIN = re.compile(rf"{_STEP}(?:\s?{_STEP})*")
_UNIT = re.compile(rf"第\s?({_NUMBER})\s?[条條](?:[之のノ]({_NUMBER}))?|제\s?({_NUMBER})\s?조(?:의({_NUMBER}))?")
_UNITS = frozenset("条條조")
_OPTIONAL = frozenset("款項项항")
"""What an article may be the first and only one of: a paragraph without a number."""
_ANOTHER = re.compile(
    r"[》〉」』]\s?$|(?<![本该該此])(?<!この)(?<!이 )(?:法|法律|法典|条例|條例|规定|規定|公约|條約|条约|条約|规则|規則|政令|省令|법|법률"
    r"|조약)\s?$"
)
"""What stands before an article of another law: its title, in quotation marks or not."""
Key = tuple[int, int]
"""The number of an article, and of one that was put in behind it (之一, 의2), 0 for none."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A citation in a line: where it stands, its article (None for one of the article at hand), and the numbers and counters inside."""

    start: int
    end: int
    unit: Key | None
    steps: tuple[tuple[str, str], ...]


def key_of(number: str) -> Key | None:
    """What the number of an article counts; None for one that is none of these."""
    found = _UNIT.match(normalize("NFKC", number).strip()) if not number.isascii() else None
    return (_value(found[1] or found[3]), _value(found[2] or found[4] or "")) if found else None


def chains(text: str) -> Iterator[Chain]:
    """The citations in a line, in their order, but for those of another law."""
    if text.isascii():
        return
    wide = normalize("NFKC", text)
    if len(wide) != len(text):
        return
    for found in _CHAIN.finditer(wide):
        steps = [(step[1], step[2], step[3] or "") for step in _STEPS.finditer(found[0])]
        number, counter, added = steps[0]
        whole = counter in _UNITS
        if not (whole and _ANOTHER.search(wide[: found.start()])):
            yield Chain(found.start(), found.end(), (_value(number), _value(added)) if whole else None, tuple(s[:2] for s in steps[whole:]))


def inside(unit: Provision, steps: Sequence[tuple[str, str]]) -> Provision:
    """The provision to which steps lead in an article, as far as there are any with these numbers."""
    return _followed(unit, steps)[1]


def _followed(here: Provision, steps: Sequence[tuple[str, str]]) -> tuple[int, Provision]:
    """How many steps lead somewhere, and where to; the first of paragraphs may have no number, and is then the article itself."""
    if not steps:
        return 0, here
    number, counter = steps[0]
    child = _child(here, number, counter)
    ways = [child] if child is not None else []
    ways += [here] if counter in _OPTIONAL and _value(number) == 1 else []
    led = [_followed(way, steps[1:]) for way in ways]
    return max(((1 + length, end) for length, end in led), key=lambda way: way[0], default=(0, here))


def _child(above: Provision, number: str, counter: str) -> Provision | None:
    """The provision in another that has a number, of two the one in the same script.

    Below an opening, Chinese numbers in brackets are those of items, not of paragraphs.
    """
    found: list[Provision] = []
    items = counter == "款" and any(isinstance(block, Group) and block.name == "intro" for block in above.blocks)
    for block in above.blocks:
        if not isinstance(block, Provision):
            continue
        if attribute(block.attributes, "name") in {"option", "definition"}:
            inner = _child(block, number, counter)
            found += [inner] if inner is not None else []
        elif _value(_bare(block)) == _value(number) and not (items and number_text(block)[:1] in "（(" and _bare(block)[:1] in HAN):
            found.append(block)
    alike = [one for one in found if _bare(one)[:1].isdecimal() is number[:1].isdecimal()]
    return next(iter([*alike, *found]), None)


def _bare(provision: Provision) -> str:
    return re.sub(r"^\W+|\W+$", "", normalize("NFKC", number_text(provision)))


def _value(number: str) -> int:
    found = readings(number) if number else ()
    return found[0].value if found else 0
