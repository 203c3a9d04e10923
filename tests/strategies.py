"""Random laws and random modules on them."""

from __future__ import annotations

from hypothesis import strategies as st
from kit import content, law, module, p, provision, table

from modellaw.amend.ops import (
    EACH,
    LAST,
    AmendmentModule,
    ChangeCell,
    ChangeHeading,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
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
from modellaw.model.nodes import Law, Provision

WORDS = ["alpha", "beta", "gamma", "delta", "the", "court", "may", "[blank]", "{s1|section 1}", "^note text^", "*term*", "x-y", "State’s"]
LEVELS = ["section", "subsection", "paragraph", "subparagraph"]

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(lambda words: " ".join(words) + ".")


@st.composite
def laws(draw: st.DrawFn) -> Law:
    """A law of a few sections, down to subparagraphs, with text before and behind, tables and headings."""
    counter = [0]

    def made(depth: int, number: int) -> Provision:
        counter[0] += 1
        wid = f"s{counter[0]}"
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
        heading = "The " + draw(sentences) if depth == 0 and draw(st.booleans()) else ""
        return provision(LEVELS[depth], wid, label, *inner, heading=heading)  # type: ignore[arg-type]

    return law(*(made(0, n) for n in range(1, draw(st.integers(1, 4)) + 1)))


@st.composite
def operations(draw: st.DrawFn, name: str, count: int) -> Operation:
    """Any operation, on places that a small law often has; many are refused, which must leave nothing behind."""
    wid = st.integers(1, 12).map(lambda n: f"s{n}")
    target, other = draw(wid), draw(wid)
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
    at = TablePlace(target)
    cells = ((p("new"),), (p("cell"),))
    return draw(st.sampled_from([  # type: ignore[return-value]
        Insert(position, (fresh,)), Insert(position, (nested,)), Repeal(target), Repeal(target, text="[Repealed]"),
        Repeal(target, up_to=other), Substitute(target, (nested,)), Substitute(target, (fresh,)), Substitute(target, (fresh, nested)),
        Substitute(target, (p(draw(sentences)), p("and more")), opening=True), ReplaceText(words, text), ReplaceText(words, text[:1]),
        InsertText(words, text), InsertText(Words(target, ""), text, bool(number)), InsertText(words, text, False), OmitText(words),
        ChangeHeading(target, text), ChangeHeading(target, ()), Move(target, position),
        Move(target, position, up_to=other, number="Section 8"),
        Renumber(target, f"({number + 5})"), Wrap(target, level, "(1)", f"{name}__{count}w"),
        Split(target, (Part("(7)", f"{name}__{count}p", "court"),)), Split(target, (Part("(7)", f"{name}__{count}p", child=other),)),
        Join(target, other), Join(target, other, run_on=False), InsertRow(at, number, cells), OmitRow(at, number),
        InsertColumn(at, number, (*cells, (p("x"),))), OmitColumn(at, number), ChangeCell(at, number, 1, (p("alpha new"),)),
        InsertNote(words, (p("a note"),)), ReplaceNote(target, 1, (p("note words"),)), OmitNote(target, 1), FillBlank("blank", text),
    ]))  # fmt: skip


@st.composite
def amendment_modules(draw: st.DrawFn, name: str, most: int) -> AmendmentModule:
    """A module of some operations, each a change of its own."""
    return module(name, *(draw(operations(name, number)) for number in range(draw(st.integers(1, most)))))
