"""Operations on provisions: insert, repeal, substitute, move, schedules and headings."""

from __future__ import annotations

from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.fitting import fit, whole_schedule
from modellaw.amend.gaps import Gap, group_path, is_schedule, place, term_of
from modellaw.amend.lines import HEADINGS, TEXT_GROUPS, Line, own_line, text_seen
from modellaw.amend.locate import provision, seat, siblings_at, span
from modellaw.amend.merge import drop, drop_provision, inserted, merge, put_in, put_label
from modellaw.amend.ops import ChangeHeading, Insert, InsertSchedule, Move, Position, Repeal, Substitute, Where
from modellaw.amend.paths import Path, block_at, path_of, with_block, within
from modellaw.amend.schedules import attachments, empty_schedule, identified
from modellaw.amend.text import OpenLine
from modellaw.model.address import BARE
from modellaw.model.nodes import Block, Departure, Group, Inline, Paragraph, Provision, Run, is_label
from modellaw.values import replace


def insert(desk: Desk, sight: Sight, op: Insert) -> None:
    """New provisions at a place; text and tables without a provision go to the target's own text."""
    if not op.blocks:
        raise sight.fail("nothing is inserted", op.position.anchor)
    provisions = tuple(block for block in op.blocks if isinstance(block, Provision))
    if op.position.where is Where.ALPHABETICAL:
        for block in provisions:
            if not term_of(block):
                raise sight.fail("a provision without a defined term has no alphabetical place", block.wid, "mark the term with <def>")
            _lay_in(desk, sight, place(desk, sight, op.position, term_of(block)), (block,))
        return
    texts = tuple(block for block in op.blocks if not isinstance(block, Provision))
    if texts and provisions:
        raise sight.fail(
            "text and provisions are inserted together", op.position.anchor, "put the text into a provision, or use two inserts"
        )
    if texts:
        _insert_text_blocks(desk, sight, op, texts)
        return
    _lay_in(desk, sight, place(desk, sight, op.position), provisions)


def _lay_in(desk: Desk, sight: Sight, gap: Gap, blocks: tuple[Block, ...]) -> None:
    fit(desk, sight, gap.key, gap.owner, (block for block in blocks if isinstance(block, Provision)))
    known = [identified(desk, block) if isinstance(block, Provision) else block for block in blocks]
    laid = tuple(desk.lay(inserted(block, sight), gap.key, sight) for block in known)
    _splice(desk, gap, laid)


def _splice(desk: Desk, gap: Gap, blocks: tuple[Block, ...]) -> None:
    record = desk.records[gap.key]
    at = gap.index
    desk.put(replace(record, blocks=within(record.blocks, gap.owner, lambda siblings: (*siblings[:at], *blocks, *siblings[at:]))))


def _insert_text_blocks(desk: Desk, sight: Sight, op: Insert, texts: tuple[Block, ...]) -> None:
    """Paragraphs and tables as first or last of a provision's own text, which is begun where there is none."""
    if op.position.where not in {Where.FIRST, Where.LAST}:
        raise sight.fail("text has no place of its own among provisions", op.position.anchor, "insert it “into” a provision, first or last")
    anchor = provision(desk, sight, op.position.anchor, "anchor")
    plain = tuple(inner for block in texts for inner in (block.blocks if _is_text(block) and isinstance(block, Group) else (block,)))
    found = [(key, owner) for key in desk.unit(anchor, sight) for owner in _texts(desk, sight, key)]
    if not found:
        _begin_text(desk, sight, anchor, plain)
        return
    key, owner = found[0 if op.position.where is Where.FIRST else -1]
    first = 0 if owner else _after_heading(desk, key)
    put_in(desk, sight, key, owner, first if op.position.where is Where.FIRST else len(siblings_at(desk, key, owner)), plain)


def _is_text(block: Block) -> bool:
    return isinstance(block, Group) and block.name in TEXT_GROUPS


def _texts(desk: Desk, sight: Sight, key: str) -> list[Path]:
    """Where the blocks of text of a record stand: in groups, or, in a list item, in the record itself; a schedule has a body."""
    if is_schedule(desk, key):
        path = group_path(desk, key, frozenset({"mainBody"}))
        if path is None:
            raise sight.fail("text cannot stand by itself in this schedule", key, "insert a provision that holds it")
        return [path]
    if desk.records[key].level in BARE:
        return [()]
    return [(index,) for index, block in enumerate(desk.records[key].blocks) if _is_text(block) and desk.stub_live(block, sight)]


def _begin_text(desk: Desk, sight: Sight, key: str, blocks: tuple[Block, ...], units: tuple[Block, ...] = ()) -> None:
    """A first text for a provision that has none, and provisions behind it: after its number and heading."""
    nested = units or any(isinstance(block, Provision | Departure) for block in desk.records[key].blocks)
    text = (Group("intro" if nested else "content", blocks),) if blocks else ()
    put_in(desk, sight, key, (), _after_heading(desk, key), (*text, *units))


def _after_heading(desk: Desk, key: str) -> int:
    """The index behind number and heading, deleted ones too."""
    at = 0
    for index, block in enumerate(desk.records[key].blocks):
        if isinstance(block, Paragraph) and (block.name == "num" or block.name in HEADINGS):
            at = index + 1
    return at


def insert_schedule(desk: Desk, sight: Sight, op: InsertSchedule) -> None:
    """A schedule after another, or as the last; the first schedule of a law begins its attachments."""
    if op.after:
        _lay_in(desk, sight, place(desk, sight, Position(Where.AFTER, op.after)), (op.schedule,))
        return
    document, path, begun = attachments(desk)
    if document.name == "portion":
        raise sight.fail("a portion of a law has no schedules", op.schedule.wid, "put it into the law that the portion is of")
    if begun:
        siblings = siblings_at(desk, TOP, path)
        last = max((i + 1 for i, block in enumerate(siblings) if desk.stub_live(block, sight)), default=0)
        put_in(desk, sight, TOP, path, last, (identified(desk, op.schedule),))
        _begun_by_the_first(desk, sight, path)
        return
    put_in(desk, sight, TOP, path[:-1], path[-1], (Group("attachments", (inserted(identified(desk, op.schedule), sight),)),))


def _begun_by_the_first(desk: Desk, sight: Sight, path: Path) -> None:
    """Attachments that another module begins are begun by the module of the lowest rank, whichever is carried out first."""
    record = desk.records[TOP]
    group = block_at(record.blocks, path)
    if isinstance(group, Group) and group.trace.inserted and not desk.first(group.trace.inserted, sight):
        desk.put(replace(record, blocks=with_block(record.blocks, path, replace(group, trace=sight.inserted))))


def repeal(desk: Desk, sight: Sight, op: Repeal) -> None:
    """Provisions go; with a text, number (and heading) stay and the text takes the place of the rest."""
    _check_digest(desk, sight, op.target, op.up_to, op.digest)
    for wid in span(desk, sight, op.target, op.up_to):
        if op.text and is_schedule(desk, wid):
            empty_schedule(desk, sight, wid, op.text, op.keep_heading)
        elif op.text:
            _empty(desk, sight, wid, op)
        else:
            drop_provision(desk, sight, wid)


def _empty(desk: Desk, sight: Sight, wid: str, op: Repeal) -> None:
    desk.claim("whole", wid, sight)
    kept = {"num", *HEADINGS} if op.keep_heading else {"num"}
    text: tuple[Inline, ...] = (Run(op.text),)
    for key in list(desk.unit(wid, sight)):
        bare = desk.records[key].level in BARE
        for index, block in enumerate(desk.records[key].blocks):
            if not desk.stub_live(block, sight) or (isinstance(block, Paragraph) and block.name in kept and key == wid):
                continue
            if text and bare and isinstance(block, Paragraph) and block.name == "p":
                _rewrite_whole(desk, sight, key, (index,), text)
                text = ()
                continue
            first = _first_paragraph(desk, sight, block) if text else None
            if first is None:
                drop(desk, sight, key, (index,))
                continue
            _rewrite_group(desk, sight, key, index, first, text)
            text = ()
    if text:
        paragraph = Paragraph(text)
        body = paragraph if desk.records[wid].level in BARE else Group("content", (paragraph,))
        put_in(desk, sight, wid, (), _after_heading(desk, wid), (body,))


def _first_paragraph(desk: Desk, sight: Sight, block: Block) -> int | None:
    """The index of the first paragraph in a text group, None when this is not one."""
    if isinstance(block, Group) and _is_text(block):
        for index, inner in enumerate(block.blocks):
            if isinstance(inner, Paragraph) and inner.name == "p" and desk.live(inner.trace, sight):
                return index
    return None


def _rewrite_whole(desk: Desk, sight: Sight, key: str, path: Path, text: tuple[Inline, ...]) -> None:
    opened = OpenLine(desk, sight, Line(((key, path),), "p"))
    opened.rewrite(text, whole=True)
    opened.close(drop_empty=False)


def _rewrite_group(desk: Desk, sight: Sight, key: str, index: int, first: int, text: tuple[Inline, ...]) -> None:
    _rewrite_whole(desk, sight, key, (index, first), text)
    group = desk.records[key].blocks[index]
    assert isinstance(group, Group)
    for at, inner in enumerate(group.blocks):
        if at != first and desk.stub_live(inner, sight):
            drop(desk, sight, key, (index, at))


def substitute(desk: Desk, sight: Sight, op: Substitute) -> None:
    """Provisions become others; with ``opening`` only a provision's lead-in text does."""
    _check_digest(desk, sight, op.target, op.up_to, op.digest)
    if op.opening:
        _substitute_opening(desk, sight, op)
        return
    wids = span(desk, sight, op.target, op.up_to)
    key, path = seat(desk, sight, op.target)
    siblings = siblings_at(desk, key, path[:-1])
    chosen = [i for i, block in enumerate(siblings) if isinstance(block, Provision | Departure) and block.wid in wids]
    fit(desk, sight, key, path[:-1], (block for block in op.blocks if isinstance(block, Provision)))
    merge(desk, sight, key, path[:-1], op.blocks, [i for i in chosen if desk.stub_live(siblings[i], sight)])


def _substitute_opening(desk: Desk, sight: Sight, op: Substitute) -> None:
    whole_schedule(desk, sight, provision(desk, sight, op.target), "given other opening words")
    first = next((at for at, block in enumerate(op.blocks) if isinstance(block, Provision)), len(op.blocks))
    blocks = [inner for block in op.blocks[:first] for inner in (block.blocks if isinstance(block, Group) else (block,))]
    units = op.blocks[first:]
    fit(desk, sight, op.target, (), (block for block in units if isinstance(block, Provision)))
    desk.claim("opening", op.target, sight)
    for key in desk.unit(op.target, sight):
        for owner in _texts(desk, sight, key):
            old = None if owner else _paragraphs(desk, sight, key)
            if old == []:
                put_in(desk, sight, key, (), _after_heading(desk, key), blocks)
            else:
                merge(desk, sight, key, owner, blocks, old)
            if units:  # provisions stand behind the text, not in it
                put_in(desk, sight, key, (), owner[0] + 1, units)
            return
    _begin_text(desk, sight, op.target, tuple(blocks), units)


def _paragraphs(desk: Desk, sight: Sight, key: str) -> list[int]:
    """The indexes of the paragraphs among the blocks of a record, number and heading apart."""
    return [index for index, block in enumerate(desk.records[key].blocks)
            if isinstance(block, Paragraph) and not is_label(block) and desk.stub_live(block, sight)]  # fmt: skip


def _check_digest(desk: Desk, sight: Sight, target: str, up_to: str, wanted: str) -> None:
    """The old text of the target is what its digest says (the first characters of a SHA-256 of its words)."""
    if not wanted:
        return
    found = digest_of(" ".join(text_seen(desk, sight, wid) for wid in span(desk, sight, target, up_to)))
    if not found.startswith(wanted.lower()):
        raise sight.fail("the text is not the one this change was drafted for", target, f"its digest is now {found[:16]}")


def digest_of(text: str) -> str:
    """The SHA-256 of a text in hexadecimal, blanks between words counted as one."""
    from hashlib import sha256

    return sha256(" ".join(text.split()).encode()).hexdigest()


def change_heading(desk: Desk, sight: Sight, op: ChangeHeading) -> None:
    """A new heading, only the changed words marked; an empty one takes the heading away."""
    provision(desk, sight, op.target)
    desk.claim("heading", op.target, sight)
    line = own_line(desk, sight, op.target, "heading")
    if op.old is not None:
        have = " ".join(OpenLine(desk, sight, line).text.split()) if line else ""
        if have != " ".join(op.old.split()):
            raise sight.fail(f"the heading is “{have}”, not “{op.old}”", op.target)
    if line is None:
        if not op.heading:
            raise sight.fail("there is no heading to take away", op.target)
        put_label(desk, sight, op.target, Paragraph(op.heading, "heading"))
        return
    opened = OpenLine(desk, sight, line)
    opened.rewrite(op.heading)
    opened.close()


def move(desk: Desk, sight: Sight, op: Move) -> None:
    """Provisions elsewhere; each leaves a ``Departure`` where the base law has it."""
    from modellaw.amend.number import renumber_one

    wids = span(desk, sight, op.target, op.up_to)
    anchor = op.position.anchor
    for wid in wids:
        if anchor == wid or (anchor not in (TOP, "body") and anchor in desk.records and wid in desk.ancestors(anchor, sight)):
            raise sight.fail("a provision cannot be moved into itself", wid)
    terms = [term_of(desk.records[wid]) for wid in wids]
    position = op.position
    for wid, term in zip(wids, terms, strict=True):
        if _moved_by_another(desk, sight, wid):
            continue
        gap = place(desk, sight, position, term)
        fit(desk, sight, gap.key, gap.owner, (desk.records[wid],))
        _relocate(desk, sight, wid, gap)
        if position.where is not Where.ALPHABETICAL:
            position = Position(Where.AFTER, wid)
    if op.number:
        renumber_one(desk, sight, op.target, op.number)


def _moved_by_another(desk: Desk, sight: Sight, wid: str) -> bool:
    """Claim the place of a provision; one that another module moved stays where that put it, and the two claims are a conflict."""
    desk.claim("place", wid, sight)
    return desk.foreign(desk.records[wid].moved, sight)


def _relocate(desk: Desk, sight: Sight, wid: str, gap: Gap) -> None:
    record = desk.records[wid]
    old_key = desk.parent[wid]
    path = path_of(desk.records[old_key].blocks, wid)
    assert path is not None
    first_move = not record.moved and not record.trace.inserted
    if gap.key == old_key and gap.owner == path[:-1]:
        _splice(desk, gap, (Provision("", wid),))
        at = path[-1] if path[-1] < gap.index else path[-1] + 1
        _take_out(desk, sight, old_key, (*path[:-1], at), wid, first_move)
    else:
        _take_out(desk, sight, old_key, path, wid, first_move)
        shift = gap.key == old_key and not first_move and len(gap.owner) >= len(path) and gap.owner[: len(path) - 1] == path[:-1]
        owner = gap.owner
        if shift and owner[len(path) - 1] > path[-1]:
            owner = (*owner[: len(path) - 1], owner[len(path) - 1] - 1, *owner[len(path) :])
        _splice(desk, Gap(gap.key, owner, gap.index), (Provision("", wid),))
    desk.set_parent(wid, gap.key)
    if first_move:
        desk.set_departed(wid, old_key)
    if not record.trace.inserted:
        desk.put(replace(record, moved=sight.change))
        _sign_departure(desk, sight, wid)


def _take_out(desk: Desk, sight: Sight, key: str, path: tuple[int, ...], wid: str, departs: bool) -> None:
    record = desk.records[key]
    at = path[-1]
    left: tuple[Block, ...] = (Departure(wid, sight.change),) if departs else ()
    desk.put(replace(record, blocks=within(record.blocks, path[:-1], lambda siblings: (*siblings[:at], *left, *siblings[at + 1 :]))))


def _sign_departure(desk: Desk, sight: Sight, wid: str) -> None:
    """The departure bears the change that moved the provision last."""
    key = desk.departed[wid]
    record = desk.records[key]

    def sign(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(replace(b, change=sight.change) if isinstance(b, Departure) and b.wid == wid else b for b in blocks)

    found = _departure_owner(record.blocks, wid)
    if found is not None:
        desk.put(replace(record, blocks=within(record.blocks, found, sign)))


def _departure_owner(blocks: tuple[Block, ...], wid: str) -> tuple[int, ...] | None:
    for index, block in enumerate(blocks):
        if isinstance(block, Departure) and block.wid == wid:
            return ()
        if isinstance(block, Group):
            below = _departure_owner(block.blocks, wid)
            if below is not None:
                return (index, *below)
    return None
