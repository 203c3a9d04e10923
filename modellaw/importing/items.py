"""What the lines of a law are: each an item with its role."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content
from modellaw.importing.labels import Label
from modellaw.importing.lines import Line, text_in
from modellaw.importing.numerals import readings
from modellaw.values import dataclass


def is_first_option(token: str) -> bool:
    """Whether a group of options begins with the number of one."""
    return any(reading.is_first for reading in readings(token))


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
    the heading (or table) may be instead; ``depth`` is what a style of this tool says of a number or text, -1 where none does; ``more`` are
    further lines of its text; ``term`` says that all its words are the term that is defined.
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
    more: tuple[Content, ...] = ()
    term: bool = False


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines of a law in two: what stands before it, and what its lines are; ``worded`` where units have a word in front."""

    front: tuple[Line, ...]
    items: tuple[Item, ...]
    unit: str
    worded: bool


def inside_definitions(items: Sequence[Item], grammar: Grammar) -> bool:
    """Whether the lines at hand are in a section of definitions, by its heading or by what opens the list."""
    for item in reversed(items):
        words = text_in(item.rest)
        if item.role is Role.DEFINITION or (grammar.openings.search(words) and words.rstrip().endswith((":", "—", "–", "-", ","))):
            return True
        if item.role is Role.UNIT:
            return text_in(item.heading).strip().lower().rstrip(".") in grammar.definition_headings
        if item.role in {Role.CONTAINER, Role.SCHEDULE, Role.COMMENTARY}:
            return False
    return False
