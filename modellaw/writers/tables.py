"""Tables that go with a law: which recommendation is carried out where, and where each provision went; as rows for every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from modellaw.model.address import cite_in, paths
from modellaw.model.changes import Change, Status, View
from modellaw.model.citations import Citations, citations
from modellaw.model.nodes import Block, Carried, Departure, Group, Law, Paragraph, Provision, Table
from modellaw.model.views import content_as, shown
from modellaw.model.walk import inline_text
from modellaw.project import Recommendation
from modellaw.writers.docx_depth import CHAPTERS, PARTS
from modellaw.writers.operations import told_at
from modellaw.writers.register import Rows, touched_by
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
                 tuple(rows), run_on=frozenset({"Provisions"}))  # fmt: skip


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
    known, names = paths(marked), citations(marked)
    old, new = _cited(known, names, View.ORIGINAL), _cited(known, names, View.AMENDED)
    rows = []
    for wid, path in known.items():
        before, after = old.get(wid, ""), new.get(wid, "")
        fate = _fate(path[-1], before, after)
        if (before or after) and (fate != "unchanged" or path[-1].level in {"part", "chapter", "section", "article", "attachment"}):
            rows.append((before, after, fate, wid))
    about = "The number of each provision before and after the amendments."
    return Sheet("Table of destinations", about, ("Old number", "New number", "What became of it", "wId"), tuple(rows))


def _cited(known: Mapping[str, Sequence[Provision]], names: Citations, view: View) -> dict[str, str]:
    """The citation of every provision that is there in a view, as all above it are; of one that runs on there, what it is a part of."""
    out: dict[str, str] = {}
    there: set[int] = set()
    latest: dict[int, str] = {}  # of each provision the last one in it that began anew
    within: dict[int, str] = {}  # of each that runs on what it is a part of, and of those in it
    for wid, path in known.items():
        provision, above = path[-1], id(path[-2]) if len(path) > 1 else 0
        if (not above or above in there) and shown(provision.trace, view) and shown(provision.shell, view):
            there.add(id(provision))
            if above in latest and not shown(provision.seam, view):
                within[id(provision)] = latest[above]
            elif above in within:
                within[id(provision)] = cite_in(within[above], provision, view)
            out[wid] = within.get(id(provision)) or names.by_numbers(path, view) or wid
            latest[above] = out[wid]
    return out


def _fate(provision: Provision, before: str, after: str) -> str:
    if not before:
        return "inserted"
    if not after:
        return "repealed"
    if provision.seam:
        return "joined" if provision.seam.deleted else "split off"
    if provision.moved:
        return "moved"
    return "unchanged" if before == after else "renumbered"


_ABOVE_SECTIONS = (PARTS | CHAPTERS) - {"attachment"}


def three_columns(marked: Law, touched: Mapping[str, Sequence[str]] | None = None) -> Sheet:
    """Each provision whose own words a change touched: what it said, what changes it (each operation where it is done), what it says now.

    One that came or went whole is one row; a Part or Chapter that did so has a row for each of its sections.

    ``touched`` is ``touched_by(marked)`` where it is known.
    """
    known = paths(marked)
    changes = {change.id: change for change in marked.changes}
    rows = []
    listed: dict[str, dict[str, None]] = {}
    for wid, touching in (touched or touched_by(marked)).items():
        for inner in _sections(known[wid][-1]) if wid in known else ():
            listed.setdefault(inner, {}).update(dict.fromkeys(touching))
    places = [(known[wid], tuple(touching)) for wid, touching in listed.items()]
    names = citations(marked)
    operations = told_at(places, changes, names)
    for number, (path, touching) in enumerate(places):
        texts = [_words(path, view) for view in (View.ORIGINAL, View.AMENDED)]
        named = ((f"{change} {changes[change].title}".strip(), *operations.get((number, change), ())) for change in touching)
        told = tuple(line for lines in named for line in lines)
        rows.append((names.either(path), texts[0] or ("–",), told, texts[1] or ("–",)))
    year = marked.facts.date[:4]
    about = "The provisions that change, beside what they said and what they say now. Those that are not listed stay as they are."
    return Sheet("Changes provision by provision", about,
                 ("Provision", f"Text of {year}" if year else "Original text", "Change", "Consolidated text"), tuple(rows))  # fmt: skip


def _sections(provision: Provision, whole: bool = False) -> Iterator[str]:
    """The wid of a provision; where a Part or Chapter came or went, also those of the Chapters and sections that did so with it."""
    yield provision.wid
    if provision.level in _ABOVE_SECTIONS and (whole or provision.trace or provision.moved):
        for inner in provision.blocks:
            if isinstance(inner, Provision) and not inner.trace:
                yield from _sections(inner, True)


def _words(path: Sequence[Provision], view: View) -> tuple[str, ...]:
    """A provision's own lines in a view, with those of all in it where it came or went whole; nothing where the view does not have it."""
    if not all(shown(step.trace, view) for step in path):
        return ()
    provision = path[-1]
    above = (step for step in path[:-1] if step.level in _ABOVE_SECTIONS)
    whole = provision.level not in _ABOVE_SECTIONS and any(step.trace or step.moved for step in (provision, *above))
    return tuple(_lines(provision.blocks, view, whole))


def _lines(blocks: Sequence[Block], view: View, whole: bool) -> Iterator[str]:
    label = ""
    for block in blocks:
        if not isinstance(block, (Carried, Departure)) and not shown(block.trace, view):
            continue
        match block:
            case Paragraph():
                words = "".join(map(inline_text, content_as(block.content, view)))
                if block.name in {"num", "heading"}:
                    label = f"{label} {words}".strip()
                elif label or words:
                    yield f"{label} {words}".strip()
                    label = ""
            case Group():
                yield from _labelled(label, _lines(block.blocks, view, whole))
                label = ""
            case Table():
                yield from _labelled(label, _rows(block, view))
                label = ""
            case Provision():
                if label:
                    yield label
                    label = ""
                if whole and not block.trace:
                    yield from _lines(block.blocks, view, whole)
            case _:
                pass
    if label:
        yield label


def _labelled(label: str, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{label} {line}".strip() if not number else line


def _rows(table: Table, view: View) -> Iterator[str]:
    for row in table.rows:
        if shown(row.trace, view):
            cells = [" ".join(_lines(cell.blocks, view, True)) for cell in row.cells if shown(cell.trace, view)]
            yield " | ".join(cells)
