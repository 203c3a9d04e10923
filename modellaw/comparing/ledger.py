"""The changes a comparison finds: one id for each, signed by a module for its kind, with its difference in words."""

from __future__ import annotations

from modellaw.comparing.match import Matching
from modellaw.comparing.options import Difference, Kind, Options
from modellaw.comparing.sketch import Sketch
from modellaw.model.address import cite_in, is_schedule
from modellaw.model.changes import Change, Module, Status

_SHARED = {
    Kind.RENUMBERED: ("numbers", "Numbers", "Only the number differs."),
    Kind.REFERENCE: ("references", "References", "Only the words of a cross-reference differ."),
    Kind.WHITESPACE: ("whitespace", "White space", "Only white space differs."),
    Kind.MARKUP: ("markup", "Formatting", "Only the formatting differs."),
}
"""Kinds whose differences are one change of a module of their own, so that a reader can set them aside."""

_SAID = {
    Kind.INSERTED: "is new",
    Kind.DELETED: "is gone",
    Kind.MOVED: "stands elsewhere",
    Kind.SPLIT: "is made of part of the provision before it",
    Kind.JOINED: "is joined to the provision before it",
    Kind.LEVEL: "stands at another level",
    Kind.HEADING: "has another heading",
    Kind.TEXT: "has other words",
    Kind.NOTE: "has other notes",
}


class Ledger:
    """Changes by what they are about, in the order in which they are first met, and the differences they consist of."""

    def __init__(self, matching: Matching, options: Options) -> None:
        self.matching = matching
        self.options = options
        self.changes: dict[tuple[Kind, int, int], Change] = {}
        self.rows: list[Difference] = []
        self.places: dict[tuple[int, int], tuple[str, bool]] = {}

    def change(self, kind: Kind, old: int, new: int) -> str:
        """The id of the change of a kind at a pair of units (-1 for none, 0 for the law itself)."""
        key = (kind, 0, 0) if kind in _SHARED else (kind, old, new)
        known = self.changes.get(key)
        if known is None:
            known = self.changes[key] = self._new(kind, old, new)
        return known.id

    def record(self, kind: Kind, old: int, new: int, old_words: str = "", new_words: str = "", *, marked: bool = True) -> str:
        """Notes one difference and gives the id of its change."""
        change = self.change(kind, old, new) if marked else ""
        sides = self.matching.old.wids[old] if old > 0 else "", self.matching.new.wids[new] if new > 0 else ""
        self.rows.append(Difference(kind, *sides, old_words, new_words, change, (old, new), self.place))
        return change

    def place(self, side: int, unit: int) -> str:
        """A unit in words, "" for none or for the law itself."""
        if unit <= 0:
            return ""
        sketch = self.matching.new if side else self.matching.old
        return self._cited(side, sketch, unit)[0] or sketch.wids[unit]

    def _cited(self, side: int, sketch: Sketch, unit: int) -> tuple[str, bool]:
        """A unit in words and whether it is in a schedule or one itself, those of the units above it kept; "" for one that has no words."""
        if unit <= 0:
            return "", False
        known = self.places.get((side, unit))
        if known is None:
            above, scheduled = self._cited(side, sketch, sketch.parent[unit])
            provision = sketch.unit(unit)
            words = cite_in(above, provision, scheduled=scheduled, printed=sketch.number(unit))
            known = self.places[side, unit] = words, scheduled or is_schedule(provision)
        return known

    def _new(self, kind: Kind, old: int, new: int) -> Change:
        if kind in _SHARED:
            name, title, reason = _SHARED[kind]
            return Change(name, f"comparison-{name}", reason, title=title, status=Status.CONSEQUENTIAL)
        before = self.place(0, old)
        after = self.place(1, new) if kind is Kind.MOVED or not before else before
        said = f"{before or after or 'the law'} {_SAID[kind]}"
        if kind is Kind.MOVED and after and after != before:
            said = f"{before or after} is now {after}"
        said = said[0].upper() + said[1:]
        return Change(f"c{len(self.changes) + 1}", "comparison", f"{said}.", title=said, operations=(said,))

    def signed(self) -> tuple[tuple[Change, ...], tuple[Module, ...]]:
        """The changes, those of shared kinds last, and the modules that sign them."""
        shared = [change for (kind, _, _), change in self.changes.items() if kind in _SHARED]
        own = [change for (kind, _, _), change in self.changes.items() if kind not in _SHARED]
        options = self.options
        titles = f"{options.old_title or 'the old text'} to {options.new_title or 'the new text'}"
        modules = [Module("comparison", f"Comparison of {titles}", options.date, "Comparison")] if own else []
        modules += [Module(change.module, change.title, options.date, f"Comparison: {change.title.lower()}") for change in shared]
        return (*own, *shared), tuple(modules)
