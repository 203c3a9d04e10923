"""The first pass over a marked law that was read: takes back what the writer's last pass said in attributes of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

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
)
from modellaw.values import replace

EID = f"{{{ML}}}eId"
"""The eId of an element that had to be written with another."""

_KEPT = {EID: "eId", f"{{{ML}}}guid": "GUID", f"{{{ML}}}id": "{http://www.w3.org/XML/1998/namespace}id"}
_SERIAL = f"{{{ML}}}serial"
_BLANK = f"{{{ML}}}blank"
_CHANGE = f"{{{ML}}}change"
_SAID = r'<\?modellaw-carried(?: ins="([^"]*)")?(?: del="([^"]*)")?(?: declares="([^"]*)")?(?: renamed="([^"]*)")?\?>'
_START = r"<[^>]*>"
_DECLARATION = r'\s(xmlns(?::[\w.-]+)?)="[^"]*"'


def unwired(document: Group, added: str) -> Group:
    """The tree with its own identifiers again; ``added`` names the declarations at its root ("xmlns:ml") that only marks needed."""
    from html import escape

    names = added.split()
    wire = _Unwire(tuple(f' {name}="{escape(space)}"' for name, space in document.attributes if name in names))
    attributes = tuple(pair for pair in document.attributes if pair[0] not in names)
    return replace(document, blocks=wire.blocks(document.blocks), attributes=attributes)


def _marks(said: str) -> tuple[Wrap, ...]:
    """The marks around a quotation, as they stand around anything else."""
    found = re.fullmatch(_SAID, said) if said else None
    if not found:
        return ()
    return tuple(Wrap(name, ((_CHANGE, change),)) for name, change in (("ins", found[1]), ("del", found[2])) if change)


class _Unwire:
    def __init__(self, added: tuple[str, ...]) -> None:
        self.added = added
        self.wraps: dict[Wrap, Wrap] = {}

    def attributes(self, attributes: Attributes) -> Attributes:
        """The attributes with the identifiers they had; the same object where they have them."""
        kept = {_KEPT[key]: value for key, value in attributes if key in _KEPT}
        if not kept:
            return attributes
        return tuple((key, kept.get(key, value)) for key, value in attributes if key not in _KEPT)

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        out: list[Block] = []
        said = ""
        for block in blocks:
            if isinstance(block, Carried) and re.fullmatch(_SAID, block.xml):
                said = block.xml
                continue
            out.append(replace(block, xml=self.opaque(block.xml, said)) if isinstance(block, Carried) else self.block(block))
            said = ""
        return tuple(out)

    def block(self, block: Block) -> Block:
        match block:
            case Provision():
                return Provision(block.level, block.wid, self.blocks(block.blocks), self.attributes(block.attributes))
            case Group():
                return Group(block.name, self.blocks(block.blocks), self.attributes(block.attributes))
            case Paragraph():
                return Paragraph(self.inlines(block.content), block.name, self.attributes(block.attributes))
            case Table():
                return Table(tuple(map(self.row, block.rows)), self.blocks(block.before), self.attributes(block.attributes))
            case Carried() | Departure():
                return block
            case _:
                assert_never(block)

    def row(self, row: Row) -> Row:
        cells = (Cell(self.blocks(cell.blocks), cell.header, self.attributes(cell.attributes)) for cell in row.cells)
        return Row(tuple(cells), self.attributes(row.attributes))

    def inlines(self, content: Iterable[Inline]) -> tuple[Inline, ...]:
        out: list[Inline] = []
        said = ""
        for inline in content:
            if isinstance(inline, CarriedInline) and re.fullmatch(_SAID, inline.xml):
                said = inline.xml
                continue
            out.append(self.inline(inline, said))
            said = ""
        return tuple(out)

    def inline(self, inline: Inline, said: str) -> Inline:
        wraps = tuple(map(self.wrap, inline.wraps)) if inline.wraps else ()
        match inline:
            case Run():
                return Run(inline.text, wraps) if wraps else inline
            case Reference():
                return Reference(inline.target, self.runs(inline.content), self.attributes(inline.attributes), wraps)
            case Blank():
                attributes = self.attributes(inline.attributes)
                blank = attribute(attributes, _BLANK)
                if blank:
                    attributes = tuple(pair for pair in attributes if pair[0] != _BLANK)
                return Blank(blank or inline.blank, self.runs(inline.content), inline.name, attributes, wraps)
            case Note():
                return Note(self.blocks(inline.blocks), self.attributes(inline.attributes), wraps)
            case CarriedInline():
                return CarriedInline(self.opaque(inline.xml, said), inline.text, wraps + _marks(said))
            case _:
                assert_never(inline)

    def runs(self, content: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(Run(run.text, tuple(map(self.wrap, run.wraps))) for run in content)

    def wrap(self, wrap: Wrap) -> Wrap:
        known = self.wraps.get(wrap)
        if known is None:
            attributes = self.attributes(wrap.attributes)
            serial = int(attribute(attributes, _SERIAL, "0"))
            known = Wrap(wrap.name, tuple(pair for pair in attributes if pair[0] != _SERIAL), serial)
            self.wraps[wrap] = known
        return known

    def opaque(self, xml: str, said: str) -> str:
        """Opaque XML as it was: with its own declarations and identifiers."""
        for declaration in self.added:
            xml = xml.replace(declaration, "")
        found = re.fullmatch(_SAID, said) if said else None
        if found and found[3] is not None:
            own = found[3].split()
            xml = re.sub(_START, lambda start: re.sub(_DECLARATION, lambda d: d[0] if d[1] in own else "", start[0]), xml, count=1)
        if found and found[4] is not None:
            names = found[4].split()
            for new, old in zip(names[::2], names[1::2], strict=True):
                xml = xml.replace(f'="{new}"', f'="{old}"')
        return xml
