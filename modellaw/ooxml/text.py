"""Words as WordprocessingML: characters that XML or Word cannot hold are replaced or left out."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BREAKS = re.compile(r"[\t\n\r]+")
_MARKUP = re.compile('[&<>"\x00-\x1f\ufffe\uffff]')


def escaped(text: str) -> str:
    """Text for an element or an attribute; line breaks and tabs become blanks, control characters go."""
    if not _MARKUP.search(text):
        return text
    text = _BREAKS.sub(" ", _CONTROLS.sub("", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
