"""What the lines of a law are: each an item with its role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from modellaw.importing.inlines import Content
from modellaw.importing.labels import Label
from modellaw.importing.lines import Line

FIRST_OPTIONS = frozenset({"1", "A", "I"})
"""The numbers with which the options of a group begin."""


class Role(Enum):
    """What a line is in a law."""

    CONTAINER = "container"
    UNIT = "unit"
    SCHEDULE = "schedule"
    OPTION = "option"
    COMMENTARY = "commentary"
    GUIDANCE = "guidance"
    CROSS = "cross heading"
    DEFINITION = "definition"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """A line, or one of several numbers in front of one, with what it is; ``at`` is the index of the line among those of the law.

    ``level`` is that of a heading (of an option, its number); ``headed`` says that the heading stood before the number; ``doubt`` is what
    the heading may be instead; ``depth`` is what a style of this tool says of a number or text, -1 where none does.
    """

    role: Role
    line: Line
    at: int
    level: str = ""
    number: Content = ()
    heading: Content = ()
    rest: Content = ()
    label: Label | None = None
    wid: str = ""
    optional: bool = False
    headed: str = ""
    doubt: str = ""
    depth: int = -1


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines of a law in two: what stands before it, and what its lines are; ``worded`` where units have a word in front."""

    front: tuple[Line, ...]
    items: tuple[Item, ...]
    unit: str
    worded: bool
