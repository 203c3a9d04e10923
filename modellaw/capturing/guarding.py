"""What is repealed or put anew is guarded by the digest of its old text: the change is not carried out on any other."""

from __future__ import annotations

from collections.abc import Callable

from modellaw.amend.ops import AmendmentModule, Repeal, Step, Substitute
from modellaw.amend.structure import digest_of
from modellaw.errors import AmendmentErrors
from modellaw.model.address import paths
from modellaw.model.nodes import Law, Provision
from modellaw.model.walk import paragraphs_of, provisions, text_of
from modellaw.values import replace

_SIGNS = 12


def guarded(module: AmendmentModule, old: Law, carry_out: Callable[[AmendmentModule], Law]) -> AmendmentModule:
    """The module with digests wherever the old text is that of ``old`` when a change's turn comes."""
    without: set[int] = set()
    for _ in range(2):
        made = _with_digests(module, old, without)
        try:
            carry_out(made)
        except AmendmentErrors as errors:
            without |= {one.place.line for one in errors.errors}
        else:
            return made
    return module


def _with_digests(module: AmendmentModule, old: Law, without: set[int]) -> AmendmentModule:
    known, order = paths(old), [one.wid for one in provisions(old)]

    def step(one: Step) -> Step:
        operation = one.operation
        if not isinstance(operation, Repeal | Substitute) or operation.target not in known or one.place.line in without:
            return one
        path = known[operation.target]
        last = operation.up_to or operation.target
        beside = [wid for wid in order if len(known[wid]) == len(path) and known[wid][:-1] == path[:-1]]
        if last not in beside:
            return one
        range_ = beside[beside.index(operation.target) : beside.index(last) + 1]
        return replace(one, operation=replace(operation, digest=_digest([known[wid][-1] for wid in range_])))

    changes = tuple(replace(one, steps=tuple(map(step, one.steps))) for one in module.amendments)
    return replace(module, amendments=changes)


def _digest(said: list[Provision]) -> str:
    words = " ".join(text_of(line) for provision in said for line in paragraphs_of(provision, notes=False))
    return digest_of(words)[:_SIGNS]
