"""The cases of the proof: real amendments of a real code, and whatever hypothesis makes of the whole table of operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kit import benchmark
from strategies import amended

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import AmendmentModule
from modellaw.comparing.laws import compare_laws
from modellaw.errors import AmendmentErrors, ConflictError
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.model.walk import provisions
from modellaw.project import Numbering

REAL, RANDOM = 240, 160
"""How many cases of each kind."""


def real_cases(folder: Path) -> dict[str, Law]:
    """Every seventh of the real cases, as far as is needed: laws marked by the operations of one law, or of several in a row."""
    dc = benchmark("cases")
    picked = islice(dc.cases(folder), 0, None, 7)
    return {name: dc.marked_case(law, steps) for name, law, steps, _, _ in islice(picked, REAL)}


def random_cases(count: int = RANDOM) -> dict[str, Law]:
    """Laws marked by two modules of random operations, the second drafted upon the first or not; the same in every run."""
    found: dict[str, Law] = {}

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(marked_laws())
    def collect(law: Law) -> None:
        if law.changes:
            found[f"random {len(found)}"] = law

    collect()
    return found


def compared_cases(cases: dict[str, Law]) -> dict[str, Law]:
    """Those of some cases in which something stands elsewhere or is wrapped, marked by comparing the laws before and after."""
    found = {f"compared {name}": compare_laws(reject(law), accept(law)).marked for name, law in cases.items()}
    return {name: law for name, law in found.items() if any(one.moved or one.shell for one in provisions(law))}


@st.composite
def marked_laws(draw: st.DrawFn) -> Law:
    """A law with schedules and options, marked by what of two modules of any operations can be carried out."""
    base, (first, second) = draw(amended(a=6, b=3))
    if draw(st.booleans()):
        second = replace(second, module=replace(second.module, requires=("a",)))
    return carried_out(base, [first, second], draw(st.sampled_from(list(Numbering))))[0]


def carried_out(base: Law, modules: list[AmendmentModule], numbering: Numbering) -> tuple[Law, list[AmendmentModule]]:
    """The law marked by modules, without their changes that are refused or in conflict, and what is left of the modules."""
    for _ in range(40):
        try:
            return apply_modules(base, modules, numbering).law, modules
        except (ConflictError, AmendmentErrors) as error:
            modules = [_without(one, set(_refused(error))) for one in modules]
    raise AssertionError("changes are refused without end")


def _refused(error: ConflictError | AmendmentErrors) -> Iterator[str]:
    for one in error.errors:
        found = re.search(r"changes \S+ and (\S+):", str(one)) or re.search(r"change (\w+-\d+)", one.place.provision)
        assert found is not None, one
        yield found[1]


def _without(one: AmendmentModule, wrong: set[str]) -> AmendmentModule:
    return replace(one, amendments=tuple(a for a in one.amendments if a.change.id not in wrong))
