"""Every JSON that is written holds to its schema, and each schema can fail."""

import copy
import json
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


def test_what_commands_print_as_json_holds_to_its_schema(published: Path, tmp_path: Path) -> None:
    project = str(published)
    validate("check", json.loads(run("check", "--project", project, "--json").stdout))
    validate("verify", json.loads(run("verify", str(published / "build"), "--json").stdout))
    files = [str(published / f"build/housekeeping/{name}.xml") for name in ("original", "consolidated")]
    compared = json.loads(run("compare", *files, "--json", expect=1).stdout)
    assert compared["differ"] and compared["changes"]
    validate("compare", compared)
    validate("errors", json.loads(run("show", "section 999", "--project", project, "--json", expect=3).stderr))


def test_every_json_file_of_a_build_has_a_schema(published: Path) -> None:
    known = {path for _, path in FILES}
    made = {path.name for path in (published / "build").rglob("*.json")}
    assert made == {Path(path).name for path in known}
