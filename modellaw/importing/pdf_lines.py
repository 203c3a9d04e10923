"""Rows of print as paragraphs: joined where a row was full, words that were broken at its end made whole, marks turned into footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import pairwise
from statistics import median

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import split, trimmed
from modellaw.importing.labels import labels_of
from modellaw.importing.lines import Aside, Guess, Line, Spot, text_in
from modellaw.importing.pdf_margins import PageText, raised_marks
from modellaw.importing.pdf_page import Row, Sign, Square, pieces
from modellaw.importing.shapes import bold_signs, table_text
from modellaw.model.nodes import Block, Cell, Inline, Note, Paragraph, Run, Table, Wrap
from modellaw.model.nodes import Row as TableRow
from modellaw.model.views import coalesce
from modellaw.values import dataclass, replace

_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_ENDS = (".", ";", ":", "?", "!", "—")
_HYPHENS = "-‐\u00ad"


@dataclass(slots=True)
class Paragraphs:
    """Makes the paragraphs of a document; collects what it set aside and what it could not know."""

    grammar: Grammar
    pages: Sequence[PageText]
    ends: Mapping[str, list[Row]]
    asides: list[Aside] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    known: Counter[str] = field(default_factory=Counter)
    gaps: dict[int, float] = field(default_factory=dict)
    size: float = 0.0
    count: int = 0
    notes: dict[tuple[int, str], list[Row]] = field(default_factory=dict)

    def lines(self) -> list[Line]:
        """Every paragraph of the document."""
        rows = [row for page in self.pages for row in page.rows if not row.table]
        self.known = Counter(word.lower() for row in rows for word in _WORD.findall(row.text)[1:-1])
        self.gaps = _leadings(rows)
        _set_edges(rows)
        _set_centred(rows)
        self.size = median([row.size for row in rows]) if rows else 0.0
        self.notes = {(page.number, mark): rows for page in self.pages for mark, rows in page.notes}
        self.notes |= {(0, mark): rows for mark, rows in self.ends.items()}
        return self._left(self._joined_to_lines([row for page in self.pages for row in page.rows]))

    def _joined_to_lines(self, rows: Sequence[Row]) -> list[Line]:
        out: list[Line] = []
        held: list[Row] = []
        before: Row | None = None
        for row in rows:
            if held and (row.table or not self._goes_on(held, row)):
                out.append(self._paragraph(held))
                held = []
            if row.table and out and before is not None and (whole := self._continued(out[-1].table, before, row)) is not None:
                out[-1] = replace(out[-1], table=whole, text=table_text(whole))
            elif row.table:
                out.append(self._table(row))
            else:
                held.append(row)
            before = row if row.table else None
        if held:
            out.append(self._paragraph(held))
        return out

    def _table(self, row: Row) -> Line:
        """A ruled table; the cells of a first row that is bold are heads."""
        rows = [[self._cell(square) for square in line] for line in row.table]
        bold = all(_is_bold(one) for square in row.table[0] for one in square.rows)
        rows[0] = [_head(cell) for cell in rows[0]] if bold else rows[0]
        table = Table(tuple(TableRow(tuple(cells)) for cells in rows))
        self.count += 1
        return Line((), table_text(table), Spot(row.page, self.count), table=table)

    def _continued(self, table: Table | None, before: Row, row: Row) -> Table | None:
        """A table with what goes on in the next column or on the next page, None where that is a table of its own."""
        mine, theirs = (max(sum(square.wide for square in line) for line in part) for part in (before.table, row.table))
        if table is None or mine != theirs or (before.page, before.column) == (row.page, row.column):
            return None
        more = list(self._table(row).table.rows)  # type: ignore[union-attr]
        last = table.rows[-1]
        if before.opened[1] and row.opened[0] and len(last.cells) == len(more[0].cells):
            cells = (replace(a, blocks=(*a.blocks, *filter(_says, b.blocks))) for a, b in zip(last.cells, more.pop(0).cells, strict=True))
            return replace(table, rows=(*table.rows[:-1], replace(last, cells=tuple(cells)), *more))
        head = table_text(Table(table.rows[:1]))
        if len(more) > 1 and head == table_text(Table(tuple(more[:1]))):
            self.asides.append(Aside("head of a table that is repeated", head, Spot(row.page)))
            more.pop(0)
        return replace(table, rows=(*table.rows, *more))

    def _cell(self, square: Square) -> Cell:
        _set_edges(square.rows)
        blocks = tuple(Paragraph(line.content) for line in self._joined_to_lines(square.rows)) or (Paragraph(),)
        spans = (("colspan", square.wide), ("rowspan", square.tall))
        return Cell(blocks, attributes=tuple((name, str(count)) for name, count in spans if count > 1))

    # --- joining

    def _goes_on(self, held: Sequence[Row], row: Row) -> bool:
        """Whether a row is the rest of the paragraph above it."""
        last = held[-1]
        before = last.text.rstrip()
        same_place = row.page == last.page and row.column == last.column
        if abs(row.size - last.size) > 0.6 or _is_bold(row) != _is_bold(last):
            return False
        if same_place and (last.base - row.base > self.gaps.get(round(row.size), row.size * 1.4) * 1.18 or row.base >= last.base):
            return False
        is_centred = _is_centred(row) or _is_centred(last)
        full = last.right + 0.2 * last.size + _first_width(row) > last.column[1]
        open_end = not before.endswith(_ENDS)
        if self._heads(row.text) and not (full and same_place and not is_centred and open_end and before[-1:].islower()):
            return False  # a sentence may break before "Part 5"
        if before[-1:] in _HYPHENS and before[-2:-1].isalpha() and row.text[:1].islower():
            return True
        if labels_of(row.text, self.grammar):  # a number in the middle of a sentence stands where its rows begin
            middle = open_end and not before.endswith((",", " and", " or"))
            return full and middle and len(held) > 1 and abs(row.left - last.left) < 2
        if is_centred:
            return full and (row.text[:1].islower() or (row.text.isupper() and before.isupper()))
        if not same_place:
            return open_end and (full or row.text[:1].islower())
        return full and not (len(held) > 1 and abs(row.left - last.left) > 4)

    def _heads(self, text: str) -> bool:
        if text[:1].islower():
            return False
        patterns = (*(h.pattern for h in (*self.grammar.containers, *self.grammar.units)), self.grammar.schedule, self.grammar.option)
        return any(pattern.match(text) for pattern in patterns)

    # --- one paragraph

    def _paragraph(self, held: Sequence[Row]) -> Line:
        content: list[Inline] = []
        for i, row in enumerate(held):
            if i:
                content = self._joined(content, held[i - 1], row)
            content += self._row(row)
        self.count += 1
        made = trimmed(coalesce(content))
        first = held[0]
        larger = first.size / max(self.size, 1.0)
        outline = next((level for level, least in enumerate((1.8, 1.4, 1.15)) if larger > least), -1)
        spot = Spot(first.page, self.count)
        return Line(made, text_in(made), spot, "", first.left - first.column[0], outline, all(map(_is_centred, held)), bold_signs(made))

    def _row(self, row: Row) -> list[Inline]:
        """The words of a row; raised marks of the page's notes become the notes."""
        out: list[Inline] = []
        marks = raised_marks(row)
        skip = 0
        signs = {id(sign): i for i, sign in enumerate(row.signs)}
        for text, sign in pieces(row):
            at = signs[id(sign)]
            if text in " \t" or skip > at:
                if skip <= at:
                    out.append(Run(text))
                continue
            mark = marks.get(at, "")
            note = (self.notes.pop((row.page, mark), None) or self.notes.pop((0, mark), None)) if mark else None
            if note is not None:
                skip = at + len(mark)
                self.asides.append(Aside("note mark", mark, Spot(row.page)))
                out.append(self._note(mark, note))
                continue
            out.append(Run(sign.text, _wraps(sign, at in row.raised)))
        return out

    def _note(self, mark: str, rows: Sequence[Row]) -> Note:
        """A footnote without its mark."""
        content: list[Inline] = []
        for i, row in enumerate(rows):
            if i:
                content = self._joined(content, rows[i - 1], row)
            content += [Run(text, () if text in " \t" else _wraps(sign, False)) for text, sign in pieces(row)]
        made = coalesce(content)
        text = text_in(made)
        start = text.find(mark) + len(mark) if mark else 0
        while start < len(text) and text[start] in ".) \t":
            start += 1
        if mark:
            self.asides.append(Aside("note mark", text[:start].strip(), Spot(rows[0].page)))
        return Note((Paragraph(trimmed(split(made, start)[1] if start else made)),), (("placement", "bottom"),))

    def _joined(self, content: list[Inline], last: Row, row: Row) -> list[Inline]:
        """The words so far, ready for those of the next row: a broken word is made whole, else a blank."""
        text = text_in(tuple(content))
        if not text or text[-1] not in _HYPHENS or len(text) < 2 or not text[-2].isalpha() or not row.text[:1].islower():
            return [*content, Run(" ")]
        before, behind = _WORD.findall(text[:-1]), _WORD.findall(row.text)
        head, tail = (before[-1] if before else ""), (behind[0] if behind else "")
        whole, hyphened = (head + tail).lower(), f"{head}-{tail}".lower()
        soft = last.signs[-1].soft or text[-1] == "\u00ad"
        if self.known[hyphened] > self.known[whole] and not soft:
            return content
        out = list(coalesce(content))
        end = out[-1]
        if not isinstance(end, Run):
            return content
        out[-1] = Run(end.text[:-1], end.wraps)
        self.asides.append(Aside("hyphen at the end of a line", text[-1], Spot(last.page)))
        if not soft and not self.known[whole]:
            self.guesses.append(
                Guess(Spot(last.page, self.count + 1), f"{head}-{tail}", f"one word, “{head}{tail}”", (f"“{head}-{tail}”",))
            )
        return out

    def _left(self, lines: list[Line]) -> list[Line]:
        """The lines with notes that no mark leads to at the end of their page, so that none is lost."""
        for (_, mark), rows in self.notes.items() if lines else ():
            page = rows[0].page
            at = max((i for i, line in enumerate(lines) if line.spot.page <= page), default=0)
            lines[at] = replace(lines[at], content=(*lines[at].content, self._note(mark, rows)))
            self.guesses.append(Guess(Spot(page), rows[0].text[:90], "a footnote at the end of the page", ("text of the page",)))
        return lines


def _head(cell: Cell) -> Cell:
    """A cell as the head of its column, which is bold without saying so."""

    def lighter(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        plain = (replace(i, wraps=tuple(w for w in i.wraps if w.name != "b")) if isinstance(i, Run) else i for i in block.content)
        return replace(block, content=coalesce(plain))

    return replace(cell, header=True, blocks=tuple(map(lighter, cell.blocks)))


def _says(block: Block) -> bool:
    return not isinstance(block, Paragraph) or bool(block.content)


def _set_edges(rows: Sequence[Row]) -> None:
    """Give each column the right edge that its text reaches again and again: a heading may be longer, a short page does not reach it."""
    found: dict[tuple[int, float, float], list[Row]] = {}
    for row in rows:
        found.setdefault((row.page, *row.column), []).append(row)
    usual = _edge([row.right for row in rows])
    for (_, left, right), group in found.items():
        edge = _edge([row.right for row in group]) if len(group) >= 8 else min(usual, right) if left < usual else right
        for row in group:
            row.column = (min(one.left for one in group), max(edge, left + 1))


def _set_centred(rows: Sequence[Row]) -> None:
    """Say which rows of a column share their middle: two of different lengths at least, all well inside of it."""
    found: dict[tuple[int, tuple[float, float], int], list[Row]] = {}
    for row in rows:
        left, right = row.column
        if row.left - left > (right - left) * 0.12:
            middle = round((row.left + row.right) / 2)
            for near in (middle - 1, middle, middle + 1):
                found.setdefault((row.page, row.column, near), []).append(row)
    for group in found.values():
        if max(row.left for row in group) - min(row.left for row in group) > 6:
            for row in group:
                row.centred = True


def _edge(rights: Sequence[float]) -> float:
    """The outermost place at which at least an eighth of some rows end."""
    for edge in sorted(set(rights), reverse=True):
        if sum(edge - 8 <= one <= edge + 0.5 for one in rights) >= max(2, len(rights) / 8):
            return edge
    return max(rights, default=0.0)


def _leadings(rows: Sequence[Row]) -> dict[int, float]:
    """The distance of base lines inside a paragraph for each size of print: the smallest that is common."""
    found: dict[int, list[float]] = {}
    for a, b in pairwise(rows):
        if a.page == b.page and round(a.size) == round(b.size) and a.size * 0.9 < a.base - b.base < a.size * 3:
            found.setdefault(round(a.size), []).append(round((a.base - b.base) * 2) / 2)
    out = {}
    for size, gaps in found.items():
        common = [gap for gap, count in Counter(gaps).items() if count >= max(2, len(gaps) * 0.08)]
        out[size] = min(common, default=min(median(gaps), size * 1.6))
    return out


def _first_width(row: Row) -> float:
    """How wide the first word of a row is."""
    last = row.signs[0]
    for sign in row.signs[1:]:
        if sign.after_blank or sign.left - last.right > 0.18 * max(sign.size, 1.0):
            break
        last = sign
    return last.right - row.left


def _wraps(sign: Sign, raised: bool) -> tuple[Wrap, ...]:
    names = [name for name, on in (("b", sign.bold), ("i", sign.italic), ("sup", raised)) if on]
    return tuple(map(Wrap, names))


def _is_bold(row: Row) -> bool:
    return sum(sign.bold for sign in row.signs) > len(row.signs) * 0.8


def _is_centred(row: Row) -> bool:
    left, right = row.column
    inside = row.left - left
    return row.centred or (inside > (right - left) * 0.12 and abs(inside - (right - row.right)) < 6)
