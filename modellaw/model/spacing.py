"""White space that only lays out the XML: a line broken in the source is one line of text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from modellaw.model.nodes import Blank, Block, Group, Inline, Law, Paragraph, Reference, Run
from modellaw.model.walk import paragraphs_of, rewrite
from modellaw.values import replace

_BREAK = r" *[\t\n\r][ \t\n\r]*"


def in_one_line(law: Law) -> Law:
    """A plain law in whose lines each break of the source, with the blanks around it, is one blank, and none at the edges.

    Everything else stays as it is; a law without such breaks is the same object.
    """
    if not any(_is_broken(line.content) for line in paragraphs_of(law.document)):
        return law
    document = rewrite(law.document, _block)
    assert isinstance(document, Group)
    return replace(law, document=document)


def _is_broken(content: Iterable[Inline]) -> bool:
    for inline in content:
        if isinstance(inline, Run):
            if "\n" in inline.text or "\t" in inline.text:
                return True
        elif isinstance(inline, Reference | Blank) and _is_broken(inline.content):
            return True
    return False


def _block(block: Block) -> Block:
    if not isinstance(block, Paragraph) or not _is_broken(block.content):
        return block
    content, _ = _joined(block.content, True)
    if content and isinstance(content[-1], Run):
        content[-1] = replace(content[-1], text=content[-1].text.rstrip(" "))
    return replace(block, content=tuple(inline for inline in content if not isinstance(inline, Run) or inline.text))


def _joined(content: Iterable[Inline], blank: bool) -> tuple[list[Inline], bool]:
    """Inlines with their breaks as blanks, behind one that stands there already (``blank``); and whether they end with one."""
    out: list[Inline] = []
    for inline in content:
        if isinstance(inline, Run):
            text = re.sub(_BREAK, " ", inline.text)
            text = text.lstrip(" ") if blank and inline.text[:1] in " \t\n\r" else text
            blank = text.endswith(" ") if text else blank
            inline = replace(inline, text=text)
        elif isinstance(inline, Reference | Blank):
            inner, blank = _joined(inline.content, blank)
            inline = replace(inline, content=tuple(run for run in inner if isinstance(run, Run) and run.text))
        else:
            blank = False
        out.append(inline)
    return out, blank
