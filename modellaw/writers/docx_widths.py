"""How wide the columns of a table are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations

from modellaw.model.changes import Trace
from modellaw.model.nodes import Blank
from modellaw.model.spans import span
from modellaw.model.walk import inline_text
from modellaw.writers.docx_lines import Atom, GridCell, Line, atoms_of
from modellaw.writers.docx_styles import TEXT

_SIGN, _PADDING = 112, 240
"""How wide a letter of a table and the edges of a cell are, in twentieths of a point."""

_BOLD = 1.15
"""How much wider the letters of a head are."""

_COLUMNS = 63
"""More columns Word has not got."""

QUOTED = 567
"""How far quoted text, and a table in it, is indented, in twentieths of a point."""

_STEP, _FARTHEST = 567, 1134
"""How far each level of text is indented, and the farthest for a table."""

_MOST = 90 * 24
"""More letters than this in one cell ask for no more room."""

_LONG = 60
"""A table of so many rows is a long one."""

_KEPT = 0.65
"""Where rows would then take fewer lines, a column of a long table gives up the rest of its width."""

_ENTRY = 0.6
"""How much room a column of blanks, or of empty cells, to be filled in wants, in parts of what the widest column wants."""


def indent_of(style: str) -> int:
    """How far a table is indented that stands in text of this style, in twentieths of a point: as the text is, but not too far."""
    quoted = QUOTED if style.startswith("Quoted ") else 0
    own = style.removeprefix("Quoted ").removeprefix("Option ").removeprefix("option ").capitalize()
    return quoted + min(TEXT.index(own) * _STEP, _FARTHEST) if own in TEXT else quoted


def wants(rows: list[tuple[Trace, list[GridCell]]]) -> tuple[tuple[float, float], ...]:
    """For each column the room that its longest word needs, in twentieths of a point, and its weight by how much is written in it."""
    columns = max((sum(map(across, cells)) for _, cells in rows), default=1)
    longest, whole = [4.0] * columns, [4.0] * columns
    entries, filled = [0] * columns, [0] * columns
    for _, cells in rows:
        at = 0
        for cell in cells:
            wide = across(cell)
            if wide == 1 and at < columns:
                atoms = _cell_atoms(cell)
                lengths = list(map(len, " ".join(map(_words, atoms)).split()))
                sign = _BOLD if cell.header else 1.0
                longest[at] = max(longest[at], sign * max(lengths, default=0))
                whole[at] = max(whole[at], float(min(sum(lengths) + len(lengths), _MOST)))
                inlines = [inline for atom in atoms for inline in atom.content]
                blank = bool(inlines) and type(inlines[0]) is Blank and all(type(inline) is Blank for inline in inlines)
                entries[at] += not cell.header and (blank or not lengths)
                filled[at] += bool(lengths) and not blank and not cell.header
            at += wide
    weights = [full**0.75 for full in whole]
    room = _ENTRY * max(weights)
    weights = [max(room, own) if entry > text else own for own, entry, text in zip(weights, entries, filled, strict=True)]
    return tuple((min(long, 24) * _SIGN + _PADDING, weight) for long, weight in zip(longest, weights, strict=True))


def shared(wanted: tuple[tuple[float, float], ...], width: int) -> list[int]:
    """The widths of columns, in twentieths of a point: room for the longest words, and the rest by weight."""
    left = max(width - sum(least for least, _ in wanted), 0.0)
    total = sum(weight for _, weight in wanted)
    shares = [least + left * weight / total for least, weight in wanted]
    return [max(1, round(width * share / sum(shares))) for share in shares]


def settled(rows: list[tuple[Trace, list[GridCell]]], wanted: tuple[tuple[float, float], ...], columns: list[int]) -> list[int]:
    """The widths of a long table's columns, shifted until its rows take about the fewest lines; each keeps most of its share."""
    if len(rows) < _LONG or len(columns) < 2:
        return columns
    some = [cells for _, cells in rows[1 :: max(1, len(rows) // _LONG)] if len(cells) == len(columns)]
    written = [list(map(_written, column)) for column in zip(*some, strict=True)]

    @cache
    def heights(column: int, width: int) -> list[float]:
        """How tall the cells of a column are at a width."""
        return [count + letters / width for count, letters in written[column]]

    def height(widths: list[int]) -> float:
        return sum(map(max, *(heights(column, width) for column, width in enumerate(widths)))) if written else 0

    floors = [max(room, width * _KEPT) for (room, _), width in zip(wanted, columns, strict=True)]
    step, least = sum(columns) // 40, height(columns)
    while True:
        tried = [(height(moved), moved) for moved in _shifts(columns, floors, step)]
        best = min(tried, default=(least, columns))
        if best[0] >= least:
            return columns
        least, columns = best


def _shifts(columns: list[int], floors: list[float], step: int) -> Iterator[list[int]]:
    """The columns with a little of one given to another, in every way."""
    for giver, taker in permutations(range(len(columns)), 2):
        if columns[giver] - step >= floors[giver]:
            moved = list(columns)
            moved[giver] -= step
            moved[taker] += step
            yield moved


def _written(cell: GridCell) -> tuple[int, int]:
    """How many paragraphs a cell has, and how much room all its letters take in one line."""
    atoms = _cell_atoms(cell)
    return len(atoms), sum(len(_words(atom)) for atom in atoms) * _SIGN


def across(cell: GridCell) -> int:
    """How many columns a cell takes."""
    return min(span(cell, "colspan"), _COLUMNS)


def word_room(letters: int) -> int:
    """How wide a column with such a long word in its head must be, in twentieths of a point."""
    return round(letters * _BOLD * _SIGN) + _PADDING


def says_something(cell: GridCell) -> bool:
    """Whether a cell has words, or anything else, in it."""
    return any(atom.content for atom in _cell_atoms(cell)) or any(not isinstance(line, Line) for line in cell.flow)


def lines(cell: GridCell, width: int) -> float:
    """About how many lines a cell of this width has."""
    room = max(width - _PADDING, _SIGN)
    return sum([max(1.0, len(_words(atom)) * _SIGN / room) for atom in _cell_atoms(cell)])


def _words(atom: Atom) -> str:
    content = atom.content
    return inline_text(content[0]) if len(content) == 1 else "".join(map(inline_text, content))


def _cell_atoms(cell: GridCell) -> list[Atom]:
    return [atom for line in cell.flow for atom in (line.atoms if isinstance(line, Line) else atoms_of([line]))]
