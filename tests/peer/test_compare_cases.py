"""Real pairs of laws compared: rejecting gives the text before, accepting the published text after, exactly."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from modellaw.comparing.laws import compare_laws
from modellaw.comparing.plain import plain
from modellaw.model.views import accept, reject
from modellaw.readers.akn import read_akn


def pairs(folder: Path) -> Iterator[tuple[str, bytes, bytes]]:
    """Every real case as two files of Akoma Ntoso."""
    for case in sorted((folder / "cases").iterdir()):
        yield case.name, (case / "before.akn.xml").read_bytes(), (case / "after.akn.xml").read_bytes()
    spec = importlib.util.spec_from_file_location("dc_akn", folder / "akn.py")
    assert spec is not None and spec.loader is not None
    akn = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(akn)
    for file, before, after in (("extra-public.jsonl.gz", "before", "after"), ("chains-public.jsonl.gz", "base", "final")):
        with gzip.open(folder / file, "rt") as lines:
            for number, line in enumerate(lines):
                case = json.loads(line)
                old, new = (akn.to_akn(case[key], "/akn/us-dc/act/case", "2020-01-01") for key in (before, after))
                yield f"{file}:{number}", old, new


def differs(name: str, before: bytes, after: bytes) -> str:
    """What is not exact about the comparison of two files, "" for nothing."""
    old, new = read_akn(before, name), read_akn(after, name)
    marked = compare_laws(old, new).marked
    if reject(marked) != old:
        return f"{name}: rejecting gives another text"
    return "" if plain(accept(marked)) == plain(new) else f"{name}: accepting gives another text"


def test_every_real_pair_comes_back_exactly(shared: Path) -> None:
    found = [differs(*pair) for pair in pairs(shared / "cases" / "dc")]
    assert len(found) > 1900 and not [line for line in found if line]


@pytest.mark.parametrize("name", ["small-title-37", "middle-title-25"])
def test_whole_titles_come_back_exactly(shared: Path, name: str) -> None:
    folder = shared / "cases" / "big"
    assert not differs(name, *((folder / f"{name}.{side}.akn.xml").read_bytes() for side in ("before", "after")))
