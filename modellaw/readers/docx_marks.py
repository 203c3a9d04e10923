"""Who tracked what in a Word document: authors become modules, and what one author did at one time a change."""

from __future__ import annotations

import re

from lxml import etree

from modellaw.model.changes import NO_TRACE, Change, Module, Trace
from modellaw.ooxml.opened import w

INSERTED = frozenset({w("ins"), w("moveTo")})
DELETED = frozenset({w("del"), w("moveFrom")})
NOBODY = "unknown"
"""The author of a change that names none."""


class Revisions:
    """The authors and times of revisions, each with the id that traces bear."""

    def __init__(self) -> None:
        self.changes: dict[tuple[str, str], Change] = {}
        self.modules: dict[str, Module] = {}
        self.formatting = 0

    def change(self, element: etree._Element) -> str:
        """The id of the change that a revision mark belongs to."""
        author = element.get(w("author"), "").strip() or NOBODY
        date = element.get(w("date"), "")[:19]
        if (author, date) not in self.changes:
            module = self._module(author, date)
            number = sum(change.module == module.id for change in self.changes.values()) + 1
            title = f"{author}, {date.replace('T', ' ')}" if date else author
            self.changes[author, date] = Change(f"{module.id}-{number}", module.id, title=title)
        return self.changes[author, date].id

    def _module(self, author: str, date: str) -> Module:
        if author not in self.modules:
            base = re.sub(r"[^a-z0-9]+", "-", author.lower()).strip("-") or NOBODY
            taken = {module.id for module in self.modules.values()}
            name = next(name for name in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if name not in taken)
            self.modules[author] = Module(name, author, date[:10], author)
        return self.modules[author]

    def under(self, trace: Trace, element: etree._Element) -> Trace:
        """The trace of what stands inside a revision mark that itself stands under a trace."""
        if element.tag in INSERTED:
            return Trace(trace.inserted or self.change(element), trace.deleted)
        return Trace(trace.inserted, trace.deleted or self.change(element))

    def of(self, properties: etree._Element | None) -> Trace:
        """The trace that the properties of a paragraph mark or of a row state."""
        trace = NO_TRACE
        for child in properties if properties is not None else ():
            if child.tag in INSERTED or child.tag in DELETED:
                trace = self.under(trace, child)
        return trace

    def of_cell(self, properties: etree._Element | None) -> Trace:
        """The trace that the properties of a table cell state."""
        if properties is None:
            return NO_TRACE
        came, went = properties.find(w("cellIns")), properties.find(w("cellDel"))
        return Trace(self.change(came) if came is not None else "", self.change(went) if went is not None else "")
