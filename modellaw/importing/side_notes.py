"""Headings of sections in the line before the number: side notes that a print has in its margin, or "（目的）" above "第一条"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from modellaw.importing.grammar import Grammar
from modellaw.importing.labels import labels_of
from modellaw.importing.lines import Line, text_in
from modellaw.importing.looks import LONGEST_HEADING, reads_like_heading
from modellaw.importing.numerals import Numeral
from modellaw.model.nodes import Block, Group, Paragraph, attribute
from modellaw.model.walk import inline_text, paragraphs_of

_BRACKETED = re.compile(r"\s*(?:\([^()]{2,60}\)|（[^（）]{1,60}）)\s*")


def is_side_note(box: Block, beside: Paragraph, number: str, grammar: Grammar) -> bool:
    """Whether a text box has nothing but the heading of the section beside which it stands; ``number`` is its automatic one."""
    if not isinstance(box, Group) or attribute(box.attributes, "name") != "textBox":
        return False
    words = " ".join(inline_text(inline) for line in paragraphs_of(box, notes=False) for inline in line.content).strip()
    if len(words) > LONGEST_HEADING or not reads_like_heading(words) or labels_of(words, grammar):
        return False
    text = f"{number}\t{text_in(beside.content)}".strip()
    labels = labels_of(text, grammar)
    counts = bool(labels) and labels[0].shape in {".", "", "1.1"} and labels[0].readings[0].numeral is Numeral.ARABIC
    return counts or any(unit.pattern.match(text) for unit in grammar.units)


def side_notes(
    lines: Sequence[Line], first: int, units: Collection[int], worded: bool, headed: Callable[[int], bool], grammar: Grammar
) -> frozenset[int]:
    """The sections whose heading is the line before them: two at least, and half of all; ``worded`` ones have it in brackets.

    ``headed`` says that a line has a heading of its own, or is one of a Part.
    """

    def is_note(i: int) -> bool:
        line = lines[i]
        if i < first or line.table is not None or i in units or headed(i):
            return False
        if worded:
            return bool(_BRACKETED.fullmatch(line.text))
        return len(line.text) <= LONGEST_HEADING and reads_like_heading(line.text) and not labels_of(line.text, grammar)

    found = frozenset(i for i in units if i > first and not headed(i) and is_note(i - 1))
    return found if len(found) >= 2 and 2 * len(found) >= len(units) else frozenset()
