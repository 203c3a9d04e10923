"""A Word file laid over the law it was made from: each of its lines is one of the law's, an edited one, or a new one.

What the law's own Word file would say is laid out by the writer of Word files; the lines of both are aligned, by their bookmarks and their
words; then the law's tree is rewritten line by line. So what nobody touched stays the same object, whatever Word did to the file around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from modellaw.capturing.aligning import ALIKE, WORDS, Printed, aligned, bare, bookmarks_of, key_of, printed_lines, style_of, word_lines
from modellaw.capturing.growing import Growth, NewLine
from modellaw.capturing.rewording import cut, notes_in, plain_note, reworded
from modellaw.capturing.tree import Node, as_law, distinct, opened, paragraphs
from modellaw.comparing.words import difference, kept, likeness
from modellaw.errors import Finding, Place, Severity
from modellaw.model.address import paths
from modellaw.model.nodes import Cell, Inline, Law, Note, Paragraph, Provision, Row, Run, Table, is_label
from modellaw.model.walk import inline_text, paragraphs_of, text_of
from modellaw.values import dataclass, replace
from modellaw.writers.docx_lines import Atom, Grid, Line

_GAP = re.compile(r"[\t\u2003]+")
_LOOSE_NUMBER = re.compile(r"\[?(?:\([0-9A-Za-z]{1,6}\)|(?:Section|Article|Part|Chapter|Schedule|Annex)\s+[0-9A-Z]+[A-Za-z]*)\s+")


@dataclass(slots=True)
class Laid:
    """The law that a Word file says, and what was noticed: formatting and words that are no part of the law, copied provisions ..."""

    law: Law
    findings: list[Finding] = field(default_factory=list)


def lay(law: Law, document: Law, file: str = "") -> Laid:
    """The plain ``law`` as a plain Word ``document``, which was made from it, has it now."""
    law = distinct(law)
    mine = printed_lines(law)
    theirs = list(word_lines(document))
    pairs = aligned(mine, theirs)
    return _Layer(law, mine, theirs, pairs, file).laid()


# --- the law's tree rewritten


class _Layer:
    def __init__(
        self, law: Law, mine: Sequence[Printed], theirs: Sequence[Paragraph | Table], pairs: Sequence[tuple[int, int]], file: str
    ) -> None:
        self.law, self.mine, self.theirs, self.file = law, mine, theirs, file
        self.became = dict(pairs)
        self.root = opened(law.document)
        self.nodes = paragraphs(self.root)
        self.growth = Growth(law, self.root)
        self.wids = frozenset(paths(law))
        self.behind: dict[Node, Node] = {}
        self.gone: dict[str, tuple[Inline, ...]] = {}
        self.findings: list[Finding] = []
        self.unclosed: set[int] = set()

    def laid(self) -> Laid:
        growth = self.growth
        was = {j: i for i, j in self.became.items()}
        for index, line in enumerate(self.mine):
            j = self.became.get(index, -1)
            if j < 0:
                self.lost(line)
            else:
                self.kept(line, self.theirs[j])
        self.copies()
        last: Node | None = None
        fresh: list[Paragraph | Table] = []
        before = -1
        for j, block in enumerate(self.theirs):
            if j not in was:
                fresh.append(block)
                continue
            if fresh:
                growth.grow(last, self.new_lines(fresh, before))
                fresh = []
            last, before = self.node_of(self.mine[was[j]]) or last, j
        if fresh:
            growth.grow(last, self.new_lines(fresh, before))
        self.unlabelled(self.root)
        return Laid(as_law(self.root, self.law), self.findings)

    def node_of(self, line: Printed) -> Node | None:
        """The node of the last paragraph of a line, of a table the table's."""
        if isinstance(line.item, Grid):
            return self.nodes.get(id(line.item.source))
        found = next((self.nodes[id(atom.source)] for atom in reversed(line.item.atoms) if atom.source is not None), None)
        return self.behind.get(found, found) if found is not None else None

    def lost(self, line: Printed) -> None:
        """A line that the file has no more where it was; pasted elsewhere, it is still the law's, with its references and blanks."""
        if isinstance(line.item, Line):
            parts = [atom.content for atom in line.item.atoms]
            if not any(isinstance(inline, Note) for part in parts for inline in part):  # of which Word may have changed the words
                self.gone[line.words] = tuple(inline for part in parts for inline in (*part, Run("\u2003")))[:-1]
        sources = [line.item.source] if isinstance(line.item, Grid) else [atom.source for atom in line.item.atoms]
        for source in sources:
            if source is not None:
                self.nodes[id(source)].gone = True

    def unlabelled(self, node: Node) -> None:
        """What a provision holds that lost its number and heading belongs to the provision before it."""
        for item in list(node.items):
            self.unlabelled(item)
            labels = [inner for inner in item.items if is_label(inner.block)]
            if not isinstance(item.block, Provision) or not labels or not all(label.gone for label in labels):
                continue
            if item.block.level == "attachment":
                continue  # a schedule may stand without a heading
            rest = [inner for inner in item.items if inner not in labels]
            before = node.items[node.items.index(item) - 1] if node.items.index(item) else None
            if before is not None and isinstance(before.block, Provision) and before.block.level == item.block.level:
                before.adopt(rest)
            else:
                at = node.items.index(item)
                node.items[at:at] = rest
                for inner in rest:
                    inner.above = node
            node.items.remove(item)

    def kept(self, line: Printed, block: Paragraph | Table) -> None:
        if isinstance(line.item, Grid):
            if isinstance(block, Table) and line.item.source is not None:
                self.nodes[id(line.item.source)].block = self.table(line.item.source, block)
        elif isinstance(block, Paragraph):
            self.line(line.item, block)

    def line(self, line: Line, block: Paragraph) -> None:
        """The paragraphs of a line with the words that Word has now."""
        atoms = [atom for atom in line.atoms if atom.source is not None]
        words = _without_breaks(block.content)
        parts = _parts(line.atoms, words)
        for atom, part in zip(atoms, parts, strict=True):
            assert atom.source is not None
            if _closes(atom) and not _closing("".join(map(inline_text, part)).removeprefix("[")):
                self.unclosed.add(id(block))
            part = _without_brackets(atom, part)
            node = self.nodes[id(atom.source)]
            content = reworded(atom.source.content, part, self.target)
            if not content and not (is_label(atom.source) and not any(map(inline_text, atom.source.content))):
                node.gone = True
            elif content != atom.source.content:
                node.block = replace(atom.source, content=content)
        last = atoms[-1].source if atoms else None
        if last is not None and last.name == "num":
            self.text_behind(self.nodes[id(last)], words)

    def text_behind(self, number: Node, content: Sequence[Inline]) -> None:
        """What stands behind a number that stood alone is text of its provision."""
        gap = _GAP.search("".join(map(inline_text, content)))
        rest = cut(content, gap.end()) if gap else ()
        if rest:
            made = self.growth.text(number, NewLine(reworded((), rest, self.target), "", None))
            self.behind[number] = made or number

    def table(self, law: Table, word: Table) -> Table:
        """A table with the rows and words that Word has now."""
        mine, theirs = ([_row_words(row) for row in table.rows] for table in (law, word))
        rows: list[Row] = []
        i = j = 0
        for hunk in [*difference([bare(row) for row in mine], [bare(row) for row in theirs]), None]:
            end = hunk.start if hunk else len(mine)
            while i < end:
                rows.append(self.row(law.rows[i], word.rows[j]))
                i, j = i + 1, j + 1
            if hunk is None:
                break
            while i < hunk.end or j < hunk.new_end:
                if i < hunk.end and j < hunk.new_end and (
                    hunk.end - i == hunk.new_end - j or likeness(WORDS.findall(mine[i]), WORDS.findall(theirs[j])) >= ALIKE
                ):  # fmt: skip
                    rows.append(self.row(law.rows[i], word.rows[j]))
                    i, j = i + 1, j + 1
                elif i < hunk.end and hunk.end - i > hunk.new_end - j:
                    i += 1
                else:
                    rows.append(self.row(None, word.rows[j]))
                    j += 1
        same = len(rows) == len(law.rows) and all(a is b for a, b in zip(rows, law.rows, strict=True))
        return law if same else replace(law, rows=tuple(rows))

    def row(self, law: Row | None, word: Row) -> Row:
        if law is None:
            return Row(tuple(self.cell(None, cell) for cell in word.cells))
        if len(law.cells) != len(word.cells):  # columns came or went
            mine, theirs = ([bare(_row_words(Row((cell,)))) for cell in row.cells] for row in (law, word))
            same = {j: law.cells[i] for i, j in kept(difference(mine, theirs), len(mine))}
            new = (
                self.cell(same[j], cell) if j in same else replace(self.cell(None, cell), header=law.cells[0].header)
                for j, cell in enumerate(word.cells)
            )
            return replace(law, cells=tuple(new))
        cells = tuple(self.cell(a, b) for a, b in zip(law.cells, word.cells, strict=True))
        return law if all(a is b for a, b in zip(cells, law.cells, strict=True)) else replace(law, cells=cells)

    def cell(self, law: Cell | None, word: Cell) -> Cell:
        lines = [line for block in word.blocks for line in paragraphs_of(block, notes=False) if any(_said(line))]
        mine = [line for block in law.blocks for line in paragraphs_of(block, notes=False)] if law is not None else []
        if law is not None and [_said(line) for line in mine if any(_said(line))] == [_said(line) for line in lines]:
            return law
        if law is not None and len(mine) == len(lines) and all(isinstance(block, Paragraph) for block in law.blocks):
            made = tuple(replace(a, content=reworded(a.content, b.content, self.target)) for a, b in zip(mine, lines, strict=True))
            return replace(law, blocks=made)
        blocks = tuple(Paragraph(reworded((), line.content, self.target)) for line in lines) or (Paragraph(),)
        return replace(law, blocks=blocks) if law is not None else Cell(blocks, attributes=word.attributes)

    def new_lines(self, blocks: Sequence[Paragraph | Table], before: int) -> list[NewLine]:
        """Lines that the law did not have, behind one of the file; the bracket that closes that one may stand behind the last of them."""
        *others, last = blocks
        if before >= 0 and id(self.theirs[before]) in self.unclosed and isinstance(last, Paragraph):
            text = "".join(map(inline_text, last.content))
            if text.rstrip().endswith("]") and (at := _closing(text)):
                last = replace(last, content=_without_sign(last.content, at))
        return [self.new(block) for block in (*others, last)]

    def new(self, block: Paragraph | Table) -> NewLine:
        """A line that the law did not have."""
        if isinstance(block, Table):
            return NewLine((), style_of(block), Table(tuple(self.row(None, row) for row in block.rows)))
        same = self.gone.get(key_of(block))
        if same is not None:
            return NewLine(same, style_of(block), None)
        content = tuple(plain_note(i, self.target) if isinstance(i, Note) else i for i in block.content)
        return NewLine(reworded((), content, self.target), style_of(block), None)

    def target(self, href: str) -> str:
        """The provision that a bookmark of the file stands for, "" for none."""
        name = href.removeprefix("#").removeprefix("_")
        return name if name in self.wids else ""

    def copies(self) -> None:
        """Provisions whose bookmark is there twice were copied; the copy is a new provision."""
        seen: set[str] = set()
        for block in self.theirs:
            for name in bookmarks_of(block) & self.wids:
                if name in seen:
                    words = f"the provision {name} is marked twice in the file: it was copied, and the copy is taken as new"
                    self.findings.append(Finding("provision-copied", Severity.NOTE, words, Place(self.file, provision=name)))
                seen.add(name)


def _row_words(row: Row) -> str:
    return " ".join(text_of(line) for cell in row.cells for block in cell.blocks for line in paragraphs_of(block, notes=False))


def _said(line: Paragraph) -> list[str]:
    """The words of a line and of each of its footnotes."""
    notes = (inline for inline in line.content if isinstance(inline, Note))
    return [
        bare(text_of(line)),
        *("note: " + bare("".join(map(text_of, (p for b in note.blocks for p in paragraphs_of(b))))) for note in notes),
    ]


def _without_breaks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The words of a line without the breaks at its ends: LibreOffice writes the beginning of a page as one."""
    text = "".join(map(inline_text, content))
    start, end = len(text) - len(text.lstrip("\n")), len(text.rstrip("\n"))
    return content if (start, end) == (0, len(text)) else cut(content, start, end if end < len(text) else None)


def _parts(atoms: Sequence[Atom], content: Sequence[Inline]) -> list[tuple[Inline, ...]]:
    """The words of a line shared out among the paragraphs of the law that it is: number, heading, text."""
    text = "".join(map(inline_text, content))
    own = [atom for atom in atoms if atom.source is not None]
    out: list[tuple[Inline, ...]] = []
    at = 0
    for index, atom in enumerate(own[:-1]):
        words = "".join(map(inline_text, atom.content))
        gap = _GAP.search(text, at)
        loose = _LOOSE_NUMBER.match(text, at)
        if text.startswith(words, at) and (not gap or gap.start() != at + len(words)) and index == 0 and words:
            end = at + len(words)
            start = end + len(text[end:]) - len(text[end:].lstrip(" \t\u2003"))
        elif gap:
            end, start = gap.span()
        elif loose and atom.label:
            start = loose.end()
            end = at + len(text[at:start].rstrip())
        else:
            end = start = at
        out.append((*cut(content, at, end), *notes_in(content, end, start)))
        at = start
    alone = _GAP.search(text, at) if own and own[-1].source is not None and own[-1].source.name == "num" else None
    return [*out, cut(content, at, alone.start() if alone else None)] if own else out


def _without_brackets(atom: Atom, part: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The words without the square brackets that the writer puts around an optional provision."""
    assert atom.source is not None
    if atom.content == atom.source.content or len(atom.content) == len(atom.source.content):
        return part
    first, own = atom.content[0], atom.source.content
    if (
        isinstance(first, Run)
        and first.text == "["
        and atom.content[1 : 1 + len(own)] == own
        and "".join(map(inline_text, part)).startswith("[")
    ):
        part = cut(part, 1)
    if _closes(atom) and (at := _closing("".join(map(inline_text, part)))):
        part = _without_sign(part, at)
    return part


def _closes(atom: Atom) -> bool:
    """Whether the writer puts the bracket behind these words that closes an optional provision."""
    assert atom.source is not None
    own, last = atom.source.content, atom.content[-1] if atom.content else None
    return len(atom.content) > len(own) and isinstance(last, Run) and last.text == "]" and atom.content[-1 - len(own) : -1] == own


def _closing(text: str) -> int:
    """Where the first bracket ends that closes what the text did not open; 0 for none."""
    depth = 0
    for at, sign in enumerate(text, 1):
        depth += (sign == "[") - (sign == "]")
        if depth < 0:
            return at
    return 0


def _without_sign(content: tuple[Inline, ...], end: int) -> tuple[Inline, ...]:
    """The words without the sign that ends at a place."""
    return (*cut(content, 0, end - 1), *notes_in(content, end - 1, end), *cut(content, end))
