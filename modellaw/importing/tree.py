"""The law as a tree of units: containers by their kinds, sections with their levels, options, commentaries, schedules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise

from modellaw.importing.grammar import Grammar
from modellaw.importing.inlines import Content
from modellaw.importing.items import Item, Role, Sorted, is_first_option
from modellaw.importing.levels import Placed, placed
from modellaw.importing.lines import Guess, text_in
from modellaw.importing.numerals import Numeral
from modellaw.model.nodes import Note, Table
from modellaw.values import dataclass

_AS_TEXT = "text of the provision"


@dataclass(slots=True)
class Text:
    """A paragraph, a table, a heading between provisions, or a term that is defined."""

    content: Content
    at: int
    table: Table | None = None
    cross: bool = False
    term: bool = False


@dataclass(slots=True)
class Unit:
    """A provision to be: its name, number and heading, and its texts and provisions in their order."""

    level: str
    name: str = ""
    number: Content = ()
    heading: Content = ()
    parts: list[Unit | Text] = field(default_factory=list)
    wid: str = ""
    at: int = -1
    optional: bool = False
    option: tuple[str, str] = ("", "")
    headed: str = ""

    def units(self) -> Iterator[Unit]:
        """It and every unit in it."""
        yield self
        for part in self.parts:
            if isinstance(part, Unit):
                yield from part.units()

    def last(self) -> int:
        """The index of the last line in it."""
        inner = (part.last() if isinstance(part, Unit) else part.at for part in self.parts)
        return max([self.at, *inner])


@dataclass(slots=True)
class Tree:
    """The body and the schedules of a law, with the decisions that were close."""

    body: Unit
    schedules: list[Unit]
    guesses: list[Guess]


def built(found: Sorted, grammar: Grammar, label: str = "") -> Tree:
    """The tree of a law from its sorted lines; ``label`` is the word that a print puts above every commentary."""
    builder = _Builder(found, grammar, label)
    builder.build()
    return Tree(builder.body, builder.schedules, builder.guesses)


class _Builder:
    def __init__(self, found: Sorted, grammar: Grammar, label: str) -> None:
        self.items = found.items
        self.label = label
        self.unit = found.unit
        self.grammar = grammar
        self.manner = _manner(found.items, grammar)
        self.order = _order(found.items, grammar)
        self.body = Unit("body")
        self.schedules: list[Unit] = []
        self.guesses: list[Guess] = []
        self.open: list[Unit] = [self.body]
        self.groups = 0

    def build(self) -> None:
        held: list[Item] = []
        here = self.body
        for item in self.items:
            if item.role in {Role.CONTAINER, Role.UNIT, Role.SCHEDULE}:
                option = held.pop() if item.role is Role.UNIT and held and held[-1].role is Role.OPTION else None
                self._fill(here, held)
                held = []
                here = self._begin(item, option)
            else:
                held.append(item)
        self._fill(here, held)
        units = [item for item in self.items if item.role is Role.UNIT]
        if all(item.heading for item in units):  # what every section has is no guess
            self.guesses = [guess for guess in self.guesses if not guess.guess.startswith("heading")]
        if not any(item.heading for item in units):
            self.guesses = [guess for guess in self.guesses if guess.guess != _AS_TEXT]

    def _begin(self, item: Item, option: Item | None = None) -> Unit:
        """Open a container, unit or schedule where it belongs; a section that is an option of several in that one."""
        made = Unit(item.level, "", item.number, item.heading, [], item.wid, item.at, item.optional, headed=item.headed)
        if item.doubt:
            self._doubt(item, f"heading “{_short(text_in(item.heading))}”" if item.heading else _AS_TEXT, item.doubt)
        if item.role is Role.SCHEDULE:
            self.schedules.append(made)
            self.open = [made]
            return made
        while len(self.open) > 1 and not self._holds(self.open[-1], item):
            self.open.pop()
        above = self.open[-1]
        if option is not None:
            around = self._option(option)
            above.parts.append(around)
            above = around
        above.parts.append(made)
        if item.role is Role.CONTAINER:
            self.open.append(made)
        return made

    def _option(self, item: Item) -> Unit:
        self.groups += is_first_option(item.level)
        return Unit("hcontainer", "option", item.number, item.heading, [], item.wid, item.at, option=(str(self.groups), item.level))

    def _holds(self, container: Unit, item: Item) -> bool:
        if item.role is Role.UNIT or container.level == "attachment":
            return True
        if item.level == self.grammar.ending_level:  # what ends a law stands in nothing
            return False
        if container.level == self.grammar.ending_level:
            return self.order[0] != item.level
        return self.order.index(container.level) < self.order.index(item.level)

    # --- inside a unit

    def _fill(self, unit: Unit, items: Sequence[Item]) -> None:
        if not items:
            return
        schedule = self.open[0].level == "attachment" and unit.level not in self.grammar.levels
        decided = placed(items, self.manner, schedule=schedule or unit.level not in self.grammar.levels)
        names = self._names(unit, schedule)
        stack: list[Unit] = []
        commentary: Unit | None = None
        options = _Options(items, decided)
        for i, (item, decision) in enumerate(zip(items, decided, strict=True)):
            commentary = commentary if item.role is Role.GUIDANCE or (commentary and self._in_commentary(item)) else None
            above = stack[-1] if stack else unit
            if commentary is not None:
                commentary.parts.append(Text(item.line.content, item.at, item.line.table))
            elif item.role is Role.COMMENTARY:
                commentary = Unit("hcontainer", "commentary", (), self._label(item), [], item.wid, item.at)
                unit.parts.append(commentary)
                stack.clear()
            elif item.role is Role.OPTION:
                del stack[option_depth(items, decided, i) :]
                above = stack[-1] if stack else unit
                above.parts.append(self._option(item))
            elif item.role in {Role.NUMBER, Role.DEFINITION}:
                self._say(item, decision, names)
                del stack[decision.step.depth :]
                above = stack[-1] if stack else unit
                made = self._numbered(item, decision, names)
                (options.around(i, above) or above).parts.append(made)
                stack.append(made)
            elif item.role is Role.CROSS:
                above.parts.append(Text(item.line.content, item.at, cross=True))
            else:
                self._say(item, decision, names)
                if item.doubt:
                    self._doubt(item, "a table", item.doubt)
                del stack[decision.step.depth :]
                above = stack[-1] if stack else unit
                table = item.line.table if not item.rest else None
                (options.around(i, above) or above).parts.append(Text(item.rest, item.at, table))

    def _in_commentary(self, item: Item) -> bool:
        """In files of others a commentary goes on to the next heading."""
        return (
            not any(one.role is Role.GUIDANCE for one in self.items) and item.role is not Role.COMMENTARY and item.role is not Role.OPTION
        )

    def _label(self, item: Item) -> Content:
        """The label of a commentary is its heading, but for the word that every commentary has in print."""
        plain = self.grammar.styles.get(item.line.style) == "commentary" or text_in(item.rest).strip() == self.label
        return () if plain and not any(isinstance(inline, Note) for inline in item.rest) else item.rest

    def _numbered(self, item: Item, decision: Placed, names: Sequence[str]) -> Unit:
        entry = decision.step.entry
        assert entry is not None
        level = "hcontainer" if item.role is Role.DEFINITION else names[min(entry.rank, len(names) - 1)]
        name = "definition" if item.role is Role.DEFINITION else ""
        parts: list[Unit | Text] = [Text(item.rest, item.at, term=item.term)] if item.rest else []
        parts += [Text(content, item.at) for content in item.more]
        return Unit(level, name, item.number, (), parts, item.wid, item.at, item.optional)

    def _names(self, unit: Unit, schedule: bool) -> tuple[str, ...]:
        of_schedule = schedule or unit.level == self.grammar.ending_level
        return self.grammar.levels.get("schedule" if of_schedule else unit.level, self.grammar.levels["section"])

    # --- what was close

    def _say(self, item: Item, decision: Placed, names: Sequence[str]) -> None:
        if decision.other is None:
            return
        guess, other = (
            _told(step.entry.rank if step.entry else None, step.depth, step.printed, names) for step in (decision.step, decision.other)
        )
        if guess != other:
            self._doubt(item, guess, other)

    def _doubt(self, item: Item, guess: str, *others: str) -> None:
        self.guesses.append(Guess(item.line.spot, _short(item.line.text), guess, others))


class _Options:
    """Which numbers stand in an option: those behind its label; in the last one only those that the first one has too."""

    def __init__(self, items: Sequence[Item], decided: Sequence[Placed]) -> None:
        self.inside: set[int] = set()
        starts = [i for i, item in enumerate(items) if item.role is Role.OPTION]
        for n, start in enumerate(starts):
            depth = option_depth(items, decided, start)
            end = next((i for i in range(start + 1, len(items)) if items[i].role in {Role.OPTION, Role.COMMENTARY}), len(items))
            is_last = n + 1 == len(starts) or is_first_option(items[starts[n + 1]].level)
            tops = [i for i in range(start + 1, end) if items[i].role is Role.NUMBER and decided[i].step.depth == depth]
            if is_last:
                styled = [i for i in tops if items[i].line.style.startswith("option ")]
                first = max([0, *(m for m in range(n + 1) if is_first_option(items[starts[m]].level))])
                wanted = self._numbers(items, decided, starts[first], depth) if first != n else set()
                tops = styled or [i for i in tops if text_in(items[i].number) in wanted] or tops[:1]
            self.inside.update(tops)
            if not tops:
                self.inside.update(i for i in range(start + 1, end) if items[i].role is Role.TEXT and decided[i].step.depth == depth)

    def _numbers(self, items: Sequence[Item], decided: Sequence[Placed], start: int, depth: int) -> set[str]:
        out = set()
        for i in range(start + 1, len(items)):
            if items[i].role is Role.OPTION:
                break
            if items[i].role is Role.NUMBER and decided[i].step.depth == depth:
                out.add(text_in(items[i].number))
        return out

    def around(self, i: int, above: Unit) -> Unit | None:
        """The option that an item stands in, if it does: the one opened last in the unit above."""
        last = above.parts[-1] if above.parts else None
        return last if i in self.inside and isinstance(last, Unit) and last.name == "option" else None


def option_depth(items: Sequence[Item], decided: Sequence[Placed], at: int) -> int:
    """How deep an option stands: as deep as the first number, or else the first text, behind its label."""
    behind = [i for i in range(at + 1, len(items)) if items[i].role in {Role.NUMBER, Role.TEXT, Role.OPTION}]
    first = next((i for i in behind if items[i].role is not Role.TEXT), None)
    if first is not None and items[first].role is Role.NUMBER:
        return decided[first].step.depth
    return decided[behind[0]].step.depth if behind and items[behind[0]].role is Role.TEXT else 0


def _told(rank: int | None, depth: int, printed: str, names: Sequence[str]) -> str:
    if rank is None:
        return "text of the section" if depth == 0 else f"text {depth} levels down"
    named = {"a": "letter", "i": "small roman numeral", "1": "number", "A": "capital letter", "I": "roman numeral", "aa": "doubled letter"}
    level = names[min(max(rank, 0), len(names) - 1)] if rank >= 0 else "definition"
    return f"{level}, {named.get(printed, printed)}, {depth + 1} levels down" if depth else f"{level}, {named.get(printed, printed)}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 90 else words[:87] + "…"


def _manner(items: Sequence[Item], grammar: Grammar) -> tuple[Numeral, ...]:
    """The manner whose outermost numbers most sections begin with."""
    firsts: list[Numeral] = []
    fresh = False
    for item in items:
        if item.role is Role.UNIT:
            fresh = True
        elif item.role is Role.NUMBER and fresh and item.label is not None:
            firsts.append(item.label.readings[0].numeral)
            fresh = False
    inner = any(item.label.readings[0].numeral is Numeral.ARABIC for item in items if item.role is Role.NUMBER and item.label)
    letters = firsts.count(Numeral.LOWER)
    return grammar.manners[1] if inner and letters > 2 * firsts.count(Numeral.ARABIC) and letters > 2 else grammar.manners[0]


def _order(items: Sequence[Item], grammar: Grammar) -> tuple[str, ...]:
    """The containers of this law, outermost first: as is usual, unless one kind begins anew, or right behind the heading, in another."""
    parts = [item for item in items if item.role is Role.CONTAINER and item.level != grammar.ending_level]
    kinds = [item.level for item in parts]
    seen = list(dict.fromkeys(kinds))
    usual = [level for level in grammar.order if level in seen]
    pairs = [
        (a.level, b.level)
        for a, b in pairwise(items)
        if a.role is b.role is Role.CONTAINER and grammar.ending_level not in {a.level, b.level}
    ]
    for outer in seen:
        for inner in seen[seen.index(outer) + 1 :]:
            follows = pairs.count((outer, inner)) > pairs.count((inner, outer))
            again = kinds.count(inner) > 1 and _restarts(items, outer, inner)
            if usual.index(outer) > usual.index(inner) and (follows or again):
                usual.remove(outer)
                usual.insert(usual.index(inner), outer)
    return tuple(usual)


def _restarts(items: Sequence[Item], outer: str, inner: str) -> bool:
    """Whether the first of one kind comes again in a second of the other."""
    firsts, since = 0, False
    for item in items:
        if item.role is Role.CONTAINER and item.level == outer:
            since = True
        elif item.role is Role.CONTAINER and item.level == inner and since:
            firsts += 1
            since = False
    return firsts > 1
