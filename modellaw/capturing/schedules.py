"""New schedules: which line begins one, and the document around its lines, in the form that the law's other schedules have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modellaw.amend.schedules import identification
from modellaw.capturing.rewording import cut
from modellaw.capturing.tree import Node, opened
from modellaw.importing.grammar import grammar
from modellaw.model.nodes import Block, Group, Inline, Law, Paragraph, Provision
from modellaw.model.walk import blocks_of, inline_text

DOCUMENTS = frozenset({"doc", "mainBody", "attachments"})
"""The groups between a schedule, or the law, and its provisions."""
_LONGEST = 160


def begins_schedule(words: str) -> bool:
    """Whether a line is the heading of a schedule: "Schedule 3: Forms", "Annex II"; a sentence about one is none."""
    found = grammar().schedule.match(words.strip())
    if found is None or not found["token"] or len(words) > _LONGEST or words.rstrip().endswith((".", ";", ",")):
        return False
    rest = words.strip()[found.end() :]
    return not rest or bool(re.search(r"[:.–—\t\u2003]\s*$", found[0])) or rest[:1] in ":.–—\t\u2003"


def empty_schedule(law: Law, wid: str, heading: tuple[Inline, ...]) -> tuple[Node, Node]:
    """A schedule with nothing but its heading, and the node that its lines are to be put into."""
    others = list(_schedules(law))
    numbered = any(other.number for other in others)
    labels: list[Block] = []
    words = "".join(map(inline_text, heading))
    found = grammar().schedule.match(words) if numbered else None
    if found is not None:
        labels.append(Paragraph(cut(heading, 0, found.end("number")), "num"))
        heading = cut(heading, found.end())
    if heading:
        labels.append(Paragraph(heading, "heading"))
    token = begun["token"] if (begun := grammar().schedule.match(words)) else ""
    like = blocks_of(others[-1] if others else law.document)
    doc = Group("doc", (*identification(like, f"schedule_{token}" if token else wid), Group("mainBody", ())), (("name", "schedule"),))
    node = opened(Provision("attachment", wid, (*labels, doc)))
    return node, node.items[-1].items[-1]


def _schedules(law: Law) -> Iterator[Provision]:
    return (block for block in blocks_of(law.document) if isinstance(block, Provision) and block.level == "attachment")
