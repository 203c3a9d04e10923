"""A document as PDF, made from its page: tagged (PDF/UA-1) and for archives (PDF/A-3a), with bookmarks, links and page numbers.

WeasyPrint lays the page out (the extra ``pdf``); nothing is loaded from anywhere.
"""

from __future__ import annotations

import logging
from hashlib import sha256

from modellaw.errors import InputError, ProjectError
from modellaw.project import Publication
from modellaw.writers.html import html_bytes
from modellaw.writers.pdf_tags import finish
from modellaw.writers.template import template_bytes


def pdf_bytes(publication: Publication) -> bytes:
    """The publication as PDF. Raises ProjectError where WeasyPrint, or a library that it needs, is not installed."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise ProjectError(
            f"PDF needs WeasyPrint: {error}", hint="pip install 'modellaw[pdf]'; on Debian also libpangoft2-1.0-0"
        ) from error
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # it tells of every declaration that is meant for browsers
    page = html_bytes(publication)
    paper = "" if publication.paper == "A4" else f"@page{{size:{publication.paper}}}"
    paper += "@page{size:landscape}" if publication.landscape else ""
    style = template_bytes("html/pdf.css", publication.templates).decode() + paper
    document = HTML(string=page.decode().replace("</head>", f"<style>{style}</style></head>", 1), url_fetcher=_nothing)
    made: bytes = document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, pdf_identifier=sha256(page).digest()[:16], finisher=finish)
    return made


def _nothing(url: str, *_: object, **__: object) -> None:
    raise InputError(f"a page asks for {url}, and nothing is loaded")
