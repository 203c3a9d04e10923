"""Headings without a number behind the last section, such as "TRANSITORIOS", with provisions that count anew below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from modellaw.importing.counting import squeezed
from modellaw.importing.grammar import Grammar
from modellaw.importing.items import Item, Role
from modellaw.importing.labels import Label, labels_of
from modellaw.importing.lines import Line
from modellaw.importing.looks import is_heading

_LONGEST = 90


def endings(lines: Sequence[Line], first: int, grammar: Grammar, may: Callable[[Line], bool]) -> frozenset[int]:
    """The lines behind the first section that begin what ends a law, among those that may."""
    return frozenset(i for i in range(first + 1, len(lines)) if _ends(lines[i], grammar) and may(lines[i]))


def _ends(line: Line, grammar: Grammar) -> bool:
    words = squeezed(line.text)
    return line.table is None and len(words) <= _LONGEST and is_heading(line.text.strip().rstrip(".")) and bool(grammar.ending.match(words))


def ordinal(line: Line, before: Sequence[Item], grammar: Grammar) -> Label | None:
    """The number in words that makes a line a provision of its own there ("PRIMERO.-", "Única."), None elsewhere."""
    above = next((item for item in reversed(before) if item.role in {Role.CONTAINER, Role.SCHEDULE}), None)
    if above is None or above.role is Role.SCHEDULE or above.number:
        return None
    labels = labels_of(line.text, grammar)
    return labels[0] if labels and labels[0].shape == "first" else None
