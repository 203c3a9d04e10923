"""Every JSON that is written holds to its schema, and each schema can fail."""

import copy
import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, run
from jsonschema import Draft202012Validator, ValidationError

SCHEMAS = ROOT / "modellaw/schemas"


def validate(name: str, value: object) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(value)


FILES = [("register", "full/register.json"), ("table", "full/traceability.json"), ("table", "housekeeping/destinations.json"),
         ("findings", "full/findings.json"), ("manifest", "manifest.json")]  # fmt: skip


@pytest.mark.parametrize(("name", "path"), FILES)
def test_the_files_of_a_build_hold_to_their_schemas(name: str, path: str, published: Path) -> None:
    value = json.loads((published / "build" / path).read_text())
    assert value
    validate(name, value)
    broken = copy.deepcopy(value)
    if isinstance(broken, list):
        broken[0]["unknown"] = 7
    else:
        broken["files"]["x"] = "not a digest"
    with pytest.raises(ValidationError):
        validate(name, broken)


LAW = "source/2007_model_law.xml"
COMMANDS = {
    "check": ("check", []),
    "verify": ("verify", ["build"]),
    "show": ("show", ["section 8(8)"]),
    "build": ("build", []),
    "compare": ("compare", ["build/housekeeping/original.xml", "build/housekeeping/consolidated.xml"]),
    "rebase": ("rebase", ["--from", LAW, "--to", LAW]),
    "adopt": ("adopt", ["examples/arvenia.toml", "-o", "bill"]),
    "batch": ("batch_run", ["examples/jobs.csv", "-o", "results"]),
    "comments": ("comments", ["build/full/consolidated.docx", "-o", "matrix"]),
    "capture": ("capture", ["build/full/redline.docx", "--module", "x"]),
    "draft": ("draft", ["build/housekeeping/amending-instrument.docx", "--module", "again", "--force"]),
    "merge": ("merge", ["build/full/redline.docx", "-o", "merged.docx"]),
    "import": ("import", ["build/full/original.txt", "-o", "typed.xml", "--country", "un", "--date", "2007-12-31"]),
}
"""Each command that prints JSON, its schema, and arguments."""


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_prints_as_json_holds_to_its_schema(
    command: str, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = shutil.copytree(published, tmp_path / "p")
    shutil.copytree(ROOT / "examples", project / "examples")
    monkeypatch.chdir(project)
    name, arguments = COMMANDS[command]
    value = json.loads(run(command, *arguments, "--json", expect=int(command == "compare")).stdout)
    assert value
    validate(name, value)
    with pytest.raises(ValidationError):
        validate(name, {**value, "unknown": 7})


def test_decisions_hold_to_the_schema(published: Path) -> None:
    told = run("capture", str(published / "build/full/redline.docx"), "--decisions", "--json", "--project", str(published)).stdout
    validate("capture", json.loads(told))


def test_every_command_that_prints_json_has_a_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    from reference import commands

    from modellaw.cli import main

    printing = {name.removeprefix("modellaw ") for name, command in commands(main) if any("--json" in p.opts for p in command.params)}
    assert printing == set(COMMANDS)


def test_the_list_of_provisions_holds_to_the_schema_of_show(published: Path) -> None:
    told = json.loads(run("show", "--json", "--project", str(published)).stdout)
    validate("show", told)
    assert {"wid": "sec_8__subsec_8", "cited": "section 8(8)"} in told["provisions"]
    lines = run("show", "--project", str(published)).stdout.splitlines()
    assert len(lines) == len(told["provisions"]) and ["sec_8__subsec_8", "section", "8(8)"] in [line.split() for line in lines]


def test_errors_as_json_hold_to_their_schema(published: Path) -> None:
    validate("errors", json.loads(run("show", "section 999", "--project", str(published), "--json", expect=3).stderr))


def test_every_json_file_of_a_build_has_a_schema(published: Path) -> None:
    known = {path for _, path in FILES}
    made = {path.name for path in (published / "build").rglob("*.json")}
    assert made == {Path(path).name for path in known}
