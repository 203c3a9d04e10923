"""The module that makes of one law another: drafted from their comparison, carried out, and mended until it gives the new law exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Amendment, AmendmentModule, Insert, InsertSchedule, Operation, Position, Repeal, Step, Substitute, Where
from modellaw.capturing.names import Names
from modellaw.capturing.operations import SCHEDULE, operations
from modellaw.capturing.ranges import in_ranges
from modellaw.capturing.settling import settled
from modellaw.capturing.units import unit_of
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Difference, Kind, Options
from modellaw.comparing.plain import plain
from modellaw.errors import AmendmentErrors, ModelLawError, Place, ProofError
from modellaw.model.address import cite, paths
from modellaw.model.changes import Change, Module
from modellaw.model.nodes import Group, Law, Paragraph, Provision, Reference
from modellaw.model.views import accept
from modellaw.model.walk import blocks_of, children, rewrite
from modellaw.values import dataclass, replace

_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class Captured:
    """A module, and for each of its amendments the unit (section) that it is about."""

    module: AmendmentModule
    places: tuple[str, ...]


def draft_module(old: Law, new: Law, module: Module, carry_out: Callable[[AmendmentModule], Law] | None = None) -> Captured:
    """The module that makes ``new`` of ``old`` (plain laws), proved by carrying it out; ProofError where none was found.

    ``carry_out`` gives the plain law that a module makes; without it the module is carried out on ``old`` alone.
    """
    proof = _Proof(old, new, module, carry_out or (lambda drafted: accept(apply_modules(old, [drafted]).law)))
    for options in (Options(), Options(moves=False)):
        captured = proof.settled(options) or proof.piecemeal(options)
        if captured is not None:
            return captured
    left = proof.differences
    captured = proof.attempt([("", step) for step in _wholesale(old, new, proof.names(()))])
    if captured is None:
        raise ProofError(f"no module gives the new text exactly: {_missed(left or proof.differences)}", hint=_HINT)
    return captured


_HINT = (
    "outside provisions a module changes and omits words that stand once in the law, and adds no lines;"
    " put these words back as they were, and write them into the law itself"
)


def _missed(differences: Sequence[Difference]) -> str:
    """What no operation says, with its place and words."""
    told = []
    differences = [one for one in differences if one.kind is not Kind.REFERENCE]  # their printed words follow the numbers of their targets
    for one in differences[:3]:
        words = (
            f"“{one.old_words[:60]}” to “{one.new_words[:60]}”"
            if one.old_words and one.new_words
            else f"“{one.old_words or one.new_words}”"
        )
        told.append(f"{one.new_place or one.old_place or 'outside all provisions'}, {one.kind.value}: {words}")
    more = len(differences) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


@dataclass(slots=True)
class _Proof:
    """Attempts at a module, each carried out before it is believed."""

    old: Law
    new: Law
    module: Module
    carry_out: Callable[[AmendmentModule], Law]
    wrong: set[str] = field(default_factory=set)
    differences: tuple[Difference, ...] = ()

    def names(self, pairs: Iterable[tuple[str, str]]) -> Names:
        """wIds for what is new, given which provision became which."""
        return Names(self.module.id, set(paths(self.old)), {after: before for before, after in pairs if before and after})

    def piecemeal(self, options: Options) -> Captured | None:
        """The operations of a comparison; provisions at which they go wrong are substituted whole, then those above them."""
        found = compare_laws(self.old, self.new, options)
        whole: frozenset[str] = frozenset()
        for _ in range(_ATTEMPTS):
            steps = operations(found.marked, self.old, self.names(found.pairs), whole)
            shorter = in_ranges(steps, self.old)
            captured = (self.attempt(shorter) if len(shorter) < len(steps) else None) or self.attempt(steps)
            if captured is not None:
                return captured
            more = whole | _wider(self.wrong, whole, self.old)
            if more == whole:
                break
            whole = more
        return None

    def settled(self, options: Options) -> Captured | None:
        """The choices that were made, and then the operations that make the new law of what they give; None where none was made."""
        choices = settled(compare_laws(self.old, self.new, options).marked, self.old, self.new)
        if not choices:
            return None
        made, _ = amendments(choices, self.old, self.module.id)
        try:
            between = accept(apply_modules(self.old, [AmendmentModule(replace(self.module, requires=()), self.old.facts.uri, made)]).law)
        except ModelLawError:
            return None
        found = compare_laws(between, self.new, options)
        steps = operations(found.marked, between, self.names(found.pairs), frozenset())
        return self.attempt(_beside(choices, steps, paths(self.old))) or self.attempt([*choices, *steps])

    def attempt(self, steps: Sequence[tuple[str, Operation]]) -> Captured | None:
        """The module of some operations, None where it does not give the new law."""
        made, places = amendments(steps, self.old, self.module.id)
        drafted = AmendmentModule(self.module, self.old.facts.uri, made)
        self.wrong = self.at_fault(drafted, steps)
        return None if self.wrong else Captured(drafted, places)

    def at_fault(self, drafted: AmendmentModule, steps: Sequence[tuple[str, Operation]]) -> set[str]:
        """The provisions at which the module does not give the new law, empty when it does."""
        if not steps:
            self.differences = () if _reads(self.old) == _reads(self.new) else tuple(compare_laws(self.old, self.new).differences)
            return {""} if self.differences else set()
        try:
            result = self.carry_out(drafted)
        except ModelLawError as error:
            errors = error.errors if isinstance(error, AmendmentErrors) else (error,)
            lines = [one.place.line for one in errors]
            return {steps[line - 1][0] for line in lines if 0 < line <= len(steps)} or {about for about, _ in steps}
        if _reads(result) == _reads(self.new):
            return set()
        self.differences = tuple(compare_laws(result, self.new).differences)
        return {one.old or one.new for one in self.differences} or {about for about, _ in steps}


def _wholesale(old: Law, new: Law, names: Names) -> list[Operation]:
    """All provisions of the body, and all schedules, put anew: what always can be said."""
    (mine, gone), (theirs, came) = _rows(old), _rows(new)
    made = tuple(map(names.named, theirs))
    steps: list[Operation] = []
    if mine and made:
        steps.append(Substitute(mine[0].wid, made, mine[-1].wid))
    elif mine:
        steps.append(Repeal(mine[0].wid, mine[-1].wid))
    elif made:
        steps.append(Insert(Position(Where.FIRST, "body"), made))
    if plain(Law(Group("", tuple(gone)))) == plain(Law(Group("", tuple(came)))):
        return steps
    steps += [InsertSchedule("", schedule) for schedule in map(names.named, came) if isinstance(schedule, Provision)]
    return [*steps, Repeal(gone[0].wid, gone[-1].wid)] if gone else steps


def _rows(law: Law) -> tuple[list[Provision], list[Provision]]:
    """The provisions directly in the body of a law, and its schedules."""
    body = next((one for one in blocks_of(law.document) if isinstance(one, Group) and one.name in {"body", "mainBody"}), law.document)
    schedules = [one for one in blocks_of(law.document) if isinstance(one, Provision) and one.level == SCHEDULE]
    return [block for block in children(body) if isinstance(block, Provision) and block.level != SCHEDULE], schedules


def amendments(steps: Sequence[tuple[str, Operation]], old: Law, module: str) -> tuple[tuple[Amendment, ...], tuple[str, ...]]:
    """Operations as changes: what follows each other in one section is one change; and the section each change is about."""
    known = paths(old)
    rows: list[tuple[str, list[Step]]] = []
    for number, (about, operation) in enumerate(steps):
        unit = unit_of(about, known)
        step = Step(operation, Place("", number + 1))
        if rows and rows[-1][0] == unit:
            rows[-1][1].append(step)
        else:
            rows.append((unit, [step]))
    made = tuple(
        Amendment(Change(f"{module}-{number:02d}", module, title=_title(unit, known)), tuple(row))
        for number, (unit, row) in enumerate(rows, 1)
    )
    return made, tuple(unit for unit, _ in rows)


def _title(unit: str, known: Mapping[str, tuple[Provision, ...]]) -> str:
    words = cite(known[unit]) if unit in known else ""
    return words[:1].upper() + words[1:]


def _beside(
    choices: Sequence[tuple[str, Operation]], steps: Sequence[tuple[str, Operation]], known: Mapping[str, tuple[Provision, ...]]
) -> list[tuple[str, Operation]]:
    """Choices in front of the first step in their section, so that they are of its change; those in no such section first."""
    out = list(steps)
    for about, choice in reversed(choices):
        unit = unit_of(about, known)
        at = next((at for at, (other, _) in enumerate(out) if unit and unit_of(other, known) == unit), 0)
        out.insert(at, (about, choice))
    return out


def _wider(wrong: Iterable[str], whole: frozenset[str], old: Law) -> frozenset[str]:
    """The provisions of the old law to substitute whole: those at fault, or if they are already, the ones above them."""
    known = paths(old)
    out: set[str] = set()
    for wid in wrong:
        near = wid
        while near and near not in known:
            near = near.rpartition("__")[0]
        path = [step.wid for step in known.get(near, ())]
        free = [step for step in reversed(path) if step not in whole]
        out |= {free[0]} if free else set()
    return frozenset(out)


def _reads(law: Law) -> object:
    """What a law says, the printed words of its own references apart: they follow the numbers of their targets."""

    def change(block: object) -> object:
        if isinstance(block, Paragraph) and any(isinstance(inline, Reference) for inline in block.content):
            content = tuple(replace(i, content=()) if isinstance(i, Reference) and i.target.startswith("#") else i for i in block.content)
            return replace(block, content=content)
        return block

    return plain(replace(law, document=rewrite(law.document, change)))  # type: ignore[arg-type]
