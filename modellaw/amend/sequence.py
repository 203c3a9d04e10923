"""What number follows what, which stands between two others, and a number in what is printed around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from modellaw.model.address import number_token
from modellaw.model.suffixes import LATIN, in_arabic, in_latin
from modellaw.project import Numbering

_LATIN = re.compile(rf"(?<=[^\W_])([\s-]*)\b({'|'.join(LATIN)})$|(?:(?<=\d)|(?<=^[A-Z])|(?<=\d[A-Z]))({'|'.join(LATIN)})$", re.IGNORECASE)
_INSIDE = rf"(.+?)({'|'.join(LATIN)})([A-Z]+)"
_ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_SIGN = re.compile(r"\.?[°ºª]")
_PIECES = re.compile(rf"\d+|{'|'.join(LATIN)}|[A-Za-z]")
_VALUES = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


def roman(value: int) -> str:
    """A number in small roman numerals."""
    out = ""
    for sign, worth in _VALUES:
        count, value = divmod(value, worth)
        out += sign * count
    return out


_BEFORE_ONE = re.compile(r"[A-Z]{1,2}\d+")
"""What stands before 1: "A1", "ZA1"; after A1 comes A2."""


_DASHED = re.compile(r"[A-Za-z]+-\d+")
"""What American laws put in behind a letter: (a-1), (a-2)."""


def roman_value(text: str) -> int:
    """The value of a roman numeral, 0 when it is none."""
    if not text or not _ROMAN.fullmatch(text):
        return 0
    total, rest = 0, text.lower()
    for sign, worth in _VALUES:
        while rest.startswith(sign):
            total, rest = total + worth, rest[len(sign) :]
    return total


def following(token: str, romans: bool = False) -> str:
    """The next number: "12" gives "13", "12A" "12B", "c" "d", "z" "aa", "3 bis" "4"; with ``romans`` "iii" gives "iv"."""
    if romans and roman_value(token):
        after = roman(roman_value(token) + 1)
        return after.upper() if token.isupper() else after
    head = re.match(r"(.*?)(\d+)$", _LATIN.sub("", token))
    if head:
        return head[1] + _digits(int(head[2]) + 1, head[2][-1])
    letter = re.match(r"(.*?)([A-Za-z])$", token)
    if letter is None and len(token) == 1 and not token.isascii():  # after ñ comes o
        return following(normalize("NFD", token)[0])
    if letter is None:
        return token + "A"
    if letter[2] not in "zZ":
        return letter[1] + chr(ord(letter[2]) + 1)
    first = "a" if letter[2] == "z" else "A"
    if not letter[1]:
        return first * 2
    return letter[1] + letter[2] + first if letter[1][-1].isdigit() else following(letter[1]) + first


def _digits(value: int, like: str) -> str:
    """A number in the digits of the script that a digit is of: after ٢ comes ٣."""
    zero = ord(like) - int(like)
    return "".join(chr(zero + int(digit)) for digit in str(value))


def between(token: str, used: Sequence[str], policy: Numbering, continued: bool = False, later: str = "") -> str:
    """A number for what comes after ``token`` ("": before the first) and before the next one, ``later`` ("": the last), none of ``used``.

    Where ``token`` was itself inserted (``continued``), its last letter counts on: after an inserted (ha) comes (hb), not (haa).
    Between 2 and an old 2A comes 2ZA, between 2A and 2B comes 2AA: numbers stand in their order.
    """
    base = _LATIN.sub("", token)
    if policy is Numbering.BIS or base != token:  # what comes after 3 bis is 3 ter, in any law
        found = _latin(token, used, later)
        if found:
            return found
        token = base
    candidate = following(token) if continued and re.fullmatch(r"[a-z]{2,}|[A-Z]{2,}", token) else _first_letter(token, used)
    if candidate == later and token:
        inside = "za" if later[-1].islower() else "ZA"
        candidate = token + (inside if later.startswith(token) else inside[1])
    while candidate in used:
        candidate = following(candidate)
    return candidate


def _latin(token: str, used: Sequence[str], later: str) -> str:
    """The next number with a Latin suffix, "" when there are no more: after 3 bis comes 3 ter, between 3 and 3 bis 3 bis A."""
    inside = re.fullmatch(_INSIDE, token)
    if inside is not None:
        return f"{inside[1]} {inside[2]} {following(inside[3])}"
    base = _LATIN.sub("", token)
    series = [base, *(f"{base or '0'}{word}" for word in LATIN)]
    start = series.index(token) + 1 if token in series else 1
    end = series.index(later) if later in series[start:] else len(series)
    free = next((at for at in range(start, end) if series[at] not in used), 0)
    if free:
        return f"{base or '0'} {LATIN[free - 1]}"
    return f"{base} {LATIN[end - 1]} A" if end < len(series) else ""


def _first_letter(token: str, used: Sequence[str]) -> str:
    if not token:
        first = used[0] if used else "1"
        return "A1" if first[0].isdigit() else f"Z{first}" if _BEFORE_ONE.fullmatch(first) else "za" if first.islower() else "ZA"
    if _BEFORE_ONE.fullmatch(token) or _DASHED.fullmatch(token):
        return following(token)
    if token.isalpha() and any(map(_DASHED.fullmatch, used)):
        return f"{token}-1"
    if re.fullmatch(r"\d+", token):
        return token + ("a" if any(re.fullmatch(r"\d+[a-z]+", one) and not _LATIN.search(one) for one in used) else "A")
    if re.fullmatch(r"\d+([A-Z]+|[a-z]+)", token):
        return following(token)
    return token + ("A" if token.isupper() else "a")


def with_token(number: str, old: str, new: str) -> str:
    """A printed number with another token in it."""
    before, behind = around(number, old)
    return before + new + behind


def around(text: str, token: str) -> tuple[str, str]:
    """What stands before and behind the token in a printed number; an Arabic suffix is read as the Latin one that it is."""
    text = in_latin(text)
    at = text.rfind(token) if token else -1
    if at >= 0:
        return text[:at], text[at + len(token) :]
    found = list(re.finditer(r"[\s-]*".join(_PIECES.findall(token)), text, re.IGNORECASE)) if token else []
    found = found or list(re.finditer(r"[^\W\d_]+(?=\W*$)", text)) if token else []
    return (text[: found[-1].start()], text[found[-1].end() :]) if found else ("", "")


def printed_in_arabic(around_it: tuple[str, str], token: str, texts: Sequence[str]) -> str:
    """As ``printed_in`` in an Arabic or Persian law, in the manner of its other numbers: "مادة (5) مكرر"; "" where it has no name."""
    before, behind = around_it
    base, _, added = in_arabic(token, texts).partition(" ")
    if behind.startswith(")") and added and any(map(str.isalpha, before)):
        return f"{before}{base}) {added}{behind[1:]}"
    return f"{before}{base}{' ' * bool(added)}{added}{behind}" if base else ""


def printed_in(around_it: tuple[str, str], token: str) -> str:
    """A token in what stands around numbers; what is added to one with an ordinal sign stands behind that: "2º bis", "2.º-A"."""
    before, behind = around_it
    sign = _SIGN.match(behind)
    added = re.fullmatch(r"(\d+)-?(.+)", token)
    if sign is None or added is None or added[2].isdecimal():
        return f"{before}{token}{behind}"
    between_them = "" if added[2][0] == " " else "-" if sign[0].startswith(".") else " "
    return f"{before}{added[1]}{sign[0]}{between_them}{added[2]}{behind[sign.end() :]}"


def counted(number: str) -> str:
    """The bare number in a printed one, "1" for the "premier" of French laws, whose second article is the "2"."""
    token = number_token(number)
    return "1" if token.casefold() in {"premier", "premiere"} else token


def is_word(token: str) -> bool:
    """Whether a number is a word, of which nobody knows the next ("SEGUNDO")."""
    token = _LATIN.sub("", token)
    long = len(token) > 3 and token.isalpha() and len(set(token)) > 1 and not roman_value(token)
    return long or token.casefold() in {"one", "two", "six", "ten", "uno", "dos"}


def as_others(token: str, texts: Sequence[str]) -> str:
    """A number with a Latin suffix written as the first other one is: "3 Bis", "3-bis"."""
    found = next((found for text in texts if (found := _LATIN.search(text.rstrip(" .)-–—:")))), None)
    if found is None:
        return token
    latin = found[2] or found[3]
    token = token.upper() if latin.isupper() else token.title() if latin[:1].isupper() else token
    return token.replace(" ", found[1] or "", 1)
