"""What every kind of file becomes first: its lines, each with its place in the file, what it looked like, and the words in it."""

from __future__ import annotations

from modellaw.errors import Finding
from modellaw.model.nodes import Inline, Table
from modellaw.model.walk import inline_text
from modellaw.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line stands in its file: the page (0 where a file has none) and the paragraph, both counted from 1."""

    page: int = 0
    paragraph: int = 0

    def __str__(self) -> str:
        parts = [f"page {self.page}"] if self.page else []
        return ", ".join([*parts, f"paragraph {self.paragraph}"] if self.paragraph else parts)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file, its automatic number in front of its words; or a table.

    ``indent`` is in points, None where nothing is known; ``bold`` is how many of its first signs are bold; ``listed`` is Word's list and
    level; ``wids`` are the provisions that begin here, in a file that this tool wrote; ``aside`` says why its words are no part of the law;
    ``boxed`` that they stand in a box of commentary.
    """

    content: tuple[Inline, ...] = ()
    text: str = ""
    spot: Spot = Spot()
    style: str = ""
    indent: float | None = None
    outline: int = -1
    centred: bool = False
    bold: int = 0
    listed: tuple[str, int] | None = None
    wids: tuple[str, ...] = ()
    aside: str = ""
    table: Table | None = None
    boxed: bool = False

    @property
    def wid(self) -> str:
        """The first provision that begins here, "" for none."""
        return self.wids[0] if self.wids else ""

    @property
    def is_bold(self) -> bool:
        return 0 < len(self.text.rstrip()) <= self.bold


@dataclass(frozen=True, slots=True)
class Aside:
    """Words that are set aside, since they belong to the pages of the file and not to the law, and why."""

    why: str
    words: str
    spot: Spot = Spot()


@dataclass(frozen=True, slots=True)
class Guess:
    """A decision that could have gone another way: where, about which words, what was taken, what else it may be."""

    spot: Spot
    words: str
    guess: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file as lines; ``ours`` where this tool wrote it (its styles then say what each line is); ``uri`` is the law that it tells of."""

    name: str
    kind: str
    lines: tuple[Line, ...]
    asides: tuple[Aside, ...] = ()
    findings: tuple[Finding, ...] = ()
    title: str = ""
    language: str = "eng"
    uri: str = ""
    ours: bool = False
    guesses: tuple[Guess, ...] = ()


def text_in(content: tuple[Inline, ...]) -> str:
    """The words of some inlines as they stand in the line, notes apart."""
    return "".join(map(inline_text, content))


def with_content(line: Line, content: tuple[Inline, ...]) -> Line:
    """The line with other words."""
    return replace(line, content=content, text=text_in(content))
