"""A law as a reader of words sees it: its lines, each with the provisions it stands in and whether it is part of the law or guidance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modellaw.model.nodes import Block, Group, Inline, Law, Note, Paragraph, Provision, Reference, Table, attribute
from modellaw.model.walk import inline_text

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
class Text:
    """A plain law with its lines in document order, footnotes after the line they hang on; numbers left out."""

    law: Law
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, law: Law) -> Text:
        """The text of a law."""
        return cls(law, tuple(_lines(law.document, (), True)))

    @property
    def operative(self) -> list[Line]:
        """The lines that are law and not guidance."""
        return [line for line in self.lines if line.operative]


def _lines(block: Block, path: tuple[Provision, ...], operative: bool) -> Iterator[Line]:
    match block:
        case Provision():
            binds = operative and attribute(block.attributes, "name") not in GUIDANCE
            for inner in block.blocks:
                yield from _lines(inner, (*path, block), binds)
        case Group():
            for inner in block.blocks:
                yield from _lines(inner, path, operative and block.name not in {"preface", "coverPage", "conclusions"})
        case Table():
            for inner in (*block.before, *(b for row in block.rows for cell in row.cells for b in cell.blocks)):
                yield from _lines(inner, path, operative)
        case Paragraph() if block.name == "num":
            return
        case Paragraph():
            content = tuple(i for i in block.content if not isinstance(i, Note))
            yield Line(path, content, block.name, operative and bool(path), "".join(map(inline_text, content)))
            for inline in block.content:
                if isinstance(inline, Note):
                    for inner in inline.blocks:
                        yield from _lines(inner, path, False)
        case _:
            return


def definition_of(path: tuple[Provision, ...]) -> Provision | None:
    """The definition that a line stands in, if any."""
    return next((step for step in path if attribute(step.attributes, "name") == "definition"), None)
