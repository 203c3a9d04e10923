"""Checks of structure: identities and numbers."""

from __future__ import annotations

from modellaw.errors import Finding, Place, Severity
from modellaw.model.address import number_text, number_token
from modellaw.model.nodes import Law, Provision, attribute
from modellaw.model.walk import provisions


def wids_are_unique(law: Law) -> list[Finding]:
    """Every provision has a wId of its own."""
    seen: set[str] = set()
    out: list[Finding] = []
    for provision in provisions(law):
        wid = attribute(provision.attributes, "wId")
        if wid and wid in seen:
            out.append(Finding("duplicate-wid", Severity.ERROR, f"the wId “{wid}” is there twice", Place(provision=wid)))
        seen.add(wid)
    return out


def numbers_are_unique(law: Law) -> list[Finding]:
    """Neighbours of one level have different numbers; alternatives may share one."""
    out: list[Finding] = []
    for parent in provisions(law):
        seen: dict[tuple[str, str], str] = {}
        for block in parent.blocks:
            if isinstance(block, Provision) and block.level != "hcontainer":
                key = block.level, number_token(number_text(block))
                if key[1] and key in seen:
                    message = f"{block.level} {key[1]} is there twice, also as “{seen[key]}”"
                    out.append(Finding("duplicate-number", Severity.WARNING, message, Place(provision=block.wid), "renumber one"))
                seen.setdefault(key, block.wid)
    return out
