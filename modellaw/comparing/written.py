"""What provisions say that were not read yet, told from their text in the file: their keys and their words."""

from __future__ import annotations

import re

from modellaw.model.late import Unread, Written
from modellaw.model.nodes import Provision

_BETWEEN = re.compile(r"</p>\s+")
_ID = re.compile(r' (?:eId|wId|GUID|xml:id)="[^"]*"')
_LINE_ID = re.compile(r'(?<=<p) (?:(?:eId|wId|GUID|xml:id)="[^"]*" ?)+')
_REFERENCE = re.compile(r"<ref [^>]*>")
_CITED = re.compile(r"<ref>(?:[^<]|<(?!/ref>))*</ref>")
_MARKUP = re.compile(r"<[^>]*>")


def written_of(unit: Provision) -> Written | None:
    """What a provision says, as far as that is told from its text in the file; None for any other."""
    unread = unit.unread
    return unread.written if unread is not None else None


def plain_lines(lines: str | None) -> str:
    """Lines without ids and without the white space between them."""
    if not lines:
        return ""
    if lines.find("<", 3) == len(lines) - 4 and lines[:3] == "<p>":  # one line without markup, as most are
        return lines
    if lines[-1] != ">" or lines.find("</p>") < len(lines) - 4:
        lines = _BETWEEN.sub("</p>", lines)
    return _LINE_ID.sub("", lines) if "<p " in lines else lines


def tags(unread: Unread, written: Written) -> str:
    """What is said by the tags of the number, the heading and what holds the lines, ids apart."""
    said = written.number_tag, written.heading_tag, written.group_tag, unread.wrap_tag
    return "|".join(_ID.sub("", tag or "") for tag in said) if any(said) else "|||"


def without_targets(lines: str) -> str:
    """Lines without what says where their references point."""
    return _REFERENCE.sub("<ref>", lines)


def without_references(lines: str) -> str:
    """Lines ``without_targets`` without the words of their references."""
    return _CITED.sub("<ref/>", lines)


def written_words(unread: Unread, written: Written) -> str:
    """The words of the heading and the lines."""
    lines = _MARKUP.sub("", f"{written.lines or ''}{unread.wrap or ''}".replace("</p>", " "))
    return f"{written.heading} {lines}" if written.heading else lines
