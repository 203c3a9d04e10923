"""The reviewer's guide to an edition: which texts are compared, by whose modules, how many changes of which kind, and where each one is."""

from __future__ import annotations

from collections import defaultdict

from modellaw.model.address import paths
from modellaw.model.changes import CONSEQUENTIAL, Status, Trace
from modellaw.model.citations import Citations, Path, citations
from modellaw.model.nodes import Block, Departure, Group, Inline, Law, Note, Paragraph, Provision, Table
from modellaw.model.views import Objects
from modellaw.model.walk import children
from modellaw.project import Guide, GuideEntry

KINDS = ("Provisions inserted", "Provisions repealed or replaced", "Provisions moved", "Provisions split, joined or wrapped",
         "Numbers changed", "Headings changed", "Passages inserted", "Passages deleted", "Table rows and cells", "Footnotes")  # fmt: skip
_MOST_PLACES = 6


def guide_of(marked: Law, plain: Objects = frozenset()) -> Guide:
    """The guide to a marked law; provisions that are among the objects ``plain`` are known to bear no marks."""
    tally = _Tally(plain)
    tally.blocks(marked.document.blocks, "")
    modules = tuple(module for module in marked.modules if module.id != CONSEQUENTIAL.id)
    columns = [*(module.id for module in modules), *([CONSEQUENTIAL.id] if len(marked.modules) > len(modules) else [])]
    of = {change.id: change.module for change in marked.changes}
    counts = []
    for kind in KINDS:
        row = [0] * len(columns)
        for change, number in tally.kinds[kind].items():
            if of.get(change) in columns:
                row[columns.index(of[change])] += number
        if any(row):
            counts.append((kind, tuple(row)))
    known, names = paths(marked), citations(marked)
    entries = tuple(
        GuideEntry(
            change.id,
            change.title,
            change.module,
            tuple(_place(known[wid], names) for wid in list(tally.places[change.id])[:_MOST_PLACES] if wid in known),
            change.operations,
            change.rationale,
            "" if change.status in {Status.APPLIED, Status.CONSEQUENTIAL} else f"{change.status.value}: {change.reason}".rstrip(": "),
        )
        for change in marked.changes
    )
    date = max((module.date for module in modules), default="")
    return Guide(marked.facts.date, date, modules + tuple(m for m in marked.modules if m.id == CONSEQUENTIAL.id), tuple(counts), entries)


def _place(path: Path, names: Citations) -> tuple[tuple[str, ...], str]:
    return tuple(step.wid for step in reversed(path)), names.either(path)


class _Tally:
    """One walk over the marks: how often each change does what, and in which provisions, in the order of the text."""

    def __init__(self, plain: Objects) -> None:
        self.plain = plain
        self.kinds: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.places: dict[str, dict[str, None]] = defaultdict(dict)

    def add(self, kind: str, change: str, where: str) -> None:
        self.kinds[kind][change] += 1
        self.places[change][where] = None

    def blocks(self, blocks: tuple[Block, ...], where: str) -> None:
        for block in blocks:
            match block:
                case Provision():
                    if id(block) not in self.plain:
                        self.provision(block)
                case Departure():
                    self.places[block.change][block.wid] = None
                case Group():
                    self.whole(block.trace, where, "Passages")
                    if not block.trace:
                        self.blocks(block.blocks, where)
                case Paragraph():
                    self.paragraph(block, where)
                case Table():
                    self.table(block, where)
                case _:
                    pass

    def whole(self, trace: Trace, where: str, what: str) -> None:
        if trace.inserted:
            self.add(f"{what} inserted", trace.inserted, where)
        if trace.deleted:
            self.add("Provisions repealed or replaced" if what == "Provisions" else f"{what} deleted", trace.deleted, where)

    def provision(self, provision: Provision) -> None:
        wid = provision.wid
        self.whole(provision.trace, wid, "Provisions")
        if provision.moved:
            self.add("Provisions moved", provision.moved, wid)
        for mark in (provision.shell, provision.seam):
            for change in filter(None, (mark.inserted, mark.deleted)):
                self.add("Provisions split, joined or wrapped", change, wid)
        if provision.trace:
            self.inside(provision.blocks, {provision.trace.inserted, provision.trace.deleted})
        else:
            self.blocks(provision.blocks, wid)

    def inside(self, blocks: tuple[Block, ...], told: set[str]) -> None:
        """Provisions of other changes in one that came or went whole."""
        for block in blocks:
            if isinstance(block, Provision) and {block.trace.inserted, block.trace.deleted} - told - {""}:
                self.provision(block)
            else:
                self.inside(children(block), told)

    def paragraph(self, paragraph: Paragraph, where: str) -> None:
        kind = {"num": "Numbers changed", "heading": "Headings changed"}.get(paragraph.name, "")
        changes = {
            change: None for trace in (paragraph.trace, *(i.trace for i in paragraph.content)) for change in (trace.inserted, trace.deleted)
        }
        if kind:
            fresh = [change for change in changes if change and not (paragraph.trace.deleted and change == paragraph.trace.deleted)]
            for change in fresh:
                self.add(kind, change, where)
            return
        self.whole(paragraph.trace, where, "Passages")
        if not paragraph.trace:
            self.inlines(paragraph.content, where)

    def inlines(self, content: tuple[Inline, ...], where: str) -> None:
        last = Trace()
        for inline in content:
            if isinstance(inline, Note):
                if inline.trace or any(_changed(block) for block in inline.blocks):
                    for change in filter(None, (inline.trace.inserted, inline.trace.deleted, *map(_changed, inline.blocks))):
                        self.add("Footnotes", change, where)
            elif inline.trace and inline.trace != last:
                self.whole(inline.trace, where, "Passages")
            last = inline.trace

    def table(self, table: Table, where: str) -> None:
        if table.trace:
            self.whole(table.trace, where, "Passages")
            return
        for row in table.rows:
            for trace in (row.trace, *(cell.trace for cell in row.cells)):
                for change in filter(None, (trace.inserted, trace.deleted)):
                    self.add("Table rows and cells", change, where)
            for cell in row.cells:
                if not row.trace and not cell.trace:
                    self.blocks(cell.blocks, where)


def _changed(block: Block) -> str:
    """A change that marks something in a block of a footnote, "" for none."""
    if isinstance(block, Paragraph):
        traces = [block.trace, *(inline.trace for inline in block.content)]
        return next((trace.inserted or trace.deleted for trace in traces if trace), "")
    if isinstance(block, Group):
        return next(filter(None, map(_changed, block.blocks)), "")
    return ""
