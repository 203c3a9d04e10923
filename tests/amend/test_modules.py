"""Several modules: sight, shared places, conflicts and how they are settled."""

import re
from dataclasses import replace

import pytest
from kit import after, content, dump, holds, law, marks_of, module, p, paragraph, provision, schedule, section, subsection, table

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    EACH,
    ChangeHeading,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    InsertText,
    Join,
    Move,
    OmitColumn,
    OmitText,
    Operation,
    Part,
    Position,
    Renumber,
    Repeal,
    ReplaceText,
    Split,
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.errors import AmendmentError, AmendmentErrors, ConflictError, ProjectError
from modellaw.model.address import number_text, number_token
from modellaw.model.nodes import Group, Paragraph, Provision, Reference, Run, attribute
from modellaw.model.views import accept
from modellaw.model.walk import provisions
from modellaw.project import Numbering, Resolution
from modellaw.steps import amended

BASE = law(
    section("s1", "Section 1", "A request is made in writing to the court.", heading="Requests"),
    section("s2", "Section 2", "A reply is given within ten days under {s1|section 1}.", heading="Replies"),
    section("s3", "Section 3", "This Law commences.", heading="Commencement"),
)


def new(wid: str, text: str = "New.") -> Insert:
    return Insert(Position(Where.AFTER, "s1"), (section(wid, "", text),))


def test_two_modules_that_do_not_touch_give_the_same_law_in_either_order() -> None:
    a = module("a", ReplaceText(Words("s1", "in writing"), content("electronically")), new("a__x"))
    b = module("b", InsertText(Words("s1", "court"), content(" or the prosecutor")), ChangeHeading("s2", content("Answers")), new("b__y"))
    text = after(BASE, a, b)
    assert "made electronically to the court or the prosecutor." in text
    assert text.index("Section 1A") < text.index("Section 1B") < text.index("Section 2 Answers")


def test_inserts_at_one_place_stand_in_the_order_of_the_modules_and_are_reported() -> None:
    a, b = module("a", new("a__x", "From a.")), module("b", new("b__y", "From b."))
    assert after(BASE, a, b).index("From a.") < after(BASE, a, b).index("From b.")
    assert after(BASE, b, a).index("From b.") < after(BASE, b, a).index("From a.")
    (finding,) = holds(BASE, a, b).findings
    assert "changes a-1 and b-1 insert at the same place" in str(finding)


CLASHES: list[tuple[Operation, Operation, str]] = [
    (ReplaceText(Words("s1", "in writing"), content("x")), OmitText(Words("s1", "made in writing")), "both take out the same words: “"),
    (Repeal("s1"), ReplaceText(Words("s1", "court"), content("x")), "one changes what the other takes out or substitutes"),
    (Repeal("s1"), Repeal("s1"), "both take out"),
    (ChangeHeading("s2", content("A")), ChangeHeading("s2", content("B")), "both change the heading"),
    (Renumber("s3", "Section 9"), Renumber("s3", "Section 8"), "both renumber"),
    (Move("s3", Position(Where.BEFORE, "s1")), Move("s3", Position(Where.AFTER, "s1")), "both move"),
    (
        InsertText(Words("s1", "in writing"), content(" now")),
        OmitText(Words("s1", " in writing")),
        "one inserts beside words that the other",
    ),
    (Wrap("s1", "subsection", "(1)", "a__w"), Wrap("s1", "subsection", "(1)", "b__w"), "both wrap"),
    (Split("s1", (Part("", "a__p", "to"),)), Repeal("s1"), "one changes what the other takes out"),
    (Move("s3", Position(Where.BEFORE, "s1")), Repeal("s3"), "one changes what the other takes out"),
]


@pytest.mark.parametrize(("first", "second", "what"), CLASHES)
def test_changes_that_overlap_are_reported_in_either_order_with_the_ways_out(first: Operation, second: Operation, what: str) -> None:
    said = set()
    for modules in ((module("a", first), module("b", second)), (module("b", second), module("a", first))):
        with pytest.raises(ConflictError) as caught:
            holds(BASE, *modules)
        said.add(str(caught.value))
    assert len(said) == 1
    message = said.pop()
    assert what in message and "changes a-1 and b-1" in message and "section" in message
    assert '[[resolve]] changes = ["a-1", "b-1"]' in message


def test_a_resolution_keeps_one_or_puts_them_in_order() -> None:
    a = module("a", ReplaceText(Words("s1", "in writing"), content("electronically or in writing")))
    b = module("b", ReplaceText(Words("s1", "in writing"), content("on paper")))
    with pytest.raises(ConflictError):
        holds(BASE, a, b)
    kept = after(BASE, a, b, resolutions=[Resolution(("a-1", "b-1"), keep="b-1")])
    assert "made on paper to" in kept
    ordered = after(BASE, a, b, resolutions=[Resolution(("a-1", "b-1"), order=("a-1", "b-1"))])
    assert "made electronically or on paper to" in ordered


def test_a_module_sees_what_it_requires_and_nothing_else() -> None:
    a = module("a", ReplaceText(Words("s1", "in writing"), content("electronically")))
    b = module("b", ReplaceText(Words("s1", "electronically"), content("online")), requires=("a",))
    assert "made online to" in after(BASE, a, b)
    alone = module("b", ReplaceText(Words("s1", "electronically"), content("online")))
    with pytest.raises(AmendmentErrors, match="the words “electronically” are not found"):
        holds(BASE, a, alone)


def test_modules_that_require_each_other_in_a_circle_are_refused() -> None:
    a, b = module("a", Repeal("s1"), requires=("b",)), module("b", Repeal("s2"), requires=("a",))
    with pytest.raises(ProjectError, match="in a circle: a requires b requires a"):
        holds(BASE, a, b)
    with pytest.raises(ProjectError, match="module a requires “b”, which is not applied with it"):
        holds(BASE, a)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Numbering.LETTERS, ["Section 1", "Section 1A", "Section 1B", "Section 2", "Section 3"]),
        (Numbering.BIS, ["Section 1", "Section 1 bis", "Section 1 ter", "Section 2", "Section 3"]),
        (Numbering.RENUMBER, ["Section 1", "Section 2", "Section 3", "Section 4", "Section 5"]),
    ],
)
def test_inserted_sections_are_numbered_by_policy_and_references_follow(policy: Numbering, expected: list[str]) -> None:
    new_sections = Insert(Position(Where.AFTER, "s1"), (section("a__x", "", "See {s2}."), section("a__y", "", "New.")))
    text = after(BASE, module("a", new_sections), numbering=policy)
    numbers = [
        " ".join(line.split()[: 3 if "bis" in line or "ter " in line else 2]) for line in text.splitlines() if line.startswith("Section")
    ]
    assert numbers == expected
    assert f"See {expected[3].lower()}." in text


@pytest.mark.parametrize(
    ("old", "new"), [("Artículo 3 Bis.-", "Artículo 3 Ter.-"), ("Art. 3 bis", "Art. 3 ter"), ("ART. 3 BIS", "ART. 3 TER")]
)
def test_after_a_number_with_a_latin_suffix_comes_the_next_suffix(old: str, new: str) -> None:
    three, four = (re.sub(r"3 \w+", number, old) for number in ("3", "4"))
    base = law(section("s3", three, "Three."), section("s3b", old, "Bis."), section("s4", four, "Four."))
    made = module("a", *(Insert(Position(Where.AFTER, wid), (section(f"a__{wid}", "", "New."),)) for wid in ("s3b", "s4")))
    numbers = [line.rpartition(" ")[0] for line in after(base, made).replace("\u2003", " ").splitlines()]
    assert numbers == [three, old, new, four, four.replace("4", "5")]


def test_latin_suffixes_go_on_beyond_the_tenth() -> None:
    base = law(section("s3", "Article 3", "Three."), section("s4", "Article 4", "Four."))
    made = Insert(Position(Where.AFTER, "s3"), tuple(section(f"a__{n}", "", "New.") for n in range(20)))
    marked = holds(base, module("a", made), numbering=Numbering.BIS).law
    numbers = [line.removesuffix(" New.") for line in dump(accept(marked)).splitlines()][1:-1]
    suffixes = "bis ter quater quinquies sexies septies octies novies decies undecies duodecies terdecies quaterdecies quindecies"
    suffixes += " sexdecies septdecies octodecies novodecies vicies"
    assert numbers == [f"Article 3 {suffix}" for suffix in suffixes.split()] + ["Article 3A"]
    assert len({attribute(one.attributes, "eId") for one in provisions(amended(marked, base))}) == 22


@pytest.mark.parametrize(("number", "new"), [("(h)", ("(h bis)", "(h ter)")), ("47A", ("47A bis", "47A ter"))])
def test_letters_take_latin_suffixes_one_after_the_other(number: str, new: tuple[str, str]) -> None:
    base = law(section("s1", "Section 1", paragraph("p1", number, "One."), paragraph("p2", "(x)", "Two.")))
    made = Insert(Position(Where.AFTER, "p1"), tuple(paragraph(f"a__{n}", "", "New.") for n in range(2)))
    assert [line.strip() for line in after(base, module("a", made), numbering=Numbering.BIS).splitlines()[2:4]] == [
        f"{one} New." for one in new
    ]


@pytest.mark.parametrize(("behind", "new"), [("s1a", ["(a-1)", "(a-2)"]), ("s1b", ["(b-2)", "(b-3)"])])
def test_letters_with_figures_go_on_as_american_laws_number(behind: str, new: list[str]) -> None:
    base = law(section("s1", "1", *(subsection(wid, number, "Old.") for wid, number in (("s1a", "(a)"), ("s1b", "(b-1)"), ("s1c", "(c)")))))
    made = module("m", Insert(Position(Where.AFTER, behind), tuple(subsection(f"m__{n}", "", "New.") for n in range(2))))
    marked = holds(base, made).law
    assert [line.split()[0] for line in dump(accept(marked)).splitlines() if line.endswith("New.")] == new
    assert len({attribute(one.attributes, "eId") for one in provisions(amended(marked, base))}) == 6


@pytest.mark.parametrize(
    ("before", "after_it", "new"),
    [("Article 3", "Article 3 bis", "Article 3 bis A"), ("Art. 3-bis", "Art. 3-ter", "Art. 3-ter A"), ("3 bis", "3 quater", "3 ter")],
)
def test_between_two_latin_suffixes_a_number_stands_in_its_order(before: str, after_it: str, new: str) -> None:
    base = law(section("s1", before, "One."), section("s2", after_it, "Two."))
    made = module("a", Insert(Position(Where.AFTER, "s1"), (section("a__x", "", "New."),)))
    assert f"{new} New.\n" in after(base, made, numbering=Numbering.BIS)


@pytest.mark.parametrize(
    ("numbers", "behind", "new"),
    [
        (("المادة 5", "المادة 6"), 0, ("المادة 5 مكرر", "المادة 5 مكرر 1")),
        (("المادة ٥", "المادة ٦"), 0, ("المادة ٥ مكرر", "المادة ٥ مكرر ١")),
        (("المادة 5", "المادة 5 مكررا", "المادة 6"), 1, ("المادة 5 مكررا 1", "المادة 5 مكررا 2")),
        (("المادة 5", "المادة 5 مكرر", "المادة 5 مكرر (أ)", "المادة 6"), 2, ("المادة 5 مكرر (ب)", "المادة 5 مكرر (ج)")),
        (("المادة 5", "المادة 5 مكررا", "المادة 5 ثالثا", "المادة 6"), 2, ("المادة 5 رابعا", "المادة 5 خامسا")),
        (("مادة (5)", "مادة (6)"), 0, ("مادة (5) مكرر", "مادة (5) مكرر 1")),
        (("ماده ۵", "ماده ۶"), 0, ("ماده ۵ مکرر", "ماده ۵ مکرر ۱")),
        (("المادة 5", "المادة 6"), 1, ("المادة 7", "المادة 8")),
    ],
)
def test_numbers_in_arabic_stay_in_its_script(numbers: tuple[str, ...], behind: int, new: tuple[str, str]) -> None:
    base = law(*(provision("article", f"a{n}", number, "نص.") for n, number in enumerate(numbers)))
    made = module("m", Insert(Position(Where.AFTER, f"a{behind}"), tuple(provision("article", f"m__{n}", "", "جديد.") for n in range(2))))
    for numbering in (Numbering.LETTERS, Numbering.BIS):
        marked = holds(base, made, numbering=numbering).law
        assert [number_text(one) for one in provisions(accept(marked))] == [*numbers[: behind + 1], *new, *numbers[behind + 1 :]]
    assert number_token("المادة 5 مكرر (ب)") == "5quater"


@pytest.mark.parametrize(
    ("numbering", "between", "last"),
    [
        (Numbering.LETTERS, ["Article 1A", "Article 2A", "Article 3A"], ["TITRE III"]),
        (Numbering.BIS, ["Article 1 bis", "Article 2 bis", "Article 3 bis"], ["TITRE III"]),
        (Numbering.RENUMBER, ["Article 2", "Article 4", "Article 6", "Article 7"], ["TITRE III"]),
    ],
)
def test_a_first_number_in_words_counts_as_one(numbering: Numbering, between: list[str], last: list[str]) -> None:
    def article(wid: str, number: str) -> Provision:
        return provision("article", wid, number, "Texte.")

    one = provision(
        "title", "t1", "TITRE PREMIER", article("a1", "Article premier"), article("a2", "Article 2"), article("a3", "Article 3")
    )
    base = law(one, provision("title", "t2", "TITRE II", article("a4", "Article 4")))
    made = [Insert(Position(Where.AFTER, f"a{n}"), (article(f"m__{n}", ""),)) for n in (1, 2, 3)]
    made.append(Insert(Position(Where.AFTER, "t2"), (provision("title", "m__t", ""),)))
    lines = [line.strip().removesuffix(" Texte.") for line in after(base, module("m", *made), numbering=numbering).splitlines()]
    old = {
        "TITRE PREMIER",
        "TITRE II",
        "Article premier",
        *(() if numbering is Numbering.RENUMBER else ("Article 2", "Article 3", "Article 4")),
    }
    new = [line for line in lines if line not in old]
    assert [line for line in new if line.startswith("TITRE")] == last
    if numbering is Numbering.RENUMBER:
        assert lines[1:8] == ["Article premier", "Article 2", "Article 3", "Article 4", "Article 5", "Article 6", "TITRE II"]
    else:
        assert new[:3] == between


@pytest.mark.parametrize("numbering", Numbering)
def test_what_follows_a_number_in_words_is_asked_for(numbering: Numbering) -> None:
    base = law(provision("title", "t1", "TÍTULO PRIMERO", "Texto."), provision("title", "t2", "TÍTULO SEGUNDO", "Texto."))
    for number in ("", "TÍTULO TERCERO"):
        made = module("m", Insert(Position(Where.AFTER, "t2"), (provision("title", "m__t", number, "Nuevo."),)))
        if number:
            assert after(base, made, numbering=numbering).endswith("TÍTULO TERCERO Nuevo.")
            continue
        with pytest.raises(AmendmentError, match=r"change m-1, m__t: which number follows “\w+” is not known \(give it one: <akn:num>\)"):
            apply_modules(base, [made], numbering)


@pytest.mark.parametrize(
    ("numbers", "numbering", "new"),
    [
        (("Artículo 1º.-", "Artículo 2º.-"), Numbering.BIS, ["Artículo 1º bis.-", "Artículo 3º.-"]),
        (("Artículo 1º.-", "Artículo 2º.-"), Numbering.LETTERS, ["Artículo 1º A.-", "Artículo 3º.-"]),
        (("Artigo 1.º", "Artigo 2.º"), Numbering.LETTERS, ["Artigo 1.º-A", "Artigo 3.º"]),
        (("المادة ١", "المادة ٢"), Numbering.RENUMBER, ["المادة ٢", "المادة ٤"]),
        (("धारा १", "धारा ९"), Numbering.LETTERS, ["धारा १A", "धारा १०"]),
    ],
)
def test_numbers_are_printed_with_the_signs_and_digits_of_the_law(numbers: tuple[str, str], numbering: Numbering, new: list[str]) -> None:
    base = law(*(provision("article", f"a{n}", number, "x", heading="H") for n, number in enumerate(numbers)))
    made = module("m", *(Insert(Position(Where.AFTER, f"a{n}"), (provision("article", f"m__{n}", "", "x", heading="N"),)) for n in (0, 1)))
    lines = after(base, made, numbering=numbering).splitlines()
    assert [line.removesuffix(" N") for line in lines if line.endswith(" N")] == new


def test_numbers_that_are_not_known_to_count_are_asked_for() -> None:
    base = law(provision("article", "a1", "第一条", "x"), provision("article", "a2", "第二条", "y"), provision("indent", "i1", "–", "z"))
    for op in (Insert(Position(Where.AFTER, "a1"), (provision("article", "m__1", "", "n"),)),):
        with pytest.raises(AmendmentError, match="change m-1, m__1: which number follows “第一条” is not known"):
            apply_modules(base, [module("m", op)])
    assert after(base, module("m", Insert(Position(Where.AFTER, "i1"), (provision("indent", "m__i", "", "n"),)))).endswith("n")


def test_what_was_first_is_counted_on_from_its_words() -> None:
    base = law(provision("article", "a1", "Article premier", "Texte."), provision("article", "a2", "Article 2", "Texte."))
    made = module("m", Renumber("a2", "Article 3"), Renumber("a1", "Article 2"))
    assert after(base, made) == "Article 2 Texte.\nArticle 3 Texte."
    with pytest.raises(AmendmentErrors, match="the number 1 is also that of “a1”"):
        holds(base, module("m", Renumber("a2", "Article 1")))


def test_a_law_with_latin_suffixes_is_numbered_anew() -> None:
    base = law(section("s1", "Art. 3", "One."), section("s2", "Art. 3-bis", "Two."), section("s3", "Art. 4 ter", "Three."))
    made = module("a", Repeal("s2"))
    assert after(base, made, numbering=Numbering.RENUMBER) == "Art. 3 One.\nArt. 4 Three."


@pytest.mark.parametrize(
    "other",
    [
        Wrap("s1", "subsection", "(1)", "b__1"),
        Insert(Position(Where.LAST, "s1"), (subsection("b__1", "(1)", "New."),)),
        Move("s3", Position(Where.LAST, "s1")),
        OmitText(Words("s1", "One. ")),
    ],
)
def test_text_that_runs_on_across_what_another_module_put_there_is_a_conflict(other: Operation) -> None:
    base = law(section("s1", "Section 1", "One. "), section("s2", "Section 2", "Two."), section("s3", "Section 3", "Three."))
    modules = [module("a", Join("s1", "s2")), module("b", other)]
    for pair in (modules, modules[::-1]):
        with pytest.raises(ConflictError, match="one changes the end of a text that the other joins another to"):
            apply_modules(base, pair)
    apart = module("a", Join("s1", "s2", run_on=False))
    assert accept(holds(base, apart, module("b", other)).law)


def test_a_row_of_one_module_and_a_column_of_another_are_a_conflict() -> None:
    base = law(section("s1", "Section 1", table(("Cost", "Borne by"), ("Experts", "requesting State"))))
    row = module("a", InsertRow(TablePlace("s1"), 2, ((p("Travel"),), (p("requested State"),))))
    for change in (OmitColumn(TablePlace("s1"), 2), InsertColumn(TablePlace("s1"), 2, ((p("Remark"),), (p("-"),)))):
        with pytest.raises(ConflictError, match="one inserts a row into a table of which the other changes the columns"):
            holds(base, row, module("b", change))
        seen = InsertColumn(TablePlace("s1"), 2, ((p("Remark"),), (p("-"),), (p("-"),))) if isinstance(change, InsertColumn) else change
        holds(base, row, module("b", seen, requires=("a",)))


def test_paragraphs_that_two_modules_insert_at_one_place_count_on() -> None:
    base = law(
        section("s1", "Section 1", subsection("s1a", "(1)", "It may:", paragraph("s1aa", "(a)", "one;"), paragraph("s1ab", "(b)", "two.")))
    )
    place = Position(Where.AFTER, "s1aa")
    first, second = module("a", Insert(place, (paragraph("a__x", "", "x;"),))), module("b", Insert(place, (paragraph("b__y", "", "y;"),)))
    text = after(base, first, second)
    assert [line.split()[0] for line in text.splitlines() if line.strip().startswith("(") and ";" in line] == ["(a)", "(aa)", "(ab)"]


def test_an_inserted_schedule_is_numbered_in_its_heading_and_cited_by_that_number() -> None:
    def made(wid: str, heading: str) -> Provision:
        plain = schedule(wid, "Text.")
        return replace(plain, blocks=(Paragraph((Run(heading),), "heading"), *plain.blocks))

    base = law(section("s1", "Section 1", "See the forms."))
    first = module("a", InsertSchedule("", made("a__one", "Schedule 1: Form")))
    words = InsertText(Words("s1", ""), (Run(" Use "), Reference("#b__two"), Run(".")))
    second = module("b", [InsertSchedule("a__one", made("b__two", "Record")), words], requires=("a",))
    text = dump(accept(holds(base, first, second).law))
    assert "Schedule 2: Record" in text and "See the forms. Use Schedule 2." in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("article 2, paragraphe 2", "article 4 ter, paragraphe 2"),
        ("l’article 2, paragraphe 2, point a)", "l’article 4 ter, paragraphe 2, point a)"),
        ("paragraphe 2, point a), de l’article 2", "paragraphe 2, point a), de l’article 4 ter"),
        ("point (a) of Article 2(2)", "point (a) of Article 4 ter(2)"),
        ("art. 2 § 2", "art. 4 ter § 2"),
        ("paragraphe 3 de l’article 2", "paragraphe 1 de l’article 4 ter"),
        ("article 2, paragraphe 3", "article 4 ter, paragraphe 1"),
        ("dudit article", "dudit article"),
    ],
)
def test_every_number_of_a_reference_follows_in_any_language(old: str, new: str) -> None:
    to = "a2_2_a" if "a)" in old else "a2_3" if "3" in old else "a2_2"
    second = provision("paragraph", "a2_2", "2.", "Elle contient :", provision("point", "a2_2_a", "a)", "le nom."))
    two = provision("article", "a2", "Article 2", second, provision("paragraph", "a2_3", "3.", "Fin."))
    one = provision("article", "a1", "Article 1", f"Voir {{{to}|{old}}}.")
    base = law(one, two, provision("article", "a4", "Article 4", "Texte."), provision("article", "a5", "Article 5", "Texte."))
    ops = [Move("a2", Position(Where.AFTER, "a4"), number="Article 4 ter"), *([Renumber("a2_3", "1.")] if to == "a2_3" else [])]
    assert f"Voir {new}." in after(base, module("m", ops))


def test_a_reference_of_the_law_that_has_no_words_is_left_alone() -> None:
    base = law(section("s1", "Section 1", "See {s2}."), section("s2", "Section 2", "Two."))
    made = module("m", Insert(Position(Where.AFTER, "s1"), (section("m__x", "", "Under {s2}."),)), Renumber("s2", "Section 9"))
    assert after(base, made) == "Section 1 See .\nSection 1A Under section 9.\nSection 9 Two."


def test_a_reference_to_what_another_module_took_out_still_has_words() -> None:
    base = law(
        section("s1", "Section 1", "One."), section("s2", "Section 2", subsection("s2a", "(1)", "Two."), subsection("s2b", "(2)", "Three."))
    )
    new = section("a__x", "", "Under {s2b}, {s1} and {a__y}."), section("a__y", "Section 1B", "Why.")
    first = module("a", Insert(Position(Where.AFTER, "s1"), new))
    second = module("b", [Repeal("s2b"), Repeal("a__y")], requires=("a",))
    assert after(base, first, second) == "Section 1 One.\nSection 1A Under section 2(2), section 1 and section 1B.\nSection 2\n  (1) Two."


def test_a_reference_that_opens_a_sentence_has_a_capital() -> None:
    base = law(section("s1", "Section 1", "One."), section("s2", "Section 2", "Two."))
    new = provision("section", "x__new", "", Group("content", (Paragraph((Reference("#s1"), Run(" applies, and "), Reference("#s2"))),)))
    text = dump(accept(holds(base, module("x", Insert(Position(Where.AFTER, "s2"), (new,)))).law))
    assert "Section 1 applies, and section 2" in text


def test_an_operation_in_words_says_what_its_references_cite() -> None:
    words = Words("s2", "ten days", expect=1)
    applied = apply_modules(BASE, [module("a", ReplaceText(words, (Run("the time of "), Reference("#s3"))))])
    assert applied.law.changes[0].operations == ("in section 2, for “ten days” substitute “the time of section 3”",)


def test_what_pairs_with_what_does_not_depend_on_words_that_the_change_does_not_see() -> None:
    intro = Group("intro", (p("alpha ^a note of the law^."),))
    base = law(section("s1", "Section 1", subsection("s2", "(1)", intro, paragraph("s3", "(a)", "this."))))
    noted = module("a", InsertNote(Words("s2", "alpha", EACH), (p("another note"),)))
    rewritten = module("b", Substitute("s2", (p("alpha alpha alpha."), p("and more")), opening=True))
    assert "alpha{+^+}" in "".join(marks_of(holds(base, noted, rewritten).law))
