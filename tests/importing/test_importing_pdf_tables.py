"""Tables in PDF: what is between lines is a table with its cells, spans and footnotes; what only has lines around it is none."""

import pytest
from importing.test_importing_pdf import LONG, imported, outline, printed

from modellaw.model.nodes import Note, Table, attribute
from modellaw.model.walk import blocks_of, paragraphs_of, text_of

pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]  # the library that prints leaves a profile of colours open

RULED = (
    "<style>table{border-collapse:collapse;width:100%} td,th{border:1px solid;padding:2mm;text-align:left} .frame{border:1px solid}</style>"
)
FEES = """<table><tr><th>Item</th><th>Kind of request, with a heading of two lines</th><th>Fee</th></tr>
<tr><td>1</td><td>A request for the taking of evidence, with the service of documents on a person who must be found first</td>
<td>100, or 200 where more than one person is to be heard by the court</td></tr>
<tr><td rowspan=2>2</td><td>(a) transfer<span class=note>With consent.</span></td><td>10</td></tr>
<tr><td>(b) video link</td><td>20</td></tr>
<tr><td colspan=2>Any other request</td><td>5</td></tr></table>"""


def tables(body: str) -> list[Table]:
    return [block for block in blocks_of(imported(printed(RULED + body)).law.document) if isinstance(block, Table)]


def words(table: Table) -> list[list[str]]:
    return [
        [" | ".join(text_of(line) for b in cell.blocks for line in paragraphs_of(b, notes=False)) for cell in row.cells]
        for row in table.rows
    ]


def test_a_ruled_table_has_its_rows_cells_and_spans() -> None:
    (table,) = tables(f"<h2>Section 1. Fees</h2><p>(1) The fees are:</p>{FEES}<p>(2) {LONG}</p>")
    assert words(table) == [
        ["Item", "Kind of request, with a heading of two lines", "Fee"],
        [
            "1",
            "A request for the taking of evidence, with the service of documents on a person who must be found first",
            "100, or 200 where more than one person is to be heard by the court",
        ],
        ["2", "(a) transfer", "10"],
        ["(b) video link", "20"],
        ["Any other request", "5"],
    ]
    assert not any(wrap.name == "b" for line in paragraphs_of(table, notes=False) for i in line.content for wrap in i.wraps)
    assert all(cell.header for cell in table.rows[0].cells) and not any(cell.header for cell in table.rows[1].cells)
    assert attribute(table.rows[2].cells[0].attributes, "rowspan") == "2" and attribute(table.rows[4].cells[0].attributes, "colspan") == "2"
    (note,) = [i for line in paragraphs_of(table, notes=False) for i in line.content if isinstance(i, Note)]
    assert text_of(next(iter(paragraphs_of(note.blocks[0])))) == "With consent."


def test_the_provisions_around_a_table_are_read_as_without_it() -> None:
    made = imported(
        printed(f"{RULED}<h2>Section 1. Fees</h2><p>(1) The fees are:</p>{FEES}<p>(2) {LONG}</p><h2>Section 2. Costs</h2><p>{LONG}</p>")
    )
    assert outline(made.law) == ["sec_1 Section 1. Fees", "sec_1__subsec_1 (1)", "sec_1__subsec_2 (2)", "sec_2 Section 2. Costs"]


def test_a_table_over_two_pages_and_one_in_a_column_lose_no_word() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{LONG}</td></tr>" for n in range(1, 19))
    head = "<thead><tr><th>Item</th><th>What is due</th></tr></thead>"
    (long,) = tables(f"<h2>Section 1. Fees</h2><p>They are:</p><table>{head}{rows}</table>")
    assert [row[0] for row in words(long)] == ["Item", *map(str, range(1, 19))]
    body = f"<div class=columns><h2>Section 1. Fees</h2><p>{LONG * 6}</p>{FEES}<p>{LONG * 8}</p></div>"
    (broken,) = tables(body)
    assert (
        words(broken)[1][2].replace(" | ", " ") == "100, or 200 where more than one person is to be heard by the court"
        and len(broken.rows) == 5
    )


def test_a_frame_around_text_is_no_table() -> None:
    assert not tables(f"<h2>Section 1. Notice</h2><div class=frame><p>{LONG}</p><p>{LONG}</p></div>")
    assert not tables(f"<h2>Section 1. Notice</h2><table><tr><td>{LONG}</td></tr><tr><td>{LONG}</td></tr></table>")
