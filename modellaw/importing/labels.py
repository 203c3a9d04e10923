"""Numbers in front of a line: ``(1)``, ``(a)``, ``12.``, ``(ii bis)``, several behind one another, dashes and bullets."""

from __future__ import annotations

import re

from modellaw.importing.grammar import BIS, TOKEN, Grammar
from modellaw.importing.numerals import HAN, LATIN, LETTERS, ORDINALS, TENS, Numeral, Reading, readings
from modellaw.values import dataclass

_WIDE = r"(?:\t|\u2003|\u2002|\u00a0|\n|[ ]{2,}|$)"
_DASH = r"[ \u00a0]?[-–—](?=\s)"
_ORDINAL = "|".join(form for word in sorted(ORDINALS, key=len, reverse=True) for form in (word.upper(), word.capitalize()))
_FIRST = rf"(?:(?=[^\W\d_a-zé])(?i:{TENS})|{_ORDINAL})(?: (?i:{'|'.join(LATIN)}))?"
"""An ordinal number in words as it begins a line."""

_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("()", re.compile(rf"[(（](?P<token>{TOKEN})[)）](?=\s|$|[—–\[“\"(]|[A-Z]|[\u0600-\u06ff\u3000-\u9fff])")),
    ("§", re.compile(rf"§\s?(?P<token>\d{{1,3}}[a-z]?{BIS})(?:(?:[°ºª]|er)\.?|\.)(?=\s|$)")),
    ("°", re.compile(r"(?P<token>\d{1,3})\.?[°º]\)?(?=\s|$)")),
    (")", re.compile(rf"(?P<token>{TOKEN})\)(?=\s|$)")),
    ("1.1", re.compile(r"(?P<token>\d{1,4}[A-Z]?(?:\.\d{1,3}[A-Z]?)+)\.?(?=\s|$)")),
    ("first", re.compile(rf"(?P<token>{_FIRST})(?:[.:](?:[ \u00a0]?[-–—])?|[ \u00a0][-–—])(?=\s|$)")),
    (".", re.compile(rf"(?P<token>{TOKEN})(?:\.[ \u00a0]?[-–—](?=\s|\()|\.(?=\s|$|[—–(])|[、．])")),
    ("", re.compile(rf"(?P<token>[{HAN}]{{1,3}}|\d{{1,2}})(?=\u3000)")),
    ("①", re.compile(r"(?P<token>[①-⑳])")),
    ("-", re.compile(rf"(?P<token>\d{{1,3}}|[IVX]{{1,6}}|[a-z]|{LETTERS})(?:{_DASH})(?=\s)")),
    ("", re.compile(rf"(?P<token>\d{{1,4}}[A-Z]{{0,2}}|[A-Za-z]|[ivxIVX]{{1,5}})(?={_WIDE})")),
)


_WORDS = frozenset({"am", "an", "as", "at", "be", "by", "do", "eu", "go", "he", "if", "in", "is", "it", "no", "of", "on", "or", "so", "to",
                    "un", "up", "us", "we"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A number as printed, from ``start`` to ``end`` of its line, the shape it has, and what it may count."""

    printed: str
    token: str
    shape: str
    readings: tuple[Reading, ...]
    start: int
    end: int


def labels_of(text: str, grammar: Grammar, at: int = 0) -> tuple[Label, ...]:
    """The numbers at the beginning of a line, from an offset: one, or several where each further one is a first ("12. (1) (a)")."""
    out: list[Label] = []
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        found = _label(text, at, grammar, inner=bool(out))
        if found is None or (out and not (found.shape == "()" and any(reading.is_first for reading in found.readings))):
            return tuple(out)
        out.append(found)
        if found.readings[0].numeral is Numeral.BULLET:
            return tuple(out)
        at = found.end


def _label(text: str, at: int, grammar: Grammar, inner: bool) -> Label | None:
    for shape, pattern in _SHAPES[:1] if inner else _SHAPES:
        match = pattern.match(text, at)
        if match:
            found = readings(match["token"].rpartition(".")[2] if shape == "1.1" else match["token"])
            if found and (shape == "first" or not _is_word(match["token"], shape)):
                return Label(match[0], match["token"], shape, found, match.start(), match.end())
    alone = None if inner else grammar.alone.match(text, at)
    if alone:
        return Label(alone[0], alone["token"], "§", (Reading(Numeral.ARABIC, 1),), alone.start(), alone.end())
    worded = None if inner else grammar.worded.match(text, at)
    if worded:
        value = int(worded["token"] or 1)
        return Label(worded[0], worded["token"] or worded[0], "§", (Reading(Numeral.ARABIC, value),), worded.start(), worded.end())
    bullet = None if inner else grammar.bullet.match(text, at)
    if bullet:
        return Label(bullet["label"], bullet["label"], bullet["label"], (Reading(Numeral.BULLET, 1),), bullet.start(), bullet.end("label"))
    return None


def _is_word(token: str, shape: str) -> bool:
    """Whether letters are rather a word than a number: "I." may count, "No." and "mm." do not."""
    if not token.isalpha() or not token.isascii() or len(token) == 1 or set(token.lower()) <= set("ivxlc"):
        return False
    if shape == ")" and len(token) == 2 and len(set(token)) == 1:
        return False
    return shape != "()" or token.lower() in _WORDS or (len(token) > 2 and len(set(token.lower())) > 1)
