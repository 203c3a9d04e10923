"""A law to Akoma Ntoso 3.0: a plain one exactly as it was read, a marked one with its marks, modules and changes."""

from __future__ import annotations

import re
from itertools import count
from typing import assert_never

from modellaw.errors import OutputError
from modellaw.model.escapes import escaped, quoted
from modellaw.model.markup import marked_up
from modellaw.model.nodes import (
    AKN,
    ML,
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
    Row,
    Table,
    Wrap,
    is_bare,
)
from modellaw.model.sharing import Sharing
from modellaw.values import replace
from modellaw.writers.akn_changes import META, with_changes
from modellaw.writers.akn_wire import wired

_LARGE = frozenset({"part", "chapter", "title", "book", "attachment"})
_XML = "http://www.w3.org/XML/1998/namespace"
Scope = dict[str, str]
"""Namespace IRI to the prefix it has here."""


def akn_bytes(law: Law, sharing: Sharing | None = None) -> bytes:
    """The document as UTF-8 XML; ``read_akn`` gives back the same law. What laws of one ``sharing`` have in common is written once."""
    return (_marked(law, sharing) if law.modules or law.changes else _written(law, law.document, sharing)).encode()


def block_xml(block: Block) -> str:
    """A plain block as XML, to stand where Akoma Ntoso is the default namespace and ours has the prefix ml."""
    out: list[str] = []
    _block(block, {_XML: "xml", AKN: "", ML: "ml"}, out)
    return "".join(out)


def _marked(law: Law, sharing: Sharing | None) -> str:
    """A marked law with declarations at its root of the namespaces that its marks, and what was inserted, need."""
    up, fine = (sharing.made("marked up"), sharing.made("wired")) if sharing else (None, None)
    own = {value for key, value in law.document.attributes if key.startswith("xmlns:")}
    added: Attributes = () if ML in own else (("xmlns:ml", ML),)
    for number in count(2):
        document = replace(law.document, attributes=law.document.attributes + added)
        plain = _with_changes(marked_up(replace(law, document=document), up).document, law, added)
        plain, spaces = wired(plain, frozenset(name for name, _ in added), fine)
        text = _written(law, plain, sharing)
        missing = sorted(spaces - own - {space for _, space in added})
        taken = {name for name, _ in added if text.count(f'{name}="') != 1}
        if not added and text.count('xmlns:ml="') != text.count(f'xmlns:ml="{ML}"'):  # somewhere below it means something else
            added = (("xmlns:ml", ML),)
            continue
        if not missing and not taken:
            return text
        added = tuple((f"{name}{number}" if name in taken else name, space) for name, space in added)
        added += tuple((f"xmlns:ns{number}{at}", space) for at, space in enumerate(missing))
    raise AssertionError("some prefix is free")


def _written(law: Law, document: Group, sharing: Sharing | None) -> str:
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n', *(f"{xml}\n" for xml in law.prolog)]
    _block(document, {_XML: "xml"}, out, sharing)
    out.extend(f"{xml}\n" for xml in law.epilog)
    return "".join(out)


def _with_changes(document: Group, law: Law, added: Attributes) -> Group:
    """The document with the law's changes in the metadata of its first part."""
    for index, block in enumerate(document.blocks):
        if isinstance(block, Group):
            for at, inner in enumerate(block.blocks):
                if isinstance(inner, Carried) and re.match(META, inner.xml):
                    meta = replace(inner, xml=with_changes(inner.xml, law, " ".join(name for name, _ in added)))
                    part = replace(block, blocks=(*block.blocks[:at], meta, *block.blocks[at + 1 :]))
                    return replace(document, blocks=(*document.blocks[:index], part, *document.blocks[index + 1 :]))
    raise OutputError("the marks cannot be written: the document has no metadata to say what they are", hint="give it a <meta>")


def _block(block: Block, scope: Scope, out: list[str], sharing: Sharing | None = None) -> None:
    match block:
        case Provision() if sharing is not None and block.level not in _LARGE and _is_shared(block, sharing):
            known, key = sharing.made("akn"), (id(block), *scope.items())
            if key not in known:
                pieces: list[str] = []
                _element(block.level, block.attributes, block.blocks, scope, pieces, sharing)
                known[key] = "".join(pieces)
            out.append(known[key])
        case Provision():
            _element(block.level, block.attributes, block.blocks, scope, out, sharing)
        case Group():
            _element(block.name, block.attributes, block.blocks, scope, out, sharing)
        case Paragraph():
            start, scope = _start(block.attributes, scope)
            name = _tag(block.name, scope)
            out.append(f"<{name}{start}>")
            _inlines(block.content, scope, out)
            out.append(f"</{name}>\n")
        case Table():
            start, scope = _start(block.attributes, scope)
            name = _tag("table", scope)
            out.append(f"<{name}{start}>\n")
            for inner in block.before:
                _block(inner, scope, out)
            for row in block.rows:
                _row(row, scope, out)
            out.append(f"</{name}>\n")
        case Carried():
            out.append(f"{block.xml}\n")
        case Departure():
            raise AssertionError("a plain tree has no departures")
        case _:
            assert_never(block)


def _is_shared(provision: Provision, sharing: Sharing) -> bool:
    """Whether a provision may stand in other laws too, and is kept alive for them."""
    return id(provision) in sharing.plain or id(provision) in sharing.made("wired")


def _element(name: str, attributes: Attributes, blocks: tuple[Block, ...], scope: Scope, out: list[str],
             sharing: Sharing | None = None) -> None:  # fmt: skip
    start, scope = _start(attributes, scope)
    name = _tag(name, scope)
    if not blocks:
        out.append(f"<{name}{start}/>\n")
        return
    out.append(f"<{name}{start}>\n")
    for block in blocks:
        _block(block, scope, out, sharing)
    out.append(f"</{name}>\n")


def _row(row: Row, scope: Scope, out: list[str]) -> None:
    start, scope = _start(row.attributes, scope)
    name = _tag("tr", scope)
    out.append(f"<{name}{start}>\n")
    for cell in row.cells:
        _element("th" if cell.header else "td", cell.attributes, cell.blocks, scope, out)
    out.append(f"</{name}>\n")


def _inlines(content: tuple[Inline, ...], scope: Scope, out: list[str]) -> None:
    """Inlines with their wraps opened and closed as they begin and end."""
    if is_bare(content):
        _inline(content[0], scope, out)
        return
    open_wraps: list[tuple[Wrap, Scope]] = []
    for inline in content:
        keep = 0
        while keep < len(open_wraps) and keep < len(inline.wraps) and open_wraps[keep][0] == inline.wraps[keep]:
            keep += 1
        while len(open_wraps) > keep:
            wrap, inner = open_wraps.pop()
            out.append(f"</{_tag(wrap.name, inner)}>")
        for wrap in inline.wraps[keep:]:
            start, inner = _start(wrap.attributes, open_wraps[-1][1] if open_wraps else scope)
            out.append(f"<{_tag(wrap.name, inner)}{start}>")
            open_wraps.append((wrap, inner))
        _inline(inline, open_wraps[-1][1] if open_wraps else scope, out)
    for wrap, inner in reversed(open_wraps):
        out.append(f"</{_tag(wrap.name, inner)}>")


def _inline(inline: Inline, scope: Scope, out: list[str]) -> None:
    match inline:
        case Reference():
            start, scope = _start((("href", inline.target), *inline.attributes), scope)
            name = _tag("ref", scope)
            out.append(f"<{name}{start}>")
            _inlines(inline.content, scope, out)
            out.append(f"</{name}>")
        case Blank():
            start, scope = _start(inline.attributes, scope)
            name = _tag(inline.name, scope)
            out.append(f"<{name}{start}>")
            _inlines(inline.content, scope, out)
            out.append(f"</{name}>")
        case Note():
            start, scope = _start(inline.attributes, scope)
            name = _tag("authorialNote", scope)
            out.append(f"<{name}{start}>")
            for block in inline.blocks:
                _block(block, scope, out)
            out.append(f"</{name}>")
        case CarriedInline():
            out.append(inline.xml)
        case _:
            out.append(escaped(inline.text))


def _start(attributes: Attributes, scope: Scope) -> tuple[str, Scope]:
    """The attributes as text, and the namespaces in scope inside."""
    if not attributes:
        return "", scope
    for key, _ in attributes:
        if key[0] == "{" or key.startswith("xmlns"):
            break
    else:
        return "".join([f' {key}="{quoted(value)}"' for key, value in attributes]), scope
    declared = {value: key[6:] for key, value in attributes if key == "xmlns" or key.startswith("xmlns:")}
    if declared:
        names = {*declared.values()}  # which mean nothing else from here on
        scope = {**{space: prefix for space, prefix in scope.items() if prefix not in names}, **declared}
    strange = {key[1:].partition("}")[0] for key, _ in attributes if key.startswith("{")}.difference(scope)
    if strange:
        more = {space: _prefix(space, scope, at) for at, space in enumerate(sorted(strange))}
        attributes = (*((f"xmlns:{prefix}", space) for space, prefix in more.items()), *attributes)
        scope = {**scope, **more}
    return "".join(f' {_qualified(key, scope)}="{quoted(value)}"' for key, value in attributes), scope


def _prefix(space: str, scope: Scope, at: int) -> str:
    """A prefix for a namespace that came in with an insertion and is declared nowhere above it."""
    taken = scope.values()
    return "ml" if space == ML and "ml" not in taken else next(p for p in (f"ns{n}" for n in count(at)) if p not in taken)


def _tag(name: str, scope: Scope) -> str:
    """An Akoma Ntoso element's name with the prefix the document uses for it."""
    prefix = scope.get(AKN, "")
    return f"{prefix}:{name}" if prefix else name


def _qualified(key: str, scope: Scope) -> str:
    if not key.startswith("{"):
        return key
    uri, _, local = key[1:].partition("}")
    return f"{scope[uri]}:{local}"
