"""Splits and joins: a provision whose text went on into a new one behind it, or took in the text of the one behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from modellaw.comparing.lines import Stretch, TwoLines, line_kind
from modellaw.comparing.match import Matching
from modellaw.comparing.options import Kind, Options
from modellaw.comparing.sketch import TEXTS, Sketch
from modellaw.comparing.words import words_of
from modellaw.comparing.written import has_one_line
from modellaw.model.changes import Trace
from modellaw.model.nodes import Block, Group, Note, Paragraph, Provision, Run
from modellaw.values import dataclass, replace

if TYPE_CHECKING:
    from modellaw.comparing.mark import Marker

_LEAST = 5
_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Seam:
    """A pair of units and the units behind the new one that were split off it, or those behind the old one that were joined to it."""

    kind: Kind
    parts: tuple[int, ...]


class Seams:
    """The splits and joins of a matching."""

    def __init__(self, matching: Matching, options: Options, *, sought: bool = True) -> None:
        self._at: dict[int, Seam] = {}
        self._off: set[int] = set()
        self._joined: set[int] = set()
        if not options.moves or not sought:
            return
        old, new = matching.old, matching.new
        for i, parts in _found(old, new, matching.to_new, matching.to_old, Kind.JOINED):
            self._at[i] = Seam(Kind.JOINED, parts)
            self._joined.update(parts)
        for j, parts in _found(new, old, matching.to_old, matching.to_new, Kind.SPLIT):
            if matching.to_old[j] not in self._at:
                self._at[matching.to_old[j]] = Seam(Kind.SPLIT, parts)
                self._off.update(parts)

    def __bool__(self) -> bool:
        return bool(self._at)

    def at(self, unit: int) -> Seam | None:
        """The seam of an old unit, None for none."""
        return self._at.get(unit)

    def split_off(self, unit: int) -> bool:
        """Whether a new unit is made of text of the one before it."""
        return unit in self._off

    def joined(self, unit: int) -> bool:
        """Whether the text of an old unit was joined to the one before it."""
        return unit in self._joined

    def marked(self, marker: Marker, seam: Seam, i: int, j: int) -> tuple[Block, ...]:
        """What stands for a split or joined unit: the unit, and each part behind it with a marked boundary."""
        old, new = marker.old.unit(i), marker.new.unit(j)
        (old_group, old_line), (_, new_line) = _simple(old), _simple(new)
        split = seam.kind is Kind.SPLIT
        sketch = marker.new if split else marker.old
        parts = [(unit, *_simple(sketch.unit(unit))) for unit in seam.parts]
        lines = [new_line if split else old_line, *(line for _, _, line in parts)]
        whole = tuple(inline for line in lines for inline in line.content)
        pair = (old_line.content, whole) if split else (whole, new_line.content)
        both = TwoLines(*pair, marker.options, marker.sides, line_kind(old_line), every_word=True)
        ends = list(accumulate(sum(len(words_of(i)) if isinstance(i, Run) else 1 for i in line.content) for line in lines[:-1]))
        written_lines = [
            both.written(part, lambda lines, one: marker.told(lines, one, (i, j))) for part in _cut(both.stretches, ends, split)
        ]
        labels = marker.blocks(_labels(old), _labels(new), (i, j))
        group = replace(old_group, blocks=(replace(old_line, content=written_lines[0]),))
        out: list[Block] = [Provision(old.level, old.wid, (*labels, group), old.attributes)]
        for (unit, own_group, line), content in zip(parts, written_lines[1:], strict=True):
            provision = sketch.unit(unit)
            change = marker.ledger.record(seam.kind, i if split else unit, unit if split else j)
            trace = Trace(inserted=change) if split else Trace(deleted=change)
            text = replace(own_group, blocks=(replace(line, content=content, seam=trace),), seam=trace)
            own = tuple(replace(label, trace=trace) for label in _labels(provision))
            wid = marker.fresh(provision) if split else provision.wid
            out.append(Provision(provision.level, wid, (*own, text), provision.attributes, seam=trace))
        return tuple(out)


def _cut(parts: Iterable[Stretch], ends: Sequence[int], split: bool) -> list[list[Stretch]]:
    """Stretches distributed over the pieces that end at the token indexes ``ends``, and one more, of the side that is in pieces."""
    out: list[list[Stretch]] = [[]]
    for part in parts:
        start, end = (part.new_start, part.new_end) if split else (part.start, part.end)
        while len(out) <= len(ends):
            cut = ends[len(out) - 1]
            if end <= cut and not (start == cut and start < end):
                break
            if start < cut:
                head, part = _cut_at(part, cut - start, split)
                start = cut
                out[-1].append(head)
            out.append([])
        out[-1].append(part)
    out += [[] for _ in range(len(ends) + 1 - len(out))]
    return out


def _cut_at(part: Stretch, count: int, split: bool) -> tuple[Stretch, Stretch]:
    """A stretch in two behind ``count`` tokens of the side that is in pieces; what it replaces is in the first."""
    old, new = part.start + count, part.new_start + count
    if part.kind is not None:
        old, new = (part.end, new) if split else (old, part.new_end)
    return replace(part, end=old, new_end=new), replace(part, start=old, new_start=new)


def _found(side: Sketch, other: Sketch, partner: Sequence[int], back: Sequence[int], kind: Kind) -> list[tuple[int, tuple[int, ...]]]:
    """Units of a side with the units behind them, without partners, whose words their partner has and they themselves have not."""
    out: list[tuple[int, tuple[int, ...]]] = []
    for parent in sorted({side.parent[unit] for unit, became in enumerate(partner) if became < 0}):
        kids = side.kids[parent]
        for at, kid in enumerate(kids[:-1]):
            became = partner[kid]
            if became <= 0 or partner[kids[at + 1]] >= 0 or partner[parent] != other.parent[became]:
                continue
            parts = _parts(side, other, kid, became, kids[at + 1 :], partner)
            if parts:
                out.append((kid, parts))
    return out


def _parts(side: Sketch, other: Sketch, kid: int, became: int, behind: Sequence[int], partner: Sequence[int]) -> tuple[int, ...]:
    if not (_is_simple(side, kid) and _is_simple(other, became)) or side.levels[kid] != other.levels[became]:
        return ()
    left = other.words(became) - side.words(kid)
    parts: list[int] = []
    for unit in behind:
        words: Counter[str] = side.words(unit) if partner[unit] < 0 and _is_simple(side, unit) else Counter()
        common = (words & left).total()
        if words.total() < _LEAST or common < _SHARE * words.total():
            break
        left = left - words
        parts.append(unit)
    return tuple(parts)


def _is_simple(sketch: Sketch, unit: int) -> bool:
    """Whether a unit is labels and one text of one line without notes."""
    if sketch.kids[unit]:
        return False
    columns = sketch.told(unit)
    if columns is not None:
        return has_one_line(columns, unit)
    blocks = sketch.unit(unit).blocks
    if not blocks or not isinstance(blocks[-1], Group) or blocks[-1].name not in TEXTS or len(blocks[-1].blocks) != 1:
        return False
    line = blocks[-1].blocks[0]
    return isinstance(line, Paragraph) and not any(isinstance(inline, Note) for inline in line.content) and all(
        isinstance(block, Paragraph) and block.name in {"num", "heading"} for block in blocks[:-1])  # fmt: skip


def _simple(provision: Provision) -> tuple[Group, Paragraph]:
    group = provision.blocks[-1]
    assert isinstance(group, Group)
    line = group.blocks[0]
    assert isinstance(line, Paragraph)
    return group, line


def _labels(provision: Provision) -> tuple[Paragraph, ...]:
    return tuple(block for block in provision.blocks[:-1] if isinstance(block, Paragraph))
