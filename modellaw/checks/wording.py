"""Checks of the drafting of sentences: whose duty it is, and words that a drafter avoids."""

from __future__ import annotations

import re

from modellaw.checks.reading import Line, Text, definition_of
from modellaw.errors import Finding, Place, Severity

_AVOIDED = (
    ("and-or", "and/or", re.compile(r"\band/or\b"), "say “or both”, or choose one"),
    # each word begins with a letter and then looks behind: so re can pass over all places at which no word begins
    ("gendered-word", "", re.compile(r"(?:h(?<!\wh)(?:e|im|is|ers?|imself|erself)|s(?<!\ws)he|"
                                     r"c(?<!\wc)hairman|p(?<!\wp)oliceman|w(?<!\ww)orkmen)\b"),
     "repeat the noun, or use the plural"),
    ("double-blank", "  ", re.compile(r"\S  +\S"), "leave one blank"),
)  # fmt: skip
"""What is avoided: the code, what a text with it has at least, the pattern, and the hint."""
_EMPTY = re.compile(
    r"(?:^|[.;:] )(?:It shall (?:not )?be \w+(?:ed|en|ade)\b(?! by)|"
    r"There shall be (?:\w+ ){0,3}(?:established|appointed|made|paid|kept|given|set)\b)"
)
_PASSIVE = re.compile(r"[\w’ -] shall (?:not )?be (\w+(?:ed|en|de|nt|pt|ld|wn|ne|id|ut))\b([^.;]*)")
_AGENT = re.compile(r"\bby (?:the|a|an|another|that|its|one|any|such|order)\b")


def avoided_words_are_absent(text: Text) -> list[Finding]:
    """No “and/or”, no gendered words, no double blanks in the text of the law."""
    out = []
    there = [avoided for avoided in _AVOIDED if avoided[1] in text.words.text and avoided[2].search(text.words.text)]
    for line in text.operative if there else ():
        for code, _, pattern, hint in there:
            found = pattern.search(line.text.lower())
            if found:
                message = f"“{_around(line.text, found)}” is not good drafting"
                out.append(Finding(code, Severity.WARNING, message, Place(provision=line.where), hint))
    return out


def duties_have_an_actor(text: Text) -> list[Finding]:
    """A sentence with “shall” says who must act: empty subjects are warned of, passives without an agent noted."""
    out = []
    for line in (line for line in text.operative if " shall " in line.text and definition_of(line.path) is None):
        empty = _EMPTY.search(line.text)
        if empty:
            message = f"“{_around(line.text, empty)}” does not say whose duty it is"
            out.append(Finding("duty-without-actor", Severity.WARNING, message, Place(provision=line.where), "name the one who must act"))
        elif any(not _AGENT.search(found[2]) for found in _PASSIVE.finditer(line.text)) and not _named(line):
            message = "a duty is in the passive and names no one who must act"
            out.append(
                Finding("passive-duty", Severity.NOTE, message, Place(provision=line.where), "is it clear from the context who must act?")
            )
    return out


def _named(line: Line) -> bool:
    """Whether the line, or the one that introduces it, names an authority, a person or a court as its subject."""
    opening = " ".join(line.text.split()[:12])
    return bool(
        re.search(
            r"\b(?:Authority|authority|court|person|State|provider|officer|holder|judge|magistrate|tribunal|minister|member)\b", opening
        )
    )


def _around(text: str, found: re.Match[str]) -> str:
    start, end = max(found.start() - 20, 0), min(found.end() + 20, len(text))
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
