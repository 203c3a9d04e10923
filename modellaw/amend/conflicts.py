"""Conflicts between modules that do not see each other, read off the marked tree, so that the order of application cannot matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modellaw.amend.desk import Desk
from modellaw.errors import ConflictError, Finding, ModelLawError, Place, Severity
from modellaw.model.address import Paths, cite, paths
from modellaw.model.changes import CONSEQUENTIAL, Trace, View
from modellaw.model.nodes import Block, Carried, Departure, Group, Inline, Law, Note, Paragraph, Provision, Table
from modellaw.model.walk import inline_text, paragraphs_of, text_of
from modellaw.values import dataclass

_CLAIMS = {
    "blank": "both fill the blank",
    "cell": "both change a cell of",
    "heading": "both change the heading",
    "note": "both change a footnote of",
    "number": "both renumber",
    "opening": "both substitute the opening words",
    "option": "both choose among the options",
    "place": "both move or split",
    "split": "both split",
    "whole": "both take out or substitute",
    "wrap": "both wrap the text",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two changes that cannot both stand: their ids in order, what is between them, the provision's wid, the words."""

    first: str
    second: str
    what: str
    provision: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Relations:
    """Which changes know of each other: of one module, of modules that require each other, or put in order by a resolution."""

    module_of: dict[str, str]
    sees: dict[str, frozenset[str]]
    ordered: frozenset[tuple[str, str]]

    def unrelated(self, a: str, b: str) -> bool:
        """Whether neither of two changes sees the other."""
        first, second = self.module_of.get(a, ""), self.module_of.get(b, "")
        if not first or not second or first == second or CONSEQUENTIAL.id in (first, second):
            return False
        if second in self.sees[first] or first in self.sees[second]:
            return False
        return (a, b) not in self.ordered and (b, a) not in self.ordered


def conflicts(marked: Law, desk: Desk, relations: Relations) -> list[Conflict]:
    """Every pair of changes in conflict, each once, sorted."""
    found: dict[tuple[str, str, str], Conflict] = {}

    def add(a: str, b: str, what: str, provision: str, words: str = "") -> None:
        if relations.unrelated(a, b):
            first, second = sorted((a, b))
            found.setdefault((first, second, provision), Conflict(first, second, what, provision, " ".join(words.split())[:200]))

    for (kind, key), owners in desk.claims.items():
        for index, a in enumerate(owners):
            for b in owners[index + 1 :]:
                add(a, b, _CLAIMS[kind], key)
    for a, b, where, words in desk.overlaps:
        add(a, b, "both take out the same words", where, words)
    whole = {key: owners for (kind, key), owners in desk.claims.items() if kind == "whole"}
    if len(relations.sees) > 1:
        for a, b, what, provision, words in _Clashes(desk, whole).of(marked):
            add(a, b, what, provision, words)
    return sorted(found.values(), key=lambda c: (c.first, c.second, c.provision, c.what))


Clash = tuple[str, str, str, str, str]


class _Clashes:
    """One walk over the marked tree: marks of one change inside what another took out or decided as a whole."""

    def __init__(self, desk: Desk, whole: dict[str, list[str]]) -> None:
        self.desk, self.whole = desk, whole

    def of(self, law: Law) -> Iterator[Clash]:
        yield from self.blocks(law.document.blocks, (), "")

    def blocks(self, blocks: tuple[Block, ...], above: tuple[str, ...], here: str) -> Iterator[Clash]:
        before: Block | None = None
        for block in blocks:
            if isinstance(block, (Provision, Group, Paragraph)) and block.seam.deleted and before is not None:
                by = "" if isinstance(before, Departure) else before.trace.inserted
                if by:
                    yield by, block.seam.deleted, "one inserts between provisions that the other joins", here, ""
                if isinstance(block, Provision) and _runs_on(block):
                    for by in _at_the_end(before):
                        yield by, block.seam.deleted, "one changes the end of a text that the other joins another to", here, ""
            yield from self.block(block, above, here)
            if isinstance(block, Departure) or not block.trace.deleted:
                before = block

    def block(self, block: Block, above: tuple[str, ...], here: str) -> Iterator[Clash]:
        if isinstance(block, Provision) and self.desk.untouched(block):
            return
        if isinstance(block, Departure):
            yield from self.inside((block.change,), above, here, "")
            return
        seams = [block.seam] if isinstance(block, (Provision, Group, Paragraph)) else []
        shells = [block.shell] if isinstance(block, Provision) else []
        own = tuple(c for trace in (block.trace, *seams, *shells) for c in (trace.inserted, trace.deleted) if c)
        if own and above:
            yield from self.inside(own, above, here, _words(block))
        match block:
            case Provision():
                if block.moved and (above or block.trace.deleted):
                    yield from self.inside((block.moved,), (*above, *_some(block.trace.deleted)), block.wid, _words(block))
                below = (*above, *_some(block.trace.deleted), *self.whole.get(block.wid, ()))
                yield from self.blocks(block.blocks, below, block.wid)
            case Group():
                yield from self.blocks(block.blocks, (*above, *_some(block.trace.deleted)), here)
            case Table():
                yield from _crossing(block, here)
                for row in block.rows:
                    in_row = (*above, *_some(block.trace.deleted), *_some(row.trace.deleted))
                    yield from self.inside(_both(row.trace), above, here, "")
                    for cell in row.cells:
                        yield from self.inside(_both(cell.trace), in_row, here, "")
                        yield from self.blocks(cell.blocks, (*in_row, *_some(cell.trace.deleted)), here)
            case Paragraph():
                yield from self.line(block, (*above, *_some(block.trace.deleted)), here)
            case Carried():
                pass

    def inside(self, changes: Iterable[str], above: tuple[str, ...], here: str, words: str) -> Iterator[Clash]:
        for change in changes:
            for owner in above:
                yield owner, change, "one changes what the other takes out or substitutes", here, words

    def line(self, paragraph: Paragraph, above: tuple[str, ...], here: str) -> Iterator[Clash]:
        content = paragraph.content
        for index, inline in enumerate(content):
            if inline.trace:
                yield from self.inside(_both(inline.trace), above, here, inline_text(inline))
            if inline.trace.inserted and not inline.trace.deleted:
                yield from self.hanging(content, index, here)
            if isinstance(inline, Note):
                yield from self.blocks(inline.blocks, (*above, *_some(inline.trace.deleted)), here)

    def hanging(self, content: tuple[Inline, ...], index: int, here: str) -> Iterator[Clash]:
        """Words inserted by one change between words that another took out, or behind (before) the very words it hung them on."""
        change = content[index].trace.inserted
        sides = [_beside(content, index, -1), _beside(content, index, 1)]
        gone = ["" if side is None else side.trace.deleted for side in sides]
        words = "".join(inline_text(side) for side in sides if side is not None)
        if gone[0] and gone[0] == gone[1]:
            yield gone[0], change, "one inserts into words that the other takes out", here, words
        for by, before in zip(gone, (True, False), strict=True):
            if by and (change, here, before) in self.desk.hung:
                yield by, change, "one inserts beside words that the other takes out", here, words


def _runs_on(joined: Provision) -> bool:
    """Whether the text of a joined provision goes on in the last paragraph of what it is joined to."""
    return any(isinstance(block, Group) and block.seam.deleted for block in joined.blocks)


def _at_the_end(block: Block) -> Iterator[str]:
    """The changes that put something around, at, or behind the last paragraph of a block, or took out what was there."""
    if not isinstance(block, Provision | Group):
        return
    for inner in reversed(block.blocks):
        if isinstance(inner, Departure):
            continue
        yield from _both(inner.trace)
        if isinstance(inner, Provision):
            yield from (change for change in (*_both(inner.shell), inner.moved) if change)
        yield from _at_the_end(inner)
        if not inner.trace.deleted:
            return


def _crossing(table: Table, here: str) -> Iterator[Clash]:
    """A row of one change in a table in which another inserts a column or takes one out: neither knows the other's cells."""
    rows = sorted({row.trace.inserted for row in table.rows if row.trace.inserted})
    columns = {change for row in table.rows for cell in row.cells for change in _both(cell.trace)}
    for row in rows:
        for column in sorted(columns - {row}):
            yield row, column, "one inserts a row into a table of which the other changes the columns", here, ""


def _beside(content: tuple[Inline, ...], index: int, step: int) -> Inline | None:
    """The nearest inline of the base law, or of the same change, on one side."""
    change = content[index].trace.inserted
    index += step
    while 0 <= index < len(content):
        if content[index].trace.inserted in ("", change):
            return content[index]
        index += step
    return None


def _both(trace: Trace) -> tuple[str, ...]:
    return tuple(change for change in (trace.inserted, trace.deleted) if change)


def _some(change: str) -> tuple[str, ...]:
    return (change,) if change else ()


def _words(block: Block) -> str:
    if isinstance(block, Departure | Carried):
        return ""
    return " ".join(text_of(line) for line in paragraphs_of(block, notes=False))


# --- saying it


def conflict_error(found: list[Conflict], marked: Law) -> ConflictError:
    """The error that names every conflict: both changes, the place, the words, and the ways out."""
    known = paths(marked)
    return ConflictError(tuple(ModelLawError(_sentence(c), Place(provision=_cited(c.provision, known)), _ways_out(c)) for c in found))


def _sentence(conflict: Conflict) -> str:
    words = f": “{conflict.words}”" if conflict.words else ""
    return f"conflict between changes {conflict.first} and {conflict.second}: {conflict.what}{words}"


def _cited(wid: str, known: Paths) -> str:
    return f"{cite(known[wid], View.ORIGINAL)} [{wid}]" if wid in known else wid


def _ways_out(conflict: Conflict) -> str:
    a, b = conflict.first, conflict.second
    return (f"let one module require the other, redraft one change, or settle it in modellaw.toml: "
            f"[[resolve]] changes = [\"{a}\", \"{b}\"], and keep = \"{a}\" or order = [\"{a}\", \"{b}\"]")  # fmt: skip


def shared_places(marked: Law, desk: Desk, relations: Relations) -> list[Finding]:
    """A note for every place where modules that do not see each other inserted side by side."""
    out: list[Finding] = []
    seen: set[tuple[str, str, str]] = set()

    def beside(a: str, b: str, here: str) -> None:
        if a and b and relations.unrelated(a, b) and (a, b, here) not in seen:
            seen.add((a, b, here))
            message = f"changes {a} and {b} insert at the same place; they stand in the order of their modules"
            out.append(Finding("shared-place", Severity.NOTE, message, Place(provision=here)))

    def visit(blocks: tuple[Block, ...], here: str) -> None:
        last = ""
        for block in blocks:
            now = "" if isinstance(block, Departure) else block.trace.inserted
            beside(last, now, here)
            last = now
            match block:
                case Provision():
                    if not desk.untouched(block):
                        visit(block.blocks, block.wid)
                case Group():
                    visit(block.blocks, here)
                case Table():
                    for row in block.rows:
                        for cell in row.cells:
                            visit(cell.blocks, here)
                case Paragraph():
                    for left, right in zip(block.content, block.content[1:], strict=False):
                        beside(left.trace.inserted, right.trace.inserted, here)
                case _:
                    pass

    visit(marked.document.blocks, "")
    return out
