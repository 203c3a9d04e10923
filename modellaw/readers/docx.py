"""A Word document as a law without structure: its paragraphs, tables and notes with all tracked changes as marks, and its comments.

Pandoc and LibreOffice are the second opinions: the views ORIGINAL and AMENDED have the text that they give after rejecting and accepting.
"""

from __future__ import annotations

from lxml import etree

from modellaw.errors import Finding, Place, Severity, amount
from modellaw.model.nodes import AKN, Block, Carried, Facts, Group, Law
from modellaw.ooxml.numbering import Numbering, Styles
from modellaw.ooxml.opened import W14, W15, OpenedPackage, w
from modellaw.readers.docx_marks import Revisions
from modellaw.readers.docx_story import WORD, Story
from modellaw.values import dataclass

_DC = "http://purl.org/dc/elements/1.1/"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_SAID = {w("t"): "", w("tab"): "\t", w("br"): " ", w("cr"): " ", w("noBreakHyphen"): "\u2011"}
_NOTE = {"footnotes": "footnote", "endnotes": "endnote"}


@dataclass(frozen=True, slots=True)
class Comment:
    """A reviewer's comment: who, when, its lines, what it answers, and from where to where it is anchored.

    ``start`` and ``end`` are the number of a paragraph, counted in the order of the document from 0, and a character in it; None for a
    comment anchored on nothing.
    """

    id: str
    author: str
    date: str
    lines: tuple[str, ...]
    parent: str = ""
    resolved: bool = False
    start: tuple[int, int] | None = None
    end: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What a Word document says: the marked text, the comments, headers and footers, and what could not be read."""

    law: Law
    comments: tuple[Comment, ...] = ()
    margins: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_docx(data: bytes, name: str = "") -> WordDocument:
    """The document in a .docx; raises InputError for what is none. ``name`` is the file's name for messages."""
    package = OpenedPackage(data, name)
    root = package.xml(package.main)
    body = root.find(w("body"))
    if body is None:
        raise package.fail("the document has no body", "open and save it in Word", package.main)
    notes = {kind: _notes(package, kind) for kind in _NOTE}
    styles = Styles(package.story("styles"))
    revisions = Revisions()
    story = Story(styles, Numbering(package.story("numbering"), styles), revisions, package.relations(package.main),
                  lambda kind, number: notes[kind].get(number))  # fmt: skip
    blocks = story.blocks(body)
    law = Law(_document(blocks), _facts(package), changes=tuple(revisions.changes.values()), modules=tuple(revisions.modules.values()))
    hint = "open and save it in Word"
    missing = (Finding("missing-part", Severity.WARNING, f"the part for {kind} is not in the file: {target}", Place(name), hint)
               for kind, target in package.missing.items())  # fmt: skip
    return WordDocument(law, _comments(package, story), _margins(package), (*missing, *_findings(story, revisions, name)))


def _document(blocks: tuple[Block, ...]) -> Group:
    doc = Group("doc", (Carried(_META), Group("mainBody", blocks)), (("name", "document"),))
    return Group("akomaNtoso", (doc,), (("xmlns", AKN), ("xmlns:word", WORD)))


def _level(name: str, inner: str) -> str:
    return (
        f'<{name}><FRBRthis value="/akn/xx/doc/document/!main"/><FRBRuri value="/akn/xx/doc/document"/>'
        f'<FRBRdate date="2000-01-01" name="unknown"/><FRBRauthor href="#unknown"/>{inner}</{name}>'
    )


_META = (
    f'<meta><identification source="#unknown">{_level("FRBRWork", "<FRBRcountry value=" + chr(34) + "xx" + chr(34) + "/>")}'
    f"{_level('FRBRExpression', '<FRBRlanguage language=' + chr(34) + 'eng' + chr(34) + '/>')}{_level('FRBRManifestation', '')}"
    "</identification></meta>"
)
"""A Word file does not say what work it is an expression of."""


def _facts(package: OpenedPackage) -> Facts:
    core = next((target for kind, target in package.relations("").values() if kind == "core-properties"), "")
    title = package.xml(core).findtext(f"{{{_DC}}}title", "") if core in package.names else ""
    return Facts(title=" ".join((title or "").split()))


def _notes(package: OpenedPackage, kind: str) -> dict[str, etree._Element]:
    root = package.story(kind)
    found = root.findall(w(_NOTE[kind])) if root is not None else []
    return {note.get(w("id"), ""): note for note in found if note.get(w("type"), "normal") == "normal"}


def _margins(package: OpenedPackage) -> tuple[str, ...]:
    """The words of headers and footers, each once."""
    words: dict[str, None] = {}
    for kind, target in package.relations(package.main).values():
        if kind in {"header", "footer"} and target in package.names:
            text = " ".join("".join(map(str, package.xml(target).itertext(w("t")))).split())
            if text:
                words[text] = None
    return tuple(words)


def _comments(package: OpenedPackage, story: Story) -> tuple[Comment, ...]:
    root = package.story("comments")
    if root is None:
        return ()
    threads = _threads(package.story("commentsExtended"))
    owners: dict[str, str] = {}
    for element in root.findall(w("comment")):
        for paragraph in element.iter(w("p")):
            owners[paragraph.get(f"{{{W14}}}paraId", "")] = element.get(w("id"), "")
    out = []
    for element in root.findall(w("comment")):
        key = element.get(w("id"), "")
        paragraphs = list(element.iter(w("p")))
        own = paragraphs[-1].get(f"{{{W14}}}paraId", "") if paragraphs else ""
        parent, done = threads.get(own, ("", False))
        lines = tuple("".join(map(_said, paragraph.iter(*_SAID))) for paragraph in paragraphs)
        out.append(Comment(key, element.get(w("author"), ""), element.get(w("date"), ""), lines, owners.get(parent, "") if parent else "",
                           done, story.anchors.start.get(key), story.anchors.end.get(key)))  # fmt: skip
    return tuple(out)


def _said(element: etree._Element) -> str:
    return (element.text or "") if element.tag == w("t") else _SAID[str(element.tag)]


def _threads(root: etree._Element | None) -> dict[str, tuple[str, bool]]:
    """The last paragraph of a comment to that of the comment it answers, and whether it is resolved."""
    return {
        element.get(f"{{{W15}}}paraId", ""): (element.get(f"{{{W15}}}paraIdParent", ""), element.get(f"{{{W15}}}done") in {"1", "true"})
        for element in (root if root is not None else ())
    }


def _findings(story: Story, revisions: Revisions, name: str) -> list[Finding]:
    place = Place(name)
    out = [Finding("unknown-content", Severity.NOTE, f"{what} is not known; its words were kept ({count} times)", place)
           for what, count in sorted(story.unknown.items())]  # fmt: skip
    hint = "open it in Word and put its words in as text"
    out += [Finding("unread-content", Severity.WARNING, f"{what} was not read ({count} times)", place, hint)
            for what, count in sorted(story.elsewhere.items())]  # fmt: skip
    figures = "automatic numbers of the kind {} were read as figures ({} times)"
    out += [Finding("unknown-numbers", Severity.WARNING, figures.format(form, count), place, "type them in Word as text")
            for form, count in sorted(story.numbering.unknown.items())]  # fmt: skip
    if story.hidden:
        said = f"hidden text was read like any other ({amount(story.hidden, 'piece')})"
        out.append(Finding("hidden-text", Severity.WARNING, said, place, "delete it in Word, or show it"))
    if story.pictures:
        out.append(Finding("picture", Severity.NOTE, f"{amount(story.pictures, 'picture')} left out: a sign stands for each", place))
    if revisions.formatting:
        said = f"{amount(revisions.formatting, 'tracked change')} of formatting only left out"
        out.append(Finding("formatting-change", Severity.NOTE, said, place))
    return out
