"""The laws of the house under random laws and random sequences of operations, of one module and of two in either order."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from kit import dump, holds
from strategies import amended

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import AmendmentModule, Operation
from modellaw.errors import AmendmentErrors, ConflictError
from modellaw.model.nodes import Law
from modellaw.project import Numbering

Case = tuple[Law, list[AmendmentModule]]


def carried_out(base: Law, *modules: AmendmentModule, numbering: Numbering = Numbering.LETTERS) -> list[AmendmentModule]:
    """Prove the laws for what of the modules can be carried out, and give that: refused and conflicting changes are taken out."""
    kept = list(modules)
    for _ in range(40):
        try:
            holds(base, *kept, numbering=numbering)
            return kept
        except AssertionError:
            note(_told(base, kept))
            raise
        except ConflictError as error:
            wrong = {re.search(r"changes (\S+) and (\S+):", str(one))[2] for one in error.errors}  # type: ignore[index]
            _fails_in_reverse(base, kept, numbering)
        except AmendmentErrors as error:
            wrong = {re.search(r"change (\w+-\d+)", one.place.provision)[1] for one in error.errors}  # type: ignore[index]
        kept = [_without(one, wrong) for one in kept]
    raise AssertionError("changes are refused without end")


def _fails_in_reverse(base: Law, modules: list[AmendmentModule], numbering: Numbering) -> None:
    """What is a conflict in one order of work is refused in the other too: never merged in silence."""
    with pytest.raises((ConflictError, AmendmentErrors)):
        apply_modules(base, modules, numbering, sequence=[one.module.id for one in reversed(modules)])


def _told(base: Law, modules: list[AmendmentModule]) -> str:
    """A law and what was done to it, short enough to read."""
    steps = [f"{a.change.id}: {step.operation}" for one in modules for a in one.amendments for step in a.steps]
    told = re.sub(r"(, )?(trace|seam|shell)=Trace\(inserted='', deleted=''\)|(, )?wraps=\(\)|(, )?attributes=\(\)", "", "\n".join(steps))
    return f"{dump(base)}\n{told}"


def _without(one: AmendmentModule, wrong: set[str]) -> AmendmentModule:
    return AmendmentModule(one.module, one.law, tuple(a for a in one.amendments if a.change.id not in wrong), one.file)


slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=200)


@slow
@given(amended(a=6), st.sampled_from(list(Numbering)))
def test_any_sequence_of_operations_is_taken_back_and_taken_over_exactly(case: Case, numbering: Numbering) -> None:
    base, modules = case
    carried_out(base, *modules, numbering=numbering)


@slow
@given(amended(a=3, b=3))
def test_independent_modules_commute_or_conflict(case: Case) -> None:
    base, modules = case
    carried_out(base, *modules)


def test_the_random_laws_carry_out_every_operation_that_there_is() -> None:
    kinds: set[type] = set()

    @settings(
        max_examples=400, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(amended(a=6, b=3))
    def collect(case: Case) -> None:
        base, modules = case
        done = carried_out(base, *modules)
        kinds.update(type(step.operation) for one in done for amendment in one.amendments for step in amendment.steps)

    collect()
    assert kinds == set(get_args(Operation))
