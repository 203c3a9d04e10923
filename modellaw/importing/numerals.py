"""Number tokens: what "i", "2A", "bb" or "12 bis" may count, and which of two follows the other."""

from __future__ import annotations

import re
from enum import Enum
from unicodedata import normalize

from modellaw.model.suffixes import LATIN as SUFFIXES
from modellaw.model.suffixes import in_latin
from modellaw.values import dataclass

_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
LATIN = (*SUFFIXES, "مكررا", "مكرر")
_ORDINALS = (
    ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
    ("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième", "dixième"),
    ("première", "second", "tiers"),
    ("primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo", "undécimo", "duodécimo"),
    ("primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena", "décima", "undécima", "duodécima"),
    ("primer", "segundo", "tercer"),
    ("primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono", "décimo"),
    ("primeira", "segunda", "terceira", "quarta", "quinta", "sexta", "sétima", "oitava", "nona", "décima"),
    ("primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"),
    ("prima", "seconda", "terza", "quarta", "quinta", "sesta", "settima", "ottava", "nona", "decima"),
    ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende"),
    ("первая", "вторая", "третья", "четвертая", "пятая", "шестая", "седьмая", "восьмая", "девятая", "десятая"),
    ("первый", "второй", "третий", "четвертый", "пятый", "шестой", "седьмой", "восьмой", "девятый", "десятый"),
    ("birinci", "ikinci", "üçüncü", "dördüncü", "beşinci", "altıncı", "yedinci", "sekizinci", "dokuzuncu", "onuncu"),
    ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "thứ tám", "thứ chín", "thứ mười"),
    ("kesatu", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan", "kesembilan", "kesepuluh"),
    ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر", "الحادي عشر", "الثاني عشر"),
    (
        "الأولى",
        "الثانية",
        "الثالثة",
        "الرابعة",
        "الخامسة",
        "السادسة",
        "السابعة",
        "الثامنة",
        "التاسعة",
        "العاشرة",
        "الحادية عشرة",
        "الثانية عشرة",
    ),
    ("erster", "zweiter", "dritter", "vierter", "fünfter", "sechster", "siebter", "achter", "neunter", "zehnter", "elfter", "zwölfter"),
    ("erstes", "zweites", "drittes", "viertes", "fünftes", "sechstes", "siebtes", "achtes", "neuntes", "zehntes", "elftes", "zwölftes"),
)
_CARDINALS = (
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    ("unique",),
    ("ألف", "باء", "جيم", "دال", "هاء", "واو"),
    ("甲", "乙", "丙", "丁", "戊"),
)  # fmt: skip
_SPANISH = {"décim": 10, "vigésim": 20, "trigésim": 30, "cuadragésim": 40}


def _plain(word: str) -> str:
    """A word as capital letters without accents have it; those of other scripts stay."""
    return normalize("NFD", word).encode("ascii", "ignore").decode() if word[0].isascii() else word


def _with_plain(words: dict[str, int]) -> dict[str, int]:
    return {_plain(word): value for word, value in words.items()} | words


_COUNTED = _with_plain({word: value for words in _ORDINALS for value, word in enumerate(words, 1)} | {"único": 1, "única": 1})
ORDINALS = tuple(_COUNTED)
"""Ordinal numbers in words, of all languages."""
_ONES = {word: value for words in _ORDINALS if words[0] in {"primero", "primera"} for value, word in enumerate(words[:9], 1)}
_TENS = {f"{stem}{ending}": value for stem, value in _SPANISH.items() for ending in "oa"}
_ADDED = {"": 0} | {f" {one}": value for one, value in _ONES.items()}
_COMPOUND = {f"{ten}{one}": tens + value for ten, tens in _TENS.items() for one, value in _ADDED.items()}
TENS = rf"(?:{'|'.join(_with_plain(_TENS))})(?: (?:{'|'.join(_with_plain(_ONES))}))?"
"""The ordinal numbers in words from ten to forty-nine in Spanish, as a pattern."""
SIMPLE = {word: value for words in _CARDINALS for value, word in enumerate(words, 1)} | _COUNTED
SIMPLE |= dict.fromkeys(("preliminar", "preliminare", "préliminaire", "liminaire"), 0)
SPELT = _with_plain(_COMPOUND) | SIMPLE
"""Numbers in words, of all languages, with their values."""
_ARABIC = re.compile(rf"(\d{{1,4}})[-\s]?([A-Za-z]{{0,3}}?)(?:[-\s]?({'|'.join(LATIN)}))?")
_ALPHABETS = (
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "가나다라마바사아자차카타파하",
)
"""The letters that count: Cyrillic, Arabic in the old order and in that of the dictionary, Korean."""
HAN = "一二三四五六七八九十百〇零"
_HAN = re.compile(r"(?:([一二三四五六七八九])?(百)[零〇]?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?")
LETTERS = f"[{_ALPHABETS[0]}{_ALPHABETS[2]}{_ALPHABETS[3]}]"
"""One letter that counts, of other alphabets than the Latin one."""


class Numeral(Enum):
    """A way of counting."""

    ARABIC = "1"
    LOWER = "a"
    DOUBLE = "aa"
    ROMAN = "i"
    UPPER = "A"
    ROMAN_UPPER = "I"
    BULLET = "-"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a token: the way of counting, the number, and what was added behind it ("A", "bis")."""

    numeral: Numeral
    value: int
    suffix: str = ""

    @property
    def is_first(self) -> bool:
        return self.value == 1 and not self.suffix

    def follows(self, other: Reading) -> bool:
        """Whether it is the number right behind another, or one inserted there."""
        return (self.value == other.value + 1 and not self.suffix) or (self.value == other.value and self.suffix > other.suffix)


def readings(token: str) -> tuple[Reading, ...]:
    """What a token may count, the likelier readings first."""
    token = in_latin(token)
    arabic = _ARABIC.fullmatch(token)
    if arabic:
        latin = f"~{LATIN.index(arabic[3]):02}" if arabic[3] else ""
        return (Reading(Numeral.ARABIC, int(arabic[1]), arabic[2].upper() + latin),)
    if len(token) == 1 and "①" <= token <= "⑳":
        return (Reading(Numeral.ARABIC, ord(token) - ord("①") + 1),)
    if token.lower() in SPELT:
        return (Reading(Numeral.ARABIC, SPELT[token.lower()]),)
    base, _, latin = token.lower().rpartition(" ")
    if latin in LATIN and base in SPELT:
        return (Reading(Numeral.ARABIC, SPELT[base], f"~{LATIN.index(latin):02}"),)
    base, _, latin = token.partition(" ")
    added = f"~{LATIN.index(latin):02}" if latin in LATIN else ""
    if not base.isascii():
        return _foreign(base)
    dashed = re.fullmatch(r"([A-Za-z]{1,2})(-\d{1,2})", base)
    if dashed:
        return tuple(Reading(one.numeral, one.value, one.suffix + dashed[2]) for one in readings(dashed[1]))
    if not base.isalpha():
        return ()
    if base.islower() or base.isupper():
        upper = base.isupper()
        return tuple(_letters(base.lower(), added, upper) + _romans(base.lower(), added, upper))
    if base[:-1].islower() and base[-1].isupper() and len(base) <= 6:
        return tuple(_letters(base[:-1], base[-1] + added, False) + _romans(base[:-1], base[-1] + added, False))
    return ()


def _foreign(base: str) -> tuple[Reading, ...]:
    """What a letter of another alphabet, or a Chinese number, counts."""
    han = _HAN.fullmatch(base)
    if han and base:
        hundreds, tens = (HAN.find(han[at] or "一") + 1 if han[at + 1] else 0 for at in (1, 3))
        return (Reading(Numeral.ARABIC, 100 * hundreds + 10 * tens + (HAN.find(han[5]) + 1 if han[5] else 0)),)
    letter = base.lower()
    places = dict.fromkeys(alphabet.find(letter) for alphabet in _ALPHABETS if len(letter) == 1 and letter in alphabet)
    return tuple(Reading(Numeral.LOWER, place + 1) for place in places)


def _letters(base: str, suffix: str, upper: bool) -> list[Reading]:
    kind = Numeral.UPPER if upper else Numeral.LOWER
    place = ord(base[0]) - 96
    if len(base) == 1:
        return [Reading(kind, place, suffix)]
    if len(base) > 3:
        return []
    doubled = [Reading(kind, 26 * (len(base) - 1) + place, suffix)] if len(set(base)) == 1 else []
    if doubled and not upper and len(base) == 2:
        doubled.append(Reading(Numeral.DOUBLE, place, suffix))
    return [*doubled, Reading(kind, place, base[1:].upper() + suffix)]


def _romans(base: str, suffix: str, upper: bool) -> list[Reading]:
    kind = Numeral.ROMAN_UPPER if upper else Numeral.ROMAN
    if _ROMAN.fullmatch(base):
        return [Reading(kind, _roman(base), suffix)]
    if len(base) > 1 and base[-1] in "ab" and _ROMAN.fullmatch(base[:-1]):
        return [Reading(kind, _roman(base[:-1]), base[-1].upper() + suffix)]
    return []


def _roman(letters: str) -> int:
    values = [_VALUES[letter] for letter in letters]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
