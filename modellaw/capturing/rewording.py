"""A line of the law as Word has it: the words are those of Word, all else that of the law where the words stayed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from modellaw.comparing.words import beginning, difference, kept
from modellaw.model.nodes import Blank, Block, CarriedInline, Cell, Inline, Note, Paragraph, Reference, Run, Table, Wrap
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text, paragraphs_of, text_of
from modellaw.values import dataclass, replace

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_NOTE = "\0note"
_BRACKETS = re.compile(r"\[[^\[\]]+\]")


@dataclass(slots=True)
class _Piece:
    """A word, and the inline that it is of; ``whole`` inlines stay or go as one."""

    word: str
    inline: Inline
    owner: int
    whole: bool


def _pieces(content: Sequence[Inline]) -> list[_Piece]:
    out: list[_Piece] = []
    for owner, inline in enumerate(content):
        if isinstance(inline, Note):
            out.append(_Piece(_NOTE, inline, owner, True))
            continue
        whole = not isinstance(inline, Run)
        out += [_Piece(word, inline, owner, whole) for word in _WORD.findall(inline_text(inline))]
    return out


def reworded(law: Sequence[Inline], word: Sequence[Inline], target: Callable[[str], str]) -> tuple[Inline, ...]:
    """The inlines of a line of the law with the words that a line in Word has; the same where the words are, white space apart.

    ``target`` says which provision a bookmark stands for, "" for none: references in new words point there.
    """
    mine, theirs = _pieces(law), _pieces(word)
    if law and _spaced_alike(mine) == _spaced_alike(theirs):
        notes = (piece.inline for piece in theirs if piece.word == _NOTE)
        return tuple(_note(inline, next(notes), target) if isinstance(inline, Note) else inline for inline in law)
    became = dict(kept(difference([p.word for p in mine], [p.word for p in theirs]), len(mine)))
    for places in _wholes(mine):
        became = _still_blank(mine, theirs, became, places)
    _keep_whole(mine, became)
    if len(became) == len(mine) == len(theirs) and not any(p.word == _NOTE for p in mine):
        return tuple(law)
    old_at = {j: i for i, j in became.items()}
    stayed = {theirs[j].owner for j in old_at}
    silent = _silent(law, mine)
    out: list[Inline] = []
    done: set[tuple[bool, int]] = set()
    for at, piece in enumerate(theirs):
        i = old_at.get(at, -1)
        while i >= 0 and silent and silent[0][0] <= i:
            out.append(silent.pop(0)[1])
        if i >= 0 and not mine[i].whole:
            out.append(Run(mine[i].word, mine[i].inline.wraps))
        elif i >= 0:
            if (True, mine[i].owner) not in done:
                out.append(_note(mine[i].inline, piece.inline, target))
            done.add((True, mine[i].owner))
        else:
            named = target(piece.inline.target) if isinstance(piece.inline, Reference) and piece.owner not in stayed else ""
            if not named or (False, piece.owner) not in done:
                out.append(_new(piece, _formatting(mine, old_at, theirs, at), named, target))
            done.add((False, piece.owner))
    made = coalesce([*out, *(inline for _, inline in silent)])
    return tuple(law) if made == tuple(law) else made


def _silent(law: Sequence[Inline], mine: Sequence[_Piece]) -> list[tuple[int, Inline]]:
    """The inlines without words, such as editors' marks, each with the number of the word before which it stands."""
    said = {piece.owner for piece in mine}
    return [
        (sum(piece.owner < owner for piece in mine), inline)
        for owner, inline in enumerate(law)
        if isinstance(inline, CarriedInline) and owner not in said
    ]


def _spaced_alike(pieces: Sequence[_Piece]) -> list[str]:
    """The words with one blank where there is white space: more or other white space is none of a drafter's doing."""
    return "".join([piece.word for piece in pieces]).split()


def _wholes(mine: Sequence[_Piece]) -> list[list[int]]:
    """The words of each inline that is whole, by their indexes."""
    places: dict[int, list[int]] = {}
    for index, piece in enumerate(mine):
        if piece.whole:
            places.setdefault(piece.owner, []).append(index)
    return list(places.values())


def _still_blank(mine: Sequence[_Piece], theirs: list[_Piece], became: dict[int, int], places: Sequence[int]) -> dict[int, int]:
    """What became of the words, when a blank of which only the words between the brackets changed is one word of ``theirs``."""
    blank, first, last = mine[places[0]].inline, became.get(places[0], -1), became.get(places[-1], -1)
    said = "".join(piece.word for piece in theirs[first : last + 1])
    if not isinstance(blank, Blank) or not 0 <= first < last or not _BRACKETS.fullmatch(said) or said == inline_text(blank):
        return became
    if any(piece.whole for piece in theirs[first : last + 1]):
        return became
    theirs[first : last + 1] = [_Piece(said, replace(blank, content=(Run(said),)), theirs[first].owner, True)]
    return {i: j if j < first else j - last + first for i, j in became.items() if not first <= j <= last}


def _keep_whole(mine: Sequence[_Piece], became: dict[int, int]) -> None:
    """References, blanks and what else is whole stay only if all their words did, side by side."""
    for indexes in _wholes(mine):
        found = [became.get(index, -1) for index in indexes]
        if any(place < 0 or place != found[0] + at for at, place in enumerate(found)):
            for index in indexes:
                became.pop(index, None)


def _formatting(mine: list[_Piece], old_at: dict[int, int], theirs: list[_Piece], at: int) -> tuple[Wrap, ...]:
    """The formatting of new words: that of the words they replace, or what both neighbours have in common, as operations give it."""
    before = next((old_at[j] for j in range(at - 1, -1, -1) if j in old_at), -1)
    after = next((old_at[j] for j in range(at + 1, len(theirs)) if j in old_at), len(mine))
    chosen = mine[before + 1 : after] or (mine[before : before + 2] if 0 <= before < len(mine) - 1 else [])
    rows = [piece.inline.wraps for piece in chosen if piece.word != _NOTE]
    return beginning(rows)


def _new(piece: _Piece, wraps: tuple[Wrap, ...], named: str, target: Callable[[str], str]) -> Inline:
    """A word that the law did not have; ``named`` is the provision to which the reference it is in points."""
    if isinstance(piece.inline, Note):
        return plain_note(piece.inline, target)
    if named:
        return Reference(f"#{named}", (Run(inline_text(piece.inline)),), (), wraps)
    if isinstance(piece.inline, Blank):
        return piece.inline
    return Run(piece.word, wraps)


def plain_note(note: Note, target: Callable[[str], str]) -> Note:
    """A new footnote: its lines and tables without what Word says of them."""
    blocks = tuple(_plain(block, target) for block in note.blocks if _says(block))
    return Note(blocks, (("placement", "bottom"),))


def plain_table(table: Table, target: Callable[[str], str]) -> Table:
    """A table with the words of its cells alone."""

    def plain(cell: Cell) -> Cell:
        lines = (line for block in cell.blocks for line in paragraphs_of(block, notes=False))
        return replace(cell, blocks=tuple(Paragraph(reworded((), line.content, target)) for line in lines) or (Paragraph(),))

    return Table(tuple(replace(row, cells=tuple(map(plain, row.cells))) for row in table.rows))


def _plain(block: Block, target: Callable[[str], str]) -> Block:
    if isinstance(block, Table):
        return plain_table(block, target)
    content = [inline for line in paragraphs_of(block, notes=False) for inline in line.content]
    return Paragraph(reworded((), _stripped(content), target))


def _says(block: Block) -> bool:
    return any(text_of(line).strip() for line in paragraphs_of(block, notes=False))


def _note(law: Inline, word: Inline, target: Callable[[str], str]) -> Inline:
    """A footnote of the law with the words that it has in Word."""
    if not isinstance(law, Note) or not isinstance(word, Note):
        return law
    theirs = [block for block in word.blocks if _says(block)]
    if [_words(block) for block in law.blocks if _says(block)] == [_words(block) for block in theirs]:
        return law
    mine = [block for block in law.blocks if isinstance(block, Paragraph)]
    lines = [Paragraph(_stripped(block.content)) for block in theirs if isinstance(block, Paragraph)]
    if not len(mine) == len(law.blocks) == len(lines) == len(theirs):
        return plain_note(word, target)
    made = [replace(a, content=reworded(a.content, b.content, target)) for a, b in zip(mine, lines, strict=True)]
    return replace(law, blocks=tuple(made))


def _words(block: Block) -> list[str]:
    return [text_of(line).strip() for line in paragraphs_of(block, notes=False) if text_of(line).strip()]


def _stripped(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """Words without the blanks at their beginning and end."""
    out = list(coalesce(content))
    while out and isinstance(out[0], Run) and not out[0].text.strip():
        out.pop(0)
    if out and isinstance(out[0], Run):
        out[0] = replace(out[0], text=out[0].text.lstrip())
    if out and isinstance(out[-1], Run):
        out[-1] = replace(out[-1], text=out[-1].text.rstrip())
    return tuple(out)


def notes_in(content: Sequence[Inline], start: int, end: int) -> tuple[Inline, ...]:
    """The footnotes between two characters of a line, one at the first of them included."""
    ends = accumulate(len(inline_text(inline)) for inline in content)
    return tuple(inline for inline, at in zip(content, ends, strict=True) if isinstance(inline, Note) and start <= at < end)


def cut(content: Sequence[Inline], start: int, end: int | None = None) -> tuple[Inline, ...]:
    """The inlines between two characters of a line; an inline that is no run goes to the side on which it begins."""
    out: list[Inline] = []
    at = 0
    stop = end if end is not None else sum(len(inline_text(inline)) for inline in content) + 1
    for inline in content:
        length = len(inline_text(inline))
        if isinstance(inline, Run):
            text = inline.text[max(start - at, 0) : max(stop - at, 0)]
            if text:
                out.append(replace(inline, text=text))
        elif start <= at < stop:
            out.append(inline)
        at += length
    return tuple(out)
