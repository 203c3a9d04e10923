"""A redline in which somebody accepted and rejected: what was done with each change, and the project that follows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
from conftest import run
from edits import Edited

from modellaw.ooxml.opened import w


def resolved(edited: Edited, words: str, *, accept: bool) -> None:
    """The marks of one paragraph of the law accepted or rejected, as Word does it."""
    paragraph = edited.paragraph(words)
    for mark in [*paragraph.iter(w("ins")), *paragraph.iter(w("del"))]:
        parent = mark.getparent()
        if parent is None or parent.tag == w("rPr"):
            continue
        if (mark.tag == w("ins")) == accept:
            for run_ in list(mark):
                for text in run_.iter(w("delText")):
                    text.tag = w("t")
                mark.addprevious(run_)
        parent.remove(mark)


def told(file: Path, project: Path, *more: str) -> dict[str, str]:
    done = run("capture", str(file), "--decisions", "--json", "--project", str(project), *more)
    return {one["change"]: one["state"] for one in json.loads(done.stdout)["decisions"]}


def test_a_redline_that_nobody_touched_is_untouched_and_the_other_texts_are_all_one_way(published: Path) -> None:
    for kind, state in (("redline", "untouched"), ("consolidated", "accepted")):
        found = told(published / f"build/full/{kind}.docx", published, "--edition", "full")
        assert len(found) > 40 and set(found.values()) == {state}
    before = list(told(published / "build/full/original.docx", published, "--edition", "full").values())
    assert before.count("rejected") >= len(before) - 2 and "accepted" not in before


def test_a_file_of_another_law_or_another_edition_is_refused(published: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Section 1\u2003Something else")
    document.save(str(tmp_path / "other.docx"))
    project, config = ("--project", str(published)), (published / "modellaw.toml").read_bytes()
    done = run("capture", str(tmp_path / "other.docx"), "--decisions", "--write", *project, expect=3)
    assert "other.docx: this is no redline of “" in done.stderr and not done.stdout
    done = run("capture", str(published / "build/housekeeping/redline.docx"), "--decisions", "--edition", "full", *project, expect=3)
    assert "no redline of “full”: it is one of “housekeeping” (name that edition)" in done.stderr
    done = run("capture", str(published / "build/full/redline.docx"), "--decisions", "--edition", "original", *project, expect=2)
    assert "has none to decide on" in done.stderr
    done = run("capture", str(published / "build/full/redline.docx"), "--module", "x", "--write", *project, expect=2)
    assert "say --decisions --write" in done.stderr
    assert (published / "modellaw.toml").read_bytes() == config and not (published / "amendments/x.xml").exists()


def test_each_change_is_judged_and_rejected_ones_are_written(published: Path, tmp_path: Path) -> None:
    project = shutil.copytree(published, tmp_path / "p")
    edited = Edited((published / "build/housekeeping/redline.docx").read_bytes())
    resolved(edited, "tell the foreign State", accept=True)
    resolved(edited, "Outgoing requests", accept=False)
    resolved(edited, "Incoming requests", accept=False)
    path = edited.save(tmp_path / "back.docx")
    done = run("capture", str(path), "--module", "x", "-o", str(tmp_path / "x.xml"), "--project", str(project))
    assert "1 change of the redline rejected in it, which the module undoes: hk-02 (`modellaw capture --decisions --write`" in done.stderr
    found = told(path, project, "--write")
    assert found["hk-02"] == "rejected" and found["hk-01"] == "edited" and found["hk-05"] == "untouched"
    assert 'changes = ["hk-02"]' in (project / "modellaw.toml").read_text()
    run("build", "--project", str(project), "--edition", "housekeeping", "--only", "register.json", "--only", "consolidated.txt")
    register = json.loads((project / "build/housekeeping/register.json").read_text())
    (row,) = [row for row in register if row["id"] == "hk-02"]
    assert row["status"] == "ignored" and "back.docx" in json.dumps(row)
    assert "Part 2 Requests to foreign States" in (project / "build/housekeeping/consolidated.txt").read_text()


def test_a_rejected_change_that_is_not_there_is_an_error(published: Path, tmp_path: Path) -> None:
    project = shutil.copytree(published, tmp_path / "p")
    with (project / "modellaw.toml").open("a") as config:
        config.write('\n[[reject]]\nchanges = ["hk-99"]\nreason = "none"\n')
    assert "names the change “hk-99”" in run("check", "--project", str(project), expect=2).stderr
