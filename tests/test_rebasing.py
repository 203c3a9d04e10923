"""``modellaw rebase`` and ``compare --in-place``: modules follow a corrected base law; every change is clean, adjusted or in conflict."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from conftest import ROOT, run
from kit import law, section, subsection

from modellaw.amend.apply import apply_modules
from modellaw.errors import ProofError
from modellaw.inplace import redline_in_place
from modellaw.model.nodes import Law
from modellaw.readers.akn import read_akn
from modellaw.readers.module import read_module
from modellaw.writers.akn import akn_bytes

FIRST = "A request that is made in writing reaches the central authority without delay"
SECOND = "A court that orders confiscation notifies every person who has an interest in the property"
THIRD = "Evidence that was obtained abroad is not inadmissible only because a formality was omitted"
OLD = law(section("s1", "1", subsection("s1a", "(1)", FIRST), subsection("s1b", "(2)", SECOND)), section("s2", "2", THIRD))
MODULE = """<module xmlns="urn:modellaw:amendment:1" xmlns:akn="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
        id="m" title="M" law="" version="1" date="2024-01-01" author="M">
  <!-- target="s1a" in a comment stays -->
  <change id="m-1"><rationale>Form.</rationale><replace-text target="s1a" find="in writing" with="in electronic form"/></change>
  <change id="m-2"><rationale>New.</rationale>
    <insert
        after="s2"><akn:section wId="m__x"><akn:content><akn:p>See
    <akn:ref href="#s1b"/> &amp; more.</akn:p></akn:content></akn:section></insert>
  </change>
  <change id="m-3"><rationale>Words.</rationale><substitute target="s2"><akn:section wId="m__y"><akn:num>2</akn:num>
    <akn:content><akn:p>Evidence obtained abroad is admissible.</akn:p></akn:content></akn:section></substitute></change>
</module>
"""


def renamed(one: Law) -> Law:
    """The law as another system gives it: the same words under other ids."""
    data = akn_bytes(one)
    for old, new in ((b'"s1a"', b'"art_1__p_1"'), (b'"s1b"', b'"art_1__p_2"'), (b'"s1"', b'"art_1"'), (b'"s2"', b'"art_2"')):
        data = data.replace(old, new)
    return read_akn(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.xml").write_bytes(akn_bytes(OLD))
    (tmp_path / "m.xml").write_text(MODULE)
    return tmp_path


def fates(folder: Path, new: Law, *options: str, expect: int = 0) -> dict[str, str]:
    (folder / "new.xml").write_bytes(akn_bytes(new))
    told = run("rebase", "--from", str(folder / "old.xml"), "--to", str(folder / "new.xml"), str(folder / "m.xml"), "--json", *options,
               expect=expect).stdout  # fmt: skip
    return {one["change"]: one["fate"] for one in json.loads(told)["changes"]}


def test_the_same_law_leaves_every_change_clean(folder: Path) -> None:
    assert fates(folder, OLD) == {"m-1": "clean", "m-2": "clean", "m-3": "clean"}


def test_other_ids_adjust_the_targets_and_nothing_is_written_unasked(folder: Path) -> None:
    assert fates(folder, renamed(OLD)) == {"m-1": "adjusted", "m-2": "adjusted", "m-3": "adjusted"}
    assert (folder / "m.xml").read_text() == MODULE


def test_modules_are_written_anew_when_asked_and_carry_the_changes_out_on_the_corrected_law(folder: Path) -> None:
    new = renamed(OLD)
    fates(folder, new, "--write", "-o", str(folder / "out"))
    text = (folder / "out" / "m.xml").read_text()
    expected = MODULE.replace('replace-text target="s1a"', 'replace-text target="art_1__p_1"').replace('after="s2"', 'after="art_2"')
    expected = expected.replace("#s1b", "#art_1__p_2").replace('substitute target="s2"', 'substitute target="art_2"')
    assert text.replace(' law="/akn/un/act/t"', ' law=""').replace(' law="/akn/xx/act/t@2007-12-31"', ' law=""') == expected
    apply_modules(new, [read_module(text.encode())])


def test_words_that_were_corrected_are_a_conflict_that_names_them(folder: Path) -> None:
    changed = law(section("s1", "1", subsection("s1a", "(1)", FIRST.replace("in writing", "on paper")), subsection("s1b", "(2)", SECOND)),
                  section("s2", "2", THIRD.replace("abroad", "in another State")))  # fmt: skip
    assert fates(folder, changed, expect=5) == {"m-1": "conflict", "m-2": "clean", "m-3": "conflict"}
    told = run("rebase", "--from", str(folder / "old.xml"), "--to", str(folder / "new.xml"), str(folder / "m.xml"), expect=5).stdout
    assert "in writing" in told and "the words of s2 were corrected since" in told and "in another State" in told


def test_a_provision_that_is_gone_is_a_conflict(folder: Path) -> None:
    changed = law(section("s1", "1", subsection("s1b", "(1)", SECOND)), section("s2", "2", THIRD))
    assert fates(folder, changed, expect=5)["m-1"] == "conflict"


def test_modules_that_do_not_fit_the_old_law_are_refused(folder: Path) -> None:
    (folder / "m.xml").write_text(MODULE.replace("in writing", "by telex"))
    done = run("rebase", "--from", str(folder / "old.xml"), "--to", str(folder / "old.xml"), str(folder / "m.xml"), expect=4)
    assert "by telex" in done.stderr


def test_the_modules_of_this_law_are_clean_on_the_law_itself() -> None:
    source = ROOT / "source" / "2007_model_law.xml"
    told = json.loads(run("rebase", "--from", str(source), "--to", str(source), "--project", str(ROOT), "--json").stdout)
    assert told["changes"] and {one["fate"] for one in told["changes"]} == {"clean"} and not told["written"]


def test_in_place_says_how_to_install_its_engine(tmp_path: Path) -> None:
    code = (
        "import sys\nsys.modules['python_redlines'] = None\nfrom modellaw.cli import main\n"
        "sys.argv = ['modellaw', 'compare', '--in-place', *sys.argv[1:]]\nmain()\n"
    )
    for name in ("old", "new"):
        (tmp_path / f"{name}.xml").write_bytes(akn_bytes(OLD))
    files = [str(tmp_path / "old.xml"), str(tmp_path / "new.xml")]
    done = subprocess.run([sys.executable, "-c", code, *files, "-o", str(tmp_path / "r.docx")], capture_output=True, text=True)
    assert done.returncode == 2 and "pip install 'modellaw[in-place]'" in done.stderr
    done = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, text=True)
    assert done.returncode == 2 and "say -o redline.docx" in done.stderr


def test_in_place_is_refused_where_the_engine_loses_words(tmp_path: Path) -> None:
    old, new = (tmp_path / f"{name}.docx" for name in ("old", "new"))
    for path, words in ((old, "Text of old."), (new, "Text of the new.")):
        page = docx.Document()
        page.add_paragraph(words)
        page.save(str(path))
    assert redline_in_place(str(old), str(old), engine=lambda *files: (files[2], None, None)) == old.read_bytes()
    for lost, what in ((new, "rejecting all changes"), (old, "accepting all changes")):
        with pytest.raises(ProofError, match=what) as caught:
            redline_in_place(str(old), str(new), engine=lambda *_, lost=lost: (lost.read_bytes(), None, None))  # type: ignore[misc]
        assert caught.value.hint == "compare without --in-place" and caught.value.place.file == str(old if lost == new else new)


def test_the_corrected_law_may_be_a_word_file(folder: Path) -> None:
    document = docx.Document()
    for line in ("A law of 2007", "Section 1", f"(1) {FIRST}", f"(2) {SECOND}", "Section 2", THIRD):
        document.add_paragraph(line)
    document.save(folder / "official.docx")
    paths = [str(folder / name) for name in ("old.xml", "official.docx", "m.xml")]
    told = run("rebase", "--from", paths[0], "--to", paths[1], paths[2], "--json").stdout
    assert {one["change"]: one["fate"] for one in json.loads(told)["changes"]} == {"m-1": "adjusted", "m-2": "adjusted", "m-3": "adjusted"}
