"""Nodes whose blocks are made when they are first asked for, from what a reader kept of a whole document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from modellaw.model.nodes import Attributes, Block, Group, Paragraph, Provision


class Columns(ABC):
    """What all provisions of a document say, as it is written in its file: a column for each thing said, a place for each provision.

    Place 0 is the document itself, the provisions follow in their order. Markup among words is left as it is, and so are characters
    that are escaped; None stands for what is not there. ``…_tags`` are what start tags say behind their name.
    """

    levels: Sequence[str]
    wids: Sequence[str]
    number_tags: Sequence[str | None]
    numbers: Sequence[str | None]
    heading_tags: Sequence[str | None]
    headings: Sequence[str | None]
    group_tags: Sequence[str | None]
    words: Sequence[str | None]
    """The words of the only line, if it has no markup and its tag says nothing."""
    lines: Sequence[str | None]
    """Any other lines."""
    wraps: Mapping[int, tuple[str | None, str]]
    """The tag and the lines behind the provisions in one, for those that have such."""
    odd: Mapping[int, object]
    """Those that say more than a number, a heading, lines and provisions: the columns do not have it all."""
    parent: Sequence[int]
    end: Sequence[int]
    """The first place behind the last provision in one."""
    kids: Sequence[Sequence[int]]
    tagged: bool
    """Whether any tag of a number, a heading or of what holds lines says anything."""
    named: bool
    """Whether any provision has an attribute other than an ``eId`` of its own."""

    def says(self, at: int) -> bool:
        """Whether the provision at a place has lines before the provisions in it."""
        return self.words[at] is not None or self.lines[at] is not None

    @abstractmethod
    def attributes(self, at: int) -> Attributes:
        """The attributes of the provision at a place."""

    @abstractmethod
    def provision(self, at: int) -> Provision:
        """The provision at a place, always the same object."""

    @abstractmethod
    def heading(self, at: int) -> Paragraph:
        """The heading of the provision at a place that has one."""

    @abstractmethod
    def group(self, at: int) -> Group:
        """What holds the lines of the provision at a place that has some."""

    @abstractmethod
    def read(self, at: int) -> tuple[Block, ...]:
        """The blocks of the provision at a place, with the same provisions in them."""


class Late:
    """A node that may be made late: from ``columns``, which are None on any other node, at the place ``at`` in them."""

    __slots__ = ("at", "columns")
    at: int
    columns: Columns | None

    if not TYPE_CHECKING:  # asked only where a slot is empty

        def __getattr__(self, name: str) -> Any:
            if name == "columns":
                return None
            columns = self.columns
            if name == "blocks" and columns is not None:
                blocks = columns.read(self.at)
                type(self).blocks.__set__(self, blocks)
                return blocks
            if columns is None or name not in self.__match_args__:
                raise AttributeError(name, name=name, obj=self)
            self._tell(columns, self.at)
            return getattr(self, name)
