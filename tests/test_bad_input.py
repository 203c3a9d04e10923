"""Files that nobody should send: each is refused with a clear error, or read with a finding, in bounded time and memory."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

SECONDS, BYTES = 60, 1_500_000_000
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINES = ("Boxes Act 2001", "1. Boxes", "(1) A box is closed.", "(2) A bag is open.", "2. Bags", "(1) All pay.")
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000
Parts = dict[str, bytes]


def good() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(change: Callable[[Parts], object]) -> bytes:
    """The good file with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def nested(count: int) -> bytes:
    inner = b"<w:tbl><w:tr><w:tc>" * count + b"<w:p/>" + b"<w:p/></w:tc></w:tr></w:tbl>" * count
    body = f'<w:document xmlns:w="{W}"><w:body>'.encode() + inner + b"</w:body></w:document>"
    return changed(lambda parts: parts.update({"word/document.xml": body}))


def pdf(password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pointing(target: bytes) -> bytes:
    rels = "word/_rels/document.xml.rels"
    return changed(lambda parts: parts.update({rels: parts[rels].replace(b'"styles.xml"', target)}))


def sixty_tables() -> bytes:
    """Sixty tables in one another, behind a law."""
    tables = b"<w:tbl><w:tr><w:tc>" * 60 + b"<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + b"<w:p/></w:tc></w:tr></w:tbl>" * 60
    return changed(
        lambda parts: parts.update({"word/document.xml": parts["word/document.xml"].replace(b"<w:sectPr", tables + b"<w:sectPr", 1)})
    )


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("a.docx", lambda: b"", "not a Word document"),
    "words": ("a.docx", lambda: b"hello", "not a Word document"),
    "an old Word file": ("a.doc", lambda: OLD_WORD, "old Word file (.doc)"),
    "a locked Word file": ("a.docx", lambda: OLD_WORD + "EncryptedPackage".encode("utf-16le"), "locked with a password"),
    "half a file": ("a.docx", lambda: good()[:15_000], "is the file complete"),
    "a bomb": ("a.docx", lambda: changed(lambda parts: parts.update({"word/document.xml": b" " * 200_000_000})), "zip bomb"),
    "no document": ("a.docx", lambda: changed(lambda parts: parts.pop("word/document.xml")), "no main document"),
    "broken XML": ("a.docx", lambda: changed(lambda parts: parts.update({"word/document.xml": b"<w:document"})), "not well-formed"),
    "a hundred tables in one another": ("a.docx", lambda: nested(100), "more than 80 tables"),
    "a million tables in one another": ("a.docx", lambda: nested(1_000_000), "compressed to harm"),
    "a scan": ("a.pdf", pdf, "(OCR)"),
    "a locked PDF": ("a.pdf", lambda: pdf("secret"), "encrypted"),
    "half a PDF": ("a.pdf", lambda: pdf()[:200], "not a PDF that can be read"),
    "no text": ("a.txt", lambda: b"1. Zweck\n" + b"\x00\xff\xfe" * 50, "not a text"),
    "a page without end": ("a.html", lambda: b"<html><body>" + b"<div>" * 500_000, "nested too deep"),
}
READ: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "no styles": ("a.docx", lambda: changed(lambda parts: parts.pop("word/styles.xml")), "missing-part"),
    "styles outside the file": ("a.docx", lambda: pointing(b'"../../../etc/passwd"'), "missing-part"),
    "styles elsewhere": ("a.docx", lambda: pointing(b'"http://127.0.0.1:9/s.xml" TargetMode="External"'), "missing-part"),
    "sixty tables in one another": ("a.docx", sixty_tables, "nested-tables"),
    "two encodings": ("a.txt", lambda: "1. Säcke\n\n(1) Die Säcke.\n".encode() + "(2) Die Körbe.\n".encode("latin-1"), "encoding"),
    "a poem": ("a.txt", lambda: b"A poem about boxes\n\nThey are made of wood.\n\nNobody knows them.\n", "no-structure"),
}


def bounded(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line with so much memory and time and no more."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))  # noqa: E731
    return subprocess.run([sys.executable, "-m", "modellaw", *arguments], capture_output=True, text=True, timeout=SECONDS, preexec_fn=limit)


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_name_and_a_hint(what: str, tmp_path: Path) -> None:
    name, made, message = REFUSED[what]
    bad, law, out = tmp_path / name, tmp_path / "law.docx", tmp_path / "out.xml"
    bad.write_bytes(made())
    law.write_bytes(good())
    for done in (bounded("import", str(bad), "-o", str(out)), bounded("compare", str(law), str(bad), "-o", str(out))):
        assert done.returncode == 3 and message in done.stderr and name in done.stderr and "Traceback" not in done.stderr
        assert done.stderr.rstrip().endswith(")"), "there is a hint"
    assert not out.exists()


@pytest.mark.parametrize("what", READ)
def test_what_is_odd_is_read_with_a_finding_and_loses_no_word(what: str, tmp_path: Path) -> None:
    name, made, code = READ[what]
    odd, out = tmp_path / name, tmp_path / "out.xml"
    odd.write_bytes(made())
    done = bounded("import", str(odd), "-o", str(out))
    assert done.returncode == 0 and code in done.stdout, done.stdout + done.stderr
    assert bounded("compare", str(odd), str(odd)).returncode == 0
