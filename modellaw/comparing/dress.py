"""A law whose structure was recognised in print, in the dress of one whose structure is known: what no print shows is taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from modellaw.comparing.laws import matched
from modellaw.model.nodes import ML, Attributes, Blank, Block, Group, Inline, Law, Paragraph, Provision, Table, attribute, without_ids
from modellaw.model.walk import children, inline_text, paragraphs_of, text_of
from modellaw.values import replace

_Names = dict[str, list[Blank]]
"""Blanks by the words that are printed in them, in order."""

_PRINTED = frozenset({f"{{{ML}}}optional", f"{{{ML}}}headed"})
"""Attributes that a print shows."""


def dressed(law: Law, known: Law) -> Law:
    """The law with the levels, the attributes and the names of blanks of those provisions of ``known`` that became its own.

    A level is taken over where the number is the same: whether "(1)" is a subsection or a paragraph is a guess. Words and ids stay.
    """
    matching = matched(known, law)
    old, new = matching.old, matching.new
    partners = {new.wids[j]: old.unit(i) for j, i in enumerate(matching.to_old) if j and i >= 0}
    same = {new.wids[j] for j, i in enumerate(matching.to_old) if j and i >= 0 and old.number(i) == new.number(j)}

    def visit(block: Block, names: _Names) -> Block:
        match block:
            case Provision():
                other = partners.get(block.wid)
                inner = each(block.blocks, _names(other.blocks) if other else {})
                if other is None or block.wid not in same or not _alike(block, other):
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
    blocks = tuple(replace(block, attributes=_attributes(block, roots[block.name]), blocks=_parted(block.blocks, roots[block.name].blocks))
                   if isinstance(block, Group) and block.name in roots else block for block in blocks)  # fmt: skip
    return replace(law, document=replace(law.document, blocks=blocks))


def _parted(blocks: tuple[Block, ...], known: tuple[Block, ...]) -> tuple[Block, ...]:
    """The parts of a law with a preamble where the other has one: in print nothing tells where a preface ends."""
    preamble = next((one for one in known if isinstance(one, Group) and one.name == "preamble"), None)
    preface = next((one for one in blocks if isinstance(one, Group) and one.name == "preface"), None)
    if preamble is None or preface is None or any(isinstance(one, Group) and one.name == "preamble" for one in blocks):
        return blocks
    groups = {_words(one): one for one in preamble.blocks}
    start = next((i for i, one in enumerate(preface.blocks) if _words(one) in groups), len(preface.blocks))
    inside = tuple(_grouped(one, groups.get(_words(one))) for one in preface.blocks[start:])
    if not inside:
        return blocks
    parts = (replace(preface, blocks=preface.blocks[:start]), Group("preamble", inside, preamble.attributes))
    return tuple(part for one in blocks for part in ((part for part in parts if part.blocks) if one is preface else (one,)))


def _words(block: Block) -> str:
    return " ".join(map(text_of, paragraphs_of(block)))


def _grouped(own: Block, other: Block | None) -> Block:
    """A paragraph in the group that the other law has around it."""
    inner = other.blocks if isinstance(other, Group) else ()
    return replace(other, blocks=(own,)) if isinstance(other, Group) and len(inner) == 1 and isinstance(own, Paragraph) else own


def _alike(own: Provision, other: Provision) -> bool:
    """Whether two provisions are printed alike: what a container is called (commentary, option, definition) shows."""
    names = (attribute(own.attributes, "name"), attribute(other.attributes, "name"))
    return names[0] == names[1] or "hcontainer" not in {own.level, other.level}


def _attributes(own: Provision | Group | Blank, other: Provision | Group | Blank) -> Attributes:
    """The ids of one, and what a print shows of it, all else of the other."""
    known = without_ids(other.attributes)
    mine = {name for name, _ in without_ids(own.attributes)} - _PRINTED
    return (*(pair for pair in own.attributes if pair[0] not in mine), *(pair for pair in known if pair[0] not in _PRINTED))


def _named(inline: Inline, names: _Names) -> Inline:
    known = names.get(inline_text(inline)) if isinstance(inline, Blank) else None
    if not known or not isinstance(inline, Blank):
        return inline
    other = known.pop(0)
    return replace(inline, blank=other.blank, attributes=_attributes(inline, other))


def _names(blocks: Iterable[Block]) -> _Names:
    """The blanks among some blocks, without those in provisions."""
    found: _Names = defaultdict(list)
    for block in blocks:
        if isinstance(block, Paragraph):
            for inline in block.content:
                if isinstance(inline, Blank):
                    found[inline_text(inline)].append(inline)
        elif not isinstance(block, Provision):
            for words, names in _names(children(block)).items():
                found[words] += names
    return found
