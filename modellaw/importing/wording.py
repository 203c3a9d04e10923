"""What stands in a line besides words: blanks in brackets, alternatives side by side, the term that a definition defines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content, between, split, unwrapped
from modellaw.importing.lines import text_in
from modellaw.model.nodes import ML, Blank, Inline, Run, Wrap
from modellaw.model.views import coalesce
from modellaw.values import replace

_BESIDE = re.compile(r"\s*(?:/|\bor\b)?\s*")
_QUOTES = "“”„«»‘’'\" "
_SLUG = re.compile(r"[^A-Za-z0-9]+")


def slug(words: str) -> str:
    """Words as part of an id."""
    return _SLUG.sub("-", words).strip("-").lower()


def defined(content: Content, grammar: Grammar) -> tuple[Content, str]:
    """The line with its defined term marked as such, and the term; as it was and "" where it defines none."""
    match = grammar.definition.match(text_in(content))
    if match is None or not match["term"].strip():
        return content, ""
    term = match["term"].strip()
    start, end = match.start("term"), match.end("term")
    wrap = Wrap("def", (("refersTo", f"#term-{slug(term) or 'x'}"),))
    inside = unwrapped(between(content, start, end), "b", "u")
    marked = tuple(replace(inline, wraps=(wrap, *inline.wraps)) for inline in inside)
    return coalesce((*split(content, start)[0], *marked, *split(content, end)[1])), term


def whole_term(content: Content) -> tuple[Content, str]:
    """A line that is nothing but a defined term, in quotation marks or not, with the term marked; and the term."""
    words = text_in(content)
    start, end = len(words) - len(words.lstrip(_QUOTES)), len(words.rstrip(_QUOTES + ":"))
    term = words[start:end]
    wrap = Wrap("def", (("refersTo", f"#term-{slug(term) or 'x'}"),))
    inside = unwrapped(between(content, start, end), "b", "u")
    marked = tuple(replace(inline, wraps=(wrap, *inline.wraps)) for inline in inside)
    return coalesce((*split(content, start)[0], *marked, *split(content, end)[1])), term


class Blanks:
    """Finds blanks and alternatives in lines; alternatives side by side form a group, which it counts."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.groups = 0
        self.option = 0

    def in_line(self, content: Content) -> Content:
        """The line with its blanks as blanks and alternatives side by side as such."""
        if not any(isinstance(inline, Run) and self.grammar.blank.search(inline.text) for inline in content):
            return content
        out: list[Inline] = []
        for inline in content:
            out += self._in_run(inline) if isinstance(inline, Run) else [inline]
        return coalesce(out)

    def _in_run(self, run: Run) -> Iterator[Inline]:
        found = [match for match in self.grammar.blank.finditer(run.text) if self._is_blank(match[0])]
        at = 0
        for n, match in enumerate(found):
            yield replace(run, text=run.text[at : match.start()])
            at = match.end()
            before = n > 0 and _BESIDE.fullmatch(run.text, found[n - 1].end(), match.start()) is not None
            behind = n + 1 < len(found) and _BESIDE.fullmatch(run.text, match.end(), found[n + 1].start()) is not None
            if (before or behind) and match[0].startswith("["):
                self.option = self.option + 1 if before else 1
                self.groups += not before
                where = ((f"{{{ML}}}group", f"alternatives-{self.groups}"), (f"{{{ML}}}option", str(self.option)))
                yield Run(match[0], (*run.wraps, Wrap("inline", (("name", "option"), *where))))
            else:
                name = slug(match[0]) or "blank"
                yield Blank(name, (Run(match[0]),), "placeholder", ((f"{{{ML}}}name", name), ("originalText", match[0])), run.wraps)
        yield replace(run, text=run.text[at:])

    def _is_blank(self, words: str) -> bool:
        """Whether words in brackets are to be filled: no whole sentence, no mark of a note."""
        if not words.startswith("["):
            return True
        inside = words[1:-1].strip()
        if inside.lower().rstrip(".") in self.grammar.never_blank:
            return False
        return len(inside) <= self.grammar.longest_blank and not (inside.endswith(".") and inside.count(" ") > 3)
