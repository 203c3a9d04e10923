"""Edits made in LibreOffice with tracked changes on, stored by it as .docx, are captured as a drafter would write them."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from captured import drafted, words

from modellaw.amend.ops import Operation
from modellaw.build import prepare
from modellaw.capture import bases, capture, decided
from modellaw.capturing.decisions import State
from modellaw.capturing.laying import lay
from modellaw.errors import InputError
from modellaw.model.changes import Module
from modellaw.model.views import accept, reject
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.ooxml.opened import OpenedPackage, w
from modellaw.project import Document, Publication
from modellaw.readers.config import read_project
from modellaw.readers.docx import read_docx
from modellaw.writers.docx import docx_bytes
from word_proof.cases import random_cases
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


def section_length(path: Path, heading: str) -> int:
    """How many paragraphs a section has in a Word file, tables apart."""
    lines = [p for p in docx.Document(str(path)).paragraphs if p.style is not None and not str(p.style.name).lower().startswith("toc")]
    start = next(at for at, line in enumerate(lines) if heading in line.text)
    heads = ("Section heading", "Part", "Chapter")
    return next(at for at, line in enumerate(lines) if at > start and line.style is not None and line.style.name in heads) - start


@pytest.mark.parametrize(
    ("edit", "kinds", "said"),
    [
        ({"find": "may be cited", "type": " in all courts"}, ["InsertText"], "may be cited in all courts as"),
        ({"find": "Where the date is fixed by order"}, ["Repeal"], ""),
        ({"find": "Where the date is fixed by order", "copy": 1, "behind": "This Law commences on"}, ["Insert"], ""),
        ({"find": "16. List of annexes", "row": ["17. Anything else", "none"]}, ["InsertRow"], "17. Anything else"),
        ({"find": "51\u2003Remedies", "move": 0, "behind": "dispense with legalization by treaty"}, ["Move"], ""),
    ],
    ids=["typing", "deleting", "pasting a paragraph", "inserting a row", "moving a section"],
)
def test_each_kind_of_edit_in_libreoffice_is_captured(
    published: Path, office: Office, edit: dict[str, object], kinds: list[str], said: str
) -> None:
    texts = bases(list(prepare(read_project(str(published)))))
    path = published / "build/housekeeping/consolidated.docx"
    if "move" in edit:
        edit = {**edit, "move": section_length(path, str(edit["find"]))}
    stored = office.stored(path, kind=DOCX, edits=[edit])
    found = capture(stored.read_bytes(), stored.name, texts, Module("cap", "", "", ""))
    (module,) = found.modules
    steps: list[Operation] = [step.operation for one in module.amendments for step in one.steps]
    assert [type(step).__name__ for step in steps] == kinds, steps
    new = " ".join(text_of(line) for line in paragraphs_of(found.base.carry_out(module).document))
    assert said in new


def test_random_laws_come_back_from_libreoffice(office: Office, tmp_path: Path) -> None:
    """Redlines that LibreOffice opened and stored are captured exactly, but for what it loses (docs/word/tracked-changes.md)."""
    exact = 0
    for name, law in random_cases(100).items():
        path = tmp_path / "redline.docx"
        path.write_bytes(docx_bytes(Publication(Document.REDLINE, law, "T")))
        stored = office.stored(path, kind=DOCX)
        try:
            laid = lay(reject(law), accept(read_docx(stored.read_bytes(), name).law))
        except InputError as error:
            assert "not well-formed XML" in str(error)  # as LibreOffice stored it
            continue
        same = words(laid.law) == words(accept(law))
        assert same or begins_deleted(path), name
        if same:
            drafted(reject(law), laid.law)  # raises unless a module gives exactly that
            exact += 1
    assert exact >= 90


def begins_deleted(path: Path) -> bool:
    """Whether a paragraph whose style is changed begins with words that go: LibreOffice may store them as words that stay."""
    package = OpenedPackage(path.read_bytes(), path.name)
    for paragraph in package.xml(package.main).iter(w("p")):
        runs = [child for child in paragraph if re.search(r"}(r|ins|del|hyperlink)$", str(child.tag))]
        if next(paragraph.iter(w("pPrChange")), None) is not None and runs and runs[0].tag == w("del"):
            return True
    return False
