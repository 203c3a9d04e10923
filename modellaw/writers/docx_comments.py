"""Comments: what each change does and why, at the words that it changed (ECMA-376 part 1, 17.13.4)."""

from __future__ import annotations

from itertools import accumulate

from modellaw.model.address import cite, paths
from modellaw.model.changes import Change, Status, View
from modellaw.model.nodes import Block, Departure, Law, Provision
from modellaw.model.walk import children
from modellaw.ooxml.text import escaped, text_xml
from modellaw.writers.docx_runs import Signer

_MOST_OPERATIONS = 12


class Comments:
    """The comments of one law: a full one where a change first marks the text, a short one where it does so again further on."""

    def __init__(self, law: Law, signer: Signer, style: str, reference: str, *, wanted: bool) -> None:
        self.law = law
        self.signer = signer
        self.style = style
        self.reference_style = reference
        self.wanted = wanted
        self.written: list[str] = []
        self.notes = 0
        # LibreOffice 7.4 mixes up all footnotes when a comment is referred to between the first and the second of them: until then
        # references wait (docs/word/tracked-changes.md)
        self.waiting: list[str] = []
        self.in_row = False
        self.held: list[tuple[str, int, str]] = []
        self._last: dict[tuple[str, str], int] = {}
        self._moves: dict[str, tuple[str, str]] | None = None

    def around(self, pieces: list[tuple[str, str]], line: int, move: str, before: int, more_notes: bool) -> str:
        """The pieces of a line, (change, XML), with a comment around those of each change that needs one here.

        ``before`` is how many footnotes there were before the line; ``more_notes`` says that there are some behind it.
        """
        if not self.wanted:
            return "".join(xml for _, xml in pieces)
        if self.in_row:
            self._hold({change for change, _ in pieces if change}, line, move)
            return "".join(xml for _, xml in pieces)
        held = self.held_back(more_notes)
        changes = dict.fromkeys([change for change, _ in pieces if change])
        wanted = [(change, told) for change in changes if (told := self._anchor(change, line, move)) is not None]
        if not wanted:
            return held + "".join([xml for _, xml in pieces])
        starts, ends = [""] * len(pieces), [""] * len(pieces)
        seen = list(accumulate((xml.count("<w:footnoteReference ") for _, xml in pieces), initial=before))[1:]
        for change, (start, end, reference) in wanted:
            places = [index for index, (marked, _) in enumerate(pieces) if marked == change]
            starts[places[0]] += start
            at = places[-1]
            ends[at] += end
            if seen[at] != 1 or not (more_notes or seen[-1] > 1):
                ends[at] += reference
            elif seen[-1] > 1:
                ends[next(index for index, notes in enumerate(seen) if notes > 1)] += reference
            else:
                self.waiting.append(reference)
        return held + "".join([start + xml + end for start, (_, xml), end in zip(starts, pieces, ends, strict=True)])

    def _hold(self, changes: set[str], line: int, move: str) -> None:
        for change in sorted(changes):
            if (change, move) in self._last:
                self._last[change, move] = line
            elif (change, move) not in [(other, way) for other, _, way in self.held]:
                self.held.append((change, line, move))

    def held_back(self, more_notes: bool) -> str:
        """The comments of rows that came or went: LibreOffice leaves an empty row behind where one holds a comment, so they stand here."""
        if not self.held or self.in_row:
            return ""
        out = ""
        for change, line, move in self.held:
            told = self._anchor(change, line, move)
            if told is not None:
                wait = self.notes == 1 and more_notes
                out += told[0] + told[1] + ("" if wait else told[2])
                self.waiting += [told[2]] if wait else []
        self.held = []
        return out

    def note_written(self) -> str:
        """The references that waited for the second footnote; to be put behind it."""
        self.notes += 1
        if self.notes != 2:
            return ""
        waiting, self.waiting = self.waiting, []
        return "".join(waiting)

    def left(self) -> str:
        """The references that still wait at the end, since there was no second footnote."""
        waiting, self.waiting = self.waiting, []
        return "".join(waiting)

    def _anchor(self, change: str, line: int, move: str) -> tuple[str, str, str] | None:
        """The start and the end of the range and the reference of a change's comment; None for no comment here."""
        found = self.signer.changes.get(change)
        key = (change, move)
        last = self._last.get(key)
        self._last[key] = line
        if found is None or (last is not None and (line - last <= 1 or found.status is Status.CONSEQUENTIAL)):
            return None
        told = self._told(found, move, again=last is not None)
        number = self._write(change, told)
        reference = f'<w:r><w:rPr><w:rStyle w:val="{self.reference_style}"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
        return f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>', reference

    def _told(self, change: Change, move: str, *, again: bool) -> list[str]:
        """The paragraphs of a comment, the first one printed bold."""
        module = self.signer.modules.get(change.module)
        told = [f"{change.id}{f': {change.title}' if change.title else ''}"]
        if move:
            told.append(self._moved(move))
        if again:
            return [*told, "The same change, further on."] if not move else told
        told += [f"Module: {module.title}"] if module and module.title else []
        told += [_sentence(operation) for operation in change.operations[:_MOST_OPERATIONS]]
        left = len(change.operations) - _MOST_OPERATIONS
        told += [f"And {left} more; the register has them all."] if left > 0 else []
        told += [line for line in change.rationale.splitlines() if line.strip()]
        told += [f"Recommendations: {', '.join(f'({r})' for r in change.recommendations)}"] if change.recommendations else []
        told += [f"Treaty basis: {', '.join(change.anchors)}"] if change.anchors else []
        starts = change.commencement.date or change.commencement.condition
        return [*told, f"Takes effect: {starts}"] if starts else told

    def _write(self, change: str, told: list[str]) -> int:
        number = len(self.written) + 1
        author, date = self.signer.author(change)
        initials = "".join(word[0] for word in author.split())[:3].upper()
        style = f'<w:pPr><w:pStyle w:val="{self.style}"/></w:pPr>'
        mark = f'<w:r><w:rPr><w:rStyle w:val="{self.reference_style}"/></w:rPr><w:annotationRef/></w:r>'
        first = f"<w:p>{style}{mark}<w:r><w:rPr><w:b/><w:bCs/></w:rPr>{text_xml(told[0])}</w:r></w:p>"
        rest = "".join(f"<w:p>{style}<w:r>{text_xml(words)}</w:r></w:p>" for words in told[1:])
        self.written.append(
            f'<w:comment w:id="{number}" w:author="{escaped(author)}" w:date="{date}T00:00:00Z" '
            f'w:initials="{escaped(initials)}">{first}{rest}</w:comment>'
        )
        return number

    def _moved(self, move: str) -> str:
        """Where a provision went, or whence it came; ``move`` is its wid behind "to " or "from "."""
        if self._moves is None:
            self._moves = _places(self.law)
        side, _, wid = move.partition(" ")
        original, amended = self._moves.get(wid, ("", ""))
        return f"Moved to {amended or 'another place'}." if side == "to" else f"Moved from {original or 'another place'}."


def _sentence(words: str) -> str:
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "”")) else ".")


def _places(law: Law) -> dict[str, tuple[str, str]]:
    """wid of each moved provision to where it is cited before and after."""
    known = paths(law)
    out: dict[str, tuple[str, str]] = {}

    def visit(block: Block, above: tuple[Provision, ...]) -> None:
        if isinstance(block, Departure) and block.wid in known:
            path = known[block.wid]
            out[block.wid] = (cite((*above, path[-1]), View.ORIGINAL), cite(path, View.AMENDED))
        inside = (*above, block) if isinstance(block, Provision) else above
        for child in children(block):
            visit(child, inside)

    visit(law.document, ())
    return out
