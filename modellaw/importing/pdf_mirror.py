"""Pages that are read from right to left, turned as in a mirror, so that all that reads rows from left to right reads them."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import bidirectional

from modellaw.importing.pdf_page import Sign
from modellaw.importing.pdf_tables import Rule
from modellaw.values import replace

_LEFTWARD = frozenset({"R", "AL"})
_RIGHTWARD = frozenset({"L", "EN", "AN"})
_BRACKETS = ("()", "[]", "{}", "«»", "‹›")
_PAIRS = str.maketrans("".join(_BRACKETS), "".join(pair[::-1] for pair in _BRACKETS))
"""Brackets, whose shape is turned round in text from right to left; not in all files, and not in all places."""
_ALEFS, _LAM = "اأإآٱ", "ل"


def mirrored(signs: Sequence[Sign], rules: Sequence[Rule], width: float) -> tuple[list[Sign], list[Rule]]:
    """The signs and lines of a page, turned round where most of its letters run to the left; numbers and foreign words keep their order."""
    kinds = [bidirectional(sign.text[:1]) for sign in signs]
    if sum(kind in _LEFTWARD for kind in kinds) <= kinds.count("L"):
        return list(signs), list(rules)
    out: list[Sign] = []
    at = 0
    while at < len(signs):
        end = _run(signs, kinds, at)
        if end > at:
            group = signs[at:end]
            shift = width - max(sign.right for sign in group) - min(sign.left for sign in group)
            out += [replace(sign, left=sign.left + shift, right=sign.right + shift) for sign in group]
        else:
            sign, end = signs[at], at + 1
            out.append(replace(sign, text=sign.text.translate(_PAIRS), left=width - sign.right, right=width - sign.left))
        at = end
    return _in_place(_ligatures(out)), [Rule(width - rule.right, rule.bottom, width - rule.left, rule.top) for rule in rules]


def _run(signs: Sequence[Sign], kinds: Sequence[str], at: int) -> int:
    """Where a number or a word that runs to the right ends, ``at`` where none begins there."""
    end = at
    for i in range(at, len(signs)):
        if i > at and (abs(signs[i].base - signs[i - 1].base) > 0.5 * signs[i].size or signs[i].left < signs[i - 1].left):
            break
        if kinds[i] in _RIGHTWARD:
            end = i + 1
        elif i == at or i > end or kinds[i] in _LEFTWARD:
            break
    return end


def _in_place(signs: Sequence[Sign]) -> list[Sign]:
    """Signs on one base line by their places, where a file has those that are no letters behind the others; a blank must have some room."""
    out: list[Sign] = []
    at = 0
    while at < len(signs):
        end = at + 1
        while end < len(signs) and abs(signs[end].base - signs[at].base) < 0.1 * signs[at].size:
            end += 1
        line = _paired(sorted(signs[at:end], key=lambda sign: sign.left))
        for before, sign in zip([None, *line], line, strict=False):
            room = before is None or sign.left - before.right > 0.08 * sign.size
            out.append(replace(sign, after_blank=sign.after_blank and room))
        at = end
    return out


def _paired(line: list[Sign]) -> list[Sign]:
    """A line in which brackets open before they close: where they do not, each second one of a kind closes."""
    for pair in _BRACKETS:
        places = [i for i, sign in enumerate(line) if sign.text in pair]
        depth = lowest = 0
        for i in places:
            depth += 1 if line[i].text == pair[0] else -1
            lowest = min(lowest, depth)
        if len(places) % 2 == 0 and (depth or lowest) and abs(depth) < len(places):
            for n, i in enumerate(places):
                line[i] = replace(line[i], text=pair[n % 2])
    return line


def _ligatures(signs: list[Sign]) -> list[Sign]:
    """Lam and alef, which are one sign in print, in the order in which they are read."""
    for i in range(len(signs) - 1):
        a, b = signs[i], signs[i + 1]
        if a.text in _ALEFS and b.text == _LAM and abs(a.left - b.left) < 0.05 * a.size and abs(a.base - b.base) < 0.05 * a.size:
            signs[i], signs[i + 1] = replace(a, text=b.text), replace(b, text=a.text)
    return signs
