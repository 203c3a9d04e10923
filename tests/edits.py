"""Edits of a .docx as a reviewer makes them in Word: with tracked changes or without, written into its XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from lxml import etree

from modellaw.ooxml.opened import W, w

DATE = "2024-05-06T07:08:00Z"


class Edited:
    """A .docx under the hands of a reviewer; ``tracked`` says whether changes are tracked."""

    def __init__(self, data: bytes, author: str = "Reviewer", *, tracked: bool = True) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.document = etree.fromstring(self.archive.read("word/document.xml"))
        self.author, self.tracked, self.number = author, tracked, 900_000
        self.parts: dict[str, bytes] = {}

    def bytes(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name in self.archive.namelist():
                data = self.parts.get(name, self.archive.read(name))
                made.writestr(name, etree.tostring(self.document) if name == "word/document.xml" else data)
        return out.getvalue()

    def save(self, path: Path) -> Path:
        path.write_bytes(self.bytes())
        return path

    def paragraph(self, words: str) -> etree._Element:
        """The first paragraph of the law (not of the contents) that holds some words."""
        for paragraph in self.document.iter(w("p")):
            style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
            listed = style is not None and (style.get(w("val"), "").lower().startswith(("toc", "guide", "cover", "title")))
            if not listed and words in "".join(map(str, paragraph.itertext(w("t")))):
                return paragraph
        raise AssertionError(f"no paragraph says “{words}”")

    def _mark(self, name: str) -> etree._Element:
        self.number += 1
        return etree.Element(w(name), {w("id"): str(self.number), w("author"): self.author, w("date"): DATE}, nsmap={"w": W})

    def _run(self, words: str, like: etree._Element | None = None, *, deleted: bool = False) -> etree._Element:
        run = etree.Element(w("r"), nsmap={"w": W})
        if like is not None and like.find(w("rPr")) is not None:
            run.append(deepcopy(like.find(w("rPr"))))
        text = etree.SubElement(run, w("delText" if deleted else "t"))
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return run

    def replace(self, old: str, new: str, within: str = "") -> None:
        """Words of one run become others, ("" to delete)."""
        paragraph = self.paragraph(within or old)
        run = next(r for r in paragraph.iter(w("r")) if old in "".join(map(str, r.itertext(w("t")))))
        text = "".join(map(str, run.itertext(w("t"))))
        before, _, after = text.partition(old)
        parts = [self._run(before, run)] if before else []
        if self.tracked:
            gone = self._mark("del")
            gone.append(self._run(old, run, deleted=True))
            parts.append(gone)
        if new:
            parts += [self._inserted(self._run(new, run))]
        parts += [self._run(after, run)] if after else []
        for part in parts:
            run.addprevious(part)
        run.getparent().remove(run)

    def _inserted(self, run: etree._Element) -> etree._Element:
        if not self.tracked:
            return run
        mark = self._mark("ins")
        mark.append(run)
        return mark

    def insert_after(self, words: str, *lines: str, style: str = "") -> None:
        """New paragraphs behind the one that holds some words, in its style or another, as the Enter key makes them."""
        self._insert(self.paragraph(words), lines, style)

    def insert_before(self, words: str, *lines: str) -> None:
        """New paragraphs in front of the one that holds some words."""
        before = self.paragraph(words).getprevious()
        assert before is not None
        self._insert(before, lines, "")

    def _insert(self, last: etree._Element, lines: tuple[str, ...], style: str) -> None:
        for line in lines:
            made = etree.Element(w("p"), nsmap={"w": W})
            properties = last.find(w("pPr"))
            made.append(deepcopy(properties) if properties is not None else etree.Element(w("pPr")))
            inner = made[0]
            if style:
                inner.find(w("pStyle")).set(w("val"), style)
            for old in inner.findall(w("rPr")):
                inner.remove(old)
            if self.tracked:
                etree.SubElement(inner, w("rPr")).append(self._mark("ins"))
            made.append(self._inserted(self._run(line)))
            last.addnext(made)
            last = made

    def delete(self, words: str, count: int = 1) -> None:
        """Whole paragraphs go, from the one that holds some words on."""
        paragraph: etree._Element | None = self.paragraph(words)
        for _ in range(count):
            assert paragraph is not None
            following = paragraph.getnext()
            if self.tracked:
                self._delete(paragraph)
            else:
                paragraph.getparent().remove(paragraph)
            paragraph = following

    def _delete(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        mark = properties.find(w("rPr"))
        if mark is None:
            mark = etree.SubElement(properties, w("rPr"))
        mark.insert(0, self._mark("del"))
        for run in list(paragraph.iter(w("r"))):
            for text in run.iter(w("t")):
                text.tag = w("delText")
            gone = self._mark("del")
            run.addprevious(gone)
            gone.append(run)

    def move(self, words: str, count: int, behind: str) -> None:
        """Paragraphs are cut and pasted elsewhere."""
        paragraph: etree._Element | None = self.paragraph(words)
        target = self.paragraph(behind)
        for _ in range(count):
            assert paragraph is not None
            following = paragraph.getnext()
            copy = deepcopy(paragraph)
            for mark in [*copy.iter(w("bookmarkStart")), *copy.iter(w("bookmarkEnd"))]:
                mark.getparent().remove(mark)
            if self.tracked:
                properties = copy.find(w("pPr"))
                etree.SubElement(properties, w("rPr")).append(self._mark("ins"))
                for run in list(copy.iter(w("r"))):
                    came = self._mark("ins")
                    run.addprevious(came)
                    came.append(run)
                self._delete(paragraph)
            else:
                paragraph.getparent().remove(paragraph)
            target.addnext(copy)
            target = copy
            paragraph = following

    def row_after(self, words: str, *cells: str) -> None:
        """A new table row behind the one that holds some words."""
        row = next(r for r in self.document.iter(w("tr")) if words in "".join(map(str, r.itertext(w("t")))))
        made = deepcopy(row)
        if self.tracked:
            properties = made.find(w("trPr"))
            if properties is None:
                properties = etree.Element(w("trPr"))
                made.insert(0, properties)
            properties.append(self._mark("ins"))
        for cell, said in zip(made.findall(w("tc")), cells, strict=True):
            first, *others = cell.findall(w("p"))
            for other in others:
                cell.remove(other)
            for child in [child for child in first if child.tag != w("pPr")]:
                first.remove(child)
            first.append(self._inserted(self._run(said)))
        row.addnext(made)

    def part(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Another part of the file, changed."""
        self.parts[name] = change(self.archive.read(name))
