"""git shows laws as words, and a merge never leaves a broken law; the workflows in the docs run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, run


def git(folder: Path, *arguments: str, expect: int = 0) -> str:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    identity = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, env={**os.environ, "PATH": path, **identity}
    )
    assert (done.returncode == 0) == (expect == 0), done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    run("new", str(tmp_path / "p"))
    git(tmp_path / "p", "init", "-q", "-b", "main")
    run("git", "setup", str(tmp_path / "p"))
    git(tmp_path / "p", "add", ".")
    git(tmp_path / "p", "commit", "-qm", "start")
    return tmp_path / "p"


def changed(project: Path, old: str, new: str, name: str = "source/law.xml") -> None:
    path = project / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_a_difference_is_shown_in_words(project: Path) -> None:
    changed(project, "within ten days", "within <i>fifteen</i> days")
    said = git(project, "diff")
    assert "-(2) The registrar shall answer within ten days." in said and "+(2) The registrar shall answer within fifteen days." in said
    assert "<p>" not in said


@pytest.mark.parametrize("number", ["Section 2", "Artículo 2 bis", "§ 2a", "TITRE II", "Article premier"])
def test_a_difference_is_under_the_number_and_the_heading_of_its_provision(number: str, project: Path) -> None:
    lines = "".join(f"<p>The line {letter}.</p>" for letter in "abcdefghi")
    changed(project, "<num>Section 2</num>", f"<num>{number}</num>")
    changed(project, "forbids an answer.</p>", f"forbids an answer.</p>{lines}")
    git(project, "commit", "-qam", "long")
    changed(project, "<p>The line i.</p>", "<p>The line z.</p>")
    assert re.search(rf"^@@ .* @@ {re.escape(number)} Refusal", git(project, "diff"), re.MULTILINE)


def test_setting_up_twice_adds_nothing_and_keeps_what_is_there(project: Path) -> None:
    path = project / ".gitattributes"
    path.write_text("*.bin binary\n" + path.read_text())
    before = path.read_text()
    assert "0 lines added" in run("git", "setup", str(project)).stdout and path.read_text() == before


def test_the_law_and_the_modules_are_guarded_wherever_the_project_has_them(tmp_path: Path) -> None:
    run("new", str(tmp_path / "p"))
    project = tmp_path / "p"
    (project / "Textes [en vigueur]").mkdir()
    (project / "source/law.xml").rename(project / "Textes [en vigueur]" / "code civil.xml")
    (project / "amendments/example.xml").rename(project / "module.xml")
    changed(project, "source/law.xml", "Textes [en vigueur]/code civil.xml", "modellaw.toml")
    changed(project, "amendments/example.xml", "module.xml", "modellaw.toml")
    git(project, "init", "-q", "-b", "main")
    assert "4 lines added" in run("git", "setup", str(project)).stdout
    names = ["Textes [en vigueur]/code civil.xml", "module.xml", "source/old.xml", "build/full/module.xml", "Textes e/code.xml"]
    said = git(project, "-c", "core.quotepath=off", "check-attr", "merge", *names).splitlines()
    assert [line.rsplit(" ", 1)[1] for line in said] == ["modellaw", "modellaw", "modellaw", "unspecified", "unspecified"]
    assert "0 lines added" in run("git", "setup", str(project)).stdout


def test_a_conflict_is_marked_with_whose_words_are_whose(project: Path) -> None:
    git(project, "switch", "-qc", "other")
    changed(project, "ten days", "twenty days")
    git(project, "commit", "-qam", "other")
    git(project, "switch", "-q", "main")
    changed(project, "ten days", "thirty days")
    git(project, "commit", "-qam", "main")
    assert "1 conflict marked" in git(project, "merge", "other", expect=1)
    marks = re.findall(r"^[<|>]{7} (.*)$", (project / "source/law.xml").read_text(), re.MULTILINE)
    assert marks == ["ours", "base", "theirs"]


def test_edits_of_different_provisions_merge_and_a_broken_result_stops_the_merge(project: Path) -> None:
    git(project, "switch", "-qc", "other")
    changed(project, "in writing.", "in writing or orally.")
    git(project, "commit", "-qam", "other")
    git(project, "switch", "-q", "main")
    changed(project, "where another law forbids an answer", "where a law forbids it")
    git(project, "commit", "-qam", "main")
    git(project, "merge", "-q", "other", "-m", "both")
    text = (project / "source/law.xml").read_text()
    assert "orally" in text and "where a law forbids it" in text

    git(project, "switch", "-qc", "third", "HEAD")
    changed(project, "<heading>Requests</heading>", "<heading>Requests</heading>\n        <subheading>New</subheading>")
    git(project, "commit", "-qam", "third")
    git(project, "switch", "-q", "main")
    changed(project, 'wId="sec_2">', 'wId="sec_2" nonsense="1">')
    git(project, "commit", "-qam", "an invalid law")
    said = git(project, "merge", "third", "-m", "broken", expect=1)
    assert "the result is not valid" in said


def test_a_conflict_is_marked_and_told(project: Path) -> None:
    git(project, "switch", "-qc", "other")
    changed(project, "ten days", "nine days")
    git(project, "commit", "-qam", "other")
    git(project, "switch", "-q", "main")
    changed(project, "ten days", "eleven days")
    git(project, "commit", "-qam", "main")
    assert "1 conflict marked" in git(project, "merge", "other", "-m", "x", expect=1)
    assert "<<<<<<<" in (project / "source/law.xml").read_text()


def test_what_is_no_repository_is_an_error(tmp_path: Path) -> None:
    assert "no git repository" in run("git", "setup", str(tmp_path), expect=3).stderr


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_the_steps_of_the_workflows_run(name: str, project: Path) -> None:
    steps = re.findall(r"^\s*- (?:run: )?(modellaw .*)$", (ROOT / "docs/ci" / name).read_text(), re.M)
    assert [step.split()[1] for step in steps] == ["check", "build", "verify"]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for step in steps:
        subprocess.run(step.split(), cwd=project, check=True, capture_output=True, env={**os.environ, "PATH": path})


def test_the_hook_is_the_check_of_the_command_line() -> None:
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text()
    entry = re.search(r"entry: modellaw (.*)$", hook, re.M)
    assert entry is not None
    assert "--strict" in run(*entry[1].split()[:1], "--help").stdout
