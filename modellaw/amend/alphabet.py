"""The order of defined terms, as dictionaries have it: accents and quotation marks do not count, letters of their own do."""

from __future__ import annotations

from unicodedata import combining, normalize

_OWN = {"й": "и", "ї": "і", "ў": "у", "ñ": "n"}
"""Letters that come behind the one they look like with a sign on it: all words with that come first."""
_JOINED = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
_TABLE = str.maketrans({own: f"{base}\uffff" for own, base in _OWN.items()} | _JOINED)


def order(term: str) -> tuple[str, str]:
    """What terms are sorted by: "État" stands between "enquête" and "expert", "йод" behind "иск"."""
    folded = normalize("NFC", term.casefold())
    known = normalize("NFD", folded.translate(_TABLE))
    plain = "".join(sign for sign in known if not combining(sign))
    return plain.lstrip("“”„\"«»‘’' \u00a0\u202f"), folded
