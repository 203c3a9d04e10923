"""What the marks of a tree say of a provision: whether it differs, stays in its place, or has other boundaries than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modellaw.capturing.words import is_marked
from modellaw.model.nodes import Block, Departure, Group, Note, Paragraph, Provision, Table
from modellaw.model.walk import blocks_of, paragraphs_of
from modellaw.values import replace


def stays(provision: Provision) -> bool:
    """Whether nothing in a provision comes from outside it or goes there."""
    inside = list(blocks_of(provision))[1:]
    gone = {block.wid for block in inside if isinstance(block, Departure)}
    return gone == {block.wid for block in inside if isinstance(block, Provision) and block.moved}


def rebuilt(provision: Provision) -> bool:
    """Whether its boundaries, or those of provisions directly in it, are other than before: no operation but a new text says that here."""
    return any(block.shell or block.seam for block in (provision, *items(provision.blocks)) if isinstance(block, Provision))


def items(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a provision, those in groups too, with the traces of their groups."""
    for block in blocks:
        if isinstance(block, Group):
            for inner in items(block.blocks):
                yield inner if isinstance(inner, Departure) or not block.trace else replace(inner, trace=block.trace)
        else:
            yield block


def own_lines(block: Block, wid: str) -> Iterator[tuple[str, Paragraph]]:
    """The lines that stay, each with the provision in which it stands; numbers apart."""
    match block:
        case Provision() if not block.trace:
            for inner in block.blocks:
                yield from own_lines(inner, block.wid)
        case Group() if not block.trace:
            for inner in block.blocks:
                yield from own_lines(inner, wid)
        case Paragraph() if not block.trace and block.name != "num":
            yield wid, block
        case _:
            pass


def lines_outside(block: Block) -> Iterator[Paragraph]:
    """The lines of a law that stand in no provision: title, preface, preamble; marked ones too."""
    if isinstance(block, Paragraph):
        yield block
    elif isinstance(block, Group):
        for inner in block.blocks:
            for line in lines_outside(inner):
                yield line if line.trace or not block.trace else replace(line, trace=block.trace)


def own_text(provision: Provision) -> Iterator[Paragraph]:
    """The lines in which words of a provision are looked for, those of its subdivisions left out."""
    for block in items(provision.blocks):
        if not isinstance(block, Provision) and not (isinstance(block, Paragraph) and block.name == "num"):
            yield from paragraphs_of(block, notes=False)


def differs(block: Block) -> bool:
    """Whether anything in a block is marked."""
    for one in blocks_of(block):
        if isinstance(one, Departure) or one.trace:
            return True
        if isinstance(one, Paragraph) and (one.seam or any(map(is_marked, one.content))):
            return True
        if isinstance(one, Provision) and (one.seam or one.shell or one.moved):
            return True
        if isinstance(one, Table) and any(row.trace for row in one.rows):
            return True
        if isinstance(one, Paragraph) and any(differs(b) for inline in one.content if isinstance(inline, Note) for b in inline.blocks):
            return True
    return False
