"""Laws typed as plain text: the manner of United Nations model laws, and that of common-law Acts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, run

from modellaw.errors import InputError
from modellaw.importing.imports import Imported, Wanted, import_law
from modellaw.model.address import heading_text, number_text
from modellaw.model.nodes import ML, Law, Note, Provision, Reference, attribute
from modellaw.model.walk import paragraphs_of, provisions
from modellaw.readers.schema import validate_akn

UN = """MODEL LAW ON WIDGETS (2019)

Whereas widgets are traded across borders,

PART I
GENERAL PROVISIONS

Article 1
Scope of application

1. This Law applies to widgets that are:
(a) new;
(b) used, if:
(i) they have been repaired; or
(ii) they have been certified under article 3; or
(c) made to order.

2. This Law does not apply to gadgets.

Article 2
Definitions

For the purposes of this Law:
“widget” means a thing that is made of parts;
“gadget” means:
(a) a small widget; or
(b) a toy,
but not a weapon;
“Minister” means [the minister responsible for trade].

CHAPTER 1. CERTIFICATION

Article 3. Certificates

1. The authority may issue a certificate to:
(a) a maker;
(b) a seller;
(c) a repairer;
(d) an importer;
(e) an exporter;
(f) a user;
(g) a school;
(h) a museum;
(i) a library;
(j) any other person.

2. A certificate under paragraph 1 (a) is valid for [number] years.

2 bis. See article 1(1)(b)(ii), article 5 of the Convention on Things and articles 1 and 3.

Option 1
3. The authority shall publish certificates.

Option 2
3. The authority may publish certificates.

4. Nothing in this article affects article 2.

[5. The authority may charge a fee.]

Article 3 bis. Renewal

A certificate may be renewed.

Annex I
Form of certificate

1. Name: ____________
2. Date: ____________
"""

ACT = """                         THE WIDGETS ACT, 2004

                       ARRANGEMENT OF SECTIONS

PART I — PRELIMINARY

1. Short title.
2. Interpretation.

PART II — OFFENCES

3. Offences.
3A. Attempts.

                         THE WIDGETS ACT, 2004

BE IT ENACTED by the Parliament of Arvenia as follows:

                        PART I — PRELIMINARY

1. Short title.

This Act may be cited as the Widgets Act, 2004.

2. Interpretation.

(1) In this Act, unless the context otherwise requires—

"Authority" means the Widgets Authority established by section 3;

"widget" means any article, whether or not it is complete, which is made for the purpose of being
    joined to another.

(2) A reference in this Act to a widget includes a part of a widget.

                        PART II — OFFENCES

3. Offences.

(1) A person who—
      (a) sells a widget without a licence;
      (b) makes a widget—
            (i) of lead; or
            (ii) of mercury; or
      (c) contravenes subsection (2),
commits an offence and is liable on conviction to a fine.

(2) No person shall export a widget, except under a licence granted under section 2(1) of the Customs Code.

3A. Attempts.—(1) A person who attempts to commit an offence under section 3 commits an offence.

(1A) Subsection (1) applies to a company.

                            SCHEDULE
                        (Section 3)

Fees

1. Licence: ten dollars.
2. Export licence:
   (a) for one widget, five dollars;
   (b) for more, eight dollars.
"""


def imported(text: str, **said: str) -> Imported:
    """A text as a law, which keeps the strict schema."""
    made = import_law(text.encode(), "law.txt", Wanted(**said))
    validate_akn(made.data)
    return made


def outline(law: Law) -> list[str]:
    """Every provision as level, number and heading."""
    return [" ".join(filter(None, (p.level, number_text(p), heading_text(p), attribute(p.attributes, "name")))) for p in provisions(law)]


def eids(law: Law) -> list[str]:
    return [attribute(p.attributes, "eId") for p in provisions(law)]


def references(law: Law) -> dict[str, str]:
    """The text of every reference to what it leads to."""
    return {
        "".join(run.text for run in inline.content): inline.target
        for line in paragraphs_of(law.document)
        for inline in line.content
        if isinstance(inline, Reference)
    }


def find(law: Law, eid: str) -> Provision:
    return next(p for p in provisions(law) if attribute(p.attributes, "eId") == eid)


def words(text: str) -> str:
    return "".join(text.split())


def test_a_law_in_the_manner_of_the_united_nations_has_its_articles_paragraphs_and_letters() -> None:
    law = imported(UN).law
    assert [line for line in outline(law) if line.startswith(("part", "chapter", "article", "attachment"))] == [
        "part PART I GENERAL PROVISIONS",
        "article Article 1 Scope of application",
        "article Article 2 Definitions",
        "chapter CHAPTER 1. CERTIFICATION",
        "article Article 3. Certificates",
        "article Article 3 bis. Renewal",
        "attachment Annex I Form of certificate",
    ]
    assert {"art_1__para_1__subpara_b__point_ii", "art_1__para_2", "art_3bis", "part_I__chp_1"} <= set(eids(law))


def test_an_i_after_an_h_is_a_letter_where_j_follows_and_a_roman_number_inside_a_letter() -> None:
    law = imported(UN).law
    assert find(law, "art_3__para_1__subpara_i").level == find(law, "art_3__para_1__subpara_j").level == "subparagraph"
    assert find(law, "art_1__para_1__subpara_b__point_i").level == "point"


def test_an_i_between_h_and_ii_is_roman() -> None:
    lines = "\n".join(f"({letter}) item {letter};" for letter in "abcdefg")
    text = f"Article 1. Things\n\n1. Things are:\n{lines}\n(h) a box that is:\n(i) red; or\n(ii) blue;\n(i) a bag;\n(j) a hat.\n"
    found = eids(imported(text).law)
    assert "art_1__para_1__subpara_h__point_i" in found and "art_1__para_1__subpara_h__point_ii" in found
    assert "art_1__para_1__subpara_i" in found and "art_1__para_1__subpara_j" in found


def test_definitions_stand_in_no_number_and_define_their_term() -> None:
    law = imported(UN).law
    assert "hcontainer definition" in outline(law) and find(law, "art_2__definition_gadget__subpara_b")
    closing = [block for block in find(law, "art_2__definition_gadget").blocks if getattr(block, "name", "") == "wrapUp"]
    assert closing


def test_options_hold_the_provisions_with_the_same_number_and_no_others() -> None:
    law = imported(UN).law
    assert [p.level for p in find(law, "art_3__option_2").blocks if isinstance(p, Provision)] == ["paragraph"]
    assert attribute(find(law, "art_3__option_2").attributes, f"{{{ML}}}option") == "2"
    assert find(law, "art_3__para_4")


def test_a_provision_in_brackets_is_optional() -> None:
    assert attribute(find(imported(UN).law, "art_3__para_5").attributes, f"{{{ML}}}optional") == "true"


def test_brackets_around_more_than_one_provision_stay_where_they_are() -> None:
    text = "Article 1. Things\n\n1. One.\n\n[2. Two.\n\n3. Three.]\n\n4. Four.\n"
    made = imported(text)
    assert "[2." in made.data.decode() and "Three.]" in made.data.decode()


def test_blanks_are_to_be_filled() -> None:
    data = imported(UN).data.decode()
    assert 'originalText="[number]">[number]</placeholder>' in data and data.count("<placeholder") == 4


def test_citations_are_references_and_those_of_other_instruments_are_not() -> None:
    found = references(imported(UN).law)
    assert found["article 1(1)(b)(ii)"] == "#art_1__para_1__subpara_b__point_ii"
    assert found["paragraph 1 (a)"] == "#art_3__para_1__subpara_a"
    assert found["articles 1"] == "#art_1" and found["3"] == "#art_3"
    assert "article 5" not in found


def test_an_act_has_sections_by_bare_numbers_and_its_contents_are_not_sections() -> None:
    law = imported(ACT).law
    assert [line for line in outline(law) if line.startswith(("part", "section", "attachment"))] == [
        "part PART I — PRELIMINARY",
        "section 1. Short title.",
        "section 2. Interpretation.",
        "part PART II — OFFENCES",
        "section 3. Offences.",
        "section 3A. Attempts.—",
        "attachment SCHEDULE (Section 3) Fees",
    ]
    assert {"sec_3__subsec_1__para_b__subpara_ii", "sec_3A__subsec_1A", "att_1__para_2__subpara_b"} <= set(eids(law))


def test_words_behind_a_list_close_the_subsection() -> None:
    closing = next(b for b in find(imported(ACT).law, "sec_3__subsec_1").blocks if getattr(b, "name", "") == "wrapUp")
    assert "commits an offence and is liable" in str(closing)


def test_a_broken_line_goes_on_in_its_paragraph() -> None:
    assert "which is made for the purpose of being joined to another." in imported(ACT).data.decode()


def test_headings_in_the_margin_belong_to_the_section_below() -> None:
    sections = (
        "Short title\n1. This Act is the Box Act.",
        "Definitions\n2. In this Act “box” means a case.",
        "Offence\n3. No one shall sell it.",
    )
    text = "\n\n".join(sections)
    assert outline(imported(text).law)[:3] == ["section 1. Short title", "section 2. Definitions", "section 3. Offence"]


def test_the_letters_of_a_federal_act_are_its_outermost_level() -> None:
    one = "Section {n}. Heading {n}\n(a) First, as follows:\n(1) one; and\n(2) two:\n(A) big; or\n(B) bigger.\n(b) Second.\n"
    found = eids(imported("\n".join(one.format(n=n) for n in range(1, 5))).law)
    assert "sec_1__subsec_a__para_1" in found and "sec_4__subsec_a__para_2__subpara_B" in found and "sec_2__subsec_b" in found


@pytest.mark.parametrize("text", [UN, ACT], ids=["un", "act"])
def test_no_word_is_lost(text: str) -> None:
    data = re.sub(r"<meta>.*?</meta>", "", imported(text).data.decode(), flags=re.DOTALL)
    kept = words(re.sub(r"<[^>]*>", "", data))
    assert kept == words(text).replace("[5.", "5.").replace("fee.]", "fee.")


def test_the_command_writes_the_law_and_tells_what_is_uncertain(tmp_path: Path) -> None:
    (tmp_path / "un.txt").write_text(UN, "utf-8")
    said = run("import", str(tmp_path / "un.txt"), "-o", str(tmp_path / "un.xml"))
    assert "uncertain, paragraph 1" in said.stdout and "date 2019-01-01" in said.stdout
    told = json.loads(run("import", str(tmp_path / "un.txt"), "-o", str(tmp_path / "un.xml"), "--json").stdout)
    assert told["counts"]["articles"] == 4 and {"page", "paragraph", "words", "guess", "alternatives"} <= set(told["uncertain"][0])
    validate_akn((tmp_path / "un.xml").read_bytes())


def test_what_the_user_says_of_the_law_is_taken() -> None:
    law = imported(UN, title="The Widget Law", date="2020-02-03", country="un", language="eng").law
    assert law.facts.uri == "/akn/un/act/2020-02-03/the-widget-law" and law.facts.date == "2020-02-03"


def test_a_text_without_structure_is_a_finding_and_loses_nothing() -> None:
    made = imported("Dear Sir,\n\nthank you for the widgets.\n\nYours\n")
    assert [finding.code for finding in made.report.findings] == ["no-structure"]
    assert "thank you for the widgets." in made.data.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no text"),
        (b"  \n\n", "no text"),
        (b"a\x00b", "not a text"),
        (b"\xd0\xcf\x11\xe0rest", "(?i)word"),
        (b"PK\x03\x04rest", "package|zip|docx"),
        (b"{\\rtf1 x}", "this kind of file"),
        (b"\xff\xfea", "utf-16"),
        (b'<?xml version="1.0"?><akomaNtoso/>', "already"),
    ],
)
def test_what_is_no_law_in_a_known_format_is_a_clear_error(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        import_law(data, "law.bin")


def test_mixed_encodings_are_read_line_by_line_and_said() -> None:
    made = import_law("Article 1. Café\n\nText “one”.\n".encode() + "Article 2. Résumé\n\nText “two”.\n".encode("cp1252"), "law.txt")
    assert "Café" in made.data.decode() and "Résumé" in made.data.decode() and "“two”" in made.data.decode()
    assert [finding.code for finding in made.report.findings] == ["encoding"]


def test_a_grammar_of_the_user_is_used_instead_of_ours(tmp_path: Path) -> None:
    ours = (ROOT / "modellaw/importing/grammar.toml").read_text("utf-8")
    (tmp_path / "mine.toml").write_text(ours.replace('"article", "art."', '"pykälä"'), "utf-8")
    (tmp_path / "law.txt").write_text("Pykälä 1. Ala\n\n1. Tämä laki.\n\nPykälä 2. Muut\n\n1. Muut.\n", "utf-8")
    run("import", str(tmp_path / "law.txt"), "-o", str(tmp_path / "law.xml"), "--grammar", str(tmp_path / "mine.toml"))
    assert "art_2__para_1" in (tmp_path / "law.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("[labls]\n", "there is no table “labls”"),
        ("[labels]\nalon = []\n", "there is no key “alon” in the table “labels”"),
        ("[labels]\nalone = 5\n", "not iterable"),
        ("labels = 5\n", "not iterable"),
        ('[[units]]\nlevel = "article"\n', "words"),
        ("[labels\n", "Expected"),
    ],
)
def test_a_grammar_of_the_user_that_says_what_cannot_be_is_refused(own: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(own, "utf-8")
    (tmp_path / "law.txt").write_text("Article 1. Scope\n\nText.\n", "utf-8")
    said = run("import", str(tmp_path / "law.txt"), "-o", str(tmp_path / "l.xml"), "--grammar", str(tmp_path / "mine.toml"), expect=3)
    assert "the grammar cannot be used" in said.stderr and told in said.stderr
    assert not (tmp_path / "l.xml").exists()


def test_a_grammar_of_the_user_says_only_what_is_other_than_in_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[[units]]\nlevel = "article"\nwords = ["pykälä"]\n\n[levels]\nclause = ["kohta"]\n', "utf-8")
    (tmp_path / "law.txt").write_text("Pykälä 1. Ala\n\n1. Tämä laki.\n\nPykälä 2. Muut\n\n1. Muut.\n", "utf-8")
    run("import", str(tmp_path / "law.txt"), "-o", str(tmp_path / "law.xml"), "--grammar", str(tmp_path / "mine.toml"))
    assert "art_2__para_1" in (tmp_path / "law.xml").read_text("utf-8")


def test_sections_by_bare_numbers_are_told_from_lists_that_count_too() -> None:
    one = "{n} Duty of maker {n}\n\nThe maker shall:\n\n1. mark it;\n\n2. sell it.\n\n"
    law = imported("".join(one.format(n=n) for n in range(1, 6))).law
    assert [line for line in outline(law) if line.startswith("section")] == [f"section {n} Duty of maker {n}" for n in range(1, 6)]


def test_a_citation_without_target_is_uncertain_with_its_place() -> None:
    guesses = imported("Article 1. Things\n\n1. One.\n\nArticle 2. More\n\n1. See article 9 and article 1.\n").report.guesses
    assert [(guess.spot.paragraph, guess.guess) for guess in guesses if "article 9" in guess.guess] == [
        (4, "“article 9” is not a provision of this law")
    ]


def test_typed_footnotes_stand_at_their_marks() -> None:
    text = "Article 1. Things[1]\n\nA thing[2] is an object, and [3] days are a time.\n\n[1] See the treaty.\n\n[2] Or a case.\n"
    made = imported(text)
    lines = [line for line in paragraphs_of(made.law.document, notes=False) if any(isinstance(i, Note) for i in line.content)]
    assert [line.name for line in lines] == ["heading", "p"] and "Or a case." in str(lines[1])
    assert "[3]</placeholder> days" in made.data.decode() and "[1]" not in made.data.decode()


def test_page_numbers_and_running_heads_between_form_feeds_are_set_aside() -> None:
    page = "             BOX ACT\n\nArticle {n}. Duty {n}\n\nA maker shall mark it, and shall do it in\n\n              {n}\n\f"
    rest = "                  BOX ACT\n\nthe way that the rules say.\n\n                   {m}\n\f"
    made = imported("".join(page.format(n=n) + rest.format(m=n + 1) for n in (1, 3, 5)))
    assert {aside.why for aside in made.report.asides} == {"running head", "page number"} and "BOX ACT" not in made.data.decode()
    assert made.data.decode().count("shall do it in the way that the rules say.") == 3
    assert [aside.spot.page for aside in made.report.asides if aside.words == "3"] == [3]


FISHERIES = """ACT 12 OF 1998: THE FISHERIES ACT

1. (1) This Act may be cited as the Fisheries Act.
   (2) This Act comes into force on a day.

2. In this Act, unless the context otherwise requires -
   "fish" means -
   (a) any aquatic animal; and
   (b) the eggs of such an animal,
   and includes a shellfish;
   "Minister" means the Minister responsible for fisheries.

3. (1) The functions of the Board shall be -
   (a) to advise the Minister;
   (aa) to issue licences; and
   (b) to keep a register.
4. [Repealed by Act 3 of 2001.]

FIRST SCHEDULE
(section 3)
Fees

Part A
1. Licence ... 10
2. Copy ... 2
"""


def test_an_act_without_headings_has_its_sections_definitions_and_inserted_letters() -> None:
    made = imported(FISHERIES)
    assert not [line for line in outline(made.law) if line.startswith("section") and len(line.split()) > 2]
    assert {"sec_1__subsec_2", "sec_2__definition_fish__para_b", "sec_2__definition_minister", "sec_3__subsec_1__para_aa",
            "sec_3__subsec_1__para_b", "att_1__part_A__para_2"} <= set(eids(made.law))  # fmt: skip
    assert made.law.facts.date == "1998-01-01"


def test_laws_in_french_and_spanish_have_their_structure_and_references() -> None:
    french = "Chapitre I\nDispositions générales\n\nArticle 1\nObjet\n\n1. La loi vise à :\na) aider ;\nb) punir.\n\nArticle 2\nSuite\n\n"
    made = imported(french + "1. Voir l’article 1 et l’article 1 de la Convention.\n")
    assert {"chp_I", "art_1__para_1__subpara_b", "art_2__para_1"} <= set(eids(made.law))
    assert references(made.law) == {"article 1": "#art_1"} and made.data.count(b"<ref ") == 1
    spanish = (
        "Capítulo I\nDisposiciones\n\nArtículo 1. Objeto\n\n1. La ley ayuda.\n\nArtículo 2. Más\n\n1. Véase el artículo 1 del presente.\n"
    )
    assert {"chp_I", "art_1__para_1", "art_2"} <= set(eids(imported(spanish).law))


AMENDING = """Boxes (Amendment) Act 2021
1. Title
This is the Boxes (Amendment) Act.
2. Duty
In section 3 of the Boxes Act, for subsection (1) substitute—
“(1) No bags.
(1A) A bag is:
(a) soft; or
(b) open.”.
3. Bags
After section 5 insert—
“6. Bags
“(1) Bags are licensed.
“(2) They are closed.”.
4. Terms
In this Act—
“box” means a case;
“lid”, in relation to a box, means its cover.
5. Repeal
Section 9 of the Boxes Act is repealed.
"""


def test_provisions_that_are_quoted_are_text_of_the_section_that_quotes_them() -> None:
    made = import_law(AMENDING.replace("\n", "\n\n").encode(), "law.txt").law
    assert [" ".join(filter(None, (p.wid, number_text(p), heading_text(p)))) for p in provisions(made)] == [
        "sec_1 1. Title", "sec_2 2. Duty", "sec_3 3. Bags", "sec_4 4. Terms", "sec_4__definition_box", "sec_4__definition_lid",
        "sec_5 5. Repeal",
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["[Option {}]", "〔备选案文{}〕", "[Option {}"])
def test_the_label_of_an_option_may_be_in_brackets(label: str) -> None:
    one, two = (label.format(sign) for sign in "AB")
    law = f"LAW\n\nArticle 1\n\n{one}\n\n1. Abc.\n\n{two}\n\n1. Def.\n\nArticle 2\n\nGhi.\n"
    made = import_law(law.encode(), "law.txt").law
    assert [p.wid for p in provisions(made)] == [
        "art_1", "art_1__option_A", "art_1__option_A__para_1", "art_1__option_B", "art_1__option_B__para_1", "art_2"]  # fmt: skip
    assert [number_text(p) for p in provisions(made) if "option" in p.wid and p.level == "hcontainer"] == [one, two]
