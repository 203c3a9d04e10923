"""What stands under "Section 5 is amended as follows:": sentences that say what they are about by where they stand.

``(b) by striking “may” and inserting “shall”`` under it is about section 5, ``(c) in subsection (2), …`` about section 5(2). Lines belong
together by the kind of their labels, since files say it by indents, by styles or not at all.
"""

from __future__ import annotations

import re

from modellaw.amend.sequence import following, roman_value
from modellaw.capturing.sentences import Understood, understood
from modellaw.capturing.variants import INNER, as_ranges
from modellaw.values import dataclass

_LABEL = re.compile(r"(?:\((\w{1,5})\)|(\d{1,3}[A-Z]{0,2})\.|([A-Za-z])\.)[\s\u2003]+")
_NUMBER = r"(?:(?:\([\w-]{1,6}\))+|\d{1,3}[a-zA-Z]{0,2}\b)"
_OPENS = re.compile(
    r"(?:(?P<where>[^“”\"]+?),? (?:is|are|shall be) (?:hereby )?(?:further )?amended(?: as follows)?|in (?P<in>[^“”\":;]+?),?) ?"
    r"(?P<ends>[:—–-]+|(?<=follows)\.)",
    re.IGNORECASE,
)
"""A line that says only what the next ones are about."""
_HEAD = re.compile(r"^[A-Z][\w ,;’'-]{2,80}\. ?[—–](?=[A-Z])")
"""The heading with which a line begins: "IN GENERAL.—Section 5 is amended—"."""
_SINGLE = re.compile(r"(?<!\w)‘((?:[^‘’]|’(?=\w))+)’")
"""Words in single quotation marks, in which apostrophes may stand."""
_PARALLEL = re.compile(
    r" \([a-z][^()“”\"\d]{6,}\)(?=[,—–-]| (?:is|are|of|insert|substitute)\b)"
    r"| \((?:[^()“”\"]|\([^()]*\))*?(?:§|\b(?:Code|Law|Stat|Register|U\.S\.C)\b)(?:[^()“”\"]|\([^()]*\))*\)"
)
"""Where else a provision is found, or what it is about: "(42 U.S.C. 1983)", "(Water Code § 5(2))", "(meaning of water)"."""
OF_THE_LAW = re.compile(r" of (?:the|this|an) (?:.*\b)?(?:act|law|code|ordinance|statute|regulations?|convention)\b.*", re.IGNORECASE)
"""What stands behind a provision that is cited in another law: "of the Water Act 2010"."""
_LEAVES = re.compile(r"[;,.]?(?: (?:and|or))?$")
"""What stands between one line of a list and the next."""
_WHOLE = re.compile(r"(?:the|this|an) (?!(?:[\w-]*(?:section|paragraph|clause)|heading|text|item|point)\b).*", re.IGNORECASE)
"""The law itself ("The Water Act 2010")."""

_LAW = "the law"
_WITHIN = re.compile(
    r"(?:by |strik|insert|add|delet|omit|(?:for|after|before|replace) (?:the \w+ )?[“\"]|at the end[, ]"
    r"|the (?:words?|phrases?|expressions?|figures?) [“\"])",
    re.IGNORECASE,
)
"""How sentences begin that do not say in what."""
_SAID_WITHIN = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (rf"^{INNER} ({_NUMBER}),? (to|through|and) ({_NUMBER}),?(?= (?:are|shall) )", r"@ \1 \2 @ \3"),
        (rf"^(?:(?:the )?newly (?:re)?designated )?{INNER} ({_NUMBER}),?(?= (?:is|shall) )", r"@ \1"),
        (rf"^(in|after|before|for|omit|delete|repeal|at the (?:end|beginning) of) {INNER} ({_NUMBER})", r"\1 @ \2"),
        (rf"^((?:a |the following )?(?:new )?{INNER}(?: {_NUMBER})?(?:(?:,| and|, and) {_NUMBER})*) (?:is|are|shall be) (?:added|inserted)",
         r"@ is amended by adding \1"),
        (r"^the existing (?:text|language|provision)(?= (?:is|becomes))", "the existing text of @"),
        (r"^the (?:section |subsection )?(?:heading|title)(?= (?:is|shall))", "the heading of @"),
        (r"^in the (?:section |subsection )?(?:heading|title),", "in the heading of @,"),
        (r"^(?:in )?the (?:lead-in|introductory) (?:language|text|matter|words|sentence),?(?= (?:is|strike|by|for|omit|after|before))",
         "the text of @ outside its subdivisions"),
        (r"^designate the existing (?:text|language|provision)(?= as )", "the existing text of @ is designated"),
    )
)  # fmt: skip
"""How sentences begin that say only in what part of it; ``@`` is what they are about."""


@dataclass(slots=True)
class _Open:
    """What the lines of one list are about, the kind of their labels (None before the first), and the last label."""

    about: str
    kind: str | None = None
    last: str = ""


class Outline:
    """The lists that are open while an amending text is read from the top down."""

    def __init__(self) -> None:
        self.open: list[_Open] = []

    def hear(self, words: str) -> Understood | bool:
        """A line as a sentence; True for one that only says what the next ones are about, False for what is not understood."""
        found = _LABEL.match(words)
        token, label = (next(filter(None, found.groups())), found[0].strip()) if found else ("", "")
        self._enter(token, label)
        text = _PARALLEL.sub("", _HEAD.sub("", words[found.end() :] if found else words))
        if not any(mark in text for mark in '“”"'):
            text = _SINGLE.sub(r"“\1”", text)
        about = self.open[-1].about if self.open else ""
        for said in (_resolved(text, about), text) if about else (text,):
            sentence = understood(said)
            if sentence is not None:
                return sentence
            opens = _OPENS.fullmatch(said.strip())
            if opens is not None:
                where = opens["where"] or opens["in"]
                made = _Open(_LAW if _WHOLE.fullmatch(where) else OF_THE_LAW.sub("", where))
                if opens["ends"] == "." and token:  # the lines of its own list that follow it are about it
                    made.kind, made.last = _kind(token, label, made), token
                self.open.append(made)
                return True
        return False

    def _enter(self, token: str, label: str) -> None:
        """Leaves the lists in which a line with such a label does not stand."""
        while self.open:
            one = self.open[-1]
            kind = _kind(token, label, one)
            if one.kind in (None, kind):
                one.kind, one.last = kind, token
                return
            self.open.pop()


def _kind(token: str, label: str, list_: _Open) -> str:
    """The kind of a label as one of a list: figures, letters, capitals or roman numerals, and what stands around them; "" for none."""
    around = label.replace(token, "#", 1)
    if not token or token[0].isdigit() or not token.islower():
        return around + ("1" if token[:1].isdigit() else "A" if token else "")
    letters, romans = f"{around}a", f"{around}i"
    if not roman_value(token) or (list_.last and following(list_.last) == token and list_.kind == letters):
        return letters
    if token == "i" and list_.kind == romans and list_.last:  # the letter behind (h), not another first one
        return letters
    return letters if list_.kind == letters and token != "i" else romans


def _resolved(text: str, about: str) -> str:
    """A sentence with what it is about."""
    text = as_ranges(_LEAVES.sub("", text.strip()) if not text.rstrip().endswith(":") else text.strip())
    for pattern, instead in _SAID_WITHIN if about != _LAW else ():
        changed = pattern.sub(lambda found, instead=instead: found.expand(instead).replace("@", about), text, count=1)  # type: ignore[misc]
        if changed != text:
            return re.sub(rf"(?<={re.escape(about)}) (\d\w*)", r"(\1)", changed, count=1)
    return f"in {about}, {text[:1].lower()}{text[1:]}" if _WITHIN.match(text) else text
