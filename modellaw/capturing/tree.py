"""A law as a tree that can be worked on: nodes with parents, frozen again into the same objects wherever nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from operator import is_
from typing import cast

from modellaw.model.memo import Memo
from modellaw.model.nodes import Block, Carried, Group, Law, Paragraph, Provision, Table
from modellaw.model.walk import rewrite
from modellaw.values import dataclass, replace


@dataclass(slots=True, eq=False)
class Node:
    """A provision or group with its children, or any other block as a leaf; ``gone`` ones are left out when it is frozen."""

    block: Block
    above: Node | None = None
    items: list[Node] = field(default_factory=list)
    gone: bool = False

    @property
    def provision(self) -> Node | None:
        """The nearest provision, itself included."""
        node: Node | None = self
        while node is not None and not isinstance(node.block, Provision):
            node = node.above
        return node

    def put(self, node: Node, after: Node | None) -> None:
        """A new child behind another, or as the first."""
        node.above = self
        self.items.insert(self.items.index(after) + 1 if after is not None else 0, node)

    def adopt(self, nodes: list[Node]) -> None:
        """More children, at the end."""
        for node in nodes:
            node.above = self
        self.items += nodes

    def leaves(self) -> Iterator[Node]:
        """Every node without children from here on down."""
        if not self.items:
            yield self
        for item in self.items:
            yield from item.leaves()


_DISTINCT: Memo[Law] = Memo()


def distinct(law: Law) -> Law:
    """The law with every line and table an object of its own: what is equal may have been read as one object."""
    return _DISTINCT.of(law, lambda: _distinct(law))


def _distinct(law: Law) -> Law:
    seen: set[int] = set()

    def change(block: Block) -> Block:
        if not isinstance(block, Paragraph | Table):
            return block
        made = replace(block) if id(block) in seen else block
        seen.add(id(made))
        return made

    return replace(law, document=cast(Group, rewrite(law.document, change)))


def opened(block: Block, above: Node | None = None) -> Node:
    """A block as nodes."""
    node = Node(block, above)
    if isinstance(block, Provision | Group):
        node.items = [opened(inner, node) for inner in block.blocks]
    return node


def paragraphs(root: Node) -> dict[int, Node]:
    """The id() of every paragraph and table to its node."""
    return {id(leaf.block): leaf for leaf in root.leaves()}


def frozen(node: Node) -> Block | None:
    """The block again, None for what is gone; a provision or group that lost all it held is gone too, metadata apart."""
    block = node.block
    if node.gone:
        return None
    if not isinstance(block, Provision | Group):
        return block
    made = [inner for item in node.items if (inner := frozen(item)) is not None]
    if all(isinstance(inner, Carried) for inner in made) and _may_go(node):
        return None
    if len(made) == len(block.blocks) and all(map(is_, made, block.blocks)):
        return block
    return replace(block, blocks=tuple(made))


def _may_go(node: Node) -> bool:
    """Whether nothing stays of an emptied provision or group; a law has a body, and a schedule with a heading a document."""
    block = node.block
    if isinstance(block, Group) and block.name in {"doc", "mainBody"} and (outer := node.provision) is not None:
        return all(leaf.gone or not isinstance(leaf.block, Paragraph | Table) for leaf in outer.leaves())
    return isinstance(block, Provision | Group) and bool(block.blocks) and not (isinstance(block, Group) and block.name == "body")


def as_law(root: Node, law: Law) -> Law:
    """The law with another document."""
    return replace(law, document=cast(Group, frozen(root) or replace(law.document, blocks=())))


def body(root: Node) -> Node | None:
    """The body of a law, None where it has none."""
    return next((one for one in every(root) if isinstance(one.block, Group) and one.block.name in {"body", "mainBody"}), None)


def every(node: Node) -> list[Node]:
    """A node and all below it, in order."""
    return [node, *(inner for item in node.items for inner in every(item))]


def holds(node: Node, other: Node) -> bool:
    """Whether a node is another one or above it."""
    step: Node | None = other
    while step is not None:
        if step is node:
            return True
        step = step.above
    return False


def towards(node: Node, other: Node | None) -> Node | None:
    """The item of a node that holds another node; None where the node itself is that one."""
    return next((item for item in node.items if other is not None and holds(item, other)), None)


def around(last: Node | None) -> list[Node]:
    """The provisions around a node, innermost first."""
    out: list[Node] = []
    node = last
    while node is not None:
        if isinstance(node.block, Provision):
            out.append(node)
        node = node.above
    return out
