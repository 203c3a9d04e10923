"""The Word template is packed, edited and unpacked; what must not be in a template is named, and nothing is written."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, run

Parts = dict[str, bytes]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    run("new", str(tmp_path / "p"))
    return tmp_path / "p"


def packed(project: Path) -> Path:
    path = project / "template.docx"
    run("template", "pack", "--project", str(project), "-o", str(path))
    return path


def changed(path: Path, change: Callable[[Parts], object]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def replaced(part: str, old: str, new: str) -> Callable[[Parts], object]:
    def change(parts: Parts) -> None:
        text = parts[part].decode()
        assert old in text
        parts[part] = text.replace(old, new).encode()

    return change


def test_a_template_that_was_restyled_restyles_every_word_file(project: Path) -> None:
    path = packed(project)
    changed(path, replaced("word/styles.xml", '<w:name w:val="Section heading"/>', '<w:name w:val="Section heading"/><!-- restyled -->'))
    run("template", "unpack", str(path), "--project", str(project))
    run("build", "--project", str(project))
    with zipfile.ZipFile(project / "build/full/redline.docx") as archive:
        assert b"<!-- restyled -->" in archive.read("word/styles.xml")
        assert archive.testzip() is None


def test_a_template_saved_by_libreoffice_still_makes_documents_that_are_true(
    project: Path, client: Callable[[str], str], shared: Path, tmp_path: Path
) -> None:
    import subprocess
    import sys

    path = packed(project)
    subprocess.run([client("soffice"), f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "docx:MS Word 2007 XML",
                    "--outdir", str(tmp_path / "saved"), str(path)], check=True, capture_output=True, timeout=120)  # fmt: skip
    run("template", "unpack", str(tmp_path / "saved/template.docx"), "--project", str(project))
    run("build", "--project", str(project))
    folder = project / "build/full"
    said = subprocess.run([sys.executable, str(shared / "word/check/validate_ref.py"), str(folder / "redline.docx"), "--before",
                           str(folder / "original.docx"), "--after", str(folder / "consolidated.docx")],
                          capture_output=True, text=True).stdout  # fmt: skip
    assert "ref reject: OK" in said and "ref accept: OK" in said, said


OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="x/attachedTemplate" '
    b'Target="http://example.org/t.dotm" TargetMode="External"/></Relationships>'
)
BAD: list[tuple[str, Callable[[Parts], object], str]] = [
    ("style", replaced("word/styles.xml", '"Blank to fill"', '"Blank"'), "no style “Blank to fill”"),
    ("law", replaced("word/document.xml", "{{law}}", "the law"), "no paragraph says {{law}}"),
    ("macros", lambda parts: parts.update({"word/vbaProject.bin": b"x"}), "word/vbaProject.bin"),
    ("docm", replaced("[Content_Types].xml", "wordprocessingml.document.main", "wordprocessingml.document.macroEnabled.main"), "macros"),
    ("dotx", replaced("[Content_Types].xml", "wordprocessingml.document.main", "wordprocessingml.template.main"), ".dotx"),
    ("traversal", lambda parts: parts.update({"word/../../evil.xml": b"x"}), "leads outside the package"),
    ("absolute", lambda parts: parts.update({"/etc/evil": b"x"}), "leads outside the package"),
    ("no document", lambda parts: parts.pop("word/document.xml"), "no part word/document.xml"),
    ("bomb", lambda parts: parts.update({"word/media/a.png": b"\0" * 40_000_000}), "zip bomb"),
    ("outside", lambda parts: parts.update({"word/_rels/settings.xml.rels": OUTSIDE}), "refers to a file outside"),
    ("broken", replaced("word/styles.xml", "</w:styles>", ""), "not well-formed"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), [pytest.param(change, said, id=name) for name, change, said in BAD])
def test_a_bad_template_is_refused_with_part_or_style_and_nothing_is_written(
    change: Callable[[Parts], object], said: str, project: Path
) -> None:
    path = packed(project)
    changed(path, change)
    done = run("template", "unpack", str(path), "--project", str(project), expect=3)
    assert said in done.stderr and not (project / "templates").exists()


@pytest.mark.parametrize(("data", "said"), [(b"plain", "not a Word document"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, ".doc")])
def test_what_is_no_docx_is_refused(data: bytes, said: str, project: Path) -> None:
    (project / "x.docx").write_bytes(data)
    assert said in run("template", "unpack", str(project / "x.docx"), "--project", str(project), expect=3).stderr


def test_the_template_of_this_project_is_that_of_the_package(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copy(ROOT / "modellaw.toml", tmp_path)
    run("template", "pack", "--project", str(tmp_path), "-o", str(tmp_path / "t.docx"))
    with zipfile.ZipFile(io.BytesIO((tmp_path / "t.docx").read_bytes())) as archive:
        assert archive.read("word/styles.xml") == (ROOT / "templates/docx/word/styles.xml").read_bytes()
