"""Cross-references follow their targets: their texts are written from the numbers that the amended law has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from operator import is_

from modellaw.amend.sequence import around
from modellaw.model.address import UNITS, Paths, cite, cite_from, number_text, number_token, paths, steady
from modellaw.model.changes import REFERENCES, Trace
from modellaw.model.memo import Memo
from modellaw.model.named import by_eid
from modellaw.model.nodes import Block, Cell, Group, Inline, Law, Note, Paragraph, Provision, Reference, Row, Run, Table
from modellaw.model.views import accept, coalesce, objects_of
from modellaw.model.walk import children, inline_text
from modellaw.values import replace


def follow_references(marked: Law, base: Law) -> Law:
    """The marked law with every live reference as its target is now numbered; inserted ones written in place, others marked."""
    targets = _TARGETS.of(base.document, lambda: _targets(base.document))
    writer = _Writer(marked, paths(base), paths(accept(marked, objects_of(base))), targets, by_eid(base))
    document = writer.block(marked.document, "", False)
    assert isinstance(document, Group)
    return marked if document is marked.document else replace(marked, document=document)


_FOLLOWED = frozenset({Reference, Note})
_NO_TEXT = "#"
"""Stands among targets for that of a reference whose text is yet to be written."""
_TARGETS: Memo[dict[int, frozenset[str]]] = Memo()


def _targets(document: Group) -> dict[int, frozenset[str]]:
    """The provisions to which references in each provision of a law point, by its id()."""
    found: dict[int, frozenset[str]] = {}

    def visit(block: Block) -> set[str]:
        if isinstance(block, Paragraph):
            references = [inline for inline in block.content if isinstance(inline, Reference) and inline.target.startswith("#")]
            here = {reference.target[1:] if inline_text(reference) else _NO_TEXT for reference in references}
            return here.union(*[visit(inner) for inline in block.content if isinstance(inline, Note) for inner in inline.blocks])
        here = set[str]().union(*map(visit, children(block)))
        if isinstance(block, Provision):
            found[id(block)] = frozenset(here)
        return here

    visit(document)
    return found


class _Writer:
    def __init__(self, marked: Law, old: Paths, new: Paths, targets: Mapping[int, frozenset[str]], wids: Mapping[str, str]) -> None:
        self.marked, self.old, self.new, self.targets, self.wids = marked, old, new, targets, wids
        self.steady = steady(old, new) | {""}
        self.texts: dict[tuple[str, str, str], str] = {}
        self.joined: dict[str, str] = {}

    def block(self, block: Block, here: str, fresh: bool) -> Block:
        """A block with its references followed; the same object where none changed. ``fresh``: inside something inserted."""
        match block:
            case Provision():
                known = self.targets.get(id(block))
                if block.trace.deleted or (known is not None and block.wid in self.steady and known <= self.steady):
                    return block
                blocks = self.all(block.blocks, block.wid, fresh or bool(block.trace.inserted))
                return block if blocks is block.blocks else replace(block, blocks=blocks)
            case Group():
                if block.trace.deleted:
                    return block
                blocks = self.all(block.blocks, here, fresh or bool(block.trace.inserted))
                return block if blocks is block.blocks else replace(block, blocks=blocks)
            case Paragraph():
                if block.trace.deleted or _FOLLOWED.isdisjoint(map(type, block.content)):
                    return block
                return self.paragraph(block, here, fresh or bool(block.trace.inserted))
            case Table():
                if block.trace.deleted:
                    return block
                rows = tuple(self.row(row, here, fresh or bool(block.trace.inserted)) for row in block.rows)
                same = all(a is b for a, b in zip(rows, block.rows, strict=True))
                return block if same else replace(block, rows=rows)
            case _:
                return block

    def all(self, blocks: tuple[Block, ...], here: str, fresh: bool) -> tuple[Block, ...]:
        for before, block in pairwise(blocks):
            if isinstance(block, Provision) and isinstance(before, Provision) and block.seam.deleted:
                self.joined[block.wid] = self.joined.get(before.wid, before.wid)
        new = tuple([self.block(block, here, fresh) for block in blocks])
        return blocks if all(map(is_, new, blocks)) else new

    def row(self, row: Row, here: str, fresh: bool) -> Row:
        cells = tuple(self.cell(cell, here, fresh or bool(row.trace.inserted)) for cell in row.cells)
        return row if all(a is b for a, b in zip(cells, row.cells, strict=True)) else replace(row, cells=cells)

    def cell(self, cell: Cell, here: str, fresh: bool) -> Cell:
        blocks = self.all(cell.blocks, here, fresh or bool(cell.trace.inserted))
        return cell if blocks is cell.blocks else replace(cell, blocks=blocks)

    def paragraph(self, paragraph: Paragraph, here: str, fresh: bool) -> Paragraph:
        out: list[Inline] = []
        for inline in paragraph.content:
            match inline:
                case Reference() if not inline.trace.deleted:
                    out += self.reference(inline, here, fresh, not any(isinstance(i, Note) or inline_text(i).strip() for i in out))
                case Note() if not inline.trace.deleted:
                    blocks = self.all(inline.blocks, here, fresh or bool(inline.trace.inserted))
                    out.append(inline if blocks is inline.blocks else replace(inline, blocks=blocks))
                case _:
                    out.append(inline)
        if len(out) == len(paragraph.content) and all(a is b for a, b in zip(out, paragraph.content, strict=True)):
            return paragraph
        return replace(paragraph, content=coalesce(out))

    def reference(self, reference: Reference, here: str, fresh: bool, opens: bool) -> list[Inline]:
        """One reference, or the old one deleted and the new one inserted; one without a text that ``opens`` a line gets a capital."""
        text, new = inline_text(reference), fresh or bool(reference.trace.inserted)
        if not text and not new:  # the law's own, which prints nothing: the checks find it
            return [reference]
        target = self.wids.get(reference.target[1:], reference.target[1:])
        if not reference.target.startswith("#") or (target not in self.new and (text or target not in self.gone)):
            return [reference]
        wanted = self.text(text, here, target)
        wanted = wanted[:1].upper() + wanted[1:] if opens and not text else wanted
        if wanted == text:
            return [reference]
        content = (Run(wanted, reference.content[0].wraps if reference.content else ()),)
        if new:
            return [replace(reference, content=content)]
        return [
            replace(reference, trace=Trace(deleted=REFERENCES.id)),
            replace(reference, content=content, trace=Trace(inserted=REFERENCES.id)),
        ]

    @cached_property
    def gone(self) -> Paths:
        """All provisions of the marked law: one that another module took out is cited as it was."""
        return paths(self.marked)

    def text(self, text: str, here: str, target: str) -> str:
        """What a reference that reads ``text`` reads now."""
        if text and target in self.steady and here in self.steady:
            return text
        key = (text, here, target)
        if key not in self.texts:
            self.texts[key] = self._text(text, here, target)
        return self.texts[key]

    def _text(self, text: str, here: str, target: str) -> str:
        new, new_here = self.new.get(target) or self.gone[target], self.new.get(self.joined.get(here, here), ())
        if not text:
            return cite_from(new_here, new)
        old = self.old.get(target)
        if old is None:
            return text
        for was, now in ((cite_from(self.old.get(here, ()), old), cite_from(new_here, new)), (cite(old), cite(new))):
            if text == was:
                return now
            if text == was[:1].upper() + was[1:]:
                return now[:1].upper() + now[1:]
        return _with_numbers(text, old, new)


def _with_numbers(text: str, old: Sequence[Provision], new: Sequence[Provision]) -> str:
    """A citation in words of any language with the new numbers of a provision and of those around it, up to its article or section.

    The number of that stands behind the word or sign for it, the others at their last places that are left.
    """
    steps: list[tuple[Provision, Provision]] = []
    for was, now in zip(reversed(old), reversed(new), strict=False):
        if was.level != now.level:
            break
        steps.append((was, now))
        if was.level in UNITS:
            break
    found: list[tuple[int, int, str]] = []
    for was, now in sorted(steps, key=lambda step: step[0].level not in UNITS):
        before, printed = number_text(was), number_text(now)
        token, after = number_token(before), number_token(printed)
        if not token or not after:
            continue
        word = around(before, token)[0].strip() if was.level in UNITS and len(steps) > 1 else ""
        place = _place(text, token, word[:3], found)
        if place is not None:
            lead, behind = around(printed, after)
            found.append((*place, token if token == after else printed[len(lead) : len(printed) - len(behind)]))
    for start, end, number in sorted(found, reverse=True):
        text = text[:start] + number + text[end:]
    return text


def _place(text: str, token: str, word: str, taken: Sequence[tuple[int, int, str]]) -> tuple[int, int] | None:
    """Where a number stands in a citation, the last place that is left; behind a word that begins so, if there is one."""
    lead = rf"(?<!\w){re.escape(word)}\w*\W{{0,2}}" if word else r"(?<![0-9A-Za-z])"
    places = [found.span(1) for found in re.finditer(rf"{lead}({re.escape(token)})(?![0-9A-Za-z])", text, re.IGNORECASE)]
    left = [place for place in places if all(place[1] <= start or place[0] >= end for start, end, _ in taken)]
    return left[-1] if left else None
