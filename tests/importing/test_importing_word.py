"""Laws in Word files of others: automatic numbers, headings by style, tables, footnotes, tracked changes, real files."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from modellaw.errors import InputError
from modellaw.importing.imports import Imported, import_law
from modellaw.model.address import heading_text, number_text
from modellaw.model.nodes import Note, attribute
from modellaw.model.walk import paragraphs_of, provisions
from modellaw.readers.schema import validate_akn

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{list_}">' + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (kind, text) in enumerate(levels)
    ) + "</w:abstractNum>"
    for list_, levels in (
        (1, (("decimal", "Article %1."), ("decimal", "%2."), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))),
        (2, (("upperRoman", "PART %1"),)),
        (3, (("bullet", "\uf0b7"),)),
        (4, (("upperRoman", "PART %1"), ("decimal", "%2."))),
    )
) + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'  # fmt: skip
NUMBERING += "".join(f'<w:num w:numId="{list_}"><w:abstractNumId w:val="{list_}"/></w:num>' for list_ in (3, 4))
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>{more}</w:style>'
    for name, more in (("Normal", ""), ("heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'), ("Title", ""))
)
NOTES = (
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> See the treaty.</w:t></w:r></w:p></w:footnote>'
)


def p(words: str, *, level: int = -1, list_: int = 1, style: str = "", more: str = "") -> str:
    """A paragraph; with a level, one that Word numbers. ``*words*`` are bold, ``^`` is the footnote."""
    runs = ""
    for part in re.split(r"(\*[^*]*\*|\^)", words):
        bold = "<w:rPr><w:b/></w:rPr>" if part.startswith("*") else ""
        inside = '<w:footnoteReference w:id="1"/>' if part == "^" else f'<w:t xml:space="preserve">{part.strip("*")}</w:t>'
        runs += f"<w:r>{bold}{inside}</w:r>" if part else ""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>' if level >= 0 else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr>{runs}{more}</w:p>"


ENDS = '<w:endnote w:id="1"><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote>'


def package(*paragraphs: str) -> bytes:
    names = f'xmlns:w="{W}" xmlns:r="{REL}"'
    kinds = ("numbering", "styles", "footnotes", "endnotes")
    links = "".join(f'<Relationship Id="{kind}" Type="{REL}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    main = f'<Relationship Id="r" Type="{REL}/officeDocument" Target="word/document.xml"/>'
    parts = {
        "_rels/.rels": f"<Relationships {space}>{main}</Relationships>",
        "word/_rels/document.xml.rels": f"<Relationships {space}>{links}</Relationships>",
        "word/document.xml": f"<w:document {names}><w:body>{''.join(paragraphs)}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {names}>{NUMBERING}</w:numbering>",
        "word/styles.xml": f"<w:styles {names}>{STYLES}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {names}>{NOTES}</w:footnotes>",
        "word/endnotes.xml": f"<w:endnotes {names}>{ENDS}</w:endnotes>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def imported(*paragraphs: str) -> Imported:
    made = import_law(package(*paragraphs), "law.docx")
    validate_akn(made.data)
    return made


def outline(made: Imported) -> list[str]:
    return [" ".join(filter(None, (attribute(x.attributes, "eId"), number_text(x), heading_text(x)))) for x in provisions(made.law)]


def plain(made: Imported) -> str:
    return re.sub(r"<meta>.*?</meta>|<[^>]*>", "", made.data.decode(), flags=re.DOTALL)


def test_automatic_numbers_are_the_numbers_of_the_law() -> None:
    made = imported(
        p("Box Law", style="Title"),
        p("BOXES", level=0, list_=2),
        p("Scope", level=0),
        p("This Law applies to boxes that are:", level=1),
        p("new;", level=2),
        p("used, if they are:", level=2),
        p("clean; or", level=3),
        p("dry.", level=3),
        p("It does not apply to bags.", level=1),
        p("Rest", level=0),
        p("Article 1(1)(b)(ii) is important.", level=1),
    )
    assert outline(made) == [
        "part_I PART I BOXES",
        "art_1 Article 1. Scope",
        "art_1__para_1 1.",
        "art_1__para_1__subpara_a (a)",
        "art_1__para_1__subpara_b (b)",
        "art_1__para_1__subpara_b__point_i (i)",
        "art_1__para_1__subpara_b__point_ii (ii)",
        "art_1__para_2 2.",
        "art_2 Article 2. Rest",
        "art_2__para_1 1.",
    ]
    assert '<ref href="#art_1__para_1__subpara_b__point_ii">Article 1(1)(b)(ii)</ref>' in made.data.decode()


def test_a_bold_beginning_is_the_heading_of_a_section() -> None:
    made = imported(p("1. *Short title.* This Act is the Box Act."), p("2. *Boxes.* (1) A box is a case."), p("(2) A bag is not."))
    assert outline(made) == ["sec_1 1. Short title.", "sec_2 2. Boxes.", "sec_2__subsec_1 (1)", "sec_2__subsec_2 (2)"]


def test_a_defined_term_in_bold_is_defined_without_quotation_marks() -> None:
    made = imported(
        p("Section 1. Definitions"), p("In this Act:"), p("*box* means a case;"), p("*bag* means a sack."), p("Section 2. Rest"), p("x y.")
    )  # fmt: skip
    assert (
        outline(made)[1:3] == ["sec_1__definition_box", "sec_1__definition_bag"] and '<def refersTo="#term-bag">bag' in made.data.decode()
    )


def test_footnotes_stay_where_they_are() -> None:
    made = imported(p("Article 1. Things"), p("A thing^ is an object."))
    line = next(line for line in paragraphs_of(made.law.document, notes=False) if "object" in str(line))
    assert isinstance(line.content[1], Note) and "See the treaty." in str(line.content[1])


def table(*rows: tuple[str, ...]) -> str:
    made = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{made}</w:tbl>"


def notes(made: Imported) -> list[Note]:
    return [inline for line in paragraphs_of(made.law.document) for inline in line.content if isinstance(inline, Note)]


def test_an_endnote_in_a_table_is_kept() -> None:
    mark = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    made = imported(p("Article 1. Fees"), table((p("Permit", more=mark), p("10"))), p("Rest."))
    assert "At the end." in str(notes(made))


def test_a_footnote_behind_a_number_that_stands_alone_is_kept() -> None:
    made = imported(p("^", level=1), p("*Scope*"), p("This Act applies."), p("*Rest*", level=1), p("x y."))
    assert len(notes(made)) == 1 and outline(made) == ["sec_1 1. Scope", "sec_2 2. Rest"]


def test_a_blank_at_the_end_of_a_link_is_not_taken_from_the_words_before() -> None:
    link = '<w:hyperlink w:anchor="x"><w:r><w:t xml:space="preserve">Article 9 </w:t></w:r></w:hyperlink>'
    assert "as in Article 9" in plain(imported(p("Article 1. Scope"), p("This is as in ", more=link)))


def test_a_table_that_begins_like_a_section_is_a_table() -> None:
    rows = ((p("3. Permit"), p("Ten.")), (p("4. Licence"), p("It costs twenty.")))
    made = imported(
        p("Scope"), p("1. This applies."), p("Fees"), p("2. These are paid:"), p("Table"), table(*rows), p("Rest"), p("3. Done.")
    )
    assert outline(made) == ["sec_1 1. Scope", "sec_2 2. Fees", "sec_3 3. Rest"]
    assert made.data.count(b"<td>") == 4


def test_tables_far_in_tables_are_read_as_the_words_of_their_cell() -> None:
    deep = p("deep")
    for level in range(40):
        deep = table((p(f"level {level}"), deep))
    made = imported(p("Article 1. Fees"), deep, p("Rest."))
    assert made.data.count(b"<table>") == 8 and "level 3" in plain(made)
    assert any("40 tables stand in one another" in finding.message for finding in made.report.findings)


def test_a_footnote_before_the_first_word_is_kept() -> None:
    made = imported(p(" ^The Box Act"), p("Article 1. Scope"), p("This Act applies."))
    assert len([inline for line in paragraphs_of(made.law.document) for inline in line.content if isinstance(inline, Note)]) == 1


def test_a_heading_of_two_lines_in_one_paragraph_is_a_number_and_a_heading() -> None:
    broken = p("", more="<w:r><w:t>CHAPTER I</w:t><w:br/><w:t>General rules</w:t></w:r>")
    assert outline(imported(broken, p("Article 1. Things"), p("A thing.")))[0] == "chp_I CHAPTER I General rules"


def test_tracked_changes_are_read_as_accepted_and_that_is_said() -> None:
    ins = '<w:ins w:id="1" w:author="A" w:date="2024-05-01T10:00:00Z"><w:r><w:t xml:space="preserve"> and more</w:t></w:r></w:ins>'
    gone = '<w:del w:id="2" w:author="A" w:date="2024-05-01T10:00:00Z"><w:r><w:delText> and less</w:delText></w:r></w:del>'
    made = imported(p("Article 1. Things"), p("A thing", more=ins + gone))
    assert "A thing and more" in plain(made) and "less" not in plain(made)
    assert [finding.code for finding in made.report.findings] == ["tracked-changes"]


def test_a_table_of_contents_is_no_law_and_its_words_stay() -> None:
    toc = '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Article 1. Things 3</w:t></w:r></w:p>'
    made = imported(
        p("Box Law", style="Title"), p("Contents"), toc, p("Article 1. Things"), p("A thing."), p("Article 2. Rest"), p("A rest.")
    )
    assert [line for line in outline(made) if "art_" in line] == ["art_1 Article 1. Things", "art_2 Article 2. Rest"]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 500, package(p("x"))[:400]])
def test_a_damaged_word_file_is_a_clear_error(data: bytes) -> None:
    with pytest.raises(InputError):
        import_law(data, "law.docx")


def test_no_word_of_real_documents_is_lost(shared: Path) -> None:
    """Every third file by Word and other programs: each becomes a law with all its words that keeps the schema."""
    paths = sorted((shared / "cases/docx").rglob("*.docx"))[::3]
    for path in paths:
        made = import_law(path.read_bytes(), path.name)
        assert dict(made.report.counts)["words"] >= 0
    assert len(paths) > 80


def test_bullets_of_a_list_are_points() -> None:
    made = imported(
        p("Scope", level=0), p("This Law applies to:", level=1), p("boxes, of", level=2), p("wood;", level=0, list_=3),
        p("tin;", level=0, list_=3), p("bags.", level=2),
    )  # fmt: skip
    assert outline(made)[2:] == [
        "art_1__para_1__subpara_a (a)",
        "art_1__para_1__subpara_a__point_1 •",
        "art_1__para_1__subpara_a__point_2 •",
        "art_1__para_1__subpara_b (b)",
    ]


def test_a_side_note_in_a_text_box_is_the_heading_of_its_section() -> None:
    def box(words: str) -> str:
        return f"<w:r><w:pict><x><w:txbxContent>{p(words)}</w:txbxContent></x></w:pict></w:r>"

    made = imported(
        p("1. (1) This Act is the Box Act.", more=box("Short title.")), p("(2) It applies.", more=box("See the form below for all boxes:")),
        p("2. A box is a case.", more=box("Meaning of box.")),
    )  # fmt: skip
    assert outline(made) == ["sec_1 1. Short title.", "sec_1__subsec_1 (1)", "sec_1__subsec_2 (2)", "sec_2 2. Meaning of box."]
    assert "<img" in made.data.decode()  # what is no side note stays where it was


def test_a_box_of_commentary_is_a_commentary_and_ends_with_the_box() -> None:
    def box(*lines: str) -> str:
        return f"<w:tbl><w:tr><w:tc>{''.join(map(p, lines))}</w:tc></w:tr></w:tbl>"

    made = imported(
        p("Article 1. Scope", style="heading1"), p("1. This Law applies."),
        box("Commentary", "1. It applies.", "2. Always."), p("2. It is good."), box("Option", "A box that is no commentary."),
    )  # fmt: skip
    assert outline(made) == ["art_1 Article 1. Scope", "art_1__para_1 1.", "art_1__commentary_1", "art_1__para_2 2."]
    assert made.data.decode().count("<table") == 1 and "Commentary" not in plain(made)  # every print has the word above it


def outlined(level: int, words: str) -> str:
    return f'<w:p><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'


@pytest.mark.parametrize("title", [p("Box Law", style="Title"), outlined(0, "Box Law")])
def test_headings_of_an_outline_part_a_law_without_numbers(title: str) -> None:
    made = imported(
        title, outlined(0, "General"), outlined(2, "1 Title"), p("This is the Box Law."), outlined(0, "Boxes"), outlined(1, "Big boxes"),
        outlined(2, "2 Meaning"), p("(1) A box is a case."), p("(2) A bag is not."), outlined(1, "Small boxes"),
        outlined(2, "3 Rest"), p("The end."),
    )  # fmt: skip
    assert outline(made) == [
        "part_1 General", "sec_1 1 Title", "part_2 Boxes", "part_2__chp_1 Big boxes", "sec_2 2 Meaning", "sec_2__subsec_1 (1)",
        "sec_2__subsec_2 (2)", "part_2__chp_2 Small boxes", "sec_3 3 Rest",
    ]  # fmt: skip


def test_the_title_is_no_part_though_its_outline_level_is_the_first() -> None:
    made = imported(outlined(0, "Box Law"), outlined(1, "1 Title"), p("This is the Box Law."), outlined(1, "2 Rest"), p("The end."))
    assert outline(made) == ["sec_1 1 Title", "sec_2 2 Rest"]


def test_sections_of_a_list_may_begin_anew_in_each_part() -> None:
    made = imported(
        p("GENERAL", level=0, list_=4), p("Title", level=1, list_=4), p("This is the Box Law."), p("Scope", level=1, list_=4),
        p("(1) It applies to boxes."), p("BOXES", level=0, list_=4), p("Duty", level=1, list_=4), p("(1) A box is closed."),
    )  # fmt: skip
    assert outline(made) == [
        "part_I PART I GENERAL", "part_I__sec_1 1. Title", "part_I__sec_2 2. Scope", "part_I__sec_2__subsec_1 (1)", "part_II PART II BOXES",
        "part_II__sec_1 1. Duty", "part_II__sec_1__subsec_1 (1)",
    ]  # fmt: skip
