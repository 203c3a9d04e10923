"""Reviewers' files as one matrix: their comments and tracked edits by provision, agreeing ones merged, colliding ones side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from functools import partial
from hashlib import sha1
from itertools import groupby

from modellaw.capturing.merging import Edit
from modellaw.comparing.words import changed_words, tokens
from modellaw.errors import Finding, InputError, Place, Severity, amount
from modellaw.model.address import paths
from modellaw.model.changes import View
from modellaw.model.nodes import Group, Law, Note, Paragraph, Run, Table, attribute
from modellaw.model.views import content_as
from modellaw.model.walk import blocks_of, inline_text, paragraphs_of, text_of
from modellaw.ooxml.opened import OpenedPackage, w
from modellaw.readers.docx import Comment, WordDocument, read_docx
from modellaw.readers.docx_story import WORD
from modellaw.readers.xml import read_bytes
from modellaw.values import dataclass
from modellaw.writers.docx_bookmarks import bookmark_names
from modellaw.writers.docx_runs import cut_at_marks
from modellaw.writers.sheets import Marked

_REVISED = ("ins", "del", "moveFrom", "moveTo")
_CONFLICTS = ("conflictIns", "conflictDel")
_PROVISION = re.compile(r"_[\w-]+__[\w.-]+")
"""A bookmark of a provision; those of Word itself have one underscore."""
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_BOOKMARKS = f"{{{WORD}}}bookmarks"


@dataclass(slots=True)
class Remark:
    """One thing that was said of a provision, by one reviewer or by several alike.

    ``said`` are the lines of a comment, or a line as a reviewer marked it; ``current`` is the line without his marks, ``proposed`` with
    them accepted. ``others`` are the reviewers with whose edits an edit collides.
    """

    wid: str
    kind: str
    said: tuple[str | Marked, ...]
    current: str
    order: int
    proposed: str = ""
    reviewers: dict[str, None] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)
    resolved: bool = False
    others: tuple[str, ...] = ()

    @property
    def what(self) -> tuple[str, ...]:
        """What makes it the same as another one: provision, kind, and the words of a comment or the texts before and after an edit."""
        return (self.wid, self.kind, *((self.current, self.proposed) if self.kind == "edit" else map(str, self.said)))

    @property
    def key(self) -> str:
        """What a second run finds its answer by."""
        return sha1("\0".join(self.what).encode(errors="replace"), usedforsecurity=False).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a file, the provision in which it stands, and the numbers by which comments are anchored on it."""

    paragraph: Paragraph
    wid: str
    first: int
    last: int


def collect(files: Sequence[str], law: Law, jobs: int = 1) -> tuple[list[Remark], list[Finding]]:
    """Every remark in some .docx files on a (marked) law, in the order of the law, and what is wrong with the files.

    With ``jobs`` the files are read in so many processes; what comes out is the same.
    """
    own = frozenset(module.author or module.title for module in law.modules)
    asked = _Asked({wid: number for number, wid in enumerate(paths(law))}, own, frozenset(change.id for change in law.changes))
    read = partial(_remarks, asked)
    if jobs > 1:
        from modellaw.processes import pool

        with pool(jobs) as workers:
            found = list(workers.map(read, files))
    else:
        found = list(map(read, files))
    remarks: dict[tuple[str, ...], Remark] = {}
    findings: list[Finding] = []
    for said, noticed in found:
        findings += noticed
        for remark, reviewer in said:
            held = remarks.setdefault(remark.what, remark)
            held.reviewers[reviewer] = None
            held.replies += [reply for reply in remark.replies if reply not in held.replies]
            held.resolved = held.resolved or remark.resolved
    out = sorted(remarks.values(), key=lambda remark: (remark.order, remark.current, remark.kind))
    _collisions(out)
    return out, findings


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of the reviewed law: where its provisions stand, who signs its marks, its changes."""

    places: dict[str, int]
    own: frozenset[str]
    changes: frozenset[str]


def _remarks(asked: _Asked, file: str) -> tuple[list[tuple[Remark, str]], list[Finding]]:
    """The remarks of one file, each with its reviewer, and what is wrong with the file."""
    places, own = asked.places, asked.own
    data = read_bytes(file)
    document = read_docx(data, file)
    findings = [*document.findings, *outside(data, document, file, own)]
    lines = list(lines_of(document.law, places))
    if not any(line.wid for line in lines):
        raise InputError("none of its paragraphs is marked as a provision of this law", Place(file),
                         "is it a Word file that modellaw built of this edition?")  # fmt: skip
    findings += [*_twice(document.law, file), *_foreign(document.law, places, file)]
    said = [*_comments(document, lines, places, own, asked.changes), *_edits(document, lines, places, own)]
    for remark, _ in said:
        if not remark.wid:
            what = f"a {remark.kind} stands on no provision: {str(remark.said[0])[:80]}"
            findings.append(Finding("remark-without-place", Severity.WARNING, what, Place(file), "it is first in the matrix"))
    return said, findings


def lines_of(law: Law, places: Mapping[str, int]) -> Iterator[Line]:
    """The paragraphs of a document, each with the provision (a wid of ``places``) in which it stands."""
    wid, number = "", 0
    known = _bookmarks(places)
    for paragraph in paragraphs_of(law.document, notes=False):
        notes = sum(1 for inline in paragraph.content if isinstance(inline, Note) for _ in _paragraphs(inline))
        named = [known[name] for name in attribute(paragraph.attributes, _BOOKMARKS).split() if name in known]
        wid = named[-1] if named else wid
        yield Line(paragraph, wid, number, number + notes)
        number += notes + 1


def _bookmarks(places: Iterable[str]) -> dict[str, str]:
    """The bookmark of each provision to its wid: as the file's map has them, and as they are called where the map was lost."""
    names, _ = bookmark_names(places)
    return {f"_{wid}": wid for wid in places} | {name: wid for wid, name in names.items()}


def _paragraphs(note: Note) -> Iterator[Paragraph]:
    for block in note.blocks:
        yield from paragraphs_of(block)


def _twice(law: Law, file: str) -> Iterator[Finding]:
    """Provisions whose mark is there twice, by copying."""
    seen: set[str] = set()
    for paragraph in paragraphs_of(law.document, notes=False):
        for name in attribute(paragraph.attributes, _BOOKMARKS).split():
            if name in seen:
                yield Finding("provision-copied", Severity.WARNING, f"the provision {name.removeprefix('_')} is marked twice", Place(file),
                              "it was copied; remarks on the copy are told with the first one")  # fmt: skip
            seen.add(name)


def _foreign(law: Law, places: Mapping[str, int], file: str) -> Iterator[Finding]:
    """Provisions that are marked but are not of this law: the file is of another edition."""
    names = [name for line in paragraphs_of(law.document, notes=False) for name in attribute(line.attributes, _BOOKMARKS).split()]
    known = _bookmarks(places)
    other = [name.removeprefix("_") for name in names if _PROVISION.fullmatch(name) and name not in known]
    if other:
        what = f"{amount(len(other), 'provision')} of the file not of this edition, such as {other[0]}"
        yield Finding(
            "other-edition", Severity.WARNING, what, Place(file), "name the edition; what is said of them is told with what is before"
        )


def _comments(
    document: WordDocument, lines: Sequence[Line], places: Mapping[str, int], own: Set[str], changes: Set[str]
) -> Iterator[tuple[Remark, str]]:
    """Reviewers' comments with the answers to them; those that give the reasons of our own changes are none, what answers them is."""
    ours = {comment.id for comment in document.comments if comment.author in own and _told(comment).partition(":")[0].strip() in changes}
    parents = {comment.id: comment.parent for comment in document.comments if comment.parent not in ours}
    answers: dict[str, list[Comment]] = {}
    for comment in document.comments:
        if (first := thread_start(comment.id, parents)) != comment.id:
            answers.setdefault(first, []).append(comment)
    for comment in document.comments:
        if comment.id in ours or thread_start(comment.id, parents) != comment.id:
            continue
        line = line_of(comment, lines)
        replies = [f"{reply.author}: {_told(reply)}" for reply in answers.get(comment.id, ())]
        words = tuple(part for part in (text.strip() for text in comment.lines) if part) or ("(no words)",)
        wid = line.wid if line else ""
        current = " ".join("".join(map(inline_text, content_as(line.paragraph.content, View.AMENDED))).split()) if line else ""
        remark = Remark(wid, "comment", words, current, places.get(wid, -1), replies=replies, resolved=comment.resolved)
        yield remark, comment.author or "unknown"


def thread_start(comment: str, parents: Mapping[str, str]) -> str:
    """The comment that a thread begins with: LibreOffice lets an answer be answered."""
    seen = {comment}
    while (above := parents.get(comment, "")) and above in parents and above not in seen:
        seen.add(above)
        comment = above
    return comment


def _told(comment: Comment) -> str:
    return " ".join(line.strip() for line in comment.lines)


def line_of(comment: Comment, lines: Sequence[Line]) -> Line | None:
    """The line on which a comment is anchored, None for none."""
    anchor = comment.start or comment.end
    return next((line for line in lines if anchor is not None and line.first <= anchor[0] <= line.last), None)


def _edits(document: WordDocument, lines: Sequence[Line], places: Mapping[str, int], own: Set[str]) -> Iterator[tuple[Remark, str]]:
    """Tracked edits of reviewers, a remark for each line and reviewer, those in footnotes behind their line."""
    authors = {change.id: next((m.author for m in document.law.modules if m.id == change.module), "") for change in document.law.changes}
    rows = _rows(document.law)
    for _, group in groupby(enumerate(lines), lambda item: rows.get(id(item[1].paragraph), (-1, item[0]))):
        together = [line for _, line in group]
        paragraphs = [paragraph for line in together for paragraph in paragraphs_of(line.paragraph)]
        for some in [paragraphs] if len(together) > 1 else [[one] for one in paragraphs]:
            for author in dict.fromkeys(name for one in some for name in _editors(one, authors)):
                yield from _edit(together[0].wid, [_marked(one, author, authors, own) for one in some], author, places, own)


def _rows(law: Law) -> dict[int, tuple[int, int]]:
    """The lines of table rows that came or went whole, by the id() of the line, each with its row."""
    return {
        id(line): (number, at)
        for number, table in enumerate(block for block in blocks_of(law.document) if isinstance(block, Table))
        for at, row in enumerate(table.rows)
        if row.trace
        for cell in row.cells
        for block in cell.blocks
        for line in paragraphs_of(block, notes=False)
    }


def _edit(
    wid: str, lines: Sequence[tuple[tuple[str, str], ...]], author: str, places: Mapping[str, int], own: Set[str]
) -> Iterator[tuple[Remark, str]]:
    """What a reviewer marked in a line, or in the cells of a row, if it is no mark of our own."""
    parts = [part for at, line in enumerate(lines) for part in ((("", " | "), *line) if at else line)]
    if author not in own and any(kind for kind, _ in parts):
        texts = ("".join(words for kind, words in parts if kind != left_out) for left_out in ("ins", "del"))
        current, proposed = (" ".join(text.split()).strip(" |") for text in texts)
        yield Remark(wid, "edit", (Marked(tuple(parts)),), current, places.get(wid, -1), proposed), author


def _editors(paragraph: Paragraph, authors: Mapping[str, str]) -> list[str]:
    """Who marked anything in a line."""
    traces = [paragraph.trace, paragraph.seam, *(inline.trace for inline in cut_at_marks(paragraph.content))]
    changes = (change for trace in traces for change in (trace.inserted, trace.deleted) if change)
    return [author for author in dict.fromkeys(authors.get(change, "") for change in changes) if author]


def _marked(paragraph: Paragraph, author: str, authors: Mapping[str, str], own: Set[str]) -> tuple[tuple[str, str], ...]:
    """The line as it was sent out, our own changes made, with what one reviewer marks in it as "ins" and "del", stretch by stretch."""
    out: list[tuple[str, str]] = []
    for inline in cut_at_marks(paragraph.content):
        inserted, deleted = authors.get(inline.trace.inserted, ""), authors.get(inline.trace.deleted, "")
        if deleted in own or (inserted and inserted not in own and inserted != author) or inserted == deleted == author:
            continue
        words = inline_text(inline).replace("\t", " ")
        out.append(("ins" if inserted == author else "del" if deleted == author else "", words))
    for kind, signer in (("ins", paragraph.seam.inserted), ("del", paragraph.seam.deleted)):
        if authors.get(signer) == author:
            out.append((kind, " ¶"))
    joined = [(kind, "".join(words for _, words in group)) for kind, group in groupby(out, lambda part: part[0])]
    return tuple((kind, words) for kind, words in joined if words)


def _collisions(remarks: Iterable[Remark]) -> None:
    """Edits of one line that take out the same words, put different ones at one place, or change what another takes out."""
    edited: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        if remark.kind == "edit":
            edited.setdefault((remark.wid, remark.current), []).append(remark)
    for together in edited.values():
        found = [(one, _words_changed(one)) for one in together] if len(together) > 1 else []
        for one, mine in found:
            others = [other for other, theirs in found if other is not one and any(a.meets(b) for a in mine for b in theirs)]
            one.others = tuple(dict.fromkeys(name for other in others for name in other.reviewers if name not in one.reviewers))


def _words_changed(remark: Remark) -> list[Edit]:
    """What an edit does to the words of its line."""
    old, new = (tokens((Run(words),)) for words in (remark.current, remark.proposed))
    return [Edit(hunk.start, hunk.end, tuple(token.inline for token in new[hunk.new_start : hunk.new_end]), hunk.start)
            for hunk in changed_words(old, new)]  # fmt: skip


def outside(data: bytes, document: WordDocument, file: str, own: Set[str]) -> Iterator[Finding]:
    """What is not read as the law: edits in headers and footers, text boxes, conflicts that Word left; and whether it is protected."""
    package = OpenedPackage(data, file)
    settings = package.story("settings")
    if settings is not None and settings.find(w("documentProtection")) is not None:
        yield Finding("protected", Severity.NOTE, "the document is protected; what can be read is captured", Place(file))
    conflicts = [mark for name in _CONFLICTS for mark in package.xml(package.main).iter(f"{{{_WORD_2010}}}{name}")]
    if conflicts:
        words = "".join(map(str, conflicts[0].itertext())).strip()[:100]
        told = f"{amount(len(conflicts), 'unresolved conflict')} between authors who edited at the same time, the first at “{words}”"
        yield Finding("unresolved-conflict", Severity.WARNING, told, Place(file), "resolve them in Word, and store the file again")
    for kind, target in package.relations(package.main).values():
        if kind in {"header", "footer"} and target in package.names:
            marks = [mark for name in _REVISED for mark in package.xml(target).iter(w(name)) if mark.get(w("author"), "") not in own]
            if marks:
                words = f"{amount(len(marks), 'tracked change')} in a {kind}: no part of the law, and left out"
                yield Finding("outside-the-law", Severity.WARNING, words, Place(file, provision=target))
    for block in blocks_of(document.law.document):
        if isinstance(block, Group) and attribute(block.attributes, "name") == "textBox":
            words = " ".join(text_of(line) for line in paragraphs_of(block))[:100]
            yield Finding("outside-the-law", Severity.WARNING, f"a text box is no part of the law and is left out: “{words}”", Place(file))
