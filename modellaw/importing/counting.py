"""Lines that count through a whole law without a word in front of their number, and where a typed list of contents ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import pairwise

from modellaw.importing.grammar import Grammar
from modellaw.importing.labels import Label, labels_of
from modellaw.importing.lines import Line
from modellaw.importing.looks import is_heading, is_strong, reads_like_heading
from modellaw.importing.numerals import LATIN, Numeral, Reading, readings
from modellaw.values import replace

_CONTENTS_WITHIN = 2000
_MISSING, _GAP = 20, 0.4
"""As many numbers may be missing between two that count on, and what a step over them is worth."""
_BARE = re.compile(r"(?P<number>\d{1,4}[A-Z]{0,2})\s+(?=[A-Z“\"])")
_NOTED = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,3})?)\s+(?=[A-Z“\"]|\(1\)|\(\d\.1\))")
"""A bare number before a sentence or before "(1)", as Canadian laws have it under a side note: "2 (1) The following ..."."""
_SPACED = re.compile(rf"(?P<number>\d{{1,2}}(?:{'|'.join(LATIN)}|[a-z])?)\s+(?=[^\W\d_]|[“«\"(\[])")


def counted_units(lines: Sequence[Line], where: Iterable[int], bracketed: Set[int], grammar: Grammar) -> dict[int, Label]:
    """The lines of one shape of number that count on through the law: "1.", "2.", "2A.", the bare "1" before a tab, or before a heading.

    Lines that look like headings of one kind are preferred to a mixture of all: a list in a section counts too.
    """
    best: dict[int, Label] = {}
    most = 0.0
    indices = list(where)
    for shape in (".", "", "first", " ", "noted"):
        found = {i: label for i in indices if (label := _label(lines, i, shape, grammar, 1 if i in bracketed else 0))}
        kinds: dict[tuple[str, int, bool, bool], dict[int, Label]] = {}
        for i, label in found.items():
            kinds.setdefault(_kind(lines[i], label), {})[i] = label
        for kind, chosen in (*kinds.items(), (None, found)):
            chain = _chain(chosen)
            heading = kind is not None and (kind[1] >= 0 or kind[2] or kind[3])
            score = len(chain) * (1.6 if heading and len(chain) > 1 else 1.0)
            if score > most:
                best, most = chain, score
    return best | _of_their_list(lines, indices, best, bracketed, grammar)


def _of_their_list(
    lines: Sequence[Line], where: Iterable[int], units: Mapping[int, Label], bracketed: Set[int], grammar: Grammar
) -> dict[int, Label]:
    """More lines of the level of Word's list that all units are of, where it begins anew in each Part."""
    lists = {lines[i].listed for i in units}
    (only,) = lists if len(lists) == 1 and len(units) > 1 else {None}
    if only is None:
        return {}
    found = {i: labels_of(lines[i].text, grammar, 1 if i in bracketed else 0) for i in where if lines[i].listed == only and i not in units}
    return {i: labels[0] for i, labels in found.items() if labels and labels[0].shape == next(iter(units.values())).shape}


def spaced_numbers(lines: Sequence[Line], units: Sequence[int], grammar: Grammar, within: int = 2) -> dict[int, Label]:
    """The lines in units that count from 1 with nothing but a blank behind the number ("1 This Act …"), as Swiss laws have them.

    The first of two at least stands at most ``within`` lines below the first of its unit, and each is a sentence of its own.
    """
    out: dict[int, Label] = {}
    for start, end in pairwise([*units, len(lines)]):
        found = {i: label for i in range(start + 1, end) if (label := _spaced(lines[i], grammar))}
        chain = _chain(found, missing=0)
        if len(chain) > 1 and min(chain) <= start + within:
            out |= chain
    return out


def _spaced(line: Line, grammar: Grammar) -> Label | None:
    found = _SPACED.match(line.text)
    if found is None or line.table is not None or labels_of(line.text, grammar) or line.text[found.end()].islower():
        return None
    number = found["number"]
    return Label(number, number, " ", readings(number), 0, found.end("number"))


def sections_part(levels: Sequence[str]) -> bool:
    """Whether sections only part a law of articles, by the levels of its units in their order: nearly each is followed by an article."""
    followed = [after == "article" for level, after in pairwise([*levels, ""]) if level == "section"]
    return bool(followed) and 5 * sum(followed) >= 4 * len(followed) and levels.count("article") > len(followed)


def signs_are_inner(lines: Sequence[Line], grammar: Grammar) -> bool:
    """Whether § numbers what is in articles: one of them begins with its § 1 ("Art. 5. § 1er."), as in Belgium and Poland."""
    for line in lines:
        found = next((match for unit in grammar.units if (match := unit.pattern.match(line.text))), None)
        if found and found["number"][0] != "§" and [label.shape for label in labels_of(line.text, grammar, found.end())] == ["§"]:
            return True
    return False


def lettered(lines: Sequence[Line], first: int, is_unit: Callable[[int], bool], grammar: Grammar) -> dict[int, Label]:
    """The headings with a capital letter or roman number ("A. GENERAL") that part a law: strong, in a row, units below each."""
    found: dict[int, Label] = {}
    for i in range(first, len(lines) - 1):
        line = lines[i]
        labels = labels_of(line.text, grammar)
        plain = len(labels) == 1 and labels[0].shape == "." and line.table is None and is_strong(line)
        if plain and is_heading(line.text[labels[0].end :]) and any(is_unit(at) for at in (i + 1, i + 2) if at < len(lines)):
            found[i] = labels[0]
    return _in_row(found)


def _in_row(found: Mapping[int, Label]) -> dict[int, Label]:
    """The longest row of some labels that count on by capital letters or roman numbers, from the first on; two at least."""
    best: dict[int, Label] = {}
    for numeral in (Numeral.UPPER, Numeral.ROMAN_UPPER):
        chain: dict[int, Label] = {}
        value = 0
        for i, label in found.items():
            if any(reading.numeral is numeral and reading.value == value + 1 and not reading.suffix for reading in label.readings):
                chain[i], value = label, value + 1
        best = chain if len(chain) > max(len(best), 1) else best
    return best


def _kind(line: Line, label: Label) -> tuple[str, int, bool, bool]:
    return line.style, line.outline, line.is_bold, is_heading(line.text[label.end :])


def _chain(found: Mapping[int, Label], missing: int = _MISSING) -> dict[int, Label]:
    """Those of some numbers that count on, from the first 1; some may be missing, since many prints leave out what was repealed.

    Of two ways to go on, to the number right behind or to the next one that is higher, the one that goes further is taken.
    """
    at = list(found)
    numbers = [found[i].readings[0] for i in at]
    start = next((k for k, reading in enumerate(numbers) if reading.value == 1), len(at))
    reach = [0.0] * len(at)
    onward = [len(at)] * len(at)
    where: dict[tuple[int, bool], list[int]] = {}
    higher: list[int] = []  # places behind, each number higher than the one before it in the list, the nearest last
    for k in range(len(at) - 1, start - 1, -1):
        one = numbers[k]
        while higher and _key_of(numbers[higher[-1]]) <= _key_of(one):
            higher.pop()
        near = [where[key][-1] for key in ((one.value + 1, False),) if key in where]
        near += [place for place in reversed(where.get((one.value, True), [])) if numbers[place].suffix > one.suffix][:1]
        ways = [(1 + reach[place], -place) for place in near]
        if missing and higher and numbers[higher[-1]].value - one.value <= missing + 1 and higher[-1] not in near:
            ways.append((_GAP + reach[higher[-1]], -higher[-1]))
        if ways:
            reach[k], place = max(ways)
            onward[k] = -place
        higher.append(k)
        where.setdefault((one.value, bool(one.suffix)), []).append(k)
    chain: dict[int, Label] = {}
    while start < len(at):
        chain[at[start]] = found[at[start]]
        start = onward[start]
    return chain


def _key_of(reading: Reading) -> tuple[int, str]:
    return reading.value, reading.suffix


def _label(lines: Sequence[Line], i: int, shape: str, grammar: Grammar, at: int) -> Label | None:
    """The number of a shape in front of a line; a blank behind a bare one counts only where a heading follows, or is in the line before."""
    text = lines[i].text
    if shape == "noted":
        noted, above = _NOTED.match(text, at), lines[i - 1].text if i else ""
        if noted is None or not reads_like_heading(above) or labels_of(above, grammar):
            return None
        value, _, inserted = noted["number"].partition(".")
        counted = [replace(one, suffix=f".{inserted:>3}" if inserted else one.suffix) for one in readings(value)]
        return Label(noted["number"], noted["number"], " ", tuple(counted), at, noted.end("number"))
    if shape == " ":
        found = _BARE.match(text, at)
        if found is None or not is_heading(text[found.end() :]):
            return None
        return Label(found["number"], found["number"], shape, readings(found["number"]), at, found.end("number"))
    labels = labels_of(text, grammar, at)
    return labels[0] if labels and labels[0].shape == shape and labels[0].readings[0].numeral is Numeral.ARABIC else None


def contents_end(lines: Sequence[Line], grammar: Grammar) -> int:
    """The index behind a list of contents, 0 where there is none: its styles say so, or its first entry comes again."""
    styled = [i for i, line in enumerate(lines) if grammar.styles.get(line.style) == "contents"]
    if styled:
        return styled[-1] + 1
    for i, line in enumerate(lines[:_CONTENTS_WITHIN]):
        if squeezed(line.text) not in grammar.contents:
            continue
        keys = {j: key for j in range(i + 1, len(lines)) if (key := _key(lines[j], grammar))}
        first = next(iter(keys), None)
        again = next((j for j in keys if first is not None and j > first and keys[j] == keys[first]), None)
        if first is not None and again is not None:  # what is above the first entry is not in the contents, and begins the law
            order = (*grammar.order, *(heading.level for heading in grammar.units), "")
            place = order.index(keys[first].partition(" ")[0])
            end = max(j for j in keys if j < again and order.index(keys[j].partition(" ")[0]) >= place) + 1
            schedules = [j for j in range(end, len(lines)) if grammar.schedule.match(lines[j].text)]
            while len(schedules) > 1 and schedules.pop(0) == end:  # the schedules are the last entries
                end += 1
            return end
    return 0


def listed(lines: Sequence[Line], first: int, grammar: Grammar) -> frozenset[int]:
    """The entries of a list of contents in the text of a law: headings one right behind the other, nearly all of which come again below."""
    keys = {i: key for i in range(first, len(lines)) if (key := _key(lines[i], grammar)) and key[0] != " "}
    last = {key: i for i, key in keys.items()}
    found: set[int] = set()
    run: dict[str, int] = {}
    around = ""  # the section that the list is in
    for i in range(first, len(lines) + 1):
        key = keys.get(i, "")
        if key and key not in run:
            run[key] = i
            continue
        if len(run) > 2 and 4 * sum(one == around or last[one] >= i for one in run) >= 3 * len(run):
            found.update(run.values())
        around = next(reversed(run), around)
        run = {key: i} if key else {}
    return frozenset(found)


def squeezed(words: str) -> str:
    """The words as a heading of one word is compared: in small letters, without the blanks between single signs ("目  录")."""
    parts = words.strip().lower().rstrip(".:：").split()
    return ("" if all(len(part) == 1 for part in parts) else " ").join(parts)


def _key(line: Line, grammar: Grammar) -> str:
    """What tells an entry of the contents from others: its word and number."""
    for heading in (*grammar.containers, *grammar.units):
        match = heading.pattern.match(line.text)
        if match:
            return f"{heading.level} {match['token'].lower()}"
    labels = labels_of(line.text, grammar)
    return f" {labels[0].token}" if labels and labels[0].shape in {".", ""} else ""
