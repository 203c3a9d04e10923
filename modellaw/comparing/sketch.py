"""A law as arrays for matching: its provisions in document order with parents, children and exact signatures.

Signatures are numbers that two laws share: equal content gets one number (hash-consing), so there are no collisions and nothing depends
on a hash seed. ``sig`` is the content without numbers and ids, ``masked`` that without the words of references, ``full`` everything
that a comparison can show.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import count, repeat
from operator import itemgetter

from modellaw.comparing.written import NO_TAGS, columns_of, said_by_all, tags, without_references, without_targets, written_words
from modellaw.model.escapes import unescaped
from modellaw.model.late import Columns
from modellaw.model.nodes import (
    Attributes,
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
    Run,
    Table,
    attribute,
    without_ids,
)
from modellaw.model.walk import inline_text, paragraphs_of, text_of

TEXTS = frozenset({"content", "intro", "wrapUp"})
"""Groups that only say where text stands in a provision."""

DOCUMENTS = frozenset({"act", "amendment", "amendmentList", "bill", "debate", "debateReport", "doc", "documentCollection", "judgment",
                       "officialGazette", "portion", "statement"})  # fmt: skip
BODIES = frozenset({"body", "mainBody"})


class Numbers:
    """A number for each thing that two laws say."""

    def __init__(self) -> None:
        self.of: dict[Hashable, int] = defaultdict(count().__next__)
        self.signed: dict[int, tuple[int, int, int]] = {}
        """The signatures ``sig`` and ``masked`` and the length of a unit with others in it, by its ``full``."""


def group_name(name: str) -> str:
    """The name of a group as far as a comparison of texts cares."""
    return "" if name in TEXTS else "document" if name in DOCUMENTS else "body" if name in BODIES else name


_META = re.compile(r"<(?:[\w.-]+:)?meta[\s/>]")


def is_meta(block: Block) -> bool:
    """Whether a block is a document's metadata, which are no text."""
    return isinstance(block, Carried) and _META.match(block.xml) is not None


class Sketch:
    """The arrays; unit 0 is the law itself, every other a provision. ``end`` is the first unit behind a unit's last descendant."""

    def __init__(self, law: Law) -> None:
        self._root = Provision("", "", law.document.blocks)
        tops = list(_provisions(law.document.blocks))
        self._units: list[Provision] = []
        self._index: dict[int, int] = {}
        self.columns = columns = columns_of(tops)
        self.parent: Sequence[int]
        self.end: Sequence[int]
        self.kids: Sequence[Sequence[int]]
        self.levels: Sequence[str]
        self.wids: Sequence[str]
        self.unit: Callable[[int], Provision] = columns.provision if columns is not None else self._units.__getitem__
        """The provision that a unit other than the law is."""
        if columns is not None:
            self.parent, self.end, self.kids, self.levels, self.wids = (
                columns.parent, columns.end, columns.kids, columns.levels, columns.wids)  # fmt: skip
        else:
            self.parent, self.end, self.kids = self._gather(tops)
            self.levels, self.wids = [unit.level for unit in self._units], [unit.wid for unit in self._units]
        self.sig, self.masked, self.full, self.length = ([0] * len(self) for _ in range(4))
        self._words: dict[int, Counter[str]] = {}

    def _gather(self, tops: list[Provision]) -> tuple[list[int], list[int], list[list[int]]]:
        parents: list[int] = []
        ends: list[int] = []
        kids: list[list[int]] = []

        def add(unit: Provision, parent: int, inner: Iterable[Provision]) -> None:
            at = len(parents)
            self._units.append(unit)
            self._index[id(unit)] = at
            parents.append(parent)
            ends.append(0)
            mine: list[int] = []
            kids.append(mine)
            for kid in inner:
                mine.append(len(parents))
                add(kid, at, _provisions(kid.blocks))
            ends[at] = len(parents)

        add(self._root, -1, tops)
        return parents, ends, kids

    def __len__(self) -> int:
        return len(self.parent)

    def at(self, block: Block) -> int:
        """The unit that a block is, -1 for none."""
        if not isinstance(block, Provision):
            return -1
        if self.columns is not None:
            return block.at if block.columns is self.columns else -1
        return self._index.get(id(block), -1)

    def attributes(self, unit: int) -> Attributes:
        """The attributes of a unit."""
        return self.columns.attributes(unit) if self.columns is not None else self._units[unit].attributes

    def having(self, name: str) -> dict[str, int]:
        """The units that have an attribute, by its value."""
        if self.columns is not None and not self.columns.named:
            return {}
        return {value: at for at in range(1, len(self)) if (value := attribute(self.unit(at).attributes, name))}

    def sign(self, numbers: Numbers, written: bool) -> None:
        """Gives every unit its signatures, from the bottom up; ``written`` says that they may be made of what is written in the file.

        Those of two laws can be compared if they are made alike.
        """
        if self.columns is not None and written:
            self._sign_written(self.columns, numbers)
            return
        for at in range(len(self) - 1, -1, -1):
            self._sign_read(at, numbers.of)

    def _sign_written(self, columns: Columns, numbers: Numbers) -> None:
        """Signs what each unit says itself, a whole column at a time, and then those that have others in them."""
        of = numbers.of
        lines, citing = said_by_all(columns)
        headings = columns.headings
        bare = {at: without_targets(line) for at, line in citing.items()}
        for at, line in bare.items():
            lines[at] = line
        sig = self.sig = list(map(of.__getitem__, zip(headings, lines, strict=True)))
        masked = self.masked = sig.copy()
        tagged = [tags(columns, at) for at in range(len(self))] if columns.tagged else repeat(NO_TAGS)
        attributes = [without_ids(columns.attributes(at)) for at in range(len(self))] if columns.named else repeat(())
        full = self.full = list(map(of.__getitem__, zip(sig, columns.numbers, columns.levels, tagged, attributes, strict=False)))
        for at, line in citing.items():
            masked[at] = of[(headings[at], without_references(bare[at]))]
            full[at] = of[(full[at], line)]
        self.length = [len(line or "") + len(heading or "") for line, heading in zip(lines, headings, strict=True)]
        for at in range(len(self) - 1, -1, -1):
            if at in columns.odd:
                self._sign_read(at, of)
            elif self.kids[at]:
                self._sign_with_kids(at, numbers)

    def _sign_with_kids(self, at: int, numbers: Numbers) -> None:
        """Signs a unit that is signed for itself together with the units in it."""
        of, kids, end = numbers.of, self.kids[at], self.end[at]
        sig, masked, full = self.sig, self.masked, self.full
        near = end - at == len(kids) + 1  # none of them has units in it
        full[at] = both = of[tuple(full[at:end]) if near else (full[at], *[full[kid] for kid in kids])]
        known = numbers.signed.get(both)
        if known is None:
            all_of = itemgetter(at, *kids)
            sigs, others = all_of(sig), all_of(masked)
            one = of[sigs]
            known = numbers.signed[both] = one, one if sigs == others else of[others], sum(all_of(self.length))
        sig[at], masked[at], self.length[at] = known

    def _sign_read(self, at: int, number: dict[Hashable, int]) -> None:
        unit = self.unit(at) if at else self._root
        reading = _Reading(self, self.kids[at])
        reading.blocks(unit.blocks)
        sig = number[tuple(reading.sig)]
        self.sig[at] = self.masked[at] = sig
        if reading.masked:
            masked = reading.sig
            for place, key in reading.masked:
                masked[place] = key
            self.masked[at] = number[tuple(masked)]
        reading.rest.append(unit.level)
        _attributes(unit.attributes, reading.rest)
        self.full[at] = number[(sig, *reading.rest)]
        self.length[at] = reading.length

    def told(self, unit: int) -> Columns | None:
        """The columns where they have all that a unit says."""
        return self.columns if self.columns is not None and unit not in self.columns.odd else None

    def number(self, unit: int) -> str:
        """The printed number of a unit, "" for none."""
        columns = self.told(unit)
        if columns is not None:
            return unescaped(columns.numbers[unit] or "").strip()
        return text_of(self.unit(unit).number).strip()

    def heading(self, unit: int) -> str:
        """The heading of a unit, "" for none."""
        columns = self.told(unit)
        if columns is not None:
            return unescaped(columns.headings[unit] or "").strip()
        return text_of(self.unit(unit).heading).strip()

    def words(self, unit: int) -> Counter[str]:
        """The words of a unit and all in it, numbers apart, with how often each occurs."""
        found = self._words.get(unit)
        if found is None:
            found = self._words[unit] = Counter(self.text(unit).split())
        return found

    def text(self, unit: int) -> str:
        """The words of a unit and all in it as one string, numbers apart."""
        return " ".join(map(self.own_text, range(unit, self.end[unit])))

    def own_text(self, unit: int) -> str:
        """The words of a unit without those of the provisions in it, numbers apart."""
        columns = self.told(unit)
        if columns is not None:
            return written_words(columns, unit)
        own = [block for block in self.unit(unit).blocks if not isinstance(block, Provision)]
        return " ".join(text_of(line) for block in own for line in paragraphs_of(block) if line.name != "num")


def _provisions(blocks: Iterable[Block]) -> Iterator[Provision]:
    """The provisions among some blocks, without those in them, in order."""
    for block in blocks:
        if isinstance(block, Provision):
            yield block
        elif isinstance(block, Group):
            yield from _provisions(block.blocks)
        elif isinstance(block, Table):
            yield from _provisions(block.before)
            for row in block.rows:
                for cell in row.cells:
                    yield from _provisions(cell.blocks)


class _Reading:
    """What one unit says, collected while its blocks are read: three keys and the length of its text."""

    __slots__ = ("kids", "length", "masked", "rest", "sig", "sketch")

    def __init__(self, sketch: Sketch, kids: Iterable[int]) -> None:
        self.sketch, self.kids = sketch, iter(kids)
        self.sig: list[Hashable] = []
        self.masked: list[tuple[int, Hashable]] = []
        self.rest: list[Hashable] = []
        self.length = 0

    def blocks(self, blocks: Iterable[Block]) -> None:
        sig = self.sig
        for block in blocks:
            kind = type(block)
            if kind is Paragraph:
                assert isinstance(block, Paragraph)
                self._line(block)
            elif kind is Group:
                assert isinstance(block, Group)
                name = group_name(block.name)
                if block.attributes:
                    _attributes(block.attributes, self.rest)
                if name:
                    sig.append(name)
                    self.blocks(block.blocks)
                    sig.append(None)
                else:
                    self.blocks(block.blocks)
            elif kind is Provision:
                self._kid(next(self.kids))
            else:
                self._other(block)

    def _kid(self, kid: int) -> None:
        sketch = self.sketch
        if sketch.masked[kid] != sketch.sig[kid]:
            self.masked.append((len(self.sig), sketch.masked[kid]))
        self.sig.append(sketch.sig[kid])
        self.rest.append(sketch.full[kid])
        self.length += sketch.length[kid]

    def _line(self, block: Paragraph) -> None:
        content = block.content
        if block.attributes:
            _attributes(block.attributes, self.rest)
        name = block.name
        if name == "num":
            self.rest.append(("num", content))
            return
        if len(content) == 1 and type(content[0]) is Run and not content[0].wraps:
            text = content[0].text
            self.length += len(text)
            self.sig.append(text if name == "p" else (name, text))
            return
        self.length += sum(len(inline_text(inline)) for inline in content)
        key = (name, *map(inline_key, content))
        if any(isinstance(inline, Reference) for inline in content):
            self.masked.append((len(self.sig), (name, *("ref" if isinstance(i, Reference) else inline_key(i) for i in content))))
            self.rest.extend(inline.target for inline in content if isinstance(inline, Reference))
        self.sig.append(key)

    def _other(self, block: Block) -> None:
        if isinstance(block, Table):
            self.blocks(block.before)
            for row in block.rows:
                self.sig.append(("row",))
                for cell in row.cells:
                    self.sig.append(("cell", cell.header, without_ids(cell.attributes)))
                    self.blocks(cell.blocks)
            _attributes(block.attributes, self.rest)
        elif not is_meta(block):
            self.sig.append(block_key(block))


def _attributes(attributes: Attributes, rest: list[Hashable]) -> None:
    if attributes and not (len(attributes) == 1 and attributes[0][0] == "eId"):
        own = without_ids(attributes)
        if own:
            rest.append(own)


def inline_key(inline: Inline) -> Hashable:
    """What makes two inlines the same: words, formatting, the content of notes; not what a reference points to, nor ids."""
    match inline:
        case Run():
            return (inline.text, inline.wraps) if inline.wraps else inline.text
        case Reference():
            return ("ref", inline_text(inline), inline.wraps)
        case Blank():
            return ("blank", inline.blank, inline_text(inline), inline.wraps)
        case Note():
            return ("note", *map(block_key, inline.blocks))
        case CarriedInline():
            return ("xml", inline.xml, inline.wraps)


def block_key(block: Block) -> Hashable:
    """What makes two blocks the same, provisions in them included with their numbers."""
    match block:
        case Paragraph():
            return (block.name, *map(inline_key, block.content))
        case Group():
            return (group_name(block.name), *map(block_key, block.blocks))
        case Provision():
            return (block.level, *map(block_key, block.blocks))
        case Table():
            rows = tuple(
                tuple((cell.header, without_ids(cell.attributes), *map(block_key, cell.blocks)) for cell in row.cells) for row in block.rows
            )
            return ("table", rows, *map(block_key, block.before))
        case Carried():
            return ("xml", "" if is_meta(block) else block.xml)
        case Departure():
            return ("departure", block.wid)


def dice(old: Counter[str], new: Counter[str]) -> float:
    """How alike two bags of words are, 0 to 1."""
    total = old.total() + new.total()
    if not total:
        return 1.0
    if len(old) > len(new):
        old, new = new, old
    return 2 * sum([min(old[word], new[word]) for word in old.keys() & new.keys()]) / total
