"""The command line: what it does, and what it says of bad input: what, where, a hint; a non-zero exit; nothing half-written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import run
from kit import law, section, subsection

from modellaw.writers.akn import akn_bytes

LAW = akn_bytes(law(section("s1", "Section 1", subsection("a", "(1)", "In writing."), heading="One"), section("s2", "Section 2", "Two.")))
HEAD = (
    '<module xmlns="urn:modellaw:amendment:1" xmlns:akn="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" id="{id}" title="T" law="{law}" '
    'version="1" date="2021-03-18" author="A"{more}>'
)


def module(inside: str, name: str = "m", work: str = "/akn/xx/act/t", more: str = "") -> str:
    return f'{HEAD.format(id=name, law=work, more=more)}\n<change id="{name}-1">\n{inside}\n</change></module>'


def written(folder: Path, **files: str | bytes) -> list[str]:
    paths = []
    for name, data in files.items():
        path = folder / f"{name}.xml"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        paths.append(str(path))
    return paths


def test_apply_writes_the_consolidated_or_the_marked_law(tmp_path: Path) -> None:
    paths = written(tmp_path, law=LAW, m=module('<replace-text target="s1" find="writing" with="electronic form"/>'))
    out = tmp_path / "out.xml"
    run("apply", *paths, "-o", str(out))
    assert b"In electronic form." in out.read_bytes() and b"<del" not in out.read_bytes()
    run("apply", *paths, "-o", str(out), "--marked")
    assert b'<del ml:change="m-1">writing</del><ins ml:change="m-1">electronic form</ins>' in out.read_bytes()


DEEP = LAW.decode().replace("<p>In writing.</p>", "<p>" + "<i>" * 200 + "x" + "</i>" * 200 + "</p>")
EMPTY = LAW.decode()[: LAW.decode().index("<body>")] + "<body></body></act></akomaNtoso>"
BOMB = b'<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><akomaNtoso>&y;</akomaNtoso>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><akomaNtoso>&x;</akomaNtoso>'
REPEAL = '<repeal target="s1"/>'


@pytest.mark.parametrize(
    ("base", "amendment", "code", "message"),
    [
        (LAW[:-20], module(REPEAL), 3, "law.xml:"),
        (LAW.replace(b"num>", b"nub>"), module(REPEAL), 3, "<nub>: it may not stand here"),
        (DEEP, module(REPEAL), 3, "nested more than 100 deep"),
        (EMPTY, module(REPEAL), 3, "body"),
        (BOMB, module(REPEAL), 3, "a document type declaration is not allowed"),
        (OUTSIDE, module(REPEAL), 3, "a document type declaration is not allowed"),
        (b"", module(REPEAL), 3, "law.xml"),
        (LAW, module("<repeat/>"), 3, "m.xml:3: change m-1: <repeat> is unknown in <change>"),
        (LAW, module('<repeal target="s9"/>'), 4, "m.xml:3: change m-1, s9: there is no provision “s9” (did you mean"),
        (LAW, module('<omit-text target="s1" find="in righting"/>'), 4, "“in righting” are not found (did you mean “In writing.”?)"),
        (LAW, module('<omit-text target="law" find="w"/>'), 4, "are found twice, expected once"),
        (LAW, module('<insert after="s1"><akn:section wId="s2"><akn:content><akn:p/></akn:content></akn:section></insert>'), 4,
         "the wId “s2” is already taken"),
        (LAW, module(REPEAL, work="/akn/yy/act/other"), 4, "module m is for another law: /akn/yy/act/other (this law is /akn/xx/act/t"),
        (LAW, module(REPEAL, more=' requires="n"'), 2, "module m requires “n”, which is not applied with it"),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_nothing_is_written(base: bytes, amendment: str, code: int, message: str, tmp_path: Path) -> None:
    paths = written(tmp_path, law=base, m=amendment)
    out = tmp_path / "out.xml"
    out.write_text("what was there")
    done = run("apply", *paths, "-o", str(out), expect=code)
    assert message in done.stderr and done.stderr.startswith("error: ") and "Traceback" not in done.stderr
    assert out.read_text() == "what was there" and sorted(os.listdir(tmp_path)) == ["law.xml", "m.xml", "out.xml"]


def test_apply_writes_no_xml_under_the_name_of_another_kind_of_file(tmp_path: Path) -> None:
    paths, out = written(tmp_path, law=LAW, m=module(REPEAL)), tmp_path / "out.DOCX"
    done = run("apply", *paths, "-o", str(out), expect=2)
    assert "what is written is Akoma Ntoso, no .docx" in done.stderr and "name it .xml" in done.stderr and not out.exists()


def test_a_circle_of_requires_is_named(tmp_path: Path) -> None:
    paths = written(tmp_path, law=LAW, m=module(REPEAL, more=' requires="n"'), n=module('<repeal target="s2"/>', "n", more=' requires="m"'))
    assert "in a circle: m requires n requires m" in run("apply", *paths, "-o", str(tmp_path / "o"), expect=2).stderr


def test_a_conflict_names_both_changes_and_the_ways_out(tmp_path: Path) -> None:
    paths = written(tmp_path, law=LAW, m=module(REPEAL), n=module('<omit-text target="a" find="In "/>', "n"))
    done = run("apply", *paths, "-o", str(tmp_path / "o"), expect=5)
    assert "conflict between changes m-1 and n-1" in done.stderr and "[[resolve]]" in done.stderr


def test_missing_files_and_folders_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (path,) = written(tmp_path, law=LAW)
    assert (
        "nothing.xml: cannot read the file: no such file" in run("apply", path, str(tmp_path / "nothing.xml"), "-o", "x", expect=3).stderr
    )
    (m,) = written(tmp_path, m=module(REPEAL))
    done = run("apply", path, m, "-o", str(tmp_path / "law.xml" / "out.xml"), expect=6)
    assert "cannot write" in done.stderr and (tmp_path / "law.xml").read_bytes() == LAW


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    from modellaw import output
    from modellaw.errors import OutputError

    folder = tmp_path / "build"
    folder.mkdir()
    (folder / "a.txt").write_text("old")
    original = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    Path.write_bytes = full  # type: ignore[method-assign,assignment]
    try:
        with pytest.raises(OutputError, match=r"no space left on device .*free some space"):
            output.write_folder(folder, {"a.txt": b"new", "b.txt": b"new"}, keep=False)
    finally:
        Path.write_bytes = original  # type: ignore[method-assign]
    assert (folder / "a.txt").read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["build"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("law = 1", "the key “law” is missing"),
        ("law = 'x.xml'\nmodule = []", "the key “module” is unknown (did you mean “modules”?)"),
        ("law = [", "not valid TOML"),
        ("law = 'x.xml'\nnumbering = 'leters'", "expected one of letters, bis, renumber (did you mean “letters”?)"),
        ("law = 'x.xml'\noutputs = ['redline.odt']", "there is no output “redline.odt”"),
        ("law = 'x.xml'\n[[resolve]]\nchanges = ['a']", "a [[resolve]] names two changes"),
        ("law = 'x.xml'\nmodules = ['a.xml', 'A.xml']", "the module “A.xml” is there twice"),
        ("law = 'x.xml'\n[[edition]]\nid = 'full'\n[[edition]]\nid = 'Full'", "the edition “Full” is there twice"),
        ("law = 'x.xml'\n[commencement]\nlater = '2027-02-30'", "the date of “later” in [commencement] is “2027-02-30”"),
    ],
)
def test_a_wrong_modellaw_toml_is_named(toml: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "modellaw.toml").write_text(toml)
    done = run("build", "--project", str(tmp_path), expect=2)
    assert message in done.stderr and "modellaw.toml" in done.stderr and [p.name for p in tmp_path.iterdir()] == ["modellaw.toml"]


def test_a_number_that_is_there_already_is_told_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "law"
    run("new", str(folder))
    module = folder / "amendments/example.xml"
    module.write_text(
        module.read_text().replace("</module>", '<change id="x-1">\n<renumber target="sec_2" number="Section 1"/></change></module>')
    )
    line = module.read_text().split("\n").index('<renumber target="sec_2" number="Section 1"/></change></module>') + 1
    assert f"example.xml:{line}: change x-1, sec_2: the number 1 is also" in run("build", "--project", str(folder), expect=4).stderr


def test_names_that_no_module_or_two_have_are_errors(tmp_path: Path) -> None:
    folder = tmp_path / "law"
    run("new", str(folder))
    config, module = folder / "modellaw.toml", folder / "amendments/example.xml"
    before = config.read_text()
    config.write_text(f'{before}\n[[resolve]]\nchanges = ["ex-1", "ex-9"]\nkeep = "ex-1"\nreason = "agreed"\n')
    assert "a [[resolve]] names the change “ex-9”, which no module has" in run("build", "--project", str(folder), expect=2).stderr
    (folder / "amendments/copy.xml").write_text(module.read_text())
    config.write_text(before.replace('["amendments/example.xml"]', '["amendments/example.xml", "amendments/copy.xml"]'))
    done = run("build", "--project", str(folder), expect=2)
    assert "copy.xml: the module id “example” is also that of" in done.stderr and not (folder / "build").exists()
    config.write_bytes(b"\xef\xbb\xbf" + before.replace("\n", "\r\n").encode())
    run("build", "--project", str(folder))


@pytest.mark.parametrize("command", [("import", "x.txt", "-o", "y.xml"), ("draft", "x.txt", "--module", "m"), ("capture", "x.docx")])
def test_what_is_no_date_is_an_error_before_anything_is_read(command: tuple[str, ...]) -> None:
    assert "“31.12.2027” is not a date (write it as 2027-01-01)" in run(*command, "--date", "31.12.2027", expect=2).stderr


def test_a_full_disk_behind_what_is_printed_is_an_error(published: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with open("/dev/full", "wb") as full:
        of = ("--project", str(published))
        for command in (["show", *of], ["check", "--format", "json", *of], ["show", "section 1", *of], ["--help"], ["--version"]):
            asked = [sys.executable, "-m", "modellaw", *command]
            done = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, text=True)
            assert (done.returncode, done.stderr) == (6, "error: what is printed: cannot write: no space left on device\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_does_its_work_where_nobody_listens(closed: str, tmp_path: Path) -> None:
    run("new", str(tmp_path / "law"))
    done = subprocess.run(["sh", "-c", f'"$0" -m modellaw build {closed}', sys.executable], cwd=tmp_path / "law", capture_output=True)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    run("verify", str(tmp_path / "law/build"))


def test_a_title_is_of_signs_that_can_be_printed(tmp_path: Path) -> None:
    for option in ("--title", "--author"):
        done = run("draft", str(tmp_path / "x.txt"), "--module", "m", option, "a\x07b", expect=2)
        assert f"Invalid value for '{option}'" in done.stderr and "cannot be printed" in done.stderr


@pytest.mark.parametrize("folder", ["source", "amendments", ".", "mine", "file"])
def test_a_folder_of_others_is_never_replaced_by_a_build(folder: str, tmp_path: Path) -> None:
    law = tmp_path / "law"
    run("new", str(law))
    (law / "mine").mkdir()
    (law / "mine/notes.txt").write_text("kept")
    (law / "file").write_text("kept")
    config = law / "modellaw.toml"
    config.write_text(config.read_text().replace("numbering", f'build = "{folder}"\nnumbering', 1))
    before = {path: path.read_bytes() for path in law.rglob("*") if path.is_file()}
    for more in ((), ("--only", "redline.txt"), ("--force",)):
        done = run("build", "--project", str(law), *more, expect=6)
        assert "which would be lost" in done.stderr or "this is a file, not a folder" in done.stderr
    assert {path: path.read_bytes() for path in law.rglob("*") if path.is_file()} == before


def test_a_build_folder_that_is_a_link_stays_one(tmp_path: Path) -> None:
    run("new", str(tmp_path / "law"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "law/build").symlink_to(tmp_path / "elsewhere")
    for _ in range(2):
        run("build", "--project", str(tmp_path / "law"), "--force")
        assert (tmp_path / "law/build").is_symlink() and (tmp_path / "elsewhere/index.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "law"]


def test_errors_can_be_read_by_programs(tmp_path: Path) -> None:
    (tmp_path / "modellaw.toml").write_text("law = 'none.xml'")
    told = json.loads(run("build", "--project", str(tmp_path), "--json", expect=3).stderr)
    assert told["errors"][0]["message"].startswith("cannot read the file") and told["errors"][0]["file"].endswith("none.xml")


def test_show_tells_who_changed_which_words(published: Path) -> None:
    done = run("show", "section 8(8)", "--project", str(published))
    told_words = "follow {+only +}where the requested State [-requires-]{+asks for+} it."
    assert told_words in " ".join(done.stdout.split()) and "ee-04" in done.stdout
    told = json.loads(run("show", "sec_8__subsec_8", "--project", str(published), "--json").stdout)
    assert told["wid"] == "sec_8__subsec_8" and [row["id"] for row in told["changes"]] == ["ee-04"]
    assert "there is no provision “section 888”" in run("show", "section 888", "--project", str(published), expect=3).stderr


def test_a_new_law_may_have_optional_provisions_and_blanks_by_the_prefix_it_declares(tmp_path: Path) -> None:
    run("new", str(tmp_path / "law"))
    path = tmp_path / "law/source/law.xml"
    path.write_text(path.read_text().replace('<section eId="sec_2"', '<section ml:optional="true" eId="sec_2"'))
    run("build", "--project", str(tmp_path / "law"), "--only", "original.txt")
    assert "[optional] Section 2" in (tmp_path / "law/build/full/original.txt").read_text()


def test_a_provision_is_shown_whatever_the_signs_of_its_number(tmp_path: Path) -> None:
    run("new", str(tmp_path / "law"))
    path = tmp_path / "law/source/law.xml"
    path.write_text(
        path.read_text()
        .replace("<num>Section 2</num>", "<num>Artículo 2.º-</num>")
        .replace("<section", "<article")
        .replace("</section", "</article")
    )
    (tmp_path / "law/amendments/example.xml").write_text(
        (tmp_path / "law/amendments/example.xml").read_text().replace("akn:section", "akn:article")
    )
    for asked in ("Artículo 2", "articulo 2º", "artículo 2.º", "section 1(1)", "Section 1"):
        run("show", asked, "--project", str(tmp_path / "law"))
    assert "did you mean “artículo 2.º”?" in run("show", "artículo 3", "--project", str(tmp_path / "law"), expect=3).stderr
    assert "modellaw show lists all" in run("show", "qqqqq", "--project", str(tmp_path / "law"), expect=3).stderr


def test_outside_a_project_it_is_said_how_to_get_into_one(tmp_path: Path) -> None:
    for command in (("build",), ("check",), ("show", "section 1"), ("adopt", "x.toml")):
        done = run(*command, "--project", str(tmp_path), expect=3)
        assert "modellaw.toml: there is no project here (go to the folder of a project, say --project, or start one" in done.stderr
