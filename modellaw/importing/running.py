"""Units without a heading whose text stands right behind their number: which lines that begin so are units, and which are sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from modellaw.importing.grammar import Grammar
from modellaw.importing.lines import Line
from modellaw.importing.numerals import readings

_MISSING = 20
"""As many numbers may be missing between two that count on, in a law of such units."""


Numbers = Mapping[int, tuple[str, str]]
"""Lines by their indices, each with the level and the number of the unit that it begins."""


def running_units(numbers: Numbers, sure: Numbers, breaks: Collection[int], ends: Sequence[int]) -> frozenset[int]:
    """Which of the lines that begin like a unit and go on like a sentence ("Article 2 The court may …") are units: those that count on.

    ``numbers`` are theirs, ``sure`` those of units known by their looks, ``breaks`` the headings after which numbers may begin anew,
    ``ends`` where the law and each of its schedules begin and end. A sentence about another article has a number that is elsewhere, or
    comes out of turn.
    """
    out: set[int] = set()
    for start, end in pairwise(ends):
        for level in dict.fromkeys(level for i, (level, _) in numbers.items() if start <= i < end):
            open_, known = ({i: number for i, (of, number) in some.items() if of == level and start <= i < end} for some in (numbers, sure))
            out |= _counting_on(open_, known, [i for i in breaks if start <= i < end])
    return frozenset(out)


def numbers_of(lines: Sequence[Line], places: Iterable[int], grammar: Grammar) -> Numbers:
    """The level and number of the unit that each of some lines begins like, with a capital letter right behind it."""
    return {i: found for i in places if (found := _number(lines[i], grammar))}


def _counting_on(numbers: Mapping[int, str], sure: Mapping[int, str], breaks: Collection[int]) -> frozenset[int]:
    """Those of some lines of one level whose numbers count on."""
    found: frozenset[int] = frozenset()
    for missing in (0, _MISSING):
        chosen = _in_turn(numbers, sure, breaks, missing)
        if missing == 0 or (2 * len(found) >= len(numbers) and len(chosen) > len(found) > 1):
            found = chosen
    return found if sure or len(found) > 1 else frozenset()


def _in_turn(numbers: Mapping[int, str], sure: Mapping[int, str], breaks: Collection[int], missing: int) -> frozenset[int]:
    keys = {i: reading for i, number in (*numbers.items(), *sure.items()) if (reading := _counted_in(number))}
    taken = {keys[i] for i in sure if i in keys}
    out: set[int] = set()
    last = (0, "")
    anew = False
    for i in sorted({*keys, *breaks}):
        anew = anew or i in breaks
        if i not in keys:
            continue
        value, suffix = key = keys[i]
        follows = last[0] < value <= last[0] + 1 + missing or (value == last[0] and suffix > last[1])
        if i in sure or (key not in taken and (follows or (anew and value == 1)) and _before_the_next(i, key, keys, sure)):
            last, anew = key, False
            out.add(i)
    return frozenset(out.difference(sure))


def _before_the_next(i: int, key: tuple[int, str], keys: Mapping[int, tuple[int, str]], sure: Mapping[int, str]) -> bool:
    """Whether the next unit that is sure has a higher number, or begins anew."""
    after = next((keys[j] for j in sorted(sure) if j > i and j in keys), None)
    return after is None or after > key or after[0] == 1


def _number(line: Line, grammar: Grammar) -> tuple[str, str] | None:
    """The level and number of a unit in front of a line with a capital letter right behind it."""
    optional = grammar.optional.match(line.text)
    start = optional.end() if optional else 0
    for unit in grammar.units:
        match = unit.pattern.match(line.text, start)
        if match:
            behind = line.text[match.end() : match.end() + 1]
            is_one = line.table is None and bool(behind.strip()) and not behind.islower() and not line.text[start].islower()
            return (unit.level, match["token"]) if is_one else None
    return None


def _counted_in(number: str) -> tuple[int, str] | None:
    """What the number of a unit counts: "Article 12 bis" gives 12 and "bis"."""
    found = readings(number)
    return (found[0].value, found[0].suffix) if found else None
