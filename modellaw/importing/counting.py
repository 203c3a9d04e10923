"""Lines that count through a whole law without a word in front of their number, and where a typed list of contents ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from modellaw.importing.grammar import Grammar
from modellaw.importing.labels import Label, labels_of
from modellaw.importing.lines import Line
from modellaw.importing.numerals import Numeral, Reading

_CONTENTS_WITHIN = 200


def counted_units(lines: Sequence[Line], where: Iterable[int], bracketed: Set[int], grammar: Grammar) -> dict[int, Label]:
    """The lines of one shape of number that count on through the law: "1.", "2.", "2A." or the bare "1", "2"."""
    best: dict[int, Label] = {}
    indices = list(where)
    for shape in (".", ""):
        chain: dict[int, Label] = {}
        last: Reading | None = None
        for i in indices:
            labels = labels_of(lines[i].text, grammar, 1 if i in bracketed else 0)
            if not labels or labels[0].shape != shape or labels[0].readings[0].numeral is not Numeral.ARABIC:
                continue
            reading = labels[0].readings[0]
            if reading.follows(last) if last else reading.value == 1:
                chain[i] = labels[0]
                last = reading
        if len(chain) > len(best):
            best = chain
    return best


def contents_end(lines: Sequence[Line], grammar: Grammar) -> int:
    """The index behind a list of contents, 0 where there is none: its styles say so, or its first entry comes again."""
    styled = [i for i, line in enumerate(lines) if grammar.styles.get(line.style) == "contents"]
    if styled:
        return styled[-1] + 1
    for i, line in enumerate(lines[:_CONTENTS_WITHIN]):
        if line.text.strip().lower().rstrip(".:") not in grammar.contents:
            continue
        keys = {j: key for j in range(i + 1, len(lines)) if (key := _key(lines[j], grammar))}
        first = next(iter(keys), None)
        again = next((j for j in keys if first is not None and j > first and keys[j] == keys[first]), None)
        if again is not None:
            return max(j for j in keys if j < again) + 1
    return 0


def _key(line: Line, grammar: Grammar) -> str:
    """What tells an entry of the contents from others: its word and number."""
    for heading in (*grammar.containers, *grammar.units):
        match = heading.pattern.match(line.text)
        if match:
            return f"{heading.level} {match['token'].lower()}"
    labels = labels_of(line.text, grammar)
    return labels[0].token if labels and labels[0].shape in {".", ""} else ""
