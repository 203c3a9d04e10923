"""``modellaw check``: the law, the modules and every edition, read as a careful reader would."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modellaw.commands.options import progress, project_option
from modellaw.errors import ExitCode, Finding, Place, Severity
from modellaw.values import replace

if TYPE_CHECKING:
    from modellaw.project import Project


@click.command("check")
@project_option
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text", show_default=True,
              help="How to tell what was found: for people, for programs, for code scanning, for GitHub's workflows.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(project: str, strict: bool, form: str, as_json: bool) -> None:
    """Check the law, the modules and every edition; write nothing.

    Exit code 0 when nothing is wrong, 1 when a check found an error (with --strict also a warning).

    \b
    modellaw check --strict
    modellaw check --format sarif > findings.sarif
    """
    from modellaw.build import companions_of, prepare
    from modellaw.readers.config import read_project
    from modellaw.readers.schema import validate_akn
    from modellaw.writers.akn import akn_bytes
    from modellaw.writers.findings import REPORTS

    found: dict[str, tuple[Finding, ...]] = {}
    read = read_project(project)
    with progress(as_json or form != "text") as tell:
        for edition in prepare(read, progress=tell):
            edition.verify()
            validate_akn(edition.output("consolidated.xml"), f"{edition.edition.id}/consolidated.xml")
            validate_akn(akn_bytes(edition.applied.law), f"{edition.edition.id}/redline.xml")
            companions = [] if found else companions_of(edition)
            found[edition.edition.id] = (*edition.findings, *(finding for built in companions for finding in built.findings))
    if form in {"sarif", "github"}:
        sources = _sources(read)
        found = {name: tuple(_located(finding, sources) for finding in findings) for name, findings in found.items()}
    said = REPORTS["json" if as_json else form](found)
    if said:
        click.echo(said)
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(finding.severity in failing for findings in found.values() for finding in findings):
        sys.exit(int(ExitCode.FINDINGS))


def _sources(project: Project) -> list[tuple[str, str]]:
    """The files in which changes and provisions stand, modules first, with their text."""
    paths = [str(Path(project.root) / name) for name in (*project.modules, project.law)]
    return [(path, Path(path).read_text("utf-8", "replace")) for path in paths]


def _located(finding: Finding, sources: list[tuple[str, str]]) -> Finding:
    """The finding with the file and the line in which the change or the provision begins that it is about."""
    said = finding.place.provision
    if finding.place.file or not said:
        return finding
    for path, text in sources:
        at = next((at for key in ("wId", "eId", "id") if (at := text.find(f' {key}="{said}"')) >= 0), -1)
        if at >= 0:
            return replace(finding, place=Place(path, text.count("\n", 0, at) + 1, said))
    return finding
