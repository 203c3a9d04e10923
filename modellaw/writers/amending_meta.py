"""The metadata of an amending instrument: what it is, and each modification that it makes, as Akoma Ntoso says it.

AKN knows no "move" and no "wherever occurring": a move is a ``renumbering`` with ``ml:op="move"``; ``ml:occurrence`` and ``ml:expect``
say how often words are replaced. Children and values follow the strict schema (``textualMod``: source, destination, previous, old, new).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from modellaw.amend.ops import (
    EACH,
    LAST,
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
    Where,
    Words,
    Wrap,
)
from modellaw.model.escapes import quoted
from modellaw.model.nodes import AKN, ML, Law
from modellaw.values import dataclass

_NAMELESS = "/akn/xx/act/2000-01-01/law"
_POS = {Where.BEFORE: "before", Where.AFTER: "after", Where.FIRST: "start", Where.LAST: "end", Where.ALPHABETICAL: "inside"}


@dataclass(frozen=True, slots=True)
class Modification:
    """One operation, the eId of the ``mod`` that says it, and the id of its change."""

    operation: Operation
    eid: str
    change: str


@dataclass(frozen=True, slots=True)
class _Textual:
    """A ``textualMod``: type, the wIds it changes and where in them, the numbers of the quotations that are old and new text."""

    kind: str
    target: str
    position: str = ""
    up_to: str = ""
    old: int = 0
    new: int = 0
    structure: bool = False
    previous: bool = False
    says: tuple[tuple[str, str], ...] = ()


def metadata(base: Law, marked: Law, title: str, modifications: Sequence[Modification]) -> str:
    """The element ``meta`` of an instrument that amends ``base`` by the modules of ``marked``."""
    facts = base.facts
    date, law = _day(base, marked), law_iri(base) or _NAMELESS
    work, expression = instrument_iris(base, marked)
    target = f"{law}/{facts.language}@{facts.date}/!main" if facts.date else f"{law}/!main"
    starts = start_of(marked, modifications)
    days = {day: number for number, day in enumerate(sorted(set(starts.values()) - {""}), 1)}
    mods = "".join(_textual_mod(mod, number, target, days.get(starts[mod.change], 0)) for number, mod in enumerate(modifications, 1))
    events = "".join(f'<eventRef eId="eref_{n + 1}" date="{day}" source="#ro" type="amendment"/>' for day, n in days.items())
    groups = "".join(f'<temporalGroup eId="tmpg_{n}"><timeInterval start="#eref_{n + 1}" refersTo="#inForce"/></temporalGroup>'
                     for n in days.values())  # fmt: skip
    periods = f'<temporalData source="#modellaw">{groups}</temporalData>' if groups else ""
    in_force = '<TLCConcept eId="inForce" href="/ontology/concept/inForce" showAs="in force"/>' if groups else ""
    analysis = f'<analysis source="#modellaw"><activeModifications>{mods}</activeModifications></analysis>' if mods else ""
    levels = _level("FRBRWork", work, date, law) + _level("FRBRExpression", expression, date, law, facts.language)
    levels += _level("FRBRManifestation", expression, date, law)
    return (
        f'<meta xmlns="{AKN}" xmlns:ml="{ML}"><identification source="#modellaw">{levels}</identification>'
        f'<lifecycle source="#modellaw"><eventRef eId="eref_1" date="{date}" source="#ro" type="generation"/>{events}</lifecycle>'
        f"{analysis}{periods}"
        f'<references source="#modellaw"><original eId="ro" href="{quoted(work)}" showAs="{quoted(title)}"/>'
        f'<activeRef eId="ra_1" href="{quoted(law)}" showAs="{quoted(facts.title or "the law")}"/>'
        '<TLCOrganization eId="modellaw" href="/ontology/organization/modellaw" showAs="Drafters of the amendments"/>'
        f"{in_force}</references>"
        f'<proprietary source="#modellaw"><ml:status>{quoted(facts.status)}</ml:status></proprietary></meta>'
    )


def start_of(marked: Law, modifications: Sequence[Modification]) -> dict[str, str]:
    """The day on which each change of the modifications takes effect, by its id: its own, or that of its module; "" for none."""
    modules = {module.id: module.date for module in marked.modules}
    changes = {change.id: change for change in marked.changes}
    found = {}
    for name in dict.fromkeys(mod.change for mod in modifications):
        change = changes.get(name)
        found[name] = (change.commencement.date or modules.get(change.module, "")) if change else ""
    return found


def _day(base: Law, marked: Law) -> str:
    return max((module.date for module in marked.modules if module.date), default=base.facts.date) or "2000-01-01"


def law_iri(law: Law) -> str:
    """The IRI of a law as a work, "" where it says none, or a place for one that nobody filled in."""
    return law.facts.uri if "#" not in law.facts.uri else ""


def instrument_iris(base: Law, marked: Law) -> tuple[str, str]:
    """The IRIs of the instrument that amends a law, as a work and as its expression."""
    date = _day(base, marked)
    work = _work(law_iri(base) or _NAMELESS, date, [module.id for module in marked.modules if module.date])
    return work, f"{work}/{base.facts.language}@{date}"


def _work(law: str, date: str, modules: Sequence[str]) -> str:
    """The IRI of the instrument: that of the law with the date of the amendments, named after law and modules."""
    parts = law.split("/")
    name = "-".join([parts[-1], "amendments", *modules])
    return "/".join([*(date if part[:4].isdigit() and len(part) == 10 else part for part in parts[:-1]), name])


def _level(name: str, iri: str, date: str, law: str, language: str = "") -> str:
    manifestation = name == "FRBRManifestation"
    this, uri = (f"{iri}/!main.xml", f"{iri}.xml") if manifestation else (f"{iri}/!main", iri)
    country = f'<FRBRcountry value="{quoted(law.split("/")[2] if law.count("/") > 2 else "xx")}"/>' if name == "FRBRWork" else ""
    spoken = f'<FRBRlanguage language="{quoted(language)}"/>' if language else ""
    kind = {"FRBRWork": "generation", "FRBRExpression": "expression"}.get(name, "manifestation")
    return (
        f'<{name}><FRBRthis value="{quoted(this)}"/><FRBRuri value="{quoted(uri)}"/><FRBRdate date="{date}" name="{kind}"/>'
        f'<FRBRauthor href="#modellaw"/>{country}{spoken}</{name}>'
    )


def _textual_mod(mod: Modification, number: int, law: str, period: int) -> str:
    said = textual(mod.operation)
    place = f"{law}#{said.target}" if said.target and said.target != "body" else law
    pos = f' pos="{said.position}"' if said.position else ""
    to = f' upTo="#{quoted(said.up_to)}"' if said.up_to else ""
    says = "".join(f' ml:{name}="{quoted(value)}"' for name, value in said.says)
    inner = f'<source href="#{mod.eid}"/><destination href="{quoted(place)}"{pos}{to}/>'
    inner += f'<force period="#tmpg_{period}"/>' if period else ""
    inner += f'<previous href="{quoted(place)}"/>' if said.previous else ""
    inner += f'<old href="#{mod.eid}__qtext_{said.old}"/>' if said.old else ""
    inner += f'<new href="#{mod.eid}__qtext_{said.new}"/>' if said.new else ""
    inner += f'<new href="#{mod.eid}__qstr_1"/>' if said.structure else ""
    return f'<textualMod type="{said.kind}" eId="actmod__textualMod_{number}"{says}>{inner}</textualMod>'


def _words(kind: str, words: Words, old: int, new: int, position: str = "inside") -> _Textual:
    place = {EACH: "each", LAST: "last"}.get(words.occurrence, str(words.occurrence))
    says = (("occurrence", place), *((("expect", str(words.expect)),) if words.expect else ()))
    return _Textual(kind, words.target, position, old=old, new=new, says=says)


def textual(op: Operation) -> _Textual:
    """An operation in the terms of Akoma Ntoso."""
    match op:
        case Insert():
            return _Textual("insertion", op.position.anchor, _POS[op.position.where], structure=True)
        case InsertSchedule():
            return _Textual("insertion", op.after, "after" if op.after else "end", structure=True)
        case Repeal():
            return _Textual("repeal", op.target, up_to=op.up_to)
        case Substitute():
            return _Textual("substitution", op.target, "start" if op.opening else "", op.up_to, structure=True)
        case ReplaceText():
            return _words("substitution", op.words, 1, 2)
        case OmitText():
            return _words("repeal", op.words, 1, 0)
        case InsertText():
            anchored = bool(op.words.find)
            where = "after" if op.after else "before"
            return _words(
                "insertion", op.words, int(anchored), 2 if anchored else 1, where if anchored else ("end" if op.after else "start")
            )
        case ChangeHeading():
            return _Textual("substitution" if op.heading else "repeal", op.target, new=int(bool(op.heading)), says=(("op", "heading"),))
        case Move():
            return _Textual("renumbering", op.target, previous=True, says=(("op", "move"),))
        case Renumber():
            return _Textual("renumbering", op.target, previous=True)
        case Wrap():
            return _Textual("renumbering", op.target, previous=True, says=(("op", "wrap"),))
        case Split():
            return _Textual("split", op.target)
        case Join():
            return _Textual("join", op.target, up_to=op.up_to)
        case InsertRow() | InsertColumn():
            kind = "insert-row" if isinstance(op, InsertRow) else "insert-column"
            return _Textual("insertion", op.at.target, "inside", structure=True, says=(("op", kind),))
        case OmitRow() | OmitColumn():
            return _Textual("repeal", op.at.target, "inside", says=(("op", "omit-row" if isinstance(op, OmitRow) else "omit-column"),))
        case ChangeCell():
            return _Textual("substitution", op.at.target, "inside", structure=True, says=(("op", "cell"),))
        case InsertNote():
            return _Textual("insertion", op.words.target, "inside", structure=True, says=(("op", "insert-note"),))
        case ReplaceNote():
            return _Textual("substitution", op.target, "inside", structure=True, says=(("op", "replace-note"),))
        case OmitNote():
            return _Textual("repeal", op.target, "inside", says=(("op", "omit-note"),))
        case ChooseOption():
            return _Textual("substitution", "", says=(("op", "choose-option"), ("group", op.group), ("option", op.option)))
        case FillBlank():
            return _Textual("substitution", op.target, new=1, says=(("op", "fill-blank"), ("blank", op.blank)))
        case _:
            assert_never(op)
