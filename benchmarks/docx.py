"""What Word files cost: a redline against the consolidated text, a paragraph, growth, reading, and another engine on the same files.

usage: MODELLAW_SHARED=FOLDER python benchmarks/docx.py [edition] [paragraph] [reading] [docxodus]

CPU medians within one process, candidate and floor in turn, garbage collection off as on the command line. Laws and operations come from
the generators of the shared performance folder. ``docxodus`` needs ``pip install 'python-redlines[docxodus]'`` in some environment whose
Python DOCXODUS_PYTHON names. Targets: edition 1.5x, paragraph 50 us and 1.5x of that at 100 times the size, reading 25x, docxodus a fifth.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median

from lxml import etree
from speed import ROOT, cpu, synthetic

from modellaw.amend.apply import apply_modules
from modellaw.build import prepare, read_law, read_modules
from modellaw.model.nodes import Law
from modellaw.model.sharing import Sharing
from modellaw.model.views import accept
from modellaw.project import Document, Publication
from modellaw.readers.config import read_project
from modellaw.readers.docx import read_docx
from modellaw.writers.docx import docx_bytes


def seconds(*candidates: Callable[[], object], rounds: int = 9) -> list[float]:
    """CPU seconds of each candidate, medians, after one run to warm up."""
    runs: list[list[float]] = [[] for _ in candidates]
    for number in range(rounds + 1):
        for candidate, times in zip(candidates, runs, strict=True):
            start = time.process_time()
            candidate()
            if number:
                times.append(time.process_time() - start)
            gc.collect()
    return [median(times) for times in runs]


def paragraphs(data: bytes) -> int:
    """How many paragraphs the body of a Word file has."""
    return zipfile.ZipFile(BytesIO(data)).read("word/document.xml").count(b"<w:p>")


def marked_law(folder: Path, scale: int, operations: int) -> Law:
    """A generated law, ``scale`` times 25,000 words, marked by two modules of so many operations each."""
    law, *modules = synthetic(folder, scale, operations)
    return apply_modules(read_law(law, valid=False), read_modules(modules)).law


def written(law: Law, document: Document) -> bytes:
    return docx_bytes(Publication(document, law, "A law", "Edition", "Generated"))


def fresh(publication: Publication) -> Publication:
    """The publication with a document that was never written: nothing of it is remembered, and nothing was made for another document."""
    law = publication.law
    document = replace(law.document, blocks=tuple(map(replace, law.document.blocks)))
    return replace(publication, law=replace(law, document=document), sharing=Sharing())


def measure_edition(folder: Path) -> None:
    (full,) = prepare(read_project(str(ROOT)), ["full"])
    redline, consolidated = full.publication(Document.REDLINE), full.publication(Document.CONSOLIDATED)
    marked, plain = seconds(lambda: docx_bytes(fresh(redline)), lambda: docx_bytes(fresh(consolidated)), rounds=21)
    print(f"redline of the full edition: {marked * 1000:.1f} ms, consolidated {plain * 1000:.1f} ms, {marked / plain:.2f}x (target 1.5x)")


def measure_paragraph(folder: Path) -> None:
    small = 0.0
    for scale, operations in ((1, 200), (10, 2000), (100, 2000)):
        law = marked_law(folder, scale, operations)
        data = written(law, Document.REDLINE)
        (took,) = seconds(lambda law=law: written(law, Document.REDLINE), rounds=9 if scale == 1 else 3)  # type: ignore[misc]
        each = took / paragraphs(data) * 1e6
        small = small or each
        marks = zipfile.ZipFile(BytesIO(data)).read("word/document.xml")
        count = marks.count(b"<w:ins ") + marks.count(b"<w:del ")
        print(f"redline of {scale} x 25,000 words, {len(law.changes)} changes, {count} marks: {took * 1000:.0f} ms, "
              f"{each:.1f} us a paragraph of {paragraphs(data)}, {each / small:.2f}x (targets 50 us, 1.5x)")  # fmt: skip


def measure_reading(folder: Path) -> None:
    data = written(accept(marked_law(folder, 8, 40)), Document.CONSOLIDATED)
    words = len(" ".join(etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml")).itertext()).split())
    own, floor = seconds(lambda: read_docx(data), lambda: parsed(data), rounds=5)
    print(f"reading a .docx of {words} words (some {words // 400} pages): {own * 1000:.0f} ms, unzipped and parsed by lxml "
          f"{floor * 1000:.0f} ms, {own / floor:.1f}x (target 25x)")  # fmt: skip


def parsed(data: bytes) -> list[etree._Element]:
    """Every part of a package, unzipped and parsed."""
    archive = zipfile.ZipFile(BytesIO(data))
    return [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))]


_DOCXODUS = (
    "import sys, pathlib, time\nfrom python_redlines import DocxodusEngine\n"
    "old, new = (pathlib.Path(name).read_bytes() for name in sys.argv[1:3])\n"
    "pathlib.Path(sys.argv[3]).write_bytes(DocxodusEngine().run_redline('A', old, new)[0])\n"
)


def measure_docxodus(folder: Path) -> None:
    python = os.environ.get("DOCXODUS_PYTHON", "")
    if not python:
        print("Docxodus: not measured; name the Python of an environment that has it in DOCXODUS_PYTHON")
        return
    for scale in (1, 3):
        marked = marked_law(folder, scale, 40)
        files = [folder / f"{name}.docx" for name in ("old", "new", "out")]
        from modellaw.model.views import reject

        files[0].write_bytes(written(reject(marked), Document.ORIGINAL))
        files[1].write_bytes(written(accept(marked), Document.CONSOLIDATED))
        (own,) = seconds(lambda marked=marked: written(marked, Document.REDLINE))  # type: ignore[misc]
        theirs = median(cpu([python, "-c", _DOCXODUS, *map(str, files)])[0] for _ in range(3))
        lines, whole = (median(compared(files, *more) for _ in range(3)) for more in (("--lines",), ()))
        print(f"{scale} x 25,000 words: writing the redline {own * 1000:.0f} ms, Docxodus {theirs * 1000:.0f} ms, {theirs / own:.0f}x; "
              f"`modellaw compare --lines` of the files, a process, {lines * 1000:.0f} ms, {theirs / lines:.1f}x (target 5x); "
              f"with provisions recognised {whole * 1000:.0f} ms, {theirs / whole:.1f}x")  # fmt: skip


def compared(files: list[Path], *more: str) -> float:
    """CPU seconds of the command that compares two Word files into a redline; it exits with 1 where they differ."""
    from resource import RUSAGE_CHILDREN, getrusage

    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "modellaw", "compare", *map(str, files[:2]), "-o", str(files[2]), *more], capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    known = {"edition": measure_edition, "paragraph": measure_paragraph, "reading": measure_reading, "docxodus": measure_docxodus}
    gc.disable()
    for name in sys.argv[1:] or known:
        with tempfile.TemporaryDirectory() as folder:
            known[name](Path(folder))


if __name__ == "__main__":
    main()
