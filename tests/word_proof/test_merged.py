"""Merged reviewers' edits in LibreOffice: rejecting gives the text that was sent out, accepting what our own tree says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from kit import carried_out
from strategies import amendment_modules, laws

from modellaw.amend.ops import AmendmentModule
from modellaw.build import prepare
from modellaw.capture import bases, merge
from modellaw.capturing.merging import merged
from modellaw.capturing.signing import signers
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Options
from modellaw.model.changes import Change, Module
from modellaw.model.nodes import Law
from modellaw.model.views import accept
from modellaw.readers.config import read_project
from word_proof.clients import Office, our_lines
from word_proof.gathering import differences, gathered, same_in_libreoffice, three

DOCX = ("docx", "MS Word 2007 XML")


def merged_cases(count: int = 40) -> dict[str, Law]:
    """Random laws as two reviewers edited them, by an operation or three each: alone, and merged; the same in every run."""
    found: dict[str, Law] = {}

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(laws(), amendment_modules("a", 3), amendment_modules("b", 3))
    def collect(base: Law, one: AmendmentModule, two: AmendmentModule) -> None:
        edited = [("r1", accept(carried_out(base, one)[0])), ("r2", accept(carried_out(base, two)[0]))]
        versions = [(name, compare_laws(base, law, Options(moves=False)).marked) for name, law in edited if law != base]
        if len(versions) == 2:
            number = len(found) // 3
            for kind, laid in (("first", versions[:1]), ("second", versions[1:]), ("merged", versions)):
                found[f"{kind} {number}"] = signed(merged(base, laid)[0], laid)

    collect()
    return found


def signed(law: Law, versions: Sequence[tuple[str, Law]]) -> Law:
    names = dict.fromkeys([*(name for name, _ in versions), *signers(law)])
    modules = tuple(Module(name, f"Edits of {name}", "2024-05-06", f"Reviewer {name}") for name in names)
    return replace(law, changes=tuple(Change(name, name, "Edits.") for name in names), modules=modules)


def test_accepting_and_rejecting_merged_edits_are_exact_in_libreoffice(office: Office, tmp_path: Path) -> None:
    """But for what LibreOffice does wrong in the redline of one reviewer alone already (docs/word/tracked-changes.md)."""
    cases = merged_cases()
    assert len(cases) >= 60
    redline, original, consolidated = three(tmp_path, gathered(cases))
    wrong: set[tuple[str, str]] = set()
    for do, plain in (("reject", original), ("accept", consolidated)):
        assert not differences(cases, our_lines(redline, do), our_lines(plain, do))
        told = differences(cases, office.lines(redline, do), office.lines(plain))
        wrong |= {(kind, number) for kind, number in (one.partition(":")[0].split(" ") for one in told)}
    alone = {number for kind, number in wrong if kind != "merged"}
    assert len(alone) <= 2 and {number for kind, number in wrong if kind == "merged"} <= alone


def test_files_edited_in_libreoffice_are_merged(published: Path, office: Office, tmp_path: Path) -> None:
    texts = bases(list(prepare(read_project(str(published)))))
    sent = published / "build/housekeeping/consolidated.docx"
    edits = (
        [{"find": "may be cited as", "words": "is to be cited as"}, {"find": "16. List of annexes", "row": ["17. Anything else", "none"]},
         {"find": "Where the date is fixed by order"}],
        [{"find": "may be cited as", "words": "shall be cited as"}, {"find": "16. List of annexes", "row": ["17. Anything else", "none"]},
         {"find": "This Law commences on", "paragraph": "(2A)\tThe date is published in the Gazette."}],
    )  # fmt: skip
    files = [office.stored(sent, kind=DOCX, edits=one) for one in edits]
    found = merge([(file.name, file.read_bytes()) for file in files], texts)
    assert found.base.name == "housekeeping" and len(found.collisions) == 1
    redline, original, consolidated = three(tmp_path, found.law)
    for do, plain in (("reject", original), ("accept", consolidated)):
        assert our_lines(redline, do) == our_lines(plain, do)
        assert same_in_libreoffice(redline, do, office.lines(redline, do), office.lines(plain))
    accepted = "\n".join(our_lines(consolidated, "accept"))
    assert accepted.count("17. Anything else") == 1 and "published in the Gazette" in accepted
    assert "Where the date is fixed by order" not in accepted
