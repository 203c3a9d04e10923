"""What stands before the law in a Word file: the cover and the reviewer's guide (``docx_contents`` has the table of contents)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from modellaw.model.changes import Module
from modellaw.ooxml.template import MARKER
from modellaw.ooxml.text import directions, escaped, text_xml
from modellaw.project import Guide, GuideEntry, Publication
from modellaw.writers.docx_body import Body
from modellaw.writers.docx_styles import label_word
from modellaw.writers.docx_tables import WIDTH
from modellaw.writers.docx_widths import word_room

COLOURS = ("1F4E79", "8A4B08", "6A1B5D", "00696B", "7A1F2B", "3F5A26")
"""Colours of modules in the guide, in their order."""

_MOST_OPERATIONS = 8
_LETTERS = 48
"""About so many letters stand in a line of the register."""

_LONG_ENTRY = 24
"""An entry of more lines may go on on the next page."""

_RIGHT, _KEPT = "<w:rPr><w:rtl/></w:rPr>", ' xml:space="preserve"'
_COVER_RUN = rf"<w:r><w:t{_KEPT}>([^<]*)</w:t></w:r>"

_RUNNING = 96
"""As many letters of a title stand in a line of a header."""


def cover_values(publication: Publication) -> dict[str, str | list[str]]:
    """What the markers of the template stand for; a list makes a paragraph for each."""
    publisher = publication.publisher
    guide = publication.guide
    modules = [_module_line(module.title, module.version, module.date) for module in guide.modules if module.date] if guide else []
    language = publication.law.facts.language
    return {
        "title": publication.title,
        "subtitle": _capital(_subtitle(publication)),
        "modules": modules,
        "status": publication.status,
        "edition": _capital(" · ".join(filter(None, (publication.edition, publication.date)))),
        "publisher": ", ".join(filter(None, (publisher.name, publisher.place, publisher.contact))),
        "digests": " · ".join(f"SHA-256 of the {what} text: {digest}" for what, digest in publication.digests),
        "page": label_word("page", language),
        "of": label_word("of", language),
    }


def _subtitle(publication: Publication) -> str:
    """The same for all documents of an edition with a guide, since accepting and rejecting leave the cover as it is."""
    guide = publication.guide
    if guide is None:
        return publication.edition
    return f"Text of {guide.before} and the changes of" if guide.modules else f"Text of {guide.before}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _named(module: Module) -> str:
    return module.title + (f" (version {module.version})" if module.version else "")


def _module_line(title: str, version: str, date: str) -> str:
    return title + (f", version {version}" if version else "") + f", {date}"


def filled(xml: str, values: Mapping[str, str | list[str]]) -> str:
    """A paragraph of the template with its markers filled in: repeated for a list, left out where there is nothing to say."""
    names = MARKER.findall(xml)
    if not names:
        return xml
    known = [values.get(name, "") for name in names]
    if xml.startswith("<w:p") and not any(known):
        return ""
    listed = next((value for value in known if isinstance(value, list)), None)
    copies = (
        [{}] if listed is None else [{name: item for name, value in zip(names, known, strict=True) if value is listed} for item in listed]
    )
    out = []
    for own in copies:
        texts = {
            name: own.get(name, value if isinstance(value, str) else ", ".join(value)) for name, value in zip(names, known, strict=True)
        }
        out.append(MARKER.sub(lambda found, texts=texts: escaped(texts.get(found[1], "")), xml))  # type: ignore[misc]
    return "".join(out)


def mirrored(xml: str) -> str:
    """A paragraph of the cover in a law that runs from right to left: it begins on the right, and each run has one direction."""

    def runs(found: re.Match[str]) -> str:
        parts = directions(found[1])
        return "".join(f"<w:r>{_RIGHT * right}<w:t{_KEPT}>{part}</w:t></w:r>" for part, right in parts)

    return re.sub(_COVER_RUN, runs, re.sub(r"(<w:pStyle\b[^>]*/>)", r"\1<w:bidi/>", xml))


def filled_part(data: bytes, values: Mapping[str, str | list[str]]) -> bytes:
    """A header or footer with its markers filled in, long titles shortened; every other part as it is."""
    if b"{{" not in data:
        return data
    from textwrap import shorten

    known = {**values, "title": shorten(_one(values["title"]), _RUNNING, placeholder=" …")}
    return MARKER.sub(lambda found: escaped(_one(known.get(found[1], found[0]))), data.decode()).encode()


def _one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def with_right_tabs(parts: Mapping[str, bytes], width: int) -> dict[str, bytes]:
    """The parts with what stands on the right, as page numbers do, on the right of a page of this width."""
    tab = f'w:val="right" w:pos="{WIDTH}"'.encode()
    return {**parts, "word/styles.xml": parts["word/styles.xml"].replace(tab, f'w:val="right" w:pos="{width}"'.encode())}


def with_small_tables(parts: Mapping[str, bytes], style: str) -> dict[str, bytes]:
    """The parts with letters a point and a half smaller in tables, which are long where pages lie across."""
    before, sign, rest = parts["word/styles.xml"].decode().partition(f'w:styleId="{style}"')
    own, end, behind = rest.partition("</w:style>")
    own = re.sub(r'(<w:sz(?:Cs)? w:val=")(\d+)', lambda size: f"{size[1]}{max(int(size[2]) - 3, 2)}", own)
    return {**parts, "word/styles.xml": f"{before}{sign}{own}{end}{behind}".encode()}


# --- guide


class GuideWriter:
    """Writes the guide: the same words in every document of an edition; links lead to what the document at hand has."""

    def __init__(self, body: Body, guide: Guide) -> None:
        self.body = body
        self.guide = guide
        self.colours = {module.id: COLOURS[number % len(COLOURS)] for number, module in enumerate(guide.modules)}

    def xml(self) -> str:
        guide = self.guide
        out = [self.p("Guide heading", "Guide to this edition"), self.p("Guide text", self.compared())]
        out += [self.p("Guide subheading", "Modules and their changes"), self.modules()]
        out += [self.p("Guide subheading", "How to review"), *(self.p("Guide step", f"{n}.\t{step}") for n, step in enumerate(_STEPS, 1))]
        if guide.entries:
            heading = self.p("Guide subheading", "Register of changes").replace("</w:pPr>", "<w:pageBreakBefore/></w:pPr>", 1)
            out += [heading, self.register()]
        return "".join(out)

    def compared(self) -> str:
        after = f", consolidated as of {self.guide.after}" if self.guide.after else ""
        return (
            f"An edition has three documents: the original text of {self.guide.before}; the consolidated text, with the changes of the "
            f"modules carried out{after}; and the redline, which compares the first with the second. In the redline every difference is "
            "a tracked change that bears the name and date of its module, with a comment that says what is changed and why."
        )

    def p(self, style: str, words: str, run: str = "") -> str:
        before, tab, behind = words.partition("\t")
        text = f"<w:r>{run}{text_xml(before)}{'<w:tab/>' if tab else ''}{text_xml(behind)}</w:r>" if words else ""
        bidi = "<w:bidi/>" if self.body.runs.right and style == "Normal" else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.body.styles[style]}"/>{bidi}</w:pPr>{text}</w:p>'

    def wide(self, *widths: int) -> tuple[int, ...]:
        """Widths on an A4 page as they are on this one."""
        return tuple(width * self.body.width // WIDTH for width in widths)

    def modules(self) -> str:
        """A row for each module with its colour, dates and number of changes; then a row for each kind of change."""
        guide = self.guide
        per = [sum(entry.module == module.id and not entry.status for entry in guide.entries) for module in guide.modules]
        widths = self.wide(340, 3830, 2300, 1500, 1100)
        head = self.row(widths, ["", "Module", "Author", "Date", "Changes"], "Guide head", header=True)
        rows = [
            self.row(widths, ["", _named(module), module.author, module.date or "–", str(number)], fill=self.colours[module.id])
            for module, number in zip(guide.modules, per, strict=True)
        ]
        table = self.table(widths, [head, *rows])
        if not guide.counts:
            return table
        names = [module.title for module in guide.modules]
        longest = max((len(word) for name in names for word in name.split()), default=0)
        wide = min(max(1500, word_room(longest)), 6000 // len(names)) if len(names) <= 3 else 4800 // len(names)
        columns = self.wide(WIDTH - wide * len(names), *(wide for _ in names))
        head = self.row(columns, ["Changes by kind", *names], "Guide head", header=True, fills=[self.colours[m.id] for m in guide.modules])
        kinds = [self.row(columns, [kind, *(str(number) if number else "–" for number in numbers)]) for kind, numbers in guide.counts]
        return table + self.p("After table", "") + self.table(columns, [head, *kinds])

    def register(self) -> str:
        widths = self.wide(340, 1800, 2080, 4850)
        head = self.row(widths, ["", "Change", "Place", "What it does, and why"], "Guide head", header=True)
        return self.table(widths, [head, *(self.entry(widths, entry) for entry in self.guide.entries)]) + self.p("After table", "")

    def entry(self, widths: Sequence[int], entry: GuideEntry) -> str:
        what = [self.p("Guide cell", _sentence(words)) for words in entry.operations[:_MOST_OPERATIONS]]
        left = len(entry.operations) - _MOST_OPERATIONS
        what += [self.p("Guide cell", f"And {left} more.")] if left > 0 else []
        what += [self.p("Guide cell", line, "<w:rPr><w:i/><w:iCs/></w:rPr>") for line in (entry.rationale, _sentence(entry.status)) if line]
        name = self.p("Guide cell", entry.id, "<w:rPr><w:b/><w:bCs/></w:rPr>") + (self.p("Guide cell", entry.title) if entry.title else "")
        cells = [self.p("Guide cell", ""), name, "".join(map(self.place, entry.places)) or self.p("Guide cell", "–"),
                 "".join(what) or self.p("Guide cell", "–")]  # fmt: skip
        fills = [self.colours.get(entry.module, "808080"), "", "", ""]
        tcs = "".join(self.cell(width, inner, fill) for width, inner, fill in zip(widths, cells, fills, strict=True))
        long = sum(1 + len(words) // _LETTERS for words in (*entry.operations[:_MOST_OPERATIONS], entry.rationale)) > _LONG_ENTRY
        return f"<w:tr>{'' if long else '<w:trPr><w:cantSplit/></w:trPr>'}{tcs}</w:tr>"

    def place(self, place: tuple[tuple[str, ...], str]) -> str:
        """A citation that leads to its provision, or to the nearest one above it that this document has.

        It tells no page: after accepting or rejecting a client would work out another one than in the document that is compared.
        """
        wids, cited = place
        anchor = next((self.body.bookmarks[wid] for wid in wids if wid in self.body.bookmarks), "")
        style, run = self.body.styles["Guide cell"], self.body.styles["Cross-reference"]
        text = f'<w:r><w:rPr><w:rStyle w:val="{run}"/></w:rPr>{text_xml(cited[:1].upper() + cited[1:])}</w:r>'
        link = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{text}</w:hyperlink>' if anchor else text
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{link}</w:p>'

    def row(self, widths: Sequence[int], cells: Sequence[str], style: str = "Guide cell", *, header: bool = False, fill: str = "",
            fills: Sequence[str] = ()) -> str:  # fmt: skip
        marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
        colours = ["", *fills] if fills else [fill, *([""] * (len(cells) - 1))]
        white = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
        inner = "".join(
            self.cell(width, self.p(style, words, white if colour and fills else ""), colour)
            for width, words, colour in zip(widths, cells, colours, strict=True)
        )
        return f"<w:tr><w:trPr>{marks}</w:trPr>{inner}</w:tr>"

    def cell(self, width: int, inner: str, fill: str = "") -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inner}</w:tc>'

    def table(self, widths: Sequence[int], rows: Sequence[str]) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.body.styles["Guide table"]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
            f'w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
        )


_STEPS = (
    "In Word open the tab Review and choose All Markup. Each module is an author of its own: Word gives each author a colour, and "
    "Show Markup, Specific People shows the changes of one module alone.",
    "Next and Previous lead from change to change. Accept or Reject decides the change at hand; Accept All Changes gives the consolidated "
    "text, Reject All Changes the original text, both to the word.",
    "In LibreOffice the same is under Edit, Track Changes, Manage.",
    "A change with several marks has a comment at its first place and a short one at each place further on. Numbers and references that "
    "only follow other changes are marked as consequential.",
    "Page numbers in the contents are fields, which a program fills in when asked: in Word select all, press F9 and update page numbers "
    "only; in LibreOffice choose Tools, Update, Indexes and Tables.",
)


def _sentence(words: str) -> str:
    words = words.strip()
    return (words[:1].upper() + words[1:] + ("" if words.endswith((".", "”")) else ".")) if words else ""
