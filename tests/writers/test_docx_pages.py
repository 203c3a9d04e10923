"""What a page looks like where the style alone would not do: wide numbers, heads of tables, the contents, covers."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from kit import holds, law, module, option, p, paragraph, provision, schedule, section, subsection, table
from lxml import etree
from pypdf import PdfReader
from word_proof.clients import NOTE, Office, our_lines
from word_proof.gathering import three

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import ChooseOption, Insert, InsertNote, InsertSchedule, Join, Position, Renumber, Repeal, Where, Words
from modellaw.comparing.laws import compare_laws
from modellaw.model.nodes import Block, Cell, Group, Law, Note, Paragraph, Row, Run, Table
from modellaw.model.spans import head_rows, span
from modellaw.model.views import accept
from modellaw.project import Document, Numbering, Publication
from modellaw.writers.amending import Instrument, printed_instrument
from modellaw.writers.docx import docx_bytes
from modellaw.writers.docx_tables import WIDTH
from modellaw.writers.guide import guide_of
from modellaw.writers.sheets import Sheet, sheet_law
from writers.test_docx_publication import W, made, part


def xml(marked: Law, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(BytesIO(made(marked))).read(name).decode()


def styles_of(marked: Law, **more: object) -> str:
    """The styles of a document."""
    return zipfile.ZipFile(BytesIO(made(marked, **more))).read("word/styles.xml").decode()


def paragraph_with(text: str, words: str) -> str:
    return next(found for found in re.findall(r"<w:p>.*?</w:p>", text, re.S) if words in found)


@pytest.mark.parametrize(("number", "out"), [("(1)", False), ("(14)", False), ("(14A)", True), ("[(14A)", True), ("(xxviii)", True)])
def test_a_number_too_wide_for_its_indent_stands_out_and_its_text_stays_in_line(number: str, out: bool) -> None:
    line = paragraph_with(xml(law(section("s1", "Section 1", subsection("a", number, "Words here.")))), "Words here.")
    found = re.search(r'<w:ind w:hanging="(\d+)"/>', line)
    assert (found is not None) == out and "w:left" not in line
    assert found is None or 567 < int(found[1]) < 567 + 300


def test_an_old_number_and_a_new_one_have_room_beside_each_other() -> None:
    base = law(section("s1", "Section 1", *(subsection(f"a{n}", f"({n})", f"Words {n} here.") for n in (12, 13))))
    marked = holds(base, module("m", Renumber("a13", "(14)"))).law
    found = [re.search(r'<w:ind w:hanging="(\d+)"/>', paragraph_with(xml(marked), f"Words {n} here.")) for n in (12, 13)]
    assert found[0] is None and found[1] is not None and int(found[1][1]) > 567


def test_a_number_far_too_wide_keeps_to_the_margin() -> None:
    line = paragraph_with(xml(law(section("s1", "Section 1", subsection("a", "Subsection 14A", "Words here.")))), "Words here.")
    assert "<w:ind" not in line


def test_a_number_that_becomes_wide_stands_out_in_the_redline_too() -> None:
    base = law(section("s1", "Section 1", subsection("a", "(1)", "Words here.")))
    marked = holds(base, module("m", Renumber("a", "(14A)"))).law
    assert '<w:ind w:hanging="' in paragraph_with(xml(marked), "Words here.")


def head_table() -> Table:
    def row(*cells: Cell) -> Row:
        return Row(cells)

    def cell(words: str, header: bool = False, **spans: str) -> Cell:
        return Cell((p(words),), header, tuple(spans.items()))

    return Table((row(cell("Cost", True, rowspan="2"), cell("Borne by", True, colspan="2")), row(cell("here", True), cell("there", True)),
                  row(cell("a"), cell("b"), cell("c")), row(cell("d"), cell("e"), cell("f"))))  # fmt: skip


def test_every_row_of_a_head_is_repeated_on_the_next_page() -> None:
    root = etree.fromstring(xml(law(section("s1", "Section 1", head_table()))).encode())
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in root.iter(f"{W}tr")] == [True, True, False, False]


@pytest.mark.parametrize(("words", "whole"), [("word " * 20, True), ("word " * 400, False)])
def test_only_a_long_row_may_be_cut_by_the_end_of_a_page(words: str, whole: bool) -> None:
    root = etree.fromstring(xml(law(section("s1", "Section 1", table(("A", "B"), ("c", words))))).encode())
    rows = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in root.iter(f"{W}tr")]
    assert rows == [True, whole]


def test_a_row_that_is_long_because_its_column_is_narrow_may_be_cut_too() -> None:
    rows = [("A", "B", "C", "D", "E"), tuple("word " * n for n in (1, 60, 250, 250, 250))]
    root = etree.fromstring(xml(law(section("s1", "Section 1", table(*rows)))).encode())
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in root.iter(f"{W}tr")] == [True, False]


def test_a_head_that_reaches_into_the_rows_below_is_not_repeated() -> None:
    grid = head_table()
    first, second, *rest = grid.rows
    deep = Row((Cell(first.cells[0].blocks, True, (("rowspan", "3"),)), *first.cells[1:]))
    assert head_rows([row.cells for row in (first, second, *rest)]) == 2
    assert head_rows([row.cells for row in (deep, second, *rest)]) == 0
    assert head_rows([row.cells for row in (first, second)]) == 0


def test_the_title_of_a_group_of_rows_is_not_repeated_on_every_page() -> None:
    title = Row((Cell((p("Legal basis"),), True, (("colspan", "2"),)),))
    head, row = table(("No.", "Issue"), ("1", "None")).rows
    assert head_rows([line.cells for line in (head, title, row)]) == 1
    assert head_rows([line.cells for line in (title, head, row)]) == 2


@pytest.mark.parametrize(("said", "meant"), [("", 1), ("2", 2), ("0", 1), ("-3", 1), ("²", 1), ("two", 1), ("9" * 30, 1000)])
def test_a_span_that_makes_no_sense_is_one(said: str, meant: int) -> None:
    assert span(Cell((), False, (("colspan", said),)), "colspan") == meant


def test_a_heading_behind_a_table_keeps_the_room_of_its_style() -> None:
    text = xml(law(section("s1", "Section 1", table(("A", "B"), ("c", "d"))), section("s2", "Section 2", "Words.", heading="Next")))
    body = text[text.index("</w:tbl>") :]
    assert "<w:spacing" not in paragraph_with(body, "Next")
    text = xml(law(section("s1", "Section 1", table(("A", "B"), ("c", "d")), subsection("a", "(1)", "Words behind."))))
    assert '<w:spacing w:before="120"/>' in paragraph_with(text, "Words behind.")


@pytest.mark.parametrize(("number", "least", "most"), [("1.", 567, 567), ("Section 1", 900, 1417), ("Section 147ZA", 1500, 2000)])
def test_the_contents_have_room_for_the_widest_number(number: str, least: int, most: int) -> None:
    styles = xml(law(section("s1", number, "Words.", heading="Costs")), "word/styles.xml")
    own = styles[styles.index('w:styleId="TOC3"') :].partition("</w:style>")[0]
    (tab,) = re.findall(r'w:val="left" w:pos="(\d+)"', own)
    (indent,) = re.findall(r'w:left="(\d+)"[^>]*w:hanging="\1"', own)
    assert tab == indent and least <= int(tab) <= most


def test_a_joined_number_keeps_the_gap_of_the_heading_that_it_was(tmp_path: Path) -> None:
    base = law(section("s1", "Section 1", subsection("a", "(1)", "One.")), section("s2", "Section 2", "Two.", heading="The court"))
    redline, original, _ = three(tmp_path, holds(base, module("m", Join("s1", "s2", run_on=False))).law)
    assert our_lines(redline, "reject") == our_lines(original, "reject")


@pytest.mark.parametrize("gone", [True, False])
def test_text_between_tables_is_the_paragraph_that_parts_them_without_it(gone: bool, tmp_path: Path, office: Office) -> None:
    grid = table(("A", "B"), ("c", "d"))
    one, two, three_ = section("s1", "Section 1", grid), section("s2", "Section 2", "Between."), section("s3", "", grid)
    marked = holds(law(one, two, three_), module("m", Repeal("s2"))).law if gone else holds(
        law(one, three_), module("m", Insert(Position(Where.AFTER, "s1"), (two,)))).law  # fmt: skip
    redline, original, consolidated = three(tmp_path, marked)
    for do, plain in (("reject", original), ("accept", consolidated)):
        assert office.lines(redline, do) == office.lines(plain) and our_lines(redline, do) == our_lines(plain, do)
    line = paragraph_with(xml(marked), "Between.")
    assert "<w:pPrChange " in line and not re.search(r"<w:rPr><w:(ins|del) ", line.partition("</w:pPr>")[0])


def test_a_long_word_of_a_head_is_not_broken() -> None:
    sheet = Sheet("T", "About.", ("Recommendation", "Provisions"), (("(a)", ("section 1", "section 2")),), run_on=frozenset({"Provisions"}))
    root = part(made(sheet_law(sheet)))
    widths = [int(column.get(f"{W}w") or 0) for column in root.iter(f"{W}gridCol")]
    assert widths[0] >= 2000  # 14 bold letters of 10 points, and the edges
    assert [cell.xpath("string()") for cell in root.iter(f"{W}tc")][-1] == "section 1; section 2"


def test_the_name_of_a_module_is_not_broken_in_the_guide(tmp_path: Path) -> None:
    named = module("m", Insert(Position(Where.AFTER, "s1"), (section("n", "Section 2", "Two."),)))
    named = replace(named, module=replace(named.module, title="Counterproductivity"))
    root = part(made(marked := holds(law(section("s1", "Section 1", "One.")), named).law, guide=guide_of(marked)))
    (cell,) = [
        cell for cell in root.iter(f"{W}tc") if cell.xpath("string()") == "Counterproductivity" and cell.find(f".//{W}color") is not None
    ]
    assert int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) >= 19 * 128  # type: ignore[union-attr, arg-type]


def test_definitions_that_come_together_are_named_together() -> None:
    new = tuple(provision("hcontainer", term, "", f"*{term}* means something;", name="definition") for term in ("court", "data", "person"))
    base = law(section("s1", "Section 1", subsection("a", "(1)", "In this Law:")))
    marked = holds(base, module("m", Insert(Position(Where.LAST, "a"), new))).law
    assert marked.changes[0].operations == ("at the end of section 1(1) insert the definitions of “court”, “data” and “person”",)
    marked = holds(base, module("m", Insert(Position(Where.LAST, "a"), new[:1]))).law
    assert marked.changes[0].operations == ("at the end of section 1(1) insert the definition of “court”",)


def test_the_cover_of_a_document_without_a_guide_says_of_what_edition_it_is() -> None:
    text = xml(law(section("s1", "Section 1", "One.")))
    assert "Edition" in paragraph_with(text, "Edition") and text.index("Edition") < text.index("Section 1")


def test_a_footnote_in_a_footnote_stands_in_brackets_since_word_has_none(tmp_path: Path, office: Office) -> None:
    inner = Note((p("inner words"), p("and more")))
    note = Note((Paragraph((Run("outer"), inner, Run(" end."))),))
    base = law(section("s1", "Section 1", "Text before."), section("s2", "Section 2", "Two."))
    marked = apply_modules(base, [module("m", InsertNote(Words("s1", "Text"), note.blocks))], Numbering.LETTERS).law
    redline, original, consolidated = three(tmp_path, marked)
    assert f"{NOTE}outer [inner words and more] end." in [line.replace(f"{NOTE} ", NOTE) for line in office.lines(consolidated)]
    for do, plain in (("reject", original), ("accept", consolidated)):
        assert office.lines(redline, do) == office.lines(plain) and our_lines(redline, do) == our_lines(plain, do)
    root = etree.fromstring(zipfile.ZipFile(redline).read("word/footnotes.xml"))
    assert not list(root.iter(f"{W}footnoteReference"))


def style_of(text: str, words: str) -> str:
    found = re.search('<w:pStyle w:val="([^"]+)"', paragraph_with(text, words))
    assert found is not None
    return found[1]


def test_a_form_in_a_schedule_has_a_heading_and_its_closing_lines_stay_with_its_table() -> None:
    grid = table(("Item", "Entry"), ("1. Court", "[...]"), ("2. Date", "[...]"))
    form = schedule("f1", "Made under this Law.", "Form A: Request", grid, "Result of the assessment.", "Decision: yes.", "Signed here.")
    text = xml(law(section("s1", "Section 1", "One."), form))
    assert style_of(text, "Form A: Request") == "FormHeading" and style_of(text, "Made under this Law.") == "SectionText"
    kept = {words: "<w:keepNext/>" in paragraph_with(text, words) for words in ("1. Court", "2. Date", "Result", "Decision", "Signed")}
    assert kept == {"1. Court": False, "2. Date": True, "Result": True, "Decision": True, "Signed": False}


def test_what_is_to_be_filled_in_has_room_and_is_no_head() -> None:
    form = table(("", ""), ("Name:", ""), ("Kind of use of the water, and how much is to be taken out of it in a year:", ""))
    root = part(made(law(section("s1", "Section 1", replace(form, rows=form.rows[1:])))))
    asked, entry = [int(column.get(f"{W}w") or 0) for column in root.iter(f"{W}gridCol")]
    assert 3 * entry > asked > entry
    assert [one.get(f"{W}firstRow") for one in root.iter(f"{W}tblLook")][-1] == "0"
    listed = part(made(law(section("s1", "Section 1", table(("Name", "Length"), ("Brook", "3 km"))))))
    assert [one.get(f"{W}firstRow") for one in listed.iter(f"{W}tblLook")][-1] == "1"


def test_a_line_that_becomes_the_title_of_a_form_has_its_look_in_the_new_text_only() -> None:
    form = schedule("f1", "Checklist.", "Before the request is made in the name of the authority, check:", "(a) it is there;")
    form_now = schedule(
        "f1", "Checklist.", "Before the request is made in the name of the authority", table(("Item", "Entry"), ("Court", "[...]"))
    )
    marked = compare_laws(law(section("s1", "Section 1", "One."), form), law(section("s1", "Section 1", "One."), form_now)).marked
    line = paragraph_with(xml(marked), "(a) it is there;")  # its mark is that of the title once its words are gone
    assert re.findall('<w:pStyle w:val="([^"]+)"', line) == ["FormHeading", "SectionText"]


def test_a_form_in_quoted_text_has_a_heading_too() -> None:
    form = schedule("a__1", "Schedule 2: Forms.", "Form A: Request", table(("Item", "Entry"), ("Court", "[...]")), "(a) it is there;")
    base, one = law(section("s1", "Section 1", "One."), schedule("f1", "Schedule 1: List", "One.")), module("a", InsertSchedule("f1", form))
    marked = holds(base, one).law
    text = xml(printed_instrument(Instrument(base, (one,), marked, "A", accept(marked))))
    assert style_of(text, "Form A: Request") == "QuotedHeading"
    assert '<w:ind w:left="9' in paragraph_with(text, "(a) it is there;")


@pytest.mark.parametrize(
    ("words", "hangs"),
    [
        ("(a) the facts are set out;", True),
        ("A. Before it is sent:", True),
        ("a treaty is there;", False),
        ("See. It is there;", False),
        ("(2ba) it is there;", True),
    ],
)
def test_items_with_their_numbers_in_their_text_hang_from_them(words: str, hangs: bool) -> None:
    text = xml(law(section("s1", "Section 1", "One."), schedule("f1", "Checklist.", words)))
    found = re.search(r'<w:ind w:left="(\d+)" w:hanging="(\d+)"/>', paragraph_with(text, words))
    assert (found is not None) == hangs and (found is None or found[1] == found[2])


def test_items_in_a_table_hang_from_their_numbers_too() -> None:
    text = xml(law(schedule("f1", "Form.", table(("Item", "Entry"), ("12A. The date of the request", "No. 5 of 2007")))))
    assert re.search(r'<w:ind w:left="(\d+)" w:hanging="\1"/>', paragraph_with(text, "12A. "))
    assert "<w:ind" not in paragraph_with(text, "No. 5")


def test_the_last_row_of_a_table_does_not_stand_alone_on_a_page() -> None:
    many = xml(law(section("s1", "Section 1", table(("A", "B"), *((f"c{n}", f"d{n}") for n in range(1, 5))))))
    assert [f"d{n}" for n in range(1, 5) if "<w:keepNext/>" in paragraph_with(many, f"d{n}")] == ["d3"]


def test_a_table_is_indented_as_the_text_around_it_is_but_not_too_far() -> None:
    def indents(*blocks: Block) -> list[int]:
        tables = re.findall(r"<w:tblPr>.*?</w:tblPr>", xml(law(section("s1", "Section 1", *blocks, heading="Heading"))))
        found = [re.search(r'<w:tblInd w:w="(\d+)"', one) for one in tables]
        return [int(one[1]) if one else 0 for one in found]

    grid = table(("A", "B"), ("c", "d"))
    deep = paragraph("s1b1", "(a)", grid, provision("subparagraph", "s1b1a", "(i)", grid, provision("point", "s1b1b", "(A)", grid)))
    assert indents(grid) == [0] and indents(subsection("s1a", "(1)", "Costs:", grid, "Else.")) == [567]
    assert indents(subsection("s1b", "(1)", deep)) == [1134, 1134, 1134]
    (size,) = re.findall(
        r'<w:tblW w:w="(\d+)" w:type="dxa"/>', xml(law(section("s1", "Section 1", subsection("s1a", "(1)", grid), heading="H")))
    )
    assert int(size) == WIDTH - 567


@pytest.mark.parametrize("style", ["CommentaryLabel", "Commentary"])
def test_words_in_a_box_do_not_touch_its_edge(style: str) -> None:
    own = xml(law(section("s1", "Section 1", "One.")), "word/styles.xml").partition(f'w:styleId="{style}"')[2].partition("</w:style>")[0]
    fill, right = re.search(r'w:fill="(\w+)"', own), re.search(r'<w:right w:val="single" w:sz="\d+" w:space="(\d+)" w:color="(\w+)"/>', own)
    assert fill and right and right[2] == fill[1] and int(right[1]) >= 6


def test_short_lines_of_commentary_do_not_stand_alone() -> None:
    words = ("Treaty basis: article 1.", "Guidance that goes on. " * 9, "Recommendations: (a).", "Basis: article 2.", "More guidance. " * 9)
    guidance = provision("hcontainer", "s1g", "", Group("content", tuple(map(p, words))), name="commentary")
    text = xml(law(section("s1", "Section 1", subsection("s1a", "(1)", "One."), guidance, heading="Heading")))
    kept = ["<w:keepNext/>" in paragraph_with(text, one.strip()) for one in words]
    assert kept == [True, False, True, False, False]


def test_only_an_entry_above_deeper_ones_keeps_with_the_next() -> None:
    forms = [schedule(f"f{n}", f"Form {n}.", heading=f"Form {n}") for n in (1, 2)]
    inner = section("s1", "Section 1", "One.", heading="Heading")
    text = xml(law(provision("part", "p1", "Part 1", inner, heading="First"), *forms))
    entries = [line for line in re.findall(r"<w:p>.*?</w:p>", text, re.S) if 'w:val="TOC1"' in line]
    assert ['<w:keepNext w:val="0"/>' in line for line in entries] == [False, True, True]


def test_the_number_of_the_page_is_seen_when_a_program_fills_in_the_contents(tmp_path: Path, office: Office) -> None:
    forms = [schedule(f"f{n}", f"Form {n} of the court.", heading=f"Form {n}") for n in (1, 2, 3)]
    path = tmp_path / "law.docx"
    path.write_bytes(made(law(section("s1", "Section 1", "One.", heading="Heading"), *forms)))
    pages = [page.extract_text() for page in PdfReader(office.stored(path, "update", ("pdf", "writer_pdf_Export"))).pages]
    told = re.findall(r"Form (\d)\W+(\d+)\n", next(page for page in pages if "Contents" in page))
    assert told == [(str(n), str(at)) for at, page in enumerate(pages, 1) for n in (1, 2, 3) if f"Form {n} of the court." in page]


def test_an_option_in_quoted_text_is_indented_as_the_text_is() -> None:
    quotation = provision("hcontainer", "q", "", option("basis", "1", "o1", subsection("o1a", "(1)", "The court may.")), name="quotation")
    text = xml(law(section("s1", "Section 1", quotation)))
    assert [style_of(text, words) for words in ("Option 1", "The court may.")] == ["QuotedOptionLabel", "QuotedOptionSubsection"]


def test_a_table_in_a_cell_is_no_wider_than_the_cell() -> None:
    inner = table(("A", "B"), ("c", "d"))
    head, row = table(("Item", "Entry"), ("word " * 30, "word " * 30)).rows
    outer = Table((head, replace(row, cells=(replace(row.cells[0], blocks=(inner, p("after"))), row.cells[1]))))
    root = etree.fromstring(xml(law(section("s1", "Section 1", outer))).encode())
    wide, narrow = [sum(int(one.get(f"{W}w", "")) for one in grid.findall(f"{W}tblGrid/{W}gridCol")) for grid in root.iter(f"{W}tbl")]
    assert narrow < wide * 0.8


@pytest.mark.parametrize(("words", "whole"), [("Short. ", True), ("A reason that goes on for a while. " * 40, False)])
def test_only_a_long_entry_of_the_register_may_be_cut_by_the_end_of_a_page(words: str, whole: bool) -> None:
    one = module("a", Repeal("s2"))
    reason = replace(one.amendments[0].change, rationale=words)
    marked = holds(law(section("s1", "Section 1", "One."), section("s2", "Section 2", "Two.")),
                   replace(one, amendments=(replace(one.amendments[0], change=reason),))).law  # fmt: skip
    text = zipfile.ZipFile(BytesIO(made(marked, guide=guide_of(marked)))).read("word/document.xml").decode()
    row = next(found for found in re.findall(r"<w:tr>.*?</w:tr>", text, re.S) if words.strip() in found)
    assert ("<w:cantSplit/>" in row) == whole


def test_a_long_table_gives_room_to_the_column_that_most_rows_need() -> None:
    rows = [("1", "word " * 40, "word " * 40), *((str(number), "–", "word " * 40) for number in range(80))]
    widths = {}
    for count in (40, 80):
        root = part(made(law(section("s1", "Section 1", table(("No.", "Old", "New"), *rows[:count])))))
        widths[count] = [int(column.get(f"{W}w") or 0) for column in root.iter(f"{W}gridCol")]
    assert widths[40][1] == widths[40][2] and widths[80][1] < widths[80][2] * 0.6 and widths[80][1] > widths[40][1] * 0.6


def test_letters_of_tables_are_smaller_where_pages_lie_across() -> None:
    base = law(section("s1", "Section 1", "One."))
    sizes = []
    for across in (False, True):
        styles = part(made(base, landscape=across), "word/styles.xml")
        (style,) = (one for one in styles.iter(f"{W}style") if one.get(f"{W}styleId") == "TableText")
        sizes.append(int(style.find(f"{W}rPr/{W}sz").get(f"{W}val")))  # type: ignore[union-attr, arg-type]
    assert sizes == [20, 17]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("across", [False, True])
def test_tables_are_as_wide_as_the_page_has_room(paper: str, across: bool) -> None:
    marked = holds(law(section("s1", "Section 1", "One."), section("s2", "Section 2", head_table())), module("a", Repeal("s1"))).law
    root = part(made(marked, guide=guide_of(marked), paper=paper, landscape=across))
    size, margins = (next(root.iter(f"{W}{name}")) for name in ("pgSz", "pgMar"))
    room = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))  # type: ignore[arg-type]
    tabs = re.findall(r'w:val="right" w:pos="(\d+)"', styles_of(marked, paper=paper, landscape=across))
    assert len(tabs) >= 3 and {*map(int, tabs)} == {room}
    widths = [sum(int(column.get(f"{W}w")) for column in grid) for grid in root.iter(f"{W}tblGrid")]  # type: ignore[arg-type]
    assert len(widths) == 4 and all(room - 5 <= width <= room + 2 for width in widths)


def test_the_line_breaks_of_the_source_are_one_blank() -> None:
    text = xml(law(section("s1", "Section 1", "the Inter-American\n\t\t   Convention  of 1975\n")))
    assert "the Inter-American Convention  of 1975 <" in text


@pytest.mark.parametrize(("number", "named"), [("Article 1", True), ("§ 1", True), ("第一条", True), ("1", False), ("(1)", False)])
def test_an_article_without_a_heading_has_a_line_of_its_own_and_a_place_in_the_contents(number: str, named: bool) -> None:
    base = law(section("s1", number, subsection("s1a", "(1)", "Words here.")), section("s2", "Section 2", "More.", heading="Heading"))
    lines = {"".join(t.text or "\t" for t in line.iter(f"{W}t", f"{W}tab")): line for line in part(made(base)).iter(f"{W}p")}
    styles = {words: line.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for words, line in lines.items()}
    assert (styles.get(number) == "SectionHeading") == (styles.get(f"{number}\t\t") == "TOC3") == named
    assert styles["(1)\tWords here."] == ("Subsection" if named else "Paragraph") and styles["Section 2\tHeading\t"] == "TOC3"


def test_a_number_that_becomes_that_of_an_article_has_a_place_in_the_contents_of_one_view(tmp_path: Path, office: Office) -> None:
    marked = holds(law(section("s1", "1", "Words here."), section("s2", "§ 2", "More.")), module("m", Renumber("s1", "§ 1A"))).law
    redline, original, consolidated = three(tmp_path, marked)
    rejected, accepted = office.lines(redline, "reject"), office.lines(redline, "accept")
    assert rejected == office.lines(original) and accepted == office.lines(consolidated)
    assert ("1\t\t" in rejected, "§ 1A\t\t" in rejected, "§ 1A\t\t" in accepted) == (False, False, True)


def test_a_section_in_an_option_has_a_place_in_the_contents_once_the_option_is_chosen(tmp_path: Path, office: Office) -> None:
    inner = section("s2", "Section 2", "Two.", heading="Chosen"), section("s3", "Section 3", "Three.")
    base = law(
        section("s1", "Section 1", "One.", option("basis", "1", "o1", *inner), option("basis", "2", "o2", "Other."), heading="First")
    )
    redline, original, consolidated = three(tmp_path, holds(base, module("m", ChooseOption("basis", "1"))).law)
    rejected, accepted = office.lines(redline, "reject"), office.lines(redline, "accept")
    assert rejected == office.lines(original) and accepted == office.lines(consolidated)
    entries = {"Section 2\tChosen\t", "Section 3\t\t"}
    assert not entries & {*rejected} and entries <= {*accepted}


def test_a_number_that_is_a_title_of_its_own_leaves_the_contents_their_room() -> None:
    """As in laws whose schedules are provisions of the body; they are printed as schedules are."""
    annex = provision("hcontainer", "sch", "SCHEDULE 1 OF THE CONSOLIDATED TEXT", "Words.", heading="Data", name="schedule")
    long = section("s2", "Section 2 of the consolidated text as published", "Words.", heading="Scope")
    plain = law(section("s1", "Section 1", "Words.", heading="Object"))
    styles = [xml(law(*plain.document.blocks[0].blocks, *more), "word/styles.xml") for more in ((), (long,), (annex,))]  # type: ignore[attr-defined]
    assert styles[0] == styles[1] == styles[2]
    assert '<w:pStyle w:val="Schedule"/>' in xml(law(annex)) and '<w:pStyle w:val="Schedule"/>' not in xml(law(long))


def test_a_title_of_many_lines_takes_one_line_of_the_header() -> None:
    title = "Act on " + "the protection of data and " * 20
    parts = zipfile.ZipFile(BytesIO(docx_bytes(Publication(Document.CONSOLIDATED, law(section("s1", "Section 1", "Words.")), title))))
    assert title in parts.read("word/document.xml").decode()
    running = re.findall(r">(Act on [^<]*)<", parts.read("word/header1.xml").decode())
    assert len(running) == 1 and len(running[0]) <= 96 and running[0].endswith(" …")
