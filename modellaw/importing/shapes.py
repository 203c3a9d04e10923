"""Paragraphs and tables of a file in the shape that the reading of lines wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from modellaw.importing.inlines import Content, split, trimmed
from modellaw.importing.lines import text_in
from modellaw.model.nodes import Block, Cell, Group, Inline, Paragraph, Run, Table
from modellaw.model.walk import inline_text, paragraphs_of, rewrite


def parted(content: Content) -> list[Content]:
    """A paragraph in parts where it is broken by hand into short lines; elsewhere a break is a blank."""
    text = text_in(content)
    cuts = [at for at, sign in enumerate(text) if sign == "\n"]
    short = [at for at in cuts if at - max([0, *(c for c in cuts if c < at)]) < 80]
    if not cuts or len(short) < len(cuts):
        return [unbroken(content)]
    out = []
    for at in reversed(cuts):
        content, behind = split(content, at)
        out.append(trimmed(behind))
    return [part for part in [trimmed(content), *reversed(out)] if text_in(part).strip() or part]


def unbroken(content: Content) -> Content:
    """The inlines with breaks as blanks."""
    return tuple(replace(i, text=i.text.replace("\n", " ")) if isinstance(i, Run) else i for i in content)


def stripped(block: Block) -> Block:
    """A paragraph without what its file said of it, and without blanks at its ends."""
    if isinstance(block, Paragraph):
        return replace(block, content=trimmed(unbroken(block.content)), attributes=())
    return block


def plain_table(table: Table) -> Table | None:
    """A table as Akoma Ntoso can hold it: every row with cells, every cell with paragraphs; None for one without rows."""
    made = rewrite(table, stripped)
    assert isinstance(made, Table)
    rows = tuple(replace(row, cells=tuple(map(_cell, row.cells))) for row in made.rows if row.cells)
    return replace(made, rows=rows) if rows else None


def _cell(cell: Cell) -> Cell:
    return replace(cell, blocks=flat(cell.blocks) or (Paragraph(),))


def flat(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks with what stands in boxes among them in its place, and tables in them made plain."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Group):
            out += flat(block.blocks)
        elif isinstance(block, Table):
            made = plain_table(block)
            out += [made] if made is not None else []
        else:
            out.append(block)
    return tuple(out)


def table_text(table: Table) -> str:
    """The words of a table, its cells one behind the other."""
    return " ".join(text_in(paragraph.content) for paragraph in paragraphs_of(table, notes=False))


def bold_signs(content: tuple[Inline, ...]) -> int:
    """How many signs at the beginning are bold."""
    wide = 0
    for inline in content:
        text = inline_text(inline)
        if text.strip() and not any(wrap.name == "b" for wrap in inline.wraps):
            break
        wide += len(text)
    return wide
