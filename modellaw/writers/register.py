"""The register of changes: one row for each change, with what it does, where, which words, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field

from modellaw.model.address import paths
from modellaw.model.changes import NO_TRACE, Change, Status, Trace
from modellaw.model.citations import citations
from modellaw.model.memo import Memo
from modellaw.model.nodes import Block, Carried, Departure, Group, Law, Note, Paragraph, Provision, Table, is_bare
from modellaw.model.views import Objects
from modellaw.model.walk import inline_text
from modellaw.values import dataclass
from modellaw.writers.sheets import Sheet, sheet_csv

COLUMNS = ("id", "module", "title", "status", "operations", "places", "old", "new", "rationale", "recommendations", "anchors",
           "commencement", "reason")  # fmt: skip


@dataclass(slots=True)
class _Touched:
    """What a change did to the text: provisions by wid, words taken out and put in, in document order."""

    places: dict[str, None] = field(default_factory=dict)
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


def register(marked: Law, plain: Objects = frozenset()) -> list[dict[str, object]]:
    """The rows: every change of the law in order, the ignored and the consequential ones too; keys are ``COLUMNS``.

    Provisions that are among the objects ``plain`` are known to bear no marks.
    """
    touched: dict[str, _Touched] = {change.id: _Touched() for change in marked.changes}
    for change, where, words, inserted in _marks(marked, plain):
        entry = touched.setdefault(change, _Touched())
        entry.places[where] = None
        if words.strip():
            (entry.new if inserted else entry.old).append(" ".join(words.split()))
    known, names = paths(marked), citations(marked)

    def cited(wid: str) -> str:
        return names.either(known[wid]) if wid in known else "the law"

    def places(change: str) -> list[str]:
        """The provisions that a change touched; what it inserted or repealed whole is named once, not with all that is in it."""
        own = touched[change].places
        return [cited(wid) for wid in own if not any(step.wid in own and change in (step.trace.inserted, step.trace.deleted)
                                                     for step in known.get(wid, ())[:-1])]  # fmt: skip

    return [_row(change, touched[change.id], places(change.id)) for change in marked.changes]


def touched_by(marked: Law, plain: Objects = frozenset()) -> dict[str, tuple[str, ...]]:
    """wid to the drafted changes that touched the provision's own words, in order; what came whole is touched at its top only.

    Provisions that are among the objects ``plain`` are known to bear no marks.
    """
    found: dict[str, dict[str, None]] = {}
    drafted = {change.id for change in marked.changes if change.status is not Status.CONSEQUENTIAL}
    known = paths(marked)
    for change, where, _, _ in _marks(marked, plain):
        above = known.get(where, ())[:-1]
        if change in drafted and not any(change in (step.trace.inserted, step.trace.deleted) for step in above):
            found.setdefault(where, {})[change] = None
    return {where: tuple(changes) for where, changes in found.items()}


def _row(change: Change, touched: _Touched, places: list[str]) -> dict[str, object]:
    return {
        "id": change.id,
        "module": change.module,
        "title": change.title,
        "status": change.status.value,
        "operations": list(change.operations),
        "places": list(dict.fromkeys(places)),
        "old": touched.old,
        "new": touched.new,
        "rationale": change.rationale,
        "recommendations": list(change.recommendations),
        "anchors": list(change.anchors),
        "commencement": change.commencement.date or change.commencement.condition,
        "reason": change.reason,
    }


Rows = Sequence[Mapping[str, object]]
"""The rows of a register."""


def register_json(rows: Rows) -> bytes:
    """The register as a JSON list."""
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def register_csv(rows: Rows) -> bytes:
    """The register as CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheets), lists joined by " | "."""
    return sheet_csv(register_sheet(rows))


def register_sheet(rows: Rows) -> Sheet:
    """The register as a table."""
    cells = tuple(tuple(tuple(map(str, v)) if isinstance(v := row[name], list) else str(v) for name in COLUMNS) for row in rows)
    return Sheet("Register of changes", "Every change, what it does, where, and why.", COLUMNS, cells)


Mark = tuple[str, str, str, bool]
"""A change, the provision it touched, the words that it put in or took out, and whether it put them in."""


_KNOWN: Memo[list[Mark]] = Memo(1)


def _marks(marked: Law, plain: Objects) -> list[Mark]:
    """Every mark in the order of the text; words of a block marked whole are told line by line."""
    return _KNOWN.of(marked.document, lambda: _found(marked.document, plain))


def _found(document: Group, plain: Objects) -> list[Mark]:
    found: list[Mark] = []
    _in_block(document, "", NO_TRACE, found, plain)
    return found


def _in_block(block: Block, where: str, above: Trace, out: list[Mark], plain: Objects) -> None:
    if isinstance(block, Departure):
        out.append((block.change, block.wid, "", False))
        return
    trace = _both(above, block.trace)
    match block:
        case Paragraph():
            if block.seam:
                _tell(block.seam, where, out)
            _in_line(block, where, trace, out, plain)
        case Provision():
            if id(block) in plain and not trace:
                return
            if block.moved or block.shell or block.seam:
                for mark in (block.shell, block.seam, Trace(block.moved)):
                    _tell(mark, block.wid, out)
            for inner in block.blocks:
                _in_block(inner, block.wid, trace, out, plain)
        case Group():
            for inner in block.blocks:
                _in_block(inner, where, trace, out, plain)
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    inside = _both(_both(trace, row.trace), cell.trace)
                    for inner in cell.blocks:
                        _in_block(inner, where, inside, out, plain)
        case Carried():
            _in_words(trace, where, block.text, out)


def _both(above: Trace, own: Trace) -> Trace:
    return above if own is NO_TRACE or not own else Trace(own.inserted or above.inserted, own.deleted or above.deleted)


def _in_line(paragraph: Paragraph, where: str, above: Trace, out: list[Mark], plain: Objects) -> None:
    if not above and (is_bare(paragraph.content) or not any(type(inline) is Note or inline.trace for inline in paragraph.content)):
        return
    words, last = "", above
    for inline in paragraph.content:
        trace = _both(above, inline.trace)
        if trace is not last and trace != last:
            _in_words(last, where, words, out)
            words, last = "", trace
        words += inline_text(inline)
        if isinstance(inline, Note):
            _in_words(trace, where, "", out)
            for inner in inline.blocks:
                _in_block(inner, where, trace, out, plain)
    _in_words(last, where, words, out)


def _tell(mark: Trace, where: str, out: list[Mark]) -> None:
    out += [(change, where, "", True) for change in (mark.inserted, mark.deleted) if change]


def _in_words(trace: Trace, where: str, words: str, out: list[Mark]) -> None:
    if trace.inserted:
        out.append((trace.inserted, where, words, True))
    if trace.deleted:
        out.append((trace.deleted, where, words, False))
