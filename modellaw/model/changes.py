"""Who changed what and why: modules, changes, the traces they leave on the tree, and the three views of it."""

from __future__ import annotations

from enum import Enum

from modellaw.values import dataclass


def is_date(text: str) -> bool:
    """Whether it is a day of the calendar, written 2021-03-18."""
    from datetime import date

    try:
        return len(text) == 10 and text.isascii() and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class View(Enum):
    """How a marked tree is read: before all changes, with every mark, after all changes."""

    ORIGINAL = "original"
    MARKED = "marked"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Trace:
    """The ids of the changes that inserted and that deleted a block or a run; "" for none.

    Both may be set: what one change inserted and a later one took out is in neither the original nor the amended text.
    """

    inserted: str = ""
    deleted: str = ""

    def __bool__(self) -> bool:
        return self.inserted != "" or self.deleted != ""


NO_TRACE = Trace()


class Status(Enum):
    """What became of a change."""

    APPLIED = "applied"
    IGNORED = "ignored"
    PENDING = "pending"
    CONSEQUENTIAL = "consequential"


@dataclass(frozen=True, slots=True)
class Commencement:
    """When a change takes effect: an ISO date, or a condition in words, or neither (with its module)."""

    date: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a module: what a delegate needs in order to judge it.

    ``operations`` are the operations in words ("in section 8(1), for “X” substitute “Y”"), written by the engine;
    ``reason`` says why an ignored or pending change was not carried out.
    """

    id: str
    module: str
    rationale: str = ""
    title: str = ""
    recommendations: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    commencement: Commencement = Commencement()
    status: Status = Status.APPLIED
    reason: str = ""
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """Who stands behind a set of changes; ``date`` (ISO) and ``author`` sign its tracked changes in Word."""

    id: str
    title: str
    date: str
    author: str
    version: str = ""
    requires: tuple[str, ...] = ()


CONSEQUENTIAL = Module("consequential", "Consequential numbering and references", "", "Consequential changes")
"""The pseudo-module that signs renumbering by policy and reference texts that follow it."""

NUMBERING = Change("numbering", CONSEQUENTIAL.id, "Provisions are renumbered to follow the insertions and repeals.",
                   title="Consequential renumbering", status=Status.CONSEQUENTIAL)  # fmt: skip
REFERENCES = Change("references", CONSEQUENTIAL.id, "Cross-references follow the new numbers of their targets.",
                    title="Consequential references", status=Status.CONSEQUENTIAL)  # fmt: skip
