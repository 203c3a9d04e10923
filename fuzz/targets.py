"""What is fuzzed: each reader with real files to begin with, and what must hold of whatever it takes."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import mutate

from modellaw.amend.apply import apply_modules
from modellaw.errors import ProofError
from modellaw.importing.imports import import_law
from modellaw.importing.witness import WordsLost
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.project import Document, Publication
from modellaw.readers.akn import read_akn
from modellaw.readers.config import read_project
from modellaw.readers.docx import read_docx
from modellaw.readers.module import read_module
from modellaw.readers.profile import read_profile
from modellaw.writers.akn import akn_bytes
from modellaw.writers.docx import docx_bytes
from modellaw.writers.guide import guide_of
from modellaw.writers.html import html_bytes
from modellaw.writers.text import text_bytes

ROOT = Path(__file__).resolve().parent.parent
MOST = 400_000
"""Larger files only make each try slower."""


@dataclass(frozen=True)
class Target:
    """A reader: real files, the way to change them, and the call that may raise nothing but a ModelLawError."""

    seeds: Callable[[], Iterable[bytes]]
    mutate: Callable[[bytes, Random], bytes]
    run: Callable[[bytes], None]


def _shared(pattern: str) -> list[Path]:
    folder = Path(os.environ.get("MODELLAW_SHARED", ROOT.parent / "shared")) / "cases"
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _small(paths: Iterable[Path]) -> list[bytes]:
    return [path.read_bytes() for path in paths if path.stat().st_size < MOST]


def _word_files() -> list[bytes]:
    """Real files where they are, and always one of ours: a comparison of the example law as Word has it."""
    law = _example()
    marked = apply_modules(
        law, [read_module(path.read_bytes(), path.name) for path in (ROOT / "templates/new/amendments").glob("*.xml")]
    ).law
    ours = docx_bytes(Publication(Document.REDLINE, marked, "Example", guide=guide_of(marked)))
    return [ours, *_small(_shared("docx/**/*.docx"))]


def _akn_files() -> list[bytes]:
    law = _example()
    marked = apply_modules(
        law, [read_module(path.read_bytes(), path.name) for path in (ROOT / "templates/new/amendments").glob("*.xml")]
    ).law
    return [akn_bytes(marked), *_small([*_shared("akn/*.xml"), *(ROOT / "source").glob("*.xml")])]


def _modules() -> list[bytes]:
    return _small([*(ROOT / "amendments").glob("*.xml"), *(ROOT / "templates/new/amendments").glob("*.xml")])


def _documented() -> list[bytes]:
    """The modules of this law, and one with every example of docs/modules.md."""
    blocks = re.findall(r"^```xml\n(<(?!module).*?)^```$", (ROOT / "docs/modules.md").read_text(), re.M | re.S)
    changes = "".join(f'<change id="x-{n}">{block}</change>\n' for n, block in enumerate(blocks))
    head = (
        '<module xmlns="urn:modellaw:amendment:1" xmlns:akn="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" id="x" title="T" '
        'law="/akn/xx/act/t" version="1" date="2021-03-18" author="A">'
    )
    return [f"{head}{changes}</module>".encode(), *_modules()]


def _in_a_file(data: bytes, read: Callable[[str], object]) -> None:
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(data)
        file.flush()
        read(file.name)


def run_akn(data: bytes) -> None:
    """What is read is written and read again the same, and has both its views."""
    law = read_akn(data, "f.xml")
    assert read_akn(akn_bytes(law), "again.xml") == law, "what is written is not what was read"
    accept(law), reject(law)


def run_docx(data: bytes) -> None:
    """A Word file has both its views, and its words are the same when it is written as Akoma Ntoso."""
    law = read_docx(data, "f.docx").law
    again = read_akn(akn_bytes(law), "again.xml")
    for view in (accept, reject):
        assert _words(view(again)) == _words(view(law)), "the words that are written are not those that were read"


def _words(law: Law) -> list[str]:
    """The words of every paragraph; what stands for a picture is no word."""
    return [text_of(line).replace("\ufffc", "") for line in paragraphs_of(law.document)]


def run_import(data: bytes) -> None:
    """A file of any kind becomes a law with all its words that keeps the schema, or is refused for what it is."""
    try:
        import_law(data, "f")
    except (WordsLost, ProofError) as error:
        raise AssertionError(str(error)) from error


def _typed() -> list[bytes]:
    """The law as text and as a web page, and as pages that others may write."""
    publication = Publication(Document.ORIGINAL, _example(), "Example")
    manners = (
        "Article 1\nScope\n\n1. This Law applies to:\n(a) one;\n(h) two:\n(i) three;\n(ii) four.\n\n[2. [name of State] may.]\n\n"
        "Option 1\n3. Yes.\n",
        "PART I — X\n\n1. Short title.—(1) This Act, section 2(1).\n\n2A. Terms\n\n“box” means a case;\n\nSCHEDULE\n(Section 1)\n\n"
        "1. Fee\n",
    )
    return [text_bytes(publication), html_bytes(publication), *(manner.encode() for manner in manners)]


def _printed() -> list[bytes]:
    """Pages in one column and in two, with a footnote and a table, their streams as they are."""
    from weasyprint import HTML

    rest = "<p>(1) This Act applies to every box that is made or sold, and to those who own one.</p><p>(2) It does not apply to:</p>" * 4
    table = "<table><tr><td>Box</td><td>Fee</td></tr></table><p>(a) tins<span class=n>Of any metal.</span>; and</p>"
    pages = (f"<style>.n {{float: footnote}} body {{columns: {wide}}}</style><h2>Section 1. Scope</h2>{rest}{table}" for wide in (1, 2))
    return [bytes(HTML(string=page).write_pdf(uncompressed_pdf=True)) for page in pages]


@cache
def _law() -> Law:
    return read_akn((ROOT / "source/2007_model_law.xml").read_bytes(), "law.xml")


def _example() -> Law:
    return read_akn((ROOT / "templates/new/source/law.xml").read_bytes(), "law.xml")


def run_module(data: bytes) -> None:
    """A module is read."""
    read_module(data, "f.xml")


def run_engine(data: bytes) -> None:
    """A module that is read is carried out on the law: rejecting it gives the law, or it is refused whole."""
    law = _law()
    marked = apply_modules(law, (read_module(data, "f.xml"),)).law
    assert reject(marked) == law, "rejecting every change does not give the law"
    accept(marked)


TARGETS = {
    "docx": Target(_word_files, mutate.package, run_docx),
    "akn": Target(_akn_files, mutate.xml, run_akn),
    "import-docx": Target(_word_files, mutate.package, run_import),
    "import-text": Target(_typed, mutate.toml, run_import),
    "import-pdf": Target(_printed, mutate.bytes_of, run_import),
    "import-html": Target(lambda: _typed()[1:2], mutate.xml, run_import),
    "module": Target(_documented, mutate.xml, run_module),
    "engine": Target(_modules, mutate.xml, run_engine),
    "toml": Target(lambda: _small([ROOT / "modellaw.toml", ROOT / "templates/new/modellaw.toml"]), mutate.toml,
                   lambda data: _in_a_file(data, read_project)),
    "profile": Target(lambda: _small(sorted((ROOT / "examples").glob("*.toml"))), mutate.toml, lambda data: _in_a_file(data, read_profile)),
}  # fmt: skip
