"""A document cut at its provisions: each keeps its text as it stands in the file until somebody asks for its blocks.

What is cut is what libxml2 writes of the tree that it read, so that tags look alike everywhere and no ``>`` stands in a value. A document
that has something at which text could be mistaken for a tag (comments, instructions, declarations below the root), or provisions among
words, is not cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape

from lxml import etree

from modellaw.model.address import ABBREVIATIONS
from modellaw.model.late import Written
from modellaw.model.nodes import Attributes, Block, Group, Paragraph, Provision, Run
from modellaw.readers.akn_names import MIXED

Blocks = tuple[Block, ...]
Reading = Callable[[etree._Element, Iterator[Provision]], Blocks]
"""Reads the blocks in an element; the provisions that stand there are given, in order."""

_PROVISION = re.compile(rf"<(/?)({'|'.join(sorted(ABBREVIATIONS))})((?: [^>]*)?/?)>")
_ATTRIBUTE = re.compile(r' ([^=]+)="([^"]*)"')
_ID = re.compile(r' (?:eId|wId|GUID|xml:id)="[^"]*"')
_BETWEEN = re.compile(r"</p>\s+")
_ID_OF_LINE = re.compile(r'<p (?:(?:eId|wId|GUID|xml:id)="[^"]*" ?)+')
_TAG = re.compile(r"<(/?)([^ />]+)[^>]*?(/?)>")
_INLINES = "abbr|b|concept|date|def|docTitle|entity|i|inline|location|organization|person|quantity|ref|role|shortTitle|span|sub|sup|term|u"
_LINES = rf"(?:<p(?: [^>]*)?>(?:[^<]++|</?(?:{_INLINES})(?: [^>]*)?>)*+</p>\s*+)++"
_HEAD = re.compile(
    r"\s*+(?:<num( [^>]*)?>([^<]*)</num>\s*+)?(?:<heading( [^>]*)?>([^<]*)</heading>\s*+)?"
    rf"(?:<(content|intro)( [^>]*)?>\s*+({_LINES})</\5>\s*+)?"
)
_TAIL = re.compile(rf"\s*+(?:<wrapUp( [^>]*)?>\s*+({_LINES})</wrapUp>\s*+)?")


class Cut:
    """One document in pieces: ``text`` is its root element as libxml2 writes it; its provisions get the wids that ``wid`` gives."""

    def __init__(self, text: str, spaces: dict[str | None, str], reading: Reading, wid: Callable[[Attributes], str]) -> None:
        self.spaces = {prefix: space for prefix, space in spaces.items() if prefix} | {"xml": "http://www.w3.org/XML/1998/namespace"}
        declared = "".join(f' xmlns{":" + prefix if prefix else ""}="{escape(space)}"' for prefix, space in spaces.items())
        self._open = f"<x{declared}>"
        self.reading = reading
        self.root = _Piece(self, [])
        self.is_whole = "<!--" not in text and "<?" not in text and self._cut(text, wid)

    def _cut(self, text: str, wid: Callable[[Attributes], str]) -> bool:
        """Whether every provision stands beside other blocks, none among words."""
        parts = _PROVISION.split(text)
        own, kids = [parts[0]], self.root.kids
        stack: list[tuple[list[str], list[Provision], _Piece]] = []
        piece = self.root
        for at in range(1, len(parts), 4):
            end, level, said, behind = parts[at : at + 4]
            if end:
                if not piece.close(own):
                    return False
                own, kids, piece = stack.pop()
                own.append(behind)
                continue
            attributes = self.attributes(said) if said else ()
            inner = _Piece(self, [])
            kids.append(Provision.late(level, wid(attributes), attributes, inner))
            if said[-1:] == "/":
                inner.close([""])
                own.append(behind)
                continue
            stack.append((own, kids, piece))
            own, kids, piece = [behind], inner.kids, inner
        return not stack and self.root.close(own)  # a root element never is mere lines

    def blocks(self) -> Blocks:
        """The blocks in the root element."""
        return self.reading(etree.fromstring(self.root.xml(), _PARSER), iter(self.root.kids))

    def attributes(self, said: str) -> Attributes:
        """The attributes that a start tag says."""
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


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class _Piece:
    """What is kept of one provision."""

    __slots__ = ("_cut", "_kept", "kids", "written")

    def __init__(self, cut: Cut, kids: list[Provision]) -> None:
        self._cut = cut
        self.kids = kids
        self.written: Written | None = None
        self._kept: Sequence[str | None] = ()

    def close(self, own: list[str]) -> bool:
        """Takes the XML before, between and behind the provisions in it; whether these stand beside other blocks."""
        head = _HEAD.fullmatch(own[0])
        tail = _TAIL.fullmatch(own[-1]) if head and len(own) > 1 else None
        if head is None or (len(own) > 1 and (tail is None or "".join(own[1:-1]).strip())):
            self._kept = own
            return len(own) == 1 or _are_blocks(own)
        num, number, head_tag, heading, name, text_tag, text = head.groups()
        wrap_tag, wrap = tail.groups() if tail else (None, None)
        said = ""
        if num or head_tag or text_tag or wrap_tag:
            said = "|".join(_ID.sub("", tag or "") for tag in (num, head_tag, text_tag, wrap_tag))
        self.written = Written(number, heading, _lines(text) if text else "", _lines(wrap) if wrap else "", said.strip("|"))
        self._kept = (num, head_tag, name, text_tag, text, wrap_tag, wrap)
        return True

    def read(self) -> Blocks:
        """The blocks."""
        cut, said = self._cut, self.written
        if said is None:
            return cut.reading(cut.element(self.xml()), iter(self.kids))
        num, head_tag, name, text_tag, text, wrap_tag, wrap = self._kept
        blocks: list[Block] = []
        for words, tag, label in ((said.number, num, "num"), (said.heading, head_tag, "heading")):
            if words is not None:
                blocks.append(Paragraph(_run(words), label, cut.attributes(tag) if tag else ()))
        if name and text:
            blocks.append(Group(name, self._read_lines(text), cut.attributes(text_tag) if text_tag else ()))
        blocks += self.kids
        if wrap:
            blocks.append(Group("wrapUp", self._read_lines(wrap), cut.attributes(wrap_tag) if wrap_tag else ()))
        return tuple(blocks)

    def xml(self) -> str:
        """Its XML, a tag without content for each provision in it; only for what is more than lines."""
        return (self._kept[0] or "") + "".join(f"<{kid.level}/>{more}" for kid, more in zip(self.kids, self._kept[1:], strict=True))

    def _read_lines(self, text: str) -> Blocks:
        if text.startswith("<p>") and text.find("<", 3) == len(text) - 4:  # one line without markup
            return (Paragraph(_run(text[3:-4])),)
        return self._cut.reading(self._cut.element(text), iter(()))


def _run(words: str) -> tuple[Run, ...]:
    return (Run(unescape(words) if "&" in words else words),) if words else ()


def _lines(text: str) -> str:
    """Lines without the white space between them and without ids."""
    if text[-1] != ">" or text.count("</p>") > 1:
        text = _BETWEEN.sub("</p>", text)
    return _ID_OF_LINE.sub("<p", text) if "<p " in text else text


def _are_blocks(own: list[str]) -> bool:
    """Whether none of the provisions between some pieces of XML stands among words or in what is carried as it is."""
    opened: list[str] = []
    for piece in own[:-1]:
        for end, name, alone in _TAG.findall(piece):
            if end:
                opened.pop()
            elif not alone:
                opened.append(name)
        if any(name in MIXED or name == "meta" or ":" in name for name in opened):
            return False
    return True
