"""Findings for people and for programs: text, JSON, SARIF 2.1.0, and the annotations of GitHub's workflows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from modellaw.errors import Finding, Severity, amount
from modellaw.version import __version__

Findings = Mapping[str, Sequence[Finding]]
"""What was found in each edition."""


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    place = {"file": finding.place.file, "line": finding.place.line, "provision": finding.place.provision}
    return {"code": finding.code, "severity": finding.severity.value, "message": finding.message, "place": place, "hint": finding.hint}


def findings_file(findings: Sequence[Finding]) -> bytes:
    """The findings of one text as the file findings.json."""
    return (json.dumps([finding_json(finding) for finding in findings], ensure_ascii=False, indent=1) + "\n").encode()


def as_text(found: Findings) -> str:
    """A line for each finding, and how many there are."""
    lines = [f"{edition}: {finding}" for edition, findings in found.items() for finding in findings]
    return "\n".join([*lines, f"{amount(len(found), 'edition')} checked, {amount(len(lines), 'finding')}"])


def as_json(found: Findings) -> str:
    """An object of lists, by edition."""
    return json.dumps({"findings": {edition: list(map(finding_json, findings)) for edition, findings in found.items()}}, ensure_ascii=False)


def once(found: Findings) -> list[tuple[Finding, list[str]]]:
    """Each finding once, with the editions that have it."""
    where: dict[Finding, list[str]] = {}
    for edition, findings in found.items():
        for finding in findings:
            where.setdefault(finding, []).append(edition)
    return list(where.items())


def as_sarif(found: Findings) -> str:
    """A SARIF 2.1.0 log, as code scanning takes it."""
    results = [
        {
            "ruleId": finding.code,
            "level": finding.severity.value,
            "message": {"text": _told(finding, editions)},
            "locations": [_location(finding)],
        }
        for finding, editions in once(found)
    ]
    rules = [{"id": code} for code in sorted({finding.code for finding, _ in once(found)})]
    driver = {"name": "modellaw", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=1)


def _location(finding: Finding) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": finding.place.file or "modellaw.toml"}}
    if finding.place.line:
        physical["region"] = {"startLine": finding.place.line}
    out: dict[str, object] = {"physicalLocation": physical}
    if finding.place.provision:
        out["logicalLocations"] = [{"fullyQualifiedName": finding.place.provision, "kind": "provision"}]
    return out


def _told(finding: Finding, editions: Sequence[str]) -> str:
    hint = f" ({finding.hint})" if finding.hint else ""
    place = f"{finding.place.provision}: " if finding.place.provision else ""
    return f"{place}{finding.message}{hint} [{', '.join(editions)}]"


def as_github(found: Findings) -> str:
    """Workflow commands that show each finding at its file and line."""
    return "\n".join(_command(finding, editions) for finding, editions in once(found))


def _command(finding: Finding, editions: Sequence[str]) -> str:
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}[finding.severity]
    where = [f"file={_property(finding.place.file or 'modellaw.toml')}"] + ([f"line={finding.place.line}"] if finding.place.line else [])
    return f"::{level} {','.join([*where, f'title={_property(finding.code)}'])}::{_data(_told(finding, editions))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


REPORTS = {"text": as_text, "json": as_json, "sarif": as_sarif, "github": as_github}
"""The formats of a report by name."""
