"""Many marked laws as one, each a part of its own under its name: starting a client costs more than reading a law."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from modellaw.model.changes import Trace
from modellaw.model.nodes import Block, Departure, Group, Law, Paragraph, Provision, Reference, Run
from modellaw.model.views import accept, reject
from modellaw.project import Document, Publication, WordOptions
from modellaw.writers.docx import docx_bytes
from word_proof.clients import CELL, ROW, Lines

Cases = Mapping[str, Law]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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


def same_in_libreoffice(redline: Path, do: str, found: Lines, expected: Lines) -> bool:
    """Whether two texts are the same, but for what LibreOffice is known to leave behind, no more and no less."""
    if next(_body(redline).iter(f"{W}cellIns", f"{W}cellDel"), None) is not None:
        found, expected = _without_empty_cells(found), _without_empty_cells(expected)
    same = [line for line in found if line] == [line for line in expected if line]
    return same and found.count("") - expected.count("") == _left(redline, do)


def _left(redline: Path, do: str) -> int:
    """How many emptied paragraphs stay: those that go whole right before a table, with the first footnote, or at the very end."""
    body = _body(redline)[0]
    marks = f"w:pPr/w:rPr/w:{'ins' if do == 'reject' else 'del'}"

    def goes(line: etree._Element | None) -> bool:
        return line is not None and bool(line.xpath(marks, namespaces={"w": W[1:-1]}))

    lines = [*(table.getprevious() for table in body.iter(f"{W}tbl")), body.findall(f"{W}p")[-1]]
    first = next(body.iter(f"{W}footnoteReference"), None)
    noted = next(first.iterancestors(f"{W}p"), None) if first is not None else None
    if noted is not None and len(list(noted.iter(f"{W}footnoteReference"))) == 1 and not (do == "reject" and goes(noted.getnext())):
        lines.append(noted)
    return sum(map(goes, lines))


def _without_empty_cells(lines: Lines) -> Lines:
    """The lines of a LibreOffice text without cells that hold nothing."""
    out: Lines = []
    for line in lines:
        out.append(line)
        start = next((at for at in range(len(out) - 2, -1, -1) if out[at]), -1) + 1
        if line == CELL and out[start - 1] in (CELL, ROW):
            del out[start:]
    return out


def _body(path: Path) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"), etree.XMLParser(huge_tree=True))


def with_cut_headings(redline: Path) -> set[str]:
    """The cases in which the end of a heading comes or goes while words of it stay: pandoc joins nothing to a heading."""
    out: set[str] = set()
    name = ""
    for line in _body(redline).iter(f"{W}p"):
        style = line.find(f"{W}pPr/{W}pStyle")
        look = style.get(f"{W}val", "") if style is not None else ""
        words = "".join(t.text or "" for t in line.iter(f"{W}t", f"{W}delText"))
        name = words.removeprefix(marker("")) if look == "Part" and words.startswith(marker("")) else name
        mark = line.find(f"{W}pPr/{W}rPr")
        if mark is not None and len(mark) and ("eading" in look or look in {"Part", "Schedule"}) and line.find(f"{W}r") is not None:
            out.add(name)
    return out


def _first(found: Lines, expected: Lines) -> str:
    for number, (line, other) in enumerate(zip([*found, "(end)"], [*expected, "(end)"], strict=False)):
        if line != other:
            return f"line {number}: {line!r} instead of {other!r}"
    return "another length"
