"""Checks of cross-references."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from modellaw.amend.sequence import counted
from modellaw.checks.reading import Line, Text
from modellaw.errors import Finding, Place, Severity
from modellaw.model.address import UNITS, number_text
from modellaw.model.named import by_eid
from modellaw.model.nodes import Carried, Departure, Law, Note, Paragraph, Provision, Reference, attribute
from modellaw.model.suffixes import LATIN
from modellaw.model.walk import blocks_of, inline_text

_IDS = re.compile(r"\beId=\"([^\"]+)\"")
_WORD = re.compile(r"[^\W\d_]{3,}(?= \d)")
_LATIN = "|".join(LATIN)
_PART_OF = re.compile(r"([^\d()]*(?:\d[\w.-]*|\(\w{1,4}\)|\b\w\)))\s+[^\W\d_][^,]*[\d)]")
_NUMBERED = re.compile(r"\d|\([a-zA-Z]+\)")


def references_resolve(text: Text) -> list[Finding]:
    """Every internal reference points to something in the law, and its text ends in the number of the provision it points to."""
    ids = cache(lambda: _ids(text.law))  # few laws have references to anything but provisions
    return [finding for line in text.lines for finding in _references(line, text, ids)]


def _references(line: Line, law: Text, ids: Callable[[], set[str]]) -> list[Finding]:
    out: list[Finding] = []
    for inline in line.content:
        if not isinstance(inline, Reference) or not inline.target.startswith("#"):
            continue
        text, target = inline_text(inline), inline.target[1:]
        path = law.paths.get(target) or law.paths.get(by_eid(law.law).get(target, ""))
        if path is None:
            if target not in ids():
                message = f"the reference “{text}” points to “{target}”, which the law does not have"
                hint = "point it elsewhere, or omit it"
                out.append(Finding("dangling-reference", Severity.ERROR, message, Place(provision=line.where), hint))
            continue
        if not text.strip():
            message = f"the reference to “{target}” has no words, and prints nothing"
            hint = "write them: those of the law stand in the file, only those that modules insert are written by the tool"
            out.append(Finding("empty-reference", Severity.WARNING, message, Place(provision=line.where), hint))
            continue
        token = law.tokens[id(path[-1])]
        if token and _NUMBERED.search(text) and token not in {counted(text), counted(_innermost_first(text))}:
            message = f"the reference “{text}” points to “{target}”, whose number is {token}"
            out.append(Finding("wrong-reference-text", Severity.WARNING, message, Place(provision=line.where)))
            continue
        unit = next((step for step in reversed(path[:-1]) if step.level in UNITS), None)
        said = _said_of(unit, text) if unit is not None else ""
        if unit is not None and said and counted(said) != law.tokens[id(unit)]:
            message = f"the reference “{text}” points into “{unit.wid}”, whose number is {law.tokens[id(unit)]}"
            out.append(Finding("wrong-reference-text", Severity.WARNING, message, Place(provision=line.where)))
    return out


def _innermost_first(text: str) -> str:
    """What a reference says first where what it is a part of follows in words: "paragraph 2" of "paragraph 2 of Schedule 1"; else ""."""
    found = _PART_OF.match(text)
    return found[1] if found else ""


def _said_of(unit: Provision, text: str) -> str:
    """The number that a reference gives for an article or section, where it says its word ("article 2, paragraph 1"); "" for none."""
    word = _WORD.match(number_text(unit))
    found = re.search(rf"\b{re.escape(word[0])}\s+(\d+\w*(?:[\s-]+(?:{_LATIN})\b)?)", text, re.IGNORECASE) if word else None
    return found[1] if found else ""


def _ids(law: Law) -> set[str]:
    """The eIds of all elements: references may point to any."""
    found: set[str] = set()
    for block in blocks_of(law.document):
        if isinstance(block, Carried):
            found.update(_IDS.findall(block.xml))
        elif not isinstance(block, Departure):
            found.add(attribute(block.attributes, "eId"))
        if isinstance(block, Paragraph):
            for inline in block.content:
                found.update(attribute(wrap.attributes, "eId") for wrap in inline.wraps)
                if isinstance(inline, Note):
                    found.add(attribute(inline.attributes, "eId"))
    return found
