"""A national bill from a project and a profile: the bill and its redline against the model in every format, and what was chosen."""

from __future__ import annotations

from pathlib import Path

from modellaw.adoption import Adoption, Choice, adopt, choices_of
from modellaw.build import amended, prepare, read_law, text_digest
from modellaw.checks import check_law
from modellaw.errors import Finding, Place, ProjectError
from modellaw.model.nodes import Law
from modellaw.project import Document, Numbering, Profile, Project, Publication
from modellaw.readers.profile import Told
from modellaw.values import replace
from modellaw.writers.findings import findings_file
from modellaw.writers.sheets import Sheet

MODEL_ONLY = "model"
"""The name of the edition that is the law without any module."""


LIST, MARK = "choices.json", ".bill.json"
"""The files by which the folder of a bill is known, and which says the digests of what was written there."""


def model_of(project: Project, edition: str) -> Law:
    """The plain law that a State adapts: the consolidated one of an edition ("" for the first), or the law as it is ("model")."""
    if edition == MODEL_ONLY:
        return read_law(str(Path(project.root) / project.law))
    chosen = (edition,) if edition else tuple(entry.id for entry in project.editions[:1])
    for build in prepare(project, chosen):
        return build.consolidated
    raise ProjectError("the project has no edition", Place(project.root), 'say edition = "model" for the law without modules')


def told_choices(law: Law) -> list[Told]:
    """The choices of a law as a new profile tells them."""
    return [(c.kind, c.name, c.text, "; ".join(c.places[:6]) + (" …" if len(c.places) > 6 else ""), c.guidance, c.alternatives)
            for c in choices_of(law)]  # fmt: skip


def bill_files(project: Project, profile: Profile) -> dict[str, bytes]:
    """Every file of an adoption by its name. Raises AmendmentErrors with all choices that are impossible or missing."""
    from modellaw.writers import FORMATS, SHEETS

    adoption = adopt(model_of(project, profile.edition), profile)
    files: dict[str, bytes] = {}
    documents = {"bill": _bill(project, profile, adoption), "redline-against-the-model": _redline(project, profile, adoption)}
    for stem, publication in documents.items():
        files |= {f"{stem}.{kind}": write(publication) for kind, write in FORMATS.items()}
    for stem, sheet in (("choices", _chosen(adoption, profile)), ("open", _open(adoption, profile))):
        files |= {f"{stem}.{kind}": write(sheet) for kind, write in SHEETS.items()}
    return {**files, "findings.json": findings_file(_findings(adoption.bill, profile))}


def _findings(bill: Law, profile: Profile) -> list[Finding]:
    """What the checks find in a bill; one that keeps the numbers of the model skips those of what it leaves out."""
    renumbered = profile.numbering is Numbering.RENUMBER
    return [finding for finding in check_law(bill) if renumbered or finding.code != "skipped-number"]


def _folders(project: Project) -> tuple[str, ...]:
    return tuple(str(path) for path in (Path(project.root) / project.templates,) if path.is_dir())


def _status(profile: Profile, adoption: Adoption) -> str:
    left = f" {len(adoption.open)} choices are still open." if adoption.open else ""
    origin = "a reconstruction of the model law" if adoption.model.facts.status == "reconstruction" else "the model law"
    return f"Draft bill{f' of {profile.state}' if profile.state else ''}, adapted from {origin}.{left}"


def _bill(project: Project, profile: Profile, adoption: Adoption) -> Publication:
    law = replace(amended(adoption.bill, adoption.model), facts=adoption.bill.facts)
    title = profile.title or law.facts.title
    law = replace(law, changes=(), modules=())
    status = _status(profile, adoption)
    return Publication(Document.CONSOLIDATED, law, title, profile.state, status, profile.date, project.publisher, profile.paper,
                       _folders(project))  # fmt: skip


def _redline(project: Project, profile: Profile, adoption: Adoption) -> Publication:
    digests = (("model", text_digest(adoption.model)), ("bill", text_digest(adoption.bill)))
    title, edition = profile.title or adoption.model.facts.title, f"{profile.state or 'Bill'} against the model"
    return Publication(Document.REDLINE, adoption.marked, title, edition, _status(profile, adoption), profile.date, project.publisher,
                       profile.paper, _folders(project), digests, adoption.model.facts.date)  # fmt: skip


_KINDS = {"blank": "blank filled", "option": "option chosen", "optional": "optional provision"}


def _chosen(adoption: Adoption, profile: Profile) -> Sheet:
    rows = tuple((_KINDS[choice.kind], choice.name, choice.text or _alternative(choice, value), value, tuple(choice.places))
                 for choice, value in adoption.chosen)  # fmt: skip
    return Sheet(f"Choices of {profile.state or 'the State'}", "What the profile decides, and where the model leaves it open.",
                 ("Kind", "Name", "In the model", "Decision", "Provisions"), rows)  # fmt: skip


def _alternative(choice: Choice, value: str) -> str:
    return next((words for number, words in choice.alternatives if number == value), "")


def _open(adoption: Adoption, profile: Profile) -> Sheet:
    rows = tuple((choice.kind, choice.name, choice.text or "; ".join(f"{number}: {words}" for number, words in choice.alternatives),
                  tuple(choice.places)) for choice in adoption.open)  # fmt: skip
    return Sheet(f"Still open for {profile.state or 'the State'}", "What the profile does not decide.",
                 ("Kind", "Name", "In the model", "Provisions"), rows)  # fmt: skip
