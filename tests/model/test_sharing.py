"""Equal parts of the laws of a build are one object; parts that differ in anything stay apart."""

from dataclasses import replace

from kit import law, section, table

from modellaw.model.changes import Trace
from modellaw.model.nodes import Group, Law, Provision
from modellaw.model.sharing import Sharing
from modellaw.model.walk import find, rewrite

TWO = (section("s1", "Section 1", "The first.", table("ab", "cd")), section("s2", "Section 2", "The second."))


def marked(text: Law, trace: Trace) -> Law:
    """The law with a mark on its second section."""
    whole = rewrite(
        text.document, lambda block: replace(block, trace=trace) if isinstance(block, Provision) and block.wid == "s2" else block
    )
    assert isinstance(whole, Group)
    return replace(text, document=whole)


def test_equal_parts_of_two_laws_become_the_same_objects() -> None:
    sharing = Sharing()
    first, second = sharing.law(law(*TWO)), law(*TWO)
    assert second.document is not first.document
    assert sharing.law(second).document is first.document and sharing.law(first) is first


def test_what_differs_stays_apart_and_the_rest_is_still_shared() -> None:
    sharing = Sharing()
    first, second = sharing.law(law(*TWO)), sharing.law(marked(law(*TWO), Trace("c1")))
    assert second == marked(law(*TWO), Trace("c1"))
    assert find(second, "s1") is find(first, "s1") and find(second, "s2") is not find(first, "s2")
    assert sharing.law(marked(law(*TWO), Trace("c1"))).document is second.document
    assert sharing.law(marked(law(*TWO), Trace("", "c1"))).document is not second.document


def test_what_is_made_of_parts_is_found_again_under_its_name() -> None:
    sharing = Sharing()
    sharing.made("text")[1] = "one"
    assert sharing.made("text") == {1: "one"} and sharing.made("pages") == {}
