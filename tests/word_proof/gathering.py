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
Elements = list[etree._Element]
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
    body = _body(redline)[0]
    lines = [body.findall(f"{W}p")[-1]]
    first = next(body.iter(f"{W}footnoteReference"), None)
    noted = next(first.iterancestors(f"{W}p"), None) if first is not None else None
    if noted is not None and len(list(noted.iter(f"{W}footnoteReference"))) == 1 and not (do == "reject" and _goes(noted.getnext(), do)):
        lines.append(noted)
    return _same(list(body), do, found, expected, sum(_goes(line, do) for line in lines))


def cases_unlike_in_libreoffice(redline: Path, do: str, cases: Iterable[str], found: Lines, expected: Lines) -> list[str]:
    """The cases whose texts are not the same, but for what LibreOffice is known to leave behind, no more and no less."""
    one, other, elements = by_case(cases, found), by_case(cases, expected), elements_by_case(redline)
    end = list(elements)[-1]
    left = {end: int(_goes(elements[end][-1], do))}  # the last paragraph of the document
    return [name for name, lines in one.items() if name and not _same(elements[name], do, lines, other[name], left.get(name, 0))]


def _same(elements: Elements, do: str, found: Lines, expected: Lines, left: int) -> bool:
    """Whether two texts are the same, but for so many emptied paragraphs, those that go whole right before a table, and emptied columns."""
    if any(next(element.iter(f"{W}cellIns", f"{W}cellDel"), None) is not None for element in elements):
        found, expected = _without_empty_cells(found), _without_empty_cells(expected)
    left += sum(_goes(table.getprevious(), do) for element in elements for table in element.iter(f"{W}tbl"))
    same = [line for line in found if line] == [line for line in expected if line]
    return same and found.count("") - expected.count("") == left


def _goes(line: etree._Element | None, do: str) -> bool:
    """Whether the mark of a paragraph goes."""
    mark = f"{W}pPr/{W}rPr/{W}{'ins' if do == 'reject' else 'del'}"
    return line is not None and line.tag == f"{W}p" and line.find(mark) is not None


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


def elements_by_case(redline: Path) -> dict[str, Elements]:
    """The paragraphs and tables of each case."""
    out: dict[str, Elements] = {"": []}
    name = ""
    for element in _body(redline)[0].iterchildren(f"{W}p", f"{W}tbl"):
        words = "".join(t.text or "" for t in element.iter(f"{W}t", f"{W}delText"))
        name = words.removeprefix(marker("")) if _look(element) == "Part" and words.startswith(marker("")) else name
        out.setdefault(name, []).append(element)
    return out


def with_cut_headings(redline: Path) -> set[str]:
    """The cases in which the end of a heading comes or goes while words of it stay: pandoc joins nothing to a heading."""

    def cut(line: etree._Element) -> bool:
        mark = line.find(f"{W}pPr/{W}rPr")
        return _is_heading(line) and mark is not None and len(mark) > 0 and line.find(f"{W}r/{W}t") is not None

    return {name for name, elements in elements_by_case(redline).items() if any(map(cut, elements))}


def with_words_out_of_place(redline: Path, do: str) -> set[str]:
    """The cases in which words are joined to a paragraph with a footnote, or to a heading: pandoc puts them into the note, or behind it."""
    gone, out = f"{W}{'ins' if do == 'reject' else 'del'}", set()
    for name, elements in elements_by_case(redline).items():
        waiting = False
        for line in elements:
            stays = [part for part in line.iter(f"{W}r") if not any(above.tag == gone for above in part.iterancestors())]
            if waiting and (_is_heading(line) or any(part.find(f"{W}footnoteReference") is not None for part in stays)):
                out.add(name)
            words = any(part.find(f"{W}t") is not None or part.find(f"{W}delText") is not None for part in stays)
            waiting = _goes(line, do) and (waiting or words)
    return out


def _is_heading(line: etree._Element) -> bool:
    look = _look(line)
    return "eading" in look or look in {"Part", "Schedule"}


def _look(line: etree._Element) -> str:
    style = line.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _first(found: Lines, expected: Lines) -> str:
    for number, (line, other) in enumerate(zip([*found, "(end)"], [*expected, "(end)"], strict=False)):
        if line != other:
            return f"line {number}: {line!r} instead of {other!r}"
    return "another length"
