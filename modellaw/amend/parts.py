"""Operations on boundaries, which conserve every word of the text: wrap, split, join."""

from __future__ import annotations

from collections.abc import Iterator

from modellaw.amend.desk import Desk, Sight
from modellaw.amend.fitting import ALONE, said, whole_schedule
from modellaw.amend.gaps import is_commentary
from modellaw.amend.lines import TEXT_GROUPS, lines, own_line
from modellaw.amend.locate import provision, span
from modellaw.amend.ops import Join, Part, Scope, Split, Words, Wrap
from modellaw.amend.paths import Path, path_of, within
from modellaw.amend.text import OpenLine, find
from modellaw.errors import amount
from modellaw.model.address import BARE
from modellaw.model.changes import Trace
from modellaw.model.nodes import LABELS, Block, Departure, Group, Inline, Paragraph, Provision, Run, is_label, without_ids
from modellaw.model.views import coalesce
from modellaw.model.walk import text_of
from modellaw.values import replace


def wrap(desk: Desk, sight: Sight, op: Wrap) -> None:
    """All text and provisions of the target become one new provision inside it; guidance stays outside."""
    key = provision(desk, sight, op.target)
    whole_schedule(desk, sight, key, "wrapped")
    _check_new(desk, sight, op.wid)
    desk.claim("wrap", key, sight)
    if any(desk.records[part].seam.deleted for part in list(desk.unit(key, sight))[1:]):
        raise sight.fail("another provision was joined to this one", key, "wrap it first, then join")
    record = desk.records[key]
    if op.level in ALONE or op.level == "hcontainer":
        raise sight.fail(f"text is not wrapped in {said(op.level)[0]}", key, "wrap it in a level such as subsection or paragraph")
    if record.level in BARE:
        raise sight.fail(f"the text of {said(record.level)[0]} cannot become a {op.level}", key, "insert a new one beside it")
    outside = [block for block in record.blocks if is_label(block)]
    after = [block for block in record.blocks if isinstance(block, Provision) and is_commentary(desk.records[block.wid])]
    inside = tuple(block for block in record.blocks if block not in outside and block not in after)
    if not inside:
        raise sight.fail("there is nothing to wrap", key)
    number = Paragraph((Run(op.number),), "num", trace=sight.inserted)
    blocks: tuple[Block, ...] = (number, *inside) if op.number else inside
    desk.put(Provision(op.level, op.wid, blocks, (("wId", op.wid),), shell=sight.inserted))
    desk.set_parent(op.wid, key)
    _reparent(desk, inside, op.wid)
    desk.put(replace(record, blocks=(*outside, Provision("", op.wid), *after)))


def _reparent(desk: Desk, blocks: tuple[Block, ...], parent: str) -> None:
    """Stubs and departures among blocks, in groups too, are now in another record."""
    for block in blocks:
        if isinstance(block, Provision):
            desk.set_parent(block.wid, parent)
        elif isinstance(block, Departure):
            desk.set_departed(block.wid, parent)
        elif isinstance(block, Group):
            _reparent(desk, block.blocks, parent)


def _check_new(desk: Desk, sight: Sight, wid: str) -> None:
    if not wid:
        raise sight.fail("the new provision has no wId", "", "give it one: wId=“{module}__…”")
    if wid in desk.records:
        raise sight.fail(f"the wId “{wid}” is already taken", wid, "give the new provision a wId of its own")


# --- split


def split(desk: Desk, sight: Sight, op: Split) -> None:
    """One provision into several: each part begins at a phrase of the text or at a provision inside."""
    key = provision(desk, sight, op.target)
    whole_schedule(desk, sight, key, "split")
    desk.claim("split", key, sight)
    desk.claim("place", key, sight)
    moved = desk.records[key].moved
    if moved and not desk.foreign(moved, sight):
        raise sight.fail(
            f"the provision was moved by change {moved} and cannot be split where it is now", key, "split it first, then move it"
        )
    for part in op.parts:
        _check_new(desk, sight, part.wid)
        first = key
        key = _split_at_child(desk, sight, op.target, key, part) if part.child else _split_at_phrase(desk, sight, op.target, key, part)
        left = [block for _, _, block in _seen(desk, sight, first)]
        if not left or (desk.records[first].level in BARE and all(map(is_label, left))):
            raise sight.fail(f"nothing would be left of it before “{part.phrase}”", first, "begin the new one further on")


def _split_at_child(desk: Desk, sight: Sight, target: str, first: str, part: Part) -> str:
    provision(desk, sight, part.child, "provision to split at")
    key = desk.parent[part.child]
    if key != first and key not in desk.unit(first, sight):
        raise sight.fail(f"“{part.child}” is not directly inside “{target}”", target)
    path = path_of(desk.records[key].blocks, part.child)
    assert path is not None
    return _begin_part(desk, sight, key, part, path, None)


def _split_at_phrase(desk: Desk, sight: Sight, target: str, first: str, part: Part) -> str:
    """Cut the text of a provision before a phrase that occurs once in its own text."""
    if not part.phrase:
        raise sight.fail("where the new provision begins is not said", target, "say before=“…” or child=“…”")
    matches = find(desk, sight, Words(first, part.phrase, scope=Scope.OWN))
    if len(matches) > 1:
        raise sight.fail(f"the words “{part.phrase}” are there {amount(len(matches), 'time')}", target, "quote more of them")
    opened, at = matches[0].line, matches[0].start
    index = next((i for i, start in enumerate(opened.starts) if start >= at), len(opened.starts))
    if index >= len(opened.starts) or opened.starts[index] != at:
        raise sight.fail(f"“{part.phrase}” begins inside a word", target, "begin at a whole word")
    piece = opened.seen[index]
    number = opened.part[piece]
    key, path = opened.line.parts[number]
    offset = piece - opened.part.index(number)
    pieces = [p for p, of in zip(opened.pieces, opened.part, strict=True) if of == number]
    return _begin_part(desk, sight, key, part, path, (pieces, offset) if index and opened.part[opened.seen[index - 1]] == number else None)


def _begin_part(desk: Desk, sight: Sight, key: str, part: Part, path: Path, cut: tuple[list[Inline], int] | None) -> str:
    """A new record for all of ``key`` from ``path`` on; with ``cut`` the paragraph there is cut in two at a piece."""
    record = desk.records[key]
    top = path[0]
    head, tail = _divided(desk, sight, record.blocks[top], path[1:], cut)
    stays = record.blocks[:top] + head
    goes = tail + record.blocks[top + 1 :]
    number = (Paragraph((Run(part.number),), "num", trace=sight.inserted),) if part.number else ()
    heading = (Paragraph(part.heading, "heading", trace=sight.inserted),) if part.heading else ()
    attributes = (*without_ids(record.attributes), ("wId", part.wid))
    new = Provision(record.level, part.wid, (*number, *heading, *goes), attributes, record.trace, record.shell, sight.inserted)
    desk.put(replace(record, blocks=stays))
    desk.put(new)
    _put_after(desk, key, part.wid)
    _reparent(desk, goes, part.wid)
    return part.wid


def _divided(
    desk: Desk, sight: Sight, block: Block, path: Path, cut: tuple[list[Inline], int] | None
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """A block as what stays and what goes, cut at a path inside it."""
    if isinstance(block, Group) and path:
        at = path[0]
        head, tail = _divided(desk, sight, block.blocks[at], path[1:], cut)
        stays, goes = block.blocks[:at] + head, tail + block.blocks[at + 1 :]
        if not stays:
            return (), (block,)
        if block.name == "blockList":
            for side, blocks in (("before the new provision", stays), ("in the new provision", goes)):
                if not any(isinstance(one, Provision) and desk.stub_live(one, sight) for one in blocks):
                    raise sight.fail(f"the list would have no item {side}", "", "begin the new one at another item")
        return (replace(block, blocks=stays),), (Group(block.name, goes, without_ids(block.attributes), block.trace, sight.inserted),)
    if isinstance(block, Paragraph) and cut is not None:
        pieces, offset = cut
        before = _trimmed(desk, sight, pieces[:offset])
        second = Paragraph(coalesce(pieces[offset:]), block.name, without_ids(block.attributes), block.trace, sight.inserted)
        return (replace(block, content=coalesce(before)),), (second,)
    return (), (block,)


def _trimmed(desk: Desk, sight: Sight, pieces: list[Inline]) -> list[Inline]:
    """The first half with the blank at its end taken out."""
    out = list(pieces)
    for index in range(len(out) - 1, -1, -1):
        piece = out[index]
        if desk.live(piece.trace, sight):
            if isinstance(piece, Run) and piece.text.isspace():
                out[index] = replace(piece, trace=Trace(piece.trace.inserted, sight.change))
            break
    return out


def _put_after(desk: Desk, key: str, wid: str) -> None:
    """A stub directly behind that of ``key``."""
    home = desk.parent[key]
    path = path_of(desk.records[home].blocks, key)
    assert path is not None
    record = desk.records[home]
    at = path[-1] + 1
    stub = Provision("", wid)
    desk.put(replace(record, blocks=within(record.blocks, path[:-1], lambda siblings: (*siblings[:at], stub, *siblings[at:]))))
    desk.set_parent(wid, home)


# --- join


def join(desk: Desk, sight: Sight, op: Join) -> None:
    """The provisions after the target, up to another, become part of it; their numbers and headings go."""
    wids = span(desk, sight, op.target, op.up_to)
    if len(wids) < 2:
        raise sight.fail("a join needs at least two neighbours", op.target, "say with up-to which is the last")
    whole_schedule(desk, sight, op.target, "joined")
    level = desk.records[op.target].level
    for wid in wids[1:]:
        record = desk.records[wid]
        if record.level != level:
            raise sight.fail(f"a {record.level} cannot be joined to a {level}", wid)
        if desk.home(wid, sight) != desk.parent[wid] or record.moved:
            raise sight.fail("a provision that was moved cannot be joined", wid, "join first, then move")
        desk.claim("whole", wid, sight)
    desk.refers = True
    for wid in wids[1:]:
        if op.run_on:
            _run_on(desk, sight, op.target, wid)
        _join_record(desk, sight, wid)


def _join_record(desk: Desk, sight: Sight, wid: str) -> None:
    for name in LABELS:
        line = own_line(desk, sight, wid, name)
        if line is not None:
            record = desk.records[wid]
            at = line.parts[0][1][0]
            old = record.blocks[at]
            assert isinstance(old, Paragraph)
            new = replace(old, trace=desk.deleted(old.trace, sight, wid, text_of(old)))
            desk.put(replace(record, blocks=(*record.blocks[:at], new, *record.blocks[at + 1 :])))
    record = desk.records[wid]
    desk.put(replace(record, seam=desk.deleted(record.seam, sight, wid, "")))


def _run_on(desk: Desk, sight: Sight, target: str, wid: str) -> None:
    """The first paragraph of the joined provision goes on in the last of what it is joined to, where both are text."""
    seen = list(_seen(desk, sight, list(desk.unit(target, sight))[-1]))
    first = next((found for found in _seen(desk, sight, wid) if not is_label(found[2])), None)
    if first is None or not seen or not _is_text(seen[-1][2]) or not _is_text(first[2]):
        return
    key, index, group = first
    assert isinstance(group, Group)
    at = next((i for i, b in enumerate(group.blocks) if desk.stub_live(b, sight)), None)
    before = lines(desk, sight, target, Scope.OWN)
    if at is None or not before or not isinstance(group.blocks[at], Paragraph):
        return
    opened = OpenLine(desk, sight, before[-1])
    if opened.text and not opened.text[-1].isspace():
        opened.edit(len(opened.tokens), len(opened.tokens), (Run(" "),))
        opened.close()
    paragraph = group.blocks[at]
    assert isinstance(paragraph, Paragraph)
    joined = replace(paragraph, seam=desk.deleted(paragraph.seam, sight, wid, ""))
    group = replace(group, blocks=(*group.blocks[:at], joined, *group.blocks[at + 1 :]), seam=desk.deleted(group.seam, sight, wid, ""))
    record = desk.records[key]
    desk.put(replace(record, blocks=(*record.blocks[:index], group, *record.blocks[index + 1 :])))


def _seen(desk: Desk, sight: Sight, key: str) -> Iterator[tuple[str, int, Block]]:
    """The blocks of a provision as seen, each with its record and its index in that: what is around some of them may not be there."""
    for index, block in enumerate(desk.records[key].blocks):
        if desk.stub_live(block, sight):
            if isinstance(block, Provision) and not desk.live(desk.records[block.wid].shell, sight):
                yield from _seen(desk, sight, block.wid)
            else:
                yield key, index, block


def _is_text(block: Block) -> bool:
    return isinstance(block, Group) and block.name in TEXT_GROUPS
