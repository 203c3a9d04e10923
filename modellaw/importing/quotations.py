"""Provisions of another law that are quoted in this one, in quotation marks over several lines: they are none of its own."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.importing.lines import Line

_PAIRS = {"“": "”", "„": "“", "«": "»"}
_LONGEST = 400
_ANNOUNCES = ("—", "–", "-", ":", "：")
_BEHIND = ".;,"


def quotations(lines: Sequence[Line], first: int) -> frozenset[int]:
    """The lines from an opening mark behind a dash or colon to the line that ends with its closing one, where that is another line."""
    found: set[int] = set()
    i = max(first, 1)
    while i < len(lines):
        end = _end(lines, i) if lines[i - 1].text.rstrip().endswith(_ANNOUNCES) else i
        found.update(range(i, end))
        i = max(end, i + 1)
    return frozenset(found)


def _end(lines: Sequence[Line], start: int) -> int:
    """Where a quotation of several lines that begins at a line ends, ``start`` where none begins there."""
    opening = lines[start].text.lstrip()[:1]
    closing = _PAIRS.get(opening, "")
    depth = 0
    for i in range(start, min(start + _LONGEST, len(lines)) if closing else start):
        words = lines[i].text.strip().rstrip(_BEHIND)
        if i > start and words.startswith(opening) and words.count(opening) > words.count(closing):
            depth -= 1  # every paragraph may begin with the mark
        depth += words.count(opening) - words.count(closing)
        if depth <= 0:
            return i + 1 if i > start and depth == 0 and words.endswith(closing) else start
    return start
