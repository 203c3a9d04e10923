"""Rejecting every change of a redline gives the original text, accepting every change the consolidated one, in every client."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from modellaw.model.nodes import Law
from word_proof.clients import Office, our_lines, pandoc_lines
from word_proof.conftest import Files
from word_proof.gathering import (
    by_case,
    cases_unlike_in_libreoffice,
    differences,
    same_in_libreoffice,
    with_cut_headings,
    with_words_out_of_place,
)

Cases = dict[str, dict[str, Law]]
KINDS = ("real", "random", "compared")
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


@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_makes_both_texts_of_the_many_cases(kind: str, many: Cases, gathered_files: dict[str, Files], office: Office) -> None:
    redline, original, consolidated = gathered_files[kind]
    for do, plain in (("reject", original), ("accept", consolidated)):
        assert not cases_unlike_in_libreoffice(redline, do, many[kind], office.lines(redline, do), office.lines(plain))


@pytest.mark.parametrize("name", EDITIONS)
def test_libreoffice_makes_both_texts_of_every_edition(name: str, published: Path, office: Office) -> None:
    redline, original, consolidated = edition(published, name)
    for do, plain in (("reject", original), ("accept", consolidated)):
        assert same_in_libreoffice(redline, do, office.lines(redline, do), office.lines(plain))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("do", ["reject", "accept"])
def test_pandoc_makes_both_texts_of_the_many_cases(
    kind: str, do: str, many: Cases, gathered_files: dict[str, Files], client: Callable[[str], str]
) -> None:
    redline, original, consolidated = gathered_files[kind]
    found = pandoc_lines(client("pandoc"), redline, do)
    expected = pandoc_lines(client("pandoc"), original if do == "reject" else consolidated, do)
    cut, noted = with_cut_headings(redline), with_words_out_of_place(redline, do)
    assert len(cut) < len(many[kind]) / 5 and len(noted) < len(many[kind]) / 10
    assert not [told for told in differences(many[kind], found, expected) if told.partition(":")[0] not in cut | noted]
    one, other = (
        {name: "".join("".join(lines).split()) for name, lines in by_case(many[kind], text).items()} for text in (found, expected)
    )
    assert not [name for name in cut - noted if one[name] != other[name]]
    assert not [name for name in noted if sorted(one[name]) != sorted(other[name])]


@pytest.mark.parametrize("name", EDITIONS)
def test_pandoc_makes_both_texts_of_every_edition(name: str, published: Path, client: Callable[[str], str]) -> None:
    redline, original, consolidated = edition(published, name)
    assert pandoc_lines(client("pandoc"), redline, "reject") == pandoc_lines(client("pandoc"), original, "reject")
    assert pandoc_lines(client("pandoc"), redline, "accept") == pandoc_lines(client("pandoc"), consolidated, "accept")


@pytest.mark.parametrize("name", EDITIONS)
def test_libreoffice_prints_the_redline_of_every_edition(name: str, published: Path, office: Office) -> None:
    made = office.stored(edition(published, name)[0], "", ("pdf", "writer_pdf_Export"))
    assert len(PdfReader(made).pages) > 40
