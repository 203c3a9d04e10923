"""The operations, as data: what a drafter can say of a law; targets are wIds."""

from __future__ import annotations

from enum import Enum

from modellaw.errors import Place
from modellaw.model.changes import Change, Module
from modellaw.model.nodes import Block, Inline, Provision
from modellaw.values import dataclass

AMENDMENT = "urn:modellaw:amendment:1"
"""The namespace of the XML of amendment modules."""


class Where(Enum):
    """Where something is put: beside an anchor, or inside it as first, last or in the alphabetical place of its term."""

    BEFORE = "before"
    AFTER = "after"
    FIRST = "first"
    LAST = "last"
    ALPHABETICAL = "alphabetical"


@dataclass(frozen=True, slots=True)
class Position:
    """A place among provisions; the anchor "" is the body of the law."""

    where: Where
    anchor: str


class Scope(Enum):
    """Which words of a target an operation on words looks at; ALL is headings, text and tables, at every level below."""

    ALL = "all"
    TEXT = "text"
    OWN = "own"
    HEADING = "heading"
    NOTES = "notes"
    TABLES = "tables"


EACH = 0
LAST = -1


@dataclass(frozen=True, slots=True)
class Words:
    """Words to find: in ``target`` ("": the whole law), the nth ``occurrence`` (EACH, LAST), ``expect`` times in all (0: not said)."""

    target: str
    find: str
    occurrence: int = EACH
    expect: int = 0
    scope: Scope = Scope.ALL


@dataclass(frozen=True, slots=True)
class Insert:
    """New blocks at a place; provisions in them bear new wIds."""

    position: Position
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Repeal:
    """A provision, or all from it up to another: gone, or (``text``) its number stays with that text, its heading too if kept."""

    target: str
    up_to: str = ""
    text: str = ""
    keep_heading: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Substitute:
    """A provision or a range by others, written word by word where the new resembles the old; ``opening``: only its lead-in text."""

    target: str
    blocks: tuple[Block, ...]
    up_to: str = ""
    opening: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Words by other words."""

    words: Words
    replacement: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class InsertText:
    """Words before or after an anchor phrase (``words.find``); an empty anchor is the start or the end of the target's text."""

    words: Words
    insertion: tuple[Inline, ...]
    after: bool = True


@dataclass(frozen=True, slots=True)
class OmitText:
    """Words go; of two blanks that would meet one goes too."""

    words: Words


@dataclass(frozen=True, slots=True)
class ChangeHeading:
    """A new heading; ``old`` is the heading it must now have, None when not said."""

    target: str
    heading: tuple[Inline, ...]
    old: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A provision, or all from it up to another, elsewhere; ``number`` is its new number, "" to keep the old."""

    target: str
    position: Position
    up_to: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Renumber:
    """A new number as printed ("Section 12", "(c)"); over a range the following ones count on from it."""

    target: str
    number: str
    up_to: str = ""


@dataclass(frozen=True, slots=True)
class Wrap:
    """All text and provisions of the target become one new provision inside it: "the existing text becomes subsection (1)"."""

    target: str
    level: str
    number: str
    wid: str


@dataclass(frozen=True, slots=True)
class Part:
    """Where a split starts a new provision: before a phrase of the text, or before a child provision (``child``, its wId)."""

    number: str
    wid: str
    phrase: str = ""
    child: str = ""
    heading: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """One provision into several, its text conserved."""

    target: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """The provisions after the target, up to another, become part of it; ``run_on``: their text continues its last paragraph."""

    target: str
    up_to: str
    run_on: bool = True


@dataclass(frozen=True, slots=True)
class TablePlace:
    """The nth table (1-based) of a provision."""

    target: str
    table: int = 1


@dataclass(frozen=True, slots=True)
class InsertRow:
    """A row after the nth (0: as the first); one tuple of blocks for each cell; ``headers`` are the indexes of header cells."""

    at: TablePlace
    after: int
    cells: tuple[tuple[Block, ...], ...]
    headers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OmitRow:
    """The nth row goes."""

    at: TablePlace
    row: int


@dataclass(frozen=True, slots=True)
class InsertColumn:
    """A column after the nth (0: as the first); one tuple of blocks for each row."""

    at: TablePlace
    after: int
    cells: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class OmitColumn:
    """The nth column goes."""

    at: TablePlace
    column: int


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """New content for a cell, written word by word."""

    at: TablePlace
    row: int
    column: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class InsertNote:
    """A footnote after an anchor phrase (empty: at the end of the target's text)."""

    words: Words
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ReplaceNote:
    """New text for the nth footnote (1-based) of a provision."""

    target: str
    note: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class OmitNote:
    """The nth footnote of a provision goes."""

    target: str
    note: int


@dataclass(frozen=True, slots=True)
class InsertSchedule:
    """A schedule after another (wId), or "" for the last place."""

    after: str
    schedule: Provision


@dataclass(frozen=True, slots=True)
class ChooseOption:
    """One of a group of alternatives stays, without its label; the others go."""

    group: str
    option: str


@dataclass(frozen=True, slots=True)
class FillBlank:
    """Every blank of a name, in a provision or ("") in the whole law, gets its words."""

    blank: str
    content: tuple[Inline, ...]
    target: str = ""


Operation = (
    Insert | Repeal | Substitute | ReplaceText | InsertText | OmitText | ChangeHeading | Move | Renumber | Wrap | Split | Join
    | InsertRow | OmitRow | InsertColumn | OmitColumn | ChangeCell | InsertNote | ReplaceNote | OmitNote | InsertSchedule
    | ChooseOption | FillBlank
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """An operation and where its module says it."""

    operation: Operation
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change and how it is carried out, in order; one with ``change.status`` IGNORED or PENDING is recorded only."""

    change: Change
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class AmendmentModule:
    """A file of ``amendments/``: who, for which law (FRBR IRI, "" for any), and the amendments in order."""

    module: Module
    law: str
    amendments: tuple[Amendment, ...]
    file: str = ""
