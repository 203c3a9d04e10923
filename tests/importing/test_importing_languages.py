"""Laws in seven more languages, and an act whose schedule names its section: each has the levels that a reader sees."""

import pytest
from importing.test_importing_manners import outline

from modellaw.importing.imports import Wanted, import_law
from modellaw.model.nodes import Reference
from modellaw.model.walk import inline_text, paragraphs_of, provisions

LANGUAGES = {
    "Arabic": (
        """\
قانون نموذجي بشأن الصناديق

الباب الأول
أحكام عامة

الفصل الأول: النطاق

المادة 1
النطاق
ينطبق هذا القانون على الصناديق.

المادة (2) التعاريف
لأغراض هذا القانون:
(أ) يقصد بمصطلح "صندوق" وعاء صلب؛
(ب) يقصد بمصطلح "كيس" وعاء لين.

المادة الثالثة:
١- لا يجوز كسر الصناديق.
٢- يستثنى من ذلك ما يلي:
أ- الصناديق القديمة؛
ب- الأكياس.

مادة 4 مكرر
يغلق الصندوق.

الفصل الثاني
العقوبات

المادة ٥
يعاقب بالغرامة.

الملحق الأول
قائمة
""",
        """\
الباب الأول أحكام عامة
. الفصل الأول: النطاق
. . المادة 1 النطاق
. . المادة (2) التعاريف
. . . (أ)
. . . (ب)
. . المادة الثالثة:
. . . ١-
. . . ٢-
. . . . أ-
. . . . ب-
. . مادة 4 مكرر
. الفصل الثاني العقوبات
. . المادة ٥
الملحق الأول قائمة
""",
    ),
    "Chinese": (
        """\
箱子示范法

第一章 总则

第一节 目的

第一条 为了规范箱子，制定本法。

第二条 本法所称箱子，是指硬质容器。
（一）大箱；
（二）小箱：
1. 木箱；
2. 纸箱。

第二条之一 箱子应当关闭。

第三条　【禁止】不得打破箱子。
第一款规定的除外。

第二章 罚则

第四条 违者罚款。

第十二条 本法自公布之日起施行。

附件一
清单
""",
        """\
第一章 总则
. 第一节 目的
. . 第一条
. . 第二条
. . . （一）
. . . （二）
. . . . 1.
. . . . 2.
. . 第二条之一
. . 第三条
第二章 罚则
. 第四条
. 第十二条
附件一 清单
""",
    ),
    "Russian": (
        """\
МОДЕЛЬНЫЙ ЗАКОН О ЯЩИКАХ

РАЗДЕЛ I. ОБЩИЕ ПОЛОЖЕНИЯ

Глава 1. Предмет

Статья 1. Предмет регулирования
1. Настоящий Закон регулирует оборот ящиков.
2. Закон не применяется:
1) к мешкам;
2) к сумкам:
а) кожаным;
б) тканевым.

Статья 2. Основные понятия
В настоящем Законе используются следующие понятия:
ящик - твердая емкость;
мешок - мягкая емкость.

Статья 2.1. Дополнительные понятия
Ящик закрыт.

Статья 3
Ящик открыт.

Глава 2-1. Штрафы
Статья 4-1. Штраф
Штраф уплачивается.

Приложение 1
к Закону о ящиках
ПЕРЕЧЕНЬ
""",
        """\
РАЗДЕЛ I. ОБЩИЕ ПОЛОЖЕНИЯ
. Глава 1. Предмет
. . Статья 1. Предмет регулирования
. . . 1.
. . . 2.
. . . . 1)
. . . . 2)
. . . . . а)
. . . . . б)
. . Статья 2. Основные понятия
. . Статья 2.1. Дополнительные понятия
. . Статья 3
. Глава 2-1. Штрафы
. . Статья 4-1. Штраф
Приложение 1
""",
    ),
    "Portuguese": (
        """\
Lei modelo das caixas

TÍTULO I
DISPOSIÇÕES GERAIS

CAPÍTULO I
DO OBJETO

Art. 1º Esta Lei deve regular as caixas.
Parágrafo único. Não se aplica aos sacos.

Art. 2º Para os fins desta Lei, considera-se:
I - caixa: recipiente rígido;
II - saco: recipiente mole.
§ 1º A caixa é fechada.
§ 2º O saco é aberto.

Art. 2º-A. A caixa é vendida.

Artigo 10.º
Sanções
1 - Quem quebra uma caixa paga.
2 - O disposto no n.º 1 não se aplica.

ANEXO I
Lista
""",
        """\
TÍTULO I DISPOSIÇÕES GERAIS
. CAPÍTULO I DO OBJETO
. . Art. 1º
. . . Parágrafo único.
. . Art. 2º
. . . I -
. . . II -
. . . § 1º
. . . § 2º
. . Art. 2º-A.
. . Artigo 10.º Sanções
. . . 1 -
. . . 2 -
ANEXO I Lista
""",
    ),
    "Spanish": (
        """\
LEY MODELO DE CAJAS

PREÁMBULO
Considerando que las cajas son útiles,

TÍTULO PRELIMINAR
Disposiciones generales

CAPÍTULO PRIMERO
Del objeto

Sección 1.ª De las cajas

Artículo 1. Objeto.
La presente ley regula las cajas.

Artículo 2°.- Definiciones. Para los efectos de esta ley se entiende por:
a) Caja: todo recipiente rígido;
b) Bolsa: todo recipiente flexible.

Artículo 2 bis.- La caja se cierra.

ARTÍCULO TERCERO.- Las bolsas se abren:
I. Por el dueño;
II. Por el juez, y
III. Por nadie más.

Artículo 4º. Prohibiciones
1. Queda prohibido:
1.1. romper cajas;
1.2. quemar bolsas.
2. Se exceptúa lo dispuesto en el artículo 2 bis.

CAPÍTULO II
De las sanciones

Artículo 5.
Las multas son de 10 a 20 pesos.

Disposición adicional primera. Plazos.
Los plazos se cuentan en días.

Disposición transitoria única. Cajas viejas.
Las cajas viejas valen.

Disposición final segunda. Entrada en vigor.
Esta ley entra en vigor mañana.

ANEXO I
Lista de cajas
""",
        """\
TÍTULO PRELIMINAR Disposiciones generales
. CAPÍTULO PRIMERO Del objeto
. . Sección 1.ª De las cajas
. . . Artículo 1. Objeto.
. . . Artículo 2°.-
. . . . a)
. . . . b)
. . . Artículo 2 bis.-
. . . ARTÍCULO TERCERO.-
. . . . I.
. . . . II.
. . . . III.
. . . Artículo 4º. Prohibiciones
. . . . 1.
. . . . . 1.1.
. . . . . 1.2.
. . . . 2.
. CAPÍTULO II De las sanciones
. . Artículo 5.
. . Disposición adicional primera. Plazos.
. . Disposición transitoria única. Cajas viejas.
. . Disposición final segunda. Entrada en vigor.
ANEXO I Lista de cajas
""",
    ),
    "German": (
        """\
Mustergesetz über Kisten

Teil 1
Allgemeines

Abschnitt 1. Grundsätze

§ 1 Zweck
(1) Dieses Gesetz regelt Kisten.
(2) Es gilt nicht für Säcke, soweit
1. sie aus Stoff sind,
2. sie
a) klein sind oder
b) leer sind
aa) heute,
bb) morgen.

§ 2 Begriffe
Im Sinne dieses Gesetzes ist
1. „Kiste“ ein fester Behälter,
2. „Sack“ ein weicher Behälter.

§ 3a
Verbote
Es ist verboten, Kisten zu werfen.

§§ 4 bis 6 (weggefallen)

Unterabschnitt 2
Strafen

""",
        """\
Teil 1 Allgemeines
. Abschnitt 1. Grundsätze
. . § 1 Zweck
. . . (1)
. . . (2)
. . . . 1.
. . . . 2.
. . . . . a)
. . . . . b)
. . . . . . aa)
. . . . . . bb)
. . § 2 Begriffe
. . . 1.
. . . 2.
. . § 3a Verbote
. . §§ 4 bis 6
. . Unterabschnitt 2 Strafen
""",
    ),
    "French": (
        """\
LOI TYPE SUR LES COFFRES

TITRE PREMIER
DISPOSITIONS GÉNÉRALES

CHAPITRE Ier - OBJET ET DÉFINITIONS

Section 1re. – Objet

Article premier. – Objet
La présente loi régit les coffres.

Art. 2. – Définitions
Au sens de la présente loi, on entend par :
1° « coffre » : toute boîte munie d'un couvercle ;
2° « sac » : tout contenant souple ;
a) en toile ;
b) en cuir.

Article 2 bis
I. – Le coffre est fermé.
II. – Il est ouvert sur demande :
a) du propriétaire ;
b) du juge.

Art. 2 ter. – (Abrogé)

Article L. 121-1
Le coffre est vendu.

Article R*. 121-2-1. – Le sac est loué.

CHAPITRE II : SANCTIONS

Sous-section 2
Peines

Art. 3. – Quiconque ouvre un coffre sans droit est puni d'une amende.

ANNEXE I
LISTE DES COFFRES
1. Grand coffre
2. Petit coffre

Annexe n° 2 : Modèle
""",
        """\
TITRE PREMIER DISPOSITIONS GÉNÉRALES
. CHAPITRE Ier - OBJET ET DÉFINITIONS
. . Section 1re. – Objet
. . . Article premier. – Objet
. . . Art. 2. – Définitions
. . . . 1°
. . . . 2°
. . . . . a)
. . . . . b)
. . . Article 2 bis
. . . . I. –
. . . . II. –
. . . . . a)
. . . . . b)
. . . Art. 2 ter. –
. . . Article L. 121-1
. . . Article R*. 121-2-1. –
. CHAPITRE II : SANCTIONS
. . Sous-section 2 Peines
. . . Art. 3. –
ANNEXE I LISTE DES COFFRES
. 1.
. 2.
""",
    ),
    "a schedule that names its section": (
        """\
Box Act 2020

2020 CHAPTER 7

An Act to make provision about boxes.

Be it enacted as follows:—

PART 1
BOXES

CHAPTER 1
PRELIMINARY

Interpretation

1 Meaning of “box”
(1) In this Act “box” means a container which—
(a) is rigid, and
(b) has—
(i) a lid, or
(ii) a door,
whether or not it is locked.
(2) Subsection (1) is subject to section 2A.

2 Bags
A bag is soft.

2A Crates
A crate is a box.

2ZA Bags
A bag is not a box.

PART 1A
OFFENCES

3 Offence
(1) A person who breaks a box commits an offence.
(1A) Section 1(1)(b)(ii) applies.

SCHEDULE 1
Section 3
Fees
PART 1
GENERAL
1 (1) The fee for a box is £1.
(2) The fee for a crate is £2.
2 No fee is payable for a bag.

""",
        """\
PART 1 BOXES
. CHAPTER 1 PRELIMINARY
. . 1 Meaning of “box”
. . . (1)
. . . . (a)
. . . . (b)
. . . . . (i)
. . . . . (ii)
. . . (2)
. . 2 Bags
. . 2A Crates
. . 2ZA Bags
PART 1A OFFENCES
. 3 Offence
. . (1)
. . (1A)
SCHEDULE 1 Section 3 Fees
. PART 1 GENERAL
. . 1
. . . (1)
. . . (2)
. . 2
""",
    ),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_law_has_its_levels(name: str) -> None:
    text, wanted = LANGUAGES[name]
    assert outline(import_law(text.encode(), "law.txt").law.document) == wanted.splitlines()


@pytest.mark.parametrize(
    ("article", "labels"),
    [
        ("Статья", ("Вариант А", "Вариант Б")), ("Статья", ("Альтернатива 1", "Альтернатива 2")),
        ("المادة", ("الخيار الأول", "الخيار الثاني")),
        ("المادة", ("البديل ألف", "البديل باء")), ("Artigo", ("Opção 1", "Opção 2")), ("Article", ("Option one", "Option two")),
    ],
)  # fmt: skip
def test_options_have_a_word_in_every_language(article: str, labels: tuple[str, str]) -> None:
    law = f"LAW\n\n{article} 1\n\n{labels[0]}\n\n1. Abc.\n\n{labels[1]}\n\n1. Def.\n\n{article} 2\n\nGhi.\n"
    assert outline(import_law(law.encode(), "law.txt").law.document) == [
        f"{article} 1", f". {labels[0]}", ". . 1.", f". {labels[1]}", ". . 1.", f"{article} 2",
    ]  # fmt: skip


def test_chinese_articles_with_digits_have_their_number_in_their_id() -> None:
    law = import_law(
        "箱子法\n\n第1条 范围\n本法适用于箱子。\n\n备选案文一\n\n1. 甲。\n\n备选案文二\n\n1. 乙。\n\n第12条 施行\n本法施行。\n".encode(),
        "law.txt",
    ).law
    assert [p.wid for p in provisions(law)] == [
        "art_1", "art_1__option_1", "art_1__option_1__para_1", "art_1__option_2", "art_1__option_2__para_1", "art_12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("law", "cited"),
    [
        ("LOI\n\nArticle 1\n1. Un.\n2. Deux.\n\nArticle 2\nSelon le paragraphe 2 de l’article 1.\n", {"paragraphe 2": "art_1__para_2"}),
        ("LEY\n\nArtículo 1\n1. Un.\n2. Dos.\n\nArtículo 2\nEl párrafo 2 del artículo 1 y el artículo 1.1.\n",
         {"párrafo 2": "art_1__para_2", "artículo 1.1": "art_1__para_1"}),
        ("ЗАКОН\n\nСтатья 1\n1. Один.\n2. Два.\n\nСтатья 2\nСогласно пункту 2 статьи 1.\n", {"пункту 2": "art_1__para_2"}),
        ("قانون\n\nالمادة 1\n1- واحد.\n2- اثنان.\n\nالمادة 2\nوفقا للمادة 1 و الفقرة 2 من المادة 1.\n",
         {"للمادة 1": "art_1", "الفقرة 2": "art_1__para_2"}),
        ("LAW\n\nSection 3. Rest\n3.1 One.\n3.2 Two:\n(a) three;\n\nSection 4. End\nSee section 3.1 and section 3.2(a).\n",
         {"section 3.1": "sec_3__subsec_3-1", "section 3.2(a)": "sec_3__subsec_3-2__para_a"}),
    ],
)  # fmt: skip
def test_a_level_before_its_section_and_a_number_with_points_are_citations(law: str, cited: dict[str, str]) -> None:
    lines = paragraphs_of(import_law(law.encode(), "law.txt").law.document)
    found = {inline_text(one): one.target for line in lines for one in line.content if isinstance(one, Reference)}
    assert found == {words: f"#{wid}" for words, wid in cited.items()}


@pytest.mark.parametrize(
    ("text", "language"),
    [("المادة 1\nيسري هذا القانون (Water Act).", "ara"), ("ماده ۱\nاین قانون آب‌های کشور را در بر می‌گیرد و گزارش پیوست است.", "fas"),
     ("Статья 1\nЗакон о воде.", "rus"), ("Стаття 1\nЦей Закон регулює відносини і їх наслідки.", "ukr"),
     ("第一条\n为了保护水资源，制定本法。", "zho"),
     ("第一条　この法律は、水資源を保護することを目的とする。", "jpn"), ("제1조(목적) 이 법은 물을 보호한다.", "kor"),
     ("סעיף 1\nחוק זה חל על מים.", "heb"),
     ("Article 1\nLa loi sur l’eau (الماء).", "eng")],
)  # fmt: skip
def test_the_script_says_the_language_where_the_file_does_not(text: str, language: str) -> None:
    found = import_law(text.encode(), "law.txt")
    assert found.law.facts.language == language
    assert import_law(text.encode(), "law.txt", Wanted(language="deu")).law.facts.language == "deu"


CHAINED = {
    "a law with numbered paragraphs": (
        "法\n\n第1条 请求\n\n(1) 请求以书面提出。\n\n(2) 请求书应当载明：\n\n(一) 名称；\n\n(二) 事由；\n\n(三) 签名。\n\n"
        "第2条 适用\n\n“第1条第2款第三项”和第1条第1款适用，《刑法》第1条、民法第2条除外。\n",
        {"第1条第2款第三项": "art_1__para_2__subpara_3", "第1条第1款": "art_1__para_1"},
    ),
    "items right in an article": (
        "法\n\n第一条 拒绝\n\n有下列情形之一的，可以拒绝：\n\n（一）违反本法第二条；\n\n（二）其他。\n\n"
        "第二条 依照第一条第一款第（二）项办理。\n",
        {"第二条": "art_2", "第一条第一款第（二）项": "art_1__para_2"},
    ),
    "Korean": (
        "법\n\n제1조(요청) ① 요청은 서면으로 한다.\n\n② 요청은 늦지 않다.\n\n제2조(적용) 제1조제2항에 따른다.\n",
        {"제1조제2항": "art_1__para_2"},
    ),
    "Arabic": (
        "قانون\n\nالمادة 5\n\nنص.\n\nالمادة 5 مكرر\n\nتطبق المادة 5 والمادة 5 مكرر 1.\n\nالمادة 5 مكرر 1\n\nنص آخر.\n",
        {"المادة 5": "art_5", "المادة 5 مكرر 1": "art_5ter"},
    ),
}


@pytest.mark.parametrize("case", CHAINED)
def test_citations_lead_to_the_last_of_their_levels(case: str) -> None:
    words, wanted = CHAINED[case]
    lines = paragraphs_of(import_law(words.encode(), "a.txt").law.document)
    found = {inline_text(inline): inline.target[1:] for line in lines for inline in line.content if isinstance(inline, Reference)}
    assert {text.removeprefix("و"): target for text, target in found.items()} == wanted
