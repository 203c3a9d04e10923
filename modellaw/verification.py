"""A build proved again from its files alone: nothing changed, missing or extra, and every redline true to both texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from modellaw.build import text_digest
from modellaw.errors import Finding, InputError, Place, Severity
from modellaw.manifest import altered, read_manifest
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.readers.akn import read_akn

_HINTS = {"changed": "it is not as it was built", "missing": "it was built and is gone", "extra": "it was not built"}


def verify(folder: Path, tell: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Everything that is wrong with the build in a folder. Raises InputError where it has no manifest."""
    manifest = read_manifest(folder)
    tell("comparing digests")
    found = [Finding(f"file-{what}", Severity.ERROR, f"{name} is {what}", Place(str(folder / name)), _HINTS[what])
             for name, what in altered(folder, manifest["files"])]  # fmt: skip
    for edition, held in manifest["editions"].items():
        text = held.get("text") if isinstance(held, dict) else None
        if isinstance(text, dict):
            tell(f"proving {edition}")
            found += _proved(folder / edition, text)
    return found


def _proved(folder: Path, text: dict[str, str]) -> Iterator[Finding]:
    """The redlines of an edition against the digests of its texts and against its clean documents."""
    for name, proof in (("redline.xml", _akn), ("redline.docx", _word), ("redline.html", _page)):
        path = folder / name
        if not path.is_file():
            continue
        try:
            wrong = list(proof(path, text))
        except (InputError, ValueError) as error:
            wrong = [str(error)]
        yield from (
            Finding("redline-untrue", Severity.ERROR, words, Place(str(path)), "build again; if it stays, report it") for words in wrong
        )


def _akn(path: Path, text: dict[str, str]) -> Iterator[str]:
    marked = read_akn(path.read_bytes(), str(path))
    for what, view in (("original", reject), ("consolidated", accept)):
        if what in text and text_digest(view(marked)) != text[what]:
            yield f"the {what} text is not that of the manifest"


def _word(path: Path, text: dict[str, str]) -> Iterator[str]:
    """Word files are compared with each other, line by line: their front matter belongs to them."""
    from modellaw.readers.docx import read_docx

    def lines(law: Law) -> list[str]:
        return [words for line in paragraphs_of(law.document) if (words := " ".join(text_of(line).split()))]

    marked = read_docx(path.read_bytes(), str(path)).law
    for what, view in (("original", reject), ("consolidated", accept)):
        clean = path.with_name(f"{what}.docx")
        if clean.is_file() and lines(view(marked)) != lines(read_docx(clean.read_bytes(), str(clean)).law):
            yield f"{'rejecting' if what == 'original' else 'accepting'} every change does not give {clean.name}"


def _page(path: Path, text: dict[str, str]) -> Iterator[str]:
    """A page says the digests of its two texts, white space left out; they are worked out again from what it shows."""
    from lxml import html

    data = path.read_bytes()
    for which, drop in (("base", "ins"), ("target", "del")):
        page = html.document_fromstring(data)
        (law,) = page.xpath("//*[@id='law']")
        for element in [*law.iter(drop), *law.xpath(".//*[@data-ui]")]:
            if element.getparent() is not None:
                element.drop_tree()
        words = re.sub(r"\s+", "", unicodedata.normalize("NFC", law.text_content()))
        said = page.xpath(f"string(//meta[@name='redline:{which}-sha256']/@content)")
        if sha256(words.encode()).hexdigest() != said:
            yield f"the {which} text of the page is not the one whose digest it shows"
