"""Citations in words: what a provision is called, seen from anywhere."""

import pytest
from kit import law, provision, section, subsection

from modellaw.model.address import cite, paths
from modellaw.model.nodes import Block

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
        ("title Titolo IV|article Articolo 2 bis|paragraph 1 ter", "articolo 2 bis(1 ter)"),
        ("schedule SCHEDULE 1|paragraph 2|subparagraph 1", "Schedule 1, paragraph 2(1)"),
        ("part Part 1|paragraph 7", "Part 1, paragraph 7"),
        ("paragraph 7.", "paragraph 7"),
        ("article Artículo 5|paragraph I|point aa", "artículo 5(I)(aa)"),
    ],
)
def test_numbers_of_any_tradition_are_cited_in_full(numbers: str, cited: str) -> None:
    inner: tuple[Block | str, ...] = ("Text.",)
    for index, step in enumerate(reversed(numbers.split("|"))):
        level, number = step.split(" ", 1)
        named = ("hcontainer", "schedule") if level == "schedule" else (level, "")
        inner = (provision(named[0], f"p{index}", number, *inner, name=named[1]),)
    assert cite(paths(law(*[one for one in inner if not isinstance(one, str)]))["p0"]) == cited


def test_what_has_no_number_is_cited_by_its_words() -> None:
    known = paths(law(provision("citation", "c", "", "Having regard to the Treaty on the Union and its articles,")))
    assert cite(known["c"]) == "the citation “Having regard to the Treaty on …”"
