"""A web page as lines: its blocks in order, numbers of lists as they are shown, footnotes by their links, navigation set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from modellaw.errors import Finding, InputError, Place, Severity
from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content
from modellaw.importing.labels import labels_of
from modellaw.importing.lines import Aside, Line, Source, Spot, text_in
from modellaw.importing.notes import with_starred_notes
from modellaw.importing.shapes import bold_signs, parted, plain_table, table_text
from modellaw.model.nodes import Attributes, Block, CarriedInline, Cell, Inline, Note, Paragraph, Reference, Row, Run, Table, Wrap
from modellaw.model.views import coalesce
from modellaw.values import replace
from modellaw.writers.docx_styles import language_code

MOST_BYTES = 64 * 1024 * 1024
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "menu",
     "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
)  # fmt: skip
_UNSEEN = frozenset(
    ("head", "script", "style", "template", "noscript", "svg", "button", "input", "select", "textarea", "iframe", "object", "colgroup",
     "title", "link", "meta")
)  # fmt: skip
_ABOUT = "words of the page about itself"
_ASIDE = {"nav": "navigation", "header": "page header", "footer": "page footer", "form": "form"}
_DELETED = "deleted words"
_WRAPS = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "sup": "sup", "sub": "sub"}
_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§]|[a-z])[\])]?\s*")
_BACK = re.compile(r"\s*(?:↩︎?|↑|\^|back)\s*", re.IGNORECASE)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_LENGTH = re.compile(r"(?:margin-left|padding-left)\s*:\s*([\d.]+)(px|pt|em|rem|%)?")
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 5.0, "": 0.75}
_LEVEL = 24.0
_ROMAN = (("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5),
          ("iv", 4), ("i", 1))  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def read_web(data: bytes, name: str, grammar: Grammar) -> Source:
    """The lines of an HTML page."""
    if len(data) > MOST_BYTES:
        raise InputError(f"the file has {len(data)} bytes, more than {MOST_BYTES}", Place(name))
    try:
        parser = _parser(_encoding(data))
    except LookupError:
        parser = _parser("cp1252")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, LookupError) as error:
        raise InputError(f"not a web page that can be read: {str(error).lower()}", Place(name)) from error
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise InputError("elements are nested too deep", Place(name), "no page of law is built so; is it damaged?")
    if root is None:
        raise InputError("the page is empty", Place(name))
    page = _Page(root, grammar)
    body = root.find(".//body")
    page.block(body if body is not None else root, 0.0)
    page.close(0.0)
    title = " ".join((root.findtext(".//title") or "").split())
    language = language_code(root.get("lang") or "")
    said = "words that are marked as deleted were set aside, those marked as inserted were read"
    marked = any(aside.why == _DELETED for aside in page.asides)
    findings = (Finding("tracked-changes", Severity.WARNING, said, Place(name)),) if marked else ()
    lines = with_starred_notes(page.lines, page.asides, grammar)
    return Source(name, "html", tuple(lines), tuple(page.asides), findings, title, language)


def _parser(encoding: str) -> html.HTMLParser:
    return html.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)


def _encoding(data: bytes) -> str:
    """UTF-8 where it is that, else what the page says, else Windows-1252."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return encoding
    try:
        data.decode()
        return "utf-8"
    except UnicodeDecodeError:
        said = _CHARSET.search(data[:2048])
        return said[1].decode("ascii") if said and said[1].lower() != b"utf-8" else "cp1252"


def _is_about_it(element: etree._Element) -> bool:
    """Whether a page of ours marks something as no part of the law; the labels of what they stand before are kept, for what they say."""
    return element.get("data-ui") == "" and "tag" not in (element.get("class") or "").split()


class _Page:
    def __init__(self, root: etree._Element, grammar: Grammar) -> None:
        self.grammar = grammar
        self.lines: list[Line] = []
        self.asides: list[Aside] = []
        self.held: list[Inline] = []
        self.outline = -1
        self.centred = False
        self.number = ""
        self.notes = _notes(root)
        self.inside_note = False

    # --- blocks

    def block(self, element: etree._Element, indent: float) -> None:
        """The lines of a block element, those around blocks inside it too."""
        name = _name(element)
        if name in _UNSEEN or element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", ""):
            return
        if name in _ASIDE and not self._is_law(element, name):
            self._aside(_ASIDE[name], element)
            return
        if name == "del" or _is_about_it(element):
            self._aside(_DELETED if name == "del" else _ABOUT, element)
            return
        if element.get("id") in self.notes and not self.inside_note:
            return
        if name == "table":
            self._table(element, indent)
            return
        self.close(indent)
        outer = self.outline, self.centred
        self.outline = int(name[1]) - 1 if re.fullmatch(r"h[1-6]", name) else self.outline
        style = (element.get("style") or "").replace(" ", "")
        self.centred = self.centred or name == "center" or element.get("align") == "center" or "text-align:center" in style
        deeper = indent + (_LEVEL if name in {"ol", "ul", "blockquote", "dd"} else 0.0) + _margin(element)
        counter = _Counter(element) if name in {"ol", "ul"} else None
        self._text(element.text, ())
        for child in element:
            if counter is not None and _name(child) == "li":
                self.close(deeper)
                self.number = counter.next(child)
            self._child(child, deeper, ())
            self._text(child.tail, ())
        self.close(deeper)
        self.outline, self.centred = outer

    def _child(self, child: etree._Element, indent: float, wraps: tuple[Wrap, ...]) -> None:
        name = _name(child)
        if name in _BLOCKS or name == "del" or _is_about_it(child):
            self.block(child, indent)
        elif name not in _UNSEEN:
            self._inline(child, indent, wraps)

    def _is_law(self, element: etree._Element, name: str) -> bool:
        """Whether a header, footer or form holds the law all the same: it has numbered lines, or stands inside an article or a section."""
        if name == "nav":
            return False
        if name == "form" or any(_name(above) in {"article", "section", "main"} for above in element.iterancestors()):
            return True
        return sum(bool(labels_of(" ".join("".join(p.itertext()).split()), self.grammar)) for p in element.iter("p", "li", "div")) > 3

    def _aside(self, why: str, element: etree._Element) -> None:
        words = " ".join(" ".join(map(str, element.itertext())).split())
        if words:
            self.asides.append(Aside(why, words))

    def close(self, indent: float) -> None:
        """End the line at hand."""
        content = coalesce(self.held)
        self.held = []
        if not text_in(content).strip() and not any(isinstance(inline, Note) for inline in content):
            return
        if self.number:
            content = coalesce((Run(f"{self.number}\t"), *content))
            self.number = ""
        for part in parted(_squeezed(content)):
            text = text_in(part)
            spot = Spot(0, len(self.lines) + 1)
            self.lines.append(Line(part, text, spot, "", indent, self.outline, self.centred, bold_signs(part)))

    # --- words

    def _text(self, text: str | None, wraps: tuple[Wrap, ...]) -> None:
        if text:
            self.held.append(Run(_BLANK.sub(" ", _NO_TEXT.sub("", text)), wraps))

    def _inline(self, element: etree._Element, indent: float, wraps: tuple[Wrap, ...]) -> None:
        name = _name(element)
        if name == "br":
            self.held.append(Run("\n", wraps))
            return
        if name == "img":
            self.held.append(CarriedInline('<img src="image"/>', "\ufffc", wraps))
            return
        note = self._note(element)
        if note is not None:
            self.held.append(note)
            return
        inner = (*wraps, Wrap(_WRAPS[name])) if name in _WRAPS and Wrap(_WRAPS[name]) not in wraps else wraps
        before = len(self.held)
        self._text(element.text, inner)
        for child in element:
            self._child(child, indent, inner)
            self._text(child.tail, inner)
        target = element.get("href") or ""
        inside = self.held[before:]
        if name == "a" and target.startswith(("http://", "https://")) and inside and all(isinstance(inline, Run) for inline in inside):
            self.held[before:] = [Reference(target, tuple(Run(inline.text) for inline in inside if isinstance(inline, Run)), (), wraps)]

    # --- notes

    def _note(self, element: etree._Element) -> Note | None:
        """The footnote that an inline refers to, None when it refers to none."""
        links = [element] if _name(element) == "a" else [link for link in element if _name(link) == "a"] if _name(element) == "sup" else []
        for link in links:
            target = self.notes.get((link.get("href") or "")[1:]) if (link.get("href") or "").startswith("#") else None
            words = "".join(map(str, element.itertext()))
            if target is not None and _MARK.fullmatch(words):
                self.asides.append(Aside("note mark", words.strip()))
                return Note(self._note_blocks(target), (("placement", "bottom"),))
        return None

    def _note_blocks(self, target: etree._Element) -> tuple[Block, ...]:
        inner = _Page(target, self.grammar)
        inner.notes, inner.inside_note = {}, True
        for back in target.xpath('.//a[starts-with(@href, "#")]'):
            if _BACK.fullmatch("".join(back.itertext())) or _MARK.fullmatch("".join(back.itertext())):
                words = "".join(back.itertext())
                self.asides.append(Aside("note mark", words.strip()))
                _take_out(back)
        inner.block(target, 0.0)
        inner.close(0.0)
        return tuple(Paragraph(line.content) for line in inner.lines) or (Paragraph(),)

    # --- tables

    def _table(self, element: etree._Element, indent: float) -> None:
        self.close(indent)
        caption = element.find("caption")
        if caption is not None:
            self.block(caption, indent)
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        if self._is_layout(rows):
            for row in rows:
                cells = [cell for cell in row if _name(cell) in {"td", "th"}]
                self._layout_row(cells, indent)
            return
        made = tuple(Row(tuple(self._cell(cell) for cell in row if _name(cell) in {"td", "th"})) for row in rows)
        table = plain_table(Table(made))
        if table is not None:
            self.lines.append(Line((), table_text(table), Spot(0, len(self.lines) + 1), table=table))

    def _is_layout(self, rows: list[etree._Element]) -> bool:
        """Whether a table only puts numbers in front of text: two or three columns, a number or nothing in all but the last."""
        if not rows or any(_name(cell) == "th" for row in rows for cell in row):
            return False
        firsts = [" ".join("".join(map(str, cell.itertext())).split()) for row in rows for cell in [*row][:-1]]
        return bool(firsts) and any(firsts) and all(not first or _is_number(first, self.grammar) for first in firsts)

    def _layout_row(self, cells: list[etree._Element], indent: float) -> None:
        lead = [" ".join("".join(map(str, cell.itertext())).split()) for cell in cells[:-1]]
        self.number = " ".join(filter(None, lead))
        if cells:
            self.block(cells[-1], indent + _LEVEL * sum(not words for words in lead))
        self.number = ""

    def _cell(self, element: etree._Element) -> Cell:
        inner = _Page(element, self.grammar)
        inner.notes = self.notes
        inner.block(element, 0.0)
        inner.close(0.0)
        self.asides += inner.asides
        blocks: tuple[Block, ...] = tuple(line.table if line.table is not None else Paragraph(line.content) for line in inner.lines)
        spans: Attributes = tuple(
            (key, value) for key in ("colspan", "rowspan") if (value := element.get(key, "")).isdigit() and 1 < int(value) < 1000
        )
        return Cell(blocks or (Paragraph(),), _name(element) == "th", spans)


class _Counter:
    """The numbers of a list as a browser shows them."""

    def __init__(self, element: etree._Element) -> None:
        self.kind = (element.get("type") or "1") if _name(element) == "ol" else "•"
        style = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", element.get("style") or "")
        said = {
            "lower-alpha": "a",
            "lower-latin": "a",
            "upper-alpha": "A",
            "lower-roman": "i",
            "upper-roman": "I",
            "decimal": "1",
            "none": "",
        }
        if style and style[1] in said:
            self.kind = said[style[1]]
        start = element.get("start") or ""
        self.value = int(start) - 1 if start.lstrip("-").isdigit() else 0

    def next(self, item: etree._Element) -> str:
        own = item.get("value") or ""
        self.value = int(own) if own.lstrip("-").isdigit() else self.value + 1
        if self.kind in {"", "•"}:
            return self.kind
        return f"{_counted(self.kind, self.value)}."


def _counted(kind: str, value: int) -> str:
    if kind in "aA" and value > 0:
        letter = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if kind == "A" else letter
    if kind in "iI" and 0 < value < 4000:
        out = ""
        for sign, one in _ROMAN:
            out += sign * (value // one)
            value %= one
        return out.upper() if kind == "I" else out
    return str(value)


def _notes(root: etree._Element) -> dict[str, etree._Element]:
    """The elements that links with a mark of a note for text lead to, by id."""
    named = {element.get("id"): element for element in root.iter() if element.get("id") and isinstance(element.tag, str)}
    found: dict[str, etree._Element] = {}
    for link in _links(root):
        target = named.get((link.get("href") or "")[1:])
        words = "".join(map(str, link.itertext()))
        raised = any(_name(above) == "sup" for above in (link, *link.iterancestors())) or link.find("sup") is not None
        noted = "noteref" in (link.get("role") or "") or "footnote" in (link.get("class") or "")
        if (
            target is None
            or not (raised or noted)
            or not _MARK.fullmatch(words)
            or _name(target) not in {"li", "p", "div", "aside", "dd", "td"}
        ):
            continue
        if link not in target.iterdescendants():
            found[target.get("id") or ""] = target
    return found


def _links(root: etree._Element) -> Iterator[etree._Element]:
    return (link for link in root.iter("a") if (link.get("href") or "").startswith("#") and len(link.get("href") or "") > 1)


def _take_out(element: etree._Element) -> None:
    """Remove an element and keep what stands behind it."""
    above, before = element.getparent(), element.getprevious()
    if above is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        above.text = (above.text or "") + (element.tail or "")
    above.remove(element)


def _is_number(words: str, grammar: Grammar) -> bool:
    labels = labels_of(f"{words} ", grammar)
    return bool(labels) and labels[-1].end >= len(words.rstrip())


def _margin(element: etree._Element) -> float:
    return sum(float(value) * _POINTS[unit or ""] for value, unit in _LENGTH.findall(element.get("style") or "") if value.count(".") < 2)


def _squeezed(content: Content) -> Content:
    """The inlines with one blank where there were several, none at the ends or around a break."""
    out: list[Inline] = []
    last = " "
    for inline in content:
        if isinstance(inline, Run):
            text = re.sub(r" *\n *", "\n", re.sub(r"  +", " ", inline.text))
            text = text.lstrip(" ") if last in " \n\t" else text
            last = text[-1:] or last
            out.append(replace(inline, text=text))
        else:
            out.append(inline)
            last = "x"
    return coalesce(out)


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""
