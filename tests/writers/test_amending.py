"""The amending instrument: a sentence for every operation, true numbers, valid Akoma Ntoso with a modification for each."""

import re

import pytest
from kit import content, law, module, p, paragraph, provision, schedule, section, subsection, table

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    EACH,
    LAST,
    ChangeCell,
    ChangeHeading,
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
from modellaw.model.nodes import Group, Paragraph, Provision, Run
from modellaw.model.views import accept
from modellaw.model.walk import paragraphs_of, provisions, text_of
from modellaw.readers.schema import validate_akn
from modellaw.writers.akn import akn_bytes
from modellaw.writers.amending import Instrument, akn_instrument, printed_instrument

REQUESTS = section(
    "s1",
    "Section 1",
    subsection("s1a", "(1)", "A request is made in writing to [authority] under {s2|section 2}."),
    subsection("s1b", "(2)", "The court may:", paragraph("s1ba", "(a)", "refuse in writing;"), paragraph("s1bb", "(b)", "or accept.")),
    heading="Requests",
)
BASE = law(
    REQUESTS,
    section("s2", "Section 2", "Writing.^Note one.^ See {s1b|section 1(2)}.", heading="Meaning of writing"),
    section("s3", "Section 3", table(("Kind", "Who"), ("fees", "requested State"))),
    section("s4", "Section 4", "Costs are borne by the State."),
)
NEW = provision("section", "x__new", "", "As {s1a} says.", heading="New")
HERE = TablePlace("s3")

CASES: list[tuple[Operation, str]] = [
    (Insert(Position(Where.AFTER, "s1"), (NEW,)), "After section 1 insert:"),
    (Insert(Position(Where.LAST, "s1b"), (paragraph("x__c", "(c)", "or wait."),)), "At the end of section 1(2) insert:"),
    (Repeal("s4"), "Repeal section 4."),
    (Repeal("s4", text="[Repealed]"), "Repeal section 4 and put “[Repealed]” in its place."),
    (Substitute("s4", (section("x__s4", "Section 4", "Costs lie where they fall."),)), "For section 4 substitute:"),
    (Substitute("s1b", (p("The court shall:"),), opening=True), "For the opening words of section 1(2) substitute:"),
    (ReplaceText(Words("s1", "writing", expect=2), content("text")), "In section 1, for “writing” (in each place) substitute “text”."),
    (ReplaceText(Words("s1", "writing", LAST), content("text")), "In section 1, for “writing” (in the last place) substitute “text”."),
    (OmitText(Words("s1ba", " in writing")), "In section 1(2)(a), omit “in writing” (in each place)."),
    (
        InsertText(Words("s1ba", "refuse", 1), content(" at once")),
        "In section 1(2)(a), after “refuse” (in the first place) insert “at once”.",
    ),
    (InsertText(Words("s4", ""), content(" Always.")), "In section 4, at the end insert “Always.”."),
    (ChangeHeading("s2", content("Writings")), "For the heading of section 2 substitute “Writings”."),
    (ChangeHeading("s2", ()), "Omit the heading of section 2."),
    (Move("s4", Position(Where.BEFORE, "s1"), number="Section 1A"), "Move section 4 before section 1 as Section 1A."),
    (Renumber("s4", "Section 9"), "Renumber section 4 as Section 9."),
    (Wrap("s4", "subsection", "(1)", "x__w"), "The existing text of section 4 becomes subsection (1)."),
    (Split("s4", (Part("Section 4A", "x__p", "by the State"),)), "Split section 4: what begins with “by the State” becomes Section 4A."),
    (Join("s1a", "s1b"), "Join section 1(1) to section 1(2) into one provision."),
    (Join("s1a", "s1b", run_on=False), "Join section 1(1) to section 1(2) into one provision, each text a paragraph of it."),
    (
        Split("s4", (Part("Section 4A", "x__p", "by the State", heading=content("Who pays")),)),
        "Split section 4: what begins with “by the State” becomes Section 4A under the heading “Who pays”.",
    ),
    (
        Split(
            "s4",
            (Part("Section 4A", "x__p", "are borne"), Part("Section 4B", "x__q", "by the State", heading=content("Who"))),
        ),
        "Split section 4: what begins with “are borne” becomes Section 4A; what begins with “by the State” becomes Section 4B under the "
        "heading “Who”.",
    ),
    (InsertRow(HERE, 1, ((p("a"),), (p("b"),))), "In the table of section 3, after row 1 insert the row:"),
    (OmitRow(HERE, 2), "In the table of section 3, omit row 2."),
    (InsertColumn(HERE, 0, ((p("a"),), (p("b"),))), "In the table of section 3, before the first column insert the column:"),
    (OmitColumn(HERE, 2), "In the table of section 3, omit column 2."),
    (ChangeCell(HERE, 2, 1, (p("costs"),)), "In the table of section 3, for the cell in row 2, column 1, substitute:"),
    (InsertNote(Words("s4", "Costs", 1), (p("Why."),)), "In section 4, after “Costs” (in the first place) insert the footnote:"),
    (ReplaceNote("s2", 1, (p("Note two."),)), "For footnote 1 of section 2 substitute:"),
    (OmitNote("s2", 1), "Omit footnote 1 of section 2."),
    (InsertSchedule("", schedule("x__sch", "Form of request")), "At the end of the law insert:"),
    (FillBlank("authority", content("the Minister")), "Fill the blank “authority” with “the Minister”."),
    (
        ReplaceText(Words("", "writing", EACH, 2, Scope.TEXT), content("text")),
        "Throughout the text of the law, for “writing” substitute “text”.",
    ),
]


def instrument(*ops: Operation) -> Instrument:
    made = module("x", *ops)
    marked = apply_modules(BASE, (made,)).law
    return Instrument(BASE, (made,), marked, "Amendments", accept(marked))


def sentences(source: Instrument) -> list[str]:
    found = [item for item in provisions(printed_instrument(source)) if item.level == "subsection" and item.wid.startswith("amending-")]
    return [text_of(line) for item in found for line in paragraphs_of(item.blocks[1 if item.number else 0])]


@pytest.mark.parametrize(("op", "sentence"), CASES, ids=[f"{type(op).__name__}-{n}" for n, (op, _) in enumerate(CASES)])
def test_every_operation_is_a_sentence_and_a_modification(op: Operation, sentence: str) -> None:
    source = instrument(op)
    assert sentences(source)[0] == sentence
    validate_akn(akn_bytes(printed_instrument(source)))
    written = akn_bytes(akn_instrument(source)).decode()
    validate_akn(written.encode())
    assert len(re.findall(r"<textualMod ", written)) == 1
    for link in re.findall(r'<(?:source|old|new) href="#([^"]+)"', written):
        assert f'eId="{link}"' in written, f"the modification points to {link}, which is nowhere"


def test_what_is_inserted_is_quoted_with_its_number_and_the_text_of_its_references() -> None:
    source = instrument(Insert(Position(Where.AFTER, "s1"), (NEW,)))
    printed = printed_instrument(source)
    quoted = next(item for item in provisions(printed) if item.wid == "x__new")
    assert [text_of(line) for line in paragraphs_of(quoted)] == ["Section 1A", "New", "As section 1(1) says."]
    written = akn_bytes(akn_instrument(source)).decode()
    assert 'wId="x__new"' in written and "__mod_1__qstr_1__sec_1A" in written


def test_changes_of_several_modules_stand_in_parts_and_those_not_carried_out_are_left_out() -> None:
    first, second = module("a", Repeal("s4"), Repeal("s3")), module("b", Repeal("s2"))
    applied = apply_modules(BASE, (first, second)).law
    printed = printed_instrument(Instrument(BASE, (first, second), applied, "Amendments", accept(applied)))
    parts = [item for item in provisions(printed) if item.level == "part"]
    assert [text_of(part.heading) for part in parts] == ["Module a", "Module b"]
    sections = [text_of(item.number) for item in provisions(printed) if item.level == "section"]
    assert sections == ["Section 1", "Section 2", "Section 3"]
    assert isinstance(parts[0], Provision)


def test_items_that_are_quoted_stand_in_a_list_of_their_own() -> None:
    def item(wid: str, number: str, words: str) -> Provision:
        return Provision("item", wid, (Paragraph((Run(number),), "num"), p(words)), (("wId", wid),))

    listed = Group("blockList", (item("i1", "(a)", "one;"), item("i2", "(b)", "two.")))
    base = law(Provision("section", "s1", (Paragraph((Run("Section 1"),), "num"), Group("content", (listed,))), (("wId", "s1"),)))
    made = Insert(Position(Where.AFTER, "i1"), (item("x1", "(aa)", "more;"), item("x2", "(ab)", "and more;")))
    own = module("x", made)
    marked = apply_modules(base, [own]).law
    written = akn_instrument(Instrument(base, (own,), marked, "Amendments", accept(marked)))
    validate_akn(akn_bytes(written))
    assert akn_bytes(written).count(b"<blockList") == 1


def test_an_instrument_without_a_change_says_so() -> None:
    for modules in ((), (module("x"),)):
        source = Instrument(BASE, modules, BASE, "Amendments", BASE)
        validate_akn(akn_bytes(akn_instrument(source)))
        assert any("makes no change" in text_of(line) for line in paragraphs_of(printed_instrument(source).document))
