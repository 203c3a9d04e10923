"""The lines of a law as its own Word file would have them, and the lines of a file: which is which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from modellaw.comparing.words import difference, kept, likeness
from modellaw.model.changes import Trace
from modellaw.model.nodes import Group, Law, Note, Paragraph, Table, attribute
from modellaw.model.walk import inline_text, paragraphs_of, text_of
from modellaw.readers.docx_story import WORD
from modellaw.values import dataclass
from modellaw.writers.docx_layout import law_lines
from modellaw.writers.docx_lines import Grid, Line

_FRONT = ("cover", "guide", "toc", "title", "subtitle", "status notice", "after table", "contents")
ALIKE = 0.4
"""From this likeness on two lines, or rows, are versions of one."""
WORDS = re.compile(r"\w+")


@dataclass(slots=True)
class Printed:
    """A line or table as the law's own Word file has it."""

    item: Line | Grid
    words: str
    anchors: frozenset[str]


def _never(trace: Trace) -> bool:
    """Nothing of a plain law is undone."""
    return False


def share(law: Law, document: Law) -> float:
    """How much of a law's lines stand in a Word document word for word, 0 to 1; lines without words do not count."""
    mine = [words for item in law_lines(law, _never) if (words := _printed(item).words)]
    there = {key for block in word_lines(document) if (key := key_of(block))}
    return sum(line in there for line in mine) / len(mine) if mine else float(not there)


def printed_lines(law: Law) -> list[Printed]:
    """The lines and tables of a law as its Word file has them, lines without words left out, which no reader of the file sees."""
    return [line for item in law_lines(law, _never) if (line := _printed(item)).words or _holds_note(item)]


def _holds_note(item: Line | Grid) -> bool:
    return isinstance(item, Line) and any(isinstance(inline, Note) for atom in item.atoms for inline in atom.content)


def _printed(item: Line | Grid) -> Printed:
    if isinstance(item, Grid):
        words = " ".join(text_of(line) for line in paragraphs_of(item.source, notes=False)) if item.source else ""
        return Printed(item, f"table: {words}", frozenset())
    words = "".join(inline_text(inline) for atom in item.atoms for inline in atom.content)
    return Printed(item, bare(words), frozenset(wid for atom in item.atoms for wid in atom.anchors))


def bare(words: str) -> str:
    """Words without white space: Word and drafters change tabs and blanks."""
    return "".join(words.split())


def key_of(block: Paragraph | Table) -> str:
    """What a line or table of a file says, without white space."""
    if isinstance(block, Table):
        return "table: " + " ".join(text_of(line) for line in paragraphs_of(block, notes=False))
    return bare(text_of(block))


def word_lines(document: Law) -> Iterator[Paragraph | Table]:
    """The lines of a file that are of the law: what stands behind cover, guide and contents, empty lines left out."""
    began = False
    for block in flat(document.document):
        style = style_of(block)
        began = began or not style.startswith(_FRONT)
        if not began or style.startswith("after table"):
            continue
        if isinstance(block, Table) and not block.rows:
            continue
        if isinstance(block, Table) or text_of(block).strip() or any(isinstance(inline, Note) for inline in block.content):
            yield block


def flat(group: Group) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a Word document, text boxes apart."""
    for block in group.blocks:
        if isinstance(block, Paragraph | Table):
            yield block
        elif isinstance(block, Group) and attribute(block.attributes, "name") != "textBox":
            yield from flat(block)


def style_of(block: Paragraph | Table) -> str:
    """The name of the style of a paragraph, or of the first in a table, in small letters."""
    line = block if isinstance(block, Paragraph) else next(paragraphs_of(block, notes=False), None)
    return attribute(line.attributes, f"{{{WORD}}}style").lower() if line is not None else ""


def bookmarks_of(block: Paragraph | Table) -> frozenset[str]:
    """The names of its bookmarks, without the underscore that ours begin with."""
    line = block if isinstance(block, Paragraph) else Paragraph()
    return frozenset(name.removeprefix("_") for name in attribute(line.attributes, f"{{{WORD}}}bookmarks").split())


# --- which line is which


def aligned(mine: Sequence[Printed], theirs: Sequence[Paragraph | Table]) -> list[tuple[int, int]]:
    """Lines of the law and of the file that are one, both rising."""
    hunks = difference([line.words for line in mine], [key_of(block) for block in theirs])
    pairs = kept(hunks, len(mine))
    for hunk in hunks:
        pairs += _in_gap(mine, theirs, range(hunk.start, hunk.end), range(hunk.new_start, hunk.new_end))
    return sorted(pairs)


def _in_gap(mine: Sequence[Printed], theirs: Sequence[Paragraph | Table], old: range, new: range) -> list[tuple[int, int]]:
    """The best chain of pairs in a gap: tables with tables, lines of one bookmark, lines that are alike."""
    if not old or not new:
        return []
    if len(old) * len(new) > 40_000:
        return [(i, j) for i, j in zip(old, new, strict=False) if _weight(mine[i], theirs[j]) > 0]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    weight = [[_weight(mine[i], theirs[j]) for j in new] for i in old]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            best[a][b] = max(best[a + 1][b], best[a][b + 1], best[a + 1][b + 1] + weight[a][b] if weight[a][b] else 0)
    pairs: list[tuple[int, int]] = []
    a = b = 0
    while a < len(old) and b < len(new):
        if weight[a][b] and best[a][b] == best[a + 1][b + 1] + weight[a][b]:
            pairs.append((old[a], new[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return pairs


def _weight(line: Printed, block: Paragraph | Table) -> float:
    """How likely two lines are one, 0 for not at all."""
    if isinstance(line.item, Grid) or isinstance(block, Table):
        return 1.0 if isinstance(line.item, Grid) and isinstance(block, Table) else 0.0
    words = "".join(inline_text(inline) for atom in line.item.atoms for inline in atom.content)
    alike = likeness(WORDS.findall(words), WORDS.findall(text_of(block)))
    if line.anchors & bookmarks_of(block):
        return 1.0 + alike if alike > 0.15 or _numbered_alike(line.item, key_of(block)) else 0.0
    return alike if alike >= ALIKE else 0.0


def _numbered_alike(line: Line, words: str) -> bool:
    """Whether a line of the file begins with the number of one of the law; what stands behind it was written anew, or split off."""
    source = line.atoms[0].source if line.atoms else None
    if source is None or source.name != "num":
        return False
    number = bare("".join(map(inline_text, line.atoms[0].content)))
    return bool(number) and words.startswith(number)
