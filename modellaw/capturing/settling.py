"""Choices that a drafter made in a text: of options one was kept, a blank got the same words wherever it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field

from modellaw.amend.ops import ChooseOption, FillBlank, Operation
from modellaw.amend.options import GROUP, OPTION
from modellaw.capturing.units import unit_of
from modellaw.capturing.words import stretches
from modellaw.model.address import paths
from modellaw.model.nodes import Blank, Block, Inline, Law, Paragraph, Provision, Run, attribute
from modellaw.model.walk import children, paragraphs_of, provisions, provisions_of
from modellaw.values import dataclass


def settled(marked: Law, old: Law, new: Law) -> list[tuple[str, Operation]]:
    """The choices that ``old`` leaves open and ``new`` has made, each with the provision it is about; ``marked`` compares the two."""
    return [*_chosen(old, new), *_filled(marked, old)]


def _chosen(old: Law, new: Law) -> Iterator[tuple[str, Operation]]:
    """Groups of options of which no label is left, but the provisions of one."""
    there = paths(new)
    groups: dict[str, list[Provision]] = {}
    for provision in provisions(old):
        if group := attribute(provision.attributes, GROUP):
            groups.setdefault(group, []).append(provision)
    for group, options in groups.items():
        inside = {one.wid: [inner.wid for inner in provisions_of(one)][1:] for one in options}
        kept = {attribute(one.attributes, OPTION) for one in options if any(wid in there for wid in inside[one.wid])}
        if len(kept) == 1 and not any(one.wid in there for one in options):
            yield paths(old)[options[0].wid][-2].wid, ChooseOption(group, kept.pop())


@dataclass(slots=True)
class _Blanks:
    """How often a blank stands somewhere, and what was put in its place."""

    open: int = 0
    words: Counter[str] = field(default_factory=Counter)

    def filled(self) -> str:
        """The words that all have got, "" where some have not or have others; a capital at the beginning of a sentence is no other word."""
        said = min(self.words, key=lambda words: (not words[:1].islower(), words)) if self.words else ""
        alike = all(words[:1].lower() + words[1:] == said[:1].lower() + said[1:] for words in self.words)
        return said if alike and self.words.total() == self.open else ""


def _filled(marked: Law, old: Law) -> Iterator[tuple[str, Operation]]:
    """Blanks that got the same words in the whole law, or in a whole section."""
    known = paths(old)
    everywhere: dict[str, _Blanks] = {}
    units: dict[tuple[str, str], _Blanks] = {}
    for wid, line in _lines(marked.document, ""):
        if wid and wid not in known:
            continue
        for blank, words in _blanks(line):
            for found in (everywhere.setdefault(blank, _Blanks()), units.setdefault((blank, unit_of(wid, known)), _Blanks())):
                found.open += 1
                found.words.update([words] if words else [])
    for blank, found in everywhere.items():
        if said := found.filled():
            target = next(unit for name, unit in units if name == blank) if found.open == 1 else ""
            yield target, FillBlank(blank, (Run(said),), target)
    for (blank, unit), found in units.items():
        if unit and (said := found.filled()) and not everywhere[blank].filled():
            yield unit, FillBlank(blank, (Run(said),), unit)


def _lines(block: Block, wid: str) -> Iterator[tuple[str, Paragraph]]:
    """The lines that stay, those of tables and notes too, each with the provision in which it stands."""
    if getattr(block, "trace", None):
        return
    if isinstance(block, Paragraph):
        yield from ((wid, line) for line in paragraphs_of(block))
    for inner in children(block):
        yield from _lines(inner, block.wid if isinstance(block, Provision) else wid)


def _blanks(line: Paragraph) -> Iterator[tuple[str, str]]:
    """The blanks of a line as it was, each with the words that it has got, "" for none."""
    for part in stretches(line.content):
        if isinstance(part, tuple):
            yield from ((inline.blank, "") for inline in part if isinstance(inline, Blank))
            continue
        gone, came = part
        yield from ((inline.blank, _words(gone, came)) for inline in gone if isinstance(inline, Blank))


def _words(gone: tuple[Inline, ...], came: tuple[Inline, ...]) -> str:
    """What came in the place of a blank alone; "" for what no operation that fills blanks can say."""
    alone = gone[0]
    plain = len(gone) == 1 and isinstance(alone, Blank) and all(isinstance(one, Run) and one.wraps == alone.wraps for one in came)
    return "".join(one.text for one in came if isinstance(one, Run)) if plain else ""
