"""References by eId: in laws of other systems they name provisions by what changes with their numbers, not by the wId that stays."""

from __future__ import annotations

from collections.abc import Mapping

from modellaw.model.memo import Memo
from modellaw.model.nodes import Block, Group, Inline, Law, Paragraph, Reference, attribute
from modellaw.model.walk import provisions, rewrite
from modellaw.values import replace


def by_eid(law: Law) -> Mapping[str, str]:
    """The wids of the provisions that can be named by their eIds, by these: an eId that is a wid too names what has the wid."""
    return _KNOWN.of(law.document, lambda: _found(law))


_KNOWN: Memo[dict[str, str]] = Memo()


def _found(law: Law) -> dict[str, str]:
    there = [(one.wid, attribute(one.attributes, "eId")) for one in provisions(law)]
    wids = {wid for wid, _ in there}
    return {eid: wid for wid, eid in there if eid and eid not in wids}


def following_eids(law: Law, base: Law) -> Law:
    """A law whose eIds were derived anew, with the references by eId of the law before pointing to the same provisions as there."""
    before = by_eid(base)
    now = {wid: eid for eid, wid in by_eid(law).items()} if before else {}
    names = {eid: new for eid, wid in before.items() if (new := now.get(wid, wid)) != eid}

    def pointed(inline: Inline) -> Inline:
        name = inline.target[1:] if isinstance(inline, Reference) and inline.target[:1] == "#" else ""
        return replace(inline, target=f"#{names[name]}") if isinstance(inline, Reference) and name in names else inline

    def change(block: Block) -> Block:
        if not isinstance(block, Paragraph) or not any(isinstance(inline, Reference) for inline in block.content):
            return block
        return replace(block, content=tuple(map(pointed, block.content)))

    if not names:
        return law
    document = rewrite(law.document, change)
    assert isinstance(document, Group)
    return replace(law, document=document)
