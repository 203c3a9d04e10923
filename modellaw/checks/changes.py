"""Checks of the changes of a marked law: every one says why, and every recommendation that asks for law has one."""

from __future__ import annotations

from modellaw.errors import Finding, Place, Severity
from modellaw.model.changes import Change, Status
from modellaw.model.nodes import Law

LEGISLATIVE = ("a", "d", "e", "f", "g", "i", "k")
"""The recommendations of the Working Group (July 2020) that ask for law; the others are addressed to States or to the Secretariat."""


def changes_say_why(marked: Law) -> list[Finding]:
    """Every change that was drafted has a title and a rationale of more than a few words."""
    out = []
    for change in _drafted(marked):
        if len(change.rationale.split()) < 4:
            message = f"change {change.id} does not say why it is made"
            out.append(Finding("no-rationale", Severity.WARNING, message, Place(provision=change.id), "write a <rationale> for a delegate"))
        if not change.title:
            out.append(
                Finding("no-title", Severity.NOTE, f"change {change.id} has no title", Place(provision=change.id), "give it a short one")
            )
    return out


def recommendations_have_changes(marked: Law) -> list[Finding]:
    """Each recommendation that asks for law is carried out by a change; silent for modules that trace no recommendations."""
    carried = {letter for change in _drafted(marked) if change.status is Status.APPLIED for letter in change.recommendations}
    if not carried:
        return []
    return [
        Finding("recommendation-without-change", Severity.WARNING, f"no change carries out recommendation ({letter})",
                hint="name it on the change that does, or add one")
        for letter in LEGISLATIVE
        if letter not in carried
    ]  # fmt: skip


def _drafted(marked: Law) -> list[Change]:
    return [change for change in marked.changes if change.status is not Status.CONSEQUENTIAL]
