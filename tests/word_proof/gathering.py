"""Many marked laws as one, each a part of its own under its name: starting a client costs more than reading a law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from modellaw.model.changes import Trace
from modellaw.model.nodes import Block, Departure, Group, Law, Paragraph, Provision, Reference, Run
from modellaw.model.views import accept, reject
from modellaw.project import Document, Publication, WordOptions
from modellaw.writers.docx import docx_bytes
from word_proof.clients import Lines

Cases = Mapping[str, Law]


def gathered(cases: Cases) -> Law:
    """One law with a part for each case; wids and the ids of changes are made unique by the number of the case."""
    parts: list[Block] = []
    changes: list[Any] = []
    modules: dict[str, Any] = {}
    for number, (name, law) in enumerate(cases.items(), 1):
        prefix = f"c{number}_"
        (root,) = law.document.blocks
        assert isinstance(root, Group)
        inner = tuple(renamed(block, prefix) for block in root.blocks[1:])
        label = (Paragraph((Run(marker(name)),), "num"),)
        parts.append(Provision("part", f"case{number}", (*label, *inner), (("wId", f"case{number}"),)))
        changes += [replace(change, id=prefix + change.id) for change in law.changes]
        modules.update({module.id: module for module in law.modules})
    act = Group("act", (Group("body", tuple(parts)),), (("name", "act"),))
    return Law(Group("akomaNtoso", (act,)), changes=tuple(changes), modules=tuple(modules.values()))


def marker(name: str) -> str:
    """The line that begins a case."""
    return f"Case {name}"


def renamed(value: Any, prefix: str) -> Any:
    """A tree whose wids and changes begin with a prefix."""
    match value:
        case Trace():
            return Trace(value.inserted and prefix + value.inserted, value.deleted and prefix + value.deleted) if value else value
        case tuple():
            return tuple(renamed(inner, prefix) for inner in value)
        case Departure():
            return Departure(prefix + value.wid, prefix + value.change)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    made = replace(value, **{field.name: renamed(getattr(value, field.name), prefix) for field in fields(value)})
    if isinstance(made, Provision):
        return replace(made, wid=prefix + made.wid, moved=made.moved and prefix + made.moved)
    if isinstance(made, Reference) and made.target.startswith("#"):
        return replace(made, target=f"#{prefix}{made.target[1:]}")
    return made


def three(folder: Path, marked: Law, word: WordOptions = WordOptions()) -> tuple[Path, Path, Path]:
    """The redline, the original and the consolidated text of a marked law as files."""
    paths = []
    for document, law in ((Document.REDLINE, marked), (Document.ORIGINAL, reject(marked)), (Document.CONSOLIDATED, accept(marked))):
        paths.append(folder / f"{document.value}.docx")
        paths[-1].write_bytes(docx_bytes(Publication(document, law, "Many laws", "Proof", "Reconstruction", word=word)))
    return paths[0], paths[1], paths[2]


def differences(cases: Iterable[str], found: Lines, expected: Lines) -> list[str]:
    """The first line in which each case differs, behind its name."""
    one, other = by_case(cases, found), by_case(cases, expected)
    assert one.keys() == other.keys()
    return [f"{name}: {_first(lines, other[name])}" for name, lines in one.items() if lines != other[name]]


def by_case(cases: Iterable[str], lines: Lines) -> dict[str, Lines]:
    """The lines of each case, those of its entries in the contents first; "" has what is before the first."""
    markers = {marker(name): name for name in cases}
    out: dict[str, Lines] = {"": []}
    at = ""
    for line in lines:
        at = markers.get(line.strip(), at)
        out.setdefault(at, []).append(line)
    return out


def _first(found: Lines, expected: Lines) -> str:
    for number, (line, other) in enumerate(zip([*found, "(end)"], [*expected, "(end)"], strict=False)):
        if line != other:
            return f"line {number}: {line!r} instead of {other!r}"
    return "another length"
