"""Places between provisions, as one change sees them: where what it inserts goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modellaw.amend.alphabet import order
from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.locate import child_stubs, provision, seat, siblings_at
from modellaw.amend.ops import Position, Where
from modellaw.amend.paths import Path, block_at
from modellaw.model.address import defined_term
from modellaw.model.nodes import LABELS, Block, Departure, Group, Paragraph, Provision
from modellaw.model.walk import text_of
from modellaw.values import dataclass

_QUOTED = r"[“„«‘\"]\s*([^”“»’\"]+?)\s*[”“»’\"]"
BODIES = frozenset({"body", "mainBody", "collectionBody", "portionBody"})


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
        case Paragraph(name=name) if name in LABELS:
            return True  # the number and heading of what is around
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
    wanted = order(term, desk.language)
    last: Gap | None = None
    for key, path in _definitions(desk, anchor):
        block = block_at(desk.records[key].blocks, path)
        assert isinstance(block, Provision)
        record = desk.records[block.wid]
        named = term_of(record)
        here = order(named, desk.language)
        later = here > wanted or (here == wanted and not desk.first(record.trace.inserted, sight))
        if named and later:
            return Gap(key, path[:-1], path[-1])
        if named:
            last = Gap(key, path[:-1], path[-1] + 1)
    return last or _inside(desk, sight, anchor, Where.LAST)


def term_of(provision: Provision) -> str:
    """The term that a provision defines: the one that is marked, or the words in quotation marks with which it begins."""
    return defined_term(provision) or (found[1].strip() if (found := re.match(_QUOTED, _opening(provision.blocks))) else "")


def _opening(blocks: tuple[Block, ...]) -> str:
    """The first line of text among some blocks, "" for none."""
    for block in blocks:
        if isinstance(block, Paragraph) and block.name not in LABELS:
            return text_of(block).strip()
        if isinstance(block, Group) and (words := _opening(block.blocks)):
            return words
    return ""


def _definitions(desk: Desk, anchor: str) -> list[tuple[str, Path]]:
    """Where the definitions in a provision stand, in lists too: the record and the path in it."""
    return list(_defining(desk, anchor, desk.records[anchor].blocks, ()))


def _defining(desk: Desk, key: str, blocks: tuple[Block, ...], path: Path) -> Iterator[tuple[str, Path]]:
    for index, block in enumerate(blocks):
        if isinstance(block, Group):
            yield from _defining(desk, key, block.blocks, (*path, index))
        elif isinstance(block, Provision):
            record = desk.records[block.wid]
            if record.level == "list" or (record.shell and not term_of(record)):
                yield from _defining(desk, block.wid, record.blocks, ())
            else:
                yield key, (*path, index)


def is_commentary(record: Provision) -> bool:
    """Whether a provision is guidance to the legislator, not operative text."""
    return record.level == "hcontainer" and ("name", "commentary") in record.attributes
