"""A comparison as operations: one walk over its marked tree that writes down what a drafter would have said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field

from modellaw.amend.ops import (
    EACH,
    ChangeHeading,
    Insert,
    InsertSchedule,
    Move,
    OmitText,
    Operation,
    Position,
    Renumber,
    Repeal,
    ReplaceText,
    Substitute,
    TablePlace,
    Where,
    Words,
)
from modellaw.capturing.cost import OVERHEAD, cost, length
from modellaw.capturing.marks import differs, items, lines_outside, own_lines, own_text, rebuilt, stays
from modellaw.capturing.names import Names
from modellaw.capturing.notes import inserted_note, is_of_note, note_operations
from modellaw.capturing.tables import table_operations
from modellaw.capturing.units import unit_of
from modellaw.capturing.words import Hunk, Text, hunks, is_many
from modellaw.comparing.words import beginning
from modellaw.model.address import heading_text, number_text, paths
from modellaw.model.changes import View
from modellaw.model.nodes import LABELS, Block, Departure, Group, Inline, Law, Note, Paragraph, Provision, Table, is_label
from modellaw.model.views import block_as, content_as
from modellaw.model.walk import blocks_of, paragraphs_of, provisions, provisions_of, text_of
from modellaw.values import dataclass, replace

SCHEDULE = "attachment"
_GONE = re.compile(r"\W*(repealed|deleted|omitted|expired|reserved|spent|revoked|not used|not funded)\b.{0,40}", re.IGNORECASE)


def operations(marked: Law, old: Law, names: Names, whole: frozenset[str]) -> list[tuple[str, Operation]]:
    """The operations that make of ``old`` what accepting ``marked`` gives; provisions in ``whole`` are substituted whole."""
    absorbed = {block.wid for block in blocks_of(marked.document) if isinstance(block, Provision) and block.moved and block.shell}
    walk = _Walk(old, names, whole, frozenset(absorbed))
    walk.everywhere(marked)
    walk.outside(marked, old)
    walk.inside("", marked.document.blocks)
    return [*walk.steps, *walk.last]


class _Walk:
    """``absorbed`` are provisions that stand elsewhere at another level: they go, and come again in what holds them now."""

    def __init__(self, old: Law, names: Names, whole: frozenset[str], absorbed: frozenset[str]) -> None:
        self.law, self.old = old, paths(old)
        self.names, self.whole, self.absorbed = names, whole, absorbed
        self.steps: list[tuple[str, Operation]] = []
        self.last: list[tuple[str, Operation]] = []
        self.done: dict[tuple[str, str], set[str]] = {}

    def say(self, about: str, operation: Operation) -> None:
        self.steps.append((about, operation))

    # --- the same words at many places

    def everywhere(self, marked: Law) -> None:
        """One operation for words that are replaced by the same others wherever they occur in a provision."""
        found: dict[tuple[str, str], Counter[str]] = {}
        first: dict[tuple[str, str], Hunk] = {}
        for wid, line in own_lines(marked.document, ""):
            for hunk in hunks(line):
                plain = all(not isinstance(inline, Note) for inline in (*hunk.gone, *hunk.came))
                if plain and hunk.old.strip() and hunk.new and (not wid or wid in self.old):
                    found.setdefault((hunk.old, hunk.new), Counter())[wid] += 1
                    first.setdefault((hunk.old, hunk.new), hunk)
        for key, places in found.items():
            if any(self.is_whole(wid) for wid in places) or self._each(key, first[key], places):
                continue
            sections: dict[str, Counter[str]] = {}
            for wid, count in places.items():
                sections.setdefault(unit_of(wid, self.old), Counter())[wid] = count
            for inside in sections.values():
                self._each(key, first[key], inside)

    def _each(self, key: tuple[str, str], hunk: Hunk, places: Counter[str]) -> bool:
        """Says once what is done at each of some places, if something holds these and no others; whether there is such a thing."""
        if places.total() < 2:
            return False
        shared = beginning([tuple(step.wid for step in self.old.get(wid, ())) for wid in places])
        for wid in (*reversed(shared), ""):
            lines = paragraphs_of(self.old[wid][-1] if wid else self.law.document, notes=False)
            count = sum(text_of(line).count(key[0]) for line in lines if line.name != "num")
            if count == places.total():
                self.say(wid, ReplaceText(Words(wid, key[0], EACH, count), self.names.content(hunk.came)))
                self.done.setdefault(key, set()).update(places)
                return True
        return False

    def is_whole(self, wid: str) -> bool:
        """Whether a provision, or one above it, is substituted whole."""
        return any(step.wid in self.whole for step in self.old.get(wid, ()))

    # --- what stands in no provision

    def outside(self, marked: Law, old: Law) -> None:
        """Words of title, preface and preamble, where they can be told from all others of the law."""
        lines = [line for line in lines_outside(marked.document) if not line.trace.inserted]
        if not any(line.trace or hunks(line) for line in lines):
            return
        own = [_plain(content_as(line.content, View.ORIGINAL)) for line in lines]
        text = Text("", own, [text_of(line) for one in provisions(old) for line in own_text(one)])
        for at, line in enumerate(lines):
            if line.trace.deleted:
                words = text.unique(own[at])
                made: list[Operation | None] = [OmitText(words) if words else None]
                text.own[at] = ""
            else:
                left = (hunk for hunk in hunks(line) if not self._all_done("", [hunk]))
                made = [text.operation(at, replace(hunk, came=self.names.content(hunk.came))) for hunk in left]
            for operation in made:
                if operation is not None:
                    self.say("", operation)

    # --- provisions

    def provision(self, provision: Provision) -> None:
        """A provision of the old law with all that differs in it."""
        wid = provision.wid
        if wid in self.whole or rebuilt(provision):
            self.substitute(provision)
            return
        start, taken = (len(self.steps), len(self.last)), set(self.names.taken)
        self.piecemeal(provision)
        said = [step for _, step in (*self.steps[start[0] :], *self.last[start[1] :])]
        if len(said) > 1 and stays(provision):
            anew = block_as(replace(provision, moved=""), View.AMENDED)
            if sum(map(cost, said)) > OVERHEAD + sum(map(length, anew)):
                del self.steps[start[0] :], self.last[start[1] :]
                self.names.taken = taken
                self.substitute(provision)

    def piecemeal(self, provision: Provision) -> None:
        """A provision's number, heading, text and subdivisions, each by operations of its own."""
        wid = provision.wid
        before, after = number_text(provision, View.ORIGINAL), number_text(provision, View.AMENDED)
        if before != after and after and not provision.moved:
            self.say(wid, Renumber(wid, after))
        if self.repealed(provision):
            return
        if heading_text(provision, View.ORIGINAL) != heading_text(provision, View.AMENDED):
            self.heading(provision)
        self.text(provision)
        self.inside(wid, provision.blocks)

    def substitute(self, provision: Provision) -> None:
        """A provision put anew as a whole."""
        blocks = tuple(map(self.names.named, block_as(replace(provision, moved=""), View.AMENDED)))
        self.say(provision.wid, Substitute(provision.wid, blocks))

    def repealed(self, provision: Provision) -> bool:
        """Whether only a word in the place of the text says that the provision is gone."""
        after = block_as(replace(provision, moved=""), View.AMENDED)
        if len(after) != 1 or not isinstance(after[0], Provision) or any(isinstance(b, Provision) for b in items(after[0].blocks)):
            return False
        before = block_as(replace(provision, moved=""), View.ORIGINAL)[0]
        text = " ".join(text_of(line) for line in paragraphs_of(after[0]) if line.name not in LABELS)
        was = " ".join(text_of(line) for line in paragraphs_of(before) if line.name not in LABELS)
        if not _GONE.fullmatch(text.strip()) or was.strip() == text.strip():
            return False
        heading = heading_text(after[0])
        if heading and heading != heading_text(provision, View.ORIGINAL):
            return False
        self.say(provision.wid, Repeal(provision.wid, text=text.strip(), keep_heading=bool(heading)))
        return True

    def heading(self, provision: Provision) -> None:
        line = next((b for b in provision.blocks if isinstance(b, Paragraph) and b.name == "heading" and not b.trace.deleted), None)
        if line is not None and self._all_done(provision.wid, hunks(line)) and not line.trace:
            return
        content = self.names.content(content_as(line.content, View.AMENDED)) if line is not None else ()
        self.say(provision.wid, ChangeHeading(provision.wid, content, heading_text(provision, View.ORIGINAL) or None))

    def _all_done(self, wid: str, found: Sequence[Hunk]) -> bool:
        return bool(found) and all(wid in self.done.get((hunk.old, hunk.new), ()) for hunk in found)

    # --- text

    def text(self, provision: Provision) -> None:
        """The lines of a provision's own text, its tables and notes."""
        own = [block for block in items(provision.blocks) if isinstance(block, Paragraph) and block.name not in LABELS]
        for number, table in enumerate([b for b in items(provision.blocks) if isinstance(b, Table)], 1):
            for made in table_operations(TablePlace(provision.wid, number), table):
                self.say(provision.wid, made)
        found = [[h for h in hunks(line) if not self._all_done(provision.wid, [h]) and not is_of_note(h)] for line in own]
        ends = any(line.trace or line.seam for line in own) or any(isinstance(b, Table) and b.trace for b in items(provision.blocks))
        if not ends and not any(found):
            self.notes(provision)
            return
        words = " ".join(text_of(line) for line in own)
        if ends or any(is_many(line, words) for line in found) or sum(map(len, found)) > 3:
            self.anew(provision)
            return
        lines = [self._now(provision.wid, line) for line in own]
        below = [text_of(line) for line in paragraphs_of(self.old[provision.wid][-1], notes=False) if line.name != "num"]
        mine = Counter(lines)
        text = Text(provision.wid, lines, [line for line in below if line not in mine])
        for at, line in enumerate(found):
            for hunk in line:
                step = text.operation(at, replace(hunk, came=self.names.content(hunk.came))) or inserted_note(provision.wid, hunk)
                if step is None:
                    self.anew(provision)
                    return
                self.say(provision.wid, step)
        self.notes(provision)

    def notes(self, provision: Provision) -> None:
        """Footnotes of the provision that go or have other words."""
        for made in note_operations(provision):
            self.say(provision.wid, made)

    def _now(self, wid: str, line: Paragraph) -> str:
        """A line as it stands when its provision's turn comes: what is replaced everywhere is so already."""
        out = "".join(_plain(content_as((inline,), View.ORIGINAL)) for inline in line.content)
        for hunk in hunks(line):
            if self._all_done(wid, [hunk]):
                out = out.replace(hunk.old, hunk.new)
        return out

    def anew(self, provision: Provision) -> None:
        """The text of a provision put anew, all that stands before its first subdivision."""
        inside = list(items(provision.blocks))
        first = next((at for at, block in enumerate(inside) if isinstance(block, Provision | Departure)), len(inside))
        behind = [block for block in inside[first:] if isinstance(block, Paragraph | Table)]
        text = [block for block in inside[:first] if not is_label(block)]
        blocks = tuple(self.names.followed(plain) for block in text for plain in block_as(block, View.AMENDED))
        if any(differs(block) for block in behind) or any(isinstance(block, Table) for block in text) or not blocks:
            self.substitute(provision)
            self.whole = self.whole | {provision.wid}
            return
        self.say(provision.wid, Substitute(provision.wid, tuple(map(self.names.named, blocks)), opening=True))

    # --- rows of provisions

    def inside(self, parent: str, blocks: Iterable[Block]) -> None:
        """The provisions directly inside one: what came, what went, what moved, and each that stayed in turn."""
        if parent in self.whole:
            return
        row = _Row(self, parent)
        for block in items(blocks):
            if self.is_schedule(block) is not row.schedules and isinstance(block, Provision | Departure):
                row.settle()
                row = _Row(self, parent, schedules=not row.schedules)
            row.take(block)
        row.settle()

    def is_schedule(self, block: Block) -> bool:
        """Whether a provision, or one that stood here, is a schedule: these stand in a row of their own."""
        if isinstance(block, Departure):
            return self.old[block.wid][-1].level == SCHEDULE
        return isinstance(block, Provision) and block.level == SCHEDULE


@dataclass(slots=True)
class _Row:
    """One row of provisions while it is walked along: the last that stays, what came after it, and what went."""

    walk: _Walk
    parent: str
    schedules: bool = False
    before: str = ""
    came: list[Provision] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def take(self, block: Block) -> None:
        match block:
            case Departure() if block.wid in self.walk.absorbed:
                self.gone.append(block.wid)
            case Departure():
                self.settle()
            case Provision() if block.trace.inserted and block.trace.deleted:
                pass
            case Provision() if block.trace.deleted:
                self.gone.append(block.wid)
            case Provision() if block.trace.inserted:
                self.came.append(block)
            case Provision() if block.shell.inserted:
                self.gone += [inner.wid for inner in items(block.blocks) if isinstance(inner, Provision) and not inner.moved]
                self.came.append(block)
            case Provision():
                self.settle()
                if block.moved:
                    number = number_text(block, View.AMENDED)
                    changed = number if number != number_text(block, View.ORIGINAL) else ""
                    self.walk.say(block.wid, Move(block.wid, self.position(block.wid), number=changed))
                self.walk.provision(block)
                self.before = block.wid
            case _:
                pass

    def settle(self) -> None:
        """Writes down what came and went since the last provision that stays."""
        came, gone, walk = self.came, self.gone, self.walk
        self.came, self.gone = [], []
        moved = any(inner.moved and not inner.shell for block in came for inner in provisions_of(block))
        if came and gone and not moved and not self.schedules and self.replaces(gone, came):
            blocks = tuple(walk.names.named(block) for one in came for block in block_as(one, View.AMENDED))
            walk.say(gone[0], Substitute(gone[0], blocks, gone[-1] if len(gone) > 1 else ""))
            self.before = blocks[-1].wid if isinstance(blocks[-1], Provision) else self.before
            return
        if gone:
            walk.last.append((gone[0], Repeal(gone[0], gone[-1] if len(gone) > 1 else "")))
        if came and self.schedules and (self.before or not self.others("")):
            for one in came:
                made = walk.names.named(block_as(one, View.AMENDED)[0])
                assert isinstance(made, Provision)
                walk.say(made.wid, InsertSchedule(self.before, made))
                self.before = made.wid
        elif came:
            self.insert(came)

    def others(self, wid: str) -> list[str]:
        """The schedules that the law has, but for one."""
        return [path[-1].wid for path in self.walk.old.values() if path[-1].level == SCHEDULE and path[-1].wid != wid]

    def replaces(self, gone: Sequence[str], came: Sequence[Provision]) -> bool:
        """Whether what came stands for what went: under one of its numbers, or neither has any."""
        old = {number_text(self.walk.old[wid][-1]) for wid in gone if wid in self.walk.old}
        return bool(old & {number_text(block) for block in came})

    def insert(self, came: Sequence[Provision]) -> None:
        walk = self.walk
        made = tuple(walk.names.named(block_as(_without_moved(replace(one, moved="")), View.AMENDED)[0]) for one in came)
        walk.say(self.parent or _wid(made[0]), Insert(self.position(""), made))
        for one, new in zip(came, made, strict=True):
            _arrivals(walk, one, new)
        self.before = _wid(made[-1])

    def position(self, wid: str) -> Position:
        """Where the provision of a wid, or a new one (""), comes: behind the last that stays, else as the first."""
        if self.before:
            return Position(Where.AFTER, self.before)
        if self.schedules and (others := self.others(wid)):
            return Position(Where.BEFORE, others[0])
        return Position(Where.FIRST, self.parent or "body")


def _wid(block: Block) -> str:
    assert isinstance(block, Provision)
    return block.wid


def _arrivals(walk: _Walk, came: Provision, made: Block) -> None:
    """Moves of the provisions that stand inside an inserted one and stood elsewhere before."""
    if not any(inner.moved and not inner.shell for inner in provisions_of(came)):
        return
    assert isinstance(made, Provision)
    new = iter([block for block in items(made.blocks) if isinstance(block, Provision)])
    before = ""
    for block in items(came.blocks):
        if not isinstance(block, Provision) or block.trace.deleted:
            continue
        if block.moved:
            position = Position(Where.AFTER, before) if before else Position(Where.FIRST, made.wid)
            number = number_text(block, View.AMENDED)
            walk.say(block.wid, Move(block.wid, position, number=number if number != number_text(block, View.ORIGINAL) else ""))
            walk.provision(block)
            before = block.wid
        else:
            inner = next(new)
            _arrivals(walk, block, inner)
            before = inner.wid


def _without_moved(block: Block) -> Block:
    """An inserted provision without those in it that are moved there."""
    match block:
        case Provision():
            return replace(block, blocks=tuple(map(_without_moved, filter(_came, block.blocks))))
        case Group():
            return replace(block, blocks=tuple(map(_without_moved, filter(_came, block.blocks))))
        case _:
            return block


def _came(block: Block) -> bool:
    return not (isinstance(block, Provision) and block.moved and not block.shell)


def _plain(content: Sequence[Inline]) -> str:
    return text_of(Paragraph(tuple(content)))
