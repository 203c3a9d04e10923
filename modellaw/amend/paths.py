"""The place of a block within a record, as a path of indexes."""

from __future__ import annotations

from collections.abc import Callable

from modellaw.model.nodes import Block, Departure, Group, Note, Paragraph, Provision, Table
from modellaw.values import replace

Path = tuple[int, ...]
"""From the blocks of a record to a block in them: an index at every group, and at every provision in a note; row (-1: what stands
before the rows), cell and index at a table; inline and index at a paragraph with a note."""


def block_at(blocks: tuple[Block, ...], path: Path) -> Block:
    """The block at a path."""
    return inside(blocks, path[:-1])[path[-1]]


def inside(blocks: tuple[Block, ...], owner: Path) -> tuple[Block, ...]:
    """The siblings directly inside the block at ``owner`` (the blocks themselves for ())."""
    if not owner:
        return blocks
    rest = owner[1:]
    match blocks[owner[0]]:
        case Group() | Provision() as group:
            return inside(group.blocks, rest)
        case Table() as table:
            row, cell = rest[:2]
            return inside(table.before if row < 0 else table.rows[row].cells[cell].blocks, rest[2:])
        case Paragraph() as paragraph:
            note = paragraph.content[rest[0]]
            assert isinstance(note, Note)
            return inside(note.blocks, rest[1:])
        case other:
            raise AssertionError(f"nothing is inside a {type(other).__name__}")


def with_block(blocks: tuple[Block, ...], path: Path, new: Block) -> tuple[Block, ...]:
    """The blocks with the one at a path replaced."""
    at = path[-1]
    return within(blocks, path[:-1], lambda siblings: (*siblings[:at], new, *siblings[at + 1 :]))


def within(blocks: tuple[Block, ...], owner: Path, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> tuple[Block, ...]:
    """The blocks with ``change`` applied to the siblings directly inside the block at ``owner`` (the blocks themselves for ())."""
    if not owner:
        return change(blocks)
    at, rest = owner[0], owner[1:]
    block = blocks[at]
    new: Block
    match block:
        case Group() | Provision():
            new = replace(block, blocks=within(block.blocks, rest, change))
        case Table():
            new = _within_table(block, rest[0], rest[1], rest[2:], change)
        case Paragraph():
            note = block.content[rest[0]]
            assert isinstance(note, Note)
            note = replace(note, blocks=within(note.blocks, rest[1:], change))
            new = replace(block, content=(*block.content[: rest[0]], note, *block.content[rest[0] + 1 :]))
        case _:
            raise AssertionError(f"nothing is inside a {type(block).__name__}")
    return (*blocks[:at], new, *blocks[at + 1 :])


def _within_table(table: Table, row: int, cell: int, rest: Path, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Table:
    if row < 0:
        return replace(table, before=within(table.before, rest, change))
    old = table.rows[row]
    new = replace(old.cells[cell], blocks=within(old.cells[cell].blocks, rest, change))
    line = replace(old, cells=(*old.cells[:cell], new, *old.cells[cell + 1 :]))
    return replace(table, rows=(*table.rows[:row], line, *table.rows[row + 1 :]))


def path_of(blocks: tuple[Block, ...], wid: str, kind: type[Provision | Departure] = Provision) -> Path | None:
    """Where the stub (or the departure) of a provision is among the blocks of a record."""
    for index, block in enumerate(blocks):
        if isinstance(block, kind) and block.wid == wid:
            return (index,)
    for index, block in enumerate(blocks):
        if isinstance(block, Group):
            found = path_of(block.blocks, wid, kind)
            if found is not None:
                return (index, *found)
        elif isinstance(block, Table):
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row.cells):
                    found = path_of(cell.blocks, wid, kind)
                    if found is not None:
                        return (index, r, c, *found)
    return None
