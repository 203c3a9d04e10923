"""A law as arrays for matching: its provisions in document order with parents, children and exact signatures.

Signatures are numbers that two laws share: equal content gets one number (hash-consing), so there are no collisions and nothing depends
on a hash seed. ``sig`` is the content without numbers and ids, ``masked`` that without the words of references, ``full`` everything
that a comparison can show.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from modellaw.comparing.written import plain_lines, tags, without_references, without_targets, written_of, written_words
from modellaw.model.late import Unread, Written
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
    without_ids,
)
from modellaw.model.walk import inline_text, paragraphs_of, text_of

TEXTS = frozenset({"content", "intro", "wrapUp"})
"""Groups that only say where text stands in a provision."""

DOCUMENTS = frozenset({"act", "amendment", "amendmentList", "bill", "debate", "debateReport", "doc", "documentCollection", "judgment",
                       "officialGazette", "portion", "statement"})  # fmt: skip
BODIES = frozenset({"body", "mainBody"})

Interned = dict[Hashable, int]


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
        self.units: list[Provision] = []
        self.parent: list[int] = []
        self.end: list[int] = []
        self.kids: list[list[int]] = []
        self.index: dict[int, int] = {}
        self.is_late = True
        self._unit(Provision("", "", law.document.blocks), -1, list(_provisions(law.document.blocks)))
        self.sig, self.masked, self.full, self.length = ([0] * len(self.units) for _ in range(4))
        self._words: dict[int, Counter[str]] = {}

    def _unit(self, unit: Provision, parent: int, kids: Iterable[Provision]) -> None:
        at = len(self.units)
        self.units.append(unit)
        self.parent.append(parent)
        self.end.append(0)
        self.index[id(unit)] = at
        mine: list[int] = []
        self.kids.append(mine)
        for kid in kids:
            mine.append(len(self.units))
            unread = kid.unread
            if unread is None:
                self.is_late = False
                self._unit(kid, at, _provisions(kid.blocks))
            else:
                self._unit(kid, at, unread.kids)
        self.end[at] = len(self.units)

    def sign(self, interned: Interned, late: bool) -> None:
        """Gives every unit its signatures, from the bottom up; ``late`` says that those of the other law are made of written text too."""
        for at in range(len(self.units) - 1, -1, -1):
            unread = self.units[at].unread if late and at else None
            if unread is not None and unread.written is not None:
                self._sign_written(at, unread, unread.written, interned)
            else:
                self._sign_read(at, interned)

    def _sign_written(self, at: int, unread: Unread, written: Written, ids: Interned) -> None:
        unit, kids = self.units[at], self.kids[at]
        heading = written.heading
        lines = told = plain_lines(written.lines)
        if unread.wrap:
            lines = told = f"{lines}|{plain_lines(unread.wrap)}"
        cites = "<ref " in lines
        if cites:
            lines = without_targets(told)
        length = len(lines) - 7
        key: Hashable = lines
        if kids:
            key = (heading, lines, *[self.sig[kid] for kid in kids])
            length += sum([self.length[kid] for kid in kids])
        elif heading:
            key = heading, lines
        sig = self.sig[at] = self.masked[at] = ids.setdefault(key, len(ids))
        if cites or (kids and any([self.sig[kid] != self.masked[kid] for kid in kids])):  # noqa: C419 - a list is faster
            key = (heading, without_references(lines), *[self.masked[kid] for kid in kids])
            self.masked[at] = ids.setdefault(key, len(ids))
        attributes = without_ids(unit.attributes) if unit.attributes else ()
        full = sig, written.number, unit.level, told if cites else "", tags(unread, written), attributes, *[self.full[kid] for kid in kids]
        self.full[at] = ids.setdefault(full, len(ids))
        self.length[at] = length + len(heading) if heading else length

    def _sign_read(self, at: int, ids: Interned) -> None:
        unit = self.units[at]
        reading = _Reading(self, self.kids[at])
        reading.blocks(unit.blocks)
        sig = ids.setdefault(tuple(reading.sig), len(ids))
        self.sig[at] = self.masked[at] = sig
        if reading.masked:
            masked = reading.sig
            for place, key in reading.masked:
                masked[place] = key
            self.masked[at] = ids.setdefault(tuple(masked), len(ids))
        reading.rest.append(unit.level)
        _attributes(unit.attributes, reading.rest)
        self.full[at] = ids.setdefault((sig, *reading.rest), len(ids))
        self.length[at] = reading.length

    def number(self, unit: int) -> str:
        """The printed number of a unit, "" for none."""
        written = written_of(self.units[unit])
        return ((written.number or "") if written is not None else text_of(self.units[unit].number)).strip()

    def heading(self, unit: int) -> str:
        """The heading of a unit, "" for none."""
        written = written_of(self.units[unit])
        return ((written.heading or "") if written is not None else text_of(self.units[unit].heading)).strip()

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
        unread = self.units[unit].unread
        if unread is not None and unread.written is not None:
            return written_words(unread, unread.written)
        own = [block for block in self.units[unit].blocks if not isinstance(block, Provision)]
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
    return 2 * sum(min(count, new[word]) for word, count in old.items() if word in new) / total
