"""A Word document as lines: tracked changes accepted, automatic numbers in front, headers and footers set aside."""

from __future__ import annotations

from itertools import count

from modellaw.errors import Finding, Place, Severity
from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content
from modellaw.importing.lines import Aside, Line, Source, Spot, text_in
from modellaw.importing.notes import with_starred_notes
from modellaw.importing.shapes import bold_signs, deep_tables, is_commentary, parted, plain_table, table_text, with_plain_notes
from modellaw.importing.side_notes import is_side_note
from modellaw.importing.witness import check_lines
from modellaw.model.nodes import Attributes, Block, CarriedInline, Group, Inline, Law, Paragraph, Reference, Run, Table, attribute
from modellaw.model.views import accept, coalesce
from modellaw.model.walk import paragraphs_of, rewrite
from modellaw.ooxml.opened import OpenedPackage
from modellaw.readers.docx import read_docx
from modellaw.readers.docx_story import WORD
from modellaw.values import replace
from modellaw.writers.docx_styles import language_code

_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


def read_word(data: bytes, name: str, grammar: Grammar) -> Source:
    """The lines of a .docx; raises InputError for what is none."""
    document = read_docx(data, name)
    package = OpenedPackage(data, name)
    properties = _properties(package)
    ours = properties.get("modellaw.document", "") not in {"", "guide", "matrix"}
    law = accept(document.law)
    wids = _Wids(package) if ours else None
    law = numbered(_noted(law, grammar))
    if wids is not None:
        law = _linked(law, wids)
    lines = tuple(_lines(law, wids, grammar, ours=ours))
    check_lines(law, lines, name)
    findings = (*document.findings, *deep_tables(law.document, name))
    if document.law.changes:
        authors = ", ".join(sorted({module.title for module in document.law.modules}))
        said = f"tracked changes by {authors} were read as accepted"
        findings = (*findings, Finding("tracked-changes", Severity.WARNING, said, Place(name), "accept or reject them in Word first"))
    asides = [Aside("header or footer", words) for words in document.margins]
    lines = lines if ours else tuple(with_starred_notes(lines, asides, grammar))
    return Source(
        name, "docx", lines, tuple(asides), findings, law.facts.title, _language(package), properties.get("modellaw.law", ""), ours
    )


def _properties(package: OpenedPackage) -> dict[str, str]:
    """The file's own properties, among them what this tool writes of a law."""
    part = next((target for kind, target in package.relations("").values() if kind == "custom-properties"), "")
    found = package.xml(part).iter(_PROPERTY) if part in package.names else ()
    return {one.get("name", ""): "".join(map(str, one.itertext())) for one in found}


def _language(package: OpenedPackage) -> str:
    part = next((target for kind, target in package.relations("").values() if kind == "core-properties"), "")
    tag = package.xml(part).findtext("{http://purl.org/dc/elements/1.1/}language", "") if part in package.names else ""
    return language_code(tag or "")


class _Wids:
    """The wId that a bookmark stands for."""

    def __init__(self, package: OpenedPackage) -> None:
        self.unusual: dict[str, str] = {}
        for part in sorted(package.names):
            if part.startswith("customXml/item") and package.bytes(part).find(b"urn:modellaw:word:1") > 0:
                root = package.xml(part)
                self.unusual |= {one.get("bookmark", ""): one.get("wId", "") for one in root if isinstance(one.tag, str)}

    def of(self, bookmarks: str) -> tuple[str, ...]:
        return tuple(self.unusual.get(name, name[1:]) for name in bookmarks.split() if name.startswith("_") and not _is_words(name))


def numbered(law: Law) -> Law:
    """The law with automatic numbers in front of the words of their paragraphs."""

    def change(block: Block) -> Block:
        number = _said(block, "number") or _said(block, "bullet") if isinstance(block, Paragraph) else ""
        if not number or not isinstance(block, Paragraph):
            return block
        return replace(block, content=coalesce((Run(f"{number}\t"), *block.content)))

    document = rewrite(law.document, change)
    assert isinstance(document, Group)
    return replace(law, document=document)


def _said(block: Paragraph, name: str) -> str:
    return attribute(block.attributes, f"{{{WORD}}}{name}")


def _noted(law: Law, grammar: Grammar) -> Law:
    """The law with side notes in text boxes in front of the sections beside which they stand."""

    def change(block: Block) -> Block:
        if not isinstance(block, Group):
            return block
        out: list[Block] = []
        for inner in block.blocks:
            before = out[-1] if out else None
            if isinstance(before, Paragraph) and is_side_note(inner, before, _said(before, "number"), grammar):
                words = tuple(one for one in before.content if not isinstance(one, CarriedInline))
                out[-1:] = [inner, replace(before, content=words)]
            else:
                out.append(inner)
        return replace(block, blocks=tuple(out))

    document = rewrite(law.document, change)
    assert isinstance(document, Group)
    return replace(law, document=document)


def _linked(law: Law, wids: _Wids) -> Law:
    """The law with links to bookmarks as links to the provisions that they stand for."""

    def change(block: Block) -> Block:
        if not isinstance(block, Paragraph) or not any(isinstance(inline, Reference) for inline in block.content):
            return block
        return replace(block, content=tuple(map(link, block.content)))

    def link(inline: Inline) -> Inline:
        found = wids.of(inline.target[1:]) if isinstance(inline, Reference) and inline.target.startswith("#") else ()
        return replace(inline, target=f"#{found[0]}") if found and isinstance(inline, Reference) else inline

    document = rewrite(law.document, change)
    assert isinstance(document, Group)
    return replace(law, document=document)


def _is_words(bookmark: str) -> bool:
    """Whether Word itself made a hidden bookmark."""
    return bookmark.startswith(("_GoBack", "_Toc", "_Ref", "_Hlk", "_Hlt"))


def _lines(law: Law, wids: _Wids | None, grammar: Grammar, *, ours: bool) -> list[Line]:
    out: list[Line] = []
    number = count(1)

    def visit(block: Block) -> None:
        match block:
            case Table() if not ours and is_commentary(block, grammar):
                start = len(out)
                for one in paragraphs_of(block, notes=False):
                    visit(one)
                out[start:] = [replace(line, boxed=True) for line in out[start:]]
            case Paragraph():
                at = Spot(0, next(number))
                out.extend(_line(part, block.attributes, at, wids) for part in parted(block.content))
            case Table():
                words = tuple(p for row in block.rows for cell in row.cells for p in cell.blocks)
                style = next((attribute(p.attributes, f"{{{WORD}}}style") for p in words if isinstance(p, Paragraph)), "").lower()
                table = plain_table(block)
                if table is not None:
                    out.append(Line((), table_text(table), Spot(0, next(number)), style, table=table))
            case Group():
                for inner in block.blocks:
                    visit(inner)
            case _:
                pass

    visit(law.document)
    return [replace(line, aside=grammar.ours[line.style]) if ours and line.style in grammar.ours else line for line in out]


def _line(content: Content, attributes: Attributes, spot: Spot, wids: _Wids | None) -> Line:
    def said(name: str) -> str:
        return attribute(attributes, f"{{{WORD}}}{name}")

    indent = said("indent")
    points = float(indent) / 20 if indent.lstrip("-").isdigit() else None
    listed = (said("list"), int(said("level") or 0)) if said("list") else None
    outline = said("outline")
    names = wids.of(said("bookmarks")) if wids is not None else ()
    content = with_plain_notes(content)
    return Line(content, text_in(content), spot, said("style").lower(), points, int(outline) if outline.isdigit() else -1,
                said("align") == "center", bold_signs(content), listed, names)  # fmt: skip
