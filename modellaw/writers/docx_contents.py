"""The table of contents of a Word file: a field with its entries, marked like the headings that they repeat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from modellaw.model.changes import NO_TRACE, Trace
from modellaw.model.nodes import Inline, Note, Run
from modellaw.ooxml.text import escaped
from modellaw.values import replace
from modellaw.writers.docx_body import FIELD_BEGIN, FIELD_END, FIELD_MIDDLE, Body
from modellaw.writers.docx_lines import BOTH, NEITHER, Atom, Grid, Line, flow, in_neither, shown, under, unfolded
from modellaw.writers.docx_looks import room
from modellaw.writers.docx_marks import changes_at, changes_of
from modellaw.writers.docx_styles import HEADINGS, IN_OPTION, label_word

_LEAST_ROOM, _MOST_ROOM = 567, 2400
_INDENTED = re.compile(r'<w:ind\b[^>]*\bw:hanging="(\d+)"')
_KEEPING = frozenset({"toc 1", "toc 2"})
"""Styles of entries that keep with the next one, which come before those of deeper levels in the alphabet."""

_PLACES = frozenset((*HEADINGS, IN_OPTION))
"""Styles of what may have a place in the contents."""

_FIELD = ' TOC \\o "1-3" \\h \\z \\u '


def contents(body: Body, items: Sequence[Line | Grid], language: str) -> str:
    """The table of contents as a field with its entries: numbers and headings, marked as they are in the law; "" where there are none."""
    entries: list[list[Atom]] = []
    last = ("", "", "")
    for item in items:
        if isinstance(item, Grid):
            continue
        for atom in item.atoms:
            if atom.label and _listed(atom) != NEITHER:
                key = (atom.owner, atom.move, atom.trace.deleted if atom.move else "")
                if key != last:
                    entries.append([])
                    last = key
                entries[-1].append(unfolded(atom))
            else:
                last = ("", "", "")
    atoms = [made for entry in entries for made in _entry(entry)]
    if not atoms:
        return ""
    body.contents_room = _room(atoms)
    original, amended = (any(shown(atom.trace)[view] for atom in atoms) for view in (0, 1))
    both = original and amended
    trace = NO_TRACE
    if not both:
        inserted, deleted = changes_at(atoms)
        trace = Trace("" if original else inserted, "" if amended else deleted)
    heading = Atom((Run(label_word("contents", language), (), trace),), "TOC Heading", trace, marked=bool(trace))
    end = Atom((), "After table", trace, marked=bool(trace))
    outer, body.in_note = body.in_note, set()
    first, *rest = flow([heading, *atoms, end])
    entered = [line for line in rest if isinstance(line, Line)]
    lines = [_alone(_linked(body, line), line, following) for line, following in zip(entered, [*entered[1:], None], strict=True)]
    written = body.line(first) if isinstance(first, Line) else ""
    body.in_note = outer
    if both:
        begin, middle, close = FIELD_BEGIN, FIELD_MIDDLE, FIELD_END
        code = f'<w:r><w:instrText xml:space="preserve">{escaped(_FIELD)}</w:instrText></w:r>'
        lines[0] = lines[0].replace("</w:pPr><w:hyperlink", f"</w:pPr>{begin}{code}{middle}<w:hyperlink", 1)
        lines[-1] = lines[-1].removesuffix("</w:p>") + f"{close}</w:p>"
        if begin not in lines[0]:
            lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{begin}{code}{middle}", 1)
    properties = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{written}{''.join(lines)}</w:sdtContent></w:sdt>"


def _listed(atom: Atom) -> tuple[bool, bool]:
    """In which views a number or heading has a place in the contents: those in options have none, unless the option is not in the view."""
    if atom.style not in _PLACES and atom.before not in _PLACES:
        return NEITHER
    styles, freed = (atom.before or atom.style, atom.style), (atom.freed.inserted, atom.freed.deleted)
    first, second = (style in HEADINGS or bool(style == IN_OPTION and change) for style, change in zip(styles, freed, strict=True))
    return first, second


def _entry(heading: list[Atom]) -> list[Atom]:
    """The atoms of an entry: those of the heading without footnotes, and the page."""
    first = heading[0]
    level = next((HEADINGS[style] for style in (first.style, first.before) if style in HEADINGS), 3)
    style, listed = f"toc {level}", _listed(first)
    only = NO_TRACE  # a provision whose heading came or went has an entry in one view only, its number too
    if listed != BOTH:
        inserted, deleted = changes_at(heading)
        change = inserted or deleted or first.freed.deleted or first.freed.inserted
        only = Trace(change) if listed[1] else Trace(deleted=deleted or change)
    out = [
        replace(atom, content=_without_notes(atom.content), style=style, before="", anchors=(),
                gap=None, move="", keep=False)
        for atom in heading
    ]  # fmt: skip
    if only:
        out = [_only(atom, only) for atom in out if not in_neither(under(only, atom.trace))]
    if not out:
        return []
    _close(out)
    if style == "toc 3":
        _part(out)
    original, amended = (any(shown(atom.trace)[view] for atom in out) for view in (0, 1))
    trace = out[0].trace if not original and not amended else Trace(
        "" if original else next(changes_of(out, True), ""), "" if amended else next(changes_of(out, False), "")
    )  # fmt: skip
    page = Atom((), style, trace, runs_on=BOTH, page=heading[0].owner, marked=bool(trace))
    if out[0].runs_on != NEITHER:
        out[0] = replace(out[0], runs_on=NEITHER)
    return [*out, page]


def _without_notes(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(inline for inline in content if not isinstance(inline, Note)) if Note in map(type, content) else content


def _only(atom: Atom, trace: Trace) -> Atom:
    """An atom of an entry that only one view has, without words that only the other has."""
    content = [replace(inline, trace=under(trace, inline.trace)) for inline in atom.content]
    kept = tuple(inline for inline in content if not in_neither(inline.trace))
    return replace(atom, content=kept, trace=under(trace, atom.trace), marked=True)


def _part(entry: list[Atom]) -> None:
    """Part the number of a section from its heading, or from the page where it has none, in each view in which the number stands first."""
    headed = [False, False]
    for atom in entry:
        there = shown(atom.trace)
        if atom.source is None or atom.source.name != "num":
            headed = [headed[view] or there[view] for view in (0, 1)]
            continue
        wanted = [there[view] and not headed[view] for view in (0, 1)]
        if any(wanted):
            inserted, deleted = changes_at(entry)
            own = Trace("" if wanted[0] else inserted or deleted, "" if wanted[1] else deleted or inserted)
            trace = atom.trace if wanted == list(there) else under(atom.trace, own)
            atom.content, atom.label = (*atom.content, Run("\t", (), trace)), False
            atom.marked = atom.marked or bool(trace)


def _room(atoms: Sequence[Atom]) -> int:
    """How much room the widest number of a section needs, in twentieths of a point; one that is a title of its own is left out."""
    numbers = [atom for atom in atoms if atom.style == "toc 3" and atom.source is not None and atom.source.name == "num"]
    return max((wide for wide in map(room, numbers) if wide <= _MOST_ROOM), default=0)


def with_contents_room(parts: Mapping[str, bytes], style: str, wide: int) -> dict[str, bytes]:
    """The parts with room for the numbers of sections in the style of their entries, so that it stays when Word makes the contents again.

    A template whose entries have no tab where their text begins is left as it is.
    """
    wide = max(_LEAST_ROOM, -(-wide // 20) * 20)
    before, sign, rest = parts["word/styles.xml"].decode().partition(f'w:styleId="{style}"')
    own, end, behind = rest.partition("</w:style>")
    found = _INDENTED.search(own)
    if found and f'<w:tab w:val="left" w:pos="{found[1]}"/>' in own:
        own = re.sub(rf'(w:pos|w:left|w:hanging)="{found[1]}"', rf'\1="{wide}"', own)
    return {**parts, "word/styles.xml": f"{before}{sign}{own}{end}{behind}".encode()}


def _close(entry: list[Atom]) -> None:
    """Close the brackets of an optional provision, of which an entry has the beginning only."""
    last = entry[-1]
    if last.content and isinstance(last.content[-1], Run) and last.content[-1].text == "]":
        return
    opened = [inline for atom in entry for inline in atom.content[:2] if isinstance(inline, Run) and inline.text == "["]
    if opened:
        last.content = (*last.content, *(replace(run, text="]") for run in opened))


def _alone(xml: str, line: Line, following: Line | None) -> str:
    """An entry's paragraph, which keeps with the next one only where that is of a deeper level: many schedules need not share a page."""
    own, other = line.atoms[0].style, following.atoms[0].style if following else ""
    return xml.replace("/>", '/><w:keepNext w:val="0"/>', 1) if own in _KEEPING and not other > own else xml


def _linked(body: Body, line: Line) -> str:
    """An entry's paragraph as a link to its provision."""
    xml = body.line(line)
    page = next((body.bookmarks.get(atom.page, "") for atom in line.atoms if atom.page), "")
    if not page:
        return xml
    start, end, inside = xml.rpartition("</w:pPr>")
    return f'{start}{end}<w:hyperlink w:anchor="{page}" w:history="1">{inside.removesuffix("</w:p>")}</w:hyperlink></w:p>'
