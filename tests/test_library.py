"""The library's ten names do what they say, are loaded when asked for, and are all there is."""

import subprocess
import sys
from pathlib import Path

import pytest

import modellaw
from modellaw.errors import InputError, ProjectError


def test_a_law_is_read_amended_compared_checked_and_written(published: Path, tmp_path: Path) -> None:
    law = modellaw.read(published / "source/2007_model_law.xml")
    marked = modellaw.apply(law, [modellaw.read_module(published / "amendments/electronic_evidence.xml")])
    new = modellaw.accept(marked)
    assert modellaw.reject(marked) == law and new != law
    compared = modellaw.compare(law, new)
    assert compared.differences and modellaw.reject(compared.marked).document == law.document
    assert len(modellaw.register(marked)) >= 14
    assert not [finding for finding in modellaw.check(law) if finding.severity.value == "error"]
    for name in ("redline.docx", "redline.html", "redline.xml", "redline.txt"):
        modellaw.write(marked, tmp_path / name)
    assert modellaw.read(tmp_path / "redline.xml") == marked
    assert "Contact point" in (tmp_path / "redline.txt").read_text()
    assert modellaw.read(tmp_path / "redline.docx").document != law.document


def test_what_is_wrong_is_an_error_of_ours_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        modellaw.read(tmp_path / "none.xml")
    with pytest.raises(ProjectError, match=r"no format “\.odt”"):
        modellaw.write(modellaw.read(_small(tmp_path)), tmp_path / "law.odt")
    assert not (tmp_path / "law.odt").exists()
    with pytest.raises(AttributeError):
        _ = modellaw.nonsense  # type: ignore[attr-defined]


def _small(folder: Path) -> Path:
    from conftest import ROOT

    return ROOT / "templates/new/source/law.xml"


def test_the_ending_of_a_file_may_be_in_capitals(published: Path, tmp_path: Path) -> None:
    law = modellaw.read(published / "build/housekeeping/redline.xml")
    for ending in ("txt", "TXT"):
        modellaw.write(law, tmp_path / f"a.{ending}")
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "a.TXT").read_bytes()


def test_a_way_of_numbering_that_is_none_is_an_error_of_ours(published: Path) -> None:
    law = modellaw.read(published / "source/2007_model_law.xml")
    with pytest.raises(ProjectError, match=r"numbering “roman” is unknown \(say letters, bis or renumber\)"):
        modellaw.apply(law, [], numbering="roman")


def test_importing_the_library_loads_nothing_and_the_names_survive_its_submodules() -> None:
    code = (
        "import sys, modellaw; assert 'lxml' not in sys.modules and 'click' not in sys.modules;"
        "import modellaw.build, modellaw.comparison, modellaw.checks;"
        "assert all(callable(getattr(modellaw, name)) for name in modellaw.__all__ if name != '__version__'); print(modellaw.__version__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == modellaw.__version__


def test_a_project_is_published(tmp_path: Path) -> None:
    from conftest import run

    run("new", str(tmp_path / "project"))
    files = modellaw.publish(tmp_path / "project")
    assert "full/redline.docx" in files and (tmp_path / "project/build/full/redline.docx").is_file()
