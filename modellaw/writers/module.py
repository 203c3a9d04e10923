"""An amendment module to the XML of ``amendments/``: what the reader reads back as the same operations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

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
    Position,
    Renumber,
    Repeal,
    ReplaceNote,
    ReplaceText,
    Scope,
    Split,
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.model.changes import Commencement, Status
from modellaw.model.nodes import AKN, ML, Block, Cell, Group, Inline, Paragraph, Provision, Row, Run, Table
from modellaw.writers.akn import block_xml

_PREFIXES = {None: AMENDMENT, "akn": AKN, "ml": ML}
_MIXED = frozenset({"p", "num", "heading", "subheading", "find", "with", "to", "li", "span", "block", "listIntroduction", "crossHeading",
                    "longTitle", "meta"})  # fmt: skip
"""Elements in which white space is text, or is kept as it is."""
_WIDTH = 140


def module_bytes(module: AmendmentModule) -> bytes:
    """The module as UTF-8 XML; ``read_module`` gives back the same module but for the places of its operations."""
    own = module.module
    attributes = {"id": own.id, "title": own.title, "law": module.law, "version": own.version, "date": own.date, "author": own.author}
    root = etree.Element(f"{{{AMENDMENT}}}module", attributes, nsmap=_PREFIXES)
    if own.requires:
        root.set("requires", " ".join(own.requires))
    for amendment in module.amendments:
        _change(root, amendment)
    _indent(root, 0)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _element(parent: etree._Element, name: str, *pairs: tuple[str, str | int]) -> etree._Element:
    """A new element of the vocabulary with those attributes that say something."""
    made = etree.SubElement(parent, f"{{{AMENDMENT}}}{name}")
    for key, value in pairs:
        if value not in ("", None):
            made.set(key, str(value))
    return made


def _change(root: etree._Element, amendment: Amendment) -> None:
    change = amendment.change
    element = _element(root, "change", ("id", change.id), ("title", change.title), ("recommendations", " ".join(change.recommendations)),
                       ("anchors", ", ".join(change.anchors)))  # fmt: skip
    if change.status is Status.PENDING:
        element.set("status", change.status.value)
    if change.rationale:
        _rationale(element, change.rationale)
    if change.commencement != Commencement():
        _element(element, "commence", ("date", change.commencement.date), ("condition", change.commencement.condition))
    inside = element
    if change.status is Status.IGNORED:
        inside = _element(element, "ignore")
        inside.set("reason", change.reason)
    for step in amendment.steps:
        _operation(inside, step.operation)


def _rationale(element: etree._Element, words: str) -> None:
    made = _element(element, "rationale")
    paragraphs = words.split("\n")
    if len(paragraphs) == 1:
        made.text = words
        return
    for paragraph in paragraphs:
        _element(made, "p").text = paragraph


def _operation(parent: etree._Element, op: Operation) -> None:
    match op:
        case Insert():
            _akn(_element(parent, "insert", *_position(op.position)), op.blocks)
        case Repeal():
            keep = "true" if op.keep_heading else ""
            guard = ("digest", op.digest)
            _element(parent, "repeal", _target(op.target), ("upTo", op.up_to), ("text", op.text), ("keepHeading", keep), guard)
        case Substitute() if _is_schedule(op):
            _akn(_element(parent, "replace-schedule", _target(op.target), ("digest", op.digest)), op.blocks)
        case Substitute():
            part = "opening" if op.opening else ""
            guard = ("digest", op.digest)
            _akn(_element(parent, "substitute", _target(op.target), ("upTo", op.up_to), ("part", part), guard), op.blocks)
        case ReplaceText():
            _words(_element(parent, "replace-text", _target(op.words.target)), op.words, "find", "with", op.replacement)
        case InsertText():
            made = _element(parent, "insert-text", _target(op.words.target))
            _words(made, op.words, "after" if op.after else "before", "text", op.insertion)
        case OmitText():
            _words(_element(parent, "omit-text", _target(op.words.target)), op.words, "find")
        case ChangeHeading():
            made = _element(parent, "heading", _target(op.target))
            if op.old is not None:
                made.set("from", op.old)
            _inlines(made, op.heading, "to")
        case Move():
            _element(parent, "move", _target(op.target), ("upTo", op.up_to), *_position(op.position), ("number", op.number))
        case Renumber():
            _element(parent, "renumber", _target(op.target), ("number", op.number), ("upTo", op.up_to))
        case Wrap():
            made = _element(parent, "wrap", _target(op.target))
            for key, value in (("level", op.level), ("number", op.number), ("wId", op.wid)):
                made.set(key, value)
        case Split():
            made = _element(parent, "split", _target(op.target))
            for part_ in op.parts:
                heading = "".join(run.text for run in part_.heading if isinstance(run, Run))
                _element(made, "at", ("before", part_.phrase), ("child", part_.child), ("number", part_.number), ("heading", heading),
                         ("wId", part_.wid))  # fmt: skip
        case Join():
            _element(parent, "join", _target(op.target), ("upTo", op.up_to), ("runOn", "" if op.run_on else "false"))
        case InsertSchedule():
            made = _element(parent, "insert-schedule")
            made.set("after", op.after)
            _akn(made, (op.schedule,))
        case ChooseOption():
            _element(parent, "choose-option", ("group", op.group), ("option", op.option))
        case FillBlank():
            made = _element(parent, "fill-blank", ("name", op.blank), *((_target(op.target),) if op.target else ()))
            _inlines(made, op.content, "with")
        case _:
            _in_table_or_note(parent, op)


def _in_table_or_note(
    parent: etree._Element, op: InsertRow | OmitRow | InsertColumn | OmitColumn | ChangeCell | InsertNote | ReplaceNote | OmitNote
) -> None:
    match op:
        case InsertRow():
            made = _element(parent, "insert-row", *_table(op.at), ("after", op.after))
            row = Row(tuple(Cell(cell, index in op.headers) for index, cell in enumerate(op.cells)))
            _akn(made, (Table((row,)),), inner=True)
        case OmitRow():
            _element(parent, "omit-row", *_table(op.at), ("row", op.row))
        case InsertColumn():
            made = _element(parent, "insert-column", *_table(op.at), ("after", op.after))
            for cell in op.cells:
                _cell(_element(made, "cell"), cell)
        case OmitColumn():
            _element(parent, "omit-column", *_table(op.at), ("column", op.column))
        case ChangeCell():
            _cell(_element(parent, "cell", *_table(op.at), ("row", op.row), ("column", op.column)), op.blocks)
        case InsertNote():
            made = _element(parent, "insert-note", _target(op.words.target))
            _words(made, op.words, "after")
            _akn(made, op.blocks)
        case ReplaceNote():
            _akn(_element(parent, "replace-note", _target(op.target), ("note", op.note)), op.blocks)
        case OmitNote():
            _element(parent, "omit-note", _target(op.target), ("note", op.note))
        case _:
            assert_never(op)


# --- parts of operations


def _target(wid: str) -> tuple[str, str]:
    return ("target", wid or "law")


def _table(at: TablePlace) -> Iterable[tuple[str, str | int]]:
    return _target(at.target), ("table", at.table if at.table > 1 else "")


def _position(position: Position) -> Iterable[tuple[str, str]]:
    if position.where in (Where.AFTER, Where.BEFORE):
        return ((position.where.value, position.anchor),)
    return ("into", position.anchor or "body"), ("at", position.where.value)


def _words(element: etree._Element, words: Words, find: str, new: str = "", content: tuple[Inline, ...] | None = None) -> None:
    """What is to be found and what comes; words with white space that an attribute would lose stand in elements."""
    if find == "find" and content is not None and _fragile(words.find):
        _element(element, "find").text = words.find
    else:
        element.set(find, words.find)
    if content is not None:
        _inlines(element, content, new, "with")
    if (words.occurrence, words.expect) != (EACH, 1):
        which = {EACH: "each", 1: "first", LAST: "last"}.get(words.occurrence, str(words.occurrence))
        element.set("occurrence", which)
        if words.expect:
            element.set("expect", str(words.expect))
    if words.scope is not Scope.ALL:
        element.set("scope", words.scope.value)


def _fragile(words: str) -> bool:
    return any(sign in words for sign in "\n\t\r")


def _inlines(element: etree._Element, content: tuple[Inline, ...], attribute: str, child: str = "") -> None:
    """New words, as an attribute where they are plain and as an element where they are not."""
    if not content or (len(content) == 1 and isinstance(content[0], Run) and not content[0].wraps and not _fragile(content[0].text)):
        element.set(attribute, content[0].text if content and isinstance(content[0], Run) else "")
        return
    made = _element(element, child or attribute)
    source = etree.fromstring(_declared(block_xml(Paragraph(content))))
    made.text = source.text
    for inline in source:
        made.append(_prefixed(made, inline))


def _cell(element: etree._Element, blocks: tuple[Block, ...]) -> None:
    plain = blocks[0] if len(blocks) == 1 else None
    if isinstance(plain, Paragraph) and plain.name == "p" and not plain.attributes:
        words = plain.content
        if not words:
            return
        if len(words) == 1 and isinstance(words[0], Run) and not words[0].wraps and words[0].text.strip() == words[0].text:
            element.text = words[0].text
            return
    _akn(element, blocks)


def _is_schedule(op: Substitute) -> bool:
    only = op.blocks[0] if len(op.blocks) == 1 else None
    return isinstance(only, Provision) and only.level == "attachment" and not op.up_to and not op.opening


# --- Akoma Ntoso inside


def _akn(element: etree._Element, blocks: tuple[Block, ...], *, inner: bool = False) -> None:
    """Blocks as Akoma Ntoso with its prefix; ``inner``: only what stands in the one block."""
    source = etree.fromstring(_declared(block_xml(Group("content", blocks))))
    for child in source[0] if inner else source:
        element.append(_prefixed(element, child))


def _declared(xml: str) -> str:
    name, _, rest = xml.partition(">")
    end = "/" if name.endswith("/") else ""
    return f'{name.rstrip("/")} xmlns="{AKN}" xmlns:ml="{ML}"{end}>{rest}'


def _prefixed(parent: etree._Element, element: etree._Element) -> etree._Element:
    """The element made anew under a parent, so that it bears the prefixes of the module."""
    if not isinstance(element.tag, str):
        return element
    made = parent.makeelement(element.tag, dict(element.attrib), nsmap=_PREFIXES)
    made.text, made.tail = element.text, element.tail
    for child in element:
        made.append(_prefixed(made, child))
    return made


def _indent(element: etree._Element, depth: int) -> None:
    """White space for the eye, nowhere in mixed content."""
    if not isinstance(element.tag, str) or etree.QName(element).localname in _MIXED or not len(element):
        return
    inside = "\n" + "  " * (depth + 1)
    if not (element.text or "").strip():
        element.text = inside
    for child in element:
        _indent(child, depth + 1)
        child.tail = inside
    element[-1].tail = "\n" + "  " * depth
