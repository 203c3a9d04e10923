"""The encoding of a text that does not say it: the one in which most lines begin like those of a law."""

from __future__ import annotations

from modellaw.importing.grammar import Grammar

_OLD = {
    "cp1252": "Windows-1252", "cp1251": "Windows-1251", "koi8_r": "KOI8-R", "cp1250": "Windows-1250", "cp1254": "Windows-1254",
    "cp1253": "Windows-1253", "cp1256": "Windows-1256", "gb18030": "GB 18030", "big5": "Big5", "shift_jis": "Shift JIS", "euc_kr": "EUC-KR",
}  # fmt: skip
"""What texts were written in before UTF-8, the likeliest first, and what it is called."""
_MOST = 20_000


def wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark at its beginning, by which half of its bytes are zero; "" for anything else."""
    head = data[:_MOST]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 3 and head[start::2].count(0) > 0.4 * len(head) / 2 and not head[1 - start :: 2].count(0):
            return encoding
    return ""


def old_encoding(data: bytes, grammar: Grammar) -> tuple[str, str]:
    """The encoding of a text that is no UTF-8, and what it is called; Windows-1252 where nothing speaks for another."""
    scores = {encoding: _score(data, encoding, grammar) for encoding in _OLD}
    best = max(scores, key=lambda encoding: scores[encoding])  # the first of equals
    return best, _OLD[best]


def _score(data: bytes, encoding: str, grammar: Grammar) -> int:
    """How many lines begin with the word for a part of a law, -1 for bytes that are none of the encoding."""
    try:
        text = data.decode(encoding, "replace" if encoding.startswith("cp") else "strict")
    except UnicodeDecodeError:
        return -1
    patterns = [heading.pattern for heading in (*grammar.containers, *grammar.units)]
    lines = [line.strip() for line in text.splitlines()[:_MOST] if not line.isascii()]
    return sum(any(pattern.match(line) for pattern in patterns) for line in lines)
