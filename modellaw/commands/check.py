"""``modellaw check``: the law, the modules and every edition, read as a careful reader would."""

from __future__ import annotations

import sys

import click

from modellaw.commands.options import progress, project_option
from modellaw.errors import ExitCode, Finding, Severity


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
    with progress(as_json or form != "text") as tell:
        for edition in prepare(read_project(project), progress=tell):
            edition.verify()
            validate_akn(edition.output("consolidated.xml"), f"{edition.edition.id}/consolidated.xml")
            validate_akn(akn_bytes(edition.applied.law), f"{edition.edition.id}/redline.xml")
            companions = [] if found else companions_of(edition)
            found[edition.edition.id] = (*edition.findings, *(finding for built in companions for finding in built.findings))
    said = REPORTS["json" if as_json else form](found)
    if said:
        click.echo(said)
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(finding.severity in failing for findings in found.values() for finding in findings):
        sys.exit(int(ExitCode.FINDINGS))
