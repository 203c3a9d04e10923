"""Reviewers' files as one matrix: their comments and tracked edits by provision, agreeing ones merged, colliding ones side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path

from modellaw.errors import Finding, InputError, Place, Severity
from modellaw.model.address import cite, paths
from modellaw.model.changes import Trace, View
from modellaw.model.nodes import Inline, Law, Note, Paragraph, attribute
from modellaw.model.walk import inline_text, paragraphs_of
from modellaw.readers.docx import Comment, WordDocument, read_docx
from modellaw.readers.docx_story import WORD
from modellaw.readers.xml import read_bytes
from modellaw.writers.register import touched_by
from modellaw.writers.sheets import Sheet

COLUMNS = ("Provision", "Current text", "Reviewers", "Number", "Kind", "Comment or proposed text", "Changes concerned", "Note", "Status",
           "Answer", "Key")  # fmt: skip
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


def collect(files: Sequence[str], law: Law) -> tuple[list[Remark], list[Finding]]:
    """Every remark in some .docx files on a (marked) law, in the order of the law, and what is wrong with the files."""
    places = {wid: number for number, wid in enumerate(paths(law))}
    own = {module.author or module.title for module in law.modules}
    changes = {change.id for change in law.changes}
    remarks: dict[tuple[str, str, tuple[str, ...]], Remark] = {}
    findings: list[Finding] = []
    for file in files:
        document = read_docx(read_bytes(file), file)
        findings += document.findings
        lines = list(lines_of(document.law, places))
        known = {line.wid for line in lines if line.wid}
        if not known:
            raise InputError("none of its paragraphs is marked as a provision of this law", Place(file),
                             "is it a Word file that modellaw built of this edition?")  # fmt: skip
        findings += _twice(document.law, file)
        for remark, reviewer in (*_comments(document, lines, places, own, changes), *_edits(document, lines, places, own)):
            held = remarks.setdefault((remark.wid, remark.kind, remark.said), remark)
            held.reviewers[reviewer] = None
            held.replies += [reply for reply in remark.replies if reply not in held.replies]
            held.resolved = held.resolved or remark.resolved
            if not remark.wid:
                what = f"a {remark.kind} stands on no provision: {remark.said[0][:80]}"
                findings.append(Finding("remark-without-place", Severity.WARNING, what, Place(file), "it is first in the matrix"))
    out = sorted(remarks.values(), key=lambda remark: (remark.order, remark.current, remark.kind))
    _collisions(out)
    return out, findings


def lines_of(law: Law, places: Mapping[str, int]) -> Iterator[Line]:
    """The paragraphs of a document, each with the provision (a wid of ``places``) in which it stands."""
    wid, number = "", 0
    for paragraph in paragraphs_of(law.document, notes=False):
        notes = sum(1 for inline in paragraph.content if isinstance(inline, Note) for _ in _paragraphs(inline))
        named = [name.removeprefix("_") for name in attribute(paragraph.attributes, _BOOKMARKS).split()]
        wid = next((name for name in reversed(named) if name in places), wid)
        yield Line(paragraph, wid, number, number + notes)
        number += notes + 1


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


def _comments(
    document: WordDocument, lines: Sequence[Line], places: Mapping[str, int], own: set[str], changes: set[str]
) -> Iterator[tuple[Remark, str]]:
    """Reviewers' comments with the answers to them; those that give the reasons of our own changes are none, what answers them is."""
    ours = {comment.id for comment in document.comments if comment.author in own and _told(comment).partition(":")[0].strip() in changes}
    answers: dict[str, list[Comment]] = {}
    for comment in document.comments:
        if comment.parent and comment.parent not in ours:
            answers.setdefault(comment.parent, []).append(comment)
    for comment in document.comments:
        if comment.id in ours or (comment.parent and comment.parent not in ours):
            continue
        line = line_of(comment, lines)
        replies = [f"{reply.author}: {_told(reply)}" for reply in answers.get(comment.id, ())]
        words = tuple(part for part in (text.strip() for text in comment.lines) if part) or ("(no words)",)
        wid = line.wid if line else ""
        remark = Remark(wid, "comment", words, _current(line.paragraph) if line else "", places.get(wid, -1), {}, replies, comment.resolved)
        yield remark, comment.author or "unknown"


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
