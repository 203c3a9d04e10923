"""What became of a redline's changes in a file in which some were accepted and others rejected: read off its marks, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from enum import Enum

from modellaw.capturing.aligning import Printed, aligned, key_of, printed_lines, word_lines
from modellaw.comparing.words import difference, kept
from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import Blank, Block, Inline, Law, Note, Paragraph, Reference, Table
from modellaw.model.walk import inline_text
from modellaw.values import dataclass
from modellaw.writers.docx_lines import Grid, Line

_WORD = re.compile(r"\w+|[^\w\s]")


class State(Enum):
    """What was done with a change; EDITED where only part of it was, or somebody wrote into it."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class Decision:
    """A change, what was done with it, and of how many of its words each."""

    change: str
    state: State
    words: tuple[tuple[State, int], ...]


def decisions(marked: Law, document: Law, authors: Set[str]) -> list[Decision]:
    """What the marked ``document`` in Word says of each change of a marked law; ``authors`` sign the law's own changes."""
    own = {
        change.id for change in document.changes for module in document.modules if module.id == change.module and module.author in authors
    }
    mine, theirs = printed_lines(marked), list(word_lines(document))
    pairs = _pairs(mine, theirs)
    found: dict[str, Counter[State]] = {change.id: Counter() for change in marked.changes}
    for index, line in enumerate(mine):
        there = list(_in_word(theirs[pairs[index]])) if index in pairs else []
        _read(list(_in_law(line.item)), there, own, found)
    return [_judged(change, counts) for change, counts in found.items() if counts]


def fits(marked: Law, document: Law) -> float:
    """How many lines of a Word document are those of a marked law, with its marks, with all accepted or with all rejected, 0 to 1."""
    mine = {_said(line, hidden) for line in printed_lines(marked) for hidden in ("", "deleted", "inserted")}
    theirs = [key_of(block) for block in word_lines(document)]
    return sum(line in mine for line in theirs) / max(len(theirs), 1)


def _pairs(mine: Sequence[Printed], theirs: Sequence[Paragraph | Table]) -> dict[int, int]:
    """Which line of the file is which of the law's: with all its marks, all accepted, all rejected, and then the likest."""
    left, right = list(range(len(mine))), list(range(len(theirs)))
    pairs: dict[int, int] = {}
    for hidden in ("", "deleted", "inserted"):
        said = [_said(mine[i], hidden) for i in left]
        keys = [key_of(theirs[j]) for j in right]
        pairs |= {left[i]: right[j] for i, j in kept(difference(said, keys), len(said)) if said[i]}
        there = set(pairs.values())
        left, right = [i for i in left if i not in pairs], [j for j in right if j not in there]
    rest = aligned([mine[i] for i in left], [theirs[j] for j in right])
    return pairs | {left[i]: right[j] for i, j in rest}


def _said(line: Printed, hidden: str) -> str:
    """A line's words without white space, those that are inserted or deleted left out."""
    if not hidden or isinstance(line.item, Grid):
        return line.words if not hidden else ""
    words = []
    for atom in line.item.atoms:
        words += [inline_text(inline) for inline in atom.content if not getattr(_trace(inline, atom.trace), hidden)]
    return "".join("".join(words).split())


def _trace(inline: Inline, above: Trace) -> Trace:
    return inline.trace or above


def _read(law: Sequence[tuple[str, Trace]], word: Sequence[tuple[str, Trace]], own: Set[str], found: dict[str, Counter[State]]) -> None:
    """Counts for each change what became of its words in one line."""
    whole = _whole(law, word)
    if whole is not None:
        for _, trace in law:
            if (trace.inserted or trace.deleted) and not (trace.inserted and trace.deleted):
                found.setdefault(trace.inserted or trace.deleted, Counter())[whole] += 1
        return
    became = dict(kept(difference([token for token, _ in law], [token for token, _ in word]), len(law)))
    for at, (_, trace) in enumerate(law):
        change = trace.inserted or trace.deleted
        if not change or (trace.inserted and trace.deleted):
            continue
        mark = word[became[at]][1] if at in became else None
        if mark is None:
            state = State.REJECTED if trace.inserted else State.ACCEPTED
        elif {mark.inserted, mark.deleted} - own - {""}:
            state = State.EDITED
        elif mark:
            state = State.UNTOUCHED
        else:
            state = State.ACCEPTED if trace.inserted else State.REJECTED
        found.setdefault(change, Counter())[state] += 1


def _whole(law: Sequence[tuple[str, Trace]], word: Sequence[tuple[str, Trace]]) -> State | None:
    """What was done with a line as a whole; None where it has marks or is neither the line before nor the one after the changes."""
    if any(trace for _, trace in word):
        return None
    said = [token for token, _ in word]
    if said == [token for token, trace in law if not trace.deleted]:
        return State.ACCEPTED
    return State.REJECTED if said == [token for token, trace in law if not trace.inserted] else None


def _judged(change: str, counts: Counter[State]) -> Decision:
    states = [state for state in State if counts[state]]
    return Decision(change, states[0] if len(states) == 1 else State.EDITED, tuple((state, counts[state]) for state in states))


def _in_law(item: Line | Grid) -> Iterator[tuple[str, Trace]]:
    if isinstance(item, Line):
        for atom in item.atoms:
            for word, own in _tokens(atom.content):
                yield word, own or atom.trace
        return
    for trace, cells in item.rows:
        for cell in cells:
            for line in cell.flow:
                for word, own in _in_law(line):
                    yield word, own or cell.trace or trace


def _in_word(block: Block) -> Iterator[tuple[str, Trace]]:
    if isinstance(block, Paragraph):
        for word, own in _tokens(block.content):
            yield word, own or block.trace
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                for inner in cell.blocks:
                    for word, own in _in_word(inner):
                        yield word, own or cell.trace or row.trace


def _tokens(content: Sequence[Inline]) -> Iterator[tuple[str, Trace]]:
    for inline in content:
        if isinstance(inline, Note):
            yield "\0", inline.trace
            continue
        runs = inline.content if isinstance(inline, Reference | Blank) and not inline.trace else ()
        for words, trace in [(run.text, run.trace) for run in runs] or [(inline_text(inline), inline.trace)]:
            for word in _WORD.findall(words):
                yield word, trace or NO_TRACE
