"""The checks that read the text: each finds what it is for, and is silent on good text."""

from dataclasses import replace

import pytest
from kit import law, module, paragraph, provision, section, subsection

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Insert, Position, Repeal, Where
from modellaw.checks import CHECKS, check_changes, check_law
from modellaw.checks.reading import Text
from modellaw.errors import Severity
from modellaw.model.nodes import ML, Blank, Block, Group, Law, Paragraph, Provision, Run, Wrap
from modellaw.model.views import accept
from modellaw.project import Recommendation

TERM = Wrap("term", (("refersTo", "#other"),))


def definition(wid: str, term: str, rest: str) -> Provision:
    return provision("hcontainer", wid, "", f"“*{term}*” {rest}", name="definition")


def option(group: str, number: str, *inner: Block) -> Provision:
    made = provision("hcontainer", f"{group}-{number}", f"Option {number}", *inner, name="option")
    extra = ((f"{{{ML}}}group", group), (f"{{{ML}}}option", number))
    return Provision(made.level, made.wid, made.blocks, (*made.attributes, *extra))


def test_the_first_article_of_a_french_law_is_also_article_one() -> None:
    articles = [provision("article", f"a{n}", f"Article {number}", "Voir {a1|article 1er} et {a1|article premier}.") for n, number in
                ((1, "premier"), (2, "2"), (3, "3"))]  # fmt: skip
    assert [one.code for one in check_law(law(*articles))] == []


def line(*inlines: object) -> Group:
    return Group("content", (Paragraph(tuple(inlines)),))  # type: ignore[arg-type]


GOOD = law(
    section(
        "s1",
        "Section 1",
        subsection("s1a", "(1)", "In this Law:", definition("d1", "court", "means a court of first instance;")),
        subsection("s1b", "(2)", "The court shall hear the parties under {s2|section 2}, and may use [name of the register]."),
        heading="Definitions",
    ),
    section(
        "s2",
        "Section 2",
        subsection("s2a", "(1)", "The court decides:", paragraph("s2aa", "(a)", "at once; or"), paragraph("s2ab", "(b)", "later.")),
    ),
    option("choice", "1", section("s3", "Section 3", "One.")),
    option("choice", "2", section("s3x", "Section 3", "Other.")),
)

BAD: list[tuple[str, Law, str]] = [
    ("dangling-reference", law(section("s1", "Section 1", "See {nowhere|section 9}.")), "“section 9” points to “nowhere”"),
    (
        "wrong-reference-text",
        law(
            section("s1", "Section 1", "See {s2a|section 9, subsection (1)}."),
            section("s2", "Section 2 bis", subsection("s2a", "(1)", "See {s2a|section 2 bis(1)} and {s2a|subsection (1)}.")),
        ),
        "points into “s2”, whose number is 2bis",
    ),
    (
        "empty-reference",
        law(section("s1", "Section 1", "See {s2}."), section("s2", "Section 2", "x")),
        "the reference to “s2” has no words",
    ),
    ("wrong-reference-text", law(section("s1", "Section 1", "See {s2|section 9}."), section("s2", "Section 2", "x")), "whose number is 2"),
    ("dangling-words", law(section("s1", "Section 1", "Sections 1 to 4 apply.")), "“section 4” is not in this law"),
    (
        "dangling-words",
        law(section("s1", "Section 1", subsection("a", "(1)", "Subsection (3) applies."))),
        "“subsection (3)” is not in this law",
    ),
    (
        "dangling-words",
        law(section("s1", "Section 1", subsection("a", "(1)", "As section 1(1)(b) of this Law says."))),
        "“section 1(1)(b)”",
    ),
    (
        "unmarked-reference",
        law(section("s1", "Section 1", "Text."), section("s2", "Section 2", "As section 1 says.")),
        "write a reference to “s1”",
    ),
    (
        "unused-term",
        law(section("s1", "Section 1", subsection("a", "(1)", "Here:", definition("d", "vessel", "means a ship.")))),
        "“vessel”",
    ),
    (
        "term-defined-twice",
        law(
            section(
                "s1",
                "Section 1",
                subsection("a", "(1)", "Here:", definition("d", "court", "means A."), definition("e", "court", "means B, a court.")),
            )
        ),
        "defined here and in “d”",
    ),
    (
        "undefined-term",
        law(
            section("s1", "Section 1", "A “*court*” means a court."),
            section("s2", "Section 2", line(Run("The "), Run("vessel", (TERM,)), Run(" sails."))),
        ),
        "“vessel” is marked as a term",
    ),
    (
        "unmarked-definition",
        law(section("s1", "Section 1", "A “*court*” is a court."), section("s2", "Section 2", "“vessel” means a ship.")),
        "“vessel” is defined without being marked",
    ),
    (
        "mixed-terms",
        law(section("s1", "Section 1", "A computer system is searched."), section("s2", "Section 2", "An ICT system is not.")),
        "“computer system” and of “ICT system”",
    ),
    ("option-without-alternative", law(option("choice", "1", section("s1", "Section 1", "One."))), "“choice” have no alternative"),
    (
        "blank-without-description",
        law(section("s1", "Section 1", line(Run("In "), Blank("…", (Run("[…]"),)), Run(".")))),
        "does not say what",
    ),
    ("and-or", law(section("s1", "Section 1", "By post and/or by hand.")), "and/or"),
    ("gendered-word", law(section("s1", "Section 1", "The judge gives his reasons.")), "gives his reasons"),
    ("double-blank", law(section("s1", "Section 1", "Two  blanks.")), "Two  blanks"),
    ("duty-without-actor", law(section("s1", "Section 1", "It shall be certified as accurate.")), "does not say whose duty"),
    ("passive-duty", law(section("s1", "Section 1", "Notice shall be given.")), "names no one"),
    (
        "skipped-number",
        law(section("s1", "Section 1", subsection("a", "(1)", "A."), subsection("b", "(3)", "B."))),
        "(1) is followed by (3)",
    ),
    (
        "skipped-number",
        law(section("s1", "Section 1", subsection("a", "(1)", "A:", *(paragraph(f"p{c}", f"({c})", "x") for c in "abdi")))),
        "(b) is followed by (d)",
    ),
    ("duplicate-number", law(section("s1", "Section 1", "A."), section("s2", "Section 1", "B.")), "also as “s1”"),
    ("duplicate-number", law(section("s1", "Section 1", subsection("a", "(1)", "A."), subsection("b", "(1)", "B."))), "there twice"),
    (
        "direction-missing",
        law(
            section("s1", "Section 1", subsection("a", "(1)", "Here:", definition("d", "interception", "means listening."))),
            section("s2", "Section 2", "A court may order interception for a foreign State."),
        ),
        "no section provides for outgoing requests",
    ),
    (
        "guarantee-missing",
        law(section("s1", "Section 1", subsection("a", "(1)", "Here:", definition("d", "interception", "means listening.")))),
        "that less intrusive means are not enough",
    ),
]


def test_good_text_gives_no_finding() -> None:
    assert check_law(GOOD) == []


@pytest.mark.parametrize(("code", "bad", "words"), BAD, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(BAD)])
def test_a_fault_is_found_with_its_place(code: str, bad: Law, words: str) -> None:
    found = [finding for finding in check_law(bad) if finding.code == code]
    assert found and any(words in finding.message + finding.hint for finding in found)
    assert all(finding.place.provision for finding in found)


def test_every_check_is_shown_to_fail() -> None:
    shown = {code for code, _, _ in BAD}
    made = {finding.code for check in CHECKS for _, bad, _ in BAD for finding in check(Text.of(bad))}
    assert made <= shown and len(CHECKS) <= len(made) + 1


@pytest.mark.parametrize(
    "words",
    [
        "Under article 18(13) of the United Nations Convention against Transnational Organized Crime.",
        "Basis: Convention on Cybercrime, article 29 and section 77.",
        "As section 44 of the Evidence Act provides.",
        "The parties, and not they alone, theorize hereby.",
        "There shall be no appeal. It shall be an offence to lie.",
        "Words he said are quoted: “shell”, “there”, “this”.",
    ],
)
def test_other_texts_and_innocent_words_are_left_alone(words: str) -> None:
    found = check_law(law(section("s1", "Section 1", words), section("s2", "Section 2", "The court decides.")))
    codes = {finding.code for finding in found} - {"gendered-word"} if " he " in words else {finding.code for finding in found}
    assert codes <= {"passive-duty"}


def test_guidance_is_not_law() -> None:
    note = provision("hcontainer", "n", "", "He may choose and/or leave it; it shall be kept.", name="commentary")
    assert check_law(law(section("s1", "Section 1", subsection("a", "(1)", "The court decides."), note))) == []


def test_a_section_that_amends_another_law_speaks_of_its_numbers() -> None:
    words = Run("In section 22, omit “x”.", (Wrap("mod"),))
    assert check_law(law(section("s1", "Section 1", line(words)), section("s2", "Section 2", "The court decides."))) == []


def test_a_rationale_that_says_little_is_told_as_that_and_one_without_blanks_between_words_is_none() -> None:
    base = law(section("s1", "Section 1", "Text."), section("s2", "Section 2", "More."))
    plain = apply_modules(base, (module("m", Repeal("s2")),)).law
    said = ("", "Obsolete.", "因为不再需要而废除该条款。", "It is no longer needed.")
    changes = tuple(replace(plain.changes[0], rationale=words) for words in said)
    found = [f.message for f in check_changes(replace(plain, changes=changes)) if f.code == "no-rationale"]
    assert found == ["change m-1 does not say why it is made", "change m-1 says too little about why it is made: “Obsolete.”"]


def test_a_reference_may_say_the_provision_before_what_it_is_a_part_of() -> None:
    inner = subsection("s2a", "(2)", "x")
    base = law(section("s1", "1", "See {s2a|subsection (2) of section 5} and {s2a|пункт 2 статьи 5}."), section("s2", "5", inner))
    assert check_law(base) == []
    wrong = law(section("s1", "1", "See {s2a|subsection (3) of section 5}."), section("s2", "5", inner))
    assert [finding.code for finding in check_law(wrong)] == ["wrong-reference-text"]


def test_a_section_that_stands_before_the_first_has_a_number_of_its_own() -> None:
    sections = [section(f"s{at}", number, f"Text {at}.") for at, number in enumerate(("ZA1", "A1", "A2", "1", "2"))]
    assert check_law(law(*sections)) == []


def test_changes_say_why_and_recommendations_are_carried_out() -> None:
    base = law(section("s1", "Section 1", "Text."), section("s2", "Section 2", "More."))
    plain = apply_modules(base, (module("m", Repeal("s2")),)).law
    assert {finding.code for finding in check_changes(plain)} == {"no-rationale", "no-title"}
    change = plain.changes[0]
    wanted = [Recommendation(letter, "…", "others" if letter in "bchj" else "law") for letter in "abcdefghijk"]
    traced = Law(plain.document, plain.facts, changes=(_told(change, ("a", "d")),), modules=plain.modules)
    missing = [finding for finding in check_changes(traced, wanted) if finding.code == "recommendation-without-change"]
    assert [finding.message[-3:] for finding in missing] == ["(e)", "(f)", "(g)", "(i)", "(k)"]
    assert all(finding.severity is Severity.WARNING for finding in missing)


def _told(change: object, recommendations: tuple[str, ...]) -> object:
    from dataclasses import replace

    return replace(change, title="Title", rationale="A reason that is long enough.", recommendations=recommendations)  # type: ignore[type-var]


def test_inserted_text_is_checked_like_the_rest() -> None:
    base = law(section("s1", "Section 1", "The court decides."))
    new = provision("section", "x", "", "See section 99.")
    marked = apply_modules(base, (module("m", Insert(Position(Where.AFTER, "s1"), (new,))),)).law
    assert [finding.code for finding in check_law(accept(marked))] == ["dangling-words"]


def test_parts_may_count_their_sections_anew() -> None:
    parts = [
        provision("part", f"p{n}", f"Part {n}", *(section(f"p{n}s{m}", f"Section {m}", "The court decides.") for m in (1, 2)))
        for n in (1, 2, 3)
    ]
    assert not [finding for finding in check_law(law(*parts)) if finding.code == "duplicate-number"]
