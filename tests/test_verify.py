"""A build is proved again from its files, and is built again only when something has changed."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import run
from kit import law as kit_law
from kit import module, p, provision, section, table
from lxml import etree

from modellaw.amend.ops import (
    ChangeHeading,
    Insert,
    InsertNote,
    Move,
    OmitColumn,
    OmitNote,
    OmitText,
    Operation,
    Part,
    Position,
    Renumber,
    Repeal,
    Split,
    Substitute,
    TablePlace,
    Where,
    Words,
)
from modellaw.build import build
from modellaw.model.nodes import Provision, Run
from modellaw.readers.config import read_project
from modellaw.verification import verify
from modellaw.writers.akn import akn_bytes
from modellaw.writers.module import module_bytes


@pytest.fixture
def project(tmp_path: Path) -> Path:
    run("new", str(tmp_path / "project"))
    run("build", "--project", str(tmp_path / "project"))
    return tmp_path / "project"


def test_a_build_as_it_was_made_is_verified(published: Path, tmp_path: Path) -> None:
    build = shutil.copytree(published / "build", tmp_path / "build")
    assert "every redline is true to both texts" in run("verify", str(build)).stdout


_ITEM = '<item eId="{0}"><num>({0})</num><p>{1}</p></item>'
_LIST = f'<blockList eId="l">{_ITEM.format("i", "alpha")}{_ITEM.format("j", "beta")}</blockList>'
_TABLE = f"<table><tr><td><p>one</p></td></tr><tr><td>{_LIST}</td><td><p>gamma</p></td></tr></table>"
_NEW = Provision("item", "m__i", (p("new"),), (("wId", "m__i"),))


@pytest.mark.parametrize(
    "operations",
    [
        (Repeal("i"),),
        (Insert(Position(Where.LAST, "i"), (p("more"),)), OmitText(Words("i", "alpha"))),
        (Substitute("j", (p("Opening."), p("and more")), opening=True), ChangeHeading("i", (Run("Head"),))),
        (Insert(Position(Where.AFTER, "i"), (_NEW,)), OmitText(Words("j", "beta"))),
        (Move("j", Position(Where.BEFORE, "i")),),
        (OmitColumn(TablePlace("s1"), 1),),
        (InsertNote(Words("s2", "here"), (p("a note"),)), Move("s2", Position(Where.BEFORE, "s1"))),
        (Renumber("h1", "(8)"),),
        (Insert(Position(Where.FIRST, "s2"), (table(("t", "u")),)), Split("s2", (Part("3", "m__p", "Two"),))),
        (Substitute("h1", (provision("hcontainer", "m__h", "(9)", "Named text.", name="x"),)),),
        (Move("s2", Position(Where.BEFORE, "s1")), OmitNote("s2", 1), InsertNote(Words("s2", "Two"), (p("another"),))),
    ],
)
def test_what_is_hard_to_print_is_true_to_both_texts_in_every_format(tmp_path: Path, operations: tuple[Operation, ...]) -> None:
    sections = section("s1", "1", "Text."), section("s2", "2", "Two is here.^A note.^")
    named = provision("hcontainer", "h1", "", "Named text.", heading="Named", name="x")
    law = akn_bytes(kit_law(*sections, named)).decode().replace("<p>Text.</p>", f"<p>Text.</p>{_TABLE}")
    for name, data in (("law.xml", law.encode()), ("m.xml", module_bytes(module("m", *operations)))):
        (tmp_path / name).write_bytes(data)
    edition = '[[edition]]\nid = "full"\ntitle = "Full"\nmodules = ["m"]\n'
    (tmp_path / "modellaw.toml").write_text(f'law = "law.xml"\nmodules = ["m.xml"]\n{edition}')
    build(read_project(str(tmp_path)))
    assert [str(finding) for finding in verify(tmp_path / "build")] == []


def test_changed_missing_and_extra_files_are_named(project: Path) -> None:
    build = project / "build"
    (build / "full/register.csv").write_text("other")
    (build / "full/original.txt").unlink()
    (build / "full/added.txt").write_text("x")
    done = run("verify", str(build), "--json", expect=1)
    told = {(finding["code"], Path(finding["place"]["file"]).name) for finding in json.loads(done.stdout)["findings"]}
    assert told == {("file-changed", "register.csv"), ("file-missing", "original.txt"), ("file-extra", "added.txt")}


@pytest.mark.parametrize("name", ["redline.xml", "redline.html"])
def test_a_redline_that_is_not_true_is_found_even_where_its_digest_was_forged(project: Path, name: str) -> None:
    build = project / "build"
    path = build / "full" / name
    data = path.read_text()
    assert data.count("registrar") > 3
    body = data.index("<body") if name.endswith("xml") else data.index('id="law"')
    path.write_text(data[:body] + data[body:].replace("registrar", "minister", 1))
    _forge(build, f"full/{name}")
    done = run("verify", str(build), expect=7)
    assert "redline-untrue" in done.stderr and name in done.stderr


def test_a_word_redline_that_is_not_true_is_found(project: Path) -> None:
    import zipfile

    build = project / "build"
    path = build / "full/redline.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    mark = next(ins for ins in root.iter(f"{w}ins") if "".join(ins.itertext()).strip())
    mark.tag = f"{w}smartTag"
    parts["word/document.xml"] = etree.tostring(root)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    _forge(build, "full/redline.docx")
    assert "rejecting every change does not give original.docx" in run("verify", str(build), expect=7).stderr


@pytest.mark.parametrize(
    "name", [f"{text}.{kind}" for text in ("original", "consolidated") for kind in ("xml", "html", "txt")] + ["redline.txt"]
)
def test_a_clean_text_that_is_not_the_one_of_the_redline_is_found_even_where_its_digest_was_forged(project: Path, name: str) -> None:
    path = project / "build/full" / name
    data = path.read_text()
    where = data.rindex("registrar")
    path.write_text(data[:where] + "minister" + data[where + len("registrar") :])
    _forge(project / "build", f"full/{name}")
    assert "redline-untrue" in run("verify", str(project / "build"), expect=7).stderr


def test_a_redline_alone_is_not_said_to_be_true(project: Path) -> None:
    build = project / "build"
    shutil.rmtree(build)
    run("build", "--project", str(project), "--only", "redline.docx", "--only", "redline.xml")
    done = run("verify", str(build))
    assert "redline.docx: note redline-unproved: there is no clean document" in done.stderr
    assert "every other redline is true" in done.stdout and "redline.xml" not in done.stderr


def test_a_manifest_that_does_not_say_the_texts_proves_nothing(project: Path) -> None:
    manifest = project / "build/manifest.json"
    held = json.loads(manifest.read_text())
    for editions in ({}, {"full": {**held["editions"]["full"], "text": {}}}):
        manifest.write_text(json.dumps({**held, "editions": editions}))
        assert "does not say which texts the edition full has" in run("verify", str(project / "build"), expect=7).stderr


def test_links_and_what_is_no_file_are_told_and_pages_without_a_law_are_no_crash(project: Path) -> None:
    build = project / "build/full"
    (build / "original.txt").rename(project / "elsewhere.txt")
    (build / "original.txt").symlink_to(project / "elsewhere.txt")
    (build / "more").symlink_to(project / "source")
    (build / "gone").symlink_to(project / "nowhere")
    (build / "redline.html").write_bytes(b"")
    (build / "consolidated.html").write_text("<p>x")
    done = run("verify", str(project / "build"), "--json", expect=7)
    told = {(finding["code"], Path(finding["place"]["file"]).name) for finding in json.loads(done.stdout)["findings"]}
    changed = {("file-changed", name) for name in ("original.txt", "redline.html", "consolidated.html")}
    assert told == changed | {("file-extra", "more"), ("file-extra", "gone"), ("redline-untrue", "redline.html")}
    run("build", "--project", str(project))
    assert "every redline is true" in run("verify", str(project / "build")).stdout and (project / "source/law.xml").is_file()


def _forge(build: Path, name: str) -> None:
    from hashlib import sha256

    manifest = json.loads((build / "manifest.json").read_text())
    manifest["files"][name] = sha256((build / name).read_bytes()).hexdigest()
    (build / "manifest.json").write_text(json.dumps(manifest))


def test_a_folder_without_a_manifest_is_an_error(tmp_path: Path) -> None:
    assert "there is no manifest" in run("verify", str(tmp_path), expect=3).stderr


def test_nothing_is_built_again_until_an_input_or_a_file_has_changed(project: Path) -> None:
    again = ("build", "--project", str(project))
    assert "nothing has changed" in run(*again).stdout
    assert "built" in run(*again, "--force").stdout
    (project / "build/full/redline.txt").write_text("tampered")
    assert "built" in run(*again).stdout and "tampered" not in (project / "build/full/redline.txt").read_text()
    for name, old, new in (
        ("source/law.xml", "ten days", "twelve days"),
        ("amendments/example.xml", "electronic form", "digital form"),
        ("modellaw.toml", "Your office", "Our office"),
    ):
        path = project / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
        assert "built" in run(*again).stdout, name
        assert "nothing has changed" in run(*again).stdout, name
    (project / "templates/html").mkdir(parents=True)
    (project / "templates/html/style.css").write_text("body{color:red}")
    assert "built" in run(*again).stdout


def test_what_somebody_changed_in_a_build_or_put_there_is_kept_beside_it(project: Path) -> None:
    build, kept = project / "build/full", project / "build-kept/full"
    (build / "redline.docx").write_bytes(b"edited in Word")
    (build / "notes.txt").write_text("mine")
    (build / "~$dline.docx").write_text("Word has it open")
    done = run("build", "--project", str(project))
    assert {path.name: path.read_text() for path in kept.iterdir()} == {"redline.docx": "edited in Word", "notes.txt": "mine"}
    assert "redline.docx was not as it was built: what it was is kept as" in done.stderr and str(kept / "notes.txt") in done.stderr
    run("verify", str(build.parent))
    (build / "redline.docx").write_bytes(b"edited again")
    told = json.loads(run("build", "--project", str(project), "--only", "redline.docx", "--json").stdout)
    assert told["kept"] == [str(kept / "redline-2.docx")] and (kept / "redline-2.docx").read_bytes() == b"edited again"
    (build / "redline.docx").write_bytes(b"edited again")
    assert json.loads(run("build", "--project", str(project), "--json").stdout)["kept"] == [str(kept / "redline-2.docx")]
    assert json.loads(run("build", "--project", str(project), "--json", "--force").stdout)["kept"] == [] and len([*kept.iterdir()]) == 3


@pytest.mark.parametrize("manifest", ['{"name": "an app"}', '{"name": "an app", "files": {}, "editions": {}}', "[" * 100_000])
def test_a_folder_with_the_manifest_of_something_else_is_no_build(project: Path, manifest: str) -> None:
    (project / "public").mkdir()
    (project / "public/app.js").write_text("precious")
    (project / "public/manifest.json").write_text(manifest)
    config = project / "modellaw.toml"
    config.write_text(config.read_text().replace("numbering", 'build = "public"\nnumbering', 1))
    for options in ((), ("--force",), ("--only", "redline.txt")):
        done = run("build", "--project", str(project), *options, expect=6)
        assert "the folder holds other things, which would be lost: app.js, manifest.json" in done.stderr
    assert (project / "public/app.js").read_text() == "precious"
    assert "manifest" in run("verify", str(project / "public"), expect=3).stderr


def test_a_partial_build_does_not_pass_for_a_whole_one(project: Path) -> None:
    law = project / "source/law.xml"
    law.write_text(law.read_text().replace("ten days", "twelve days"))
    run("build", "--project", str(project), "--only", "redline.txt")
    assert "built" in run("build", "--project", str(project)).stdout


def test_the_manifest_says_what_went_in_and_what_came_out(project: Path) -> None:
    manifest = json.loads((project / "build/manifest.json").read_text())
    assert manifest["tool"]["name"] == "modellaw" and {"source/law.xml", "amendments/example.xml"} <= set(manifest["inputs"])
    assert manifest["editions"]["full"]["changes"] == {"applied": 2} and manifest["editions"]["full"]["modules"] == {"example": "1"}
