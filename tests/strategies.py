"""Random laws and random modules on them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import strategies as st
from kit import content, law, module, option, p, provision, schedule, table

from modellaw.amend.desk import flat
from modellaw.amend.ops import (
    EACH,
    LAST,
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
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.model.nodes import Law, Note, Paragraph, Provision, Table
from modellaw.model.walk import inline_text, provisions

WORDS = ["alpha", "beta", "gamma", "delta", "the", "court", "may", "[blank]", "{s1|section 1}", "^note text^", "*term*", "x-y", "State’s"]
CHOICE = "<duty.1|[shall]> <duty.2|[may]>"
LEVELS = ["section", "subsection", "paragraph", "subparagraph"]


def _sentences(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=7).map(lambda chosen: " ".join(chosen) + ".")


plain, choosing = _sentences(WORDS), _sentences([*WORDS, CHOICE])
"""Sentences; and sentences in which a legislator chooses words."""


@st.composite
def laws(draw: st.DrawFn, *, model: bool = False) -> Law:
    """A law of a few sections, down to subparagraphs, with text before and behind, tables and headings; a ``model`` has options too, and
    schedules."""
    counter = [0]
    sentences = choosing if model else plain

    def fresh() -> str:
        counter[0] += 1
        return f"s{counter[0]}"

    def made(depth: int, number: int) -> Provision:
        wid = fresh()
        children = draw(st.integers(0, 3 if depth < 2 else 0)) if depth < len(LEVELS) - 1 else 0
        label = f"Section {number}" if depth == 0 else f"({number})" if depth == 1 else f"({chr(96 + number)})"
        inner: list[object] = []
        if children:
            if draw(st.booleans()):
                inner.append(draw(sentences))
            inner += [made(depth + 1, n) for n in range(1, children + 1)]
            if draw(st.booleans()):
                inner.append(draw(sentences))
        elif draw(st.integers(0, 5)) == 0:
            inner.append(table(("alpha", "beta"), ("gamma", "delta"), ("court", "may")))
        else:
            inner.append(draw(sentences))
        if model and depth == 0 and draw(st.integers(0, 3)) == 0:
            inner += [option("basis", str(n), fresh(), *([made(1, n)] if draw(st.booleans()) else [draw(sentences)])) for n in (1, 2)]
        heading = "The " + draw(sentences) if depth == 0 and draw(st.booleans()) else ""
        return provision(LEVELS[depth], wid, label, *inner, heading=heading)  # type: ignore[arg-type]

    body = [made(0, n) for n in range(1, draw(st.integers(1, 4)) + 1)]
    return law(*body, *(form(fresh()) for _ in range(draw(st.integers(0, 2)) if model else 0)))


@cache
def form(wid: str) -> Provision:
    """A schedule."""
    return schedule(wid, "The form of the court.", table(("alpha", "beta"), ("gamma", "[blank]")), "Signed by the court.^Or may.^")


Places = dict[str, list[tuple[str, str]]]


def places(base: Law) -> Places:
    """Where a law has tables and footnotes, a neighbour to be joined, a word to split at: pairs of a wid and what goes with it."""
    found: Places = {"table": [], "note": [], "neighbour": [], "word": []}
    for outer in [None, *provisions(base)]:
        inside = [block for block in flat(outer.blocks if outer else base.document.blocks) if isinstance(block, Provision)]
        same = [(one.wid, two.wid) for one, two in pairwise(inside) if one.level == two.level and one.level != "attachment"]
        found["neighbour"] += same
        if outer is None:
            continue
        own = list(flat(outer.blocks))
        texts = [block for block in own if isinstance(block, Paragraph) and block.name == "p"]
        found["table"] += [(outer.wid, "")] * any(isinstance(block, Table) for block in own)
        found["note"] += [(outer.wid, "")] * any(isinstance(inline, Note) for text in texts for inline in text.content)
        words = " ".join("".join(map(inline_text, text.content)) for text in texts).split()
        found["word"] += [(outer.wid, word) for word in words[1:] if words.count(word) == 1 and outer.level != "attachment"]
    return found


@st.composite
def operations(draw: st.DrawFn, name: str, count: int, at: Places | None = None) -> Operation:
    """An operation on places that a small law often has, or any of the whole table on those that a law is known to have; many are
    refused, which must leave nothing behind."""
    sentences = choosing if at is not None else plain
    wid = st.integers(1, 12).map(lambda n: f"s{n}")
    target, other = draw(wid), draw(wid)

    def fitting(kind: str, otherwise: tuple[str, str]) -> tuple[str, str]:
        return draw(st.sampled_from(at[kind])) if at and at[kind] else otherwise

    noted, _ = fitting("note", (target, ""))
    first, second = fitting("neighbour", (target, other))
    cut, phrase = fitting("word", (target, "court"))
    known = Words(cut, phrase)
    words = Words(target, draw(st.sampled_from(["alpha", "beta gamma", "the", "court", "a", ".", "x-y", "term", "may the"])),
                  draw(st.sampled_from([EACH, 1, LAST])), 0, draw(st.sampled_from(list(Scope))))  # fmt: skip
    text = content(draw(sentences))
    level = draw(st.sampled_from(LEVELS))
    fresh = provision(level, f"{name}__{count}", draw(st.sampled_from(["", "(9)", "Section 9"])), draw(sentences))
    nested = provision("section", f"{name}__{count}", "Section 1", draw(sentences),
                       provision("subsection", f"{name}__{count}a", "(1)", draw(sentences)),
                       provision("subsection", f"{name}__{count}b", "(3)", draw(sentences)))  # fmt: skip
    position = Position(draw(st.sampled_from([Where.BEFORE, Where.AFTER, Where.FIRST, Where.LAST])), other)
    number = draw(st.integers(0, 3))
    grid = TablePlace(fitting("table", (target, ""))[0])
    cells = ((p("new"),), (p("cell"),))
    every: list[Operation] = [
        Insert(position, (fresh,)), Insert(position, (nested,)), Repeal(target), Repeal(target, text="[Repealed]"),
        Repeal(target, up_to=other), Substitute(target, (nested,)), Substitute(target, (fresh,)), Substitute(target, (fresh, nested)),
        Substitute(target, (p(draw(sentences)), p("and more")), opening=True), ReplaceText(words, text), ReplaceText(known, text[:1]),
        InsertText(words, text), InsertText(Words(target, ""), text, bool(number)), InsertText(words, text, False),
        OmitText(words),
        ChangeHeading(target, text), ChangeHeading(target, ()), Move(target, position),
        Move(target, position, up_to=other, number="Section 8"),
        Renumber(target, f"({number + 5})"), Wrap(target, level, "(1)", f"{name}__{count}w"),
        Split(cut, (Part("(7)", f"{name}__{count}p", phrase),)), Split(target, (Part("(7)", f"{name}__{count}p", child=other),)),
        Join(first, second), Join(first, second, run_on=False), InsertRow(grid, number, cells), OmitRow(grid, number),
        InsertColumn(grid, number, (*cells, (p("x"),))), OmitColumn(grid, number),
        ChangeCell(grid, number, 1, (p("alpha new"),)), InsertNote(words, (p("a note"),)),
        ReplaceNote(noted, 1, (p("note words"),)), OmitNote(noted, 1), FillBlank("blank", text),
    ]  # fmt: skip
    if at is None:
        return draw(st.sampled_from(every))
    every += [
        OmitText(known), InsertNote(known, (p("a note"),)), ChangeCell(grid, 1, 2, (p("new"),)),
        InsertSchedule("", form(f"{name}__{count}")),
        InsertSchedule(target, form(f"{name}__{count}")), ChooseOption("basis", draw(st.sampled_from(["1", "2"]))),
        ChooseOption("duty", draw(st.sampled_from(["1", "2"]))),
    ]  # fmt: skip
    kinds = {type(one): [other for other in every if type(other) is type(one)] for one in every}
    return draw(st.sampled_from(draw(st.sampled_from(list(kinds.values())))))


@st.composite
def amendment_modules(draw: st.DrawFn, name: str, most: int, at: Places | None = None) -> AmendmentModule:
    """A module of some operations, each a change of its own."""
    return module(name, *(draw(operations(name, number, at)) for number in range(draw(st.integers(1, most)))))


@st.composite
def amended(draw: st.DrawFn, **most: int) -> tuple[Law, list[AmendmentModule]]:
    """A law, and for each name a module of at most so many operations on it."""
    base = draw(laws(model=True))
    at = places(base)
    return base, [draw(amendment_modules(name, number, at)) for name, number in most.items()]
