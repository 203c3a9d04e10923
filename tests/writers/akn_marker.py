"""Marks a law at random in every way the model knows: what a marked tree of the engine may look like, and nastier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import assert_never

from modellaw.model.address import BARE
from modellaw.model.changes import Change, Commencement, Module, Status, Trace
from modellaw.model.nodes import (
    Attributes,
    Blank,
    Block,
    Carried,
    CarriedInline,
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
)
from modellaw.model.views import coalesce

MODULES = (
    Module("a", "Module “A” & <co>", "2021-03-18", "Author\tA", "0.1", ("b", "c")),
    Module("b", "Module B", "2022-01-01", "Author B"),
)
CHANGES = (
    Change("a-1", "a", "Because\nof <this> & “that”.\r", "Title", ("i", "k"), ("Budapest 16, 29", " 5 "), Commencement("2023-01-01")),
    Change("a-2", "a", " ", commencement=Commencement(condition='when "ratified"'), operations=("in s 1, omit “<x>”", "")),
    Change("b-1", "b", "x", status=Status.IGNORED, reason="not now"),
    Change("b-2", "b", "y", status=Status.PENDING),
    Change("numbering", "consequential", "z", status=Status.CONSEQUENTIAL),
)

_UNMARKED = frozenset({"akomaNtoso", "act", "bill", "doc", "statement", "judgment", "debate", "debateReport", "amendment", "portion",
                       "amendmentList", "officialGazette", "documentCollection"})  # fmt: skip
_NOT_HIERARCHICAL = frozenset({*BARE, "attachment"})
_LABELS = frozenset({"num", "heading", "subheading"})


def marked(law: Law, random: Random, rate: float = 0.15) -> Law:
    """The law with marks at about ``rate`` of the places where one can be."""
    marker = _Marker(random, rate)
    document = marker.block(law.document)
    assert isinstance(document, Group)
    return replace(law, document=document, changes=CHANGES, modules=MODULES)


class _Marker:
    def __init__(self, random: Random, rate: float) -> None:
        self.random = random
        self.rate = rate
        self.made = 0

    def now(self, times: float = 1) -> bool:
        return self.random.random() < self.rate * times

    def trace(self) -> Trace:
        change = self.random.choice(CHANGES).id
        return self.random.choice([Trace(change), Trace("", change), Trace(change, self.random.choice(CHANGES).id)])

    def some(self, old: Trace) -> Trace:
        return self.trace() if not old and self.now() else old

    def words(self) -> tuple[Inline, ...]:
        return (Run(self.random.choice(["new words", " ", "a < b", "“q”"])),)

    def fresh(self, level: str, attributes: Attributes = ()) -> Provision:
        """An inserted provision of a level."""
        self.made += 1
        text: Block = Paragraph(self.words())
        blocks = (Paragraph((Run(f"({self.made})"),), "num"), text if level in BARE else Group("content", (text,)))
        named = (("name", "new"),) if level == "hcontainer" else ()
        wid = f"a__{self.made}"
        return Provision(level, wid, blocks, (*named, ("wId", wid)), trace=Trace("a-1"))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        out: list[Block] = []
        for block in blocks:
            new = self.block(block)
            out.append(new)
            if isinstance(new, Paragraph) and new.name in {"p", "num", "heading"} and self.now():
                out.append(Paragraph(self.words(), new.name, new.attributes if self.now(3) else (), Trace("b-1"), self.some(Trace())))
            elif isinstance(new, Provision):
                self.beside(out, new)
        return tuple(out)

    def beside(self, out: list[Block], block: Provision) -> None:
        """What may come of a provision with its neighbours: moved, copied, split, something inserted after it."""
        level = block.level
        if self.now() and not block.moved:
            out[-1] = Departure(block.wid, "a-2")
            out.insert(self.place(out), replace(block, moved="a-2"))
        elif self.now() and level != "attachment":
            self.made += 1
            out.append(replace(block, wid=f"{block.wid}_{self.made}", trace=Trace("b-2"), blocks=self.recopied(block.blocks)))
        elif self.now() and level not in _NOT_HIERARCHICAL:
            at = self.random.randrange(len(block.blocks) + 1)
            self.made += 1
            out[-1] = replace(block, blocks=block.blocks[:at])
            out.append(
                replace(
                    block,
                    wid=f"p{self.made}",
                    attributes=tuple(pair for pair in block.attributes if pair[0] == "name"),
                    blocks=block.blocks[at:],
                    seam=Trace("a-1"),
                    trace=Trace(),
                )
            )
        elif self.now() and level != "attachment":
            out.append(self.fresh(level))

    def recopied(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with provisions under new wids, all else, eIds too, as it is."""
        out: list[Block] = []
        for block in blocks:
            if isinstance(block, Departure):
                continue
            if isinstance(block, Provision):
                self.made += 1
                out.append(replace(block, wid=f"{block.wid}_{self.made}", blocks=self.recopied(block.blocks), moved=""))
            elif isinstance(block, Group):
                out.append(replace(block, blocks=self.recopied(block.blocks)))
            else:
                out.append(block)
        return tuple(out)

    def place(self, out: list[Block]) -> int:
        """A place among the siblings where a provision may stand: before or after another."""
        return self.random.choice(
            [at + after for at, block in enumerate(out) if isinstance(block, Provision | Departure) for after in (0, 1)]
        )

    def block(self, block: Block) -> Block:
        match block:
            case Provision():
                return self.provision(block)
            case Group():
                # the body of a portion holds one element and no more, marked or not
                blocks = tuple(map(self.block, block.blocks)) if block.name == "portionBody" else self.blocks(block.blocks)
                if block.name in _UNMARKED:
                    return replace(block, blocks=blocks)
                seam = block.seam if block.name in {"attachments", "components"} else self.some(block.seam)
                return replace(block, blocks=blocks, trace=self.some(block.trace), seam=seam)
            case Paragraph():
                return replace(block, content=self.inlines(block.content), trace=self.some(block.trace), seam=self.some(block.seam))
            case Table():
                rows = tuple(row for old in block.rows for row in self.row(old))
                return replace(block, rows=rows, before=tuple(map(self.block, block.before)), trace=self.some(block.trace))
            case Carried():
                return block if "FRBRWork" in block.xml else replace(block, trace=self.some(block.trace))
            case Departure():
                return block
            case _:
                assert_never(block)

    def row(self, row: Row) -> list[Row]:
        cells = tuple(cell for old in row.cells for cell in self.cell(old))
        out = [replace(row, cells=cells, trace=self.some(row.trace))]
        if self.now():
            out.append(replace(row, trace=Trace("a-1")))
        return out

    def cell(self, cell: Cell) -> list[Cell]:
        out = [replace(cell, blocks=self.blocks(cell.blocks), trace=self.some(cell.trace))]
        if self.now():
            out.insert(0, Cell((Paragraph(self.words()),), trace=Trace("b-1")))
        return out

    def provision(self, block: Provision) -> Provision:
        blocks = self.blocks(block.blocks)
        if block.level not in _NOT_HIERARCHICAL and self.now(2):
            blocks = self.random.choice([self.wrapped, self.opened, self.closed, self.turned])(blocks)
        return replace(block, blocks=blocks, trace=self.some(block.trace), shell=self.some(block.shell), seam=self.some(block.seam))

    def labels(self, blocks: tuple[Block, ...]) -> int:
        return next((at for at, block in enumerate(blocks) if not (isinstance(block, Paragraph) and block.name in _LABELS)), len(blocks))

    def wrapped(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """All but the number and heading in a shell of its own."""
        at = self.labels(blocks)
        shell = self.fresh("subsection")
        return (*blocks[:at], replace(shell, blocks=(shell.blocks[0], *blocks[at:]), trace=Trace(), shell=self.trace()))

    def opened(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """A new introduction and new provisions besides what is there."""
        at = self.labels(blocks)
        intro = Group("intro", (Paragraph(self.words()),), trace=Trace("a-1"))
        return (*blocks[:at], intro, *blocks[at:], self.fresh("paragraph"))

    def closed(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """A new content and closing words behind what is there."""
        content = Group("content", (Paragraph(self.words()),), trace=Trace("a-1"))
        return (*blocks, content, Group("wrapUp", (Paragraph(self.words()),), trace=Trace("b-1")))

    def turned(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Text before, between and after."""
        at = self.labels(blocks)
        text: Callable[[str], Block] = lambda name: Group(name, (Paragraph(self.words()),), trace=self.trace())  # noqa: E731 - three times the same
        middle = (at + len(blocks)) // 2
        return (*blocks[:at], text("content"), *blocks[at:middle], text("wrapUp"), *blocks[middle:], text("intro"))

    def inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        out: list[Inline] = []
        for inline in content:
            out += self.inline(inline)
            if self.now(0.7):
                wraps = self.random.choice([(), inline.wraps, (Wrap("b"),), inline.wraps[:1]])
                out.append(self.random.choice([
                    Run("inserted", wraps, Trace("a-1")),
                    Run("both", wraps, Trace("a-1", "b-1")),
                    Reference("#x", (Run("section 9", (Wrap("i"),)),), (), wraps, Trace("b-1")),
                    Blank("[x]", (Run("[x]"),), wraps=wraps, trace=Trace("b-1")),
                    Note((Paragraph((Run("a note"),)),), (("placement", "bottom"),), wraps, Trace("a-2")),
                ]))  # fmt: skip
        return coalesce(out)

    def inline(self, inline: Inline) -> list[Inline]:
        match inline:
            case Run():
                return self.run(inline)
            case Reference() | Blank():
                runs = tuple(run for old in inline.content for run in self.run(old))
                whole = replace(inline, content=tuple(r for r in coalesce(runs) if isinstance(r, Run)), trace=self.some(inline.trace))
                return [whole, replace(whole, trace=Trace("numbering"))] if self.now() else [whole]
            case Note():
                return [replace(inline, blocks=self.blocks(inline.blocks), trace=self.some(inline.trace))]
            case CarriedInline():
                return [replace(inline, trace=self.some(inline.trace))]
            case _:
                assert_never(inline)

    def run(self, run: Run) -> list[Run]:
        if not self.now(2) or len(run.text) < 3:
            return [replace(run, trace=self.some(run.trace))]
        first, second = sorted(self.random.sample(range(len(run.text) + 1), 2))
        pieces = (run.text[:first], run.text[first:second], run.text[second:])
        return [replace(run, text=text, trace=self.some(run.trace)) for text in pieces]
