"""Operations on neighbours as one: "sections 12 to 14 are renumbered"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from modellaw.amend.ops import Operation, Renumber
from modellaw.amend.sequence import following
from modellaw.capturing.marks import items
from modellaw.model.address import number_token
from modellaw.model.nodes import Block, Law, Provision
from modellaw.model.walk import children
from modellaw.values import replace


def in_ranges(steps: Sequence[tuple[str, Operation]], old: Law) -> list[tuple[str, Operation]]:
    """The operations with numbers that count on, of neighbours, as one."""
    behind = {a.wid: b.wid for row in _rows(old.document) for a, b in pairwise(row)}
    out: list[tuple[str, Operation]] = []
    last, number = -1, ""
    for about, step in steps:
        if isinstance(step, Renumber) and not step.up_to:
            before = out[last][1] if last >= 0 else None
            if (
                isinstance(before, Renumber)
                and behind.get(before.up_to or before.target) == step.target
                and _counts_on(number, step.number)
            ):
                out[last] = (out[last][0], replace(before, up_to=step.target))
                number = step.number
                continue
            last, number = len(out), step.number
        out.append((about, step))
    return out


def _counts_on(before: str, number: str) -> bool:
    """Whether a number is the next one, and printed in the same way."""
    old, new = number_token(before), number_token(number)
    return bool(old) and new == following(old) and before.replace(old, new) == number


def _rows(block: Block) -> Iterator[list[Provision]]:
    """The provisions that stand side by side in a law, row by row."""
    row = [inner for inner in items(children(block)) if isinstance(inner, Provision)]
    yield row
    for inner in row:
        yield from _rows(inner)
