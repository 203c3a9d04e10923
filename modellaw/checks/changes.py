"""Checks of the changes of a marked law: every one says why, and every recommendation that asks for law has one."""

from __future__ import annotations

from collections.abc import Iterable

from modellaw.errors import Finding, Place, Severity
from modellaw.model.changes import Change, Status
from modellaw.model.nodes import Law
from modellaw.project import Recommendation

_FEW_WORDS, _FEW_SIGNS = 4, 12
"""A rationale that has fewer words says little, unless it has more signs: not every script puts blanks between words."""


def changes_say_why(marked: Law) -> list[Finding]:
    """Every change that was drafted has a title and a rationale of more than a few words."""
    out = []
    for change in _drafted(marked):
        words = change.rationale.split()
        if len(words) < _FEW_WORDS and (not words or len(change.rationale) < _FEW_SIGNS):
            message = (
                f"change {change.id} does not say why it is made"
                if not words
                else f"change {change.id} says too little about why it is made: “{change.rationale}”"
            )
            out.append(Finding("no-rationale", Severity.WARNING, message, Place(provision=change.id), "write a <rationale> for a delegate"))
        if not change.title:
            out.append(
                Finding("no-title", Severity.NOTE, f"change {change.id} has no title", Place(provision=change.id), "give it a short one")
            )
    return out


def recommendations_have_changes(marked: Law, recommendations: Iterable[Recommendation]) -> list[Finding]:
    """Each recommendation that asks for law or guidance is carried out by a change."""
    carried = {letter for change in _drafted(marked) if change.status is Status.APPLIED for letter in change.recommendations}
    hint = "name it on the change that does, or add one"
    return [
        Finding("recommendation-without-change", Severity.WARNING, f"no change carries out recommendation ({item.id})", hint=hint)
        for item in recommendations
        if item.kind == "law" and item.id not in carried
    ]


def _drafted(marked: Law) -> list[Change]:
    return [change for change in marked.changes if change.status is not Status.CONSEQUENTIAL]
