"""What only a model law has: alternatives to choose from and blanks to fill."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.lines import Line, lines, own_line, paragraph_at
from modellaw.amend.locate import provision
from modellaw.amend.merge import drop, drop_provision
from modellaw.amend.ops import ChooseOption, FillBlank, Scope
from modellaw.amend.text import OpenLine, wrapped
from modellaw.model.changes import Trace
from modellaw.model.nodes import ML, Blank, Inline, Run, Wrap, attribute
from modellaw.values import replace

GROUP, OPTION = f"{{{ML}}}group", f"{{{ML}}}option"
_SENTENCES = frozenset({"section", "article", "subsection"})
_END = r"(\w+)[)”\]]*[.?!][)”]?$"
_SHORTENED = frozenset({"no", "nr", "art", "arts", "sec", "secs", "para", "paras", "vol", "cf", "st", "mr", "mrs", "ms", "dr"})
"""What ends in a full stop and ends no sentence."""


def choose_option(desk: Desk, sight: Sight, op: ChooseOption) -> None:
    """One of a group of alternatives stays, without its label; the others go; alternatives of provisions or of words."""
    options = {key: attribute(record.attributes, OPTION) for key, record in desk.records.items()
               if attribute(record.attributes, GROUP) == op.group and desk.present(key, sight)}  # fmt: skip
    found = [line for line in lines(desk, sight, TOP, Scope.ALL) if _has_option(desk, sight, line, op.group)]
    names = set(options.values()) | {name for line in found for name in _names(desk, sight, line, op.group)}
    if not names:
        raise sight.fail(f"there is no group of options “{op.group}”", "", _known(desk, GROUP))
    if op.option not in names:
        raise sight.fail(f"the options “{op.group}” have no “{op.option}”", "", f"there are {', '.join(sorted(names))}")
    desk.claim("option", op.group, sight)
    for key, name in options.items():
        if name == op.option:
            _unwrap(desk, sight, key)
        else:
            drop_provision(desk, sight, key)
    for line in found:
        _choose_words(desk, sight, line, op)


def _known(desk: Desk, name: str) -> str:
    groups = sorted({attribute(record.attributes, name) for record in desk.records.values()} - {""})
    return f"there are {', '.join(groups)}" if groups else "this law has no options"


def _unwrap(desk: Desk, sight: Sight, key: str) -> None:
    """The chosen one: its container and label go, its provisions stay."""
    for name in ("num", "heading"):
        line = own_line(desk, sight, key, name)
        if line is not None:
            drop(desk, sight, key, line.parts[0][1])
    record = desk.records[key]
    desk.put(replace(record, shell=Trace(record.shell.inserted, sight.change)))


def _option_of(inline: Inline, group: str) -> tuple[int, Wrap] | None:
    """Which of an inline's wraps is an alternative of the group."""
    for index, wrap in enumerate(inline.wraps):
        if attribute(wrap.attributes, GROUP) == group:
            return index, wrap
    return None


def _has_option(desk: Desk, sight: Sight, line: Line, group: str) -> bool:
    return bool(_names(desk, sight, line, group))


def _names(desk: Desk, sight: Sight, line: Line, group: str) -> set[str]:
    found = (_option_of(inline, group) for part in line.parts for inline in paragraph_at(desk, part).content
             if desk.live(inline.trace, sight))  # fmt: skip
    return {attribute(hit[1].attributes, OPTION) for hit in found if hit}


def _choose_words(desk: Desk, sight: Sight, line: Line, op: ChooseOption) -> None:
    """Alternatives inside a line: the chosen words without label and brackets, the others gone with the blank before them."""
    opened = OpenLine(desk, sight, line)
    at = 0
    while at < len(opened.tokens):
        hit = _option_of(opened.tokens[at].inline, op.group)
        if hit is None:
            at += 1
            continue
        end = at + 1
        while end < len(opened.tokens) and _option_of(opened.tokens[end].inline, op.group) == hit:
            end += 1
        depth, wrap = hit
        if attribute(wrap.attributes, OPTION) == op.option:
            chosen = [token.inline for token in opened.tokens[at:end]]
            opened.edit(at, end, _bare([replace(i, wraps=i.wraps[:depth] + i.wraps[depth + 1 :], trace=Trace()) for i in chosen]))
        else:
            start = at - 1 if at and opened.tokens[at - 1].text.isspace() and not _ends_choice(opened, at - 1) else at
            opened.edit(start, end, ())
        at = end
    opened.close()


def _ends_choice(opened: OpenLine, at: int) -> bool:
    """Whether an edit already took the blank at an index."""
    return any(start <= at < end for start, end, _ in opened.edits)


def _bare(inlines: list[Inline]) -> list[Inline]:
    """The words without the square brackets that show them to be a choice."""
    if len(inlines) > 1 and _text(inlines[0]) == "[" and _text(inlines[-1]) == "]":
        return inlines[1:-1]
    if len(inlines) == 1 and isinstance(inlines[0], Run):
        return [replace(inlines[0], text=re.sub(r"^\[(.*)\]$", r"\1", inlines[0].text))]
    return inlines


def _text(inline: Inline) -> str:
    return inline.text if isinstance(inline, Run) else ""


def fill_blank(desk: Desk, sight: Sight, op: FillBlank) -> None:
    """Every blank of a name gets its words, with a capital letter where they begin a sentence."""
    if op.target:
        provision(desk, sight, op.target)
    count = 0
    scopes = (Scope.ALL, Scope.NOTES)
    for scope in scopes:
        for line in lines(desk, sight, op.target, scope):
            if not any(isinstance(i, Blank) and i.blank == op.blank for part in line.parts for i in paragraph_at(desk, part).content):
                continue
            opened = OpenLine(desk, sight, line)
            for index, token in enumerate(opened.tokens):
                if isinstance(token.inline, Blank) and token.inline.blank == op.blank:
                    begins = _begins_sentence(desk.records[line.parts[0][0]].level, line.kind, opened.text[: opened.starts[index]])
                    opened.edit(index, index + 1, wrapped(_capitalised(op.content) if begins else op.content, token.inline.wraps))
                    count += 1
            opened.close()
    if not count:
        raise sight.fail(f"there is no blank “{op.blank}”", op.target or "the law", _blanks(desk, sight, op.target))
    desk.claim("blank", f"{op.target}/{op.blank}", sight)


def _begins_sentence(level: str, kind: str, before: str) -> bool:
    """Whether words after these stand at the beginning of a sentence; a paragraph of a list goes on with the sentence above it."""
    said = before.rstrip()
    if not said:
        return level in _SENTENCES and kind != "wrapUp"
    end = re.search(_END, said)
    return end is not None and end[1].lower() not in _SHORTENED


def _capitalised(content: Sequence[Inline]) -> tuple[Inline, ...]:
    first = content[0] if content else None
    if not isinstance(first, Run) or not first.text[:1].islower() or first.text[1:2].isupper():
        return tuple(content)
    return (replace(first, text=first.text[0].upper() + first.text[1:]), *content[1:])


def _blanks(desk: Desk, sight: Sight, target: str) -> str:
    names = sorted({i.blank for line in lines(desk, sight, target, Scope.ALL) for part in line.parts
                    for i in paragraph_at(desk, part).content if isinstance(i, Blank)})  # fmt: skip
    return f"there are {', '.join(names[:8])}" if names else ""
