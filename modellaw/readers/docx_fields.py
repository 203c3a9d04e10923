"""Fields and links of a Word document as references (ECMA-376 part 1, 17.16)."""

from __future__ import annotations

from lxml import etree

from modellaw.model.nodes import Inline, Reference, Run
from modellaw.ooxml.opened import w
from modellaw.values import replace

WORKED_OUT = frozenset({
    "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "SYMBOL", "EQ", "MACROBUTTON", "GOTOBUTTON", "FORMDROPDOWN", "FORMCHECKBOX", "REF",
    "NOTEREF", "SEQ", "STYLEREF",
})  # fmt: skip
"""Fields that show something even where the file does not say what: Word works it out from their code, or from the document."""


def read_field(child: etree._Element, out: list[Inline], fields: list[tuple[str, int]]) -> str:
    """A complex field begins, shows its result, or ends; the result of a reference becomes one.

    Gives the name of a field that ends here and shows what the file does not say, else "".
    """
    kind = child.get(w("fldCharType"))
    if kind == "begin":
        fields.append(("", len(out)))
    elif kind == "separate" and fields:
        fields[-1] = (fields[-1][0], len(out))
    elif kind == "end" and fields:
        code, start = fields.pop()
        target = field_target(code)
        if target and start < len(out):
            out[start:] = referred(target, out[start:])
        name = code.split()[0].upper() if code.strip() else ""
        return name if start == len(out) and name in WORKED_OUT else ""
    return ""


def field_target(code: str) -> str:
    """What a field's code refers to: a bookmark ("#name") or an address."""
    words = code.replace('"', " ").split()
    if len(words) > 1 and words[0].upper() in {"REF", "NOTEREF"}:
        return f"#{words[1]}"
    if len(words) > 1 and words[0].upper() == "HYPERLINK":
        return f"#{words[words.index(chr(92) + 'l') + 1]}" if "\\l" in words[:-1] else words[1]
    return ""


def referred(target: str, inside: list[Inline]) -> list[Inline]:
    """Inlines as one reference where they are all words; as they are otherwise."""
    runs = [inline for inline in inside if isinstance(inline, Run)]
    if not target or not runs or len(runs) != len(inside):
        return inside
    traces = {run.trace for run in runs}
    if len(traces) > 1:
        return [Reference(target, tuple(replace(run, wraps=()) for run in runs))]
    return [Reference(target, tuple(Run(run.text) for run in runs), (), runs[0].wraps, traces.pop())]
