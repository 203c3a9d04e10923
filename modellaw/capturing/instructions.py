"""An amending text, sentence by sentence, as a module: each sentence an operation, what is not understood told with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from modellaw.amend.ops import Amendment, AmendmentModule, Insert, InsertSchedule, Operation, Split, Step, Substitute, Wrap
from modellaw.capturing.aligning import flat, style_of
from modellaw.capturing.growing import Growth, NewLine
from modellaw.capturing.names import Names
from modellaw.capturing.sentences import Readers, Understood, nearest, operation, understood
from modellaw.capturing.tree import Node, frozen, opened
from modellaw.errors import Finding, InputError, Place, Severity
from modellaw.model.address import cite, paths
from modellaw.model.changes import Change, Commencement, Module, View
from modellaw.model.nodes import Block, Group, Inline, Law, Paragraph, Provision, Run, Table
from modellaw.model.walk import inline_text, paragraphs_of, text_of

_NUMBERED = re.compile(r"^(?:\(\w{1,4}\)|\d+\.)[\s\u2003]+")
_TITLE = re.compile(r"(?:Section|Article|Clause)\s+\w+[\s\u2003]+(?P<title>.+)|(?:Part|Chapter)\s+\w+[\s\u2003]+.+", re.DOTALL)
_RECOMMENDED = re.compile(r"Recommendations of the Working Group: (.+)\.")
_BASIS = re.compile(r"Basis: (.+)\.")
_EFFECT = re.compile(r"Takes effect (?:on (\d{4}-\d{2}-\d{2})|(.+))\.")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of an amending text: its words, where it stands, and what its look says: a title, an explanation, a quotation, or nothing."""

    content: tuple[Inline, ...]
    line: int
    look: str = ""
    style: str = ""
    table: Table | None = None

    @property
    def words(self) -> str:
        """What it says."""
        return "".join(map(inline_text, self.content)).strip()


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
    return reader.module(), reader.findings


def _heard(lines: Sequence[Spoken]) -> Iterator[tuple[Spoken, Understood | None, list[Spoken]]]:
    """Each sentence with the lines that it announces."""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        said = understood(_NUMBERED.sub("", line.words)) if line.look in ("", "sentence") else None
        quoted: list[Spoken] = []
        if said is not None and said.announces:
            end = at
            while end < len(lines) and _belongs(lines, end):
                end += 1
            quoted = list(lines[at:end])
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
    return line.look == "" and understood(_NUMBERED.sub("", line.words)) is None and not _TITLE.fullmatch(line.words)


def _is_title(line: Spoken) -> bool:
    return line.look == "title" or (line.look == "" and _TITLE.fullmatch(line.words) is not None)


class _Reader:
    def __init__(self, law: Law, module: Module, file: str) -> None:
        self.law, self.of, self.file = law, module, file
        self.known: dict[str, tuple[Provision, ...]] = dict(paths(law))
        self.cited: dict[str, str] = {_key(cite(path, View.ORIGINAL)): wid for wid, path in reversed(list(self.known.items()))}
        self.cited |= {"the law": "body", "this law": "body"}
        self.names = Names(module.id, set(self.known), {})
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
        elif line.look in ("", "title") and (title := _TITLE.fullmatch(line.words)) is not None:
            self.changes += [_Change(title["title"].strip())] if title["title"] else []
        elif line.look != "front":
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
            step = operation(said, fresh, Readers(self.wid, self.fresh, self.inside_a_word))
        except InputError as error:
            self.findings.append(
                Finding("not-carried-over", Severity.ERROR, f"{error.message}: “{line.words[:100]}”", self.place(line), error.hint)
            )
            return
        self.change.steps.append(Step(step, self.place(line)))
        self.learn(step)

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
        found = self.cited.get(_key(citation))
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
        if said.name in {"opening", "cell", "insert-note", "replace-note"}:
            return [Paragraph(line.content) for line in quoted if line.words]
        wid = self.about(said)
        if self.known[wid][-1].level == "attachment" if wid in self.known else False:
            raise InputError("a schedule cannot be drafted from its words", hint="write <insert-schedule> or <replace-schedule> by hand")
        root = opened(self.law.document)
        before = {id(node) for node in _nodes(root)}
        anchor = next((node for node in _nodes(root) if isinstance(node.block, Provision) and node.block.wid == wid), None)
        last = list(anchor.leaves())[-1] if anchor is not None else None
        Growth(self.law, root).grow(last, [NewLine(line.content, line.style.removeprefix("quoted "), line.table) for line in quoted])
        new = [node for node in _nodes(root) if id(node) not in before]
        tops = [node for node in new if node.above is None or id(node.above) in before]
        made = [block for node in tops if (block := frozen(node)) is not None]
        return [self.names.named(block) for block in made]

    def about(self, said: Understood) -> str:
        """The provision behind which the quotation stands; "the guidance to section 42" is one."""
        where, up_to = said.get("where"), said.get("upto")
        whole = self.cited.get(_key(f"{where} to {up_to}")) if up_to else None
        return whole or self.wid(up_to or where)

    def module(self) -> AmendmentModule:
        """What was understood."""
        made = []
        for number, change in enumerate((one for one in self.changes if one.steps), 1):
            row = Change(f"{self.of.id}-{number:02d}", self.of.id, "\n".join(change.rationale), change.title, change.recommendations,
                         change.anchors, change.commencement)  # fmt: skip
            made.append(Amendment(row, tuple(change.steps)))
        return AmendmentModule(self.of, self.law.facts.uri, tuple(made), self.file)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for item in node.items:
        yield from _nodes(item)


def _key(citation: str) -> str:
    """A citation for looking up: without capitals, blanks and full stops at its end."""
    words = " ".join(citation.replace("\u2003", " ").split()).strip(" .").lower()
    return re.sub(r"\s+\(", "(", words)


# --- files


def spoken_text(text: str) -> list[Spoken]:
    """Plain text: a sentence or title begins at the margin, a paragraph ends with an empty line or where the next sentence begins."""
    out: list[Spoken] = []
    held: list[str] = []
    start = 0
    indented = False

    def close() -> None:
        if held:
            words = " ".join(held)
            out.append(Spoken((Run(words),), start, "quotation" if indented else ""))
        held.clear()

    for number, raw in enumerate(text.splitlines(), 1):
        deep = raw[:1] in " \t"
        words = raw.strip()
        begins = not held or deep != indented or _NUMBERED.match(words) or _begins(held, words)
        if not words:
            close()
            continue
        if begins:
            close()
            start, indented = number, deep
        held.append(words)
    close()
    return out


def _begins(held: Sequence[str], words: str) -> bool:
    """Whether a line begins a new sentence: the words before it are a whole one."""
    before = " ".join(held)
    return before.endswith((".", ":", "—", ";")) and (understood(_NUMBERED.sub("", before)) is not None or words[:1] in '(“"')


_LOOKS = (
    ("commentary", "explanation"),
    (("quoted", "option"), "quotation"),
    (("section heading", "part", "chapter"), "title"),
    (("cover", "title", "subtitle", "status", "toc", "law title", "preface", "contents", "after table"), "front"),
)
"""What the style of a paragraph of an amending instrument says of it."""


def spoken_word(document: Law) -> list[Spoken]:
    """A Word document: its styles say what is a title, an explanation or a quotation, where they are those of the amending instrument."""
    ours = any(style_of(block).startswith("quoted") for block in flat(document.document))
    out: list[Spoken] = []
    for number, block in enumerate(flat(document.document), 1):
        style = style_of(block)
        if isinstance(block, Table):
            out.append(Spoken((), number, "quotation", style, _plain_table(block)))
            continue
        look = next((look for prefixes, look in _LOOKS if style.startswith(prefixes)), "sentence" if ours else "")
        if text_of(block).strip():
            out.append(Spoken(_plain(block.content), number, look, style))
    return out


def _plain(content: Sequence[Inline]) -> tuple[Inline, ...]:
    words = "".join(map(inline_text, content))
    return (Run(words),) if words else ()


def _plain_table(table: Table) -> Table:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            lines = tuple(Paragraph(_plain(line.content)) for block in cell.blocks for line in paragraphs_of(block, notes=False))
            cells.append(replace(cell, blocks=lines or (Paragraph(),)))
        rows.append(replace(row, cells=tuple(cells)))
    return replace(table, rows=tuple(rows))
