"""Reviewers' files as one matrix: their comments and tracked edits by provision, agreeing ones merged, colliding ones side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha1
from pathlib import Path

from modellaw.errors import Finding, InputError, Place, Severity
from modellaw.model.address import cite, paths
from modellaw.model.changes import Trace, View
from modellaw.model.nodes import Group, Inline, Law, Note, Paragraph, attribute
from modellaw.model.walk import blocks_of, inline_text, paragraphs_of, text_of
from modellaw.ooxml.opened import OpenedPackage, w
from modellaw.readers.docx import Comment, WordDocument, read_docx
from modellaw.readers.docx_story import WORD
from modellaw.readers.xml import read_bytes
from modellaw.writers.docx_bookmarks import bookmark_names
from modellaw.writers.register import touched_by
from modellaw.writers.sheets import Sheet

COLUMNS = ("Provision", "Current text", "Reviewers", "Number", "Kind", "Comment or proposed text", "Changes concerned", "Note", "Status",
           "Answer", "Key")  # fmt: skip
_REVISED = ("ins", "del", "moveFrom", "moveTo")
_CONFLICTS = ("conflictIns", "conflictDel")
_PROVISION = re.compile(r"_[\w-]+__[\w.-]+")
"""A bookmark of a provision; those of Word itself have one underscore."""
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_BOOKMARKS = f"{{{WORD}}}bookmarks"


@dataclass(slots=True)
class Remark:
    """One thing that was said of a provision, by one reviewer or by several in the same words."""

    wid: str
    kind: str
    said: tuple[str, ...]
    current: str
    order: int
    reviewers: dict[str, None] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)
    resolved: bool = False
    collides: bool = False

    @property
    def key(self) -> str:
        """What a second run finds its answer by: provision, kind and words."""
        return sha1("\0".join((self.wid, self.kind, *self.said)).encode(errors="replace"), usedforsecurity=False).hexdigest()[:12]


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
    remarks: dict[tuple[str, str, tuple[str, ...]], Remark] = {}
    findings: list[Finding] = []
    for said, noticed in found:
        findings += noticed
        for remark, reviewer in said:
            held = remarks.setdefault((remark.wid, remark.kind, remark.said), remark)
            held.reviewers[reviewer] = None
            held.replies += [reply for reply in remark.replies if reply not in held.replies]
            held.resolved = held.resolved or remark.resolved
    out = sorted(remarks.values(), key=lambda remark: (remark.order, remark.current, remark.kind))
    _collisions(out)
    return out, findings


@dataclass(frozen=True)
class _Asked:
    """What is known of the reviewed law: where its provisions stand, who signs its marks, its changes."""

    places: dict[str, int]
    own: frozenset[str]
    changes: frozenset[str]


def _remarks(asked: _Asked, file: str) -> tuple[list[tuple[Remark, str]], list[Finding]]:
    """The remarks of one file, each with its reviewer, and what is wrong with the file."""
    places, own = asked.places, set(asked.own)
    data = read_bytes(file)
    document = read_docx(data, file)
    findings = [*document.findings, *outside(data, document, file, own)]
    lines = list(lines_of(document.law, places))
    if not any(line.wid for line in lines):
        raise InputError("none of its paragraphs is marked as a provision of this law", Place(file),
                         "is it a Word file that modellaw built of this edition?")  # fmt: skip
    findings += [*_twice(document.law, file), *_foreign(document.law, places, file)]
    said = [*_comments(document, lines, places, own, set(asked.changes)), *_edits(document, lines, places, own)]
    for remark, _ in said:
        if not remark.wid:
            what = f"a {remark.kind} stands on no provision: {remark.said[0][:80]}"
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
        what = f"{len(other)} provisions of the file are not of this edition, such as {other[0]}"
        yield Finding(
            "other-edition", Severity.WARNING, what, Place(file), "name the edition; what is said of them is told with what is before"
        )


def _comments(
    document: WordDocument, lines: Sequence[Line], places: Mapping[str, int], own: set[str], changes: set[str]
) -> Iterator[tuple[Remark, str]]:
    """Reviewers' comments with the answers to them; those that give the reasons of our own changes are none, what answers them is."""
    ours = {comment.id for comment in document.comments if comment.author in own and _told(comment).partition(":")[0].strip() in changes}
    parents = {comment.id: comment.parent for comment in document.comments if comment.parent not in ours}
    answers: dict[str, list[Comment]] = {}
    for comment in document.comments:
        if (first := _first(comment.id, parents)) != comment.id:
            answers.setdefault(first, []).append(comment)
    for comment in document.comments:
        if comment.id in ours or _first(comment.id, parents) != comment.id:
            continue
        line = line_of(comment, lines)
        replies = [f"{reply.author}: {_told(reply)}" for reply in answers.get(comment.id, ())]
        words = tuple(part for part in (text.strip() for text in comment.lines) if part) or ("(no words)",)
        wid = line.wid if line else ""
        remark = Remark(wid, "comment", words, _current(line.paragraph) if line else "", places.get(wid, -1), {}, replies, comment.resolved)
        yield remark, comment.author or "unknown"


def _first(comment: str, parents: Mapping[str, str]) -> str:
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


def _edits(document: WordDocument, lines: Sequence[Line], places: Mapping[str, int], own: set[str]) -> Iterator[tuple[Remark, str]]:
    """Tracked edits of reviewers, a remark for each line and reviewer."""
    authors = {change.id: next((m.author for m in document.law.modules if m.id == change.module), "") for change in document.law.changes}
    for line in lines:
        traces = [line.paragraph.trace, line.paragraph.seam, *(inline.trace for inline in line.paragraph.content)]
        editing = dict.fromkeys(authors.get(change, "") for trace in traces for change in (trace.inserted, trace.deleted) if change)
        for author in editing:
            if author and author not in own:
                proposed = _proposed(line.paragraph, author, authors)
                if proposed:
                    yield Remark(line.wid, "edit", (proposed,), _current(line.paragraph, author, authors), places.get(line.wid, -1)), author


def _proposed(paragraph: Paragraph, author: str, authors: Mapping[str, str]) -> str:
    """The line with what one reviewer changes in brackets; what others change is left as it was."""
    out = []
    for inline in paragraph.content:
        words = inline_text(inline)
        inserted, deleted = authors.get(inline.trace.inserted, ""), authors.get(inline.trace.deleted, "")
        if inserted == author and deleted != author:
            out.append(f"{{+{words}+}}")
        elif deleted == author and inserted != author:
            out.append(f"[-{words}-]")
        elif not inline.trace.inserted:
            out.append(words)
    said = "".join(out).strip()
    if paragraph.seam:
        said += " {+¶+}" if authors.get(paragraph.seam.inserted) == author else ""
        said += " [-¶-]" if authors.get(paragraph.seam.deleted) == author else ""
    return said if "{+" in said or "[-" in said else ""


def _current(paragraph: Paragraph, author: str = "", authors: Mapping[str, str] = {}) -> str:
    """The line without what a reviewer changes; without a reviewer as it stands."""

    def stands(inline: Inline) -> bool:
        trace: Trace = inline.trace
        return not trace.deleted if not author else not (trace.inserted and authors.get(trace.inserted) == author)

    return " ".join("".join(inline_text(inline) for inline in paragraph.content if stands(inline)).split())


def _collisions(remarks: Iterable[Remark]) -> None:
    """Different edits of one line collide."""
    edited: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        if remark.kind == "edit":
            edited.setdefault((remark.wid, remark.current), []).append(remark)
    for together in edited.values():
        for remark in together:
            remark.collides = len(together) > 1


def outside(data: bytes, document: WordDocument, file: str, own: set[str]) -> Iterator[Finding]:
    """What is not read as the law: edits in headers and footers, text boxes, conflicts that Word left; and whether it is protected."""
    package = OpenedPackage(data, file)
    settings = package.story("settings")
    if settings is not None and settings.find(w("documentProtection")) is not None:
        yield Finding("protected", Severity.NOTE, "the document is protected; what can be read is captured", Place(file))
    conflicts = [mark for name in _CONFLICTS for mark in package.xml(package.main).iter(f"{{{_WORD_2010}}}{name}")]
    if conflicts:
        words = "".join(map(str, conflicts[0].itertext())).strip()[:100]
        told = f"{len(conflicts)} conflicts between authors who edited at the same time are unresolved, the first at “{words}”"
        yield Finding("unresolved-conflict", Severity.WARNING, told, Place(file), "resolve them in Word, and store the file again")
    for kind, target in package.relations(package.main).values():
        if kind in {"header", "footer"} and target in package.names:
            marks = [mark for name in _REVISED for mark in package.xml(target).iter(w(name)) if mark.get(w("author"), "") not in own]
            if marks:
                words = f"{len(marks)} tracked changes in a {kind} are no part of the law and are left out"
                yield Finding("outside-the-law", Severity.WARNING, words, Place(file, provision=target))
    for block in blocks_of(document.law.document):
        if isinstance(block, Group) and attribute(block.attributes, "name") == "textBox":
            words = " ".join(text_of(line) for line in paragraphs_of(block))[:100]
            yield Finding("outside-the-law", Severity.WARNING, f"a text box is no part of the law and is left out: “{words}”", Place(file))


def matrix(remarks: Sequence[Remark], law: Law, answers: Mapping[str, tuple[str, str]]) -> Sheet:
    """The remarks as a table; ``answers`` has status and answer of an earlier matrix, by key."""
    known, touched = paths(law), touched_by(law)
    rows = []
    for remark in remarks:
        path = known.get(remark.wid, ())
        cited = (cite(path, View.AMENDED) or cite(path, View.ORIGINAL)) if path else "(no provision)"
        status, answer = answers.get(remark.key, ("resolved" if remark.resolved else "open", ""))
        concerned = dict.fromkeys(change for step in path[-2:] for change in touched.get(step.wid, ()))
        note = "collides with another edit" if remark.collides else ""
        said = (*remark.said, *(f"→ {reply}" for reply in remark.replies))
        reviewers, number = tuple(remark.reviewers), str(len(remark.reviewers))
        rows.append(
            (cited, remark.current or "–", reviewers, number, remark.kind, said, tuple(concerned), note, status, answer, remark.key)
        )
    about = "What reviewers said and proposed, provision by provision. Status and answer are kept when the matrix is made again."
    return Sheet("Comments matrix", about, COLUMNS, tuple(rows))


def answers_in(path: Path) -> dict[str, tuple[str, str]]:
    """Status and answer by key, from a matrix that was filled in. Raises InputError for a workbook that is none."""
    if not path.is_file():
        return {}
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        rows = list(load_workbook(path, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True))
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError, IndexError) as error:
        raise InputError(
            "the earlier matrix cannot be read", Place(str(path)), "move it away, or mend it: its answers would be lost"
        ) from error
    head = [str(name or "") for name in rows[0]] if rows else []
    if not {"Status", "Answer", "Key"} <= set(head):
        raise InputError(
            "the workbook has no columns Status, Answer and Key", Place(str(path)), "is it a comments matrix? choose another name"
        )
    at = {name: head.index(name) for name in ("Status", "Answer", "Key")}
    return {str(row[at["Key"]]): (str(row[at["Status"]] or "open"), str(row[at["Answer"]] or "")) for row in rows[1:] if row[at["Key"]]}


def lost(answers: Mapping[str, tuple[str, str]], remarks: Sequence[Remark]) -> list[str]:
    """The keys of answers whose remark is no longer there."""
    here = {remark.key for remark in remarks}
    return [key for key, (_, answer) in answers.items() if answer and key not in here]
