"""Tables of two columns that say what terms mean: definitions where that is sure, else tables, and told as perhaps definitions."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content, split, trimmed
from modellaw.importing.items import Item, Role, inside_definitions
from modellaw.importing.labels import labels_of
from modellaw.importing.lines import Line, text_in
from modellaw.model.nodes import Cell, Paragraph, Row, Run, attribute

_LONGEST_TERM, _MOST_WORDS = 80, 8
_QUOTES = "“”„«»‘’'\" "


def table_items(line: Line, at: int, before: Sequence[Item], grammar: Grammar) -> list[Item]:
    """What the table at an index is: a definition for each row and a line for its header, or the table."""
    assert line.table is not None
    rows = line.table.rows
    kept = Item(Role.TEXT, line, at, rest=line.content)
    if line.table.before or not all(_is_pair(row) for row in rows):
        return [kept]
    titles = [_words(cell).strip(_QUOTES + ".:").lower() for cell in rows[0].cells]
    headed = titles[0] in grammar.term_columns and titles[1] in grammar.meaning_columns
    if not headed and not inside_definitions(before, grammar):
        return [kept]
    pairs = rows[1:] if headed else rows
    if not _are_terms(pairs, grammar) or (not headed and (len(pairs) < 2 or _has_header(rows))):
        return [Item(Role.TEXT, line, at, rest=line.content, doubt="definitions")]
    header = [inline for cell in rows[0].cells for inline in (*_lines(cell)[0], Run(" "))] if headed else []
    out = [Item(Role.TEXT, line, at, rest=trimmed(tuple(header)))] if header else []
    for row in pairs:
        out += _definition(row, line, at, grammar)
    return out


def _definition(row: Row, line: Line, at: int, grammar: Grammar) -> list[Item]:
    """A definition of a row: its term, what it means, and from the first number on, more items."""
    meaning = _lines(row.cells[1])
    end = next((n for n, content in enumerate(meaning) if labels_of(text_in(content), grammar)), len(meaning))
    out = [Item(Role.DEFINITION, line, at, rest=_lines(row.cells[0])[0], more=tuple(meaning[:end]), term=True)]
    for content in meaning[end:]:
        labels = labels_of(text_in(content), grammar)[:1]
        number, rest = split(content, labels[0].end) if labels else ((), content)
        role, label = (Role.NUMBER, labels[0]) if labels else (Role.TEXT, None)
        out.append(Item(role, line, at, "", trimmed(number), (), trimmed(rest), label))
    return out


def _is_pair(row: Row) -> bool:
    """Whether a row has two cells of lines that span no other."""
    spans = [attribute(cell.attributes, name, "1") for cell in row.cells for name in ("colspan", "rowspan")]
    lines = all(isinstance(block, Paragraph) for cell in row.cells for block in cell.blocks)
    return len(row.cells) == 2 and lines and set(spans) == {"1"} and all(_lines(cell) for cell in row.cells)


def _are_terms(rows: Sequence[Row], grammar: Grammar) -> bool:
    """Whether the left cells of some rows are terms, each there once, and what stands beside them is longer."""
    terms = [_words(row.cells[0]).strip(_QUOTES + ":") for row in rows]
    lengths = [sum(len(_words(row.cells[side]).split()) for row in rows) for side in (0, 1)]
    each = all(len(_lines(row.cells[0])) == 1 and _is_term(term, grammar) for row, term in zip(rows, terms, strict=True))
    return bool(rows) and each and len(set(map(str.casefold, terms))) == len(terms) and lengths[0] < lengths[1]


def _is_term(words: str, grammar: Grammar) -> bool:
    short = len(words) <= _LONGEST_TERM and len(words.split()) <= _MOST_WORDS
    return short and words[:1].isalpha() and not words.endswith((".", ";", ",")) and not labels_of(words, grammar)


def _has_header(rows: Sequence[Row]) -> bool:
    """Whether the first row looks like a header: its cells say so, or only there the right one is bold."""
    bold = [all(any(wrap.name == "b" for wrap in inline.wraps) for content in _lines(row.cells[1]) for inline in content) for row in rows]
    return any(cell.header for cell in rows[0].cells) or (bold[0] and not any(bold[1:]))


def _lines(cell: Cell) -> list[Content]:
    """The lines of a cell that have words."""
    return [trimmed(block.content) for block in cell.blocks if isinstance(block, Paragraph) and text_in(block.content).strip()]


def _words(cell: Cell) -> str:
    return " ".join(map(text_in, _lines(cell)))
