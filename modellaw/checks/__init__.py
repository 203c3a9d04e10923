"""Checks: sentences about a law that hold or give findings."""

from __future__ import annotations

from collections.abc import Callable

from modellaw.checks.references import references_resolve
from modellaw.checks.structure import numbers_are_unique, wids_are_unique
from modellaw.errors import Finding
from modellaw.model.nodes import Law

CHECKS: tuple[Callable[[Law], list[Finding]], ...] = (wids_are_unique, numbers_are_unique, references_resolve)
"""Every check, in the order in which they are run."""


def check_law(law: Law) -> list[Finding]:
    """What all checks find in a plain law."""
    return [finding for check in CHECKS for finding in check(law)]
