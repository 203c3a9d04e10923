"""Words as WordprocessingML: characters that XML or Word cannot hold are replaced or left out; runs; directions of writing."""

from __future__ import annotations

import re

_CONTROLS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
_BREAKS = r" *[\t\n\r\x85\u2028\u2029][ \t\n\r\x85\u2028\u2029]*"
_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc]"
_LEFT = "[A-Za-z\u00c0-\u024f\u0370-\u052f]"
_EAST = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f]"
# patterns that few laws need are compiled when they are (re keeps them): compiling takes longer than many a law


def escaped(text: str) -> str:
    """Text for an element or an attribute; line breaks and tabs are one blank with those around them; what XML or Word cannot hold goes."""
    if not text.isprintable():
        text = re.sub(_BREAKS, " ", re.sub(_CONTROLS, "", text))
    if "&" in text or "<" in text or ">" in text or '"' in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


def text_xml(text: str, tag: str = "t") -> str:
    """A text element of a run; edge blanks are kept; "" for no text."""
    text = escaped(text)
    if not text:
        return ""
    keep = ' xml:space="preserve"' if text[0] == " " or text[-1] == " " else ""
    return f"<w:{tag}{keep}>{text}</w:{tag}>"


def directions(text: str) -> list[tuple[str, bool]]:
    """The text in stretches of one direction, each with whether it runs from right to left; what has none goes with what is before."""
    out: list[tuple[str, bool]] = []
    first_left, first_right = re.search(_LEFT, text), re.search(_RIGHT, text)
    right = first_left is None or (first_right is not None and first_right.start() < first_left.start())
    start = 0
    for index, sign in enumerate(text):
        turned = bool(re.match(_LEFT if right else _RIGHT, sign))
        if turned:
            if index > start:
                out.append((text[start:index], right))
            start, right = index, not right
    return [*out, (text[start:], right)] if start < len(text) else out


def is_east_asian(text: str) -> bool:
    """Whether the text holds Chinese, Japanese or Korean signs."""
    return bool(re.search(_EAST, text))
