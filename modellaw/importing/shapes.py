"""Paragraphs and tables of a file in the shape that the reading of lines wants."""

from __future__ import annotations

from dataclasses import replace

from modellaw.importing.inlines import Content, split, trimmed
from modellaw.importing.lines import text_in
from modellaw.model.nodes import Block, Inline, Paragraph, Run, Table
from modellaw.model.walk import inline_text, rewrite


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


def plain_table(table: Table) -> Table:
    made = rewrite(table, stripped)
    assert isinstance(made, Table)
    cell = (Paragraph(),)
    rows = tuple(replace(row, cells=tuple(c if c.blocks else replace(c, blocks=cell) for c in row.cells)) for row in made.rows if row.cells)
    return replace(made, rows=rows)


def table_text(table: Table) -> str:
    return " ".join(text_in(p.content) for row in table.rows for cell in row.cells for p in cell.blocks if isinstance(p, Paragraph))


def bold_signs(content: tuple[Inline, ...]) -> int:
    """How many signs at the beginning are bold."""
    wide = 0
    for inline in content:
        text = inline_text(inline)
        if text.strip() and not any(wrap.name == "b" for wrap in inline.wraps):
            break
        wide += len(text)
    return wide
