"""A law as a comparison of texts sees it: structure and words, without ids, attributes, metadata and names of text groups."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from modellaw.comparing.sketch import group_name, inline_key, is_meta
from modellaw.model.nodes import Block, Group, Law, Note, Paragraph, Provision, Table, without_ids
from modellaw.model.views import coalesce

Plain = tuple[Hashable, ...]


def plain(law: Law) -> Plain:
    """Equal for two laws that read the same, provision by provision, word by word, with the same numbers and formatting."""
    return _blocks(law.document.blocks)


def _blocks(blocks: Iterable[Block]) -> Plain:
    out: list[Hashable] = []
    for block in blocks:
        match block:
            case Provision():
                out.append((block.level, _blocks(block.blocks)))
            case Group():
                inner = _blocks(block.blocks)
                if group_name(block.name):
                    out.append((group_name(block.name), inner))
                else:
                    out.extend(inner)
            case Paragraph():
                out.append((block.name, *_line(block)))
            case Table():
                rows = tuple(tuple((cell.header, without_ids(cell.attributes), _blocks(cell.blocks)) for cell in row.cells)
                             for row in block.rows)  # fmt: skip
                out.append(("table", _blocks(block.before), rows))
            case _:
                if not is_meta(block):
                    out.append(("xml", getattr(block, "xml", "")))
    return tuple(out)


def _line(line: Paragraph) -> Plain:
    """The inlines of a line; words of one formatting are one however they were cut."""
    return tuple(("note", _blocks(inline.blocks)) if isinstance(inline, Note) else inline_key(inline) for inline in coalesce(line.content))
