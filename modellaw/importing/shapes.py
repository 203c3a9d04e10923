"""Paragraphs and tables of a file in the shape that the reading of lines wants."""

from __future__ import annotations

from collections.abc import Iterable

from modellaw.errors import Finding, Place, Severity
from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content, split, trimmed
from modellaw.importing.lines import text_in
from modellaw.model.nodes import Block, Cell, Group, Inline, Note, Paragraph, Run, Table
from modellaw.model.walk import children, inline_text, paragraphs_of, rewrite
from modellaw.values import replace

MOST_NESTED = 8
"""So many tables stand in one another; what stands deeper in them is read as the paragraphs of the cell that it is in."""


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
    """A paragraph without what its file said of it and of its notes, and without blanks at its ends."""
    if isinstance(block, Paragraph):
        return replace(block, content=with_plain_notes(trimmed(unbroken(block.content))), attributes=())
    return block


def with_plain_notes(content: Content) -> Content:
    """The inlines with their notes rid of what they were in their file."""
    return tuple(_note(inline) if isinstance(inline, Note) else inline for inline in content)


def _note(note: Note) -> Note:
    blocks = flat(rewrite(block, stripped) for block in note.blocks if not (isinstance(block, Paragraph) and not block.content))
    return replace(note, blocks=blocks or (Paragraph(),), attributes=(("placement", "bottom"),))


def is_commentary(table: Table, grammar: Grammar) -> bool:
    """Whether a table is a box around a commentary: one cell in each row, and its first line says so."""
    first = next((text for paragraph in paragraphs_of(table, notes=False) if (text := text_in(paragraph.content).strip())), "")
    single = all(len(row.cells) == 1 for row in table.rows)
    return single and _nested(table) == 1 and bool(grammar.commentary.match(first))


def plain_table(table: Table) -> Table | None:
    """A table as Akoma Ntoso can hold it: every row with cells, every cell with paragraphs; None for one without rows."""
    made = rewrite(table, stripped)
    assert isinstance(made, Table)
    return _plain(made, 1)


def _plain(table: Table, level: int) -> Table | None:
    rows = tuple(replace(row, cells=tuple([_cell(cell, level) for cell in row.cells])) for row in table.rows if row.cells)
    return replace(table, rows=rows) if rows else None


def _cell(cell: Cell, level: int) -> Cell:
    return replace(cell, blocks=flat(cell.blocks, level) or (Paragraph(),))


def flat(blocks: Iterable[Block], level: int = 0) -> tuple[Block, ...]:
    """Blocks with what stands in boxes among them in its place, and tables in them made plain; ``level`` tables are around them."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Group):
            out += flat(block.blocks, level)
        elif isinstance(block, Table) and level >= MOST_NESTED:
            out += paragraphs_of(block, notes=False)
        elif isinstance(block, Table):
            made = _plain(block, level + 1)
            out += [made] if made is not None else []
        else:
            out.append(block)
    return tuple(out)


def deep_tables(block: Block, name: str) -> tuple[Finding, ...]:
    """What is to be said of the tables that are flattened, in the file ``name``."""
    levels = _nested(block)
    if levels <= MOST_NESTED:
        return ()
    said = f"{levels} tables stand in one another; below the {MOST_NESTED}th their words are paragraphs of the cell they are in"
    return (Finding("nested-tables", Severity.WARNING, said, Place(name)),)


def _nested(block: Block) -> int:
    return isinstance(block, Table) + max(map(_nested, children(block)), default=0)


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
