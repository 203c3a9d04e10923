"""What stands on the pages of a PDF around the text: running heads, page numbers, and footnotes at the bottom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import field
from itertools import pairwise
from statistics import median

from modellaw.importing.grammar import Grammar
from modellaw.importing.lines import Aside, Spot
from modellaw.importing.looks import margin_key
from modellaw.importing.pdf_page import Row
from modellaw.values import dataclass

_NUMBER = re.compile(r"[\s–—|-]*(?:page\s+|p\.\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|sur|de)\s*\d{1,4})?[\s–—|-]*", re.IGNORECASE)
_MARK = re.compile(r"(?P<mark>\d{1,3}|[*†‡§]{1,3}|[a-z](?=[\s\t]))[.)]?[\s\t]*")
_EDGE = 3


@dataclass(slots=True)
class PageText:
    """The rows of a page that are text, its footnotes by their marks, and what stands askew on it (a stamp, "DRAFT")."""

    number: int
    height: float
    rows: list[Row]
    notes: list[tuple[str, list[Row]]] = field(default_factory=list)
    turned: str = ""

    def printed(self) -> Iterator[Row]:
        """Its rows, of tables those in their cells."""
        for row in self.rows:
            yield from (one for line in row.table for cell in line for one in cell.rows) if row.table else (row,)


def without_margins(pages: Sequence[PageText], grammar: Grammar) -> list[Aside]:
    """Take running heads and page numbers off the pages; what was taken off."""
    asides: list[Aside] = []
    repeated = _repeated(pages, grammar)
    for page in pages:
        kept = []
        for place, row in _edges(page):
            why = _why(row, place, page, repeated, grammar)
            if why:
                asides.append(Aside(why, row.text, Spot(page.number)))
            else:
                kept.append(id(row))
        edge = {id(row) for _, row in _edges(page)}
        page.rows = [row for row in page.rows if id(row) not in edge or id(row) in kept]
    return asides


def _edges(page: PageText) -> list[tuple[str, Row]]:
    """The first and last rows of a page, by their height on it."""
    by_height = sorted((row for row in page.rows if not row.table), key=lambda row: -row.base)
    top = [("top", row) for row in by_height[:_EDGE] if row.base > page.height * 0.85]
    seen = {id(row) for _, row in top}
    return top + [("bottom", row) for row in by_height[-_EDGE:] if row.base < page.height * 0.15 and id(row) not in seen]


def _repeated(pages: Sequence[PageText], grammar: Grammar) -> set[tuple[str, str, int]]:
    """The rows that come at the same place on several pages, each the next or the one after the next, numbers apart."""
    found: dict[tuple[str, str, int], list[int]] = {}
    for page in pages:
        for key in {_key(place, row, grammar) for place, row in _edges(page)}:
            found.setdefault(key, []).append(page.number)
    wanted = 2 if len(pages) < 5 else 3
    return {key for key, numbers in found.items() if _chain(numbers) >= wanted and sum(map(str.isalnum, key[1])) + key[1].count("#") > 2}


def _chain(numbers: Sequence[int]) -> int:
    """How many numbers follow each other with steps of two at most."""
    best = now = 1
    for a, b in pairwise(numbers):
        now = now + 1 if b - a <= 2 else 1
        best = max(best, now)
    return best


def _key(place: str, row: Row, grammar: Grammar) -> tuple[str, str, int]:
    return place, margin_key(row.text, grammar), round(row.base / 6)


def _why(row: Row, place: str, page: PageText, repeated: Set[tuple[str, str, int]], grammar: Grammar) -> str:
    """Why a row at an edge of its page is no text, "" where it is."""
    if _is_number(row):
        return "page number"
    margin = {id(other) for where, other in _edges(page) if _is_number(other) or _key(where, other, grammar) in repeated}
    if id(row) in margin and not _is_in_text(row, page, margin):
        return "running head" if place == "top" else "running foot"
    return ""


def _is_number(row: Row) -> bool:
    """Whether a row is the number of a page; letter-spaced digits are put together."""
    return bool(_NUMBER.fullmatch(re.sub(r"(?<=\d)\s+(?=\d)", "", row.text.strip())))


def _is_in_text(row: Row, page: PageText, margin: Set[int]) -> bool:
    """Whether a row follows on the text without a gap, so that it is rather a line of it."""
    if len(page.rows) <= 6:
        return False
    others = [abs(other.base - row.base) for other in page.rows if id(other) not in margin]
    gaps = [a.base - b.base for a, b in pairwise(page.rows) if 0 < a.base - b.base < 60]
    return bool(others) and bool(gaps) and min(others) < median(gaps) * 1.15


def take_notes(pages: Sequence[PageText]) -> dict[str, list[Row]]:
    """Move the small print at the bottom of pages into their notes where a mark in the text leads to it.

    What is returned are the notes at the end of the document, by their marks: those that marks on other pages lead to.
    """
    sizes = Counter(round(row.size * 2) / 2 for page in pages for row in page.rows for _ in range(len(row.signs)))
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    waiting: set[str] = set()
    ends: dict[str, list[Row]] = {}
    carried: list[Row] | None = None
    for page in pages:
        small = _small_rows(page, body)
        groups = _groups(small)
        above = {id(row) for row in small}
        here = {mark for row in page.printed() if id(row) not in above for mark in raised_marks(row).values()}
        first = groups.pop(0)[1] if groups and not groups[0][0] else []
        if first and carried is not None:
            carried += first
            _without(page, first)
        if any(mark in here for mark, _ in groups):
            page.notes = groups
        elif groups and all(mark in waiting for mark, _ in groups):
            ends |= dict(groups)
            waiting -= {mark for mark, _ in groups}
        else:
            groups = []
        for _, rows in groups:
            _without(page, rows)
        waiting |= here - {mark for mark, _ in page.notes}
        carried = groups[-1][1] if groups and page.notes else None
    return ends


def _without(page: PageText, rows: Sequence[Row]) -> None:
    gone = set(map(id, rows))
    page.rows = [row for row in page.rows if id(row) not in gone]


def raised_marks(row: Row) -> dict[int, str]:
    """Where raised signs begin in a row, and what they are."""
    out: dict[int, str] = {}
    start = -1
    for i, sign in enumerate(row.signs):
        if i not in row.raised:
            start = -1
        elif start < 0:
            start, out[i] = i, sign.text
        else:
            out[start] += sign.text
    return out


def _small_rows(page: PageText, body: float) -> list[Row]:
    """The rows at the bottom of a page or of one of its columns that are smaller than the text: none of the text is below them."""
    text = [row for row in page.rows if row.table or row.size > body * 0.93]
    small = [row for row in page.rows if not row.table and row.size <= body * 0.93 and row.base <= page.height * 0.6]
    return [row for row in small if not any(one.base < row.base and one.left < row.right and row.left < one.right for one in text)]


def _groups(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Small print as notes: each begins with a mark; "" for what goes on from the page before."""
    out: list[tuple[str, list[Row]]] = []
    last = 0
    for row in rows:
        found = _MARK.match(row.text)
        mark = found["mark"] if found else ""
        begins = (
            bool(mark)
            and mark not in {one for one, _ in out}
            and (not mark.isdigit() or int(mark) == last + 1 or not last or 0 in row.raised)
        )
        if begins:
            out.append((mark, [row]))
            last = int(mark) if mark.isdigit() else last
        elif out:
            out[-1][1].append(row)
        else:
            out.append(("", [row]))
    return out
