"""A document cut at its provisions: each keeps its text as it stands in the file until somebody asks for its blocks.

What is cut is what libxml2 writes of the tree that it read, so that tags look alike everywhere and no ``>`` stands in a value. A document
that has something at which text could be mistaken for a tag (comments, instructions, declarations below the root), or provisions among
words, is not cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from sys import intern

from lxml import etree

from modellaw.model.address import ABBREVIATIONS
from modellaw.model.late import Written
from modellaw.model.nodes import Attributes, Block, Group, Paragraph, Provision, Run
from modellaw.readers.akn_names import MIXED

Blocks = tuple[Block, ...]
Reading = Callable[[etree._Element, Iterator[Provision]], Blocks]
"""Reads the blocks in an element; the provisions that stand there are given, in order."""

_LEVEL = "|".join(sorted(ABBREVIATIONS))
_SAID = r"( [^>]*+(?<!/))?+"
"""What a start tag says behind its name; nothing else can stand in a tag that libxml2 wrote and that has content."""

_INLINE = "abbr|b|concept|date|def|docTitle|entity|i|inline|location|organization|person|quantity|ref|role|shortTitle|span|sub|sup|term|u"
_WORDS = rf"[^<]*+(?:</?(?:{_INLINE})(?: [^>]*+)?+>[^<]*+)*+"
_LINES = rf"(?:<p(?: [^>]*+(?<!/))?+>{_WORDS}</p>\s*+)++"
_ENDS = rf"(?:</(?:{_LEVEL})>\s*+)"
_UNIT = re.compile(
    rf"<({_LEVEL}){_SAID}>\s*+(?:<num{_SAID}>([^<]*+)</num>\s*+)?+(?:<heading{_SAID}>([^<]*+)</heading>\s*+)?+"
    rf"(?:<(content|intro){_SAID}>\s*+({_LINES})</(?:content|intro)>\s*+)?+({_ENDS}*+)"
)
"""A provision up to the first one in it, to what is more than lines, or to its end and that of those that end with it."""

_WRAP = re.compile(rf"<wrapUp{_SAID}>\s*+({_LINES})</wrapUp>\s*+(?=</)")
_ENDING = re.compile(f"{_ENDS}++")
_NEXT = re.compile(rf"</?(?:{_LEVEL})[ />]")
_ATTRIBUTE = re.compile(r' ([^=]+)="([^"]*)"')
_TAG = re.compile(r"<(/?)([^ />]+)[^>]*?(/?)>")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class _NotCut(Exception):
    """A provision stands among words."""


class Cut:
    """One document in pieces: ``text`` is its root element as libxml2 writes it; its provisions get the wids that ``wid`` gives."""

    def __init__(self, spaces: dict[str | None, str], reading: Reading, wid: Callable[[Attributes], str]) -> None:
        self.spaces = {prefix: space for prefix, space in spaces.items() if prefix} | {"xml": "http://www.w3.org/XML/1998/namespace"}
        declared = "".join(f' xmlns{":" + prefix if prefix else ""}="{escape(space)}"' for prefix, space in spaces.items())
        self._open = f"<x{declared}>"
        self.reading = reading
        self._wid = wid

    def blocks(self, text: str) -> Blocks | None:
        """The blocks in the root element, provisions in them to be read later; None for a document that cannot be cut."""
        if "<!--" in text or "<?" in text:
            return None
        root = _Piece(self, None, 0)
        try:
            self._provisions(text, root)
            root.take_out(text, 0, len(text))
        except _NotCut:
            return None
        return self.reading(etree.fromstring(root.xml, _PARSER), iter(root.kids))

    def _provisions(self, text: str, piece: _Piece) -> None:
        """Cuts the provisions out, one after the other, into the piece they stand in."""
        above: list[_Piece] = []
        at = 0
        while True:
            ends = ""
            found = _UNIT.match(text, at)
            if found is not None:
                level, said, num_tag, num, head_tag, heading, group, group_tag, lines, ends = found.groups()
                if group:  # what many say, or both of two versions, is kept once
                    num, group, lines = num and intern(num), intern(group), intern(lines)
                inner = self._piece(
                    level, said, tuple.__new__(Written, (num_tag, num, head_tag, heading, group, group_tag, lines)), at, piece
                )
                above.append(piece)
                piece, at = inner, found.end()
            else:
                wrap = _WRAP.match(text, at)
                if wrap is not None:
                    piece.wrap_tag, piece.wrap = wrap.groups()
                    at = wrap.end()
                tag = _NEXT.search(text, at)
                if tag is None:
                    return
                if wrap is None or tag.start() > at:
                    piece.written = None
                at = tag.start()
                if text[at + 1] == "/":
                    ends = _ENDING.match(text, at)[0]  # type: ignore[index]  # there is one at this place
                    at += len(ends)
                elif not _UNIT.match(text, at):  # a provision without anything in it
                    stop = text.index(">", at) + 1
                    level, _, said = text[at + 1 : stop - 2].partition(" ")
                    self._piece(level, said and f" {said}", tuple.__new__(Written, (None,) * 7), at, piece).end = stop
                    at = stop
            stop = at - len(ends)
            for _ in range(ends.count("</")):
                piece.end = text.index(">", stop) + 1
                if piece.written is None:
                    piece.take_out(text, text.index(">", piece.start) + 1, stop)
                stop = piece.end
                piece = above.pop()

    def _piece(self, level: str, said: str | None, written: Written, start: int, above: _Piece) -> _Piece:
        attributes = self.attributes(said) if said else ()
        made = _Piece(self, written, start)
        above.kids = above.kids or []  # most have none
        above.kids.append(Provision.late(intern(level), self._wid(attributes), attributes, made))
        return made

    def attributes(self, said: str) -> Attributes:
        """The attributes that a start tag says."""
        if said.startswith(' eId="') and said.find('"', 6) == len(said) - 1 and "&" not in said:  # as most are
            return (("eId", said[6:-1]),)
        found = _ATTRIBUTE.findall(said)
        if "&" in said:
            found = [(name, unescape(value)) for name, value in found]
        if ":" in said:
            found = [(self._clark(name), value) for name, value in found]
        return tuple(found)

    def _clark(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return f"{{{self.spaces[prefix]}}}{local}" if colon else name

    def element(self, xml: str) -> etree._Element:
        """An element around some of the document's XML."""
        return etree.fromstring(f"{self._open}{xml}</x>", _PARSER)


_NONE: list[Provision] = []
"""What stands for the provisions in one that has none; never added to."""


class _Piece:
    """What is kept of one provision: what it says, or else its XML, a tag without content for each provision in it."""

    __slots__ = ("_cut", "end", "kids", "start", "wrap", "wrap_tag", "written", "xml")

    def __init__(self, cut: Cut, written: Written | None, start: int) -> None:
        self._cut, self.written = cut, written
        self.start, self.end = start, start
        self.kids: list[Provision] = _NONE
        self.wrap: str | None = None
        self.wrap_tag: str | None = None

    def take_out(self, text: str, start: int, end: int) -> None:
        """Keeps the XML from ``start`` to ``end``."""
        parts: list[str] = []
        for kid in self.kids:
            piece = kid.unread
            assert isinstance(piece, _Piece)
            parts += [text[start : piece.start], f"<{kid.level}/>"]
            start = piece.end
        if parts and not _are_blocks(parts[::2]):
            raise _NotCut
        self.xml = "".join([*parts, text[start:end]])

    def read(self) -> Blocks:
        """The blocks."""
        cut, said = self._cut, self.written
        if said is None:
            return cut.reading(cut.element(self.xml), iter(self.kids))
        blocks: list[Block] = []
        for words, tag, label in ((said.number, said.number_tag, "num"), (said.heading, said.heading_tag, "heading")):
            if words is not None:
                blocks.append(Paragraph(_run(words), label, cut.attributes(tag) if tag else ()))
        if said.group and said.lines:
            blocks.append(Group(said.group, self._lines(said.lines), cut.attributes(said.group_tag) if said.group_tag else ()))
        blocks += self.kids
        if self.wrap:
            blocks.append(Group("wrapUp", self._lines(self.wrap), cut.attributes(self.wrap_tag) if self.wrap_tag else ()))
        return tuple(blocks)

    def _lines(self, text: str) -> Blocks:
        if text.startswith("<p>") and text.find("<", 3) == len(text) - 4:  # one line without markup
            return (Paragraph(_run(text[3:-4])),)
        return self._cut.reading(self._cut.element(text), iter(()))


def _run(words: str) -> tuple[Run, ...]:
    return (Run(unescape(words) if "&" in words else words),) if words else ()


def _are_blocks(pieces: list[str]) -> bool:
    """Whether no provision that stands behind one of some pieces of XML is among words or in what is carried as it is."""
    opened: list[str] = []
    for piece in pieces:
        for end, name, alone in _TAG.findall(piece):
            if end:
                opened.pop()
            elif not alone:
                opened.append(name)
        if any(name in MIXED or name == "meta" or ":" in name for name in opened):
            return False
    return True
