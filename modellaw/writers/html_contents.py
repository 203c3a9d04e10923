"""The contents of a page, and the headings that they lead to: of the document, of its parts, of what moved away."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.model.address import heading_text, is_named, number_text
from modellaw.model.changes import View
from modellaw.model.nodes import Paragraph, Provision, attribute
from modellaw.model.walk import inline_text
from modellaw.writers.html_units import Entry, Page, Unit

_DEEPEST, _LONGEST = 4, 160


class Contents:
    """The entries of a page as it is written; ``ids`` are those that are taken."""

    def __init__(self, page: Page, ids: set[str], *, untitled: bool) -> None:
        self.page, self.ids, self.untitled = page, ids, untitled
        self.titles = 0

    def level_of(self, paragraph: Paragraph) -> int:
        """The level of the heading that a line outside of provisions is, 0 for none; a law without any has its first line for one."""
        for inline in paragraph.content:
            if inline.wraps and "docTitle" in [wrap.name for wrap in inline.wraps]:
                return 2
        if paragraph.name == "heading":
            return 3
        return 2 if self.untitled and not self.titles and len("".join(map(inline_text, paragraph.content))) <= _LONGEST else 0

    def title(self, paragraph: Paragraph, unit: str, words: str, level: int) -> str:
        """A heading that belongs to no provision: the title of the document, or a sub-heading of its introduction."""
        name = "".join([inline_text(inline) for inline in paragraph.content if not inline.trace.deleted]).strip()
        if not name and not unit:  # a title that another program fills in
            return f"<p>{words}"
        self.titles += 1
        ident = "title" if level == 2 and "title" not in self.ids else f"heading-{self.titles}"
        self.ids.add(ident)
        units = len(self.page.units)
        self.page.contents.append(Entry(level, ident, name, units - bool(unit), units))
        return f"<h{level} id={ident}>{f'<span{unit}>{words}</span>' if unit else words}</h{level}>"

    def entry(self, provision: Provision, labels: Sequence[Paragraph], ident: str, level: int) -> Entry | None:
        """The entry of a provision with a heading, None where it has none or stands too deep."""
        if not ident or level > _DEEPEST or (level == _DEEPEST and attribute(provision.attributes, "name") == "option"):
            return None
        words = " ".join(
            "".join(inline_text(i) for i in label.content if not i.trace.deleted) for label in labels if not label.trace.deleted
        )
        words = words or " ".join("".join(map(inline_text, label.content)) for label in labels)
        return self._put(level, ident, words)

    def departed(self, provision: Provision, unit: Unit | None, level: int) -> None:
        """An entry for the old place of a provision with a heading that moved away."""
        number, heading = number_text(provision, View.ORIGINAL), heading_text(provision, View.ORIGINAL)
        if unit is not None and level <= _DEEPEST and (heading or is_named(provision)):
            self._put(level, unit.id, f"{number} {heading}".strip() + " (moved away)")

    def _put(self, level: int, ident: str, words: str) -> Entry | None:
        if not words.strip():
            return None
        units = len(self.page.units)
        made = Entry(level, ident, words.strip(), units, units)
        self.page.contents.append(made)
        return made
