"""Checks of a model law's choices: options have alternatives, blanks say what is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modellaw.checks.reading import Text
from modellaw.errors import Finding, Place, Severity
from modellaw.model.nodes import ML, Attributes, Blank, Run, attribute
from modellaw.model.walk import inline_text

_GROUP, _OPTION, _NAME = (f"{{{ML}}}{name}" for name in ("group", "option", "name"))
_EMPTY = re.compile(r"\[?\s*(?:\.{2,}|…|_+)?\s*\]?")


def options_have_alternatives(text: Text) -> list[Finding]:
    """Every group of options has at least two, each with a number of its own."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for option, where in _options(text):
        groups.setdefault(attribute(option, _GROUP), []).append((attribute(option, _OPTION), where))
    out = []
    for group, found in groups.items():
        numbers = [number for number, _ in found]
        place = Place(provision=found[0][1])
        if len(set(numbers)) < 2:
            message = f"the options “{group}” have no alternative"
            out.append(Finding("option-without-alternative", Severity.WARNING, message, place, "add one, or take the label away"))
        elif len(set(numbers)) < len(numbers) and _apart(found):
            message = f"the options “{group}” have one number twice"
            out.append(Finding("option-number-twice", Severity.WARNING, message, place, "number them 1, 2, 3"))
    return out


def _apart(found: list[tuple[str, str]]) -> bool:
    """Whether one provision has the same option of a group twice (several provisions may share a choice)."""
    return len(set(found)) < len(found)


def _options(text: Text) -> Iterator[tuple[Attributes, str]]:
    for provision in text.provisions:
        if attribute(provision.attributes, "name") == "option" and attribute(provision.attributes, _GROUP):
            yield provision.attributes, provision.wid
    for line in text.lines:
        for inline in line.content:
            for wrap in inline.wraps if isinstance(inline, Run) else ():
                if wrap.name == "inline" and attribute(wrap.attributes, "name") == "option" and attribute(wrap.attributes, _GROUP):
                    yield wrap.attributes, line.where


def blanks_are_described(text: Text) -> list[Finding]:
    """Every blank says in words, or at least by its name, what is to be filled in."""
    out = []
    for line in text.lines:
        for inline in line.content:
            if isinstance(inline, Blank) and _EMPTY.fullmatch(inline_text(inline)) and not attribute(inline.attributes, _NAME):
                message = f"the blank “{inline_text(inline)}” does not say what is to be filled in"
                out.append(
                    Finding("blank-without-description", Severity.WARNING, message, Place(provision=line.where), "write “[name of …]”")
                )
    return out
