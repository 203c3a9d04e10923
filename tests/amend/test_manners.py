"""Amendments in the manner of several legislatures (``manners/``): each gives the words it should, in every format and both views."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from kit import META, holds
from lxml import etree, html
from word_proof.clients import our_lines
from word_proof.gathering import three

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import AMENDMENT, AmendmentModule
from modellaw.errors import ModelLawError
from modellaw.model.nodes import AKN, ML, Block, Group, Law, Note, Paragraph, Provision, Table
from modellaw.model.views import accept, reject
from modellaw.model.walk import find, text_of
from modellaw.project import Document, Publication
from modellaw.readers.akn import read_akn
from modellaw.readers.module import read_module
from modellaw.writers.html import html_bytes
from modellaw.writers.text import text_bytes

M = f"{{{AMENDMENT}}}"
FOLDER = Path(__file__).parent / "manners"


class Manner(NamedTuple):
    """A law, modules each upon the one before, what becomes of the text of some provisions, and the message expected of a failure."""

    base: Law
    modules: list[AmendmentModule]
    then: dict[str, str]
    gone: list[str]
    fails: str


def manners() -> dict[str, etree._Element]:
    """Every case by its file and name."""
    roots = {path.stem: etree.parse(path).getroot() for path in sorted(FOLDER.glob("*.xml"))}
    return {f"{stem}: {case.get('name')}": case for stem, root in roots.items() for case in root.iterfind(f"{M}case")}


CASES = manners()


def manner(case: etree._Element) -> Manner:
    """A case as values."""
    root = case.getparent()
    assert root is not None
    body = root.find(f"{{{AKN}}}act")
    assert body is not None
    inside = b"".join(etree.tostring(child, with_tail=False) for child in body)
    law = read_akn(f'<akomaNtoso xmlns="{AKN}" xmlns:ml="{ML}"><act name="act">{META}'.encode() + inside + b"</act></akomaNtoso>")
    parts = case.findall(f"{M}module") or [case]
    modules = [_module(part, number) for number, part in enumerate(parts)]
    then = {t.get("target", ""): _plain(str(t.xpath("string()"))) for t in case.iterfind(f"{M}then") if t.get("gone") is None}
    gone = [t.get("target", "") for t in case.iterfind(f"{M}then") if t.get("gone") is not None]
    return Manner(law, modules, then, gone, case.findtext(f"{M}fails", ""))


def _module(part: etree._Element, number: int) -> AmendmentModule:
    inside = b"".join(etree.tostring(op, with_tail=False) for op in part if op.tag not in (M + "then", M + "fails"))
    change = inside if part.find(f"{M}change") is not None else b'<change id="m%d-1">%b</change>' % (number, inside)
    requires = f"m{number - 1}" if number else ""
    head = (
        f'<module xmlns="{AMENDMENT}" xmlns:akn="{AKN}" id="m{number}" title="T" law="" version="1" date="2021-03-18" author="A" '
        f'requires="{requires}">'
    )
    return read_module(head.encode() + change + b"</module>", "m.xml")


def _plain(words: str) -> str:
    return " ".join(words.split())


def said(block: Block) -> str:
    """The words of a provision, notes in carets, cells between bars."""
    return _plain(" ".join(_said(block)))


def _said(block: Block) -> Iterator[str]:
    match block:
        case Provision() | Group():
            for inner in block.blocks:
                yield from _said(inner)
        case Paragraph():
            yield text_of(block)
            for inline in block.content:
                if isinstance(inline, Note):
                    yield "^" + " ".join(words for inner in inline.blocks for words in _said(inner)) + "^"
        case Table():
            for inner in block.before:
                yield from _said(inner)
            for row in block.rows:
                yield "| " + " | ".join(" ".join(words for inner in cell.blocks for words in _said(inner)) for cell in row.cells) + " |"
        case _:
            pass


def _page(law: Law, document: Document, without: str = "") -> str:
    page = html.document_fromstring(html_bytes(Publication(document, law, "A Law")).decode())
    (text,) = page.xpath("//*[@id='law']")
    for element in [*(text.iter(without) if without else ()), *text.xpath(".//*[@data-ui]")]:
        if element.getparent() is not None:
            element.drop_tree()
    return re.sub(r"\s+", "", text.text_content())


def _text(law: Law, document: Document, without: str = "") -> str:
    text = text_bytes(Publication(document, law, "A Law")).decode()
    if without:
        innermost = {"del": r"\[-((?!\[-|-\]).)*-\]", "ins": r"\{\+((?!\{\+|\+\}).)*\+\}"}[without]
        while (shorter := re.sub(innermost, "", text, flags=re.S)) != text:
            text = shorter
        text = re.sub(r"\[-|-\]|\{\+|\+\}", "", text)
    return re.sub(r"\s+", "", text)


def both_views(marked: Law, folder: Path) -> None:
    """What each writer writes of a marked law holds both of its texts, word for word."""
    old, new = reject(marked), accept(marked)
    redline, original, consolidated = three(folder, marked)
    assert our_lines(redline, "reject") == our_lines(original, "reject")
    assert our_lines(redline, "accept") == our_lines(consolidated, "accept")
    for words in (_page, _text):
        assert words(marked, Document.REDLINE, "ins") == words(old, Document.ORIGINAL)
        assert words(marked, Document.REDLINE, "del") == words(new, Document.CONSOLIDATED)


@pytest.mark.parametrize("name", CASES)
def test_amendments_give_their_words(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    if case.findtext(f"{M}fails"):
        with pytest.raises(ModelLawError) as failed:
            wanted = manner(case)
            apply_modules(wanted.base, wanted.modules)
        assert re.search(case.findtext(f"{M}fails", ""), str(failed.value), re.S)
        return
    wanted = manner(case)
    marked = holds(wanted.base, *wanted.modules).law
    after = accept(marked)
    for wid, words in wanted.then.items():
        provision = find(after, wid) if wid != "law" else after.document
        assert provision is not None, wid
        assert said(provision) == words
    assert not [wid for wid in wanted.gone if find(after, wid)]
    both_views(marked, tmp_path)
