"""What stands behind a number that was put in between two others: "bis", "ter" …, and in Arabic and Persian laws "مكرر"."""

from __future__ import annotations

import re
from collections.abc import Sequence

LATIN = (
    "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies", "undecies", "duodecies", "terdecies",
    "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies", "novodecies", "vicies",
)  # fmt: skip
"""What stands behind a number that was put in between two others, in order."""

_REPEATED = r"(?:ال)?م[كک]رر(?:ة|ه|ا)?"
_LETTERS = "أبجدهوزحطي"
_COUNTED = ("ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا")
"""Thirdly, fourthly …: "ter", "quater" …"""
ADDED = rf"(?:\s?{_REPEATED}(?:\s?\d{{1,2}}(?!\w)|\s?\([{_LETTERS}]\))?|\s(?:{'|'.join(_COUNTED)}))(?!\w)"
"""An Arabic suffix with what counts it, as a pattern."""
_SIGNS = "\u064b-\u0652\u0640"
_SIGN = re.compile(f"[{_SIGNS}]")
_ADDED = re.compile(
    rf"(?P<base>\d+)(?P<close>\)?)[\s-]*(?:{_REPEATED}(?:\s*[(\[“\"«]?\s*(?P<more>\d{{1,2}}|[ا{_LETTERS}])\s*[)\]”\"»]?)?|(?P<counted>{'|'.join(_COUNTED)}))"
    r"(?!\w)"
)
_WORD = re.compile(rf"م[كک]رر(?:ة|ه|ا)?[{_SIGNS}]*")
_ARABIC = re.compile("[\u0621-\u064a\u0660-\u0669\u06a9-\u06cc\u06f0-\u06f9]")


def is_arabic(text: str) -> bool:
    """Whether letters or digits of the Arabic script are in a text."""
    return not text.isascii() and bool(_ARABIC.search(text))


def in_latin(number: str) -> str:
    """A printed number with a Latin suffix in the place of an Arabic one: "5 مكرر" is "5 bis", "5 مكرر 1" and "5 مكرر (أ)" "5 ter"."""
    if number.isascii() or not _ARABIC.search(number):
        return number
    return _ADDED.sub(lambda found: f"{found['base']} {LATIN[_place(found)]}{found['close']}", _SIGN.sub("", number))


def _place(found: re.Match[str]) -> int:
    more, counted = found["more"], found["counted"]
    if counted:
        return _COUNTED.index(counted) + 1
    if not more:
        return 0
    return min(int(more) if more.isdecimal() else _LETTERS.index(more.replace("ا", "أ")) + 1, len(LATIN) - 1)


def in_arabic(token: str, others: Sequence[str]) -> str:
    """A number with a Latin suffix ("5 ter") as an Arabic law prints it, in the manner of the ``others``, its printed numbers.

    "" for one that is not known to have a name there ("5 bis A").
    """
    base, _, latin = token.partition(" ")
    if latin not in LATIN:
        return "" if latin else token
    at = LATIN.index(latin)
    words = next((found[0] for text in others if (found := _WORD.search(text))), "")
    persian = any("\u06f0" <= sign <= "\u06f9" for sign in base) or any("ماده" in text for text in others)
    word = words or ("مکرر" if persian else "مكرر")
    if not at:
        return f"{base} {word}"
    added = [found for text in others if (found := _ADDED.search(_SIGN.sub("", text)))]
    if any(found["counted"] for found in added) and at <= len(_COUNTED):
        return f"{base} {_COUNTED[at - 1]}"
    if any((found["more"] or "0").isalpha() for found in added) and at <= len(_LETTERS):
        return f"{base} {word} ({_LETTERS[at - 1]})"
    zero = ord(base[-1]) - int(base[-1])
    return f"{base} {word} {''.join(chr(zero + int(digit)) for digit in str(at))}"
