"""Operations as the sentences of an amending law: the words, those quoted marked as such, and the provisions that follow them."""

from __future__ import annotations

from modellaw.amend.ops import (
    ChangeCell,
    ChangeHeading,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    InsertText,
    OmitText,
    Operation,
    ReplaceNote,
    ReplaceText,
    Split,
    Substitute,
)
from modellaw.amend.wording import Cite, after_nth, beside, occurrence, place, span, table_place, where, wording
from modellaw.model.nodes import Block, Cell, Inline, Row, Run, Table
from modellaw.model.nodes import Wrap as Around
from modellaw.values import dataclass, replace

OLD = Around("inline", (("name", "old-words"),))
NEW = Around("inline", (("name", "new-words"),))
"""Around the words of the law that are quoted as it has them, and as it is to have them."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One sentence of an amending law, and the blocks it announces ("insert:"), () for none."""

    words: tuple[Inline, ...]
    blocks: tuple[Block, ...] = ()


def instruction(op: Operation, cite: Cite) -> Instruction:
    """An operation as a sentence: "In section 8(1), for “X” substitute “Y”."."""
    match op:
        case Insert():
            return _announced(f"{place(op.position, cite)} insert", op.blocks)
        case Substitute():
            what = f"the opening words of {cite(op.target)}" if op.opening else span(op.target, op.up_to, cite)
            return _announced(f"for {what} substitute", op.blocks)
        case InsertSchedule():
            return _announced(f"after {cite(op.after)} insert" if op.after else "at the end of the law insert", (op.schedule,))
        case ReplaceText():
            found = (*_said(f"{where(op.words, cite)}, for "), *_old(op.words.find), Run(f"{occurrence(op.words)} substitute "))
            return Instruction((*found, *_new(op.replacement), Run(".")))
        case OmitText():
            return Instruction((*_said(f"{where(op.words, cite)}, omit "), *_old(op.words.find), Run(f"{occurrence(op.words)}.")))
        case InsertText():
            spot = _said(f"{where(op.words, cite)}, {'after' if op.after else 'before'} ") if op.words.find else ()
            anchor = (*spot, *_old(op.words.find), Run(f"{occurrence(op.words)} insert ")) if op.words.find else (
                *_said(f"{where(op.words, cite)}, {beside(op.words, op.after)} insert "),)  # fmt: skip
            return Instruction((*anchor, *_new(op.insertion), Run(".")))
        case InsertNote():
            return _announced(f"{where(op.words, cite)}, {beside(op.words, True)} insert the footnote", op.blocks)
        case ReplaceNote():
            return _announced(f"for footnote {op.note} of {cite(op.target)} substitute", op.blocks)
        case ChangeHeading() if op.heading:
            return Instruction((*_said(f"for the heading of {cite(op.target)} substitute "), *_new(op.heading), Run(".")))
        case FillBlank():
            scope = f"in {cite(op.target)}, " if op.target else ""
            return Instruction((*_said(f"{scope}fill the blank “{op.blank}” with "), *_new(op.content), Run(".")))
        case InsertRow():
            table = Table((Row(tuple(Cell(blocks) for blocks in op.cells)),))
            return _announced(f"in {table_place(op.at, cite)}, {after_nth('row', op.after)} insert the row", (table,))
        case InsertColumn():
            column = Table(tuple(Row((Cell(blocks),)) for blocks in op.cells))
            return _announced(f"in {table_place(op.at, cite)}, {after_nth('column', op.after)} insert the column", (column,))
        case ChangeCell():
            words = f"in {table_place(op.at, cite)}, for the cell in row {op.row}, column {op.column}, substitute"
            return _announced(words, op.blocks)
        case Split():
            return Instruction((*_said(f"split {cite(op.target)}: "), *_parts(op, cite), Run(".")))
        case _:
            return Instruction((*_said(wording(op, cite)), Run(".")))


def _parts(op: Split, cite: Cite) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for part in op.parts:
        out.append(Run("; what begins with " if out else "what begins with "))
        out += _old(part.phrase) if part.phrase else (Run(cite(part.child)),)
        out.append(Run(f" becomes {part.number}"))
        if part.heading:
            out += (Run(" under the heading "), *_new(part.heading))
    return tuple(out)


def _said(words: str) -> tuple[Inline, ...]:
    """The beginning of a sentence."""
    return (Run(words[:1].upper() + words[1:]),)


def _announced(words: str, blocks: tuple[Block, ...]) -> Instruction:
    return Instruction((*_said(words), Run(":")), blocks)


def _old(words: str) -> tuple[Inline, ...]:
    return (Run("“"), Run(words.strip(), (OLD,)), Run("”"))


def _new(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Words to be put in, between quotes; blanks at their ends, which are there for the join, left out."""
    inlines = list(content)
    if inlines and isinstance(inlines[0], Run):
        inlines[0] = replace(inlines[0], text=inlines[0].text.lstrip())
    if inlines and isinstance(inlines[-1], Run):
        inlines[-1] = replace(inlines[-1], text=inlines[-1].text.rstrip())
    return (Run("“"), *(replace(inline, wraps=(NEW, *inline.wraps)) for inline in inlines), Run("”"))
