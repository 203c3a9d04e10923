"""Quotations with quotation marks around all of them, as most amending laws print what they insert."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.capturing.rewording import cut
from modellaw.capturing.spoken import Spoken
from modellaw.model.walk import inline_text
from modellaw.values import replace

_PAIRS = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’"}
_APOSTROPHE = "’"
_BEHIND = ".;,"


def unquoted(lines: Sequence[Spoken]) -> list[Spoken]:
    """The first lines, up to the one that closes the quotation that the first one opens, without its marks; none where they have none.

    Every paragraph may begin with the mark again. Marks around a term at the beginning are none of the quotation.
    """
    opening = lines[0].words[:1] if lines else ""
    for repeated in (False, True) if opening in _PAIRS else ():
        count = _closed(lines, opening, repeated)
        if count:
            bare = [_without_first(line) if not at or (repeated and line.words.startswith(opening)) else line
                    for at, line in enumerate(lines[:count])]  # fmt: skip
            return [*bare[:-1], _without_last(bare[-1])]
    return []


def _closed(lines: Sequence[Spoken], opening: str, repeated: bool) -> int:
    """How many lines there are up to the end of the quotation, 0 where it does not end at the end of a line."""
    closing, depth = _PAIRS[opening], 0
    if closing == _APOSTROPHE:  # which stands in words too: the first line that ends with one ends it
        return next((at for at, line in enumerate(lines, 1) if line.words.rstrip(_BEHIND).endswith(closing)), 0)
    for at, line in enumerate(lines):
        words = line.words.rstrip(_BEHIND)
        words = words[1:] if at and repeated and words.startswith(opening) else words
        if opening == closing:
            depth = (depth + words.count(opening)) % 2
            whole = bool(at) or words.startswith(opening * 2) or words.count(opening) == 2
            if depth == 0:
                return at + 1 if whole and words.endswith(closing) else 0
            continue
        for place, sign in enumerate(words):
            depth += (sign == opening) - (sign == closing)
            if depth == 0:
                return at + 1 if place == len(words) - 1 else 0
    return 0


def _without_first(line: Spoken) -> Spoken:
    text = "".join(map(inline_text, line.content))
    return replace(line, content=cut(line.content, len(text) - len(text.lstrip()) + 1))


def _without_last(line: Spoken) -> Spoken:
    """A line without its last quotation mark and the full stop of the sentence behind it."""
    text = "".join(map(inline_text, line.content))
    return replace(line, content=cut(line.content, 0, len(text.rstrip().rstrip(_BEHIND)) - 1))
