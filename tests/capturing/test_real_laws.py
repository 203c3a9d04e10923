"""Real laws from elsewhere: a Word file that nobody edited says what the law says, however the law's XML is laid out."""

import shutil
from pathlib import Path

import pytest
from conftest import run

PROJECT = 'law = "source/law.xml"\nmodules = []\n\n[[edition]]\nid = "full"\ntitle = "The law"\nmodules = []\n'


@pytest.mark.parametrize(
    "name",
    [
        "002_Land_Reform__sppubb__As_Introduced_2.xml",
        "006_bill_123.xml",
        "009_it_senato_ddl_2013.xml",
        "010_ssi-2017-113-enacted-data.akn.xml",
        "012_uk_pga_1998_29.xml",
        "073_BL-025.xml",
        "013_us_Title9-Chap3-eng.xml",
        "016_bill_ec_chapter_section_title_3Articles.xml",
    ],
)
def test_a_word_file_that_nobody_edited_says_what_the_law_says(shared: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "source").mkdir()
    shutil.copy(shared / "cases/akn" / name, tmp_path / "source/law.xml")
    (tmp_path / "modellaw.toml").write_text(PROJECT)
    run("build", "--only", "consolidated.docx", "--project", str(tmp_path))
    path = tmp_path / "build/full/consolidated.docx"
    assert "nothing to capture" in run("capture", str(path), "--module", "x", "--project", str(tmp_path)).stdout
