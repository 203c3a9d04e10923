"""A tree of units as a law in Akoma Ntoso: preface, body, schedules, metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content, trimmed, unwrapped
from modellaw.importing.lines import Line, Source, text_in
from modellaw.importing.tree import Text, Tree, Unit
from modellaw.importing.wording import Blanks, defined, slug, whole_term
from modellaw.model.nodes import (
    AKN,
    ML,
    Attributes,
    Block,
    Carried,
    Facts,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Reference,
    Run,
    Wrap,
)
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text, rewrite
from modellaw.values import dataclass, replace

_YEAR = re.compile(r"\((?P<year>1[5-9]\d\d|20\d\d)\)\s*$")
_YEARS = re.compile(r"\b(?:1[5-9]\d\d|20\d\d)\b")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Identity:
    """What an import says of a law: title, date (ISO), language (three letters), country, and the IRI of the work if it is known."""

    title: str
    date: str
    language: str
    country: str
    uri: str = ""


def law_of(tree: Tree, front: tuple[Line, ...], source: Source, identity: Identity, grammar: Grammar) -> Law:
    """The law, without ids and references; every word of the lines is in it, in their order."""
    return _Maker(source, identity, grammar).law(tree, front)


class _Maker:
    def __init__(self, source: Source, identity: Identity, grammar: Grammar) -> None:
        self.source = source
        self.identity = identity
        self.grammar = grammar
        self.blanks = Blanks(grammar)
        self.terms: dict[str, str] = {}

    def law(self, tree: Tree, front: tuple[Line, ...]) -> Law:
        opening = self._front(front)
        body = Group("body", self._parts(tree.body, bare=True))
        schedules = tuple(self._schedule(unit, number) for number, unit in enumerate(tree.schedules, 1))
        back = (Group("attachments", schedules),) if schedules else ()
        meta = Carried(_meta(self.identity, "main", self.terms))
        act = Group("act", (meta, *opening, body, *back), (("name", "law"), ("contains", "originalVersion")))
        document = Group("akomaNtoso", (act,), (("xmlns", AKN), ("xmlns:ml", ML)))
        identity = self.identity
        return Law(document, Facts(_uri(identity), identity.title, identity.date, identity.language, "imported"))

    # --- units

    def _provision(self, unit: Unit) -> Provision:
        attributes: Attributes = (("name", unit.name),) if unit.name else ()
        if unit.name == "option":
            attributes += ((f"{{{ML}}}group", f"option-{unit.option[0]}"), (f"{{{ML}}}option", unit.option[1]))
        if unit.optional:
            attributes += ((f"{{{ML}}}optional", "true"),)
        if unit.headed:
            attributes += ((f"{{{ML}}}headed", unit.headed),)
        return Provision(unit.level, unit.wid, (*self._labels(unit), *self._parts(unit)), attributes)

    def _labels(self, unit: Unit) -> tuple[Block, ...]:
        return tuple(Paragraph(_plain_label(words), name) for name, words in (("num", unit.number), ("heading", unit.heading)) if words)

    def _parts(self, unit: Unit, *, bare: bool = False) -> tuple[Block, ...]:
        """What is in a unit: its text alone, or an opening, provisions and closing words; ``bare`` where only provisions may stand."""
        parts = unit.parts
        first = next((i for i, part in enumerate(parts) if isinstance(part, Unit) or part.cross), len(parts))
        last = next((i for i in range(len(parts), 0, -1) if _stands(parts[i - 1])), 0)
        if first == len(parts) and not bare:
            return (Group("content", self._texts(unit, parts)),) if parts else ()
        out: list[Block] = []
        at = 0
        if not bare:
            out += [Group("intro", self._texts(unit, parts[:first]))] if first else []
            at = first
        while at < len(parts):
            part = parts[at]
            if isinstance(part, Unit):
                out.append(self._provision(part))
                at += 1
            elif part.cross:
                out.append(self._cross(part, bare))
                at += 1
            else:
                end = next((i for i in range(at, len(parts)) if _stands(parts[i])), len(parts))
                group = self._texts(unit, parts[at:end])
                closing = at >= last and not bare
                out.append(
                    Group("wrapUp", group) if closing else Provision("hcontainer", "", (Group("content", group),), (("name", "text"),))
                )
                at = end
        return tuple(out)

    def _cross(self, text: Text, bare: bool) -> Block:
        """A heading between provisions; where the schema wants provisions only, one that has nothing but the heading."""
        if not bare:
            return Paragraph(_clean(text.content), "crossHeading")
        return Provision("hcontainer", "", (Paragraph(_plain_label(text.content), "heading"),), (("name", "crossHeading"),))

    def _texts(self, unit: Unit, parts: Iterable[Unit | Text]) -> tuple[Block, ...]:
        out: list[Block] = []
        for part in parts:
            if isinstance(part, Text):
                first = unit.name == "definition" and not out
                out.append(self._block(part, definition=first))
        return tuple(out)

    def _block(self, text: Text, *, definition: bool = False) -> Block:
        if text.table is not None:
            return rewrite(text.table, self._worded)
        content = trimmed(text.content)
        if text.term:
            content, term = whole_term(content)
            self.terms.setdefault(slug(term) or "x", term)
        elif definition or (self.grammar.definition.match(text_in(content)) and text_in(content)[:1] in '“"«'):
            content, term = defined(content, self.grammar)
            if term:
                self.terms.setdefault(slug(term) or "x", term)
        paragraph = rewrite(Paragraph(content), self._worded)
        return paragraph

    def _worded(self, block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        return replace(block, content=self.blanks.in_line(_clean(block.content)))

    # --- schedules and front

    def _schedule(self, unit: Unit, number: int) -> Provision:
        out: list[Block] = []
        for part in unit.parts:
            if isinstance(part, Unit):
                out.append(self._provision(part))
            elif part.cross:
                out.append(Paragraph(_bold(_clean(part.content))))
            else:
                out.append(self._block(part))
        meta = Carried(_meta(self.identity, f"schedule_{number}", {}))
        main = Group("mainBody", tuple(out) or (Paragraph(),))
        doc = Group("doc", (meta, main), (("name", "schedule"),))
        optional: Attributes = ((f"{{{ML}}}optional", "true"),) if unit.optional else ()
        return Provision("attachment", unit.wid, (*self._labels(unit), doc), optional)

    def _front(self, lines: tuple[Line, ...]) -> tuple[Block, ...]:
        """Preface and preamble."""
        title = title_line(lines, self.grammar)
        cut = next((i for i, line in enumerate(lines) if self._opens_preamble(line)), len(lines)) if not self.source.ours else len(lines)
        preface: list[Block] = []
        for i, line in enumerate(lines[:cut]):
            if i == title:
                preface.append(self._title(line))
                continue
            block = self._block(Text(line.content, i, line.table))
            role = self.grammar.styles.get(line.style, "")
            if role == "cross" and self.source.ours and isinstance(block, Paragraph):
                preface.append(Group("tblock", (replace(block, name="heading"),)))
            elif preface and isinstance(preface[-1], Group) and preface[-1].name == "tblock":
                preface[-1] = replace(preface[-1], blocks=(*preface[-1].blocks, block))
            else:
                preface.append(block)
        preface = [_filled(block) for block in preface]
        preamble = tuple(self._preamble(line, i) for i, line in enumerate(lines) if i >= cut)
        return (*((Group("preface", tuple(preface)),) if preface else ()), *((Group("preamble", preamble),) if preamble else ()))

    def _opens_preamble(self, line: Line) -> bool:
        return bool(self.grammar.recital.match(line.text) or self.grammar.formula.match(line.text))

    def _preamble(self, line: Line, at: int) -> Block:
        block = self._block(Text(line.content, at, line.table))
        return Group("formula", (block,), (("name", "enactingFormula"),)) if self.grammar.formula.match(line.text) else block

    def _title(self, line: Line) -> Block:
        content = unwrapped(_clean(trimmed(line.content)), "b", "u")
        year = _YEAR.search(text_in(content))
        if self.source.ours and year and self.identity.date.startswith(year["year"]):
            words = text_in(content)
            head, tail = words[: year.start()].rstrip(), words[year.start("year") : year.end("year")]
            notes = tuple(inline for inline in content if isinstance(inline, Note))
            dated = Wrap("docDate", (("date", self.identity.date),))
            made: tuple[Inline, ...] = (Run(head, (Wrap("docTitle"),)), Run(" ("), Run(tail, (dated,)), Run(")"), *notes)
            return Group("longTitle", (Paragraph(made),))
        titled = tuple(replace(inline, wraps=(Wrap("docTitle"), *inline.wraps)) for inline in content)
        return Group("longTitle", (Paragraph(titled),))


def _filled(block: Block) -> Block:
    """A titled block, or its heading as a paragraph where there is nothing under it."""
    if isinstance(block, Group) and block.name == "tblock" and len(block.blocks) == 1 and isinstance(block.blocks[0], Paragraph):
        return replace(block.blocks[0], name="p")
    return block


def _stands(part: Unit | Text) -> bool:
    return isinstance(part, Unit) or part.cross


def title_line(lines: tuple[Line, ...], grammar: Grammar) -> int:
    """The index of the line before the law that is its title, -1 for none."""
    named = [i for i, line in enumerate(lines) if grammar.styles.get(line.style) == "title" and line.text.strip()]
    if named:
        return named[0]
    plain = [i for i, line in enumerate(lines) if line.table is None and 0 < len(line.text.strip()) <= 250]
    outlined = sorted((lines[i].outline, i) for i in plain if lines[i].outline >= 0)
    if outlined:
        return outlined[0][1]
    loud = [i for i in plain if lines[i].centred or lines[i].is_bold or lines[i].text.isupper()]
    return (loud or plain or [-1])[0]


def year_in(words: str) -> str:
    """The year in a title, the last one where there are several, "" for none."""
    found = _YEARS.findall(words)
    return found[-1] if found else ""


def _plain_label(content: Content) -> Content:
    """A number or heading without the bold or underlining of the whole of it, and with notes that stay on its words."""
    content = _clean(trimmed(content))
    runs = [inline for inline in content if inline_text(inline).strip()]
    whole = [name for name in ("b", "u") if runs and all(any(w.name == name for w in inline.wraps) for inline in runs)]
    return unwrapped(content, *whole)


def _bold(content: Content) -> Content:
    out: list[Inline] = [replace(inline, wraps=(*inline.wraps, Wrap("b"))) for inline in unwrapped(content, "b")]
    return tuple(out)


def _clean(content: Content) -> Content:
    """Inlines as XML can hold them; blanks of every kind that are layout are one blank."""
    return coalesce(_clean_run(inline) if isinstance(inline, Run) else _clean_reference(inline) if isinstance(inline, Reference) else inline
                    for inline in content)  # fmt: skip


def _clean_run(run: Run) -> Run:
    text = _NOT_TEXT.sub("", run.text.replace("\t", " ").replace("\n", " "))
    return run if text == run.text else replace(run, text=text)


def _clean_reference(reference: Reference) -> Reference:
    return replace(reference, content=tuple(_clean_run(run) for run in reference.content))


# --- metadata


def _uri(identity: Identity) -> str:
    name = slug(identity.title)[:60].strip("-") or "law"
    return identity.uri or f"/akn/{identity.country}/act/{identity.date}/{name}"


def _meta(identity: Identity, part: str, terms: dict[str, str]) -> str:
    work = _uri(identity)
    dated = re.search(r"/(\d{4}-\d\d-\d\d)(?:/|$)", work)
    made = dated[1] if dated else identity.date
    country = work.split("/")[2] if work.count("/") > 2 else identity.country
    expression = f"{work}/{identity.language}@{identity.date}"
    levels = (
        ("FRBRWork", f"{work}/!{part}", work, made, "publication", f'<FRBRcountry value="{country}"/>'),
        (
            "FRBRExpression",
            f"{expression}/!{part}",
            expression,
            identity.date,
            "expression",
            f'<FRBRlanguage language="{identity.language}"/>',
        ),
        ("FRBRManifestation", f"{expression}/!{part}.xml", f"{expression}.xml", identity.date, "manifestation", ""),
    )
    named = "".join(
        f"<{name}><FRBRthis value={quoteattr(this)}/><FRBRuri value={quoteattr(uri)}/>"
        f'<FRBRdate date="{date}" name="{kind}"/><FRBRauthor href="#modellaw"/>{more}</{name}>'
        for name, this, uri, date, kind, more in levels
    )
    if part != "main":
        return f'<meta><identification source="#modellaw">{named}</identification></meta>'
    listed = "".join(
        f'<TLCTerm eId="term-{key}" href="/ontology/term/{country}/{key}" showAs={quoteattr(_NOT_TEXT.sub("", term))}/>'
        for key, term in sorted(terms.items())
    )
    organization = '<TLCOrganization eId="modellaw" href="/ontology/organization/modellaw" showAs="modellaw import"/>'
    status = '<proprietary source="#modellaw"><ml:status xmlns:ml="urn:modellaw:law:1">imported</ml:status></proprietary>'
    references = f'<references source="#modellaw">{organization}{listed}</references>'
    return f'<meta><identification source="#modellaw">{named}</identification>{references}{status}</meta>'
