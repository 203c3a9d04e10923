"""The names that the writer and the Word template share: styles, and the few words that Word files say themselves."""

from __future__ import annotations

NUMBERED = ("Subsection", "Paragraph", "Subparagraph", "Point", "Subpoint")
"""Styles of numbered provisions, by depth."""

TEXT = ("Section text", "Subsection text", "Paragraph text", "Subparagraph text", "Point text", "Subpoint text")
"""Styles of text without a number of its own, by depth."""

HEADINGS = {"Part": 1, "Schedule": 1, "Chapter": 2, "Section heading": 3}
"""Styles of headings that the table of contents shows, with their levels."""

HEADED = frozenset(
    (*HEADINGS, "Subheading", "Option label", "Option section heading", "Quoted heading", "Quoted option label",
     "Quoted option section heading")
)  # fmt: skip
"""Styles of numbers that have a line of their own, with the heading if there is one."""

IN_OPTION = "Option section heading"
"""The style of a section's number and heading in an option; it has no place in the contents."""

_BODY = (*NUMBERED, *TEXT, "Definition")

STYLES = (
    *_BODY, *(f"{prefix} {name[0].lower()}{name[1:]}" for prefix in ("Option", "Quoted", "Quoted option") for name in _BODY), *HEADINGS,
    "Subheading", "Form heading", "Cross heading", "Option label", "Option section heading", "Quoted heading", "Quoted option label",
    "Quoted option section heading", "Commentary label", "Commentary",
    "Quoted commentary label", "Quoted commentary",
    "Law title", "Preface", "caption", "Table text", "Table head", "After table", "footnote text", "annotation text",
    "TOC Heading", "toc 1", "toc 2", "toc 3", "Guide heading", "Guide subheading", "Guide text", "Guide step", "Guide cell", "Guide head",
    "footnote reference", "annotation reference", "Blank to fill", "Cross-reference", "Defined term", "Option words",
    "Law table", "Guide table",
)  # fmt: skip
"""The styles that a template must have, by name."""

_WORDS = {
    "eng": {"commentary": "Commentary", "explanation": "Explanation", "contents": "Contents", "page": "Page", "of": "of"},
    "fra": {"commentary": "Commentaire", "explanation": "Explication", "contents": "Table des matières", "page": "Page", "of": "sur"},
    "spa": {"commentary": "Comentario", "explanation": "Explicación", "contents": "Índice", "page": "Página", "of": "de"},
    "rus": {"commentary": "Комментарий", "explanation": "Пояснение", "contents": "Содержание", "page": "Страница", "of": "из"},
    "ara": {"commentary": "تعليق", "explanation": "توضيح", "contents": "المحتويات", "page": "صفحة", "of": "من"},
    "zho": {"commentary": "评注", "explanation": "说明", "contents": "目录", "page": "第", "of": "/"},
    "deu": {"commentary": "Erläuterung", "explanation": "Begründung", "contents": "Inhalt", "page": "Seite", "of": "von"},
    "por": {"commentary": "Comentário", "explanation": "Explicação", "contents": "Índice", "page": "Página", "of": "de"},
    "ita": {"commentary": "Commento", "explanation": "Spiegazione", "contents": "Indice", "page": "Pagina", "of": "di"},
    "nld": {"commentary": "Commentaar", "explanation": "Toelichting", "contents": "Inhoud", "page": "Pagina", "of": "van"},
    "pol": {"commentary": "Komentarz", "explanation": "Objaśnienie", "contents": "Spis treści", "page": "Strona", "of": "z"},
    "tur": {"commentary": "Yorum", "explanation": "Açıklama", "contents": "İçindekiler", "page": "Sayfa", "of": "/"},
    "ukr": {"commentary": "Коментар", "explanation": "Пояснення", "contents": "Зміст", "page": "Сторінка", "of": "з"},
    "heb": {"commentary": "פירוש", "explanation": "הסבר", "contents": "תוכן העניינים", "page": "עמוד", "of": "מתוך"},
    "fas": {"commentary": "تفسیر", "explanation": "توضیح", "contents": "فهرست مطالب", "page": "صفحه", "of": "از"},
    "jpn": {"commentary": "注釈", "explanation": "説明", "contents": "目次", "page": "ページ", "of": "/"},
    "kor": {"commentary": "주석", "explanation": "설명", "contents": "목차", "page": "쪽", "of": "/"},
}

_TAGS = {"eng": "en-GB", "fra": "fr-FR", "spa": "es-ES", "ara": "ar-SA", "rus": "ru-RU", "zho": "zh-CN", "heb": "he-IL", "fas": "fa-IR",
         "urd": "ur-PK", "jpn": "ja-JP", "kor": "ko-KR", "por": "pt-PT", "deu": "de-DE", "ita": "it-IT",
         "nld": "nl-NL", "pol": "pl-PL", "tur": "tr-TR", "ukr": "uk-UA"}  # fmt: skip
_CODES = {tag[:2]: code for code, tag in _TAGS.items()}
_SHORT = {tag[:2]: tag for tag in _TAGS.values()}
_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "ps", "dv", "ug", "sd", "yi", "ckb"})
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})


def label_word(name: str, language: str) -> str:
    """A word that a Word file says of itself, in the language of the law, else in English."""
    return _WORDS.get(language, _WORDS["eng"])[name]


def language_code(tag: str) -> str:
    """The language of a tag as laws name it ("de-AT" gives "deu"); English where it is none that is known."""
    return _CODES.get(tag.strip()[:2].lower(), "eng")


def language_tag(language: str) -> str:
    """The language as Word names it ("eng" and "en" give "en-GB")."""
    return _TAGS.get(language) or _SHORT.get(language, language)


def runs_right_to_left(tag: str) -> bool:
    return tag.partition("-")[0] in _RIGHT_TO_LEFT


def is_east_asian_language(tag: str) -> bool:
    return tag.partition("-")[0] in _EAST_ASIAN
