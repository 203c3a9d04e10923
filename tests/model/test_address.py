"""Citations in words: what a provision is called, seen from anywhere."""

from kit import law, provision, section, subsection

from modellaw.model.address import cite, paths

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
