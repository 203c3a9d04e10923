"""Schedules bear their number in the heading ("Schedule 3: Form of request"): inserted ones without one are numbered like the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.gaps import group_path
from modellaw.amend.locate import siblings_at
from modellaw.amend.sequence import between, following
from modellaw.model.nodes import Block, Carried, Group, Paragraph, Provision, Run
from modellaw.model.views import coalesce
from modellaw.model.walk import blocks_of, inline_text
from modellaw.project import Numbering
from modellaw.values import replace

_COMPONENT = re.compile(r"!\w[\w-]*")
_IDENTIFIED = re.compile(r"(<(?:\w+:)?meta\b[^>]*>)\s*(<(\w+:)?identification\b.*?</(?:\w+:)?identification>)", re.DOTALL)
_NUMBERED = re.compile(r"(\w+ )(\d+[A-Z]*(?: (?:bis|ter|quater))?|[A-Z]|[IVX]+)(\s*[:.–—]\s+)")


def identification(like: Iterable[Block], component: str) -> tuple[Carried, ...]:
    """What identifies the document of a schedule: as that of a law or of another schedule among some blocks, as a component of its own."""
    for block in like:
        found = _IDENTIFIED.search(block.xml) if isinstance(block, Carried) else None
        if found is not None:
            named = _COMPONENT.sub(f"!{re.sub(r'[^0-9A-Za-z_-]', '-', component)}", found[2])
            return (Carried(f"{found[1]}{named}</{found[3] or ''}meta>"),)
    return ()


def identified(desk: Desk, schedule: Provision) -> Provision:
    """A schedule whose document says what it is: as the law does, where its module does not."""

    def with_meta(block: Block) -> Block:
        if not isinstance(block, Group) or block.name != "doc" or any(isinstance(inner, Carried) for inner in block.blocks[:1]):
            return block
        found = identification(blocks_of(Group("", desk.records[TOP].blocks)), schedule.wid)
        return replace(block, blocks=(*found, *block.blocks))

    return replace(schedule, blocks=tuple(map(with_meta, schedule.blocks))) if schedule.level == "attachment" else schedule


def number_schedules(desk: Desk, sight: Sight, policy: Numbering) -> None:
    """Give every inserted schedule without a number one that follows from those before it, in the form that the others have."""
    path = group_path(desk, TOP, frozenset({"attachments"}))
    if path is None:
        return
    wids = [block.wid for block in siblings_at(desk, TOP, path) if isinstance(block, Provision) and desk.stub_live(block, sight)]
    found = [_NUMBERED.match(_heading(desk, wid)) for wid in wids]
    form = next((match for match in found if match), None)
    if form is None:
        return
    tokens = [match[2].replace(" ", "") if match else "" for match in found]
    for index, wid in enumerate(wids):
        if tokens[index] or not desk.records[wid].trace.inserted or not _heading(desk, wid):
            continue
        token = _token(tokens, index, policy)
        tokens[index] = token.replace(" ", "")
        _put(desk, wid, f"{form[1]}{token}{form[3]}")


def _token(tokens: Sequence[str], index: int, policy: Numbering) -> str:
    before = next((token for token in reversed(tokens[:index]) if token), "")
    if not any(tokens[index:]):
        return following(before) if before else "1"
    return between(before, [token for token in tokens if token], policy)


def _heading(desk: Desk, wid: str) -> str:
    line = _line(desk, wid)
    return "".join(inline_text(inline) for inline in line.content if not inline.trace.deleted) if line else ""


def _line(desk: Desk, wid: str) -> Paragraph | None:
    lines = (block for block in desk.records[wid].blocks if isinstance(block, Paragraph) and block.name == "heading")
    return next((line for line in lines if not line.trace.deleted), None)


def _put(desk: Desk, wid: str, words: str) -> None:
    record, line = desk.records[wid], _line(desk, wid)
    assert line is not None
    new = replace(line, content=coalesce((Run(words), *line.content)))
    blocks: tuple[Block, ...] = tuple(new if block is line else block for block in record.blocks)
    desk.put(replace(record, blocks=blocks))
