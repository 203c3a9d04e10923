"""From model to bill: a State's choices become one module on the model law, and the law with it accepted is the bill."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from difflib import get_close_matches

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    EACH,
    Amendment,
    AmendmentModule,
    ChooseOption,
    FillBlank,
    Operation,
    Repeal,
    ReplaceText,
    Scope,
    Step,
    Words,
)
from modellaw.checks.reading import Text
from modellaw.checks.terms import defined_terms_are_used
from modellaw.errors import AmendmentErrors, ModelLawError, Place, ProjectError
from modellaw.model.address import cite, heading_text, paths
from modellaw.model.arranging import arranged
from modellaw.model.changes import Change, Module
from modellaw.model.nodes import ML, Blank, Block, Cell, Group, Inline, Law, Note, Paragraph, Provision, Run, Table, Wrap, attribute
from modellaw.model.views import accept
from modellaw.model.walk import inline_text, paragraphs_of, provisions, rewrite, text_of
from modellaw.project import Profile
from modellaw.values import dataclass, replace

_GROUP, _OPTION, _OPTIONAL = (f"{{{ML}}}{name}" for name in ("group", "option", "optional"))
_FIELD = re.compile(r"\[\s*(?:…|\.{2,}|_*)\s*\]")
"""A field of a form, which is filled in case by case and not by the State that adopts the law."""

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve fourteen fifteen eighteen twenty twenty-one thirty forty-eight sixty "
    "seventy-two ninety"
)
_PROPOSAL = re.compile(rf"(\d+|{'|'.join(reversed(_NUMBERS.split()))})( (hours?|days?|weeks?|months?|years?))?")
"""A number that the model proposes, with or without its unit."""

_IDLE = "Nothing else in the bill uses this term."
"""Why a definition is left out: it goes with the last provision that used its term."""

_GUIDANCE = frozenset({"commentary", "note", "guidance"})


@dataclass(slots=True)
class Choice:
    """One thing that a State decides: kind (blank, option, optional), name, what the model says, where, guidance, the alternatives."""

    kind: str
    name: str
    text: str
    places: list[str] = field(default_factory=list)
    guidance: str = ""
    alternatives: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Adoption:
    """What an adoption makes: the marked law against the model, the bill, what was chosen, and what is still open."""

    model: Law
    marked: Law
    bill: Law
    chosen: tuple[tuple[Choice, str], ...]
    open: tuple[Choice, ...]


def choices_of(law: Law) -> list[Choice]:
    """Everything that the model leaves to a State, each thing once, in the order in which it first comes."""
    found: dict[tuple[str, str], Choice] = {}
    for wid, path in paths(law).items():
        own, here = path[-1], cite(path) or wid
        guidance = _guidance(path)
        if attribute(own.attributes, _OPTIONAL):
            words = heading_text(own) or _opening(own)
            found[("optional", wid)] = Choice("optional", wid, words, [here], guidance)
        group = attribute(own.attributes, _GROUP)
        if group:
            choice = found.setdefault(("option", group), Choice("option", group, "", [_outside(path)], guidance))
            choice.alternatives.append((attribute(own.attributes, _OPTION), heading_text(own) or _opening(own)))
        for inline, option in _worded_options(own):
            choice = found.setdefault(("option", option[0]), Choice("option", option[0], "", [here], guidance))
            if option[1] not in {number for number, _ in choice.alternatives}:
                choice.alternatives.append((option[1], inline_text(inline)))
            if here not in choice.places:
                choice.places.append(here)
        for blank in _blanks(own):
            text = inline_text(blank)
            if _FIELD.fullmatch(text):
                continue
            choice = found.setdefault(("blank", blank.blank), Choice("blank", blank.blank, text, [], guidance))
            if here not in choice.places:
                choice.places.append(here)
    return list(found.values())


def _outside(path: tuple[Provision, ...]) -> str:
    return cite([step for step in path if not attribute(step.attributes, _GROUP)]) or path[0].wid


def _opening(provision: Provision) -> str:
    """The first words of a provision's text."""
    lines = (text_of(line) for line in paragraphs_of(provision, notes=False) if line.name != "num")
    words = next((line for line in lines if line.strip()), "")
    return words if len(words) <= 80 else f"{words[:77].rsplit(' ', 1)[0]} …"


def _blanks(provision: Provision) -> Iterator[Blank]:
    """The blanks in a provision's own lines, not in those of provisions inside it."""
    for line in _own_lines(provision.blocks):
        yield from (inline for inline in line.content if isinstance(inline, Blank))


def _worded_options(provision: Provision) -> Iterator[tuple[Inline, tuple[str, str]]]:
    """The words in a provision's own lines that are one of several alternatives: group and number."""
    for line in _own_lines(provision.blocks):
        for inline in line.content:
            for wrap in inline.wraps:
                group = attribute(wrap.attributes, _GROUP)
                if group:
                    yield inline, (group, attribute(wrap.attributes, _OPTION))


def _own_lines(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Group):
            yield from _own_lines(block.blocks)
        elif isinstance(block, Table):
            yield from (line for row in block.rows for cell in row.cells for line in _own_lines(cell.blocks))


def _guidance(path: tuple[Provision, ...]) -> str:
    """The commentary of the section that a provision is in."""
    section = next((step for step in path if step.level in {"section", "article"}), path[-1])
    notes = [inner for inner in section.blocks if isinstance(inner, Provision) and attribute(inner.attributes, "name") in _GUIDANCE]
    return " ".join(text_of(line) for note in notes for line in paragraphs_of(note, notes=False))


# --- from a profile to a bill


def adopt(law: Law, profile: Profile) -> Adoption:
    """The bill that a profile makes of a plain model law. Raises AmendmentErrors with every choice that is impossible or missing."""
    model = _without_guidance(law, profile.title) if profile.clean else law
    choices = choices_of(model)
    errors = _impossible(profile, choices)
    chosen, still = _decided(profile, choices)
    if not errors:
        # what stands in a provision that is left out, or in an option that is not chosen, needs no decision
        rest = choices_of(accept(_applied(model, _module(model, profile, _structure(chosen)), profile)))
        needed = {(choice.kind, choice.name) for choice in rest}
        chosen = _structure(chosen) + [(c, value) for c, value in chosen if (c.kind, c.name) in needed and c.kind == "blank"]
        still = [choice for choice in still if (choice.kind, choice.name) in needed]
    if still and not profile.open:
        errors += [_missing(profile, choice) for choice in still]
    if errors:
        raise AmendmentErrors(tuple(errors))
    module = _module(model, profile, chosen)
    marked = _applied(model, module, profile)
    idle = _unused(model)
    while unused := _unused(accept(marked)) - idle:
        module = replace(module, amendments=(*module.amendments, *(_amendment(profile, f"omit-{wid}", "Left out", Repeal(wid), _IDLE)
                                                                   for wid in sorted(unused))))  # fmt: skip
        marked = _applied(model, module, profile)
    bill = _plain(arranged(accept(marked)), profile)
    return Adoption(model, marked, bill, tuple(chosen), tuple(still))


def _unused(law: Law) -> set[str]:
    """The definitions of terms that nothing else in the law uses, by wid."""
    idle = {finding.place.provision for finding in defined_terms_are_used(Text.of(law))}
    return {item.wid for item in provisions(law) if item.wid in idle and attribute(item.attributes, "name") == "definition"}


def _applied(model: Law, module: AmendmentModule, profile: Profile) -> Law:
    return apply_modules(model, (module,), profile.numbering).law if module.amendments else model


def _structure(chosen: list[tuple[Choice, str]]) -> list[tuple[Choice, str]]:
    """The decisions on options and optional provisions."""
    return [(choice, value) for choice, value in chosen if choice.kind != "blank"]


def _impossible(profile: Profile, choices: list[Choice]) -> list[ModelLawError]:
    """Choices that the law does not offer."""
    known = {kind: {choice.name: choice for choice in choices if choice.kind == kind} for kind in ("blank", "option", "optional")}
    errors: list[ModelLawError] = []
    for kind, given in (("blank", profile.blanks), ("option", profile.options), ("optional", profile.optional)):
        for name in given:
            if name not in known[kind]:
                close = get_close_matches(name, known[kind], 1)
                hint = f"did you mean “{close[0]}”?" if close else f"there are {', '.join(known[kind]) or 'none'}"
                errors.append(ProjectError(f"the law has no {kind} “{name}”", Place(profile.file), hint))
    for group, number in profile.options.items():
        choice = known["option"].get(group)
        if choice and number not in {option for option, _ in choice.alternatives}:
            offers = "; ".join(f"{option} ({words})" for option, words in choice.alternatives)
            where = Place(profile.file, 0, choice.places[0])
            errors.append(ProjectError(f"the options “{group}” have no “{number}”", where, f"there are {offers}"))
    return errors


def _decided(profile: Profile, choices: list[Choice]) -> tuple[list[tuple[Choice, str]], list[Choice]]:
    """Every choice with what was decided, and those on which the profile is silent; a blank in a provision left out needs no words."""
    chosen: list[tuple[Choice, str]] = []
    still: list[Choice] = []
    for choice in choices:
        match choice.kind:
            case "blank":
                value = profile.blanks.get(choice.name, _proposal(choice) if profile.proposed else None)
            case "option":
                value = profile.options.get(choice.name)
            case _:
                value = {True: "kept", False: "left out", None: None}[profile.optional.get(choice.name, profile.otherwise)]
        if value is None:
            still.append(choice)
        else:
            chosen.append((choice, value))
    return chosen, still


def _proposal(choice: Choice) -> str | None:
    """The number or the time that a blank proposes, None where it proposes nothing of the kind."""
    words = choice.text.strip("[]")
    return words if _PROPOSAL.fullmatch(words) else None


def _missing(profile: Profile, choice: Choice) -> ModelLawError:
    what = {"blank": f"the blank “{choice.name}” ({choice.text}) is not filled",
            "option": f"no option is chosen for “{choice.name}”",
            "optional": f"nothing is said of the optional provision “{choice.name}” ({choice.text})"}[choice.kind]  # fmt: skip
    hint = {"blank": f'say {choice.name} = "…" under [blanks]', "option": f'say {choice.name} = "1" under [options]',
            "optional": f"say {choice.name} = true or false under [optional]"}[choice.kind]  # fmt: skip
    return ProjectError(what, Place(profile.file, 0, choice.places[0] if choice.places else ""), f"{hint}, or open = true")


def _module(model: Law, profile: Profile, chosen: list[tuple[Choice, str]]) -> AmendmentModule:
    """The choices as changes: options first, then what is left out, then words, so that nothing is filled in that goes anyway."""
    options = {choice.name: value for choice, value in chosen if choice.kind == "option"}
    gone = {choice.name for choice, value in chosen if choice.kind == "optional" and value == "left out"}
    known = paths(model)
    gone = {name for name in gone if not any(_goes(step, gone, options) for step in known[name][:-1])}
    amendments = [_amendment(profile, f"option-{c.name}", f"Option {v} of “{c.name}”", ChooseOption(c.name, v))
                  for c, v in chosen if c.kind == "option"]  # fmt: skip
    amendments += [_amendment(profile, f"omit-{name}", "Left out", Repeal(name)) for name in sorted(gone)]
    amendments += [_amendment(profile, f"blank-{c.name}", f"{c.text} filled in", FillBlank(c.name, (Run(v),)))
                   for c, v in chosen if c.kind == "blank"]  # fmt: skip
    for number, (old, new) in enumerate(profile.terms.items(), 1):
        everywhere = ReplaceText(Words("", old, EACH, 0, Scope.ALL), (Run(new),))
        amendments.append(_amendment(profile, f"term-{number}", f"“{old}” is here “{new}”", everywhere))
    module = Module("adoption", profile.title, profile.date, profile.title)
    return AmendmentModule(module, "", tuple(amendments), profile.file)


def _goes(step: Provision, gone: set[str], options: Mapping[str, str]) -> bool:
    """Whether a provision is left out, or is an option that is not the chosen one."""
    group = attribute(step.attributes, _GROUP)
    return step.wid in gone or (group in options and attribute(step.attributes, _OPTION) != options[group])


def _amendment(profile: Profile, name: str, title: str, op: Operation, reason: str = "") -> Amendment:
    change = Change(name, "adoption", reason or f"Chosen by {profile.state or 'the State'}.", title)
    return Amendment(change, (Step(op, Place(profile.file)),))


# --- what a bill is without


def _without_guidance(law: Law, title: str) -> Law:
    """The law without introduction, commentary and footnotes, which are for the legislator, and under the title of the bill."""

    def named(block: Block) -> Block:
        if isinstance(block, Group) and block.name == "preface":
            return replace(block, blocks=tuple(inner for inner in block.blocks if _has_title(inner)))
        if isinstance(block, Paragraph) and title and _has_title(block):
            return replace(block, content=(Run(title, (Wrap("docTitle"),)),))
        return block

    document = rewrite(replace(law.document, blocks=_clean(law.document.blocks)), named)
    assert isinstance(document, Group)
    return replace(law, document=document)


def _has_title(block: Block) -> bool:
    return any(wrap.name == "docTitle" for line in paragraphs_of(block) for inline in line.content for wrap in inline.wraps)


def _clean(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(_cleaned(block) for block in blocks
                 if not (isinstance(block, Provision) and attribute(block.attributes, "name") in _GUIDANCE))  # fmt: skip


def _cleaned(block: Block) -> Block:
    match block:
        case Provision() | Group():
            return replace(block, blocks=_clean(block.blocks))
        case Paragraph():
            content: tuple[Inline, ...] = tuple(inline for inline in block.content if not isinstance(inline, Note))
            return block if len(content) == len(block.content) else replace(block, content=content)
        case Table():
            rows = tuple(replace(row, cells=tuple(_cell(cell) for cell in row.cells)) for row in block.rows)
            return replace(block, rows=rows)
        case _:
            return block


def _cell(cell: Cell) -> Cell:
    return replace(cell, blocks=_clean(cell.blocks))


def _plain(bill: Law, profile: Profile) -> Law:
    """The bill without the marks of a model: nothing in it is optional any more, and its title is the State's."""

    def settled(block: Block) -> Block:
        if isinstance(block, Provision) and attribute(block.attributes, _OPTIONAL):
            return replace(block, attributes=tuple(pair for pair in block.attributes if pair[0] != _OPTIONAL))
        return block

    document = rewrite(bill.document, settled)
    assert isinstance(document, Group)
    return replace(bill, document=document, facts=replace(bill.facts, title=profile.title or bill.facts.title))


def left(bill: Law) -> list[str]:
    """The optional provisions and options that a bill still has, by wid."""
    return [item.wid for item in provisions(bill) if attribute(item.attributes, _OPTIONAL) or attribute(item.attributes, _GROUP)]
