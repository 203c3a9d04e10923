"""The readable passes over a truthful difference: each takes hunks and gives larger or fewer ones, never untrue ones."""

from __future__ import annotations

from collections.abc import Callable

from modellaw.comparing.options import Granularity
from modellaw.comparing.tokens import TokenLine
from modellaw.comparing.words import Hunk, likeness, readable
from modellaw.model.nodes import Note

Pass = Callable[[TokenLine, TokenLine, list[Hunk]], list[Hunk]]

WHOLE = 0.3
"""Below this likeness two lines have so little in common that the old one is shown as replaced."""

_LEAST = 8


def islands(old: TokenLine, new: TokenLine, hunks: list[Hunk]) -> list[Hunk]:
    """A word or two that happen to be the same between two changes are taken into the change."""
    return readable(old.keys, new.keys, hunks)


def blanks(old: TokenLine, new: TokenLine, hunks: list[Hunk]) -> list[Hunk]:
    """A lone blank between two replacements is part of one replacement."""
    merged: list[Hunk] = []
    for hunk in hunks:
        last = merged[-1] if merged else None
        gap = old.words[last.end : hunk.start] if last else ()
        if last and gap and all(map(str.isspace, gap)) and _replaces(last) and _replaces(hunk):
            merged[-1] = Hunk(last.start, hunk.end, last.new_start, hunk.new_end)
        else:
            merged.append(hunk)
    return merged


def _replaces(hunk: Hunk) -> bool:
    return hunk.end > hunk.start and hunk.new_end > hunk.new_start


def whole_words(old: TokenLine, new: TokenLine, hunks: list[Hunk]) -> list[Hunk]:
    """What was put in or taken out begins with a word and ends with the blank behind it, where the text leaves a choice."""
    out: list[Hunk] = []
    for hunk in hunks:
        line, start, end = (new, hunk.new_start, hunk.new_end) if hunk.start == hunk.end else (old, hunk.start, hunk.end)
        words, keys = line.words, line.keys
        floor = out[-1].end if out else 0
        pure = hunk.start == hunk.end or hunk.new_start == hunk.new_end
        # " and b" put in after "a" is the same line as "and b " put in before " c": a blank in front moves behind
        if pure and start + 1 < end < len(words) and words[start].isspace() and keys[start] == keys[end] and not words[end - 1].isspace():
            hunk = Hunk(hunk.start + 1, hunk.end + 1, hunk.new_start + 1, hunk.new_end + 1)
        out.append(hunk if hunk.start >= floor else Hunk(floor, hunk.end, hunk.new_start, hunk.new_end))
    return out


def replaced(old: TokenLine, new: TokenLine, hunks: list[Hunk]) -> list[Hunk]:
    """Lines that have little in common are shown as one replaced by the other; notes that stay are not touched."""
    if len(hunks) < 3 or old.has(Note) or new.has(Note) or _half_is_kept(old, new, hunks):
        return hunks
    keys, others = old.all_keys(), new.all_keys()
    if len(keys) < _LEAST or len(others) < _LEAST or likeness(keys, others) >= WHOLE:
        return hunks
    return [Hunk(hunks[0].start, hunks[-1].end, hunks[0].new_start, hunks[-1].new_end)]


def _half_is_kept(old: TokenLine, new: TokenLine, hunks: list[Hunk]) -> bool:
    gone = sum([len(word) for hunk in hunks for word in old.words[hunk.start : hunk.end]])
    came = sum([len(word) for hunk in hunks for word in new.words[hunk.new_start : hunk.new_end]])
    return 2 * (gone + came) <= sum(map(len, old.words)) + sum(map(len, new.words))


def sentences(old: TokenLine, new: TokenLine, hunks: list[Hunk]) -> list[Hunk]:
    """Every changed sentence is shown as a whole."""
    out: list[Hunk] = []
    for place, hunk in enumerate(hunks):
        floor = out[-1].end if out else 0
        start = hunk.start
        while start > floor and not _ends(old.words[start - 1]):
            start -= 1
        shift = hunk.start - start
        if out and start == floor and not (floor and _ends(old.words[floor - 1])):
            out[-1] = Hunk(out[-1].start, hunk.end, out[-1].new_start, hunk.new_end)
        else:
            out.append(Hunk(start, hunk.end, hunk.new_start - shift, hunk.new_end))
        last = out[-1]
        limit = hunks[place + 1].start if place + 1 < len(hunks) else len(old.words)
        end = last.end
        while end < limit and not (end > last.start and _ends(old.words[end - 1])):
            end += 1
        out[-1] = Hunk(last.start, end, last.new_start, last.new_end + end - last.end)
    return out


def _ends(word: str) -> bool:
    return word in {".", ";", ":", "?", "!"}


def everything(old: TokenLine, new: TokenLine, hunks: list[Hunk]) -> list[Hunk]:
    """A line that differs is shown as a whole."""
    return [Hunk(0, len(old.words), 0, len(new.words))]


WORDS: tuple[Pass, ...] = (islands, blanks, replaced, whole_words)
"""The passes for words, in order."""


def passes(granularity: Granularity) -> tuple[Pass, ...]:
    """The passes for a granularity, in order."""
    match granularity:
        case Granularity.WORD:
            return WORDS
        case Granularity.SENTENCE:
            return (sentences,)
        case Granularity.PROVISION:
            return (everything,)
