"""Finding things on the desk as one change sees them: provisions, places between them, lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.ops import Position, Scope, Where
from modellaw.model.address import defined_term
from modellaw.model.nodes import Block, Departure, Group, Note, Paragraph, Provision, Table
from modellaw.model.walk import inline_text
from modellaw.values import dataclass

Path = tuple[int, ...]
"""From the blocks of a record to a block in them: an index at every group; row (-1: what stands before the rows), cell and
index at a table; inline and index at a paragraph with a note."""

HEADINGS = frozenset({"heading", "subheading"})
BODIES = frozenset({"body", "mainBody", "collectionBody", "portionBody"})
TEXT_GROUPS = frozenset({"content", "intro", "wrapUp", "wrap"})


def block_at(blocks: tuple[Block, ...], path: Path) -> Block:
    """The block at a path."""
    found: list[Block] = []

    def keep(siblings: tuple[Block, ...]) -> tuple[Block, ...]:
        found.append(siblings[path[-1]])
        return siblings

    within(blocks, path[:-1], keep)
    return found[0]


def with_block(blocks: tuple[Block, ...], path: Path, new: Block) -> tuple[Block, ...]:
    """The blocks with the one at a path replaced."""
    at = path[-1]
    return within(blocks, path[:-1], lambda siblings: (*siblings[:at], new, *siblings[at + 1 :]))


def within(blocks: tuple[Block, ...], owner: Path, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> tuple[Block, ...]:
    """The blocks with ``change`` applied to the siblings directly inside the block at ``owner`` (the blocks themselves for ())."""
    if not owner:
        return change(blocks)
    at, rest = owner[0], owner[1:]
    block = blocks[at]
    new: Block
    match block:
        case Group():
            new = replace(block, blocks=within(block.blocks, rest, change))
        case Table():
            new = _within_table(block, rest[0], rest[1], rest[2:], change)
        case Paragraph():
            note = block.content[rest[0]]
            assert isinstance(note, Note)
            note = replace(note, blocks=within(note.blocks, rest[1:], change))
            new = replace(block, content=(*block.content[: rest[0]], note, *block.content[rest[0] + 1 :]))
        case _:
            raise AssertionError(f"nothing is inside a {type(block).__name__}")
    return (*blocks[:at], new, *blocks[at + 1 :])


def _within_table(table: Table, row: int, cell: int, rest: Path, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Table:
    if row < 0:
        return replace(table, before=within(table.before, rest, change))
    old = table.rows[row]
    new = replace(old.cells[cell], blocks=within(old.cells[cell].blocks, rest, change))
    line = replace(old, cells=(*old.cells[:cell], new, *old.cells[cell + 1 :]))
    return replace(table, rows=(*table.rows[:row], line, *table.rows[row + 1 :]))


def path_of(blocks: tuple[Block, ...], wid: str, kind: type[Provision | Departure] = Provision) -> Path | None:
    """Where the stub (or the departure) of a provision is among the blocks of a record."""
    for index, block in enumerate(blocks):
        if isinstance(block, kind) and block.wid == wid:
            return (index,)
    for index, block in enumerate(blocks):
        if isinstance(block, Group):
            found = path_of(block.blocks, wid, kind)
            if found is not None:
                return (index, *found)
        elif isinstance(block, Table):
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row.cells):
                    found = path_of(cell.blocks, wid, kind)
                    if found is not None:
                        return (index, r, c, *found)
    return None


def seat(desk: Desk, sight: Sight, wid: str) -> tuple[str, Path]:
    """The record in which a provision stands for the one who looks, and its path there."""
    key = desk.home(wid, sight)
    kind = Departure if desk.foreign(desk.records[wid].moved, sight) else Provision
    path = path_of(desk.records[key].blocks, wid, kind)
    assert path is not None
    return key, path


def siblings_at(desk: Desk, key: str, owner: Path) -> tuple[Block, ...]:
    """The blocks directly inside the block at ``owner`` of a record."""
    found: list[tuple[Block, ...]] = []

    def keep(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        found.append(blocks)
        return blocks

    within(desk.records[key].blocks, owner, keep)
    return found[0]


# --- provisions


def provision(desk: Desk, sight: Sight, wid: str, what: str = "target") -> str:
    """The wid again, when there is such a provision for the one who looks; else an error with the nearest one that is."""
    if desk.present(wid, sight):
        return wid
    if wid in desk.records:
        record = desk.records[wid]
        gone = record.trace.deleted or record.seam.deleted or record.shell.deleted
        by = gone or record.trace.inserted or record.seam.inserted or record.shell.inserted
        if desk.foreign(by, sight):
            module = desk.module_of.get(by, "")
            hint = f"let the module say requires=“{module}”" if module else ""
            raise sight.fail(f"the {what} “{wid}” is made by change {by}, which this module does not see", wid, hint)
        raise sight.fail(f"the {what} “{wid}” is no longer there" + (f": change {gone} took it out" if gone else ""), wid)
    raise sight.fail(f"there is no provision “{wid}”", wid, nearest(desk, sight, wid))


def nearest(desk: Desk, sight: Sight, wid: str) -> str:
    """A hint: the existing wid most like this one."""
    from difflib import get_close_matches

    close = get_close_matches(wid, [key for key in desk.records if desk.present(key, sight)], 1, 0.5)
    return f"did you mean “{close[0]}”?" if close else "`modellaw show` lists the provisions of the law"


def span(desk: Desk, sight: Sight, target: str, up_to: str) -> list[str]:
    """The provisions from ``target`` to ``up_to`` ("": only itself) as seen, neighbours in one place."""
    provision(desk, sight, target)
    if not up_to or up_to == target:
        return [target]
    provision(desk, sight, up_to, "end of the range")
    seen = [wid for wid in neighbours(desk, sight, target) if desk.present(wid, sight)]
    if up_to not in seen or seen.index(up_to) < seen.index(target):
        raise sight.fail(f"“{up_to}” does not follow “{target}” in the same provision", target, "a range is of neighbours, first to last")
    return seen[seen.index(target) : seen.index(up_to) + 1]


def neighbours(desk: Desk, sight: Sight, wid: str) -> list[str]:
    """The provisions beside one, itself included, in order."""
    home, path = seat(desk, sight, wid)
    return [block.wid for block in siblings_at(desk, home, path[:-1]) if isinstance(block, Provision | Departure)
            and desk.stub_live(block, sight)]  # fmt: skip


def child_stubs(desk: Desk, sight: Sight, key: str) -> Iterator[tuple[str, Path, str]]:
    """Every provision directly inside one as seen: the record it lies in, its path there, its wid."""
    for owner in desk.unit(key, sight):
        yield from _child_stubs(desk, sight, owner, desk.records[owner].blocks, ())


def _child_stubs(desk: Desk, sight: Sight, owner: str, blocks: tuple[Block, ...], path: Path) -> Iterator[tuple[str, Path, str]]:
    for index, block in enumerate(blocks):
        match block:
            case Provision() | Departure():
                record = desk.records[block.wid]
                if not desk.stub_live(block, sight) or desk.runs_on(record.seam, sight):
                    continue
                if desk.live(record.shell, sight):
                    yield owner, (*path, index), block.wid
                else:
                    yield from _child_stubs(desk, sight, block.wid, record.blocks, ())
            case Group():
                if desk.live(block.trace, sight):
                    yield from _child_stubs(desk, sight, owner, block.blocks, (*path, index))
            case _:
                pass


# --- places


@dataclass(frozen=True, slots=True)
class Gap:
    """A place among siblings: the record, the path of the block that holds the siblings, and the index to insert at."""

    key: str
    owner: Path
    index: int


def place(desk: Desk, sight: Sight, position: Position, term: str = "") -> Gap:
    """Where something new goes; ``term`` is the defined term to sort by for ALPHABETICAL."""
    match position.where:
        case Where.BEFORE | Where.AFTER:
            return _beside(desk, sight, provision(desk, sight, position.anchor, "anchor"), position.where)
        case Where.FIRST | Where.LAST:
            return _inside(desk, sight, position.anchor, position.where)
        case Where.ALPHABETICAL:
            return _alphabetical(desk, sight, position.anchor, term)


def _beside(desk: Desk, sight: Sight, anchor: str, where: Where) -> Gap:
    key, path = seat(desk, sight, anchor)
    owner = path[:-1]
    siblings = siblings_at(desk, key, owner)
    start = path[-1] + (where is Where.AFTER)
    while where is Where.BEFORE and start and not desk.stub_live(siblings[start - 1], sight):
        start -= 1
    return Gap(key, owner, gap_index(desk, sight, siblings, start))


def gap_index(desk: Desk, sight: Sight, siblings: tuple[Block, ...], start: int) -> int:
    """Where to insert in the gap that begins at ``start``: behind what runs on, is already ours, or has precedence by rank."""
    at = index = start
    while index < len(siblings):
        block = siblings[index]
        runs_on = isinstance(block, Provision) and desk.runs_on(desk.records[block.wid].seam, sight)
        if not runs_on and desk.stub_live(block, sight):
            break
        index += 1
        if runs_on or precedes(desk, sight, block):
            at = index
    return at


def precedes(desk: Desk, sight: Sight, block: Block) -> bool:
    """Whether an unseen block comes before what this change inserts in the same gap."""
    match block:
        case Departure():
            return True
        case Provision():
            record = desk.records[block.wid]
            return desk.first(record.moved or record.trace.inserted, sight)
        case _:
            return desk.first(block.trace.inserted, sight)


def _inside(desk: Desk, sight: Sight, anchor: str, where: Where) -> Gap:
    if anchor in (TOP, "body"):
        return _inside_body(desk, sight, where)
    provision(desk, sight, anchor, "anchor")
    stubs = [(key, path) for key, path, wid in child_stubs(desk, sight, anchor) if not is_commentary(desk.records[wid])]
    if not stubs and is_schedule(desk, anchor):
        return _inside_body(desk, sight, where, anchor)
    if stubs:
        key, path = stubs[0] if where is Where.FIRST else stubs[-1]
        siblings = siblings_at(desk, key, path[:-1])
        start = path[-1] + (where is Where.LAST)
        while where is Where.FIRST and start and not desk.stub_live(siblings[start - 1], sight):
            start -= 1
        return Gap(key, path[:-1], gap_index(desk, sight, siblings, start))
    key = list(desk.unit(anchor, sight))[-1]
    key, start = _after_text(desk, sight, key)
    return Gap(key, (), gap_index(desk, sight, desk.records[key].blocks, start))


def _after_text(desk: Desk, sight: Sight, key: str) -> tuple[str, int]:
    """Where the provisions of a record without any begin: after number, heading and text, in the shell if there is one."""
    at = 0
    for index, block in enumerate(desk.records[key].blocks):
        if isinstance(block, Provision) and not desk.live(desk.records[block.wid].shell, sight):
            return _after_text(desk, sight, block.wid)
        if desk.stub_live(block, sight) and not isinstance(block, Provision) and not (isinstance(block, Group) and block.name == "wrapUp"):
            at = index + 1
    return key, at


def _inside_body(desk: Desk, sight: Sight, where: Where, key: str = TOP) -> Gap:
    """A place in the body of the law, or of the document that a schedule is."""
    path = group_path(desk, key, BODIES)
    if path is None:
        raise sight.fail("the document has no body", "" if key == TOP else key)
    siblings = siblings_at(desk, key, path)
    if where is Where.FIRST:
        return Gap(key, path, gap_index(desk, sight, siblings, 0))
    last = max((i + 1 for i, block in enumerate(siblings) if desk.stub_live(block, sight)), default=0)
    return Gap(key, path, gap_index(desk, sight, siblings, last))


def is_schedule(desk: Desk, key: str) -> bool:
    """Whether a record is an attachment, which holds a document of its own."""
    return desk.records[key].level == "attachment"


def group_path(desk: Desk, key: str, names: frozenset[str]) -> Path | None:
    """The path of the first group with one of some names in a record, the outermost first."""
    level: list[tuple[Path, tuple[Block, ...]]] = [((), desk.records[key].blocks)]
    while level:
        below: list[tuple[Path, tuple[Block, ...]]] = []
        for path, blocks in level:
            for index, block in enumerate(blocks):
                if isinstance(block, Group):
                    if block.name in names:
                        return (*path, index)
                    below.append(((*path, index), block.blocks))
        level = below
    return None


def _alphabetical(desk: Desk, sight: Sight, anchor: str, term: str) -> Gap:
    provision(desk, sight, anchor, "anchor")
    wanted = term.casefold()
    last: Gap | None = None
    for key, path in _definitions(desk, anchor):
        block = block_at(desk.records[key].blocks, path)
        assert isinstance(block, Provision)
        record = desk.records[block.wid]
        here = defined_term(record).casefold()
        later = here > wanted or (here == wanted and not desk.first(record.trace.inserted, sight))
        if here and later:
            return Gap(key, path[:-1], path[-1])
        if here:
            last = Gap(key, path[:-1], path[-1] + 1)
    return last or _inside(desk, sight, anchor, Where.LAST)


def _definitions(desk: Desk, anchor: str) -> list[tuple[str, Path]]:
    blocks = desk.records[anchor].blocks
    out: list[tuple[str, Path]] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Provision):
            record = desk.records[block.wid]
            if record.shell and not defined_term(record):
                out += _definitions(desk, block.wid)
            else:
                out.append((anchor, (index,)))
    return out


def is_commentary(record: Provision) -> bool:
    """Whether a provision is guidance to the legislator, not operative text."""
    return record.level == "hcontainer" and ("name", "commentary") in record.attributes


# --- lines


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as seen: one paragraph, or several that run on; each as record and path. ``kind`` is its element's name."""

    parts: tuple[tuple[str, Path], ...]
    kind: str
    table: bool = False


def lines(desk: Desk, sight: Sight, target: str, scope: Scope) -> list[Line]:
    """The lines of a target ("": the law) that a scope covers, in the order in which they are read; never numbers."""
    finder = _Lines(desk, sight, deep=target == TOP or scope not in {Scope.OWN, Scope.HEADING}, notes=scope is Scope.NOTES)
    for key in desk.unit(target, sight):
        finder.record(key)
    return [line for line in finder.found if _covers(scope, line)]


def _covers(scope: Scope, line: Line) -> bool:
    match scope:
        case Scope.ALL | Scope.NOTES:
            return line.kind != "num"
        case Scope.TEXT:
            return line.kind not in HEADINGS and line.kind != "num" and not line.table
        case Scope.OWN:
            return line.kind not in HEADINGS and line.kind != "num" and not line.table
        case Scope.HEADING:
            return line.kind == "heading"
        case Scope.TABLES:
            return line.table


class _Lines:
    def __init__(self, desk: Desk, sight: Sight, deep: bool, notes: bool) -> None:
        self.desk, self.sight, self.deep, self.notes = desk, sight, deep, notes
        self.found: list[Line] = []

    def record(self, key: str) -> None:
        self.blocks(key, self.desk.records[key].blocks, (), False)

    def blocks(self, key: str, blocks: tuple[Block, ...], path: Path, table: bool) -> None:
        desk, sight = self.desk, self.sight
        for index, block in enumerate(blocks):
            if not desk.stub_live(block, sight):
                continue
            match block:
                case Paragraph():
                    self.paragraph(key, block, (*path, index), table)
                case Group():
                    self.blocks(key, block.blocks, (*path, index), table)
                case Table():
                    self.blocks(key, block.before, (*path, index, -1, 0), table)
                    for r, row in enumerate(block.rows):
                        for c, cell in enumerate(row.cells):
                            if desk.live(row.trace, sight) and desk.live(cell.trace, sight):
                                self.blocks(key, cell.blocks, (*path, index, r, c), True)
                case Provision() | Departure():
                    record = desk.records[block.wid]
                    if self.deep or not desk.live(record.shell, sight):
                        self.record(block.wid)
                case _:
                    pass

    def paragraph(self, key: str, paragraph: Paragraph, path: Path, table: bool) -> None:
        if self.notes:
            for index, inline in enumerate(paragraph.content):
                if isinstance(inline, Note) and self.desk.live(inline.trace, self.sight):
                    inner = _Lines(self.desk, self.sight, False, False)
                    inner.blocks(key, inline.blocks, (*path, index), table)
                    self.found += inner.found
        elif self.found and paragraph.name != "num" and self.desk.runs_on(paragraph.seam, self.sight):
            last = self.found[-1]
            self.found[-1] = Line((*last.parts, (key, path)), last.kind, last.table)
        else:
            self.found.append(Line(((key, path),), paragraph.name, table))


def paragraph_at(desk: Desk, part: tuple[str, Path]) -> Paragraph:
    """The paragraph that a part of a line is."""
    block = block_at(desk.records[part[0]].blocks, part[1])
    assert isinstance(block, Paragraph)
    return block


def line_text(desk: Desk, sight: Sight, line: Line) -> str:
    """The words of a line as seen."""
    return "".join(inline_text(i) for part in line.parts for i in paragraph_at(desk, part).content if desk.live(i.trace, sight))


def text_seen(desk: Desk, sight: Sight, target: str) -> str:
    """All words of a provision as seen, number and heading included, a blank between lines."""
    finder = _Lines(desk, sight, deep=True, notes=False)
    for key in desk.unit(target, sight):
        finder.record(key)
    return " ".join(" ".join(line_text(desk, sight, line) for line in finder.found).split())


def own_line(desk: Desk, sight: Sight, key: str, name: str) -> Line | None:
    """The number or heading of a provision as a line."""
    for index, block in enumerate(desk.records[key].blocks):
        if isinstance(block, Paragraph) and block.name == name and desk.live(block.trace, sight):
            return Line(((key, (index,)),), name)
    return None
