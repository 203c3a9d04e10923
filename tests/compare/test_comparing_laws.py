"""Two laws compared: rejecting gives the old one, accepting the new one, and what became of each provision is said as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import law, marks_of, p, paragraph, provision, section, subsection, table

from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Comparison, Granularity, Ignore, Kind, Options
from modellaw.comparing.plain import plain
from modellaw.model.nodes import Block, Law, Paragraph, Run, Wrap
from modellaw.model.views import accept, reject
from modellaw.model.walk import provisions
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers.akn import akn_bytes

LONG = "The central authority must execute a request without delay and may ask for further information"
OTHER = "A court that orders confiscation notifies every person who appears to have an interest in the property"
THIRD = "Evidence that was obtained abroad is not inadmissible only because a formality of this law was omitted"


def compared(old: Law, new: Law, options: Options = Options()) -> Comparison:
    """The comparison, proved: both texts come back, every wid is there once, the marked tree is written and read."""
    found = compare_laws(old, new, options)
    assert reject(found.marked) == old or options.ignore
    assert plain(accept(found.marked)) == plain(new)
    wids = [unit.wid for unit in provisions(found.marked)]
    assert len(wids) == len(set(wids))
    assert read_akn(akn_bytes(found.marked)) == found.marked
    return found


def kinds(found: Comparison) -> list[Kind]:
    return [difference.kind for difference in found.differences]


def test_the_same_law_differs_in_nothing() -> None:
    base = law(section("s1", "1", LONG, heading="Requests"))
    found = compared(base, base)
    assert not found and found.marked == base


def test_one_word_is_marked_and_nothing_else() -> None:
    found = compared(law(section("s1", "1", LONG)), law(section("s1", "1", LONG.replace("may", "must"))))
    assert marks_of(found.marked) == [LONG.replace("may", "{-may-}{+must+}")]
    assert kinds(found) == [Kind.TEXT] and (found.differences[0].old_words, found.differences[0].new_words) == ("may", "must")


def test_an_inserted_provision_does_not_mark_its_neighbours_though_they_are_renumbered() -> None:
    old = law(section("s1", "1", paragraph("a", "(a)", LONG), paragraph("b", "(b)", OTHER)))
    new = law(section("s1", "1", paragraph("a", "(a)", LONG), paragraph("b", "(b)", THIRD), paragraph("c", "(c)", OTHER)))
    found = compared(old, new)
    assert kinds(found) == [Kind.INSERTED, Kind.RENUMBERED]
    assert (found.differences[1].old_words, found.differences[1].new_words) == ("(b)", "(c)")


def test_a_repealed_provision_is_gone_whole() -> None:
    found = compared(law(section("s1", "1", LONG), section("s2", "2", OTHER)), law(section("s1", "1", LONG)))
    assert kinds(found) == [Kind.DELETED]
    assert found.differences[0].old == "s2" and found.differences[0].old_words == f"2 {OTHER}"


def test_a_provision_that_stands_elsewhere_is_moved_not_rewritten() -> None:
    old = law(
        section("s1", "1", subsection("a", "(1)", LONG), subsection("b", "(2)", OTHER)), section("s2", "2", subsection("c", "(1)", THIRD))
    )
    new = law(
        section("s1", "1", subsection("a", "(1)", LONG)), section("s2", "2", subsection("c", "(1)", THIRD), subsection("d", "(2)", OTHER))
    )
    found = compared(old, new)
    assert kinds(found) == [Kind.MOVED]
    assert (found.differences[0].old, found.differences[0].new) == ("b", "d")
    assert (found.differences[0].old_place, found.differences[0].new_place) == ("section 1(2)", "section 2(2)")


def test_a_move_can_be_shown_as_taken_out_and_put_in() -> None:
    old = law(section("s1", "1", LONG), section("s2", "2", OTHER), section("s3", "3", THIRD))
    new = law(section("s3", "1", THIRD), section("s1", "2", LONG), section("s2", "3", OTHER))
    assert Kind.MOVED in kinds(compared(old, new))
    found = compared(old, new, Options(moves=False))
    assert {Kind.INSERTED, Kind.DELETED} <= set(kinds(found)) and Kind.MOVED not in kinds(found)


def test_a_moved_provision_that_was_also_edited_shows_its_edit() -> None:
    old = law(
        section("s1", "1", subsection("a", "(1)", LONG), subsection("b", "(2)", OTHER)), section("s2", "2", subsection("c", "(1)", THIRD))
    )
    edited = OTHER.replace("confiscation", "forfeiture")
    new = law(
        section("s1", "1", subsection("a", "(1)", LONG)), section("s2", "2", subsection("c", "(1)", THIRD), subsection("d", "(2)", edited))
    )
    found = compared(old, new)
    assert sorted(kind.value for kind in kinds(found)) == ["moved", "text"]


def test_a_provision_that_changed_its_level_keeps_its_words_unmarked() -> None:
    old = law(section("s1", "1", paragraph("a", "(a)", LONG), paragraph("b", "(b)", OTHER)))
    new = law(section("s1", "1", subsection("a", "(1)", LONG), subsection("b", "(2)", OTHER)))
    found = compared(old, new)
    assert set(kinds(found)) == {Kind.LEVEL, Kind.RENUMBERED}


def test_a_split_provision_keeps_its_words_unmarked() -> None:
    old = law(section("s1", "1", subsection("a", "(1)", f"{LONG}. {OTHER}."), subsection("b", "(2)", THIRD)))
    new = law(section("s1", "1", subsection("a", "(1)", f"{LONG}."), subsection("b", "(2)", f"{OTHER}."), subsection("c", "(3)", THIRD)))
    found = compared(old, new)
    assert Kind.SPLIT in kinds(found) and Kind.TEXT not in kinds(found) and Kind.INSERTED not in kinds(found)


def test_joined_provisions_keep_their_words_unmarked() -> None:
    old = law(section("s1", "1", subsection("a", "(1)", f"{LONG}."), subsection("b", "(2)", f"{OTHER}."), subsection("c", "(3)", THIRD)))
    new = law(section("s1", "1", subsection("a", "(1)", f"{LONG}. {OTHER}."), subsection("b", "(2)", THIRD)))
    found = compared(old, new)
    assert Kind.JOINED in kinds(found) and Kind.TEXT not in kinds(found) and Kind.DELETED not in kinds(found)


def test_swapped_nesting_is_exact() -> None:
    old = law(section("s1", "1", subsection("a", "(1)", LONG, paragraph("b", "(a)", OTHER))))
    new = law(section("s1", "1", subsection("b", "(1)", OTHER, paragraph("a", "(a)", LONG))))
    compared(old, new)


def test_notes_are_compared_word_by_word() -> None:
    old = law(section("s1", "1", f"{LONG}^See the guide on requests, chapter one.^ and so on"))
    new = law(section("s1", "1", f"{LONG}^See the guide on requests, chapter two.^ and so on"))
    found = compared(old, new)
    assert [(d.old_words, d.new_words) for d in found.differences] == [("one", "two")]


def test_an_inserted_note_marks_no_words() -> None:
    found = compared(law(section("s1", "1", LONG)), law(section("s1", "1", f"{LONG}^A note.^")))
    assert kinds(found) == [Kind.NOTE] and found.differences[0].new_words == "A note."


def test_a_reference_that_follows_its_target_is_consequential() -> None:
    old = law(section("s1", "1", "See {s2|section 2} on requests and their execution"), section("s2", "2", OTHER))
    new = law(
        section("s1", "1", "See {s3|section 3} on requests and their execution"), section("s2", "2", THIRD), section("s3", "3", OTHER)
    )
    found = compared(old, new)
    assert sorted(kind.value for kind in kinds(found)) == ["inserted", "reference", "renumbered"]


def test_a_reference_to_another_provision_under_the_same_words_is_a_difference() -> None:
    old = law(section("s1", "1", "See {s2|that section} on requests"), section("s2", "2", OTHER), section("s3", "3", THIRD))
    new = law(section("s1", "1", "See {s3|that section} on requests"), section("s2", "2", OTHER), section("s3", "3", THIRD))
    assert kinds(compared(old, new)) == [Kind.REFERENCE]


def test_formatting_and_white_space_are_kinds_of_their_own_and_can_be_ignored() -> None:
    bold = p([Run("A request "), Run("must", (Wrap("b"),)), Run(" be in writing")])
    old, new = law(section("s1", "1", "A request must be in writing")), law(provision("section", "s1", "1", _content(bold)))
    assert kinds(compared(old, new)) == [Kind.MARKUP]
    assert not compare_laws(old, new, Options(ignore=frozenset({Ignore.MARKUP})))
    spaced = law(section("s1", "1", "A request  must be in\nwriting"))
    assert set(kinds(compared(old, spaced))) == {Kind.WHITESPACE}
    assert not compare_laws(old, spaced, Options(ignore=frozenset({Ignore.WHITESPACE})))


def _content(line: Paragraph) -> Block:
    from modellaw.model.nodes import Group

    return Group("content", (line,))


@pytest.mark.parametrize(("ignored", "words"), [
    (Ignore.CASE, "the Central Authority must act, on Request 5"),
    (Ignore.PUNCTUATION, "the central authority must act; on request 5"),
    (Ignore.NUMBERS, "the central authority must act, on request 7"),
    (Ignore.NUMBERS, "the central authority must act, on request 1,250.50"),
])  # fmt: skip
def test_what_is_ignored_is_no_difference(ignored: Ignore, words: str) -> None:
    old, new = law(section("s1", "1", "the central authority must act, on request 5")), law(section("s1", "1", words))
    assert compared(old, new)
    found = compared(old, new, Options(ignore=frozenset({ignored})))
    assert not found and plain(found.marked) == plain(new)


def test_ignored_numbers_leave_a_renumbered_provision_unmarked() -> None:
    found = compared(law(section("s1", "1", LONG)), law(section("s1", "2", LONG)), Options(ignore=frozenset({Ignore.NUMBERS})))
    assert not found


def test_whole_sentences_or_whole_lines_can_be_marked() -> None:
    old, new = (law(section("s1", "1", f"First one. The {word} stays. Last one.")) for word in ("bank", "court"))
    sentence = compared(old, new, Options(granularity=Granularity.SENTENCE))
    assert [(d.old_words, d.new_words) for d in sentence.differences] == [(" The bank stays.", " The court stays.")]
    line = compared(old, new, Options(granularity=Granularity.PROVISION))
    assert [d.old_words for d in line.differences] == ["First one. The bank stays. Last one."]


def test_tables_are_compared_by_rows_and_cells() -> None:
    old = law(section("s1", "1", table(["Offence", "Penalty"], ["Fraud", "five years"], ["Theft", "two years"])))
    new = law(section("s1", "1", table(["Offence", "Penalty"], ["Bribery", "ten years"], ["Fraud", "six years"], ["Theft", "two years"])))
    found = compared(old, new)
    assert [(d.old_words, d.new_words) for d in found.differences] == [("", "Bribery | ten years"), ("five", "six")]


def test_definitions_are_matched_by_their_content_so_that_a_new_one_marks_no_other() -> None:
    terms = [provision("hcontainer", f"d{n}", "", f"“{term}” means {words}", name="definition")
             for n, (term, words) in enumerate((("bank", LONG), ("court", OTHER), ("evidence", THIRD)))]  # fmt: skip
    old, new = law(section("s1", "1", terms[0], terms[2])), law(section("s1", "1", *terms))
    found = compared(old, new)
    assert kinds(found) == [Kind.INSERTED]


def test_stable_ids_match_a_provision_that_shares_no_word_with_what_it_was() -> None:
    old = law(section("s1", "1", LONG), section("s2", "2", OTHER))
    new = law(section("s1", "1", LONG), section("x", "2", "Wholly new words stand here"), section("s2", "9", THIRD))
    assert ("s2", "s2") in compare_laws(old, new).pairs


def test_two_different_laws_are_compared_exactly() -> None:
    old = law(*(section(f"a{n}", f"{n}", f"{LONG} {n}") for n in range(5)))
    new = law(*(section(f"b{n}", f"Art. {n}", f"Nothing is common here at all {n} times over") for n in range(7)))
    compared(old, new)


def test_empty_laws_are_compared() -> None:
    empty, full = law(), law(section("s1", "1", LONG))
    assert kinds(compared(empty, full)) == [Kind.INSERTED]
    assert kinds(compared(full, empty)) == [Kind.DELETED]


def test_the_marked_tree_is_valid_akoma_ntoso() -> None:
    old = law(section("s1", "1", paragraph("a", "(a)", LONG), paragraph("b", "(b)", OTHER)), section("s2", "2", THIRD))
    new = law(section("s2", "1", THIRD), section("s1", "2", subsection("b", "(1)", OTHER), subsection("a", "(2)", LONG)))
    validate_akn(akn_bytes(compared(old, new).marked))


WORDS = ["the", "a", "court", "bank", "request", "must", "may", "(a)", "5", ",", ".", ";", "[Repealed]", "proceeds"]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)


@st.composite
def laws(draw: st.DrawFn) -> Law:
    count = draw(st.integers(0, 4))
    sections = []
    for n in range(count):
        inner = draw(st.lists(SENTENCES, max_size=4))
        level = draw(st.sampled_from([subsection, paragraph]))
        number = draw(st.sampled_from(["1", "2", "3", "4A"]))
        blocks: list[Block | str] = [level(f"s{n}-{m}", f"({m})", words) for m, words in enumerate(inner)]
        if draw(st.booleans()):
            blocks.insert(0, draw(SENTENCES))
        sections.append(section(f"s{n}", number, *blocks, heading=draw(SENTENCES) if draw(st.booleans()) else ""))
    return law(*sections)


@settings(max_examples=150, deadline=None)
@given(laws(), laws(), st.booleans(), st.sampled_from(Granularity))
def test_any_two_laws_come_back_exactly(old: Law, new: Law, moves: bool, granularity: Granularity) -> None:
    compared(old, new, Options(moves=moves, granularity=granularity))


def test_metadata_are_no_text_whatever_their_prefix() -> None:
    data = akn_bytes(law(section("s1", "1", LONG))).decode()
    old = data.replace("<", "<akn:").replace("<akn:/", "</akn:").replace("<akn:?", "<?").replace("xmlns=", "xmlns:akn=")
    new = old.replace('date="', 'date="1')
    assert old != new and "<akn:meta" in old
    assert not compare_laws(read_akn(old.encode()), read_akn(new.encode()))


@pytest.mark.parametrize("more", [(), (subsection("n", "(2)", THIRD),)])
def test_existing_text_that_becomes_subsection_1_is_wrapped_and_not_moved(more: tuple[Block, ...]) -> None:
    old = law(section("s1", "1", LONG, heading="Requests"), section("s2", "2", OTHER))
    new = law(section("s1", "1", subsection("a", "(1)", LONG.replace("may", "must")), *more, heading="Requests"), section("s2", "2", OTHER))
    found = compared(old, new)
    assert kinds(found) == [Kind.INSERTED, Kind.TEXT] + [Kind.INSERTED] * len(more)
    assert (found.differences[0].new_words, found.differences[1].old_words) == ("(1)", "may")
    back = compared(new, old)
    assert Kind.MOVED not in kinds(back) and kinds(back).count(Kind.DELETED) == 1 + len(more) and Kind.TEXT in kinds(back)


def test_provisions_that_become_those_of_subsection_1_are_wrapped_with_it() -> None:
    items = (paragraph("a", "(a)", OTHER), paragraph("b", "(b)", THIRD))
    old = law(section("s1", "1", LONG, *items), section("s2", "2", "Other words that stand here"))
    new = law(section("s1", "1", subsection("n", "(1)", LONG, *items), subsection("m", "(2)", "New words")),
              section("s2", "2", "Other words that stand here"))  # fmt: skip
    for pair in ((old, new), (new, old)):
        assert {Kind.MOVED, Kind.LEVEL}.isdisjoint(kinds(compared(*pair)))


def test_what_is_wrapped_and_stands_at_another_level_too_comes_back() -> None:
    board = "the Board of Directors of the Metropolitan Area Transit Authority"
    items = (subsection("a", "", f"“Board” means {board};"), *(subsection(f"b{n}", "") for n in range(6)))
    old = law(provision("part", "p1", "", provision("chapter", "c1", "", section("s1", "", *items))))
    inner = paragraph("m", "", "The person shall not have been an employee of it.")
    new = law(
        section("s9", "", paragraph("n", "", f"A person who is appointed to {board} must comply:", inner), heading=f"Service on {board}.")
    )
    for pair in ((old, new), (new, old)):
        assert Kind.MOVED in kinds(compared(*pair))


def test_of_two_provisions_around_a_text_only_the_one_that_is_new_is_a_wrap() -> None:
    """A subsection whose text becomes its paragraph (a) is put neither into the paragraph nor around itself."""
    items = tuple(paragraph(f"p{n}", f"({n})", f"{words} are reported in detail") for n, words in enumerate((OTHER, THIRD, LONG), 1))
    old = law(section("s1", "1", subsection("a", "(a)", LONG, *items), heading="Reports"))
    new = law(section("s1", "1", subsection("a", "(a)", provision("level", "aa", "(a)", LONG, *items)), subsection("b", "(b)", "New words"),
                      heading="Reports"))  # fmt: skip
    assert Kind.MOVED not in kinds(compared(old, new)) and Kind.MOVED not in kinds(compared(new, old))
