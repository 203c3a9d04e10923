"""Lines as WordprocessingML: paragraphs, runs in ``w:ins`` and ``w:del``, tables, footnotes, and a comment for each change."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.model.changes import Change, Module, Trace
from modellaw.model.nodes import Blank, CarriedInline, Inline, Law, Note, Reference, Run, Wrap, attribute
from modellaw.model.walk import inline_text, provisions
from modellaw.ooxml.text import escaped
from modellaw.writers.docx_lines import Atom, Grid, GridCell, Line, note_lines

_STEP = 567
"""Twentieths of a point that each level of provisions is indented by (1 cm)."""

_FORMATS = {
    "b": "<w:b/>",
    "i": "<w:i/>",
    "u": '<w:u w:val="single"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
}
_ORDER = ("b", "i", "u", "sup", "sub")


class Body:
    """Writes the lines of one law; collects footnotes and comments on the way."""

    def __init__(self, law: Law) -> None:
        self.changes: dict[str, Change] = {change.id: change for change in law.changes}
        self.modules: dict[str, Module] = {module.id: module for module in law.modules}
        self.bookmarks = {provision.wid: f"p{number}" for number, provision in enumerate(provisions(law), 1)}
        self.date = law.facts.date or "2007-12-31"
        self.notes: list[str] = []
        self.comments: list[str] = []
        self.commented: set[str] = set()
        self.revisions = 1000
        self.in_note = False
        self.notes_left = 0
        # LibreOffice joins neighbouring revisions of one author and time, over the end of a paragraph too: words changed inside a
        # paragraph are a minute later than paragraphs that come or go whole
        self.minute = 0

    # --- signing

    def signed(self, change: str) -> str:
        """The attributes of a revision: a number of its own, who and when."""
        self.revisions += 1
        found = self.changes.get(change)
        module = self.modules.get(found.module) if found else None
        author = module.author or module.title if module else "modellaw"
        date = (module.date if module else "") or self.date
        return f'w:id="{self.revisions}" w:author="{escaped(author)}" w:date="{date[:10]}T00:0{self.minute}:00Z"'

    def comment(self, change: str) -> tuple[str, str]:
        """What to put before and behind the first words of a change: the range and reference of its comment."""
        found = self.changes.get(change)
        # LibreOffice 7.4 mixes up the footnotes behind a comment that stands between two of them (docs/word/tracked-changes.md)
        between = bool(self.notes) and self.notes_left > 0
        if found is None or change in self.commented or self.in_note or between:
            return "", ""
        self.commented.add(change)
        number = len(self.comments) + 1
        module = self.modules.get(found.module)
        author = module.author or module.title if module else "modellaw"
        initials = "".join(word[0] for word in author.split())[:3].upper()
        date = (module.date if module else "") or self.date
        told = [f"{found.id}{f': {found.title}' if found.title else ''}", *found.rationale.splitlines()]
        told += [f"Recommendations: {', '.join(f'({r})' for r in found.recommendations)}"] if found.recommendations else []
        told += [f"Treaty basis: {', '.join(found.anchors)}"] if found.anchors else []
        paragraphs = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr><w:r><w:t xml:space="preserve">{escaped(words)}</w:t></w:r></w:p>'
            for words in told
        )
        self.comments.append(
            f'<w:comment w:id="{number}" w:author="{escaped(author)}" w:date="{date[:10]}T00:00:00Z" '
            f'w:initials="{escaped(initials)}">{paragraphs}</w:comment>'
        )
        reference = f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
        start, end = f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>{reference}'
        return start, end

    # --- blocks

    def items(self, items: Sequence[Line | Grid]) -> str:
        """Paragraphs and tables, a paragraph behind each table that has none."""
        self.notes_left = sum(_notes_in(item) for item in items)
        out: list[str] = []
        for index, item in enumerate(items):
            if isinstance(item, Line):
                out.append(self.line(item))
                continue
            out.append(self.grid(item))
            if index + 1 == len(items) or isinstance(items[index + 1], Grid):
                out.append(self.separator(item))
        return "".join(out)

    def separator(self, grid: Grid) -> str:
        """The empty paragraph behind a table; it comes and goes with a table that comes or goes whole."""
        traces = {trace for trace, _ in grid.rows}
        mark = self.mark(traces.pop()) if len(traces) == 1 else ""
        return f'<w:p><w:pPr><w:pStyle w:val="AfterTable"/>{mark}</w:pPr></w:p>'

    def line(self, line: Line, final: bool = False) -> str:
        """A paragraph; the final one of a cell or note has no mark of its own to trace."""
        first = next((atom for atom in line.atoms if not atom.trace.deleted), line.atoms[0])
        mark = "" if final else self.mark(line.mark)
        before_minute, self.minute = self.minute, 0 if line.mark else 1
        runs = "".join(self.atom(atom) for atom in line.atoms)
        self.minute = before_minute
        if mark:
            before, behind = self.comment(line.mark.inserted or line.mark.deleted)
            runs = f"{before}{runs}{behind}"
        return f'<w:p><w:pPr><w:pStyle w:val="{first.style}"/>{_indent(first)}{mark}</w:pPr>{runs}</w:p>'

    def mark(self, trace: Trace) -> str:
        """The paragraph mark's own insertion or deletion (17.13.5.15, 17.13.5.20)."""
        if not trace:
            return ""
        inner = f"<w:ins {self.signed(trace.inserted)}/>" if trace.inserted else ""
        inner += f"<w:del {self.signed(trace.deleted)}/>" if trace.deleted else ""
        return f"<w:rPr>{inner}</w:rPr>"

    def grid(self, grid: Grid) -> str:
        """A table: rows with their marks, header rows repeated; columns as wide as each other."""
        columns = max((sum(_span(cell, "colspan") for cell in cells) for _, cells in grid.rows), default=1)
        width = 9070 // max(columns, 1)
        held: dict[int, tuple[int, int]] = {}
        rows = "".join(self.row(trace, cells, width, held, first=not number) for number, (trace, cells) in enumerate(grid.rows))
        table = "<w:tblGrid>" + f'<w:gridCol w:w="{width}"/>' * columns + "</w:tblGrid>"
        properties = (
            '<w:tblPr><w:tblStyle w:val="LawTable"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0420" w:firstRow="1" '
            'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        )
        return f"<w:tbl>{properties}{table}{rows}</w:tbl>"

    def row(self, trace: Trace, cells: list[GridCell], width: int, held: dict[int, tuple[int, int]], first: bool) -> str:
        mark = f"<w:ins {self.signed(trace.inserted)}/>" if trace.inserted else ""
        mark += f"<w:del {self.signed(trace.deleted)}/>" if trace.deleted else ""
        header = "<w:tblHeader/>" if first and cells and all(cell.header for cell in cells) else ""
        out: list[str] = []
        column = 0
        for cell in cells:
            column = self.continued(out, held, column, width)
            span = _span(cell, "colspan")
            down = _span(cell, "rowspan")
            if down > 1:
                held[column] = (down - 1, span)
            out.append(self.cell(cell, width, "restart" if down > 1 else "", bool(trace)))
            column += span
        self.continued(out, held, column, width)
        return f"<w:tr><w:trPr><w:cantSplit/>{header}{mark}</w:trPr>{''.join(out)}</w:tr>"

    def continued(self, out: list[str], held: dict[int, tuple[int, int]], column: int, width: int) -> int:
        """Cells that go on from the row above."""
        while column in held:
            left, span = held.pop(column)
            if left > 1:
                held[column] = (left - 1, span)
            grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>{grid}<w:vMerge/></w:tcPr><w:p/></w:tc>')
            column += span
        return column

    def cell(self, cell: GridCell, width: int, merge: str, traced: bool) -> str:
        span = _span(cell, "colspan")
        properties = f'<w:tcW w:w="{width * span}" w:type="dxa"/>' + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
        if cell.trace.inserted:
            properties += f"<w:cellIns {self.signed(cell.trace.inserted)}/>"
        elif cell.trace.deleted:
            properties += f"<w:cellDel {self.signed(cell.trace.deleted)}/>"
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{self.flow(cell.flow, traced)}</w:tc>"

    def flow(self, flow: Sequence[Line | Grid], traced: bool = False) -> str:
        """The inside of a cell or note: its last paragraph's mark is not traced, except in a row that comes or goes whole."""
        last = -1 if traced else len(flow) - 1
        inner = "".join(
            self.line(item, index == last) if isinstance(item, Line) else self.grid(item) + self.separator(item)
            for index, item in enumerate(flow)
        )
        return inner or "<w:p/>"

    # --- inlines

    def atom(self, atom: Atom) -> str:
        """An atom's runs, its bookmark before them, the gap behind a label after them."""
        out = [f'<w:bookmarkStart w:id="{self._next()}" w:name="{self.bookmarks[atom.anchor]}"/><w:bookmarkEnd w:id="{self.revisions}"/>'
               ] if atom.anchor in self.bookmarks else []  # fmt: skip
        content = atom.content
        if atom.gap is not None:
            gap: Inline = Run("\t" if atom.label and not atom.style.startswith("Heading") else "\u2003", (), atom.gap)
            content = (*content, gap)
        group: list[Inline] = []
        for inline in content:
            if group and group[-1].trace != inline.trace:
                out.append(self.group(group))
                group = []
            group.append(inline)
        if group:
            out.append(self.group(group))
        return "".join(out)

    def _next(self) -> int:
        self.revisions += 1
        return self.revisions

    def group(self, inlines: list[Inline]) -> str:
        """Inlines of one trace: plain, inserted, deleted, or deleted from what was inserted."""
        trace = inlines[0].trace
        runs = "".join(self.inline(inline, bool(trace.deleted)) for inline in inlines)
        if not runs or not trace:
            return runs
        if trace.deleted:
            runs = f"<w:del {self.signed(trace.deleted)}>{runs}</w:del>"
        if trace.inserted:
            runs = f"<w:ins {self.signed(trace.inserted)}>{runs}</w:ins>"
        before, behind = self.comment(trace.inserted or trace.deleted)
        return f"{before}{runs}{behind}"

    def inline(self, inline: Inline, deleted: bool) -> str:
        match inline:
            case Note():
                return self.note(inline)
            case Blank():
                return _run(inline_text(inline), inline.wraps, deleted, "Blank")
            case Reference():
                return _run(inline_text(inline), inline.wraps, deleted, "Reference")
            case Run() | CarriedInline():
                return _run(inline_text(inline), inline.wraps, deleted, _style(inline.wraps))

    def note(self, note: Note) -> str:
        """A reference to a footnote, and the footnote into its part."""
        number = len(self.notes) + 1
        self.notes.append("")
        self.notes_left -= 1
        outer, self.in_note = self.in_note, True
        flow = note_lines(note)
        inner = self.flow(flow)
        self.in_note = outer
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
        inner = inner.replace("</w:pPr>", f"</w:pPr>{mark}", 1) if "</w:pPr>" in inner else f"<w:p>{mark}</w:p>"
        self.notes[number - 1] = f'<w:footnote w:id="{number}">{inner}</w:footnote>'
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def _notes_in(item: Line | Grid) -> int:
    """How many footnotes hang on a line, or on the lines of a table."""
    if isinstance(item, Grid):
        return sum(_notes_in(inner) for _, cells in item.rows for cell in cells for inner in cell.flow)
    return sum(isinstance(inline, Note) for atom in item.atoms for inline in atom.content)


def _style(wraps: tuple[Wrap, ...]) -> str:
    """The character style of words: a defined term, one of several options."""
    for wrap in wraps:
        if wrap.name == "def":
            return "DefinedTerm"
        if wrap.name == "inline" and attribute(wrap.attributes, "name") == "option":
            return "Option"
    return ""


def _run(text: str, wraps: tuple[Wrap, ...], deleted: bool, style: str) -> str:
    if not text:
        return ""
    names = {wrap.name for wrap in wraps}
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties += "".join(_FORMATS[name] for name in _ORDER if name in names)
    tag = "delText" if deleted else "t"
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    if text == "\t":
        return f"<w:r>{properties}<w:tab/></w:r>"
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{escaped(text)}</w:{tag}></w:r>'


def _indent(first: Atom) -> str:
    """A hanging indent for a numbered line, a plain one for text under it."""
    if first.style not in {"Text", "Commentary"}:
        return ""
    depth = max(first.depth, 0)
    if first.label and first.style == "Text":
        return f'<w:ind w:left="{_STEP * (depth + 1)}" w:hanging="{_STEP}"/>'
    return f'<w:ind w:left="{_STEP * depth}"/>' if depth else ""


def _span(cell: GridCell, name: str) -> int:
    value = attribute(cell.attributes, name)
    return max(1, int(value)) if value.isdigit() else 1
