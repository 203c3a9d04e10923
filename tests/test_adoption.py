"""From model to bill: what a State chooses is carried out, marked against the model, and what it cannot choose is an error."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, run
from kit import law, p, provision, section, subsection

from modellaw.adoption import adopt, choices_of
from modellaw.errors import AmendmentErrors
from modellaw.model.nodes import ML, Law, Provision
from modellaw.model.views import accept, reject
from modellaw.model.walk import paragraphs_of, provisions, text_of
from modellaw.project import Profile
from modellaw.readers.akn import read_akn
from modellaw.readers.docx import read_docx
from modellaw.readers.profile import read_profile
from modellaw.readers.schema import validate_akn


@pytest.fixture(scope="module", params=["arvenia", "vesmark"])
def bill(request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bill") / "out"
    run("adopt", str(ROOT / f"examples/{request.param}.toml"), "--project", str(published), "-o", str(folder))
    return folder


def test_the_example_bills_are_clean_and_valid_in_every_format(bill: Path) -> None:
    data = (bill / "bill.xml").read_bytes()
    validate_akn(data)
    text = (bill / "bill.txt").read_text()
    assert not re.search(r"\[(?!…)", text), "a blank is left"
    assert not re.search(r"\bOption \d|Guidance for|Treaty basis", text)
    filled = "High Court|criminal court|magistrate|investigating judge|head of the inv|prosecutor|Treasury|Ministry of Finance"
    assert not re.search(rf"\b(?:to|whom|where|unless|is|person,|Authority,|request,)\s+(?:{filled})", text), "an article is missing"
    assert "adapted from a reconstruction" in text and "United Nations Model Law" not in text
    for kind in ("docx", "html"):
        assert (bill / f"bill.{kind}").stat().st_size > 10_000
    assert (bill / "open.csv").read_text().count("\n") == 1


def test_a_renumbered_bill_has_no_number_that_was_squeezed_in(bill: Path) -> None:
    """Arvenia numbers anew, Vesmark keeps the model's numbers."""
    numbers = [text_of(line) for line in paragraphs_of(read_akn((bill / "bill.xml").read_bytes()).document) if line.name == "num"]
    squeezed = [number for number in numbers if re.search(r"(?<!Schedule )\d[A-Z]|\([a-z][a-z]\)", number) and number != "(ii)"]
    assert len(numbers) > 400 and bool(squeezed) is ("Vesmark" in (bill / "bill.txt").read_text()), squeezed


def test_the_redline_is_against_the_model_and_true_to_the_bill(bill: Path) -> None:
    marked = read_akn((bill / "redline-against-the-model.xml").read_bytes())
    assert words(accept(marked)) == words(read_akn((bill / "bill.xml").read_bytes()))
    assert "[nameofState]" in words(reject(marked))
    in_word = read_docx((bill / "redline-against-the-model.docx").read_bytes()).law
    assert "[nameofState]" in words(reject(in_word)) and "[nameofState]" not in words(accept(in_word))


def test_what_was_chosen_is_listed_with_its_places(bill: Path) -> None:
    listed = rows(bill)
    assert {row["Kind"] for row in listed} == {"blank filled", "option chosen", "optional provision"}
    assert all(row["Decision"] and row["Provisions"] for row in listed)
    assert json.loads((bill / "open.json").read_text()) == []


def rows(bill: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((bill / "choices.csv").read_text().removeprefix("\ufeff"))))


def words(one: Law) -> str:
    return re.sub(r"\s+", "", "".join(map(text_of, paragraphs_of(one.document))))


def test_the_examples_leave_nothing_to_mend(bill: Path) -> None:
    """A definition goes with the last section that used its term, and is explained in the redline."""
    assert json.loads((bill / "findings.json").read_text()) == []
    gone = "cross-border observation"
    assert (gone in (bill / "bill.txt").read_text()) is ("Vesmark" in (bill / "bill.txt").read_text())
    explained = "Nothing else in the bill uses this term." in (bill / "redline-against-the-model.html").read_text()
    assert explained is (gone not in (bill / "bill.txt").read_text())


def test_definitions_go_with_the_provisions_that_use_them_and_no_other_does() -> None:
    """Only the definition of “visit” uses “inspector”, only the optional section uses “visit”, and nothing ever used “site”."""

    def definition(wid: str, term: str, rest: str) -> Provision:
        return provision("hcontainer", wid, "", p(f"“*{term}*” means {rest};"), name="definition")

    may_go = section("s2", "2", "A visit needs a warrant.", heading="Visits")
    may_go = replace(may_go, attributes=(*may_go.attributes, (f"{{{ML}}}optional", "true")))
    terms = (definition("d1", "court", "a judge"), definition("d2", "inspector", "an officer"), definition("d3", "site", "land"),
             definition("d4", "visit", "what an inspector does"))  # fmt: skip
    model = law(section("s1", "1", *terms, heading="Definitions"), may_go, section("s3", "3", "The court decides.", heading="Court"))
    made = adopt(model, Profile("p.toml", optional={"s2": False}))
    left = [item.wid for item in provisions(made.bill)]
    assert left == ["s1", "d1", "d3", "s3"]
    assert [item.wid for item in provisions(adopt(model, Profile("p.toml", optional={"s2": True})).bill)][1:5] == ["d1", "d2", "d3", "d4"]


OPTIONAL = law(
    section("s1", "Section 1", subsection("s1a", "(1)", "The [court] of [name] may act."), heading="Courts"),
    section("s2", "Section 2", "Text.", heading="Other"),
)


def test_every_choice_that_is_missing_is_named_with_its_provision() -> None:
    with pytest.raises(AmendmentErrors) as raised:
        adopt(OPTIONAL, Profile("p.toml"))
    said = str(raised.value)
    assert "[court]" in said and "[name]" in said and "section 1(1)" in said and "open = true" in said


def test_what_is_not_decided_stays_open_when_the_profile_says_so() -> None:
    made = adopt(OPTIONAL, Profile("p.toml", blanks={choices_of(OPTIONAL)[0].name: "High Court"}, open=True))
    assert "The High Court of [name]" in " ".join(map(text_of, paragraphs_of(made.bill.document)))
    assert [choice.text for choice in made.open] == ["[name]"]


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ('[blanks]\ncentral-autority = "x"\n', "did you mean “central-authority”?"),
        ('[options]\nlegal-basis = "9"\n', "have no “9”"),
        ("[optional]\nsec_4__subsec_22 = true\n", "no optional “sec_4__subsec_22”"),
        ("tittle = 'x'\n", "the key “tittle” is unknown"),
        ("open = \n", "not a TOML file"),
        ("[optional]\nsec_42 = 'yes'\n", "is not what it should be"),
        ("numbering = 'roman'\n", "letters, bis or renumber"),
        ('[blanks]\nstate = "x\\u0007"\n', "“state” holds the control sign U+0007"),
        ("paper = 'A5'\n", "say A4 or Letter"),
        ("date = '31.12.2027'\n", "date = “31.12.2027” is not a date"),
        ("clean = 'no'\n", "“clean” is neither true nor false"),
    ],
)
def test_an_impossible_profile_is_an_error_and_writes_nothing(profile: str, said: str, published: Path, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(profile)
    done = run("adopt", str(tmp_path / "p.toml"), "--project", str(published), "-o", str(tmp_path / "out"), expect=_code(profile))
    assert said in done.stderr and not (tmp_path / "out").exists()


def _code(profile: str) -> int:
    return 2 if any(bad in profile for bad in ("tittle", "open = \n", "'yes'", "roman", "A5", "31.12", "'no'", "u0007")) else 4


def test_a_bill_takes_nothing_away_and_no_build_takes_a_bill_away(tmp_path: Path) -> None:
    law = tmp_path / "law"
    run("new", str(law))
    (law / "ourland.toml").write_text('title = "Bill"\nopen = true\n')
    adopt_it = ("adopt", str(law / "ourland.toml"), "--project", str(law))
    run("build", "--project", str(law))
    run(*adopt_it)
    (law / "build/adopted/ourland/notes.txt").write_text("mine")
    run("build", "--project", str(law), "--force")
    run("verify", str(law / "build"))
    run(*adopt_it)
    assert (law / "build/adopted/ourland/notes.txt").exists() and (law / "build/adopted/ourland/bill.docx").exists()
    (law / "build/adopted/ourland/bill.docx").write_text("edited in Word")
    assert "bill.docx was not as it was written: what it was is kept as" in run(*adopt_it).stderr
    assert (law / "build/adopted/ourland-kept/bill.docx").read_text() == "edited in Word" and run(*adopt_it).stderr == ""
    before = sorted(law.rglob("*"))
    for folder in (law, law / "source"):
        assert "which would be lost" in run(*adopt_it, "-o", str(folder), expect=6).stderr
    assert sorted(law.rglob("*")) == before


def test_a_new_profile_tells_every_choice_and_builds_once_it_is_filled_in(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    run("adopt", "--new", str(path), "--project", str(published))
    text = path.read_text()
    assert "legal-basis" in text and "# central-authority = " in text and "Guidance for common-law States" in text
    run("adopt", "--new", str(path), "--project", str(published), expect=6)
    assert path.read_text() == text
    path.write_text(re.sub(r"^# ([\w-]+ = )", r"\1", text, flags=re.M).replace('otherwise = "keep"', 'otherwise = "keep"'))
    done = run("adopt", str(path), "--project", str(published), "-o", str(tmp_path / "out"))
    assert "wrote 15 files" in done.stdout and "open:" not in done.stdout


def test_a_profile_is_made_from_questions_and_answers(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "asked.toml"
    answers = "Testland\nTest Bill\n" + "\n" * 400
    command = [sys.executable, "-m", "modellaw", "adopt", "--ask", str(path), "--edition", "model", "--project", str(published)]
    done = subprocess.run(command, input=answers, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Name of the State" in done.stdout and "Which of" in done.stdout and "Keep “" in done.stdout
    profile = read_profile(str(path))
    assert (profile.state, profile.title, profile.edition, profile.open) == ("Testland", "Test Bill", "model", True)
    told = run("adopt", str(path), "--project", str(published), "-o", str(tmp_path / "out")).stdout
    assert "open: blank" in told and (tmp_path / "out/bill.docx").is_file()


def test_a_project_of_its_own_can_be_adopted_without_modules(published: Path, tmp_path: Path) -> None:
    project = shutil.copytree(published, tmp_path / "project", ignore=shutil.ignore_patterns("build"))
    (tmp_path / "p.toml").write_text('edition = "model"\nopen = true\nstate = "Testland"\n')
    done = run("adopt", str(tmp_path / "p.toml"), "--project", str(project), "--json")
    told = json.loads(done.stdout)
    assert told["open"] and (project / "build/adopted/p/bill.docx").is_file()
