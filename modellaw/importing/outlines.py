"""Headings that part a law by their outline level alone: they have no word and no number, and sections of a deeper level below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from modellaw.importing.lines import Line
from modellaw.importing.looks import is_heading
from modellaw.model.address import ABBREVIATIONS

_LEVELS = ("part", "chapter", "division", "subdivision")
"""What they are called, outermost first."""
_KINDS = {short: level for level, short in ABBREVIATIONS.items()} | {level: level for level in _LEVELS}


def outlined(lines: Sequence[Line], first: int, units: Collection[int], free: Callable[[int], bool]) -> dict[int, str]:
    """The lines that part the sections, each with its level; ``free`` says that a line is nothing else, ``first`` is the first of the law.

    The very first line of a file is its title, whatever its level.
    """
    own = Counter(lines[i].outline for i in units)
    depth = max(own, key=lambda outline: own[outline], default=-1)
    found: dict[int, int] = {}
    for i in range(max(first, 1), len(lines)):
        line = lines[i]
        if line.table is None and 0 <= line.outline < depth and i not in units and is_heading(line.text) and free(i):
            found[i] = line.outline
    heads = {i for i in found if _is_followed(i, found, units)}
    ranks = sorted({found[i] for i in heads})
    return {i: _LEVELS[min(ranks.index(found[i]), len(_LEVELS) - 1)] for i in sorted(heads)}


def _is_followed(at: int, found: Collection[int], units: Collection[int]) -> bool:
    """Whether a section stands right below a heading, or below others of its kind."""
    below = at + 1
    while below in found:
        below += 1
    return below in units


def own_heads(lines: Sequence[Line], free: Callable[[int], bool]) -> dict[int, str]:
    """The headings without a number in a file of ours, each with the level that the id of its provision says."""
    found = {i: line.wids[-1].rpartition("__")[2].partition("_")[0] for i, line in enumerate(lines) if line.wids and free(i)}
    return {i: _KINDS.get(kind, "part") for i, kind in found.items()}
