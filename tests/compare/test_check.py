"""The independent look at a redline finds every place where it says another text than the laws themselves, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import law, module, section, subsection
from test_comparing_laws import LONG, OTHER, THIRD

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Move, Position, Repeal, ReplaceText, Where, Words
from modellaw.build import amended
from modellaw.comparing.check import disagreement
from modellaw.comparing.laws import compare_laws
from modellaw.edition import EditionBuild
from modellaw.errors import ProofError
from modellaw.model.changes import NO_TRACE
from modellaw.model.nodes import Block, Group, Law, Paragraph, Run
from modellaw.model.views import accept, objects_of
from modellaw.model.walk import rewrite
from modellaw.project import Edition, Project

BASE = law(section("s1", "1", subsection("a", "(1)", f"{LONG}^A note on this.^"), subsection("b", "(2)", OTHER)), section("s2", "2", THIRD))


def _marked() -> Law:
    changes = module("m", ReplaceText(Words("a", "may ask"), (Run("shall ask"),)), Repeal("b"), Move("s2", Position(Where.BEFORE, "s1")))
    return apply_modules(BASE, [changes]).law


def _without_marks_on(law: Law, words: str) -> Law:
    """The law with the marks on some words lost."""

    def change(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, content=tuple(replace(i, trace=NO_TRACE) if isinstance(i, Run) and i.text == words else i
                                                for i in block.content))  # fmt: skip
        return block

    document = rewrite(law.document, change)
    assert isinstance(document, Group)
    return replace(law, document=document)


def test_a_true_redline_agrees_with_both_texts() -> None:
    marked = _marked()
    consolidated = amended(marked, BASE, objects_of(BASE))
    assert disagreement(BASE, consolidated, marked) is None
    assert disagreement(BASE, consolidated, marked, objects_of(BASE)) is None


@pytest.mark.parametrize(("words", "after"), [("shall", False), ("may", True)])
def test_a_lost_mark_is_found_with_its_provision(words: str, after: bool) -> None:
    marked = _marked()
    found = disagreement(BASE, amended(marked, BASE), _without_marks_on(marked, words), objects_of(BASE))
    assert found is not None and found.provision == "a" and found.after is after and "may" in found.redline


def test_a_build_fails_on_a_redline_that_is_not_true() -> None:
    marked = _marked()
    applied = apply_modules(BASE, [])
    edition = EditionBuild(Project("", ""), Edition("e", "", ()), BASE, (), replace(applied, law=marked), objects_of(BASE))
    edition.verify()
    edition.applied = replace(applied, law=_without_marks_on(marked, "may"))
    with pytest.raises(ProofError, match="the redline says"):
        edition.verify()


def test_comparisons_agree_too() -> None:
    other = law(section("s2", "1", THIRD), section("s1", "2", subsection("b", "(1)", f"{OTHER} and more"), subsection("a", "(2)", LONG)))
    marked = compare_laws(BASE, other).marked
    assert disagreement(BASE, accept(marked), marked) is None
