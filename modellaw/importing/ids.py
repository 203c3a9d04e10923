"""Ids of a new law: eIds from numbers (Akoma Ntoso Naming Convention 1.0, 5.4), wIds from them, or from the file where it has some."""

from __future__ import annotations

from modellaw.model.address import ABBREVIATIONS, defined_term, number_text, number_token
from modellaw.model.nodes import Block, Group, Law, Provision, attribute, with_attribute
from modellaw.model.walk import provisions, provisions_of
from modellaw.values import replace

_UNITS = frozenset({"article", "section", "rule"})


def with_ids(law: Law) -> Law:
    """The law with the eId and wId of every provision; a provision that has a wid keeps it."""
    ending = {id(inner) for p in provisions(law) if p.level == "transitional" for inner in provisions_of(p)}
    tokens = [(p.level, number_token(number_text(p))) for p in provisions(law) if p.level in _UNITS and id(p) not in ending]
    flat = frozenset(level for level in _UNITS if len({t for t in tokens if t[0] == level}) == sum(t[0] == level for t in tokens))
    namer = _Namer(flat, {p.wid for p in provisions(law) if p.wid})
    document = namer.named(law.document, "", {})
    assert isinstance(document, Group)
    return replace(law, document=document)


class _Namer:
    def __init__(self, flat: frozenset[str], wids: set[str]) -> None:
        self.flat = flat
        self.used: set[str] = set()
        self.wids = wids

    def named(self, block: Block, prefix: str, counts: dict[str, int]) -> Block:
        match block:
            case Provision():
                return self._provision(block, prefix, counts)
            case Group():
                inside = "preface" if block.name == "preface" else prefix
                made = replace(block, blocks=tuple(self.named(inner, inside, counts) for inner in block.blocks))
                if block.name in {"tblock", "container"}:
                    eid = self._eid(block.name, "", prefix, counts)
                    made = replace(made, attributes=(*made.attributes, ("eId", eid), ("wId", eid)))
                return made
            case _:
                return block

    def _provision(self, provision: Provision, prefix: str, counts: dict[str, int]) -> Provision:
        name = attribute(provision.attributes, "name") if provision.level == "hcontainer" else ""
        kind = name or ABBREVIATIONS.get(provision.level, provision.level)
        token = number_token(number_text(provision)) if provision.level != "attachment" else ""
        if name == "definition":
            token = "-".join(
                "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in defined_term(provision)).split()
            ).lower()
        token = "".join(sign for sign in token.replace(".", "-").replace("/", "-") if sign.isalnum() or sign == "-")
        above = "" if provision.level in self.flat and not prefix.startswith(("att_", "trans_")) else prefix
        eid = self._eid(kind, token, above, counts)
        wid = provision.wid or self._wid(eid)
        attributes = with_attribute(with_attribute(provision.attributes, "eId", eid), "wId", wid)
        inner: dict[str, int] = {}
        return replace(provision, wid=wid, attributes=attributes, blocks=tuple(self.named(b, eid, inner) for b in provision.blocks))

    def _eid(self, kind: str, token: str, prefix: str, counts: dict[str, int]) -> str:
        if not token:
            counts[kind] = counts.get(kind, 0) + 1
            token = str(counts[kind])
        eid = f"{prefix}__{kind}_{token}" if prefix else f"{kind}_{token}"
        wanted, count = eid, 1
        while eid in self.used:
            count += 1
            eid = f"{wanted}_{count}"
        self.used.add(eid)
        return eid

    def _wid(self, eid: str) -> str:
        wid, count = eid, 1
        while wid in self.wids:
            count += 1
            wid = f"{eid}~{count}"
        self.wids.add(wid)
        return wid
