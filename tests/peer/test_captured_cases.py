"""Real pairs of laws as modules again: exact, and in no more operations than a legislature needed."""

from __future__ import annotations

import json
from pathlib import Path

from modellaw.amend.apply import apply_modules
from modellaw.capturing.drafting import draft_module
from modellaw.comparing.plain import plain
from modellaw.model.changes import Module
from modellaw.model.views import accept, reject
from modellaw.readers.akn import read_akn
from modellaw.readers.module import read_module
from modellaw.writers.module import module_bytes


def test_every_published_change_is_captured_exactly_in_few_operations(shared: Path) -> None:
    ours = theirs = 0
    cases = sorted((shared / "cases" / "dc" / "cases").iterdir())
    for case in cases:
        old, new = (read_akn((case / f"{side}.akn.xml").read_bytes()) for side in ("before", "after"))
        module = draft_module(old, new, Module("cap", "Captured", "2020-01-01", "A drafter")).module
        law = apply_modules(old, [read_module(module_bytes(module))]).law if module.amendments else old
        assert plain(accept(law)) == plain(new), case.name
        assert reject(law).document == old.document, case.name
        ours += sum(len(one.steps) for one in module.amendments)
        theirs += len(json.loads((case / "ops.json").read_text())["ops"])
    assert len(cases) > 1000 and ours <= 1.2 * theirs
