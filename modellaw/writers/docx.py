"""A law as a Word document: consolidated text, or a redline with real tracked changes (ECMA-376 part 1, 17.13.5).

``docs/word/tracked-changes.md`` says how each mark is written and why, ``docs/word/publication.md`` what the document looks like and
how it is restyled. The package comes from ``templates/docx``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from modellaw.model.nodes import Law
from modellaw.model.walk import provisions
from modellaw.ooxml.package import package_bytes
from modellaw.ooxml.template import HEAD, Part, Template, assemble, read_template
from modellaw.ooxml.text import escaped
from modellaw.project import Document, Publication
from modellaw.values import replace
from modellaw.writers.docx_body import Body
from modellaw.writers.docx_bookmarks import bookmark_names, map_xml
from modellaw.writers.docx_contents import contents, with_contents_room
from modellaw.writers.docx_front import GuideWriter, cover_values, filled, filled_part, mirrored, with_right_tabs, with_small_tables
from modellaw.writers.docx_layout import law_laid
from modellaw.writers.docx_lines import Laid
from modellaw.writers.docx_styles import STYLES, is_east_asian_language, language_tag, runs_right_to_left
from modellaw.writers.docx_tables import WIDTH
from modellaw.writers.template import template_bytes, template_names

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PAPER = {"A4": (11906, 16838), "Letter": (12240, 15840)}
_TYPE = "application/vnd.openxmlformats-officedocument"
_OPENING = f'<w:{{0}} xmlns:w="{_W}">'
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_PAGE_SIZE = re.compile(r"<w:pgSz\b[^>]*/>")
_LANG = re.compile(r"<w:lang\b[^>]*/>")
_SLANTED = re.compile(r"<w:i(?:Cs)?/>")
_THEME_LANG = re.compile(r"<w:themeFontLang\b[^>]*/>")
_GENERATED = ("word/footnotes.xml", "word/comments.xml", "docProps/", "customXml/")


def docx_bytes(publication: Publication) -> bytes:
    """The publication as a .docx; the same publication gives the same bytes."""
    law = publication.law if publication.document is Document.REDLINE else _plain(publication.law)
    template = docx_template(publication.templates)
    values, width = cover_values(publication), _text_width(publication, template.section)
    body, unusual, written, _ = _begun(publication, law, template, width)
    document = _document(publication, law, template, body, values, written)
    tag = language_tag(law.facts.language)
    filled_in = replace(template, parts={name: _localised(name, filled_part(data, values), tag) for name, data in template.parts.items()})
    if body.contents_room:
        filled_in = replace(filled_in, parts=with_contents_room(filled_in.parts, template.styles["toc 3"], body.contents_room))
    if body.width != WIDTH:
        filled_in = replace(filled_in, parts=with_right_tabs(filled_in.parts, body.width))
    if publication.landscape:
        filled_in = replace(filled_in, parts=with_small_tables(filled_in.parts, template.styles["Table text"]))
    generated = [Part("word/document.xml", document, "", ""), *_notes(body), *_properties(publication, tag)]
    if unusual:
        generated += _map(map_xml(unusual))
    return package_bytes(assemble(filled_in, generated))


class Begun(NamedTuple):
    """What writes a law, the bookmarks that do not spell their wid, what is written of it already, and what it was begun for."""

    body: Body
    unusual: Mapping[str, str]
    written: dict[str, list[str]]
    given: tuple[Law, Template]


def _begun(publication: Publication, law: Law, template: Template, width: int) -> Begun:
    """What writes a law: for an original, which is the same in all editions of a build but for their guides, it is written once."""
    known: dict[object, Begun] = publication.sharing.made("docx originals") if publication.document is Document.ORIGINAL else {}
    key = id(law.document), law.facts, id(template), width, publication.word
    if key not in known:
        names, unusual = bookmark_names(provision.wid for provision in provisions(law))
        body = Body(law, template.styles, names, publication.word, publication.sharing.made("docx xml"))
        body.width = width
        known[key] = Begun(body, unusual, {}, (law, template))
    return known[key]


def _document(publication: Publication, law: Law, template: Template, body: Body, values: Mapping[str, str | list[str]],
              written: dict[str, list[str]]) -> bytes:  # fmt: skip
    laid = Laid([], {}) if written else law_laid(law, body.signer.undone, publication.sharing)
    pieces: list[str] = []
    for marker, xml in template.pieces:
        match marker:
            case "law" | "contents" if marker in written:
                pieces += written[marker]
            case "law":
                written[marker] = body.items(laid, breaks=bool(pieces))
                pieces += written[marker]
            case "contents":
                written[marker] = [contents(body, laid.items, law.facts.language)]
                pieces += written[marker]
            case "guide":
                pieces.append(GuideWriter(body, publication.guide).xml() if publication.guide is not None else "")
            case _:
                pieces.append(mirrored(filled(xml, values)) if body.runs.right else filled(xml, values))
    width, height = _paper(publication)
    lying = ' w:orient="landscape"' if publication.landscape else ""
    size = f'<w:pgSz w:w="{width}" w:h="{height}"{lying}/>'
    section = _PAGE_SIZE.sub(size, template.section)
    if body.runs.right:
        section = section.replace("<w:titlePg/>", "<w:titlePg/><w:bidi/>")
    left = body.comments.left()
    if left:
        at = max(index for index, piece in enumerate(pieces) if "</w:p>" in piece)
        text, end, behind = pieces[at].rpartition("</w:p>")
        pieces[at : at + 1] = text, left, end, behind
    whole = (HEAD, template.opening, "<w:body>", *pieces, section, "</w:body></w:document>")
    return b"".join([piece.encode() for piece in whole])  # most pieces are ASCII, which costs less than a long text that is not


def _paper(publication: Publication) -> tuple[int, int]:
    """The width and height of a page, in twentieths of a point."""
    width, height = _PAPER.get(publication.paper, _PAPER["A4"])
    return (height, width) if publication.landscape else (width, height)


def _text_width(publication: Publication, section: str) -> int:
    """The width between the margins."""
    return _paper(publication)[0] - sum(int(found[1]) for side in ("left", "right") if (found := re.search(rf'w:{side}="(\d+)"', section)))


def _notes(body: Body) -> list[Part]:
    """Footnotes and comments, where there are any."""
    kind = f"{_TYPE}.wordprocessingml"
    notes = f"{HEAD}{_OPENING.format('footnotes')}{_SEPARATORS}{''.join(body.notes)}</w:footnotes>"
    out = [Part("word/footnotes.xml", notes.encode(), f"{kind}.footnotes+xml", "footnotes")]
    if body.comments.written:
        comments = f"{HEAD}{_OPENING.format('comments')}{''.join(body.comments.written)}</w:comments>"
        out.append(Part("word/comments.xml", comments.encode(), f"{kind}.comments+xml", "comments"))
    return out


def _map(data: bytes) -> list[Part]:
    """The map from bookmarks to wids that no bookmark can spell, as a data store of the document."""
    properties = (
        f'{HEAD}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
        'ds:itemID="{5B3F9A60-7C2E-4D0B-9A41-6D6F64656C6C}"><ds:schemaRefs><ds:schemaRef ds:uri="urn:modellaw:word:1"/></ds:schemaRefs>'
        "</ds:datastoreItem>"
    )
    return [
        Part("customXml/item1.xml", data, "", "customXml"),
        Part("customXml/itemProps1.xml", properties.encode(), f"{_TYPE}.customXmlProperties+xml", "customXmlProps", "customXml/item1.xml"),
    ]


def _plain(law: Law) -> Law:
    """The law without what describes marks, so that nothing is commented on."""
    return replace(law, changes=(), modules=())


@lru_cache(maxsize=8)
def docx_template(folders: tuple[str, ...]) -> Template:
    """The Word template of a project: its own parts, and those of the package where it has none."""
    names = [name.removeprefix("docx/") for name in template_names("docx", folders)]
    parts = {name: template_bytes(f"docx/{name}", folders) for name in names if not name.startswith(_GENERATED)}
    return read_template(parts, STYLES, "templates/docx")


def _localised(name: str, data: bytes, tag: str) -> bytes:
    """A part for the language of the law: proofing and theme fonts, no slanted styles in scripts that have none, and the direction of
    headers and footers."""
    right, east = runs_right_to_left(tag), is_east_asian_language(tag)
    latin = "en-GB" if right or east else tag
    languages = f'w:val="{escaped(latin)}" w:eastAsia="{tag if east else "zh-CN"}" w:bidi="{tag if right else "ar-SA"}"'
    if name == "word/styles.xml" and tag != "en-GB":
        styles = _LANG.sub(f"<w:lang {languages}/>", data.decode(), count=1)
        return (_SLANTED.sub("", styles) if right or east else styles).encode()
    if name == "word/settings.xml" and tag != "en-GB":
        return _THEME_LANG.sub(f"<w:themeFontLang {languages}/>", data.decode(), count=1).encode()
    if right and name.startswith(("word/header", "word/footer")):
        return re.sub(r"(<w:pStyle\b[^>]*/>)", r"\1<w:bidi/>", data.decode()).encode()
    return data


def _properties(publication: Publication, tag: str) -> list[Part]:
    """Title, language and the rest for the file's properties; what kind of document of which law it is, for those who read it back."""
    facts = publication.law.facts
    date = publication.date or facts.date or "2007-12-31"
    stamp = f"{date[:10]}T00:00:00Z" if len(date) >= 10 else "2007-12-31T00:00:00Z"
    creator = escaped(publication.publisher.name or "modellaw")
    keywords = ", ".join(dict.fromkeys(filter(None, ("legislation", publication.document.value, publication.edition))))
    core = (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escaped(publication.title)}</dc:title>'
        f"<dc:subject>{escaped(publication.edition)}</dc:subject><dc:creator>{creator}</dc:creator>"
        f"<cp:keywords>{escaped(keywords)}</cp:keywords><dc:description>{escaped(publication.status)}</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}'
        f"</dcterms:modified><dc:language>{escaped(tag)}</dc:language></cp:coreProperties>"
    )
    own = [("modellaw.document", publication.document.value), ("modellaw.law", facts.uri), ("modellaw.edition", publication.edition),
           *((f"modellaw.sha256.{what}", digest) for what, digest in publication.digests)]  # fmt: skip
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(((name, value) for name, value in own if value), 2)
    )
    custom = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{listed}</Properties>'
    )
    app = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>modellaw</Application><Company>{creator}</Company></Properties>"
    )
    core_relation = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return [
        Part("docProps/core.xml", core.encode(), "application/vnd.openxmlformats-package.core-properties+xml", core_relation, ""),
        Part("docProps/app.xml", app.encode(), f"{_TYPE}.extended-properties+xml", "extended-properties", ""),
        Part("docProps/custom.xml", custom.encode(), f"{_TYPE}.custom-properties+xml", "custom-properties", ""),
    ]
