"""Headings in the line of their number, in front of the text: before a dash, a full stop or in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modellaw.importing.looks import reads_like_heading

_DASHED = re.compile(r"(?P<heading>[^.;:]{2,120}?)\.?\s*[—–]\s*(?=\(|[A-Z“\"])")
_BRACKETED = re.compile(r"[（(](?P<heading>[^（）()]{1,40})[)）]\s*(?=[^\s。])")
"""The heading of a Japanese or Korean article."""
_POINTED = re.compile(r"(?P<heading>[^\W\d_][^.;:]{2,80})\.(?:[ \u00a0]?[-–—])?\s+(?=\(|[A-ZÀ-Þ“\"«¿])")
"""A heading with a full stop before a sentence ("Objeto. La presente ley …")."""


def run_in(words: str, number: str, *, pointed: bool = False) -> re.Match[str] | None:
    """The heading at the beginning of the words behind a number; ``pointed`` where a full stop may end one."""
    found = _DASHED.match(words)
    if found is None and number[:1] > "\u2fff":
        found = _BRACKETED.match(words)
    if found is None and pointed:
        found = _POINTED.match(words)
        return found if found and reads_like_heading(found["heading"]) else None
    return found


def are_pointed(behind: Sequence[str]) -> bool:
    """Whether half of the sections at least begin with a heading and a full stop, by the words behind their numbers."""
    found = [words for words in behind if (match := _POINTED.match(words)) and reads_like_heading(match["heading"])]
    others = [words for words in behind if words not in found and not reads_like_heading(words)]
    return len(found) >= 2 and len(found) >= len(others)
