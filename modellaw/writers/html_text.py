"""The law as HTML: every change a unit (``data-change``) of real ``ins`` and ``del``, each word in one of the texts in its place.

Without every ``del`` the text is that of the amended view, without every ``ins`` that of the original one. Words that one change put in
and another took out are in neither text and stand nowhere. What is not the law's own text bears ``data-ui``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from modellaw.model.address import is_named
from modellaw.model.changes import NO_TRACE, Trace, View
from modellaw.model.nodes import (
    OPTIONAL,
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
    Row,
    Run,
    Table,
    attribute,
    is_bare,
    labels_apart,
)
from modellaw.model.spans import head_rows
from modellaw.model.views import block_as, is_unmarked
from modellaw.model.walk import inline_text, provisions
from modellaw.values import replace
from modellaw.writers.html_contents import Contents
from modellaw.writers.html_units import Marks, Page, Unit, anchor, cited, escaped, quoted, valued, wrapped

_UI = {"commentary": "Guidance", "note": "Note", "guidance": "Guidance"}
_LINK = ("http://", "https://")
_SHORT = 24
Parts = list[tuple[Trace, str, str]]
"""Pieces of a line: the trace, the HTML, the words."""


def page_of(law: Law, touched: Mapping[str, tuple[str, ...]] | None = None) -> Page:
    """The law laid out; ``touched`` says for a clean text which changes touched each provision, by wid."""
    page = _Writer(law, touched or {}).written()
    return page if page.contents else _Writer(law, touched or {}, untitled=True).written()


class _Writer:
    """One pass over a law."""

    def __init__(self, law: Law, touched: Mapping[str, tuple[str, ...]], *, untitled: bool = False) -> None:
        self.law, self.touched = law, touched
        self.marks = Marks(law)
        self.moved = {p.wid: p for p in provisions(law) if p.moved} if law.changes else {}
        self.ids: set[str] = set()
        self.contents = Contents(self.marks.page, self.ids, untitled=untitled)
        self.copying = False
        self.moving = ""
        self.known = {provision.wid for provision in provisions(law)}
        self.cited = cited(law) if law.changes else self.known
        self.own = set(map(anchor, self.known))
        self.in_note = 0
        self.later: list[tuple[list[str], list[str]]] = []

    def written(self) -> Page:
        self.marks.page.body = self.blocks(self.law.document.blocks, NO_TRACE, 2)
        for old, new in self.later:
            self.marks.page.old += old
            self.marks.page.new += new
        return self.marks.page

    # --- blocks

    def blocks(self, blocks: Iterable[Block], trace: Trace, level: int) -> str:
        return "".join([self.block(block, trace, level) for block in blocks])

    def block(self, block: Block, trace: Trace, level: int) -> str:
        match block:
            case Paragraph():
                return self.paragraph(block, trace)
            case Provision():
                return self.provision(block, trace, level)
            case Departure():
                return self.departure(block, trace, level)
            case Group():
                return self.group(block, trace, level)
            case Table():
                return self.table(block, trace, level)
            case Carried():
                return self.paragraph(Paragraph((CarriedInline(block.xml, block.text.strip()),), "p", (), block.trace), trace)

    def paragraph(self, paragraph: Paragraph, trace: Trace) -> str:
        own, inside = (None, trace) if paragraph.trace is NO_TRACE else self.marks.opened(paragraph.trace, trace)
        words = self.line(paragraph, inside)
        unit, seam = self.marks.closed(own, words) if own else "", self.seam(paragraph.seam)
        if words and not (self.copying or self.in_note):
            level = self.contents.level_of(paragraph)
            if level:
                return self.contents.title(paragraph, unit, seam + words, level)
        # HTML lets the end tag of a paragraph go before what may follow one here; in notes a link follows
        return f"<p{unit}>{seam}{words}{'</p>' if self.in_note else ''}" if words or seam else ""

    def group(self, group: Group, trace: Trace, level: int) -> str:
        own, inside = (None, trace) if group.trace is NO_TRACE else self.marks.opened(group.trace, trace)
        words = self.blocks(group.blocks, inside, level)
        if own and (unit := self.marks.closed(own, words)):
            return f"<div{unit}>{words}</div>"
        return (
            f'<div class="{group.name}">{words}</div>'
            if group.name in {"coverPage", "preface", "preamble", "wrapUp", "container"}
            else words
        )

    def seam(self, trace: Trace) -> str:
        """A sign where one provision became several, or several one."""
        if trace is NO_TRACE or not trace or self.copying:
            return ""
        change, word = (trace.inserted, "split here") if trace.inserted else (trace.deleted, "joined here")
        return f"<span class=seam data-ui>¶ {word} ({escaped(change)})</span> "

    def provision(self, provision: Provision, trace: Trace, level: int) -> str:
        if provision.moved and not self.copying:
            return self.arrival(provision, trace, level)
        outer, self.marks.here = self.marks.here, provision.wid
        before = self.marks.page.signs
        own, inside = self.marks.opened(provision.trace, trace)
        labels, rest = labels_apart(provision.blocks)
        big = "heading" in [label.name for label in labels] or is_named(provision)
        ident = self.ident(provision, big)
        entry = self.contents.entry(provision, labels, ident, level) if big and not self.copying else None
        outer_section, self.marks.section = self.marks.section, (ident or self.marks.section) if big else self.marks.section
        former = self.former(labels)
        head = " ".join([self.label(label, inside, big) for label in labels])
        seam = self.seam(provision.seam)
        body = self.blocks(rest, inside, level + 1 if big else level)
        self.marks.here, self.marks.section = outer, outer_section
        if entry is not None:
            entry.last = len(self.marks.page.units)
            entry.signs = self.marks.page.signs - before
        unit = self.marks.closed(own, head + body)
        same = " same" if big and self.law.changes and entry and not (entry.count or inside) else ""
        if seam and not big:  # beside a number there is no room; a line that says it itself needs no second word
            seam, body = "", body if body.startswith("<p><span class=seam") else seam + body
        frame = self.framed(
            provision, f"{_id(ident)}{former}{'' if ident else unit}", f"{seam}{head}", body, level if big else 0, ident, same
        )
        return f"<div{' class=big' if big else ''}{unit}>{frame}</div>" if unit and ident else frame

    def framed(self, provision: Provision, attributes: str, head: str, body: str, level: int, ident: str, same: str) -> str:
        """A provision's frame: a section with a heading of a level (" same" if nothing changed), or a block whose number hangs beside."""
        name = attribute(provision.attributes, "name")
        optional = "<span class=tag data-ui>optional</span> " if attribute(provision.attributes, OPTIONAL) else ""
        mark = self.gutter(provision)
        if level:
            heading = f"h{min(level, 6)}"
            kind = "art" if level <= 4 and provision.level in {"section", "article", "attachment"} else name or provision.level
            alias = self.alias(provision, ident)
            inner = f"{alias}{mark}<div class=b>{body}</div>"
            return f"<section class={valued(kind + same)}{attributes}><{heading}>{optional}{head}</{heading}>{inner}</section>"
        if name in _UI:
            return f"<div class=guide{attributes}><span class=tag data-ui>{_UI[name]}</span>{head}{body}</div>"
        kind = name if provision.level == "hcontainer" and name else ""
        number = f"<b class=n>{head}</b>" if head else ""
        if optional and body.startswith("<p>"):
            optional, body = "", f"<p>{optional}{body[3:]}"
        return f"<div class={f'{chr(34)}pr {kind}{chr(34)}' if kind else 'pr'}{attributes}>{mark}{number}{optional}{body}</div>"

    def alias(self, provision: Provision, ident: str) -> str:
        """A second place to link to: the id that follows from the number, where the stable one is another."""
        eid = anchor(attribute(provision.attributes, "eId"))
        taken = eid in self.ids or eid in self.own  # a number never takes the place of another provision's stable id
        if not ident or not eid or taken or (self.law.changes and self.marks.paths and not self.touched):
            return ""
        self.ids.add(eid)
        return f'<span id="{eid}" data-ui></span>'

    def gutter(self, provision: Provision) -> str:
        """On a clean text, the changes that touched a provision, linked to the redline."""
        changes = self.touched.get(provision.wid, ())
        if not changes:
            return ""
        links = " ".join(f'<a href="redline.html#change-{quoted(change)}">{escaped(change)}</a>' for change in changes)
        return f'<span class="by" data-ui><span class="sr">changed by </span>{links}</span>'

    def former(self, labels: list[Paragraph]) -> str:
        """The old number of a renumbered provision, kept for links from outside."""
        for label in labels:
            if label.name != "num" or is_unmarked(label.content):
                continue
            if any(i.trace.deleted for i in label.content) and any(i.trace.inserted for i in label.content):
                return f' data-former-id="{quoted(self.marks.here)}"'
        return ""

    def label(self, label: Paragraph, trace: Trace, big: bool) -> str:
        """A number or heading; the number before a heading in a span of its own."""
        outer, self.marks.what = self.marks.what, "number" if label.name == "num" else "heading"
        own, inside = (None, trace) if label.trace is NO_TRACE else self.marks.opened(label.trace, trace)
        words = self.line(label, inside)
        unit = self.marks.closed(own, words) if own else ""
        self.marks.what = outer
        number = " class=num" if big and label.name == "num" else ""
        return f"<span{number}{unit}>{words}</span>" if number or unit else words

    def ident(self, provision: Provision, big: bool) -> str:
        """The id of a provision; in a redline, whose changes have ids, only those have one that are cited or have a heading."""
        ident = anchor(provision.wid)
        if self.copying or not ident or ident in self.ids or not (big or provision.wid in self.cited):
            return ""
        self.ids.add(ident)
        return ident

    # --- moves

    def arrival(self, provision: Provision, trace: Trace, level: int) -> str:
        """A moved provision at its new place: new there as a whole, what changed inside it shown within."""
        change = provision.moved
        own, inside = self.marks.opened(Trace(change), trace, "move-to", provision.wid)
        outer, self.moving = self.moving, change
        body = self.provision(replace(provision, moved=""), inside, level)
        self.moving = outer
        link = _other_end(own, provision.wid, "moved here from its old place")
        return f'<div class="moved{_big(body)}"{self.marks.closed(own, body)}>{link}{body}</div>'

    def departure(self, departure: Departure, trace: Trace, level: int) -> str:
        provision = self.moved.get(departure.wid)
        if provision is None or self.copying or trace.inserted:
            return ""
        own, inside = self.marks.opened(Trace(deleted=departure.change), trace, "move-from", departure.wid)
        self.contents.departed(provision, own, level)
        outer, self.copying = self.copying, True
        body = self.blocks(block_as(replace(provision, moved=""), View.ORIGINAL, self.moved), inside, level)
        self.copying = outer
        link = _other_end(own, departure.wid, "moved to its new place")
        return f'<div class="moved{_big(body)}"{self.marks.closed(own, body)}>{link}{body}</div>'

    # --- tables

    def table(self, table: Table, trace: Trace, level: int) -> str:
        own, inside = self.marks.opened(table.trace, trace)
        outer, self.marks.what = self.marks.what, "table"
        named = any(cell.header for row in table.rows for cell in row.cells)
        head = head_rows([row.cells for row in table.rows])
        caption = self.blocks(table.before, inside, level)
        written = [self.row(row, inside, level, named) for row in table.rows]
        rows = (f"<thead>{''.join(written[:head])}</thead>" if head else "") + "".join(written[head:])
        self.marks.what = outer
        about = quoted(self.marks.cited() or "Table")
        frame = f'<div class="tw" tabindex="0" role="group" aria-label="Table: {about}"{self.marks.closed(own, rows)}>'
        return f'{frame}{caption}<table aria-label="Table: {about}">{rows}</table></div>'

    def row(self, row: Row, trace: Trace, level: int, named: bool) -> str:
        """A row; in a table without header cells, such as rows quoted for insertion, its first cell names it."""
        own, inside = self.marks.opened(row.trace, trace)
        cells: list[str] = []
        for number, cell in enumerate(row.cells):
            mine, within = self.marks.opened(cell.trace, inside)
            words = self.blocks(cell.blocks, within, level)
            spans = "".join(f' {name}="{value}"' for name, value in cell.attributes if name in {"colspan", "rowspan"} and value.isdigit())
            tag = "th scope=col" if cell.header else "td" if named or number else "th scope=row"
            cells.append(f"<{tag}{spans}{self.marks.closed(mine, words)}>{words}</{tag[:2]}>")
        inner = "".join(cells)
        return f"<tr{self.marks.closed(own, inner)}>{inner}</tr>"

    # --- lines

    def line(self, paragraph: Paragraph, trace: Trace) -> str:
        """The inlines of a line; neighbours of one change in one unit."""
        content = paragraph.content
        if trace is NO_TRACE and is_bare(content):
            self.marks.count(words := inline_text(content[0]), NO_TRACE)
            return escaped(words)
        if trace.inserted and trace.deleted:
            return ""
        if not trace and is_unmarked(content):
            words = "".join([self.inline(inline, NO_TRACE) for inline in content])
            self.marks.count("".join(map(inline_text, content)), NO_TRACE)
            return words
        return self.joined(self.parts(paragraph, trace), trace)

    def parts(self, paragraph: Paragraph, trace: Trace) -> Parts:
        out: Parts = []
        for inline in paragraph.content:
            own = inline.trace
            now = Trace(own.inserted or trace.inserted, own.deleted or trace.deleted) if own else trace
            if self.moving and own and not (own.inserted and own.deleted):
                out.append((trace, *self.within_move(inline, own)))
                continue
            if now.inserted and now.deleted:
                continue
            html, words = self.inline(inline, now), inline_text(inline)
            if out and out[-1][0] == now:
                out[-1] = (now, out[-1][1] + html, out[-1][2] + words)
            else:
                out.append((now, html, words))
        return out

    def within_move(self, inline: Inline, own: Trace) -> tuple[str, str]:
        """What changed inside moved text: new words are marked, old ones shown beside the text they are no part of."""
        if own.inserted:
            return f"<mark>{self.inline(inline, own if isinstance(inline, Note) else NO_TRACE)}</mark>", inline_text(inline)
        return f'<span class=gone data-ui title="deleted by {quoted(own.deleted)}">{escaped(inline_text(inline))}</span>', ""

    def joined(self, parts: Parts, above: Trace) -> str:
        out: list[str] = []
        at = 0
        while at < len(parts):
            trace, html, words = parts[at]
            change = trace.inserted or trace.deleted
            self.marks.count(words, trace)
            if not change:
                out.append(html)
            elif above and self.marks.same(trace, above):
                out.append(self.marks.marked(html, trace))
            else:
                pair = parts[at + 1] if at + 1 < len(parts) else None
                both = (
                    pair is not None and (pair[0].inserted or pair[0].deleted) == change and bool(pair[0].inserted) != bool(trace.inserted)
                )
                kind = "sub" if both else ("ins" if trace.inserted else "del")
                unit = self.marks.begin(change, "renum" if both and self.marks.what == "number" else kind, self.marks.what or "text")
                inner = self.marks.marked(html, trace)
                unit.words = " ".join(words.split())[:60]
                if both and pair is not None:
                    self.marks.count(pair[2], pair[0])
                    inner += self.marks.marked(pair[1], pair[0])
                    at += 1
                out.append(f"<span{self.marks.unit(unit)}>{inner}</span>")
            at += 1
        return "".join(out)

    def inline(self, inline: Inline, trace: Trace) -> str:
        text = escaped(inline_text(inline))
        match inline:
            case Run():
                pass
            case Note():
                return self.note(inline, trace)
            case Blank():
                text = f"<span class=blank>{text}</span>"
            case Reference() if inline.target.startswith("#") and inline.target[1:] in self.known:
                text = f"<a{_long(text)} href=#{anchor(inline.target[1:])}>{text}</a>"
            case Reference() if inline.target.startswith(_LINK) or ".html#" in inline.target:
                text = f'<a{_long(text)} href="{quoted(inline.target)}">{text}</a>'
            case CarriedInline() if not inline.text:
                return ""
        for wrap in reversed(inline.wraps):
            text = wrapped(wrap, text)
        return text

    def note(self, note: Note, trace: Trace) -> str:
        number = len(self.marks.page.notes) + 1
        self.marks.page.notes.append("")
        held = self.marks.page.old, self.marks.page.new, self.marks.whole, self.marks.what
        self.marks.page.old, self.marks.page.new, self.marks.what = [], [], "footnote"
        self.marks.whole += bool(trace)
        self.in_note += 1
        inner = self.blocks(note.blocks, trace, 6)
        self.in_note -= 1
        old, new = self.marks.page.old, self.marks.page.new
        self.marks.page.old, self.marks.page.new, self.marks.whole, self.marks.what = held
        self.later.append((old, new))
        back = f'<a class="back" data-ui href="#fnr-{number}" aria-label="Back to the text">↩</a>'
        module = self.marks.changes.get(trace.inserted or trace.deleted) if trace else None
        owner = f" data-of={valued(module.id)} data-module={valued(module.module)}" if module else ""
        self.marks.page.notes[number - 1] = f'<li id="fn-{number}"{owner}>{inner}{back}</li>'
        return f'<sup data-ui><a role="doc-noteref" id="fnr-{number}" href="#fn-{number}" aria-label="Footnote {number}">{number}</a></sup>'


def _big(body: str) -> str:
    return " big" if body.startswith("<section") else ""


def _long(text: str) -> str:
    """A reference stays on one line ("section 42A" is not torn apart) unless it is long."""
    return " class=l" if len(text) > _SHORT else ""


def _id(ident: str) -> str:
    return f" id={ident}" if ident else ""


def _other_end(own: Unit | None, wid: str, words: str) -> str:
    """A link from one end of a move to the other."""
    if own is None:
        return ""
    other = "to" if own.kind == "move-from" else "from"
    return f'<a class="mv" data-ui href="#c-m-{anchor(wid)}-{other}">{words}</a>'
