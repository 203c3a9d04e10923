"""Pages of laws by others, amended with moves and repeals, pass the acceptance checks: short articles, deep points, no heading at all."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import run
from pages.test_acceptance import faults

from modellaw.model.nodes import Provision
from modellaw.model.walk import provisions
from modellaw.readers.akn import read_akn

PROJECT = 'law = "source/law.xml"\nmodules = ["amendments/x.xml"]\n\n[[edition]]\nid = "full"\ntitle = "The law"\nmodules = ["x"]\n'
MODULE = '<module xmlns="urn:modellaw:amendment:1" id="x" title="X" version="1" date="2021-01-01" author="X" law="">{}</module>'


def operations(units: list[Provision]) -> str:
    """The last unit moves to the front, the one before it is repealed with its heading kept."""
    first, *_, other, last = [unit.wid for unit in units if unit.level == units[-1].level]
    return f'<move target="{last}" before="{first}"/><repeal target="{other}" text="[Repealed]" keepHeading="true"/>'


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("018_bill_add__article_output.xml", {"article"}),
        ("057_test_explanatory_createDocumentContentWithNewTocList.xml", {"level"}),
        ("050_annex_1.xml", {"level", "paragraph"}),
    ],
)
def test_the_pages_of_a_law_by_others_pass_every_check_that_must_hold(
    shared: Path, axe: Path, client: Callable[[str], str], tmp_path: Path, name: str, levels: set[str]
) -> None:
    client("chromium")
    for folder in ("source", "amendments"):
        (tmp_path / folder).mkdir()
    shutil.copy(shared / "cases/akn" / name, tmp_path / "source/law.xml")
    units = [unit for unit in provisions(read_akn((tmp_path / "source/law.xml").read_bytes())) if unit.level in levels]
    (tmp_path / "amendments/x.xml").write_text(MODULE.format(f'<change id="x-1">{operations(units)}</change>'))
    (tmp_path / "modellaw.toml").write_text(PROJECT)
    run("build", "--project", str(tmp_path))
    pages = [tmp_path / "build/full" / f"{page}.html" for page in ("redline", "consolidated")]
    assert faults(shared, axe, pages) == []
