"""The tracked changes of some authors of a Word document, as if nobody else had written in it."""

from __future__ import annotations

from collections.abc import Set
from typing import cast

from modellaw.model.changes import Trace
from modellaw.model.nodes import Block, Group, Inline, Law, Note, Paragraph, Row, Table
from modellaw.model.views import coalesce
from modellaw.values import replace


def of_authors(document: Law, changes: Set[str]) -> Law:
    """The marked document with the marks of some changes only: what others inserted is not there, what they deleted is."""
    return replace(document, document=cast(Group, _blocks((document.document,), changes)[0]))


def _blocks(blocks: tuple[Block, ...], changes: Set[str]) -> tuple[Block, ...]:
    out: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph():
                if _alien(block.trace, changes):
                    continue
                made = replace(
                    block, content=_inlines(block.content, changes), trace=_own(block.trace, changes), seam=_own(block.seam, changes)
                )
                runs_on = _alien(block.seam, changes) and out and isinstance(out[-1], Paragraph)
                if runs_on:  # somebody else parted the paragraph here
                    last = cast(Paragraph, out[-1])
                    out[-1] = replace(last, content=coalesce((*last.content, *made.content)))
                else:
                    out.append(made)
            case Group():
                if not _alien(block.trace, changes):
                    out.append(replace(block, blocks=_blocks(block.blocks, changes), trace=_own(block.trace, changes)))
            case Table():
                if not _alien(block.trace, changes):
                    rows = tuple(_row(row, changes) for row in block.rows if not _alien(row.trace, changes))
                    out.append(replace(block, rows=rows, before=_blocks(block.before, changes), trace=_own(block.trace, changes)))
            case _:
                out.append(block)
    return tuple(out)


def _row(row: Row, changes: Set[str]) -> Row:
    cells = tuple(
        replace(cell, blocks=_blocks(cell.blocks, changes), trace=_own(cell.trace, changes))
        for cell in row.cells
        if not _alien(cell.trace, changes)
    )
    return replace(row, cells=cells, trace=_own(row.trace, changes))


def _inlines(content: tuple[Inline, ...], changes: Set[str]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for inline in content:
        if _alien(inline.trace, changes):
            continue
        made = replace(inline, trace=_own(inline.trace, changes))
        out.append(replace(made, blocks=_blocks(made.blocks, changes)) if isinstance(made, Note) else made)
    return coalesce(out)


def _alien(trace: Trace, changes: Set[str]) -> bool:
    """Whether somebody else put it in."""
    return bool(trace.inserted) and trace.inserted not in changes


def _own(trace: Trace, changes: Set[str]) -> Trace:
    return Trace(trace.inserted, trace.deleted if trace.deleted in changes else "")
