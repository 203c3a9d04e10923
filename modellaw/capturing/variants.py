"""What drafters write for the sentences that are understood, said in these: a table of words to be put in the place of others."""

from __future__ import annotations

import re
from collections.abc import Iterator

_INNER = r"(?:the )?(?:sub-?section|sub-?paragraph|paragraph|sub-?clause|clause|point|item)s?"
_NUMBER = r"(?:\(\w{1,6}\))+"
_QUOTED = r"[“\"][^”\"]+[”\"]"
_OUTER = r"[^,“”\":;]+?"
_VARIANTS = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\b(?:the )?(?:words?|expressions?|figures?|phrase) (?=[“\"])", ""),
        (r"\bthere (?:is|are|shall be) (?=inserted|substituted)", ""),
        (r"\binserted\b(?=[^“\"]*$| [“\"])", "insert"),
        (r"\bsubstituted\b(?=[^“\"]*$| [“\"])", "substitute"),
        (rf"\breplace ({_QUOTED}) (?:by|with) (?=[“\"])", r"for \1 substitute "),
        (rf"({_QUOTED}) (?:is|are|shall be) replaced (?:by|with) (?=[“\"])", r"for \1 substitute "),
        (rf"({_QUOTED}) (?:is|are|shall be) (?:deleted|omitted)(?=\.?$| wherever| at)", r"omit \1"),
        (r"\bdelete (?=[“\"])", "omit "),
        (rf"^in ({_OUTER}), ((?:after|before|for|omit|delete|repeal|at the end of|) ?){_INNER} (?={_NUMBER})", r"\2\1"),
        (rf"^in ({_OUTER}), in (the definition of {_QUOTED}), ", r"in \2 in \1, "),
        (rf"^in ({_OUTER}), insert(?:,? the following definitions?)?,? (?:in|at) (?:the |its )?(?:appropriate |proper |correct )?"
         r"(?:alphabetical (?:place|position|order)|place in alphabetical order)(?:,? the following definitions?)?,?(?= ?[:—–-])",
         r"in \1, at the place in alphabetical order, insert"),
        (r"^(?:omit|delete) (?=[^“\"]+$)", "repeal "),
        (r"(?<=\w|\)) (?:is|are|shall be) (?:hereby )?(?:deleted|omitted|revoked|repealed)\.?$", " is repealed"),
        (rf"^({_OUTER}) (?:is|are|shall be) moved (?:to )?(?=after|before|the beginning|the end|at the)", r"move \1 "),
    )
)  # fmt: skip


_OF = re.compile(rf"\b{_INNER} ({_NUMBER}) (?:of|to) ([a-z]+ [\w.]+(?:{_NUMBER})?)", re.IGNORECASE)


def outermost_first(citation: str) -> str:
    """A citation from the outside in: "section 5(2)(a)" for "paragraph (a) of subsection (2) of section 5"."""
    parts = citation
    while (inner := _OF.sub(r"\2\1", parts)) != parts:
        parts = inner
    return parts


def variants(text: str) -> Iterator[str]:
    """A sentence as it stands, and then as each further entry of the table says it."""
    yield text
    for pattern, instead in _VARIANTS:
        changed = pattern.sub(instead, text)
        if changed != text:
            text = changed
            yield text
