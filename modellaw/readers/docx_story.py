"""A story of a Word document (body, footnote, cell, text box) as blocks with their marks (ECMA-376 part 1, 17.3, 17.4, 17.13.5).

Word keeps the mark of a paragraph's end; the tree keeps the boundary before a block. A paragraph that came or went whole bears the
trace itself; where only its end was inserted or deleted, the paragraph after it bears it as its ``seam``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from lxml import etree

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import (
    Attributes,
    Block,
    CarriedInline,
    Group,
    Inline,
    Note,
    Paragraph,
    Reference,
    Row,
    Run,
    Table,
    Wrap,
)
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text
from modellaw.ooxml.numbering import Numbering, Styles
from modellaw.ooxml.opened import M, R, w
from modellaw.ooxml.symbols import symbol
from modellaw.readers.docx_drawn import ALTERNATIVE, FORMULA, FORMULA_RUN, FORMULA_TEXT, FORMULAS, alternative, boxes, is_built
from modellaw.readers.docx_fields import field_target, read_field, referred
from modellaw.readers.docx_grid import GridCell, span_rows
from modellaw.readers.docx_marks import DELETED, INSERTED, Revisions
from modellaw.readers.docx_properties import indent, turned_on, value
from modellaw.values import dataclass

WORD = "urn:modellaw:word:1"
"""The namespace of what a paragraph was in Word: ``style``, ``number`` (the automatic one, as shown), ``bullet``, ``level``, ``outline``,
``indent``, ``align``, ``bookmarks``."""

OBJECT = "\ufffc"
"""What stands for a picture, a symbol of a font that is not known or an embedded object."""

_THROUGH = frozenset(map(w, ("sdt", "sdtContent", "customXml", "smartTag", "dir", "bdo")))
_RUNS = frozenset({w("r"), FORMULA_RUN})
_TEXTS = frozenset({w("t"), w("delText"), FORMULA_TEXT})
_OF_FORMULAS = f"{{{M}}}"
_FORMATS = (("b", "b"), ("i", "i"), ("u", "u"))
_BREAKS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_SILENT = frozenset(map(w, (
    "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "annotationRef",
    "lastRenderedPageBreak", "proofErr", "permStart", "permEnd", "softHyphen", "footnoteRef", "endnoteRef", "separator",
    "continuationSeparator", "bookmarkEnd", "commentReference", "customXmlPr", "smartTagPr", "tblPrEx", "moveFromRangeStart",
    "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "contentPart",
    *(f"customXml{what}Range{end}" for what in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
)))  # fmt: skip
_ELSEWHERE = {"altChunk": "a document put into this one", "subDoc": "a part of a master document", "relIds": "a diagram",
              "chart": "a chart", "textpath": "letters drawn as a picture", "sym": "a sign of a symbol font"}  # fmt: skip
"""What has its words in another part or file, as a drawing, or in a font that has no letters."""


@dataclass(slots=True)
class Anchors:
    """Where comments begin and end: the number of the paragraph, counted over the document, and the character in it."""

    start: dict[str, tuple[int, int]] = field(default_factory=dict)
    end: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Carry:
    """What a paragraph leaves to what follows it: the marks of its end, and text boxes that wait until a paragraph is whole."""

    mark: Trace = NO_TRACE
    boxes: list[Block] = field(default_factory=list)

    def flush(self, out: list[Block]) -> None:
        """Nothing joins the last paragraph any more."""
        self.mark = NO_TRACE
        out += self.boxes
        self.boxes = []


@dataclass(slots=True)
class Story:
    """One reader for all stories of a document: it counts its lists, and remembers comments and what it could not read."""

    styles: Styles
    numbering: Numbering
    revisions: Revisions
    links: dict[str, tuple[str, str]]
    note: Callable[[str, str], etree._Element | None]
    anchors: Anchors = field(default_factory=Anchors)
    unknown: dict[str, int] = field(default_factory=dict)
    elsewhere: dict[str, int] = field(default_factory=dict)
    hidden: int = 0
    pictures: int = 0
    paragraphs: int = 0
    _bookmarks: list[str] = field(default_factory=list)
    _boxes: list[tuple[etree._Element, Trace]] = field(default_factory=list)
    _open: list[etree._Element] = field(default_factory=list)
    _row_goes: bool = False

    def blocks(self, element: etree._Element, trace: Trace = NO_TRACE) -> tuple[Block, ...]:
        """The blocks inside an element, revision marks as traces."""
        out: list[Block] = []
        carry = _Carry()
        self._blocks(element, trace, out, carry)
        carry.flush(out)
        return tuple(out)

    def _blocks(self, element: etree._Element, trace: Trace, out: list[Block], carry: _Carry) -> None:
        for child in element:
            tag = child.tag
            if tag == w("p"):
                self._paragraph(child, trace, out, carry)
            elif tag == w("tbl"):
                carry.flush(out)
                out.append(self.table(child, trace))
            elif tag in _THROUGH:
                self._blocks(child, trace, out, carry)
            elif tag in INSERTED or tag in DELETED:
                self._blocks(child, self.revisions.under(trace, child), out, carry)
            elif tag == ALTERNATIVE:
                if (chosen := alternative(child)) is not None:
                    self._blocks(chosen, trace, out, carry)
            elif tag in FORMULAS:
                found: list[Inline] = []
                self._inline(child, trace, (), found, [])
                out.append(Paragraph(coalesce(found)))
            elif tag == w("bookmarkStart"):
                self._bookmarks.append(child.get(w("name"), ""))
            elif tag in (w("commentRangeStart"), w("commentRangeEnd")):
                self._comment(child, 0)
            elif isinstance(tag, str) and tag not in _SILENT:
                self._strange(child)
                self._blocks(child, trace, out, carry)

    # --- paragraphs

    def _paragraph(self, element: etree._Element, trace: Trace, out: list[Block], carry: _Carry) -> None:
        properties = element.find(w("pPr"))
        mark = self.revisions.of(properties.find(w("rPr")) if properties is not None else None)
        found: list[Inline] = []
        self._inlines(element, trace, (), found)
        content = coalesce(found)
        if content and self.styles.shows(value(properties, "pStyle"), "vanish"):
            self.hidden += 1
        whole = Trace(mark.inserted if all(_under(i).inserted for i in content) else "",
                      mark.deleted if all(_under(i).deleted for i in content) else "")  # fmt: skip
        before = carry.mark
        seam = Trace("" if whole.inserted else before.inserted, "" if whole.deleted else before.deleted)
        carry.mark = Trace(before.inserted if whole.inserted else mark.inserted, before.deleted if whole.deleted else mark.deleted)
        attributes = self._described(properties, gone=bool(trace.deleted or whole.deleted or seam.deleted) or self._row_goes)
        out.append(Paragraph(content, "p", attributes, Trace(trace.inserted or whole.inserted, trace.deleted or whole.deleted), seam))
        self.paragraphs += 1
        boxes, self._boxes = self._boxes, []
        for box, inside in boxes:
            carry.boxes.append(Group("container", self.blocks(box), (("name", "textBox"),), inside))
        if not carry.mark:
            carry.flush(out)

    def _described(self, properties: etree._Element | None, *, gone: bool) -> Attributes:
        """What a paragraph was in Word; one that is deleted, or joined to the one before, has no number, since it does not count."""
        style = value(properties, "pStyle")
        number, level = self.numbering.place(properties, style)
        shown = self.numbering.next(number, level) if number and not gone else ""
        outline = value(properties, "outlineLvl")
        says = {
            "style": self.styles.name(style) if style else "",
            "number": shown,
            "bullet": self.numbering.bullet(number, level) if number and not gone else "",
            "list": number,
            "level": str(level) if number else "",
            "outline": outline if outline.isdigit() else str(self.styles.outline(style)),
            "indent": indent(properties),
            "align": value(properties, "jc"),
            "bookmarks": " ".join(name for name in self._bookmarks if name and not name.startswith("_GoBack")),
        }
        self._bookmarks = []
        return tuple((f"{{{WORD}}}{name}", value) for name, value in says.items() if value and value != "-1")

    # --- words

    def _inlines(self, element: etree._Element, trace: Trace, wraps: tuple[Wrap, ...], out: list[Inline]) -> None:
        fields: list[tuple[str, int]] = []
        for child in element:
            self._inline(child, trace, wraps, out, fields)

    def _inline(
        self, child: etree._Element, trace: Trace, wraps: tuple[Wrap, ...], out: list[Inline], fields: list[tuple[str, int]]
    ) -> None:
        tag = child.tag
        if tag in _RUNS:
            self._run(child, trace, wraps, out, fields)
        elif tag in INSERTED or tag in DELETED:
            inner = self.revisions.under(trace, child)
            for below in child:
                self._inline(below, inner, wraps, out, fields)
        elif tag in (w("hyperlink"), w("fldSimple")):
            self._link(child, trace, wraps, out)
        elif tag in _THROUGH:
            for below in child:
                self._inline(below, trace, wraps, out, fields)
        elif tag == ALTERNATIVE:
            chosen = alternative(child)
            for below in chosen if chosen is not None else ():
                self._inline(below, trace, wraps, out, fields)
        elif tag == w("bookmarkStart"):
            self._bookmarks.append(child.get(w("name"), ""))
        elif tag in (w("commentRangeStart"), w("commentRangeEnd")):
            self._comment(child, sum(len(inline_text(inline)) for inline in out))
        elif isinstance(tag, str) and tag not in _SILENT:
            if not tag.startswith(_OF_FORMULAS):
                self._strange(child)
            elif tag == FORMULA and is_built(child):
                self._not_read("how a formula is built")
            for below in child:
                self._inline(below, trace, wraps, out, fields)

    def _run(self, run: etree._Element, trace: Trace, wraps: tuple[Wrap, ...], out: list[Inline], fields: list[tuple[str, int]]) -> None:
        properties = run.find(w("rPr"))
        wraps = (*wraps, *self._formatting(properties))
        for child in run:
            self._in_run(child, trace, wraps, out, fields)

    def _in_run(
        self, child: etree._Element, trace: Trace, wraps: tuple[Wrap, ...], out: list[Inline], fields: list[tuple[str, int]]
    ) -> None:
        tag = child.tag
        if tag in _TEXTS:
            out.append(Run(child.text or "", wraps, trace))
        elif tag in _BREAKS:
            out.append(Run(_BREAKS[tag], wraps, trace))
        elif tag in (w("footnoteReference"), w("endnoteReference")):
            out.append(self._note(child, trace))
        elif tag == w("fldChar"):
            if code := read_field(child, out, fields):
                self._not_read(f"what the field {code} shows")
        elif tag in (w("instrText"), w("delInstrText")):
            if fields:
                fields[-1] = (fields[-1][0] + (child.text or ""), fields[-1][1])
        elif tag == w("commentReference"):
            self._referred(child, sum(len(inline_text(inline)) for inline in out))
        elif tag in (w("drawing"), w("pict"), w("object")):
            self._object(child, trace, wraps, out)
        elif tag == w("sym") or (isinstance(tag, str) and tag.endswith("}symEx")):
            out.append(self._symbol(child, trace, wraps))
        elif tag == w("ruby"):
            self._not_read("a reading above words")
            for below in child.iterfind(f"{w('rubyBase')}/*"):
                self._inline(below, trace, wraps, out, fields)
        elif tag == ALTERNATIVE:
            chosen = alternative(child)
            for below in chosen if chosen is not None else ():
                self._in_run(below, trace, wraps, out, fields)
        elif isinstance(tag, str) and tag not in _SILENT:
            self._inline(child, trace, wraps, out, fields)

    def _object(self, child: etree._Element, trace: Trace, wraps: tuple[Wrap, ...], out: list[Inline]) -> None:
        if child.tag == w("pict") and len(child) and all(str(shape.tag).endswith("}shapetype") for shape in child):
            return
        drawn, held = list(child.iter(*(f"{{*}}{name}" for name in _ELSEWHERE))), boxes(child)
        for one in drawn:
            self._strange(one)
        self.pictures += not drawn and not held
        out.append(CarriedInline(f'<img src="{etree.QName(child).localname}"/>', OBJECT, wraps, trace))
        self._boxes += [(box, trace) for box in held]

    def _symbol(self, child: etree._Element, trace: Trace, wraps: tuple[Wrap, ...]) -> Inline:
        space = etree.QName(child).namespace  # in Word's own for signs beyond 16 bits
        sign = symbol(child.get(f"{{{space}}}font", ""), child.get(f"{{{space}}}char", ""))
        if sign:
            return Run(sign, wraps, trace)
        self._strange(child)
        return CarriedInline('<img src="sym"/>', OBJECT, wraps, trace)

    def _formatting(self, properties: etree._Element | None) -> tuple[Wrap, ...]:
        if properties is None:
            return ()
        if properties.find(w("rPrChange")) is not None:
            self.revisions.formatting += 1
        style = value(properties, "rStyle")
        self.hidden += turned_on(properties, "vanish", self.styles, style)
        out = []
        for name, wrap in _FORMATS:
            if turned_on(properties, name, self.styles, style):
                out.append(Wrap(wrap))
        raised = {"superscript": "sup", "subscript": "sub"}.get(value(properties, "vertAlign"))
        return (*out, Wrap(raised)) if raised else tuple(out)

    def _link(self, child: etree._Element, trace: Trace, wraps: tuple[Wrap, ...], out: list[Inline]) -> None:
        inside: list[Inline] = []
        self._inlines(child, trace, wraps, inside)
        anchor, relation = child.get(w("anchor"), ""), self.links.get(child.get(f"{{{R}}}id", ""))
        target = f"#{anchor}" if anchor else (relation[1] if relation else field_target(child.get(w("instr"), "")))
        out += referred(target, inside)

    def _note(self, child: etree._Element, trace: Trace) -> Inline:
        kind = "footnotes" if child.tag == w("footnoteReference") else "endnotes"
        story = self.note(kind, child.get(w("id"), ""))
        if story is None:
            return self._no_note("a note that is not in the file", trace)
        if story in self._open:
            return self._no_note("a note that refers to itself", trace)
        kept = self._bookmarks, self._boxes
        self._bookmarks, self._boxes = [], []
        self._open.append(story)
        blocks = self.blocks(story)
        self._open.pop()
        self._bookmarks, self._boxes = kept
        return Note(blocks, (("placement", "bottom" if kind == "footnotes" else "end"),), (), trace)

    def _no_note(self, why: str, trace: Trace) -> Inline:
        self.unknown[why] = self.unknown.get(why, 0) + 1
        return Note((), (("placement", "bottom"),), (), trace)

    def _comment(self, element: etree._Element, offset: int) -> None:
        where = self.anchors.start if element.tag == w("commentRangeStart") else self.anchors.end
        where[element.get(w("id"), "")] = (self.paragraphs, offset)

    def _referred(self, element: etree._Element, offset: int) -> None:
        """A comment without a range, as LibreOffice writes it where no words were selected, stands where its mark is."""
        self.anchors.start.setdefault(element.get(w("id"), ""), (self.paragraphs, offset))

    def _strange(self, element: etree._Element) -> None:
        name = etree.QName(element).localname
        if name in _ELSEWHERE:
            self._not_read(_ELSEWHERE[name])
        else:
            self.unknown[f"<{name}>"] = self.unknown.get(f"<{name}>", 0) + 1

    def _not_read(self, what: str) -> None:
        self.elsewhere[what] = self.elsewhere.get(what, 0) + 1

    # --- tables

    def table(self, element: etree._Element, trace: Trace) -> Table:
        """A table, its cells with their spans."""
        grid: list[list[GridCell]] = []
        rows: list[tuple[Trace, bool]] = []
        self._rows(element, trace, grid, rows)
        span_rows(grid)
        made = tuple(
            Row(tuple(cell.made() for cell in cells if not cell.merged), (), marks)
            for cells, (marks, _) in zip(grid, rows, strict=True)
        )  # fmt: skip
        return Table(made, (), (), trace)

    def _rows(self, element: etree._Element, trace: Trace, grid: list[list[GridCell]], rows: list[tuple[Trace, bool]]) -> None:
        for child in element:
            if child.tag == w("tr"):
                properties = child.find(w("trPr"))
                header = properties is not None and properties.find(w("tblHeader")) is not None
                cells: list[GridCell] = []
                before, marks, outer = value(properties, "gridBefore"), self.revisions.of(properties), self._row_goes
                self._row_goes = outer or bool(marks.deleted)
                self._cells(child, header, cells, int(before) if before.isdigit() else 0)
                self._row_goes = outer
                grid.append(cells)
                rows.append((marks, header))
            elif child.tag in _THROUGH or child.tag in INSERTED or child.tag in DELETED:
                self._rows(child, trace, grid, rows)
            elif child.tag == w("bookmarkStart"):
                self._bookmarks.append(child.get(w("name"), ""))

    def _cells(self, element: etree._Element, header: bool, out: list[GridCell], column: int) -> None:
        for child in element:
            if child.tag == w("tc"):
                properties = child.find(w("tcPr"))
                merge = properties.find(w("vMerge")) if properties is not None else None
                wide = value(properties, "gridSpan")
                out.append(
                    GridCell(self.blocks(child), header, self.revisions.of_cell(properties), int(wide) if wide.isdigit() else 1,
                              merge is not None and merge.get(w("val"), "continue") == "continue",
                              column + sum(cell.wide for cell in out)))  # fmt: skip
            elif child.tag in _THROUGH:
                self._cells(child, header, out, column)
            elif child.tag == w("bookmarkStart"):
                self._bookmarks.append(child.get(w("name"), ""))


def _under(inline: Inline) -> Trace:
    """The trace of an inline; of a reference whose words have traces of their own, what these share."""
    if not isinstance(inline, Reference) or inline.trace or not inline.content:
        return inline.trace
    runs = inline.content
    return Trace(runs[0].trace.inserted if all(run.trace.inserted for run in runs) else "",
                 runs[0].trace.deleted if all(run.trace.deleted for run in runs) else "")  # fmt: skip
