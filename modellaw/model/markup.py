"""A marked tree as a plain one and back: marks become elements and attributes that strict Akoma Ntoso allows.

Inline marks are ``ins`` and ``del`` around the words, innermost; marks on blocks are attributes of our namespace, since the schema allows
``ins`` only among words (Akoma Ntoso 1.0 part 2; measured against its strict schema). Text that the schema does not let stand beside
provisions is put into ``hcontainer name="text"``; ``ml:as`` says what it was. ``unmarked(marked_up(law)) == law`` for every law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import is_

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import (
    ML,
    PORTION,
    Attributes,
    Blank,
    Block,
    Carried,
    Cell,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Reference,
    Row,
    Run,
    Table,
    Wrap,
    attribute,
    is_bare,
    is_label,
    with_attribute,
)
from modellaw.model.views import coalesce
from modellaw.values import replace

_AS = f"{{{ML}}}as"
_CHANGE = f"{{{ML}}}change"
_DEPARTS = f"{{{ML}}}departs"
WID = f"{{{ML}}}wid"
"""The wid of a provision whose wId and eId do not say it."""

TEXTS = frozenset({"content", "intro", "wrapUp"})
_BARE_INSIDE = {"blockList": "item", "recitals": "recital", "citations": "citation"}
"""What stands in a group that holds nothing else."""
_IN_TEXT = frozenset({"block", "blockContainer", "blockList", "foreign", "ol", "p", "tblock", "toc", "ul"})
_MARK = r'<\?modellaw-mark inserted="([^"]*)" deleted="([^"]*)"\?>'


Kept = dict[int, tuple[Provision, Provision]]
"""Provisions of marked trees and what they are in plain ones, by the id() of the former: laws have many in common."""


def marked_up(law: Law, kept: Kept | None = None) -> Law:
    """The law as a plain tree, ready to be written; the document is to declare our namespace."""
    document = law.document
    blocks = _all_up(document.blocks, document.name, kept)
    return replace(law, document=replace(document, blocks=blocks), changes=(), modules=())


def unmarked(law: Law) -> Law:
    """The marked tree that a plain one stands for."""
    return replace(law, document=replace(law.document, blocks=_all_down(law.document.blocks)))


# --- marks to attributes


def _marks(**traces: Trace) -> Attributes:
    out: list[tuple[str, str]] = []
    for name, trace in traces.items():
        for kind, change in (("inserted", trace.inserted), ("deleted", trace.deleted)):
            if change:
                out.append((f"{{{ML}}}{name}{kind.title() if name else kind}", change))
    return tuple(out)


def _all_up(blocks: tuple[Block, ...], parent: str, kept: Kept | None) -> tuple[Block, ...]:
    out: list[Block] = []
    for block in blocks:
        if _bears_none(block) and not isinstance(block, Departure) and block.trace:
            out.append(Carried(f'<?modellaw-mark inserted="{block.trace.inserted}" deleted="{block.trace.deleted}"?>'))
            out.append(_up(replace(block, trace=NO_TRACE), parent, kept))
        else:
            out.append(_up(block, parent, kept))
    return blocks if len(out) == len(blocks) and all(map(is_, out, blocks)) else tuple(out)


def _bears_none(block: Block) -> bool:
    """Whether the schema allows no attributes of ours here: what is carried, and the list of attachments."""
    return isinstance(block, Carried) or (isinstance(block, Group) and block.name in {"attachments", "components"})


def _up(block: Block, parent: str, kept: Kept | None) -> Block:
    match block:
        case Provision():
            if kept is not None and id(block) in kept:
                return kept[id(block)][1]
            marks: Attributes = ()
            if block.trace or block.shell or block.seam:
                marks = _marks(**{"": block.trace, "shell": block.shell, "seam": block.seam})
            if block.moved:
                marks += ((f"{{{ML}}}moved", block.moved),)
            if block.wid != (attribute(block.attributes, "wId") or attribute(block.attributes, "eId")):
                marks += ((WID, block.wid),)
            blocks = _wire(_all_up(block.blocks, block.level, kept))
            same = blocks is block.blocks and not marks
            made = block if same else Provision(block.level, block.wid, blocks, block.attributes + marks)
            if kept is not None:
                kept[id(block)] = block, made
            return made
        case Group():
            blocks = _all_up(block.blocks, block.name, kept)
            if block.name == "portionBody":
                blocks = as_one(blocks, "", (_AS, block.name))
            if blocks is block.blocks and not (block.trace or block.seam):
                return block
            return Group(block.name, blocks, block.attributes + _marks(**{"": block.trace, "seam": block.seam}))
        case Paragraph():
            if block.trace is block.seam is NO_TRACE and is_bare(block.content):
                return block
            content = tuple([_inline_up(inline, kept) for inline in block.content])
            if not (block.trace or block.seam) and all(map(is_, content, block.content)):
                return block
            return Paragraph(content, block.name, block.attributes + _marks(**{"": block.trace, "seam": block.seam}))
        case Table():
            rows = tuple(
                Row(
                    tuple(Cell(_all_up(c.blocks, "td", kept), c.header, c.attributes + _marks(**{"": c.trace})) for c in row.cells),
                    row.attributes + _marks(**{"": row.trace}),
                )
                for row in block.rows
            )
            return Table(rows, _all_up(block.before, "table", kept), block.attributes + _marks(**{"": block.trace}))
        case Departure():
            says = ((_DEPARTS, block.wid), (_CHANGE, block.change))
            if parent == "attachments":
                return Provision("attachment", "", (Group("documentRef", (), (("href", f"#{block.wid}"), ("showAs", ""))),), says)
            if parent in _BARE_INSIDE:
                return Provision(_BARE_INSIDE[parent], "", (Paragraph(),), says)
            return Provision("hcontainer", "", (Group("content", (Paragraph(),)),), (("name", "departure"), *says))
        case Carried():
            return block


def _inline_up(inline: Inline, kept: Kept | None) -> Inline:
    if isinstance(inline, Note):
        inline = replace(inline, blocks=_all_up(inline.blocks, "authorialNote", kept))
    if isinstance(inline, (Reference, Blank)) and any(run.trace for run in inline.content):
        inline = replace(inline, content=_runs(_inline_up(run, kept) for run in inline.content))
    if not inline.trace:
        return inline
    wraps = tuple(
        Wrap(name, ((_CHANGE, change),)) for name, change in (("ins", inline.trace.inserted), ("del", inline.trace.deleted)) if change
    )
    return replace(inline, wraps=inline.wraps + wraps, trace=NO_TRACE)


def _runs(content: Iterable[Inline]) -> tuple[Run, ...]:
    return tuple(inline for inline in content if isinstance(inline, Run))


def _wire(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a provision in an order that the schema allows, reversibly."""
    if is_valid(blocks):
        return blocks
    texts = [i for i, block in enumerate(blocks) if isinstance(block, Group) and block.name in TEXTS]
    beside = [i for i, block in enumerate(blocks) if not isinstance(block, Carried) and not is_label(block)]
    out = list(blocks)
    for index in texts:
        group = blocks[index]
        assert isinstance(group, Group)
        if index == beside[0] and group.name != "wrapUp":
            out[index] = replace(group, name="intro", attributes=(*group.attributes, (_AS, group.name))) if group.name != "intro" else group
        elif index == beside[-1] and group.name == "wrapUp":
            continue
        else:
            inner = replace(group, name="content")
            out[index] = Provision("hcontainer", "", (inner,), (("name", "text"), (_AS, group.name)))
    return tuple(out)


def is_valid(blocks: Iterable[Block]) -> bool:
    """Whether blocks are a content alone, or an intro, what is not text, and a wrap-up."""
    names = [block.name if isinstance(block, Group) and block.name in TEXTS else "" for block in blocks
             if not isinstance(block, Carried) and not is_label(block)]  # fmt: skip
    if names == ["content"]:
        return True
    return "content" not in names and "intro" not in names[1:] and "wrapUp" not in names[:-1]


def as_one(blocks: tuple[Block, ...], wid: str, *said: tuple[str, str]) -> tuple[Block, ...]:
    """The blocks of a portion's body, which may hold one provision or group only: what is more is put into a holder."""
    if sum(not is_remark(block) for block in blocks) < 2 and not any(map(_is_in_text, blocks)):
        return blocks
    levels = {block.level for block in blocks if isinstance(block, Provision)}
    for group, level in _BARE_INSIDE.items():
        if levels == {level}:
            return (Group(group, blocks, said),)
    return (Provision("hcontainer", wid, blocks if levels else (Group("content", blocks),), (("name", PORTION), *said)),)


def _is_in_text(block: Block) -> bool:
    """Whether a block stands in the text of provisions only."""
    return isinstance(block, Table) or (isinstance(block, Group | Paragraph) and block.name in _IN_TEXT)


def is_remark(block: Block) -> bool:
    """Whether a block is a comment or an instruction."""
    return isinstance(block, Carried) and block.xml.startswith(("<!--", "<?"))


# --- attributes to marks


def _trace(attributes: Attributes, name: str = "") -> Trace:
    inserted = attribute(attributes, f"{{{ML}}}{name}{'Inserted' if name else 'inserted'}")
    deleted = attribute(attributes, f"{{{ML}}}{name}{'Deleted' if name else 'deleted'}")
    return Trace(inserted, deleted) if inserted or deleted else NO_TRACE


_OURS = frozenset(
    {f"{{{ML}}}{name}" for name in ("inserted", "deleted", "shellInserted", "shellDeleted", "seamInserted", "seamDeleted", "moved", "wid")}
)


def _rest(attributes: Attributes) -> Attributes:
    return tuple(pair for pair in attributes if pair[0] not in _OURS)


def _all_down(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    out: list[Block] = []
    trace = NO_TRACE
    for block in blocks:
        mark = re.fullmatch(_MARK, block.xml) if isinstance(block, Carried) else None
        if mark:
            trace = Trace(mark[1], mark[2])
            continue
        down = _down(block)
        out.append(replace(down, trace=trace) if trace and not isinstance(down, Departure) else down)
        trace = NO_TRACE
    return tuple(out)


def _down(block: Block) -> Block:
    match block:
        case Provision():
            return _provision_down(block)
        case Group():
            name = attribute(block.attributes, _AS) or block.name
            attributes = with_attribute(_rest(block.attributes), _AS, "")
            inside = block.blocks
            if name == "portionBody" and len(inside) == 1 and isinstance(inside[0], Provision | Group):
                inside = inside[0].blocks if attribute(inside[0].attributes, _AS) else inside
            return Group(name, _all_down(inside), attributes, _trace(block.attributes), _trace(block.attributes, "seam"))
        case Paragraph():
            content = coalesce(_inline_down(inline) for inline in block.content)
            return Paragraph(content, block.name, _rest(block.attributes), _trace(block.attributes), _trace(block.attributes, "seam"))
        case Table():
            rows = tuple(
                Row(
                    tuple(Cell(_all_down(c.blocks), c.header, _rest(c.attributes), _trace(c.attributes)) for c in row.cells),
                    _rest(row.attributes),
                    _trace(row.attributes),
                )
                for row in block.rows
            )
            return Table(rows, _all_down(block.before), _rest(block.attributes), _trace(block.attributes))
        case Departure() | Carried():
            return block


def _provision_down(block: Provision) -> Block:
    given = block.attributes
    departs = attribute(given, _DEPARTS)
    if departs:
        return Departure(departs, attribute(given, _CHANGE))
    text = attribute(given, _AS)
    if text:
        (group,) = _all_down(block.blocks)
        assert isinstance(group, Group)
        return replace(group, name=text)
    traces = _trace(given), _trace(given, "shell"), _trace(given, "seam")
    return Provision(block.level, block.wid, _all_down(block.blocks), _rest(given), *traces, attribute(given, f"{{{ML}}}moved"))


def _inline_down(inline: Inline) -> Inline:
    if isinstance(inline, Note):
        inline = replace(inline, blocks=_all_down(inline.blocks))
    if isinstance(inline, Reference | Blank):
        inline = replace(inline, content=_runs(_inline_down(run) for run in inline.content))
    wraps = inline.wraps
    inserted = deleted = ""
    if wraps and wraps[-1].name == "del":
        deleted = attribute(wraps[-1].attributes, _CHANGE)
        wraps = wraps[:-1] if deleted else wraps
    if wraps and wraps[-1].name == "ins":
        inserted = attribute(wraps[-1].attributes, _CHANGE)
        wraps = wraps[:-1] if inserted else wraps
    return replace(inline, wraps=wraps, trace=Trace(inserted, deleted)) if inserted or deleted else inline
