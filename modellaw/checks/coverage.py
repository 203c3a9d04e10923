"""Checks of a law on cooperation: every technique in both directions, and the four tests of covert and intrusive measures.

They speak only of what a law itself defines: a law without “interception” among its terms is not asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from modellaw.checks.reading import Text
from modellaw.errors import Finding, Place, Severity
from modellaw.model.memo import Memo
from modellaw.model.nodes import Provision, Run
from modellaw.model.walk import paragraphs_of, text_of

TECHNIQUES = ("preservation", "subscriber information", "traffic data", "content data", "interception", "controlled delivery",
              "undercover operation", "surveillance", "cross-border observation", "joint investigation team")  # fmt: skip
"""What must be possible for a foreign State and be asked of one."""

_SECTIONS = frozenset({"section", "article"})
_INCOMING = re.compile(
    r"incoming request|for (?:the purposes of )?(?:a |another )?(?:foreign state|request)|requesting state|foreign authority"
)
_OUTGOING = re.compile(
    r"outgoing request|may (?:ask|request|propose to) (?:a |the )?(?:authorities of a )?foreign|in a foreign state|may propose"
)

GUARANTEES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "legality",
        "that a law provides for the measure",
        re.compile(r"law provides for|provided for by law|power under this"),
    ),
    ("subsidiarity", "that less intrusive means are not enough", re.compile(r"less intrusive|other means|lesser means")),
    ("proportionality", "that the measure is proportionate", re.compile(r"proportion")),
    ("oversight", "that a court or another independent body oversees it", re.compile(r"independent (?:body|authority)")),
)
"""The four tests of recommendation (f): name, what the law has to say, and how it is recognized."""


def every_technique_has_both_directions(text: Text) -> list[Finding]:
    """A technique that the law defines may be used for a foreign State, and may be asked of one."""
    out = []
    texts = [_WORDS.of(section, partial(_words, section)) for section in _sections(text)]
    for term, where in _defined(text):
        if term not in TECHNIQUES:
            continue
        about = [words for words in texts if term in words]
        for name, direction in (("incoming", _INCOMING), ("outgoing", _OUTGOING)):
            if not any(direction.search(words) for words in about):
                message = f"the law defines “{term}” but no section provides for {name} requests for it"
                out.append(
                    Finding("direction-missing", Severity.WARNING, message, Place(provision=where), f"add a section on {name} requests")
                )
    return out


def intrusive_measures_have_four_tests(text: Text) -> list[Finding]:
    """A law that defines interception or special investigative techniques states legality, subsidiarity, proportionality and oversight."""
    concerned = [where for term, where in _defined(text) if term in {"interception", "special investigative technique"}]
    if not concerned:
        return []
    words = "\n".join(line.text for line in text.operative)
    return [
        Finding("guarantee-missing", Severity.WARNING, f"the law does not say {what} ({name})", Place(provision=concerned[0]),
                "state the test in a provision of its own")
        for name, what, pattern in GUARANTEES
        if not pattern.search(words)
    ]  # fmt: skip


def _defined(text: Text) -> Iterator[tuple[str, str]]:
    for line in text.lines:
        for inline in line.content:
            if inline.wraps and isinstance(inline, Run) and any(wrap.name == "def" for wrap in inline.wraps):
                yield inline.text.strip().lower(), line.where


def _sections(text: Text) -> Iterator[Provision]:
    """The sections (or articles) that stand in no other, those with definitions left out."""
    seen: set[str] = set()
    for section in text.provisions:
        if section.level in _SECTIONS and section.wid not in seen:
            seen.add(section.wid)
            above = text.paths[section.wid][:-1]
            if not any(step.level in _SECTIONS for step in above) and not _is_definitions(section):
                yield section


_WORDS: Memo[str] = Memo(512)


def _words(section: Provision) -> str:
    """All words of a section in small letters, in one line; most sections are the same in all editions of a law."""
    return " ".join(" ".join(map(text_of, paragraphs_of(section, notes=False))).lower().split())


def _is_definitions(section: Provision) -> bool:
    return "definition" in text_of(section.heading).lower() or "interpretation" in text_of(section.heading).lower()
