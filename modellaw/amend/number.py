"""Numbers: what follows what, the operation that renumbers, and the policies for provisions inserted without a number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from modellaw.amend.desk import TOP, Desk, Sight, flat
from modellaw.amend.lines import Line, line_text, own_line
from modellaw.amend.locate import child_stubs, neighbours, provision, span
from modellaw.amend.merge import put_label
from modellaw.amend.ops import Renumber
from modellaw.amend.sequence import (
    around,
    as_others,
    between,
    counted,
    following,
    is_word,
    printed_in,
    printed_in_arabic,
    roman_value,
    with_token,
)
from modellaw.amend.text import OpenLine
from modellaw.errors import AmendmentError, Place
from modellaw.model.address import number_text, number_token
from modellaw.model.changes import NO_TRACE, NUMBERING, Trace, View
from modellaw.model.memo import Memo
from modellaw.model.nodes import Block, Law, Paragraph, Provision, Run, language_of
from modellaw.model.suffixes import LATIN, is_arabic
from modellaw.model.walk import NESTING, children
from modellaw.project import Numbering
from modellaw.values import dataclass, replace

_SQUEEZED = r"(\d+|[a-z])\s?([A-Z]+|[a-z]|" + "|".join(LATIN) + ")"


# --- the operation


def renumber(desk: Desk, sight: Sight, op: Renumber) -> None:
    """A new number; over a range the following ones count on from it."""
    wids = span(desk, sight, op.target, op.up_to)
    token = counted(op.number)
    tokens = [token_of(desk, sight, wid) for wid in wids]
    romans = bool(roman_value(token)) and all(roman_value(old) for old in tokens) and _looks_roman(tokens)
    number = op.number
    for wid in wids:
        renumber_one(desk, sight, wid, number)
        after = following(token, romans)
        number, token = with_token(number, token, after), after


def _looks_roman(tokens: Sequence[str]) -> bool:
    return any(len(token) > 1 for token in tokens) or all(token in {"i", "v", "x", "I", "V", "X"} for token in tokens)


def renumber_one(desk: Desk, sight: Sight, wid: str, number: str) -> None:
    """The number line of one provision becomes another; only what differs is marked."""
    provision(desk, sight, wid)
    if not number_token(number):
        raise sight.fail(f"“{number}” is not a number", wid, "write it as it is to be printed: “Section 12”, “(c)”")
    desk.claim("number", wid, sight)
    line = own_line(desk, sight, wid, "num")
    if line is None:
        put_label(desk, sight, wid, Paragraph((Run(number),), "num"))
        return
    opened = OpenLine(desk, sight, line)
    if opened.text.strip() != number:
        opened.rewrite((Run(number),))
        opened.close()


def token_of(desk: Desk, sight: Sight, wid: str) -> str:
    """The bare number of a provision as seen, "" for none."""
    line = own_line(desk, sight, wid, "num")
    return counted(line_text(desk, sight, line)) if line else ""


def check_numbers(desk: Desk, sight: Sight, wids: Sequence[str]) -> None:
    """None of the renumbered provisions has the number of a neighbour of its level."""
    for wid in wids:
        if not desk.present(wid, sight):
            continue
        token, level = token_of(desk, sight, wid), desk.records[wid].level
        home = desk.home(wid, sight)
        beside = [other for _, _, other in child_stubs(desk, sight, home)] if home != TOP else neighbours(desk, sight, wid)
        for other in beside:
            if other != wid and desk.records[other].level == level and token_of(desk, sight, other) == token:
                raise sight.fail(f"the number {token} is also that of “{other}”", wid, "renumber that one too, in the same module")


# --- the policies


@dataclass(frozen=True, slots=True)
class Series:
    """Provisions that are numbered together, in order."""

    level: str
    wids: tuple[str, ...]


def number_inserted(desk: Desk, sight: Sight, base: Law, policy: Numbering) -> None:
    """Give every inserted provision without a number one; under ``renumber`` let those after it count on."""
    levels = {desk.records[wid].level for wid in desk.changed() if _lacks_number(desk, sight, wid)}
    if policy is Numbering.RENUMBER:
        levels = {record.level for record in desk.records.values()} - _UNNUMBERED
    if not levels:
        return
    styles = _STYLES.of(base.document, lambda: _Styles(base))
    for series in _all_series(desk, sight, levels, styles.continuous):
        if policy is Numbering.RENUMBER and (_touched(desk, series) or _squeezed_in(desk, sight, series)):
            _count_on(desk, sight, series, styles)
        else:
            _fill(desk, sight, series, styles, policy)


def _lacks_number(desk: Desk, sight: Sight, wid: str) -> bool:
    """Whether a provision of a numbered kind was inserted without a number."""
    record = desk.records[wid]
    return record.level not in _UNNUMBERED and wid != TOP and own_line(desk, sight, wid, "num") is None and _is_new(desk, wid)


_ARABIC = frozenset({"ara", "ar", "fas", "per", "fa"})
_UNNUMBERED = frozenset({"hcontainer", "attachment", "list", "alinea"})


class _Styles:
    """How the base law numbers its levels: the printed form, whether by roman numerals, whether through the whole law; in which script."""

    def __init__(self, base: Law) -> None:
        self.arabic = language_of(base).partition("-")[0].lower() in _ARABIC
        self.form: dict[str, tuple[str, str]] = {}
        self.romans: dict[str, bool] = {}
        self.first: dict[str, str] = {}
        tokens: dict[str, list[str]] = {}
        above: dict[str, set[int]] = {}
        for parent, item in _with_parents(base):
            text = number_text(item, View.ORIGINAL)
            token = counted(text) if text else ""
            if not token:
                continue
            self.arabic = self.arabic or is_arabic(text)
            self.form.setdefault(item.level, around(text, number_token(text)))
            self.first.setdefault(item.level, token)
            tokens.setdefault(item.level, []).append(token)
            above.setdefault(item.level, set()).add(id(parent))
        for level, found in tokens.items():
            self.romans[level] = any(len(token) > 1 and roman_value(token) for token in found) and all(
                roman_value(token) or token == "1" for token in found
            )
        self.continuous = frozenset(level for level, found in tokens.items() if len(above[level]) > 1 and _goes_on(found))


_STYLES: Memo[_Styles] = Memo()


def _goes_on(found: Sequence[str]) -> bool:
    """Whether numbers of several places are one sequence: none twice, and not letters here and numbers there."""
    return len(set(found)) == len(found) and len({token[0].isdigit() for token in found}) == 1


def _with_parents(law: Law) -> Iterator[tuple[Provision | None, Provision]]:
    """Every provision after the one directly above it, in document order; None at the top and inside what is not a provision."""
    stack: list[tuple[Provision | None, Block]] = [(None, law.document)]
    while stack:
        parent, block = stack.pop()
        if isinstance(block, Provision):
            yield parent, block
        above = block if isinstance(block, Provision) else None
        stack.extend([(above, inner) for inner in reversed(children(block)) if type(inner) in NESTING])


def _all_series(desk: Desk, sight: Sight, levels: Collection[str], continuous: frozenset[str]) -> list[Series]:
    """All sequences of some levels in the law as seen; levels that are numbered through the whole law make one each."""
    through: dict[str, list[str]] = {}
    out: list[Series] = []
    homes = _above(desk, levels)

    def visit(key: str) -> None:
        here: dict[str, list[str]] = {}
        for _, _, wid in list(child_stubs(desk, sight, key)):
            level = desk.records[wid].level
            if level in levels:
                (through if level in continuous else here).setdefault(level, []).append(wid)
            if wid in homes:
                visit(wid)
        out.extend(Series(level, tuple(wids)) for level, wids in here.items())

    visit(TOP)
    return [*(Series(level, tuple(wids)) for level, wids in through.items()), *out]


def _above(desk: Desk, levels: Collection[str]) -> set[str]:
    """The keys of all records in which, at any depth, a provision of these levels stands; all where units run on into the next."""
    if desk.seamed:
        return set(desk.records)
    found: set[str] = set()
    for wid, record in desk.records.items():
        key = desk.parent.get(wid, TOP) if record.level in levels else TOP
        while key != TOP and key not in found:
            found.add(key)
            key = desk.parent[key]
    return found


def _touched(desk: Desk, series: Series) -> bool:
    """Whether a provision came or went here."""
    homes = {desk.parent[wid] for wid in series.wids}
    records = [desk.records[block.wid] for home in homes for block in _stubs(desk, home)]
    return any(r.level == series.level and (r.trace or r.moved or r.seam or r.shell) for r in records)


def _squeezed_in(desk: Desk, sight: Sight, series: Series) -> bool:
    """Whether a number was squeezed in between two others earlier: 4A after 4."""
    plain = [token_of(desk, sight, wid) for wid in series.wids]
    return any(re.fullmatch(_SQUEEZED, after) and after.startswith(before) for before, after in pairwise(filter(None, plain)))


def _stubs(desk: Desk, home: str) -> list[Provision]:
    return [block for block in flat(desk.records[home].blocks) if isinstance(block, Provision)]


def _fill(desk: Desk, sight: Sight, series: Series, styles: _Styles, policy: Numbering) -> None:
    if not any(_is_new(desk, wid) for wid in series.wids):
        return
    tokens = [token_of(desk, sight, wid) for wid in series.wids]
    if all(tokens):
        return
    if not any(tokens) and (series.level not in styles.form or _has_no_numbers(desk, series)):
        _countable(desk, sight, series)
        return
    romans = styles.romans.get(series.level, False)
    used = [token for token in tokens if token]
    for index, wid in enumerate(series.wids):
        if tokens[index] or not _is_new(desk, wid):
            continue
        last = next((at for at in reversed(range(index)) if tokens[at]), -1)
        before = tokens[last] if last >= 0 else ""
        if is_word(before):
            raise _unknown(desk, sight, wid, before)
        if not used:
            token = styles.first[series.level]
        elif not any(tokens[index:]):
            token = following(before, romans)
        else:
            later = next(filter(None, tokens[index:]))
            counted_on = Numbering.BIS if styles.arabic and before[:1].isdecimal() else policy
            token = between(before, used, counted_on, last >= 0 and _is_new(desk, series.wids[last]), later)
        tokens[index] = token.replace(" ", "")
        used.append(tokens[index])
        printed = _printed(desk, sight, series, styles, token)
        if not printed:
            raise _unknown(desk, sight, wid, before)
        _set_number(desk, sight, wid, printed)


def _countable(desk: Desk, sight: Sight, series: Series) -> None:
    """Raise for what lacks a number among others whose numbers are not known to count ("第二条"); bullets are none."""
    told = ""
    for wid in series.wids:
        line = own_line(desk, sight, wid, "num")
        text = line_text(desk, sight, line).strip() if line else ""
        if not text and _is_new(desk, wid) and told:
            raise _unknown(desk, sight, wid, told)
        told = text if any(map(str.isalnum, text)) else told


def _has_no_numbers(desk: Desk, series: Series) -> bool:
    """Whether what was there before, in a sequence where nothing has a number, goes without one."""
    return any(not _is_new(desk, wid) for wid in series.wids)


def _printed(desk: Desk, sight: Sight, series: Series, styles: _Styles, token: str) -> str:
    lines = (own_line(desk, sight, wid, "num") for wid in series.wids)
    texts = (OpenLine(desk, sight, line).text.strip() for line in lines if line)
    first = next(texts, "")
    form = around(first, number_token(first)) if first else styles.form.get(series.level, ("", ""))
    if styles.arabic:
        return printed_in_arabic(form, token, [first, *texts])
    return printed_in(form, as_others(token, [first, *texts]) if " " in token else token)


def _is_new(desk: Desk, wid: str) -> bool:
    """Whether the unit was inserted, wrapped around older text or split off, or is inside something inserted."""
    record = desk.records[wid]
    if record.shell.inserted or record.seam.inserted:
        return True
    while wid != TOP:
        if desk.records[wid].trace.inserted:
            return True
        wid = desk.parent[wid]
    return False


def _set_number(desk: Desk, sight: Sight, wid: str, number: str) -> None:
    """A number for an inserted provision: part of what was inserted, so without a mark of its own."""
    record = desk.records[wid]
    line = own_line(desk, sight, wid, "num")
    whole = bool(record.trace.inserted) or not (record.shell.inserted or record.seam.inserted)
    trace = NO_TRACE if whole else Trace(inserted=record.shell.inserted or record.seam.inserted)
    num = Paragraph((Run(number),), "num", trace=trace)
    if line is None:
        desk.put(replace(record, blocks=(num, *record.blocks)))
        return
    at = line.parts[0][1][0]
    desk.put(replace(record, blocks=(*record.blocks[:at], num, *record.blocks[at + 1 :])))


def _count_on(desk: Desk, sight: Sight, series: Series, styles: _Styles) -> None:
    """Number a sequence afresh from its first number on."""
    numbered = [wid for wid in series.wids if token_of(desk, sight, wid) or _is_new(desk, wid)]
    if not any(token_of(desk, sight, wid) for wid in numbered) and (series.level not in styles.form or _has_no_numbers(desk, series)):
        _countable(desk, sight, series)
        return
    unknown = next((old for wid in numbered if is_word(old := token_of(desk, sight, wid))), "")
    if unknown:
        lacking = next((wid for wid in numbered if not token_of(desk, sight, wid)), "")
        if lacking:
            raise _unknown(desk, sight, lacking, unknown)
        return
    romans = styles.romans.get(series.level, False)
    token = styles.first.get(series.level) or token_of(desk, sight, numbered[0])
    olds = [token_of(desk, sight, wid) for wid in numbered if not _is_new(desk, wid)]
    if olds and not romans and series.level not in styles.continuous and olds[0] and olds[0][0].isalpha() != token[0].isalpha():
        token = olds[0]
    for wid in numbered:
        number = _printed(desk, sight, series, styles, token)
        if _is_new(desk, wid):
            _set_number(desk, sight, wid, number)
        elif token_of(desk, sight, wid) != token:
            line = own_line(desk, sight, wid, "num")
            assert line is not None
            _replace_token(desk, sight, line, token)
        token = following(token, romans) if token != "1" or not romans else _two(olds)


def _two(olds: Sequence[str]) -> str:
    """What follows the first of roman numbers, "PREMIER"."""
    return "ii" if any(old.islower() for old in olds) else "II"


def _unknown(desk: Desk, sight: Sight, wid: str, before: str) -> AmendmentError:
    """The error for a provision that has no number and stands behind a number in words."""
    key = wid
    while key != TOP and not desk.records[key].trace.inserted:
        key = desk.parent[key]
    record = desk.records[key if key != TOP else wid]
    change = record.trace.inserted or record.seam.inserted or record.shell.inserted
    return replace(sight, change=change).fail(f"which number follows “{before}” is not known", wid, "give it one: <akn:num>")


def _replace_token(desk: Desk, sight: Sight, line: Line, token: str) -> None:
    opened = OpenLine(desk, sight, line)
    opened.rewrite((Run(with_token(opened.text, number_token(opened.text), token)),))
    opened.close()


def numbering_sight(modules: Sequence[str]) -> Sight:
    """The sight of the consequential numbering: it sees every module."""
    return Sight(NUMBERING.id, NUMBERING.module, frozenset({*modules, NUMBERING.module}), Place())
