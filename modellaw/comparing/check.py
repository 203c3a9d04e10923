"""An independent look at a redline: the texts before and after, read line by line off its marks, against the two laws themselves.

It shares no code with the views and none with the engine. Provisions that all three laws share as objects are compared as objects, so that
the cost is that of what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modellaw.comparing.words import difference
from modellaw.model.changes import Trace
from modellaw.model.nodes import (
    Blank,
    Block,
    Carried,
    CarriedInline,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Reference,
    Run,
    Table,
)
from modellaw.model.views import Objects
from modellaw.model.walk import provisions
from modellaw.values import dataclass

Line = tuple[str, str]
"""The words of a line and the wid of the provision it stands in; of a shared provision the words are its object's name."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The first place where a redline says another text than a law: which text, in which provision, and both lines."""

    after: bool
    provision: str
    redline: str
    law: str


def disagreement(base: Law, consolidated: Law, marked: Law, shared: Objects = frozenset()) -> Disagreement | None:
    """Where the marked law's text before is not that of ``base`` or its text after not that of ``consolidated``; None for nowhere.

    ``shared`` are the provisions of the base law as objects.
    """
    common = shared.intersection(map(id, provisions(marked))).intersection(map(id, provisions(consolidated))) if shared else frozenset()
    for after, law in ((False, base), (True, consolidated)):
        told, true = _Lines(marked, after, common).found(), _Lines(law, after, common).found()
        if [line for line, _ in told] != [line for line, _ in true]:
            return _first(told, true, after)
    return None


def _first(told: Sequence[Line], true: Sequence[Line], after: bool) -> Disagreement:
    hunk = difference([line for line, _ in told], [line for line, _ in true])[0]
    ours = told[hunk.start] if hunk.start < hunk.end else ("", "")
    theirs = true[hunk.new_start] if hunk.new_start < hunk.new_end else ("", "")
    return Disagreement(after, ours[1] or theirs[1], ours[0], theirs[0])


class _Lines:
    """The lines of one text of a law, each with its provision, empty ones left out."""

    def __init__(self, law: Law, after: bool, common: frozenset[int]) -> None:
        self.law, self.after, self.common = law, after, common
        self.lines: list[list[str]] = []
        self.wid = ""
        self.moved: dict[str, Provision] | None = None

    def found(self) -> list[Line]:
        self._blocks(self.law.document.blocks)
        return [(words, wid) for words, wid in self.lines if words]

    def _hidden(self, trace: Trace) -> bool:
        return bool(trace.deleted if self.after else trace.inserted)

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Departure):
                if not self.after:
                    self._provision(self._stands(block.wid))
            elif isinstance(block, Provision):
                if self.after or not block.moved:
                    self._provision(block)
            elif not self._hidden(block.trace):
                self._inside(block)

    def _provision(self, provision: Provision) -> None:
        if self._hidden(provision.trace):
            return
        if id(provision) in self.common:
            self.lines.append([f"= {id(provision)}", provision.wid])
            return
        outer, self.wid = self.wid, provision.wid
        self._blocks(provision.blocks)
        self.wid = outer

    def _inside(self, block: Group | Paragraph | Table | Carried) -> None:
        match block:
            case Paragraph():
                notes: list[Note] = []
                words = self._words(block.content, notes)
                if self._hidden(block.seam) and self.lines:
                    self.lines[-1][0] += words
                else:
                    self.lines.append([words, self.wid])
                if notes:
                    # the words of notes come in front of their line, so that a line that runs on finds it last
                    line = self.lines.pop()
                    for note in notes:
                        self._blocks(note.blocks)
                    self.lines.append(line)
            case Group():
                self._blocks(block.blocks)
            case Table():
                self._blocks(block.before)
                for row in block.rows:
                    for cell in row.cells if not self._hidden(row.trace) else ():
                        if not self._hidden(cell.trace):
                            self._blocks(cell.blocks)
            case Carried():
                self.lines.append([block.text, self.wid])

    def _words(self, content: Iterable[Inline], notes: list[Note]) -> str:
        words = ""
        for inline in content:
            if self._hidden(inline.trace):
                continue
            match inline:
                case Run() | CarriedInline():
                    words += inline.text
                case Reference() | Blank():
                    words += self._words(inline.content, notes)
                case Note():
                    notes.append(inline)
        return words

    def _stands(self, wid: str) -> Provision:
        """The provision that left a place, where it stands now."""
        if self.moved is None:
            self.moved = {provision.wid: provision for provision in provisions(self.law) if provision.moved}
        return self.moved[wid]
