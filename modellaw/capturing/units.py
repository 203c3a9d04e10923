"""Sections and the like: what is done in one of them is one change of a module."""

from __future__ import annotations

from collections.abc import Mapping

from modellaw.model.nodes import Provision

_UNITS = frozenset({"section", "article", "attachment", "rule", "part", "chapter"})


def unit_of(wid: str, known: Mapping[str, tuple[Provision, ...]]) -> str:
    """The section, or the like, in which a provision stands; the provision itself where it stands in none."""
    return next((step.wid for step in reversed(known.get(wid, ())) if step.level in _UNITS), wid)
