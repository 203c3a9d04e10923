"""Lines of text on the desk as one change sees them."""

from __future__ import annotations

from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.ops import Scope
from modellaw.amend.paths import Path, block_at
from modellaw.model.nodes import Block, Departure, Group, Note, Paragraph, Provision, Table
from modellaw.model.walk import inline_text
from modellaw.values import dataclass

HEADINGS = frozenset({"heading", "subheading"})
TEXT_GROUPS = frozenset({"content", "intro", "wrapUp", "wrap"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as seen: one paragraph, or several that run on; each as record and path. ``kind`` is its element's name."""

    parts: tuple[tuple[str, Path], ...]
    kind: str
    table: bool = False
    noted: bool = False


def lines(desk: Desk, sight: Sight, target: str, scope: Scope) -> list[Line]:
    """The lines of a target ("": the law) that a scope covers, in the order in which they are read; never numbers."""
    finder = _Lines(desk, sight, deep=target == TOP or scope not in {Scope.OWN, Scope.HEADING}, notes=scope is Scope.NOTES)
    for key in desk.unit(target, sight):
        finder.record(key)
    return [line for line in finder.found if _covers(scope, line)]


def _covers(scope: Scope, line: Line) -> bool:
    match scope:
        case Scope.ALL | Scope.NOTES:
            return line.kind != "num"
        case Scope.TEXT:
            return line.kind not in HEADINGS and line.kind != "num" and not line.table
        case Scope.OWN:
            return line.kind not in HEADINGS and line.kind != "num" and not line.table
        case Scope.HEADING:
            return line.kind == "heading"
        case Scope.TABLES:
            return line.table


class _Lines:
    def __init__(self, desk: Desk, sight: Sight, deep: bool, notes: bool, noted: bool = False) -> None:
        self.desk, self.sight, self.deep, self.notes, self.noted = desk, sight, deep, notes, noted
        self.found: list[Line] = []

    def record(self, key: str) -> None:
        self.blocks(key, self.desk.records[key].blocks, (), False)

    def blocks(self, key: str, blocks: tuple[Block, ...], path: Path, table: bool) -> None:
        desk, sight = self.desk, self.sight
        for index, block in enumerate(blocks):
            if isinstance(block, Provision) and block.level:  # an item of a list in a note, which has no record of its own
                self.blocks(key, block.blocks, (*path, index), table)
                continue
            if not desk.stub_live(block, sight):
                continue
            match block:
                case Paragraph():
                    self.paragraph(key, block, (*path, index), table)
                case Group():
                    self.blocks(key, block.blocks, (*path, index), table)
                case Table():
                    self.blocks(key, block.before, (*path, index, -1, 0), table)
                    for r, row in enumerate(block.rows):
                        for c, cell in enumerate(row.cells):
                            if desk.live(row.trace, sight) and desk.live(cell.trace, sight):
                                self.blocks(key, cell.blocks, (*path, index, r, c), True)
                case Provision() | Departure():
                    record = desk.records[block.wid]
                    if self.deep or not desk.live(record.shell, sight):
                        self.record(block.wid)
                case _:
                    pass

    def paragraph(self, key: str, paragraph: Paragraph, path: Path, table: bool) -> None:
        if self.notes:
            for index, inline in enumerate(paragraph.content):
                if isinstance(inline, Note) and self.desk.live(inline.trace, self.sight):
                    inner = _Lines(self.desk, self.sight, False, False, noted=True)
                    inner.blocks(key, inline.blocks, (*path, index), table)
                    self.found += inner.found
        elif self.found and paragraph.name != "num" and self.desk.runs_on(paragraph.seam, self.sight):
            last = self.found[-1]
            self.found[-1] = Line((*last.parts, (key, path)), last.kind, last.table, last.noted)
        else:
            self.found.append(Line(((key, path),), paragraph.name, table, self.noted))


def paragraph_at(desk: Desk, part: tuple[str, Path]) -> Paragraph:
    """The paragraph that a part of a line is."""
    block = block_at(desk.records[part[0]].blocks, part[1])
    assert isinstance(block, Paragraph)
    return block


def line_text(desk: Desk, sight: Sight, line: Line) -> str:
    """The words of a line as seen."""
    return "".join(inline_text(i) for part in line.parts for i in paragraph_at(desk, part).content if desk.live(i.trace, sight))


def text_seen(desk: Desk, sight: Sight, target: str) -> str:
    """All words of a provision as seen, number and heading included, a blank between lines."""
    finder = _Lines(desk, sight, deep=True, notes=False)
    for key in desk.unit(target, sight):
        finder.record(key)
    return " ".join(" ".join(line_text(desk, sight, line) for line in finder.found).split())


def own_line(desk: Desk, sight: Sight, key: str, name: str) -> Line | None:
    """The number or heading of a provision as a line."""
    for index, block in enumerate(desk.records[key].blocks):
        if isinstance(block, Paragraph) and block.name == name and desk.live(block.trace, sight):
            return Line(((key, (index,)),), name)
    return None
