"""A law whose structure was recognised in print, in the dress of one whose structure is known: what no print shows is taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from modellaw.comparing.laws import matched
from modellaw.model.nodes import Attributes, Blank, Block, Group, Inline, Law, Paragraph, Provision, Table, without_ids
from modellaw.model.walk import children, inline_text

_Names = dict[str, list[str]]
"""The names of blanks by the words that are printed in them, in order."""


def dressed(law: Law, known: Law) -> Law:
    """The law with the levels, the attributes and the names of blanks of those provisions of ``known`` that became its own.

    A level is taken over where the number is the same: whether "(1)" is a subsection or a paragraph is a guess. Words and ids stay.
    """
    matching = matched(known, law)
    old, new = matching.old, matching.new
    partners = {new.units[j].wid: old.units[i] for j, i in enumerate(matching.to_old) if j and i >= 0}
    same = {new.units[j].wid for j, i in enumerate(matching.to_old) if j and i >= 0 and old.number(i) == new.number(j)}

    def visit(block: Block, names: _Names) -> Block:
        match block:
            case Provision():
                other = partners.get(block.wid)
                inner = each(block.blocks, _names(other.blocks) if other else {})
                if other is None or block.wid not in same:
                    return replace(block, blocks=inner)
                return replace(block, level=other.level, blocks=inner, attributes=_attributes(block, other))
            case Group():
                return replace(block, blocks=each(block.blocks, names))
            case Table():
                rows = tuple(replace(row, cells=tuple(replace(cell, blocks=each(cell.blocks, names)) for cell in row.cells))
                             for row in block.rows)  # fmt: skip
                return replace(block, rows=rows, before=each(block.before, names))
            case Paragraph():
                return replace(block, content=tuple(_named(inline, names) for inline in block.content)) if names else block
            case _:
                return block

    def each(blocks: Iterable[Block], names: _Names) -> tuple[Block, ...]:
        return tuple(visit(block, names) for block in blocks)

    blocks = each(law.document.blocks, _names(known.document.blocks))
    roots = {block.name: block for block in known.document.blocks if isinstance(block, Group)}
    blocks = tuple(replace(block, attributes=_attributes(block, roots[block.name]))
                   if isinstance(block, Group) and block.name in roots else block for block in blocks)  # fmt: skip
    return replace(law, document=replace(law.document, blocks=blocks))


def _attributes(own: Provision | Group, other: Provision | Group) -> Attributes:
    """The ids of one, all else of the other."""
    mine = {name for name, _ in without_ids(own.attributes)}
    return (*(pair for pair in own.attributes if pair[0] not in mine), *without_ids(other.attributes))


def _named(inline: Inline, names: _Names) -> Inline:
    known = names.get(inline_text(inline)) if isinstance(inline, Blank) else None
    return replace(inline, blank=known.pop(0)) if known and isinstance(inline, Blank) else inline


def _names(blocks: Iterable[Block]) -> _Names:
    """The names of the blanks among some blocks, without those in provisions."""
    found: _Names = defaultdict(list)
    for block in blocks:
        if isinstance(block, Paragraph):
            for inline in block.content:
                if isinstance(inline, Blank):
                    found[inline_text(inline)].append(inline.blank)
        elif not isinstance(block, Provision):
            for words, names in _names(children(block)).items():
                found[words] += names
    return found
