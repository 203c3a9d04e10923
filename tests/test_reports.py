"""What the checks find is told for people, for programs, for code scanning and for workflows."""

import json
from pathlib import Path

import pytest
from conftest import run

from modellaw.errors import Finding, Place, Severity
from modellaw.writers.findings import REPORTS

FOUND = {
    "full": (
        Finding("dangling-reference", Severity.ERROR, "points\nnowhere: 100%", Place("source/law, a.xml", 12, "sec_3"), "mend it"),
        Finding("unused-term", Severity.WARNING, "“data” is not used", Place("", 0, "sec_2")),
    ),
    "part": (Finding("unused-term", Severity.WARNING, "“data” is not used", Place("", 0, "sec_2")),),
}


def test_a_finding_is_told_at_its_line(tmp_path: Path) -> None:
    run("new", str(tmp_path / "p"))
    module = tmp_path / "p/amendments/example.xml"
    module.write_text(module.read_text().replace("<rationale>A request must not fail for being electronic.</rationale>", ""))
    law = tmp_path / "p/source/law.xml"
    law.write_text(law.read_text().replace('<ref href="#sec_1">section 1</ref>', '<ref href="#sec_1"/>'))
    told = run("check", "--strict", "--format", "github", "--project", str(tmp_path / "p"), expect=1).stdout
    for path, key in ((module, '<change id="ex-1"'), (law, '<section eId="sec_2"')):
        line = next(n for n, words in enumerate(path.read_text().splitlines(), 1) if key in words)
        assert f"file={path},line={line}," in told
    log = json.loads(run("check", "--format", "sarif", "--project", str(tmp_path / "p")).stdout)
    assert all("region" in one["locations"][0]["physicalLocation"] for one in log["runs"][0]["results"])


def test_sarif_has_each_finding_once_with_rule_place_and_editions() -> None:
    log = json.loads(REPORTS["sarif"](FOUND))
    (one,) = log["runs"]
    assert log["version"] == "2.1.0" and [rule["id"] for rule in one["tool"]["driver"]["rules"]] == ["dangling-reference", "unused-term"]
    first, second = one["results"]
    assert first["level"] == "error" and first["locations"][0]["physicalLocation"]["region"] == {"startLine": 12}
    assert "[full, part]" in second["message"]["text"]


def test_workflow_commands_escape_what_they_would_take_for_their_own() -> None:
    first, second = REPORTS["github"](FOUND).splitlines()
    assert first == ("::error file=source/law%2C a.xml,line=12,title=dangling-reference::sec_3: points%0Anowhere: 100%25 (mend it) [full]")
    assert second.startswith("::warning file=modellaw.toml,title=unused-term::")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_every_format_is_given_by_the_command(form: str, tmp_path: Path) -> None:
    run("new", str(tmp_path / "p"))
    law = tmp_path / "p/source/law.xml"
    law.write_text(law.read_text().replace('href="#sec_1"', 'href="#sec_9"'))
    done = run("check", "--project", str(tmp_path / "p"), "--format", form, expect=1)
    assert "sec_9" in done.stdout
    if form in {"json", "sarif"}:
        json.loads(done.stdout)


def test_a_new_project_builds_and_checks_without_a_finding_and_is_never_overwritten(tmp_path: Path) -> None:
    run("new", str(tmp_path / "p"))
    run("build", "--project", str(tmp_path / "p"))
    assert "0 findings" in run("check", "--strict", "--project", str(tmp_path / "p")).stdout
    text = (tmp_path / "p/build/full/consolidated.txt").read_text()
    assert "Section 3 Reasons" in text and "in writing or in electronic form" in text and "under section 2 in writing" in text
    assert "not empty" in run("new", str(tmp_path / "p"), expect=6).stderr
