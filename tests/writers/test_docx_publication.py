"""The Word files as publications: template, guide, contents, bookmarks, comments, moves, scripts, hostile words."""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from conftest import ROOT, run
from kit import holds, law, module, p, paragraph, provision, schedule, section, subsection, table
from lxml import etree
from word_proof.clients import Office, schema_errors

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Insert, InsertRow, Move, OmitText, Position, Repeal, TablePlace, Where, Words
from modellaw.errors import InputError
from modellaw.model.nodes import ML, Block, Law, Paragraph, Run
from modellaw.model.views import accept, reject
from modellaw.model.walk import provisions, rewrite
from modellaw.project import Document, Publication, WordOptions
from modellaw.readers.docx import read_docx
from modellaw.writers.amending import Instrument, printed_instrument
from modellaw.writers.docx import docx_bytes
from modellaw.writers.guide import guide_of
from writers.test_docx import BASE, FIRST, SECOND, checker

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(law: Law, **more: object) -> bytes:
    return docx_bytes(Publication(Document.REDLINE, law, "A Law", "Edition", "Reconstruction", **more))  # type: ignore[arg-type]


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(BytesIO(data)).read(name))


def three(folder: Path, marked: Law, **more: object) -> tuple[Path, Path, Path]:
    guide = guide_of(marked)
    for name, document, one in (("redline", Document.REDLINE, marked), ("original", Document.ORIGINAL, reject(marked)),
                                ("consolidated", Document.CONSOLIDATED, accept(marked))):  # fmt: skip
        (folder / f"{name}.docx").write_bytes(
            docx_bytes(Publication(document, one, "A Law", "Edition", "Reconstruction", guide=guide, **more))  # type: ignore[arg-type]
        )
    return folder / "redline.docx", folder / "original.docx", folder / "consolidated.docx"


def test_every_provision_has_a_bookmark_that_spells_its_wid() -> None:
    marked = holds(BASE, FIRST).law
    names = {mark.get(f"{W}name") for mark in part(made(marked)).iter(f"{W}bookmarkStart")}
    assert {f"_{provision.wid}" for provision in provisions(marked)} <= names


def test_a_wid_that_no_bookmark_can_spell_is_in_the_map() -> None:
    long = law(section("a-very-long-identifier-of-a-provision-with-signs-that-do-not-fit", "Section 1", "Text."))
    data = made(long)
    (row,) = part(data, "customXml/item1.xml")
    assert row.get("wId") == "a-very-long-identifier-of-a-provision-with-signs-that-do-not-fit"
    assert row.get("bookmark") in {mark.get(f"{W}name") for mark in part(data).iter(f"{W}bookmarkStart")}


@pytest.mark.parametrize("one", [FIRST, SECOND])
def test_every_change_has_a_comment_with_its_reason(one: object) -> None:
    marked = holds(BASE, one).law  # type: ignore[arg-type]
    told = ["".join(comment.itertext()) for comment in part(made(marked), "word/comments.xml")]
    for change in marked.changes:
        assert any(words.startswith(change.id) and change.rationale in words for words in told), change.id


def test_comments_can_be_left_out() -> None:
    data = made(holds(BASE, FIRST).law, word=WordOptions(comments=False))
    assert "word/comments.xml" not in zipfile.ZipFile(BytesIO(data)).namelist()


def test_moves_are_deletion_and_insertion_or_moves_as_asked(tmp_path: Path, shared: Path) -> None:
    marked = holds(BASE, module("m", Move("s2", Position(Where.AFTER, "s5"), number="Section 6"))).law
    plain, native = part(made(marked)), part(made(marked, word=WordOptions(native_moves=True)))
    assert not list(plain.iter(f"{W}moveFrom")) and list(plain.iter(f"{W}del"))
    ranges = [list(native.iter(f"{W}{tag}")) for tag in ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")]
    assert [len(found) for found in ranges] == [1, 1, 1, 1] and list(native.iter(f"{W}moveTo")) and list(native.iter(f"{W}moveFrom"))
    assert ranges[0][0].get(f"{W}name") == ranges[2][0].get(f"{W}name")
    files = three(tmp_path, marked, word=WordOptions(native_moves=True))
    said = checker(shared, "validate_ref", files)
    assert "ref reject: OK" in said and "ref accept: OK" in said, said
    assert "0 error(s)" in checker(shared, "validate_lint", files, pair=False)


def test_words_of_one_module_taken_out_by_another_are_nested_each_with_its_author() -> None:
    first = module("a", Insert(Position(Where.AFTER, "s1"), (section("n", "", "New words here.", heading="New"),)))
    second = module("b", OmitText(Words("n", " here")), requires=("a",))
    body = part(made(holds(BASE, first, second).law))
    nested = [(ins.get(f"{W}author"), inner.get(f"{W}author"), "".join(inner.itertext()))
              for ins in body.iter(f"{W}ins") for inner in ins.findall(f"{W}del")]  # fmt: skip
    assert nested == [("Author a", "Author b", " here")]


def test_the_guide_names_modules_changes_and_places_and_is_the_same_in_all_three(tmp_path: Path) -> None:
    marked = holds(BASE, FIRST).law
    texts = []
    for path in three(tmp_path, marked):
        tables = docx.Document(str(path)).tables
        register = next(table for table in tables if table.cell(0, 1).text == "Change")
        texts.append([[cell.text for cell in row.cells] for row in register.rows])
    assert texts[0] == texts[1] == texts[2]
    assert [row[1].split("\n")[0] for row in texts[0][1:]] == [change.id for change in marked.changes]


def test_the_contents_are_filled_in_and_marked_like_the_headings() -> None:
    body = part(made(holds(BASE, FIRST).law))
    (contents,) = body.iter(f"{W}sdtContent")
    lines = ["".join(t.text or "" for t in line.iter(f"{W}t")) for line in contents.iter(f"{W}p")]
    assert any("Section 1" in line and "Requests" in line for line in lines) and any("New" in line for line in lines)
    assert [t.text for ins in contents.iter(f"{W}ins") for t in ins.iter(f"{W}t")]


def looks(body: etree._Element) -> dict[str, tuple[str, bool]]:
    """The words of each paragraph, with its style and whether it keeps with the next one."""
    out = {}
    for line in body.iter(f"{W}p"):
        style, keep = line.find(f"{W}pPr/{W}pStyle"), line.find(f"{W}pPr/{W}keepNext")
        words = "".join(t.text or "" for t in line.iter(f"{W}t"))
        out[words] = (style.get(f"{W}val", "") if style is not None else "", keep is not None)
    return out


def test_what_announces_or_is_signed_stays_with_what_belongs_to_it_and_a_schedule_begins_a_page() -> None:
    form = schedule("f", "The form.", table(("Item", "Entry"), ("Name", "[name]")), "Signed in good faith.", "[signature]")
    heading = Paragraph((Run("Schedule 1: Form"),), "heading")
    base = law(section("s1", "Section 1", subsection("s1a", "(1)", "A request shall:", paragraph("s1b", "(a)", "be made."))),
               replace(form, blocks=(heading, *form.blocks)))  # fmt: skip
    body = part(made(base))
    found = looks(body)
    assert found["(1)A request shall:"][1] and not found["(a)be made."][1]
    assert found["Signed in good faith."][1] and not found["[signature]"][1]
    assert found["Schedule 1: Form"][0] == "Schedule"
    item, entry = (int(column.get(f"{W}w") or 0) for column in body.iter(f"{W}gridCol"))
    assert entry > item / 2


def test_the_brackets_of_an_optional_section_close_in_the_contents_too() -> None:
    optional = section("s1", "Section 1", "It may be left out.", heading="Choice")
    optional = replace(optional, attributes=(*optional.attributes, (f"{{{ML}}}optional", "true")))
    words = list(looks(part(made(law(optional, section("s2", "Section 2", "Two."))))))
    assert "[Section 1Choice]" in words and "[Section 1\u2003Choice" in words and "It may be left out.]" in words


def test_an_instrument_sets_what_it_quotes_apart_from_its_own_reasons() -> None:
    new = section("n", "Section 2", table(("A", "B"), ("c", "d")), provision("hcontainer", "g", "", "Guidance.", name="commentary"))
    one = module("a", Insert(Position(Where.AFTER, "s1"), (new,)))
    base = law(section("s1", "Section 1", "One."))
    marked = holds(base, one).law
    body = part(
        docx_bytes(Publication(Document.INSTRUMENT, printed_instrument(Instrument(base, (one,), marked, "A", accept(marked))), "A"))
    )
    found = looks(body)
    assert found["Guidance."][0] == "QuotedCommentary" and found["Reason 1."][0] == "Commentary" and "Explanation" in found
    assert [int(indent.get(f"{W}w") or 0) for indent in body.iter(f"{W}tblInd")] == [567]


ARABIC = law(
    section("s1", "المادة 1", subsection("s1a", "(1)", "تُقدَّم المساعدة وفقا لقانون UNODC لسنة 2007."), heading="المساعدة"),
    section("s2", "المادة 2", table(("البند", "القيمة"), ("أ", "ب")), heading="الجدول"),
)
CHINESE = law(section("s1", "第一条", subsection("s1a", "(1)", "主管机关应当“及时”执行请求。"), heading="协助"))


@pytest.mark.parametrize(("base", "language", "new"), [(ARABIC, "ara", "نص جديد."), (CHINESE, "zho", "新的条文。")], ids=["ara", "zho"])
def test_laws_of_other_scripts_are_true_and_run_their_own_way(
    base: Law, language: str, new: str, tmp_path: Path, shared: Path, office: Office
) -> None:
    marked = holds(base, module("a", Insert(Position(Where.AFTER, "s1a"), (subsection("n", "(2)", new),)))).law
    marked = replace(marked, facts=replace(marked.facts, language=language))
    files = three(tmp_path, marked)
    assert "0 error(s)" in checker(shared, "validate_lint", files, pair=False)
    assert office.lines(files[0], "reject") == office.lines(files[1])
    assert office.lines(files[0], "accept") == office.lines(files[2])
    body = part(files[0].read_bytes())
    law_lines = [line for line in body.iter(f"{W}p") if new in "".join(line.itertext())]
    assert law_lines
    if language == "ara":
        assert all(line.find(f"{W}pPr/{W}bidi") is not None for line in law_lines)
        assert all(
            run.find(f"{W}rPr/{W}rtl") is not None for line in law_lines for run in line.iter(f"{W}r") if new in "".join(run.itertext())
        )
        assert list(body.iter(f"{W}bidiVisual"))
    else:
        assert 'w:eastAsia="zh-CN"' in etree.tostring(part(files[0].read_bytes(), "word/styles.xml"), encoding="unicode")


@pytest.mark.parametrize(("language", "slanted"), [("ara", False), ("zho", False), ("heb", False), ("fra", True)])
def test_no_style_is_slanted_in_scripts_that_have_no_italics(language: str, slanted: bool) -> None:
    styles = part(docx_bytes(Publication(Document.ORIGINAL, replace(CHINESE, facts=replace(CHINESE.facts, language=language)), "A law")),
                  "word/styles.xml")  # fmt: skip
    assert bool(list(styles.iter(f"{W}i", f"{W}iCs"))) is slanted


def test_the_cover_of_a_law_that_runs_from_right_to_left_begins_on_the_right() -> None:
    arabic = replace(ARABIC, facts=replace(ARABIC.facts, language="ara"))
    title = next(iter(part(docx_bytes(Publication(Document.ORIGINAL, arabic, "قانون 2007 Act"))).iter(f"{W}p")))
    assert title.find(f"{W}pPr/{W}bidi") is not None
    assert [(run.findtext(f"{W}t"), run.find(f"{W}rPr/{W}rtl") is not None) for run in title.iter(f"{W}r")] == [
        ("قانون 2007 ", True),
        ("Act", False),
    ]


def test_words_that_xml_or_word_cannot_hold_never_make_a_file_that_does_not_open() -> None:
    nasty = law(section("s1", "Section 1", "a\u0085b \ufdd0c\u202ed\u2028e " + "long" * 300_000, heading="]]> & <w:p>"))
    opened = docx.Document(BytesIO(made(nasty)))
    words = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    assert "]]> & <w:p>" in words and "longlong" in words


def test_signs_that_no_xml_has_are_left_out_wherever_they_stand(tmp_path: Path, shared: Path, office: Office) -> None:
    bad = "\x00a\x0b\x1fb\ud800c\udfff\ufffe\uffff"

    def spoilt(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        content = (replace(inline, text=inline.text.replace("bad", bad)) if isinstance(inline, Run) else inline for inline in block.content)
        return replace(block, content=tuple(content))

    one = module("a", Insert(Position(Where.AFTER, "s1"), (section("a__1", "Section bad", "New bad."),)))
    change = replace(one.amendments[0].change, rationale=f"Reason {bad}.", title=bad)
    one = replace(one, amendments=(replace(one.amendments[0], change=change),), module=replace(one.module, author=f"A {bad}", title=bad))
    base = law(section("s1", "Section 1", "Words bad.^Note bad.^", heading="bad"), section("s2", "Section 2", "Two."))
    marked = apply_modules(base, [one]).law
    marked = replace(marked, document=rewrite(marked.document, spoilt))  # type: ignore[arg-type]
    path = tmp_path / "bad.docx"
    path.write_bytes(docx_bytes(Publication(Document.REDLINE, marked, f"Title {bad}", bad, bad, guide=guide_of(marked))))
    for name in zipfile.ZipFile(path).namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(zipfile.ZipFile(path).read(name))
    assert not schema_errors(shared, path) and "New abc." in office.lines(path, "accept")[-3]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("word/styles.xml", lambda text: text.replace('w:val="Section heading"', 'w:val="Section heding"'), "no style “Section heading”"),
        ("word/document.xml", lambda text: text.replace("{{law}}", "law"), "no paragraph says {{law}}"),
        ("word/document.xml", lambda text: text.replace("</w:body>", ""), "not well-formed"),
        (
            "word/styles.xml",
            lambda text: text.replace("<w:styles", "<!DOCTYPE x [<!ENTITY e 'x'>]><w:styles", 1),
            "document type declaration",
        ),
    ],
)
def test_a_broken_template_is_named_with_part_and_style(name: str, change: Callable[[str], str], said: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates/docx", tmp_path / "docx")
    path = tmp_path / "docx" / name
    before = path.read_text()
    path.write_text(change(before))
    assert path.read_text() != before
    with pytest.raises(InputError) as raised:
        made(BASE, templates=(str(tmp_path),))
    assert said in str(raised.value) and name in str(raised.value)


def test_a_row_that_comes_leaves_nothing_behind_in_libreoffice(tmp_path: Path, office: Office) -> None:
    rows = module("a", InsertRow(TablePlace("s3"), 1, ((p("x"),), (p("y"),))), Repeal("s4"))
    files = three(tmp_path, holds(BASE, rows).law)
    assert office.lines(files[0], "reject") == office.lines(files[1])
    assert office.lines(files[0], "accept") == office.lines(files[2])


def test_the_command_line_chooses_moves_and_comments(published: Path, tmp_path: Path) -> None:
    project = shutil.copytree(published, tmp_path / "project", ignore=shutil.ignore_patterns("build"))
    run("build", "--project", str(project), "--edition", "housekeeping", "--only", "redline.docx", "--native-moves", "--no-comments")
    data = (project / "build/housekeeping/redline.docx").read_bytes()
    assert list(part(data).iter(f"{W}moveTo")) and "word/comments.xml" not in zipfile.ZipFile(BytesIO(data)).namelist()


def test_python_docx_opens_and_saves_every_file_unchanged_in_content(published: Path) -> None:
    files = sorted((published / "build").rglob("*.docx"))
    assert len(files) > 20
    for path in files:
        saved = BytesIO()
        docx.Document(str(path)).save(saved)
        assert read_docx(saved.getvalue()).law == read_docx(path.read_bytes()).law, path
