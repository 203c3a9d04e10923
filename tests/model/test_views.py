"""The views of a marked tree."""

from dataclasses import replace

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import Departure, Group, Law, Paragraph, Provision, Run
from modellaw.model.views import accept, reject
from modellaw.model.walk import paragraphs_of, text_of

INS, DEL = Trace(inserted="c"), Trace(deleted="c")


def line(*runs: Run, name: str = "p", trace: Trace = NO_TRACE, seam: Trace = NO_TRACE) -> Paragraph:
    return Paragraph(runs, name, trace=trace, seam=seam)


def law(*blocks: object) -> Law:
    return Law(Group("akomaNtoso", blocks))  # type: ignore[arg-type]


def words(tree: Law) -> list[str]:
    return [text_of(p) for p in paragraphs_of(tree.document)]


def section(wid: str, text: str, **marks: object) -> Provision:
    return Provision("section", wid, (line(Run(wid), name="num"), Group("content", (line(Run(text)),))), **marks)  # type: ignore[arg-type]


def test_words_are_taken_back_and_taken_over_exactly() -> None:
    marked = law(line(Run("a "), Run("old", trace=DEL), Run("new", trace=INS), Run(" z")))
    assert reject(marked) == law(line(Run("a old z")))
    assert accept(marked) == law(line(Run("a new z")))


def test_what_one_change_inserts_and_another_deletes_is_in_neither_view() -> None:
    marked = law(line(Run("a"), Run("b", trace=Trace("c", "d"))))
    assert reject(marked) == accept(marked) == law(line(Run("a")))


def test_a_wrap_dissolves_when_rejected() -> None:
    inner = Provision("subsection", "s1", (line(Run("(1)"), name="num", trace=INS), Group("content", (line(Run("t")),))), shell=INS)
    outer = Provision("section", "s", (line(Run("1"), name="num"), inner))
    assert reject(law(outer)) == law(Provision("section", "s", (line(Run("1"), name="num"), Group("content", (line(Run("t")),)))))
    assert words(accept(law(outer))) == ["1", "(1)", "t"]


def test_a_split_runs_on_when_rejected() -> None:
    second = Provision(
        "section", "b", (line(Run("b"), name="num", trace=INS), Group("content", (line(Run("second"), seam=INS),), seam=INS)), seam=INS
    )
    marked = law(section("a", "first "), second)
    assert reject(marked) == law(section("a", "first second"))
    assert words(accept(marked)) == ["a", "first ", "b", "second"]


def test_a_moved_provision_stands_at_its_old_place_when_rejected() -> None:
    before = law(section("a", "x"), section("b", "y"))
    marked = law(Departure("a", "c"), section("b", "y"), replace(section("a", "x"), moved="c"))
    assert reject(marked) == before
    assert words(accept(marked)) == ["b", "y", "a", "x"]


def test_a_list_whose_items_all_go_leaves_the_words_before_it_and_nothing_else() -> None:
    item = Provision("item", "i", (line(Run("(a)"), name="num"), line(Run("one"))), trace=DEL)
    introduced = Group("blockList", (line(Run("These:"), name="listIntroduction"), item))
    marked = law(section("s", "x"), Group("blockList", (item,)), introduced)
    assert accept(marked) == law(section("s", "x"), line(Run("These:")))
    assert words(reject(marked)) == ["s", "x", "(a)", "one", "These:", "(a)", "one"]
    recital = replace(section("r", "Whereas"), trace=DEL)
    assert accept(law(Group("recitals", (Group("intro", (line(Run("Whereas:")),)), recital)))) == law(line(Run("Whereas:")))
