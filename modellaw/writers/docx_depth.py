"""How deep a provision stands in each view, and in which views it has a heading: what its style and its lines depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modellaw.model.address import UNITS, is_named, number_token
from modellaw.model.changes import NO_TRACE, Trace, View
from modellaw.model.nodes import LABELS, Block, Departure, Paragraph, Provision, is_label
from modellaw.model.views import block_as
from modellaw.model.walk import inline_text
from modellaw.values import replace
from modellaw.writers.docx_lines import BOTH, NEITHER, shown, under

PARTS = frozenset({"part", "title", "book", "attachment", "tome", "transitional"})
CHAPTERS = frozenset({"chapter", "subpart", "subchapter", "division", "subdivision", "subtitle"})


def headed(provision: Provision) -> tuple[bool, bool]:
    """In which views a provision has a heading, or is one that is printed like those that have: an article whose number says so."""
    if provision.level in PARTS or provision.level in CHAPTERS:
        return BOTH
    heading = provision.heading
    if heading is not None and not heading.trace:
        return BOTH
    named = _named(provision) if provision.level in UNITS else NEITHER
    if heading is None or named == BOTH:
        return named
    traces = [block.trace for block in provision.blocks if isinstance(block, Paragraph) and block.name == "heading"]
    return named[0] or any(shown(trace)[0] for trace in traces), named[1] or any(shown(trace)[1] for trace in traces)


def _named(provision: Provision) -> tuple[bool, bool]:
    """In which views its number says that it is an article or a section: told from each view alone, as in a law that has only that one."""
    return is_named(provision, View.ORIGINAL), is_named(provision, View.AMENDED)


_INNER = frozenset({"subsection", "paragraph", "subparagraph", "point", "clause", "subclause", "alinea", "indent", "item", "list"})


def heading_style(level: str, name: str) -> str:
    """The style of the number and heading of a provision that has a heading."""
    if level == "attachment" or name == "schedule":
        return "Schedule"
    return "Part" if level in PARTS else "Chapter" if level in CHAPTERS else "Subheading" if level in _INNER else "Section heading"


def opens_with_text(block: Block, view: int) -> bool:
    """Whether a provision that a view dissolves, since its shell is not there, begins with text of the provision around it."""
    if not isinstance(block, Provision) or shown(block.shell)[view]:
        return False
    inner = (b for b in block.blocks if not is_label(b) and not isinstance(b, Departure))
    first = next((b for b in inner if shown(b.trace)[view]), None)
    return first is not None and (opens_with_text(first, view) if isinstance(first, Provision) else True)


def own_depth(provision: Provision, depth: tuple[int, int], name: str) -> tuple[int, int]:
    """How deep a provision stands: a paragraph (a) directly in a section stands as deep as one in a subsection."""
    if depth == (0, 0) and provision.level == "paragraph" and provision.number is not None:
        token = number_token("".join(map(inline_text, provision.number.content)))
        return (1, 1) if token.isalpha() else depth
    return depth


def deeper(provision: Provision, depth: tuple[int, int]) -> tuple[int, int]:
    """The depth of what a provision holds: one more in each view in which it has a number, or a heading of its own."""
    out = list(depth)
    for block in provision.blocks:
        if isinstance(block, Paragraph) and block.name in LABELS:
            if block.trace is NO_TRACE:
                return depth[0] + 1, depth[1] + 1
            for view in (0, 1):
                if shown(block.trace)[view]:
                    out[view] = depth[view] + 1
        elif isinstance(block, Provision):
            break
    if out == list(depth) and any(is_label(block) for block in provision.blocks):
        return depth[0] + 1, depth[1] + 1
    return out[0], out[1]


def unshelled(blocks: Iterable[Block], trace: Trace, move: str) -> Iterator[tuple[Block, Trace, str]]:
    """Blocks, their trace and the wid of what moved; of what moved out of its shell the number stands here like the provision's own."""
    for block in blocks:
        if type(block) is Provision and block.moved and block.shell.deleted:
            moved = under(trace, Trace(block.moved))
            yield from ((inner, moved, block.wid) for inner in block_as(replace(block, moved=""), View.AMENDED))
        else:
            yield block, trace, move


def both_of(outer: Trace, inner: Trace) -> Trace:
    """Of two shells around the same the changes by which both come, and by which both go; none for a view that has one of them."""
    return Trace(inner.inserted if outer.inserted else "", inner.deleted if outer.deleted else "")
