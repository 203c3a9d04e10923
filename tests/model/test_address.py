"""Citations in words: what a provision is called, seen from anywhere."""

import pytest
from kit import law, provision, section, subsection

from modellaw.model.address import cite, number_token, paths, steady
from modellaw.model.nodes import Block, Group, Law, Paragraph, Run, Wrap

GUIDANCE = provision("hcontainer", "g", "", "Guidance.", name="commentary")
LAW = law(
    provision(
        "part",
        "p1",
        "Part 1",
        provision("chapter", "c1", "Chapter 1", section("s1", "Section 1", subsection("s1a", "(1)", "Text."), GUIDANCE)),
    )
)


def test_a_chapter_is_cited_with_its_part_and_a_section_without() -> None:
    known = paths(LAW)
    assert cite(known["c1"]) == "Chapter 1 of Part 1" and cite(known["s1a"]) == "section 1(1)"


def test_guidance_is_cited_as_guidance_to_its_section() -> None:
    assert cite(paths(LAW)["g"]) == "the guidance to section 1"


@pytest.mark.parametrize(
    ("numbers", "cited"),
    [
        ("section 1|subsection 1|paragraph a", "section 1(1)(a)"),
        ("article Art. 3.|paragraph 1.|point a)|point 1)", "art. 3(1)(a)(1)"),
        ("article Article 3|paragraph 1.|point (a)", "article 3(1)(a)"),
        ("section § 302.|subsection (a)", "§ 302(a)"),
        ("part PART II|section 4|subsection 2A", "section 4(2A)"),
        ("chapter CHAPTER 3—|section § 301.", "§ 301"),
        ("chapter CHAPTER 3—", "Chapter 3"),
        ("title TITRE PREMIER|article Article premier|paragraph 1.", "article premier(1)"),
        ("title TITRE PREMIER", "Titre premier"),
        ("title TÍTULO XVIII|article Artículo primero", "artículo primero"),
        ("article Décima segunda", "article Décima segunda"),
        ("title Titolo IV|article Articolo 2 bis|paragraph 1 ter", "articolo 2 bis(1 ter)"),
        ("schedule SCHEDULE 1|paragraph 2|subparagraph 1", "Schedule 1, paragraph 2(1)"),
        ("part Part 1|paragraph 7", "Part 1, paragraph 7"),
        ("paragraph 7.", "paragraph 7"),
        ("article L. 123-4|paragraph 1°|item a", "article L. 123-4(1°)(a)"),
        ("article R122-4|paragraph II", "article R122-4(II)"),
        ("article 12/3|paragraph 1|point 1.a", "article 12/3(1)(1.a)"),
        ("section 71B448.|subsection (2)", "section 71B448(2)"),
        ("chapter XII-A|section 12A1", "section 12A1"),
        ("part 1|section A1|subsection (ZA1)", "section A1(ZA1)"),
        ("article Artículo 5|point ñ)", "artículo 5(ñ)"),
        ("article 5. člen|point č)", "5. člen(č)"),
        ("article Artículo 5|paragraph I|point aa", "artículo 5(I)(aa)"),
        ("article 3 Bis|paragraph 1", "article 3 Bis(1)"),
        ("article Статья 1.|paragraph 2.|point а)", "статья 1(2)(а)"),
        ("article المادة (١)|point ب-", "المادة (١)(ب)"),
        ("article 第二条|paragraph （一）|point 1．", "第二条（一）(1)"),
        ("section 59|subsection 1|paragraph ca", "section 59(1)(ca)"),
        ("part II|section 4", "section 4"),
        ("part II", "Part II"),
        ("division I|level 3.1", "Division I, point 3.1"),
        ("schedule Schedule 5|part Part II|paragraph 1|subparagraph 2", "Part II of Schedule 5, paragraph 1(2)"),
        ("schedule Schedule 5|part Part II|chapter Chapter 1|paragraph 1", "Chapter 1 of Part II of Schedule 5, paragraph 1"),
        ("schedule SCHEDULE|part Part 1|paragraph 2", "Part 1 of the Schedule, paragraph 2"),
        ("attachment Annex I|part Part II", "Part II of Annex I"),
        ("article PRIMERO.-|paragraph I.", "article Primero(I)"),
        ("level 3|level 3.1|level 3.1.2", "point 3.1.2"),
        ("article Artículo 2|paragraph 2.1|subparagraph a.", "artículo 2.1(a)"),
        ("article Art. 1º|paragraph § 2º|point I -", "art. 1º, § 2º(I)"),
        ("article Art. 2º|paragraph Parágrafo único.", "art. 2º, parágrafo único"),
        ("schedule SCHEDULE|paragraph 2", "the Schedule, paragraph 2"),
        ("level 2|indent •", "the indent “Text.” in point 2"),
        ("level 2|indent •|indent ◦", "the indent “Text.” in point 2"),
    ],
)
def test_numbers_of_any_tradition_are_cited_in_full(numbers: str, cited: str) -> None:
    inner: tuple[Block | str, ...] = ("Text.",)
    for index, step in enumerate(reversed(numbers.split("|"))):
        level, number = step.split(" ", 1)
        named = ("hcontainer", "schedule") if level == "schedule" else (level, "")
        inner = (provision(named[0], f"p{index}", number, *inner, name=named[1]),)
    assert cite(paths(law(*[one for one in inner if not isinstance(one, str)]))["p0"]) == cited


def test_a_latin_suffix_is_of_the_number_however_it_is_written() -> None:
    assert [number_token(one) for one in ("Artículo 3 Bis.-", "ARTÍCULO 4 TER", "Art. 2-bis.")] == ["3bis", "4ter", "2bis"]
    assert [number_token(one) for one in ("(a-1)", "(iv-a)", "Part II-A", "(b-1)(2)", "PART-1")] == ["a-1", "iv-a", "II-A", "2", "1"]
    assert [number_token(one) for one in ("Article 4 bis A", "Art. 613-ter.1", "Article 3 undecies")] == ["4bisA", "613ter.1", "3undecies"]
    assert [number_token(one) for one in ("Article 1er bis", "Artigo 3.º-A", "Art. 2º-A.", "Artigo 3.º")] == ["1bis", "3-A", "2-A", "3"]


def test_an_article_of_closing_provisions_is_cited_with_their_heading() -> None:
    known = paths(law(provision("transitional", "t", "", provision("article", "a", "PRIMERO.-", "Text."), heading="TRANSITORIOS")))
    assert cite(known["t"]) == "the provisions “TRANSITORIOS”" and cite(known["a"]) == "article Primero of the provisions “TRANSITORIOS”"


def test_the_quotation_marks_of_a_defined_term_are_not_doubled() -> None:
    term = Paragraph((Run("“service provider”", (Wrap("def"),)), Run(" means a person")))
    known = paths(law(provision("hcontainer", "d", "", Group("content", (term,)), name="definition")))
    assert cite(known["d"]) == "the definition of “service provider”"


def test_what_has_no_number_and_no_heading_is_cited_by_the_first_words_in_it() -> None:
    known = paths(law(provision("hcontainer", "h", "", provision("paragraph", "p", "1.", "Words of a form."), name="form")))
    assert cite(known["h"]) == "the form “Words of a form.”"


def test_what_has_no_number_is_cited_by_its_words() -> None:
    known = paths(law(provision("citation", "c", "", "Having regard to the Treaty on the Union and its articles,")))
    assert cite(known["c"]) == "the citation “Having regard to the Treaty on …”"


def test_what_is_steady_is_cited_as_before() -> None:
    def text(number: str) -> Law:
        inner = [subsection(f"s{n}-1", "(1)", "Words.", provision("item", f"s{n}-1-a", "(a)", "An item.")) for n in "123"]
        note = provision("hcontainer", "s1-note", "", "Guidance.", name="commentary")
        return law(section("s1", "Section 1", inner[0], note), section("s2", number, inner[1]), section("s3", "Section 3", inner[2]))

    before, after = paths(text("Section 2")), paths(text("Section 2A"))
    same = {wid for wid, path in after.items() if cite(path) == cite(before[wid])}
    assert same == {"s1", "s1-1", "s1-1-a", "s1-note", "s3", "s3-1", "s3-1-a"}
    assert steady(before, after) == same - {"s1-note"}, "what has no number is cited by its words, which may have changed"
    assert steady(before, before) == set(before)
