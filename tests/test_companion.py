"""Companion documents: their references take the numbers of the law that they go with."""

from kit import law, module, provision, section

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Insert, Position, Where
from modellaw.build import amended
from modellaw.companion import CompanionBuild
from modellaw.model.nodes import AKN, Law, Reference
from modellaw.model.walk import inline_text, paragraphs_of
from modellaw.project import Companion, Project
from modellaw.readers.akn import read_akn

BASE = law(section("s1", "Section 1", "One.", heading="First"), section("s2", "Section 2", "Two.", heading="Second"))
NEW = provision("section", "m__new", "", "New.", heading="New")
TABLE = "<table><tr><th><p>Issue</p></th><th><p>Provision</p></th></tr><tr><td><p>Delay</p></td><td><p>{0}</p></td></tr></table>"


def companion(inside: str) -> CompanionBuild:
    xml = f'<akomaNtoso xmlns="{AKN}"><doc name="guide"><meta/><mainBody>{inside}</mainBody></doc></akomaNtoso>'
    marked = apply_modules(BASE, (module("m", Insert(Position(Where.AFTER, "s1"), (NEW,))),)).law
    consolidated: Law = amended(marked, BASE)
    return CompanionBuild(Project(".", "law.xml"), Companion("guide", "guide.xml", "A guide"), read_akn(xml.encode()), consolidated,
                          "full/consolidated.html", "reconstruction")  # fmt: skip


def references(built: CompanionBuild) -> list[tuple[str, str]]:
    lines = paragraphs_of(built.law.document)
    return [(inline.target, inline_text(inline)) for line in lines for inline in line.content if isinstance(inline, Reference)]


def test_a_reference_is_written_with_the_new_number_and_leads_to_the_page() -> None:
    built = companion('<p>See <ref href="#m__new"/> and <ref href="#s2">that section</ref>.</p>')
    assert references(built) == [("full/consolidated.html#sec_1A", "section 1A"), ("full/consolidated.html#s2", "that section")]
    assert not built.findings and built.publication().title == "A guide"


def test_a_reference_to_nothing_is_an_error_with_the_name_of_the_file() -> None:
    (finding,) = companion('<p>See <ref href="#nowhere"/>.</p>').findings
    assert finding.code == "dangling-reference" and finding.place.file == "guide.xml" and "“nowhere”" in finding.message


def test_its_tables_with_a_head_become_worksheets() -> None:
    (sheet,) = companion(TABLE.format('<ref href="#m__new"/>')).sheets()
    assert sheet.title == "A guide" and sheet.columns == ("Issue", "Provision") and sheet.rows == ((("Delay",), ("section 1A",)),)
