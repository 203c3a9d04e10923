"""The publication: complete, the same every time, whole or not at all, and proved."""

import csv
import io
import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT, run

from modellaw.build import read_law, text_digest
from modellaw.edition import accepted
from modellaw.errors import Finding, Place, Severity
from modellaw.model.views import accept, reject
from modellaw.project import Acceptance
from modellaw.readers.akn import read_akn
from modellaw.readers.config import OUTPUTS
from modellaw.readers.schema import validate_akn

COMPANIONS = ("article20-matrix", "surveillance-guide-update")
EDITIONS = ("full", "electronic-evidence", "special-investigative-techniques", "housekeeping")


def contents(folder: Path) -> dict[str, bytes]:
    """What a build made, by path; hidden files are the tool's own notes."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_every_edition_has_every_output_and_the_manifest_its_digest(published: Path) -> None:
    files = contents(published / "build")
    companions = {f"{name}.{kind}" for name in COMPANIONS for kind in ("docx", "html", "xml", "txt", "xlsx")}
    assert set(files) == {f"{edition}/{name}" for edition in EDITIONS for name in OUTPUTS} | companions | {"index.html", "manifest.json"}
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {name: sha256(data).hexdigest() for name, data in sorted(files.items())}


def test_the_redline_is_true_to_both_texts(published: Path) -> None:
    base = read_law(str(published / "source/2007_model_law.xml"))
    manifest = json.loads((published / "build/manifest.json").read_text())
    for edition in EDITIONS:
        data = (published / f"build/{edition}/redline.xml").read_bytes()
        validate_akn(data)
        validate_akn((published / f"build/{edition}/consolidated.xml").read_bytes())
        marked = read_akn(data)
        assert reject(marked) == base
        proof = manifest["editions"][edition]["text"]
        assert proof == {"original": text_digest(base), "consolidated": text_digest(accept(marked))}
        consolidated = read_akn((published / f"build/{edition}/consolidated.xml").read_bytes())
        assert text_digest(consolidated) == proof["consolidated"]


def test_each_module_has_eight_changes_of_eight_operations(published: Path) -> None:
    rows = json.loads((published / "build/full/register.json").read_text())
    for module in ("ee", "sit"):
        mine = [row for row in rows if row["module"] == module and row["status"] == "applied"]
        assert len(mine) >= 8 and all(row["rationale"] and row["operations"] and row["places"] for row in mine)
    table = list(csv.reader(io.StringIO((published / "build/full/register.csv").read_text("utf-8-sig"))))
    assert len(table) == len(rows) + 1 and table[0][0] == "id"


def test_two_builds_are_the_same_anywhere_and_a_partial_one_changes_only_its_files(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "in another folder"
    shutil.copytree(published, copy)
    before = contents(copy / "build")
    for name, value in {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}.items():
        monkeypatch.setenv(name, value)
    assert "built" in run("build", "--project", str(copy), "--force").stdout
    assert contents(copy / "build") == before
    (copy / "build/full/redline.docx").write_bytes(b"stale")
    run("build", "--project", str(copy), "--edition", "full", "--only", "redline.docx")
    assert contents(copy / "build") == before


def test_a_build_that_fails_leaves_the_last_one_whole(published: Path, tmp_path: Path) -> None:
    copy = tmp_path / "failing"
    shutil.copytree(published, copy)
    before = contents(copy / "build")
    module = copy / "amendments/electronic_evidence.xml"
    module.write_text(module.read_text().replace('target="sec_16"', 'target="sec_99"'))
    done = run("build", "--project", str(copy), expect=4)
    assert "there is no provision “sec_99”" in done.stderr and "electronic_evidence.xml:" in done.stderr
    assert contents(copy / "build") == before
    assert [path.name for path in copy.iterdir() if path.name.startswith(".build")] == []


def test_a_law_of_which_nothing_is_left_is_no_edition(tmp_path: Path) -> None:
    run("new", str(tmp_path / "law"))
    module = tmp_path / "law" / "amendments" / "example.xml"
    head, tail = module.read_text().split("<change", 1)[0], "</module>"
    gone = "".join(f'<repeal target="sec_{number}"{{}}/>' for number in (1, 2))
    change = f'<change id="x" title="Gone"><rationale>Nothing is left.</rationale>{gone}</change>'
    module.write_text(head + change.format("", "") + tail)
    done = run("build", "--project", str(tmp_path / "law"), expect=4)
    assert "the modules take out every provision of the law" in done.stderr and "[Repealed]" in done.stderr
    assert not (tmp_path / "law" / "build").exists()
    module.write_text(head + change.format("", ' text="[Repealed]"') + tail)
    run("build", "--project", str(tmp_path / "law"))


@pytest.mark.parametrize(("source", "at"), [("2007_model_law.xml", "<body>"), ("article20_matrix.xml", "<mainBody>")])
def test_a_law_or_a_companion_that_changed_is_checked_again(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, at: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    copy = tmp_path / "changed"
    shutil.copytree(published, copy, ignore=shutil.ignore_patterns("build"))
    law = copy / "source" / source
    run("build", "--project", str(copy))
    assert len((tmp_path / "cache/modellaw/valid-akn").read_text().split()) == 1 + len(COMPANIONS)
    law.write_text(law.read_text().replace(at, f"{at}<content/>"))
    assert "not valid Akoma Ntoso 3.0 (strict): <content>" in run("build", "--project", str(copy), expect=3).stderr


KILLED = """
import os, shutil, sys
from pathlib import Path
from modellaw.output import write_folder
left = int(sys.argv[2])
def dying(whole):
    def step(*arguments, **more):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return whole(*arguments, **more)
    return step
for owner, name in ((os, "rename"), (os, "link"), (os, "mkdir"), (os, "unlink"), (os, "rmdir"), (Path, "write_bytes")):
    setattr(owner, name, dying(getattr(owner, name)))
write_folder(Path(sys.argv[1]), {"a.txt": b"new", "b/c.txt": b"new"}, keep=len(sys.argv) > 3)
print(left)
"""


@pytest.mark.parametrize("keep", [True, False])
def test_killing_a_build_at_any_step_leaves_the_old_one_or_the_new_one_whole(keep: bool, tmp_path: Path) -> None:
    folder, steps, seen = tmp_path / "build", 0, set()
    while True:
        for left in tmp_path.iterdir():
            shutil.rmtree(left)
        folder.mkdir()
        (folder / "a.txt").write_bytes(b"old")
        (folder / "kept.txt").write_bytes(b"old")
        command = [sys.executable, "-c", KILLED, str(folder), str(steps), *(["keep"] if keep else [])]
        done = subprocess.run(command, capture_output=True, text=True)
        held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        old = {"a.txt": b"old", "kept.txt": b"old"}
        new = {"a.txt": b"new", "b/c.txt": b"new", **({"kept.txt": b"old"} if keep else {})}
        assert held in (old, new), f"after {steps} steps"
        seen.add(held == new)
        if done.returncode == 0:
            break
        assert done.returncode == 9, done.stderr
        subprocess.run([sys.executable, "-c", KILLED, str(folder), "999", *(["keep"] if keep else [])], check=True, capture_output=True)
        assert [path.name for path in tmp_path.iterdir()] == ["build"], "what a killed build left is taken away by the next"
        steps += 1
    assert steps > 6 and seen == {True, False}


def test_hidden_files_of_the_build_folder_stay(published: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kept"
    shutil.copytree(published, copy)
    (copy / "build/.gitignore").write_text("*\n")
    (copy / "build/old.txt").write_text("of an earlier version")
    run("build", "--project", str(copy), "--only", "register.json")
    assert (copy / "build/.gitignore").exists() and (copy / "build/old.txt").exists()
    run("build", "--project", str(copy))
    assert (copy / "build/.gitignore").exists() and not (copy / "build/old.txt").exists()


def test_this_law_passes_its_checks() -> None:
    assert "4 editions checked" in run("check", "--project", str(ROOT), "--strict").stdout


def test_an_accepted_finding_is_a_note_with_its_reason() -> None:
    found = Finding("and-or", Severity.WARNING, "“and/or” is not good drafting", Place(provision="s1"))
    assert accepted(found, ()) == found
    assert accepted(found, (Acceptance("and-or", "s2", "agreed"),)) == found
    told = accepted(found, (Acceptance("and-or", "s1", "agreed with the experts"),))
    assert told.severity is Severity.NOTE and told.message.endswith("(accepted: agreed with the experts)")
