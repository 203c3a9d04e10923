"""Where each operation of a change is told: at the provision that it names or puts beside another, else where the change begins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from modellaw.model.address import defined_term
from modellaw.model.changes import Change, View
from modellaw.model.citations import Citations, Path
from modellaw.model.nodes import Block, Paragraph, Provision
from modellaw.model.walk import children

_PLACE = re.compile(r"(?: insert |, for “| substitute “|, omit “|, (?:after|before) “|, at the (?:end|beginning))")
"""Where the place ends in the words of an operation, and what is done there begins."""

_BESIDE = re.compile(r"(?:after|before|at the end of|at the beginning of) .* insert (?!“)")
"""How the words of an operation begin that puts provisions beside others."""

_TERMS = re.compile(r"the definitions of (“[^”]*”)((?:, “[^”]*”)+) and (“[^”]*”)")
_MOST_TERMS = 4


def told_at(places: Sequence[tuple[Path, Sequence[str]]], changes: Mapping[str, Change],
            names: Citations) -> dict[tuple[int, str], list[str]]:  # fmt: skip
    """For each of some provisions, which come with the changes that touch them, and each of these changes the operations told there.

    ``names`` are the citations of their law.
    """
    of: dict[str, list[int]] = defaultdict(list)
    for number, (_, touching) in enumerate(places):
        for change in touching:
            of[change].append(number)
    out: dict[tuple[int, str], list[str]] = defaultdict(list)
    for change, numbers in of.items():
        beside = cache(lambda number, change=change: tuple(_neighbours(places[number][0], change, names)))
        for operation in changes[change].operations:
            start = _PLACE.split(operation, maxsplit=1)[0]
            inserts = bool(_BESIDE.match(operation))
            found = [(_fit(start, beside(number) if inserts else _named(places[number][0], names)), -number) for number in numbers]
            found += [(1, -number) for number in numbers if f"“{defined_term(places[number][0][-1])}”" in operation and not inserts]
            fit, number = max(found)
            out[-number if fit else numbers[0], change].append(briefly(operation))
    return out


def briefly(operation: str) -> str:
    """An operation in words, a long list of definitions counted."""

    def counted(found: re.Match[str]) -> str:
        count = found[2].count("“") + 2
        return f"{count} definitions, from {found[1]} to {found[3]}" if count > _MOST_TERMS else found[0]

    return _TERMS.sub(counted, operation)


def _named(path: Path, names: Citations) -> tuple[str, str]:
    """What a provision is called before and after the changes."""
    return names.of(path, View.ORIGINAL), names.of(path)


def _neighbours(path: Path, change: str, names: Citations) -> Iterator[str]:
    """What stands before, around and behind a provision that a change inserted: the nearest that it did not insert, and that none did."""
    if path[-1].trace.inserted != change:
        return
    around = path[:-1]
    yield from _named(around, names)
    if around:
        inside = list(_inside(around[-1]))
        at = next(number for number, block in enumerate(inside) if block.wid == path[-1].wid)
        for side in (inside[:at][::-1], inside[at + 1 :]):
            for unseen in ({change}, {block.trace.inserted for block in side} - {""}):
                nearest = next((block for block in side if block.trace.inserted not in unseen), None)
                if nearest is not None:
                    yield from _named((*around, nearest), names)


def _inside(block: Block) -> Iterator[Provision]:
    """The provisions right in a block, those of its lists and tables too."""
    for inner in children(block):
        if isinstance(inner, Provision):
            yield inner
        elif not isinstance(inner, Paragraph):
            yield from _inside(inner)


def _fit(words: str, names: Sequence[str]) -> int:
    """How many letters of the words are the longest of these names, 0 for none: "section 1" is not in "section 1(2)" or "section 12"."""
    return max((len(name) for name in names if name and _stands(name, words)), default=0)


def _stands(name: str, words: str) -> bool:
    at = words.find(name)
    while at >= 0:
        before, behind = words[max(at - 1, 0) : at], words[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() or before == "_" or behind.isalnum() or behind in ("_", "(")):
            return True
        at = words.find(name, at + 1)
    return False
