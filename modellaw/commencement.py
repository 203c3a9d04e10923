"""Changes that are recorded and not carried out: those that are not in force on a day, and those that a project rejects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from modellaw.amend.ops import Amendment, AmendmentModule
from modellaw.errors import ProjectError
from modellaw.model.changes import Status, is_date
from modellaw.project import Rejection
from modellaw.values import replace


def checked_date(at: str) -> str:
    """The day, an ISO date. Raises ProjectError where it is none."""
    if not is_date(at):
        raise ProjectError(f"“{at}” is not a date", hint="write it as 2027-01-01")
    return at


def in_force(module: AmendmentModule, at: str, known: Mapping[str, str]) -> AmendmentModule:
    """The module with every change pending that is not in force on a day; ``known`` has the dates of conditions, by their words."""
    return replace(module, amendments=tuple(_judged(amendment, module, at, known) for amendment in module.amendments))


def without_rejected(module: AmendmentModule, rejections: Iterable[Rejection]) -> AmendmentModule:
    """The module with the changes that a project rejects recorded as ignored, each with the reason."""
    reasons = {change: one.reason for one in rejections for change in one.changes}
    amendments = tuple(
        replace(one, change=replace(one.change, status=Status.IGNORED, reason=reasons[one.change.id])) if one.change.id in reasons else one
        for one in module.amendments
    )
    return replace(module, amendments=amendments)


def _judged(amendment: Amendment, module: AmendmentModule, at: str, known: Mapping[str, str]) -> Amendment:
    change = amendment.change
    if change.status is not Status.APPLIED:
        return amendment
    said = change.commencement
    date = said.date or known.get(said.condition, "") or ("" if said.condition else module.module.date)
    if date and date <= at:
        return amendment
    reason = f"takes effect on {date}" if date else f"takes effect {said.condition} [date not known]"
    return replace(amendment, change=replace(change, status=Status.PENDING, reason=reason))
