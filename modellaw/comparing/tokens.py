"""A line of a plain law as tokens for comparing: words as strings, of which inlines are made only where they are written."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from modellaw.comparing.options import Ignore
from modellaw.comparing.sketch import inline_key
from modellaw.comparing.words import alike, alike_at_the_end, is_whole, text_words, words_of
from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import Blank, Inline, Reference, Run
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text
from modellaw.values import replace

Ignored = frozenset[Ignore]
Target = Callable[[str], Hashable]
"""Where a reference points, told in a way that both laws share."""

Pieces = dict[int, list[str]]


class TokenLine:
    """``words`` are what the tokens say ("" for a note), ``keys`` what makes them equal to those of another line.

    ``runs`` says whether the line has nothing but words. ``pieces`` are the words of runs (by their place) that need not all be tokens.
    """

    __slots__ = ("_content", "_owner", "_pieces", "_target", "keys", "runs", "words")

    def __init__(self, content: Sequence[Inline], ignore: Ignored, target: Target, pieces: Pieces | None = None) -> None:
        self._content, self._target, self._pieces = content, target, pieces
        self.words: list[str] = []
        self.keys: list[Hashable] = []
        self.runs = True
        self._owner: list[int] = []
        for at, inline in enumerate(content):
            if isinstance(inline, Run):
                words = pieces[at] if pieces and at in pieces else words_of(inline)
                wraps = () if Ignore.MARKUP in ignore else inline.wraps
                known = [_word(word, ignore) for word in words] if ignore else words
                self.keys += [(word, wraps) for word in known] if wraps else known
                self.words += words
                self._owner += [at] * len(words)
            else:
                self.runs = False
                self.keys.append(_reference(inline, ignore, target) if isinstance(inline, Reference) else _key(inline, ignore))
                self.words.append(inline_text(inline))
                self._owner.append(at)

    def all_keys(self) -> list[Hashable]:
        """The keys of the line with a token for every word."""
        return TokenLine(self._content, frozenset(), self._target).keys if self._pieces else self.keys

    def inline(self, at: int) -> Inline:
        """The inline that a token is of."""
        return self._content[self._owner[at]]

    def has(self, kind: type[Inline]) -> bool:
        """Whether the line has an inline of a kind."""
        return not self.runs and any(isinstance(inline, kind) for inline in self._content)

    def inlines(self, start: int, end: int, trace: Trace = NO_TRACE) -> tuple[Inline, ...]:
        """The inlines of the tokens ``start:end``, words of one formatting joined, with a trace."""
        out: list[Inline] = []
        while start < end:
            owner = self._owner[start]
            stop = end
            if self._owner[end - 1] != owner:
                stop = start + 1
                while self._owner[stop] == owner:
                    stop += 1
            inline = self._content[owner]
            if isinstance(inline, Run):
                out.append(Run("".join(self.words[start:stop]), inline.wraps, trace))
            else:
                out.append(replace(inline, trace=trace) if trace else inline)
            start = stop
        return coalesce(out) if len(out) > 1 else tuple(out)


def pieces(old: Sequence[Inline], new: Sequence[Inline]) -> tuple[Pieces, Pieces]:
    """Pieces of the runs of two lines: what both begin with is one, so is what both end with; only what is between is cut up."""
    head, most = 0, min(len(old), len(new))
    while head < most and _left_whole(old[head], new[head]):
        head += 1
    tail, most = 0, most - head
    while tail < most and _left_whole(old[-1 - tail], new[-1 - tail]):
        tail += 1
    found: tuple[Pieces, Pieces] = ({}, {})
    for words, line in zip(found, (old, new), strict=True) if head or tail else ():
        for at in (*range(head), *range(len(line) - tail, len(line))):
            if isinstance(inline := line[at], Run):
                words[at] = [inline.text]
    for at in range(head, len(old) - tail) if len(old) == len(new) else ():
        mine, yours = old[at], new[at]
        if isinstance(mine, Run) and isinstance(yours, Run) and mine.wraps == yours.wraps and not is_whole(mine):
            found[0][at], found[1][at] = _between(mine.text, yours.text)
    return found


def _left_whole(old: Inline, new: Inline) -> bool:
    return old == new if isinstance(old, Run) else not isinstance(new, Run)


def _between(old: str, new: str) -> tuple[list[str], list[str]]:
    """Two texts cut into what they begin with, the words of what follows, and a blank and what they end with."""
    most = min(len(old), len(new))
    start = old.rfind(" ", 0, alike(old, new, most)) + 1  # no word goes on behind a blank
    end = old.find(" ", len(old) - alike_at_the_end(old, new, most - start))
    tail = [" ", old[end + 1 :]] if end >= 0 else []
    behind = end - len(old) if end >= 0 else None
    head = [old[:start]] if start else []
    return [*head, *text_words(old[start:behind]), *tail], [*head, *text_words(new[start:behind]), *tail]


def _reference(inline: Reference, ignore: Ignored, target: Target) -> Hashable:
    wraps = () if Ignore.MARKUP in ignore else inline.wraps
    return ("ref", "", wraps, "") if Ignore.REFERENCES in ignore else ("ref", inline_text(inline), wraps, target(inline.target))


def _key(inline: Inline, ignore: Ignored) -> Hashable:
    """What makes an inline that is no run equal to another; the name of a blank is markup."""
    return ("blank", inline_text(inline)) if Ignore.MARKUP in ignore and isinstance(inline, Blank) else inline_key(inline)


def _word(word: str, ignore: Ignored) -> str:
    """A token's words as far as they count."""
    if Ignore.CASE in ignore:
        word = word.casefold()
    if Ignore.NUMBERS in ignore and word.replace(",", "").replace(".", "").isdecimal():
        word = "0"
    if Ignore.WHITESPACE in ignore and word.isspace():
        word = " "
    if Ignore.PUNCTUATION in ignore and word and not word.isspace() and not any(map(str.isalnum, word)):
        word = ","
    return word


def ignored_words(line: TokenLine, start: int, end: int, ignore: Ignored) -> list[Hashable]:
    """What a changed stretch says apart from what is ignored."""
    said: list[Hashable] = []
    for at in range(start, end):
        inline = line.inline(at)
        word = _word(line.words[at], ignore) if isinstance(inline, Run) else _key(inline, ignore)
        if not (word == "," and Ignore.PUNCTUATION in ignore) and not (word == " " and Ignore.WHITESPACE in ignore):
            said.append(word)
    return said
