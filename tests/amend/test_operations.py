"""Every operation on a small law: what is marked, what comes out, and what it refuses."""

import re
from dataclasses import replace

import pytest
from kit import after, content, dump, holds, law, marks, module, option, p, paragraph, provision, schedule, section, subsection, table

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    EACH,
    LAST,
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
from modellaw.amend.structure import digest_of
from modellaw.checks import check_law
from modellaw.errors import AmendmentErrors
from modellaw.model.nodes import Carried, Group, Paragraph, Provision, Run
from modellaw.model.views import accept
from modellaw.model.walk import provisions
from modellaw.project import Numbering
from modellaw.readers.akn import read_akn
from modellaw.writers.akn import akn_bytes

REQUESTS = section(
    "s1",
    "Section 1",
    subsection("s1a", "(1)", "A request is made in writing to [authority] under {s2|section 2}."),
    subsection("s1b", "(2)", "The court may:", paragraph("s1ba", "(a)", "refuse in writing;"), paragraph("s1bb", "(b)", "or accept.")),
    heading="Requests",
)
MEANING = section("s2", "Section 2", "Writing.^Note one.^ See {s1b|section 1(2)}.", heading="Meaning of writing")
COSTS = section("s3", "Section 3", table(("Kind", "Who"), ("fees", "requested State")))
BASE = law(REQUESTS, MEANING, COSTS)


def marked(*ops: Operation) -> str:
    return marks(BASE, module("m", *ops))


def result(*ops: Operation) -> str:
    return after(BASE, module("m", *ops))


def refusal(*ops: Operation) -> str:
    with pytest.raises(AmendmentErrors) as caught:
        holds(BASE, module("m", *ops))
    return str(caught.value)


# --- words


def test_replaced_words_mark_only_what_differs_in_each_place() -> None:
    op = ReplaceText(Words("s1", "in writing", EACH, 2), content("in electronic form"))
    assert marked(op) == (
        "A request is made in {-writing-}{+electronic form+} to [authority] under section 2.\nrefuse in {-writing-}{+electronic form+};"
    )


@pytest.mark.parametrize(
    ("occurrence", "expected"),
    [(1, "made {-in writing-}{+orally+} to"), (2, "refuse {-in writing-}{+orally+};"), (LAST, "refuse {-in writing-}{+orally+};")],
)
def test_one_occurrence_is_chosen(occurrence: int, expected: str) -> None:
    assert expected in marked(ReplaceText(Words("s1", "in writing", occurrence), content("orally")))


def test_words_are_found_over_the_whole_law_in_the_given_scope() -> None:
    assert marked(ReplaceText(Words("", "writing", scope=Scope.HEADING), content("form"))) == "Meaning of {-writing-}{+form+}"
    assert marked(ReplaceText(Words("", "one", scope=Scope.NOTES), content("1"))) == "Note {-one-}{+1+}."
    assert marked(ReplaceText(Words("", "State", scope=Scope.TABLES), content("party"))) == "requested {-State-}{+party+}"


def test_part_of_a_word_marks_the_whole_word() -> None:
    assert marked(ReplaceText(Words("s1ba", "writ"), content("sing"))) == "refuse in {-writing-}{+singing+};"


def test_a_later_change_sees_the_words_of_an_earlier_one() -> None:
    first = ReplaceText(Words("s1ba", "writing"), content("electronic form"))
    second = InsertText(Words("s1ba", "electronic"), content(" or paper"))
    assert marked(first, second) == "refuse in {-writing-}{+electronic+}{+ or paper+}{+ form+};"


def test_an_omission_takes_one_of_two_meeting_blanks_with_it() -> None:
    assert "made in writing under" in result(OmitText(Words("s1a", "to [authority]")))


def test_a_paragraph_that_loses_its_last_word_goes() -> None:
    assert marked(OmitText(Words("s1bb", "or accept."))) == "{-or accept.-}"


def test_words_go_to_either_end_of_a_text() -> None:
    assert "{+Now +}A request" in marked(InsertText(Words("s1a", ""), content("Now "), after=False))
    assert marked(InsertText(Words("s1b", ""), content(" now"))).endswith("may:{+ now+}")


def test_a_cross_reference_is_never_cut() -> None:
    message = refusal(ReplaceText(Words("s1a", "under section"), content("pursuant to section")))
    assert "the words cut through the cross-reference “section 2”" in message and "take it in whole" in message


def test_missing_words_are_refused_with_the_nearest_ones() -> None:
    message = refusal(ReplaceText(Words("s1a", "in writting"), content("x")))
    assert "change m-1, s1a: the words “in writting” are not found (did you mean “in writing”?)" in message


def test_words_found_too_often_are_refused() -> None:
    message = refusal(ReplaceText(Words("s1", "in writing", EACH, 1), content("x")))
    assert "the words “in writing” are found twice, expected once (say which with occurrence" in message


def test_all_failures_are_reported_together() -> None:
    message = refusal(Repeal("nowhere"), ReplaceText(Words("s1", "absent"), content("x")), Repeal("s2"))
    assert "there is no provision “nowhere”" in message and "“absent” are not found" in message and len(message.splitlines()) == 2


# --- provisions


def test_an_inserted_section_gets_its_number() -> None:
    text = result(Insert(Position(Where.AFTER, "s1"), (section("m__x", "", "New text under {s2}.", heading="New"),)))
    assert "Section 1A New\n  New text under section 2.\nSection 2" in text


def test_definitions_go_to_their_alphabetical_place() -> None:
    def definition(wid: str, term: str) -> Provision:
        return provision("hcontainer", wid, "", content_of(f"“*{term}*” means a thing;"), name="definition")

    def content_of(words: str) -> Group:
        return Group("content", (p(words),))

    base = law(section("s1", "Section 1", "In this Law:", definition("d1", "court"), definition("d2", "request")))
    new = module("m", Insert(Position(Where.ALPHABETICAL, "s1"), (definition("m__d", "data"), definition("m__z", "Zone"))))
    assert re.findall("“(.*?)”", after(base, new)) == ["court", "data", "request", "Zone"]


@pytest.mark.parametrize(
    ("terms", "new", "place"),
    [
        (("autorité", "enquête", "État requérant", "expert", "témoin"), "zone", 5),
        (("autorité", "enquête", "État requérant", "expert", "témoin"), "écrit", 1),
        (("autorité", "enquête", "expert"), "« État »", 2),
        (("cote", "côté", "document"), "coté", 1),
        (("άδεια", "απόφαση", "έγγραφο", "υπόθεση"), "αίτηση", 1),
        (("документ", "ещё", "иск", "йод", "конфискация"), "ёмкость", 1),
        (("документ", "иск", "конфискация"), "йод", 2),
        (("nación", "ñandú", "oficio"), "norma", 1),
        (("أمر", "جريمة", "طلب"), "إجراء", 0),
        (("Amt", "Ökonomie", "Zoll"), "Öffentlichkeit", 1),
        (("“data”", "“thing”"), "request", 1),
        (("œuvre", "offre"), "objet", 0),
    ],
)
def test_definitions_of_any_language_stand_in_the_order_of_its_dictionaries(terms: tuple[str, ...], new: str, place: int) -> None:
    def definition(wid: str, term: str) -> Provision:
        return provision("hcontainer", wid, "", Group("content", (p(f"*{term}* :"),)), name="definition")

    base = law(section("s1", "1", "In this Law:", *(definition(f"d{n}", term) for n, term in enumerate(terms))))
    made = module("m", Insert(Position(Where.ALPHABETICAL, "s1"), (definition("m__d", new),)))
    lines = [line.strip(" :").removeprefix("definition ") for line in after(base, made).splitlines()[1:]]
    assert lines == [*terms[:place], new, *terms[place:]]


@pytest.mark.parametrize(
    ("language", "terms", "new", "place"),
    [
        ("sv", ("anmälan", "zon", "åklagare", "ärende"), "Åtal", 3),
        ("sv", ("anmälan", "zon", "åtal", "öppet"), "ärende", 3),
        ("sv", ("arbete", "yrke", "zon"), "überprüfung", 1),
        ("da", ("arbejde", "zone", "ændring", "åbning"), "ønske", 3),
        ("nb-NO", ("arbeid", "zone", "ærend", "øy"), "åpning", 4),
        ("fi", ("asia", "yhtiö", "äiti"), "öljy", 3),
        ("fi", ("asia", "hakija", "yhtiö"), "henkilö", 2),
        ("pl", ("cel", "część", "łup", "osoba"), "ćwiczenie", 2),
        ("tr", ("cihaz", "dava"), "çocuk", 1),
        ("de", ("Amt", "Ärger", "Zoll"), "Änderung", 1),
    ],
)
def test_definitions_stand_in_the_alphabet_of_the_law(language: str, terms: tuple[str, ...], new: str, place: int) -> None:
    def definition(wid: str, term: str) -> Provision:
        return provision("hcontainer", wid, "", Group("content", (p(f"*{term}* :"),)), name="definition")

    base = law(section("s1", "1", "In this Law:", *(definition(f"d{n}", term) for n, term in enumerate(terms))))
    (act,) = base.document.blocks
    assert isinstance(act, Group)
    meta, body = act.blocks
    assert isinstance(body, Group)
    said = replace(body, attributes=(("{http://www.w3.org/XML/1998/namespace}lang", language),))
    base = read_akn(akn_bytes(replace(base, document=replace(base.document, blocks=(replace(act, blocks=(meta, said)),)))))
    made = module("m", Insert(Position(Where.ALPHABETICAL, "s1"), (definition("m__d", new),)))
    lines = [line.strip(" :").removeprefix("definition ") for line in after(base, made).splitlines()[1:]]
    assert lines == [*terms[:place], new, *terms[place:]]


def test_definitions_whose_terms_stand_in_quotation_marks_only_are_found() -> None:
    def item(wid: str, words: str, number: str = "") -> Provision:
        num = (Paragraph((Run(number),), "num"),) if number else ()
        return Provision("item", wid, (*num, p(words)), (("eId", wid), ("wId", wid)))

    meanings = Group("blockList", (item("i1", "“notice” means a notice;"), item("i2", "“thing” means a thing.")), (("eId", "l1"),))
    others = Group("blockList", (item("i3", "one;", "(a)"), item("i4", "two.", "(b)")), (("eId", "l2"),))
    base = law(section("s1", "1", Group("content", (meanings,))), section("s2", "2", Group("content", (others,))))
    made = module("m", Insert(Position(Where.ALPHABETICAL, "s1"), (item("m__i", "“premises” means land;"),)))
    words = re.findall("“.*|[(]a[)]", after(base, made))
    assert words == ["“notice” means a notice;", "“premises” means land;", "“thing” means a thing.", "(a)"]


def test_what_is_put_among_provisions_without_numbers_has_none() -> None:
    first = section("s1", "1", "Opening:", provision("paragraph", "p1", "", "Red."), provision("paragraph", "p2", "", "Blue."))
    base = law(first, section("s2", "2", "Opening:", paragraph("p3", "(a)", "One."), paragraph("p4", "(b)", "Two.")))
    for numbering in Numbering:
        made = module("m", Insert(Position(Where.AFTER, "p1"), (provision("paragraph", "m__p", "", "Green."),)))
        assert "(a)" not in after(base, made, numbering=numbering).partition("2 Opening")[0]


def test_repealed_provisions_go_or_leave_a_text() -> None:
    assert "Section 2" not in result(Repeal("s2"))
    assert "(2) [Repealed]\nSection 2" in result(Repeal("s1b", text="[Repealed]"))
    assert "Section 1 Requests\n  [Repealed]\nSection 2" in result(Repeal("s1", text="[Repealed]", keep_heading=True))
    assert "Section 3" in result(Repeal("s1", up_to="s2")) and "Requests" not in result(Repeal("s1", up_to="s2"))


def test_a_digest_guards_the_old_text() -> None:
    digest = digest_of("Section 2 Meaning of writing Writing. See section 1(2).")
    assert "Section 2" not in result(Repeal("s2", digest=digest[:12]))
    assert "the text is not the one this change was drafted for" in refusal(Repeal("s2", digest="0" * 12))


def test_a_substitution_is_written_word_by_word_and_keeps_identity() -> None:
    new = subsection(
        "z",
        "(2)",
        "The court shall:",
        paragraph("za", "(a)", "refuse in writing or electronically;"),
        paragraph("zb", "(b)", "or accept; or"),
        paragraph("zc", "(c)", "wait."),
    )
    applied = holds(BASE, module("m", Substitute("s1b", (new,))))
    wids = {found.wid for found in provisions(applied.law)}
    assert {"s1ba", "s1bb", "zc"} <= wids and not {"za", "zb"} & wids
    text = marked(Substitute("s1b", (new,)))
    assert text == "The court {-may-}{+shall+}:\nrefuse in writing{+ or electronically+};\nor accept{-.-}{+; or+}"


def test_only_the_opening_words_are_substituted() -> None:
    assert marked(Substitute("s1b", (p("The court shall:"),), opening=True)) == "The court {-may-}{+shall+}:"


def test_opening_words_may_become_provisions() -> None:
    base = law(section("s1", "Section 1", "The text."), section("s2", "Section 2", subsection("s2a", "(1)", "Old.")))
    first, more = subsection("n1", "(1)", "The text."), Insert(Position(Where.AFTER, "n1"), (subsection("n2", "(2)", "More."),))
    designated = Substitute("s1", (first,), opening=True), more
    assert after(base, module("m", *designated)).startswith("Section 1 (1) The text.\n  (2) More.\nSection 2")
    led_in = Substitute("s1", (p("Of it:"), first), opening=True), more
    assert after(base, module("m", *led_in)).startswith("Section 1 Of it:\n  (1) The text.\n  (2) More.\nSection 2")
    begun = Substitute("s2", (p("Of it:"), replace(first, wid="n0")), opening=True)
    assert after(base, module("m", begun)).endswith("Section 2 Of it:\n  (1) The text.\n  (1) Old.")


def test_a_list_item_has_its_text_in_no_group() -> None:
    def item(wid: str, number: str, words: str) -> Provision:
        return Provision("item", wid, (Paragraph((Run(number),), "num"), p(words)), (("eId", wid), ("wId", wid)))

    opening = Paragraph((Run("A list:"),), "listIntroduction")
    items = Group("blockList", (opening, item("i1", "(a)", "one two;"), item("i2", "(b)", "three.")), (("eId", "l1"),))
    base = law(section("s1", "1", Group("content", (items,))))
    for op, expected in (
        (Substitute("i1", (p("one three;"),), opening=True), "one {-two-}{+three+};"),
        (Repeal("i1", "", "[Repealed]"), "{-one two;-}{+[Repealed]+}"),
        (Insert(Position(Where.FIRST, "i1"), (p("zero;"),)), "{+zero;+}"),
        (Insert(Position(Where.LAST, "i1"), (p("more;"),)), "{+more;+}"),
    ):
        assert marks(base, module("m", op)) == expected
    with pytest.raises(AmendmentErrors, match="a subsection cannot stand in an item"):
        holds(base, module("m", Substitute("i1", (subsection("n1", "(1)", "New."),), opening=True)))


def test_an_item_that_loses_its_last_word_is_still_one() -> None:
    item = Provision("item", "i1", (Paragraph((Run("–"),), "num"), p("A boat;")), (("eId", "i1"), ("wId", "i1")))
    base = law(section("s1", "1", Group("content", (Group("blockList", (item,), (("eId", "l1"),)),))))
    assert "–" in after(base, module("m", OmitText(Words("i1", "A boat;"))))
    with pytest.raises(AmendmentErrors, match=r"i1: nothing would be left of it before “A boat” \(begin the new one further on\)"):
        apply_modules(base, [module("m", Split("i1", (Part("–", "m__i", "A boat"),)))])


def test_a_provision_without_a_number_is_not_split_at_its_first_word() -> None:
    base = law(section("s1", "1", provision("subparagraph", "s1a", "", "One boat.")))
    with pytest.raises(AmendmentErrors, match="s1a: nothing would be left of it before “One”"):
        apply_modules(base, [module("m", Split("s1a", (Part("(2)", "m__s", "One"),)))])
    assert "(2) boat." in after(base, module("m", Split("s1a", (Part("(2)", "m__s", "boat"),))))


def test_a_phrase_that_is_there_twice_is_no_place_to_split_at() -> None:
    base = law(section("s1", "1", "One and two and three."))
    with pytest.raises(AmendmentErrors, match=r"the words “and” are there 2 times \(quote more of them\)"):
        apply_modules(base, [module("m", Split("s1", (Part("2", "m__s", "and"),)))])


def test_a_heading_changes_when_it_is_the_expected_one() -> None:
    op = ChangeHeading("s2", content("Meaning of electronic writing"), "Meaning of writing")
    assert marked(op) == "Meaning of {+electronic +}writing"
    assert "the heading is “Meaning of writing”, not “Other”" in refusal(ChangeHeading("s2", content("X"), "Other"))


def test_a_heading_that_one_module_gives_stands_before_what_another_puts_first() -> None:
    base = law(section("s1", "Section 1", subsection("s1a", "(1)", "Words.")), section("s2", "Section 2", "More."))
    first = module("a", Insert(Position(Where.BEFORE, "s1a"), (subsection("a__1", "", "New."),)))
    text = after(base, first, module("b", ChangeHeading("s1", content("Object"))))
    assert [line.strip() for line in text.splitlines()][:2] == ["Section 1 Object", "(A1) New."]


def test_what_stands_before_the_first_counts_on_its_own() -> None:
    two = (section("a__1", "", "New."), section("a__2", "", "Newer."))
    before = Insert(Position(Where.BEFORE, "s1"), two)
    numbers = [line.split()[0] for line in after(law(section("s1", "1", "Words.")), module("a", before)).splitlines()]
    assert numbers == ["A1", "A2", "1"]
    base = law(section("s1", "A1", "Words."), section("s2", "1", "Words."))
    behind = Insert(Position(Where.AFTER, "s1"), (section("a__3", "", "Newest."),))
    assert [line.split()[0] for line in after(base, module("a", before, behind)).splitlines()] == ["ZA1", "ZA2", "A1", "A2", "1"]


def test_a_letter_with_an_accent_is_a_number_of_its_own() -> None:
    points = [paragraph(f"p{at}", number, "x;") for at, number in enumerate(("m)", "n)", "ñ)"))]
    base = law(section("s1", "Artículo 1", *points))
    made = holds(base, module("a", Insert(Position(Where.AFTER, "p2"), (paragraph("a__1", "", "y;"),)))).law
    assert [line.split()[0] for line in dump(accept(made)).splitlines()][1:] == ["m)", "n)", "ñ)", "o)"]
    assert check_law(accept(made)) == []


def test_a_moved_provision_leaves_a_departure_and_references_follow() -> None:
    text = result(Move("s2", Position(Where.BEFORE, "s1"), number="Section 1A"))
    assert text.startswith("Section 1A Meaning") and "under section 1A." in text
    assert "cannot be moved into itself" in refusal(Move("s1", Position(Where.LAST, "s1b")))


def test_text_inside_a_moved_provision_can_still_change() -> None:
    ops = (Move("s2", Position(Where.BEFORE, "s1")), ReplaceText(Words("s2", "See"), content("Compare")))
    assert "{-See-}{+Compare+}" in marked(*ops)


def test_renumbering_marks_the_number_only_and_refuses_duplicates() -> None:
    assert marked(Renumber("s1bb", "(c)")) == "({-b-}{+c+})"
    assert "(3) The court may" in result(Renumber("s1b", "(3)"))
    assert "the number 1 is also that of “s1a”" in refusal(Renumber("s1b", "(1)"))


def test_the_existing_text_becomes_subsection_one() -> None:
    text = result(Wrap("s2", "subsection", "(1)", "m__1"), Insert(Position(Where.LAST, "s2"), (subsection("m__2", "", "Second."),)))
    assert "  (1) Writing. See section 1(2). ^Note one.^\n  (2) Second." in text


def test_split_and_join_conserve_every_word() -> None:
    assert "(1) A request is made in writing\n  (1A) to [authority]" in result(Split("s1a", (Part("(1A)", "m__s", "to"),)))
    assert "(a) refuse in writing; or accept." in result(Join("s1ba", "s1bb"))
    both = result(Split("s1a", (Part("(1A)", "m__s", "to"),)), Join("s1a", "m__s"))
    assert "(1) A request is made in writing to [authority] under section 2." in both


def test_a_moved_provision_is_split_before_it_is_moved() -> None:
    move, split = Move("s2", Position(Where.BEFORE, "s1")), Split("s2", (Part("Section 2A", "m__s", "See"),))
    assert "split it first, then move it" in refusal(move, split)
    assert result(split, move).startswith("Section 2 Meaning of writing\n  Writing. ^Note one.^\nSection 1")


def test_words_of_a_text_without_blanks_are_found_and_cut_anywhere() -> None:
    base = law(section("s1", "第一条", subsection("s1a", "（一）", "主管机关不得拒绝执行请求。")))
    changed = marks(base, module("m", ReplaceText(Words("s1a", "拒绝"), content("延迟"))))
    assert "主管机关不得{-拒绝-}{+延迟+}执行请求。" in changed
    assert "（一） 主管机关\n  （二） 不得拒绝" in after(base, module("m", Split("s1a", (Part("（二）", "m__s", "不得"),))))


def test_a_provision_is_wrapped_before_another_is_joined_to_it() -> None:
    base = law(section("s1", "Section 1", "One."), section("s2", "Section 2", "Two."))
    join, wrap = Join("s1", "s2"), Wrap("s1", "subsection", "(1)", "m__1")
    with pytest.raises(AmendmentErrors, match=r"another provision was joined to this one.*wrap it first, then join"):
        apply_modules(base, [module("m", [join, wrap])])
    assert after(base, module("m", [wrap, join])) == "Section 1\n  (1) One.\n  Two."


def test_a_split_at_a_provision_takes_what_follows() -> None:
    text = result(Split("s1", (Part("Section 1A", "m__s", child="s1b", heading=content("Refusal")),)))
    assert "Section 1A Refusal\n  (2) The court may" in text


def test_the_guidance_at_the_end_of_a_section_goes_with_its_last_part() -> None:
    guidance = provision("hcontainer", "s1c", "", "Guidance.", name="commentary")
    base = law(section("s1", "Section 1", subsection("s1a", "(1)", "One."), subsection("s1b", "(2)", "Two."), guidance))
    text = after(base, module("m", Split("s1", (Part("Section 1A", "m__s", child="s1b"),))))
    assert text.index("(1) One.") < text.index("Section 1A") < text.index("(2) Two.") < text.index("Guidance.")


def test_a_reference_in_what_was_joined_stays_relative_to_its_section() -> None:
    second = subsection("s1b", "(2)", "{s1a|Subsection (1)} has an exception.")
    third = subsection("s1c", "(3)", "{s1a|Subsection (1)} has another.")
    base = law(section("s1", "Section 1", subsection("s1a", "(1)", "One."), second, third, subsection("s1d", "(4)", "Two.")))
    joined = after(base, module("m", [Join("s1b", "s1c"), Renumber("s1d", "(3)")]))
    assert "(2) Subsection (1) has an exception. Subsection (1) has another." in joined


# --- tables, notes, schedules, options, blanks


def test_rows_columns_and_cells_change() -> None:
    at = TablePlace("s3")
    ops = (
        InsertRow(at, 2, ((p("travel"),), (p("requesting State"),))),
        InsertColumn(at, 2, ((p("Remark"),), (p("-"),), (p("agreed"),))),
        ChangeCell(at, 2, 1, (p("court fees"),)),
    )
    assert "| Kind | Who | Remark |\n  | court fees | requested State | - |\n  | travel | requesting State | agreed |" in result(*ops)
    assert "| Kind |\n  | fees |" in result(OmitColumn(at, 2))
    assert "fees" not in result(OmitRow(at, 2))
    assert "the row has 1 cells, the table has 2 columns" in refusal(InsertRow(at, 1, ((p("x"),),)))
    assert "there is no row 5: the table has 2" in refusal(OmitRow(at, 5))
    assert "the provision has no table" in refusal(OmitRow(TablePlace("s2"), 1))


def test_footnotes_come_change_and_go() -> None:
    assert "^Note one.^ ^New.^" in result(InsertNote(Words("s2", "See"), (p("New."),)))
    assert marked(ReplaceNote("s2", 1, (p("Note two."),))) == "Note {-one-}{+two+}."
    assert "^" not in result(OmitNote("s2", 1))
    assert "there is no footnote 2: the provision has 1 footnote" in refusal(OmitNote("s2", 2))


def test_a_schedule_begins_the_attachments() -> None:
    assert result(InsertSchedule("", schedule("m__sch", "Form."))).endswith("Form.")


def test_a_schedule_that_does_not_say_what_it_is_is_identified_as_a_part_of_the_law() -> None:
    body = Group("doc", (Group("mainBody", (p("Form."),)),), (("name", "schedule"),))
    bare = [Provision("attachment", f"m__{n}", (Paragraph((Run("Form"),), "heading"), body), (("wId", f"m__{n}"),)) for n in range(3)]
    ops = (InsertSchedule("", bare[0]), InsertSchedule("", bare[1]), Insert(Position(Where.AFTER, "m__0"), (bare[2],)))
    written = akn_bytes(accept(holds(BASE, module("m", *ops)).law)).decode()
    assert [f"/akn/xx/act/t/!m__{n}" in written for n in range(3)] == [True] * 3


def test_a_law_whose_schedules_all_go_has_no_attachments() -> None:
    base = law(section("s1", "Section 1", "One."), schedule("f1", "Form."))
    assert b"attachments" not in akn_bytes(accept(holds(base, module("a", Repeal("f1"))).law))


def test_schedules_stand_among_schedules_and_are_not_taken_apart() -> None:
    base = law(section("s1", "Section 1", "One."), schedule("f1", "Form one.", "It is short."), schedule("f2", "Form two."))
    new, form = section("m__n", "Section 2", "Two."), schedule("m__f", "Form three.")

    def refused(op: Operation) -> str:
        with pytest.raises(AmendmentErrors) as raised:
            holds(base, module("m", op))
        return str(raised.value)

    for op in (Insert(Position(Where.AFTER, "f1"), (new,)), Substitute("f1", (new,)), Move("s1", Position(Where.BEFORE, "f2"))):
        assert "a section cannot stand among schedules" in refused(op)
    for op in (InsertSchedule("s1", form), Substitute("s1", (form,)), Move("f1", Position(Where.AFTER, "s1"))):
        assert "a schedule stands among schedules only" in refused(op)
    assert "a schedule cannot be joined" in refused(Join("f1", "f2"))
    assert "a schedule cannot be split" in refused(Split("f1", (Part("", "m__p", "short"),)))
    assert "a schedule cannot be wrapped" in refused(Wrap("f1", "section", "1", "m__w"))
    assert "a schedule cannot be given other opening words" in refused(Substitute("f1", (p("x"),), opening=True))
    inside = after(base, module("m", Insert(Position(Where.LAST, "f1"), (p("Signed."),)), Insert(Position(Where.LAST, "f2"), (new,))))
    assert inside == "Section 1 One.\n Form one.\n  It is short.\n  Signed.\n Form two.\n  Section 2 Two."


def test_recitals_citations_and_items_stand_among_their_like_only() -> None:
    def item(wid: str) -> Provision:
        return Provision("item", wid, (Paragraph((Run("–"),), "num"), p("Words.")), (("eId", wid), ("wId", wid)))

    def said(level: str, wid: str) -> Provision:
        return Provision(level, wid, (p("Having regard to the Treaty."),), (("eId", wid), ("wId", wid)))

    items = Group("content", (Group("blockList", (item("i1"), item("i2")), (("eId", "l1"),)),))
    citations, recitals = (
        Group("citations", (said("citation", "c1"),), (("eId", "cs"),)),
        Group("recitals", (said("recital", "r1"), said("recital", "r2")), (("eId", "rs"),)),
    )
    plain = law(section("s1", "1", items), section("s2", "2", "Two."))
    act = plain.document.blocks[0]
    assert isinstance(act, Group)
    with_preamble = replace(act, blocks=(act.blocks[0], Group("preamble", (citations, recitals)), *act.blocks[1:]))
    base = read_akn(akn_bytes(replace(plain, document=replace(plain.document, blocks=(with_preamble,)))))
    for op, expected in (
        (Move("r1", Position(Where.AFTER, "c1")), "a recital cannot stand among citations"),
        (Move("c1", Position(Where.AFTER, "r1")), "a citation cannot stand among recitals"),
        (Move("s2", Position(Where.AFTER, "i1")), "a section cannot stand among the items of a list"),
        (Move("i1", Position(Where.AFTER, "s2")), "an item stands among the items of a list only"),
        (Move("r1", Position(Where.LAST, "s2")), "a recital stands among recitals only"),
        (Move("s2", Position(Where.LAST, "r1")), "a section cannot stand in a recital"),
        (Insert(Position(Where.LAST, "i1"), (paragraph("m__p", "(a)", "New."),)), "a paragraph cannot stand in an item"),
        (Insert(Position(Where.BEFORE, "c1"), (section("m__s", "3", "New."),)), "a section cannot stand among citations"),
        (Insert(Position(Where.BEFORE, "s1"), (said("citation", "m__c"),)), "a citation stands among citations only"),
        (Substitute("r1", (section("m__s", "3", "New."),)), "a section cannot stand among recitals"),
        (Insert(Position(Where.AFTER, "s2"), (section("m__s", "3", said("recital", "m__r")),)), "a recital stands among recitals only"),
    ):
        with pytest.raises(AmendmentErrors, match=expected):
            holds(base, module("m", op))
    with_its_items = after(base, module("m", Move("s1", Position(Where.AFTER, "s2"))))
    assert with_its_items.endswith("2 Two.\n1 –\n    Words.\n  –\n    Words.")
    moved = holds(base, module("m", Move("i2", Position(Where.BEFORE, "i1")), Move("r2", Position(Where.BEFORE, "r1"))))
    assert accept(moved.law) != base


def test_two_modules_may_each_bring_the_first_schedule() -> None:
    base = law(section("s1", "Section 1", "One."))
    one, two = (module(name, InsertSchedule("", schedule(f"{name}__f", f"Form of {name}."))) for name in "ab")
    assert after(base, one, two) == "Section 1 One.\n Form of a.\n Form of b."


def test_a_schedule_that_is_replaced_keeps_its_identification() -> None:
    with_schedule = accept(
        holds(law(section("s1", "Section 1", "Text.")), module("a", InsertSchedule("", schedule("sch", "Form of request.")))).law
    )
    base = read_akn(akn_bytes(with_schedule))
    marked = holds(base, module("m", Substitute("sch", (schedule("m__sch", "Form of record."),)))).law
    found = next(step for step in provisions(marked) if step.wid == "sch")
    (doc,) = (block for block in found.blocks if isinstance(block, Group))
    assert [block.xml.startswith("<meta") for block in doc.blocks if isinstance(block, Carried)] == [True]
    assert "Form of record." in dump(accept(marked))


def test_an_option_is_chosen_among_provisions_and_among_words() -> None:
    treaty = option("basis", "1", "o1", subsection("a", "(1)", "Treaty.")), option("basis", "2", "o2", subsection("b", "(1)", "No treaty."))
    base = law(section("s1", "Section 1", *treaty), section("s2", "Section 2", "The State <duty.1|[shall]> <duty.2|[may]> act."))
    text = after(base, module("m", ChooseOption("basis", "2"), ChooseOption("duty", "2")))
    assert text == "Section 1\n  (1) No treaty.\nSection 2 The State may act."
    with pytest.raises(AmendmentErrors, match="the options “basis” have no “3” \\(there are 1, 2\\)"):
        holds(base, module("m", ChooseOption("basis", "3")))


def test_a_blank_is_filled_wherever_it_is() -> None:
    assert "to {-[authority]-}{+the Minister+} under" in marked(FillBlank("authority", content("the Minister")))
    assert "there is no blank “court” (there are authority)" in refusal(FillBlank("court", content("x")))


def test_words_in_a_blank_begin_a_sentence_with_a_capital_letter() -> None:
    lines = ("[who] may act. [who] may", "Under art. [who] and (see [who]) it (ends.) [who] may", "It is [who].")
    base = law(section("s1", "1", *(subsection(f"s{n}", f"({n})", line) for n, line in enumerate(lines, 2)),
                       paragraph("pa", "(a)", "[who], or"), heading="[who]"))  # fmt: skip
    told = after(base, module("m", FillBlank("who", content("the Minister"))))
    assert "(2) The Minister may act. The Minister may" in told
    assert "(3) Under art. the Minister and (see the Minister) it (ends.) The Minister may" in told
    assert "(4) It is the Minister." in told and "(a) the Minister, or" in told
    assert "the eBay company" in after(base, module("m", FillBlank("who", content("the eBay company"))))
    assert "eBay may act" in after(base, module("m", FillBlank("who", content("eBay"))))


def test_an_unknown_target_is_refused_with_the_nearest_one() -> None:
    assert "there is no provision “s1bc” (did you mean “s1b" in refusal(Repeal("s1bc"))
    assert "(did you mean “s1b”?)" in refusal(Repeal("S1B"))
    assert "(did you mean “s1b”?)" in refusal(Repeal("Section 1(2)"))
