"""How many columns and rows a cell of a table takes, and which rows are its head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from modellaw.model.nodes import Attributes, attribute

_MOST = 1000
"""More columns than this nobody means: HTML stops here too."""


class Spanning(Protocol):
    """A cell, as far as its place goes."""

    @property
    def attributes(self) -> Attributes: ...

    @property
    def header(self) -> bool: ...


def span(cell: Spanning, name: str) -> int:
    """How many columns (``colspan``) or rows (``rowspan``) a cell takes; 1 where it says nothing that makes sense."""
    value = attribute(cell.attributes, name) if cell.attributes else ""
    return max(1, min(int(value), _MOST)) if value.isdecimal() else 1


def head_rows(rows: Sequence[Sequence[Spanning]]) -> int:
    """The number of header rows that begin a table, and that no cell of theirs leaves downwards; none where there is nothing below.

    A single cell below the names of columns is the title of a group of rows.
    """
    for number, cells in enumerate(rows):
        titles = len(cells) == 1 and any(len(above) > 1 for above in rows[:number])
        if not cells or titles or not all(cell.header for cell in cells):
            reach = max((at + span(cell, "rowspan") for at in range(number) for cell in rows[at]), default=0)
            return number if reach <= number else 0
    return 0
