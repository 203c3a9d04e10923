"""Builders of laws and modules, a readable dump, and ``holds``: the laws that every application of modules must keep."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from types import ModuleType

from modellaw.amend.apply import Applied, apply_modules
from modellaw.amend.ops import Amendment, AmendmentModule, Operation, Step
from modellaw.comparing.check import disagreement
from modellaw.errors import AmendmentErrors
from modellaw.model.arranging import arranged
from modellaw.model.changes import Change, Module, Trace
from modellaw.model.nodes import (
    AKN,
    ML,
    Attributes,
    Blank,
    Block,
    Carried,
    Cell,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Reference,
    Row,
    Run,
    Table,
    Wrap,
    attribute,
)
from modellaw.model.views import accept, reject
from modellaw.model.walk import find, inline_text, text_of
from modellaw.project import Numbering, Resolution
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers.akn import akn_bytes

META = (
    f'<meta xmlns="{AKN}"><identification source="#x"><FRBRWork><FRBRthis value="/akn/xx/act/t/!main"/><FRBRuri value="/akn/xx/act/t"/>'
    '<FRBRdate date="2007-12-31" name="enacted"/><FRBRauthor href="#x"/><FRBRcountry value="xx"/></FRBRWork><FRBRExpression>'
    '<FRBRthis value="/akn/xx/act/t/eng@2007-12-31/!main"/><FRBRuri value="/akn/xx/act/t/eng@2007-12-31"/><FRBRdate date="2007-12-31" '
    'name="version"/><FRBRauthor href="#x"/><FRBRlanguage language="eng"/></FRBRExpression><FRBRManifestation><FRBRthis '
    'value="/akn/xx/act/t/eng@2007-12-31/!main.xml"/><FRBRuri value="/akn/xx/act/t/eng@2007-12-31.xml"/><FRBRdate date="2007-12-31" '
    'name="made"/><FRBRauthor href="#x"/></FRBRManifestation></identification></meta>'
)


def benchmark(name: str) -> ModuleType:
    """One of the benchmarks as a module."""
    folder = str(Path(__file__).resolve().parent.parent / "benchmarks")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def content(words: str | Iterable[Inline]) -> tuple[Inline, ...]:
    """A line from words: ``[name]`` is a blank, ``{wid|text}`` a reference, ``^text^`` a footnote, ``*term*`` a defined term,
    ``<group.1|text>`` an option."""
    if not isinstance(words, str):
        return tuple(words)
    out: list[Inline] = []
    for part in re.split(r"(<\w+\.\w+\|[^>]*>|\[[^]]*\]|\{[^}]*\}|\^[^^]*\^|\*[^*]*\*)", words):
        chosen = re.fullmatch(r"<(\w+)\.(\w+)\|([^>]*)>", part)
        if chosen is not None:
            group, option, text = chosen.groups()
            out.append(Run(text, (Wrap("inline", (("name", "option"), *in_group(group, option))),)))
        elif part.startswith("["):
            attributes = ((f"{{{ML}}}name", part[1:-1]), ("originalText", part))
            out.append(Blank(part[1:-1], (Run(part),), attributes=attributes))
        elif part.startswith("{"):
            target, _, text = part[1:-1].partition("|")
            out.append(Reference(f"#{target}", (Run(text),) if text else ()))
        elif part.startswith("^"):
            out.append(Note((Paragraph((Run(part[1:-1]),)),), (("placement", "bottom"),)))
        elif part.startswith("*"):
            out.append(Run(part[1:-1], (Wrap("def", (("refersTo", "#t"),)),)))
        elif part:
            out.append(Run(part))
    return tuple(out)


def in_group(group: str, option: str) -> Attributes:
    """The attributes of one of a group of options."""
    return (f"{{{ML}}}group", group), (f"{{{ML}}}option", option)


def option(group: str, number: str, wid: str, *inner: Block | str) -> Provision:
    """One of a group of options, under its label."""
    made = provision("hcontainer", wid, f"Option {number}", *inner, name="option")
    return replace(made, attributes=(*made.attributes, *in_group(group, number)))


def p(words: str | Iterable[Inline]) -> Paragraph:
    """A paragraph."""
    return Paragraph(content(words))


def provision(level: str, wid: str, number: str, *inner: Block | str, heading: str = "", name: str = "") -> Provision:
    """A provision; strings become its text: ``content``, or ``intro`` and ``wrapUp`` around provisions."""
    blocks: list[Block] = [Paragraph((Run(number),), "num")] if number else []
    if heading:
        blocks.append(Paragraph(content(heading), "heading"))
    nested = any(isinstance(block, Provision) for block in inner)
    seen = False
    for block in inner:
        seen = seen or isinstance(block, Provision)
        if isinstance(block, str):
            blocks.append(Group("content" if not nested else "wrapUp" if seen else "intro", (p(block),)))
        elif isinstance(block, Table):
            blocks.append(Group("content", (block,)))
        else:
            blocks.append(block)
    named = (("name", name),) if level == "hcontainer" else ()
    return Provision(level, wid, tuple(blocks), (*named, ("eId", wid), ("wId", wid)))


def section(wid: str, number: str, *inner: Block | str, heading: str = "") -> Provision:
    """A section."""
    return provision("section", wid, number, *inner, heading=heading)


def subsection(wid: str, number: str, *inner: Block | str) -> Provision:
    """A subsection."""
    return provision("subsection", wid, number, *inner)


def paragraph(wid: str, number: str, *inner: Block | str) -> Provision:
    """A paragraph (a)."""
    return provision("paragraph", wid, number, *inner)


def table(*rows: Sequence[str]) -> Table:
    """A table of words, the first row a header."""
    return Table(tuple(Row(tuple(Cell((p(cell),), header=not number) for cell in row)) for number, row in enumerate(rows)))


def law(*blocks: Block) -> Law:
    """A law with a body, and schedules if there are any, as it is read from a file."""
    schedules = tuple(block for block in blocks if isinstance(block, Provision) and block.level == "attachment")
    body = Group("body", tuple(block for block in blocks if block not in schedules))
    act = Group("act", (Carried(META), body, *((Group("attachments", schedules),) if schedules else ())), (("name", "act"),))
    document = Group("akomaNtoso", (act,), (("xmlns", AKN), ("xmlns:ml", ML)))
    return read_akn(akn_bytes(Law(document)))


def schedule(wid: str, *inner: Block | str, heading: str = "") -> Provision:
    """An attachment with a document of its own; strings become paragraphs of its body."""
    blocks = tuple(p(block) if isinstance(block, str) else block for block in inner)
    doc = Group("doc", (Carried(META.replace("!main", wid)), Group("mainBody", blocks)), (("name", "schedule"),))
    labels = (Paragraph(content(heading), "heading"),) if heading else ()
    made = Group("attachments", (Provision("attachment", wid, (*labels, doc), (("wId", wid),)),))
    act = Group("act", (Carried(META), Group("body", (section("s1", "1", "x"),)), made), (("name", "act"),))
    document = Group("akomaNtoso", (act,), (("xmlns", AKN), ("xmlns:ml", ML)))
    read = find(read_akn(akn_bytes(Law(document))), wid)
    assert read is not None
    return read


def module(name: str, *changes: Operation | Sequence[Operation], requires: tuple[str, ...] = ()) -> AmendmentModule:
    """A module whose changes are ``{name}-1`` and so on, each of one operation or of several."""
    amendments = []
    for number, operations in enumerate(changes, 1):
        steps = operations if isinstance(operations, Sequence) else [operations]
        change = Change(f"{name}-{number}", name, f"Reason {number}.")
        amendments.append(Amendment(change, tuple(Step(op) for op in steps)))
    return AmendmentModule(Module(name, f"Module {name}", "2021-03-18", f"Author {name}", requires=requires), "", tuple(amendments))


def carried_out(base: Law, own: AmendmentModule) -> tuple[Law, AmendmentModule]:
    """The law marked by what of a random module can be carried out, and that."""
    for _ in range(10):
        try:
            return apply_modules(base, [own]).law, own
        except AmendmentErrors as error:
            wrong = {found[1] for one in error.errors if (found := re.search(r"change (\w+-\d+)", one.place.provision))}
            own = replace(own, amendments=tuple(one for one in own.amendments if one.change.id not in wrong))
    raise AssertionError("changes are refused without end")


def holds(
    base: Law,
    *modules: AmendmentModule,
    numbering: Numbering = Numbering.LETTERS,
    resolutions: Sequence[Resolution] = (),
) -> Applied:
    """The modules applied, after proof that reject gives the base, that every mark is signed, and that the order of work is indifferent."""
    applied = apply_modules(base, modules, numbering, resolutions)
    assert reject(applied.law) == base
    after = accept(applied.law)
    assert not any(traces(after.document)), "marks left after accepting"
    assert disagreement(base, after, applied.law) is None
    known = {change.id for change in applied.law.changes}
    assert {change for trace in traces(applied.law.document) for change in (trace.inserted, trace.deleted) if change} <= known
    written = akn_bytes(applied.law)
    assert read_akn(written) == applied.law, "the written redline reads as another"
    validate_akn(written)
    clean = akn_bytes(arranged(after))
    if b"<body/>" not in clean:
        validate_akn(clean)
    names = [m.module.id for m in modules]
    for sequence in list(permutations(names))[1:6]:
        assert apply_modules(base, modules, numbering, resolutions, sequence).law == applied.law
    return applied


def traces(block: Block) -> Iterator[Trace]:
    """Every mark in a block."""
    if isinstance(block, Departure):
        yield Trace("", block.change)
        return
    yield from filter(None, (block.trace,))
    match block:
        case Provision():
            yield from filter(None, (block.shell, block.seam, Trace(block.moved)))
            for inner in block.blocks:
                yield from traces(inner)
        case Group():
            yield from filter(None, (block.seam,))
            for inner in block.blocks:
                yield from traces(inner)
        case Paragraph():
            yield from filter(None, (block.seam,))
            for inline in block.content:
                yield from filter(None, (inline.trace,))
                if isinstance(inline, Note):
                    for inner in inline.blocks:
                        yield from traces(inner)
        case Table():
            for row in block.rows:
                yield from filter(None, (row.trace,))
                for cell in row.cells:
                    yield from filter(None, (cell.trace,))
                    for inner in cell.blocks:
                        yield from traces(inner)
        case _:
            pass


def dump(law: Law) -> str:
    """The body of a plain law, a line for each line of text, indented; notes in braces, cells between bars."""
    return "\n".join(line for block in law.document.blocks for line in _dump(block, 0) if line.strip())


def after(base: Law, *modules: AmendmentModule, **options: object) -> str:
    """The dump of the amended law, all laws proved."""
    return dump(accept(holds(base, *modules, **options).law))  # type: ignore[arg-type]


def marks(base: Law, *modules: AmendmentModule) -> str:
    """The marked lines of the law, one a line: ``{-deleted-}`` and ``{+inserted+}``."""
    marked = holds(base, *modules).law
    return "\n".join(_marked(line) for line in _lines(marked.document) if any(i.trace for i in line.content) or line.trace or line.seam)


def marks_of(marked: Law) -> list[str]:
    """The marked lines of a law."""
    return [_marked(line) for line in _lines(marked.document) if any(i.trace for i in line.content) or line.trace or line.seam]


def _lines(block: Block) -> Iterator[Paragraph]:
    from modellaw.model.walk import paragraphs_of

    return paragraphs_of(block)


def _marked(line: Paragraph) -> str:
    out = ""
    for inline in line.content:
        words = "^" if isinstance(inline, Note) else inline_text(inline)
        words = f"{{-{words}-}}" if inline.trace.deleted else words
        out += f"{{+{words}+}}" if inline.trace.inserted else words
    if line.trace.deleted:
        out = f"{{-{out}-}}"
    return f"{{+{out}+}}" if line.trace.inserted else out


def _dump(block: Block, depth: int) -> Iterator[str]:
    pad = "  " * depth
    match block:
        case Provision():
            head = " ".join(filter(None, (text_of(block.number), text_of(block.heading))))
            texts = [inner for inner in block.blocks if not (isinstance(inner, Paragraph) and inner.name in {"num", "heading"})]
            lines = [line for inner in texts for line in _dump(inner, depth + 1)]
            label = attribute(block.attributes, "name") if not head else ""
            if texts and isinstance(texts[0], Group) and lines and not block.heading:
                yield f"{pad}{head or label} {lines[0].strip()}"
                lines = lines[1:]
            else:
                yield f"{pad}{head or label or block.level}"
            yield from lines
        case Group():
            for inner in block.blocks:
                yield from _dump(inner, depth)
        case Paragraph():
            notes = [f" ^{' '.join(line.strip() for b in i.blocks for line in _dump(b, 0))}^" for i in block.content if isinstance(i, Note)]
            yield pad + text_of(block) + "".join(notes)
        case Table():
            for row in block.rows:
                cells = [" / ".join(line.strip() for b in cell.blocks for line in _dump(b, 0)) for cell in row.cells]
                yield pad + "| " + " | ".join(cells) + " |"
        case _:
            pass
