"""Going through a tree: iterate, find, rewrite; the only recursion over all nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_
from typing import assert_never

from modellaw.model.memo import Memo
from modellaw.model.nodes import (
    Blank,
    Block,
    Carried,
    CarriedInline,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,  # fmt: skip
    Reference,
    Run,
    Table,
)
from modellaw.values import replace


def children(block: Block) -> tuple[Block, ...]:
    """The blocks directly inside a block, cells of tables included, notes not."""
    match block:
        case Provision() | Group():
            return block.blocks
        case Table():
            return block.before + tuple(inner for row in block.rows for cell in row.cells for inner in cell.blocks)
        case Paragraph() | Departure() | Carried():
            return ()
        case _:
            assert_never(block)


NESTING = frozenset({Provision, Group, Table})
"""What holds blocks."""


def blocks_of(block: Block) -> Iterator[Block]:
    """The block and every block below it, in document order, without the insides of notes."""
    stack = [block]
    while stack:
        node = stack.pop()
        yield node
        if type(node) in NESTING:
            stack.extend(children(node)[::-1])


def provisions_of(block: Block) -> Iterator[Provision]:
    """Every provision from ``block`` on down, itself included, in document order."""
    stack: list[Block] = [block]
    while stack:
        node = stack.pop()
        if type(node) is Provision:
            yield node
        inside = node.blocks if isinstance(node, (Provision, Group)) else children(node)
        stack.extend([child for child in inside[::-1] if type(child) in NESTING])


def provisions(law: Law) -> Iterator[Provision]:
    """Every provision of a law, in document order."""
    return iter(_EVERY.of(law.document, lambda: tuple(provisions_of(law.document))))


_EVERY: Memo[tuple[Provision, ...]] = Memo()


def paragraphs_of(block: Block, *, notes: bool = True) -> Iterator[Paragraph]:
    """Every paragraph from ``block`` on down; with ``notes`` also those inside footnotes, each after its own paragraph."""
    for node in blocks_of(block):
        if type(node) is Paragraph:
            yield node
            if notes and Note in map(type, node.content):
                for inline in node.content:
                    if isinstance(inline, Note):
                        for inner in inline.blocks:
                            yield from paragraphs_of(inner)


def find(law: Law, wid: str) -> Provision | None:
    """The provision with this wid, or None."""
    return next((provision for provision in provisions(law) if provision.wid == wid), None)


def parents(law: Law) -> dict[str, str]:
    """wid to the wid of the nearest provision above; "" for those at the top."""
    above: dict[str, str] = {}

    def visit(block: Block, parent: str) -> None:
        if isinstance(block, Provision):
            above[block.wid] = parent
            parent = block.wid
        for child in children(block):
            visit(child, parent)

    visit(law.document, "")
    return above


def rewrite(block: Block, change: Callable[[Block], Block]) -> Block:
    """The block with ``change`` applied to every block below it and then to itself (children first), notes included."""
    match block:
        case Provision() | Group():
            inner = rewrite_all(block.blocks, change)
            return change(block if inner is block.blocks else replace(block, blocks=inner))
        case Table():
            before = rewrite_all(block.before, change)
            table = with_cells(block, lambda blocks: rewrite_all(blocks, change))
            return change(table if before is block.before else replace(table, before=before))
        case Paragraph():
            if Note not in map(type, block.content):
                return change(block)
            content = tuple([_rewrite_inline(inline, change) for inline in block.content])
            return change(block if all(map(is_, content, block.content)) else replace(block, content=content))
        case Departure() | Carried():
            return change(block)
        case _:
            assert_never(block)


def rewrite_all(blocks: tuple[Block, ...], change: Callable[[Block], Block]) -> tuple[Block, ...]:
    """``rewrite`` for each of some blocks; the same tuple when nothing changed."""
    new = tuple([rewrite(block, change) for block in blocks])
    return blocks if all(map(is_, new, blocks)) else new


def with_cells(table: Table, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Table:
    """The table with the blocks of every cell changed; the same table, and the same rows and cells, where they are the same objects."""
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            blocks = change(cell.blocks)
            same = len(blocks) == len(cell.blocks) and all(map(is_, blocks, cell.blocks))
            cells.append(cell if same else replace(cell, blocks=blocks))
        rows.append(row if all(map(is_, cells, row.cells)) else replace(row, cells=tuple(cells)))
    return table if all(map(is_, rows, table.rows)) else replace(table, rows=tuple(rows))


def _rewrite_inline(inline: Inline, change: Callable[[Block], Block]) -> Inline:
    match inline:
        case Note():
            blocks = rewrite_all(inline.blocks, change)
            return inline if blocks is inline.blocks else replace(inline, blocks=blocks)
        case Run() | Reference() | Blank() | CarriedInline():
            return inline
        case _:
            assert_never(inline)


def inline_text(inline: Inline) -> str:
    """The words of one inline as they stand in the line; a note has none there."""
    match inline:
        case Run() | CarriedInline():
            return inline.text
        case Reference() | Blank():
            runs = inline.content
            return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        case Note():
            return ""
        case _:
            assert_never(inline)


def text_of(paragraph: Paragraph | None) -> str:
    """The words of a paragraph with every run in it, whatever its trace; notes apart."""
    return "".join(map(inline_text, paragraph.content)) if paragraph else ""
