"""Nodes whose blocks are made when they are first asked for, from what a reader kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from modellaw.model.nodes import Block, Provision


class Written(NamedTuple):
    """What a provision with nothing but a number, a heading, lines and further provisions says, as it is written in its file.

    Markup among words is left as it is, and so are characters that are escaped; None for what is not there. ``…_tag`` is what the start
    tag says behind its name. What is equal here is equal as nodes.
    """

    number_tag: str | None
    number: str | None
    heading_tag: str | None
    heading: str | None
    group: str | None
    group_tag: str | None
    lines: str | None


class Unread(Protocol):
    """What a reader kept of a provision."""

    @property
    def kids(self) -> Sequence[Provision]:
        """The provisions in it, those within them apart, in order."""
        ...

    written: Written | None
    """What it says, None where it has more than lines."""
    wrap_tag: str | None
    wrap: str | None
    """The lines behind the provisions in it."""

    def read(self) -> tuple[Block, ...]:
        """Its blocks, with the same provisions in them."""
        ...


class Late:
    """A node that may have been read late: ``unread`` is where its blocks come from, absent on any other."""

    __slots__ = ("unread",)
    unread: Unread

    if not TYPE_CHECKING:  # asked only where a slot is empty

        def __getattr__(self, name: str) -> Any:
            if name == "blocks":
                blocks = self.unread.read()
                type(self).blocks.__set__(self, blocks)
                return blocks
            if name == "unread":
                return None
            raise AttributeError(name, name=name, obj=self)
