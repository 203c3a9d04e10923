"""Footnotes in footnotes, which Word has not got: they stand in brackets where their sign would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import Block, Inline, Note, Run
from modellaw.model.walk import paragraphs_of
from modellaw.values import replace
from modellaw.writers.docx_lines import under


def in_brackets(content: Sequence[Inline], above: Trace = NO_TRACE) -> tuple[Inline, ...]:
    """The inlines of a footnote with the words of the footnotes in it, each as long as it or what it is in is there."""
    out: list[Inline] = []
    for inline in content:
        trace = under(above, inline.trace)
        if isinstance(inline, Note):
            out += [Run(" [", (), trace), *_words(inline.blocks, trace), Run("]", (), trace)]
        else:
            out.append(replace(inline, trace=trace))
    return tuple(out)


def _words(blocks: Sequence[Block], above: Trace) -> Iterator[Inline]:
    for number, paragraph in enumerate(line for block in blocks for line in paragraphs_of(block, notes=False)):
        trace = under(above, paragraph.trace)
        if number:
            yield Run(" ", (), trace)
        yield from in_brackets(paragraph.content, trace)
