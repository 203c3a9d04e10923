"""What a consolidated text in Akoma Ntoso says of its history: events, periods, each modification with its source, and ids that moved.

Vocabulary and order of the elements: OASIS Akoma Ntoso 1.0 part 1 and the strict schema; ids: Naming Convention 5.4 and 5.5. A clean text
holds no ``ins`` and no ``del``, so ``old`` leads into the expression before and ``new`` to the provision as it is now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from lxml import etree

from modellaw.amend.ops import Insert, InsertSchedule, Operation, Repeal, Split, Substitute, Wrap
from modellaw.model.changes import Change, Status
from modellaw.model.escapes import quoted
from modellaw.model.nodes import AKN, ML, Attributes, Block, Carried, Group, Law, Provision, attribute, with_attribute
from modellaw.model.views import objects_of
from modellaw.values import Caching, dataclass, replace
from modellaw.writers.amending import Instrument, modifications
from modellaw.writers.amending_meta import Modification, instrument_iris, law_iri, start_of, textual
from modellaw.writers.register import touched_by

_ORDER = ("identification", "publication", "classification", "lifecycle", "workflow", "analysis", "temporalData", "references", "notes",
          "proprietary", "presentation")  # fmt: skip
_ANALYSIS = ("activeModifications", "passiveModifications", "restrictions", "judicial", "parliamentary", "mappings", "otherReferences",
             "otherAnalysis")  # fmt: skip
_META = re.compile(r"<(?:[\w.-]+:)?meta[\s>]")
_ID = re.compile(r'\beId="([^"]+)"')


@dataclass(frozen=True, slots=True)
class _History(Caching):
    """All that the metadata are made from; ``days`` are those of the amendments, in order, ``since`` that of what is new."""

    base: Law
    marked: Law
    law: Law
    done: tuple[tuple[Change, Modification], ...]
    days: tuple[str, ...]
    old: Mapping[str, tuple[Provision, ...]]
    new: Mapping[str, tuple[Provision, ...]]
    since: dict[str, str]
    ids: Callable[[str], str]

    @property
    def expression(self) -> str:
        """The IRI of the expression before."""
        return f"{self.base.facts.uri}/{self.base.facts.language}@{self.base.facts.date}"

    @cached_property
    def touched(self) -> dict[str, tuple[str, ...]]:
        return touched_by(self.marked, objects_of(self.base))

    @cached_property
    def source(self) -> str:
        """The IRI of the instrument's expression."""
        return instrument_iris(self.base, self.marked)[1]

    def eid(self, wid: str) -> str:
        return attribute(self.new[wid][-1].attributes, "eId")

    def before(self, wid: str) -> str:
        """The IRI of a provision in the expression before, "" for one that was not there."""
        eid = attribute(self.old[wid][-1].attributes, "eId") if wid in self.old else ""
        return f"{self.expression}/!main#{eid}" if eid else ""


def with_history(source: Instrument) -> Law:
    """The consolidated law with its history in the metadata, and the period of what is new on the provisions.

    A law that says neither IRI nor date, or that nothing has changed, is given back as it is.
    """
    base, marked, law, draft = source.base, source.marked, source.consolidated, source.draft
    changes = {change.id: change for change in marked.changes if change.status is Status.APPLIED}
    every = modifications(source)
    done = tuple((changes[mod.change], mod) for mod in every if mod.change in changes)
    if not law_iri(base) or not base.facts.date or not done:
        return law
    starts = start_of(marked, [mod for _, mod in done])
    days = tuple(sorted(set(starts.values()) - {""}))
    since: dict[str, str] = {}
    history = _History(base, marked, law, done, days, draft.old, draft.new, since, _fresh(law, draft.new))
    periods = {day: history.ids(f"tmpg_{number}") for number, day in enumerate(days, 2)}

    def period(name: str) -> str:
        day = starts.get(name, "")
        return f"#{periods[day]}" if day else ""

    said: dict[str, Attributes] = {}
    for wid, path in draft.new.items():
        if wid not in draft.old and (len(path) == 1 or path[-2].wid in draft.old) and wid in draft.all:
            there = draft.all[wid][-1]
            name = there.trace.inserted or there.shell.inserted or there.seam.inserted
            since[wid] = starts.get(name, "")
            said[wid] = (("period", period(name)),) if period(name) else ()
    for change, mod in done:
        if isinstance(mod.operation, Repeal) and mod.operation.text:
            for wid in _range(draft.new, mod.operation.target, mod.operation.up_to):
                said[wid] = (("status", "removed"), ("period", period(change.id)))
    above = {step.wid for wid in said for step in draft.new[wid][:-1]}

    def renew(block: Block) -> Block:
        if isinstance(block, Group) and block.blocks:
            return replace(block, blocks=tuple(map(renew, block.blocks)))
        if not isinstance(block, Provision) or not (block.wid in said or block.wid in above):
            return block
        attributes = block.attributes
        for name, value in said.get(block.wid, ()):
            attributes = with_attribute(attributes, name, value)
        inner = tuple(map(renew, block.blocks)) if block.wid in above else block.blocks
        return replace(block, attributes=attributes, blocks=inner)

    document = renew(law.document)
    assert isinstance(document, Group)
    blocks = tuple(_whole(part, history, periods, period) if isinstance(part, Group) else part for part in document.blocks)
    return replace(law, document=replace(document, blocks=blocks))


def _fresh(law: Law, new: Mapping[str, tuple[Provision, ...]]) -> Callable[[str], str]:
    """Gives an identifier that the document does not have yet, the wanted one if it can."""
    taken = {attribute(path[-1].attributes, "eId") for path in new.values()}

    def visit(block: Block) -> None:
        if isinstance(block, Carried) and _META.match(block.xml):
            taken.update(_ID.findall(block.xml))
        elif isinstance(block, Group) or (isinstance(block, Provision) and block.level == "attachment"):
            for inner in block.blocks:
                visit(inner)

    visit(law.document)

    def fresh(wanted: str) -> str:
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}_{number}", number + 1
        taken.add(name)
        return name

    return fresh


def _range(known: Mapping[str, tuple[Provision, ...]], first: str, last: str) -> Iterator[str]:
    """The wids of a provision and its neighbours up to another."""
    if first not in known:
        return
    above = known[first][-2].blocks if len(known[first]) > 1 and last else ()
    siblings = [block.wid for block in above if isinstance(block, Provision)]
    if last in siblings and first in siblings:
        yield from siblings[siblings.index(first) : siblings.index(last) + 1]
    else:
        yield first


def _whole(act: Group, history: _History, periods: dict[str, str], period: Callable[[str], str]) -> Group:
    """The act with its first ``meta`` renewed; it is one version of several."""
    blocks, done = list(act.blocks), False
    for at, block in enumerate(blocks):
        if isinstance(block, Carried) and _META.match(block.xml) and not done:
            blocks[at], done = replace(block, xml=_meta(block.xml, history, periods, period)), True
    attributes = (
        with_attribute(act.attributes, "contains", "singleVersion") if done and attribute(act.attributes, "contains") else act.attributes
    )
    return replace(act, blocks=tuple(blocks), attributes=attributes)


def _meta(xml: str, history: _History, periods: dict[str, str], period: Callable[[str], str]) -> str:
    meta = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    if meta.find(f"{{{AKN}}}identification") is None:
        return xml
    facts, ids = history.base.facts, history.ids
    work, _ = instrument_iris(history.base, history.marked)
    _identified(meta, history)
    original = _known(meta, "original") or ids("ro")
    passive = ids("rp_1")
    events = {"": _known(meta, "eventRef", "generation") or ids("eref_1")}
    begun = [] if _known(meta, "eventRef", "generation") else [(events[""], facts.date, original, "generation")]
    for number, day in enumerate(history.days, 2):
        events[day] = ids(f"eref_{number}")
        begun.append((events[day], day, passive, "amendment"))
    made = "".join(f'<eventRef eId="{eid}" date="{day}" source="#{origin}" type="{kind}"/>' for eid, day, origin, kind in begun)
    _fill(_section(meta, "lifecycle", _ORDER, _source(meta)), made)
    mods = "".join(_passive(change, mod, number, history, period(change.id)) for number, (change, mod) in enumerate(history.done, 1))
    mappings = "".join(_mappings(history, events))
    analysis = _section(meta, "analysis", _ORDER, _source(meta))
    _fill(_section(analysis, "passiveModifications", _ANALYSIS), mods)
    if mappings:
        _fill(_section(analysis, "mappings", _ANALYSIS, _source(meta)), mappings)
    concept = _known(meta, "TLCConcept", name="inForce") or ids("inForce")
    groups = "" if meta.find(f"{{{AKN}}}temporalData") is not None else _group(ids("tmpg_1"), events[""], concept)
    _fill(
        _section(meta, "temporalData", _ORDER, _source(meta)),
        groups + "".join(_group(eid, events[day], concept) for day, eid in periods.items()),
    )
    name = quoted(facts.title or "the law")
    found = "" if _known(meta, "original") else f'<original eId="{original}" href="{quoted(facts.uri)}" showAs="{name}"/>'
    found += f'<passiveRef eId="{passive}" href="{quoted(work)}" showAs="Amendments to the {name}"/>'
    if not _known(meta, "TLCConcept", name="inForce"):
        found += f'<TLCConcept eId="{concept}" href="/ontology/concept/inForce" showAs="in force"/>'
    _fill(_section(meta, "references", _ORDER, _source(meta)), found)
    return etree.tostring(meta, encoding="unicode")


def _group(eid: str, event: str, concept: str) -> str:
    return f'<temporalGroup eId="{eid}"><timeInterval start="#{event}" refersTo="#{concept}"/></temporalGroup>'


def _source(meta: etree._Element) -> str:
    return meta.find(f"{{{AKN}}}identification").get("source", "#modellaw")  # type: ignore[union-attr]


def _known(meta: etree._Element, element: str, kind: str = "", name: str = "") -> str:
    """The eId of an element that the metadata have already."""
    for found in meta.iter(f"{{{AKN}}}{element}"):
        if (not kind or found.get("type") == kind) and (not name or found.get("eId") == name):
            return found.get("eId", "")
    return ""


def _identified(meta: etree._Element, history: _History) -> None:
    """The expression names the one whose ids are the permanent ones; the manifestation is of the day of the expression."""
    expression = meta.find(f"{{{AKN}}}identification/{{{AKN}}}FRBRExpression")
    if expression is not None and expression.find(f"{{{AKN}}}FRBRmasterExpression") is None:
        language = expression.find(f"{{{AKN}}}FRBRlanguage")
        master = etree.Element(f"{{{AKN}}}FRBRmasterExpression", href=history.expression, showAs=history.base.facts.title or "the law")
        if language is not None:
            language.addprevious(master)
    for date in meta.iterfind(f"{{{AKN}}}identification/{{{AKN}}}FRBRManifestation/{{{AKN}}}FRBRdate"):
        date.set("date", history.law.facts.date)


def _section(parent: etree._Element, name: str, order: Sequence[str], source: str = "") -> etree._Element:
    """A section of the metadata, made in its place where there is none."""
    found = parent.find(f"{{{AKN}}}{name}")
    if found is not None:
        return found
    made = etree.Element(f"{{{AKN}}}{name}", {"source": source} if source else {})
    known = {f"{{{AKN}}}{one}" for one in order[: order.index(name)]}
    later = [child for child in parent if isinstance(child.tag, str) and child.tag not in known]
    if later:
        later[0].addprevious(made)
    else:
        parent.append(made)
    return made


def _fill(section: etree._Element, inside: str) -> None:
    """Elements added at the end of a section."""
    for child in list(etree.fromstring(f'<x xmlns="{AKN}" xmlns:ml="{ML}">{inside}</x>')):
        section.append(child)
    etree.cleanup_namespaces(section, keep_ns_prefixes=["ml"])


def _passive(change: Change, mod: Modification, number: int, history: _History, period: str) -> str:
    """One modification as it has arrived."""
    said = textual(mod.operation)
    now = [wid for wid in _now(mod.operation, said.target, change, history) if wid in history.new]
    target = said.target if said.target != "body" else ""
    gone = history.before(target) or f"{history.expression}/!main"
    last = now[-1] if len(now) > 1 and isinstance(mod.operation, Insert | Substitute) else ""
    places = now[:1] if last else now
    to = f' upTo="#{history.eid(last)}"' if last else ""
    inner = f'<source href="{quoted(history.source)}/!main#{mod.eid}"/>'
    inner += "".join(f'<destination href="#{history.eid(wid)}"{to}/>' for wid in places) or f'<destination href="{quoted(gone)}"/>'
    inner += f'<previous href="{quoted(gone)}"/>' if said.previous and history.before(target) else ""
    inner += f'<old href="{quoted(gone)}"/>' if said.kind in {"repeal", "substitution"} and history.before(target) else ""
    inner += f'<new href="#{history.eid(now[0])}"/>' if said.kind in {"insertion", "substitution"} and now else ""
    says = "".join(f' ml:{name}="{quoted(value)}"' for name, value in (*said.says, ("change", change.id)))
    condition = f' ml:condition="{quoted(change.commencement.condition)}"' if change.commencement.condition else ""
    since = f' period="{period}"' if period else ""
    return f'<textualMod type="{said.kind}" eId="{history.ids(f"pmod__textualMod_{number}")}"{since}{says}{condition}>{inner}</textualMod>'


def _now(op: Operation, target: str, change: Change, history: _History) -> Sequence[str]:
    """The wids of what an operation touched, as far as the law still has it."""
    match op:
        case Insert(blocks=blocks) | Substitute(blocks=blocks, opening=False):
            return [block.wid for block in blocks if isinstance(block, Provision)]
        case InsertSchedule():
            return [op.schedule.wid]
        case Wrap():
            return [op.wid]
        case Split():
            return [op.target, *(part.wid for part in op.parts)]
        case _ if target and target != "body":
            return [target]
    return [wid for wid, names in history.touched.items() if change.id in names]


def _mappings(history: _History, events: dict[str, str]) -> Iterator[str]:
    """Every provision whose permanent wId is not its eId, and since when."""
    last, number = history.days[-1] if history.days else "", 0
    for wid, path in history.new.items():
        eid = attribute(path[-1].attributes, "eId")
        if eid and eid != wid and attribute(path[-1].attributes, "wId"):
            number += 1
            was = wid in history.old and attribute(history.old[wid][-1].attributes, "eId") == eid
            come = next((history.since[step.wid] for step in path if step.wid in history.since), last)
            since = events["" if was else come]
            yield f'<mapping eId="{history.ids(f"mapping_{number}")}" original="#{quoted(wid)}" current="#{quoted(eid)}" start="#{since}"/>'
