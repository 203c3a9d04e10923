"""Addresses: number tokens, Akoma Ntoso eIds (Naming Convention 1.0, section 5.4), and citations in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import is_
from unicodedata import combining, normalize

from modellaw.model.changes import NO_TRACE, View
from modellaw.model.memo import Memo
from modellaw.model.nodes import (  # fmt: skip
    LABELS,
    Block,
    Group,
    Law,
    Paragraph,
    Provision,
    Run,
    Table,
    Wrap,
    attribute,
    holds_portion,
    with_attribute,
    without_ids,
)
from modellaw.model.suffixes import LATIN, in_latin
from modellaw.model.views import shown
from modellaw.model.walk import NESTING, children, inline_text, paragraphs_of, rewrite, text_of, with_cells
from modellaw.values import replace

ABBREVIATIONS = {
    "alinea": "al", "article": "art", "attachment": "att", "book": "book", "chapter": "chp", "citation": "cit", "clause": "cl",
    "division": "dvs", "hcontainer": "hcontainer", "indent": "ind", "item": "item", "level": "lvl", "list": "list", "paragraph": "para",
    "part": "part", "point": "point", "proviso": "prov", "recital": "rec", "rule": "rule", "section": "sec", "subchapter": "subchp",
    "subclause": "subcl", "subdivision": "subdvs", "sublist": "sublist", "subparagraph": "subpara", "subpart": "subpart",
    "subrule": "subrule", "subsection": "subsec", "subtitle": "subtitle", "title": "title", "tome": "tome", "transitional": "trans",
}  # fmt: skip
"""Level to the abbreviation an eId is made of."""

BARE = frozenset({"item", "recital", "citation"})
"""The levels whose text stands among their own blocks, in no group (Akoma Ntoso 1.0 part 2, blockContainerType)."""

UNITS = frozenset({"section", "article", "rule"})
"""The levels with which a citation begins, whatever stands above."""

_DIVISIONS = frozenset(
    {"part", "chapter", "attachment", "title", "book", "tome", "subpart", "subchapter", "subtitle", "division", "subdivision"}
)
"""The levels that gather sections, and are cited with a capital letter."""

_OUTER = UNITS | _DIVISIONS
_FREE = frozenset({"hcontainer", "attachment", "transitional", "recital", "citation"})
"""The levels that are neither sections nor in one."""

_ENDING = "transitional"
_WORDS = {"attachment": "Schedule", "level": "point", _ENDING: "provisions"}
"""What a level is called in words, where its name in Akoma Ntoso would tell a reader nothing."""

_SPELT = r"[^\W\d_]{4,}(?: [^\W\d_]{3,})?"
"""A number that is nothing but a word ("PRIMERO", "Décima segunda")."""
_SHOUTED = r"\b(?![IVXLC]+\b)[^\W\d_a-z]{4,}\b"
"""A word in capital letters, no roman number."""
_OPENING, _SHORTEST = 6, 3
_BIS = "|".join(LATIN)
_PLAIN = str.maketrans("–", "-", "°ºª")
_NAMED = re.compile(r"\W*(?:§+\s*|[^\W\d_]{3,}(?:\.\s*|\s+))\w|\u7b2c")
"""A number that begins with the word for what it numbers; Chinese and Japanese ones begin with an ordinal sign."""
_BARE_NUMBER = re.compile(
    rf"[^\w§]?((?:[A-Z]\.? ?)?\d+[°ºª]?(?:[A-Za-z]{{1,3}}\d*)*|[^\W\d_]|[ivxlc]+|[IVXLC]+|[a-z]{{2,3}})"
    rf"([./-](?:\d+[A-Za-z]*|[A-Za-z]))*( ?(?i:{_BIS}))?\)?"
)
"""A number without the word for what it numbers: "1", "a)", "iv", "2 bis", "L. 123-4", "12/3", "1°"; "Section 1" and "§ 1" are none."""
_TOKEN = re.compile(
    r"((?<![^\W_])(?:[A-Z]{1,2}\d+[A-Z]*|(?:[A-Za-z]{1,2}|[ivxlc]+|[IVXLC]+)-\d+|(?:[ivxlc]+|[IVXLC]+)-[A-Za-z])(?=\W*$)"
    r"|\d+(?:[./-]\d+)*(?:-(?=[A-Z]{1,2}\b|[a-z]\b))?[A-Za-z]*(?: [A-Z](?=\W*$))?|[A-Za-z]+)"
    rf"(?:[\s-]+((?i:{_BIS}))\b(?: ?([A-Z]\b)|(\.\d+))?)?(?:\W|[\u4e00-\u9fff])*$"
)
_LETTER = r"\W?([À-ɏ])\W*"
_FIRST = re.compile(rf"(?:(?<=[\dI])er|(?<=\d)o)(?=\W*$| (?i:{_BIS})\b)")
_DOT = r"(?<=\d)\.(?=[°ºª])"


def number_text(provision: Provision, view: View = View.AMENDED) -> str:
    """The number as printed in a view ("Section 12", "(a)"), "" for none."""
    return _line_text(provision, "num", view)


def heading_text(provision: Provision, view: View = View.AMENDED) -> str:
    """The heading in a view, "" for none."""
    return _line_text(provision, "heading", view)


def _line_text(provision: Provision, name: str, view: View) -> str:
    for block in provision.blocks:
        if type(block) is Provision:
            break
        if type(block) is Paragraph and block.name == name and shown(block.trace, view):
            content = block.content
            if len(content) == 1 and content[0].trace is NO_TRACE:
                return inline_text(content[0]).strip()
            return "".join([inline_text(inline) for inline in content if shown(inline.trace, view)]).strip()
    return ""


@lru_cache(maxsize=1024)
def number_token(number: str) -> str:
    """The bare number in a printed one: "12A" for "Section 12A.", "a" for "(a)", "17H" for "17 H", "1" for "1er" and "1o"; "A1" stays."""
    if not number.isascii():
        own = re.fullmatch(_LETTER, normalize("NFC", number))
        if own is not None:  # "ñ)" is no "n)"
            return own[1]
        number = "".join(sign for sign in normalize("NFD", re.sub(_DOT, "", in_latin(number)).translate(_PLAIN)) if not combining(sign))
    found = _TOKEN.search(_FIRST.sub("", number.strip().rstrip(".)]:—– ")))
    return found[1].replace(" ", "") + (found[2] or "").lower() + (found[3] or found[4] or "") if found else ""


def is_named(provision: Provision, view: View = View.MARKED) -> bool:
    """Whether it is an article or section whose number says so ("Article 1", "§ 5"): one that is printed like a heading."""
    return provision.level in UNITS and bool(_NAMED.match(number_text(provision, view)))


def defined_term(provision: Provision) -> str:
    """The term that a definition defines: the words of its first ``def``, "" for none."""
    for line in _lines_in(provision):
        words = [run.text for run in line.content if run.wraps and isinstance(run, Run) and any(wrap.name == "def" for wrap in run.wraps)]
        if words:
            return "".join(words)
    return ""


def _lines(block: Block) -> Iterable[Paragraph]:
    if isinstance(block, Group):
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                yield inner


def cite(path: Sequence[Provision], view: View = View.AMENDED) -> str:
    """A provision in words, given it and all provisions above it, topmost first: "section 12(3)(a)", "Schedule 1, paragraph 2"."""
    words, scheduled = "", False
    for provision in path:
        words = cite_in(words, provision, view, scheduled=scheduled)
        scheduled = scheduled or is_schedule(provision)
    return words or (_by_its_words(path[-1], view) or path[-1].wid if path else "")


def is_schedule(provision: Provision) -> bool:
    """Whether it is a schedule, in attachments or in the body, as British acts have it."""
    return provision.level == "attachment" or attribute(provision.attributes, "name") == "schedule"


def _by_its_words(provision: Provision, view: View) -> str:
    """What has no number, and stands in nothing that has one, by its heading or its first words."""
    every = (line for line in paragraphs_of(provision, notes=False) if line.name not in LABELS)
    first = next((words for line in every if shown(line.trace, view) and (words := text_of(line).strip())), "")
    said = (heading_text(provision, view) or first).split()
    kind = _level_word(provision.level, attribute(provision.attributes, "name")).lower()
    return f"the {kind} “{' '.join(said[:_OPENING])}{' …' if said[_OPENING:] else ''}”" if said else ""


def _lines_in(provision: Provision) -> Iterable[Paragraph]:
    for block in provision.blocks:
        yield from (block,) if isinstance(block, Paragraph) else _lines(block)


def cite_in(above: str, provision: Provision, view: View = View.AMENDED, *, scheduled: bool = False, printed: str | None = None) -> str:
    """A provision in words, given in words what it stands in ("" for nothing that has a number), and whether that is in a schedule.

    ``printed`` is its number as printed, where that is known without reading its blocks.
    """
    printed = number_text(provision, view) if printed is None else printed
    number = " ".join(printed.split()).rstrip(" .:–—-．、：")
    if not any(map(str.isalnum, number)):
        term = defined_term(provision).strip('“”„"«»‘’ ')
        if term:
            return f"the definition of “{term}”" + (f" in {above}" if above else "")
        if number or printed.strip():  # a bullet
            words, place = _by_its_words(provision, view), above.rpartition("” in ")[2]
            return f"{words} in {place}" if words and place else words or above
        if provision.level == _ENDING and heading_text(provision, view):
            return _by_its_words(provision, view)
        if provision.level == "attachment":
            return _schedule(heading_text(provision, view)) or above
        return f"the guidance to {above}" if attribute(provision.attributes, "name") == "commentary" and above else above
    return _cited(above, number, provision.level, attribute(provision.attributes, "name"), scheduled)


@lru_cache(maxsize=4096)
def _cited(above: str, number: str, level: str, name: str, scheduled: bool) -> str:
    """What has a number, in words; most provisions are called the same in all editions and before and after their changes."""
    kind, schedule = _level_word(level, name), level == "attachment" or name == "schedule"
    if above and name == "option":
        return f"{above}, {number[0].lower()}{number[1:]}"
    bracketed = number.startswith(("(", "（"))
    bare = bracketed or _BARE_NUMBER.fullmatch(number)
    if bare and above and level not in _OUTER:
        outer = number.rpartition(".")[0]
        if outer and re.search(rf"(?<![\w.]){re.escape(outer)}$", above):  # "2.1" in article 2
            return above.removesuffix(outer) + number
        own = above[:1].isupper() or above[:12].lower() == "the schedule"
        if own and ", " not in above and not bracketed:  # a schedule has paragraphs of its own
            return f"{above}, {kind} {number.rstrip(')')}"
        return above + (number if bracketed else f"({number.rstrip(')')})")
    of = f" of {above}" if above and (scheduled or above.startswith(f"the {_WORDS[_ENDING]}")) else ""
    if bare:
        return f"{kind[0].upper()}{kind[1:]} {number}{of}" if level in _DIVISIONS else f"{kind} {number}"
    word = number.split(" ", 1)[0]
    inner = level not in _OUTER and level not in _FREE
    if level in UNITS and re.fullmatch(_SPELT, number) and word[:3].lower() != level[:3]:
        return f"{kind} {number.capitalize()}{of}"
    shouted = word.isupper() and len(word) >= _SHORTEST and not any(map(str.isdigit, word))
    named = word.capitalize() + re.sub(_SHOUTED, lambda found: found[0].lower(), number[len(word) :]) if shouted else number
    if level == "chapter" and above:
        return f"{named} of {above}"
    if level in _DIVISIONS or schedule:
        the = "the " if schedule and named.isalpha() else ""
        return the + named + (of if scheduled else "")
    return f"{above}, {named[0].lower()}{named[1:]}" if inner and above else named[0].lower() + named[1:] + ("" if scheduled else of)


def cite_from(here: Sequence[Provision], target: Sequence[Provision], view: View = View.AMENDED) -> str:
    """The citation of ``target`` as written in ``here``: relative inside one section ("subsection (2)", "paragraph (a)")."""
    shared = 0
    while shared < min(len(here), len(target) - 1) and here[shared].wid == target[shared].wid:
        shared += 1
    if shared and all(number_text(step, view).startswith("(") for step in target[shared:]):
        return cite(target[shared:], view)
    return cite(target, view)


def _schedule(heading: str) -> str:
    """A schedule whose number is part of its heading: "Schedule 1: Forms" is cited as "Schedule 1", others by the whole heading."""
    head = re.split(r"[:–—]", heading)[0].strip()
    return head if head and re.fullmatch(r"\w+ (\d+|[A-Z]|[IVXLC]+)\w?", head) else f"the schedule “{heading}”" if heading else ""


def _level_word(level: str, name: str) -> str:
    return name if level == "hcontainer" else _WORDS.get(level, level)


Paths = Mapping[str, tuple[Provision, ...]]
"""wid to a provision and all above it, topmost first."""

_KNOWN: Memo[Paths] = Memo()


def paths(law: Law) -> Paths:
    """Every provision of a law by its wid, with all above it."""
    return _KNOWN.of(law.document, lambda: _paths(law.document))


def steady(old: Paths, new: Paths) -> set[str]:
    """The wids of provisions that stand in the same provisions as before, each of which is cited as before."""
    found: set[str] = set()
    for wid, path in new.items():
        before = old.get(wid, ())
        within = len(path) == len(before) and (len(path) == 1 or (path[-2].wid == before[-2].wid and path[-2].wid in found))
        if within and _cited_alike(before[-1], path[-1]):
            found.add(wid)
    return found


def _cited_alike(old: Provision, new: Provision) -> bool:
    """Whether two states of a provision are the same, or have the same number: all that is said of one with a number, its kind apart."""
    if old is new:
        return True
    number = number_text(new)
    same = number == number_text(old) and old.level == new.level and attribute(old.attributes, "name") == attribute(new.attributes, "name")
    return same and any(map(str.isalnum, number))


def _paths(document: Group) -> Paths:
    found: dict[str, tuple[Provision, ...]] = {}

    def visit(blocks: tuple[Block, ...], above: tuple[Provision, ...]) -> None:
        for block in blocks:
            match block:
                case Provision():
                    path = (*above, block)
                    found.setdefault(block.wid, path)
                    visit(block.blocks, path)
                case Group():
                    visit(block.blocks, above)
                case Table():
                    visit(children(block), above)

    visit(document.blocks, ())
    return found


def derive_eids(law: Law, before: Law) -> Law:
    """The law with the eId of every inserted, renumbered or moved provision derived from its number; all others keep theirs.

    A level whose eIds in ``before`` carry no prefix (sections numbered through the whole law) gets none.
    """
    old = paths(before)
    eids = {wid: "" if holds_portion(path[-1]) else attribute(path[-1].attributes, "eId") for wid, path in old.items()}
    flat = _levels_without_prefix([path[-1] for path in old.values()])
    used: set[str] = set()

    def keeps(block: Provision, prefix: str) -> bool:
        """Whether a provision stands where it stood, under the number it had."""
        path = old.get(block.wid)
        if path is None or not eids[block.wid] or (eids.get(path[-2].wid, "") if len(path) > 1 else "") != prefix:
            return False
        return block is path[-1] or number_token(number_text(block)) == number_token(number_text(path[-1]))

    def renew(block: Block, prefix: str, at: list[int]) -> Block:
        match block:
            case Provision():
                same = keeps(block, prefix)
                token = "" if same else number_token(number_text(block))
                eid = _unique(eids[block.wid] if same else _eid(block, token, "" if block.level in flat else prefix, at), used)
                blocks = renew_all(block.blocks, prefix if holds_portion(block) else eid, [0])
                own = dict(block.attributes)
                attributes = block.attributes
                if own.get("eId") != eid or own.get("wId") != block.wid:
                    attributes = with_attribute(with_attribute(attributes, "eId", eid), "wId", block.wid)
                elif blocks is block.blocks:
                    return block
                return Provision(block.level, block.wid, blocks, attributes, block.trace, block.shell, block.seam, block.moved)
            case Group():
                blocks = renew_all(block.blocks, prefix, at)
                return block if blocks is block.blocks else replace(block, blocks=blocks)
            case Table():
                return with_cells(block, lambda blocks: renew_all(blocks, prefix, at))
            case _:
                return block

    def renew_all(blocks: tuple[Block, ...], prefix: str, at: list[int]) -> tuple[Block, ...]:
        if NESTING.isdisjoint(map(type, blocks)):
            return blocks
        new = [renew(block, prefix, at) for block in blocks]
        return blocks if all(map(is_, new, blocks)) else tuple(new)

    document = renew(law.document, "", [0])
    assert isinstance(document, Group)
    return replace(law, document=document)


def _levels_without_prefix(old: Iterable[Provision]) -> frozenset[str]:
    prefixed: dict[str, bool] = {}
    for provision in old:
        eid = attribute(provision.attributes, "eId")
        if eid and not eid.startswith("att_"):
            prefixed[provision.level] = prefixed.get(provision.level, False) or "__" in eid
    return frozenset(level for level, found in prefixed.items() if not found)


def _eid(provision: Provision, token: str, prefix: str, at: list[int]) -> str:
    kind = ABBREVIATIONS.get(provision.level, provision.level)
    if provision.level == "hcontainer":
        kind = attribute(provision.attributes, "name") or kind
    if not token:
        term = re.sub(r"[^A-Za-z0-9]+", "-", defined_term(provision)).strip("-").lower() if kind == "definition" else ""
        at[0] += 1
        token = term or str(at[0])
    own = f"{kind}_{token.replace('.', '-').replace('/', '-')}"
    return f"{prefix}__{own}" if prefix else own


def _unique(eid: str, used: set[str]) -> str:
    candidate, count = eid, 1
    while candidate in used:
        count += 1
        candidate = f"{eid}_{count}"
    used.add(candidate)
    return candidate


def ids_once(law: Law) -> Law:
    """The law with the ids of inline elements at their first place only: a split line has two halves of one element."""
    used: set[tuple[str, str]] = set()

    def once(wraps: tuple[Wrap, ...]) -> tuple[Wrap, ...]:
        return tuple(replace(wrap, attributes=tuple(filter(fresh, wrap.attributes))) for wrap in wraps)

    def fresh(pair: tuple[str, str]) -> bool:
        return pair not in used

    def change(block: Block) -> Block:
        if not isinstance(block, Paragraph) or not any(inline.wraps for inline in block.content):
            return block
        content = tuple(replace(inline, wraps=once(inline.wraps)) if inline.wraps else inline for inline in block.content)
        mine = {pair for inline in block.content for wrap in inline.wraps for pair in wrap.attributes}
        used.update(mine - set(without_ids(tuple(mine))))
        return replace(block, content=content)

    document = rewrite(law.document, change)
    assert isinstance(document, Group)
    return replace(law, document=document)
