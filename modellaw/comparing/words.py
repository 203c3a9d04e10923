"""Which words changed: lines as tokens, the smallest difference between them, and a readable one.

The truthful difference is a longest common subsequence, found bit by bit on Python's integers (Hyyrö 2004, as in
Crochemore et al. 2001): exactly minimal, no dependency, and as fast as the C++ libraries once their preparation is
counted (docs/architecture.md has the measurement). The readable one is diff-match-patch's semantic clean-up of it, run
on one character per token, so that it can neither cut a word nor separate a token from its mark.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise, takewhile
from typing import TypeVar

from modellaw.model.changes import Trace
from modellaw.model.nodes import Blank, CarriedInline, Inline, Note, Reference, Run
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text, paragraphs_of, text_of
from modellaw.values import dataclass, replace

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+|[.,]\d[^\W_]*)*|\s|[^\w\s]|_", re.UNICODE)
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_FIRST_SIGN = _SIGNS[0]
_WORD_OR_SIGN = _WORD.pattern.replace("[^", f"[{_SIGNS}]|[^", 1).replace(r"\W_]", rf"\W_{_SIGNS}]")
"""Chinese and Japanese have no blanks between words: each of their signs is a token. Compiled where it is needed, which takes long."""

_WHOLE = frozenset({"term", "def"})
_PATIENCE = 4_000_000
"""Above this many token pairs a difference is first split on the tokens that are unique on both sides."""


_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Token:
    """The smallest thing a mark can cover: a word, a blank, a sign, a reference, a blank to fill, a note, a defined term.

    Two tokens are the same when their ``key`` is: text, formatting and, for references and blanks, what they point to.
    """

    key: Hashable
    inline: Inline

    @property
    def text(self) -> str:
        """The words of the token as they stand in the line ("" for a note)."""
        return inline_text(self.inline)


@dataclass(frozen=True, slots=True)
class Hunk:
    """Tokens ``start:end`` of the old line become tokens ``new_start:new_end`` of the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def is_whole(run: Run) -> bool:
    """Whether a run is one token, as a term that is defined is."""
    return bool(run.wraps) and any(wrap.name in _WHOLE for wrap in run.wraps)


def words_of(run: Run) -> list[str]:
    """The words, blanks and signs of a run, one by one; a term that is defined is one."""
    return [run.text] if is_whole(run) else text_words(run.text)


def text_words(text: str) -> list[str]:
    """The words, blanks and signs of a text, one by one."""
    return _WORD.findall(text) if text.isascii() or max(text) < _FIRST_SIGN else re.findall(_WORD_OR_SIGN, text)


def tokens(content: Iterable[Inline]) -> list[Token]:
    """A line as tokens, traces left on the inlines and out of the keys."""
    out: list[Token] = []
    for inline in content:
        match inline:
            case Run():
                wraps, trace = inline.wraps, inline.trace
                out.extend([Token((word, wraps) if wraps else word, Run(word, wraps, trace)) for word in words_of(inline)])
            case Reference():
                out.append(Token(("ref", inline.target, inline.content, inline.attributes, inline.wraps), inline))
            case Blank():
                out.append(Token(("blank", inline.blank, inline.content, inline.attributes, inline.wraps), inline))
            case Note():
                words = tuple(text_of(line) for block in inline.blocks for line in paragraphs_of(block))
                out.append(Token(("note", words, inline.attributes), inline))
            case CarriedInline():
                out.append(Token(("xml", inline.xml, inline.wraps), inline))
    return out


def difference(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Hunk]:
    """The smallest set of changed tokens between two sequences of keys; hunks in order, never touching."""
    most = min(len(old), len(new))
    start = alike(old, new, most)
    tail = alike_at_the_end(old, new, most - start)
    end, new_end = len(old) - tail, len(new) - tail
    if start in (end, new_end):
        return [Hunk(start, end, start, new_end)] if start < end or start < new_end else []
    return _difference(old[start:end], new[start:new_end], start, start)


def alike(old: Sequence[Hashable], new: Sequence[Hashable], most: int) -> int:
    """How many tokens, or characters, up to ``most`` are the same from the beginning."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if old[least:middle] == new[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def alike_at_the_end(old: Sequence[Hashable], new: Sequence[Hashable], most: int) -> int:
    """How many tokens, or characters, up to ``most`` are the same from the end."""
    least, end, new_end = 0, len(old), len(new)
    while least < most:
        middle = (least + most + 1) // 2
        if old[end - middle : end - least] == new[new_end - middle : new_end - least]:
            least = middle
        else:
            most = middle - 1
    return least


def beginning(rows: Sequence[tuple[_Item, ...]]) -> tuple[_Item, ...]:
    """What all rows begin with; nothing where there is no row."""
    common = rows[0] if rows else ()
    for row in rows[1:]:
        common = tuple(item for item, _ in takewhile(lambda pair: pair[0] == pair[1], zip(common, row, strict=False)))
    return common


def kept(hunks: Iterable[Hunk], length: int) -> list[tuple[int, int]]:
    """The tokens that no hunk touches, as pairs of their places in the old line, which has ``length`` tokens, and in the new one."""
    pairs: list[tuple[int, int]] = []
    i = j = 0
    for hunk in hunks:
        pairs += zip(range(i, hunk.start), range(j, hunk.new_start), strict=True)
        i, j = hunk.end, hunk.new_end
    return [*pairs, *zip(range(i, length), range(j, j + length - i), strict=True)]


def _difference(old: Sequence[Hashable], new: Sequence[Hashable], start: int, new_start: int) -> list[Hunk]:
    """The hunks of two sequences that are what is behind ``start`` and ``new_start`` in longer ones."""
    if set(old).isdisjoint(new):
        return [Hunk(start, start + len(old), new_start, new_start + len(new))]
    hunks: list[Hunk] = []
    anchors = _unique_anchors(old, new) if len(old) * len(new) > _PATIENCE else []
    i = j = 0
    for a, b in [*anchors, (len(old), len(new))]:
        hunks += _hunks(_common(old[i:a], new[j:b]), a - i, b - j, start + i, new_start + j)
        i, j = a + 1, b + 1
    return hunks


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """A longest common subsequence as pairs of indexes; old tokens are the bits of one integer, a row per new token."""
    places: dict[Hashable, int] = {}
    for index, key in enumerate(old):
        places[key] = places.get(key, 0) | (1 << index)
    full = (1 << len(old)) - 1
    row = full
    rows: list[int] = []
    for key in new:
        matches = row & places.get(key, 0)
        row = ((row + matches) | (row - matches)) & full
        rows.append(row)
    pairs: list[tuple[int, int]] = []
    i, j = len(old) - 1, len(new) - 1
    while i >= 0 and j >= 0:
        if rows[j] >> i & 1:
            i -= 1
        elif j and not rows[j - 1] >> i & 1:
            j -= 1
        else:
            pairs.append((i, j))
            i, j = i - 1, j - 1
    pairs.reverse()
    return pairs


def _hunks(pairs: Iterable[tuple[int, int]], old_length: int, new_length: int, start: int, new_start: int) -> list[Hunk]:
    hunks: list[Hunk] = []
    i = j = 0
    for a, b in [*pairs, (old_length, new_length)]:
        if a > i or b > j:
            hunks.append(Hunk(start + i, start + a, new_start + j, new_start + b))
        i, j = a + 1, b + 1
    return hunks


def _unique_anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest rising chain of tokens that occur once on either side (patience difference)."""
    from bisect import bisect_left
    from collections import Counter

    in_old, in_new = Counter(old), Counter(new)
    where = {key: index for index, key in enumerate(new) if in_new[key] == 1}
    pairs = [(i, where[key]) for i, key in enumerate(old) if in_old[key] == 1 and key in where]
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        k = bisect_left(tails, j)
        before.append(at[k - 1] if k else -1)
        tails[k : k + 1] = [j]
        at[k : k + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def readable(old: Sequence[Hashable], new: Sequence[Hashable], hunks: list[Hunk]) -> list[Hunk]:
    """The hunks after diff-match-patch's semantic clean-up: islands of a word or two between changes are taken in."""
    hunks = _without_lone_tokens(hunks)
    if not any(next_.start - hunk.end <= min(_size(hunk), _size(next_)) for hunk, next_ in pairwise(hunks)):
        return hunks  # nothing between two changes is as small as they are
    from diff_match_patch import diff_match_patch

    letters = {key: chr(0x10000 + at) for at, key in enumerate(dict.fromkeys((*old, *new)))}

    def encoded(keys: Sequence[Hashable]) -> str:
        return "".join(map(letters.__getitem__, keys))

    diffs: list[tuple[int, str]] = []
    at = 0
    for hunk in hunks:
        diffs.append((0, encoded(old[at : hunk.start])))
        diffs.append((-1, encoded(old[hunk.start : hunk.end])))
        diffs.append((1, encoded(new[hunk.new_start : hunk.new_end])))
        at = hunk.end
    diffs.append((0, encoded(old[at:])))
    diffs = [(sign, text) for sign, text in diffs if text]
    diff_match_patch().diff_cleanupSemantic(diffs)
    return _from_diffs(diffs)


def _size(hunk: Hunk) -> int:
    return max(hunk.end - hunk.start, hunk.new_end - hunk.new_start)


def _without_lone_tokens(hunks: list[Hunk]) -> list[Hunk]:
    """The hunks with what the clean-up always does done to them: one token between two replacements is taken in."""
    merged: list[Hunk] = []
    for hunk in hunks:
        last = merged[-1] if merged else None
        if last and hunk.start - last.end == 1 and _replaces(last) and _replaces(hunk):
            merged[-1] = Hunk(last.start, hunk.end, last.new_start, hunk.new_end)
        else:
            merged.append(hunk)
    return merged


def _from_diffs(diffs: list[tuple[int, str]]) -> list[Hunk]:
    hunks: list[Hunk] = []
    i = j = start = new_start = 0
    for sign, text in [*diffs, (0, "")]:
        if sign == 0:
            if i > start or j > new_start:
                hunks.append(Hunk(start, i, new_start, j))
            i, j = i + len(text), j + len(text)
            start, new_start = i, j
        elif sign < 0:
            i += len(text)
        else:
            j += len(text)
    return hunks


def changed_words(old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """The readable difference of two tokenised lines, blanks between two changed words taken into the change."""
    old_keys, new_keys = [token.key for token in old], [token.key for token in new]
    hunks = readable(old_keys, new_keys, difference(old_keys, new_keys))
    merged: list[Hunk] = []
    for hunk in hunks:
        last = merged[-1] if merged else None
        gap = old[last.end : hunk.start] if last else ()
        # a lone blank between two replacements is part of one replacement, else "a b" -> "c d" reads as soup
        if (
            last
            and gap
            and all(not token.text.strip() and not isinstance(token.inline, Note) for token in gap)
            and _replaces(last)
            and _replaces(hunk)
        ):
            merged[-1] = Hunk(last.start, hunk.end, last.new_start, hunk.new_end)
        else:
            merged.append(hunk)
    return merged


def _replaces(hunk: Hunk) -> bool:
    return hunk.end > hunk.start and hunk.new_end > hunk.new_start


def marked(old: Sequence[Inline], new: Sequence[Inline], change: str) -> tuple[Inline, ...]:
    """One line that is ``old`` when the change is rejected and ``new`` when it is accepted; both come without marks."""
    before, after = tokens(old), tokens(new)
    out: list[Inline] = []
    at = 0
    for hunk in changed_words(before, after):
        out += [token.inline for token in before[at : hunk.start]]
        out += [replace(token.inline, trace=Trace(deleted=change)) for token in before[hunk.start : hunk.end]]
        out += [replace(token.inline, trace=Trace(inserted=change)) for token in after[hunk.new_start : hunk.new_end]]
        at = hunk.end
    return coalesce([*out, *(token.inline for token in before[at:])])


def likeness(old: Sequence[Hashable], new: Sequence[Hashable]) -> float:
    """How much of two lines is the same, 0 to 1: twice the common words over all words, blanks and signs apart."""
    from collections import Counter

    a, b = _words_only(old), _words_only(new)
    if not a or not b:
        return 1.0 if a == b else 0.0
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b))


def _words_only(keys: Sequence[Hashable]) -> list[Hashable]:
    return [key for key in keys if not (isinstance(key, str) and not key[:1].isalnum())]
