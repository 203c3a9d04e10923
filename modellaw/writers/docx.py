"""A law as a Word document: consolidated text, or a redline with real tracked changes (ECMA-376 part 1, 17.13.5).

``docs/word/tracked-changes.md`` says how each mark is written and why. The package comes from ``templates/docx``.
"""

from __future__ import annotations

from dataclasses import replace

from modellaw.model.changes import NO_TRACE
from modellaw.model.nodes import Law, Run
from modellaw.ooxml.package import package_bytes
from modellaw.ooxml.text import escaped
from modellaw.project import Document, Publication
from modellaw.writers.docx_body import Body
from modellaw.writers.docx_lines import Atom, Line, lines
from modellaw.writers.template import template_bytes, template_names

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PAPER = {"A4": (11906, 16838), "Letter": (12240, 15840)}
_GENERATED = frozenset({"docx/word/document.xml", "docx/word/footnotes.xml", "docx/word/comments.xml", "docx/docProps/core.xml"})


def docx_bytes(publication: Publication) -> bytes:
    """The publication as a .docx; the same publication gives the same bytes."""
    law = publication.law if publication.document is Document.REDLINE else _plain(publication.law)
    body = Body(law)
    paragraphs = [_cover(publication, body), body.items(lines(law))]
    width, height = _PAPER.get(publication.paper, _PAPER["A4"])
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:headerReference w:type="first" r:id="rIdFirstHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/><w:footerReference w:type="first" r:id="rIdFirstFooter"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" '
        'w:footer="709" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    parts = {name.removeprefix("docx/"): _filled(name, publication) for name in template_names("docx", publication.templates)
             if name not in _GENERATED}  # fmt: skip
    parts["word/document.xml"] = f"{_HEAD}<w:document {_W}><w:body>{''.join(paragraphs)}{section}</w:body></w:document>".encode()
    parts["word/footnotes.xml"] = f"{_HEAD}<w:footnotes {_W}>{_SEPARATORS}{''.join(body.notes)}</w:footnotes>".encode()
    parts["word/comments.xml"] = f"{_HEAD}<w:comments {_W}>{''.join(body.comments)}</w:comments>".encode()
    parts["docProps/core.xml"] = _core(publication)
    return package_bytes(parts)


_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def _plain(law: Law) -> Law:
    """The law without what describes marks, so that nothing is commented on."""
    return replace(law, changes=(), modules=())


def _filled(name: str, publication: Publication) -> bytes:
    """A part of the template; ``{{title}}``, ``{{status}}``, ``{{edition}}``, ``{{digests}}`` and ``{{language}}`` are filled in."""
    data = template_bytes(name, publication.templates)
    if b"{{" not in data:
        return data
    text = data.decode()
    values = {"title": publication.title, "status": publication.status, "language": _language(publication),
              "edition": " · ".join(filter(None, (publication.edition, publication.date))),
              "digests": " · ".join(f"SHA-256 of the {what} text: {digest}" for what, digest in publication.digests)}  # fmt: skip
    for key, value in values.items():
        text = text.replace(f"{{{{{key}}}}}", escaped(value))
    return text.encode()


def _language(publication: Publication) -> str:
    known = {"eng": "en-GB", "fra": "fr-FR", "spa": "es-ES", "ara": "ar-SA", "rus": "ru-RU", "zho": "zh-CN"}
    return known.get(publication.law.facts.language, publication.law.facts.language)


def _cover(publication: Publication, body: Body) -> str:
    """What stands before the law: the same for all documents of a law, since accepting and rejecting leave it as it is."""
    publisher = publication.publisher
    rows = [("Title", publication.title), ("Status", publication.status),
            ("Publisher", ", ".join(filter(None, (publisher.name, publisher.place, publisher.contact))))]  # fmt: skip
    return "".join(body.line(Line([Atom((Run(words),), style, NO_TRACE)])) for style, words in rows if words)


def _core(publication: Publication) -> bytes:
    date = publication.date or publication.law.facts.date or "2007-12-31"
    stamp = f"{date[:10]}T00:00:00Z" if len(date) >= 10 else "2007-12-31T00:00:00Z"
    creator = escaped(publication.publisher.name or "modellaw")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escaped(publication.title)}</dc:title>'
        f"<dc:subject>{escaped(publication.edition)}</dc:subject><dc:creator>{creator}</dc:creator>"
        f"<dc:description>{escaped(publication.status)}</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}'
        f"</dcterms:modified><dc:language>{_language(publication)}</dc:language></cp:coreProperties>"
    ).encode()
