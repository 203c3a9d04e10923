"""Laws in PDF: columns, broken words, running heads, page numbers, footnotes; scans, encrypted and broken files."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from importing.test_importing_manners import MANNERS
from importing.test_importing_manners import outline as levels

from modellaw.errors import InputError
from modellaw.importing.imports import Imported, import_law
from modellaw.model.address import heading_text, number_text
from modellaw.model.nodes import Law, Note, attribute
from modellaw.model.walk import paragraphs_of, provisions, text_of
from modellaw.project import Document, Publication
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers.pdf import pdf_bytes

pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]  # the library that prints leaves a profile of colours open

STYLE = """
@page { size: A4; margin: 30mm 25mm; @top-center { content: "Box Act, official text" } @bottom-center { content: counter(page) } }
body { font: 11pt "DejaVu Serif", serif; text-align: justify; hyphens: auto }
h1 { text-align: center; font-size: 16pt } h2 { font-size: 13pt } p.a { margin-left: 30pt }
.columns { columns: 2; column-gap: 9mm; font-size: 10pt }
.note { float: footnote; font-size: 8.5pt } .note::footnote-call { font-size: 65%; vertical-align: super; content: counter(footnote) }
"""
LONG = (
    "The administration of every competent municipality shall, notwithstanding considerations of convenience, immediately communicate the "
    "characteristics of the merchandise to the international organization that is responsible for standardization of the containers. "
)


@cache
def printed(body: str) -> bytes:
    """A page of HTML as PDF."""
    from weasyprint import HTML

    page = f'<html lang="en"><head><title>Box Act</title><style>{STYLE}</style></head><body>{body}</body></html>'
    return bytes(HTML(string=page).write_pdf())


def imported(data: bytes) -> Imported:
    made = import_law(data, "law.pdf")
    validate_akn(made.data)
    return made


def outline(law: Law) -> list[str]:
    return [" ".join(filter(None, (attribute(p.attributes, "eId"), number_text(p), heading_text(p)))) for p in provisions(law)]


def plain(made: Imported) -> str:
    return re.sub(r"<meta>.*?</meta>|<[^>]*>", "", made.data.decode(), flags=re.DOTALL)


def sections(number: int, start: int = 1) -> str:
    return "".join(
        f"<h2>Section {n}. Duty {n}</h2><p>(1) {LONG}</p><p>(2) A box is marked where it is:</p><p class=a>(a) made of wood;</p>"
        f"<p class=a>(b) made of tin, or of another metal that the regulations name.</p>"
        for n in range(start, start + number)
    )


LAW = f"<h1>Box Act (2010)</h1>{sections(9)}"


def test_sections_and_levels_are_found_over_several_pages() -> None:
    law = imported(printed(LAW)).law
    assert [line for line in outline(law) if "Section" in line] == [f"sec_{n} Section {n}. Duty {n}" for n in range(1, 10)]
    assert sum("__para_" in line for line in outline(law)) == 18 and sum("__subsec_" in line for line in outline(law)) == 36


def test_running_heads_and_page_numbers_are_set_aside_and_reported() -> None:
    made = imported(printed(LAW))
    why = [(aside.why, aside.words) for aside in made.report.asides]
    assert ("running head", "Box Act, official text") in why and ("page number", "1") in why and "official text" not in plain(made)
    assert {aside.spot.page for aside in made.report.asides} >= {1, 2}


def test_words_broken_at_the_end_of_a_line_are_whole_again() -> None:
    made = imported(printed(f"<h1>Box Act (2010)</h1><div style='width: 62mm'>{sections(6)}</div>"))
    assert sum(aside.why == "hyphen at the end of a line" for aside in made.report.asides) > 6
    assert plain(made).count(" ".join(LONG.split())) == 6


def test_a_compound_that_broke_at_its_own_hyphen_keeps_it() -> None:
    words = "the evidence-gathering order and the well-known law-making body " * 12
    made = imported(printed(f"<h1>Act (2010)</h1><h2>Section 1. Words</h2><p>{words}</p>{sections(1, 2)}"))
    assert "evidencegathering" not in plain(made) and "lawmaking" not in plain(made)


def test_two_columns_are_read_one_behind_the_other() -> None:
    law = imported(printed(f"<h1>Box Act (2010)</h1><div class=columns>{sections(6)}</div>")).law
    assert [line for line in outline(law) if "Section" in line] == [f"sec_{n} Section {n}. Duty {n}" for n in range(1, 7)]
    assert " ".join(LONG.split()) in plain(imported(printed(f"<h1>Box Act (2010)</h1><div class=columns>{sections(6)}</div>")))


@pytest.mark.parametrize("font", ["serif", "Liberation Sans, Arial, sans-serif"])
@pytest.mark.parametrize("name", ["numbers with points", "German paragraphs", "sections of the United States"])
def test_ragged_columns_and_narrow_digits_do_no_harm(name: str, font: str) -> None:
    text, wanted = MANNERS[name]
    filling = " ".join(LONG.split()).rstrip(".").lower()

    def longer(n: int, line: str) -> str:
        runs = len(line) > 22 and line.endswith((".", ",", ";")) and "Section" not in line
        return f"{line[:-1]} {filling[: 60 + 9 * n % 160]}{line[-1]}" if runs else line

    body = "".join(f"<p style='margin: 0; text-align: left'>{longer(n, line)}</p>" for n, line in enumerate(text.splitlines()) if line)
    style = f"columns: 2; column-gap: 6mm; font: 9pt {font}"
    assert levels(imported(printed(f"<div style='{style}'>{body}</div>")).law.document) == wanted.splitlines()


@pytest.mark.parametrize("style", ["font-size: 8pt; column-gap: 5mm; text-align: justify", "column-gap: 6mm; column-fill: auto",
                                   "column-gap: 4mm; font-size: 11pt; text-align: justify", "columns: 3; column-gap: 6mm"])  # fmt: skip
@pytest.mark.parametrize(
    "titled", ["", "<h1>Box Act</h1><p>An Act to provide for boxes, and for their inspection, over the whole width.</p>"]
)
def test_columns_of_short_lines_and_of_unequal_length_are_read_one_behind_the_other(style: str, titled: str) -> None:
    short = "".join(
        f"<p><b>{n}. Further rule {n}</b></p><p>(1) This is the first rule of section {n} and it says that boxes of kind {n} are closed at "
        f"night.</p><p>(2) This is the second rule of section {n}; it is short.</p>" for n in range(1, 50)
    )  # fmt: skip
    made = imported(printed(f"<style>p {{ margin: 2pt 0 }}</style>{titled}<div style='columns: 2; {style}'>{short}</div>"))
    said = "".join(text_of(line) for line in paragraphs_of(made.law.document))
    wanted = re.sub(r"<[^>]*>", "", titled + short)
    assert "".join(said.split()).replace("-", "") == "".join(wanted.split()).replace("-", "")
    assert sum(one.level == "section" for one in provisions(made.law)) == 49


def test_a_sentence_may_break_before_the_name_of_a_part() -> None:
    words = "<p>(1) The court may grant any of the orders and other measures that are described at length in Part 5</p>"
    narrow = "".join(f"<div style='width: {wide}mm'><h2>Section {n}. X</h2>{words}</div>" for n, wide in enumerate(range(60, 120, 3), 1))
    law = imported(printed(f"<h1>Box Act (2010)</h1>{narrow}")).law
    assert not [p for p in provisions(law) if p.level == "part"]


def test_footnotes_at_the_bottom_stand_where_their_mark_was() -> None:
    first, second = (f"<span class=note>{words}</span>" for words in ("Tin includes iron and every alloy of it.", "Or zinc."))
    noted = f"<p>(3) Tin{first} is a metal; so is lead{second}.</p>"
    made = imported(printed(f"<h1>Box Act (2010)</h1>{sections(2)}<h2>Section 3. Tin</h2>{noted}{sections(3, 4)}"))
    line = next(line for line in paragraphs_of(made.law.document, notes=False) if "is a metal" in str(line))
    assert [type(inline).__name__ for inline in line.content] == ["Run", "Note", "Run", "Note", "Run"]
    assert "Tin includes iron and every alloy of it." in str(next(i for i in line.content if isinstance(i, Note)))
    assert any(aside.why == "note mark" for aside in made.report.asides)


def test_the_pdf_of_a_build_has_the_sections_of_its_law(published: Path) -> None:
    """The original text as PDF, made as `modellaw build --pdf` makes it, against its XML."""
    wanted = read_akn((published / "build/housekeeping/original.xml").read_bytes())
    made = imported(pdf_bytes(Publication(Document.ORIGINAL, wanted, "A law")))
    levels = ("part", "chapter", "section", "subsection", "hcontainer")
    for level in levels[:4]:
        assert [number_text(p) for p in provisions(made.law) if p.level == level and "optional" not in number_text(p)] == [
            number_text(p)
            for p in provisions(wanted)
            if p.level == level and not (level == "section" and attribute(p.attributes, "{urn:modellaw:law:1}optional"))
        ]


def test_a_word_file_that_libreoffice_prints_has_the_structure_of_its_law(
    client: Callable[[str], str], published: Path, tmp_path: Path
) -> None:
    """With cover, guide and contents in front, heads of two lines, footnotes at the bottom, and brackets around optional provisions."""
    folder = published / "build/housekeeping"
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    arguments = [client("soffice"), home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(folder / "original.docx")]
    subprocess.run(arguments, check=True, capture_output=True, timeout=120)
    made, wanted = imported((tmp_path / "original.pdf").read_bytes()).law, read_akn((folder / "original.xml").read_bytes())
    for level in ("part", "chapter", "section", "subsection"):
        assert [number_text(p) for p in provisions(made) if p.level == level] == [
            number_text(p) for p in provisions(wanted) if p.level == level
        ]
    for name in ("definition", "option"):
        one, two = (sum(attribute(p.attributes, "name") == name for p in provisions(law)) for law in (made, wanted))
        assert one == two
    notes = [sum(isinstance(inline, Note) for line in paragraphs_of(law.document) for inline in line.content) for law in (made, wanted)]
    assert notes[0] == notes[1] == 5


def test_a_stamp_across_the_page_is_set_aside() -> None:
    stamp = '<div style="position: absolute; top: 80mm; left: 40mm; transform: rotate(-40deg); font-size: 60pt">DRAFT</div>'
    made = imported(printed(stamp + LAW))
    assert ("turned text", "DRAFT") in {(aside.why, aside.words) for aside in made.report.asides} and "DRAFT" not in plain(made)
    assert len([line for line in outline(made.law) if "Section" in line]) == 9


def test_a_scanned_pdf_says_what_to_do() -> None:
    picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    from weasyprint import HTML

    data = HTML(string=f'<img src="{picture}" style="width: 15cm; height: 20cm">').write_pdf()
    with pytest.raises(InputError, match=r"scanned.*\(OCR\)"):
        import_law(data, "scan.pdf")


def test_an_encrypted_pdf_is_a_clear_error() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed(LAW))))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(InputError, match="encrypted"):
        import_law(out.getvalue(), "law.pdf")


def test_letters_without_a_map_are_an_error_that_says_what_to_do() -> None:
    from weasyprint import HTML

    data = HTML(string=f"<html><style>{STYLE}</style><body>{LAW}</body></html>").write_pdf(uncompressed_pdf=True)
    assert b"/ToUnicode" in data
    with pytest.raises(InputError, match=r"letters of the PDF cannot be read.*\(OCR\)"):
        import_law(data.replace(b"/ToUnicode", b"/NoUnicode"), "law.pdf")


@pytest.mark.parametrize("cut", [20, 700, -400])
def test_a_broken_pdf_is_read_or_refused(cut: int) -> None:
    try:
        import_law(printed(LAW)[:cut], "law.pdf")
    except InputError as error:
        assert "PDF" in str(error) or "page" in str(error) or "text" in str(error)


def test_without_the_library_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pypdfium2'] = None\nfrom modellaw.importing.imports import import_law\nimport_law(b'%PDF-1.7', 'x.pdf')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "pip install 'modellaw[import]'" in done.stderr


def test_centred_lines_without_space_between_them_are_lines_of_their_own() -> None:
    heads = (("Model Law on Boxes", "Chapter I. General provisions", "Article 1", "Scope of application"), ("Article 2", "Meaning of box"),
             ("Title two", "Article 3", "Rest"))  # fmt: skip
    text = "<p>This Law is short.</p><p>It applies to:</p><p>(a) boxes.</p>"
    body = "".join("".join(f"<p style='text-align: center'>{line}</p>" for line in lines) + text for lines in heads)
    made = imported(printed(f"<style>p {{ margin: 0; text-align: left }}</style>{body}"))
    assert outline(made.law) == [
        "chp_I Chapter I. General provisions", "art_1 Article 1 Scope of application", "art_1__subpara_a (a)",
        "art_2 Article 2 Meaning of box",
        "art_2__subpara_a (a)", "title_two Title two", "art_3 Article 3 Rest", "art_3__subpara_a (a)",
    ]  # fmt: skip
    words = "".join(text_of(line) for line in paragraphs_of(made.law.document)).replace(" ", "")
    assert words.endswith("".join("".join(lines) + "".join(re.split("<[^>]*>", text)) for lines in heads).replace(" ", ""))


ARABIC = """قانون نموذجي بشأن الصناديق
المادة 1
النطاق
1- ينطبق هذا القانون على الصناديق، ولأغراض هذا القانون يقصد بمصطلح "صندوق" وعاء صلب من الخشب أو من أي معدن آخر تحدده اللائحة رقم 2015/12.
2- لا ينطبق هذا القانون على ما يلي:
(أ) الأكياس؛
(ب) السلال (Baskets of ISO 9001 kind).
المادة 12
الرسوم
تحدد الرسوم وفقا للمادة 1.
"""


def test_text_from_right_to_left_is_read_in_its_order() -> None:
    body = "".join(f"<p>{line}</p>" for line in ARABIC.splitlines())
    style = "<style>body { direction: rtl; font-family: DejaVu Sans; text-align: right } p { margin: 12pt 0 }</style>"
    made = imported(printed(style + body))
    assert [line.partition(" ")[2] for line in outline(made.law)] == ["المادة 1 النطاق", "1-", "2-", "(أ)", "(ب)", "المادة 12 الرسوم"]
    said = "".join(text_of(line) for line in paragraphs_of(made.law.document))
    assert "".join(ARABIC.split()) in "".join(said.split())
    assert "وعاء صلب من الخشب" in said and "(Baskets of ISO 9001 kind)." in said
