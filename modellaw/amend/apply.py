"""Modules applied to a law: each change whole or not at all, all failures together, one marked tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from modellaw.amend.conflicts import Relations, conflict_error, conflicts, shared_places
from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.notes import insert_note, omit_note, replace_note
from modellaw.amend.number import check_numbers, number_inserted, numbering_sight, renumber
from modellaw.amend.ops import (
    Amendment,
    AmendmentModule,
    ChangeCell,
    ChangeHeading,
    ChooseOption,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    InsertText,
    Join,
    Move,
    OmitColumn,
    OmitNote,
    OmitRow,
    OmitText,
    Operation,
    Renumber,
    Repeal,
    ReplaceNote,
    ReplaceText,
    Split,
    Substitute,
    Wrap,
)
from modellaw.amend.options import choose_option, fill_blank
from modellaw.amend.parts import join, split, wrap
from modellaw.amend.references import follow_references
from modellaw.amend.schedules import number_schedules
from modellaw.amend.structure import change_heading, insert, insert_schedule, move, repeal, substitute
from modellaw.amend.tables import change_cell, insert_column, insert_row, omit_column, omit_row
from modellaw.amend.text import insert_text, omit_text, replace_text
from modellaw.amend.wording import wording
from modellaw.errors import AmendmentError, AmendmentErrors, Finding, ModelLawError, Place, ProjectError
from modellaw.model.changes import CONSEQUENTIAL, NUMBERING, REFERENCES, Change, Status, View
from modellaw.model.citations import Citations
from modellaw.model.nodes import Block, Law, Note, Paragraph, Provision
from modellaw.model.walk import children
from modellaw.project import Numbering, Resolution
from modellaw.values import dataclass, replace

_MOVES_NUMBERS = frozenset({"number", "place", "wrap", "split", "option"})
"""Claims after which a provision may be cited in other words than before."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The marked law, with its changes and modules, and what is worth knowing about it."""

    law: Law
    findings: tuple[Finding, ...] = ()


def apply_modules(
    law: Law,
    modules: Sequence[AmendmentModule],
    numbering: Numbering = Numbering.LETTERS,
    resolutions: Sequence[Resolution] = (),
    sequence: Sequence[str] = (),
) -> Applied:
    """The law with the modules carried out on it, all marked.

    The order of ``modules`` decides only who comes first at a shared place; ``sequence`` (module ids) is the order of work, which
    makes no difference to the result. Raises AmendmentErrors with every failure, or ConflictError with every conflict.
    """
    if law.modules:
        raise ModelLawError("the law is already marked", Place(provision=law.facts.title), "apply the modules to the base law together")
    plan = _Plan.of(law, modules, resolutions, sequence)
    desk = Desk.of(law)
    desk.rank = {module.module.id: index for index, module in enumerate(modules)}
    desk.rank[CONSEQUENTIAL.id] = len(modules)
    desk.module_of = {change.id: module.module.id for module in modules for change in (a.change for a in module.amendments)}
    desk.module_of[NUMBERING.id] = CONSEQUENTIAL.id
    errors = _carry_out(desk, plan)
    if errors:
        raise AmendmentErrors(tuple(errors))
    everyone = numbering_sight([module.module.id for module in modules])
    number_inserted(desk, everyone, law, numbering)
    number_schedules(desk, everyone, numbering)
    marked = desk.law(law)
    if numbering is Numbering.RENUMBER or desk.refers or any(kind in _MOVES_NUMBERS for kind, _ in desk.claims):
        marked = follow_references(marked, law)
    relations = plan.relations(desk)
    found = conflicts(marked, desk, relations)
    if found:
        raise conflict_error(found, marked)
    notes = shared_places(marked, desk, relations) if len(modules) > 1 else []
    return Applied(_signed(marked, desk, modules, plan), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which change is carried out when, and what it sees."""

    steps: tuple[tuple[Amendment, Sight], ...]
    sees: dict[str, frozenset[str]]
    ordered: frozenset[tuple[str, str]]
    dropped: dict[str, str]

    @classmethod
    def of(cls, law: Law, modules: Sequence[AmendmentModule], resolutions: Sequence[Resolution], sequence: Sequence[str]) -> _Plan:
        sees = _sees(modules)
        errors = [*_wrong_law(law, modules), *_twice(modules)]
        if errors:
            raise AmendmentErrors(tuple(errors))
        ordered, dropped = _resolved(modules, resolutions)
        by_id = {module.module.id: module for module in modules}
        chosen = [by_id[name] for name in sequence] if sequence else list(modules)
        amendments = [(amendment, _sight(module, amendment, sees, ordered)) for module in chosen for amendment in module.amendments]
        return cls(tuple(_in_order(amendments, sees, ordered)), sees, ordered, dropped)

    def relations(self, desk: Desk) -> Relations:
        return Relations(desk.module_of, self.sees, self.ordered)


def _sees(modules: Sequence[AmendmentModule]) -> dict[str, frozenset[str]]:
    """Every module with itself and all that it requires, directly or not; a cycle or a missing one is an error."""
    by_id = {module.module.id: module for module in modules}
    done: dict[str, frozenset[str]] = {}

    def visit(name: str, trail: tuple[str, ...]) -> frozenset[str]:
        module = by_id[name]
        if name in trail:
            circle = " requires ".join((*trail[trail.index(name) :], name))
            raise ProjectError(f"the modules require each other in a circle: {circle}", Place(module.file), "take one requires out")
        if name not in done:
            seen = {name}
            for needed in module.module.requires:
                if needed not in by_id:
                    hint = f"add it: the modules given are {', '.join(by_id)}"
                    raise ProjectError(f"module {name} requires “{needed}”, which is not applied with it", Place(module.file), hint)
                seen |= visit(needed, (*trail, name))
            done[name] = frozenset(seen)
        return done[name]

    for module in modules:
        visit(module.module.id, ())
    return done


def _wrong_law(law: Law, modules: Sequence[AmendmentModule]) -> list[ModelLawError]:
    """A module must be for this law: its IRI is that of the work, or of an expression of the work of the same date."""
    errors: list[ModelLawError] = []
    uri, date = law.facts.uri, law.facts.date
    for module in modules:
        wanted = module.law
        work, _, version = wanted.partition("@")
        fits = not wanted or not uri or work == uri or work.startswith(uri + "/")
        if not fits or (version and date and version[:10] != date):
            given = f"{uri}{f' of {date}' if date else ''}"
            errors.append(
                AmendmentError(f"module {module.module.id} is for another law: {wanted}", Place(module.file), f"this law is {given}")
            )
    return errors


def _twice(modules: Sequence[AmendmentModule]) -> list[ModelLawError]:
    seen: dict[str, str] = {}
    errors: list[ModelLawError] = []
    for module in modules:
        names = [f"module {module.module.id}", *(f"change {amendment.change.id}" for amendment in module.amendments)]
        for name in names:
            if name in seen:
                message = f"{name} is there twice" + (f", also in {seen[name]}" if seen[name] and seen[name] != module.file else "")
                errors.append(AmendmentError(message, Place(module.file), "ids are unique over all modules"))
            seen.setdefault(name, module.file)
    return errors


def _resolved(modules: Sequence[AmendmentModule], resolutions: Sequence[Resolution]) -> tuple[frozenset[tuple[str, str]], dict[str, str]]:
    """What the resolutions say: pairs of changes in order, and changes that are dropped with the reason."""
    present = {amendment.change.id for module in modules for amendment in module.amendments}
    ordered: set[tuple[str, str]] = set()
    dropped: dict[str, str] = {}
    for resolution in resolutions:
        if not set(resolution.changes) <= present:
            continue
        if resolution.keep:
            for change in resolution.changes:
                if change != resolution.keep:
                    dropped[change] = resolution.reason or f"conflict with {resolution.keep}, which is kept"
        elif len(resolution.order) == 2:
            ordered.add((resolution.order[0], resolution.order[1]))
    return frozenset(ordered), dropped


def _sight(module: AmendmentModule, amendment: Amendment, sees: dict[str, frozenset[str]], ordered: frozenset[tuple[str, str]]) -> Sight:
    before = frozenset(first for first, second in ordered if second == amendment.change.id)
    return Sight(amendment.change.id, module.module.id, sees[module.module.id], Place(module.file), before)


def _in_order(
    amendments: list[tuple[Amendment, Sight]], sees: dict[str, frozenset[str]], ordered: frozenset[tuple[str, str]]
) -> list[tuple[Amendment, Sight]]:
    """Changes after those of their own module before them, of the modules theirs requires, and of those put before them."""
    left = list(amendments)
    out: list[tuple[Amendment, Sight]] = []
    while left:
        waiting_modules = {sight.module for _, sight in left}
        waiting = {amendment.change.id for amendment, _ in left}
        blocked: set[str] = set()
        ready: list[tuple[Amendment, Sight]] = []
        for amendment, sight in left:
            needs = (sees[sight.module] - {sight.module}) & waiting_modules
            if sight.module in blocked or needs or any(first in waiting for first, second in ordered if second == amendment.change.id):
                blocked.add(sight.module)
            else:
                ready.append((amendment, sight))
                waiting.discard(amendment.change.id)
        if not ready:
            names = ", ".join(sorted(waiting))
            raise ProjectError(f"the order of changes goes round in a circle: {names}", hint="take one [[resolve]] order out")
        out += ready
        left = [pair for pair in left if pair not in ready] if len(ready) < len(left) else []
    return out


def _carry_out(desk: Desk, plan: _Plan) -> list[ModelLawError]:
    """Every change tried, failures taken back and collected."""
    errors: list[ModelLawError] = []
    last: dict[str, Sight] = {}
    for amendment, sight in plan.steps:
        if amendment.change.status in {Status.IGNORED, Status.PENDING} or sight.change in plan.dropped:
            continue
        point = desk.checkpoint()
        last[sight.module] = sight
        try:
            for step in amendment.steps:
                carry_out(desk, replace(sight, place=step.place if step.place.line else sight.place), step.operation)
        except ModelLawError as error:
            desk.back_to(point)
            errors.append(error)
    errors += _duplicate_numbers(desk, plan, last)
    return errors


def _duplicate_numbers(desk: Desk, plan: _Plan, last: dict[str, Sight]) -> Iterable[ModelLawError]:
    """The numbers that changes gave and that another provision has too, at the end of all changes."""
    said = {
        amendment.change.id: step.place for amendment, _ in plan.steps for step in reversed(amendment.steps) if _numbers(step.operation)
    }
    for (kind, key), owners in desk.claims.items():
        if kind != "number":
            continue
        for change in owners:
            sight = last[desk.module_of[change]]
            try:
                check_numbers(desk, replace(sight, change=change, place=said.get(change) or sight.place), [key])
            except ModelLawError as error:
                yield error


def _numbers(op: Operation) -> bool:
    return isinstance(op, Renumber) or (isinstance(op, Move) and bool(op.number))


def carry_out(desk: Desk, sight: Sight, op: Operation) -> None:
    """One operation on the desk."""
    match op:
        case Insert():
            insert(desk, sight, op)
        case Repeal():
            repeal(desk, sight, op)
        case Substitute():
            substitute(desk, sight, op)
        case ReplaceText():
            replace_text(desk, sight, op)
        case InsertText():
            insert_text(desk, sight, op)
        case OmitText():
            omit_text(desk, sight, op)
        case ChangeHeading():
            change_heading(desk, sight, op)
        case Move():
            move(desk, sight, op)
        case Renumber():
            renumber(desk, sight, op)
        case Wrap():
            wrap(desk, sight, op)
        case Split():
            split(desk, sight, op)
        case Join():
            join(desk, sight, op)
        case InsertRow():
            insert_row(desk, sight, op)
        case OmitRow():
            omit_row(desk, sight, op)
        case InsertColumn():
            insert_column(desk, sight, op)
        case OmitColumn():
            omit_column(desk, sight, op)
        case ChangeCell():
            change_cell(desk, sight, op)
        case InsertNote():
            insert_note(desk, sight, op)
        case ReplaceNote():
            replace_note(desk, sight, op)
        case OmitNote():
            omit_note(desk, sight, op)
        case InsertSchedule():
            insert_schedule(desk, sight, op)
        case ChooseOption():
            choose_option(desk, sight, op)
        case FillBlank():
            fill_blank(desk, sight, op)
        case _:
            assert_never(op)


def _signed(marked: Law, desk: Desk, modules: Sequence[AmendmentModule], plan: _Plan) -> Law:
    """The marked law with its changes, each with its operations in words, and the modules that made them."""

    def cited(wid: str) -> str:
        """A provision as the base law numbers it, or, where it is new, as it is numbered now."""
        key, path = wid, list[Provision]()
        while key in desk.records and key != TOP:
            path.insert(0, desk.records[key])
            key = desk.departed.get(key) or desk.parent[key]
        return (citations.of(path, View.ORIGINAL) or citations.of(path)) if path else wid

    citations = Citations()
    changes: list[Change] = []
    for module in modules:
        for amendment in module.amendments:
            words = tuple(wording(step.operation, cited) for step in amendment.steps)
            change = replace(amendment.change, operations=words)
            if change.id in plan.dropped:
                change = replace(change, status=Status.IGNORED, reason=plan.dropped[change.id])
            changes.append(change)
    used = _consequential(marked, desk)
    changes += used
    names = [module.module for module in modules]
    return replace(marked, changes=tuple(changes), modules=(*names, CONSEQUENTIAL) if used else tuple(names))


def _consequential(marked: Law, desk: Desk) -> list[Change]:
    """Those of the two consequential changes that left a mark: both mark runs and references in lines only."""
    found: set[str] = set()

    def visit(block: Block) -> None:
        if isinstance(block, Provision) and desk.untouched(block):
            return
        if isinstance(block, Paragraph):
            found.update(change for inline in block.content for change in (inline.trace.inserted, inline.trace.deleted))
            inside = [inner for inline in block.content if isinstance(inline, Note) for inner in inline.blocks]
        else:
            inside = list(children(block))
        for inner in inside:
            visit(inner)

    visit(marked.document)
    return [change for change in (NUMBERING, REFERENCES) if change.id in found]
