"""No validator has anything against a Word file that is written here, and each of them would say so if it had."""

import zipfile
from pathlib import Path

import pytest

from word_proof.clients import lint_errors, schema_errors, sdk_errors
from word_proof.conftest import Files


def published_files(published: Path) -> list[Path]:
    files = sorted((published / "build").rglob("*.docx"))
    assert len(files) > 20
    return files


def test_the_open_xml_sdk_has_nothing_against_any_file_of_any_edition(published: Path, validator: Path) -> None:
    assert not [error for path in published_files(published) for error in sdk_errors(validator, path)]


def test_the_schemas_and_the_rules_beyond_them_have_nothing_against_any_file_of_any_edition(published: Path, shared: Path) -> None:
    assert not [error for path in published_files(published) for error in schema_errors(shared, path) + lint_errors(shared, path)]


def test_no_validator_has_anything_against_the_many_cases(gathered_files: dict[str, Files], validator: Path, shared: Path) -> None:
    for path in (path for files in gathered_files.values() for path in files):
        assert not sdk_errors(validator, path)
        assert not schema_errors(shared, path)
        assert not lint_errors(shared, path)


def mutated(path: Path, folder: Path, old: str, new: str, part: str = "word/document.xml") -> Path:
    """The file with the first of some words in a part replaced."""
    out = folder / "mutated.docx"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            if name == part:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            copy.writestr(name, data)
    return out


WRONG = {
    "an element where none may be": ("<w:p><w:pPr>", "<w:p><w:tbl/><w:pPr>"),
    "a revision without an author": ("<w:del w:id=", '<w:del w:id="999999"/><w:del w:ident='),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_open_xml_sdk_refuses(what: str, gathered_files: dict[str, Files], validator: Path, tmp_path: Path) -> None:
    assert sdk_errors(validator, mutated(gathered_files["random"][0], tmp_path, *WRONG[what]))


@pytest.mark.parametrize("what", WRONG)
def test_the_schemas_refuse(what: str, gathered_files: dict[str, Files], shared: Path, tmp_path: Path) -> None:
    assert schema_errors(shared, mutated(gathered_files["random"][0], tmp_path, *WRONG[what]))


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("<w:delText", "<w:t", "word/document.xml"),
        ('w:id="1002"', 'w:id="1003"', "word/document.xml"),
        ('Target="footnotes.xml"', 'Target="nothing.xml"', "word/_rels/document.xml.rels"),
        ('PartName="/word/comments.xml"', 'PartName="/word/remarks.xml"', "[Content_Types].xml"),
    ],
    ids=["deleted text as text", "a number twice", "a dangling relationship", "a part without a content type"],
)
def test_the_rules_beyond_the_schemas_refuse(
    old: str, new: str, part: str, gathered_files: dict[str, Files], shared: Path, tmp_path: Path
) -> None:
    path = mutated(gathered_files["random"][0], tmp_path, old, new, part)
    if old.startswith("<w:delText"):
        path = mutated(path, tmp_path.parent, "</w:delText>", "</w:t>")
    assert lint_errors(shared, path)
