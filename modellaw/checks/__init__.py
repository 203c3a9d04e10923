"""Checks: sentences about a law that hold or give findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from modellaw.checks.changes import changes_say_why, recommendations_have_changes
from modellaw.checks.coverage import every_technique_has_both_directions, intrusive_measures_have_four_tests
from modellaw.checks.options import blanks_are_described, options_have_alternatives
from modellaw.checks.reading import Text
from modellaw.checks.references import references_resolve
from modellaw.checks.structure import numbers_are_unique, numbers_follow_each_other, sections_are_unique, wids_are_unique
from modellaw.checks.terms import (
    defined_terms_are_used,
    definitions_are_marked,
    one_thing_has_one_name,
    referred_terms_are_defined,
    terms_are_defined_once,
)
from modellaw.checks.textual import words_that_refer_resolve
from modellaw.checks.wording import avoided_words_are_absent, duties_have_an_actor
from modellaw.errors import Finding
from modellaw.model.nodes import Law
from modellaw.project import Recommendation

Check = Callable[[Text], list[Finding]]

CHECKS: tuple[Check, ...] = (
    wids_are_unique,
    numbers_are_unique,
    sections_are_unique,
    numbers_follow_each_other,
    references_resolve,
    words_that_refer_resolve,
    defined_terms_are_used,
    terms_are_defined_once,
    referred_terms_are_defined,
    definitions_are_marked,
    one_thing_has_one_name,
    options_have_alternatives,
    blanks_are_described,
    avoided_words_are_absent,
    duties_have_an_actor,
    every_technique_has_both_directions,
    intrusive_measures_have_four_tests,
)
"""Every check of a plain law, in the order in which they are run."""


def check_law(law: Law) -> list[Finding]:
    """What all checks find in a plain law."""
    text = Text.of(law)
    return [finding for check in CHECKS for finding in check(text)]


def check_changes(marked: Law, recommendations: Iterable[Recommendation] = ()) -> list[Finding]:
    """What is found in the changes of a marked law; ``recommendations`` are those that its modules together have to carry out."""
    return [*changes_say_why(marked), *recommendations_have_changes(marked, recommendations)]
