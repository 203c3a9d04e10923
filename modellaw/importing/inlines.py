"""Cutting a line of inlines by the offset of its signs; footnotes have no width and stay with the words that they hang on."""

from __future__ import annotations

from modellaw.model.nodes import Blank, Inline, Reference, Run
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text
from modellaw.values import replace

Content = tuple[Inline, ...]


def split(content: Content, at: int) -> tuple[Content, Content]:
    """What stands before an offset and what behind it; a note just there hangs on what is before, if there is any."""
    before: list[Inline] = []
    behind: list[Inline] = []
    for inline in content:
        wide = len(inline_text(inline))
        if at >= wide and (wide or at or before) and not behind:
            before.append(inline)
            at -= wide
        elif at <= 0 or behind:
            behind.append(inline)
        else:
            left, right = _halves(inline, at)
            before += left
            behind += right
            at = 0
    return coalesce(before), coalesce(behind)


def _halves(inline: Inline, at: int) -> tuple[list[Inline], list[Inline]]:
    if isinstance(inline, Reference | Blank):
        inline = Run(inline_text(inline), inline.wraps)
    if not isinstance(inline, Run):
        return [inline], []
    return [replace(inline, text=inline.text[:at])], [replace(inline, text=inline.text[at:])]


def between(content: Content, start: int, end: int) -> Content:
    """The inlines from one offset to another."""
    return split(split(content, end)[0], start)[1]


def trimmed(content: Content) -> Content:
    """The inlines without blanks at either end."""
    words = "".join(map(inline_text, content))
    start, end = len(words) - len(words.lstrip()), len(words.rstrip())
    if start:
        blank, behind = split(content, start)
        content = (*(inline for inline in blank if not isinstance(inline, Run)), *behind)
    return _without_end(content, len(words) - end) if words.strip() else content


def _without_end(content: Content, blanks: int) -> Content:
    out = list(content)
    at = len(out) - 1
    while blanks and at >= 0:
        inline = out[at]
        words = inline_text(inline)
        taken = min(len(words) - len(words.rstrip()), blanks)
        if isinstance(inline, Run):
            out[at] = replace(inline, text=words[: len(words) - taken])
        elif isinstance(inline, Reference):
            out[at] = replace(inline, content=tuple(run for run in _without_end(inline.content, taken) if isinstance(run, Run)))
        if taken < len(words):
            break
        blanks -= taken
        at -= 1
    return coalesce(out)


def unwrapped(content: Content, *names: str) -> Content:
    """The inlines without some kinds of formatting."""
    return coalesce(replace(i, wraps=tuple(w for w in i.wraps if w.name not in names)) if i.wraps else i for i in content)
