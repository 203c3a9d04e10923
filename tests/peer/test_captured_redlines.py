"""Redlines that Word and other programs made, of documents that are no laws: captured word for word, or refused with name and place."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from kit import law, provision

from modellaw.capture import Base, capture
from modellaw.capturing.aligning import flat
from modellaw.capturing.rewording import plain_note, plain_table
from modellaw.errors import InputError, ModelLawError
from modellaw.importing.imports import import_law
from modellaw.model.changes import Module
from modellaw.model.nodes import Block, Group, Law, Note, Paragraph, Run, Table
from modellaw.model.views import accept, coalesce, reject
from modellaw.model.walk import inline_text, paragraphs_of, text_of
from modellaw.readers.docx import WordDocument, read_docx


def redlines(shared: Path) -> Iterator[tuple[Path, Path | None]]:
    """Every redline there is, with the document before, where there is one."""
    folder = shared / "cases" / "docx"
    for name, before in (("tracked.csv", "rejected"), ("peer_redlines.csv", "before")):
        for row in csv.DictReader((folder / name).read_text().splitlines()):
            there = folder / row["redline"]
            yield there if there.exists() else folder / "files" / row["redline"], folder / "files" / row[before] if row[before] else None


def imported(document: WordDocument, before: Path | None) -> Law | None:
    """The law that an import makes of the document before."""
    try:
        return import_law(before.read_bytes(), before.name).law if before is not None else None
    except ModelLawError:
        return None


def read(document: WordDocument, before: Path | None) -> Law:
    """The rejected text as a law of one provision."""
    blocks = tuple(map(plain, flat(reject(document.law).document)))
    return law(provision("hcontainer", "s1", "", Group("content", blocks or (Paragraph(),)), name="text"))


def plain(block: Block) -> Block:
    if isinstance(block, Table):
        return plain_table(block, lambda name: "")
    assert isinstance(block, Paragraph)
    return Paragraph(coalesce(plain_note(i, lambda name: "") if isinstance(i, Note) else Run(inline_text(i)) for i in block.content))


def says(blocks: list[Block]) -> str:
    return "".join("".join(text_of(line).split()) for block in blocks for line in paragraphs_of(block))


@pytest.mark.parametrize("of", [imported, read])
def test_no_word_of_any_redline_is_lost_in_silence(shared: Path, of: object) -> None:
    found: Counter[str] = Counter()
    for file, before in redlines(shared):
        document = read_docx(file.read_bytes(), file.name)
        base = of(document, before)  # type: ignore[operator]
        if base is None:
            continue
        try:
            captured = capture(file.read_bytes(), file.name, [Base("text", base)], Module("cap", "T", "2020-01-01", "A"))
        except ModelLawError as error:
            found["refused"] += 1
            print(file.name, error)
            assert "“" in error.message or (isinstance(error, InputError) and error.place.file == file.name), error
            continue
        new = accept(captured.base.carry_out(captured.modules[0])) if captured.modules else base
        wanted = says(list(flat(accept(document.law).document)))
        found["exact"] += 1
        assert says([new.document]) == wanted, file.name
    assert found["exact"] > found["refused"], found
