"""An amending text as lines: from plain text by how deep a line is indented, from Word by its styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from modellaw.capturing.aligning import flat, style_of
from modellaw.capturing.numbers import ADDED, defined, is_numbered
from modellaw.capturing.rewording import plain_note, plain_table
from modellaw.capturing.schedules import begins_schedule
from modellaw.capturing.sentences import understood
from modellaw.model.nodes import Block, Cell, Inline, Law, Note, Paragraph, Row, Run, Table
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text, text_of
from modellaw.values import dataclass
from modellaw.writers.text import COMMENTARY, WIDTH

NUMBERED = re.compile(r"^(?:\(\w{1,4}\)|\d+[A-Z]{0,2}\.)[\s\u2003]+")
TITLE = re.compile(r"(?:Section|Article|Clause)\s+\w+[\s\u2003]+(?P<title>.+)(?<!\.)|(?:Part|Chapter)\s+\w+[\s\u2003]+.+(?<!\.)", re.DOTALL)
_OURS = "Provisions are cited by the numbers that they have before these amendments"
"""What our own instruments say of themselves."""
_NOTE = 0xE000
"""The first of the private signs that stand for footnotes."""
_QUOTED = 4
"""From so many blanks on, a line of our own instrument in plain text is a quotation."""
_MARKS = '“"«„‘'
_HEADING = 80
_SECTION = re.compile(rf"\d{{1,4}}[A-Z]{{0,3}}{ADDED}[.)]?\s+(?=[^\W\d_])")
"""A section whose number has no word in front of it."""
_NARROWEST = 50
"""No page of a program that breaks lines is narrower."""
_ENDED = re.compile(r"[.:;,—–)\]”\"|]$|\b(?:and|or)$")
_ASKS = re.compile(r"(?:In|After|Before|For|At|Omit|Delete|Repeal|Renumber|Move|Split|Join|Throughout|Sections?|Articles?)\b")
"""How the sentences of amending laws begin."""
_BEGINS = re.compile(r"\([\w-]{1,5}\)(?:\s|$)|[“\"‘]|\d+\.\s|\[|\| ")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of an amending text: its words, where it stands, and what its look says: a title, an explanation, a quotation, or nothing.

    ``up`` is for text that stands behind subdivisions: how many provisions above the one before it, it belongs to.
    """

    content: tuple[Inline, ...]
    line: int
    look: str = ""
    style: str = ""
    table: Table | None = None
    up: int = 0

    @property
    def words(self) -> str:
        """What it says."""
        return "".join(map(inline_text, self.content)).strip()

    @property
    def signed(self) -> str:
        """What it says, with a sign in the place of each footnote."""
        notes = iter(range(_NOTE, _NOTE + len(self.content)))
        return "".join(chr(next(notes)) if isinstance(one, Note) else inline_text(one) for one in self.content).strip()

    def inlines(self, signed: str) -> tuple[Inline, ...]:
        """Words of it as inlines, footnotes where their signs are."""
        notes = [one for one in self.content if isinstance(one, Note)]
        parts = re.split(f"([{chr(_NOTE)}-{chr(_NOTE + len(notes))}])", signed) if notes else [signed]
        return coalesce(
            notes[ord(part) - _NOTE] if len(part) == 1 and _NOTE <= ord(part) < _NOTE + len(notes) else Run(part) for part in parts
        )


# --- plain text


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it was before it was broken: how deep it is indented, its words, where it begins, and whether empty lines are around it."""

    deep: int
    words: str
    number: int
    alone: bool


def spoken_text(text: str) -> list[Spoken]:
    """Plain text: what is indented is quoted; in our own instruments from the second step on, the first is for single sentences."""
    ours = _OURS in " ".join(text.split())
    raw = text.splitlines()
    lines = list(_unbroken(raw, WIDTH if ours else max([_NARROWEST, *map(len, raw)])))
    out: list[Spoken] = []
    front = ours
    explaining = False
    depths = _Depths()
    for line in lines:
        front = front and not (line.alone and line.deep == 0 and TITLE.fullmatch(line.words))
        label = line.words == COMMENTARY
        if front:
            out.append(Spoken((Run(line.words),), line.number, "front"))
        elif line.deep >= _QUOTED if ours else line.deep > 0:
            out.append(depths.quoted(line))
        elif ours:
            explaining = line.deep > 0 and (explaining or label)
            look = "explanation" if explaining else "title" if line.alone and TITLE.fullmatch(line.words) else "sentence"
            out.append(Spoken(_with_notes(line.words), line.number, look, "commentary label" if label else ""))
            depths = _Depths()
        else:
            out.append(Spoken((Run(line.words),), line.number))
            depths = _Depths()
    return list(_with_tables(out))


class _Depths:
    """How deep the provisions of a quotation stand, so that text behind subdivisions finds the one it belongs to."""

    def __init__(self) -> None:
        self.open: list[int] = []
        self.option: int | None = None

    def quoted(self, line: _Line) -> Spoken:
        """A quoted line, with the style that Word would give it where the text alone does not say enough."""
        words, deep, style, up = line.words, line.deep, "", 0
        if words.startswith("[optional] "):
            words = f"[{words.removeprefix('[optional] ')}"
        if self.option is not None and deep < self.option:
            self.option = None
        if words == COMMENTARY:
            style = "commentary label"
        elif line.alone and _heads(words, first=not self.open):
            option = words.startswith("Option ")
            style = "option label" if option else "heading"
            self.leave(deep)
            self.open.append(deep + 2 if option else deep)
            self.option = deep if option else None
        elif is_numbered(words):
            self.leave(deep)
            self.open.append(deep + 2)
            if words.startswith("Option "):
                self.option = deep
            elif self.option is not None and deep <= self.option:
                self.option, style = None, "subsection"
        elif defined(words):
            self.leave(deep)
            self.open.append(deep)
        elif not words.startswith("| "):
            up = self.leave(deep) if self.open and self.open[0] <= deep else 0
        return Spoken(_with_notes(words), line.number, "quotation", style, None, up)

    def leave(self, deep: int) -> int:
        """Leaves the provisions that end at a line, and says how many they are."""
        before = len(self.open)
        while self.open and self.open[-1] > deep:
            self.open.pop()
        return before - len(self.open)


def _heads(words: str, *, first: bool) -> bool:
    """Whether a line that stands alone is the heading of a provision; "(1) …" is rather its whole text."""
    if words.startswith("("):
        return is_numbered(words) and not words.endswith((".", ";", ":"))
    return first or is_numbered(words) or begins_schedule(words)


def _unbroken(lines: Sequence[str], width: int) -> Iterator[_Line]:
    """The lines with those put together that were only broken at the width of the page."""
    at = 0
    while at < len(lines):
        raw = lines[at]
        words, deep, start = raw.strip(), _depth(raw), at
        at += 1
        if not words:
            continue
        while at < len(lines) and lines[at].strip() and _depth(lines[at]) == deep and _goes_on(words, lines[at - 1], lines[at], width):
            words = f"{words} {lines[at].strip()}"
            at += 1
        above = start == 0 or not lines[start - 1].strip()
        below = at >= len(lines) or not lines[at].strip()
        yield _Line(deep, words, start + 1, above and below)


def _depth(raw: str) -> int:
    expanded = raw.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _goes_on(words: str, last: str, line: str, width: int) -> bool:
    """Whether a line is more of the one before it: that was full, or did not end, or was no whole sentence yet."""
    more = line.strip()
    if words == COMMENTARY:
        return False
    if words.startswith("| "):
        return not (words.endswith("|") and more.startswith("| ")) and not (words.endswith("|") and _fits(last, more, width))
    whole = words.endswith((".", ":", "—")) and understood(NUMBERED.sub("", words)) is not None
    if whole or more.startswith("| ") or (_ENDED.search(words) and NUMBERED.match(more)):
        return False
    if _is_head(words) and (more[:1].isupper() or NUMBERED.match(more.lstrip(_MARKS))) and _fits(last, more, width):
        return False  # "Section 20A Costs", and its first subsection or its text
    if words.rstrip('”"’').endswith((".", "—", ":")) and _ASKS.match(more):
        return False
    if not _ENDED.search(words) or not _fits(last, more, width):
        return not (_BEGINS.match(more) and words.endswith((".", ":", ";", "—")))
    return understood(NUMBERED.sub("", f"{words} {more}")) is not None


def _is_head(words: str) -> bool:
    """Whether words are the number of a section and its heading."""
    words = words.lstrip(_MARKS)
    return words[:1].isalnum() and len(words) <= _HEADING and (is_numbered(words) or _SECTION.match(words) is not None)


def _fits(last: str, more: str, width: int) -> bool:
    """Whether the first word of a line would have had room in the line before it: then the line was ended there."""
    return len(last.rstrip()) + 1 + len(more.split(" ")[0]) <= width


def _with_notes(words: str) -> tuple[Inline, ...]:
    """Words with the footnotes that plain text prints in brackets."""
    begins = words.find(" (note: ")
    if begins < 0:
        return (Run(words),) if words else ()
    end = depth = 0
    for end in range(begins + 1, len(words)):
        depth += {"(": 1, ")": -1}.get(words[end], 0)
        if depth == 0:
            break
    note = Note((Paragraph((Run(words[begins + len(" (note: ") : end]),)),), (("placement", "bottom"),))
    before = (Run(words[:begins]),) if begins else ()
    return (*before, note, *_with_notes(words[end + 1 :]))


def _with_tables(lines: Sequence[Spoken]) -> Iterator[Spoken]:
    """The lines with rows, between bars, as tables."""
    rows: list[Spoken] = []
    for line in lines:
        if line.look == "quotation" and line.words.startswith("| ") and line.words.endswith("|"):
            rows.append(line)
            continue
        if rows:
            yield _table(rows)
            rows = []
        yield line
    if rows:
        yield _table(rows)


def _table(lines: Sequence[Spoken]) -> Spoken:
    cells = [[cell.strip() for cell in line.words[1:-1].split("|")] for line in lines]
    rows = tuple(Row(tuple(Cell(_cell(words), header=not number and len(cells) > 1) for words in row)) for number, row in enumerate(cells))
    return Spoken((), lines[0].line, "quotation", "table text", Table(rows))


def _cell(words: str) -> tuple[Block, ...]:
    return tuple(Paragraph(_with_notes(part)) for part in words.split(" / ")) or (Paragraph(),)


# --- Word

_LOOKS = (
    ("commentary", "explanation"),
    (("quoted", "option"), "quotation"),
    (("section heading", "part", "chapter", "schedule"), "title"),
    (("cover", "title", "subtitle", "status", "toc", "law title", "preface", "contents", "after table"), "front"),
)
"""What the style of a paragraph of an amending instrument says of it."""


def spoken_word(document: Law) -> list[Spoken]:
    """A Word document: its styles say what is a title, an explanation or a quotation, where they are those of the amending instrument."""
    ours = any(style_of(block).startswith("quoted") for block in flat(document.document))
    out: list[Spoken] = []
    for number, block in enumerate(flat(document.document), 1):
        style = style_of(block)
        if isinstance(block, Table):
            out.append(Spoken((), number, "quotation", style, plain_table(block, _nowhere)))
            continue
        look = next((look for prefixes, look in _LOOKS if style.startswith(prefixes)), "sentence" if ours else "")
        if text_of(block).strip():
            out.append(Spoken(_plain(block.content), number, look, style))
    return out


def _plain(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """Words without their formatting, with the footnotes that hang on them."""
    return coalesce(plain_note(one, _nowhere) if isinstance(one, Note) else Run(inline_text(one)) for one in content)


def _nowhere(bookmark: str) -> str:
    """A bookmark of an amending text names no provision of the law."""
    return ""
