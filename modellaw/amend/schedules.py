"""Schedules bear their number in the heading ("Schedule 3: Form of request"): inserted ones without one are numbered like the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.gaps import group_path
from modellaw.amend.locate import siblings_at
from modellaw.amend.merge import drop, merge
from modellaw.amend.paths import Path, block_at
from modellaw.amend.sequence import between, following
from modellaw.model.nodes import Block, Carried, Group, Paragraph, Provision, Run, is_label
from modellaw.model.views import coalesce
from modellaw.model.walk import blocks_of, inline_text
from modellaw.project import Numbering
from modellaw.values import replace

_COMPONENT = r"!\w[\w-]*"
_IDENTIFIED = re.compile(r"(<(?:\w+:)?meta\b[^>]*>)\s*(<(\w+:)?identification\b.*?</(?:\w+:)?identification>)", re.DOTALL)
_NUMBERED = r"(\w+ )(\d+[A-Z]*(?: (?:bis|ter|quater))?|[A-Z]|[IVX]+)(\s*[:.–—]\s+)"


def identification(like: Iterable[Block], component: str) -> tuple[Carried, ...]:
    """What identifies the document of a schedule: as that of a law or of another schedule among some blocks, as a component of its own."""
    for block in like:
        found = _IDENTIFIED.search(block.xml) if isinstance(block, Carried) else None
        if found is not None:
            named = re.sub(_COMPONENT, f"!{re.sub(r'[^0-9A-Za-z_-]', '-', component)}", found[2])
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


def attachments(desk: Desk) -> tuple[Group, Path, bool]:
    """The document of the law, the path of its own schedules (not of those in documents that it collects), and whether it has any yet."""
    at, document = next((i, block) for i, block in enumerate(desk.records[TOP].blocks) if isinstance(block, Group))
    names = [block.name if isinstance(block, Group) else "" for block in document.blocks]
    end = names.index("components") if "components" in names else len(names)
    return document, (at, names.index("attachments") if "attachments" in names else end), "attachments" in names


def empty_schedule(desk: Desk, sight: Sight, wid: str, text: str, keep_heading: bool) -> None:
    """Words take the place of a schedule's document, in a container where that is an act; what bears its number stays.

    That is its ``num``, else its heading, else the preface of its document.
    """
    desk.claim("whole", wid, sight)
    body = group_path(desk, wid, frozenset({"body", "mainBody"}))
    if body is None:
        raise sight.fail("the text of this schedule cannot be replaced: it has no body", wid, "repeal it without a text")
    labels = [block for block in desk.records[wid].blocks if is_label(block) and desk.stub_live(block, sight)]
    numbered = any(isinstance(block, Paragraph) and block.name == "num" for block in labels)
    for index, block in enumerate(desk.records[wid].blocks):
        if block in labels and numbered and not keep_heading and not (isinstance(block, Paragraph) and block.name == "num"):
            drop(desk, sight, wid, (index,))
    for index, block in enumerate(siblings_at(desk, wid, body[:-1])):
        preface = isinstance(block, Group) and block.name == "preface" and not labels
        if index != body[-1] and not preface and not isinstance(block, Carried) and desk.stub_live(block, sight):
            drop(desk, sight, wid, (*body[:-1], index))
    held = block_at(desk.records[wid].blocks, body)
    words: Block = Paragraph((Run(text),))
    if isinstance(held, Group) and held.name == "body":
        words = Provision("hcontainer", f"{wid}__text", (Group("content", (words,)),), (("name", "text"),))
    merge(desk, sight, wid, body, (words,))


def number_schedules(desk: Desk, sight: Sight, policy: Numbering) -> None:
    """Give every inserted schedule without a number one that follows from those before it, in the form that the others have."""
    _, path, begun = attachments(desk)
    if not begun:
        return
    wids = [block.wid for block in siblings_at(desk, TOP, path) if isinstance(block, Provision) and desk.stub_live(block, sight)]
    found = [re.match(_NUMBERED, _heading(desk, wid)) for wid in wids]
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
