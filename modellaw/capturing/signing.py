"""Who signs the marks of a law: one reviewer, or several who did the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from modellaw.model.changes import Trace
from modellaw.model.nodes import Block, Group, Inline, Law, Note, Paragraph, Provision, Reference, Row, Table
from modellaw.model.walk import inline_text, paragraphs_of, rewrite, text_of
from modellaw.values import dataclass, replace

_AND = "-"
Names = Callable[[str], str]
"""The name that signs a mark instead of another one."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What several reviewers do alike: the provision, the names that sign it, the words, and whether these come or go."""

    wid: str
    names: tuple[str, ...]
    words: str
    inserted: bool


def together(names: Iterable[str]) -> str:
    """The name that signs what several do alike."""
    return _AND.join(dict.fromkeys(name for one in names for name in one.split(_AND)))


def names_of(name: str) -> tuple[str, ...]:
    """Those who sign under a name."""
    return tuple(name.split(_AND))


def signed(block: Block, names: Names) -> Block:
    """A block with the marks in it, and its own, under other names."""

    def own(trace: Trace) -> Trace:
        return Trace(names(trace.inserted) if trace.inserted else "", names(trace.deleted) if trace.deleted else "")

    def change(inner: Block) -> Block:
        match inner:
            case Paragraph():
                content = tuple(signed_inline(inline, names) for inline in inner.content)
                return replace(inner, content=content, trace=own(inner.trace), seam=own(inner.seam))
            case Provision():
                return replace(inner, trace=own(inner.trace), shell=own(inner.shell), seam=own(inner.seam))
            case Group():
                return replace(inner, trace=own(inner.trace), seam=own(inner.seam))
            case Table():
                return replace(inner, rows=tuple(row(one) for one in inner.rows), trace=own(inner.trace))
            case _:
                return inner

    def row(one: Row) -> Row:
        return replace(one, trace=own(one.trace), cells=tuple(replace(cell, trace=own(cell.trace)) for cell in one.cells))

    return rewrite(block, change)


def signed_inline(inline: Inline, names: Names) -> Inline:
    """An inline with its marks, and those of the words of a reference, under other names; the insides of notes apart."""
    trace = inline.trace
    made = replace(inline, trace=Trace(names(trace.inserted) if trace.inserted else "", names(trace.deleted) if trace.deleted else ""))
    if not isinstance(made, Reference):
        return made
    runs = (signed_inline(run, names) for run in made.content)
    return replace(made, content=tuple(runs))  # type: ignore[arg-type]


def signers(law: Law) -> list[str]:
    """The names that sign the marks of a law."""
    seen: dict[str, str] = {}
    signed(law.document, lambda name: seen.setdefault(name, name))
    return list(seen)


def agreements(law: Law) -> list[Agreement]:
    """What is signed by several in a marked law, in order."""
    return list(_agreed(law.document, ""))


def _agreed(block: Block, wid: str) -> Iterator[Agreement]:
    trace: Trace = getattr(block, "trace", Trace())
    wid = block.wid if isinstance(block, Provision) and not trace.inserted else wid
    if _AND in trace.inserted + trace.deleted:
        yield _agreement(wid, trace, " ".join(filter(None, (text_of(line).strip() for line in paragraphs_of(block)))))
        return
    match block:
        case Provision() | Group():
            for inner in block.blocks:
                yield from _agreed(inner, wid)
        case Table():
            for row in block.rows:
                if _AND in row.trace.inserted + row.trace.deleted:
                    yield _agreement(wid, row.trace, " | ".join(_said(cell.blocks) for cell in row.cells))
                    continue
                for cell in row.cells:
                    for inner in cell.blocks:
                        yield from _agreed(inner, wid)
        case Paragraph():
            for inline in block.content:
                if _AND in inline.trace.inserted + inline.trace.deleted:
                    words = _said(inline.blocks) if isinstance(inline, Note) else inline_text(inline)
                    yield _agreement(wid, inline.trace, words)
                elif isinstance(inline, Note):
                    for inner in inline.blocks:
                        yield from _agreed(inner, wid)
        case _:
            pass


def _said(blocks: Iterable[Block]) -> str:
    return " ".join(filter(None, (text_of(line).strip() for block in blocks for line in paragraphs_of(block))))


def _agreement(wid: str, trace: Trace, words: str) -> Agreement:
    inserted = _AND in trace.inserted
    return Agreement(wid, names_of(trace.inserted if inserted else trace.deleted), words.strip(), inserted)
