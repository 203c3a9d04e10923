"""Reading Akoma Ntoso, and writing it again."""

from pathlib import Path

import pytest
from kit import law, section
from lxml import etree

from modellaw.errors import InputError
from modellaw.model.nodes import AKN
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.readers.akn import read_akn
from modellaw.readers.akn_names import MIXED
from modellaw.readers.xml import parse, read_bytes
from modellaw.writers.akn import akn_bytes


def canonical(data: bytes) -> bytes:
    """C14N with comments, white space between block elements apart."""
    root = etree.fromstring(data)
    for element in root.iter(f"{{{AKN}}}*"):
        if etree.QName(element).localname not in MIXED:
            if element.text and not element.text.strip():
                element.text = None
            for child in element:
                if child.tail and not child.tail.strip():
                    child.tail = None
    return etree.tostring(root.getroottree(), method="c14n")


def test_every_real_document_is_read_and_written_without_loss(shared: Path) -> None:
    files = sorted((shared / "cases" / "akn").glob("*.xml"))
    assert len(files) >= 70
    lost = []
    for file in files:
        data = file.read_bytes()
        law = read_akn(data, file.name)
        written = akn_bytes(law)
        if canonical(written) != canonical(data) or read_akn(written, file.name) != law:
            lost.append(file.name)
    assert lost == []


def bad(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_akn(data, "law.xml")
    return str(caught.value)


def test_malformed_xml_is_placed() -> None:
    assert bad(b"<a>\n<b></a>").startswith("law.xml:2: not well-formed XML: opening and ending tag mismatch")


def test_a_prefix_that_is_declared_nowhere_is_refused_also_when_a_warning_follows() -> None:
    assert bad(b'<a>\n<x:b/><c xml:space="x"/></a>').startswith("law.xml:2: not well-formed XML: namespace prefix x on b is not defined")


def test_entities_are_refused() -> None:
    assert "a document type declaration is not allowed" in bad(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')


def test_an_external_entity_is_never_fetched() -> None:
    assert "a document type declaration is not allowed" in bad(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')


def test_deep_nesting_is_refused() -> None:
    assert "nested more than 100 deep" in bad(b"<a>" * 200 + b"</a>" * 200)


def test_an_older_draft_is_recognised() -> None:
    assert "that of an older draft" in bad(b'<akomaNtoso xmlns="http://www.akomantoso.org/2.0"/>')


def test_another_format_is_recognised() -> None:
    assert "not an Akoma Ntoso document" in bad(b"<html/>")


def test_what_a_law_quotes_has_its_quotation_marks_and_blanks_between_its_numbers_and_words() -> None:
    quoted = (
        '<quotedStructure startQuote="“" endQuote="”"><section><num>2A</num><heading>Costs <i>and</i> fees</heading>\n'
        "<subsection><num>(1)</num><content><p>Each State pays.</p><p>Or asks.</p></content></subsection></section></quotedStructure>"
    )
    read = read_akn(akn_bytes(law(section("s1", "1", "X"))).replace(b"<p>X</p>", f"<p>Insert: <mod>{quoted}</mod>.</p>".encode()))
    (line,) = [words for one in paragraphs_of(read.document) if "Insert" in (words := text_of(one))]
    assert line == "Insert: “2A Costs and fees (1) Each State pays. Or asks.”."


def test_a_missing_file_is_named() -> None:
    with pytest.raises(InputError, match=r"nowhere\.xml: cannot read the file: no such file"):
        read_bytes("nowhere.xml")


def test_a_text_of_more_than_ten_megabytes_is_read_unless_entities_could_be_declared() -> None:
    long = b"<a>" + b"x" * 10_500_000 + b"</a>"
    for start in (b"", b"<?xml version='1.0'?>", b'<?xml version="1.0" encoding="UTF-8"?>\n', b"\xef\xbb\xbf"):
        assert len(parse(start + long, "law.xml").text or "") == 10_500_000
    for start in (b"<!DOCTYPE a [<!ENTITY e 'x'>]>", b'<?xml version="1.0" encoding="IBM037"?>', b'<?xml version="1.0" encoding="UTF-7"?>'):
        with pytest.raises(InputError, match=r"well-formed|declaration"):
            parse(start + long, "law.xml")


@pytest.mark.parametrize(
    ("preface", "title"),
    [
        ("<docTitle> The\n Act</docTitle>", "The Act"),
        ("<docTitle><ref href='#x'/></docTitle><shortTitle>Data Act 1998</shortTitle>", "Data Act 1998"),
        ("", "Object"),
    ],
)
def test_a_law_is_called_by_its_title_or_else_by_its_only_heading(preface: str, title: str) -> None:
    data = akn_bytes(law(section("s1", "1", "x", heading="Object"))).decode()
    assert read_akn(data.replace("<body", f"<preface><p>{preface}</p></preface><body", 1).encode()).facts.title == title
