"""Operations on footnotes: each a single token of its line, its own text written word by word."""

from __future__ import annotations

from modellaw.amend.desk import Desk, Sight
from modellaw.amend.lines import Line, lines, paragraph_at
from modellaw.amend.locate import provision
from modellaw.amend.merge import merge
from modellaw.amend.ops import InsertNote, InsertText, OmitNote, ReplaceNote, Scope
from modellaw.amend.paths import Path, with_block
from modellaw.amend.text import insert_text
from modellaw.model.nodes import Carried, Note, Paragraph, Table, without_ids
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.values import replace

_PLACED = (("placement", "bottom"),)


def insert_note(desk: Desk, sight: Sight, op: InsertNote) -> None:
    """A footnote behind an anchor phrase, or at the end of the target's text."""
    insert_text(desk, sight, InsertText(op.words, (Note(op.blocks, _PLACED),)))


def replace_note(desk: Desk, sight: Sight, op: ReplaceNote) -> None:
    """New text for the nth footnote of a provision; one that holds more than lines and tables becomes another footnote."""
    part, index = _find(desk, sight, op.target, op.note)
    desk.claim("note", f"{part[0]}/{'.'.join(map(str, (*part[1], index)))}", sight)
    paragraph = paragraph_at(desk, part)
    note = paragraph.content[index]
    assert isinstance(note, Note)
    if all(isinstance(block, Paragraph | Table | Carried) for block in note.blocks):
        merge(desk, sight, part[0], (*part[1], index), op.blocks)
        return
    new = Note(op.blocks, without_ids(note.attributes), note.wraps, sight.inserted)
    _store(desk, part, index, (_gone(desk, sight, part, note), new))


def omit_note(desk: Desk, sight: Sight, op: OmitNote) -> None:
    """The nth footnote of a provision goes."""
    part, index = _find(desk, sight, op.target, op.note)
    paragraph = paragraph_at(desk, part)
    note = paragraph.content[index]
    assert isinstance(note, Note)
    _store(desk, part, index, (_gone(desk, sight, part, note),))


def _gone(desk: Desk, sight: Sight, part: tuple[str, Path], note: Note) -> Note:
    """A footnote with the mark of what takes it out."""
    words = " ".join(text_of(line) for block in note.blocks for line in paragraphs_of(block))
    return replace(note, trace=desk.deleted(note.trace, sight, part[0], words))


def _store(desk: Desk, part: tuple[str, Path], index: int, notes: tuple[Note, ...]) -> None:
    """Put footnotes at the place of one in its line."""
    paragraph = paragraph_at(desk, part)
    new = replace(paragraph, content=(*paragraph.content[:index], *notes, *paragraph.content[index + 1 :]))
    record = desk.records[part[0]]
    desk.put(replace(record, blocks=with_block(record.blocks, part[1], new)))


def _find(desk: Desk, sight: Sight, target: str, number: int) -> tuple[tuple[str, Path], int]:
    """The paragraph of the nth footnote of a provision, numbers and headings included, and the footnote's index there."""
    provision(desk, sight, target)
    found: list[tuple[tuple[str, Path], int]] = []
    for line in _all_lines(desk, sight, target):
        for part in line.parts:
            for index, inline in enumerate(paragraph_at(desk, part).content):
                if isinstance(inline, Note) and desk.live(inline.trace, sight):
                    found.append((part, index))
    if not 1 <= number <= len(found):
        has = f"has {len(found)} footnote{'s' * (len(found) != 1)}" if found else "has no footnotes"
        raise sight.fail(f"there is no footnote {number}: the provision {has}", target)
    return found[number - 1]


def _all_lines(desk: Desk, sight: Sight, target: str) -> list[Line]:
    return lines(desk, sight, target, Scope.ALL)
