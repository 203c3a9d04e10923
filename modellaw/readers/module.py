"""A file of ``amendments/``: the amendment vocabulary to operations."""

from __future__ import annotations

from lxml import etree

from modellaw.amend.ops import (
    AMENDMENT,
    EACH,
    LAST,
    Amendment,
    AmendmentModule,
    ChangeCell,
    ChangeHeading,
    ChooseOption,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    InsertText,
    Join,
    Move,
    OmitColumn,
    OmitNote,
    OmitRow,
    OmitText,
    Operation,
    Part,
    Position,
    Renumber,
    Repeal,
    ReplaceNote,
    ReplaceText,
    Scope,
    Split,
    Step,
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.errors import Place
from modellaw.model.address import ABBREVIATIONS, BARE, number_text, number_token
from modellaw.model.changes import Change, Commencement, Module, Status, is_date
from modellaw.model.nodes import AKN, Block, Group, Inline, Paragraph, Provision, Run, Table, attribute, with_attribute
from modellaw.readers.akn import read_blocks, read_inlines
from modellaw.readers.module_grammar import MODULE, OPERATIONS, Checker, tag
from modellaw.readers.xml import parse
from modellaw.values import replace

_LEVELS = tuple(f"{{{AKN}}}{level}" for level in ABBREVIATIONS)
_CELLS = frozenset({f"{{{AKN}}}td", f"{{{AKN}}}th", f"{{{AMENDMENT}}}cell"})


def read_module(data: bytes, name: str = "") -> AmendmentModule:
    """The module in a file; ``name`` is the file's name for messages. Raises InputError with line, element and what was expected."""
    root = parse(data, name)
    checker = Checker(name)
    if root.tag != f"{{{AMENDMENT}}}module":
        found = etree.QName(root).localname
        raise checker.fail(root, f"not an amendment module: the root is <{found}>", f"expected <module xmlns=“{AMENDMENT}”>")
    checker.check(root, MODULE)
    _dates(checker, root)
    _twice(checker, root)
    _placed(checker, root)
    reader = _Reader(checker, root.get("id", ""))
    get = root.get
    module = Module(
        get("id", ""), get("title", ""), get("date", ""), get("author", ""), get("version", ""), tuple(get("requires", "").split())
    )
    amendments = tuple(reader.change(element) for element in root if tag(element) == "change")
    return AmendmentModule(module, get("law", ""), amendments, name)


def _dates(checker: Checker, root: etree._Element) -> None:
    for element in (root, *root.iter(f"{{{AMENDMENT}}}commence")):
        value = element.get("date")
        if value is not None and not is_date(value):
            raise checker.fail(element, f"<{tag(element)}> date=“{value}” is not a date", "write it as 2021-03-18")


def _twice(checker: Checker, root: etree._Element) -> None:
    """Ids of changes, and wIds of what is inserted, are there once."""
    for names, what, key in ((f"{{{AMENDMENT}}}change", "change id", "id"), (f"{{{AKN}}}*", "wId", "wId")):
        seen: dict[str, int] = {}
        for element in root.iter(names):
            value = element.get(key)
            if value and value in seen:
                raise checker.fail(element, f"the {what} “{value}” is there twice, first in line {seen[value]}", "give it another")
            if value:
                seen[value] = element.sourceline or 0
    for element in root.iter():
        value = element.get("wId") if isinstance(element.tag, str) else None
        if value is not None and (not value or any(map(str.isspace, value))):
            raise checker.fail(element, f"wId=“{value}” cannot name a provision", "use letters, digits, hyphens and underscores")


def _placed(checker: Checker, root: etree._Element) -> None:
    """The module and its changes have ids, without which no mark could name them; no provision stands in a table."""
    for element in (root, *root.iterfind(f"{{{AMENDMENT}}}change")):
        if not element.get("id", "").strip():
            raise checker.fail(element, f"<{tag(element)}> has an empty id", "give it one, by which its marks are signed")
    for level in _LEVELS:
        for element in root.iter(level):
            if any(above.tag in _CELLS for above in element.iterancestors()):
                raise checker.fail(element, f"<{etree.QName(element).localname}> may not stand in a table", "put its words into <akn:p>")


_TEXTS = frozenset({"content", "intro", "wrapUp"})
"""The groups in which the text of a provision stands."""


class _Reader:
    def __init__(self, checker: Checker, module: str) -> None:
        self.checker, self.module, self.made = checker, module, 0

    def change(self, element: etree._Element) -> Amendment:
        checker, get = self.checker, element.get
        ignored = next((child for child in element if tag(child) == "ignore"), None)
        inside = [*element, *(ignored if ignored is not None else ())]
        operations = [child for child in inside if tag(child) in OPERATIONS]
        if not operations:
            raise checker.fail(element, f"change {get('id')} has no operation", "take it out, or say what it does")
        if ignored is not None and any(child.getparent() is element for child in operations):
            raise checker.fail(
                ignored, f"change {get('id')} is ignored in part", "a change is carried out whole or not at all: make it two"
            )
        status = checker.choice(element, "status", "applied", ("applied", "pending"))
        commence = next((child for child in element if tag(child) == "commence"), None)
        change = Change(
            get("id", ""),
            self.module,
            _rationale(element),
            get("title", ""),
            tuple(get("recommendations", "").split()),
            tuple(part.strip() for part in get("anchors", "").split(",") if part.strip()),
            Commencement() if commence is None else Commencement(commence.get("date", ""), commence.get("condition", "")),
            Status.IGNORED if ignored is not None else Status(status),
            ignored.get("reason", "") if ignored is not None else "",
        )
        return Amendment(change, tuple(Step(self.operation(op), Place(checker.file, op.sourceline or 0)) for op in operations))

    def operation(self, element: etree._Element) -> Operation:
        get, target = element.get, _target(element.get("target", ""))
        match tag(element):
            case "insert":
                return Insert(self.position(element), self.blocks(element))
            case "repeal":
                keep = self.checker.choice(element, "keepHeading", "false", ("true", "false")) == "true"
                return Repeal(target, get("upTo", ""), get("text", ""), keep, get("digest", ""))
            case "substitute":
                part = self.checker.choice(element, "part", "whole", ("whole", "opening"))
                return Substitute(target, self.blocks(element), get("upTo", ""), part == "opening", get("digest", ""))
            case "replace-text":
                return ReplaceText(self.words(element, self.found(element)), self.inlines(element, "with", "with"))
            case "insert-text":
                after = element.get("after")
                words = self.words(element, after if after is not None else get("before", ""))
                return InsertText(words, self.inlines(element, "text", "with"), after is not None)
            case "omit-text":
                return OmitText(self.words(element, get("find", "")))
            case "heading":
                return ChangeHeading(target, self.inlines(element, "to", "to"), element.get("from"))
            case "move":
                return Move(target, self.position(element), get("upTo", ""), get("number", ""))
            case "renumber":
                return Renumber(target, get("number", ""), get("upTo", ""))
            case "wrap":
                return Wrap(target, self.level(element), get("number", ""), get("wId", ""))
            case "split":
                return Split(target, self.parts(element))
            case "join":
                run_on = self.checker.choice(element, "runOn", "true", ("true", "false")) == "true"
                return Join(target, get("upTo", ""), run_on)
            case "fill-blank":
                return FillBlank(get("name", ""), self.inlines(element, "with", "with"), target)
            case "choose-option":
                return ChooseOption(get("group", ""), get("option", ""))
            case "insert-schedule":
                return InsertSchedule(get("after", ""), self.schedule(element))
            case "replace-schedule":
                return Substitute(target, (self.schedule(element),), digest=get("digest", ""))
            case _:
                return self.table_or_note(element, target)

    def table_or_note(self, element: etree._Element, target: str) -> Operation:
        number = self.checker.number
        at = TablePlace(target, number(element, "table", 1, 1))
        match tag(element):
            case "insert-row":
                return InsertRow(at, number(element, "after", 0), *self.row(element))
            case "omit-row":
                return OmitRow(at, number(element, "row", 1, 1))
            case "insert-column":
                cells = tuple(self.cell(child) for child in element if tag(child) == "cell")
                return InsertColumn(at, number(element, "after", 0), cells)
            case "omit-column":
                return OmitColumn(at, number(element, "column", 1, 1))
            case "cell":
                return ChangeCell(at, number(element, "row", 1, 1), number(element, "column", 1, 1), self.cell(element))
            case "insert-note":
                return InsertNote(self.words(element, element.get("after", "")), self.blocks(element))
            case "replace-note":
                return ReplaceNote(target, number(element, "note", 1, 1), self.blocks(element))
            case "omit-note":
                return OmitNote(target, number(element, "note", 1, 1))
            case other:
                raise AssertionError(f"the grammar knows <{other}>, the reader does not")

    # --- attributes

    def words(self, element: etree._Element, find: str) -> Words:
        """What is to be found; without occurrence and expect the words must be there exactly once."""
        occurrence = element.get("occurrence")
        which = {"each": EACH, "first": 1, "last": LAST, None: EACH}.get(occurrence)
        if which is None:
            if not occurrence or not occurrence.isdecimal() or int(occurrence) == 0:
                raise self.checker.fail(
                    element, f"<{tag(element)}> occurrence=“{occurrence}”, expected first, last, each or a number from 1 up"
                )
            which = int(occurrence)
        expect = self.checker.number(element, "expect", 1 if occurrence is None else 0, 1)
        scope = self.checker.choice(element, "scope", "all", tuple(one.value for one in Scope))
        if not find and tag(element) not in {"insert-text", "insert-note"}:
            raise self.checker.fail(element, f"<{tag(element)}> does not say which words", "say find=“…”")
        return Words(_target(element.get("target", "")), find, which, expect, Scope(scope))

    def found(self, element: etree._Element) -> str:
        child = next((c for c in element if tag(c) == "find"), None)
        if child is not None and element.get("find") is not None:
            raise self.checker.fail(element, "<replace-text> says twice what to find", "use the attribute or the element")
        return (child.text or "") if child is not None else element.get("find", "")

    def inlines(self, element: etree._Element, name: str, child: str) -> tuple[Inline, ...]:
        """New words, from an attribute or from a child element."""
        inner = next((c for c in element if tag(c) == child), None)
        value = element.get(name)
        if (inner is None) == (value is None):
            what = "says twice" if inner is not None else "does not say"
            raise self.checker.fail(element, f"<{tag(element)}> {what} what comes", f"use the attribute {name} or the element <{child}>")
        if inner is not None:
            return read_inlines(inner)
        return (Run(value),) if value else ()

    def position(self, element: etree._Element) -> Position:
        for where in (Where.AFTER, Where.BEFORE):
            anchor = element.get(where.value)
            if anchor is not None:
                if element.get("at") is not None:
                    raise self.checker.fail(element, f"<{tag(element)}> has at, which goes with into only")
                return Position(where, anchor)
        at = self.checker.choice(element, "at", "last", ("first", "last", "alphabetical"))
        return Position(Where(at), element.get("into", ""))

    def level(self, element: etree._Element) -> str:
        return self.checker.choice(element, "level", "", tuple(ABBREVIATIONS))

    def parts(self, element: etree._Element) -> tuple[Part, ...]:
        found = [child for child in element if tag(child) == "at"]
        if not found:
            raise self.checker.fail(element, "<split> does not say where", "say <at before=“…” number=“…” wId=“…”/>")
        return tuple(
            Part(c.get("number", ""), c.get("wId", ""), c.get("before", ""), c.get("child", ""),
                 (Run(c.get("heading", "")),) if c.get("heading") else ()) for c in found)  # fmt: skip

    # --- content

    def blocks(self, element: etree._Element) -> tuple[Block, ...]:
        blocks = read_blocks(element)
        if not blocks:
            raise self.checker.fail(element, f"<{tag(element)}> is empty", "put Akoma Ntoso inside: <akn:section …>")
        return tuple(self.named(block, "", element) for block in blocks)

    def with_its_text_inside(self, provision: Provision, element: etree._Element) -> None:
        """Text stands in a provision's content, beside other provisions in its intro or wrapUp; in those that have items it stands free.

        More text that follows one of these is what a joined provision has.
        """
        if any(isinstance(block, Group) and block.name in _TEXTS for block in provision.blocks):
            return
        loose = any(isinstance(block, Table) or (isinstance(block, Paragraph) and block.name == "p") for block in provision.blocks)
        if loose and provision.level in ABBREVIATIONS and provision.level not in BARE:
            words = f"the text of the inserted {provision.level} stands in nothing"
            raise self.checker.fail(element, words, "put it into <akn:content>, or before other provisions into <akn:intro>")

    def named(self, block: Block, above: str, element: etree._Element) -> Block:
        """Provisions with their wids: as given, else made of the eId, else of the provision above and the number."""
        match block:
            case Provision():
                wid = attribute(block.attributes, "wId")
                if not wid and attribute(block.attributes, "eId"):
                    wid = f"{self.module}__{attribute(block.attributes, 'eId')}"
                if not wid and not above:
                    raise self.checker.fail(
                        element, f"the inserted {block.level} has no wId", f"give it one, such as wId=“{self.module}__…”"
                    )
                if not wid:
                    self.made += 1
                    token = number_token(number_text(block)) or f"x{self.made}"
                    wid = f"{above}__{ABBREVIATIONS.get(block.level, block.level)}_{token}"
                    wid = wid if block.level != "hcontainer" else f"{wid}.{self.made}"
                self.with_its_text_inside(block, element)
                inner = tuple(self.named(child, wid, element) for child in block.blocks)
                attributes = with_attribute(block.attributes, "wId", wid)
                return replace(block, wid=wid, blocks=inner, attributes=attributes)
            case Group():
                return replace(block, blocks=tuple(self.named(child, above, element) for child in block.blocks))
            case _:
                return block

    def schedule(self, element: etree._Element) -> Provision:
        blocks = self.blocks(element)
        if len(blocks) != 1 or not isinstance(blocks[0], Provision) or blocks[0].level != "attachment":
            raise self.checker.fail(element, f"<{tag(element)}> holds something else than one <akn:attachment>")
        return blocks[0]

    def row(self, element: etree._Element) -> tuple[tuple[tuple[Block, ...], ...], tuple[int, ...]]:
        """The cells of a row, and which of them are header cells."""
        rows = element.findall(f"{{{AKN}}}tr")
        if len(rows) != 1:
            raise self.checker.fail(element, f"<{tag(element)}> holds {len(rows)} rows, expected one <akn:tr>")
        for cell in rows[0]:
            if cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1":
                raise self.checker.fail(cell, "a cell of an inserted row spans others", "give it a cell for each column of the table")
        headers = tuple(index for index, cell in enumerate(rows[0]) if cell.tag == f"{{{AKN}}}th")
        return tuple(read_blocks(cell) for cell in rows[0]), headers

    def cell(self, element: etree._Element) -> tuple[Block, ...]:
        if len(element):
            return read_blocks(element)
        return (Paragraph((Run(element.text.strip()),) if element.text and element.text.strip() else ()),)


def _target(value: str) -> str:
    return "" if value == "law" else value


def _rationale(element: etree._Element) -> str:
    """The reason in words, paragraphs parted by a line."""
    found = next((child for child in element if tag(child) == "rationale"), None)
    if found is None:
        return ""
    paragraphs = [child for child in found if tag(child) == "p"] or [found]
    return "\n".join(" ".join("".join(map(str, p.itertext())).split()) for p in paragraphs)
