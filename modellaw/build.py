"""The pipeline, top to bottom: read the law and the modules, amend, check, write every output of every edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import AmendmentModule
from modellaw.commencement import in_force, without_rejected
from modellaw.companion import CompanionBuild
from modellaw.edition import EditionBuild
from modellaw.errors import Place, ProjectError
from modellaw.manifest import BILLS, changed_by_hand, digest, is_build, manifest_bytes
from modellaw.manifest import NAME as MANIFEST
from modellaw.model.sharing import Sharing
from modellaw.model.views import objects_of
from modellaw.output import Kept, keep_beside, write_folder
from modellaw.project import Document, Edition, Project
from modellaw.steps import amended as amended
from modellaw.steps import prove as prove
from modellaw.steps import read_law as read_law
from modellaw.steps import read_modules as read_modules
from modellaw.steps import text_digest as text_digest
from modellaw.values import dataclass, replace

if TYPE_CHECKING:
    from modellaw.writers.html_index import IndexEdition

Progress = Callable[[str], None]


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
    sharing = Sharing(alone=isinstance(chosen, Sequence) and len(chosen or editions_of(project)) == 1)
    base = sharing.base(read_law(str(root / project.law)))
    shared = objects_of(base)
    modules = _modules_of(project)
    _known_changes(project, modules.values())
    for edition in _each(project, chosen):
        names = edition.modules or tuple(modules)
        missing = [name for name in names if name not in modules]
        if missing:
            known = ", ".join(modules) or "none"
            raise ProjectError(
                f"edition {edition.id} has a module “{missing[0]}” that is not in modules",
                Place(str(root / "modellaw.toml")),
                f"there are {known}",
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


def _modules_of(project: Project) -> dict[str, AmendmentModule]:
    """The modules of a project by id. Raises ProjectError where two have the same."""
    modules: dict[str, AmendmentModule] = {}
    for module in read_modules(str(Path(project.root) / path) for path in project.modules):
        other = modules.setdefault(module.module.id, module)
        if other is not module:
            raise ProjectError(f"the module id “{module.module.id}” is also that of {other.file}", Place(module.file), "give it another")
    return modules


def _known_changes(project: Project, modules: Iterable[AmendmentModule]) -> None:
    """Raises ProjectError for a change that is rejected, or whose conflict is resolved, and that no module has."""
    known = {one.change.id for module in modules for one in module.amendments}
    named = [("reject", one.changes) for one in project.rejections] + [("resolve", one.changes) for one in project.resolutions]
    for table, changes in named:
        for change in changes:
            if change not in known:
                place = Place(str(Path(project.root) / "modellaw.toml"))
                raise ProjectError(f"a [[{table}]] names the change “{change}”, which no module has", place)


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
          begin: Begin | None = None, kept: Kept = lambda _, __: None) -> dict[str, bytes]:  # fmt: skip
    """Build the outputs of the editions into the project's build folder; gives what was written, by path below it.

    With ``begin`` all editions but the first are begun elsewhere; those that were not when the first is made are made here.
    Of what somebody changed or put into the folder, and the build takes away, a copy is kept beside it.
    """
    files: dict[str, bytes] = {}
    wanted, partial = only or project.outputs, bool(chosen or only)
    names = [edition.id for edition in editions_of(project, chosen)]
    waiting = {name: begin(name, wanted, not partial) for name in names[1:]} if begin else {}
    originals: dict[str, bytes] = {}
    made: dict[str, Made] = {}
    first: EditionBuild | None = None
    companions: list[CompanionBuild] = []
    for edition in prepare(project, _here(names, waiting) if waiting else names, progress):
        if first is None and not partial:
            companions = companions_of(edition)
            files |= companion_files(companions, any(name.endswith(".pdf") for name in wanted), progress)
        first = first or edition
        made[edition.edition.id] = made_of(edition, wanted, not partial, originals, progress)
    made = {name: made[name] if name in made else waiting[name].made() for name in names}
    for one in made.values():
        files |= one.files
    digests = {name: digest(data) for name, data in files.items()}
    if first and not partial:
        files["index.html"] = _index(first, [one.shown for one in made.values() if one.shown], companions, files, digests)
        digests["index.html"] = digest(files["index.html"])
    folder = Path(project.root) / project.build
    summaries = {name: one.summary for name, one in made.items()}
    files[MANIFEST] = manifest_bytes(folder, project, summaries, digests, partial)
    for name, data in changed_by_hand(folder, files, partial=partial):
        kept(folder / name, keep_beside(folder, name, data))
    write_folder(folder, files, keep=partial, mark=MANIFEST, ours=is_build, stays=(BILLS,))
    return files


def _here(names: Sequence[str], waiting: dict[str, Elsewhere]) -> Iterator[str]:
    """The editions to make here: the first, and then of those that wait elsewhere the last ones, as long as they are not begun there."""
    yield names[0]
    for name in reversed(names[1:]):
        if not waiting[name].taken_back():
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


def _index(first: EditionBuild, shown: Sequence[IndexEdition], companions: list[CompanionBuild], files: Mapping[str, bytes],
           digests: Mapping[str, str]) -> bytes:  # fmt: skip
    """The first page of a build."""
    from modellaw.writers.html_index import File, Index, index_bytes

    cover = first.publication(Document.CONSOLIDATED)
    documents = tuple((one.companion.id, one.law.facts.title or one.companion.id) for one in companions)
    trace = first.traceability if first.project.recommendations else None
    publisher = ", ".join(filter(None, (cover.publisher.name, cover.publisher.place)))
    listed = {name: File(name, len(data), digests[name]) for name, data in files.items()}
    return index_bytes(Index(cover.title, cover.status, publisher, cover.date, tuple(shown), documents, trace, listed, cover.templates))
