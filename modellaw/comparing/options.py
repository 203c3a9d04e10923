"""What a comparison is asked and what it answers: options, kinds of differences, the differences, the comparison."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from modellaw.model.nodes import Law
from modellaw.values import dataclass


class Granularity(Enum):
    """The smallest thing that is marked where a line differs: words, whole sentences, or the whole line."""

    WORD = "word"
    SENTENCE = "sentence"
    PROVISION = "provision"


class Ignore(Enum):
    """What makes no difference; where only this differs the new text stands unmarked."""

    NUMBERS = "numbers"
    REFERENCES = "references"
    CASE = "case"
    PUNCTUATION = "punctuation"
    WHITESPACE = "whitespace"
    MARKUP = "markup"


class Kind(Enum):
    """What became of a provision or of words in it."""

    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    SPLIT = "split"
    JOINED = "joined"
    LEVEL = "level"
    HEADING = "heading"
    TEXT = "text"
    NOTE = "note"
    REFERENCE = "reference"
    WHITESPACE = "whitespace"
    MARKUP = "markup"

    __hash__ = object.__hash__  # there is one of each; that of the standard library is not made in C


@dataclass(frozen=True, slots=True)
class Options:
    """How to compare; ``moves`` false shows a moved provision as taken out and put in."""

    moves: bool = True
    granularity: Granularity = Granularity.WORD
    ignore: frozenset[Ignore] = frozenset()
    old_title: str = ""
    new_title: str = ""
    date: str = ""

    @property
    def exact_words(self) -> bool:
        """Whether words alone are marked, and every difference counts."""
        return self.granularity is Granularity.WORD and not self.ignore


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the wids of the provision before and after ("" for none), the words, and the change that marks it.

    ``change`` is "" where the marked tree shows nothing: attributes, which no mark can cover.
    """

    kind: Kind
    old: str
    new: str
    old_words: str = ""
    new_words: str = ""
    change: str = ""
    units: tuple[int, int] = (-1, -1)
    cited: Callable[[int, int], str] = lambda _, __: ""
    """Says in words where a unit stands, of the old (0) or the new law (1)."""

    @property
    def old_place(self) -> str:
        """The provision before in words, "" for none and for the law itself."""
        return self.cited(0, self.units[0])

    @property
    def new_place(self) -> str:
        """The provision after in words, "" for none and for the law itself."""
        return self.cited(1, self.units[1])


@dataclass(frozen=True, slots=True)
class Comparison:
    """The marked law (reject gives the old law, accept the text of the new one) and the list of differences, in the order of the law.

    ``pairs`` says which provision became which: (old wid, new wid), "" for none.
    """

    marked: Law
    differences: tuple[Difference, ...]
    pairs: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.differences)
