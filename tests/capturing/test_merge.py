"""Reviewers' files as one redline: rejecting gives what they were sent, accepting what they want, collisions side by side."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import run
from edits import Edited
from hypothesis import HealthCheck, given, settings
from strategies import laws

from modellaw.capturing.merging import merged
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Options
from modellaw.comparing.plain import plain
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.readers.docx import read_docx


def words(law: Law) -> str:
    return "\n".join(filter(None, (text_of(line).strip() for line in paragraphs_of(law.document))))


def edited(published: Path, author: str, path: Path) -> Path:
    made = Edited((published / "build/full/redline.docx").read_bytes(), author)
    made.replace("may be cited as", {"Ana": "is to be cited as", "Ben": "shall be cited as"}[author])
    made.replace("Remedies", "Remedies and appeals", "Section 51")
    if author == "Ana":
        made.insert_after("This Law commences on", "(2A)\tThe date is published.")
    else:
        made.delete("Where the date is fixed by order")
    return made.save(path)


def test_edits_of_two_reviewers_stand_in_one_redline(published: Path, tmp_path: Path) -> None:
    files = [str(edited(published, name, tmp_path / f"{name}.docx")) for name in ("Ana", "Ben")]
    target = tmp_path / "merged.docx"
    told = json.loads(run("merge", *files, "-o", str(target), "--project", str(published), "--json").stdout)
    assert told["edition"] == "full" and told["reviewers"] == ["Ana", "Ben"]
    (collision,) = told["collisions"]
    assert collision["provision"] == "sec_1__subsec_1"
    assert collision["proposals"] == [{"reviewer": "Ana", "words": "is to"}, {"reviewer": "Ben", "words": "shall"}]
    law = read_docx(target.read_bytes(), "merged.docx").law
    assert {module.author for module in law.modules} == {"Ana", "Ben"}
    before = words(read_docx((published / "build/full/consolidated.docx").read_bytes()).law)
    start = before.index("Part 1\u2003General provisions")
    assert before[start:] in words(reject(law))  # what is before it are cover, guide and contents
    after = words(accept(law))
    assert "This Law is toshall be cited" in after.replace("is to shall", "is toshall") and "(2A)\tThe date is published." in after
    assert after.count("Remedies and appeals") >= 1 and "Where the date is fixed by order" not in after


def test_files_of_different_texts_are_not_merged(published: Path, tmp_path: Path) -> None:
    first = edited(published, "Ana", tmp_path / "Ana.docx")
    other = published / "build/electronic-evidence/consolidated.docx"
    done = run("merge", str(first), str(other), "-o", str(tmp_path / "m.docx"), "--project", str(published), expect=3)
    assert "made from the text “electronic-evidence”" in done.stderr and not (tmp_path / "m.docx").exists()


def test_a_reviewers_file_is_never_overwritten(published: Path, tmp_path: Path) -> None:
    first = edited(published, "Ana", tmp_path / "Ana.docx")
    data = first.read_bytes()
    run("merge", str(first), "-o", str(first), "--project", str(published), expect=2)
    assert first.read_bytes() == data


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)
@given(laws(), laws(), laws())
def test_any_edits_are_merged_so_that_rejecting_gives_the_text_before(base: Law, one: Law, two: Law) -> None:
    versions = [(name, compare_laws(base, law, Options(moves=False)).marked) for name, law in (("a", one), ("b", two))]
    law, _ = merged(base, versions)
    assert plain(reject(law)) == plain(base)
    accept(law)
    alone, collisions = merged(base, versions[:1])
    assert plain(accept(alone)) == plain(one) and not collisions
    twice, collisions = merged(base, [versions[0], ("b", versions[0][1])])
    assert sorted(words(accept(twice)).split()) == sorted(words(one).split()) and not collisions
