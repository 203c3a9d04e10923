"""Edits made in LibreOffice with tracked changes on, stored by it as .docx, are captured as a drafter would write them."""

from __future__ import annotations

from pathlib import Path

from modellaw.amend.ops import Operation
from modellaw.build import prepare
from modellaw.capture import bases, capture, decided
from modellaw.capturing.decisions import State
from modellaw.model.changes import Module
from modellaw.readers.config import read_project
from word_proof.clients import Office

DOCX = ("docx", "MS Word 2007 XML")
EDITS = (
    {"find": "may be cited as", "words": "is to be cited as"},
    {"find": "This Law commences on", "paragraph": "(2A)\tThe date is published in the Gazette."},
    {"find": "Where the date is fixed by order"},
    {"find": "16. List of annexes", "row": ["17. Anything else", "none"]},
)


def test_what_libreoffice_only_stores_is_the_same_law(published: Path, office: Office) -> None:
    texts = bases(list(prepare(read_project(str(published)))))
    stored = office.stored(published / "build/full/redline.docx", kind=DOCX)
    assert capture(stored.read_bytes(), stored.name, texts, Module("cap", "", "", "")).modules == ()
    _, found = decided(stored.read_bytes(), stored.name, texts)
    assert len(found) > 40 and sum(one.state is not State.UNTOUCHED for one in found) <= 1


def test_edits_in_libreoffice_become_operations(published: Path, office: Office) -> None:
    texts = bases(list(prepare(read_project(str(published)))))
    stored = office.stored(published / "build/housekeeping/consolidated.docx", kind=DOCX, edits=EDITS)
    found = capture(stored.read_bytes(), stored.name, texts, Module("cap", "", "", ""))
    assert found.base.name == "housekeeping"
    (module,) = found.modules
    steps: list[Operation] = [step.operation for one in module.amendments for step in one.steps]
    assert [type(step).__name__ for step in steps] == ["ReplaceText", "Insert", "InsertRow", "Repeal"]
