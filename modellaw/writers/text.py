"""A law as plain text: a line for each line of the print, indented by level; marks as ``[-…-]`` and ``{+…+}`` on a redline."""

from __future__ import annotations

from collections.abc import Iterator

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import ML, Block, Carried, Departure, Group, Inline, Note, Paragraph, Provision, Table, attribute
from modellaw.model.walk import inline_text
from modellaw.project import Publication

_WIDTH = 100
_LABELS = frozenset({"num", "heading", "subheading"})
Line = tuple[int, str]
"""The level at which a line is indented, and its words, not yet broken; no words for an empty line."""


def text_bytes(publication: Publication) -> bytes:
    """The publication as UTF-8 text, lines of at most 100 signs, footnotes behind the line they hang on."""
    head = [publication.title, publication.status, ""]
    lines: list[Line] = []
    for block in publication.law.document.blocks:
        _lines(block, 0, NO_TRACE, lines)
    broken = [part for depth, words in lines for part in _wrap(words, depth)]
    return "\n".join([*filter(None, head), "", *broken, ""]).encode()


def _wrap(words: str, depth: int) -> Iterator[str]:
    """A line broken between words, each part indented; only a word longer than the page is longer than the page."""
    pad = "  " * depth
    room = max(_WIDTH - len(pad), 20)
    while len(words) > room:
        at = words.rfind(" ", 0, room + 1)
        at = at if at > 0 else words.find(" ", room)
        if at < 0:
            break
        yield pad + words[:at]
        words = words[at + 1 :]
    yield pad + words if words else ""


def _lines(block: Block, depth: int, trace: Trace, out: list[Line]) -> None:
    match block:
        case Paragraph():
            words = _words(block, _under(trace, block.trace))
            if words:
                out.append((depth, words))
        case Provision():
            _provision(block, depth, _under(trace, block.trace), out)
        case Group() if block.name in {"meta", "coverPage"}:
            return
        case Group():
            inside = _under(trace, block.trace)
            for inner in block.blocks:
                _lines(inner, depth, inside, out)
        case Table():
            for row in block.rows:
                in_row = _under(_under(trace, block.trace), row.trace)
                cells = [" / ".join(_in_a_line(cell.blocks, _under(in_row, cell.trace))) for cell in row.cells]
                out.append((depth, "| " + " | ".join(cells) + " |"))
            out.append((0, ""))
        case Departure():
            return
        case Carried():
            if block.text.strip():
                out.append((depth, _marked(" ".join(block.text.split()), _under(trace, block.trace))))


def _in_a_line(blocks: tuple[Block, ...], trace: Trace) -> list[str]:
    """The words of each line of some blocks."""
    out: list[Line] = []
    for block in blocks:
        _lines(block, 0, trace, out)
    return [words for _, words in out]


def _provision(provision: Provision, depth: int, trace: Trace, out: list[Line]) -> None:
    labels = [b for b in provision.blocks if isinstance(b, Paragraph) and b.name in _LABELS]
    rest = [b for b in provision.blocks if not (isinstance(b, Paragraph) and b.name in _LABELS)]
    head = " ".join(filter(None, [_words(label, _under(trace, label.trace)) for label in labels]))
    big = any(label.name == "heading" for label in labels)
    if attribute(provision.attributes, f"{{{ML}}}optional"):
        head = f"[optional] {head}".strip()
    if big:
        out += ((0, ""), (depth, head), (0, ""))
    start = len(out)
    for inner in rest:
        _lines(inner, depth + (not big), trace, out)
    if big or not head:
        return
    first = next((at for at in range(start, len(out)) if out[at][1]), None)
    if first is not None and not (rest and isinstance(rest[0], Provision)):
        out[start : first + 1] = [(depth, f"{head} {out[first][1]}")]
    else:
        out.insert(start, (depth, head))


def _under(above: Trace, own: Trace) -> Trace:
    return Trace(own.inserted or above.inserted, own.deleted or above.deleted) if own else above


def _words(paragraph: Paragraph, trace: Trace) -> str:
    content = paragraph.content
    if not trace and not any(type(inline) is Note or inline.trace for inline in content):
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
