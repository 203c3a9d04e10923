"""Tables that go with a law: which recommendation is carried out where, and where each provision went; as rows for every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from modellaw.model.address import cite, paths
from modellaw.model.changes import Change, Status, View
from modellaw.model.nodes import Law, Provision
from modellaw.model.views import shown
from modellaw.project import Recommendation
from modellaw.writers.register import Rows
from modellaw.writers.sheets import Sheet


def traceability(marked: Law, recommendations: Sequence[Recommendation], register_rows: Rows) -> Sheet:
    """Each recommendation, what it asks, and the changes and provisions that answer it."""
    rows = []
    touched = {str(row["id"]): row for row in register_rows}
    for item in recommendations:
        changes = [change for change in marked.changes if item.id in change.recommendations and change.status is not Status.CONSEQUENTIAL]
        places = dict.fromkeys(place for change in changes for place in _places(touched, change))
        rows.append(
            (f"({item.id})", item.gist, _covered(item, changes), tuple(f"{c.id} {c.title}".strip() for c in changes), tuple(places))
        )
    about = "What each recommendation of the Working Group asks, and which changes and provisions carry it out."
    return Sheet("Traceability of the recommendations", about, ("Recommendation", "What it asks", "Covered by", "Changes", "Provisions"),
                 tuple(rows))  # fmt: skip


def _places(touched: Mapping[str, Mapping[str, object]], change: Change) -> list[str]:
    places = touched[change.id]["places"] if change.id in touched else []
    assert isinstance(places, list)
    return [str(place) for place in places]


def _covered(item: Recommendation, changes: Sequence[Change]) -> str:
    """What answers a recommendation: the text of the law, guidance in it, or nothing, because it is addressed to others."""
    applied = any(change.status is Status.APPLIED for change in changes)
    match item.kind:
        case "law":
            return "law" if applied else "not in this edition"
        case "guidance":
            return "guidance in the law" if applied else "not in this edition"
        case _:
            return "addressed to States or the Secretariat" + ("; named in the law’s guidance" if applied else "")


def destinations(marked: Law) -> Sheet:
    """Every Part, Chapter and section, and each provision that changed its number or place: old citation, new one, what became of it."""
    old, new = _cited(marked, View.ORIGINAL), _cited(marked, View.AMENDED)
    rows = []
    for wid, path in paths(marked).items():
        before, after = old.get(wid, ""), new.get(wid, "")
        fate = _fate(path[-1], before, after)
        if (before or after) and (fate != "unchanged" or path[-1].level in {"part", "chapter", "section", "article", "attachment"}):
            rows.append((before, after, fate, wid))
    about = "The number of each provision before and after the amendments."
    return Sheet("Table of destinations", about, ("Old number", "New number", "What became of it", "wId"), tuple(rows))


def _cited(law: Law, view: View) -> dict[str, str]:
    """The citation of every provision that is there in a view."""
    out = {}
    for wid, path in paths(law).items():
        if all(shown(step.trace, view) and shown(step.shell, view) for step in path):
            out[wid] = cite(path, view)
    return out


def _fate(provision: Provision, before: str, after: str) -> str:
    if not before:
        return "inserted"
    if not after:
        return "repealed"
    if provision.moved:
        return "moved"
    return "unchanged" if before == after else "renumbered"
