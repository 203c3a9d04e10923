"""Operations in words, as an amending law would say them, for registers, comments and the amending instrument."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import assert_never

from modellaw.amend.ops import (
    EACH,
    LAST,
    ChangeCell,
    ChangeHeading,
    ChooseOption,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    InsertText,
    Join,
    Move,
    OmitColumn,
    OmitNote,
    OmitRow,
    OmitText,
    Operation,
    Position,
    Renumber,
    Repeal,
    ReplaceNote,
    ReplaceText,
    Scope,
    Split,
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.model.nodes import Block, Inline, Note, Provision, Reference
from modellaw.model.walk import inline_text

Cite = Callable[[str], str]
"""A wid to the words that cite it: "section 12(3)"."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def wording(op: Operation, cite: Cite) -> str:
    """One operation as a phrase without a full stop: "in section 8(1), for “X” substitute “Y”"."""
    match op:
        case Insert():
            return f"{place(op.position, cite)} insert {_new(op.blocks)}"
        case Repeal():
            kept = ", its number and heading staying," if op.keep_heading else ""
            return f"repeal {span(op.target, op.up_to, cite)}" + (f"{kept} and put “{op.text}” in its place" if op.text else "")
        case Substitute():
            what = f"the opening words of {cite(op.target)}" if op.opening else span(op.target, op.up_to, cite)
            return f"substitute {what}"
        case ReplaceText():
            return f"{where(op.words, cite)}, for {_found(op.words)} substitute “{_plain(op.replacement, cite)}”"
        case OmitText():
            return f"{where(op.words, cite)}, omit {_found(op.words)}"
        case InsertText():
            return f"{where(op.words, cite)}, {beside(op.words, op.after)} insert {_quoted(op.insertion, cite)}"
        case InsertNote():
            return f"{where(op.words, cite)}, {beside(op.words, True)} insert a footnote"
        case ChangeHeading():
            new = _plain(op.heading, cite)
            return f"for the heading of {cite(op.target)} substitute “{new}”" if new else f"omit the heading of {cite(op.target)}"
        case Move():
            number = f" as {op.number}" if op.number else ""
            return f"move {span(op.target, op.up_to, cite)} {place(op.position, cite)}{number}"
        case Renumber():
            return f"renumber {span(op.target, op.up_to, cite)} as {op.number}" + (" and following" if op.up_to else "")
        case Wrap():
            return f"the existing text of {cite(op.target)} becomes {op.level} {op.number}".rstrip()
        case Split():
            return f"split {cite(op.target)} into {len(op.parts) + 1} provisions, the new ones {_numbers(p.number for p in op.parts)}"
        case Join():
            return f"join {span(op.target, op.up_to, cite)} into one provision" + ("" if op.run_on else ", each text a paragraph of it")
        case InsertRow():
            return f"in {table_place(op.at, cite)}, {after_nth('row', op.after)} insert a row"
        case OmitRow():
            return f"in {table_place(op.at, cite)}, omit row {op.row}"
        case InsertColumn():
            return f"in {table_place(op.at, cite)}, {after_nth('column', op.after)} insert a column"
        case OmitColumn():
            return f"in {table_place(op.at, cite)}, omit column {op.column}"
        case ChangeCell():
            return f"in {table_place(op.at, cite)}, substitute the cell in row {op.row}, column {op.column}"
        case ReplaceNote():
            return f"substitute footnote {op.note} of {cite(op.target)}"
        case OmitNote():
            return f"omit footnote {op.note} of {cite(op.target)}"
        case InsertSchedule():
            return f"after {cite(op.after)} insert a schedule" if op.after else "insert a schedule at the end"
        case ChooseOption():
            return f"of the options “{op.group}” choose option {op.option}"
        case FillBlank():
            scope = f"in {cite(op.target)}, " if op.target else ""
            return f"{scope}fill the blank “{op.blank}” with “{_plain(op.content, cite)}”"
        case _:
            assert_never(op)


def place(position: Position, cite: Cite) -> str:
    """A place among provisions: "after section 20"."""
    anchor = cite(position.anchor) if position.anchor not in ("", "body") else "the law"
    match position.where:
        case Where.BEFORE:
            return f"before {anchor}"
        case Where.AFTER:
            return f"after {anchor}"
        case Where.FIRST:
            return f"at the beginning of {anchor}"
        case Where.LAST:
            return f"at the end of {anchor}"
        case Where.ALPHABETICAL:
            return f"in {anchor}, at the place in alphabetical order,"
        case _:
            assert_never(position.where)


def _new(blocks: Iterable[Block]) -> str:
    """What is inserted, named by level, number and heading, else counted."""
    from modellaw.model.address import defined_term, heading_text, number_text

    names: list[str] = []
    terms: list[str] = []
    for block in blocks:
        if not isinstance(block, Provision):
            names.append("text")
            continue
        term = defined_term(block)
        number, heading = number_text(block), heading_text(block)
        if term and not heading:
            terms.append(f"“{term}”")
            continue
        name = number or f"{'an' if block.level[:1] in 'aeiou' else 'a'} {block.level}"
        names.append(f"{name} ({heading})" if heading else name)
    if terms:
        names.insert(0, f"the definition{'s' if len(terms) > 1 else ''} of {_numbers(terms)}")
    return _numbers(_counted(names))


def _counted(names: Iterable[str]) -> Iterator[str]:
    """Names, those of one kind without a number counted: "three subsections"."""
    for name, equal in groupby(names):
        count = len(list(equal))
        article, _, level = name.partition(" ")
        if count > 1 and article in {"a", "an"} and level.isalpha():
            yield f"{COUNTS[count - 2] if count - 2 < len(COUNTS) else count} {level}s"
        else:
            yield from [name] * count


def _numbers(items: Iterable[str]) -> str:
    listed = list(items)
    return " and ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def span(target: str, up_to: str, cite: Cite) -> str:
    """A provision or a range, cited in full at both ends."""
    return f"{cite(target)} to {cite(up_to)}" if up_to and up_to != target else cite(target)


def where(words: Words, cite: Cite) -> str:
    """Where words are looked for: "in the heading of section 4", "throughout the law"."""
    target = cite(words.target) or "the law"
    preposition = "throughout" if not words.target and words.find and words.occurrence == EACH and words.expect != 1 else "in"
    match words.scope:
        case Scope.HEADING:
            return f"{preposition} the {'heading' if words.target else 'headings'} of {target}"
        case Scope.NOTES:
            return f"{preposition} the footnotes of {target}"
        case Scope.TABLES:
            return f"{preposition} the {'table' if words.target else 'tables'} of {target}"
        case Scope.TEXT:
            return f"{preposition} the text of {target}"
        case Scope.OWN:
            return f"{preposition} the text of {target} outside its subdivisions"
        case _:
            return f"{preposition} {target}"


def _found(words: Words) -> str:
    return f"“{words.find.strip()}”{occurrence(words)}"


def occurrence(words: Words) -> str:
    """Which occurrence is meant, behind the words: " (in each place)", "" where there is one."""
    if words.occurrence == EACH:
        return " (in each place)" if words.expect != 1 and words.target else ""
    if words.occurrence == LAST:
        return " (in the last place)"
    ordinal = ORDINALS[words.occurrence - 1] if words.occurrence <= len(ORDINALS) else f"{words.occurrence}th"
    return f" (in the {ordinal} place)"


def beside(words: Words, after: bool) -> str:
    """A place beside words: "after “X”", "at the end"."""
    if not words.find:
        return "at the end" if after else "at the beginning"
    return f"{'after' if after else 'before'} {_found(words)}"


def _plain(content: Iterable[Inline], cite: Cite) -> str:
    """Words, and for references that are still to be given theirs what they cite."""
    words = []
    for inline in content:
        empty = isinstance(inline, Reference) and not inline.content and inline.target.startswith("#")
        words.append(cite(inline.target[1:]) if empty and isinstance(inline, Reference) else inline_text(inline))
    return "".join(words).strip()


def _quoted(content: tuple[Inline, ...], cite: Cite) -> str:
    words = _plain(content, cite)
    return "a footnote" if not words and any(isinstance(inline, Note) for inline in content) else f"“{words}”"


def table_place(at: TablePlace, cite: Cite) -> str:
    """A table of a provision."""
    return f"table {at.table} of {cite(at.target)}" if at.table > 1 else f"the table of {cite(at.target)}"


def after_nth(what: str, number: int) -> str:
    """A place among rows or columns."""
    return f"after {what} {number}" if number else f"before the first {what}"
