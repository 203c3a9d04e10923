"""What each line is: heading of a Part, of a section, of a schedule, option, commentary, a numbered line, a definition, or running text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from modellaw.importing.brackets import Brackets
from modellaw.importing.counting import contents_end, counted_units, lettered, listed, sections_part, signs_are_inner, spaced_numbers
from modellaw.importing.endings import endings, ordinal
from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content, between, split, trimmed
from modellaw.importing.items import Item, Role, Sorted, inside_definitions
from modellaw.importing.labels import Label, labels_of
from modellaw.importing.lines import Line, Source, text_in, with_content
from modellaw.importing.looks import (
    LONGEST_HEADING,
    defines,
    heads,
    is_finite,
    is_heading,
    is_strong,
    labels_option,
    opens,
    reads_like_heading,
    reads_like_sentence,
)  # fmt: skip
from modellaw.importing.outlines import outlined, own_heads
from modellaw.importing.quotations import quotations
from modellaw.importing.run_in import are_pointed, run_in
from modellaw.importing.running import Numbers, numbers_of, running_units
from modellaw.importing.shapes import bold_signs
from modellaw.importing.side_notes import side_notes
from modellaw.importing.term_tables import table_items
from modellaw.model.nodes import Note, Run


def sorted_lines(source: Source, grammar: Grammar, brackets: Brackets) -> Sorted:
    """Every line of a file that is not set aside, as what it is."""
    return _Sorter(source, grammar, brackets).sorted()


class _Sorter:
    def __init__(self, source: Source, grammar: Grammar, brackets: Brackets) -> None:
        self.ours = source.ours
        self.grammar = grammar
        self.brackets = brackets
        self.lines = brackets.lines
        self.contents = contents_end(self.lines, grammar)
        self.out: list[Item] = []
        self.quoted = frozenset() if self.ours else quotations(self.lines, self.contents)
        self.listed = self.quoted if self.ours else self.quoted | listed(self.lines, self.contents, grammar)
        self.parted = False
        self.running: frozenset[int] = frozenset()
        self.signed = not self.ours and signs_are_inner(self.lines[self.contents :], grammar)
        self.schedule = next((i for i in range(self.contents, len(self.lines)) if self._schedule(self.lines[i])), len(self.lines))
        places = [i for i in range(self.contents, len(self.lines)) if i not in self.listed]
        sure = {i: (found[1], found[2]["token"]) for i in places if (found := self._unit(self.lines[i]))}
        self.running = frozenset() if self.ours else self._running(places, sure)
        known = (i for i in places if i in sure or id(self.lines[i]) in self.running)
        units = {i: found[1] for i in known if (found := self._unit(self.lines[i]))}
        self.parted = not self.ours and sections_part([units[i] for i in units if i < self.schedule])
        self.bare = {} if not self.ours and min(units, default=len(self.lines)) < self.schedule else self._counted()
        worded = [] if len(self.bare) > 1 else list(units)
        self.worded = bool(worded) or self.ours
        self.bare = {} if self.worded and not self.ours else self.bare
        is_unit = lambda i: i in self.bare or self._unit(self.lines[i]) is not None  # noqa: E731
        self.lettered = {} if self.ours else lettered(self.lines, self.contents, is_unit, self.grammar)
        levels = [units[i] for i in worded] or ["section"]
        self.unit = max(sorted(set(levels)), key=levels.count)
        first = 0 if self.ours else min([*worded, *self.bare], default=len(self.lines))
        self.endings = endings(self.lines, first, grammar, lambda line: not self.ours or self._hint(line) == "container")
        self.outlined = self._outlined({*worded, *self.bare})
        counted = worded or list(self.bare)
        self.noted = frozenset() if self.ours else side_notes(self.lines, self.contents, counted, bool(worded), self._is_headed, grammar)
        self.runs_on = self.worded and not self.ours and self._runs_on(worded)
        self.pointed = not self.ours and self._has_pointed_headings(units)
        schedules = [i for i in range(self.schedule, len(self.lines)) if self._schedule(self.lines[i])]
        self.spaced = {} if self.ours else spaced_numbers(self.lines, worded, grammar) | spaced_numbers(self.lines, schedules, grammar, 8)

    def sorted(self) -> Sorted:
        start = next((i for i in range(self.contents, len(self.lines)) if self._begins(i)), len(self.lines))
        if start == len(self.lines):
            numbered = (i for i in range(self.contents, len(self.lines)) if labels_of(self.lines[i].text, self.grammar))
            start = next(numbered, 1 if len(self.lines) > 1 else 0)
        i = start
        while i < len(self.lines):
            i = self._take(i)
        return Sorted(self.lines[:start], tuple(self.out), self.unit, self.worded)

    def _begins(self, i: int) -> bool:
        """Whether the law proper begins with a line; a heading in front of an unheaded section is part of it."""
        line = self.lines[i]
        if self.ours:
            return bool(line.wids)
        if self._container(line) or self._unit(line) or any(i in some for some in (self.bare, self.lettered, self.outlined, self.endings)):
            return True
        return i + 1 in self.noted

    def _take(self, i: int) -> int:
        """Sort the line at an index, and those that belong to its heading; the index of the next."""
        line = self.lines[i]
        if line.table is not None or i in self.quoted:
            plain = self.ours or i in self.quoted
            self.out += [Item(Role.TEXT, line, i, rest=line.content)] if plain else table_items(line, i, self.out, self.grammar)
            return i + 1
        if line.boxed:
            role = Role.COMMENTARY if self.grammar.commentary.match(line.text) else Role.GUIDANCE
            return self._put(Item(role, line, i, rest=line.content))
        hint = self._hint(line)
        if self.ours and hint[:4] in {"text", "guid", "pref"}:
            role = Role.GUIDANCE if hint == "guidance" else Role.TEXT
            return self._put(Item(role, line, i, rest=line.content, depth=_depth(hint)))
        kinds = (self._container, self._schedule, self._unit)
        for kind in () if i in self.listed else kinds[:2] if self._says_whose(i) else kinds:
            match = kind(line)
            if match:
                return self._headed(i, *match)
        if i in self.bare:
            return self._headed(i, Role.UNIT, "section", self.bare[i])
        if i in self.lettered:
            return self._headed(i, Role.CONTAINER, "division", self.lettered[i])
        if i in self.outlined:
            return self._put(Item(Role.CONTAINER, line, i, self.outlined[i], (), line.content, wid=line.wid))
        if i in self.endings:
            return self._put(Item(Role.CONTAINER, line, i, self.grammar.ending_level, (), line.content, wid=line.wid))
        counted = ordinal(line, self.out, self.grammar) if self.endings else None
        if counted is not None:
            return self._headed(i, Role.UNIT, self.unit, counted)
        option = self.grammar.option.match(line.text)
        if option and (hint == "option" if self.ours else opens(line.text, option) and labels_option(line.text, option)):
            return self._option(i, option)
        if (hint == "commentary") if self.ours else (self.grammar.commentary.match(line.text) and line.text[:1].isupper()):
            return self._put(Item(Role.COMMENTARY, line, i, rest=line.content, wid=line.wid))
        if self._is_definition(line):
            return self._put(Item(Role.DEFINITION, line, i, rest=line.content, wid=line.wid, optional=i in self.brackets.opens))
        labels = labels_of(line.text, self.grammar, 1 if i in self.brackets.starts else self._lead(line))
        if i in self.spaced and not labels:
            inner = labels_of(line.text, self.grammar, self.spaced[i].end)
            labels = (self.spaced[i], *(label for label in inner if label.shape == "()"))
        if labels and self._may_count(line, labels):
            return self._numbers(i, line, labels)
        if i + 1 in self.noted:
            below = self._unit(self.lines[i + 1])
            return self._headed(i + 1, Role.UNIT, below[1] if below else "section", below[2] if below else self.bare[i + 1], line)
        row = "\t" in line.text.strip()  # of a table, such as its bold head
        if (is_strong(line) and is_heading(line.text) and not row and not self.ours) or hint == "cross":
            return self._put(Item(Role.CROSS, line, i, rest=line.content))
        return self._put(Item(Role.TEXT, line, i, rest=line.content))

    def _put(self, item: Item) -> int:
        self.out.append(item)
        return item.at + 1

    def _hint(self, line: Line) -> str:
        """The role that a style gives, which counts only in files that this tool wrote."""
        style = line.style
        for prefix in self.grammar.prefixes:
            if self.ours and style.startswith(prefix) and style != "option label":
                style = style.removeprefix(prefix)
        return self.grammar.styles.get(style, "")

    def _lead(self, line: Line) -> int:
        """How long the words are that say in front of a number that its provision is optional."""
        found = self.grammar.optional.match(line.text)
        return found.end() if found else 0

    def _container(self, line: Line) -> tuple[Role, str, re.Match[str]] | None:
        if line.table is not None or (self.ours and self._hint(line) != "container"):
            return None
        for heading in self.grammar.containers:
            match = heading.pattern.match(line.text, self._lead(line))
            if match and not self.parted and any(unit.pattern.match(line.text) for unit in self.grammar.units):
                continue
            if match and (self.ours or heads(line, match)):
                return Role.CONTAINER, heading.level, match
        return None

    def _schedule(self, line: Line) -> tuple[Role, str, re.Match[str]] | None:
        match = self.grammar.schedule.match(line.text)
        if not match or line.table is not None or (self.ours and self._hint(line) != "container"):
            return None
        return (Role.SCHEDULE, "attachment", match) if self.ours or heads(line, match) else None

    def _unit(self, line: Line) -> tuple[Role, str, re.Match[str]] | None:
        if line.table is not None or (self.ours and self._hint(line) != "unit"):
            return None
        for heading in self.grammar.units:
            match = heading.pattern.match(line.text, self._lead(line))
            if not match or (self.signed and match["number"][0] == "§") or not opens(match[0], match):
                continue
            if self.ours or id(line) in self.running or self._is_unit(line, match):
                return Role.UNIT, heading.level, match
        return None

    def _says_whose(self, i: int) -> bool:
        """Whether a line only says which section a schedule belongs to: right behind its heading, in a law whose sections have no word."""
        before = self.out[-1] if self.out else None
        return bool(self.bare) and before is not None and before.role is Role.SCHEDULE and before.at == i - 1

    def _is_unit(self, line: Line, match: re.Match[str]) -> bool:
        rest = line.text[match.end() :]
        if not rest.strip():
            return True
        if rest[0].islower():
            return False
        number = match["number"]
        if set(number) & set("°ºª") or number[-1] == "§" or number[0] > "\u2fff":  # "Art. 1º", "2 §", "第一条": no sentence begins so
            return True
        pointed = bool(set(match["separator"]) & set(".:：—–\t\u2003\u3000"))
        return pointed or (len(rest) <= LONGEST_HEADING and (is_strong(line) or is_heading(rest) or bool(labels_of(rest, self.grammar))))

    def _running(self, places: Sequence[int], sure: Numbers) -> frozenset[int]:
        """The lines, by id(), that are units though a sentence stands behind their number."""
        rest = (i for i in places if i not in sure and not (self.signed and self.lines[i].text[:1] == "§"))
        numbers = numbers_of(self.lines, rest, self.grammar)
        if not numbers:
            return frozenset()
        schedules = [i for i in places if self._schedule(self.lines[i])]
        breaks = [i for i in places if self._container(self.lines[i])]
        running = running_units(numbers, sure, breaks, [0, *schedules, len(self.lines)])
        bare = self._counted() if running and not sure else {}  # where bare numbers come first, these are the sections
        return frozenset(id(self.lines[i]) for i in running if min(bare, default=i) >= min(running))

    def _headed(self, i: int, role: Role, level: str, match: re.Match[str] | Label, before: Line | None = None) -> int:
        """A line with a number of a container, unit or schedule, and its heading, which may stand in the lines around it."""
        line = self.lines[i]
        text = line.text
        behind = match.end if isinstance(match, Label) else match.end()
        number, rest = split(line.content, behind)
        heading: Content = ()
        doubt = headed = ""
        following = i + 1
        where = text[behind:].strip()  # the section that a schedule belongs to ("(s. 4)"), in front of its heading
        if role is Role.SCHEDULE and where[:1] in set("([（") and where[-1:] in set(")]）"):
            below, _, following, _ = self._heading_below(i, role)
            heading, rest = (*trimmed(rest), *((Run(" "), *below) if below else ())), ()
        elif role is Role.SCHEDULE and where and not (self.ours and "\u2003" in line.text[:behind]):
            return self._put(Item(role, line, i, level, (), trimmed(line.content), (), None, line.wid, i in self.brackets.opens))
        elif before is not None:
            heading, headed = before.content, "before"
        elif not where:
            number = (*number, *(inline for inline in rest if isinstance(inline, Note)))
            heading, rest, following, doubt = self._heading_below(i, role)
        else:
            heading, rest, doubt = self._heading_in(i, role, rest)
        item = Item(role, line, i, level, trimmed(number), trimmed(heading), (), None, line.wid, i in self.brackets.opens, headed, doubt)
        self.out.append(item)
        if trimmed(rest):
            self._rest(i, with_content(line, trimmed(rest)))
        return max(following, i + 1)

    def _heading_below(self, i: int, role: Role) -> tuple[Content, Content, int, str]:
        """The heading under a number that stands alone, which a Part may have in two lines."""
        below = self.lines[i + 1] if i + 1 < len(self.lines) else None
        whose = bool(self.bare) and below is not None and role is Role.SCHEDULE and self._is_cited(below)
        if below is None or below.table is not None or not (whose or self._may_head(below)):
            return (), (), i + 1, ""
        after = self.lines[i + 2] if i + 2 < len(self.lines) else None
        if role is Role.UNIT and not is_strong(below) and (after is None or self._begins(i + 2) or reads_like_sentence(below.text)):
            return (), (), i + 1, ""
        doubt = "" if is_strong(below) or self.ours or role is not Role.UNIT else "text of the provision"
        bracketed = whose or (role is Role.SCHEDULE and below.text.strip().startswith(("(", "[")))
        if bracketed and after is not None and after.table is None and self._may_head(after):
            return (*below.content, Run(" "), *after.content), (), i + 3, ""
        return below.content, (), i + 2, doubt

    def _is_cited(self, line: Line) -> bool:
        """Whether a line is nothing but the word and number of a section."""
        return any((match := unit.pattern.match(line.text)) and match.end() == len(line.text) for unit in self.grammar.units)

    def _may_head(self, line: Line) -> bool:
        if self._container(line) or self._unit(line) or self._schedule(line) or labels_of(line.text, self.grammar) or line.boxed:
            return False
        option = self.grammar.option.match(line.text)
        return is_heading(line.text) and not (option and labels_option(line.text, option))

    def _heading_in(self, i: int, role: Role, rest: Content) -> tuple[Content, Content, str]:
        """Heading and text behind a number, and what else the heading might be."""
        line = self.lines[i]
        words = text_in(rest)
        if role is not Role.UNIT:
            return rest, (), ""
        headed = run_in(words, line.text, pointed=self.pointed)
        if headed and not labels_of(words, self.grammar):
            head, behind = split(rest, headed.end())
            return head, behind, ""
        behind_sign = line.text[: len(line.text) - len(words)].rstrip()[-1:] == "§"
        if labels_of(words, self.grammar) or words.lstrip()[:1] == "[" or behind_sign or self._hint(line).startswith("number"):
            return (), rest, ""
        bold = bold_signs(rest)
        if 2 < bold < len(words.rstrip()) - 1:
            head, behind = split(rest, bold)
            return head, behind, ""
        strong = is_strong(line) or self.ours
        if self._is_heading_of(i, words):
            if not strong and reads_like_sentence(words):
                return (), rest, "heading"
            return rest, (), "" if strong or (self.worded and not is_finite(words)) else "text of the provision"
        return (), rest, "heading" if is_heading(words) and not strong and not is_finite(words) else ""

    def _is_heading_of(self, i: int, words: str) -> bool:
        """Whether all words behind a number are the heading: they read like one, and there is text below."""
        line = self.lines[i]
        below = self.lines[i + 1] if i + 1 < len(self.lines) else None
        if self.ours:
            return True
        if below is None or (self._begins(i + 1) and not is_strong(line)):
            return False
        if self.runs_on and not self.pointed and words.rstrip().endswith(".") and not is_strong(line):
            return False
        return reads_like_heading(words)

    def _rest(self, i: int, line: Line) -> None:
        """The text behind a number or heading, with further numbers in it."""
        labels = labels_of(line.text, self.grammar)
        if labels:
            self._numbers(i, line, labels)
        elif self._is_definition(line):
            self._put(Item(Role.DEFINITION, line, i, rest=line.content))
        else:
            self._put(Item(Role.TEXT, line, i, rest=line.content))

    def _may_count(self, line: Line, labels: Sequence[Label]) -> bool:
        hint = self._hint(line)
        return hint.startswith("number") or (hint == "definition" and bool(line.wids)) if self.ours else bool(labels)

    def _numbers(self, i: int, line: Line, labels: Sequence[Label]) -> int:
        """An item for each number in front of a line; the last has the words."""
        wids = line.wids[-len(labels) :] if len(line.wids) >= len(labels) else line.wids
        if self.ours:
            labels = labels[: max(1, len(line.wids))]
        start = 0
        for n, label in enumerate(labels):
            last = n == len(labels) - 1
            rest = trimmed(split(line.content, label.end)[1]) if last else ()
            number = trimmed(between(line.content, start, label.end))
            wid = wids[n] if n < len(wids) else ""
            optional = n == 0 and i in self.brackets.opens
            depth = _depth(self._hint(line)) if n == 0 and self.ours else -1
            self.out.append(Item(Role.NUMBER, line, i, "", number, (), rest, label, wid, optional, depth=depth))
            start = label.end
        return i + 1

    def _option(self, i: int, match: re.Match[str]) -> int:
        line = self.lines[i]
        number, rest = map(trimmed, split(line.content, match.end()))
        headed = self.ours or is_heading(text_in(rest))
        self.out.append(Item(Role.OPTION, line, i, match["token"], number, rest if headed else (), (), None, line.wid))
        if rest and not headed:
            self._rest(i, with_content(line, rest))
        return i + 1

    def _is_definition(self, line: Line) -> bool:
        if self.ours:
            return self._hint(line) == "definition" and (bool(line.wids) or bool(self.grammar.definition.match(line.text)))
        return defines(line, self.grammar) and inside_definitions(self.out, self.grammar)

    def _counted(self) -> dict[int, Label]:
        """The lines whose number alone makes them sections, in files of ours by their style; a schedule ends them."""
        if self.ours:
            heads = {i: line for i, line in enumerate(self.lines) if line.wids and self._hint(line) == "unit" and not self._unit(line)}
            return {i: labels[0] for i, line in heads.items() if (labels := labels_of(line.text, self.grammar))}
        counted = (i for i in range(self.contents, self.schedule) if self.lines[i].table is None and i not in self.quoted)
        return counted_units(self.lines, counted, self.brackets.starts, self.grammar)

    def _outlined(self, units: Collection[int]) -> dict[int, str]:
        """The headings that part a law by their outline level, where it has no Parts with numbers; in files of ours by their style."""
        if self.ours:
            named = {i for i, line in enumerate(self.lines) if self._container(line) or self._schedule(line)} | self.endings
            return own_heads(self.lines, lambda i: i not in named and self._hint(self.lines[i]) == "container")
        if self.lettered or any(self._container(self.lines[i]) for i in range(self.contents, self.schedule)):
            return {}
        above = [i for i in units if i < self.schedule]
        return outlined(self.lines[: self.schedule], self.contents, above, lambda i: not labels_of(self.lines[i].text, self.grammar))

    def _runs_on(self, units: Sequence[int]) -> bool:
        """Whether text stands behind the numbers of units: many have nothing but one line, which ends like a sentence, or begin one."""
        whole = [i for i in units if self.lines[i].text.rstrip().endswith(".") and (i + 1 == len(self.lines) or self._begins(i + 1))]
        behind = [self.lines[i].text[match.end() :] for i in units if (found := self._unit(self.lines[i])) for match in [found[2]]]
        sentences = [words for words in behind if words.strip() and not labels_of(words, self.grammar) and not reads_like_heading(words)]
        return len(whole) >= max(2, 0.3 * len(units)) or len(sentences) >= max(2, 0.5 * len(units))

    def _has_pointed_headings(self, units: Collection[int]) -> bool:
        """Whether half of the sections with text in their line begin it with a heading and a full stop."""
        ends = {i: found[2].end() for i in units if (found := self._unit(self.lines[i]))} if self.worded else {}
        ends |= {i: label.end for i, label in self.bare.items()}
        behind = (self.lines[i].text[end:].strip() for i, end in ends.items())
        return are_pointed([words for words in behind if words and not labels_of(words, self.grammar)])

    def _is_headed(self, i: int) -> bool:
        """Whether a line has the number and heading of a section, or is a heading of a Part."""
        if i not in self.bare:
            return self._container(self.lines[i]) is not None or (i in self.lettered or i in self.endings)
        words = self.lines[i].text[self.bare[i].end :].strip()
        return bool(words) and not labels_of(words, self.grammar) and (is_heading(words) or run_in(words, "") is not None)


def _depth(hint: str) -> int:
    return int(hint[-1]) if hint[-1:].isdigit() else -1
