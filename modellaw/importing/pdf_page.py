"""A page of a PDF: its signs put together to words, rows and lines; columns one behind the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import pairwise
from statistics import median

from modellaw.values import dataclass

_GAP = 0.18
"""A gap between two signs, in sizes, from which on they are two words."""

_MARK, _NEAR = 4, 3.0
"""A mark of a footnote has so many signs at most, and is so near to its word."""

_WIDE = 1.3
"""A gap between two words, in sizes, that is wider than any blank: a tab."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as printed: its box, the base line that it stands on, its size and look; ``soft`` is a hyphen that only breaks a word."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    soft: bool = False
    after_blank: bool = False
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of a ruled table: the rows of print in it, and how many columns and rows it is wide and tall."""

    rows: list[Row]
    wide: int = 1
    tall: int = 1


@dataclass(slots=True)
class Row:
    """Signs on one base line in one column, from left to right; ``column`` are the left and right edge of the text around it.

    A ruled table is a row too, with all its signs; ``table`` are its cells, ``opened`` says that no line is above or below it: its first
    or last row goes on elsewhere. ``centred`` says that rows of other lengths have the same middle.
    """

    signs: list[Sign]
    base: float
    page: int = 0
    column: tuple[float, float] = (0.0, 0.0)
    raised: set[int] = field(default_factory=set)
    table: tuple[tuple[Square, ...], ...] = ()
    opened: tuple[bool, bool] = (False, False)
    centred: bool = False

    @property
    def left(self) -> float:
        return self.signs[0].left if not self.table else min(sign.left for sign in self.signs)

    @property
    def right(self) -> float:
        return max(sign.right for sign in self.signs)

    @property
    def size(self) -> float:
        return median(sign.size for sign in self.signs)

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in pieces(self))


def pieces(row: Row) -> Iterable[tuple[str, Sign]]:
    """The signs of a row with the blanks between them: a tab where the gap is wide, unless the row is spread to the width of its column."""
    last: Sign | None = None
    spread = _is_spread(row)
    for sign in row.signs:
        if last is not None:
            gap, size = sign.left - last.right, max(sign.size, last.size, 1.0)
            if gap > _WIDE * size and not spread:
                yield "\t", sign
            elif gap > _GAP * size or sign.after_blank:
                yield " ", sign
        yield sign.text, sign
        last = sign


def _is_spread(row: Row) -> bool:
    """Whether the words of a row are set apart to fill it: its gaps are alike, or its only one is within running text."""
    pairs = [(a, b) for a, b in pairwise(row.signs) if b.after_blank or b.left - a.right > _GAP * max(a.size, b.size, 1.0)]
    gaps = [b.left - a.right for a, b in pairs]
    if len(gaps) == 1:
        ((a, b),) = pairs
        return a.text.islower() and b.text.islower() and abs(row.right - row.column[1]) < 1.5
    return len(gaps) > 1 and max(gaps) < 1.3 * min(gaps)


def rows_of(signs: Sequence[Sign], page: int, tables: Sequence[Row] = ()) -> list[Row]:
    """The rows of a page in the order of reading, ruled tables among them."""
    lines = sorted([*_lines(signs), *tables], key=lambda row: -row.base)
    for line in lines:
        line.page = page
    every = [*signs, *(sign for table in tables for sign in table.signs)]
    ordered = _in_order(lines, 0, {id(sign): at for at, sign in enumerate(every)})
    return [row for row in ordered if row.signs]


def _lines(signs: Sequence[Sign]) -> list[Row]:
    """Runs of signs on about the same base line; small ones that stand a little higher belong to the line below them.

    Signs that the file writes one behind the other stay together, also where something else is printed over them.
    """
    rows: list[list[list[Sign]]] = []
    for run in sorted(_with_marks(_runs(signs)), key=lambda one: (-one[0].base, one[0].left)):
        row = next((row for row in reversed(rows[-6:]) if _belongs(run, row)), None)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    return sorted(map(_row, rows), key=lambda row: -row.base)


def _runs(signs: Sequence[Sign]) -> list[list[Sign]]:
    """Signs that follow each other in the file and on the page."""
    out: list[list[Sign]] = []
    for sign in signs:
        last = out[-1][-1] if out else None
        size = max(sign.size, last.size) if last else 0.0
        if (
            last is None
            or abs(sign.base - last.base) > 0.1 * size
            or sign.size != last.size
            or not -0.3 * size < sign.left - last.right < size
        ):
            out.append([sign])
        else:
            out[-1].append(sign)
    return out


def _with_marks(runs: Sequence[list[Sign]]) -> list[list[Sign]]:
    """The runs, small raised ones put to that which they stand right behind: another column may have a row as high as they are."""
    ends: dict[int, list[list[Sign]]] = {}
    for run in runs:
        ends.setdefault(round(run[-1].right / _NEAR), []).append(run)
    out: list[list[Sign]] = []
    gone: set[int] = set()
    for run in runs:
        place = round(run[0].left / _NEAR)
        near = [one for at in (place - 1, place, place + 1) for one in ends.get(at, ())] if len(run) <= _MARK else []
        host = next((one for one in near if id(one) not in gone and _is_raised(run[0], one[-1])), None)
        if host is None:
            out.append(run)
        else:
            host += run
            gone.add(id(run))
    return out


def _is_raised(mark: Sign, word: Sign) -> bool:
    """Whether a sign is a mark right behind a word."""
    return mark.size < 0.85 * word.size and 0.15 * word.size < mark.base - word.base < 0.6 * word.size and mark.left > word.left


def _row(runs: list[list[Sign]]) -> Row:
    runs.sort(key=lambda run: run[0].left)
    signs = [sign for run in runs for sign in run]
    base = _base(signs)
    return Row(signs, base, raised=_raised(signs, base))


def _base(signs: Sequence[Sign]) -> float:
    """The base line of a row, on which most of its larger signs stand."""
    size = median(sign.size for sign in signs)
    return Counter(sign.base for sign in signs if sign.size > 0.85 * size).most_common(1)[0][0]


def _raised(signs: Sequence[Sign], base: float) -> set[int]:
    """Which signs of a row are small ones above its base line."""
    size = median(sign.size for sign in signs)
    return {i for i, sign in enumerate(signs) if sign.base > base + 0.15 * size and sign.size < 0.85 * size}


def _belongs(run: Sequence[Sign], row: Sequence[Sequence[Sign]]) -> bool:
    sign, first = run[0], max((other[0] for other in row), key=lambda one: one.size)
    size = max(sign.size, first.size)
    low, high = (sign, first) if sign.base <= first.base else (first, sign)
    apart = high.base - low.base
    if apart <= 0.25 * min(sign.size, first.size):
        return True
    if apart <= 0.6 * size and high.size < 0.85 * low.size:
        return True
    beside = all(run[-1].right <= other[0].left + 0.5 or sign.left >= other[-1].right - 0.5 for other in row)
    return beside and apart <= 0.45 * size  # a number that stands a little lower than its text


def _in_order(lines: list[Row], depth: int, written: dict[int, int]) -> list[Row]:
    """The lines with columns one behind the other; lines over the whole width divide the page. ``written`` is the file's order of signs."""
    if not lines:
        return []
    left, right = min(row.left for row in lines), max(row.right for row in lines)
    gutter = _gutter(lines, left, right, written) if depth < 2 else None
    if gutter is None:
        for row in lines:
            row.column = (left, right)
        return lines
    out: list[Row] = []
    halves: tuple[list[Row], list[Row]] = ([], [])
    for row in lines:
        before, behind = _cut(row, gutter)
        if before is None:
            out += _in_order(halves[0], depth + 1, written) + _in_order(halves[1], depth + 1, written)
            halves = ([], [])
            row.column = (left, right)
            out.append(row)
            continue
        for half, part in zip(halves, (before, behind), strict=True):
            if part is not None and part.signs:
                half.append(part)
    return out + _in_order(halves[0], depth + 1, written) + _in_order(halves[1], depth + 1, written)


def _gutter(lines: Sequence[Row], left: float, right: float, written: dict[int, int]) -> float | None:
    """Where the blank between two columns of text is, None for a page of one column.

    Columns of text fill their width, or the file has all of the first before all of the second: what only stands in front of a gap
    (a number, a cell) is none.
    """
    wide = right - left
    if wide < 200:
        return None
    best: tuple[float, float] | None = None
    for least, steps, apart in ((4, range(25, 76), True), (8, range(35, 66), False)):
        for step in steps if len(lines) >= least and best is None else ():
            at = left + wide * step / 100
            over = sum(1 for row in (lines[1:-1] if apart else lines) if not _is_free(row, at))
            may = over <= 0.35 * len(lines) and (best is None or over < best[0])
            text = may and not apart and _are_columns(lines, at, left, right) and not _is_one(lines, at, written)
            if text or (may and apart and _are_apart(lines, at, written)):
                best = (over, at)
    return best[1] if best else None


def _is_one(lines: Sequence[Row], at: float, written: dict[int, int]) -> bool:
    """Whether what is on both sides of a place is one column of short lines and centred ones: never side by side, and written downwards."""
    beside = sum(row.left < at < row.right and _is_free(row, at) for row in lines)
    places = [min(written[id(sign)] for sign in row.signs) for row in lines]
    down = sum(a < b for a, b in pairwise(places))
    return beside < 2 and down >= 0.9 * (len(places) - 1)


def _are_apart(lines: Sequence[Row], at: float, written: dict[int, int]) -> bool:
    """Whether the file has all that stands before a place in front of all that stands beside it: a table goes row by row."""
    free = [row for row in lines[1:-1] if _is_free(row, at)]  # heads and page numbers are written before all or behind all
    before = [(row.base, [written[id(sign)] for sign in row.signs if sign.right <= at]) for row in free]
    behind = [(row.base, [written[id(sign)] for sign in row.signs if sign.left >= at]) for row in free]
    first, second = ([(base, places) for base, places in side if places] for side in (before, behind))
    if len(first) < 2 or not second:
        return False
    beside = sum(base <= second[0][0] + 0.1 for base, _ in first)  # rows of the first column not above the second
    return beside >= 2 and max(max(places) for _, places in first) < min(min(places) for _, places in second)


def _are_columns(lines: Sequence[Row], at: float, left: float, right: float) -> bool:
    """Whether what stands on both sides of a place is running text: rows that fill both, or many full rows on either side."""
    free = [row for row in lines if _is_free(row, at)]
    both = [row for row in free if row.left < at < row.right]
    if len(both) >= max(5, 0.4 * len(lines)) and median(_filled(row, at, left, right) for row in both) > 0.7:
        return True
    before = [[sign for sign in row.signs if sign.right <= at] for row in free]
    behind = [[sign for sign in row.signs if sign.left >= at] for row in free]
    return all(_is_text([side for side in sides if side], right - left, len(lines)) for sides in (before, behind))


def _is_text(sides: Sequence[Sequence[Sign]], wide: float, lines: int) -> bool:
    """Whether rows of one side are those of a column: enough of them, and many as long as the longest."""
    if len(sides) < max(5, 0.25 * lines):
        return False
    edge, start = max(side[-1].right for side in sides), min(side[0].left for side in sides)
    full = sum(side[-1].right > edge - 0.07 * wide and side[0].left < start + 0.15 * wide for side in sides)
    return edge - start > 0.3 * wide and full >= 0.25 * len(sides)


def _is_free(row: Row, at: float) -> bool:
    """Whether a row has a gap of some width at a place, or does not reach it."""
    if row.table:
        return not row.left < at < row.right
    behind = [sign.left for sign in row.signs if sign.right > at]
    before = [sign.right for sign in row.signs if sign.left < at]
    if not behind or not before:
        return True
    return min(behind) - max(before) > 0.8 * row.size


def _filled(row: Row, at: float, left: float, right: float) -> float:
    """How much of its two columns a row fills."""
    widths = [sign.right - sign.left for sign in row.signs]
    return sum(widths) / max(right - left, 1.0) * 1.25 if at else 0.0


def _cut(row: Row, at: float) -> tuple[Row | None, Row | None]:
    """A row in the two columns, (None, None) for one that runs over both."""
    if not _is_free(row, at):
        return None, None
    if row.table:
        return (row, None) if row.right <= at else (Row([], row.base), row)
    before = [sign for sign in row.signs if sign.left < at]
    behind = [sign for sign in row.signs if sign.left >= at]
    return (_part(row, before), _part(row, behind))


def _part(row: Row, signs: list[Sign]) -> Row:
    """Some signs of a row; the rows of two columns may stand a little apart."""
    if not signs:
        return Row([], row.base, row.page, row.column)
    chosen = set(map(id, signs))
    kept = [sign for sign in row.signs if id(sign) in chosen]
    base = _base(kept)
    return Row(kept, base, row.page, row.column, _raised(kept, base))
