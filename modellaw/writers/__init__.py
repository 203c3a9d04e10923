"""Writers: each turns a publication into the bytes of one format."""

from __future__ import annotations

from collections.abc import Callable

from modellaw.project import Publication


def _akn(publication: Publication) -> bytes:
    from dataclasses import replace

    from modellaw.project import Document
    from modellaw.writers.akn import akn_bytes

    law = publication.law
    return akn_bytes(law if publication.document is Document.REDLINE else replace(law, changes=(), modules=()))


def _docx(publication: Publication) -> bytes:
    from modellaw.writers.docx import docx_bytes

    return docx_bytes(publication)


def _html(publication: Publication) -> bytes:
    from modellaw.writers.html import html_bytes

    return html_bytes(publication)


def _text(publication: Publication) -> bytes:
    from modellaw.writers.text import text_bytes

    return text_bytes(publication)


FORMATS: dict[str, Callable[[Publication], bytes]] = {"xml": _akn, "docx": _docx, "html": _html, "txt": _text}
"""The formats of a document by the ending of its file; each writer is loaded when it is first used."""
