"""A Word file that was edited, end to end: which edition it is of, who edited it, and the module that says the same in operations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Amendment, AmendmentModule
from modellaw.capturing.aligning import share
from modellaw.capturing.authors import of_authors
from modellaw.capturing.decisions import Decision, State, decisions, fits
from modellaw.capturing.drafting import Captured, draft_module
from modellaw.capturing.guarding import guarded
from modellaw.capturing.laying import lay
from modellaw.capturing.linking import with_references
from modellaw.capturing.merging import Collision, merged
from modellaw.capturing.signing import Agreement, agreements, names_of, signers
from modellaw.capturing.units import unit_of
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Options
from modellaw.comparing.plain import plain
from modellaw.edition import EditionBuild
from modellaw.errors import Finding, InputError, ModelLawError, Place, ProjectError, ProofError, Severity, amount
from modellaw.model.address import paths
from modellaw.model.changes import Change, Module
from modellaw.model.nodes import Law, Provision
from modellaw.model.views import accept
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.readers.docx import WordDocument, read_docx
from modellaw.review import line_of, lines_of, outside, thread_start
from modellaw.values import dataclass, replace

_LEAST = 0.3
"""A file is of a text if it has so many of its lines at least."""
_CLEARLY = 0.97
"""A file is of a text that was named if it has nearly as many of its lines as of any other."""


@dataclass(frozen=True, slots=True)
class Base:
    """A text that a Word file may have been made from: its plain law, and the edition that it is of, None for a law by itself."""

    name: str
    law: Law
    edition: EditionBuild | None = None

    @property
    def modules(self) -> tuple[AmendmentModule, ...]:
        """The modules whose changes the text has already."""
        return self.edition.modules if self.edition is not None else ()

    @property
    def signers(self) -> frozenset[str]:
        """Who signs the marks that the edition's own redline has."""
        modules = self.edition.applied.law.modules if self.edition is not None else ()
        return frozenset(module.author or module.title for module in modules)

    def carry_out(self, module: AmendmentModule) -> Law:
        """The plain law that the modules of the text and one more make of the law before them."""
        if self.edition is None:
            return accept(apply_modules(self.law, [module]).law)
        project = self.edition.project
        made = apply_modules(self.edition.base, [*self.modules, module], project.numbering, project.resolutions)
        return accept(made.law)


def reviewed(file: str, data: bytes, builds: Sequence[EditionBuild]) -> EditionBuild:
    """The edition of a project that a reviewer's file is of, found by its text; the first one for the text before all changes."""
    candidates = bases(builds)
    own = {name for base in candidates for name in base.signers}
    document = read_docx(data, file)
    theirs = {one.id for one in document.law.modules if one.author not in own}
    ours = {change.id for change in document.law.changes if change.module not in theirs}
    return made_from(accept(of_authors(document.law, ours)), candidates, file).edition or builds[0]


@dataclass(frozen=True, slots=True)
class CapturedFile:
    """What was captured of a file: the text it was made from, a module for its authors or for each, and what was noticed."""

    base: Base
    modules: tuple[AmendmentModule, ...]
    findings: tuple[Finding, ...]


def bases(editions: Sequence[EditionBuild]) -> list[Base]:
    """The texts of a project: each edition's consolidated one, and the law before all changes."""
    found = [Base(edition.edition.id, edition.consolidated, edition) for edition in editions]
    return [*found, Base("original", editions[0].base)] if editions else found


def made_from(document: Law, candidates: Sequence[Base], file: str, edition: str = "") -> Base:
    """The text that a file was made from: the one of which most lines are, without the reviewers' edits, in it word for word.

    InputError where it is none of them, or clearly another one than the ``edition`` that was named.
    """
    shares = [(share(base.law, document), -number) for number, base in enumerate(candidates)]
    most, number = max(shares)
    if most < _LEAST:
        names = ", ".join(base.name for base in candidates)
        raise InputError(f"this is no file of the texts {names}: {most:.0%} of the lines at most are the same", Place(file),
                         "is it a file of another law?")  # fmt: skip
    if edition:
        named = candidates.index(needed(edition, candidates)[0])
        if shares[named][0] < _CLEARLY * most:
            raise InputError(
                f"this is a file of the text “{candidates[-number].name}”, not of “{edition}”", Place(file), "name that edition"
            )
        return candidates[named]
    return candidates[-number]


def capture(
    data: bytes, file: str, candidates: Sequence[Base], module: Module, *, by_author: bool = False, edition: str = ""
) -> CapturedFile:
    """The edits in a .docx as a module, or with ``by_author`` one for each author of tracked changes; ``edition`` says of which text.

    ``module`` says the id and whatever else is known; a title, author or date that is "" comes from the file.
    """
    document = read_docx(data, file)
    own = {name for base in candidates for name in base.signers}
    theirs = [one for one in document.law.modules if one.author not in own]
    ours = {change.id for change in document.law.changes if change.module not in {one.id for one in theirs}}
    base = made_from(accept(of_authors(document.law, ours)), candidates, file, edition)
    findings = [*document.findings, *outside(data, document, file, own), *(_rejected(document, base, file) if ours else ())]
    if not by_author or len(theirs) < 2:
        signed = _signed(module, theirs, document, base)
        captured, found = _captured(accept(document.law), base, signed, file)
        made = _with_reasons(captured, document, base, own, file, findings)
        return CapturedFile(base, (made,) if made is not None else (), (*findings, *found))
    modules = []
    for number, author in enumerate(theirs, 1):
        changes = ours | {change.id for change in document.law.changes if change.module == author.id}
        law = accept(of_authors(document.law, changes))
        signed = _signed(replace(module, id=f"{module.id}-{number}", title="", author=""), [author], document, base)
        captured, found = _captured(law, base, signed, file)
        findings += found
        made = _with_reasons(captured, document, base, own, file, findings, author.author)
        modules += [made] if made is not None else []
    return CapturedFile(base, tuple(modules), tuple(dict.fromkeys(findings)))


def _rejected(document: WordDocument, base: Base, file: str) -> list[Finding]:
    """Tells which changes of the redline were rejected in it: the module undoes them."""
    if base.edition is None:
        return []
    found = decisions(base.edition.applied.law, document.law, base.signers)
    gone = [one.change for one in found if one.state is State.REJECTED]
    words = f"{amount(len(gone), 'change')} of the redline rejected in it, which the module undoes: {', '.join(gone)}"
    hint = "`modellaw capture --decisions --write` leaves them out of the edition instead"
    return [Finding("changes-rejected", Severity.NOTE, words, Place(file), hint)] if gone else []


@dataclass(frozen=True, slots=True)
class Merged:
    """Reviewers' edits of one text in one marked law, where they collide, where they are the same, and what was noticed."""

    base: Base
    law: Law
    collisions: tuple[Collision, ...]
    agreements: tuple[Agreement, ...]
    findings: tuple[Finding, ...]


def merge(files: Sequence[tuple[str, bytes]], candidates: Sequence[Base], edition: str = "") -> Merged:
    """The edits in several .docx of one text, each signed by who tracked it, where nothing was tracked by the name of the file."""
    findings: list[Finding] = []
    versions: list[tuple[str, Law]] = []
    modules: list[Module] = []
    sources: dict[str, str] = {}
    base: Base | None = None
    own = {name for known in candidates for name in known.signers}
    _all_different(files)
    for file, data in files:
        document = read_docx(data, file)
        theirs = [one for one in document.law.modules if one.author not in own]
        ours = {change.id for change in document.law.changes if change.module not in {one.id for one in theirs}}
        found = made_from(accept(of_authors(document.law, ours)), candidates, file, edition)
        if base is not None and found.name != base.name:
            raise InputError(
                f"it is made from the text “{found.name}”, {files[0][0]} from “{base.name}”", Place(file), "merge files of one text"
            )
        base = found
        laid = lay(base.law, accept(document.law), file)
        findings += [*document.findings, *laid.findings, *outside(data, document, file, own)]
        if laid.law == base.law:
            findings.append(_nothing(file))
        for authors, law in _apart(base.law, laid.law, document, theirs, ours, file) or [(theirs, laid.law)]:
            name = f"r{len(modules) + 1}"
            signed = _signed(Module(name, "", "", "" if authors else Path(file).stem), authors, document, base)
            modules.append(replace(signed, requires=()))
            versions.append((name, compare_laws(base.law, law, Options(moves=False)).marked))
            sources[name] = file
            if len(authors) > 1:
                words = f"{signed.author} edited what the other had written: their edits are signed by both"
                findings.append(Finding("edits-of-several", Severity.NOTE, words, Place(file)))
    assert base is not None, "there is a file"
    law, found_collisions = merged(base.law, versions, sources)
    collisions = tuple(one for one in found_collisions if len({sources[n] for name, _ in one.proposals for n in names_of(name)}) > 1)
    modules += [_all_of(name, modules) for name in signers(law) if len(names_of(name)) > 1]
    changes = tuple(
        Change(one.id, one.id, f"Edits in {_listed([sources[name] for name in names_of(one.id)])}.", title=one.title) for one in modules
    )
    marked = replace(law, changes=changes, modules=tuple(modules))
    return Merged(base, marked, collisions, tuple(agreements(law)), tuple(dict.fromkeys(findings)))


def _all_of(name: str, modules: Sequence[Module]) -> Module:
    """The module of what several did alike, signed by all of them."""
    alike = [one for one in modules if one.id in names_of(name)]
    author = _listed([one.author for one in alike])
    return replace(alike[0], id=name, title=f"Edits of {author}", author=author, date=max(one.date for one in alike))


def _listed(words: Sequence[str]) -> str:
    """Words as a list, each once: "A, B and C"."""
    *before, last = dict.fromkeys(words)
    return f"{', '.join(before)} and {last}" if before else last


def _all_different(files: Sequence[tuple[str, bytes]]) -> None:
    """An InputError where a file was given twice, under whatever name: its edits would count twice."""
    seen: dict[bytes, str] = {}
    for file, data in files:
        if data in seen:
            raise InputError(f"this is the same file as {seen[data]}", Place(file), "name each reviewer's file once")
        seen[data] = file


def _apart(
    base: Law, whole: Law, document: WordDocument, authors: Sequence[Module], ours: set[str], file: str
) -> list[tuple[list[Module], Law]]:
    """What each author of a file would have made of the law alone; nothing where that, together, is not what the file says."""
    if len(authors) < 2:
        return []
    found: list[tuple[list[Module], Law]] = []
    for author in authors:
        changes = ours | {change.id for change in document.law.changes if change.module == author.id}
        found.append(([author], lay(base, accept(of_authors(document.law, changes)), file).law))
    together, _ = merged(base, [(one.id, compare_laws(base, law, Options(moves=False)).marked) for (one,), law in found])
    return found if plain(accept(together)) == plain(whole) else []


def _nothing(file: str) -> Finding:
    return Finding("nothing-captured", Severity.NOTE, "the file says what the text says", Place(file))


def _captured(document: Law, base: Base, module: Module, file: str) -> tuple[Captured | None, list[Finding]]:
    laid = lay(base.law, document, file)
    if laid.law == base.law:
        return None, [*laid.findings, _nothing(file)]
    try:
        captured = draft_module(base.law, laid.law, module, base.carry_out)
    except ProofError as error:
        raise ProofError(error.message, Place(file), error.hint) from error
    return replace(captured, module=guarded(_linked(captured.module, base), base.law, base.carry_out)), laid.findings


def _linked(module: AmendmentModule, base: Base) -> AmendmentModule:
    """The module with citations in its new words as references and brackets as blanks, where the text reads the same with them."""
    new = base.carry_out(module)
    made = with_references(module, base.law, new, house=False)
    try:
        same = made == module or _reads(base.carry_out(made)) == _reads(new)
    except ModelLawError:
        return module
    return made if same else module


def _reads(law: Law) -> list[str]:
    return [text_of(line) for line in paragraphs_of(law.document)]


def _signed(module: Module, authors: Sequence[Module], document: WordDocument, base: Base) -> Module:
    """Who the module is by, and of what day: as given, else as the tracked changes say."""
    names = _listed([one.author for one in authors]) if authors else ""
    dates = sorted(found[0] for change in document.law.changes if change.module in {one.id for one in authors}
                   for found in [re.search(r"\d{4}-\d{2}-\d{2}", change.title)] if found)  # fmt: skip
    author = module.author or names or "unknown"
    return replace(module, title=module.title or f"Edits of {author}", author=author, version=module.version or "0.1",
                   date=module.date or (dates[-1] if dates else base.law.facts.date),
                   requires=tuple(one.module.id for one in base.modules))  # fmt: skip


# --- reasons


def _with_reasons(
    captured: Captured | None, document: WordDocument, base: Base, own: set[str], file: str, findings: list[Finding], author: str = ""
) -> AmendmentModule | None:
    """The module with the comments on its provisions as the reasons of its changes; the others are told."""
    known = paths(base.law)
    said = _comments(document, known, own, author)
    used: set[str] = set()
    out: list[Amendment] = []
    for one, place in zip(captured.module.amendments, captured.places, strict=True) if captured is not None else ():
        words = [text for wid, texts in said.items() if unit_of(wid, known) == place for text in texts]
        used |= {wid for wid in said if unit_of(wid, known) == place}
        out.append(replace(one, change=replace(one.change, rationale="\n".join(dict.fromkeys(words)))))
    for wid in said.keys() - used:
        where = wid or "no provision"
        words_ = f"a comment stands where nothing was changed: {said[wid][0][:100]}"
        findings.append(
            Finding("comment-not-captured", Severity.WARNING, words_, Place(file, provision=where), "`modellaw comments` lists all")
        )
    return replace(captured.module, amendments=tuple(out)) if captured is not None else None


def _comments(document: WordDocument, known: Mapping[str, tuple[Provision, ...]], own: set[str], author: str) -> dict[str, list[str]]:
    """What was said of each provision, by wid."""
    lines = list(lines_of(document.law, {wid: at for at, wid in enumerate(known)}))
    out: dict[str, list[str]] = {}
    authors = {comment.author for comment in document.comments if comment.author not in own}
    by_id, parents = {one.id: one for one in document.comments}, {one.id: one.parent for one in document.comments}
    for comment in document.comments:
        if comment.author in own or (author and comment.author != author):
            continue
        line = line_of(comment, lines) or line_of(by_id[thread_start(comment.id, parents)], lines)
        words = " ".join(part.strip() for part in comment.lines if part.strip())
        if words:
            out.setdefault(line.wid if line else "", []).append(f"{comment.author}: {words}" if len(authors) > 1 and not author else words)
    return out


def decided(data: bytes, file: str, candidates: Sequence[Base], edition: str = "") -> tuple[Base, list[Decision]]:
    """What became of the changes of an edition's redline in a file, and which edition it is; InputError where it is of none, or clearly of
    another one than the ``edition`` that was named."""
    document = read_docx(data, file)
    found = [(base, base.edition) for base in candidates if base.edition is not None]
    chosen = {base.name for base in needed(edition, candidates)}
    if not any(base.name in chosen for base, _ in found):
        raise ProjectError("the text before all changes has none to decide on", hint="name an edition")
    best, shared, named = max(
        (share(one.applied.law, document.law), -at, base.name) for at, (base, one) in enumerate(found) if base.name in chosen
    )
    fitting = max((fits(one.applied.law, document.law), -at, base.name) for at, (base, one) in enumerate(found))
    base, own = found[-shared]
    if best < _LEAST or fits(own.applied.law, document.law) < _CLEARLY * fitting[0]:
        words = f"this is no redline of “{named}”" + (f": it is one of “{fitting[2]}”" if fitting[0] > _LEAST else "")
        raise InputError(words, Place(file), "name that edition" if fitting[0] > _LEAST else "is it a file of another law?")
    return base, decisions(own.applied.law, document.law, base.signers)


def needed(name: str, candidates: Sequence[Base]) -> list[Base]:
    """The candidate of a name, or all when none is named."""
    if not name:
        return list(candidates)
    chosen = [base for base in candidates if base.name == name]
    if not chosen:
        raise ProjectError(f"there is no edition “{name}”", hint=f"there are {', '.join(base.name for base in candidates)}")
    return chosen
