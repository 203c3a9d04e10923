"""How wide the columns of a table are, and how many columns and rows a cell takes."""

from __future__ import annotations

from modellaw.model.changes import Trace
from modellaw.model.nodes import attribute
from modellaw.model.walk import inline_text
from modellaw.writers.docx_lines import Atom, GridCell, Line, atoms_of

_SIGN, _PADDING, _LINE = 112, 240, 9070
"""How wide a letter of a table's head, the edges of a cell, and the text of an upright page are, in twentieths of a point."""


def widths(rows: list[tuple[Trace, list[GridCell]]]) -> tuple[float, ...]:
    """The share of each column: room for its longest word, and the rest by how much is written in it."""
    columns = max((sum(span(cell, "colspan") for cell in cells) for _, cells in rows), default=1)
    longest, whole = [4.0] * columns, [4.0] * columns
    for _, cells in rows:
        at = 0
        for cell in cells:
            wide = span(cell, "colspan")
            if wide == 1 and at < columns:
                words = " ".join("".join(map(inline_text, a.content)) for a in _cell_atoms(cell)).split()
                longest[at] = max([longest[at], *(float(len(word)) for word in words)])
                whole[at] = max(whole[at], float(min(sum(map(len, words)) + len(words), 90 * 4)))
            at += wide
    least = [(min(long, 24) * _SIGN + _PADDING) / _LINE for long in longest]
    weights = [full**0.75 for full in whole]
    left = max(1 - sum(least), 0.0)
    shares = [least + left * weight / sum(weights) for least, weight in zip(least, weights, strict=True)]
    return tuple(share / sum(shares) for share in shares)


def _cell_atoms(cell: GridCell) -> list[Atom]:
    return [atom for line in cell.flow for atom in (line.atoms if isinstance(line, Line) else atoms_of([line]))]


def span(cell: GridCell, name: str) -> int:
    """How many columns or rows a cell takes."""
    value = attribute(cell.attributes, name)
    return max(1, min(int(value), 63)) if value.isdigit() else 1
