"""What is new gets wIds of the module, and its references name provisions as the base law does."""

from __future__ import annotations

import re
from collections.abc import Mapping

from modellaw.model.address import ABBREVIATIONS, cite, defined_term, number_text, number_token
from modellaw.model.nodes import Block, Group, Inline, Paragraph, Provision, Reference, attribute, with_attribute, without_ids
from modellaw.model.walk import rewrite
from modellaw.values import replace


class Names:
    """wIds for what a module inserts: free in the law, made of level and number; ``became`` says what names of the new text stand for."""

    def __init__(self, module: str, taken: set[str], became: Mapping[str, str]) -> None:
        self.module = module
        self.taken = set(taken)
        self.became = dict(became)

    def named(self, block: Block, above: str = "") -> Block:
        """A block of the new text as one to be inserted: no ids but wIds of the module, no marks of where it came from."""
        match block:
            case Provision():
                wid = self._free(block, above)
                for old in (block.wid, attribute(block.attributes, "eId"), attribute(block.attributes, "wId")):
                    if old:
                        self.became[old] = wid
                inner = tuple(self.named(child, wid) for child in block.blocks)
                attributes = with_attribute(without_ids(block.attributes), "wId", wid)
                return Provision(block.level, wid, inner, attributes)
            case Group():
                blocks = tuple(self.named(child, above) for child in block.blocks)
                return replace(block, blocks=blocks, attributes=without_ids(block.attributes))
            case Paragraph():
                return replace(block, attributes=without_ids(block.attributes))
            case _:
                return block

    def _free(self, provision: Provision, above: str) -> str:
        term = re.sub(r"[^a-z0-9]+", "-", defined_term(provision).lower()).strip("-")
        number = cite((provision,)) if provision.level == "attachment" else number_text(provision)
        token = number_token(number).lower() or term or "x"
        kind = ABBREVIATIONS.get(provision.level, provision.level)
        if provision.level == "hcontainer":
            kind = attribute(provision.attributes, "name") or kind
        base = f"{above}__{kind}_{token}" if above else f"{self.module}__{kind}_{token}"
        wid, count = base, 1
        while wid in self.taken:
            count += 1
            wid = f"{base}.{count}"
        self.taken.add(wid)
        return wid

    def followed(self, block: Block) -> Block:
        """A block with its references naming provisions as the base law, or this module, does."""

        def change(inner: Block) -> Block:
            if not isinstance(inner, Paragraph) or not any(isinstance(inline, Reference) for inline in inner.content):
                return inner
            return replace(inner, content=self.content(inner.content))

        return rewrite(block, change)

    def content(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Words with their references named so."""
        return tuple(self._inline(inline) for inline in content)

    def _inline(self, inline: Inline) -> Inline:
        if not isinstance(inline, Reference) or not inline.target.startswith("#"):
            return inline
        return replace(inline, target=f"#{self.became.get(inline.target[1:], inline.target[1:])}")
