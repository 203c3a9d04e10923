"""How long operations are in print: what is shortest to say is what a drafter would say."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.amend.ops import (
    ChangeCell,
    ChangeHeading,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertText,
    OmitText,
    Operation,
    ReplaceNote,
    ReplaceText,
    Substitute,
)
from modellaw.model.nodes import Block, Inline
from modellaw.model.walk import inline_text, paragraphs_of, text_of

OVERHEAD = 12
"""What an operation costs besides the words it quotes: about as many words as it takes to say where and what."""


def cost(op: Operation) -> int:
    """The length of an operation in words, as an amending law would print it."""
    match op:
        case ReplaceText():
            return OVERHEAD + len(op.words.find.split()) + _words(op.replacement)
        case InsertText():
            return OVERHEAD + len(op.words.find.split()) + _words(op.insertion)
        case OmitText():
            return OVERHEAD + len(op.words.find.split())
        case Insert() | Substitute() | InsertNote() | ReplaceNote() | ChangeCell():
            return OVERHEAD + sum(map(length, op.blocks))
        case InsertRow() | InsertColumn():
            return OVERHEAD + sum(length(block) for cell in op.cells for block in cell)
        case ChangeHeading():
            return OVERHEAD + _words(op.heading)
        case _:
            return OVERHEAD


def length(block: Block) -> int:
    """How many words a block has."""
    return sum(len(text_of(line).split()) for line in paragraphs_of(block))


def _words(content: Sequence[Inline]) -> int:
    return len("".join(map(inline_text, content)).split())
