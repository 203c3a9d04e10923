"""The files of the proof, made once: the editions of this law, and the many cases gathered in a few documents."""

from pathlib import Path

import pytest
from conftest import ROOT, missing

from modellaw.model.nodes import Law
from word_proof.cases import compared_cases, random_cases, real_cases
from word_proof.gathering import gathered, three

Files = tuple[Path, Path, Path]


@pytest.fixture(scope="session")
def validator() -> Path:
    """The validator of the Open XML SDK."""
    found = sorted((ROOT / ".clients/node_modules/@xarsh").glob("ooxml-validator-*/ooxml-validator"))
    if not found:
        missing("the Open XML SDK validator is not installed: `make test` fetches it into .clients")
    return found[0]


@pytest.fixture(scope="session")
def many(shared: Path) -> dict[str, dict[str, Law]]:
    """The cases by kind."""
    real, random = real_cases(shared / "cases" / "dc"), random_cases()
    return {"real": real, "random": random, "compared": compared_cases(real)}


@pytest.fixture(scope="session")
def gathered_files(many: dict[str, dict[str, Law]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Files]:
    """For each kind of case the redline, the original and the consolidated text of all of them."""
    return {kind: three(tmp_path_factory.mktemp(kind), gathered(cases)) for kind, cases in many.items()}
