"""A PDF with a text layer as lines (pypdfium2, the extra ``import``); every sign of its pages is a word of the law or set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from ctypes import byref, c_double, c_int, create_string_buffer
from typing import Any

from modellaw.errors import Finding, InputError, Place, Severity
from modellaw.importing.grammar import Grammar
from modellaw.importing.lines import Aside, Source, Spot
from modellaw.importing.pdf_lines import Paragraphs
from modellaw.importing.pdf_margins import PageText, take_notes, without_margins
from modellaw.importing.pdf_mirror import mirrored
from modellaw.importing.pdf_page import Sign, rows_of
from modellaw.importing.pdf_tables import ruled, rules_of
from modellaw.importing.witness import check_signs

MOST_PAGES = 5000
_FEW = 8
_BLANK = re.compile(r"\s")
_HEAVY = 600
_BEARING = 0.3
"""The white beside a sign that belongs to it, in sizes, at most."""
_LINE_END = "\ufffe\u0002"
"""What the library says for a hyphen at the end of a line, of whatever kind."""
_NO_LETTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\uffff]")
_UNREADABLE = "\ufffd"
"""What stands for a sign whose font does not say which letter it is."""
_MOST_UNREADABLE = 0.1
_NO_ROOM = 0.08


def read_pdf(data: bytes, name: str, grammar: Grammar) -> Source:
    """The lines of a PDF; raises InputError for one that is broken, encrypted or without text."""
    document = _opened(data, name)
    try:
        pages = [_page(document, number, name) for number in range(len(document))]
        title = str(document.get_metadata_dict().get("Title") or "")
    finally:
        document.close()
    printed = Counter(sign for page in pages for row in page.rows for one in row.signs for sign in one.text)
    printed.update(sign for page in pages for sign in page.turned)
    empty = [page.number for page in pages if sum(len(row.signs) for row in page.rows) < _FEW]
    if len(empty) == len(pages):
        raise InputError(
            "the pages have no text, only pictures (a scanned PDF)", Place(name), "put it through text recognition (OCR) first"
        )
    if printed[_UNREADABLE] > sum(printed.values()) * _MOST_UNREADABLE:
        hint = "its fonts have no map of letters; put it through text recognition (OCR) first"
        raise InputError("the letters of the PDF cannot be read", Place(name), hint)
    asides = without_margins(pages, grammar)
    paragraphs = Paragraphs(grammar, pages, take_notes(pages))
    lines = paragraphs.lines()
    asides += paragraphs.asides
    asides += [Aside("turned text", page.turned, Spot(page.number)) for page in pages if page.turned]
    check_signs(printed, lines, asides, name)
    findings = [_blank_pages(empty, name)] if empty else []
    if printed[_UNREADABLE]:
        said = f"{printed[_UNREADABLE]} signs cannot be read and are “{_UNREADABLE}” in the law"
        findings.append(Finding("unreadable-signs", Severity.WARNING, said, Place(name), "mend them by hand"))
    return Source(name, "pdf", tuple(lines), tuple(asides), tuple(findings), " ".join(title.split()), guesses=tuple(paragraphs.guesses))


def _blank_pages(empty: list[int], name: str) -> Finding:
    said = f"{len(empty)} pages have no text: {', '.join(map(str, empty[:20]))}"
    return Finding(
        "page-without-text", Severity.WARNING, said, Place(name), "if they are pictures of text, put them through text recognition"
    )


def _opened(data: bytes, name: str) -> Any:
    try:
        import pypdfium2
        import pypdfium2.raw as raw
    except ImportError as error:
        raise InputError("reading PDF needs pypdfium2", Place(name), "pip install 'modellaw[import]'") from error
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > MOST_PAGES:
            raise InputError(f"the PDF has {len(document)} pages, more than {MOST_PAGES}", Place(name))
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise InputError("the PDF is encrypted", Place(name), "save it without a password") from error
        raise InputError("not a PDF that can be read", Place(name), "is the file complete?") from error
    if not len(document):
        raise InputError("the PDF has no pages", Place(name))
    return document


def _page(document: Any, index: int, name: str) -> PageText:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise InputError(f"page {index + 1} cannot be read", Place(name), "is the file complete?") from error
    height, width = float(page.get_height()), float(page.get_width())
    text = page.get_textpage()
    signs = list(_signs(text))
    rules = rules_of(page)
    text.close()
    page.close()
    turned = [sign for sign in signs if sign.turned]
    if len(turned) * 4 > len(signs):  # a page that is turned as a whole
        turned = []
    upright = signs if not turned else [sign for sign in signs if not sign.turned]
    loose, tables = ruled(*mirrored(upright, rules, width), index + 1)
    return PageText(index + 1, height, rows_of(loose, index + 1, tables), turned="".join(sign.text for sign in turned))


def _signs(text: Any) -> Iterator[Sign]:
    """The signs of a page with their places; signs that the library made up are blanks where there is room for one."""
    import pypdfium2.raw as raw

    left, right, bottom, top, x, y = (c_double() for _ in range(6))
    box = raw.FS_RECTF()
    fonts: dict[bytes, tuple[bool, bool]] = {}
    blank = real = False
    last: Sign | None = None
    high = 0
    for i in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, i)
        sign = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            sign, high = chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00), 0
        made_up = raw.FPDFText_IsGenerated(text, i) == 1
        if not code or _BLANK.match(sign) or made_up:
            blank, real = True, real or not made_up
            continue
        raw.FPDFText_GetCharBox(text, i, byref(left), byref(right), byref(bottom), byref(top))
        raw.FPDFText_GetCharOrigin(text, i, byref(x), byref(y))
        bold, italic = _look(raw, text, i, fonts)
        size = _size(raw, text, i, top.value - bottom.value)
        soft = sign == "\u00ad"
        sign = "-" if sign in _LINE_END else _UNREADABLE if _NO_LETTER.match(sign) else sign
        turned = abs(raw.FPDFText_GetCharAngle(text, i)) > 0.05
        end = right.value
        if raw.FPDFText_GetLooseCharBox(text, i, byref(box)):  # a narrow sign such as 1 is set as wide as the others
            end = max(end, min(float(box.right), end + _BEARING * size))
        start = min(left.value, x.value)
        beside = last is not None and abs(y.value - last.base) < size and -0.3 * size < start - last.right < _NO_ROOM * size
        last = Sign(sign, start, end, y.value, size, bold, italic, soft, blank and (real or not beside), turned)
        yield last
        blank = real = False


def _size(raw: Any, text: Any, i: int, tall: float) -> float:
    """The size of a sign on the page; some files scale letters of size 1."""
    size = float(raw.FPDFText_GetFontSize(text, i))
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text, i, byref(matrix)):
        size *= (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    return size if 2.0 <= size <= 200.0 else max(tall * 1.3, 4.0)


def _look(raw: Any, text: Any, i: int, fonts: dict[bytes, tuple[bool, bool]]) -> tuple[bool, bool]:
    """Whether a sign is bold or italic, by its font."""
    flags = c_int()
    buffer = create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, i, buffer, 128, byref(flags))
    font = buffer.value
    if font not in fonts:
        lower = font.decode("utf-8", "replace").lower()
        heavy = raw.FPDFText_GetFontWeight(text, i) >= _HEAVY
        fonts[font] = (heavy or "bold" in lower or "black" in lower, "italic" in lower or "oblique" in lower)
    return fonts[font]
