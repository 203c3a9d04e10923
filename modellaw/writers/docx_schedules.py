"""How the text of a schedule is set out: the titles of its forms, and the lines to be signed, which never stand alone on a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from modellaw.model.walk import inline_text
from modellaw.writers.docx_glue import hold, stands
from modellaw.writers.docx_lines import Atom, Grid, Stretch, shown
from modellaw.writers.docx_styles import TEXT

_TITLES = {TEXT[0]: "Form heading", f"Quoted {TEXT[0].lower()}": "Quoted heading"}
"""Styles of text, and those of a title in its place."""

_LONGEST_TITLE = 120
"""A title has no more letters."""

_CLOSING = 4
"""So many lines at the end of a schedule stay together, with the end of the table before them."""


def set_out(out: Sequence[Atom | Grid | Stretch], start: int) -> None:
    """Give the paragraphs of a schedule, which begins at ``start``, the looks that their places ask for in each view."""
    for view in (0, 1):
        for item, following in pairwise(item for item in out[start:] if stands(item, view)):
            if isinstance(item, Atom) and isinstance(following, Grid) and _is_title(item, view):
                style = _TITLES.get((item.before if view == 0 else "") or item.style)
                if style is not None:
                    _restyle(item, view, style)
    for index in range(max(start, len(out) - _CLOSING), len(out)):
        if index > start and all(isinstance(item, Atom) for item in out[index:]):
            hold(out[index - 1 : index])


def _is_title(atom: Atom, view: int) -> bool:
    """Whether a paragraph is the title of the table below it: a few words, no sentence and none that is left open."""
    words = "".join(inline_text(inline) for inline in atom.content if atom.whole or shown(inline.trace)[view]).strip()
    return 0 < len(words) <= _LONGEST_TITLE and words[-1].isalnum()


def _restyle(atom: Atom, view: int, style: str) -> None:
    before, after = (style, atom.style) if view == 0 else (atom.before or atom.style, style)
    atom.style, atom.before = after, before if before != after else ""
