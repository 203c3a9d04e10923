"""Reviewers' files as one redline: rejecting gives what they were sent, accepting what they want, collisions side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import run
from edits import Edited
from hypothesis import HealthCheck, given, settings
from kit import law, section, table
from strategies import laws

from modellaw.capturing.merging import Collision, merged
from modellaw.capturing.signing import agreements
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Options
from modellaw.comparing.plain import plain
from modellaw.model.nodes import Block, Law
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
    told = json.loads(run("merge", *files, "-o", str(target), "--project", str(published), "--json", expect=1).stdout)
    assert told["edition"] == "full" and told["reviewers"] == ["Ana", "Ben"]
    (collision,) = told["collisions"]
    assert (collision["provision"], collision["place"]) == ("sec_1__subsec_1", "section 1(1)")
    assert [(one["place"], one.get("deleted", one.get("inserted"))) for one in told["agreements"]] == [
        ("section 1(1)", "may"), ("section 51", "and appeals")]  # fmt: skip
    assert all(one["reviewers"] == ["Ana", "Ben"] for one in told["agreements"])
    assert collision["proposals"] == [{"reviewer": "Ana", "words": "is to"}, {"reviewer": "Ben", "words": "shall"}]
    law = read_docx(target.read_bytes(), "merged.docx").law
    assert {module.author for module in law.modules} == {"Ana", "Ben", "Ana and Ben"}
    before = words(read_docx((published / "build/full/consolidated.docx").read_bytes()).law)
    start = before.index("Part 1\u2003General provisions")
    assert before[start:] in words(reject(law))  # what is before it are cover, guide and contents
    after = words(accept(law))
    assert "This Law is to shall be cited" in after and "(2A)\tThe date is published." in after
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


def test_a_file_given_twice_is_refused(published: Path, tmp_path: Path) -> None:
    first = edited(published, "Ana", tmp_path / "Ana.docx")
    (tmp_path / "Copy.docx").write_bytes(first.read_bytes())
    files = (str(first), str(tmp_path / "Copy.docx"))
    done = run("merge", *files, "-o", str(tmp_path / "m.docx"), "--project", str(published), expect=3)
    assert "this is the same file as" in done.stderr and not (tmp_path / "m.docx").exists()


def several(published: Path) -> Edited:
    """One file in which two people wrote, neither in what the other had written."""
    first = Edited((published / "build/full/consolidated.docx").read_bytes(), "Ana")
    first.replace("may be cited as", "is to be cited as")
    second = Edited(first.bytes(), "Ben")
    second.delete("Where the date is fixed by order")
    return second


def signers(law: Law) -> dict[str, set[str]]:
    """Whose marks stand in which provision."""
    authors = {module.id: module.author for module in law.modules}
    of = {change.id: authors[change.module] for change in law.changes}
    out: dict[str, set[str]] = {}
    for line in paragraphs_of(law.document):
        traces = [line.trace, *(inline.trace for inline in line.content)]
        names = {of[name] for trace in traces for name in (trace.inserted, trace.deleted) if name}
        if names:
            out.setdefault(text_of(line)[:30], set()).update(names)
    return out


def test_authors_of_one_file_sign_each_their_own_edits(published: Path, tmp_path: Path) -> None:
    file = several(published).save(tmp_path / "both.docx")
    done = run("merge", str(file), "-o", str(tmp_path / "m.docx"), "--project", str(published))
    assert "0 collisions" in done.stdout
    found = signers(read_docx((tmp_path / "m.docx").read_bytes()).law)
    assert sorted(map(sorted, found.values())) == [["Ana"], ["Ben"]]


def test_who_edits_what_the_other_wrote_signs_with_him(published: Path, tmp_path: Path) -> None:
    first = Edited((published / "build/full/consolidated.docx").read_bytes(), "Ana")
    first.insert_after("This Law commences on", "(2A)\tThe date is published in the official Gazette.")
    second = Edited(first.bytes(), "Ben")
    second.replace("in the official Gazette", "on a website")
    file = second.save(tmp_path / "both.docx")
    done = run("merge", str(file), "-o", str(tmp_path / "m.docx"), "--project", str(published))
    assert "Ana and Ben edited what the other had written" in done.stderr
    after = words(accept(read_docx((tmp_path / "m.docx").read_bytes()).law))
    assert "The date is published on a website." in after and "Gazette." not in after


def over(base: Law, *laws_: Law) -> tuple[Law, list[Collision]]:
    """Versions of a law over one another, reviewers a, b and so on."""
    law, collisions = merged(
        base, [(name, compare_laws(base, one, Options(moves=False)).marked) for name, one in zip("abc", laws_, strict=False)]
    )
    assert plain(reject(law)) == plain(base)
    return law, collisions


def one(text: str, *more: Block | str) -> Law:
    return law(section("s1", "Section 1", text, *more), section("s2", "Section 2", "The end."))


@pytest.mark.parametrize(
    ("first", "second", "proposals"),
    [
        ("This Law is known as the Act.", "This Law may be quoted as the Act.", 1),
        ("This Law is cited as the Act.", "This Law may be quoted as the Act.", 0),
        ("This Law may be cited.", "This Law may be cited as the Code.", 1),
        ("This Law may be cited as the Act.", "This Law may be cited as the Act.", 0),
        ("This Law may always be cited as the Act.", "This Law may be cited as the Code.", 0),
        ("That Law may be cited as the Act.", "This Law may be cited as the Code.", 0),
        ("This Law may be cited as the new Act.", "This Law may be cited as the good Act.", 1),
        ("This Law as the Act.", "This Law may always be cited as the Act.", 1),
    ],
)
def test_words_that_meet_collide_and_others_do_not(first: str, second: str, proposals: int) -> None:
    _, collisions = over(one("This Law may be cited as the Act."), one(first), one(second))
    assert len(collisions) == proposals
    assert all({name for name, _ in collision.proposals} == {"a", "b"} for collision in collisions)


def test_words_of_two_files_at_one_place_are_kept_apart_and_those_of_one_file_are_not() -> None:
    base, versions = one("This Law may be cited."), [one("This Law is to be cited."), one("This Law shall be cited, twice.")]
    marked = [(name, compare_laws(base, law, Options(moves=False)).marked) for name, law in zip("ab", versions, strict=True)]
    assert "This Law is to shall be cited, twice." in words(accept(merged(base, marked, {"a": "a.docx", "b": "b.docx"})[0]))
    assert "This Law is toshall be cited, twice." in words(accept(merged(base, marked)[0]))


def test_what_several_do_alike_is_signed_by_all_of_them() -> None:
    base = law(section("s1", "Section 1", "This Law may be cited.", "More."), section("s2", "Section 2", table(("a", "b"), ("c", "d"))))
    both = law(section("s1", "Section 1", "This Law is cited."), section("s2", "Section 2", table(("a", "b"), ("x", "y"), ("c", "d"))))
    other = law(section("s1", "Section 1", "This Law was cited."), section("s2", "Section 2", table(("a", "b"))))
    merged_law, collisions = over(base, both, both, other)
    assert [(one.wid, one.names, one.words, one.inserted) for one in agreements(merged_law)] == [
        ("s1", ("a", "b", "c"), "may be", False), ("s1", ("a", "b"), "is", True), ("s1", ("a", "b", "c"), "More.", False),
        ("s2", ("a", "b"), "x | y", True)]  # fmt: skip
    assert [one.proposals for one in collisions] == [(("a", "is"), ("b", "is"), ("c", "was"))]


def test_edits_of_one_footnote_are_laid_over_each_other() -> None:
    base = one("A court^The court of first instance, wherever it sits.^ decides.")
    law, collisions = over(base, one("A court^The court of last instance, wherever it sits.^ decides."),
                           one("A court^The court of first instance, wherever it meets.^ may decide."))  # fmt: skip
    assert not collisions
    assert plain(accept(law)) == plain(one("A court^The court of last instance, wherever it meets.^ may decide."))


def grid(*rows: tuple[str, str]) -> Law:
    return law(section("s1", "Section 1", table(("Item", "Fee"), *rows)), section("s2", "Section 2", "The end."))


def test_edits_of_one_table_are_laid_over_each_other() -> None:
    base = grid(("a form", "ten"), ("a copy", "two"))
    law, collisions = over(base, grid(("a form", "eleven"), ("a copy", "two"), ("a seal", "one")),
                           grid(("a long form", "ten"), ("a copy", "two"), ("a seal", "one")))  # fmt: skip
    assert not collisions
    assert plain(accept(law)) == plain(grid(("a long form", "eleven"), ("a copy", "two"), ("a seal", "one")))
    _, collisions = over(base, grid(("a form", "ten"), ("a copy", "two"), ("a seal", "one")),
                         grid(("a form", "ten"), ("a copy", "two"), ("a stamp", "one")))  # fmt: skip
    assert [words for _, words in collisions[0].proposals] == ["a seal | one", "a stamp | one"]
    _, collisions = over(base, grid(("a form", "ten")), grid(("a form", "ten"), ("a copy", "three")))
    assert [words for _, words in collisions[0].proposals] == ["(deleted)", "a copy | three"]


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)
@given(laws(model=True), laws(model=True), laws(model=True))
def test_any_edits_are_merged_so_that_rejecting_gives_the_text_before(base: Law, one: Law, two: Law) -> None:
    versions = [(name, compare_laws(base, law, Options(moves=False)).marked) for name, law in (("a", one), ("b", two))]
    law, _ = merged(base, versions)
    assert plain(reject(law)) == plain(base)
    accept(law)
    alone, collisions = merged(base, versions[:1])
    assert plain(accept(alone)) == plain(one) and not collisions
    twice, collisions = merged(base, [versions[0], ("b", versions[0][1])])
    assert sorted(words(accept(twice)).split()) == sorted(words(one).split()) and not collisions
