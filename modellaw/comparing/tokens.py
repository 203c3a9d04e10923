"""A line of a plain law as tokens for comparing: words as strings, of which inlines are made only where they are written."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from modellaw.comparing.options import Ignore
from modellaw.comparing.sketch import inline_key
from modellaw.comparing.words import words_of
from modellaw.model.nodes import Blank, Inline, Reference, Run
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text

Ignored = frozenset[Ignore]
Target = Callable[[str], Hashable]
"""Where a reference points, told in a way that both laws share."""


class TokenLine:
    """``words`` are what the tokens say ("" for a note), ``keys`` what makes them equal to those of another line.

    ``runs`` says whether the line has nothing but words. With ``whole`` each run is one token.
    """

    __slots__ = ("_content", "_owner", "keys", "runs", "words")

    def __init__(self, content: Sequence[Inline], ignore: Ignored, target: Target, *, whole: bool = False) -> None:
        self._content = content
        self.words: list[str] = []
        self.keys: list[Hashable] = []
        self.runs = True
        self._owner: list[int] = []
        for at, inline in enumerate(content):
            if isinstance(inline, Run):
                words = [inline.text] if whole else words_of(inline)
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

    def inline(self, at: int) -> Inline:
        """The inline that a token is of."""
        return self._content[self._owner[at]]

    def has(self, kind: type[Inline]) -> bool:
        """Whether the line has an inline of a kind."""
        return not self.runs and any(isinstance(inline, kind) for inline in self._content)

    def inlines(self, start: int, end: int) -> tuple[Inline, ...]:
        """The inlines of the tokens ``start:end``, words of one formatting joined."""
        out: list[Inline] = []
        while start < end:
            owner = self._owner[start]
            stop = end
            if self._owner[end - 1] != owner:
                stop = start + 1
                while self._owner[stop] == owner:
                    stop += 1
            inline = self._content[owner]
            out.append(Run("".join(self.words[start:stop]), inline.wraps) if isinstance(inline, Run) else inline)
            start = stop
        return coalesce(out) if len(out) > 1 else tuple(out)


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
    if Ignore.NUMBERS in ignore and word.isdecimal():
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
