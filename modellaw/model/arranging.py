"""A plain law as the strict schema wants it, after changes were accepted: text where text may stand, nothing empty that may not be."""

from __future__ import annotations

from operator import is_

from modellaw.model.address import BARE
from modellaw.model.markup import TEXTS, as_one, is_remark, is_valid
from modellaw.model.nodes import PORTION, Block, Carried, Group, Law, Paragraph, Provision, Table, is_label
from modellaw.model.views import Objects
from modellaw.model.walk import with_cells
from modellaw.values import replace

_LEFT_OUT = frozenset({*TEXTS, "attachments", "blockContainer", "conclusions", "container", "coverPage", "ol", "preamble", "preface",
                       "tblock", "toc", "ul"})  # fmt: skip
"""The groups that are not there when nothing is in them."""
_FILLED = frozenset({"answer", "arguments", "background", "decision", "introduction", "mainBody", "motivation", "question", "remedies",
                     "speech", *_LEFT_OUT - {*TEXTS, "attachments", "ol", "toc", "ul"}})  # fmt: skip
"""The groups that hold at least an empty paragraph; remarks alone are not enough."""


def arranged(law: Law, fine: Objects = frozenset()) -> Law:
    """A plain law as the strict schema wants it: text before provisions introduces them, between them it is contained.

    Provisions among the objects ``fine`` are known to be so.
    """
    document = law.document
    return replace(law, document=replace(document, blocks=_all_arranged(document.blocks, fine)))


def _all_arranged(blocks: tuple[Block, ...], fine: Objects) -> tuple[Block, ...]:
    out = [new for block in blocks if (new := _arranged(block, fine)) is not None]
    return blocks if len(out) == len(blocks) and all(map(is_, out, blocks)) else tuple(out)


def _arranged(block: Block, fine: Objects) -> Block | None:
    """The block as the schema wants it; None for what would be an empty shell but was not one by itself."""
    match block:
        case Provision():
            if id(block) in fine:
                return block
            blocks = _all_arranged(block.blocks, fine)
            if block.level in BARE and all(is_label(inner) for inner in blocks):
                blocks = (*blocks, Paragraph())
            if block.level == "attachment" and not any(isinstance(inner, Group) for inner in blocks):
                blocks = (*blocks, Group("interstitial", (Paragraph(),)))  # its table of contents is gone
            blocks = blocks if is_valid(blocks) else _in_order(blocks)
            return block if blocks is block.blocks else replace(block, blocks=blocks)
        case Group():
            blocks = _all_arranged(block.blocks, fine)
            if not blocks and block.name in _LEFT_OUT:
                return None
            if block.name == "portionBody":
                blocks = as_one(blocks, "-".join((PORTION, *[inner.wid for inner in blocks if isinstance(inner, Provision)][:1])))
            elif block.name in _FILLED and all(is_remark(inner) or is_label(inner) for inner in blocks):
                blocks = (*blocks, Paragraph())
            return block if blocks is block.blocks else replace(block, blocks=blocks)
        case Table() if not any(row.cells for row in block.rows):
            caption = next((inner for inner in block.before if isinstance(inner, Paragraph)), None)
            return replace(caption, name="p") if caption else None
        case Table():
            table = with_cells(block, lambda blocks: _all_arranged(blocks, fine))
            rows = tuple([row for row in table.rows if row.cells])
            return table if len(rows) == len(table.rows) else replace(table, rows=rows)
        case _:
            return block


def _in_order(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    beside = [block for block in blocks if not isinstance(block, Carried) and not is_label(block)]
    nested = any(not _is_text(block) for block in beside)
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if _is_text(block) and isinstance(block, Group) and isinstance(last, Group) and _is_text(last):
            out[-1] = replace(last, blocks=last.blocks + block.blocks)
        elif _is_text(block) and isinstance(block, Group) and not nested:
            out.append(replace(block, name="content"))
        else:
            out.append(block)
    if not nested:
        return tuple(out)
    first = next(i for i, block in enumerate(out) if not isinstance(block, Carried) and not is_label(block))
    final = max(i for i, block in enumerate(out) if not isinstance(block, Carried))
    for index, block in enumerate(out):
        if isinstance(block, Group) and _is_text(block):
            if index in (first, final):
                out[index] = replace(block, name="intro" if index == first else "wrapUp")
            else:
                out[index] = Provision("hcontainer", f"text-{id_of(out, index)}", (replace(block, name="content"),), (("name", "text"),))
    return tuple(out)


def id_of(blocks: list[Block], index: int) -> str:
    """A wid for a text container: that of the provision before it and its place after that."""
    before = [i for i in range(index) if isinstance(blocks[i], Provision)]
    owner = blocks[before[-1]] if before else None
    return f"{owner.wid if isinstance(owner, Provision) else ''}-{index - (before[-1] if before else 0)}"


def _is_text(block: Block) -> bool:
    return isinstance(block, Group) and block.name in TEXTS
