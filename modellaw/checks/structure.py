"""Checks of structure: identities and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from modellaw.checks.reading import Text
from modellaw.errors import Finding, Place, Severity
from modellaw.model.address import UNITS, is_schedule, number_text
from modellaw.model.nodes import Provision, attribute

_APART = frozenset({"option", "quotation"})
_SIMPLE = re.compile(r"\(\w+\)")


def wids_are_unique(text: Text) -> list[Finding]:
    """Every provision has a wId of its own."""
    seen: set[str] = set()
    out: list[Finding] = []
    for provision in text.provisions:
        wid = attribute(provision.attributes, "wId")
        if wid and wid in seen:
            out.append(Finding("duplicate-wid", Severity.ERROR, f"the wId “{wid}” is there twice", Place(provision=wid)))
        seen.add(wid)
    return out


def numbers_are_unique(text: Text) -> list[Finding]:
    """Neighbours of one level have different numbers; alternatives may share one."""
    out: list[Finding] = []
    for parent in text.provisions:
        seen: dict[tuple[str, str], str] = {}
        for block in parent.blocks:
            if isinstance(block, Provision) and block.level != "hcontainer":
                key = block.level, text.tokens[id(block)]
                if key[1] and key in seen:
                    message = f"{block.level} {key[1]} is there twice, also as “{seen[key]}”"
                    out.append(Finding("duplicate-number", Severity.WARNING, message, Place(provision=block.wid), "renumber one"))
                seen.setdefault(key, block.wid)
    return out


def sections_are_unique(text: Text) -> list[Finding]:
    """A section has a number of its own in the whole law, schedules and alternatives apart, unless its Parts count anew."""
    first: dict[tuple[str, str], Provision] = {}
    out: list[Finding] = []
    count = 0
    for provision in text.provisions:
        token = text.tokens[id(provision)] if provision.level in UNITS else ""
        above = text.paths[provision.wid][:-1] if token else ()
        if not token or any(is_schedule(one) or attribute(one.attributes, "name") in _APART for one in above):
            continue
        count += 1
        other = first.setdefault((provision.level, token), provision)
        if other is not provision and not (above and text.paths[other.wid][:-1] == above):  # those are neighbours
            message = f"{provision.level} {token} is there twice, also as “{other.wid}”"
            out.append(Finding("duplicate-number", Severity.WARNING, message, Place(provision=provision.wid), "renumber one"))
    return out if 10 * len(out) <= count or len(out) == 1 else []


def numbers_follow_each_other(text: Text) -> list[Finding]:
    """Among neighbours of one level no bracketed number is skipped: (3) follows (2), whether or not one of them is an option."""
    out: list[Finding] = []
    for parent in text.provisions:
        series: dict[str, list[tuple[str, Provision]]] = {}
        for child in _numbered(parent):
            number = number_text(child)
            if _SIMPLE.fullmatch(number):
                series.setdefault(child.level, []).append((number, child))
        for found in series.values():
            values = _values([text.tokens[id(child)] for _, child in found])
            for (before, (printed, _)), (now, (next_printed, child)) in pairwise(zip(values, found, strict=True)):
                if now > before + 1 and before:
                    message = f"{printed} is followed by {next_printed}"
                    hint = "renumber, or say what is omitted"
                    out.append(Finding("skipped-number", Severity.WARNING, message, Place(provision=child.wid), hint))
    return out


def _numbered(parent: Provision) -> Iterator[Provision]:
    """The provisions directly inside one, those inside options too."""
    for block in parent.blocks:
        if isinstance(block, Provision):
            if attribute(block.attributes, "name") == "option":
                yield from _numbered(block)
            elif block.level not in {"hcontainer", "attachment"} and attribute(parent.attributes, "name") != "quotation":
                yield block


def _values(tokens: Sequence[str]) -> list[int]:
    """The places of numbers in their series, 0 for one that is not counted simply ("2A", "iv")."""
    letters = any(len(token) == 1 and token.islower() and token not in "ivx" for token in tokens)
    return [int(token) if token.isdigit() else ord(token) - ord("a") + 1 if letters and len(token) == 1 and "a" <= token <= "z" else 0
            for token in tokens]  # fmt: skip
