"""The language of a text whose file does not say it, by the script that it is written in; of Latin script nothing is said."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SAMPLE = 20_000
"""So many signs show the script of a text."""

_SCRIPTS = (
    ("ara", "[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]"), ("heb", "[\u05d0-\u05ea]"), ("rus", "[\u0400-\u04ff]"),
    ("ell", "[\u0370-\u03ff]"), ("jpn", "[\u3040-\u30ff]"), ("kor", "[\uac00-\ud7a3]"), ("zho", "[\u4e00-\u9fff]"),
    ("tha", "[\u0e01-\u0e3a]"),
    ("hin", "[\u0905-\u0939]"), ("hye", "[\u0531-\u0587]"), ("kat", "[\u10d0-\u10ff]"), ("amh", "[\u1200-\u137f]"),
)  # fmt: skip
"""The language that is taken for each script, and its letters."""
_OTHERS = (
    ("ara", "urd", "[\u0679\u0688\u0691\u06ba\u06d2]"), ("ara", "fas", "[\u067e\u0686\u0698\u06af\u06a9]"),
    ("rus", "ukr", "[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]"),
    ("rus", "srp", "[\u0402\u0408\u0409\u040a\u040b\u0452\u0458-\u045b]"),
)  # fmt: skip
"""Languages that write with letters of their own in a script: the script's language, theirs, the letters."""
_OFTEN = 0.02


def language_by_script(lines: Iterable[str]) -> str:
    """The language (three letters) in whose script more than half of the letters are; "" for Latin script, or where there is none."""
    text = ""
    for line in lines:
        text += line
        if len(text) > _SAMPLE:
            break
    letters = sum(map(str.isalpha, text))
    counts = {language: len(re.findall(signs, text)) for language, signs in _SCRIPTS} if not text.isascii() else {}
    if counts.get("jpn", 0) * 20 > letters and (counts["jpn"] + counts["zho"]) * 2 > letters:
        return "jpn"  # its laws are Chinese signs for the most part
    script = max(counts, key=lambda language: counts[language], default="")
    if not script or counts[script] * 2 <= letters:
        return ""
    return next((other for of, other, signs in _OTHERS if of == script and len(re.findall(signs, text)) > _OFTEN * letters), script)
