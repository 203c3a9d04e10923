"""Which level a number stands on: the whole sequence of a section decides, so that (i) after (h) is a letter where (j) follows.

A beam of readings goes through the numbers of one section. A reading is a stack of open levels; each step has a price: nothing for the
next number of an open level or the first of a new one, more for gaps, restarts, odd nesting, and indents or styles that do not fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modellaw.importing.items import Item, Role, is_first_option
from modellaw.importing.labels import Label
from modellaw.importing.lines import text_in
from modellaw.importing.numerals import HAN, Numeral, Reading
from modellaw.values import dataclass

_WIDTH = 24
_HOPELESS = 6.0
_AHEAD = 8
_DEEPEST = 12
_MARGIN = 1.0
_TOLERANCE = 4.0
_DEFINITION = "definition"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An open level: what it counts by, where it is, and how it looks; ``rank`` is its level's place among the names of levels."""

    key: Key
    reading: Reading | None
    rank: int
    indent: float | None
    style: str
    listed: tuple[str, int] | None
    end: str


@dataclass(frozen=True, slots=True)
class Step:
    """What was decided for one item: how deep it stands (0 for the section itself), and the entry that it opened or went on with."""

    depth: int
    entry: Entry | None
    printed: str


@dataclass(frozen=True, slots=True)
class Placed:
    """The decision for an item, with the next best one where that is nearly as good."""

    step: Step
    other: Step | None = None


@dataclass(frozen=True, slots=True)
class _State:
    stack: tuple[Entry, ...]
    price: float
    before: _State | None
    step: Step | None
    saved: tuple[Entry, ...] = ()


def placed(items: Sequence[Item], manner: Sequence[Numeral], *, schedule: bool = False) -> tuple[Placed, ...]:
    """A decision for every item of a section, or, with ``schedule``, of what has no section."""
    return _Solver(items, tuple(manner), schedule).solved()


class _Solver:
    def __init__(self, items: Sequence[Item], manner: tuple[Numeral, ...], schedule: bool) -> None:
        self.items = items
        self.manner = manner
        self.schedule = schedule
        self.styles = {item.line.style for item in items if item.role is Role.NUMBER}
        self.indents = {item.line.indent for item in items if item.line.indent is not None}

    def solved(self) -> tuple[Placed, ...]:
        start = _State((), 0.0, None, None)
        candidates: list[list[_State]] = []
        beam = [start]
        for item in self.items:
            found = [after for state in beam for after in self.moves(state, item)]
            found.sort(key=lambda state: state.price)
            candidates.append(found[: _WIDTH * 3])
            beam = [state for state in _distinct(found)[:_WIDTH] if state.price < found[0].price + _HOPELESS]
        best = beam[0] if beam else start
        path: list[_State] = []
        while best.before is not None:
            path.append(best)
            best = best.before
        path.reverse()
        return tuple(self._judged(i, state, candidates[i]) for i, state in enumerate(path))

    def _judged(self, i: int, chosen: _State, candidates: list[_State]) -> Placed:
        """A decision with its rival: another one from the same past whose price some items on is nearly the same."""
        assert chosen.step is not None
        others = [state for state in candidates if state.before is chosen.before and _differs(state.step, chosen.step)]
        others = [state for state in others if state.price < chosen.price + 2 * _MARGIN]
        if not others:
            return Placed(chosen.step)
        ahead = self.items[i + 1 : i + 1 + _AHEAD]
        mine = self._price_ahead(chosen, ahead)
        other = min(others, key=lambda state: self._price_ahead(state, ahead))
        return Placed(chosen.step, other.step if self._price_ahead(other, ahead) < mine + _MARGIN else None)

    def _price_ahead(self, state: _State, items: Sequence[Item]) -> float:
        beam = [state]
        for item in items:
            found = sorted((after for one in beam for after in self.moves(one, item)), key=lambda after: after.price)
            beam = _distinct(found)[:6]
        return beam[0].price

    # --- moves

    def moves(self, state: _State, item: Item) -> Iterator[_State]:
        """Every way to go on with an item."""
        if item.role is Role.NUMBER and item.label is not None:
            yield from self._numbered(state, item)
        elif item.role is Role.DEFINITION:
            yield self._defined(state, item)
        elif item.role is Role.TEXT:
            yield from self._text(state, item)
        elif item.role is Role.OPTION:
            first = is_first_option(item.level)
            saved = state.stack if first or not state.saved else state.saved
            yield _State(saved, state.price, state, Step(len(saved), None, "option"), saved)
        else:
            stack = () if item.role is Role.COMMENTARY else state.stack
            yield _State(stack, state.price, state, Step(0, None, item.role.value), state.saved)

    def _numbered(self, state: _State, item: Item) -> Iterator[_State]:
        label = item.label
        assert label is not None
        stack = state.stack
        end = text_in(item.rest).rstrip()[-12:]
        for reading in label.readings:
            key = (_shape(label), reading.numeral.value)
            for depth, entry in enumerate(stack):
                if entry.key == key and entry.reading is not None:
                    price = _next(entry.reading, reading) + self._fit(item, entry, sibling=True)
                    made = Entry(key, reading, entry.rank, item.line.indent, item.line.style, item.line.listed, end)
                    yield self._after(state, stack[:depth], made, price + self._styled(item, made), item)
            for depth in range(min(len(stack), _DEEPEST), -1, -1):
                above = stack[:depth]
                rank = self._rank(above, reading)
                made = Entry(key, reading, rank, item.line.indent, item.line.style, item.line.listed, end)
                price = self._open(above, key, reading, item) + 1.6 * (len(stack) - depth)
                yield self._after(state, above, made, price + self._styled(item, made), item)

    def _after(self, state: _State, above: tuple[Entry, ...], made: Entry, price: float, item: Item) -> _State:
        printed = made.reading.numeral.value if made.reading else made.key[0]
        return _State((*above, made), state.price + price, state, Step(len(above), made, printed), state.saved)

    def _rank(self, above: tuple[Entry, ...], reading: Reading) -> int:
        """The place of a new level's name: one below what it is in; at the top by its way of counting."""
        counted = [entry.rank for entry in above if entry.key[0] != _DEFINITION]
        if counted:
            return counted[-1] + 1
        own = min(self._order(reading.numeral), 2)
        return 0 if self.schedule and not above else max(own, 1) if above else own

    def _order(self, numeral: Numeral) -> int:
        return self.manner.index(numeral) if numeral in self.manner else len(self.manner)

    def _open(self, above: tuple[Entry, ...], key: Key, reading: Reading, item: Item) -> float:
        price = 0.0 if reading.is_first else 3.0 + 0.2 * min(reading.value, 10)
        if above and _parts(key) == _parts(above[-1].key) + 1 and key[0].startswith("1.1"):
            return price + self._fit(item, above[-1], sibling=False)
        end = above[-1].end if above else ""
        if end and not end.endswith((":", "—", "–", "-", ",")):
            price += 1.2 if end.endswith((".", ";")) and above else 0.3
        if any(entry.key == key for entry in above):
            price += 3.0
        if above:
            parent = above[-1]
            if parent.reading is not None:
                step = self._order(reading.numeral) - self._order(parent.reading.numeral)
                other = step == 0 and key[0] != parent.key[0]  # "1." in "(2)"
                price += 0.1 * abs(step - 1) if step > 0 else 0.8 if other else 1.5
            price += self._fit(item, parent, sibling=False)
        elif reading.numeral in {Numeral.ROMAN, Numeral.DOUBLE}:
            price += 0.5
        return price

    def _fit(self, item: Item, entry: Entry, *, sibling: bool) -> float:
        """What indents, styles and Word's lists say against a place."""
        line, price = item.line, 0.0
        if line.indent is not None and entry.indent is not None and len(self.indents) > 1:
            further = line.indent - entry.indent
            if sibling:
                price += 0.9 if abs(further) > _TOLERANCE else 0.0
            else:
                price += 0.9 if further < -_TOLERANCE else 0.2 if further <= _TOLERANCE else 0.0
        if len(self.styles) > 1:
            price += 0.5 if (line.style == entry.style) != sibling else 0.0
        if line.listed and entry.listed and line.listed[0] == entry.listed[0]:
            same = line.listed[1] == entry.listed[1]
            price += 0.0 if same == sibling and (sibling or line.listed[1] > entry.listed[1]) else 2.0
        return price

    def _styled(self, item: Item, entry: Entry) -> float:
        """What the styles of this tool say of a level."""
        wanted = item.depth
        return 0.0 if wanted < 0 or wanted == entry.rank else 3.0

    def _defined(self, state: _State, item: Item) -> _State:
        stack = state.stack
        depth = next((d for d, entry in enumerate(stack) if entry.key[0] == _DEFINITION), -1)
        if depth < 0:
            opened = [d for d, entry in enumerate(stack) if entry.end.endswith((":", "—", "–", "-", ","))]
            depth = opened[-1] + 1 if opened else 0 if not stack else 1
        made = Entry(
            (_DEFINITION, "table" if item.term else ""),
            None,
            -1,
            item.line.indent,
            item.line.style,
            None,
            text_in(item.rest).rstrip()[-12:],
        )
        return _State((*stack[:depth], made), state.price, state, Step(depth, made, _DEFINITION), state.saved)

    def _text(self, state: _State, item: Item) -> Iterator[_State]:
        """Running text belongs to one of the open levels, or to the section, and closes what is below."""
        stack = state.stack
        for depth in range(len(stack) + 1):
            price = self._text_price(stack, depth, item)
            yield _State(stack[:depth], state.price + price, state, Step(depth, None, "text"), state.saved)

    def _text_price(self, stack: tuple[Entry, ...], depth: int, item: Item) -> float:
        wanted = item.depth
        ranked = [entry.rank for entry in stack[:depth] if entry.key[0] != _DEFINITION]
        tabled = next((at for at, entry in enumerate(stack) if entry.key == (_DEFINITION, "table")), -1)
        if tabled >= 0 and item.line.table is None:  # what stands below a table of definitions is in none of them
            return 0.0 if depth == tabled else 3.0
        if wanted >= 0:
            return 0.0 if (ranked[-1] + 1 if ranked else 0) == wanted else 3.0
        if stack and not stack[-1].end and stack[-1].reading is not None:  # a number alone in its line has its words in the next
            return 0.0 if depth == len(stack) else 2.0
        if item.line.table is not None or "\t" in item.line.text.strip() or not stack:
            return 0.3 * (len(stack) - depth)
        own, line = (stack[depth - 1].indent if depth else min(self.indents, default=None)), item.line.indent
        price = 0.0
        if len(self.indents) > 1 and own is not None and line is not None:
            further = line - own
            price = 0.0 if abs(further) <= _TOLERANCE else 0.9 if further < 0 else 0.6
        words, last = text_in(item.rest).strip(), stack[-1].end
        goes_on = words[:1].islower() or last.endswith((";", ",", " and", " or"))
        favoured = len(stack) - 1 if goes_on else len(stack)
        return price + 0.45 * abs(depth - favoured)


def _shape(label: Label) -> str:
    """The shape of a number; a dotted one says how many parts it has ("1.1.1"), a Chinese one in brackets that it is one."""
    if label.token[:1] in set(HAN) and label.shape == "()":
        return f"{label.shape}{HAN[0]}"
    return ".".join("1" for _ in label.token.split(".")) if label.shape == "1.1" else label.shape


def _parts(key: Key) -> int:
    """How many parts the numbers of a level have, 0 where they are no arabic ones."""
    return key[0].count("1") if key[0].startswith("1.1") else int(key[1] == Numeral.ARABIC.value)


def _next(before: Reading, reading: Reading) -> float:
    """The price of a number behind another of its level."""
    if reading.numeral is Numeral.BULLET:
        return 0.0
    if reading.follows(before):
        return 0.0 if not reading.suffix else 0.3
    gap = reading.value - before.value
    if gap == 1:
        return 0.8
    if gap > 1:
        return 2.0 + 0.3 * min(gap, 10)
    return 2.5 if gap == 0 else 3.5


def _distinct(states: Sequence[_State]) -> list[_State]:
    """The cheapest state for each stack: what comes next cannot tell the others from it."""
    seen: dict[tuple[Entry, ...], _State] = {}
    for state in states:
        seen.setdefault(state.stack, state)
    return list(seen.values())


def _differs(a: Step | None, b: Step | None) -> bool:
    return a is None or b is None or (a.depth, a.entry.key if a.entry else None) != (b.depth, b.entry.key if b.entry else None)
