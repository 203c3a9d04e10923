"""Equal parts of the laws of one build become one object, so that what was made of a part is found again by identity."""

from __future__ import annotations

from collections.abc import Hashable
from operator import is_
from typing import Any, cast

from modellaw.model.nodes import Block, Group, Law, Provision
from modellaw.values import replace


class Sharing:
    """The parts of all laws that it was given; it keeps them alive. ``alone`` are those of one edition: no other has equal ones."""

    def __init__(self, *, alone: bool = False) -> None:
        self.alone = alone
        self._bases: list[Law] = []
        self._known: dict[Hashable, Block] = {}
        self._ours: set[int] = set()
        self._made: dict[str, dict[Any, Any]] = {}
        self.plain: set[int] = set()
        """The id() of parts that came with a law without changes, and bear no marks."""

    def made(self, what: str) -> dict[Any, Any]:
        """What somebody made of parts and wants to find again, by their id() and what else it depends on.

        Whoever puts something in holds on to the part, lest another gets its id().
        """
        return self._made.setdefault(what, {})

    def base(self, law: Law) -> Law:
        """The law that the others are made from: its parts are taken as they are, since the others have them as the same objects."""
        self._bases.append(law)
        self._take(law.document)
        return law

    def _take(self, block: Provision | Group) -> None:
        for inner in block.blocks:
            if isinstance(inner, (Provision, Group)):
                self._take(inner)
        self._ours.update(map(id, block.blocks), (id(block),))
        self.plain.update(map(id, block.blocks), (id(block),))

    def law(self, law: Law) -> Law:
        """An equal law whose parts are those of laws given before, where they are equal."""
        if self.alone:
            return law
        document = self._one(law.document, not law.changes)
        return law if document is law.document else replace(law, document=cast(Group, document))

    def _one(self, block: Block, plain: bool) -> Block:
        if id(block) in self._ours:
            return block
        match block:
            case Provision():
                blocks = self._all(block.blocks, plain)
                marks = block.trace, block.shell, block.seam, block.moved
                key: Hashable = (block.level, block.wid, tuple(map(id, blocks)), block.attributes, *marks)
                if blocks is not block.blocks:
                    block = Provision(block.level, block.wid, blocks, block.attributes, *marks)
            case Group():
                blocks = self._all(block.blocks, plain)
                key = block.name, tuple(map(id, blocks)), block.attributes, block.trace, block.seam
                if blocks is not block.blocks:
                    block = Group(block.name, blocks, block.attributes, block.trace, block.seam)
            case _:
                key = block
        known = self._known.setdefault(key, block)
        self._ours.add(id(known))
        if plain:
            self.plain.add(id(known))
        return known

    def _all(self, blocks: tuple[Block, ...], plain: bool) -> tuple[Block, ...]:
        ours = tuple([self._one(block, plain) for block in blocks])
        return blocks if all(map(is_, ours, blocks)) else ours
