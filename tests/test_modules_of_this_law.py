"""The three modules of this law: every operation is used, the two subjects meet in many provisions, and neither needs the other."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from conftest import ROOT

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    EACH,
    LAST,
    AmendmentModule,
    Insert,
    InsertText,
    OmitText,
    Operation,
    Repeal,
    ReplaceText,
    Scope,
    Substitute,
    Where,
)
from modellaw.build import read_law, read_modules
from modellaw.errors import ConflictError
from modellaw.model.changes import Status
from modellaw.model.nodes import Provision

FILES = {name: str(ROOT / f"amendments/{name}.xml") for name in ("electronic_evidence", "special_investigative_techniques", "housekeeping")}


@pytest.fixture(scope="module")
def modules() -> dict[str, AmendmentModule]:
    return {module.module.id: module for module in read_modules(list(FILES.values()))}


def operations(modules: dict[str, AmendmentModule]) -> list[Operation]:
    return [step.operation for module in modules.values() for change in module.amendments for step in change.steps]


def test_every_operation_of_the_manual_occurs(modules: dict[str, AmendmentModule]) -> None:
    used = operations(modules)
    assert {type(op) for op in used} == set(get_args(Operation))
    assert {op.position.where for op in used if isinstance(op, Insert)} == set(Where)
    repeals = [op for op in used if isinstance(op, Repeal)]
    assert {bool(op.text) for op in repeals} == {bool(op.up_to) for op in repeals} == {True, False}
    substitutes = [op for op in used if isinstance(op, Substitute)]
    assert {bool(op.up_to) for op in substitutes} == {op.opening for op in substitutes} == {True, False}
    replaced = [op.blocks[0] for op in substitutes if isinstance(op.blocks[0], Provision)]
    assert any(block.level == "attachment" for block in replaced)
    words = [op.words for op in used if isinstance(op, ReplaceText | InsertText | OmitText)]
    assert {EACH, LAST, 2} <= {one.occurrence for one in words} and any(one.expect > 1 for one in words)
    assert {Scope.ALL, Scope.TEXT, Scope.HEADING, Scope.TABLES} <= {one.scope for one in words}
    assert {op.after for op in used if isinstance(op, InsertText)} == {True, False}


def test_changes_commence_by_date_and_by_condition_and_some_are_not_carried_out(modules: dict[str, AmendmentModule]) -> None:
    changes = [amendment.change for module in modules.values() for amendment in module.amendments]
    assert any(change.commencement.date for change in changes) and any(change.commencement.condition for change in changes)
    assert {change.status for change in changes} >= {Status.APPLIED, Status.IGNORED}
    assert all(change.rationale and change.title for change in changes)


def test_the_two_subjects_touch_ten_provisions_together_and_do_not_refer_to_each_other(published: Path) -> None:
    rows = json.loads((published / "build/full/register.json").read_text())
    sections = {
        module: {
            found[1]
            for row in rows
            if row["module"] == module
            for place in row["places"]
            if (found := re.search(r"section (\d+)\b", place))
        }
        for module in ("ee", "sit")
    }
    assert len(sections["ee"] & sections["sit"]) >= 10
    for file, other in (("electronic_evidence", "sit__"), ("special_investigative_techniques", "ee__")):
        assert other not in Path(FILES[file]).read_text("utf-8")


def test_corrections_to_the_base_law_conflict_with_modules_only_in_tables(modules: dict[str, AmendmentModule]) -> None:
    law = read_law(str(ROOT / "source/2007_model_law.xml"))
    with pytest.raises(ConflictError) as caught:
        apply_modules(law, list(modules.values()))
    assert all("one inserts a row into a table of which the other changes the columns" in str(error) for error in caught.value.errors)
