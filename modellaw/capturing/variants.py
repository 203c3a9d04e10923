"""What drafters write for the sentences that are understood, said in these: a table of words to be put in the place of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from modellaw.amend.sequence import following

INNER = r"(?:the )?(?:(?:sub-?)+section|(?:sub-?)*(?:paragraph|clause|item)|point)s?"
_NUMBER = r"(?:\([\w-]{1,6}\))+"
_QUOTED = r"[“\"](?:\([“\"][^”\"]*[”\"]\)|[^”\"])+[”\"]"
_OUTER = r"(?:[^,“”\":;]|(?<=\d):(?=\d))+?"
_CITED = r"((?:[^“”\":;]|(?<=\d):(?=\d))+?)"
_IS = r"(?:is|are|shall be)(?: hereby)?(?: further)?"
_LEVEL = r"(?:part|division|chapter|article|section|rule|schedule|sub-?section|sub-?paragraph|paragraph|sub-?clause|clause|point|item)s?"
_OCCURS = r"(?: wherever it occurs| at the end| \(in the \w+ place\))?"
_SIGNS = {"semicolon": ";", "comma": ",", "period": ".", "full stop": ".", "colon": ":"}
_AMENDS = rf"^(?:in )?{_CITED},? (?:{_IS} amended )?(?:by )?"
_STRIKE, _INSERT = r"(?:strik(?:e|ing)(?: out)?|delet(?:e|ing)|omit(?:ting)?)", r"(?:insert(?:ing)?|add(?:ing)?|substitut(?:e|ing))"
_STRIKES, _INSERTS = f"{_AMENDS}{_STRIKE}", f"{_AMENDS}{_INSERT}"
_ORDERED = "at the place in the order of numbers, insert"
_LISTED = re.compile(r"(?<=s )\(?[\w-]{1,6}\)?(?:, \(?[\w-]{1,6}\)?)+,? and \(?[\w-]{1,6}\)?(?= (?:are|shall) (?!added|inserted))")


def as_ranges(text: str) -> str:
    """Numbers one behind the other as a range: "(7) to (9)" for "(7), (8), and (9)"; others as they stand."""

    def joined(found: re.Match[str]) -> str:
        numbers = re.findall(r"\(?[\w-]+\)?", found[0].replace(" and ", " "))
        tokens = [number.strip("()") for number in numbers]
        return f"{numbers[0]} to {numbers[-1]}" if all(following(a) == b for a, b in pairwise(tokens)) else found[0]

    return _LISTED.sub(joined, text)


_COMMON = (
    (r"(?<=[\w)]) through (?=[\w(])", " to "),
    (rf",(?= {_IS} (?:repealed|amended))", ""),
    (r"\b(?:the )?(?:words?|expressions?|figures?|phrases?|numbers?|numerals?|terms?|dates?|amounts?|acronyms?|names?) (?=[“\"])", ""),
    (r"\bthere (?:is|are|shall be) (?=inserted|substituted)", ""),
    (r"\binserted\b(?=[^“\"]*$| [“\"])", "insert"),
    (r"\bsubstituted\b(?=[^“\"]*$| [“\"])", "substitute"),
    (rf"\breplace ({_QUOTED}) (?:by|with) (?=[“\"])", r"for \1 substitute "),
    (rf"({_QUOTED}) (?:is|are|shall be) replaced (?:by|with) (?=[“\"])", r"for \1 substitute "),
    (rf"({_QUOTED}) (?:is|are|shall be) (?:deleted|omitted)(?=\.?$| wherever| at)", r"omit \1"),
    (r"\bdelete (?=[“\"])", "omit "),
    (rf"^in ({_OUTER}), ((?:after|before|for|omit|delete|repeal|at the end of|) ?){INNER} (?={_NUMBER})", r"\2\1"),
    (rf"^in ({_OUTER}), in {INNER} ({_NUMBER}), ", r"in \1\2, "),
    (rf"^in ({_OUTER}), in (the definition of {_QUOTED}), ", r"in \2 in \1, "),
    (rf"^in ({_OUTER}), insert(?:,? the following definitions?)?,? (?:in|at) (?:the |its )?(?:appropriate |proper |correct )?"
     r"(?:alphabetical (?:place|position|order)|place in alphabetical order)(?:,? the following definitions?)?,?(?= ?[:—–-])",
     r"in \1, at the place in alphabetical order, insert"),
    (r"^(?:omit|delete) (?=[^“\"]+$)", "repeal "),
    (r"(?<=\w|\)) (?:is|are|shall be) (?:hereby )?(?:deleted|omitted|revoked|repealed)\.?$", " is repealed"),
    (rf"^({_OUTER}) (?:is|are|shall be) moved (?:to )?(?=after|before|the beginning|the end|at the)", r"move \1 "),
)  # fmt: skip
"""The manners of Commonwealth drafters: "In section 5, for “X” there is substituted “Y”"."""
_AMENDED_BY = (
    (rf"^(?:in )?the (?:lead-in|introductory) (?:language|text|matter|words|sentence) (?:of|to) {_CITED}(?=,? (?:is|shall be|by|strike) )",
     r"the text of \1 outside its subdivisions"),
    (r"(?<=[”\"]),? (?:(?:both|each|every|all) (?:times?|places?)|wherever)(?: that)?"
     r" (?:(?:it|they|the (?:phrase|word|term)s?) (?:appears?|occurs?)|appearing|occurring)", " wherever it occurs"),
    (r"(?<=[”\"]),? the (first|second|third|fourth|fifth|last) (?:time|place)(?: that)? (?:it|they) (?:appears?|occurs?)",
     r" (in the \1 place)"),
    (r"\b(strik(?:ing|e)(?: out)?) the (semicolon|comma|period|full stop|colon)\b(?: at the end(?: thereof)?)?",
     lambda found: f"{found[1]} “{_SIGNS[found[2].lower()]}” at the end"),
    (r"\b(inserting|insert|substituting|and) (?:a|the) (semicolon|comma|period|full stop|colon)\b",
     lambda found: f"{found[1]} “{_SIGNS[found[2].lower()]}”"),
    (r"(?:the )?newly (?:re)?designated (?=\w)", ""),
    (rf"{_STRIKES} ({_QUOTED}{_OCCURS}),? and (?:by )?{_INSERT} ({_QUOTED})"
     r"(?:,? (?:in (?:its|their|each) place|in lieu thereof|therefor|instead))?", r"in \1, for \2 substitute \3"),
    (rf"{_STRIKES} ({_QUOTED}{_OCCURS})\.?$", r"in \1, omit \2"),
    (rf"{_AMENDS}(?:{_STRIKE}|repealing) {INNER} ({_NUMBER})\.?$", r"\1\2 is repealed"),
    (rf"{_INSERTS} ({_QUOTED}) (?:immediately )?(after|before) ({_QUOTED}{_OCCURS})", r"in \1, \3 \4 insert \2"),
    (rf"{_INSERTS} (?:immediately )?(after|before) ({_QUOTED}{_OCCURS}),?(?: the following:?)? ({_QUOTED})", r"in \1, \2 \3 insert \4"),
    (rf"{_INSERTS} (?:at the end (?:thereof )?({_QUOTED})|({_QUOTED}) at the end(?: thereof)?)",
     lambda found: f"in {found[1]}, at the end insert {found[2] or found[3]}"),
    (rf"{_INSERTS} (?:the following[^:“]* )?at the end(?: thereof)?[^:“]*(?=:)", r"at the end of \1 insert"),
    (rf"{_INSERTS} [^:“]*?\b(after|before) {INNER} ({_NUMBER})[^:“]*(?=:)", r"\2 \1\3 insert"),
    (rf"{_INSERTS} (?:a |the following )?(?:new )?{_LEVEL}\b[^:“]*(?=:)", rf"in \1, {_ORDERED}"),
    (rf"^(?:a|the following) (?:new )?{_LEVEL}(?: \S+)? {_IS} (?:added|insert(?:ed)?) (?:immediately )?(after|before) ({_OUTER}),?"
     r"(?: (?:to read|reading))?(?: as follows)?(?=:)", r"\1 \2 insert"),
    (rf"^(?:a |the following )?(?:new )?{_LEVEL}(?: [^:“]*?)? {_IS} (?:added|insert(?:ed)?)[^:“]*(?=:)", f"in the law, {_ORDERED}"),
    (rf"^the (?:section )?(?:heading|title) of {_CITED} {_IS} (?:amended to read|replaced by)(?: as follows| the following)?:? ?"
     rf"({_QUOTED})", r"for the heading of \1 substitute \2"),
    (rf"^the (?:section )?(?:heading|title) of {_CITED} {_IS} (?:amended to reads?|replaced by)[^:“]*(?=:)",
     r"for the heading of \1 substitute"),
    (rf"^the text of {_CITED} outside its subdivisions {_IS} (?:amended to reads?|replaced by)[^:“]*(?=:)",
     r"for the opening words of \1 substitute"),
    (rf"^{_CITED} {_IS} (?:amended (?:and reenacted )?to reads?|(?:replaced|substituted?) by the following)[^:“]*(?=:)",
     r"for \1 substitute"),
    (rf"^the existing (?:text|language)(?: of)? ({_OUTER}) {_IS} designated as ({_LEVEL}) ", r"the existing text of \1 becomes \2 "),
    (rf"\b({_IS}) redesignated(?: as)?\b", "is renumbered as"),
    (r",? respectively\.?$", ""),
)  # fmt: skip
"""The manners of others: "Section 5 is amended by striking “X” and inserting “Y”", "Article 5 is replaced by the following"."""
IN_OTHER_WORDS = (
    "Section 5(1) is amended by striking “X” and inserting “Y” in its place.",
    "Section 5(1) is amended by inserting “Y” after “X”.",
    "Section 5 is amended by adding a new subsection (3) to read as follows:",
    "Section 5 is amended by striking subsection (3).",
    "Section 5 is amended to read as follows:",
    "The heading of section 5 is amended to read “New heading”.",
    "A new section 5A is added to read as follows:",
    "The existing text of section 5 is designated as subsection (1).",
    "Section 5(3) is redesignated as (4).",
    "Article 5 is replaced by the following:",
)
"""Examples of sentences that the table says otherwise."""
_VARIANTS = tuple((re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in (*_COMMON, *_AMENDED_BY))


_OF = re.compile(rf"\b{INNER} ({_NUMBER}) (?:of|to) ([a-z]+ [\w.]+(?:{_NUMBER})?)", re.IGNORECASE)


def outermost_first(citation: str) -> str:
    """A citation from the outside in: "section 5(2)(a)" for "paragraph (a) of subsection (2) of section 5"."""
    parts = citation
    while (inner := _OF.sub(r"\2\1", parts)) != parts:
        parts = inner
    return parts


def variants(text: str) -> Iterator[str]:
    """A sentence as it stands, and then as each further entry of the table says it."""
    yield text
    if (ranges := as_ranges(text)) != text:
        text = ranges
        yield text
    for pattern, instead in _VARIANTS:
        changed = pattern.sub(instead, text)
        if changed != text:
            text = changed
            yield text
