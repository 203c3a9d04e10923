"""The pipeline, top to bottom: read the law and the modules, amend, check, write every output of every edition."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from modellaw.amend.apply import Applied, apply_modules
from modellaw.amend.ops import AmendmentModule
from modellaw.commencement import in_force
from modellaw.companion import CompanionBuild
from modellaw.errors import Finding, Place, ProjectError, ProofError, Severity
from modellaw.manifest import NAME as MANIFEST
from modellaw.manifest import VALID, digest, known_as_valid, manifest_bytes, valid_now
from modellaw.model.address import derive_eids, ids_once
from modellaw.model.markup import arranged
from modellaw.model.nodes import Law
from modellaw.model.views import Objects, accept, objects_of, reject
from modellaw.model.walk import inline_text, paragraphs_of, provisions
from modellaw.output import write_folder
from modellaw.project import Acceptance, Document, Edition, Guide, Project, Publication
from modellaw.readers.akn import read_akn
from modellaw.readers.module import read_module
from modellaw.readers.xml import read_bytes

if TYPE_CHECKING:
    from modellaw.writers.amending import Instrument
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


def read_law(path: str, *, valid: bool = True, known: Collection[str] = ()) -> Law:
    """The law in a file, checked against the strict schema unless ``valid`` is false or ``known`` has its digest, found valid before."""
    data = read_bytes(path)
    if valid and digest(data) not in known:
        from modellaw.readers.schema import validate_akn

        validate_akn(data, path)
    return read_akn(data, path)


def read_modules(paths: Iterable[str]) -> list[AmendmentModule]:
    """The modules in some files, in order."""
    return [read_module(read_bytes(path), path) for path in paths]


def amended(marked: Law, base: Law, shared: Objects = frozenset()) -> Law:
    """The consolidated law of a marked one: accepted, in the order the schema wants, eIds derived from the numbers, a new expression.

    ``shared`` are the objects of the base law, which the marked one shares where no change touched it.
    """
    from modellaw.writers.akn_meta import expression_of

    date = max((module.date for module in marked.modules), default="")
    law = arranged(accept(marked, shared), shared)
    if any(provision.seam.inserted for provision in provisions(marked)):
        law = ids_once(law)
    return expression_of(derive_eids(law, base), date)


def text_digest(law: Law, known: dict[int, str] | None = None) -> str:
    """The SHA-256 of all words of a plain law, a line for each paragraph: what a reader can verify.

    ``known`` remembers the words of paragraphs by their id(), for laws that share most of them and are all kept alive.
    """
    words = known if known is not None else {}
    lines = []
    for line in paragraphs_of(law.document):
        text = words.get(id(line))
        if text is None:
            text = words[id(line)] = " ".join("".join(map(inline_text, line.content)).split())
        if text:
            lines.append(text)
    return sha256("\n".join(lines).encode()).hexdigest()


def prove(marked: Law, base: Law, shared: Objects = frozenset()) -> None:
    """Raise ProofError unless rejecting every change gives the base law."""
    if reject(marked, shared) != base:
        raise ProofError("rejecting every change does not give the law before", hint="this is a defect of the tool: please report it")


@dataclass
class EditionBuild:
    """One edition on its way: the marked law and what is made of it, each made once and only when asked for."""

    project: Project
    edition: Edition
    base: Law
    modules: tuple[AmendmentModule, ...]
    applied: Applied
    shared: Objects
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
        return amended(self.applied.law, self.base, self.shared)

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
        words: dict[int, str] = {}
        return (("original", text_digest(self.base, words)), ("consolidated", text_digest(self.consolidated, words)))

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
                           self.base.facts.date, touched, guide, self.project.word)  # fmt: skip

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
        return ALL_FORMATS[kind](
            replace(
                publication, document=Document.COMPANION, law=law, title=sheet.title, edition=self.edition.title, guide=None, landscape=True
            )
        )

    @cached_property
    def instrument(self) -> Instrument:
        """What the amending instrument is made from."""
        from modellaw.writers.amending import Instrument

        name = self.base.facts.title or "the law"
        return Instrument(self.base, self.modules, self.applied.law, f"Amendments to the {name}", self.consolidated)

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

            return akn_bytes(akn_instrument(self.instrument) if stem == Document.INSTRUMENT.value else with_history(self.instrument))
        if stem == "findings":
            from modellaw.writers.findings import finding_json

            return (json.dumps([finding_json(f) for f in self.findings], ensure_ascii=False, indent=1) + "\n").encode()
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


def prepare(project: Project, chosen: Sequence[str] = (), progress: Progress = lambda _: None) -> Iterator[EditionBuild]:
    """Each edition read, amended and proved."""
    root = Path(project.root)
    progress("reading the law and the modules")
    base = read_law(str(root / project.law), known=known_as_valid(project))
    shared = objects_of(base)
    modules = {module.module.id: module for module in read_modules(str(root / path) for path in project.modules)}
    for edition in editions_of(project, chosen):
        names = edition.modules or tuple(modules)
        missing = [name for name in names if name not in modules]
        if missing:
            known = ", ".join(modules) or "none"
            raise ProjectError(
                f"edition {edition.id} has a module “{missing[0]}” that is not in modules", Place(project.root), f"there are {known}"
            )
        progress(f"amending: edition {edition.id}")
        chosen_modules = tuple(modules[name] for name in names)
        if project.at:
            chosen_modules = tuple(in_force(module, project.at, project.commencement) for module in chosen_modules)
            edition = replace(edition, title=f"{edition.title}, as in force on {project.at}".removeprefix(", "))
        applied = apply_modules(base, chosen_modules, project.numbering, project.resolutions)
        prove(applied.law, base, shared)
        yield EditionBuild(project, edition, base, chosen_modules, applied, shared)


def build(project: Project, chosen: Sequence[str] = (), only: Sequence[str] = (), progress: Progress = lambda _: None) -> dict[str, bytes]:
    """Build the outputs of the editions into the project's build folder; gives what was written, by path below it."""
    files: dict[str, bytes] = {}
    wanted = only or project.outputs
    manifest: dict[str, object] = {}
    originals: dict[str, bytes] = {}
    partial = bool(chosen or only)
    editions: list[EditionBuild] = []
    companions: list[CompanionBuild] = []
    for number, edition in enumerate(prepare(project, chosen, progress)):
        editions.append(edition)
        edition.verify()
        if not number and not partial:
            companions = companions_of(edition)
            files |= companion_files(companions, any(name.endswith(".pdf") for name in wanted), progress)
        for name in wanted:
            progress(f"writing {edition.edition.id}/{name}")
            data = originals.get(name) or edition.output(name)
            if name.startswith(f"{Document.ORIGINAL.value}.") and not name.endswith(".docx"):  # whose guide is that of the edition
                originals[name] = data
            files[f"{edition.edition.id}/{name}"] = data
        manifest[edition.edition.id] = edition.summary(not partial)
    if editions and not partial:
        files["index.html"] = _index(editions, companions, files)
    folder = Path(project.root) / project.build
    files[MANIFEST] = manifest_bytes(folder, project, manifest, files, partial)
    write_folder(folder, {**files, VALID: valid_now(project, not partial)}, keep=partial)
    return files


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
    known = known_as_valid(project)
    for companion in project.companions:
        document = read_law(str(Path(project.root) / companion.source), known=known)
        made.append(CompanionBuild(project, companion, document, edition.consolidated, page, edition.status))
    return made


def _index(editions: list[EditionBuild], companions: list[CompanionBuild], files: dict[str, bytes]) -> bytes:
    """The first page of a build."""
    from modellaw.writers.html_index import Index, IndexEdition, index_bytes

    first = editions[0]
    cover = first.publication(Document.CONSOLIDATED)
    shown = tuple(IndexEdition(e.edition.id, e.edition.title, e.register, e.findings, e.digests) for e in editions)
    documents = tuple((one.companion.id, one.law.facts.title or one.companion.id) for one in companions)
    trace = first.traceability if first.project.recommendations else None
    publisher = ", ".join(filter(None, (cover.publisher.name, cover.publisher.place)))
    return index_bytes(Index(cover.title, cover.status, publisher, cover.date, shown, documents, trace, files, cover.templates))
