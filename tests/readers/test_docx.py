"""Reading Word: marks as traces, automatic numbers as shown, tables, notes, fields, comments, and files that are none."""

import io
import zipfile

import pytest

from modellaw.errors import InputError
from modellaw.model.changes import View
from modellaw.model.nodes import Block, Group, Note, Paragraph, Reference, Table, attribute
from modellaw.model.views import view_as
from modellaw.model.walk import inline_text, paragraphs_of
from modellaw.ooxml.counting import counted
from modellaw.readers.docx import WordDocument, read_docx
from modellaw.readers.docx_story import WORD

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:w="{W}" xmlns:r="{REL}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
WHO = 'w:author="Ann Other" w:date="2024-05-01T10:00:00Z"'


def package(body: str, **stories: str) -> bytes:
    """A .docx with a body and other stories, each the inside of its root element."""
    roots = {"comments": "comments", "footnotes": "footnotes", "numbering": "numbering", "styles": "styles"}
    links = "".join(f'<Relationship Id="{name}" Type="{REL}/{name}" Target="{name}.xml"/>' for name in stories)
    parts = {
        "_rels/.rels": _rels(f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="word/document.xml"/>'),
        "word/_rels/document.xml.rels": _rels(links),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": f"<w:{roots[name]} {NAMES}>{inside}</w:{roots[name]}>" for name, inside in stories.items()},
    }
    return zipped(parts)


def _rels(inside: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def p(*runs: str, mark: str = "", props: str = "") -> str:
    """A paragraph; plain words become runs, ``mark`` is the inside of its mark's properties."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{props}{marked}</w:pPr>{inside}</w:p>"


def r(words: str, kind: str = "t") -> str:
    return f'<w:r><w:{kind} xml:space="preserve">{words}</w:{kind}></w:r>'


def ins(words: str = "") -> str:
    return f'<w:ins w:id="1" {WHO}>{r(words)}</w:ins>' if words else f'<w:ins w:id="1" {WHO}/>'


def cut(words: str = "") -> str:
    return f'<w:del w:id="2" {WHO}>{r(words, "delText")}</w:del>' if words else f'<w:del w:id="2" {WHO}/>'


def read(body: str, **stories: str) -> WordDocument:
    return read_docx(package(body, **stories), "file.docx")


def both(body: str) -> tuple[list[str], list[str]]:
    """The lines of the text before and after all changes."""
    document = read(body)
    return lines(document, View.ORIGINAL), lines(document, View.AMENDED)


def lines(document: WordDocument, view: View) -> list[str]:
    law = view_as(document.law, view)
    return ["".join(inline_text(inline) for inline in line.content) for line in paragraphs_of(law.document, notes=False)]


def blocks(document: WordDocument) -> tuple[Block, ...]:
    (doc,) = document.law.document.blocks
    assert isinstance(doc, Group)
    main = doc.blocks[1]
    assert isinstance(main, Group)
    return main.blocks


def test_words_are_taken_back_and_over() -> None:
    assert both(p("Send it ", cut("by mail"), ins("by any means"), ".")) == (["Send it by mail."], ["Send it by any means."])


def test_an_insertion_that_was_cut_again_is_in_neither_text() -> None:
    nested = f'<w:ins w:id="1" {WHO}><w:del w:id="2" w:author="Bob">{r("very ", "delText")}</w:del>{r("long")}</w:ins>'
    document = read(p("A ", nested, " text."))
    assert lines(document, View.ORIGINAL) == ["A  text."]
    assert lines(document, View.AMENDED) == ["A long text."]
    assert {module.author for module in document.law.modules} == {"Ann Other", "Bob"}


@pytest.mark.parametrize(
    ("body", "before", "after"),
    [
        (p("One.") + p(ins("New."), mark=ins()) + p("Two."), ["One.", "Two."], ["One.", "New.", "Two."]),
        (p("One.") + p(cut("Old."), mark=cut()) + p("Two."), ["One.", "Old.", "Two."], ["One.", "Two."]),
        (p("One ", mark=ins()) + p("two."), ["One two."], ["One ", "two."]),
        (p("One ", mark=cut()) + p("two."), ["One ", "two."], ["One two."]),
        (p("One ", mark=ins()) + p(ins("x"), mark=ins()) + p("two."), ["One two."], ["One ", "x", "two."]),
        (p("One.") + p(ins("Last."), mark=ins()), ["One."], ["One.", "Last."]),
        (p("a", mark=cut()) + p(mark=cut()) + p("b"), ["a", "", "b"], ["ab"]),
    ],
)
def test_the_end_of_a_paragraph_comes_and_goes(body: str, before: list[str], after: list[str]) -> None:
    assert both(body) == (before, after)


def test_moved_text_is_gone_at_one_place_and_new_at_the_other() -> None:
    moved = f'<w:moveFrom w:id="1" {WHO}>{r("Move me.")}</w:moveFrom>'
    arrived = f'<w:moveTo w:id="2" {WHO}>{r("Move me.")}</w:moveTo>'
    assert both(p(moved, "A.") + p("B.", arrived)) == (["Move me.A.", "B."], ["A.", "B.Move me."])


def test_rows_and_cells_of_tables_come_and_go_and_span() -> None:
    def row(*cells: str, mark: str = "") -> str:
        return f"<w:tr><w:trPr>{mark}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words) if words else p()}</w:tc>"

    table = (
        row(cell("Head", '<w:gridSpan w:val="2"/>'), cell("side", '<w:vMerge w:val="restart"/>'))
        + row(cell("a"), cell("b"), cell("", "<w:vMerge/>"))
        + row(cell("new"), cell("row"), cell("x"), mark=ins())
    )
    document = read(f"<w:tbl>{table}</w:tbl>" + p("End."))
    found = blocks(document)[0]
    assert isinstance(found, Table)
    assert [len(line.cells) for line in found.rows] == [2, 2, 3]
    assert found.rows[0].cells[0].attributes == (("colspan", "2"),)
    assert found.rows[0].cells[1].attributes == (("rowspan", "2"),)
    assert lines(document, View.ORIGINAL) == ["Head", "side", "a", "b", "End."]
    assert lines(document, View.AMENDED)[-4:] == ["new", "row", "x", "End."]


def test_notes_stand_where_they_are_referred_to() -> None:
    notes = f'<w:footnote w:type="separator" w:id="-1">{p()}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p("Why ", cut("not"), ins("so"), ".")}</w:footnote>'
    document = read(p("Text", '<w:r><w:footnoteReference w:id="2"/></w:r>', "."), footnotes=notes)
    (line,) = blocks(document)
    assert isinstance(line, Paragraph)
    (note,) = (inline for inline in line.content if isinstance(inline, Note))
    law = view_as(document.law, View.AMENDED)
    assert [inline_text(i) for i in list(paragraphs_of(law.document))[1].content] == ["Why so."]
    assert attribute(note.attributes, "placement") == "bottom"


def test_a_simple_field_that_refers_to_a_bookmark_is_a_reference() -> None:
    document = read(p("See ", f'<w:fldSimple w:instr=" REF sec_4 \\h ">{r("section 4")}</w:fldSimple>', "."))
    (line,) = blocks(document)
    assert isinstance(line, Paragraph)
    assert [one.target for one in line.content if isinstance(one, Reference)] == ["#sec_4"]


def test_links_and_reference_fields_are_references() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF sec_4 \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("section 4")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    document = read(p("See ", f'<w:hyperlink w:anchor="sec_3">{r("section 3")}</w:hyperlink>', " and ", field, "."))
    (line,) = blocks(document)
    assert isinstance(line, Paragraph)
    assert [(i.target, inline_text(i)) for i in line.content if isinstance(i, Reference)] == [
        ("#sec_3", "section 3"),
        ("#sec_4", "section 4"),
    ]


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    document = read(body, numbering=numbering, styles=styles)
    return [attribute(line.attributes, f"{{{WORD}}}number") for line in paragraphs_of(document.law.document)]


def listed(number: int, level: int, words: str = "x", mark: str = "") -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(cut(words) if mark else words, props=properties, mark=mark)


def levels(*forms: tuple[str, str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, more) in enumerate(forms)
    )


LAW = levels(("decimal", "Section %1", ""), ("decimal", "(%2)", ""), ("lowerLetter", "(%3)", ""), ("lowerRoman", "(%4)", ""))
OUTLINE = levels(("upperRoman", "%1.", ""), ("decimal", "%1.%2", "<w:isLgl/>"))


def nums(abstract: str, *overrides: str) -> str:
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{more}</w:num>' for n, more in enumerate(("", *overrides), 1))
    return f'<w:abstractNum w:abstractNumId="0">{abstract}</w:abstractNum>{lists}'


def test_automatic_numbers_are_those_that_word_shows() -> None:
    places = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 3), (1, 1), (1, 2), (1, 0), (1, 1)]
    body = "".join(listed(number, level) for number, level in places)
    assert numbers(body, nums(LAW)) == ["Section 1", "(1)", "(a)", "(b)", "(i)", "(2)", "(a)", "Section 2", "(1)"]


def test_legal_numbering_shows_decimals_only() -> None:
    assert numbers(listed(1, 0) + listed(1, 1) + listed(1, 0) + listed(1, 1), nums(OUTLINE)) == ["I.", "1.1", "II.", "2.1"]


def test_a_list_starts_anew_where_it_is_overridden_and_goes_on_where_it_is_not() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = listed(1, 0) + listed(1, 0) + listed(2, 0) + listed(2, 0) + listed(3, 0)
    assert numbers(body, nums(LAW, again, "")) == ["Section 1", "Section 2", "Section 5", "Section 6", "Section 7"]


def test_a_deleted_paragraph_does_not_count() -> None:
    assert numbers(listed(1, 0) + listed(1, 0, mark=cut()) + listed(1, 0), nums(LAW)) == ["Section 1", "", "Section 2"]


def test_what_is_joined_to_a_paragraph_and_what_goes_with_a_row_do_not_count() -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    joined = listed(1, 0) + p("a ", props=item, mark=cut()) + p(cut("b"), props=item, mark=cut()) + p("c", props=item) + listed(1, 0)
    assert numbers(joined, nums(LAW)) == ["Section 1", "Section 2", "", "", "Section 3"]
    row = f"<w:tbl><w:tr><w:trPr>{cut()}</w:trPr><w:tc>{listed(1, 0)}</w:tc></w:tr></w:tbl>"
    assert numbers(listed(1, 0) + row + listed(1, 0), nums(LAW)) == ["Section 1", "", "Section 2"]


def test_a_paragraph_with_a_text_box_runs_on_where_its_mark_goes() -> None:
    box = f"<w:r><w:pict><x><w:txbxContent>{p('Boxed.')}</w:txbxContent></x></w:pict></w:r>"
    before, after = both(p("One", box, mark=ins()) + p(" two."))
    assert before == ["One\ufffc two.", "Boxed."] and after == ["One\ufffc", " two.", "Boxed."]


def test_a_text_box_before_a_footnote_of_its_paragraph_is_not_in_the_footnote() -> None:
    box = f"<w:r><w:pict><x><w:txbxContent>{p('Boxed', ins(' in'), '.')}</w:txbxContent></x></w:pict></w:r>"
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    document = read(p("One", box, mark), footnotes=f'<w:footnote w:id="1">{p("A note.")}</w:footnote>')
    assert lines(document, View.AMENDED) == ["One\ufffc", "Boxed in."]
    (note,) = [inline for line in paragraphs_of(document.law.document) for inline in line.content if isinstance(inline, Note)]
    assert [inline_text(inline) for line in note.blocks for inline in getattr(line, "content", ())] == ["A note."]


def test_words_that_are_in_another_file_or_drawn_are_named() -> None:
    drawn = '<w:r><w:pict><shape><textpath string="DRAFT"/></shape></w:pict></w:r>'
    document = read(f'<w:altChunk r:id="c"/><w:p><w:subDoc r:id="d"/></w:p>{p(drawn)}')
    told = [str(finding) for finding in document.findings if finding.code == "unread-content"]
    assert len(told) == 3 and "letters drawn as a picture was not read (1 times)" in " ".join(told)


def test_a_note_that_refers_to_itself_is_a_finding() -> None:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    document = read(p("One.", mark), footnotes=f'<w:footnote w:id="1">{p("A note.", mark)}</w:footnote>')
    assert any("a note that refers to itself" in str(finding) for finding in document.findings)


def test_a_list_may_count_from_nought() -> None:
    nought = '<w:lvl w:ilvl="0"><w:start w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    assert numbers(listed(1, 0) * 3, nums(nought)) == ["0.", "1.", "2."]


def test_a_level_without_a_number_shows_its_words() -> None:
    bare = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val="Schedule"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1%2."/></w:lvl>'
    )
    assert numbers(listed(1, 0) + listed(1, 1) + listed(1, 1), nums(bare)) == ["Schedule", "1.", "2."]


def test_a_number_may_have_noughts_before_it() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    padded = (
        f'<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent {mc}><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1/"/></w:lvl>'
    )
    assert numbers(listed(1, 0) * 2, nums(padded)) == ["009/", "010/"]


def test_a_style_may_number_its_paragraphs() -> None:
    def style(name: str, more: str, numbering: str) -> str:
        return f'<w:style w:type="paragraph" w:styleId="{name}">{more}<w:pPr><w:numPr>{numbering}</w:numPr></w:pPr></w:style>'

    styles = style("Base", '<w:name w:val="Clause"/>', '<w:numId w:val="1"/>')
    styles += style("Sub", '<w:basedOn w:val="Base"/>', '<w:ilvl w:val="1"/>')
    body = p("a", props='<w:pStyle w:val="Base"/>') + p("b", props='<w:pStyle w:val="Sub"/>') + p("c", props='<w:pStyle w:val="Base"/>')
    assert numbers(body, nums(LAW), styles) == ["Section 1", "(1)", "Section 2"]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
     (4, "upperRoman", "IV"), (27, "lowerLetter", "aa"), (53, "upperLetter", "AAA"), (3, "ordinal", "3rd"), (7, "decimalZero", "07"),
     (12, "chineseCounting", "十二"), (2, "russianLower", "б"), (101, "chineseCountingThousand", "一百零一"),
     (1010, "chineseCounting", "一千零一十"),
     (110, "japaneseCounting", "百十"), (110, "koreanCounting", "백십"), (21, "chineseLegalSimplified", "贰拾壹"),
     (12, "ideographDigital", "一二"),
     (1, "cardinalText", "One"), (121, "cardinalText", "One hundred twenty-one"), (12, "ordinalText", "Twelfth"),
     (90, "ordinalText", "Ninetieth"),
     (15, "hebrew1", "טו"), (419, "hebrew1", "תיט"), (30, "arabicAlpha", "بب"), (3, "arabicAbjad", "ج"), (12, "thaiNumbers", "๑๒"),
     (15, "ganada", "가"),
     (3, "ideographTraditional", "丙"), (11, "ideographTraditional", "11"), (7, "decimalEnclosedParen", "⑺"),
     (12, "decimalFullWidth", "１２"),
     (0, "chineseCounting", "零"), (26, "hex", "1A"), (3, "unheard-of", None)],
)  # fmt: skip
def test_numbers_are_counted_in_every_form(value: int, form: str, shown: str | None) -> None:
    assert counted(value, form) == shown


def test_a_way_of_counting_that_is_not_known_is_told() -> None:
    def told(form: str, language: str) -> tuple[list[str], list[str]]:
        styles = f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        document = read(listed(1, 0) * 2, numbering=nums(levels((form, "%1.", ""))), styles=styles)
        shown = [attribute(line.attributes, f"{{{WORD}}}number") for line in paragraphs_of(document.law.document)]
        return shown, [str(finding) for finding in document.findings if finding.code == "unknown-numbers"]

    assert told("cardinalText", "en-GB") == (["One.", "Two."], [])
    for form, language in (("chicago", "en-GB"), ("cardinalText", "fr-FR")):
        shown, findings = told(form, language)
        assert shown == ["1.", "2."] and len(findings) == 1 and f"of the kind {form} were read as figures (2 times)" in findings[0]


def test_lists_of_one_list_style_are_one_list() -> None:
    abstract = '<w:abstractNum w:abstractNumId="{}">{}</w:abstractNum>'
    linked = abstract.format(0, '<w:styleLink w:val="Legal"/>' + LAW) + abstract.format(1, '<w:numStyleLink w:val="Legal"/>')
    number = '<w:num w:numId="{}"><w:abstractNumId w:val="{}"/></w:num>'
    numbering = linked + number.format(1, 0) + number.format(2, 1)
    assert numbers(listed(1, 0) + listed(2, 0) + listed(2, 1), numbering) == ["Section 1", "Section 2", "(1)"]
    style = '<w:style w:type="numbering" w:styleId="Legal"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    unnamed = numbering.replace('<w:styleLink w:val="Legal"/>', "")
    assert numbers(listed(1, 0) + listed(2, 0), unnamed, style) == ["Section 1", "Section 2"]


def test_comments_have_their_place_and_their_thread() -> None:
    comments = (
        f'<w:comment w:id="0" {WHO}><w:p w14:paraId="A1">{r("Is this so?")}</w:p></w:comment>'
        f'<w:comment w:id="1" w:author="Bob"><w:p w14:paraId="B1">{r("Yes.")}</w:p></w:comment>'
    )
    body = p("First.") + p("The ", '<w:commentRangeStart w:id="0"/>', "court", '<w:commentRangeEnd w:id="0"/>', " decides.")
    first, second = read(body, comments=comments).comments
    assert (first.author, first.lines, first.start, first.end) == ("Ann Other", ("Is this so?",), (1, 4), (1, 9))
    assert (second.author, second.start) == ("Bob", None)


def test_a_comment_without_a_range_stands_at_its_mark() -> None:
    comments = f'<w:comment w:id="0" {WHO}><w:p w14:paraId="A1">{r("Is this so?")}</w:p></w:comment>'
    body = p("First.") + p("The court", '<w:r><w:commentReference w:id="0"/></w:r>', " decides.")
    (comment,) = read(body, comments=comments).comments
    assert (comment.start, comment.end) == ((1, 9), None)


def test_strict_documents_are_read_like_transitional_ones() -> None:
    strict = zipped({name: text.replace(W, STRICT) for name, text in _texts(package(p("Text."))).items()})
    assert lines(read_docx(strict), View.AMENDED) == ["Text."]


def _texts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_what_is_not_known_is_told_and_its_words_are_kept() -> None:
    document = read(f"<w:p><w:novelty>{r('Kept.')}</w:novelty></w:p>")
    assert lines(document, View.AMENDED) == ["Kept."]
    assert [finding.code for finding in document.findings] == ["unknown-content"]


GOOD = package(p("Text."))
HEAD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"plain words", "not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word file (.doc) or a document locked with a password"),
        (GOOD[:200], "not a Word document"),
        (zipped({"a.txt": "x"}), "the package has no main document"),
        (zipped({"_rels/.rels": _rels(f'<Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'),
                 "xl/workbook.xml": "<workbook/>"}), "not a Word document but one of <workbook>"),
        (zipped({**_texts(GOOD), "word/document.xml": "<w:document"}), "not well-formed XML"),
        (zipped({**_texts(GOOD), "word/document.xml": HEAD + _texts(GOOD)["word/document.xml"]}), "document type declaration"),
        (zipped({**_texts(GOOD), "word/document.xml": _texts(GOOD)["word/document.xml"].replace("w:body", "w:bodice")}), "has no body"),
        (zipped({**_texts(GOOD), "word/media/big.bin": "0" * 40_000_000}), "compressed to harm"),
        (package('<w:p><w:r><a:b/><w:t xml:space="x">y</w:t></w:r></w:p>'), "namespace prefix a on b is not defined"),
        (package("<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200), "more than 80 tables that stand in one another"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_word_document_is_named(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_docx(data, "bad.docx")
    assert message in str(error.value) and "bad.docx" in str(error.value)


@pytest.mark.parametrize("target", ["styles.xml", "../../../../etc/passwd", "http://127.0.0.1:9/styles.xml"])
def test_a_part_that_is_missing_or_outside_the_file_is_told_and_never_fetched(target: str) -> None:
    mode = ' TargetMode="External"' if target.startswith("http") else ""
    link = _rels(f'<Relationship Id="s" Type="{REL}/styles" Target="{target}"{mode}/>')
    document = read_docx(zipped({**_texts(GOOD), "word/_rels/document.xml.rels": link}), "law.docx")
    assert [finding.code for finding in document.findings] == ["missing-part"] and "styles" in document.findings[0].message
    assert lines(document, View.AMENDED) == ["Text."]


def test_signs_of_symbol_fonts_are_letters_where_they_are_known_and_named_where_not() -> None:
    def sign(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    document = read(p("At most ", sign("Symbol", "F0A3"), sign("Wingdings", "F0FE"), sign("Arial", "00A7"), sign("Webdings", "F021")))
    assert lines(document, View.AMENDED) == ["At most ≤☑§\ufffc"]
    assert ["a sign of a symbol font" in str(finding) for finding in document.findings] == [True]


def test_hidden_text_is_read_and_said() -> None:
    document = read(p("Shown", "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>"))
    assert lines(document, View.AMENDED) == ["Shown hidden"]
    assert [finding.code for finding in document.findings] == ["hidden-text"]


MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def test_a_formula_has_tracked_changes_and_is_told_where_its_signs_are_not_all() -> None:
    def sign(letter: str) -> str:
        return f"<m:r><m:t>{letter}</m:t></m:r>"

    gone, new = f'<w:del w:id="1" {WHO}>{sign("x")}</w:del>', f'<w:ins w:id="2" {WHO}>{sign("y")}</w:ins>'
    plain = f'<m:oMath xmlns:m="{MATH}">{gone}{new}{sign("=z")}</m:oMath>'
    half = (
        f'<m:oMathPara xmlns:m="{MATH}"><m:oMath><m:f><m:num>{sign("1")}</m:num> <m:den>{sign("2")}</m:den></m:f></m:oMath></m:oMathPara>'
    )
    document = read(p("So ", plain, ".") + half)
    assert lines(document, View.ORIGINAL) == ["So x=z.", "12"] and lines(document, View.AMENDED) == ["So y=z.", "12"]
    assert ["how a formula is built was not read (1 times)" in str(finding) for finding in document.findings] == [True]


def test_a_sign_of_emoji_is_read() -> None:
    font = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
    sign = f'<e:symEx xmlns:e="{font}" e:font="Segoe UI Emoji" e:char="1F60A"/>'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both_ways = f'<w:r><mc:AlternateContent {mc}><mc:Choice Requires="e">{sign}</mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>'
    document = read(p("Well ", both_ways))
    assert lines(document, View.AMENDED) == ["Well 😊"] and not document.findings


def test_words_are_read_below_their_reading() -> None:
    above = f"<w:rubyPr><w:hps w:val='10'/></w:rubyPr><w:rt>{r('かん')}</w:rt><w:rubyBase>{r('漢')}</w:rubyBase>"
    document = read(p(f"<w:r><w:ruby>{above}</w:ruby></w:r>", "字"))
    assert lines(document, View.AMENDED) == ["漢字"]
    assert ["a reading above words was not read" in str(finding) for finding in document.findings] == [True]


def test_what_a_field_shows_and_the_file_does_not_say_is_told() -> None:
    def shown(code: str) -> str:
        return (f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>')  # fmt: skip

    document = read(p("Blank ", shown("MACROBUTTON NoMacro [name]"), shown("LISTNUM \\l 2"), shown('XE "entry"'), shown("PAGEREF x")))
    told = " ".join(str(finding) for finding in document.findings)
    assert len(document.findings) == 2 and "what the field MACROBUTTON shows" in told and "what the field LISTNUM shows" in told


def test_a_comment_says_its_tables_and_breaks_too() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('Cell')}</w:tc></w:tr></w:tbl>"
    inside = f"{table}<w:sdt><w:sdtContent>{p('A', '<w:r><w:tab/><w:br/></w:r>', 'b')}</w:sdtContent></w:sdt>"
    (comment,) = read(p("Text."), comments=f'<w:comment w:id="0" {WHO}>{p("First")}{inside}</w:comment>').comments
    assert comment.lines == ("First", "Cell", "A\t b")


def test_text_that_a_style_hides_is_said() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read(p("hidden", props='<w:pStyle w:val="Hid"/>') + p("shown"), styles=styles)
    assert ["hidden text was read like any other (1 piece)" in str(finding) for finding in document.findings] == [True]


def test_xml_comments_cut_no_words_off() -> None:
    assert lines(read("<!-- a --><w:p><w:r><w:t>one <!-- b -->two<?c d?> three</w:t></w:r></w:p>"), View.AMENDED) == ["one two three"]


def test_a_strict_document_may_be_in_utf_16_and_names_of_parts_in_other_capitals() -> None:
    parts = _texts(package(listed(1, 0, "Text."), numbering=nums(LAW)))
    strict = parts["word/document.xml"].replace(W, STRICT)
    document = read_docx(_with(parts, strict))
    assert lines(document, View.AMENDED) == ["Text."] and not document.findings
    assert [attribute(line.attributes, f"{{{WORD}}}number") for line in paragraphs_of(document.law.document)] == ["Section 1"]


def _with(parts: dict[str, str], document: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            said = ('<?xml version="1.0" encoding="UTF-16"?>' + document).encode("utf-16") if name == "word/document.xml" else text.encode()
            archive.writestr(name.replace("numbering", "Numbering"), said)
    return out.getvalue()


def test_bookmarks_between_rows_belong_to_the_row_and_a_row_may_begin_further_right() -> None:
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words) if words else p()}</w:tc>"

    down = '<w:vMerge w:val="restart"/>'
    first = f"<w:tr>{cell('a')}{cell('b')}{cell('c', down)}</w:tr>"
    second = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("d")}{cell("", "<w:vMerge/>")}</w:tr>'
    second = f'<w:bookmarkStart w:id="0" w:name="here"/>{second}'
    found = blocks(read(f"<w:tbl>{first}{second}</w:tbl>"))[0]
    assert isinstance(found, Table)
    assert [cell.attributes for row in found.rows for cell in row.cells] == [(), (), (("rowspan", "2"),), ()]
    paragraph = found.rows[1].cells[0].blocks[0]
    assert isinstance(paragraph, Paragraph) and attribute(paragraph.attributes, f"{{{WORD}}}bookmarks") == "here"


def test_a_picture_is_told() -> None:
    document = read(p("The flag is ", "<w:r><w:drawing><pic/></w:drawing></w:r>", "."))
    assert lines(document, View.AMENDED) == ["The flag is \ufffc."]
    assert ["1 picture left out" in str(finding) for finding in document.findings] == [True]
