"""A law as plain text: a line for each line of the print, indented by level; marks as ``[-…-]`` and ``{+…+}`` on a redline."""

from __future__ import annotations

from collections.abc import Iterator

from modellaw.model.changes import Trace
from modellaw.model.nodes import ML, Block, Carried, Departure, Group, Inline, Note, Paragraph, Provision, Table, attribute
from modellaw.model.walk import inline_text
from modellaw.project import Publication

_WIDTH = 100


def text_bytes(publication: Publication) -> bytes:
    """The publication as UTF-8 text, lines of at most 100 signs, footnotes behind the line they hang on."""
    head = [publication.title, publication.status, ""]
    lines = [line for block in publication.law.document.blocks for line in _block(block, 0, Trace())]
    return "\n".join([*filter(None, head), "", *lines, ""]).encode()


def _block(block: Block, depth: int, trace: Trace) -> Iterator[str]:
    match block:
        case Provision():
            yield from _provision(block, depth, _under(trace, block.trace))
        case Group() if block.name in {"meta", "coverPage"}:
            return
        case Group():
            for inner in block.blocks:
                yield from _block(inner, depth, _under(trace, block.trace))
        case Paragraph():
            yield from _lines(_words(block, _under(trace, block.trace)), depth)
        case Table():
            for row in block.rows:
                cells = []
                for cell in row.cells:
                    inside = _under(_under(_under(trace, block.trace), row.trace), cell.trace)
                    cells.append(" / ".join(line.strip() for b in cell.blocks for line in _block(b, 0, inside)))
                yield "  " * depth + "| " + " | ".join(cells) + " |"
            yield ""
        case Departure():
            return
        case Carried():
            if block.text.strip():
                yield from _lines(_marked(block.text.strip(), _under(trace, block.trace)), depth)


def _provision(provision: Provision, depth: int, trace: Trace) -> Iterator[str]:
    labels = [b for b in provision.blocks if isinstance(b, Paragraph) and b.name in {"num", "heading", "subheading"}]
    rest = [b for b in provision.blocks if b not in labels]
    head = " ".join(filter(None, (_words(label, _under(trace, label.trace)) for label in labels)))
    big = any(label.name == "heading" for label in labels)
    if attribute(provision.attributes, f"{{{ML}}}optional"):
        head = f"[optional] {head}".strip()
    body = [line for inner in rest for line in _block(inner, depth + (not big), trace)]
    first = next((i for i, line in enumerate(body) if line.strip()), None)
    if big:
        yield from ("", *_lines(head, depth), "")
    elif head and first is not None and not (rest and isinstance(rest[0], Provision)):
        text = f"{head} {body[first].strip()}"
        yield from _lines(text, depth)
        body = body[first + 1 :]
    elif head:
        yield from _lines(head, depth)
    yield from body


def _under(above: Trace, own: Trace) -> Trace:
    return Trace(own.inserted or above.inserted, own.deleted or above.deleted)


def _words(paragraph: Paragraph, trace: Trace) -> str:
    out: list[tuple[Trace, str]] = []
    for inline in paragraph.content:
        now = _under(trace, inline.trace)
        words = _inline(inline, now)
        if out and out[-1][0] == now and not isinstance(inline, Note):
            out[-1] = (now, out[-1][1] + words)
        else:
            out.append((now, words))
    return " ".join("".join(_marked(words, trace) for trace, words in out).split())


def _inline(inline: Inline, trace: Trace) -> str:
    if isinstance(inline, Note):
        return f" (note: {' '.join(line.strip() for b in inline.blocks for line in _block(b, 0, Trace()) if line.strip())})"
    return inline_text(inline)


def _marked(words: str, trace: Trace) -> str:
    """Words with the signs of their mark; what was inserted and taken out again bears both."""
    if not words:
        return ""
    if trace.deleted:
        words = f"[-{words}-]"
    return f"{{+{words}+}}" if trace.inserted else words


def _lines(words: str, depth: int) -> Iterator[str]:
    from textwrap import wrap

    if words:
        pad = "  " * depth
        yield from wrap(words, _WIDTH, initial_indent=pad, subsequent_indent=pad, break_long_words=False, break_on_hyphens=False)
