"""Real Word documents, by Word and by other programs: our reader's two texts are those of an independent view of the same file."""

import importlib.util
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from modellaw.model.changes import View
from modellaw.model.nodes import Block, Group, Note, Paragraph, Table, attribute
from modellaw.model.views import view_as
from modellaw.model.walk import inline_text
from modellaw.ooxml.symbols import symbol
from modellaw.readers.docx import WordDocument, read_docx
from modellaw.readers.docx_story import OBJECT

VIEWS = ((View.ORIGINAL, "reject"), (View.AMENDED, "accept"))
_SIGNS = {"\u241e", "\u241f", "\u241dTXBX", "\u2020"}


def reference(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("rl_common", shared / "word" / "check" / "rl_common.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(document: WordDocument, view: View) -> list[str]:
    """The lines of body, text boxes, footnotes and endnotes, in this order, empty ones left out."""
    law = view_as(document.law, view)
    notes: list[Note] = []
    body, boxes = _parted(law.document.blocks, notes)
    stories: dict[str, list[str]] = {"bottom": [], "end": []}
    for note in notes:
        lines, inner = _parted(note.blocks, [])
        stories[attribute(note.attributes, "placement")] += lines + inner
    return [line for line in (*body, *boxes, *stories["bottom"], *stories["end"]) if line.strip()]


def _parted(blocks: tuple[Block, ...], notes: list[Note]) -> tuple[list[str], list[str]]:
    """The lines of a story, and those of its text boxes, the boxes in boxes after all others."""
    boxes: list[Group] = []
    lines = list(_lines(blocks, notes, boxes))
    after: list[str] = []
    while boxes:
        now, boxes = boxes, []
        for box in now:
            after += _lines(box.blocks, notes, boxes)
    return lines, after


def _lines(blocks: tuple[Block, ...], notes: list[Note], boxes: list[Group]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                notes += [inline for inline in block.content if isinstance(inline, Note)]
                yield "".join("\u2020" if isinstance(inline, Note) else inline_text(inline) for inline in block.content)
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield from _lines(cell.blocks, notes, boxes)
            case Group() if block.name == "container":
                boxes.append(block)
            case Group():
                yield from _lines(block.blocks, notes, boxes)
            case _:
                pass


def expected(module: ModuleType, path: Path, mode: str) -> list[str]:
    return [line for story in module.text_view(path, mode).values() for line in story if line not in _SIGNS and line.strip()]


def test_both_texts_of_every_real_document_are_exact(shared: Path) -> None:
    module = reference(shared)
    files = sorted((shared / "cases" / "docx").rglob("*.docx"))
    assert len(files) > 300
    wrong = []
    for path in files:
        document = read_docx(path.read_bytes(), path.name)
        signs = signs_of(path)
        wrong += [f"{path.name}, {mode}" for view, mode in VIEWS if not alike(ours(document, view), expected(module, path, mode), signs)]
    assert not wrong


def signs_of(path: Path) -> set[str]:
    """The signs of symbol fonts in a file, for which the other view has one sign that stands for anything that is no letter."""
    with zipfile.ZipFile(path) as archive:
        found = re.findall(rb'<w:sym w:font="([^"]*)" w:char="([^"]*)"', archive.read("word/document.xml"))
    return {symbol(font.decode(), code.decode()) for font, code in found}


def alike(mine: list[str], theirs: list[str], signs: set[str]) -> bool:
    """Whether two views have the same lines, letter by letter, but for the signs of symbol fonts."""
    if not signs:
        return mine == theirs
    pairs = zip("\n".join(mine), "\n".join(theirs), strict=False)
    return list(map(len, mine)) == list(map(len, theirs)) and all(a == b or (b == OBJECT and a in signs) for a, b in pairs)


def test_a_lost_word_would_be_seen(shared: Path, tmp_path: Path) -> None:
    module = reference(shared)
    path = next(iter(sorted((shared / "cases" / "docx" / "files" / "RP").glob("*.docx"))))
    changed = tmp_path / "changed.docx"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            copy.writestr(name, data.replace(b"</w:t>", b"x</w:t>", 1) if name == "word/document.xml" else data)
    assert ours(read_docx(changed.read_bytes()), View.AMENDED) != expected(module, path, "accept")
