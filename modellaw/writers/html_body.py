"""The law as HTML: nested sections with stable ids, each run of marked words in its own ``ins`` or ``del``.

Without every ``del`` the text is that of the amended view, without every ``ins`` that of the original one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape

from modellaw.model.address import cite, paths
from modellaw.model.changes import NO_TRACE, Change, Trace, View
from modellaw.model.nodes import (
    ML,
    Blank,
    Block,
    Carried,
    CarriedInline,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Reference,
    Table,
    Wrap,
    attribute,
)
from modellaw.model.views import block_as
from modellaw.model.walk import inline_text, provisions

_SAME = frozenset({"b", "i", "u", "sup", "sub"})


@dataclass(slots=True)
class Mark:
    """A place where a change shows: its id on the page, the change, insertion or deletion, the provision, the first words."""

    id: str
    change: str
    inserted: bool
    place: str
    words: str


@dataclass(slots=True)
class Page:
    """What the page is made of: the body, the table of contents as (level, id, label), the marks, the footnotes."""

    body: str = ""
    contents: list[tuple[int, str, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def page_of(law: Law) -> Page:
    """The law laid out."""
    writer = _Writer(law)
    writer.page.body = writer.blocks(law.document.blocks, NO_TRACE, 2)
    return writer.page


def anchor(wid: str) -> str:
    """The id of a provision on a page."""
    return "p-" + "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in wid)


class _Writer:
    def __init__(self, law: Law) -> None:
        self.page = Page()
        self.changes: dict[str, Change] = {change.id: change for change in law.changes}
        self.dates = {module.id: module.date for module in law.modules}
        self.moved = {p.wid: p for p in provisions(law) if p.moved}
        self.paths = paths(law) if law.changes else {}
        self.ids: set[str] = set()
        self.here = ""
        self.copying = False

    def blocks(self, blocks: Iterable[Block], trace: Trace, level: int) -> str:
        return "".join(self.block(block, trace, level) for block in blocks)

    def block(self, block: Block, trace: Trace, level: int) -> str:
        match block:
            case Provision():
                return self.provision(block, _under(trace, block.trace), level)
            case Departure():
                return self.departure(block, trace, level)
            case Group() if block.name in {"meta", "coverPage"}:
                return ""
            case Group():
                inner = self.blocks(block.blocks, _under(trace, block.trace), level)
                return f'<div class="{block.name}">{inner}</div>' if block.name in {"preface", "preamble", "wrapUp"} else inner
            case Paragraph():
                words = self.line(block, trace)
                return f"<p>{words}</p>" if words else ""
            case Table():
                return self.table(block, _under(trace, block.trace), level)
            case Carried():
                text = block.text.strip()
                return f"<p>{self.marked(escape(text), _under(trace, block.trace), text)}</p>" if text else ""

    def provision(self, provision: Provision, trace: Trace, level: int) -> str:
        if provision.moved:
            plain = block_as(replace(provision, moved=""), View.AMENDED)
            return self.blocks(plain, _under(trace, Trace(provision.moved)), level)
        outer, self.here = self.here, provision.wid
        labels = [b for b in provision.blocks if isinstance(b, Paragraph) and b.name in {"num", "heading", "subheading"}]
        rest = [b for b in provision.blocks if not (isinstance(b, Paragraph) and b.name in {"num", "heading", "subheading"})]
        spans = [f'<span class="{label.name}">{self.line(label, trace)}</span>' for label in labels]
        ident = self.ident(provision)
        big = any(label.name == "heading" for label in labels)
        name = attribute(provision.attributes, "name")
        classes = " ".join(filter(None, ("provision", provision.level, name if name != provision.level else "",
                                         "optional" if attribute(provision.attributes, f"{{{ML}}}optional") else "",
                                         _kind(provision, trace))))  # fmt: skip
        if big:
            head = f"<h{min(level, 6)}>{' '.join(spans)}</h{min(level, 6)}>"
            if not trace.deleted and not self.copying and level <= 4:
                self.page.contents.append((level, ident, _plain(labels)))
            inner = self.blocks(rest, trace, level + 1)
            self.here = outer
            return f'<section class="{classes}"{_id(ident)}>{head}{inner}</section>'
        inner = self.blocks(rest, trace, level)
        self.here = outer
        return f'<div class="{classes}"{_id(ident)}>{" ".join(spans)}<div class="text">{inner}</div></div>'

    def ident(self, provision: Provision) -> str:
        ident = anchor(provision.wid)
        if self.copying or ident in self.ids:
            return ""
        self.ids.add(ident)
        return ident

    def departure(self, departure: Departure, trace: Trace, level: int) -> str:
        provision = self.moved.get(departure.wid)
        if provision is None or trace.inserted:
            return ""
        outer, self.copying = self.copying, True
        out = self.blocks(block_as(replace(provision, moved=""), View.ORIGINAL), _under(trace, Trace(deleted=departure.change)), level)
        self.copying = outer
        return f'<div class="moved-away">{out}</div>'

    def table(self, table: Table, trace: Trace, level: int) -> str:
        rows: list[str] = []
        for row in table.rows:
            in_row = _under(trace, row.trace)
            cells: list[str] = []
            for cell in row.cells:
                inside = _under(in_row, cell.trace)
                tag = "th" if cell.header else "td"
                spans = "".join(f' {name}="{value}"' for name in ("colspan", "rowspan")
                                if (value := attribute(cell.attributes, name)).isdigit())  # fmt: skip
                scope = ' scope="col"' if cell.header else ""
                state = f' class="{"inserted" if inside.inserted else "deleted"}"' if inside else ""
                cells.append(f"<{tag}{scope}{spans}{state}>{self.blocks(cell.blocks, inside, level)}</{tag}>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        caption = self.blocks(table.before, trace, level)
        return f'<div class="table" role="region" tabindex="0" aria-label="Table">{caption}<table>{"".join(rows)}</table></div>'

    # --- lines

    def line(self, paragraph: Paragraph, trace: Trace) -> str:
        """The inlines of a line, neighbours of one trace in one mark."""
        trace = _under(trace, paragraph.trace)
        out: list[str] = []
        group: list[Inline] = []
        now = trace
        for inline in paragraph.content:
            mine = _under(trace, inline.trace)
            if group and mine != now:
                out.append(self.group(group, now))
                group = []
            now = mine
            group.append(inline)
        if group:
            out.append(self.group(group, now))
        return "".join(out)

    def group(self, inlines: list[Inline], trace: Trace) -> str:
        words = "".join(inline_text(inline) for inline in inlines)
        return self.marked("".join(self.inline(inline, trace) for inline in inlines), trace, words)

    def marked(self, html: str, trace: Trace, words: str) -> str:
        """Words in their ``ins`` or ``del``; what was put in and taken out again in both."""
        if not trace or not html:
            return html
        if trace.deleted:
            html = f"<del{self.signed(trace.deleted, False, words)}>{html}</del>"
        if trace.inserted:
            html = f"<ins{self.signed(trace.inserted, True, words)}>{html}</ins>"
        return html

    def signed(self, change: str, inserted: bool, words: str) -> str:
        ident = f"m{len(self.page.marks) + 1}"
        self.page.marks.append(Mark(ident, change, inserted, self.cited(), " ".join(words.split())[:80]))
        found = self.changes.get(change)
        module = found.module if found else ""
        date = self.dates.get(module, "")
        when = f' datetime="{escape(date)}"' if date else ""
        title = escape(f"{change}: {found.title or found.rationale.partition(chr(10))[0]}"[:200] if found else change)
        return f' id="{ident}" data-change="{escape(change)}" data-module="{escape(module)}"{when} title="{title}"'

    def cited(self) -> str:
        path = self.paths.get(self.here)
        return (cite(path) or cite(path, View.ORIGINAL)) if path else ""

    def inline(self, inline: Inline, trace: Trace) -> str:
        text = escape(inline_text(inline), quote=False)
        match inline:
            case Note():
                return self.note(inline, trace)
            case Blank():
                text = f'<span class="blank">{text}</span>'
            case Reference() if inline.target.startswith("#"):
                text = f'<a href="#{anchor(inline.target[1:])}">{text}</a>'
            case Reference() if inline.target.startswith(("http://", "https://")):
                text = f'<a href="{escape(inline.target)}">{text}</a>'
            case CarriedInline() if not inline.text:
                return ""
            case _:
                pass
        for wrap in reversed(inline.wraps):
            text = _wrapped(wrap, text)
        return text

    def note(self, note: Note, trace: Trace) -> str:
        self.page.notes.append("")
        number = len(self.page.notes)
        inner = self.blocks(note.blocks, trace, 6)
        back = f'<a class="back" href="#fn-{number}-ref" aria-label="Back to the text">↩</a>'
        self.page.notes[number - 1] = f'<li id="fn-{number}">{inner}{back}</li>'
        return f'<sup class="fn"><a id="fn-{number}-ref" href="#fn-{number}" aria-label="Footnote {number}">{number}</a></sup>'


def _under(above: Trace, own: Trace) -> Trace:
    return Trace(own.inserted or above.inserted, own.deleted or above.deleted) if own else above


def _wrapped(wrap: Wrap, text: str) -> str:
    if wrap.name in _SAME:
        return f"<{wrap.name}>{text}</{wrap.name}>"
    if wrap.name == "def":
        return f"<dfn>{text}</dfn>"
    if wrap.name == "inline" and attribute(wrap.attributes, "name") == "option":
        return f'<span class="option">{text}</span>'
    return text


def _kind(provision: Provision, trace: Trace) -> str:
    """Whether a whole provision came or went, for the bar at its side."""
    own = provision.trace or provision.shell
    if not own:
        return ""
    return "whole-deleted" if (own.deleted or trace.deleted) else "whole-inserted"


def _id(ident: str) -> str:
    return f' id="{ident}"' if ident else ""


def _plain(labels: list[Paragraph]) -> str:
    return " ".join("".join(inline_text(i) for i in label.content if not i.trace.deleted) for label in labels if not label.trace.deleted)
