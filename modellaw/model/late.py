"""Nodes whose blocks are made when they are first asked for, from what a reader kept of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from modellaw.model.nodes import Block, Provision


_REFERENCE = re.compile(r"<ref [^>]*>")
_CITED = re.compile(r"<ref>(?:[^<]|<(?!/ref>))*</ref>")
_MARKUP = re.compile(r"<[^>]*>")


class Written(NamedTuple):
    """What a provision with nothing but a number, a heading, lines and further provisions says, as it is written in its file.

    What is equal here is equal as nodes, ids apart. Markup among words is left as it is, and so are characters that are escaped.
    """

    number: str | None
    heading: str | None
    text: str
    """Its lines before the provisions in it."""
    wrap: str
    """Its lines behind them."""
    attributes: str
    """Those of the number, the heading and what holds the lines."""

    def words(self) -> str:
        """The words of its heading and its lines."""
        lines = _MARKUP.sub("", f"{self.text}{self.wrap}".replace("</p>", " "))
        return f"{self.heading} {lines}" if self.heading else lines


def without_targets(text: str) -> str:
    """Lines without what says where their references point."""
    return _REFERENCE.sub("<ref>", text)


def without_references(text: str) -> str:
    """Lines without the words of their references, which are ``without_targets``."""
    return _CITED.sub("<ref/>", text)


class Unread(Protocol):
    """What a reader kept of a provision."""

    @property
    def kids(self) -> Sequence[Provision]:
        """The provisions in it, those within them apart, in order."""
        ...

    @property
    def written(self) -> Written | None:
        """What it says, None where it has more than lines."""
        ...

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
