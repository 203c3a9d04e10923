"""A law as plain text: a line for each line of the print, indented by level; marks as ``[-…-]`` and ``{+…+}`` on a redline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from modellaw.model.changes import NO_TRACE, Trace, View
from modellaw.model.nodes import (
    OPTIONAL,
    Block,
    Carried,
    Cell,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Row,
    Table,
    attribute,
    is_bare,
    labels_apart,
)
from modellaw.model.views import block_as, is_unmarked, shown
from modellaw.model.walk import children, inline_text, provisions, rewrite
from modellaw.project import Publication
from modellaw.values import dataclass, replace

WIDTH = 100
"""How many signs a line has at most."""
COMMENTARY = "Commentary"
"""The line before guidance, which is no part of the law."""
Line = tuple[int, str]
"""The level at which a line is indented, and its words, not yet broken; no words for an empty line."""
Kept = dict[tuple[int, int, Trace], tuple[Provision, list[Line]]]
"""The lines of provisions by their id(), their level, and the mark on what they stand in: most are the same in many documents."""


def text_bytes(publication: Publication) -> bytes:
    """The publication as UTF-8 text, lines of at most 100 signs, footnotes behind the line they hang on."""
    head = [publication.title, publication.status, ""]
    lines: list[Line] = []
    kept = publication.sharing.made("text")
    for block in children(_moves_spelled_out(publication.law)):
        _lines(block, 0, NO_TRACE, lines, kept)
    known: dict[Line, list[str]] = publication.sharing.made("broken lines")
    broken = [part for line in lines for part in known.get(line) or known.setdefault(line, list(_wrap(line[1], line[0])))]
    return "\n".join([*filter(None, head), "", *broken, ""]).encode()


def _moves_spelled_out(law: Law) -> Block:
    """The document with the old words of what moved, deleted, where they stood, and what moved as inserted where it stands."""
    moved = {p.wid: p for p in provisions(law) if p.moved} if law.changes else {}

    def spelled(block: Block) -> Block:
        match block:
            case Departure() if block.wid in moved:
                old = block_as(replace(moved[block.wid], moved=""), View.ORIGINAL, moved)
                gone = Trace(deleted=block.change)
                return replace(old[0], trace=gone) if len(old) == 1 and isinstance(old[0], Provision) else Group("wrap", old, trace=gone)
            case Provision() if block.moved:
                return replace(block, moved="", trace=_under(Trace(block.moved), block.trace))
            case _:
                return block

    return rewrite(law.document, spelled) if moved else law.document


def _wrap(words: str, depth: int) -> Iterator[str]:
    """A line broken between words, each part indented; only a word longer than the page is longer than the page."""
    pad = "  " * depth
    room = max(WIDTH - len(pad), 20)
    while len(words) > room:
        at = words.rfind(" ", 0, room + 1)
        at = at if at > 0 else words.find(" ", room)
        if at < 0:
            break
        yield pad + words[:at]
        words = words[at + 1 :]
    yield pad + words if words else ""


def _lines(block: Block, depth: int, trace: Trace, out: list[Line], kept: Kept) -> None:
    match block:
        case Paragraph():
            words = _words(block, _under(trace, block.trace))
            if words:
                out.append((depth, words))
        case Provision():
            key = id(block), depth, trace
            known = kept.get(key)
            if known is None:
                known = kept[key] = block, []
                _provision(block, depth, _under(trace, block.trace), known[1], kept)
            out += known[1]
        case Group():
            _in_order(block.blocks, depth, _under(trace, block.trace), out, kept)
        case Table():
            for inner in block.before:
                _lines(inner, depth, _under(trace, block.trace), out, kept)
            for row in block.rows:
                out.append((depth, _row(row, _under(_under(trace, block.trace), row.trace))))
            out.append((0, ""))
        case Departure():
            return
        case Carried():
            if block.text.strip():
                out.append((depth, _marked(" ".join(block.text.split()), _under(trace, block.trace))))


def _row(row: Row, trace: Trace) -> str:
    """The cells of a row between bars; a row or a cell that comes or goes whole takes its bars with it."""
    if trace:
        return _marked(_row(replace(row, trace=NO_TRACE), NO_TRACE), trace)
    gone = Trace(*("x" if all(map(attrgetter(f"trace.{kind}"), row.cells)) else "" for kind in ("inserted", "deleted")))
    return " ".join([_marked(f"| {_cell(cell)}", cell.trace) for cell in row.cells] + [_marked("|", gone)])


def _cell(cell: Cell) -> str:
    """The lines of a cell with strokes between them, in each view between those that it has; text stands behind its number."""
    pieces: list[_Piece] = []
    _in_pieces(cell.blocks, NO_TRACE, pieces)
    out: list[str] = []
    last: list[_Piece | None] = [None, None]
    for at, piece in enumerate(pieces):
        here = [_is_there(piece.words, gone) for gone in _GONE]
        stroke = [now and before is not None and not (before.sticks[view] and at < before.end)
                  for view, (now, before) in enumerate(zip(here, last, strict=True))]  # fmt: skip
        sign = "/" if all(stroke) else _marked("/", Trace("", "x") if stroke[0] else Trace("x")) if any(stroke) else ""
        alone = any(stroke) and here[0] != here[1] and piece.words.startswith(sign[:2])
        out.append(f"{sign[:3]} {piece.words[2:]}" if alone else f"{sign} {piece.words}".lstrip())
        last = [piece if now else before for now, before in zip(here, last, strict=True)]
    return " ".join(out)


@dataclass(slots=True)
class _Piece:
    """A line of a cell; or a number, behind which in some views the next one ``sticks``, if it comes before the ``end`` of its item."""

    words: str
    sticks: tuple[bool, bool] = (False, False)
    end: int = 0


def _in_pieces(blocks: Iterable[Block], trace: Trace, out: list[_Piece]) -> None:
    for block in blocks:
        if isinstance(block, Provision):
            own = _under(trace, block.trace)
            labels, rest = labels_apart(block.blocks)
            head = " ".join(filter(None, [_words(label, _under(own, label.trace)) for label in labels]))
            titles = [label.trace for label in labels if label.name == "heading"]
            sticks = tuple([not any(shown(title, view) for title in titles) for view in (View.ORIGINAL, View.AMENDED)])
            number = _Piece(head, (sticks[0], sticks[1]))
            out += [number] if head else []
            _in_pieces(rest, own, out)
            number.end = len(out)
        elif isinstance(block, Group):
            _in_pieces(block.blocks, _under(trace, block.trace), out)
        else:
            out += map(_Piece, _in_a_line((block,), trace))


_GONE = ("{+", "[-")
_SIGNS = re.compile(r"\{\+|\[-|-\]|\+\}")


def _is_there(words: str, gone: str) -> bool:
    """Whether words are left of a marked line without one kind of mark and what is in it."""
    if "{+" not in words and "[-" not in words:
        return True
    at, opened = 0, ""
    for sign in _SIGNS.finditer(words):
        if gone not in opened and words[at : sign.start()].strip():
            return True
        at = sign.end()
        opened = opened[:-2] if sign[0] in {"+}", "-]"} else opened + sign[0]
    return bool(words[at:].strip())


def _in_order(blocks: Sequence[Block], depth: int, trace: Trace, out: list[Line], kept: Kept) -> None:
    """The blocks inside another; an empty line between two paragraphs, which nothing else parts."""
    before: Block | None = None
    for block in blocks:
        if isinstance(before, Paragraph) and isinstance(block, Paragraph):
            out.append((0, ""))
        _lines(block, depth, trace, out, kept)
        before = block


def _in_a_line(blocks: tuple[Block, ...], trace: Trace) -> list[str]:
    """The words of each line of some blocks."""
    out: list[Line] = []
    for block in blocks:
        _lines(block, 0, trace, out, {})
    return [words for _, words in out if words]


def _provision(provision: Provision, depth: int, trace: Trace, out: list[Line], kept: Kept) -> None:
    labels, rest = labels_apart(provision.blocks)
    head = " ".join(filter(None, [_words(label, _under(trace, label.trace)) for label in labels]))
    big = "heading" in [label.name for label in labels]
    if attribute(provision.attributes, OPTIONAL):
        mark = _marked("[optional]", _under(_under(trace, provision.shell), provision.seam))
        head = f"{mark} {head}".strip()
    if big:
        out += ((0, ""), (depth, head), (0, ""))
    name = attribute(provision.attributes, "name")
    if name == "commentary":
        out.append((depth + 1, _marked(COMMENTARY, trace)))
    start = len(out)
    _in_order(rest, depth + (not big or name == "option"), trace, out, kept)
    if big or not head:
        return
    first = next((at for at in range(start, len(out)) if out[at][1]), None)
    if first is not None and not (rest and isinstance(rest[0], Provision)):
        out[start : first + 1] = [(depth, f"{head} {out[first][1]}")]
    else:
        out.insert(start, (depth, head))


def _under(above: Trace, own: Trace) -> Trace:
    return above if own is NO_TRACE or not own else Trace(own.inserted or above.inserted, own.deleted or above.deleted)


def _words(paragraph: Paragraph, trace: Trace) -> str:
    content = paragraph.content
    if trace is NO_TRACE and is_bare(content):
        return " ".join(inline_text(content[0]).split())
    if not trace and Note not in map(type, content) and is_unmarked(content):
        return " ".join("".join(map(inline_text, content)).split())
    out: list[tuple[Trace, str]] = []
    for inline in content:
        now = _under(trace, inline.trace)
        words = _inline(inline, now)
        if out and out[-1][0] == now and not isinstance(inline, Note):
            out[-1] = (now, out[-1][1] + words)
        else:
            out.append((now, words))
    return " ".join("".join(_marked(words, trace) for trace, words in out).split())


def _inline(inline: Inline, trace: Trace) -> str:
    if isinstance(inline, Note):
        return f" (note: {' '.join(filter(None, _in_a_line(inline.blocks, NO_TRACE)))})"
    return inline_text(inline)


def _marked(words: str, trace: Trace) -> str:
    """Words with the signs of their mark; what was inserted and taken out again bears both."""
    if not words:
        return ""
    if trace.deleted:
        words = f"[-{words}-]"
    return f"{{+{words}+}}" if trace.inserted else words
