"""An amending text, sentence by sentence, as a module: each sentence an operation, what is not understood told with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import chain, pairwise

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    Amendment,
    AmendmentModule,
    Insert,
    InsertSchedule,
    Operation,
    Position,
    Renumber,
    Split,
    Step,
    Substitute,
    Where,
    Wrap,
)
from modellaw.amend.sequence import roman_value
from modellaw.capturing.growing import Growth, NewLine
from modellaw.capturing.linking import with_references
from modellaw.capturing.names import Names
from modellaw.capturing.numbers import is_numbered
from modellaw.capturing.outlines import OF_THE_LAW, Outline
from modellaw.capturing.quoting import unquoted
from modellaw.capturing.schedules import begins_schedule
from modellaw.capturing.sentences import PREFACE, Readers, Understood, nearest, operation, understood
from modellaw.capturing.spoken import NUMBERED, TITLE, Spoken
from modellaw.capturing.tree import Node, frozen, opened
from modellaw.capturing.variants import outermost_first
from modellaw.errors import AmendmentErrors, Finding, InputError, Place, Severity
from modellaw.model.address import cite, number_text, number_token, paths
from modellaw.model.changes import Change, Commencement, Module, View
from modellaw.model.nodes import Block, Group, Law, Paragraph, Provision, Run, Table
from modellaw.model.views import accept
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.values import dataclass, replace
from modellaw.writers.amending import NO_CHANGE

_PLURAL = re.compile(r"^(\w+)s (?=\d|\()")
_RECOMMENDED = re.compile(r"Recommendations of the Working Group: (.+)\.")
_BASIS = re.compile(r"Basis: (.+)\.")
_EFFECT = re.compile(r"Takes effect (?:on (\d{4}-\d{2}-\d{2})|(.+))\.")


@dataclass(slots=True)
class _Change:
    title: str = ""
    rationale: list[str] = field(default_factory=list)
    recommendations: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    commencement: Commencement = Commencement()
    steps: list[Step] = field(default_factory=list)


def module_of(lines: Sequence[Spoken], law: Law, module: Module, file: str = "") -> tuple[AmendmentModule, list[Finding]]:
    """The module that an amending text says of a plain law, and what of the text was not understood."""
    reader = _Reader(law, module, file)
    for heard in _heard(lines):
        reader.take(*heard)
    drafted = reader.module()
    new, refused = _carried_out(drafted, law)
    house = any(line.style.startswith("quoted") or line.look == "front" for line in lines)
    return with_references(drafted, law, new, house), [*reader.findings, *refused]


def _carried_out(module: AmendmentModule, law: Law) -> tuple[Law, list[Finding]]:
    """The law as a module makes it, without the changes that cannot be carried out, which are findings."""
    findings: list[Finding] = []
    while module.amendments:
        try:
            return accept(apply_modules(law, [module]).law), findings
        except AmendmentErrors as errors:
            refused = {one.place.line: one for one in errors.errors}
            kept = tuple(one for one in module.amendments if not any(step.place.line in refused for step in one.steps))
            findings += [Finding("not-carried-out", Severity.ERROR, one.message, Place(module.file, line), one.hint)
                         for line, one in sorted(refused.items())]  # fmt: skip
            if len(kept) == len(module.amendments):
                break
            module = replace(module, amendments=kept)
    return law, findings


def _heard(lines: Sequence[Spoken]) -> Iterator[tuple[Spoken, Understood | None, list[Spoken]]]:
    """Each sentence with the lines that it announces."""
    outline = Outline()
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        said = None
        if line.look == "sentence":
            said = understood(NUMBERED.sub("", line.signed))
        elif line.table is None and (line.look == "" or (line.look == "quotation" and outline.open)):
            heard = outline.hear(line.signed)
            if heard is True:
                continue
            said = heard or None
        quoted: list[Spoken] = []
        if said is not None and said.announces:
            while line.look != "sentence" and (more := unquoted(lines[at + len(quoted) :])):
                quoted += more
            end = at + len(quoted)
            while end < len(lines) and not quoted and _belongs(lines, end):
                end += 1
            quoted = quoted or list(lines[at:end])
            at = end
        yield line, said, quoted


def _belongs(lines: Sequence[Spoken], at: int) -> bool:
    """Whether a line goes on with a quotation: it looks so, or is no sentence, no title, and not the explanation that ends a section."""
    line = lines[at]
    if line.look == "quotation" or line.table is not None:
        return True
    if line.look == "explanation":
        rest = lines[at:]
        after = next((one for one in rest if one.look not in {"explanation", "quotation"}), None)
        if after is not None and not _is_title(after):
            return True
        labels = sum(one.style.startswith("commentary label") for one in (rest[: rest.index(after)] if after is not None else rest))
        return labels > 1 or (labels == 1 and not line.style.startswith("commentary label"))
    return line.look == "" and understood(NUMBERED.sub("", line.signed)) is None and not TITLE.fullmatch(line.words)


def _is_title(line: Spoken) -> bool:
    return line.look == "title" or (line.look == "" and TITLE.fullmatch(line.words) is not None)


class _Reader:
    def __init__(self, law: Law, module: Module, file: str) -> None:
        self.law, self.of, self.file = law, module, file
        self.known: dict[str, tuple[Provision, ...]] = dict(paths(law))
        self.cited: dict[str, str] = {_key(cite(path, View.ORIGINAL)): wid for wid, path in reversed(list(self.known.items()))}
        self.cited |= {"the law": "body", "this law": "body", "the preface": PREFACE}
        self.renumbered: dict[str, str] = {}
        self.names = Names(module.id, set(self.known), {})
        self.root = opened(law.document)
        self.growth = Growth(law, self.root, quotation=True)
        self.changes: list[_Change] = []
        self.findings: list[Finding] = []

    @property
    def change(self) -> _Change:
        """The change that is being read."""
        if not self.changes:
            self.changes.append(_Change())
        return self.changes[-1]

    def take(self, line: Spoken, said: Understood | None, quoted: list[Spoken]) -> None:
        """A sentence, a title, an explanation, or something that is not understood."""
        if said is not None:
            self.sentence(line, said, quoted)
        elif line.look == "explanation":
            self.explain(line)
        elif line.look in ("", "title") and (title := TITLE.fullmatch(line.words)) is not None:
            self.changes += [_Change(title["title"].strip())] if title["title"] else []
        elif line.look != "front" and line.words != NO_CHANGE:
            near = nearest(line.words)
            hint = f"the nearest pattern is “{near}”" if near else "`modellaw draft --patterns` lists what is understood"
            self.findings.append(Finding("not-understood", Severity.ERROR, f"not understood: “{line.words[:120]}”", self.place(line), hint))

    def place(self, line: Spoken) -> Place:
        return Place(self.file, line.line)

    def sentence(self, line: Spoken, said: Understood, quoted: list[Spoken]) -> None:
        fresh: list[Block] = []
        try:
            if said.announces:
                fresh = self.blocks(said, quoted)
                if not fresh:
                    raise InputError("what is to be inserted does not follow")
            step = operation(said, fresh, self.readers(line))
        except InputError as error:
            self.findings.append(
                Finding("not-carried-over", Severity.ERROR, f"{error.message}: “{line.words[:100]}”", self.place(line), error.hint)
            )
            return
        self.change.steps.append(Step(step, self.place(line)))
        self.learn(step)

    def readers(self, line: Spoken) -> Readers:
        return Readers(self.wid, self.fresh, self.inside_a_word, line.inlines, self.beside, self.printed, self.in_order)

    def explain(self, line: Spoken) -> None:
        """Why, on what basis and from when."""
        change, words = self.change, line.words
        if line.style.startswith("commentary label") or words in {"Commentary", "Explanation"}:
            return
        if (found := _RECOMMENDED.fullmatch(words)) is not None:
            change.recommendations = tuple(re.findall(r"\((\w)\)", found[1]))
        elif (found := _BASIS.fullmatch(words)) is not None:
            change.anchors = tuple(part.strip() for part in found[1].split(";"))
        elif (found := _EFFECT.fullmatch(words)) is not None:
            change.commencement = Commencement(found[1] or "", found[2] or "")
        else:
            change.rationale.append(words)

    # --- citations

    def wid(self, citation: str) -> str:
        """The provision that is cited."""
        found = self.cited.get(_key(citation)) or self.cited.get(_PLURAL.sub(r"\1 ", _key(citation)))
        found = found or self.cited.get(_key(outermost_first(citation))) or self.cited.get(_key(OF_THE_LAW.sub("", citation)))
        if found is None:
            from difflib import get_close_matches

            near = get_close_matches(_key(citation), self.cited, 1, 0.6)
            raise InputError(f"“{citation}” names no provision of the law", hint=f"did you mean {near[0]}?" if near else "")
        return found

    def fresh(self, above: str, number: str) -> str:
        """A wid for a provision that is made of part of another."""
        made = self.names.named(Provision("x", "", (Paragraph((Run(number),), "num"),)))
        assert isinstance(made, Provision)
        return made.wid

    def beside(self, wid: str, other: str) -> bool:
        """Whether a provision stands directly behind another."""
        node = self.node(wid)
        row = [one.block.wid for one in node.above.items if isinstance(one.block, Provision)] if node and node.above else []
        return (wid, other) in pairwise(row)

    def printed(self, wid: str, number: str) -> str:
        """A number in the form that the provision has: "15" for "Section 12" is "Section 15", for "(3)" it is "(15)"."""
        old = number_text(self.known[wid][-1], View.ORIGINAL) if wid in self.known else ""
        token = number_token(old)
        return old.replace(token, number) if token and re.fullmatch(r"\w+", number) else number

    def in_order(self, wid: str, blocks: Sequence[Block]) -> Position:
        """Where new provisions stand among those of their level in a provision, or in the law, by their numbers."""
        first = next((block for block in blocks if isinstance(block, Provision)), None)
        node = self.root if wid == "body" else self.node(wid)
        if first is None or node is None:
            return Position(Where.LAST, wid)
        new = {block.wid for block in blocks if isinstance(block, Provision)}
        rows = [[one.block for one in above.items if isinstance(one.block, Provision) and one.block.level == first.level
                 and one.block.wid not in new] for above in _nodes(node)]  # fmt: skip
        row = next(filter(None, rows), [])
        beside = list(chain(*rows)) if wid == "body" else row
        *numbers, own = [*(self.renumbered.get(one.wid) or number_text(one) for one in beside), number_text(first)]
        romans = all(roman_value(number_token(number)) for number in (*numbers, own))
        before = [one for one, number in zip(beside, numbers, strict=True) if _order(number, romans) <= _order(own, romans)]
        if before:
            return Position(Where.AFTER, before[-1].wid)
        return Position(Where.BEFORE, row[0].wid) if row else Position(Where.LAST, wid)

    def inside_a_word(self, wid: str, find: str) -> bool:
        """Whether words also stand inside other words there, and between blanks."""
        path = self.known.get(wid)
        block: Block = path[-1] if path else self.law.document
        text = "\n".join(text_of(line) for line in paragraphs_of(block))
        inside = re.search(rf"\w{re.escape(find)}|{re.escape(find)}\w", text) is not None
        return inside and f" {find} " in text

    def learn(self, step: Operation) -> None:
        """What is new can be cited by its number from here on."""
        match step:
            case Insert():
                anchor = step.position.anchor
                above = self.known.get(anchor, ())
                self.add(step.blocks, above if step.position.where.value in {"first", "last", "alphabetical"} else above[:-1])
            case Substitute():
                self.add(step.blocks, self.known.get(step.target, ())[:-1])
            case InsertSchedule():
                self.add((step.schedule,), ())
            case Split():
                for part in step.parts:
                    self.add((Provision("x", part.wid, (Paragraph((Run(part.number),), "num"),)),), self.known.get(step.target, ())[:-1])
            case Wrap():
                self.add((Provision(step.level, step.wid, (Paragraph((Run(step.number),), "num"),)),), self.known.get(step.target, ()))
            case Renumber(up_to=""):
                self.renumbered[step.target] = step.number
            case _:
                pass

    def add(self, blocks: Sequence[Block], above: tuple[Provision, ...]) -> None:
        for block in blocks:
            if isinstance(block, Group):
                self.add(block.blocks, above)
            elif isinstance(block, Provision):
                self.known[block.wid] = (*above, block)
                self.cited.setdefault(_key(cite(self.known[block.wid])), block.wid)
                self.add(block.blocks, self.known[block.wid])

    # --- quotations

    def blocks(self, said: Understood, quoted: Sequence[Spoken]) -> list[Block]:
        """The quoted lines as blocks: grown behind the provision that the sentence names, as its neighbours are."""
        if said.name in {"insert-row", "insert-column"}:
            return [line.table for line in quoted if line.table is not None]
        if said.name in {"opening", "cell", "insert-note", "replace-note", "new-heading"}:
            return [Paragraph(line.content) for line in quoted if line.words]
        wid = self.about(said)
        before = {id(node) for node in _nodes(self.root)}
        last = self.last_before(said) if said.name == "substitute" else self.end_of(wid)
        lines = [NewLine(line.content, line.style.removeprefix("quoted "), line.table, line.up) for line in quoted]
        if lines and self.is_schedule(wid, lines[0]):
            last = self.growth.schedule(last, lines.pop(0))
        self.growth.grow(last, lines)
        new = [node for node in _nodes(self.root) if id(node) not in before]
        tops = [node for node in new if node.above is not None and id(node.above) in before]
        return [self.settled(inner) for node in tops for inner in (node.items if _attached(node) else [node])]

    def node(self, wid: str) -> Node | None:
        return next((node for node in _nodes(self.root) if isinstance(node.block, Provision) and node.block.wid == wid), None)

    def end_of(self, wid: str) -> Node | None:
        """The last line of a provision."""
        anchor = self.node(wid)
        return list(anchor.leaves())[-1] if anchor is not None else None

    def last_before(self, said: Understood) -> Node | None:
        """The line in front of what is substituted: there the new text grows as what it stands for did."""
        target = self.node(self.about(said, first=True))
        first = next(target.leaves(), None) if target is not None else None
        before: Node | None = None
        for leaf in self.root.leaves():
            if leaf is first:
                break
            before = leaf if isinstance(leaf.block, Paragraph | Table) else before
        return before

    def settled(self, node: Node) -> Block:
        """What has grown, under wids of the module; it stays in the tree, for later sentences that are about it."""
        block = frozen(node)
        assert block is not None and node.above is not None
        named = self.names.named(block)
        node.above.items[node.above.items.index(node)] = opened(named, node.above)
        return named

    def is_schedule(self, wid: str, line: NewLine) -> bool:
        """Whether a quotation that begins so is a schedule: it stands beside schedules, or is called one."""
        path = self.known.get(wid, ())
        if path:
            return path[-1].level == "attachment"
        return begins_schedule(line.words) or (line.style == "heading" and not is_numbered(line.words))

    def about(self, said: Understood, *, first: bool = False) -> str:
        """The provision behind which the quotation stands, or the ``first`` of a range; "the guidance to section 42" is one."""
        where, up_to = said.get("where"), said.get("upto")
        whole = self.cited.get(_key(f"{where} to {up_to}")) if up_to else None
        return whole or self.wid(where if first else up_to or where)

    def module(self) -> AmendmentModule:
        """What was understood."""
        made = []
        for number, change in enumerate((one for one in self.changes if one.steps), 1):
            row = Change(f"{self.of.id}-{number:02d}", self.of.id, "\n".join(change.rationale), change.title, change.recommendations,
                         change.anchors, change.commencement)  # fmt: skip
            made.append(Amendment(row, tuple(change.steps)))
        return AmendmentModule(self.of, self.law.facts.uri, tuple(made), self.file)


def _order(number: str, romans: bool) -> list[tuple[int, int, str]]:
    """A number to sort by: 9, 9A, 10; (a), (a-1), (b), (aa); with ``romans`` (viii), (ix)."""
    if romans:
        return [(0, roman_value(number_token(number)), "")]
    parts = re.findall(r"\d+|[^\W\d_]+", number)
    return [(0, int(part), "") if part.isdecimal() else (1, len(part), part) for part in parts]


def _attached(node: Node) -> bool:
    return isinstance(node.block, Group) and node.block.name == "attachments"


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for item in node.items:
        yield from _nodes(item)


def _key(citation: str) -> str:
    """A citation for looking up: without capitals, blanks and full stops at its end."""
    words = " ".join(citation.replace("\u2003", " ").split()).strip(" .").lower()
    return re.sub(r"\s+\(", "(", words)
