"""The numbers and definitions that begin lines of Word, by the words of the grammar that the import has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from modellaw.amend.sequence import roman_value
from modellaw.importing.grammar import BIS, grammar
from modellaw.model.address import number_token

COMMON = frozenset({"section", "article", "rule", "part", "chapter", "division", "option"})
"""The levels whose words begin a provision in any law; others do in a law that has them."""
ADDED = rf"(?:{BIS}(?: [A-Z]\b)?)"
"""What a number that was put in has behind it: "3 bis", "4 bis A"."""
_FIGURES, _LETTERS = r"\d{1,4}[A-Za-z]{0,3}", r"(?:[A-Z]{1,4}|[a-z]{1,4})"
_PARTS = r"\d{1,4}[A-Za-z]?(?:[.:-]\d{1,4}[A-Za-z]{0,2})+"
"""A number that says the chapter or title too: "1-309.15", "8.12"."""
_BARE = re.compile(rf"(?:({_FIGURES})|({_PARTS})|{_LETTERS}){ADDED}([.)°]?[-–—]?)")
_WIDE = r"(?:[\t\u2003]|  +)"
_BRACKETED = rf"\([0-9A-Za-z-]{{1,6}}{BIS}\){BIS}"


@cache
def _number() -> re.Pattern[str]:
    words = sorted((word[:1].upper() + word[1:] for word in grammar().named), key=len, reverse=True)
    return re.compile(
        rf"\[?((?:{'|'.join(map(re.escape, words))})\s+[0-9IVXLCA-Z]+[A-Za-z]{{0,3}}{ADDED}\.?|{_BRACKETED})(?:[\s\u2003]+|$)"
    )


@cache
def _definition() -> re.Pattern[str]:
    verbs = "|".join(re.escape(verb.strip()) for verb in grammar().verbs if verb.strip() != "is")
    return re.compile(rf"[“\"]([^”\"]{{1,120}})[”\"],?\s+(?:{verbs})\b")


def numbered(words: str) -> re.Match[str] | None:
    """The number at the beginning of a line, as the first group, with the white space behind it."""
    return _number().match(words)


def bare_numbers(numbers: Iterable[str]) -> re.Pattern[str] | None:
    """What begins a line with a number like those of a law that have neither a word nor brackets ("6.", "a)"); None where it has none."""
    found = [shape for number in numbers if (shape := _BARE.fullmatch(number.strip()))]
    shapes = {(_FIGURES if shape[1] else _PARTS if shape[2] else _LETTERS, shape[3]) for shape in found}
    some = [(token, re.escape(behind), r"[\s\u2003]+" if behind or token == _PARTS else _WIDE) for token, behind in sorted(shapes)]
    return re.compile("|".join(rf"\[?(?:{token}{ADDED}{behind})(?={gap}|$)" for token, behind, gap in some)) if some else None


def is_numbered(words: str) -> bool:
    """Whether a line begins with the number of a provision."""
    return numbered(words) is not None


def defined(words: str) -> re.Match[str] | None:
    """The term that a line defines, as the first group."""
    return _definition().match(words)


def kind_of(number: str) -> str:
    """What kind of number it is: its level where a word says it ("Section 3"), else digits, lower, roman or upper."""
    word = re.match(r"([^\W\d_][^\d(]*?)\s+[0-9A-Z]", number)
    if word:
        return grammar().named.get(word[1].lower(), word[1].lower())
    token = number_token(number)
    if token[:1].isdigit():
        return "digits"
    if token.islower():
        return "roman" if len(token) > 1 and roman_value(token) else "lower"
    return "upper"
