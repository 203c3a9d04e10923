"""The sentences of amending laws as patterns: what the amending instrument says, and what drafters write for the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from modellaw.amend.ops import (
    EACH,
    LAST,
    ChangeCell,
    ChangeHeading,
    ChooseOption,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    InsertText,
    Join,
    Move,
    OmitColumn,
    OmitNote,
    OmitRow,
    OmitText,
    Operation,
    Part,
    Position,
    Renumber,
    Repeal,
    ReplaceNote,
    ReplaceText,
    Scope,
    Split,
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.amend.wording import ORDINALS
from modellaw.capturing.variants import IN_OTHER_WORDS, variants
from modellaw.errors import InputError
from modellaw.model.nodes import Block, Inline, Paragraph, Provision, Table
from modellaw.values import dataclass

_TIGHT = tuple(",;.:")
"""Signs that stand at the word before them."""
PREFACE = "preface"
"""What the preface is to a sentence: words in it are looked for in the whole law, where they must be once."""
_Q = r"[“\"](?P<{0}>.+?)[”\"]"
_CITE = (r"(?P<{0}>(?:the guidance to )?(?:the definition of [“\"][^”\"]+[”\"] in )?(?:[^,“”:;]|(?<=\d):(?=\d))+?|(?:the guidance to )?the "
         r"(?:definition of|schedule) [“\"][^”\"]+[”\"])")  # fmt: skip
_IN = (
    r"(?:in |(?P<wide>throughout ))(?:the (?P<scope>headings?|text|footnotes|tables?) of )?" + _CITE.format("where")
    + r"(?P<own> outside its subdivisions)?(?P<wherever>,? wherever (?:it |they )?occur(?:s|ring)?)?, "
)  # fmt: skip
_OCC = r"(?: \(in (?P<occ>each|the \w+) place\)|(?P<everywhere>,? wherever (?:it |they )?occur(?:s|ring)?)|(?P<last> at the end))?"
_TABLE = r"in (?:the table|table (?P<table>\d+)) of " + _CITE.format("where") + ", "
_AS = r"(?P<number>(?:[A-Z]\w* )?[\w()]+)"
_TAIL = r"(?P<late>,? wherever (?:it |they )?occur(?:s|ring)?)?"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A pattern, how a drafter would read it, and whether provisions follow behind a colon."""

    pattern: re.Pattern[str]
    reads: str
    announces: bool


def _sentence(pattern: str, reads: str) -> Sentence:
    announces = pattern.endswith(":")
    return Sentence(
        re.compile(pattern.removesuffix(":") + (r" ?[:—–-]+" if announces else r"\.?"), re.IGNORECASE | re.DOTALL), reads, announces
    )


_ANY = r"(?: the following(?: [\w-]+)*?)?"
SENTENCES: dict[str, Sentence] = {
    "alphabetical": _sentence(r"in " + _CITE.format("where") + r", at the place in alphabetical order, insert" + _ANY + ":",
                              "In section 2(1), at the place in alphabetical order, insert:"),
    "numbered": _sentence(r"in " + _CITE.format("where") + r", at the place in the order of numbers, insert" + _ANY + ":",
                          "In section 5, at the place in the order of numbers, insert:"),
    "insert-row": _sentence(_TABLE + r"(?:after row (?P<after>\d+)|before the first row) insert the row:",
                            "In the table of section 29(3), after row 2 insert the row:"),
    "insert-column": _sentence(_TABLE + r"(?:after column (?P<after>\d+)|before the first column) insert the column:",
                               "In the table of section 29(3), after column 1 insert the column:"),
    "cell": _sentence(_TABLE + r"for the cell in row (?P<row>\d+), column (?P<column>\d+), substitute:",
                      "In the table of section 29(3), for the cell in row 2, column 1, substitute:"),
    "omit-line": _sentence(_TABLE + r"omit (?P<what>row|column) (?P<number>\d+)", "In the table of section 29(3), omit row 2."),
    "insert-note": _sentence(_IN + r"(?:after " + _Q.format("find") + _OCC + r"|at the end) insert the footnote:",
                             "In section 5, after “treaty” insert the footnote:"),
    "replace-note": _sentence(r"for footnote (?P<note>\d+) of " + _CITE.format("where") + r",? substitute:",
                              "For footnote 1 of section 5 substitute:"),
    "omit-note": _sentence(r"omit footnote (?P<note>\d+) of " + _CITE.format("where"), "Omit footnote 1 of section 5."),
    "heading": _sentence(r"for the heading of " + _CITE.format("where") + r",? substitute " + _Q.format("new"),
                         "For the heading of section 9 substitute “New heading”."),
    "new-heading": _sentence(r"for the heading of " + _CITE.format("where") + r",? substitute:",
                             "For the heading of section 9 substitute:"),
    "omit-heading": _sentence(r"omit the heading of " + _CITE.format("where"), "Omit the heading of section 9."),
    "replace-text": _sentence(_IN + r"for " + _Q.format("find") + _OCC + r",? substitute " + _Q.format("new") + _TAIL,
                              "In section 5(1), for “X” substitute “Y”."),
    "omit-text": _sentence(_IN + r"omit " + _Q.format("find") + _OCC, "In section 5(1), omit “X”."),
    "insert-text": _sentence(_IN + r"(?:(?P<side>after|before) " + _Q.format("find") + _OCC + r"|at the (?P<edge>end|beginning)),? insert "
                             + _Q.format("new"), "In section 5(1), after “X” insert “Y”."),
    "opening": _sentence(r"for the opening words of " + _CITE.format("where") + r",? substitute:",
                         "For the opening words of section 12(3) substitute:"),
    "substitute": _sentence(r"for " + _CITE.format("where") + r"(?: to " + _CITE.format("upto") + r")?,? substitute" + _ANY + ":",
                            "For section 9 to section 10 substitute:"),
    "insert": _sentence(r"(?P<place>after|before|at the beginning of|at the end of) " + _CITE.format("where") + r",? insert" + _ANY + ":",
                        "After section 20 insert:"),
    "repeal": _sentence(r"repeal " + _CITE.format("where") + r"(?: to " + _CITE.format("upto")
                        + r")?(?P<keep>, its number and heading staying,)?(?: and put " + _Q.format("text") + r" in its place)?",
                        "Repeal section 7."),
    "repealed": _sentence(_CITE.format("where") + r"(?: (?P<joined>to|and) " + _CITE.format("upto") + r")? (?:is|are) repealed",
                          "Section 7 is repealed."),
    "move": _sentence(r"move " + _CITE.format("where") + r"(?: to (?!the )" + _CITE.format("upto")
                      + r")? (?:to )?(?P<place>after|before|at the beginning of|at the end of|the beginning of|the end of) "
                      + _CITE.format("anchor") + r"(?: as (?P<number>(?:[A-Z]\w* )?[\w()]+))?",
                      "Move section 9 before section 4 as Section 3A."),
    "renumber": _sentence(r"renumber " + _CITE.format("where") + r"(?: to " + _CITE.format("upto") + r")? as " + _AS
                          + r"(?: and following)?", "Renumber section 9(2) to section 9(5) as (3) and following."),
    "renumbered": _sentence(_CITE.format("where") + r"(?: (?P<joined>to|and) " + _CITE.format("upto") + r")? (?:is|are) renumbered (?:as )?"
                            r"(?:(?:sub)?(?:section|paragraph)s? )?" + _AS + r"(?: (?:to|and).*)?",
                            "Section 12 to section 14 are renumbered as Section 15 and following."),
    "wrap": _sentence(r"the existing text of " + _CITE.format("where") + r" becomes (?P<level>[a-z]+) (?P<number>\S+?)",
                      "The existing text of section 16 becomes subsection (1)."),
    "split": _sentence(r"split " + _CITE.format("where") + r": (?P<parts>what begins with .+ becomes .+)",
                       "Split section 20(3): what begins with “and any time limit” becomes (3A)."),
    "join": _sentence(r"join " + _CITE.format("where") + r" to " + _CITE.format("upto")
                      + r" into one provision(?P<apart>, each text a paragraph of it)?",
                      "Join section 10(1) to section 10(2) into one provision."),
    "fill-blank": _sentence(r"(?:in " + _CITE.format("where") + r", )?fill the blank " + _Q.format("blank") + r" with " + _Q.format("new"),
                            "Fill the blank “state” with “Utopia”."),
    "choose-option": _sentence(r"of the options " + _Q.format("group") + r" choose option (?P<option>\S+?)",
                               "Of the options “legal-basis” choose option 2."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence that was recognised: its name and the words in it."""

    name: str
    found: re.Match[str]

    @property
    def announces(self) -> bool:
        """Whether what is inserted follows."""
        return SENTENCES[self.name].announces

    def get(self, part: str) -> str:
        """A part of the sentence, "" when it is not there."""
        return (
            (self.found.groupdict().get(part) or "").strip()
            if part not in {"find", "new", "text"}
            else self.found.groupdict().get(part) or ""
        )


def understood(text: str) -> Understood | None:
    """A sentence, or None for one that no pattern reads."""
    for said in variants(text.strip()):
        for name, sentence in SENTENCES.items():
            found = sentence.pattern.fullmatch(said)
            if found is not None:
                return Understood(name, found)
    return None


def nearest(text: str) -> str:
    """The pattern that a sentence is most like, as a drafter would read it."""
    known = [*(sentence.reads for sentence in SENTENCES.values()), *IN_OTHER_WORDS]
    plain = re.sub(r"[“\"].*?[”\"]", "“X”", text)
    return next(iter(get_close_matches(plain, known, 1, 0.2)), "")


@dataclass(frozen=True, slots=True)
class Readers:
    """What making an operation needs: the wid of a citation, a new wid, whether words stand inside longer ones, quoted words as inlines,
    whether a provision is the one behind another, a number in the form that a provision has, and where new provisions stand by their
    numbers."""

    wid: Callable[[str], str]
    fresh: Callable[[str, str], str]
    stands: Callable[[str, str], bool]
    content: Callable[[str], tuple[Inline, ...]]
    beside: Callable[[str, str], bool]
    printed: Callable[[str, str], str]
    in_order: Callable[[str, Sequence[Block]], Position]


def operation(said: Understood, blocks: Sequence[Block], read: Readers) -> Operation:
    """The operation that a sentence says. Raises InputError for a citation that names nothing."""
    get = said.get
    where, up_to = _span(said, read)
    match said.name:
        case "alphabetical":
            return Insert(Position(Where.ALPHABETICAL, where), tuple(blocks))
        case "numbered":
            return Insert(read.in_order(where, blocks), tuple(blocks))
        case "insert" if _schedules(blocks):
            (schedule,) = blocks
            assert isinstance(schedule, Provision)
            return InsertSchedule("" if where == "body" else where, schedule)
        case "insert":
            return Insert(_position(get("place"), where), tuple(blocks))
        case "substitute" | "opening":
            return Substitute(where, tuple(blocks), up_to, said.name == "opening")
        case "repeal" | "repealed":
            return Repeal(where, up_to, get("text"), bool(get("keep")))
        case "replace-text":
            words, blank = _words(said, where, read)
            apart = blank or (" " if get("find")[:1] in _TIGHT and get("new")[:1].isalnum() else "")  # "; or" becomes "and", not "yearsand"
            return ReplaceText(words, read.content(f"{apart}{get('new')}{blank}"))
        case "omit-text":
            return OmitText(_words(said, where, read)[0])
        case "insert-text":
            return _insertion(said, where, read)
        case "heading" | "omit-heading":
            return ChangeHeading(where, read.content(get("new")))
        case "new-heading" if blocks and isinstance(blocks[0], Paragraph):
            return ChangeHeading(where, blocks[0].content)
        case "move":
            return Move(where, _position(get("place"), read.wid(get("anchor"))), up_to, get("number"))
        case "renumber" | "renumbered":
            return Renumber(where, read.printed(where, get("number")), up_to)
        case "wrap":
            return Wrap(where, get("level").lower(), get("number"), read.fresh(where, get("number")))
        case "split":
            return Split(where, tuple(_parts(said, where, read)))
        case "join":
            return Join(where, up_to, not get("apart"))
        case "fill-blank":
            return FillBlank(get("blank"), read.content(get("new")), "" if where == "body" else where)
        case "choose-option":
            return ChooseOption(get("group"), get("option"))
        case _:
            return _table_or_note(said, where, blocks, read)


def _span(said: Understood, read: Readers) -> tuple[str, str]:
    """The provisions that a sentence is about, from and to; "the guidance to section 42" is one."""
    where, up_to = said.get("where"), said.get("upto")
    if up_to:
        try:
            return read.wid(f"{where} to {up_to}"), ""
        except InputError:
            first, last = read.wid(where), read.wid(_in_full(where, up_to))
        if said.get("joined").lower() == "and" and not read.beside(first, last):
            raise InputError(f"“{where} and {up_to}” are not one behind the other", hint="write a sentence for each")
        return first, last
    return (read.wid(where) if where else ""), ""


def _in_full(first: str, last: str) -> str:
    """The end of a range as a citation of its own: "14" in "sections 12 to 14", "(5)" in "section 9(2) to (5)"."""
    if re.fullmatch(r"\(\w+\)", last):
        return re.sub(r"\(\w+\)$", last, first)
    return f"{first.rpartition(' ')[0]} {last}" if re.fullmatch(r"\d+[A-Za-z]*|[A-Z]{1,2}|[IVXLC]+", last) else last


def _table_or_note(said: Understood, where: str, blocks: Sequence[Block], read: Readers) -> Operation:
    get = said.get
    at = TablePlace(where, int(get("table") or 1))
    table = next((block for block in blocks if isinstance(block, Table)), None)
    match said.name:
        case "insert-row" if table is not None:
            return InsertRow(at, int(get("after") or 0), tuple(cell.blocks for cell in table.rows[0].cells))
        case "insert-column" if table is not None:
            return InsertColumn(at, int(get("after") or 0), tuple(row.cells[0].blocks for row in table.rows))
        case "cell":
            return ChangeCell(at, int(get("row")), int(get("column")), tuple(blocks))
        case "omit-line":
            number = int(get("number"))
            return OmitRow(at, number) if get("what").lower() == "row" else OmitColumn(at, number)
        case "insert-note":
            return InsertNote(_words(said, where, read)[0] if get("find") else Words(where, "", expect=1), tuple(blocks))
        case "replace-note":
            return ReplaceNote(where, int(get("note")), tuple(blocks))
        case "omit-note":
            return OmitNote(where, int(get("note")))
        case _:
            raise InputError("the row or column that is to be inserted does not follow as a table")


def _words(said: Understood, where: str, read: Readers) -> tuple[Words, str]:
    """The words to be found; with a blank on both sides where they also stand inside other words, which are not meant."""
    get = said.get
    scope = {"heading": Scope.HEADING, "headings": Scope.HEADING, "text": Scope.OWN if get("own") else Scope.TEXT,
             "footnotes": Scope.NOTES, "table": Scope.TABLES, "tables": Scope.TABLES}.get(get("scope").lower(), Scope.ALL)  # fmt: skip
    where = "" if where in ("body", PREFACE) else where
    place = get("occ").lower().removeprefix("the ")
    wide = any(map(get, ("wide", "wherever", "everywhere", "late"))) or place == "each"
    place = place or ("last" if get("last") else "")
    which = LAST if place == "last" else _nth(place)
    find = get("find")
    blank = " " if find[:1].isalnum() and find[-1:].isalnum() and read.stands(where, find) else ""
    return Words(where, f"{blank}{find}{blank}", which, 0 if wide or place else 1, scope), blank


def _nth(place: str) -> int:
    """ "second", "2nd", "12th" as a number; EACH for no place."""
    if place in ORDINALS:
        return ORDINALS.index(place) + 1
    found = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", place)
    return int(found[1]) if found else EACH


def _insertion(said: Understood, where: str, read: Readers) -> InsertText:
    """Words beside others, with the blank between them that the quotation leaves out."""
    get = said.get
    new, after = get("new"), get("side").lower() == "after" or get("edge").lower() == "end"
    words = _words(said, where, read)[0] if get("find") else Words(where, "", expect=1)
    words = Words(words.target, get("find"), words.occurrence, words.expect, words.scope)
    tight = new[:1] in ",;.:)’" if after else new[-1:] in "(“"
    joined = new if tight else f" {new}" if after else f"{new} "
    return InsertText(words, read.content(joined), after)


def _parts(said: Understood, where: str, read: Readers) -> list[Part]:
    parts = []
    for piece in re.split(r"; what begins with ", said.get("parts").rstrip(".").removeprefix("what begins with ")):
        titled = re.fullmatch(rf"(?P<before>.+) under the heading {_Q.format('heading')}", piece, re.DOTALL)
        heading = read.content(titled["heading"]) if titled else ()
        begins, _, number = (titled["before"] if titled else piece).rpartition(" becomes ")
        phrase = re.fullmatch(_Q.format("words"), begins.strip(), re.DOTALL)
        wid = read.fresh(where, number)
        parts.append(Part(number, wid, phrase["words"], "", heading) if phrase else Part(number, wid, "", read.wid(begins), heading))
    return parts


def _position(place: str, anchor: str) -> Position:
    where = {"after": Where.AFTER, "before": Where.BEFORE}.get(place.lower())
    return Position(where or (Where.FIRST if "beginning" in place.lower() else Where.LAST), anchor)


def _schedules(blocks: Sequence[Block]) -> bool:
    return len(blocks) == 1 and isinstance(blocks[0], Provision) and blocks[0].level == "attachment"
