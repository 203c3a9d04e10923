"""What a line looks like: a heading by its words, its style, its place on the page."""

from __future__ import annotations

import re

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import split
from modellaw.importing.labels import labels_of
from modellaw.importing.lines import Line
from modellaw.importing.shapes import bold_signs

LONGEST_HEADING = 150
_ENDS = (".", ";", ":", ",", "—", "–", " -", "。", "；", "：", "،", "؛")
_NUMBERS = re.compile(r"\d+")
_JOINING = frozenset({"if", "whether", "where", "when", "unless", "and", "or", "but", "it", "this", "that", "which", "et", "ou", "y", "o"})
_VERB = re.compile(
    r"\b(?:shall|may|must|is|are|means|has|have|does|applies|apply|will|est|sont|peut|peuvent|doit|doivent|sera|seront|es|son|será|serán|podrá|podrán"
    r"|deberá|deberán|ist|sind|kann|können|darf|dürfen|wird|werden|muss|müssen|hat|haben|é|são|pode|podem|deve|devem|può|possono|sono)\b"
)

_THIS = re.compile(
    r"(?:this|these|cette|ces?|la présente|le présent|l[ao]s? presentes?|el presente|est[aeo]s?|quest[aeio]|il presente|o presente|dieses?"
    r"|dieser|deze|dit|denne|dette|denna|detta|настоящ\w+|niniejsz\w+|bu)\s",
    re.IGNORECASE,
)
_THE = re.compile(
    r"(?:the|an?|any|every|each|no|all|les?|la|l[’']|une?|tout[es]?|el|l[ao]s|una?|tod[ao]s?|der|die|das|ein|eine|jede[rs]?|il|lo|i|gli|os?|as?|um"
    r"|uma|het|de|een)[\s’']",
    re.IGNORECASE,
)
"""How a sentence begins, and a heading with a verb does not."""


def reads_like_heading(words: str) -> bool:
    """Whether words are a heading by how they read, with or without a full stop: short, and no sentence."""
    short = words.rstrip().rstrip(".")
    return is_heading(words) or (len(short) < 90 and not _VERB.search(short) and not short.endswith(_ENDS))


def reads_like_sentence(words: str) -> bool:
    """Whether words without a full stop are a sentence all the same: “This Act applies …”, “The court may …”."""
    return bool(_THIS.match(words) and words.count(" ") > 2) or bool(_THE.match(words) and _VERB.search(words))


def is_finite(words: str) -> bool:
    """Whether a verb that sentences have is among words; some headings have one too (“When a request may be refused”)."""
    return bool(_VERB.search(words))


def margin_key(text: str, grammar: Grammar) -> str:
    """What makes two lines at the edge of pages the same running head: their words, numbers apart, unless they begin a provision."""
    words = " ".join(text.split())
    patterns = (*(h.pattern for h in (*grammar.containers, *grammar.units)), grammar.schedule, grammar.option)
    if any(pattern.match(words) for pattern in patterns) or labels_of(words, grammar):
        return words
    return _NUMBERS.sub("#", words.lower())


def is_term(term: str) -> bool:
    return (
        0 < len(term.split()) <= 6
        and term.split()[0].lower() not in _JOINING
        and not term.strip().endswith((" that", " which"))
        and term[:1].isalpha()
    )


def defines(line: Line, grammar: Grammar) -> bool:
    """Whether a line reads like a definition: a term, by its quotation marks or its letters, and a verb that says what it means."""
    match = grammar.definition.match(line.text)
    if match is None:
        return False
    loud = bold_signs(split(line.content, match.start("term"))[1])
    return bool(match["open"] and match["close"]) or 0 < loud < len(line.text) / 2 or is_term(match["term"])


def opens(text: str, match: re.Match[str]) -> bool:
    first = text.lstrip("[")[:1]
    return not first.islower()


def labels_option(text: str, match: re.Match[str]) -> bool:
    """Whether a line that begins like the label of an option is one, and no sentence about an option."""
    rest = text[match.end() :]
    return not rest.strip() or is_heading(rest) or bool(set(match["separator"]) & set(".:—–"))


def heads(line: Line, match: re.Match[str]) -> bool:
    """Whether a line that begins with the word and number of a heading is one, and no sentence that begins so."""
    rest = line.text[match.end() :].strip()
    if line.text[:1].islower() or (rest[:1].islower() and line.outline < 0):
        return False
    return not rest or (len(rest) <= 200 and is_strong(line) and not rest.endswith(";")) or (is_heading(rest) and len(rest) <= 120)


def is_heading(text: str) -> bool:
    """Whether words read like a heading: short, without a full stop, not beginning in small letters."""
    text = text.strip()
    return 0 < len(text) <= LONGEST_HEADING and not text.endswith(_ENDS) and not text[0].islower() and text[0] not in "“\"'«"


def is_strong(line: Line) -> bool:
    """Whether a line looks like a heading: outline level, style, centred, bold, or capitals."""
    letters = [sign for sign in line.text if sign.isalpha()]
    capitals = len(letters) >= 3 and sum(sign.isupper() for sign in letters) > len(letters) * 0.8
    return (
        line.outline >= 0
        or line.centred
        or line.is_bold
        or capitals
        or "heading" in line.style
        or line.style in {"title", "part", "chapter"}
    )
