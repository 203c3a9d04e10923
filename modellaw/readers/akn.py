"""Akoma Ntoso 3.0 to a law, without loss: what the model has no word for is carried as XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

from modellaw.errors import InputError, Place
from modellaw.model.address import ABBREVIATIONS
from modellaw.model.markup import WID, unmarked
from modellaw.model.nodes import (
    AKN,
    CHANGES,
    ML,
    Attributes,
    Blank,
    Block,
    Carried,
    CarriedInline,
    Cell,
    Facts,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Row,
    Run,
    Table,
    Wrap,
    attribute,
)
from modellaw.model.views import coalesce
from modellaw.readers.akn_changes import Changes, take_changes
from modellaw.readers.akn_late import Cut, reference
from modellaw.readers.akn_names import MIXED
from modellaw.readers.akn_wire import EID, unwired
from modellaw.readers.xml import bounded, parse
from modellaw.values import replace

_LEVELS = frozenset(ABBREVIATIONS)
_MARKS = frozenset({f"{{{ML}}}departs", f"{{{ML}}}as"})


def read_akn(data: bytes, name: str = "") -> Law:
    """The law in an Akoma Ntoso document; ``name`` is the file's name for messages."""
    root = akn_root(data, name, any_depth=True)
    spaces = root.nsmap
    before, behind = (tuple(map(_xml, nodes)) for nodes in (reversed(list(root.itersiblings(preceding=True))), root.itersiblings()))
    reader = _Reader(name, declares=True)
    law = Law(Group(_name(root), (), _declared(root) + reader.attributes(root)), _facts(root), before, behind)
    if sum(space == AKN for space in spaces.values()) == 1 and CHANGES not in spaces.values():
        text = _xml(root)
        del root
        blocks = _cut(text, spaces)
        if blocks is not None:
            return replace(law, document=replace(law.document, blocks=blocks))
        root = akn_root(data, name, any_depth=True)
    bounded(root, name)
    reader.declares = data.count(b"xmlns") != len(spaces)
    law = replace(law, document=replace(law.document, blocks=reader.blocks(root)))
    found = reader.changes
    if found is None:
        return law
    law = unmarked(replace(law, document=unwired(law.document, found.added), facts=replace(law.facts, title=found.title)))
    return replace(law, modules=found.modules, changes=found.changes)


def _cut(text: str, spaces: dict[str | None, str]) -> tuple[Block, ...] | None:
    """The blocks of a root element, provisions in them to be read later; None where it cannot be cut."""
    return Cut(spaces, lambda element, kids: _Reader(declares=False, kids=kids).blocks(element), _Reader()._wid).blocks(text)


def akn_root(data: bytes, name: str = "", *, any_depth: bool = False) -> etree._Element:
    """The root element of an Akoma Ntoso 3.0 document, or an error that says what else it is; ``any_depth`` as in ``parse``."""
    root = parse(data, name, any_depth=any_depth)
    if root.tag != f"{{{AKN}}}akomaNtoso":
        bounded(root, name)
        space = etree.QName(root).namespace or ""
        older = space.startswith(AKN) or "akomantoso" in space.lower()
        message = f"the namespace “{space}” is that of an older draft of Akoma Ntoso" if older else "not an Akoma Ntoso document"
        raise InputError(message, Place(name, root.sourceline or 0), f"the root must be <akomaNtoso xmlns=“{AKN}”>")
    return root


def read_blocks(element: etree._Element) -> tuple[Block, ...]:
    """The blocks of Akoma Ntoso inside an element of another vocabulary; provisions without wId or eId have a wid beginning with "_"."""
    return _Reader().blocks(element)


def read_inlines(element: etree._Element) -> tuple[Inline, ...]:
    """The words and inlines of Akoma Ntoso inside an element of another vocabulary."""
    return coalesce(_Reader().inlines(element))


_TITLES = ("docTitle", "shortTitle", "longTitle")


def _title(root: etree._Element) -> str:
    """What a document calls itself; one that has no title is called by the heading of the only provision at its top."""
    return next(filter(None, (" ".join("".join(map(str, one.itertext())).split()) for one in _titled(root))), "")


def _titled(root: etree._Element) -> Iterator[etree._Element]:
    """What may be the title of a document, the likeliest first."""
    parts = [part for document in root for part in document]  # iter() looks for the next one before it gives one
    for name in _TITLES:
        for part in parts:
            yield from part.iter(f"{{{AKN}}}{name}")
    body = next(root.iter(f"{{{AKN}}}body", f"{{{AKN}}}portionBody"), None)
    tops = [child for child in body if isinstance(child.tag, str)] if body is not None else []
    if len(tops) == 1:
        yield from tops[0].findall(f"{{{AKN}}}heading")


def _facts(root: etree._Element) -> Facts:
    meta = next(root.iterfind(f"*/{{{AKN}}}meta"), root)  # that of the document itself; its components have their own

    def value(level: str, element: str, name: str) -> str:
        found = meta.find(f".//{{{AKN}}}{level}/{{{AKN}}}{element}")
        return found.get(name, "") if found is not None else ""

    return Facts(
        value("FRBRWork", "FRBRuri", "value"),
        _title(root),
        value("FRBRExpression", "FRBRdate", "date"),
        value("FRBRExpression", "FRBRlanguage", "language") or "eng",
        meta.findtext(f".//{{{ML}}}status", "").strip(),
    )


class _Reader:
    """One pass over a document; gives every provision a wid of its own."""

    def __init__(self, file: str = "", *, declares: bool = True, kids: Iterator[Provision] | None = None) -> None:
        """``file`` is the document's for messages; ``declares`` says whether namespaces may be declared below the root.

        ``kids`` are the provisions that stand here, in order, where they are known already.
        """
        self.file, self.declares, self.kids = file, declares, kids
        self.wids: set[str] = set()
        self.changes: Changes | None = None

    def attributes(self, element: etree._Element) -> Attributes:
        """The attributes, namespace declarations made on this element first (as "xmlns:prefix")."""
        if self.declares and element.getparent() is not None:
            return (*_declared(element), *element.items())
        return tuple(element.items())

    def blocks(self, element: Iterable[etree._Element]) -> tuple[Block, ...]:
        return tuple([self.block(child) for child in element])

    def block(self, element: etree._Element) -> Block:
        name = _name(element)
        if name in MIXED:
            content = coalesce(self.inlines(element)) if len(element) else _words_only(element.text)
            return Paragraph(content, name, self.attributes(element))
        if name == "meta" and self.changes is None:
            self.changes = take_changes(element, self.file)
        if not name or name == "meta":
            return Carried(_xml(element), "" if name == "meta" else _words(element))
        if name in _LEVELS:
            if self.kids is not None:
                return next(self.kids)
            attributes = self.attributes(element)
            return Provision(name, self._wid(attributes), self.blocks(element), attributes)
        if name == "table" and _is_plain_table(element):
            return self._table(element)
        return Group(name, self.blocks(element), self.attributes(element))

    def _wid(self, attributes: Attributes) -> str:
        """The wid of a provision, made up for one without; "" for what only stands for a mark."""
        given = dict(attributes)
        if self.changes is not None and not _MARKS.isdisjoint(given):
            return ""
        wanted = (
            given["eId"]
            if len(given) == 1 and "eId" in given
            else given.get(WID) or given.get("wId") or given.get(EID) or given.get("eId") or ""
        )
        if wanted and wanted not in self.wids:
            self.wids.add(wanted)
            return wanted
        wid, count = wanted or f"_{len(self.wids) + 1}", 1
        while wid in self.wids:
            count += 1
            wid = f"{wanted or '_'}~{count}"
        self.wids.add(wid)
        return wid

    def _table(self, element: etree._Element) -> Table:
        before = tuple(self.block(child) for child in element if _name(child) != "tr")
        rows = tuple(Row(tuple(self._cell(cell) for cell in row), self.attributes(row)) for row in element if _name(row) == "tr")
        return Table(rows, before, self.attributes(element))

    def _cell(self, element: etree._Element) -> Cell:
        return Cell(self.blocks(element), _name(element) == "th", self.attributes(element))

    def inlines(self, element: etree._Element, wraps: tuple[Wrap, ...] = ()) -> list[Inline]:
        out: list[Inline] = []
        if element.text:
            out.append(Run(element.text, wraps))
        for child in element:
            self._inline(child, wraps, out)
            if child.tail:
                out.append(Run(child.tail, wraps))
        return out

    def _inline(self, element: etree._Element, wraps: tuple[Wrap, ...], out: list[Inline]) -> None:
        name = _name(element)
        if name == "authorialNote":
            out.append(Note(self.blocks(element), self.attributes(element), wraps))
            return
        if name in {"ref", "placeholder", "fillIn"}:
            runs = coalesce(self.inlines(element))
            if all(isinstance(run, Run) for run in runs):
                out.append(_token(name, self.attributes(element), tuple(run for run in runs if isinstance(run, Run)), wraps))
                return
        elif name in MIXED and (element.text or len(element)):
            wrap = Wrap(name, self.attributes(element))
            depth = len(wraps) + 1
            while out and out[-1].wraps[:depth] == (*wraps, wrap):
                wrap = Wrap(wrap.name, wrap.attributes, wrap.serial + 1)
            out.extend(self.inlines(element, (*wraps, wrap)))
            return
        out.append(CarriedInline(_xml(element), _words(element), wraps))


def _words_only(text: str | None) -> tuple[Inline, ...]:
    return (Run(text),) if text else ()


def _token(name: str, attributes: Attributes, runs: tuple[Run, ...], wraps: tuple[Wrap, ...]) -> Inline:
    if name == "ref":
        return reference(attributes, runs, wraps)
    blank = attribute(attributes, f"{{{ML}}}name") or "".join(run.text for run in runs)
    return Blank(blank, runs, name, attributes, wraps)


def _is_plain_table(element: etree._Element) -> bool:
    """Whether a table is rows of cells, with anything else (a caption, comments) before the first row."""
    rows = False
    for child in element:
        if _name(child) == "tr":
            rows = True
            if any(_name(cell) not in {"th", "td"} for cell in child):
                return False
        elif rows:
            return False
    return True


@lru_cache(1000)
def _local(tag: str) -> str:
    return tag[len(AKN) + 2 :] if tag.startswith("{" + AKN + "}") else ""


def _name(element: etree._Element) -> str:
    """The local name of an Akoma Ntoso element, "" for anything else (comments, instructions, foreign elements)."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


def _declared(element: etree._Element) -> Attributes:
    """The namespace declarations made on this element, as attributes "xmlns:prefix"."""
    parent = element.getparent()
    above = parent.nsmap if parent is not None else {}
    own = element.nsmap
    if own == above:
        return ()
    return tuple((f"xmlns:{prefix}" if prefix else "xmlns", uri) for prefix, uri in own.items() if above.get(prefix) != uri)


def _xml(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _words(element: etree._Element) -> str:
    """The words of an element that is carried as it is; those in it that are no part of a line have blanks between them.

    What it quotes is between the marks that it says, as it is shown.
    """
    if not isinstance(element.tag, str):
        return ""
    name = _name(element)
    if not name or name in MIXED or name == "br" or not len(element):
        return "".join(map(str, element.itertext()))
    pieces = [element.text or "", *(words for child in element for words in (_words(child), child.tail or ""))]
    inner = " ".join(filter(None, map(str.strip, pieces)))
    return f"{element.get('startQuote', '')}{inner}{element.get('endQuote', '')}" if inner else ""
