"""What may stand where: schedules, recitals, citations and items among their like only, nothing in these; schedules stay whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modellaw.amend.desk import Desk, Sight
from modellaw.amend.gaps import BODIES, is_schedule
from modellaw.amend.paths import Path, block_at
from modellaw.model.address import ABBREVIATIONS, BARE
from modellaw.model.nodes import Block, Carried, Departure, Group, Provision


def whole_schedule(desk: Desk, sight: Sight, key: str, done: str) -> None:
    """Refuse to do to a schedule what can be done to other provisions."""
    if is_schedule(desk, key):
        raise sight.fail(f"a schedule cannot be {done}", key, "it is a document of its own: change what is in it, or substitute it")


_AMONG = {"attachment": "attachments", "citation": "citations", "recital": "recitals", "item": "blockList"}
"""The levels that stand in groups of their own, which hold nothing else (the strict schema wants it so)."""
ALONE = frozenset(_AMONG)
"""Those levels."""
_JUDGMENT = {"arguments", "background", "decision", "introduction", "motivation", "remedies"}
_OPEN = frozenset({*ABBREVIATIONS, "", *BODIES, *_JUDGMENT} - {*_AMONG, "collectionBody"})
"""The levels and groups in which numbered provisions may stand."""
_SAID = {"attachment": ("a schedule", "schedules"), "item": ("an item", "the items of a list")}


def fit(desk: Desk, sight: Sight, key: str, owner: Path, provisions: Iterable[Provision]) -> None:
    """Refuse what cannot stand at a place: a schedule, recital, citation or item among others, and others among these."""
    group = block_at(desk.records[key].blocks, owner) if owner else None
    around = group.name if isinstance(group, Group) else desk.records[key].level
    for new in provisions:
        _fits(sight, new, around)
        if isinstance(group, Group) and group.name == "portionBody" and not all(_is_numbered(desk, block) for block in group.blocks):
            raise sight.fail(f"{said(new.level)[0]} cannot stand beside what this portion holds", new.wid, "a portion holds one thing")


def _is_numbered(desk: Desk, block: Block) -> bool:
    """Whether a block is a provision that others of any level may stand beside."""
    return isinstance(block, Carried | Departure) or (isinstance(block, Provision) and desk.records[block.wid].level not in _AMONG)


def _fits(sight: Sight, new: Provision, group: str) -> None:
    """A new provision, and those in it, each in its place: in a group, or in a provision of a level."""
    home = next((level for level, among in _AMONG.items() if among == group), "")
    if home and new.level != home:
        hint = "insert it into a schedule" if home == "attachment" else f"insert it elsewhere, or make it {said(home)[0]}"
        raise sight.fail(f"{said(new.level)[0]} cannot stand among {said(home)[1]}", new.wid, hint)
    if not home and new.level in _AMONG:
        single, several = said(new.level)
        hint = "insert-schedule puts it where schedules are" if new.level == "attachment" else f"put it beside {single}"
        raise sight.fail(f"{single} stands among {several} only", new.wid, hint)
    if not home and group not in _OPEN:
        where = said(group)[0] if group in BARE else f"<{group}>"
        raise sight.fail(f"{said(new.level)[0]} cannot stand in {where}", new.wid, "put it elsewhere, or its words without a number")
    for block, inside in _inside(new.blocks, new.level):
        if block.level:  # what only stands for a provision that is there already stays where it was
            _fits(sight, block, inside)


def _inside(blocks: Iterable[Block], group: str) -> Iterator[tuple[Provision, str]]:
    """The provisions directly in some blocks, each with the group in which it stands."""
    for block in blocks:
        if isinstance(block, Provision):
            yield block, group
        elif isinstance(block, Group):
            yield from _inside(block.blocks, block.name)


def said(level: str) -> tuple[str, str]:
    """A level as one and as several."""
    return _SAID.get(level) or (f"{'an' if level[0] in 'aeiou' else 'a'} {level}", f"{level}s")
