"""Rejecting every change of a redline gives the original text, accepting every change the consolidated one, in every client."""

from pathlib import Path

import pytest

from modellaw.model.nodes import Law
from word_proof.clients import our_lines
from word_proof.conftest import Files
from word_proof.gathering import differences

Cases = dict[str, dict[str, Law]]
KINDS = ("real", "random")
EDITIONS = ("electronic-evidence", "full", "housekeeping", "special-investigative-techniques")


def edition(published: Path, name: str) -> Files:
    folder = published / "build" / name
    return folder / "redline.docx", folder / "original.docx", folder / "consolidated.docx"


def test_there_are_cases_enough(many: Cases, published: Path) -> None:
    assert len(many["real"]) >= 200 and len(many["random"]) >= 100
    assert {path.parent.name for path in (published / "build").glob("*/redline.docx")} == set(EDITIONS)


@pytest.mark.parametrize("kind", KINDS)
def test_our_reader_sees_both_texts_of_the_many_cases(kind: str, many: Cases, gathered_files: dict[str, Files]) -> None:
    redline, original, consolidated = gathered_files[kind]
    assert not differences(many[kind], our_lines(redline, "reject"), our_lines(original, "reject"))
    assert not differences(many[kind], our_lines(redline, "accept"), our_lines(consolidated, "accept"))


@pytest.mark.parametrize("name", EDITIONS)
def test_our_reader_sees_both_texts_of_every_edition(name: str, published: Path) -> None:
    redline, original, consolidated = edition(published, name)
    assert our_lines(redline, "reject") == our_lines(original, "reject")
    assert our_lines(redline, "accept") == our_lines(consolidated, "accept")


def test_a_lost_word_would_be_seen(many: Cases, gathered_files: dict[str, Files]) -> None:
    redline, original, _ = gathered_files["random"]
    lines = our_lines(redline, "reject")
    at = next(index for index, line in enumerate(lines) if "alpha" in line and index > 400)
    lines[at] = lines[at].replace("alpha", "", 1)
    assert len(differences(many["random"], lines, our_lines(original, "reject"))) == 1
