"""The fuzzing harnesses run: what is nearly a file of ours is read or refused, never a crash; fuzz/README.md tells how to run them on."""

import sys
from collections import Counter
from random import Random

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "fuzz"))

import mutate
import run
from targets import TARGETS

TRIES = [("docx", 60), ("akn", 60), ("module", 150), ("engine", 25), ("toml", 300), ("profile", 300),
         ("import-docx", 25), ("import-text", 80), ("import-html", 25), ("import-pdf", 12)]  # fmt: skip


@pytest.mark.parametrize(("name", "tries"), TRIES)
def test_files_that_are_nearly_right_are_read_or_refused(name: str, tries: int) -> None:
    assert run.by_chance(name, 60, seed=20261125, most=tries) == Counter()


def test_a_fault_is_found_and_kept_once(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    def broken(data: bytes) -> None:
        raise KeyError("x")

    monkeypatch.setitem(TARGETS, "broken", type(TARGETS["toml"])(TARGETS["toml"].seeds, mutate.toml, broken))
    monkeypatch.setattr(run, "FOUND", tmp_path)
    assert sum(run.by_chance("broken", 60, 1, 5).values()) == 5
    assert len(list(tmp_path.iterdir())) == 1  # type: ignore[attr-defined]


def test_the_same_seed_makes_the_same_inputs() -> None:
    for target in TARGETS.values():
        seed = next(iter(target.seeds()))
        assert target.mutate(seed, Random(7)) == target.mutate(seed, Random(7))
