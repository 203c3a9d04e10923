"""Footnotes that are typed: a mark behind a word ("[1]", "¹", "*"), and a line elsewhere that begins with the same mark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import split, trimmed
from modellaw.importing.lines import Aside, Line, with_content
from modellaw.model.nodes import Note, Paragraph

_MARK = r"\[\^?\d{1,3}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
_NOTE = re.compile(rf"(?P<mark>{_MARK})[:.]?\s*(?=\S)")
_BEHIND = re.compile(rf"(?<=[^\s\[(])(?P<mark>{_MARK})")
_STAR = r"\*{1,4}|†{1,2}|‡{1,2}"
_STARRED = re.compile(rf"(?P<mark>{_STAR})\s+(?=[^\s*†‡])")
_STAR_BEHIND = re.compile(rf"(?<=[^\s\[(*†‡])(?P<mark>{_STAR})(?=[\s.,;:)\]”’»]|$)")
Places = Mapping[int, Mapping[str, int]]
"""The lines with marks by their indices, each mark with the index of the line of its note."""


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
    places: dict[int, dict[str, int]] = {}
    for i, mark in found:
        if mark in known:
            places.setdefault(i, {})[mark] = known[mark]
    return _placed(lines, places, asides, _NOTE, _BEHIND)


def with_starred_notes(lines: Sequence[Line], asides: list[Aside], grammar: Grammar) -> list[Line]:
    """The lines with the notes under asterisks and daggers at their marks, which each provision may have anew.

    Of each mark, a word that bears it and a line that begins with it must come by turns, the two in one provision: else all lines that
    begin with it stay, such as the items of a list.
    """
    begins = {i: match["mark"] for i, line in enumerate(lines) if line.table is None and (match := _STARRED.match(line.text))}
    places: dict[int, dict[str, int]] = {}
    for mark in sorted(set(begins.values())):
        for i, note in _by_turns(lines, mark, begins, grammar).items():
            places.setdefault(i, {})[mark] = note
    return _placed(lines, places, asides, _STARRED, _STAR_BEHIND) if places else list(lines)


def _by_turns(lines: Sequence[Line], mark: str, begins: Mapping[int, str], grammar: Grammar) -> dict[int, int]:
    """The lines with a mark, each with the line of its note; nothing where one has none, or there is a line too many."""
    heads = (*(one.pattern for one in (*grammar.containers, *grammar.units)), grammar.schedule)
    found: dict[int, int] = {}
    waits = -1
    for i, line in enumerate(lines):
        if begins.get(i - 1) == mark and line.text[:1].islower():  # the note may go on in this line
            return {}
        bears = 0 if i in begins or line.table is not None else [match["mark"] for match in _STAR_BEHIND.finditer(line.text)].count(mark)
        if waits >= 0 and begins.get(i) == mark:
            found[waits], waits = i, -1
        elif begins.get(i) == mark or bears > 1 or (waits >= 0 and (bears or any(head.match(line.text) for head in heads))):
            return {}
        elif bears:
            waits = i
    return found if waits < 0 else {}


def _placed(lines: Sequence[Line], places: Places, asides: list[Aside], begins: re.Pattern[str], behind: re.Pattern[str]) -> list[Line]:
    """The lines with notes in the place of marks; the lines of the notes are gone."""
    gone = {note for notes in places.values() for note in notes.values()}
    left = [i for i in range(len(lines)) if i not in gone]
    return [_marked(lines[i], places[i], lines, asides, begins, behind) if i in places else lines[i] for i in left]


def _marked(line: Line, known: Mapping[str, int], lines: Sequence[Line], asides: list[Aside],
            begins: re.Pattern[str], behind: re.Pattern[str]) -> Line:  # fmt: skip
    """A line with notes in the place of its marks."""
    for match in reversed([match for match in behind.finditer(line.text) if match["mark"] in known]):
        before, after = split(line.content, match.start())
        note = lines[known[match["mark"]]]
        begin = begins.match(note.text)
        words = trimmed(split(note.content, begin.end())[1]) if begin else note.content
        asides += [Aside("note mark", match["mark"], line.spot), Aside("note mark", match["mark"], note.spot)]
        made = Note((Paragraph(words),), (("placement", "bottom"),))
        line = with_content(line, (*before, made, *split(after, len(match["mark"]))[1]))
    return line
