"""How the text of a schedule is set out: the titles of its forms, and the lines to be signed, which never stand alone on a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from modellaw.model.walk import inline_text
from modellaw.writers.docx_glue import hold
from modellaw.writers.docx_lines import Atom, Grid, Stretch
from modellaw.writers.docx_styles import TEXT

_LONGEST_TITLE = 120
"""A title has no more letters."""

_CLOSING = 4
"""So many lines at the end of a schedule stay together, with the end of the table before them."""


def set_out(out: Sequence[Atom | Grid | Stretch], start: int) -> None:
    """Give the paragraphs of a schedule, which begins at ``start``, the looks that their places ask for."""
    for item, following in pairwise(out[start:]):
        if isinstance(item, Atom) and isinstance(following, Grid) and item.style == TEXT[0] and _is_title(item):
            item.style, item.before = "Form heading", ""
    for index in range(max(start, len(out) - _CLOSING), len(out)):
        if index > start and all(isinstance(item, Atom) for item in out[index:]):
            hold(out[index - 1 : index])


def _is_title(atom: Atom) -> bool:
    """Whether a paragraph is the title of the table below it: a few words, no sentence and none that is left open."""
    words = "".join(inline_text(inline) for inline in atom.content if atom.whole or not inline.trace.deleted).strip()
    return 0 < len(words) <= _LONGEST_TITLE and words[-1].isalnum()
