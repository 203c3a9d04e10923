"""Lines as WordprocessingML: paragraphs, revisions, bookmarks, footnotes and comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import Inline, Law, Note, Reference, Run
from modellaw.ooxml.text import text_xml
from modellaw.project import WordOptions
from modellaw.values import dataclass
from modellaw.writers.docx_comments import Comments
from modellaw.writers.docx_layout import note_lines
from modellaw.writers.docx_lines import Atom, Grid, Laid, Line, Stretch, in_neither
from modellaw.writers.docx_looks import HEADING_GAP, change_in, gap, gaps, set_off, wide_number
from modellaw.writers.docx_moves import Moves
from modellaw.writers.docx_runs import Runs, Signer
from modellaw.writers.docx_tables import WIDTH, grid_xml, instead, of_grid, separated

FIELD_BEGIN, FIELD_MIDDLE, FIELD_END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
_NUMBER = "\0"
"""Stands for a number that differs from document to document."""


@dataclass(frozen=True, slots=True)
class Written:
    """A stretch in Word: its XML between the numbers of its bookmarks, each of which stands twice, and how many paragraphs it has.

    It is for these styles and these names of bookmarks (in the order of ``Stretch.names``).
    """

    stretch: Stretch
    styles: Mapping[str, str]
    names: list[str]
    pieces: list[str]
    count: int


Kept = dict[tuple[int, int, int], Written]
"""What was written for other documents, by the id() of stretch and styles, and the width of the page."""


class Body:
    """Writes the lines of one law; collects footnotes and comments on the way."""

    def __init__(self, law: Law, styles: Mapping[str, str], bookmarks: Mapping[str, str], options: WordOptions, kept: Kept) -> None:
        self.styles = styles
        self.bookmarks = bookmarks
        self.options = options
        self.signer = Signer(law)
        self.runs = Runs(styles, law.facts.language, bookmarks)
        wanted = options.comments and bool(law.changes)
        self.comments = Comments(law, self.signer, styles["annotation text"], styles["annotation reference"], wanted=wanted)
        self.notes: list[str] = []
        self.in_note: set[str] | None = None
        self.notes_left = 0
        self.moves = Moves(self.signer)
        self.kept = kept
        self.count = 0
        self.unnumbered = False
        self.width = WIDTH
        self.contents_room = 0
        self._starts: dict[tuple[str, bool], str] = {}
        self._note_mark = f'<w:r><w:rPr><w:rStyle w:val="{styles["footnote reference"]}"/></w:rPr>'

    # --- blocks

    def items(self, laid: Laid, breaks: bool = False) -> list[str]:
        """Paragraphs and tables, a paragraph behind each table that has none; with ``breaks`` the first begins a page."""
        if self.comments.wanted:
            self.notes_left += sum(map(_notes_in, laid.items))
        if self.options.native_moves:
            self.moves.find(laid.items)
        return self.one_by_one(laid, breaks)

    def one_by_one(self, laid: Laid, breaks: bool = False) -> list[str]:
        """The same, once footnotes and moves are known."""
        items = laid.items
        out: list[str] = []
        moving = ""
        last = len(items) - 1
        written = 0
        stand_in: dict[int, Line] = {}
        for index, there in enumerate(items):
            if index < written:
                continue
            item = stand_in.get(index, there)
            stretch = laid.stretches.get(index)
            if stretch is not None and not moving and self.is_apart(stretch, items, index, breaks):
                out.append(self.stretch(stretch))
                written = index + len(stretch.lines)
                continue
            move = self.moves.of(item) if isinstance(item, Line) else moving
            if moving and move != moving:
                out.append(self.moves.end(moving))
            opening = self.moves.start(move, item) if move and move != moving and isinstance(item, Line) else ""
            moving = move
            if isinstance(item, Line):
                line = self.line(item, opening=opening, breaks=breaks and not index)
                behind = index > 0 and isinstance(items[index - 1], Grid)
                ahead = index < last and isinstance(items[index + 1], Grid)
                out.append(set_off(line, item.atoms[0].style, before_table=ahead, behind_table=behind) if ahead or behind else line)
                continue
            out.append(grid_xml(self, item))
            trace = separated(items, index)
            line_instead = instead(items, index, trace) if trace else None
            if line_instead is not None:
                stand_in[line_instead[0]] = line_instead[1]
            elif trace is not None:
                out.append(self.separator(trace))
        if moving:
            out.append(self.moves.end(moving))
        return out

    def is_apart(self, stretch: Stretch, items: Sequence[Line | Grid], index: int, breaks: bool) -> bool:
        """Whether nothing around a stretch, and nothing counted so far, shows in how it is written."""
        end = index + len(stretch.lines)
        if stretch.notes or self.comments.held or (breaks and not index) or isinstance(items[end - 1], Grid):
            return False
        return not (index and isinstance(items[index - 1], Grid)) and not (end < len(items) and isinstance(items[end], Grid))

    def stretch(self, stretch: Stretch) -> str:
        """A stretch as it was written before, with numbers of its own for its bookmarks."""
        key = id(stretch), id(self.styles), self.width
        names = [self.bookmarks.get(wid, "") for wid in stretch.names]
        known = self.kept.get(key)
        if known is None or known.names != names:
            before, self.count, self.unnumbered = self.count, 0, True
            xml = "".join(self.one_by_one(Laid(stretch.lines, {})))
            known = self.kept[key] = Written(stretch, self.styles, names, xml.split(_NUMBER), self.count)
            self.count, self.unnumbered = before, False
        self.count += known.count
        numbers = [""]
        for _ in range(len(known.pieces) // 2):
            numbers += [str(self.signer.number())] * 2
        return "".join([part for pair in zip(numbers, known.pieces, strict=True) for part in pair])

    def separator(self, trace: Trace) -> str:
        """The empty paragraph behind a table."""
        mark = self.mark(trace)
        bidi = "<w:bidi/>" if self.runs.right else ""
        held = self.comments.held_back(self.notes_left > 0)
        return f'<w:p><w:pPr><w:pStyle w:val="{self.styles["After table"]}"/>{bidi}{mark}</w:pPr>{held}</w:p>'

    def line(self, line: Line, final: bool = False, opening: str = "", breaks: bool = False) -> str:
        """A paragraph; the final one of a cell or note has no mark of its own to trace."""
        self.count += 1
        atoms = line.atoms
        if line.plain or not line.marked:
            first = atoms[0]
            held = self.comments.held_back(self.notes_left > 0) if self.comments.held else ""
            inside = "".join(map(self.plain_atom, atoms))
            return f"<w:p>{self.start(first.style, line.keep, breaks)}{wide_number(first)}</w:pPr>{held}{inside}</w:p>"
        move = self.moves.of(line)
        before_minute, self.signer.minute = self.signer.minute, 0 if line.mark else 2
        notes = self.comments.notes
        if atoms[0].whole:
            pieces = [self.whole_atoms(atoms, bool(move))]
        else:
            pieces = [piece for atom in atoms for piece in self.marked_atom(atom, line, bool(move))]
        self.signer.minute = before_minute
        mark = "" if final else self.mark(line.mark, bool(move))
        if mark and not any(change for change, _ in pieces):
            pieces = [(line.mark.inserted or line.mark.deleted, xml) for _, xml in pieces]
        where = next((f"{'from' if atom.trace.inserted else 'to'} {atom.move}" for atom in atoms if atom.move and atom.trace), "")
        if self.in_note is not None:
            self.in_note.update(change for change, _ in pieces if change)
            inside = "".join(xml for _, xml in pieces)
        else:
            inside = self.comments.around(pieces, self.count, where, notes, self.notes_left > 0)
        style, changed = self._look(line)
        start = self.start(style, line.keep, breaks) + wide_number(atoms[0])
        return f"<w:p>{start}{mark}{changed}</w:pPr>{opening}{inside}</w:p>"

    def start(self, style: str, keep: bool, breaks: bool = False) -> str:
        """The beginning of a paragraph's properties."""
        known = self._starts.get((style, keep))
        if known is None:
            known = f'<w:pPr><w:pStyle w:val="{self.styles[style]}"/>' + ("<w:keepNext/>" if keep else "")
            known += "<w:bidi/>" if self.runs.right else ""
            self._starts[style, keep] = known
        if breaks:
            return known.replace("<w:bidi/>", "") + "<w:pageBreakBefore/>" + ("<w:bidi/>" if self.runs.right else "")
        return known

    def _look(self, line: Line) -> tuple[str, str]:
        """The style of a marked line, and the change of its style where the views differ."""
        original, amended = line.looks
        first = amended or original or line.atoms[0]
        if amended is None or original is None:
            return (original.before or original.style) if amended is None and original else first.style, ""
        before = original.before or original.style
        if before == amended.style:
            return amended.style, ""
        change = change_in(line)
        if not change:
            return amended.style, ""
        old = f'<w:pPr><w:pStyle w:val="{self.styles[before]}"/></w:pPr>'
        return amended.style, f"<w:pPrChange {self.signer.signed(change)}>{old}</w:pPrChange>"

    def mark(self, trace: Trace, move: bool = False) -> str:
        """The paragraph mark's own insertion or deletion (17.13.5.15, 17.13.5.20)."""
        if not trace:
            return ""
        inserted, deleted = ("moveTo", "moveFrom") if move else ("ins", "del")
        inner = f"<w:{inserted} {self.signer.signed(trace.inserted)}/>" if trace.inserted else ""
        inner += f"<w:{deleted} {self.signer.signed(trace.deleted)}/>" if trace.deleted else ""
        return f"<w:rPr>{inner}</w:rPr>"

    def flow(self, flow: Sequence[Line | Grid], traced: bool = False) -> str:
        """The inside of a cell or note: its last paragraph's mark is not traced, except in a row that comes or goes whole."""
        last = -1 if traced else len(flow) - 1
        inner = "".join(
            self.line(item, index == last) if isinstance(item, Line) else grid_xml(self, item) + self.separator(of_grid(item))
            for index, item in enumerate(flow)
        )
        return inner or "<w:p/>"

    # --- atoms

    def anchors(self, atom: Atom) -> str:
        """Bookmarks where provisions begin; they stand outside revisions."""
        out = ""
        for wid in atom.anchors:
            name = self.bookmarks.get(wid)
            if name:
                number = _NUMBER if self.unnumbered else self.signer.number()
                out += f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'
        return out

    def plain_atom(self, atom: Atom) -> str:
        """An atom without marks."""
        out = self.anchors(atom) if atom.anchors else ""
        content = atom.content
        if len(content) == 1 and type(content[0]) is Run and not content[0].wraps and not self.runs.right and not self.runs.east:
            text = text_xml(content[0].text)
            if atom.gap is not None:
                text += "<w:tab/>" if gap(atom.style) == "\t" else f'<w:t xml:space="preserve">{HEADING_GAP}</w:t>'
            if not atom.language:
                return f"{out}<w:r>{text}</w:r>" if text else out
        for inline in content:
            plain = type(inline) is Run
            out += self.runs.inline(inline, False, atom.language) if plain else self.inline(inline, False, atom.language)[0]
        if atom.gap is not None:
            out += self.runs.plain(gap(atom.style))
        return out + self.page(atom) if atom.page else out

    def marked_atom(self, atom: Atom, line: Line, move: bool) -> list[tuple[str, str]]:
        """An atom as pieces: the change that marks it ("" for none) and the XML."""
        content = atom.content if atom.gap is None else (*atom.content, *gaps(atom, atom.gap, line))
        out: list[tuple[str, str]] = [("", self.anchors(atom))] if atom.anchors else []
        group: list[str] = []
        last = NO_TRACE
        for inline in content:
            trace = inline.trace
            if isinstance(inline, Note) and in_neither(trace):
                continue  # LibreOffice keeps a footnote that is inserted and deleted, whatever is accepted or rejected
            if group and (trace != last or _stands_alone(inline)):
                out.append(self._piece(group, last, move))
                group = []
            last = trace
            xml, behind = self.inline(inline, bool(trace.deleted) and not move, atom.language, trace, move)
            if _stands_alone(inline):
                out.append((trace.inserted or trace.deleted, xml))
                out += [(change, "") for change in behind if change != (trace.inserted or trace.deleted)]
            else:
                group.append(xml)
        if group:
            out.append(self._piece(group, last, move))
        if atom.page:
            field = self.page(atom)
            field = field.replace("w:instrText", "w:delInstrText") if atom.trace.deleted else field
            out.append((atom.trace.inserted or atom.trace.deleted, self.signer.wrapped(field, atom.trace)))
        return out

    def whole_atoms(self, atoms: list[Atom], move: bool) -> tuple[str, str]:
        """Atoms that come or go whole as one piece, in as few revisions as links and notes allow."""
        trace = atoms[0].trace
        deleted = bool(trace.deleted) and not move
        out: list[str] = []
        group: list[str] = []
        for atom in atoms:
            if atom.anchors:
                out += [self.signer.wrapped("".join(group), trace, move), self.anchors(atom)] if group else [self.anchors(atom)]
                group = []
            for inline in atom.content:
                if not _stands_alone(inline):
                    group.append(self.runs.inline(inline, deleted, atom.language))
                    continue
                out += [self.signer.wrapped("".join(group), trace, move)] if group else []
                group = []
                out.append(self.inline(inline, deleted, atom.language, trace, move)[0])
            if atom.gap is not None:
                group.append(self.runs.run(gap((atom.before or atom.style) if trace.deleted else atom.style), "", deleted))
        runs = "".join(group)
        return trace.inserted or trace.deleted, "".join(out) + (self.signer.wrapped(runs, trace, move) if runs else "")

    def _piece(self, group: list[str], trace: Trace, move: bool) -> tuple[str, str]:
        runs = "".join(group)
        return (trace.inserted or trace.deleted, self.signer.wrapped(runs, trace, move)) if runs else ("", "")

    def inline(self, inline: Inline, deleted: bool, language: str, trace: Trace = NO_TRACE, move: bool = False) -> tuple[str, list[str]]:
        """The XML of one inline, and the changes inside it if it is a note; notes and links come in their revisions."""
        if isinstance(inline, Note):
            return self.note(inline, trace, move)
        runs = self.runs.inline(inline, deleted, language)
        if isinstance(inline, Reference):
            anchor = self.runs.link(inline)
            runs = self.signer.wrapped(runs, trace, move) if runs else ""
            if anchor and runs:
                runs = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{runs}</w:hyperlink>'
        return runs, []

    def page(self, atom: Atom) -> str:
        """A tab and the number of the page on which a provision begins, which a client fills in."""
        anchor = self.bookmarks.get(atom.page)
        return f"<w:r><w:tab/></w:r>{page_field(anchor)}" if anchor else ""

    def note(self, note: Note, trace: Trace, move: bool) -> tuple[str, list[str]]:
        """A reference to a footnote, and the footnote into its part; the changes inside it."""
        number = len(self.notes) + 1
        self.notes.append("")
        self.notes_left -= 1
        outer, self.in_note = self.in_note, set()
        held, self.comments.held = self.comments.held, []  # there are no comments in footnotes
        inner = self.flow(note_lines(note, self.signer.undone))
        changes = sorted(self.in_note)
        self.in_note, self.comments.held = outer, held
        mark = f"{self._note_mark}<w:footnoteRef/></w:r>" + '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        inner = inner.replace("</w:pPr>", f"</w:pPr>{mark}", 1) if "</w:pPr>" in inner else f"<w:p>{mark}</w:p>"
        self.notes[number - 1] = f'<w:footnote w:id="{number}">{inner}</w:footnote>'
        reference = self.signer.wrapped(f'{self._note_mark}<w:footnoteReference w:id="{number}"/></w:r>', trace, move)
        return reference + self.comments.note_written(), changes


def page_field(bookmark: str) -> str:
    """A field that tells the page of a bookmark; it is empty until a client lays the pages out (docs/word/publication.md)."""
    return f'{FIELD_BEGIN}<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>{FIELD_MIDDLE}{FIELD_END}'


def _stands_alone(inline: Inline) -> bool:
    """Whether an inline brings its own revision: links must stand around theirs, and what follows a note outside."""
    return isinstance(inline, (Note, Reference))


def _notes_in(item: Line | Grid) -> int:
    """How many footnotes hang on a line, or on the lines of a table."""
    if isinstance(item, Grid):
        return sum(_notes_in(inner) for _, cells in item.rows for cell in cells for inner in cell.flow)
    count = 0
    for atom in item.atoms:
        for inline in atom.content:
            if type(inline) is Note and not in_neither(inline.trace):
                count += 1
    return count
