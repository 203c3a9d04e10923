"""What provisions say that were not read yet, told from their text in the file: their keys and their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modellaw.model.late import Columns
from modellaw.model.nodes import Provision

_BETWEEN = re.compile(r"</p>\s+")
_ID = re.compile(r' (?:eId|wId|GUID|xml:id)="[^"]*"')
_LINE_ID = re.compile(r'(?<=<p) (?:(?:eId|wId|GUID|xml:id)="[^"]*" ?)+')
_REFERENCE = re.compile(r"<ref [^>]*>")
_CITED = re.compile(r"<ref>(?:[^<]|<(?!/ref>))*</ref>")
_MARKUP = re.compile(r"<[^>]*>")
NO_TAGS = "|||"
"""What ``tags`` are that say nothing."""


def columns_of(tops: Sequence[Provision]) -> Columns | None:
    """The columns that have the provisions at the top of a law, and all in them, in their order and nothing else; None if none have."""
    columns = tops[0].columns if tops else None
    places = [top.at if columns is not None and top.columns is columns else 0 for top in tops]
    return columns if columns is not None and places == columns.kids[0] else None


def same_shape(old: Columns, i: int, new: Columns, j: int) -> bool:
    """Whether two provisions say the same things before the provisions in them, and nothing behind them nor in tags."""
    return (
        (old.numbers[i] is None) is (new.numbers[j] is None)
        and (old.headings[i] is None) is (new.headings[j] is None)
        and old.says(i) is new.says(j)
        and not (old.tagged or new.tagged or i in old.odd or j in new.odd or i in old.wraps or j in new.wraps)
    )


def said_by_all(columns: Columns) -> tuple[list[str | None], dict[int, str]]:
    """The lines of all provisions, those behind the provisions in one with it, without ids and without the white space between them.

    One without markup is its words, None stands for no line. Also those among them that cite something, by their place.
    """
    said = list(columns.words)
    more = [at for at, lines in enumerate(columns.lines) if lines]
    for at in more:
        said[at] = _plain(columns.lines[at] or "")
    for at, (_, behind) in columns.wraps.items():
        said[at] = f"{said[at] or ''}|{_plain(behind)}"
    return said, {at: lines for at in (*more, *columns.wraps) if (lines := said[at]) and "<ref " in lines}


def _plain(lines: str) -> str:
    if lines[-1] != ">" or lines.find("</p>") < len(lines) - 4:
        lines = _BETWEEN.sub("</p>", lines)
    if "<p " in lines:
        lines = _LINE_ID.sub("", lines)
    return lines[3:-4] if lines.startswith("<p>") and lines.find("<", 3) == len(lines) - 4 else lines


def has_one_line(columns: Columns, at: int) -> bool:
    """Whether one line is all there is besides number and heading; a note never is in what the columns have."""
    lines = columns.lines[at]
    return (lines.count("</p>") == 1 if lines else columns.words[at] is not None) and at not in columns.wraps


def tags(columns: Columns, at: int) -> str:
    """What is said by the tags of the number, the heading and what holds the lines, ids apart."""
    wrap = columns.wraps.get(at)
    said = columns.number_tags[at], columns.heading_tags[at], columns.group_tags[at], wrap and wrap[0]
    return "|".join(_ID.sub("", tag or "") for tag in said) if any(said) else NO_TAGS


def without_targets(lines: str) -> str:
    """Lines without what says where their references point."""
    return _REFERENCE.sub("<ref>", lines)


def without_references(lines: str) -> str:
    """Lines ``without_targets`` without the words of their references."""
    return _CITED.sub("<ref/>", lines)


def written_words(columns: Columns, at: int) -> str:
    """The words of the heading and the lines."""
    wrap, heading = columns.wraps.get(at), columns.headings[at]
    lines = columns.words[at] or ""
    if more := f"{columns.lines[at] or ''}{wrap[1] if wrap else ''}":
        lines += " " + _MARKUP.sub("", more.replace("</p>", " "))
    return f"{heading} {lines}" if heading else lines
