"""Which of some siblings became which: the same text first, then number and heading, then likeness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modellaw.comparing.sketch import Sketch, dice
from modellaw.comparing.words import difference

_PATIENCE = 4_000
"""Up to this many pairs each is looked at; above it only those of one number or one gap."""

_NEAR = 40
Pairs = list[tuple[int, int]]


def align_siblings(old: Sketch, new: Sketch, to_new: Sequence[int], to_old: Sequence[int], parents: tuple[int, int],
                   kids: tuple[list[int], list[int]]) -> Pairs:  # fmt: skip
    """Pairs among the children ``kids`` of two paired parents, none of which has a partner yet."""
    pairs: Pairs = []
    mine, yours = kids
    for keys in ((old.sig, new.sig), (old.masked, new.masked)):
        here, there = [keys[0][a] for a in mine], [keys[1][b] for b in yours]
        if set(here).isdisjoint(there):
            continue
        same = _in_order(here, there)
        pairs += [(mine[x], yours[y]) for x, y in same]
        mine, yours = _without(mine, {x for x, _ in same}), _without(yours, {y for _, y in same})
        if not mine or not yours:
            return pairs
    before, after = old.kids[parents[0]], new.kids[parents[1]]
    became = _partners(before, to_new, new.parent, parents[1], dict(pairs))
    were = _partners(after, to_old, old.parent, parents[0], {b: a for a, b in pairs})
    gaps = _gaps(before, became, became), _gaps(after, were, after)
    ranked = sorted(_scored(old, new, mine, yours, gaps))
    taken: set[int] = set()
    used: set[int] = set()
    for _, a, b in ranked:
        if a not in taken and b not in used:
            taken.add(a)
            used.add(b)
            pairs.append((a, b))
    return pairs


def _in_order(old: Sequence[int], new: Sequence[int]) -> Pairs:
    """Indexes of equal keys, both rising, as many as there can be."""
    pairs: Pairs = []
    i = j = 0
    for hunk in difference(old, new):
        pairs += zip(range(i, hunk.start), range(j, hunk.new_start), strict=True)
        i, j = hunk.end, hunk.new_end
    return [*pairs, *zip(range(i, len(old)), range(j, len(new)), strict=True)]


def _without(units: list[int], places: set[int]) -> list[int]:
    return [unit for place, unit in enumerate(units) if place not in places]


def _partners(kids: Sequence[int], partner: Sequence[int], parent: Sequence[int], outer: int, pairs: dict[int, int]) -> list[int]:
    """The partners of children that are children of ``outer``, or have just been found; -1 for none."""
    return [found if (found := partner[kid]) >= 0 and parent[found] == outer else pairs.get(kid, -1) for kid in kids]


def _gaps(kids: Sequence[int], partners: Sequence[int], new: Sequence[int]) -> dict[int, int]:
    """For each child without partner the unit of the new law that the last one before it with a partner is; -1 for none."""
    gaps: dict[int, int] = {}
    last = -1
    for kid, partner, name in zip(kids, partners, new, strict=True):
        if partner >= 0:
            last = name
        else:
            gaps[kid] = last
    return gaps


def _scored(old: Sketch, new: Sketch, mine: list[int], yours: list[int], gaps: tuple[dict[int, int], dict[int, int]]) -> Iterator[
        tuple[float, int, int]]:  # fmt: skip
    """(minus the score, old, new) for every pair that may be one provision."""
    numbers, headings = {a: old.number(a) for a in mine}, {a: old.heading(a) for a in mine}
    new_numbers, new_headings = {b: new.number(b) for b in yours}, {b: new.heading(b) for b in yours}
    for a, b in _candidates(old, new, mine, yours, gaps):
        number = numbers[a] == new_numbers[b] != ""
        heading = headings[a] == new_headings[b] != ""
        gap = gaps[0].get(a) == gaps[1].get(b)
        sure = number and gap and len(mine) == len(yours) == 1  # whatever they say
        alike = 1.0 if sure else dice(old.words(a), new.words(b))
        if alike >= 0.5 or heading or (number and (gap or alike >= 0.25)) or (gap and alike >= 0.35):
            level = old.levels[a] == new.levels[b]
            yield -(alike + 0.25 * number + 0.3 * heading + 0.1 * gap + 0.05 * level), a, b


def _candidates(old: Sketch, new: Sketch, mine: list[int], yours: list[int],
                gaps: tuple[dict[int, int], dict[int, int]]) -> Iterator[tuple[int, int]]:  # fmt: skip
    if len(mine) * len(yours) <= _PATIENCE:
        yield from ((a, b) for a in mine for b in yours)
        return
    numbers: dict[str, list[int]] = {}
    within: dict[int, list[int]] = {}
    for b in yours:
        numbers.setdefault(new.number(b), []).append(b)
        within.setdefault(gaps[1][b], []).append(b)
    place: dict[int, int] = {}
    for a in mine:
        near = within.get(gaps[0][a], [])
        at = place.get(gaps[0][a], 0)
        place[gaps[0][a]] = at + 1
        start = max(0, min(at, len(near)) - _NEAR // 8)
        some = dict.fromkeys(near[start : start + _NEAR // 4])
        some.update(dict.fromkeys(numbers.get(old.number(a), [])[: _NEAR // 4]))
        yield from ((a, b) for b in some)
