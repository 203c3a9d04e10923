"""The words of a drafted module with what is live in them: references to the provisions that they cite, and blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from modellaw.amend.ops import Amendment, AmendmentModule, Operation
from modellaw.importing.citations import Finder
from modellaw.importing.grammar import grammar
from modellaw.importing.wording import Blanks
from modellaw.model.address import cite, paths
from modellaw.model.nodes import ML, Blank, Block, CarriedInline, Group, Inline, Law, Note, Paragraph, Provision, Reference, Run, Table
from modellaw.model.walk import inline_text, paragraphs_of, rewrite
from modellaw.values import replace

_INLINES = Run | Reference | Blank | Note | CarriedInline
_GROUP = re.compile(r"alternatives-(\d+)")


def with_references(module: AmendmentModule, law: Law, new: Law, house: bool) -> AmendmentModule:
    """The module on ``law`` with its citations as references and its brackets as blanks, where the law has blanks.

    ``new`` is the law as the module makes it: what is inserted cites by the numbers that are there then. In ``house`` words, those of our
    own instruments, a citation is printed in full: it is a reference without a text, which the law prints as it prints others.
    """
    words = _Words(law, new, house)
    made = []
    for one in module.amendments:
        steps = tuple(replace(step, operation=words.operation(step.operation)) for step in one.steps)
        made.append(Amendment(one.change, steps))
    return replace(module, amendments=tuple(made))


class _Words:
    def __init__(self, law: Law, new: Law, house: bool) -> None:
        self.house = house
        self.paths = paths(new)
        self.finder = Finder(new, grammar(), {})
        self.known = _blanks(law)
        self.blanks = Blanks(grammar())
        self.blanks.groups = max(_groups(law), default=0)

    def operation(self, operation: Operation) -> Operation:
        """An operation with live words; the same object where there are none."""
        target = getattr(operation, "target", "") or getattr(getattr(operation, "words", None), "target", "")
        path = self.paths.get(target, ()) if not self.house else ()
        changed: dict[str, Any] = {}
        for field in fields(operation):
            value = getattr(operation, field.name)
            made = self.value(value, path) if field.name != "heading" else value
            if made is not value:
                changed[field.name] = made
        return replace(operation, **changed) if changed else operation

    def value(self, value: object, path: tuple[Provision, ...]) -> object:
        """Blocks, inlines, or rows of them, with live words; anything else as it is."""
        match value:
            case tuple() if value and all(isinstance(one, _INLINES) for one in value):
                return self.line(value, path)
            case tuple() if value and not all(isinstance(one, str) for one in value):
                made = tuple(self.value(one, path) for one in value)
                return made if any(a is not b for a, b in zip(made, value, strict=True)) else value
            case Provision():
                above = self.paths.get(value.wid, ())[:-1] if not self.house else ()
                return self.block(value, above)
            case Group() | Paragraph() | Table():
                return self.block(value, path)
            case _:
                return value

    def block(self, block: Block, path: tuple[Provision, ...]) -> Block:
        """A block with live words."""

        def settled(inner: Block) -> Block:
            return replace(inner, content=self.settled(inner.content)) if isinstance(inner, Paragraph) else inner

        return rewrite(self.finder.cited(rewrite(block, self.blanked), path), settled)

    def blanked(self, block: Block) -> Block:
        """A line with its brackets as blanks."""
        if not self.known or not isinstance(block, Paragraph):
            return block
        return replace(block, content=self.in_brackets(block.content))

    def in_brackets(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        """Words with their brackets as blanks, those that the law has by its names for them."""
        found = self.blanks.in_line(tuple(content))
        return tuple(self.known.get(inline_text(inline), inline) if isinstance(inline, Blank) else inline for inline in found)

    def line(self, content: Sequence[Inline], path: tuple[Provision, ...]) -> tuple[Inline, ...]:
        """Words that stand in a line."""
        blanked = self.in_brackets(content) if self.known else tuple(content)
        return self.settled(self.finder.in_line(blanked, path))

    def settled(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        """In house words a reference that says its target in full without a text, where the law prints it so."""
        out: list[Inline] = []
        for inline in content:
            if (
                self.house
                and isinstance(inline, Reference)
                and inline_text(inline)
                == self.full(inline.target, opens=not any(isinstance(one, Note) or inline_text(one).strip() for one in out))
            ):
                inline = replace(inline, content=())
            out.append(inline)
        return tuple(out)

    def full(self, target: str, *, opens: bool) -> str:
        """How a provision is cited from outside, with a capital where that ``opens`` a line."""
        said = cite(self.paths.get(target.removeprefix("#"), ()))
        return said[:1].upper() + said[1:] if opens else said


def _blanks(law: Law) -> dict[str, Blank]:
    """The blanks of a law by their words; words that blanks of several names have stand for a blank without a name of its own."""
    found: dict[str, Blank] = {}
    for inline in _inlines(law):
        if isinstance(inline, Blank):
            words = inline_text(inline)
            other = found.setdefault(words, replace(inline, wraps=()))
            if other.blank != inline.blank:
                found[words] = Blank("blank", (Run(words),), other.name, ((f"{{{ML}}}name", "blank"), ("originalText", words)))
    return found


def _groups(law: Law) -> Iterator[int]:
    """The numbers of the groups of alternatives that a law has."""
    for inline in _inlines(law):
        for wrap in inline.wraps if isinstance(inline, Run) else ():
            for _, value in wrap.attributes:
                if (found := _GROUP.fullmatch(value)) is not None:
                    yield int(found[1])


def _inlines(law: Law) -> Iterator[Inline]:
    return (inline for line in paragraphs_of(law.document) for inline in line.content)
