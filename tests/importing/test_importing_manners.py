"""Laws of several languages and manners of numbering: each has the levels that a reader sees."""

import pytest

from modellaw.importing.imports import import_law
from modellaw.model.address import defined_term, heading_text, number_text
from modellaw.model.nodes import Block, Note, Provision, attribute
from modellaw.model.walk import children, paragraphs_of, provisions, provisions_of, text_of

MANNERS = {
    "numbers with points": (
        """\
BUILDING ACT 2011

PART I
PRELIMINARY

1. Short title
1.1 This Act may be cited as the Building Act.
1.2 It comes into force on 1 January 2012.
2. Interpretation
2.1 In this Act:
2.1.1 "building" means a structure; and
2.1.2 "owner" means a person who:
a) holds title; or
b) holds a lease for more than 1.5 years.
2.2 A term has its common meaning.
PART II
PERMITS
3. Permit required
3.1 No person shall build without a permit.
3.2 A permit costs 10.5 units.
4. Refusal
The Minister may refuse a permit.
""",
        """\
PART I PRELIMINARY
. 1. Short title
. . 1.1
. . 1.2
. 2. Interpretation
. . 2.1
. . . 2.1.1
. . . 2.1.2
. . . . a)
. . . . b)
. . 2.2
PART II PERMITS
. 3. Permit required
. . 3.1
. . 3.2
. 4. Refusal
""",
    ),
    "Spanish articles and chapters in words": (
        """\
LEY DE EXTRADICIÓN

TÍTULO I
Disposiciones generales

CAPÍTULO PRIMERO
Del objeto

Art. 1.- La presente ley regula la extradición.

Art. 2.- Definiciones. A los efectos de esta ley se entiende por:
a) Estado requirente: el Estado que pide;
b) Estado requerido: el Estado al que se pide.

Art. 3.- Son requisitos:
1) que el delito sea grave;
2) que exista:
i) tratado; o
ii) reciprocidad.

CAPÍTULO SEGUNDO
Del procedimiento

Art. 4.- El pedido se presenta por escrito.
El juez decide en diez días.

Art. 5 bis.- Lo dispuesto en el artículo 3 se aplica.
""",
        """\
TÍTULO I Disposiciones generales
. CAPÍTULO PRIMERO Del objeto
. . Art. 1.-
. . Art. 2.-
. . . a)
. . . b)
. . Art. 3.-
. . . 1)
. . . 2)
. . . . i)
. . . . ii)
. CAPÍTULO SEGUNDO Del procedimiento
. . Art. 4.-
. . Art. 5 bis.-
""",
    ),
    "German paragraphs": (
        """\
Gesetz über die Rechtshilfe

Erster Abschnitt
Allgemeines

§ 1 Anwendungsbereich
(1) Dieses Gesetz gilt für die Rechtshilfe.
(2) Es gilt nicht für
1. Steuersachen,
2. Zollsachen, soweit
a) sie gering sind oder
b) sie verjährt sind.

§ 2 Begriffe
Im Sinne dieses Gesetzes ist Rechtshilfe jede Hilfe.

Zweiter Abschnitt
Verfahren

§ 3 Antrag
(1) Der Antrag ist schriftlich zu stellen.
(2) § 1 Abs. 2 gilt entsprechend.

§ 3a Form
Die Form ist frei.
""",
        """\
Erster Abschnitt Allgemeines
. § 1 Anwendungsbereich
. . (1)
. . (2)
. . . 1.
. . . 2.
. . . . a)
. . . . b)
. § 2 Begriffe
Zweiter Abschnitt Verfahren
. § 3 Antrag
. . (1)
. . (2)
. § 3a Form
""",
    ),
    "French articles": (
        """\
LOI RELATIVE À L'ENTRAIDE

TITRE PREMIER
DISPOSITIONS GÉNÉRALES

Article premier. - La présente loi régit l'entraide.

Article 2. - Au sens de la présente loi, on entend par :
1° « État requérant » : l'État qui demande ;
2° « État requis » : l'État saisi.

TITRE II
PROCÉDURE

Art. 3. - La demande contient :
a) l'autorité ;
b) l'objet ;
- le motif ;
- la base légale.

Art. 4. - I. - La demande est écrite.
II. - Elle est signée.
""",
        """\
TITRE PREMIER DISPOSITIONS GÉNÉRALES
. Article premier. -
. Article 2. -
. . 1°
. . 2°
TITRE II PROCÉDURE
. Art. 3. -
. . a)
. . b)
. . . -
. . . -
. Art. 4. -
. . I. -
. . II. -
""",
    ),
    "headings with capital letters": (
        """\
POLICE ORDINANCE

A. GENERAL

1. Purpose

The purpose of this Ordinance is order.

2. Scope

(1) This Ordinance applies in towns.

(2) It does not apply
    (a) in villages;
    (b) at sea.

B. POWERS

3. Arrest

A constable may arrest:

    (a) thieves;

    (b) others.
""",
        """\
A. GENERAL
. 1. Purpose
. 2. Scope
. . (1)
. . (2)
. . . (a)
. . . (b)
B. POWERS
. 3. Arrest
. . (a)
. . (b)
""",
    ),
    "sections of the United States": (
        """\
EVIDENCE ACT

Part I — General

Section 1. Application.
(a) This Act applies to all courts.
(b) It does not apply to:
(1) tribunals; or
(2) inquiries.

Section 2. Definitions.
In this Act, "court" means a court of record.

Part II — Witnesses

Section 3. Competence.
Every person is competent.

Section 3A. Oath.
(a) A witness shall take an oath.
(b) A child need not.

Part III — Repeal

Section 4. Repeal.
The Old Act is repealed.
""",
        """\
Part I — General
. Section 1. Application.
. . (a)
. . (b)
. . . (1)
. . . (2)
. Section 2. Definitions.
Part II — Witnesses
. Section 3. Competence.
. Section 3A. Oath.
. . (a)
. . (b)
Part III — Repeal
. Section 4. Repeal.
""",
    ),
    "Indian sections": (
        """\
THE MUTUAL LEGAL ASSISTANCE ACT, 2005

CHAPTER I
PRELIMINARY

1. Short title, extent and commencement.—(1) This Act may be called the Mutual Legal Assistance Act, 2005.
(2) It extends to the whole of the country.
(3) It shall come into force on such date as the Government may appoint.

2. Definitions.—In this Act, unless the context otherwise requires,—
(a) "authority" means the Central Authority;
(b) "court" means—
(i) a criminal court; or
(ii) a special court;
(c) "State" means a foreign State.

CHAPTER II
REQUESTS

3. Form of request.—Every request shall be in writing.

Provided that an urgent request may be oral.

Explanation.—For the purposes of this section, "writing" includes electronic form.

4. Power to make rules.—(1) The Government may make rules.
(2) In particular, such rules may provide for—
(a) fees;
(b) forms.
""",
        """\
CHAPTER I PRELIMINARY
. 1. Short title, extent and commencement.—
. . (1)
. . (2)
. . (3)
. 2. Definitions.—
. . (a)
. . (b)
. . . (i)
. . . (ii)
. . (c)
CHAPTER II REQUESTS
. 3. Form of request.—
. 4. Power to make rules.—
. . (1)
. . (2)
. . . (a)
. . . (b)
""",
    ),
    "articles with dotted numbers": (
        """\
Regulation on fees

Article 1
Scope
1. This Regulation applies to fees.
2. It does not apply to taxes:
2.1. of the State;
2.2. of towns:
a. small;
b. large.
3. The Ministry decides.

Article 2
Entry into force
This Regulation enters into force on 1. January 2020.
""",
        """\
Article 1 Scope
. 1.
. 2.
. . 2.1.
. . 2.2.
. . . a.
. . . b.
. 3.
Article 2 Entry into force
""",
    ),
}


def outline(block: Block, depth: int = 0) -> list[str]:
    """The numbers and headings below a block, a point for each level."""
    out: list[str] = []
    for inner in children(block):
        named = isinstance(inner, Provision) and bool(number_text(inner))
        if isinstance(inner, Provision) and named:
            out.append(". " * depth + " ".join(filter(None, (number_text(inner), heading_text(inner)))))
        out += outline(inner, depth + named)
    return out


@pytest.mark.parametrize("name", MANNERS)
def test_a_law_has_its_levels(name: str) -> None:
    text, wanted = MANNERS[name]
    assert outline(import_law(text.encode(), "law.txt").law.document) == wanted.splitlines()


def test_rows_that_come_as_lines_stay_in_their_provision() -> None:
    rows = "KIND OF COST\tBORNE BY\n\nPost\tsender\n\nAny other cost is shared.]\n\n"
    law = f"Costs Act\n\n1. Costs\n\n(1) All pay.\n\n[(2) Costs are:\n\n{rows}(3) End.\n"
    made = import_law(law.encode(), "law.txt").law
    assert outline(made.document) == ["1. Costs", ". (1)", ". (2)", ". (3)"]


SENTENCES = {
    "English": (
        "Article 1 This law governs the transfer of persons.",
        "Article 2 The court may order it.",
        "Article 3 It pays the costs.",
    ),
    "French": ("Art. 1. Cette loi régit la matière.", "Art. 2. Le ministre prend les mesures d’exécution.", "Art. 3. La loi est abrogée."),
    "German": ("§ 1 Dieses Gesetz regelt die Rechtshilfe.", "§ 2 Die Behörde ist zuständig.", "§ 2a Sie entscheidet."),
    "Spanish": ("Artículo 1 La presente ley regula la materia.", "Artículo 2 Queda derogada la ley.", "Artículo 4 Entra en vigor mañana."),
    "Arabic": ("المادة 1 يسري هذا القانون على الجميع.", "المادة 2 يصدر الوزير اللوائح.", "المادة 3 ينشر هذا القانون."),
    "American": (
        "Section 1. This Act may be cited as the Test Act.",
        "Section 2. It binds the State.",
        "Section 3. It begins at once.",
    ),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_number_and_a_sentence_in_one_line_are_a_provision_without_a_heading(language: str) -> None:
    lines = SENTENCES[language]
    found = import_law("\n\n".join(("The Law", *lines)).encode(), "a.txt")
    law = list(provisions(found.law))
    assert [f"{number_text(one)} {text(one)}" for one in law] == list(lines) and not any(map(heading_text, law))
    assert [guess for guess in found.report.guesses if "date" not in guess.guess] == []


def test_a_sentence_about_another_article_is_no_provision() -> None:
    words = """\
        The Law

        Article 1 This law applies to all.

        Article 3 GDPR applies to what is done under it.

        Article 2 Purpose

        Article 5 Convention States are listed in the Schedule.

        Article 3 The Minister may make rules.
        """
    law = import_law("\n".join(map(str.strip, words.splitlines())).encode(), "a.txt").law
    assert [number_text(one) for one in provisions(law)] == ["Article 1", "Article 2", "Article 3"]
    treaty = "Schedule 1\n\nTreaty\n\nArticle 1 The Parties help each other.\n\nArticle 2 Costs are borne by each Party."
    law = import_law(f"The Law\n\nArticle 1 Scope\n\nThis law applies.\n\nArticle 2 End\n\nIt ends.\n\n{treaty}\n".encode(), "a.txt").law
    assert [number_text(one) for one in provisions(law) if one.level == "article"] == ["Article 1", "Article 2"] * 2
    bare = b"1. Short title\n\nSection 1 Notices are given.\n\n2. Scope\n\nSection 2 Notices are void.\n\n3. End\n\nThe end.\n"
    assert [number_text(one) for one in provisions(import_law(bare, "a.txt").law)] == ["1.", "2.", "3."]


def test_what_behind_a_number_may_be_a_heading_or_a_sentence_is_told() -> None:
    words = """\
        The Law

        Article 1 The court may order the transfer

        It shall give reasons.

        Article 2 When a request may be refused

        A request is refused if it is late.

        Article 3 Costs

        The State bears them.

        Article 4 Entry into force
        """
    found = import_law("\n".join(map(str.strip, words.splitlines())).encode(), "a.txt")
    assert [heading_text(one) for one in provisions(found.law)] == ["", "When a request may be refused", "Costs", ""]
    told = [(guess.words.split(" ", 2)[1], guess.guess, guess.alternatives) for guess in found.report.guesses if "date" not in guess.guess]
    assert told == [
        ("1", "text of the provision", ("heading",)),
        ("2", "heading “When a request may be refused”", ("text of the provision",)),
        ("4", "text of the provision", ("heading",)),
    ]


NOTED = {
    "by turns in each article": (
        "This law* applies to all.**\n\n* As amended.\n\n** Natural or legal.\n\nArticle 2\n\nA fee* is paid.\n\n*  See the Schedule.",
        ["As amended.", "Natural or legal.", "See the Schedule."],
    ),
    "daggers, and signs that are none": ("3 * 4 and a*b, and “this”†.\n\n† A dagger.", ["A dagger."]),
    "items of a list": ("It applies to:\n\n* persons*\n\n* things\n\nArticle 2\n\nA fee* is paid.\n\n* See the Schedule.", []),
    "in another article": ("This law* applies.\n\nArticle 2\n\n* See the Schedule.", []),
    "in two lines": ("This law* applies.\n\n* A note that\n\ngoes on.", []),
}


@pytest.mark.parametrize("case", NOTED)
def test_a_line_under_an_asterisk_is_a_footnote_where_a_word_before_it_has_the_only_one(case: str) -> None:
    words, notes = NOTED[case]
    found = import_law(f"The Law\n\nArticle 1\n\n{words}\n".encode(), "a.txt")
    lines = list(paragraphs_of(found.law.document, notes=False))
    made = [inline for line in lines for inline in line.content if isinstance(inline, Note)]
    assert [text_of(line) for note in made for block in note.blocks for line in paragraphs_of(block)] == notes
    assert len([aside for aside in found.report.asides if aside.why == "note mark"]) == 2 * len(notes)


TERMS = [("court", "the High Court"), ("“Minister”", "the Minister of Justice, and:<p>(a) a deputy; and</p><p>(b) an agent.</p>")]


def page(heading: str, rows: list[tuple[str, str]]) -> bytes:
    """A web page of a law with a table of two columns in its first section."""
    table = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    text = f"<h1>Act 2001</h1><h2>Section 1. {heading}</h2><table>{table}</table><p>They apply.</p><h2>Section 2. Scope</h2><p>All.</p>"
    return f"<html><body>{text}</body></html>".encode()


def test_a_table_of_terms_is_definitions_where_its_heading_or_its_section_says_so() -> None:
    german = [("Begriff", "Bedeutung"), *TERMS]
    for heading, rows in (("Interpretation", TERMS), ("Words", [("Term", "Meaning"), *TERMS]), ("Wörter", german)):
        found = import_law(page(heading, rows), "a.html")
        law = {one.wid: one for one in provisions(found.law)}
        made = [one for one in law.values() if attribute(one.attributes, "name") == "definition"]
        assert [defined_term(one) for one in made] == ["court", "Minister"]
        assert [number_text(one) for one in provisions_of(made[1])][1:] == ["(a)", "(b)"]
        assert text(law["sec_1"]).endswith("an agent. They apply.") and "They" not in text(made[1])
        assert ("Term Meaning" in text(law["sec_1"])) is ("Term" in rows[0])
        assert not [guess for guess in found.report.guesses if "date" not in guess.guess]


def test_a_table_that_may_be_definitions_stays_and_is_told() -> None:
    for heading, rows, told in (
        ("Definitions", [("1", "the first"), ("2", "the second one")], True),
        ("Interpretation", [("The court may hear any person.", "Yes"), ("The judge may not.", "No")], True),
        ("Fees", TERMS, False),
    ):
        found = import_law(page(heading, rows), "a.html")
        assert b"<table" in found.data and b"definition" not in found.data
        guesses = [(guess.guess, guess.alternatives) for guess in found.report.guesses if "date" not in guess.guess]
        assert guesses == [("a table", ("definitions",))] * told


def text(provision: Provision) -> str:
    """The words of a provision without its number and heading."""
    return " ".join(text_of(line) for line in paragraphs_of(provision) if line.name == "p")
