"""What real clients see in a Word file: LibreOffice, pandoc and our own reader, each as lines; and what two validators say."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

from lxml import etree

from modellaw.model.changes import View
from modellaw.model.nodes import Block, Group, Note, Paragraph, Table
from modellaw.model.views import view_as
from modellaw.model.walk import inline_text
from modellaw.readers.docx import read_docx

HERE = Path(__file__).resolve().parent
NOTE, CELL, ROW = "\u2020", "\u241f", "\u241e"
"""What stands for the reference to a footnote, and what stands behind each cell and each row."""

Lines = list[str]
_OFFICE, _TEXT, _TABLE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "text", "table"))


# --- LibreOffice


class Office:
    """One LibreOffice for all files of a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = subprocess.Popen(
            ["/usr/bin/python3", str(HERE / "office_server.py"), str(folder / "profile")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.count = 0

    def stored(self, path: Path, do: str = "", kind: tuple[str, str] = ("odt", "writer8"), edits: Sequence[object] = ()) -> Path:
        """A file as LibreOffice stores it after edits with tracked changes, or after accepting or rejecting everything.

        No tracked change may be left then.
        """
        self.count += 1
        out = self.folder / f"{self.count}.{kind[0]}"
        assert self.server.stdin is not None and self.server.stdout is not None
        self.server.stdin.write(
            json.dumps({"open": str(path), "do": do, "store": str(out), "filter": kind[1], "edits": list(edits)}) + "\n"
        )
        self.server.stdin.flush()
        answer = json.loads(self.server.stdout.readline())
        assert "error" not in answer, answer
        assert not (do and answer["left"]), f"{path.name}: tracked changes are left after {do}"
        return out

    def lines(self, path: Path, do: str = "") -> Lines:
        stored = self.stored(path, do)
        found = odt_lines(stored.read_bytes())
        stored.unlink()
        return found

    def close(self) -> None:
        assert self.server.stdin is not None and self.server.stdout is not None
        self.server.stdin.close()
        self.server.stdout.close()
        self.server.wait(60)


def odt_lines(data: bytes) -> Lines:
    """The lines of an OpenDocument text: each footnote behind its paragraph, a sign behind each cell, before and behind each row."""
    root = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("content.xml"), etree.XMLParser(huge_tree=True))
    (text,) = root.iter(f"{_OFFICE}text")
    return list(_odt_blocks(text))


def _odt_blocks(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            words: list[str] = []
            notes: list[etree._Element] = []
            _odt_words(child, words, notes)
            yield "".join(words)
            for note in notes:
                for line in _odt_blocks(note):
                    yield NOTE + line
        elif child.tag == f"{_TABLE}table":
            yield ROW
            yield from _odt_blocks(child)
        elif child.tag == f"{_TABLE}table-row":
            yield from _odt_blocks(child)
            yield ROW
        elif child.tag == f"{_TABLE}table-cell":
            yield from _odt_blocks(child)
            yield CELL
        elif child.tag != f"{_TEXT}tracked-changes":
            yield from _odt_blocks(child)


def _odt_words(element: etree._Element, words: list[str], notes: list[etree._Element]) -> None:
    words.append(element.text or "")
    for child in element:
        if child.tag == f"{_TEXT}note":
            notes.append(child.find(f"{_TEXT}note-body"))  # type: ignore[arg-type]
            words.append(NOTE)
        elif child.tag == f"{_TEXT}s":
            words.append(" " * int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}tab":
            words.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            words.append("\n")
        elif child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}bookmark-ref"):  # the number of a page is the layout's
            _odt_words(child, words, notes)
        words.append(child.tail or "")


# --- pandoc


def pandoc_lines(pandoc: str, path: Path, do: str, *, raw: bool = False) -> Lines:
    """The lines of a Word file as pandoc reads it, without its known faults unless ``raw``.

    It puts blanks where paragraphs were joined, so blanks are counted as one and not at the ends; it leaves emptied paragraphs, headings,
    rows and cells behind, so empty ones do not count; those that were empty before it does not read (docs/word/tracked-changes.md).
    """
    done = subprocess.run([pandoc, "-f", "docx", "-t", "json", f"--track-changes={do}", str(path)], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    lines = _pandoc_blocks(json.loads(done.stdout)["blocks"], raw)
    if raw:
        return list(lines)
    told = (" ".join(line.split()) for line in lines)
    told = (line for line in told if line)
    return [line.replace(f"{NOTE} ", NOTE) if line.startswith(NOTE) else line for line in told]


def _pandoc_blocks(blocks: list[Any], raw: bool) -> Iterator[str]:
    for block in blocks:
        kind, inner = block["t"], block.get("c")
        match kind:
            case "Header" if not inner[2] and not raw:
                pass  # a heading of which nothing is left stays as an empty one
            case "Para" | "Plain" | "Header":
                words: list[str] = []
                notes: list[Any] = []
                _pandoc_words(inner if kind != "Header" else inner[2], words, notes)
                yield "".join(words)
                for note in notes:
                    for line in _pandoc_blocks(note, raw):
                        yield NOTE + line
            case "BlockQuote":
                yield from _pandoc_blocks(inner, raw)
            case "Div":
                yield from _pandoc_blocks(inner[1], raw)
            case "Table":
                for row in [*inner[3][1], *(row for body in inner[4] for row in (*body[2], *body[3])), *inner[5][1]]:
                    cells = [[*_pandoc_blocks(cell[4], raw), CELL] for cell in row[1]]
                    left = cells if raw else [cell for cell in cells if any(line.strip() for line in cell[:-1])]
                    if left:
                        yield from (line for cell in left for line in cell)
                        yield ROW
            case _:
                raise AssertionError(f"pandoc reads a {kind}")


def _pandoc_words(inlines: list[Any], words: list[str], notes: list[Any]) -> None:
    for inline in inlines:
        kind, inner = inline["t"], inline.get("c")
        match kind:
            case "Str":
                words.append(inner)
            case "Space" | "SoftBreak":
                words.append(" ")
            case "LineBreak":
                words.append("\n")
            case "Note":
                words.append(NOTE)
                notes.append(inner)
            case "Emph" | "Strong" | "Superscript" | "Subscript" | "Underline" | "Strikeout" | "SmallCaps":
                _pandoc_words(inner, words, notes)
            case "Span" | "Link" | "Quoted":
                _pandoc_words(inner[1], words, notes)
            case _:
                raise AssertionError(f"pandoc reads a {kind}")


# --- our own reader


def our_lines(path: Path, do: str) -> Lines:
    """The lines of a Word file as our reader sees them in one view."""
    view = View.ORIGINAL if do == "reject" else View.AMENDED
    return list(_our_blocks(view_as(read_docx(path.read_bytes(), path.name).law, view).document.blocks))


def _our_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield "".join(NOTE if isinstance(inline, Note) else inline_text(inline) for inline in block.content)
                for inline in block.content:
                    if isinstance(inline, Note):
                        for line in _our_blocks(inline.blocks):
                            yield NOTE + line
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield from _our_blocks(cell.blocks)
                        yield CELL
                    yield ROW
            case Group():
                yield from _our_blocks(block.blocks)
            case _:
                pass


# --- validators


def sdk_errors(validator: Path, path: Path) -> list[str]:
    """What the validator of the Open XML SDK finds; an answer that is no list of errors fails."""
    done = subprocess.run([str(validator), str(path), "Microsoft365"], capture_output=True, text=True, timeout=300)
    assert done.stdout.startswith("{"), done.stderr
    return [f"{path.name}: {error['path']} {error['xPath']}: {error['description']}" for error in json.loads(done.stdout)["errors"]]


def checker(shared: Path, name: str) -> ModuleType:
    """One of the shared checkers as a module."""
    folder = str(shared / "word" / "check")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def schema_errors(shared: Path, path: Path) -> list[str]:
    """What the ISO 29500 transitional schemas say against a file."""
    return [f"{path.name}: {error}" for error in checker(shared, "validate_xsd").errors(str(path))]


def lint_errors(shared: Path, path: Path) -> list[str]:
    """What breaks the rules that no schema knows: ids, relationships, part names, content types, the order of marks."""
    return [f"{path.name}: {error}" for error in checker(shared, "validate_lint").lint(str(path))]


Client = Callable[[Path, str], Lines]
