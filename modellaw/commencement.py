"""The law as in force on a day: changes that take effect later, or on a day nobody knows yet, are recorded and not carried out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from modellaw.amend.ops import Amendment, AmendmentModule
from modellaw.errors import ProjectError
from modellaw.model.changes import Status

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def checked_date(at: str) -> str:
    """The day, an ISO date. Raises ProjectError where it is none."""
    if not _DATE.fullmatch(at):
        raise ProjectError(f"“{at}” is not a date", hint="write it as 2027-01-01")
    return at


def in_force(module: AmendmentModule, at: str, known: Mapping[str, str]) -> AmendmentModule:
    """The module with every change pending that is not in force on a day; ``known`` has the dates of conditions, by their words."""
    return replace(module, amendments=tuple(_judged(amendment, module, at, known) for amendment in module.amendments))


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
