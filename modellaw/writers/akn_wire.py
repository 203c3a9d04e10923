"""The last pass before a marked law is written: what XML would not say by itself, or not allow, is said in attributes of ours.

A marked tree may hold one identifier twice (a deleted reference and the inserted one, the halves of a split line), which neither XML nor
the strict schema allows: later ones get a number; ``ml:eId``, ``ml:guid`` and ``ml:id`` keep what they were. ``ml:serial`` keeps equal
neighbouring wraps apart when marks stand between them; ``ml:blank`` names a blank whose words were marked. An instruction
``modellaw-carried`` before opaque XML says which namespaces that itself declares, and which identifiers in it were renamed; before a
quotation, which ``mod`` allows no ``ins`` around, also who inserted or deleted it. The reader's
``unwired`` takes all of it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import is_
from typing import NamedTuple, assert_never

from modellaw.model.nodes import (
    ML,
    Attributes,
    Blank,
    Block,
    Carried,
    CarriedInline,
    Cell,
    Departure,
    Group,
    Inline,
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
)
from modellaw.model.walk import blocks_of, inline_text, paragraphs_of
from modellaw.values import replace

_XML = "http://www.w3.org/XML/1998/namespace"
_KEPT = {"eId": f"{{{ML}}}eId", "GUID": f"{{{ML}}}guid", f"{{{_XML}}}id": f"{{{ML}}}id"}
_SERIAL = f"{{{ML}}}serial"
_NAME = f"{{{ML}}}name"
_BLANK = f"{{{ML}}}blank"
_CHANGE = f"{{{ML}}}change"
_QUOTATION = r"<(?:[\w.-]+:)?quoted(?:Structure|Text)\b"
_IN_XML = {"eId": "eId", "GUID": "GUID", f"{{{_XML}}}id": "xml:id"}
_START = r"<[^!?][^>]*>"
_DECLARES = r'\s(xmlns(?::[\w.-]+)?)="'
_IDS = re.compile(r'\s(eId|GUID|xml:id)="([^"]*)"')
Names = frozenset[str]
"""The namespace declarations in scope, by name ("xmlns", "xmlns:ml")."""


class Fine(NamedTuple):
    """A provision that is written as it is wherever all its identifiers are new, and the namespaces of its attributes."""

    provision: Provision
    identifiers: tuple[tuple[str, str], ...]
    spaces: tuple[str, ...]


Kept = dict[int, Fine]
"""What is known of provisions, by their id(): marked laws have many in common."""


def wired(document: Group, added: Names, kept: Kept | None) -> tuple[Group, set[str]]:
    """A plain tree of a marked law with every identifier once, and the namespaces of its attributes.

    ``added`` are the declarations at its root that only marks and insertions need.
    """
    wire = _Wire(document, added, kept)
    new = wire.block(document, frozenset())
    assert isinstance(new, Group)
    return new, set(wire.spaces) - {_XML}


def _carried(document: Group) -> Iterator[str]:
    """All opaque XML of a document."""
    for block in blocks_of(document):
        if isinstance(block, Carried):
            yield block.xml
        elif isinstance(block, Paragraph) and not is_bare(block.content):
            yield from _carried_in(block)


def _carried_in(line: Paragraph) -> Iterator[str]:
    for inline in line.content:
        if isinstance(inline, CarriedInline):
            yield inline.xml
        elif isinstance(inline, Note):
            for block in inline.blocks:
                yield from (inner.xml for inner in blocks_of(block) if isinstance(inner, Carried))
                for inner_line in paragraphs_of(block, notes=False):
                    yield from _carried_in(inner_line)


def _bare(inline: CarriedInline) -> tuple[CarriedInline, str]:
    """A quotation without the marks around it, which may not stand in a ``mod``, and the marks as they are said before it."""
    wraps = inline.wraps
    marks = ""
    while wraps and wraps[-1].name in {"ins", "del"} and re.match(_QUOTATION, inline.xml):
        change = attribute(wraps[-1].attributes, _CHANGE)
        if not change:
            break
        marks = f' {wraps[-1].name}="{change}"{marks}'
        wraps = wraps[:-1]
    return (replace(inline, wraps=wraps) if marks else inline), marks


class _Wire:
    """One pass over a tree; remembers the identifiers that are taken, in order, and how much opaque XML there was."""

    def __init__(self, document: Group, added: Names, kept: Kept | None) -> None:
        self.added = added
        self.kept = kept
        self.spaces: list[str] = []
        self.order: list[tuple[str, str]] = []
        self.opaques = 0
        self.used = {(name, value) for xml in _carried(document) for name, value in _IDS.findall(xml)}
        self.carried: set[tuple[str, str]] = set()
        self.counts: dict[tuple[str, str], int] = {}

    def fresh(self, name: str, value: str) -> str:
        """An identifier like ``value`` that is not taken yet."""
        count = self.counts.get((name, value), 1)
        new = value
        while (name, new) in self.used:
            count += 1
            new = f"{value}.{count}"
        self.counts[name, value] = count
        self.used.add((name, new))
        self.order.append((name, new))
        return new

    def attributes(self, attributes: Attributes) -> Attributes:
        """The attributes with identifiers that are new to the document; the same object where they are already."""
        for key, value in attributes:
            if key in _IN_XML:
                new = self.fresh(_IN_XML[key], value)
                if new != value:
                    renamed = tuple((k, new if k == key else v) for k, v in attributes)
                    attributes = (*renamed, (_KEPT[key], value))
            if key.startswith("{"):
                self.spaces.append(key[1:].partition("}")[0])
        return attributes

    def scope(self, attributes: Attributes, above: Names) -> Names:
        own = [key for key, _ in attributes if key.startswith("xmlns") and key not in self.added]
        return above.union(own) if own else above

    def scope_in(self, above: Names, wrap: Wrap) -> Names:
        return self.scope(wrap.attributes, above)

    def blocks(self, blocks: tuple[Block, ...], scope: Names) -> tuple[Block, ...]:
        out: list[Block] = []
        for block in blocks:
            if isinstance(block, Carried):
                said, xml = self.opaque(block.xml, scope)
                out += [*(Carried(note) for note in said), block if xml is block.xml else replace(block, xml=xml)]
            else:
                out.append(self.block(block, scope))
        return blocks if len(out) == len(blocks) and all(map(is_, out, blocks)) else tuple(out)

    def block(self, block: Block, scope: Names) -> Block:
        if isinstance(block, (Carried, Departure)):
            return block
        return self.provision(block, scope) if isinstance(block, Provision) else self.inside(block, scope)

    def provision(self, provision: Provision, scope: Names) -> Block:
        """A provision, not looked through where it was found to be fine in a law before and its identifiers are new here too."""
        if self.kept is None:
            return self.inside(provision, scope)
        known = self.kept.get(id(provision))
        if known is not None and self.used.isdisjoint(known.identifiers):
            self.used.update(known.identifiers)
            self.order += known.identifiers
            self.spaces += known.spaces
            return provision
        identifiers, spaces, opaques = len(self.order), len(self.spaces), self.opaques
        new = self.inside(provision, scope)
        if new is provision and self.opaques == opaques:
            self.kept[id(provision)] = Fine(provision, tuple(self.order[identifiers:]), tuple(self.spaces[spaces:]))
        return new

    def inside(self, block: Provision | Group | Paragraph | Table, scope: Names) -> Block:
        attributes = self.attributes(block.attributes)
        scope = self.scope(attributes, scope)
        match block:
            case Provision():
                blocks = self.blocks(block.blocks, scope)
                same = blocks is block.blocks and attributes is block.attributes
                return block if same else Provision(block.level, block.wid, blocks, attributes)
            case Group():
                blocks = self.blocks(block.blocks, scope)
                return block if blocks is block.blocks and attributes is block.attributes else Group(block.name, blocks, attributes)
            case Paragraph():
                if attributes is block.attributes and is_bare(block.content):
                    return block
                content = self.inlines(block.content, scope)
                same = len(content) == len(block.content) and all(map(is_, content, block.content))
                return block if same and attributes is block.attributes else Paragraph(content, block.name, attributes)
            case Table():
                before = self.blocks(block.before, scope)
                return Table(tuple(self.row(row, scope) for row in block.rows), before, attributes)
            case _:
                assert_never(block)

    def row(self, row: Row, scope: Names) -> Row:
        attributes = self.attributes(row.attributes)
        scope = self.scope(attributes, scope)
        return Row(tuple(self.cell(cell, scope) for cell in row.cells), attributes)

    def cell(self, cell: Cell, scope: Names) -> Cell:
        attributes = self.attributes(cell.attributes)
        return Cell(self.blocks(cell.blocks, self.scope(attributes, scope)), cell.header, attributes)

    def inlines(self, content: Iterable[Inline], scope: Names) -> tuple[Inline, ...]:
        """The inlines with each element around them renamed once for as long as the writer leaves it open."""
        out: list[Inline] = []
        opened: list[tuple[Wrap, Wrap]] = []
        for given in content:
            inline, marks = _bare(given) if isinstance(given, CarriedInline) else (given, "")
            wraps = inline.wraps
            keep = 0
            while keep < len(opened) and keep < len(wraps) and opened[keep][0] == wraps[keep]:
                keep += 1
            del opened[keep:]
            opened += [(wrap, self.wrap(wrap)) for wrap in wraps[keep:]]
            if opened and any(new is not old for old, new in opened):
                inline = replace(inline, wraps=tuple(new for _, new in opened))
            self.inline(inline, reduce(self.scope_in, wraps, scope) if wraps else scope, marks, out)
        return tuple(out)

    def wrap(self, wrap: Wrap) -> Wrap:
        attributes = self.attributes(wrap.attributes)
        if wrap.serial:
            attributes = (*attributes, (_SERIAL, str(wrap.serial)))
        return wrap if attributes is wrap.attributes else Wrap(wrap.name, attributes, wrap.serial)

    def inline(self, inline: Inline, scope: Names, marks: str, out: list[Inline]) -> None:
        match inline:
            case Run():
                out.append(inline)
            case Reference() | Blank():
                runs = tuple([run for run in self.inlines(inline.content, scope) if isinstance(run, Run)])
                attributes = self.attributes(inline.attributes)
                if isinstance(inline, Blank) and inline.blank != (attribute(attributes, _NAME) or inline_text(inline)):
                    attributes = (*attributes, (_BLANK, inline.blank))
                same = len(runs) == len(inline.content) and all(map(is_, runs, inline.content)) and attributes is inline.attributes
                out.append(inline if same else replace(inline, content=runs, attributes=attributes))
            case Note():
                attributes = self.attributes(inline.attributes)
                blocks = self.blocks(inline.blocks, self.scope(attributes, scope))
                out.append(Note(blocks, attributes, inline.wraps))
            case CarriedInline():
                said, xml = self.opaque(inline.xml, scope, marks)
                out += [CarriedInline(note, "", inline.wraps) for note in said]
                out.append(inline if xml is inline.xml else replace(inline, xml=xml))
            case _:
                assert_never(inline)

    def opaque(self, xml: str, scope: Names, says: str = "") -> tuple[list[str], str]:
        """Opaque XML as it may stand here, and what has to be said before it."""
        self.opaques += 1
        start = re.match(_START, xml)
        if not start:
            return [], xml
        declared = re.findall(_DECLARES, start[0])
        if not scope.issubset(declared):
            says += f' declares="{" ".join(declared)}"'
        renamed = []
        for name, value in _IDS.findall(xml):
            if (name, value) in self.carried:
                new = self.fresh(name, value)
                xml = xml.replace(f' {name}="{value}"', f' {name}="{new}"')
                renamed.append(f"{new} {value}")
            self.carried.add((name, value))
        if renamed:
            says += f' renamed="{" ".join(renamed)}"'
        return ([f"<?modellaw-carried{says}?>"] if says else []), xml
