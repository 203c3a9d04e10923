"""Numbers as single countries have them: bare ones in Swiss articles, several sections in one line, ordinals in words, "Art. 1º"."""

import pytest
from importing.test_importing_manners import outline

from modellaw.importing.imports import import_law
from modellaw.model.address import number_text
from modellaw.model.nodes import Reference
from modellaw.model.walk import paragraphs_of, provisions

NUMBERS = {
    "Swiss subsections have a bare number": (
        """\
Bundesgesetz über die Behälter
vom 12. Juni 2009

1. Abschnitt: Allgemeine Bestimmungen

Art. 1 Gegenstand
1 Dieses Gesetz regelt die Behälter.
2 Es gilt nicht für Säcke.
2bis Öffentliche Säcke sind ausgenommen.

Art. 2 Begriffe
1 In diesem Gesetz bedeuten:
a. Behälter: ein fester Körper;
b. Sack: ein weicher Körper.
2 Der Bundesrat regelt das Nähere.

Art. 3
Die Frist beträgt:
12 Monate oder
1 Jahr.

Art. 4
Die Kantone vollziehen dieses Gesetz.
""",
        """\
1. Abschnitt: Allgemeine Bestimmungen
. Art. 1 Gegenstand
. . 1
. . 2
. . 2bis
. Art. 2 Begriffe
. . 1
. . . a.
. . . b.
. . 2
. Art. 3
. Art. 4
""",
    ),
    "several sections are one where they are one line": (
        """\
Boxes Act 2001

Section 1 Short title
This Act is the Boxes Act.

Sections 4 to 6 [Repealed]

Section 7. Penalties.
A person who breaks a box commits an offence.
Sections 1 to 7 apply to bags.
""",
        """\
Section 1 Short title
Sections 4 to 6
Section 7. Penalties.
""",
    ),
    "ordinals in words count": (
        """\
Ley de recipientes

PRIMERO. Se prohíben los recipientes de vidrio.
SEGUNDO.- Se exceptúan:
a) los antiguos;
b) los nuevos.
TERCERO. La presente ley entra en vigor mañana.
""",
        """\
PRIMERO.
SEGUNDO.-
. a)
. b)
TERCERO.
""",
    ),
    "a sentence behind a number is no heading because others have one line only": (
        """\
LEI DOS RECIPIENTES

Art. 1º Esta Lei disciplina o comércio de recipientes no País.

Art. 2º Compete à União:
I - fiscalizar os recipientes:
a) de ferro;
b) de chumbo;
II - autorizar os sacos.

Art. 3º Aplica-se esta Lei aos sacos.
Parágrafo único. O disposto não alcança as caixas.

Art. 4º Vedam-se as caixas de vidro.
§ 1º A vedação vale por um ano.
§ 2º O prazo é improrrogável.

Art. 5º Revoga-se a Lei anterior.
""",
        """\
Art. 1º
Art. 2º
. I -
. . a)
. . b)
. II -
Art. 3º
. Parágrafo único.
Art. 4º
. § 1º
. § 2º
Art. 5º
""",
    ),
    "titles with a full stop stay headings": (
        """\
LEY DE RECIPIENTES
Artículo 1. Objeto.
Esta ley regula los recipientes.
Artículo 2. Prohibición.
Se prohíben los recipientes de vidrio.
Artículo 3. El Ministro podrá dictar reglamentos para la aplicación de esta ley.
""",
        """\
Artículo 1. Objeto.
Artículo 2. Prohibición.
Artículo 3.
""",
    ),
    "the heading of an annex may be in brackets, and have two lines": (
        """\
Legge sui recipienti

Art. 1
(Oggetto)
1. La presente legge disciplina i recipienti.
2. Sono esclusi i sacchi.

ALLEGATO A
[Articolo 1]
(Tabella dei sacchi)
Sacchi grandi.
""",
        """\
Art. 1 (Oggetto)
. 1.
. 2.
ALLEGATO A [Articolo 1] (Tabella dei sacchi)
""",
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_law_has_its_levels(name: str) -> None:
    text, wanted = NUMBERS[name]
    assert outline(import_law(text.encode(), "law.txt").law.document) == wanted.splitlines()


@pytest.mark.parametrize("number", ["L. 211-3 bis", "L211-3-1 ter", "L. 12-1 bis A", "R.* 123-1", "D*123-1"])
def test_articles_of_french_codes_may_have_latin_suffixes_and_a_star(number: str) -> None:
    between = f"Article {number}\nLe montant est fixé."
    text = f"LOI\n\nArticle L. 211-1\nLa demande est refusée.\n\n{between}\n\nArticle L. 211-9\nVoir l’article {number}."
    made = import_law(text.encode(), "loi.txt").law
    assert [number_text(one) for one in provisions(made)] == ["Article L. 211-1", f"Article {number}", "Article L. 211-9"]
    assert any(isinstance(one, Reference) for line in paragraphs_of(made.document) for one in line.content)
