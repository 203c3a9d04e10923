"""The Word files that a build makes import back to the law that they were made from."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, run
from kit import law, provision, section

from modellaw.comparing.plain import Plain, plain
from modellaw.importing.imports import import_law
from modellaw.model.nodes import Blank, Block, Carried, Group, Inline, Law, Paragraph, Wrap, attribute
from modellaw.model.walk import inline_text, paragraphs_of, provisions, rewrite, text_of
from modellaw.project import Document, Publication
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers.docx import docx_bytes

EDITIONS = ("full", "electronic-evidence", "special-investigative-techniques", "housekeeping")


@pytest.fixture
def built(published: Path) -> Path:
    """The build of all editions."""
    return published / "build"


def said(law: Law) -> Plain:
    """Structure, words and formatting; not the names of blanks and the like, which no Word file has, nor metadata."""

    def inline(one: Inline) -> Inline:
        wraps = tuple(Wrap(wrap.name) for wrap in one.wraps)
        if isinstance(one, Blank):
            return Blank(inline_text(one), one.content, one.name, (), wraps)
        return replace(one, wraps=wraps)

    def change(block: Block) -> Block:
        if isinstance(block, Group):
            return replace(block, blocks=tuple(b for b in block.blocks if not (isinstance(b, Carried) and "identification" in b.xml)))
        return replace(block, content=tuple(map(inline, block.content)), attributes=()) if isinstance(block, Paragraph) else block

    document = rewrite(law.document, change)
    assert isinstance(document, Group)
    return plain(replace(law, document=document))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", ["original", "consolidated"])
def test_a_word_file_of_a_build_imports_back_to_the_same_law(built: Path, edition: str, name: str) -> None:
    wanted = read_akn((built / edition / f"{name}.xml").read_bytes())
    made = import_law((built / edition / f"{name}.docx").read_bytes(), f"{name}.docx")
    validate_akn(made.data)
    assert said(made.law) == said(wanted)
    assert [p.wid for p in provisions(made.law)] == [p.wid for p in provisions(wanted)]
    assert not made.report.guesses and made.law.facts.uri == wanted.facts.uri


def test_the_base_law_keeps_its_eids_and_its_optional_provisions(built: Path) -> None:
    wanted = read_akn((built / "full/original.xml").read_bytes())
    made = import_law((built / "full/original.docx").read_bytes(), "original.docx").law
    for name in ("eId", "{urn:modellaw:law:1}optional", "{urn:modellaw:law:1}option"):
        assert [attribute(p.attributes, name) for p in provisions(made)] == [attribute(p.attributes, name) for p in provisions(wanted)]


def test_cover_guide_and_contents_are_set_aside_and_reported(built: Path) -> None:
    report = import_law((built / "full/consolidated.docx").read_bytes(), "consolidated.docx").report
    assert {"cover", "guide", "contents", "header or footer"} <= {aside.why for aside in report.asides}


def test_modules_can_be_applied_to_the_law_that_was_imported(built: Path, tmp_path: Path) -> None:
    law, module = tmp_path / "law.xml", ROOT / "amendments/electronic_evidence.xml"
    run("import", str(built / "full/original.docx"), "-o", str(law))
    run("apply", str(law), str(module), "-o", str(tmp_path / "amended.xml"))
    assert read_akn((tmp_path / "amended.xml").read_bytes())


def test_a_word_file_of_a_build_that_libreoffice_saved_is_still_the_same_law(
    built: Path, client: Callable[[str], str], tmp_path: Path
) -> None:
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    kind = "docx:MS Word 2007 XML"
    source = built / "housekeeping/consolidated.docx"
    arguments = [client("soffice"), home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)]
    subprocess.run(arguments, check=True, capture_output=True, timeout=120)
    made = import_law((tmp_path / "consolidated.docx").read_bytes(), "consolidated.docx")
    assert said(made.law) == said(read_akn((built / "housekeeping/consolidated.xml").read_bytes()))


def test_the_redline_of_a_build_imports_as_the_law_with_all_changes(built: Path) -> None:
    made = import_law((built / "housekeeping/redline.docx").read_bytes(), "redline.docx")
    assert said(made.law) == said(read_akn((built / "housekeeping/consolidated.xml").read_bytes()))
    assert "tracked changes by" in str(made.report.findings[0])


def test_what_no_print_shows_is_taken_from_an_earlier_version(built: Path, tmp_path: Path) -> None:
    source = str(ROOT / "source/2007_model_law.xml")
    made = str(tmp_path / "official.xml")
    run("import", str(built / "full/original.docx"), "-o", made, "--like", source)
    validate_akn(Path(made).read_bytes())
    assert "no differences" in run("compare", source, made).stderr
    modules = sorted(map(str, (ROOT / "amendments").glob("*.xml")))
    for corrected in (made, str(built / "full/original.docx")):
        told = json.loads(run("rebase", "--from", source, "--to", corrected, *modules, "--json").stdout)["changes"]
        assert len(told) > 40 and {one["fate"] for one in told} == {"clean"}


PLAIN = """BOXES ACT
PART I—PRELIMINARY
1. Title
This is the Boxes Act.
2. Terms
(1) In this Act—
“box” means a case;
“lid” means a cover.
(2) A box has a lid.
PART II—DUTIES
3. Duty
A box must be closed, unless—
(a) it is empty; or
(b) it is open.
FIRST SCHEDULE
[Section 3]
FORMS
1. A form.
2. Another form.
"""


@pytest.mark.parametrize("heads", [("PART I—PRELIMINARY", "PART II—DUTIES"), ("", "")])
def test_sections_without_a_word_and_schedules_with_a_number_come_back(heads: tuple[str, str]) -> None:
    text = PLAIN.replace("PART I—PRELIMINARY", heads[0]).replace("PART II—DUTIES", heads[1]).replace("\n\n", "\n")
    typed = import_law(text.replace("\n", "\n\n").encode(), "law.txt").law
    printed = docx_bytes(Publication(Document.CONSOLIDATED, typed, "BOXES ACT", date="2020-01-01"))
    back = import_law(printed, "law.docx").law
    assert said(back) == said(typed) and [p.wid for p in provisions(back)] == [p.wid for p in provisions(typed)]


def test_parts_without_a_number_come_back() -> None:
    first, second = (
        provision("part", f"part_{n}", "", section(f"s{n}", f"{n}", "Text.", heading="Title"), heading="General") for n in (1, 2)
    )
    base = law(first, second)
    back = import_law(docx_bytes(Publication(Document.CONSOLIDATED, base, "A law", date="2020-01-01")), "law.docx").law
    assert [(p.level, p.wid) for p in provisions(back)] == [("part", "part_1"), ("section", "s1"), ("part", "part_2"), ("section", "s2")]


def test_what_a_page_says_of_itself_is_no_part_of_the_law(published: Path) -> None:
    path = published / "build/housekeeping/consolidated.html"
    made = import_law(path.read_bytes(), path.name)
    lines = [" ".join(text_of(line).split()) for line in paragraphs_of(made.law.document)]
    assert not [line for line in lines if "changed by" in line or line.startswith(("Skip to", "Find in"))]
    assert "words of the page about itself" in str(made.report)
