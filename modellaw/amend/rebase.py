"""Modules carried to a corrected base law: their targets follow the comparison, their words are checked again, each change is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import AmendmentModule, InsertSchedule, Operation, Substitute
from modellaw.comparing.laws import matched
from modellaw.comparing.match import Matching
from modellaw.errors import AmendmentErrors, ModelLawError
from modellaw.model.changes import Status
from modellaw.model.nodes import Law, Reference
from modellaw.values import dataclass, replace

_NAMES = frozenset({"target", "up_to", "anchor", "child"})
"""The fields of operations that name a provision."""


class Fate(Enum):
    """What becomes of a change on the corrected base: as it was, on other targets, or for its drafter to settle."""

    CLEAN = "clean"
    ADJUSTED = "adjusted"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change on the corrected base, and why it is not clean: a line for each reason."""

    module: str
    change: str
    fate: Fate
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebased:
    """The modules with their targets followed, what became of each change, and old wid to new wid where they differ ("" for gone)."""

    modules: tuple[AmendmentModule, ...]
    outcomes: tuple[Outcome, ...]
    followed: Mapping[str, str]


def rebase(old: Law, new: Law, modules: Sequence[AmendmentModule]) -> Rebased:
    """The modules, drafted against ``old``, carried to ``new``; raises AmendmentErrors where they do not fit ``old`` itself."""
    for module in modules:
        apply_modules(old, _with_required(module, modules))
    matching = matched(old, new)
    followed = _followed_wids(matching)
    law = f"{new.facts.uri}@{new.facts.date}" if new.facts.uri and new.facts.date else new.facts.uri
    carried = tuple(
        replace(module, law=law, amendments=tuple(
            replace(one, steps=tuple(replace(step, operation=follow(step.operation, followed)) for step in one.steps))
            for one in module.amendments))
        for module in modules)  # fmt: skip
    failures = _failures(new, carried)
    outcomes: list[Outcome] = []
    for before, after in zip(modules, carried, strict=True):
        for one, moved in zip(before.amendments, after.amendments, strict=True):
            if one.change.status not in {Status.IGNORED, Status.PENDING}:
                places = [(before.file, step.place.line) for step in one.steps]
                against = [reason for place, reason in failures if place in places or (place[1] == 0 and one.change.id in reason)]
                lost = [f"{name} is not in the corrected law" for name in _named(one.steps, followed) if followed.get(name) == ""]
                stale = [reason for step in one.steps for reason in _overwrites(step.operation, matching)]
                told = [f"{name} is now {followed[name]}" for name in _named(one.steps, followed) if followed[name]]
                bad = tuple(dict.fromkeys([*lost, *against, *stale]))
                fate = Fate.CONFLICT if bad else Fate.ADJUSTED if moved.steps != one.steps else Fate.CLEAN
                outcomes.append(Outcome(before.module.id, one.change.id, fate, bad or tuple(told)))
    return Rebased(carried, tuple(outcomes), followed)


def _followed_wids(matching: Matching) -> dict[str, str]:
    """Old wid to new, where they differ."""
    pairs = zip(matching.old.wids[1:], matching.to_new[1:], strict=True)
    became = {wid: matching.new.wids[j] if j >= 0 else "" for wid, j in pairs}
    return {old: new for old, new in became.items() if old != new}


def _with_required(module: AmendmentModule, modules: Sequence[AmendmentModule]) -> list[AmendmentModule]:
    """The module and those it requires, in order; conflicts with others are a matter of editions, not of the base law."""
    needed = {module.module.id}
    for _ in modules:
        needed |= {name for one in modules if one.module.id in needed for name in one.module.requires}
    return [one for one in modules if one.module.id in needed]


def _failures(law: Law, modules: Sequence[AmendmentModule]) -> list[tuple[tuple[str, int], str]]:
    """What the engine says when each module is applied: the place in the module, and the message."""
    found: list[tuple[tuple[str, int], str]] = []
    for module in modules:
        try:
            apply_modules(law, _with_required(module, modules))
        except ModelLawError as error:
            errors = error.errors if isinstance(error, AmendmentErrors) else (error,)
            found += [((one.place.file, one.place.line), str(one)) for one in errors]
    return list(dict.fromkeys(found))


def _overwrites(op: Operation, matching: Matching) -> list[str]:
    """Whether an operation puts a text in the place of one that was corrected since: the correction would be lost."""
    if not isinstance(op, Substitute):
        return []
    old, new = matching.old, matching.new
    i = next((i for i, wid in enumerate(old.wids) if wid == op.target), -1)
    j = matching.to_new[i] if i > 0 else -1
    if j < 0 or old.sig[i] == new.sig[j] or old.masked[i] == new.masked[j] or old.text(i).split() == new.text(j).split():
        return []
    return [f"the words of {op.target} were corrected since, and the substitution would undo that: “{new.text(j)[:200]}”"]


def follow(value: Any, wids: Mapping[str, str]) -> Any:
    """An operation, or anything in it, with the wids it names replaced; what became nothing keeps its name."""
    if isinstance(value, tuple):
        return tuple(follow(one, wids) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    new = {}
    for field in fields(value):
        old = getattr(value, field.name)
        if isinstance(old, str):
            names = field.name in _NAMES or (isinstance(value, InsertSchedule) and field.name == "after")
            if isinstance(value, Reference) and field.name == "target":
                made = f"#{wids.get(old[1:]) or old[1:]}" if old.startswith("#") else old
            else:
                made = (wids.get(old) or old) if names else old
        else:
            made = follow(old, wids)
        if made is not old and made != old:
            new[field.name] = made
    return replace(value, **new) if new else value


def _named(value: Any, wids: Mapping[str, str]) -> list[str]:
    """The wids that differ and that operations name, each once."""
    found: dict[str, None] = {}

    def visit(one: Any) -> None:
        if isinstance(one, tuple):
            for inner in one:
                visit(inner)
        elif is_dataclass(one) and not isinstance(one, type):
            for field in fields(one):
                inner = getattr(one, field.name)
                if isinstance(inner, str):
                    name = inner.removeprefix("#") if isinstance(one, Reference) and field.name == "target" else inner
                    if name in wids and (field.name in _NAMES or (isinstance(one, InsertSchedule) and field.name == "after")):
                        found[name] = None
                else:
                    visit(inner)

    visit(value)
    return list(found)
