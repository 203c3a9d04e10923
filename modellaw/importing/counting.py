"""Lines that count through a whole law without a word in front of their number, and where a typed list of contents ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import pairwise

from modellaw.importing.grammar import Grammar
from modellaw.importing.labels import Label, labels_of
from modellaw.importing.lines import Line
from modellaw.importing.looks import is_heading
from modellaw.importing.numerals import LATIN, Numeral, Reading, readings

_CONTENTS_WITHIN = 2000
_BARE = re.compile(r"(?P<number>\d{1,4}[A-Z]{0,2})\s+(?=[A-Z“\"])")
_SPACED = re.compile(rf"(?P<number>\d{{1,2}}(?:{'|'.join(LATIN)}|[a-z])?)\s+(?=[^\W\d_]|[“«\"(\[])")


def counted_units(lines: Sequence[Line], where: Iterable[int], bracketed: Set[int], grammar: Grammar) -> dict[int, Label]:
    """The lines of one shape of number that count on through the law: "1.", "2.", "2A.", the bare "1" before a tab, or before a heading.

    Lines that look like headings of one kind are preferred to a mixture of all: a list in a section counts too.
    """
    best: dict[int, Label] = {}
    most = 0.0
    indices = list(where)
    for shape in (".", "", "first", " "):
        found = {i: label for i in indices if (label := _label(lines[i].text, shape, grammar, 1 if i in bracketed else 0))}
        kinds: dict[tuple[str, int, bool, bool], dict[int, Label]] = {}
        for i, label in found.items():
            kinds.setdefault(_kind(lines[i], label), {})[i] = label
        for kind, chosen in (*kinds.items(), (None, found)):
            chain = _chain(chosen)
            heading = kind is not None and (kind[1] >= 0 or kind[2] or kind[3])
            score = len(chain) * (1.6 if heading and len(chain) > 1 else 1.0)
            if score > most:
                best, most = chain, score
    return best


def spaced_numbers(lines: Sequence[Line], units: Sequence[int], grammar: Grammar) -> dict[int, Label]:
    """The lines in units that count from 1 with nothing but a blank behind the number ("1 This Act …"), as Swiss laws have them.

    The first of two at least is the first line of its unit or stands below its heading, and each is a sentence of its own.
    """
    out: dict[int, Label] = {}
    for start, end in pairwise([*units, len(lines)]):
        found = {i: label for i in range(start + 1, end) if (label := _spaced(lines[i], grammar))}
        chain = _chain(found)
        if len(chain) > 1 and min(chain) <= start + 2:
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


def _kind(line: Line, label: Label) -> tuple[str, int, bool, bool]:
    return line.style, line.outline, line.is_bold, is_heading(line.text[label.end :])


def _chain(found: Mapping[int, Label]) -> dict[int, Label]:
    """Those of some numbers that follow each other, from the first 1 on."""
    chain: dict[int, Label] = {}
    last: Reading | None = None
    for i, label in found.items():
        reading = label.readings[0]
        if reading.follows(last) if last else reading.value == 1:
            chain[i] = label
            last = reading
    return chain


def _label(text: str, shape: str, grammar: Grammar, at: int) -> Label | None:
    """The number of a shape in front of a line; a blank behind a bare one counts only where a heading follows."""
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
            return max(j for j in keys if j < again and order.index(keys[j].partition(" ")[0]) >= place) + 1
    return 0


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
