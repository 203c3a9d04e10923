"""A law as a reader of words sees it: its lines, each with the provisions it stands in and whether it is part of the law or guidance."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from modellaw.amend.sequence import counted
from modellaw.model.address import Paths, number_text, paths
from modellaw.model.nodes import Block, Group, Inline, Law, Note, Paragraph, Provision, Reference, Table, attribute
from modellaw.model.walk import children, inline_text, provisions
from modellaw.values import Caching, dataclass

GUIDANCE = frozenset({"commentary", "note", "guidance", "explanation"})
"""The names of containers that hold guidance to the legislator and not law."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words: the provisions around it (topmost first), its inlines without notes, whether it binds, and all its words."""

    path: tuple[Provision, ...]
    content: tuple[Inline, ...]
    name: str
    operative: bool
    text: str

    @property
    def unmarked(self) -> str:
        """Its words with references as blanks of the same length, so that places stay."""
        if not any(isinstance(inline, Reference) for inline in self.content):
            return self.text
        return "".join(" " * len(inline_text(i)) if isinstance(i, Reference) else inline_text(i) for i in self.content)

    @property
    def where(self) -> str:
        """The wid of the nearest provision."""
        return self.path[-1].wid if self.path else ""


@dataclass(frozen=True, slots=True)
class Text(Caching):
    """A plain law with its lines in document order, footnotes after the line they hang on; numbers left out.

    What several checks ask for is made once, when the first asks.
    """

    law: Law
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, law: Law) -> Text:
        """The text of a law."""
        lines: list[Line] = []
        _read(law.document, (), True, lines)
        return cls(law, tuple(lines))

    @cached_property
    def provisions(self) -> list[Provision]:
        """Every provision, in document order."""
        return list(provisions(self.law))

    @cached_property
    def operative(self) -> list[Line]:
        """The lines that are law and not guidance."""
        return [line for line in self.lines if line.operative]

    @cached_property
    def words(self) -> Words:
        """The operative lines, to look for words in."""
        return Words(self.operative)

    @cached_property
    def paths(self) -> Paths:
        """wid to the provision and all above it, topmost first."""
        return paths(self.law)

    @cached_property
    def tokens(self) -> dict[int, str]:
        """The bare number of every provision ("12A", "a", "" for none) by its id()."""
        return {id(provision): counted(number_text(provision)) for provision in self.provisions}


class Words:
    """The words of some lines as one text in small letters: looking through it once is faster than looking into each line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        small = [line.text.lower() for line in lines]
        self.text = "\n".join(small)
        self._starts = [0, *accumulate(len(text) + 1 for text in small)]

    def lines_of(self, words: str) -> Iterator[int]:
        """The numbers of the lines in which some words of letters and digits, in small letters, stand as they are."""
        at = self.text.find(words)
        while at >= 0:
            around = self.text[max(at - 1, 0) : at] + self.text[at + len(words) : at + len(words) + 1]
            if not any(sign.isalnum() or sign == "_" for sign in around):
                yield bisect_right(self._starts, at) - 1
            at = self.text.find(words, at + 1)

    def lines_with(self, pattern: re.Pattern[str], start: str) -> Iterator[int]:
        """The numbers of the lines with a pattern that begins with ``start``, both in small letters; in order, once for each place."""
        at = self.text.find(start)
        while at >= 0:
            if pattern.match(self.text, at):
                yield bisect_right(self._starts, at) - 1
            at = self.text.find(start, at + 1)


def _read(block: Block, path: tuple[Provision, ...], operative: bool, out: list[Line]) -> None:
    """The lines of a block, which go to ``out``."""
    match block:
        case Provision():
            binds = operative and attribute(block.attributes, "name") not in GUIDANCE
            path = (*path, block)
            for inner in block.blocks:
                _read(inner, path, binds, out)
        case Group():
            binds = operative and block.name not in {"preface", "coverPage", "conclusions"}
            for inner in block.blocks:
                _read(inner, path, binds, out)
        case Table():
            for inner in children(block):
                _read(inner, path, operative, out)
        case Paragraph() if block.name != "num":
            notes = [inline for inline in block.content if type(inline) is Note]
            content = tuple([inline for inline in block.content if type(inline) is not Note]) if notes else block.content
            out.append(Line(path, content, block.name, operative and bool(path), "".join(map(inline_text, content))))
            for note in notes:
                for inner in note.blocks:
                    _read(inner, path, False, out)
        case _:
            pass


def definition_of(path: tuple[Provision, ...]) -> Provision | None:
    """The definition that a line stands in, if any."""
    return next((step for step in path if attribute(step.attributes, "name") == "definition"), None)
