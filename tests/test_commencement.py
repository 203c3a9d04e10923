"""The law as in force on a day: later changes are pending, with the day or a named placeholder, and reject and accept stay true."""

import json
from pathlib import Path

import pytest
from conftest import run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    run("new", str(tmp_path / "p"))
    module = tmp_path / "p/amendments/example.xml"
    text = module.read_text()
    text = text.replace(
        'title="Electronic form">', 'title="Electronic form">\n    <rationale>R.</rationale><commence date="2027-01-01"/>', 1
    )
    text = text.replace("<rationale>A request must not fail for being electronic.</rationale>", "", 1)
    text = text.replace(
        'title="Reasons">', 'title="Reasons">\n    <rationale>R.</rationale><commence condition="when the office opens"/>', 1
    )
    text = text.replace("<rationale>Whoever is refused must be able to tell why.</rationale>", "", 1)
    module.write_text(text)
    return tmp_path / "p"


def built(project: Path, at: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """The consolidated text on a day, and of each change the status and the reason."""
    run("build", "--project", str(project), "--at", at)
    folder = project / f"build-at-{at}"
    assert "every redline is true" in run("verify", str(folder)).stdout
    rows = json.loads((folder / "full/register.json").read_text())
    return (folder / "full/consolidated.txt").read_text(), {row["id"]: (row["status"], row["reason"]) for row in rows}


def test_a_change_waits_for_its_day(project: Path) -> None:
    before, waiting = built(project, "2026-12-31")
    assert "in electronic form" not in before and waiting["ex-1"] == ("pending", "takes effect on 2027-01-01")
    after, applied = built(project, "2027-01-01")
    assert "in electronic form" in after and applied["ex-1"][0] == "applied"
    assert "as in force on 2027-01-01" in (project / "build-at-2027-01-01/full/consolidated.html").read_text()


def test_a_condition_without_a_known_day_is_a_named_placeholder_and_one_with_a_day_is_carried_out(project: Path) -> None:
    text, changes = built(project, "2030-01-01")
    assert "Reasons" not in text and changes["ex-2"] == ("pending", "takes effect when the office opens [date not known]")
    with (project / "modellaw.toml").open("a") as config:
        config.write('\n[commencement]\n"when the office opens" = "2029-05-01"\n')
    text, changes = built(project, "2030-01-01")
    assert "Reasons" in text and changes["ex-2"][0] == "applied"
    text, changes = built(project, "2028-01-01")
    assert "Reasons" not in text and changes["ex-2"] == ("pending", "takes effect on 2029-05-01")


def test_the_build_of_every_change_is_left_alone(project: Path) -> None:
    run("build", "--project", str(project))
    before = (project / "build/manifest.json").read_bytes()
    built(project, "2027-01-01")
    assert (project / "build/manifest.json").read_bytes() == before


@pytest.mark.parametrize("bad", ["tomorrow", "2027-13-01", "01.01.2027"])
def test_what_is_no_date_is_an_error(bad: str, project: Path) -> None:
    assert "is not a date" in run("build", "--project", str(project), "--at", bad, expect=2).stderr


def test_a_condition_with_what_is_no_date_is_an_error(project: Path) -> None:
    with (project / "modellaw.toml").open("a") as config:
        config.write('\n[commencement]\n"when the office opens" = "soon"\n')
    assert "“when the office opens”" in run("build", "--project", str(project), expect=2).stderr
