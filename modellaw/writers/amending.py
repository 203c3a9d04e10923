"""The amending instrument: modules as an amending law, worded from their operations, with the provisions they quote.

One tree serves two readers. For print (Word, HTML, text) a quotation is ``hcontainer name="quotation"`` with the provisions in it; in
Akoma Ntoso the sentence is a ``mod`` and the quotation its ``quotedStructure`` (OASIS Akoma Ntoso 1.0 part 1, 5.6), and the metadata say
each modification again (``writers/amending_meta.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import is_

from modellaw.amend.instruction import NEW, OLD, Instruction, instruction
from modellaw.amend.ops import Amendment, AmendmentModule, Operation, Words
from modellaw.model.address import cite_from, derive_eids, heading_text, number_text, paths
from modellaw.model.arranging import arranged
from modellaw.model.changes import Status, View
from modellaw.model.citations import citations
from modellaw.model.memo import Memo
from modellaw.model.nodes import (
    AKN,
    ML,
    Attributes,
    Block,
    Carried,
    CarriedInline,
    Group,
    Inline,
    Law,
    Paragraph,
    Provision,
    Reference,
    Run,
    Table,
    Wrap,
    attribute,
    is_bare,
    is_label,
    without_ids,
)
from modellaw.model.walk import children, inline_text, paragraphs_of, provisions, rewrite, text_of
from modellaw.values import Caching, dataclass, replace
from modellaw.writers.akn import block_xml
from modellaw.writers.amending_meta import Modification, metadata
from modellaw.writers.amending_places import Places

QUOTATION = "quotation"
"""The name of the ``hcontainer`` that holds quoted provisions where the instrument is printed."""

_DONE = frozenset({Status.APPLIED, Status.PENDING})


@dataclass(frozen=True, slots=True)
class Instrument(Caching):
    """What an amending instrument is made from: the law, its modules, the law marked by them, its own title, and the consolidated law."""

    base: Law
    modules: Sequence[AmendmentModule]
    marked: Law
    title: str
    consolidated: Law

    @cached_property
    def draft(self) -> _Draft:
        """Its text, written once for print and for Akoma Ntoso."""
        return _Draft(self)


def printed_instrument(source: Instrument) -> Law:
    """The instrument as a law to be printed."""
    return source.draft.printed


def modifications(source: Instrument) -> list[Modification]:
    """Each operation that is carried out, with the eId of the ``mod`` that says it and the id of its change."""
    found: list[Modification] = []
    steps = source.draft.steps
    for provision in provisions(source.draft.printed):
        if provision.wid in steps:
            change = provision.wid.removeprefix("amending-").rpartition("-")[0]
            found.append(Modification(steps[provision.wid], f"{attribute(provision.attributes, 'eId')}__mod_1", change))
    return found


def akn_instrument(source: Instrument) -> Law:
    """The instrument as an amending act in Akoma Ntoso, every sentence a ``mod`` and in the metadata an active modification."""
    draft = source.draft
    printed = draft.printed

    def encode(block: Block) -> Block:
        if not isinstance(block, Provision) or block.wid not in draft.steps:
            return block
        return replace(block, blocks=_as_mod(block.blocks, f"{attribute(block.attributes, 'eId')}__mod_1"))

    document = rewrite(printed.document, encode)
    assert isinstance(document, Group)
    return _with_meta(replace(printed, document=document), metadata(source.base, source.marked, source.title, modifications(source)))


class _Draft:
    """One instrument being written; ``steps`` says which provision carries which operation."""

    def __init__(self, source: Instrument) -> None:
        self.source = source
        self.old = paths(source.base)
        self.new = paths(source.consolidated)
        self.all = paths(source.marked)
        self.steps: dict[str, Operation] = {}
        self.places = Places(source.modules, source.consolidated)
        self.section = 0
        self.printed = self.law()

    def law(self) -> Law:
        base, source = self.source.base, self.source
        meta = Carried(metadata(base, source.marked, source.title, ()))
        title = Group("longTitle", (Paragraph((Run(source.title, (Wrap("docTitle"),)),)),))
        working = (module for module in source.modules if any(map(self.carried_out, module.amendments)))
        parts = [self.module(module, number) for number, module in enumerate(working, 1)]
        single = len(parts) == 1
        body = Group("body", tuple(block for part in parts for block in (part.blocks[2:] if single else (part,))))
        body = body if body.blocks else Group("body", (_without_change(),))
        act = Group(
            "act", (meta, Group("preface", (title, *self.opening())), body), (("name", "amendingAct"), ("contains", "originalVersion"))
        )
        document = Group("akomaNtoso", (act,), (("xmlns", AKN), ("xmlns:ml", ML)))
        law = Law(document, replace(base.facts, title=source.title))
        return derive_eids(arranged(law), Law(Group("akomaNtoso")))

    def opening(self) -> tuple[Block, ...]:
        """What the instrument says of itself."""
        name = self.source.base.facts.title or "law"
        words = (
            f"This instrument amends the {name}. Provisions are cited by the numbers that they have before these amendments, and what is "
            "inserted by the number that it has after them. An explanation says why a change is made, and is not part of the text."
        )
        return (Paragraph((Run(words),)),)

    def module(self, module: AmendmentModule, number: int) -> Provision:
        sections = tuple(self.change(amendment) for amendment in module.amendments if self.carried_out(amendment))
        labels = (Paragraph((Run(f"Part {number}"),), "num"), Paragraph((Run(module.module.title),), "heading"))
        return Provision("part", f"part-{module.module.id}", (*labels, *sections))

    def carried_out(self, amendment: Amendment) -> bool:
        """Whether a change is carried out, as the marked law has it (a resolution may have dropped it)."""
        status = next((change.status for change in self.source.marked.changes if change.id == amendment.change.id), amendment.change.status)
        return status in _DONE and bool(amendment.steps)

    def change(self, amendment: Amendment) -> Provision:
        self.section += 1
        change = amendment.change
        labels = (Paragraph((Run(f"Section {self.section}"),), "num"), Paragraph((Run(change.title or f"Change {change.id}"),), "heading"))
        several = len(amendment.steps) > 1
        steps = [self.step(step.operation, change.module, f"amending-{change.id}-{number}", f"({number})" if several else "")
                 for number, step in enumerate(amendment.steps, 1)]  # fmt: skip
        return Provision("section", f"amending-{change.id}", (*labels, *steps, *self.explanation(amendment)))

    def step(self, op: Operation, module: str, wid: str, number: str) -> Provision:
        """One sentence with what it quotes, a subsection that bears no number where it is the only one."""
        self.steps[wid] = op
        said = instruction(self.places.placed(op, module), lambda cited: self.cite(cited) if cited else self.within(op))
        label = (Paragraph((Run(number),), "num"),) if number else ()
        quoted = (self.quotation(said, f"{wid}-quoted"),) if said.blocks else ()
        text = Group("intro" if quoted else "content", (Paragraph(tuple(map(self.linked, said.words))),))
        return Provision("subsection", wid, (*label, text, *quoted))

    def within(self, op: Operation) -> str:
        """Where words stand that are looked for in the whole law: "the preface" for those that stand nowhere else."""
        words = getattr(op, "words", None)
        if not isinstance(words, Words) or not words.find:
            return ""
        base = self.source.base.document
        lines = _LINES.of(base, lambda: [(text_of(line), front) for line, front in _lines(base, False)])
        there = {front for text, front in lines if words.find in text}
        return "the preface" if there == {True} else ""

    def quotation(self, said: Instruction, wid: str) -> Provision:
        """The quoted provisions with the numbers they have, the texts of their references written."""
        blocks = tuple(rewrite(_schedule(block), self.finished) for block in said.blocks)
        whole = [block for block in blocks if isinstance(block, Provision)]
        loose = tuple(inner for block in blocks if not isinstance(block, Provision) for inner in _loose(block))
        return Provision("hcontainer", wid, (*((Group("content", loose),) if loose else ()), *whole), (("name", QUOTATION),))

    def finished(self, block: Block) -> Block:
        match block:
            case Provision():
                path = self.new.get(block.wid)
                number = number_text(path[-1]) if path else ""
                own = without_ids(block.attributes)
                if number and not block.number:
                    return replace(block, attributes=own, blocks=(Paragraph((Run(number),), "num"), *block.blocks))
                if path and path[-1].level == "attachment":
                    return replace(block, attributes=own, blocks=tuple(_titled(inner, heading_text(path[-1])) for inner in block.blocks))
                return block if own is block.attributes else replace(block, attributes=own)
            case Paragraph():
                own = without_ids(block.attributes)
                content = block.content if is_bare(block.content) else self.line(block.content)
                same = own is block.attributes and all(map(is_, content, block.content))
                return block if same else replace(block, attributes=own, content=content)
            case Group():
                own = without_ids(block.attributes)
                return block if own is block.attributes else replace(block, attributes=own)
            case _:
                return block

    def line(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The words of a quoted line, a reference that opens it with a capital where the law gives it one."""
        return tuple(self.linked(inline, opens=at == 0) for at, inline in enumerate(content))

    def linked(self, inline: Inline, *, opens: bool = False) -> Inline:
        """A reference into the law as one from outside it, with its text."""
        if not isinstance(inline, Reference) or not inline.target.startswith("#"):
            return inline
        path = self.new.get(inline.target[1:])
        text = inline_text(inline) or (cite_from((), path) if path else "")
        content = inline.content or (Run(text[:1].upper() + text[1:] if opens else text),)
        return replace(inline, target=f"{_iri(self.source.base)}{inline.target}", content=content)

    def cite(self, wid: str) -> str:
        """A provision as the law numbers it before these amendments, or, where it is new, after them."""
        if wid in self.old:
            return citations(self.source.base).of(self.old[wid], View.ORIGINAL)
        if wid in self.new:
            return citations(self.source.consolidated).of(self.new[wid])
        return citations(self.source.marked).of(self.all[wid]) if wid in self.all else wid

    def explanation(self, amendment: Amendment) -> tuple[Provision, ...]:
        change = amendment.change
        lines = [" ".join(part.split()) for part in change.rationale.split("\n\n")] if change.rationale else []
        if change.recommendations:
            lines.append("Recommendations of the Working Group: " + ", ".join(f"({letter})" for letter in change.recommendations) + ".")
        if change.anchors:
            lines.append(f"Basis: {'; '.join(change.anchors)}.")
        when = change.commencement
        if when.date or when.condition:
            lines.append(f"Takes effect {f'on {when.date}' if when.date else when.condition}.")
        if not lines:
            return ()
        text = Group("content", tuple(Paragraph((Run(line),)) for line in lines))
        return (Provision("hcontainer", f"amending-{change.id}-why", (text,), (("name", "commentary"),)),)


_LINES: Memo[list[tuple[str, bool]]] = Memo()
"""The words of each line of a law, and whether it stands in front of the body."""


def _lines(block: Block, front: bool) -> Iterator[tuple[Paragraph, bool]]:
    """The lines of a law, each with whether it stands in the preface or preamble."""
    front = front or (isinstance(block, Group) and block.name in {"preface", "preamble"})
    if isinstance(block, (Paragraph, Table)):
        yield from ((line, front) for line in paragraphs_of(block))
    else:
        for inner in children(block):
            yield from _lines(inner, front)


def _schedule(block: Block) -> Block:
    """A schedule, a document of its own in the law, as a provision that can be quoted; anything else as it is."""
    if not isinstance(block, Provision) or block.level != "attachment":
        return block
    labels: list[Block] = []
    rest: list[Block] = []
    for inner in _document(block.blocks):
        label = is_label(inner)
        (labels if label else rest).append(inner if label or isinstance(inner, Provision) else Group("content", (inner,)))
    return Provision("hcontainer", block.wid, (*labels, *rest), (("name", "schedule"),))


def _titled(block: Block, heading: str) -> Block:
    """The heading of a schedule with the number that it has in the law; any other block as it is."""
    if not isinstance(block, Paragraph) or block.name != "heading":
        return block
    number = heading.removesuffix(text_of(block))
    return replace(block, content=(Run(number), *block.content)) if number and number != heading else block


def _without_change() -> Provision:
    words = Group("content", (Paragraph((Run(NO_CHANGE),)),))
    labels = (Paragraph((Run("Section 1"),), "num"), Paragraph((Run("No change"),), "heading"))
    return Provision("section", "amending-nothing", (*labels, words))


def _document(blocks: tuple[Block, ...]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Group):
            yield from _document(block.blocks)
        elif not isinstance(block, Carried):
            yield block


def _loose(block: Block) -> Iterable[Block]:
    """Blocks of text that are quoted without a provision around them."""
    if isinstance(block, Group) and block.name in {"content", "intro", "wrapUp"}:
        return block.blocks
    return (block,)


def _iri(law: Law) -> str:
    facts = law.facts
    return f"{facts.uri}/{facts.language}@{facts.date}/!main" if facts.uri and "#" not in facts.uri else ""


_MOD = "mod"
NO_CHANGE = "This instrument makes no change."
"""What an instrument says whose modules have nothing that is carried out."""


def _as_mod(blocks: tuple[Block, ...], mod: str) -> tuple[Block, ...]:
    """The blocks of a sentence with its words in a ``mod`` and its quotation, as opaque XML, at their end."""
    out: list[Block] = []
    quotation = next((b for b in blocks if isinstance(b, Provision) and attribute(b.attributes, "name") == QUOTATION), None)
    for block in blocks:
        if block is quotation:
            continue
        if isinstance(block, Group) and block.name in {"content", "intro"} and isinstance(block.blocks[0], Paragraph):
            (words,) = block.blocks
            assert isinstance(words, Paragraph)
            wrap = Wrap(_MOD, (("eId", mod),))
            inside: list[Inline] = [replace(inline, wraps=(wrap, *inline.wraps)) for inline in _numbered(words.content, mod)]
            if quotation is not None:
                inside.append(CarriedInline(_quoted_xml(quotation, f"{mod}__qstr_1"), "", (wrap,)))
            block = Group("content", (replace(words, content=tuple(inside)),))
        out.append(block)
    return tuple(out)


def _numbered(content: tuple[Inline, ...], mod: str) -> list[Inline]:
    """The inlines of a sentence, each quotation in it with an eId of its own."""
    count, before = 0, False
    out: list[Inline] = []
    for inline in content:
        quoted = bool(inline.wraps) and inline.wraps[0] in (OLD, NEW)
        if quoted:
            count += not before
            inline = replace(inline, wraps=(Wrap("quotedText", (("eId", f"{mod}__qtext_{count}"),)), *inline.wraps[1:]))
        out.append(inline)
        before = quoted
    return out


def _quoted_xml(quotation: Provision, eid: str) -> str:
    old = attribute(quotation.attributes, "eId")

    def moved(block: Block) -> Block:
        if isinstance(block, Provision):
            pairs: Attributes = tuple(
                (key, eid + value[len(old) :] if key == "eId" and value.startswith(old) else value) for key, value in block.attributes
            )
            return replace(block, attributes=pairs)
        return block

    inner = tuple(rewrite(block, moved) for block in quotation.blocks)
    blocks = tuple(text for block in inner for text in (block.blocks if isinstance(block, Group) else (block,)))
    items = tuple(block for block in blocks if isinstance(block, Provision) and block.level == "item")
    if items:
        blocks = (*(block for block in blocks if block not in items), Group("blockList", items, (("eId", f"{eid}__list_1"),)))
    return block_xml(Group("quotedStructure", blocks, (("eId", eid), ("startQuote", "“"), ("endQuote", "”"))))


def _with_meta(law: Law, meta: str) -> Law:
    (act,) = law.document.blocks
    assert isinstance(act, Group)
    act = replace(act, blocks=(Carried(meta), *act.blocks[1:]))
    return replace(law, document=replace(law.document, blocks=(act,)))
