"""Writers: each turns a publication into the bytes of one format."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from modellaw.project import Publication

if TYPE_CHECKING:
    from modellaw.writers.sheets import Sheet


def _akn(publication: Publication) -> bytes:
    from modellaw.project import Document
    from modellaw.values import replace
    from modellaw.writers.akn import akn_bytes

    law = publication.law
    return akn_bytes(law if publication.document is Document.REDLINE else replace(law, changes=(), modules=()), publication.sharing)


def _docx(publication: Publication) -> bytes:
    from modellaw.writers.docx import docx_bytes

    return docx_bytes(publication)


def _html(publication: Publication) -> bytes:
    from modellaw.writers.html import html_bytes

    return html_bytes(publication)


def _text(publication: Publication) -> bytes:
    from modellaw.writers.text import text_bytes

    return text_bytes(publication)


def _pdf(publication: Publication) -> bytes:
    from modellaw.writers.pdf import pdf_bytes

    return pdf_bytes(publication)


FORMATS: dict[str, Callable[[Publication], bytes]] = {"xml": _akn, "docx": _docx, "html": _html, "txt": _text}
"""The formats of a document by the ending of its file; each writer is loaded when it is first used."""

ALL_FORMATS = {**FORMATS, "pdf": _pdf}
"""Those, and PDF, which takes seconds and is made when it is asked for."""


def _sheet_json(*sheets: Sheet) -> bytes:
    from modellaw.writers.sheets import sheet_json

    return sheet_json(sheets[0])


def _sheet_csv(*sheets: Sheet) -> bytes:
    from modellaw.writers.sheets import sheet_csv

    return sheet_csv(sheets[0])


def _sheet_xlsx(*sheets: Sheet) -> bytes:
    from modellaw.writers.xlsx import xlsx_bytes

    return xlsx_bytes(*sheets)


SHEETS: dict[str, Callable[..., bytes]] = {"json": _sheet_json, "csv": _sheet_csv, "xlsx": _sheet_xlsx}
"""The formats of tables by the ending of their file; only a workbook takes several."""
