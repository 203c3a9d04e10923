"""The pipeline, top to bottom: read the law and the modules, amend, check, write every output of every edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, assert_never

from modellaw.amend.apply import Applied, apply_modules
from modellaw.amend.ops import AmendmentModule
from modellaw.commencement import in_force, without_rejected
from modellaw.companion import CompanionBuild
from modellaw.errors import Finding, Place, ProjectError, ProofError, Severity
from modellaw.manifest import NAME as MANIFEST
from modellaw.manifest import manifest_bytes
from modellaw.model.nodes import Law
from modellaw.model.sharing import Sharing
from modellaw.model.views import Objects, objects_of
from modellaw.output import write_folder
from modellaw.project import Acceptance, Document, Edition, Guide, Project, Publication
from modellaw.steps import amended as amended
from modellaw.steps import prove as prove
from modellaw.steps import read_law as read_law
from modellaw.steps import read_modules as read_modules
from modellaw.steps import text_digest as text_digest

if TYPE_CHECKING:
    from modellaw.writers.amending import Instrument
    from modellaw.writers.html_index import IndexEdition
    from modellaw.writers.sheets import Sheet

Progress = Callable[[str], None]

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


@dataclass
class EditionBuild:
    """One edition on its way: the marked law and what is made of it, each made once and only when asked for."""

    project: Project
    edition: Edition
    base: Law
    modules: tuple[AmendmentModule, ...]
    applied: Applied
    shared: Objects
    sharing: Sharing = field(default_factory=Sharing)
    _sheets: dict[str, Sheet] = field(default_factory=dict)

    @cached_property
    def register(self) -> list[dict[str, object]]:
        """The rows of the register."""
        from modellaw.writers.register import register

        return register(self.applied.law)

    @cached_property
    def touched(self) -> dict[str, tuple[str, ...]]:
        """Which changes touched each provision."""
        from modellaw.writers.register import touched_by

        return touched_by(self.applied.law)

    @cached_property
    def guide(self) -> Guide:
        """What a reviewer is told first, in the Word files of the edition."""
        from modellaw.writers.guide import guide_of

        return guide_of(self.applied.law)

    @cached_property
    def consolidated(self) -> Law:
        return self.sharing.law(amended(self.applied.law, self.base, self.shared))

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

        sheet = self._sheets.get(stem) or self._sheet(stem)
        self._sheets[stem] = sheet
        if kind in SHEETS:
            return SHEETS[kind](sheet)
        law = sheet_law(sheet, self.base.facts.status)
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


def editions_of(project: Project, chosen: Sequence[str] = ()) -> list[Edition]:
    """The editions of a project, or those chosen; a project without any has one of all its modules."""
    editions = list(project.editions) or [Edition("full", "", ())]
    known = {edition.id: edition for edition in editions}
    for name in chosen:
        if name not in known:
            raise ProjectError(
                f"there is no edition “{name}”", Place(str(Path(project.root) / "modellaw.toml")), f"there are {', '.join(known)}"
            )
    return [known[name] for name in chosen] if chosen else editions


def prepare(project: Project, chosen: Iterable[str] = (), progress: Progress = lambda _: None) -> Iterator[EditionBuild]:
    """Each edition read, amended and proved; ``chosen`` is asked for the next one when the one before is done with."""
    root = Path(project.root)
    progress("reading the law and the modules")
    sharing = Sharing()
    base = sharing.law(read_law(str(root / project.law)))
    shared = objects_of(base)
    modules = {module.module.id: module for module in read_modules(str(root / path) for path in project.modules)}
    _known_rejections(project, modules.values())
    for edition in _each(project, chosen):
        names = edition.modules or tuple(modules)
        missing = [name for name in names if name not in modules]
        if missing:
            known = ", ".join(modules) or "none"
            raise ProjectError(
                f"edition {edition.id} has a module “{missing[0]}” that is not in modules", Place(project.root), f"there are {known}"
            )
        progress(f"amending: edition {edition.id}")
        chosen_modules = tuple(without_rejected(modules[name], project.rejections) for name in names)
        if project.at:
            chosen_modules = tuple(in_force(module, project.at, project.commencement) for module in chosen_modules)
            edition = replace(edition, title=f"{edition.title}, as in force on {project.at}".removeprefix(", "))
        applied = apply_modules(base, chosen_modules, project.numbering, project.resolutions)
        prove(applied.law, base, shared)
        applied = replace(applied, law=sharing.law(applied.law))
        yield EditionBuild(project, edition, base, chosen_modules, applied, shared, sharing)


def _each(project: Project, chosen: Iterable[str]) -> Iterator[Edition]:
    """The editions that are chosen, or all."""
    if not chosen:
        yield from editions_of(project)
    for name in chosen:
        yield from editions_of(project, (name,))


def _known_rejections(project: Project, modules: Iterable[AmendmentModule]) -> None:
    """Raises ProjectError for a rejected change that no module has."""
    known = {one.change.id for module in modules for one in module.amendments}
    for change in (change for one in project.rejections for change in one.changes):
        if change not in known:
            raise ProjectError(
                f"a [[reject]] names the change “{change}”, which no module has", Place(str(Path(project.root) / "modellaw.toml"))
            )


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an edition: its files by path, its entry in the manifest, and what the first page shows of it."""

    files: dict[str, bytes]
    summary: dict[str, object]
    shown: IndexEdition | None


def made_of(edition: EditionBuild, wanted: Sequence[str], whole: bool, originals: dict[str, bytes] | None = None,
            progress: Progress = lambda _: None) -> Made:  # fmt: skip
    """The outputs of an edition, its redline proved; ``originals`` holds what is the same in all editions."""
    edition.verify()
    same, files = {} if originals is None else originals, {}
    for name in wanted:
        progress(f"writing {edition.edition.id}/{name}")
        data = same.get(name) or edition.output(name)
        if name.startswith(f"{Document.ORIGINAL.value}.") and not name.endswith(".docx"):  # whose guide is that of the edition
            same[name] = data
        files[f"{edition.edition.id}/{name}"] = data
    return Made(files, edition.summary(whole), edition.shown if whole else None)


class Elsewhere(Protocol):
    """An edition that is made in another process, or waits there for its turn."""

    def taken_back(self) -> bool:
        """Whether it was not begun yet, and never will be there."""

    def made(self) -> Made:
        """Waits for what became of it."""


Begin = Callable[[str, Sequence[str], bool], Elsewhere]
"""Begins an edition elsewhere (its id, what is wanted, whether the build is whole)."""


def build(project: Project, chosen: Sequence[str] = (), only: Sequence[str] = (), progress: Progress = lambda _: None,
          begin: Begin | None = None) -> dict[str, bytes]:  # fmt: skip
    """Build the outputs of the editions into the project's build folder; gives what was written, by path below it.

    With ``begin`` all editions but the first are begun elsewhere; those that were not when the first is made are made here.
    """
    files: dict[str, bytes] = {}
    wanted, partial = only or project.outputs, bool(chosen or only)
    names = [edition.id for edition in editions_of(project, chosen)]
    waiting = {name: begin(name, wanted, not partial) for name in names[1:]} if begin else {}
    originals: dict[str, bytes] = {}
    made: dict[str, Made] = {}
    first: EditionBuild | None = None
    companions: list[CompanionBuild] = []
    for edition in prepare(project, _here(names, waiting), progress):
        if first is None and not partial:
            companions = companions_of(edition)
            files |= companion_files(companions, any(name.endswith(".pdf") for name in wanted), progress)
        first = first or edition
        made[edition.edition.id] = made_of(edition, wanted, not partial, originals, progress)
    made = {name: made[name] if name in made else waiting[name].made() for name in names}
    for one in made.values():
        files |= one.files
    if first and not partial:
        files["index.html"] = _index(first, [one.shown for one in made.values() if one.shown], companions, files)
    folder = Path(project.root) / project.build
    summaries = {name: one.summary for name, one in made.items()}
    files[MANIFEST] = manifest_bytes(folder, project, summaries, files, partial)
    write_folder(folder, files, keep=partial)
    return files


def _here(names: Sequence[str], waiting: dict[str, Elsewhere]) -> Iterator[str]:
    """The editions to make here: the first, and then of those that wait elsewhere the last ones, as long as they are not begun there."""
    yield names[0]
    for name in reversed(names[1:]) if waiting else names[1:]:
        if name in waiting and not waiting[name].taken_back():
            return
        yield name


def companion_files(companions: Iterable[CompanionBuild], pdf: bool, progress: Progress) -> dict[str, bytes]:
    """Companion documents in every format, PDF if asked for."""
    from modellaw.writers import ALL_FORMATS, FORMATS, SHEETS

    files: dict[str, bytes] = {}
    for companion in companions:
        name = companion.companion.id
        progress(f"writing {name}")
        files |= {f"{name}.{kind}": write(companion.publication()) for kind, write in (ALL_FORMATS if pdf else FORMATS).items()}
        sheets = companion.sheets()
        if sheets:
            files[f"{name}.xlsx"] = SHEETS["xlsx"](*sheets)
    return files


def companions_of(edition: EditionBuild) -> list[CompanionBuild]:
    """The companion documents of a project, read and cited against an edition."""
    project = edition.project
    page = f"{edition.edition.id}/{Document.CONSOLIDATED.value}.html"
    made = []
    for companion in project.companions:
        document = read_law(str(Path(project.root) / companion.source))
        made.append(CompanionBuild(project, companion, document, edition.consolidated, page, edition.status))
    return made


def _index(first: EditionBuild, shown: Sequence[IndexEdition], companions: list[CompanionBuild], files: dict[str, bytes]) -> bytes:
    """The first page of a build."""
    from modellaw.writers.html_index import Index, index_bytes

    cover = first.publication(Document.CONSOLIDATED)
    documents = tuple((one.companion.id, one.law.facts.title or one.companion.id) for one in companions)
    trace = first.traceability if first.project.recommendations else None
    publisher = ", ".join(filter(None, (cover.publisher.name, cover.publisher.place)))
    return index_bytes(Index(cover.title, cover.status, publisher, cover.date, tuple(shown), documents, trace, files, cover.templates))
