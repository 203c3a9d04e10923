"""How a paragraph stands on the page beyond its style: what parts a number from its text, wide numbers, and what stands beside a table."""

from __future__ import annotations

import re
from functools import lru_cache

from modellaw.model.changes import Trace
from modellaw.model.nodes import Note, Run
from modellaw.model.walk import inline_text
from modellaw.writers.docx_lines import Atom, Line
from modellaw.writers.docx_styles import HEADED, TEXT
from modellaw.writers.docx_widths import QUOTED

HEADING_GAP, _NUMBERED_GAP = "\u2003", "\t"

_HANGING, _SIZE, _AIR = 567, 230, 60
"""The hanging indent of numbered styles, the size of the letters and the least room behind a number, in twentieths of a point."""

_FARTHEST = 340
"""How far a number may stand out into the margin, in twentieths of a point."""

_ITEM = re.compile(r"(\([0-9A-Za-z]{1,5}\)|(?:\d{1,3}[A-Z]?|[A-Za-z]|[ivxlc]{2,5}|[IVXLC]{2,5})[.)]) ")
"""A number at the beginning of a text."""

_PLAIN = {TEXT[0]: (0, 1.0), f"Quoted {TEXT[0].lower()}": (QUOTED, 1.0), "Table text": (0, 0.9)}
"""Styles of text that stands in no numbered provision: how far they are indented, and the size of their letters beside the law's."""

_NARROW = frozenset("()[].,:;'iIjlt ")


@lru_cache(maxsize=64)
def gap(style: str) -> str:
    """What stands between a label of this style and what follows it."""
    return HEADING_GAP if _is_heading(style) or style in {"toc 1", "toc 2"} else _NUMBERED_GAP


def _is_heading(style: str) -> bool:
    return "eading" in style or style in HEADED


def gaps(atom: Atom, trace: Trace, line: Line) -> tuple[Run, ...]:
    """The gap behind a label, or two of them where a label that gets or loses a heading has another one in each view."""
    before, after = gap(atom.before or atom.style), gap(atom.style)
    if before == after or trace.inserted:
        return (Run(after, (), trace),)
    if trace.deleted:
        return (Run(before, (), trace),)
    change = change_in(line)
    return Run(before, (), Trace("", change)), Run(after, (), Trace(change))


def change_in(line: Line) -> str:
    """A change that marks a line."""
    traces = [atom.trace for atom in line.atoms] + [inline.trace for atom in line.atoms for inline in atom.content] + [line.mark]
    return next((trace.inserted or trace.deleted for trace in traces if trace), "")


def room(label: Atom) -> int:
    """About how much room a label needs, with some air behind it, in twentieths of a point: in a redline the old number and the new one."""
    content = label.content
    if len(content) == 1 and type(content[0]) is Run:
        return _wide(content[0].text)
    return _wide("".join(inline_text(inline) for inline in content if not isinstance(inline, Note)))


@lru_cache(maxsize=2048)
def _wide(words: str) -> int:
    signs = sum(0.35 if sign in _NARROW else 1.0 if sign > "\u2e80" else 0.7 if sign.isupper() else 0.56 for sign in words)
    return round(signs * _SIZE) + _AIR


def wide_number(atom: Atom) -> str:
    """The indent of a line whose number is too wide for its style: the text stays in line with its neighbours, the number stands out.

    Items that have their numbers in their text, as in schedules, hang from them.
    """
    if not atom.label:
        item = _ITEM.match(inline_text(atom.content[0])) if atom.style in _PLAIN and atom.content else None
        if item is None:
            return ""
        indent, size = _PLAIN[atom.style]
        wide = round((_wide(item[1]) - item[1].count(".") * _SIZE // 10) * size)  # behind a full stop there is a blank, and no tab
        return f'<w:ind w:left="{indent + wide}" w:hanging="{wide}"/><w:jc w:val="left"/>'
    if atom.gap is None:
        return ""
    over = room(atom) - _HANGING
    stands_out = 0 < over <= _FARTHEST and gap(atom.style) == _NUMBERED_GAP and not atom.style.startswith("toc")
    return f'<w:ind w:hanging="{_HANGING + over}"/>' if stands_out else ""


def set_off(line: str, style: str, *, before_table: bool, behind_table: bool) -> str:
    """A paragraph beside a table: on the page on which the table begins that it introduces, and set off from the one before it.

    A heading is set off by its own style.
    """
    if before_table and "<w:keepNext/>" not in line:
        line = line.replace("/>", "/><w:keepNext/>", 1)
    if behind_table and not _is_heading(style):
        start, sign, end = line.partition("</w:pPr>")
        at = min((found for mark in ("<w:ind ", "<w:rPr>", "<w:pPrChange") if (found := start.find(mark)) >= 0), default=len(start))
        line = f'{start[:at]}<w:spacing w:before="120"/>{start[at:]}{sign}{end}'
    return line
