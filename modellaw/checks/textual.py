"""Checks of references that are only words: “section 12(3)” is in the law, and is a link."""

from __future__ import annotations

import re
from functools import lru_cache

from modellaw.checks.reading import Line, Text
from modellaw.errors import Finding, Place, Severity
from modellaw.model.address import cite, number_token
from modellaw.model.nodes import Provision

_LEVELS = {
    "section": "section", "article": "article", "rule": "rule", "clause": "clause", "subsection": "subsection", "paragraph": "paragraph",
    "subparagraph": "subparagraph", "part": "part", "chapter": "chapter", "schedule": "attachment",
}  # fmt: skip
_SECTIONS = frozenset({"section", "article", "rule", "regulation"})
_NUMBER_PARTS = re.compile(r"([^(]*)((?:\([^)]*\))*)")
_RELATIVE = frozenset({"subsection", "paragraph", "subparagraph", "clause"})
_NUMBER = r"(?:\d+[A-Z]{0,2}(?:\.\d+)*(?: (?:bis|ter|quater))?|(?<=Part )[IVX]+|(?<=Schedule )[A-Z]\b)?(?:\([0-9A-Za-z]{1,4}\))*"
_MENTION = re.compile(rf"\b([Ss]ection|[Aa]rticle|[Rr]ule|[Ss]ubsection|[Ss]ubparagraph|[Pp]aragraph|Part|Chapter|Schedule)s? ({_NUMBER})")
_CLUE = re.compile(r"[\d(]|Part |Schedule ")
"""What a line with a mention has at least."""
_MORE = re.compile(rf"(?:,| and| or| to|, and|, or) ({_NUMBER})(?![\w-])")
_OF_ANOTHER = re.compile(
    r"\W{0,2}\s*(?:\([^)]*\)\s*)?of (?!this\b|these\b|section\b|the Schedule)(?:the |that |those |its |any |an? )?[“\"]?[A-Za-z]"
)
_INSTRUMENT = re.compile(
    r"\b(?:Convention|Treaty|Protocol|Covenant|Charter|Statute|Act|Code|Constitution|Regulation|Budapest|Resolution|Rules)\b"
)


def words_that_refer_resolve(text: Text) -> list[Finding]:
    """A provision that the words of the law cite exists; where it does, in the text of the law, it is marked up as a reference.

    Sections that amend another law (those with a ``mod``) speak of its numbers and are left out.
    """
    known = _Known(text)
    lines = text.lines
    amending = {step.wid for line in lines if _amends(line) for step in line.path}
    out: list[Finding] = []
    for line in lines:
        if not _CLUE.search(line.text) or (amending and any(step.wid in amending and step.level in _SECTIONS for step in line.path)):
            continue
        for unit, number, words in _mentions(line.unmarked):
            if _LEVELS[unit] not in known.levels:
                continue
            found = known.resolved(unit, number, line.path)
            if not found:
                message = f"“{words}” is not in this law"
                hint = "mend the number, or say of which other text"
                out.append(Finding("dangling-words", Severity.WARNING, message, Place(provision=line.where), hint))
            elif line.operative and line.name != "heading":
                message = f"“{words}” is plain text and will not follow a new number"
                hint = f"write a reference to “{found}”"
                out.append(Finding("unmarked-reference", Severity.NOTE, message, Place(provision=line.where), hint))
    return out


def _amends(line: Line) -> bool:
    return any(wrap.name == "mod" for inline in line.content for wrap in inline.wraps)


class _Known:
    """The provisions of a law by the numbers under which words may cite them."""

    def __init__(self, text: Text) -> None:
        self.levels: set[str] = set()
        self.tops: dict[str, str] = {}
        self.below: dict[tuple[str, str], str] = {}
        for wid, path in text.paths.items():
            own = path[-1]
            self.levels.add(own.level)
            token = text.tokens[id(own)] or (number_token(cite(path)) if own.level == "attachment" else "")
            if not token:
                continue
            self.tops.setdefault(f"{own.level} {token.lower()}", wid)
            chain = ""
            for step in reversed(path):
                if step is not own:
                    self.below.setdefault((step.wid, chain), wid)
                part = text.tokens[id(step)].lower()
                chain = f"({part}){chain}" if part else chain

    def resolved(self, unit: str, number: str, path: tuple[Provision, ...]) -> str:
        """The wid of what a number cites from a line in ``path``, "" for nothing."""
        head, chain = _NUMBER_PARTS.fullmatch(number).groups() if _NUMBER_PARTS.fullmatch(number) else ("", "")  # type: ignore[union-attr]
        chain = chain.lower()
        if unit not in _RELATIVE or head:
            top = self.tops.get(f"{_LEVELS[unit]} {head.lower().replace(' ', '')}", "")
            return (self.below.get((top, chain), "") if chain else top) if top else ""
        return next((found for step in reversed(path) if (found := self.below.get((step.wid, chain), ""))), "")


@lru_cache(maxsize=4096)
def _mentions(text: str) -> list[tuple[str, str, str]]:
    """(level word, number, the words) for each provision cited in plain words that is not one of another text.

    Most lines are the same in all editions of a law.
    """
    out: list[tuple[str, str, str]] = []
    for found in _MENTION.finditer(text):
        if not found[2]:
            continue
        unit, numbers, end = found[1].lower(), [found[2]], found.end()
        while (more := _MORE.match(text, end)) and more[1] and _alike(more[1], numbers[-1]):
            numbers.append(more[1])
            end = more.end()
        before = re.split(r"[.;] ", text[: found.start()])[-1]
        if _OF_ANOTHER.match(text, end) or _INSTRUMENT.search(before):
            continue
        out += [(unit, number, f"{unit} {number}") for number in numbers]
    return out


def _alike(number: str, before: str) -> bool:
    """Whether a number goes on with the kind of the one before it: (2) after (1), 13 after 12."""
    return number[:1].isdigit() == before[:1].isdigit() and number.startswith("(") == before.startswith("(")
