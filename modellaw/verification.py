"""A build proved again from its files alone: nothing changed, missing or extra, and every redline true to both texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from lxml.etree import LxmlError

from modellaw.build import text_digest
from modellaw.errors import Finding, InputError, Place, Severity
from modellaw.manifest import NAME, altered, read_manifest
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.readers.akn import read_akn

_HINTS = {"changed": "it is not as it was built", "missing": "it was built and is gone", "extra": "it was not built"}


def verify(folder: Path, tell: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Everything wrong with the build in a folder, and a note for what cannot be proved. Raises InputError where there is no manifest."""
    manifest = read_manifest(folder)
    tell("comparing digests")
    found = [Finding(f"file-{what}", Severity.ERROR, f"{name} is {what}", Place(str(folder / name)), _HINTS[what])
             for name, what in altered(folder, manifest["files"])]  # fmt: skip
    built = dict.fromkeys(edition for name in manifest["files"] for edition, _, file in [name.rpartition("/")] if file in _PROVED)
    for edition in built:
        held = manifest["editions"].get(edition)
        text = held.get("text") if isinstance(held, dict) else None
        if not isinstance(text, dict) or not {"original", "consolidated"} <= set(text):
            message = f"the manifest does not say which texts the edition {edition} has"
            found.append(Finding("redline-untrue", Severity.ERROR, message, Place(str(folder / NAME)), "build again"))
            continue
        tell(f"proving {edition}")
        found += _proved(folder / edition, text)
    return found


def _proved(folder: Path, text: dict[str, str]) -> Iterator[Finding]:
    """The redlines of an edition and its clean documents against the digests of its texts, and against each other."""
    for name, proof in _PROVED.items():
        path = folder / name
        if not path.is_file() or path.is_symlink():
            continue
        try:
            wrong = list(proof(path, text))
        except (InputError, ValueError, LxmlError) as error:
            wrong = [str(error)]
        except _Alone:
            message = "there is no clean document beside this redline that it could be proved by"
            yield Finding(
                "redline-unproved", Severity.NOTE, message, Place(str(path)), "build original and consolidated in its format, or .xml"
            )
            continue
        yield from (
            Finding("redline-untrue", Severity.ERROR, words, Place(str(path)), "build again; if it stays, report it") for words in wrong
        )


class _Alone(Exception):
    """A redline that nothing is there to prove by."""


def _akn(path: Path, text: dict[str, str]) -> Iterator[str]:
    marked = read_akn(path.read_bytes(), str(path))
    for what, view in _VIEWS:
        if text_digest(view(marked)) != text[what]:
            yield f"the {what} text is not that of the manifest"


def _clean_akn(path: Path, text: dict[str, str]) -> Iterator[str]:
    if text_digest(read_akn(path.read_bytes(), str(path))) != text[path.stem]:
        yield f"the {path.stem} text is not that of the manifest"


def _word(path: Path, text: dict[str, str]) -> Iterator[str]:
    """Word files are compared with each other, line by line: their front matter belongs to them."""
    from modellaw.readers.docx import read_docx

    def lines(law: Law) -> list[str]:
        return [words for line in paragraphs_of(law.document) if (words := " ".join(text_of(line).split()))]

    marked = read_docx(path.read_bytes(), str(path)).law
    for what, view in _beside(path):
        clean = path.with_name(f"{what}.docx")
        if lines(view(marked)) != lines(read_docx(clean.read_bytes(), str(clean)).law):
            yield f"{_DOING[what]} every change does not give {clean.name}"


def _beside(path: Path) -> list[tuple[str, Callable[[Law], Law]]]:
    """The views of a redline of which there is a clean document of the same kind. Raises _Alone where there is none."""
    found = [(what, view) for what, view in _VIEWS if path.with_name(f"{what}{path.suffix}").is_file()]
    if not found:
        raise _Alone
    return found


def _page(path: Path, text: dict[str, str]) -> Iterator[str]:
    """A page says the digests of its two texts, white space left out; they are worked out again from what it and the clean pages show."""
    page = path.read_bytes()
    for what, which, drop in (("original", "base", "ins"), ("consolidated", "target", "del")):
        words, said = _shown(page, drop, f"redline:{which}-sha256")
        if sha256(words.encode()).hexdigest() != said:
            yield f"the {which} text of the page is not the one whose digest it shows"
        clean = path.with_name(f"{what}.html")
        if clean.is_file() and _shown(clean.read_bytes())[0] != words:
            yield f"{_DOING[what]} every change does not give {clean.name}"


def _shown(data: bytes, drop: str = "", digest: str = "") -> tuple[str, str]:
    """The words of the law in a page without one kind of mark and without white space, and the digest that the page says."""
    from lxml import html

    page = html.document_fromstring(data)
    (law,) = page.xpath("//*[@id='law']") or [None]
    if law is None:
        raise ValueError("there is no law in this page")
    for element in [*(law.iter(drop) if drop else ()), *law.xpath(".//*[@data-ui]")]:
        if element.getparent() is not None:
            element.drop_tree()
    words = re.sub(r"\s+", "", unicodedata.normalize("NFC", law.text_content()))
    return words, page.xpath(f"string(//meta[@name='{digest}']/@content)")


_SIGNS = re.compile(r"\{\+|\+\}|\[-|-\]")
"""What begins and ends a mark in a redline as text."""


def _text(path: Path, text: dict[str, str]) -> Iterator[str]:
    """A redline as text against the clean texts, without white space; one whose own words hold the signs of marks cannot be read back."""
    marked = path.read_text("utf-8")
    for what, _ in _beside(path):
        clean = path.with_name(f"{what}.txt").read_text("utf-8")
        if not _SIGNS.search(clean) and "".join(_without(marked, "{+" if what == "original" else "[-").split()) != "".join(clean.split()):
            yield f"{_DOING[what]} every change does not give {what}.txt"


def _without(marked: str, gone: str) -> str:
    """A redline as text without one kind of mark and what is in it."""
    out, at, opened = [], 0, ""
    for sign in _SIGNS.finditer(marked):
        out.append("" if gone in opened else marked[at : sign.start()])
        at = sign.end()
        opened = opened[:-2] if sign[0] in {"+}", "-]"} else opened + sign[0]
    return "".join(out) + marked[at:]


_VIEWS: tuple[tuple[str, Callable[[Law], Law]], ...] = (("original", reject), ("consolidated", accept))
_DOING = {"original": "rejecting", "consolidated": "accepting"}
_PROVED = {"original.xml": _clean_akn, "consolidated.xml": _clean_akn, "redline.xml": _akn, "redline.docx": _word, "redline.html": _page,
           "redline.txt": _text}  # fmt: skip
"""The files that can be proved, and how."""
