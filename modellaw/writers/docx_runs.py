"""Inlines as runs: formatting, languages and directions, hyperlinks, and the revision that a group of them stands in."""

from __future__ import annotations

from collections.abc import Mapping

from modellaw.model.changes import NO_TRACE, Change, Module, Trace
from modellaw.model.nodes import Blank, CarriedInline, Inline, Law, Reference, Run, Wrap, attribute
from modellaw.model.walk import inline_text
from modellaw.ooxml.text import directions, escaped, is_east_asian, text_xml
from modellaw.values import replace
from modellaw.writers.docx_lines import under
from modellaw.writers.docx_styles import is_east_asian_language, language_tag, runs_right_to_left
from modellaw.writers.sheets import PROPOSED

_FORMATS = {
    "b": "<w:b/><w:bCs/>",
    "i": "<w:i/><w:iCs/>",
    "del": '<w:strike/><w:color w:val="9C1C1C"/>',
    "ins": '<w:color w:val="1B5E20"/><w:u w:val="single"/>',
    "u": '<w:u w:val="single"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Signer:
    """Signs revisions: a number of its own for each, the author and date of the change's module."""

    def __init__(self, law: Law) -> None:
        self.changes: dict[str, Change] = {change.id: change for change in law.changes}
        self.modules: dict[str, Module] = {module.id: module for module in law.modules}
        self.date = (law.facts.date or "2007-12-31")[:10]
        self.last = 1000
        self._who: dict[str, str] = {}
        # LibreOffice takes neighbouring revisions of one author for one when they are no more than a minute apart, over the end of a
        # paragraph too: words changed inside a paragraph are two minutes later than paragraphs that come or go whole
        self.minute = 0

    def number(self) -> int:
        self.last += 1
        return self.last

    def author(self, change: str) -> tuple[str, str]:
        """Who made a change, and when (an ISO date)."""
        found = self.changes.get(change)
        module = self.modules.get(found.module) if found else None
        date = ((module.date if module else "") or self.date)[:10]
        return (module.author or module.title if module else "modellaw"), date

    def undone(self, trace: Trace) -> bool:
        """Whether one author inserted something and took it out again: his own correction, which Word does not record either."""
        if not (trace.inserted and trace.deleted):
            return False
        return trace.inserted == trace.deleted or self.author(trace.inserted) == self.author(trace.deleted)

    def signed(self, change: str) -> str:
        """The attributes of a revision."""
        who = self._who.get(change)
        if who is None:
            author, date = self.author(change)
            who = self._who[change] = f'w:author="{escaped(author)}" w:date="{date}T00:0'
        self.last += 1
        return f'w:id="{self.last}" {who}{self.minute}:00Z"'

    def wrapped(self, runs: str, trace: Trace, move: bool = False) -> str:
        """Runs in their revision; what was inserted and then deleted is a deletion in an insertion."""
        if trace.deleted:
            tag = "moveFrom" if move else "del"
            runs = f"<w:{tag} {self.signed(trace.deleted)}>{runs}</w:{tag}>"
        if trace.inserted:
            tag = "moveTo" if move else "ins"
            runs = f"<w:{tag} {self.signed(trace.inserted)}>{runs}</w:{tag}>"
        return runs


class Runs:
    """Writes words in the styles of a template and in the language of a law."""

    def __init__(self, styles: Mapping[str, str], language: str, links: Mapping[str, str]) -> None:
        self.styles = styles
        self.links = links
        self.tag = language_tag(language)
        self.right = runs_right_to_left(self.tag)
        self.east = is_east_asian_language(self.tag)
        self._properties: dict[tuple[tuple[Wrap, ...], str, str], str] = {}

    def plain(self, text: str) -> str:
        """Words without formatting."""
        return self.run(text, "", False)

    def inline(self, inline: Inline, deleted: bool, language: str = "") -> str:
        """The runs of one inline that is not a note."""
        wraps = inline.wraps
        match inline:
            case Run() | CarriedInline():
                if not wraps and not language:
                    return self.run(inline.text, "", deleted)
                return self.run(inline.text, self.properties(wraps, _style(wraps), language), deleted)
            case Blank():
                return self.run(inline_text(inline), self.properties(wraps, "Blank to fill", language), deleted)
            case Reference():
                return self.run(inline_text(inline), self.properties(wraps, "Cross-reference", language), deleted)
            case _:
                raise AssertionError("a note has a part of its own")

    def link(self, inline: Reference) -> str:
        """The bookmark that a reference leads to, "" for none in this document."""
        return self.links.get(inline.target[1:], "") if inline.target.startswith("#") else ""

    def properties(self, wraps: tuple[Wrap, ...], style: str, language: str = "") -> str:
        """What stands in ``w:rPr``, in the order of the schema."""
        key = (wraps, style, language)
        found = self._properties.get(key)
        if found is None:
            names = {wrap.name for wrap in wraps if wrap.name not in {"ins", "del"} or wrap.attributes == PROPOSED}
            found = f'<w:rStyle w:val="{self.styles[style]}"/>' if style else ""
            found += "".join(xml for name, xml in _FORMATS.items() if name in names)
            spoken = next((attribute(wrap.attributes, _LANGUAGE) for wrap in wraps if attribute(wrap.attributes, _LANGUAGE)), language)
            if spoken and language_tag(spoken) != self.tag:
                found += _spoken(language_tag(spoken))
            self._properties[key] = found
        return found

    def run(self, text: str, properties: str, deleted: bool) -> str:
        tag = "delText" if deleted else "t"
        if text == "\t":
            return "<w:r><w:tab/></w:r>"
        if self.right:
            return "".join(_run(text_xml(part, tag), _turned(properties) if right else properties) for part, right in directions(text))
        if self.east and is_east_asian(text):
            properties = _hinted(properties)
        return _run(text_xml(text, tag), properties)


def _run(text: str, properties: str) -> str:
    if not text:
        return ""
    return f"<w:r><w:rPr>{properties}</w:rPr>{text}</w:r>" if properties else f"<w:r>{text}</w:r>"


def _turned(properties: str) -> str:
    """Properties of words that run from right to left: ``w:rtl`` stands before the language."""
    before, sign, behind = properties.partition("<w:lang ")
    return f"{before}<w:rtl/>{sign}{behind}"


def _hinted(properties: str) -> str:
    """Properties that give quotation marks and the like, which both scripts have, the East Asian font."""
    style, sign, rest = properties.partition("/>") if properties.startswith("<w:rStyle") else ("", "", properties)
    return f'{style}{sign}<w:rFonts w:hint="eastAsia"/>{rest}'


def _spoken(tag: str) -> str:
    kind = "bidi" if runs_right_to_left(tag) else "eastAsia" if is_east_asian_language(tag) else "val"
    return f'<w:lang w:{kind}="{escaped(tag)}"/>'


def _style(wraps: tuple[Wrap, ...]) -> str:
    """The character style of words: a defined term, one of several options."""
    for wrap in wraps:
        if wrap.name == "def":
            return "Defined term"
        if wrap.name == "inline" and attribute(wrap.attributes, "name") == "option":
            return "Option words"
    return ""


def cut_at_marks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The inlines with references and blanks cut where marks change inside them."""
    out: list[Inline] = []
    for inline in content:
        if isinstance(inline, Reference | Blank) and any(run.trace for run in inline.content):
            out += [
                replace(inline, content=(replace(run, trace=NO_TRACE),), trace=under(inline.trace, run.trace)) for run in inline.content
            ]
        else:
            out.append(inline)
    return tuple(out)
