"""The order of defined terms, as dictionaries have it: accents and quotation marks do not count, letters of their own do."""

from __future__ import annotations

from functools import cache
from unicodedata import combining, normalize

_OWN = {"й": "и", "ї": "і", "ў": "у", "ñ": "n"}
"""Letters that come behind the one they look like with a sign on it: all words with that come first."""
_JOINED = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
_ENDS = {"swedish": "åäö", "danish": "æøå", "icelandic": "þæö"}
"""The letters at the end of an alphabet, behind z, in their order."""
_ALIKE = {"swedish": {"æ": "ä", "ø": "ö", "ü": "y"}, "danish": {"ä": "æ", "ö": "ø", "ü": "y"}, "icelandic": {"ä": "æ", "ø": "ö"}}
"""Letters of neighbours, which stand where the own ones do."""
_BEHIND = {
    "polish": ("aą", "cć", "eę", "lł", "nń", "oó", "sś", "zźż"),
    "turkish": ("cç", "gğ", "hı", "oö", "sş", "uü"),
    "czech": ("cč", "rř", "sš", "zž"),
    "croatian": ("cčć", "dđ", "sš", "zž"),
    "romanian": ("aăâ", "iî", "sș", "tț"),
    "estonian": ("sšzž", "wõäöü"),
}
"""A letter, and those that stand behind it in the alphabet of a language."""
_CODES = {
    "swedish": "swe sv fin fi", "danish": "dan da nor no nob nb nno nn fao fo", "icelandic": "isl ice is", "polish": "pol pl",
    "turkish": "tur tr",
    "czech": "ces cze cs slk slo sk", "croatian": "hrv hr bos bs slv sl", "romanian": "ron rum ro", "estonian": "est et",
}  # fmt: skip
_LANGUAGES = {code: name for name, codes in _CODES.items() for code in codes.split()}
"""Which alphabet the words of a language (ISO 639) are sorted by."""


def order(term: str, language: str = "") -> tuple[str, str]:
    """What terms are sorted by: "État" stands between "enquête" and "expert", "йод" behind "иск"; in Swedish "ärende" behind "zon"."""
    folded = normalize("NFC", term.casefold())
    known = normalize("NFD", folded.translate(_table(language.lower().partition("-")[0])))
    plain = "".join(sign for sign in known if not combining(sign))
    return plain.lstrip("“”„\"«»‘’' \u00a0\u202f"), folded


@cache
def _table(language: str) -> dict[int, str]:
    """What letters are to be taken for: one of their own for the letter it stands behind and a sign behind all letters."""
    name = _LANGUAGES.get(language, "")
    rows = (f"z{_ENDS[name]}",) if name in _ENDS else _BEHIND.get(name, ())
    own = {letter: row[0] + "\uffff" * at for row in rows for at, letter in enumerate(row) if at}
    own |= {letter: own.get(as_, as_) for letter, as_ in _ALIKE.get(name, {}).items()}
    return str.maketrans({letter: f"{base}\uffff" for letter, base in _OWN.items()} | _JOINED | own)
