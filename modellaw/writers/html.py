"""A law as one self-contained HTML page: text or redline, contents, footnotes, and the list of changes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from modellaw.project import Document, Publication
from modellaw.writers.html_body import page_of
from modellaw.writers.template import template_bytes

if TYPE_CHECKING:
    from jinja2 import Template

_LANGUAGES = {"eng": "en", "fra": "fr", "spa": "es", "ara": "ar", "rus": "ru", "zho": "zh"}


def html_bytes(publication: Publication) -> bytes:
    """The publication as UTF-8 HTML with its style and script inside; nothing is loaded from elsewhere."""
    law = publication.law
    redline = publication.document is Document.REDLINE
    page = page_of(law)
    language = _LANGUAGES.get(law.facts.language, law.facts.language)
    modules = {module.id: module for module in law.modules}
    changes = [(change, modules.get(change.module), [mark for mark in page.marks if mark.change == change.id])
               for change in law.changes]  # fmt: skip
    text = _template(publication.templates).render(
        publication=publication, page=page, redline=redline, language=language, direction="rtl" if language == "ar" else "ltr",
        modules=list(law.modules), changes=changes if redline else [], style=_text("html/style.css", publication.templates),
        script=_text("html/script.js", publication.templates) if redline else "")  # fmt: skip
    return text.encode()


def _text(name: str, folders: tuple[str, ...]) -> str:
    return template_bytes(name, folders).decode()


@cache
def _template(folders: tuple[str, ...]) -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return environment.from_string(_text("html/page.html.j2", folders))
