"""The signs that XML escapes: text as it stands in a file, and back."""

from __future__ import annotations

import re

_SIGNS = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
_CODE = "&#(?:([0-9]+)|x([0-9A-Fa-f]+));"


def escaped(text: str) -> str:
    """Text for an element."""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return text


def quoted(text: str) -> str:
    """Text for an attribute."""
    if text.isidentifier():
        return text  # most ids
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def unescaped(text: str) -> str:
    """What a text says that is kept as libxml2 writes it."""
    if "&" not in text:
        return text
    text = re.sub(_CODE, lambda found: chr(int(found[1]) if found[1] else int(found[2], 16)), text)
    for written, sign in _SIGNS:
        text = text.replace(written, sign)
    return text
