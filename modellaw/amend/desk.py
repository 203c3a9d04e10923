"""The law laid out for work: one record per provision, found by wId; the only thing in the engine that changes.

A record is a ``Provision`` in which every child provision is a *stub* (same wid, no blocks): changing one provision costs
one dictionary entry, whatever the size of the law. Every module works through its own ``Sight``: it sees the base law, what
it did itself and what the modules it requires did, and nothing of the others. That is what makes independent modules give
the same law in either order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from operator import is_

from modellaw.errors import AmendmentError, Place
from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.memo import Memo
from modellaw.model.nodes import Block, Departure, Group, Law, Note, Paragraph, Provision, Reference, Table, language_of, with_attribute
from modellaw.model.walk import with_cells
from modellaw.values import dataclass, replace

TOP = ""
"""The key of the record that holds the document itself."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one change sees and where it is: its id, the modules (and single changes of others) in its sight, its place for messages."""

    change: str
    module: str
    modules: frozenset[str]
    place: Place = Place()
    changes: frozenset[str] = frozenset()

    def fail(self, message: str, provision: str = "", hint: str = "") -> AmendmentError:
        """The error to raise: this change cannot be carried out."""
        place = replace(self.place, provision=f"change {self.change}" + (f", {provision}" if provision else ""))
        return AmendmentError(message, place, hint)

    @property
    def inserted(self) -> Trace:
        """The trace of what this change inserts."""
        return Trace(inserted=self.change)


@dataclass(slots=True)
class Desk:
    """All records, who is inside whom, and what was claimed.

    ``overlaps`` are pairs of changes that deleted the same thing, with the place and the words; ``hung`` says for a change and a record on
    which side of what it inserted the words stand that it hung it on (True: before it);
    ``seamed`` that some provision was split or joined; ``refers`` that something inserted has a cross-reference, or that a provision may
    now be cited otherwise.
    """

    records: dict[str, Provision] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    departed: dict[str, str] = field(default_factory=dict)
    module_of: dict[str, str] = field(default_factory=dict)
    rank: dict[str, int] = field(default_factory=dict)
    claims: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    overlaps: list[tuple[str, str, str, str]] = field(default_factory=list)
    refers: bool = False
    seamed: bool = False
    language: str = ""
    hung: set[tuple[str, str, bool]] = field(default_factory=set)
    _laid: dict[str, Provision] = field(default_factory=dict)
    _whole_before: dict[str, Provision] = field(default_factory=dict)
    _undo: list[Callable[[], None]] = field(default_factory=list)

    # --- laying out and putting back

    @classmethod
    def of(cls, law: Law) -> Desk:
        """The law on the desk; one that was laid out before is not laid out again."""
        desk = _LAID.of(law.document, lambda: cls()._lay_out(law))
        records, parent, departed = dict(desk.records), dict(desk.parent), dict(desk.departed)
        return cls(
            records, parent, departed, seamed=desk.seamed, language=language_of(law), _laid=desk._laid, _whole_before=desk._whole_before
        )

    def _lay_out(self, law: Law) -> Desk:
        self.records[TOP] = self._laid[TOP] = Provision("", TOP, self._stubs(law.document.blocks, TOP))
        return self

    def _stubs(self, blocks: tuple[Block, ...], parent: str) -> tuple[Block, ...]:
        return tuple([self._stub(block, parent) for block in blocks])

    def _stub(self, block: Block, parent: str) -> Block:
        match block:
            case Paragraph():
                return block
            case Provision():
                wid = block.wid
                blocks = self._stubs(block.blocks, wid)
                record = Provision(block.level, wid, blocks, block.attributes, block.trace, block.shell, block.seam, block.moved)
                self.records[wid] = self._laid[wid] = record
                self.seamed = self.seamed or bool(record.seam)
                self._whole_before[wid] = block
                self.parent[wid] = parent
                return Provision("", wid)
            case Group():
                blocks = self._stubs(block.blocks, parent)
                return block if all(map(is_, blocks, block.blocks)) else replace(block, blocks=blocks)
            case Table():
                return with_cells(block, lambda inner: self._stubs(inner, parent))
            case Departure():
                self.departed[block.wid] = parent
                return block
            case _:
                return block

    def changed(self) -> list[str]:
        """The keys of the records that are new or not as they were laid out."""
        return [key for key, record in self.records.items() if self._laid.get(key) is not record]

    def untouched(self, block: Provision) -> bool:
        """Whether a provision of the marked law is the very object that was laid out: there is no mark in it."""
        return self._whole_before.get(block.wid) is block

    def law(self, base: Law) -> Law:
        """The marked law: the records put together again, what no change touched being the same objects as before."""
        touched = set(self.changed())
        for key in list(touched):
            while key != TOP:
                key = self.parent[key]
                if key in touched:
                    break
                touched.add(key)
        return replace(base, document=replace(base.document, blocks=self._whole(self.records[TOP].blocks, touched)))

    def _whole(self, blocks: tuple[Block, ...], touched: set[str]) -> tuple[Block, ...]:
        return tuple([self._filled(block, touched) for block in blocks])

    def _filled(self, block: Block, touched: set[str]) -> Block:
        match block:
            case Provision():
                if block.wid not in touched:
                    return self._whole_before[block.wid]
                record = self.records[block.wid]
                return replace(record, blocks=self._whole(record.blocks, touched))
            case Group():
                blocks = self._whole(block.blocks, touched)
                return block if all(map(is_, blocks, block.blocks)) else replace(block, blocks=blocks)
            case Table():
                return with_cells(block, lambda inner: self._whole(inner, touched))
            case _:
                return block

    # --- changing, so that a failed change can be taken back whole

    def put(self, record: Provision) -> None:
        """Store a record under its wid."""
        old = self.records.get(record.wid)
        self.records[record.wid] = record
        self.seamed = self.seamed or bool(record.seam)
        self._undo.append(lambda: self._restore(record.wid, old))

    def _restore(self, key: str, old: Provision | None) -> None:
        if old is None:
            self.records.pop(key, None)
        else:
            self.records[key] = old

    def set_parent(self, key: str, parent: str) -> None:
        """Say in which record a stub or a departure's provision now is."""
        self._set(self.parent, key, parent)

    def set_departed(self, key: str, parent: str) -> None:
        """Say in which record the departure of a moved provision is."""
        self._set(self.departed, key, parent)

    def _set(self, table: dict[str, str], key: str, value: str) -> None:
        old = table.get(key)
        table[key] = value

        def undo() -> None:
            if old is None:
                table.pop(key, None)
            else:
                table[key] = old

        self._undo.append(undo)

    def lay(self, block: Block, parent: str, sight: Sight) -> Block:
        """New content on the desk: the block with its provisions as stubs, their records stored; wids must be unused.

        eIds are left out: they follow from the numbers of the consolidated law, and those of a module may be taken there.
        """
        match block:
            case Provision():
                if block.wid in self.records:
                    raise sight.fail(f"the wId “{block.wid}” is already taken", block.wid, "give the inserted provision a wId of its own")
                inner = tuple([self.lay(child, block.wid, sight) for child in block.blocks])
                attributes = with_attribute(with_attribute(block.attributes, "eId", ""), "wId", block.wid)
                self.put(replace(block, blocks=inner, attributes=attributes))
                self.set_parent(block.wid, parent)
                return stub(block.wid)
            case Group():
                blocks = tuple([self.lay(child, parent, sight) for child in block.blocks])
                attributes = with_attribute(block.attributes, "eId", "")
                same = attributes is block.attributes and all(map(is_, blocks, block.blocks))
                return block if same else replace(block, blocks=blocks, attributes=attributes)
            case Table():
                table = with_cells(block, lambda inner: tuple([self.lay(child, parent, sight) for child in inner]))
                return replace(table, attributes=with_attribute(block.attributes, "eId", ""))
            case Paragraph():
                self.refers = self.refers or any(isinstance(inline, Reference | Note) for inline in block.content)
                attributes = with_attribute(block.attributes, "eId", "")
                return block if attributes is block.attributes else replace(block, attributes=attributes)
            case _:
                return block

    def checkpoint(self) -> tuple[int, int]:
        """A point to come back to."""
        return len(self._undo), len(self.overlaps)

    def back_to(self, point: tuple[int, int]) -> None:
        """Take back everything since a checkpoint."""
        while len(self._undo) > point[0]:
            self._undo.pop()()
        del self.overlaps[point[1] :]

    def claim(self, kind: str, key: str, sight: Sight) -> None:
        """Say that a change decides the whole of something (a heading, a number, a place): two claims are a conflict."""
        owners = self.claims.setdefault((kind, key), [])
        owners.append(sight.change)
        self._undo.append(lambda: owners.remove(sight.change))

    # --- sight

    def foreign(self, change: str, sight: Sight) -> bool:
        """Whether a change is outside what is seen."""
        return bool(change) and self.module_of.get(change, "") not in sight.modules and change not in sight.changes

    def live(self, trace: Trace, sight: Sight) -> bool:
        """Whether what bears this trace is there for the one who looks."""
        if trace is NO_TRACE or trace == NO_TRACE:
            return True
        return not self.foreign(trace.inserted, sight) and not (trace.deleted and not self.foreign(trace.deleted, sight))

    def deleted(self, trace: Trace, sight: Sight, where: str, words: str) -> Trace:
        """The trace after this change deletes; deleting what another module deleted is noted as an overlap."""
        if trace.deleted:
            self.overlaps.append((trace.deleted, sight.change, where, words))
            return trace
        return Trace(trace.inserted, sight.change)

    def stub_live(self, block: Block, sight: Sight) -> bool:
        """Whether a block among others is there for the one who looks; moves of other modules have not happened."""
        match block:
            case Provision():
                record = self.records[block.wid]
                return self.live(record.trace, sight) and not self.foreign(record.moved, sight)
            case Departure():
                return self.foreign(block.change, sight) and self.live(self.records[block.wid].trace, sight)
            case _:
                return self.live(block.trace, sight)

    def runs_on(self, seam: Trace, sight: Sight) -> bool:
        """Whether a boundary is not there: split by another module, or joined in sight."""
        return bool(seam) and not self.live(seam, sight)

    def home(self, key: str, sight: Sight) -> str:
        """The record in which a provision stands for the one who looks (before moves of other modules)."""
        record = self.records[key]
        if record.moved and self.foreign(record.moved, sight):
            return self.departed[key]
        return self.parent[key]

    def ancestors(self, key: str, sight: Sight) -> Iterator[str]:
        """The keys above a provision, nearest first, the top left out."""
        key = self.home(key, sight)
        while key != TOP:
            yield key
            key = self.home(key, sight)

    def unit(self, key: str, sight: Sight) -> Iterator[str]:
        """The records that make up one provision to the one who looks: itself, and the parts split off it or joined to it."""
        yield key
        if key == TOP or not self.seamed:
            return
        siblings = container(self.records[self.parent[key]].blocks, key)
        assert siblings is not None
        after = False
        for block in siblings:
            if isinstance(block, Provision):
                record = self.records[block.wid]
                if after and not self.runs_on(record.seam, sight):
                    if self.stub_live(block, sight):
                        return
                elif after and self.live(record.trace, sight):
                    yield block.wid
                after = after or block.wid == key

    def present(self, wid: str, sight: Sight) -> bool:
        """Whether there is a provision of this wid for the one who looks, itself and all above it."""
        if wid not in self.records or wid == TOP:
            return False
        record = self.records[wid]
        if not (self.live(record.trace, sight) and self.live(record.shell, sight)) or self.runs_on(record.seam, sight):
            return False
        return all(self.live(self.records[key].trace, sight) for key in self.ancestors(wid, sight))

    def first(self, change: str, sight: Sight) -> bool:
        """Whether what a change inserted comes before what is inserted now at the same place ("": the base law's own)."""
        if not change:
            return True
        module = self.module_of.get(change, "")
        return module in sight.modules or change in sight.changes or self.rank.get(module, 0) < self.rank.get(sight.module, 0)


_LAID: Memo[Desk] = Memo()
"""Desks on which nothing was done yet, by the law on them."""


def stub(wid: str) -> Provision:
    """What stands for a provision in the record above it."""
    return Provision("", wid)


def flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks of a record in document order, those inside groups and cells too."""
    for block in blocks:
        yield block
        if isinstance(block, Group):
            yield from flat(block.blocks)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from flat(cell.blocks)


def is_at(block: Block, key: str) -> bool:
    """Whether a block is the stub (or the departure) of a provision."""
    return isinstance(block, (Provision, Departure)) and block.wid == key


def container(blocks: tuple[Block, ...], key: str) -> tuple[Block, ...] | None:
    """The tuple of siblings in which a provision's stub is, the blocks themselves or those of a group or cell in them."""
    for block in blocks:
        if is_at(block, key):
            return blocks
    for block in blocks:
        if isinstance(block, Group):
            found = container(block.blocks, key)
            if found is not None:
                return found
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    found = container(cell.blocks, key)
                    if found is not None:
                        return found
    return None


def with_container(blocks: tuple[Block, ...], old: tuple[Block, ...], new: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with one tuple of siblings among them (found by identity) replaced."""
    if blocks is old:
        return new
    return tuple(_with_container(block, old, new) for block in blocks)


def _with_container(block: Block, old: tuple[Block, ...], new: tuple[Block, ...]) -> Block:
    if isinstance(block, Group):
        return replace(block, blocks=with_container(block.blocks, old, new))
    if isinstance(block, Table):
        return with_cells(block, lambda blocks: with_container(blocks, old, new))
    return block


def line_of(record: Provision, name: str, desk: Desk, sight: Sight) -> Paragraph | None:
    """The number or heading of a record as seen."""
    for block in record.blocks:
        if isinstance(block, Paragraph) and block.name == name and desk.live(block.trace, sight):
            return block
    return None
