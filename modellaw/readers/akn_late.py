"""A document cut at its provisions: what they say is kept in columns, as it stands in the file, until somebody asks for their blocks.

What is cut is what libxml2 writes of the tree that it read, so that tags look alike everywhere and no ``>`` stands in a value. A document
that has something at which text could be mistaken for a tag (comments, instructions, declarations below the root), or provisions among
words, is not cut, and one that is nested deep is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from sys import intern

from lxml import etree

from modellaw.model.address import ABBREVIATIONS
from modellaw.model.escapes import quoted, unescaped
from modellaw.model.late import Columns
from modellaw.model.nodes import Attributes, Block, Group, Inline, Paragraph, Provision, Reference, Run, Wrap, attribute
from modellaw.readers.akn_names import MIXED
from modellaw.readers.xml import MOST_LEVELS
from modellaw.values import replace

Blocks = tuple[Block, ...]
Reading = Callable[[etree._Element, Iterator[Provision]], Blocks]
"""Reads the blocks in an element; the provisions that stand there are given, in order."""

_LEVEL = "|".join(sorted(ABBREVIATIONS))
_SAID = r"( [^>]*+(?<!/))?+"
"""What a start tag says behind its name; nothing else can stand in a tag that libxml2 wrote and that has content."""

_INLINE = "abbr|b|concept|date|def|docTitle|entity|i|inline|location|organization|person|quantity|ref|role|shortTitle|span|sub|sup|term|u"
_START = rf"<(?:{_INLINE})(?: [^>]*+)?+>"
_WORDS = rf"[^<]*+(?:{_START}(?:(?<=/>)|[^<]*+(?:{_START}(?:(?<=/>)|[^<]*+</[^>]++>)[^<]*+)*+</[^>]++>)[^<]*+)*+"
"""Words and inlines, which may have inlines in them that have none; what ends in one is what began last."""

_LINES = rf"(?:<p(?: [^>]*+(?<!/))?+>{_WORDS}</p>\s*+)++"
_ENDS = rf"(?:</(?:{_LEVEL})>\s*+)"
_UNIT = re.compile(
    rf"<({_LEVEL})( [^>]*+|/)?+>(?:(?<!/>)\s*+(?:<num{_SAID}>([^<]*+)</num>\s*+)?+(?:<heading{_SAID}>([^<]*+)</heading>\s*+)?+"
    rf"(?:<(content|intro){_SAID}>\s*+(?:<p>([^<]*+)</p>\s*+|({_LINES}))</(?:content|intro)>\s*+)?+)?+(\s*+{_ENDS}*+)"
)
"""A provision up to the first one in it, to what is more than lines, or to its end and that of those that end with it."""

_STRIDE = _UNIT.groups + 1
_WRAP = re.compile(rf"<wrapUp{_SAID}>\s*+({_LINES})</wrapUp>\s*+(?=</(?:{_LEVEL})>)")
_ENDING = re.compile(f"{_ENDS}++")
_EIDS = re.compile(r'(?: eId="[^"&\n]++"\n)++')
_ATTRIBUTE = r' ([^=]+)="([^"]*)"'
_FLAT = re.compile(rf"<({_INLINE})( [^>]*+)?+>([^<]++)</\1>")
"""A reference, or a formatting of words, without anything in it but words."""

_TAG = re.compile(r"<(/?)([^ />]+)[^>]*?(/?)>")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_DEEP = MOST_LEVELS // 2 - 4
"""So many provisions may be nested in so many levels of what is more than lines: with those of lines they are fewer than may be read."""

_NONE: list[int] = []
"""What stands for the provisions in one that has none; never added to."""


class Cut(Columns):
    """The columns of one document; its provisions get the wids that ``wid`` gives."""

    end: list[int]
    kids: list[list[int]]

    def __init__(self, spaces: dict[str | None, str], reading: Reading, wid: Callable[[Attributes], str]) -> None:
        self.spaces = {prefix: space for prefix, space in spaces.items() if prefix} | {"xml": "http://www.w3.org/XML/1998/namespace"}
        declared = "".join(f' xmlns{":" + prefix if prefix else ""}="{quoted(space)}"' for prefix, space in spaces.items())
        self._open = f"<x{declared}>"
        self.reading = reading
        self._wid = wid
        self.wraps: dict[int, tuple[str | None, str]] = {}
        self.odd: dict[int, list[str]] = {}
        """Their XML between the provisions in them, from a start tag to its end."""

    def blocks(self, text: str) -> Blocks | None:
        """The blocks of the root element that ``text`` is; None for a document that cannot be cut."""
        if any(text[at - 1] == "<" for sign in "!?" for at in _places(sign, text)):
            return None
        parts = _UNIT.split(text)
        head = parts[0]
        level, said, *columns, ends, behind = (parts[at::_STRIDE] for at in range(1, _STRIDE + 1))
        del parts
        for column in columns:
            column.insert(0, None)
        self.number_tags, self.numbers, self.heading_tags, self.headings, self._groups, self.group_tags, self.words, self.lines = columns
        self.levels = ["", *map(intern, level)]
        if not self._name(said):
            if any(one and "xmlns" in one for one in said):
                return None
            for at, one in enumerate(said):
                if one and one[-1] == "/":  # a provision without anything in it
                    said[at], ends[at] = one[:-1], "/>" + ends[at]
            self._attributes = [(), *(self._told(one) if one else () for one in said)]
            self.wids = ["", *map(self._wid, self._attributes[1:])]
        self._made: list[Provision | None] = [None] * len(self.levels)
        if not self._nest(head, ends, behind):
            return None
        tags = self.number_tags, self.heading_tags, self.group_tags, [tag for tag, _ in self.wraps.values()]
        self.tagged = any(map(any, tags))
        return self.read(0) if self._has_blocks() and not self._declares() else None

    def _declares(self) -> bool:
        """Whether any element other than the root and provisions declares a namespace."""
        tags = (self.number_tags, self.heading_tags, self.group_tags) if self.tagged else ()
        told: Iterator[str | None] = chain(self.lines, *tags, *self.wraps.values(), *self.odd.values())
        return sum([one.count("xmlns") for one in told if one]) != self._open.count("xmlns")

    def _name(self, said: list[str | None]) -> bool:
        """Gives all provisions their wids if an eId of its own is all that each tag says, as in most documents."""
        told = "\n".join([one or "" for one in said]) + "\n"
        if _EIDS.fullmatch(told):
            self.wids = ["", *told[6:-2].split('"\n eId="')]
            self.named = len(set(self.wids)) < len(self.wids)
        else:
            self.named = True
        return not self.named

    def _nest(self, head: str, ends: list[str], behind: list[str]) -> bool:
        """What stands in what, and what is more than number, heading, lines and provisions; False if they are nested deep."""
        size = len(ends) + 1
        parent, end = [-1] * size, [size, *range(2, size + 1)]
        kids: list[list[int]] = [_NONE] * size
        self.parent, self.end, self.kids = parent, end, kids
        self.odd[0] = [head]
        stack = [0]
        for at, ending, more in zip(range(1, size), ends, behind, strict=True):
            above = parent[at] = stack[-1]
            mine = kids[above]
            if mine:
                mine.append(at)
            else:
                kids[above] = [at]
            closed = ending.count(">")
            if closed != 1:
                stack.append(at)
                if len(stack) > _DEEP:
                    return False
                for _ in range(closed):
                    end[stack.pop()] = at + 1
            if more:
                self._more(stack, more, at)
        return True

    def _more(self, stack: list[int], text: str, last: int) -> None:
        """Takes in what stands between two provisions (up to the end, behind the last) and is not the end of one."""
        at = 0
        while at < len(text):
            unit = stack[-1]
            wrap = _WRAP.match(text, at) if unit not in self.odd else None
            if wrap is not None:
                self.wraps[unit] = wrap[1], wrap[2]
                at = wrap.end()
            ending = _ENDING.search(text, at)
            stop = ending.start() if ending is not None else len(text)
            if stop > at:
                parts = self.odd.setdefault(unit, [self._own(unit)])
                parts += [""] * (len(self.kids[unit]) + 1 - len(parts))
                parts[-1] += text[at:stop]
            if ending is None:
                return
            for _ in range(ending[0].count(">")):
                self.end[stack.pop()] = last + 1
            at = ending.end()

    def _own(self, at: int) -> str:
        """The XML of number, heading and lines."""
        said = ""
        for name, tags, texts in (("num", self.number_tags, self.numbers), ("heading", self.heading_tags, self.headings)):
            if texts[at] is not None:
                said += f"<{name}{tags[at] or ''}>{texts[at]}</{name}>"
        group = self._groups[at]
        lines = self.lines[at] or f"<p>{self.words[at]}</p>"
        return f"{said}<{group}{self.group_tags[at] or ''}>{lines}</{group}>" if group else said

    def _has_blocks(self) -> bool:
        """Whether no provision in an odd one is among words or in what is carried as it is, and nothing is nested deep."""
        depths = {0: 0}
        for at in sorted(self.odd):
            depth, kids = self._depth(at, depths), self.kids[at]
            opened: list[str] = []
            for place, piece in enumerate(self.odd[at]):
                for end, name, alone in _TAG.findall(piece):
                    if end:
                        opened.pop()
                    elif not alone:
                        opened.append(name)
                        if depth + len(opened) > _DEEP:
                            return False
                if place < len(kids):
                    if any(name in MIXED or name == "meta" or ":" in name for name in opened):
                        return False
                    depths[kids[place]] = depth + len(opened) + 1
        return True

    def _depth(self, at: int, known: dict[int, int]) -> int:
        """How many elements a provision is nested deep; ``known`` has those in odd ones."""
        steps = 0
        while at not in known:
            at, steps = self.parent[at], steps + 1
        return known[at] + steps

    def attributes(self, at: int) -> Attributes:
        """The attributes of the provision at a place."""
        return self._attributes[at] if self.named else (("eId", self.wids[at]),)

    def _told(self, said: str) -> Attributes:
        """The attributes that a start tag says."""
        if said.count('"') == 2 and "&" not in said and ":" not in said.partition("=")[0]:  # one, as most tags do
            name, _, value = said[1:].partition('="')
            return ((name, value[: value.index('"')]),)
        found = re.findall(_ATTRIBUTE, said)
        if "&" in said:
            found = [(name, unescaped(value)) for name, value in found]
        if ":" in said:
            found = [(self._clark(name), value) for name, value in found]
        return tuple(found)

    def _clark(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return f"{{{self.spaces[prefix]}}}{local}" if colon else name

    def provision(self, at: int) -> Provision:
        """The provision at a place, always the same object."""
        made = self._made[at]
        if made is None:
            made = self._made[at] = Provision.late(self, at)
        return made

    def read(self, at: int) -> Blocks:
        """The blocks of the provision at a place."""
        kids = map(self.provision, self.kids[at])
        odd = self.odd.get(at)
        if odd is not None:
            tags = [*(f"<{self.levels[kid]}/>" for kid in self.kids[at]), ""]
            xml = "".join(chain.from_iterable(zip([*odd, *[""] * (len(tags) - len(odd))], tags, strict=True)))
            return self.reading(etree.fromstring(xml, _PARSER) if at == 0 else self._element(xml), kids)
        blocks: list[Block] = []
        number = self.numbers[at]
        if number is not None:
            blocks.append(Paragraph(_run(number), "num", self._tag(self.number_tags[at])))
        if self.headings[at] is not None:
            blocks.append(self.heading(at))
        if self._groups[at]:
            blocks.append(self.group(at))
        blocks += kids
        if at in self.wraps:
            tag, lines = self.wraps[at]
            blocks.append(Group("wrapUp", self._lines(lines), self._tag(tag)))
        return tuple(blocks)

    def heading(self, at: int) -> Paragraph:
        """The heading of the provision at a place that has one."""
        return Paragraph(_run(self.headings[at] or ""), "heading", self._tag(self.heading_tags[at]))

    def group(self, at: int) -> Group:
        """What holds the lines of the provision at a place that has some."""
        words = self.words[at]
        lines = self._lines(self.lines[at] or "") if words is None else (Paragraph(_run(words)),)
        return Group(intern(self._groups[at] or ""), lines, self._tag(self.group_tags[at]))

    def _tag(self, said: str | None) -> Attributes:
        return self._told(said) if said else ()

    def _lines(self, text: str) -> Blocks:
        if text.startswith("<p>") and text.find("</p>") == len(text) - 4:  # one line
            words = _FLAT.split(text[3:-4])
            if "<" not in "".join(words[::4]):
                return (Paragraph(self._flat(words) if len(words) > 1 else _run(words[0])),)
        return self.reading(self._element(text), iter(()))

    def _flat(self, parts: list[str]) -> tuple[Inline, ...]:
        """Words, then the name of an element, what its tag says, and its words, and words again, and so on."""
        out: list[Inline] = [*_run(parts[0])]
        for name, said, words, behind in zip(parts[1::4], parts[2::4], parts[3::4], parts[4::4], strict=True):
            attributes = self._told(said) if said else ()
            if name == "ref":
                out.append(reference(attributes, _run(words)))
            else:
                wrap = Wrap(name, attributes)
                if out and out[-1].wraps == (wrap,):
                    wrap = Wrap(name, attributes, 1)  # two elements, not one
                out += [replace(run, wraps=(wrap,)) for run in _run(words)]
            out += _run(behind)
        return tuple(out)

    def _element(self, xml: str) -> etree._Element:
        """An element around some of the document's XML."""
        return etree.fromstring(f"{self._open}{xml}</x>", _PARSER)


def _places(sign: str, text: str) -> Iterator[int]:
    """Where a sign stands in a text: one that is seldom there is found at once."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def reference(attributes: Attributes, words: tuple[Run, ...], wraps: tuple[Wrap, ...] = ()) -> Reference:
    """The reference of such a tag to what it points to."""
    return Reference(attribute(attributes, "href"), words, tuple([pair for pair in attributes if pair[0] != "href"]), wraps)


def _run(words: str) -> tuple[Run, ...]:
    return (Run(unescaped(words) if "&" in words else words),) if words else ()
