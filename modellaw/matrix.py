"""The matrix of what reviewers said: remarks as a table, with the answers that drafters filled in before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from modellaw.errors import Finding, InputError, Place, Severity
from modellaw.model.address import cite, paths
from modellaw.model.changes import View
from modellaw.model.nodes import Law, Paragraph, Row, Table, attribute
from modellaw.model.views import accept
from modellaw.model.walk import blocks_of, paragraphs_of, text_of
from modellaw.readers.docx import read_docx
from modellaw.readers.docx_story import WORD
from modellaw.readers.xml import read_bytes
from modellaw.review import Remark
from modellaw.values import dataclass, replace
from modellaw.writers.register import touched_by
from modellaw.writers.sheets import ROW, Sheet

COLUMNS = ("Provision", "Current text", "Reviewers", "Number", "Kind", "Comment or proposed text", "Changes concerned", "Note", "Status",
           "Answer", "Key")  # fmt: skip
STATUSES = ("open", "accepted", "accepted in part", "rejected", "to be discussed", "resolved")
LOST = "Answers without a remark"
_PRINTED = ("Provision", "Current text", "Reviewers", "Comment or proposed text", "Changes concerned", "Status", "Answer", "Key")
_FILL = frozenset({"Status", "Answer"})
_BOOKMARKS = f"{{{WORD}}}bookmarks"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a drafter filled in for a remark, and where the remark was told."""

    status: str
    answer: str
    provision: str = ""
    reviewers: str = ""
    said: str = ""

    @property
    def filled(self) -> bool:
        """Whether a drafter said anything."""
        return bool(self.answer) or self.status not in ("", "open", "resolved")


def matrix(remarks: Sequence[Remark], law: Law, answers: Mapping[str, Answer]) -> Sheet:
    """The remarks as a table, with the answers of an earlier matrix, by key."""
    known, touched = paths(law), touched_by(law)
    rows = []
    for remark in remarks:
        path = known.get(remark.wid, ())
        cited = (cite(path, View.AMENDED) or cite(path, View.ORIGINAL)) if path else "(no provision)"
        if path and remark.kind == "edit" and not remark.current:
            cited = f"after {cited}"
        filled = answers.get(remark.key, Answer("resolved" if remark.resolved else "open", ""))
        concerned = dict.fromkeys(change for step in path[-2:] for change in touched.get(step.wid, ()))
        note = f"collides with {_listed(remark.others)}" if remark.others else ""
        said = (*remark.said, *(f"→ {reply}" for reply in remark.replies))
        reviewers, number = tuple(remark.reviewers), str(len(remark.reviewers))
        rows.append((cited, remark.current or "–", reviewers, number, remark.kind, said, tuple(concerned), note, filled.status,
                     filled.answer, remark.key))  # fmt: skip
    about = (
        "What reviewers said and proposed, provision by provision: struck out is what goes, underlined what comes. Status and answer are"
        " filled in in the workbook or in the Word file, and kept when the matrix is made again."
    )
    return Sheet("Comments matrix", about, COLUMNS, tuple(rows), fill=_FILL, choices=(("Status", STATUSES),), key="Key")


def _listed(names: Sequence[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def printed(sheet: Sheet) -> Sheet:
    """The matrix for paper and screen: number, kind and note stand with what they are of."""
    at = {name: index for index, name in enumerate(sheet.columns)}
    rows = []
    for row in sheet.rows:
        cells = list(row)
        note, number = str(row[at["Note"]]), str(row[at["Number"]])
        said, reviewers = row[at["Comment or proposed text"]], row[at["Reviewers"]]
        assert isinstance(said, tuple) and isinstance(reviewers, tuple)
        cells[at["Comment or proposed text"]] = (*said, f"({note})") if note else said
        cells[at["Reviewers"]] = (*reviewers, f"({number} reviewers)") if number != "1" else reviewers
        rows.append(tuple(cells[at[name]] for name in _PRINTED))
    return replace(sheet, columns=_PRINTED, rows=tuple(rows))


def without_remark(answers: Mapping[str, Answer], remarks: Sequence[Remark]) -> Sheet:
    """The answers whose remark is no longer there."""
    here = {remark.key for remark in remarks}
    gone = tuple((one.provision, one.reviewers, one.said, one.status, one.answer, key)
                 for key, one in answers.items() if one.filled and key not in here)  # fmt: skip
    columns = ("Provision", "Reviewers", "Comment or proposed text", "Status", "Answer", "Key")
    return Sheet(LOST, "Answers to remarks that no file has any more.", columns, gone, fill=_FILL, key="Key")


# --- answers that were filled in


def answers_in(stem: Path) -> tuple[dict[str, Answer], list[Finding]]:
    """What was filled into an earlier matrix, by key: in its workbook, in its Word file, or in both.

    What differs from the last run (the JSON) was filled in since; where both differ, both answers stand. InputError for a file that is
    no matrix.
    """
    book, word, last = _in_workbook(stem.with_suffix(".xlsx")), _in_word(stem.with_suffix(".docx")), _in_json(stem.with_suffix(".json"))
    out: dict[str, Answer] = {}
    findings = []
    for key in dict.fromkeys((*book, *word)):
        mine, theirs, before = book.get(key), word.get(key), last.get(key, Answer("open", ""))
        if mine is None or theirs is None or (mine.status == theirs.status and mine.answer == theirs.answer):
            out[key] = mine or theirs or before
            continue
        status, _ = _newer(mine.status, theirs.status, before.status)
        answer, both = _newer(mine.answer, theirs.answer, before.answer)
        out[key] = replace(mine, status=status, answer=answer)
        if both:
            words = f"workbook and Word file answer differently to “{mine.said[:80]}”: both answers are kept"
            place = Place(str(stem.with_suffix(".xlsx")), provision=mine.provision)
            findings.append(Finding("answers-differ", Severity.WARNING, words, place, "look at the row, and keep what is meant"))
    return out, findings


def _newer(mine: str, theirs: str, before: str) -> tuple[str, bool]:
    """Which of two words was written since; both, and True, where both were."""
    if mine == theirs or theirs == before:
        return mine, False
    return (theirs, False) if mine == before else (f"{mine}\n{theirs}", True)


def _in_workbook(path: Path) -> dict[str, Answer]:
    if not path.is_file():
        return {}
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheets = [[["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
                  for page in load_workbook(path, read_only=True, data_only=True).worksheets]  # fmt: skip
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError, IndexError) as error:
        raise InputError(
            "the earlier matrix cannot be read", Place(str(path)), "move it away, or mend it: its answers would be lost"
        ) from error
    if not sheets or not sheets[0] or not {"Status", "Answer", "Key"} <= set(sheets[0][0]):
        raise InputError(
            "the workbook has no columns Status, Answer and Key", Place(str(path)), "is it a comments matrix? choose another name"
        )
    out: dict[str, Answer] = {}
    for rows in reversed(sheets):
        if rows and "Key" in rows[0]:
            out |= {row["Key"]: _answer(row) for cells in rows[1:] if (row := dict(zip(rows[0], cells, strict=False)))["Key"]}
    return out


def _in_word(path: Path) -> dict[str, Answer]:
    """The answers in the tables of a Word file, by the bookmarks of their rows; tracked changes count as accepted."""
    if not path.is_file():
        return {}
    document = accept(read_docx(read_bytes(str(path)), str(path)).law).document
    tables = [block for block in blocks_of(document) if isinstance(block, Table) and block.rows]
    heads = [[_words(cell, " ") for cell in _cells(table.rows[0])] for table in tables]
    if not any({"Status", "Answer"} <= set(names) for names in heads):
        raise InputError("the Word file is no comments matrix", Place(str(path)), "it would be overwritten: choose another name with -o")
    out: dict[str, Answer] = {}
    for names, table in zip(heads, tables, strict=True):
        for row in table.rows[1:]:
            if (key := _key(row)) and "Answer" in names:
                out[key] = _answer({name: _words(cell, "\n") for name, cell in zip(names, _cells(row), strict=False)})
    return out


def _cells(row: Row) -> list[list[Paragraph]]:
    return [[line for block in cell.blocks for line in paragraphs_of(block, notes=False)] for cell in row.cells]


def _words(lines: Sequence[Paragraph], joint: str) -> str:
    return joint.join(filter(None, (text_of(line).strip() for line in lines)))


def _key(row: Row) -> str:
    names = [name for lines in _cells(row) for line in lines for name in attribute(line.attributes, _BOOKMARKS).split()]
    return next((name.removeprefix(f"_{ROW}") for name in names if name.startswith(f"_{ROW}")), "")


def _in_json(path: Path) -> dict[str, Answer]:
    """What the last run knew; nothing where that cannot be read."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        return {
            row["Key"]: _answer({name: "\n".join(cell) if isinstance(cell, list) else cell for name, cell in row.items()}) for row in rows
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _answer(row: Mapping[str, str]) -> Answer:
    return Answer(row.get("Status", "") or "open", row.get("Answer", ""), row.get("Provision", ""), row.get("Reviewers", ""),
                  row.get("Comment or proposed text", ""))  # fmt: skip
