"""``modellaw verify``: a build is what was built, and its redlines are true."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from modellaw.commands.options import json_option, progress
from modellaw.errors import ExitCode, Severity, amount


@click.command("verify")
@click.argument("folder", default="build", type=click.Path(file_okay=False))
@json_option
def command(folder: str, as_json: bool) -> None:
    """Verify the build in FOLDER from its files alone.

    Every file is compared with the digest in the manifest; changed, missing and extra files are named. Every redline (Akoma Ntoso, Word,
    HTML, text) is read: rejecting and accepting all its changes must give the original and the consolidated text, as the manifest and the
    clean documents beside it have them. Exit code 7 when one is not true, 1 when only files were changed.

    \b
    modellaw verify build
    """
    from modellaw.manifest import files_below
    from modellaw.verification import verify
    from modellaw.writers.findings import finding_json

    with progress(as_json) as tell:
        found = verify(Path(folder), tell)
    count = len(list(files_below(Path(folder))))
    faults = [finding for finding in found if finding.severity is Severity.ERROR]
    if as_json:
        click.echo(json.dumps({"files": count, "findings": [finding_json(finding) for finding in found]}, ensure_ascii=False))
    else:
        for finding in found:
            click.echo(str(finding), err=True)
        proved = "every redline is true to both texts" if not found else "every other redline is true to both texts"
        click.echo(f"{amount(count, 'file')}, {amount(len(faults), 'fault')}" if faults else f"{amount(count, 'file')} as built; {proved}")
    if any(finding.code == "redline-untrue" for finding in faults):
        sys.exit(int(ExitCode.PROOF))
    if faults:
        sys.exit(int(ExitCode.FINDINGS))
