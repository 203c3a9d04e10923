"""Square brackets around whole provisions, which make them optional; those around words are blanks and stay where they are."""

from __future__ import annotations

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import split
from modellaw.importing.labels import labels_of
from modellaw.importing.lines import Line, text_in, with_content
from modellaw.values import dataclass, replace

_FURTHEST = 400


@dataclass(frozen=True, slots=True)
class Brackets:
    """The lines of a law without the brackets that make provisions optional.

    ``opens`` is the index of each line that lost one in front to the index of the line that lost the other at its end; ``starts`` are the
    lines that keep one in front of a number.
    """

    lines: tuple[Line, ...]
    opens: dict[int, int]
    starts: frozenset[int]


def taken_off(lines: tuple[Line, ...], grammar: Grammar, kept: frozenset[int]) -> Brackets:
    """The lines without brackets around provisions, but for those at the indices ``kept``, which hold no single provision."""
    out = list(lines)
    opens: dict[int, int] = {}
    starts = {i for i, line in enumerate(lines) if line.text.startswith("[") and _begins_provision(line.text[1:], grammar)}
    for i in sorted(starts - kept):
        end = _closing(lines, i)
        if end >= 0 and end not in opens.values():
            opens[i] = end
            out[i] = with_content(out[i], split(out[i].content, 1)[1])
            last = out[end]
            at = len(last.text.rstrip()) - 1
            before, behind = split(last.content, at)
            out[end] = with_content(last, before + split(behind, 1)[1])
            out[i] = replace(out[i], bold=max(0, out[i].bold - 1))
    return Brackets(tuple(out), opens, frozenset(starts - set(opens)))


def _begins_provision(text: str, grammar: Grammar) -> bool:
    if labels_of(text, grammar):
        return True
    return any(h.pattern.match(text) and not text[:1].islower() for h in (*grammar.containers, *grammar.units))


def _closing(lines: tuple[Line, ...], start: int) -> int:
    """The index of the line that ends with the bracket's other half, -1 where it closes inside a line or never."""
    depth = 0
    for i in range(start, min(start + _FURTHEST, len(lines))):
        text = text_in(lines[i].content).rstrip()
        for at, sign in enumerate(text):
            depth += (sign == "[") - (sign == "]")
            if depth == 0:
                return i if at == len(text) - 1 else -1
        if lines[i].table is not None:
            continue
    return -1
