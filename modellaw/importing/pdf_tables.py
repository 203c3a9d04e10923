"""Ruled tables on a page of a PDF: the cells between its lines, with their spans, and the signs that stand in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from ctypes import byref, c_float, c_int
from typing import Any

from modellaw.importing.pdf_page import Row, Sign, Square, rows_of
from modellaw.values import dataclass

_THICK, _NEAR = 4.0, 3.0
_MOST, _MOST_WORK = 20_000, 3_000_000
"""What has more lines, or a finer net of them, is a drawing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line or a thin box of a page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def upright(self) -> bool:
        return self.top - self.bottom > self.right - self.left


def rules_of(page: Any) -> list[Rule]:
    """The lines of a page, those around drawn boxes too."""
    import pypdfium2.raw as raw

    out: list[Rule] = []
    edges = [c_float() for _ in range(4)]
    fill, stroke = c_int(), c_int()
    for at in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST)):
        drawn = raw.FPDFPage_GetObject(page.raw, at)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH or not raw.FPDFPageObj_GetBounds(drawn, *map(byref, edges)):
            continue
        left, bottom, right, top = (float(edge.value) for edge in edges)
        wide, tall = right - left, top - bottom
        if min(wide, tall) <= _THICK < max(wide, tall):
            out.append(Rule(left, bottom, right, top))
        elif min(wide, tall) > _THICK and raw.FPDFPath_GetDrawMode(drawn, byref(fill), byref(stroke)) and stroke.value:
            out += [Rule(left, y, right, y) for y in (bottom, top)] + [Rule(x, bottom, x, top) for x in (left, right)]
    return out


def ruled(signs: Sequence[Sign], rules: Sequence[Rule], page: int) -> tuple[list[Sign], list[Row]]:
    """The signs that stand in no table, and a row for each table."""
    rest, tables = list(signs), []
    for group in _apart(rules):
        grid = _grid(group)
        if grid is None:
            continue
        inside = [sign for sign in rest if grid.holds(sign)]
        table = grid.table(inside, page) if inside else None
        if table is not None:
            chosen = set(map(id, inside))
            rest = [sign for sign in rest if id(sign) not in chosen]
            tables.append(table)
    return rest, tables


def _apart(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    """The lines in groups that have white all across, or all along, between them."""
    for across in _split(sorted(rules, key=lambda rule: rule.bottom), "bottom", "top"):
        for group in _split(sorted(across, key=lambda rule: rule.left), "left", "right"):
            if len(group) > 5:
                yield group


def _split(rules: Sequence[Rule], start: str, end: str) -> Iterable[list[Rule]]:
    group: list[Rule] = []
    reach = 0.0
    for rule in rules:
        if group and getattr(rule, start) > reach + _NEAR:
            yield group
            group = []
        reach = max(reach, getattr(rule, end)) if group else getattr(rule, end)
        group.append(rule)
    if group:
        yield group


def _grid(rules: Sequence[Rule]) -> _Grid | None:
    """The grid that some lines are, None for fewer than two rows and two columns."""
    upright = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    columns = _places((rule.left + rule.right) / 2 for rule in upright)
    if len(columns) < 3 or len(level) < 2:
        return None
    ends = (max(rule.top for rule in upright), min(rule.bottom for rule in upright))  # a row that goes on elsewhere has no line there
    rows = _places([(rule.bottom + rule.top) / 2 for rule in level] + list(ends))
    drawing = len(columns) * len(rows) * len(rules) > _MOST_WORK
    return _Grid(columns, rows[::-1], upright, level) if len(rows) > 2 and not drawing else None


def _places(values: Iterable[float]) -> list[float]:
    """Places that are near each other as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


@dataclass(frozen=True, slots=True)
class _Grid:
    """The places of the lines of a table, columns from the left and rows from the top, and the lines themselves."""

    columns: list[float]
    rows: list[float]
    upright: Sequence[Rule]
    level: Sequence[Rule]

    def holds(self, sign: Sign) -> bool:
        x, y = _middle(sign)
        return self.columns[0] - _NEAR <= x <= self.columns[-1] + _NEAR and self.rows[-1] - _NEAR <= y <= self.rows[0] + _NEAR

    def table(self, signs: Sequence[Sign], page: int) -> Row | None:
        """The table with its signs; None where all stand in one row or column, as in a frame around text."""
        areas = self._areas()
        found: dict[tuple[int, int], list[Sign]] = {}
        rising = [-row for row in self.rows]
        for sign in signs:
            x, y = _middle(sign)
            column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
            row = min(max(bisect_right(rising, -y) - 1, 0), len(self.rows) - 2)
            found.setdefault(areas[row, column], []).append(sign)
        if len({row for row, _ in found}) < 2 or len({column for _, column in found}) < 2:
            return None
        lines: list[tuple[Square, ...]] = []
        for row in range(len(self.rows) - 1):
            squares = []
            for column in range(len(self.columns) - 1):
                if areas[row, column] == (row, column):
                    own = [place for place, first in areas.items() if first == (row, column)]
                    tall, wide = (len({place[axis] for place in own}) for axis in (0, 1))
                    squares.append(Square(rows_of(found.get((row, column), []), page), wide, tall))
            if squares:
                lines.append(tuple(squares))
        opened = tuple(not any(_on(rule.bottom, rule.top, self.rows[at]) for rule in self.level) for at in (0, -1))
        return Row(list(signs), self.rows[0], page, table=tuple(lines), opened=(opened[0], opened[1]))

    def _areas(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Each place of the grid with the first one of its cell: places without a line between them are one cell."""
        places = [(row, column) for row in range(len(self.rows) - 1) for column in range(len(self.columns) - 1)]
        first = {place: place for place in places}
        for row, column in places:
            y, x = sum(self.rows[row : row + 2]) / 2, sum(self.columns[column : column + 2]) / 2
            if column and not any(
                _on(rule.left, rule.right, self.columns[column]) and rule.bottom <= y <= rule.top for rule in self.upright
            ):
                first[row, column] = first[row, column - 1]
            elif row and not any(_on(rule.bottom, rule.top, self.rows[row]) and rule.left <= x <= rule.right for rule in self.level):
                first[row, column] = first[row - 1, column]
        cells: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for place, start in first.items():
            cells.setdefault(start, []).append(place)
        for start, own in cells.items():
            tall, wide = (len({place[axis] for place in own}) for axis in (0, 1))
            if tall * wide != len(own) or own[0] != start:  # no rectangle: each place is a cell of its own
                first |= {place: place for place in own}
        return first


def _on(low: float, high: float, place: float) -> bool:
    return low - _NEAR <= place <= high + _NEAR


def _middle(sign: Sign) -> tuple[float, float]:
    return (sign.left + sign.right) / 2, sign.base + 0.3 * sign.size
