"""Which provision became which: stable ids, then content that is the same, then votes, numbers and headings, and likeness.

The order of work is that of BULD (Cobena, Abiteboul and Marian, ICDE 2002): large identical parts first, their parents after them, what is
left among siblings, and at last what was both moved and edited. Every pass is linear, or bounded by a constant per provision.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence

from modellaw.comparing.siblings import align_siblings
from modellaw.comparing.sketch import Sketch, dice
from modellaw.model.nodes import Paragraph, Provision

_ANCHOR = 40
"""The least number of characters with which a text that occurs once on either side is the same text wherever it stands."""

_SHORT = 12
_POSTINGS = 8
_MOVED = 0.5
_SHARE = 0.3
"""Parents of other numbers, headings or levels are one if at least this share of their text is."""


class Matching:
    """Two laws and who became whom: ``to_new`` and ``to_old`` by unit, -1 for nobody."""

    def __init__(self, old: Sketch, new: Sketch) -> None:
        self.old, self.new = old, new
        self.to_new = [-1] * len(old)
        self.to_old = [-1] * len(new)
        self.wrapped: dict[int, int] = {}
        """Old units whose content stands in a new unit inside what they became: that new unit."""
        self.bared: dict[int, int] = {}
        """New units whose content stood in an old unit inside what they were: that old unit."""

    def pair(self, i: int, j: int) -> None:
        """Unit ``i`` became unit ``j``; neither has a partner yet."""
        self.to_new[i], self.to_old[j] = j, i

    def pair_all(self, i: int, j: int) -> None:
        """Two units of equal content and all in them, one by one; those that have a partner keep it."""
        for k in range(self.old.end[i] - i):
            if self.to_new[i + k] < 0 and self.to_old[j + k] < 0:
                self.pair(i + k, j + k)

    def free_kids(self, i: int, j: int) -> tuple[list[int], list[int]]:
        """The children of two units that have no partner."""
        return [k for k in self.old.kids[i] if self.to_new[k] < 0], [k for k in self.new.kids[j] if self.to_old[k] < 0]


def match(old: Sketch, new: Sketch) -> Matching:
    """The matching of two laws."""
    found = Matching(old, new)
    found.pair(0, 0)
    if old.sig[0] == new.sig[0]:
        found.pair_all(0, 0)
        return found
    _anchors(found, old.sig, new.sig, _ANCHOR)
    _anchors(found, old.masked, new.masked, _ANCHOR)
    _stable_ids(found)
    _votes(found)
    _below(found)
    _anchors(found, old.sig, new.sig, _SHORT)
    _leftovers(found)
    _votes(found)
    _below(found)
    _settle(found)
    found.wrapped = _wraps(old, new, found.to_new, found.to_old)
    found.bared = _wraps(new, old, found.to_old, found.to_new)
    return found


def _anchors(found: Matching, old_keys: Sequence[int], new_keys: Sequence[int], least: int) -> None:
    """Pairs the largest parts that are the same and occur once on either side among what has no partner."""
    length = found.old.length
    units = _free(found.to_new)
    here = _once(old_keys, units)
    there = _once(new_keys, _free(found.to_old))
    for i in units:
        if length[i] >= least and found.to_new[i] < 0:
            key = old_keys[i]
            j = there.get(key, -1)
            if j > 0 and here[key] == i:
                found.pair_all(i, j)


def _once(keys: Sequence[int], units: Sequence[int]) -> dict[int, int]:
    """Key to the one of some units that has it, -1 where several have."""
    where: dict[int, int] = {}
    for unit in units:
        key = keys[unit]
        where[key] = -1 if key in where else unit
    return where


def _stable_ids(found: Matching) -> None:
    """Pairs provisions of one explicit wId or GUID, if these prove stable where the text is the same anyway."""
    for name in ("wId", "GUID"):
        old = found.old.having(name)
        new = found.new.having(name) if old else {}
        if not new:
            continue
        known = [(i, found.to_new[i], new[value]) for value, i in old.items() if value in new and found.to_new[i] >= 0]
        right = sum(1 for _, partner, by_id in known if partner == by_id)
        if right < 0.9 * len(known):
            continue
        for value, i in old.items():
            j = new.get(value, -1)
            if j >= 0 and found.to_new[i] < 0 and found.to_old[j] < 0:
                found.pair(i, j)


def _votes(found: Matching) -> None:
    """Pairs parents whose children were paired, from the bottom up; larger children weigh more, a common number or heading too."""
    old, new = found.old, found.new
    levels: dict[int, list[int]] = {}
    for i in _free(found.to_new):
        if old.kids[i]:
            levels.setdefault(_depth(old, i), []).append(i)
    for level in sorted(levels, reverse=True):
        ranked: list[tuple[float, int, int]] = []
        for i in levels[level]:
            votes: Counter[int] = Counter()
            for kid in old.kids[i]:
                j = found.to_new[kid]
                if j >= 0 and new.parent[j] > 0 and found.to_old[new.parent[j]] < 0:
                    votes[new.parent[j]] += old.length[kid] + 1
            for j, weight in votes.items():
                number, heading = old.number(i) == new.number(j), old.heading(i) == new.heading(j) != ""
                level = old.levels[i] == new.levels[j]
                share = 2 * weight / (old.length[i] + new.length[j] + 1)
                if share >= _SHARE or (level and (number or heading)):
                    ranked.append((-float(weight * (1 + number) * (1 + heading) * (1 + level)), i, j))
        for _, i, j in sorted(ranked):
            if found.to_new[i] < 0 and found.to_old[j] < 0:
                found.pair(i, j)


def _free(partners: Sequence[int]) -> list[int]:
    """The units that have no partner, in order."""
    return [unit for unit, partner in enumerate(partners) if partner < 0]


def _depth(sketch: Sketch, unit: int) -> int:
    depth = 0
    while (unit := sketch.parent[unit]) >= 0:
        depth += 1
    return depth


def _below(found: Matching) -> None:
    """Aligns the children of paired units, and theirs, from the top down."""
    queue = deque(sorted({found.old.parent[unit] for unit in _free(found.to_new)}))
    while queue:
        i = queue.popleft()
        j = found.to_new[i]
        if j < 0 or not found.old.kids[i] or not found.new.kids[j] or found.old.sig[i] == found.new.sig[j]:
            continue  # of two that are the same all kids have partners, or get them when all is settled
        mine, yours = found.free_kids(i, j)
        if mine and yours:
            for a, b in align_siblings(found.old, found.new, found.to_new, found.to_old, (i, j), (mine, yours)):
                found.pair(a, b)
                if found.old.sig[a] == found.new.sig[b] or found.old.masked[a] == found.new.masked[b]:
                    found.pair_all(a, b)
                else:
                    queue.append(a)


def _leftovers(found: Matching) -> None:
    """Pairs what was moved and edited: provisions that share rare runs of three words, the likest first."""
    old, new = found.old, found.new
    postings: dict[tuple[str, ...], list[int]] = {}
    gone = _free(found.to_new)
    for j in _free(found.to_old) if gone else ():
        for shingle in _shingles(new.own_text(j)):
            where = postings.get(shingle)
            if where is None:
                postings[shingle] = [j]
            elif len(where) <= _POSTINGS:
                where.append(j)
    ranked: list[tuple[float, int, int]] = []
    for i in gone if postings else ():
        text = old.own_text(i)
        votes: dict[int, int] = {}
        for shingle in postings.keys() & _shingles(text):
            where = postings[shingle]
            if len(where) <= _POSTINGS:
                for j in where:
                    votes[j] = votes.get(j, 0) + 1
        if not votes:
            continue
        words = Counter(text.split())
        for j, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:3]:
            alike = dice(words, Counter(new.own_text(j).split()))
            if alike >= _MOVED:
                ranked.append((-alike, i, j))
    for _, i, j in sorted(ranked):
        if found.to_new[i] < 0 and found.to_old[j] < 0:
            found.pair(i, j)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return set(zip(words, words[1:], words[2:], strict=False))


def _settle(found: Matching) -> None:
    """Where two paired units are the same, what is in them is paired in order too, whatever else was found for it."""
    old, new = found.old, found.new
    i, count = 1, len(old)
    while i < count:
        j = found.to_new[i]
        if j < 0 or old.sig[i] != new.sig[j]:
            i += 1
            continue
        for k in range(1, old.end[i] - i):
            a, b = i + k, j + k
            if found.to_new[a] != b:
                if found.to_new[a] >= 0:
                    found.to_old[found.to_new[a]] = -1
                if found.to_old[b] >= 0:
                    found.to_new[found.to_old[b]] = -1
                found.pair(a, b)
        i = old.end[i]


def _wraps(side: Sketch, other: Sketch, partner: list[int], back: list[int]) -> dict[int, int]:
    """Units of which all text stands in the first provision in what they became, and that provision, which has no partner.

    "The existing text becomes subsection (1)" leaves a section what it is: one that was paired with its subsection becomes the section.
    """
    out: dict[int, int] = {}
    free = _free(back)
    around = {back[other.kids[unit][0]] for unit in free if other.kids[unit]}
    within = {back[other.parent[unit]] for unit in free if other.kids[other.parent[unit]][0] == unit}
    for unit in sorted(around | within):
        became = partner[unit] if unit > 0 else -1
        if became < 0:
            continue
        outer = other.parent[became]
        if outer > 0 and back[outer] < 0 and other.kids[outer][0] == became and _is_outer(side, other, unit, outer, partner):
            partner[unit], back[outer], back[became] = outer, unit, -1
            out[unit] = became
        elif other.kids[became] and back[other.kids[became][0]] < 0 and not _is_bare(side, unit) and _is_bare(other, became):
            inner = other.kids[became][0]
            if dice(_own_words(side, unit), _own_words(other, inner)) >= _MOVED:
                out[unit] = inner
    return {unit: inner for unit, inner in out.items() if back[inner] < 0}  # what was put around a unit may be what another became


def _is_outer(side: Sketch, other: Sketch, unit: int, outer: int, partner: list[int]) -> bool:
    """Whether a unit is what its partner stands in: its own number, level and place, and no text but that of the partner."""
    number = side.number(unit)
    same = number != "" and number == other.number(outer) and side.levels[unit] == other.levels[outer]
    return same and partner[side.parent[unit]] == other.parent[outer] and _is_bare(other, outer)


def _is_bare(sketch: Sketch, unit: int) -> bool:
    """Whether a unit has nothing but number and heading before the first provision in it."""
    columns = sketch.told(unit)
    if columns is not None:
        return not columns.says(unit) and bool(sketch.kids[unit])
    for block in sketch.unit(unit).blocks:
        if isinstance(block, Provision):
            return True
        if not isinstance(block, Paragraph):
            return False
    return False


def _own_words(sketch: Sketch, unit: int) -> Counter[str]:
    words = Counter(sketch.own_text(unit).split())
    words.subtract(sketch.heading(unit).split())
    return +words
