"""What a page knows of its text while it is written: the changes as reviewable units, the contents, and both texts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from functools import lru_cache
from hashlib import sha256

from modellaw.model.address import cite_in, paths
from modellaw.model.changes import NO_TRACE, REFERENCES, Change, Trace, View
from modellaw.model.citations import Citations, citations
from modellaw.model.nodes import Law, Reference, Wrap, attribute
from modellaw.model.walk import paragraphs_of
from modellaw.values import dataclass
from modellaw.writers.sheets import PROPOSED

_SAME = frozenset({"b", "i", "u", "sup", "sub"})
_NO_NAME = re.compile(r"[^\w.-]")
_LONGEST = 1000
_ENDLESS = re.compile(rf"(\S{{{_LONGEST}}})")
_SPACES = b" \t\n\r\v\f\x1c\x1d\x1e\x1f"
_WIDE_SPACES = "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space as ``str.split`` has it: what is one byte, and what is several."""
_BARE = re.compile(r"[\w.#-]+")


@dataclass(slots=True)
class Unit:
    """One reviewable change on the page: its id, the change and module it belongs to, what it does, to what, and where.

    ``kind`` is ins, del, sub, move-from, move-to or renum; ``what`` is text, heading, number, reference, table, footnote or provision;
    ``at`` is its place in the text, counted in signs.
    """

    id: str
    change: str
    module: str
    kind: str
    what: str
    place: str
    words: str
    at: int
    section: str = ""


@dataclass(slots=True)
class Entry:
    """A line of the contents: its level (2 for a Part), id, label, the numbers of its units (first, and one after the last), its length."""

    level: int
    id: str
    label: str
    first: int
    last: int = 0
    signs: int = 0

    @property
    def count(self) -> int:
        """How many changes stand in it."""
        return self.last - self.first


@dataclass(slots=True)
class Page:
    """What a page is made of."""

    body: str = ""
    notes: list[str] = field(default_factory=list)
    contents: list[Entry] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    signs: int = 0


@lru_cache(maxsize=4)
def digest(text: str) -> str:
    """The SHA-256 of the old or the new text of a page, white space left out: what a reader's checker computes again.

    A build asks for that of each text on several pages.
    """
    text = unicodedata.normalize("NFC", text)
    for sign in _WIDE_SPACES:
        if sign in text:
            text = text.replace(sign, "")
    return sha256(text.encode().translate(None, _SPACES)).hexdigest()


def anchor(wid: str) -> str:
    """The id of a provision on a page."""
    return wid if wid.isascii() and wid.isidentifier() else _NO_NAME.sub("-", wid)


def cited(law: Law) -> set[str]:
    """The wids to which the references of a law point."""
    return {inline.target[1:] for line in paragraphs_of(law.document) for inline in line.content
            if isinstance(inline, Reference) and inline.target.startswith("#")}  # fmt: skip


def escaped(text: str) -> str:
    """Text for an element; a word without end may break, since browsers measure lines with numbers that end."""
    if len(text) > _LONGEST and _ENDLESS.search(text):
        return "<wbr>".join([_safe(piece) for piece in _ENDLESS.split(text) if piece])
    return _safe(text)


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if "&" in text or "<" in text or ">" in text else text


def valued(text: str) -> str:
    """A whole attribute value: with quotation marks only where HTML asks for them."""
    return text if _BARE.fullmatch(text) else f'"{quoted(text)}"'


def quoted(text: str) -> str:
    """Text for an attribute."""
    return _safe(text).replace('"', "&quot;")


def wrapped(wrap: Wrap, text: str) -> str:
    """Words inside the element that they are wrapped in."""
    if wrap.name in _SAME or (wrap.name in {"ins", "del"} and wrap.attributes == PROPOSED):
        return f"<{wrap.name}>{text}</{wrap.name}>"
    if wrap.name == "def":
        return f"<dfn>{text}</dfn>"
    if wrap.name == "inline" and attribute(wrap.attributes, "name") == "option":
        return f'<span class="choice">{text}</span>'
    return text


class Marks:
    """The units of a page as they are opened and closed while it is written."""

    def __init__(self, law: Law) -> None:
        self.page = Page()
        self.changes: dict[str, Change] = {change.id: change for change in law.changes}
        self.dates = {module.id: module.date for module in law.modules}
        self.paths = paths(law) if law.changes else {}
        self.names = citations(law) if law.changes else Citations()
        self.counts: dict[str, int] = {}
        self.here = self.section = self.what = ""
        self.whole = 0
        """Inside how many units of blocks the page is."""

    def opened(self, own: Trace, above: Trace, kind: str = "", wid: str = "") -> tuple[Unit | None, Trace]:
        """A block's own unit, where it came or went whole and not by the change of a larger one, and the trace of what is in it."""
        if own is NO_TRACE or not own:
            return None, above
        inside = Trace(own.inserted or above.inserted, own.deleted or above.deleted)
        if inside.inserted and inside.deleted:
            return None, inside
        if above and self.same(own, above):
            return None, inside
        unit = self.begin(own.inserted or own.deleted, kind or ("ins" if own.inserted else "del"), self.what or "provision", wid)
        self.whole += 1
        return unit, inside

    @staticmethod
    def same(own: Trace, above: Trace) -> bool:
        """Whether what came or went did so by the change that what is around it came or went by."""
        return (own.inserted or own.deleted) in (above.inserted, above.deleted)

    def closed(self, unit: Unit | None, html: str) -> str:
        """The attributes of a block's unit; a block without a word that came or went is none."""
        if unit is None:
            return ""
        self.whole -= 1
        if "<ins" in html or "<del" in html:
            return self.unit(unit)
        self.page.units.remove(unit)
        return ""

    def begin(self, change: str, kind: str, what: str, wid: str = "") -> Unit:
        found = self.changes.get(change)
        if wid:
            ident = f"c-m-{anchor(wid)}-{kind.removeprefix('move-')}"
        else:
            self.counts[change] = self.counts.get(change, 0) + 1
            ident = f"c-{anchor(change)}-{self.counts[change]}"
        what = "reference" if change == REFERENCES.id else what
        unit = Unit(ident, change, found.module if found else "", kind, what, self.place(wid, kind), "", self.page.signs, self.section)
        self.page.units.append(unit)
        return unit

    def unit(self, unit: Unit) -> str:
        what = "" if unit.what in {"text", "provision"} else f" data-what={unit.what}"
        return f" id={unit.id} data-change={valued(unit.change)} data-module={valued(unit.module)} data-kind={unit.kind}{what}"

    def place(self, moved: str, kind: str) -> str:
        """Where a unit is; of a provision that moved what it is called there, or was called at the place that it left."""
        path = self.paths.get(moved)
        if not path:
            return self.cited()
        above = self.paths.get(self.here, ())
        return (
            cite_in(self.names.by_numbers(above, View.ORIGINAL), path[-1], View.ORIGINAL)
            if kind == "move-from"
            else self.names.either(path)
        )

    def cited(self) -> str:
        path = self.paths.get(self.here)
        return self.names.either(path) if path else ""

    def marked(self, html: str, trace: Trace) -> str:
        """HTML inside its mark."""
        if not html:
            return ""
        found = self.changes.get(trace.inserted or trace.deleted)
        date = self.dates.get(found.module, "") if found else ""
        when = f" datetime={valued(date)}" if date and not self.whole else ""
        why = f" cite={valued(f'#change-{found.id}')}" if found and not self.whole else ""
        return f"<ins{why}{when}>{html}</ins>" if trace.inserted else f"<del{why}{when}>{html}</del>"

    def count(self, words: str, trace: Trace) -> None:
        """Words go to the texts that they are part of."""
        page = self.page
        page.signs += len(words)
        if not trace.inserted:
            page.old.append(words)
        if not trace.deleted:
            page.new.append(words)
