"""Checks of terms: what is defined is used, what is used as a term is defined, and one thing has one name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter

from modellaw.checks.reading import Line, Text, definition_of
from modellaw.errors import Finding, Place, Severity
from modellaw.model.nodes import Run, attribute

_MEANS = re.compile(r"[“\"]([^”\"]{2,60})[”\"] (?:means|includes|has the meaning)\b")

FAMILIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("systems and data", ("computer system", "computer data"), ("ICT system", "information and communications technology system",
                                                                "electronic data")),
    ("assistance", ("mutual legal assistance",), ("mutual assistance",)),
    ("the spelling of -ize and -ise", ("authorize", "authorized", "authorization", "recognize", "organize"),
     ("authorise", "authorised", "authorisation", "recognise", "organise")),
    ("the person accused", ("defendant",), ("accused", "accused person")),
    ("taking away", ("confiscation",), ("forfeiture",)),
)  # fmt: skip
"""What a family is about, the names of one family, and those of the other: a law uses the one or the other."""


def defined_terms_are_used(text: Text) -> list[Finding]:
    """Every defined term occurs in the law outside its own definition."""
    out = []
    for term, (_, own) in _defined(text.operative):
        simple = term.replace(" ", "").isalnum()
        if simple and any(text.operative[number] is not own for number in text.words.lines_of(term.lower())):
            continue  # most terms; making a pattern of each takes longer
        pattern, start = _of_term(term.lower())
        if all(text.operative[number] is own for number in text.words.lines_with(pattern, start)):
            message = f"the term “{term}” is defined but not used"
            out.append(Finding("unused-term", Severity.WARNING, message, Place(provision=own.where), "omit the definition"))
    return out


def terms_are_defined_once(text: Text) -> list[Finding]:
    """No term is defined in two places."""
    seen: dict[str, str] = {}
    out = []
    for term, (_, line) in _defined(text.lines):
        key = term.casefold()
        if key in seen and seen[key] != line.where:
            message = f"the term “{term}” is defined here and in “{seen[key]}”"
            out.append(Finding("term-defined-twice", Severity.WARNING, message, Place(provision=line.where), "keep one definition"))
        seen.setdefault(key, line.where)
    return out


def referred_terms_are_defined(text: Text) -> list[Finding]:
    """A word that is marked as a defined term (``term``) is defined somewhere."""
    lines = text.lines
    known = {target for line in lines for target, _ in _marked(line, "def")}
    if not known:
        return []
    return [
        Finding("undefined-term", Severity.WARNING, f"“{words}” is marked as a term but defined nowhere", Place(provision=line.where))
        for line in lines
        for target, words in _marked(line, "term")
        if target and target not in known
    ]


def definitions_are_marked(text: Text) -> list[Finding]:
    """A sentence that reads like a definition marks its term, so that the term's uses can be found."""
    lines = text.lines
    if not any(True for line in lines for _ in _marked(line, "def")):
        return []
    out = []
    for line in lines:
        found = _MEANS.match(line.text.strip()) if line.operative else None
        if found and not list(_marked(line, "def")):
            message = f"“{found[1]}” is defined without being marked as a term"
            out.append(Finding("unmarked-definition", Severity.WARNING, message, Place(provision=line.where), "put <def> around the term"))
    return out


def one_thing_has_one_name(text: Text) -> list[Finding]:
    """The law does not mix two families of terms for the same thing; guidance and definitions may name the other."""
    out = []
    for about, *families in FAMILIES:
        found = [_first(text, family) for family in families]
        if all(found):
            (one, _), (other, place) = (hit for hit in found if hit)
            message = f"the law speaks of “{one}” and of “{other}”: two families of terms ({about})"
            out.append(Finding("mixed-terms", Severity.WARNING, message, Place(provision=place), "choose one and keep to it"))
    return out


def _first(text: Text, names: Iterable[str]) -> tuple[str, str] | None:
    """The name that comes first outside definitions, and in which provision."""
    found: list[tuple[int, str]] = []
    for name in names:
        places = text.words.lines_with(re.compile(rf"\b{re.escape(name.lower())}s?\b"), name.lower())
        first = next((number for number in places if definition_of(text.operative[number].path) is None), None)
        found += [(first, name)] if first is not None else []
    number, name = min(found, key=itemgetter(0), default=(-1, ""))
    return (name, text.operative[number].where) if name else None


def _marked(line: Line, name: str) -> Iterator[tuple[str, str]]:
    """What is inside elements of one name: where they refer, and their words."""
    for inline in line.content:
        if inline.wraps and isinstance(inline, Run):
            yield from ((attribute(wrap.attributes, "refersTo"), inline.text) for wrap in inline.wraps if wrap.name == name)


def _defined(lines: Iterable[Line]) -> Iterator[tuple[str, tuple[object, Line]]]:
    for line in lines:
        for _, words in _marked(line, "def"):
            yield words.strip(), (definition_of(line.path), line)


def _of_term(term: str) -> tuple[re.Pattern[str], str]:
    """The term in any of its usual forms: plural, possessive, and the verb forms of a verb; and how all of them begin."""
    words = term.split()
    last = words[-1]
    stems = [re.escape(last) + r"(?:s|es|’s|s’|d|ed|ing)?"]
    if last.endswith("y"):
        stems.append(re.escape(last[:-1]) + "ies")
    if last.endswith("e"):
        stems.append(re.escape(last[:-1]) + r"(?:ing|ure|ures)")
    head = [re.escape(word) + "s?" for word in words[:-1]]
    pattern = re.compile(rf"\b{' '.join([*head, '(?:' + '|'.join(stems) + ')'])}\b")
    return pattern, words[0] if head else words[0].removesuffix("y").removesuffix("e")
