"""Laws as many legal traditions print them: closing provisions without a number, headings beside, above or behind the number.

A law is a file of ``traditions``; the numbers and headings that it has are beside it, a point for each level.
"""

from pathlib import Path

import pytest

from modellaw.importing.imports import import_law
from modellaw.model.address import heading_text, number_text
from modellaw.model.nodes import Block, Provision, Reference
from modellaw.model.walk import children, inline_text, paragraphs_of, provisions
from modellaw.project import Document, Publication
from modellaw.writers.docx import docx_bytes

LAWS = sorted((Path(__file__).parent / "traditions").glob("*.txt"))


def levels(block: Block, depth: int = 0) -> list[str]:
    out: list[str] = []
    for inner in children(block):
        words = " ".join(filter(None, (number_text(inner), heading_text(inner)))) if isinstance(inner, Provision) else ""
        if words:
            out.append(". " * depth + words)
        out += levels(inner, depth + bool(words))
    return out


@pytest.mark.parametrize("path", LAWS, ids=lambda path: path.stem)
def test_a_law_has_its_levels(path: Path) -> None:
    assert levels(import_law(path.read_bytes(), path.name).law.document) == path.with_suffix(".levels").read_text("utf-8").splitlines()


def test_what_ends_a_law_is_a_division_of_its_own_and_its_ordinals_are_articles() -> None:
    path = next(path for path in LAWS if path.stem == "mexican_transitorios")
    body = next(b for b in children(children_of_act(path)) if getattr(b, "name", "") == "body")
    last = [block for block in children(body) if isinstance(block, Provision)][-1]
    assert (last.level, heading_text(last)) == ("transitional", "TRANSITORIOS")
    assert [(p.level, p.wid) for p in children(last) if isinstance(p, Provision)] == [
        ("article", "trans_1__art_PRIMERO"),
        ("article", "trans_1__art_SEGUNDO"),
        ("article", "trans_1__art_TERCERO"),
    ]


def test_a_dash_behind_a_number_that_stands_alone_is_of_the_number() -> None:
    made = import_law("LEY\n\nArtículo 1.-\nUno dos tres.\n\nArtículo 2.-\nCuatro cinco.\n".encode(), "law.txt").law
    assert levels(made.document) == ["Artículo 1.-", "Artículo 2.-"]


def children_of_act(path: Path) -> Block:
    return next(iter(children(import_law(path.read_bytes(), path.name).law.document)))


@pytest.mark.parametrize(
    ("name", "cited"),
    [
        ("belgian_signs_in_articles", {"article 12/3, § 1er": "art_12-3__para_1", "article 13": "art_13"}),
        ("polish_signs_in_articles", {"art. 2 § 1": "art_2__para_1"}),
        ("french_code", {"article L. 121-1": "art_121-1"}),
        ("colombian_paragraphs", {"artículo 1o": "art_1"}),
        ("german_letters_behind_numbers", {"§ 2a": "sec_2a"}),
        ("model_law_of_articles_with_options", {"Article 2 A": "chp_I__art_2A", "article 1, paragraph (1)": "chp_I__art_1__para_1"}),
        ("model_law_of_sections_with_options", {"section 2, paragraph 2 (a)": "part_I__sec_2__subsec_2__para_a"}),
        (
            "european_regulation",
            {"Article 1(1)": "art_1__para_1", "Article 1(2)": "art_1__para_2", "Article 2, point (2)(a)": "art_2__para_2__subpara_a"},
        ),
        ("treaty", {"Article 3, paragraph 1": "art_3__para_1"}),
        (
            "italian_citations",
            {"articolo 2, comma 1, lettera a)": "art_2__para_1__subpara_a", "articolo 2": "art_2", "comma 1": "art_2__para_1"},
        ),
    ],
)
def test_a_citation_is_of_the_provision_that_it_names(name: str, cited: dict[str, str]) -> None:
    path = next(path for path in LAWS if path.stem == name)
    lines = paragraphs_of(import_law(path.read_bytes(), path.name).law.document)
    found = {inline_text(one): one.target for line in lines for one in line.content if isinstance(one, Reference)}
    assert found == {words: f"#{wid}" for words, wid in cited.items()}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("russian_parts_above_titles", "cp1251"), ("chinese_spaced_words", "gbk"),
        ("japanese_headings_above", "shift_jis"), ("korean_headings_in_brackets", "euc_kr"), ("german_contents_above_books", "latin_1"),
        ("mexican_transitorios", "utf-16-be"), ("turkish", "cp1254"), ("chinese_spaced_words", "utf-16"),
    ],
)  # fmt: skip
def test_a_law_in_an_old_encoding_is_the_same_law_and_that_is_said(name: str, encoding: str) -> None:
    path = next(path for path in LAWS if path.stem == name)
    made = import_law(path.read_text("utf-8").encode(encoding, "replace"), "law.txt")
    assert levels(made.law.document) == path.with_suffix(".levels").read_text("utf-8").splitlines()
    assert [finding.code for finding in made.report.findings] == ([] if encoding.startswith("utf") else ["encoding"])


def test_what_ends_a_law_comes_back_from_our_own_word_file() -> None:
    path = next(path for path in LAWS if path.stem == "mexican_transitorios")
    text = path.read_text("utf-8").replace(
        "TERCERO.-", "SEGUNDO BIS.- El reglamento se publica en el Diario Oficial de la Federación.\n\nTERCERO.-"
    )
    law = import_law(text.encode(), "law.txt").law
    again = import_law(docx_bytes(Publication(Document.CONSOLIDATED, law, "Ley")), "law.docx").law
    assert levels(again.document)[-5:] == ["TRANSITORIOS", ". PRIMERO.-", ". SEGUNDO.-", ". SEGUNDO BIS.-", ". TERCERO.-"]
    assert [p.wid for p in provisions(again)] == [p.wid for p in provisions(law)]


def test_ordinals_count_on_behind_ten_with_and_without_accents() -> None:
    words = ("NOVENO.-", "DÉCIMO.-", "DECIMO PRIMERO.-", "DÉCIMO SEGUNDO.-", "VIGÉSIMO TERCERO.-")
    text = "LEY\n\nArtículo 1.- La ley rige.\n\nTRANSITORIOS\n\n" + "\n\n".join(f"{word} El plazo es de un año." for word in words)
    assert levels(import_law(text.encode(), "law.txt").law.document)[-5:] == [f". {word}" for word in words]
