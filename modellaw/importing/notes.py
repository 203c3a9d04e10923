"""Footnotes that are typed: a mark behind a word ("[1]", "¹"), and a line elsewhere that begins with the same mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modellaw.importing.inlines import split, trimmed
from modellaw.importing.lines import Aside, Line, with_content
from modellaw.model.nodes import Note, Paragraph

_MARK = r"\[\^?\d{1,3}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
_NOTE = re.compile(rf"(?P<mark>{_MARK})[:.]?\s*(?=\S)")
_BEHIND = re.compile(rf"(?<=[^\s\[(])(?P<mark>{_MARK})")


def with_notes(lines: Sequence[Line], asides: list[Aside]) -> list[Line]:
    """The lines with their notes at their marks; a mark without a note, or two of one kind, stays as it is."""
    begins = {i: match for i, line in enumerate(lines) if (match := _NOTE.match(line.text))}
    found = [(i, match["mark"]) for i, line in enumerate(lines) if i not in begins for match in _BEHIND.finditer(line.text)]
    marks = [mark for _, mark in found]
    notes = [match["mark"] for match in begins.values()]
    known = {match["mark"]: i for i, match in begins.items() if marks.count(match["mark"]) == notes.count(match["mark"]) == 1}
    order = [known[mark] for mark in marks if mark in known]
    if order != sorted(order):  # notes stand in the order of their marks, else these are none
        return list(lines)
    gone = set(order)
    return [_marked(line, known, lines, asides) for i, line in enumerate(lines) if i not in gone]


def _marked(line: Line, known: dict[str, int], lines: Sequence[Line], asides: list[Aside]) -> Line:
    """A line with notes in the place of its marks."""
    for match in reversed([match for match in _BEHIND.finditer(line.text) if match["mark"] in known]):
        before, behind = split(line.content, match.start())
        note = lines[known[match["mark"]]]
        begin = _NOTE.match(note.text)
        words = trimmed(split(note.content, begin.end())[1]) if begin else note.content
        asides += [Aside("note mark", match["mark"], line.spot), Aside("note mark", match["mark"], note.spot)]
        made = Note((Paragraph(words),), (("placement", "bottom"),))
        line = with_content(line, (*before, made, *split(behind, len(match["mark"]))[1]))
    return line
