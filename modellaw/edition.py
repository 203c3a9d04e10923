"""One edition on its way: the law that its modules mark, what is made of that, and every output by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from modellaw.amend.apply import Applied
from modellaw.amend.ops import AmendmentModule
from modellaw.errors import Finding, Place, ProofError, Severity
from modellaw.model.nodes import Law
from modellaw.model.sharing import Sharing
from modellaw.model.views import Objects
from modellaw.project import Acceptance, Document, Edition, Guide, Project, Publication
from modellaw.steps import amended, text_digest
from modellaw.values import Caching, dataclass, replace

if TYPE_CHECKING:
    from modellaw.writers.amending import Instrument
    from modellaw.writers.html_index import IndexEdition
    from modellaw.writers.sheets import Sheet

_TITLES = {
    Document.ORIGINAL: "",
    Document.CONSOLIDATED: "consolidated text",
    Document.REDLINE: "changes marked",
    Document.INSTRUMENT: "amending instrument",
    Document.COMPANION: "",
}
_STATUS = {
    "reconstruction": "Reconstruction for drafting and testing. It is not the text of the United Nations Model Law "
    "and must not be cited as such.",
}


@dataclass(slots=True)
class EditionBuild(Caching):
    """One edition on its way: the marked law and what is made of it, each made once and only when asked for."""

    project: Project
    edition: Edition
    base: Law
    modules: tuple[AmendmentModule, ...]
    applied: Applied
    shared: Objects
    sharing: Sharing = field(default_factory=Sharing)
    _sheets: dict[str, Sheet] = field(default_factory=dict)
    _printed: dict[str, Law] = field(default_factory=dict)

    @cached_property
    def register(self) -> list[dict[str, object]]:
        """The rows of the register."""
        from modellaw.writers.register import register

        return register(self.applied.law, self.shared)

    @cached_property
    def touched(self) -> dict[str, tuple[str, ...]]:
        """Which changes touched each provision."""
        from modellaw.writers.register import touched_by

        return touched_by(self.applied.law, self.shared)

    @cached_property
    def guide(self) -> Guide:
        """What a reviewer is told first, in the Word files of the edition."""
        from modellaw.writers.guide import guide_of

        return guide_of(self.applied.law, self.shared)

    @cached_property
    def consolidated(self) -> Law:
        return self.sharing.law(amended(self.applied.law, self.base, self.shared, self.edition.id))

    def verify(self) -> None:
        """Raise ProofError where the redline's texts, read off its marks, are not those of the original and the consolidated law."""
        from modellaw.comparing.check import disagreement

        found = disagreement(self.base, self.consolidated, self.applied.law, self.shared)
        if found is not None:
            text = "consolidated" if found.after else "original"
            message = f"the redline says “{found.redline[:200]}” where the {text} text says “{found.law[:200]}”"
            raise ProofError(message, Place(self.edition.id, 0, found.provision), "this is a defect of the tool: please report it")

    @cached_property
    def digests(self) -> tuple[tuple[str, str], ...]:
        known, words = self.sharing.made("digests"), self.sharing.made("words")
        text = id(self.base.document)
        original = known.get(text) or known.setdefault(text, text_digest(self.base, words))
        return (("original", original), ("consolidated", text_digest(self.consolidated, words)))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        from modellaw.checks import check_changes, check_law

        asked = self.project.recommendations if len(self.modules) == len(self.project.modules) else ()
        found = (*self.applied.findings, *check_changes(self.applied.law, asked), *check_law(self.consolidated))
        return tuple(accepted(finding, self.project.accepted) for finding in found)

    def summary(self, whole: bool) -> dict[str, object]:
        """The edition in the manifest: what it is of, digests of both texts, how many changes of which status, how many findings.

        The findings are counted in a build of the ``whole`` only, since the checks take longer than a few files.
        """
        statuses = Counter(change.status.value for change in self.applied.law.changes)
        found = Counter(finding.severity.value for finding in self.findings) if whole else Counter[str]()
        return {"title": self.edition.title, "modules": {m.module.id: m.module.version for m in self.modules}, "text": dict(self.digests),
                "changes": dict(sorted(statuses.items())), "findings": dict(sorted(found.items()))}  # fmt: skip

    @property
    def status(self) -> str:
        """What every output says of the standing of its text."""
        return _STATUS.get(self.base.facts.status, self.base.facts.status)

    def publication(self, document: Document) -> Publication:
        """What a writer is given for one of the documents."""
        marked = self.applied.law
        law = self._law(document)
        law = replace(law, changes=marked.changes, modules=marked.modules) if document is Document.CONSOLIDATED else law
        original = document is Document.ORIGINAL
        edition = "" if original else " – ".join(filter(None, (self.edition.title, _TITLES[document])))
        date = max((module.date for module in marked.modules), default="") if not original else self.base.facts.date
        root = Path(self.project.root)
        folders = tuple(str(path) for path in (root / self.project.templates,) if path.is_dir())
        title = law.facts.title or "Law"
        digests = self.digests if document is Document.REDLINE else ()
        touched = self.touched if document is Document.CONSOLIDATED else {}
        guide = self.guide if document is not Document.INSTRUMENT else None
        return Publication(document, law, title, edition, self.status, date, self.project.publisher, self.project.paper, folders, digests,
                           self.base.facts.date, touched, guide, self.project.word, sharing=self.sharing)  # fmt: skip

    def _law(self, document: Document) -> Law:
        match document:
            case Document.ORIGINAL:
                return self.base
            case Document.CONSOLIDATED:
                return self.consolidated
            case Document.REDLINE:
                return self.applied.law
            case Document.INSTRUMENT:
                from modellaw.writers.amending import printed_instrument

                return printed_instrument(self.instrument)
            case Document.COMPANION:
                raise AssertionError("a companion is not a document of an edition")
            case _:
                assert_never(document)

    @property
    def traceability(self) -> Sheet:
        """The recommendations with their changes and provisions."""
        return self._sheet("traceability")

    def _sheet(self, stem: str) -> Sheet:
        from modellaw.writers import tables
        from modellaw.writers.register import register_sheet

        match stem:
            case "register":
                return register_sheet(self.register)
            case "traceability":
                return tables.traceability(self.applied.law, self.project.recommendations, self.register)
            case "three-columns":
                return tables.three_columns(self.applied.law, self.touched)
            case _:
                return tables.destinations(self.applied.law)

    def _table(self, stem: str, kind: str) -> bytes:
        """A table of the edition as data, or printed as a document of its own."""
        from modellaw.writers import ALL_FORMATS, SHEETS
        from modellaw.writers.sheets import sheet_law

        sheet = self._sheets.get(stem) or self._sheets.setdefault(stem, self._sheet(stem))
        if kind in SHEETS:
            return SHEETS[kind](sheet)
        law = self._printed.get(stem) or self._printed.setdefault(stem, sheet_law(sheet, self.base.facts.status))
        publication = self.publication(Document.CONSOLIDATED)
        of = " – ".join(filter(None, (publication.title, self.edition.title)))
        return ALL_FORMATS[kind](
            replace(publication, document=Document.COMPANION, law=law, title=sheet.title, edition=of, guide=None, landscape=True)
        )

    @cached_property
    def instrument(self) -> Instrument:
        """What the amending instrument is made from."""
        from modellaw.writers.amending import Instrument

        name = self.base.facts.title or "law"
        return Instrument(self.base, self.modules, self.applied.law, f"Amendments to the {name}", self.consolidated)

    @property
    def shown(self) -> IndexEdition:
        """What the first page shows of it."""
        from modellaw.writers.html_index import IndexEdition

        return IndexEdition(self.edition.id, self.edition.title, self.register, self.findings, self.digests)

    def output(self, name: str) -> bytes:
        """One file of the edition by its name ("redline.docx")."""
        from modellaw.writers import ALL_FORMATS

        stem, _, kind = name.rpartition(".")
        if stem == "register" and kind != "xlsx":
            from modellaw.writers.register import register_csv, register_json

            return register_json(self.register) if kind == "json" else register_csv(self.register)
        if stem in {"register", "traceability", "destinations", "three-columns"}:
            return self._table(stem, kind)
        if kind == "xml" and stem in {Document.INSTRUMENT.value, Document.CONSOLIDATED.value}:
            from modellaw.writers.akn import akn_bytes
            from modellaw.writers.akn_history import with_history
            from modellaw.writers.amending import akn_instrument

            law = akn_instrument(self.instrument) if stem == Document.INSTRUMENT.value else with_history(self.instrument)
            return akn_bytes(law, self.sharing)
        if stem == "findings":
            from modellaw.writers.findings import findings_file

            return findings_file(self.findings)
        return ALL_FORMATS[kind](self.publication(Document(stem)))


def accepted(finding: Finding, acceptances: Iterable[Acceptance]) -> Finding:
    """The finding as a note with the reason where the project accepts it, else as it is."""
    for one in acceptances:
        if one.code == finding.code and one.provision in ("", finding.place.provision):
            return replace(finding, severity=Severity.NOTE, message=f"{finding.message} (accepted: {one.reason})")
    return finding
