"""A Word template as parts: which style has which name, what stands before the law, and the package around what is generated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from modellaw.errors import InputError, Place
from modellaw.values import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN, STYLES, RELATIONS, TYPES = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
BLOCK_MARKERS = frozenset({"guide", "contents", "law"})
MARKER = re.compile(r"\{\{(\w+)\}\}")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARED = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_OPENING = re.compile(r"<w:document\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Template:
    """``styles`` gives the id of a style by its name; ``pieces`` are the body in order, a marker ("law") or XML, without the section."""

    parts: Mapping[str, bytes]
    styles: Mapping[str, str]
    opening: str
    pieces: tuple[tuple[str, str], ...]
    section: str


@dataclass(frozen=True, slots=True)
class Part:
    """A generated part: where it goes, what it is, and what points to it ("" for the package itself)."""

    name: str
    data: bytes
    kind: str
    relation: str
    source: str = MAIN


def read_template(parts: Mapping[str, bytes], required: Iterable[str], folder: str) -> Template:
    """The template in some parts. Raises InputError naming the part, and the style where one is missing."""
    for name in (TYPES, MAIN, STYLES, RELATIONS):
        if name not in parts:
            raise InputError(f"the template has no part {name}", Place(folder), "unpack a whole .docx: modellaw template unpack FILE.docx")
    styles = {
        _value(element.find(f"{{{W}}}name")): element.get(f"{{{W}}}styleId", "")
        for element in part_xml(parts[STYLES], f"{folder}/{STYLES}").iter(f"{{{W}}}style")
    }
    alike = {name.lower(): ident for name, ident in styles.items()}  # LibreOffice writes "Footnote Text" for "footnote text"
    for name in required:
        if name not in styles and name.lower() in alike:
            styles[name] = alike[name.lower()]
        elif name not in styles:
            from difflib import get_close_matches

            close = get_close_matches(name, styles, 1)
            hint = f"is it the style “{close[0]}”?" if close else "take the style from the templates of the package"
            raise InputError(f"the template has no style “{name}”", Place(f"{folder}/{STYLES}"), hint)
    found = _OPENING.search(parts[MAIN].decode())
    body = part_xml(parts[MAIN], f"{folder}/{MAIN}").find(f"{{{W}}}body")
    if found is None or body is None or not len(body) or body[-1].tag != f"{{{W}}}sectPr":
        raise InputError("the template's document has no body that ends in a section", Place(f"{folder}/{MAIN}"))
    pieces = tuple(_piece(element) for element in body[:-1])
    if ("law", "") not in pieces:
        raise InputError(
            "no paragraph says {{law}}, so the law has no place", Place(f"{folder}/{MAIN}"), "write {{law}} alone in a paragraph"
        )
    return Template(parts, styles, found[0], pieces, _xml(body[-1]))


def part_xml(data: bytes, name: str) -> etree._Element:
    """The root of a part; no DTD, no entities, no network."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise InputError(f"not well-formed XML: {str(error.msg).lower()}", Place(name, error.lineno or 0)) from error
    if root.getroottree().docinfo.doctype:
        raise InputError("a document type declaration is not allowed", Place(name, 1))
    return root


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{{{W}}}val", "")


def _xml(element: etree._Element) -> str:
    """An element without the namespace declarations, which the document's root repeats."""
    return _DECLARED.sub("", etree.tostring(element, encoding="unicode", with_tail=False))


def _piece(element: etree._Element) -> tuple[str, str]:
    text = "".join(t.text or "" for t in element.iter(f"{{{W}}}t")).strip()
    marker = MARKER.fullmatch(text)
    if marker is not None and marker[1] in BLOCK_MARKERS:
        return marker[1], ""
    return "", _xml(element)


def assemble(template: Template, generated: Iterable[Part]) -> dict[str, bytes]:
    """All parts of the package: the template's, the generated ones, and content types and relationships that know them."""
    parts = dict(template.parts)
    types = parts[TYPES].decode()
    for part in generated:
        parts[part.name] = part.data
        if part.kind and f'PartName="/{part.name}"' not in types:
            types = types.replace("</Types>", f'<Override PartName="/{part.name}" ContentType="{part.kind}"/></Types>')
        if part.relation:
            _relate(parts, part)
    parts[TYPES] = types.encode()
    return parts


def _relate(parts: dict[str, bytes], part: Part) -> None:
    """A relationship to a part from the part that needs it, unless there is one."""
    folder, _, base = part.source.rpartition("/")
    name = f"{folder}/_rels/{base}.rels" if part.source else "_rels/.rels"
    empty = f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    text = parts.get(name, empty.encode()).decode()
    target = part.name.removeprefix(f"{folder}/") if folder and part.name.startswith(f"{folder}/") else f"/{part.name}"
    target = target if part.source else part.name
    if f'Target="{target}"' in text:
        return
    kind = part.relation if ":" in part.relation else f"{_RELATION}/{part.relation}"
    added = f'<Relationship Id="rIdLaw{text.count("<Relationship ") + 1}" Type="{kind}" Target="{target}"/>'
    parts[name] = text.replace("</Relationships>", f"{added}</Relationships>").encode()
