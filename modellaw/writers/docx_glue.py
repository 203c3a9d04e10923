"""Which text stands in the paragraph of the number before it, in each view: atoms are glued after each block that is laid out; and what
stays on the page of what follows.
"""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.walk import inline_text
from modellaw.values import replace
from modellaw.writers.docx_lines import BOTH, Atom, Grid, GridCell, Line, Stretch, in_neither, shown, under
from modellaw.writers.docx_styles import HEADED

_LINE = 84
"""No more letters stand in a line of commentary."""


def glue(out: list[Atom | Grid | Stretch], start: int, at: int, views: tuple[bool, ...], seam: Trace) -> None:
    """Let text directly behind a number stand in its paragraph, in each of these views in which nothing stands between.

    The provision begins at ``start``, what was just laid out at ``at``; ``seam`` is the provision's: where a view does not part it
    from the one before, that one's number counts.
    """
    if start < at < len(out):
        a, b = out[at - 1], out[at]
        if isinstance(a, Atom) and isinstance(b, Atom) and a.trace is b.trace is NO_TRACE:  # by far the most: both stand in both views
            if a.label:
                b.runs_on = (b.runs_on[0] or (views[0] and _numbers(a, 0)), b.runs_on[1] or (views[1] and _numbers(a, 1)))
            return
        if isinstance(a, Atom) and isinstance(b, Atom) and a.trace is b.trace and at + 1 == len(out):
            original, amended = shown(a.trace)
            if original != amended:  # both stand in one view
                if a.label and views[amended] and _numbers(a, amended):
                    b.runs_on = (b.runs_on[0] or original, b.runs_on[1] or amended)
                return
    for view in (view for view in (0, 1) if views[view]):
        label = next((index for index in reversed(range(start, at)) if stands(out[index], view)), None)
        if label is None and not shown(seam)[view]:
            label = next((index for index in reversed(range(start)) if stands(out[index], view)), None)
        text = next((index for index in range(at, len(out)) if stands(out[index], view)), None)
        if label is not None and text is not None and _numbers(out[label], view):
            atom = out[text]
            if isinstance(atom, Atom):
                atom.runs_on = (True, atom.runs_on[1]) if view == 0 else (atom.runs_on[0], True)
                table = _past_table(out, label, text, view)
                if table is not None:  # what stands behind the table stands one place further on
                    start, at = start + (table < start), at + 1
    if at > start and at < len(out) and all(views):
        a, b = out[at - 1], out[at]
        if isinstance(a, Atom) and isinstance(b, Atom) and a.label and in_neither(a.trace) and in_neither(b.trace):
            b.runs_on = BOTH


def sign(out: Sequence[Atom | Grid | Stretch], at: int, shell: Trace) -> None:
    """Let the change that brought or took the shell around what begins at ``at`` sign the end of the paragraph before it."""
    first = out[at] if at < len(out) else None
    if isinstance(first, Atom) and shell and not first.trace and not first.seam:
        first.seam, first.marked = shell, True


def hold(items: Sequence[Atom | Grid | Stretch]) -> None:
    """Keep the last of some items, a paragraph or the last row of a table, on the page of what follows."""
    last = items[-1] if items else None
    if isinstance(last, Atom):
        last.keep = True
    elif isinstance(last, Grid) and last.rows:
        hold_row(last.rows[-1][1])


def hold_row(cells: Sequence[GridCell]) -> None:
    """Keep a row of a table on the page of what follows."""
    for cell in cells:
        for line in cell.flow:
            if isinstance(line, Line):
                line.atoms[-1].keep = True


def is_short(atom: Atom) -> bool:
    """Whether a text has one line only."""
    return sum(len(inline_text(inline)) for inline in atom.content) <= _LINE


def stands(item: Atom | Grid | Stretch, view: int) -> bool:
    """Whether an atom, or any row of a table, is part of a view."""
    if isinstance(item, Atom):
        return shown(item.trace)[view]
    return isinstance(item, Stretch) or any(shown(trace)[view] for trace, _ in item.rows)


def _numbers(item: Atom | Grid | Stretch, view: int) -> bool:
    """Whether this is, or ends in, a number that text may follow in its paragraph."""
    if isinstance(item, Stretch):
        last = item.lines[-1]
        item = last.atoms[-1] if isinstance(last, Line) else last
    return isinstance(item, Atom) and item.label and ((item.before or item.style) if view == 0 else item.style) not in HEADED


def _past_table(out: list[Atom | Grid | Stretch], label: int, text: int, view: int) -> int | None:
    """Put text that joins its number in a view before a table that this view has not got: Word joins no paragraphs over tables.

    The place where it now stands, None where there is no such table.
    """
    table = next((index for index in range(label, text) if isinstance(out[index], Grid)), None)
    grid, atom = out[table] if table is not None else None, out[text]
    if table is None or not isinstance(grid, Grid) or not isinstance(atom, Atom):
        return None
    if shown(atom.trace)[1 - view]:
        change = grid.rows[0][0].deleted or grid.rows[0][0].inserted
        out[text] = _only(atom, 1 - view, change)
        out.insert(table, replace(_only(atom, view, change), anchors=()))
    else:
        out.insert(table, out.pop(text))
    return table


def _only(atom: Atom, view: int, change: str) -> Atom:
    """What one view shows of an atom, deleted or inserted as a whole."""
    trace = Trace("", change) if view == 0 else Trace(change)
    content = tuple(replace(inline, trace=under(trace, inline.trace)) for inline in atom.content if shown(inline.trace)[view])
    runs_on = (atom.runs_on[0] and view == 0, atom.runs_on[1] and view == 1)
    return replace(atom, content=content, trace=under(trace, atom.trace), runs_on=runs_on, marked=True)
