"""The marks of footnotes as operations: a footnote is told by its number in the provision, counted as they stand by then."""

from __future__ import annotations

from collections.abc import Iterator

from modellaw.amend.ops import InsertNote, OmitNote, ReplaceNote, Words
from modellaw.capturing.marks import differs, items
from modellaw.capturing.words import Hunk, stretches
from modellaw.model.changes import View
from modellaw.model.nodes import Block, Note, Paragraph, Provision
from modellaw.model.views import block_as
from modellaw.model.walk import paragraphs_of

Instead = tuple[Block, ...] | None
"""What a footnote says from now on, nothing where it goes; None where it stays as it is."""


def is_of_note(hunk: Hunk) -> bool:
    """Whether no words differ but one footnote, which goes or becomes another."""
    return len(hunk.gone) == 1 and len(hunk.came) <= 1 and all(isinstance(inline, Note) for inline in (*hunk.gone, *hunk.came))


def inserted_note(wid: str, hunk: Hunk) -> InsertNote | None:
    """One footnote that comes behind words; None for anything else."""
    note = hunk.came[0] if len(hunk.came) == 1 and not hunk.gone else None
    if not isinstance(note, Note) or not hunk.left.strip():
        return None
    return InsertNote(Words(wid, " ".join(hunk.left.split(" ")[-6:]), expect=1), note.blocks)


def note_operations(provision: Provision) -> Iterator[OmitNote | ReplaceNote]:
    """Footnotes of a provision's own lines that go or have other words, from the last to the first.

    Numbers are those after all other operations on its lines and tables, and before any on its subdivisions.
    """
    found = [instead for block in items(provision.blocks) for instead in _notes(block)]
    for number in range(len(found), 0, -1):
        blocks = found[number - 1]
        if blocks is not None:
            yield ReplaceNote(provision.wid, number, blocks) if blocks else OmitNote(provision.wid, number)


def _notes(block: Block) -> Iterator[Instead]:
    if isinstance(block, Paragraph):
        yield from _line(block)
        return
    for plain in block_as(block, View.ORIGINAL if isinstance(block, Provision) else View.AMENDED):
        for line in paragraphs_of(plain, notes=False):
            yield from (None for inline in line.content if isinstance(inline, Note))


def _line(line: Paragraph) -> Iterator[Instead]:
    for part in stretches(line.content):
        if isinstance(part, tuple):
            for inline in part:
                if isinstance(inline, Note):
                    blocks = tuple(plain for block in inline.blocks for plain in block_as(block, View.AMENDED))
                    yield blocks if any(map(differs, inline.blocks)) else None
            continue
        gone, came = part
        notes = [inline for inline in came if isinstance(inline, Note)]
        if is_of_note(Hunk((), gone, came, ())):
            yield notes[0].blocks if notes else ()
        else:
            yield from (None for _ in notes)
