"""Automatic numbers as the literal text that Word shows (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from modellaw.ooxml.counting import IN_ENGLISH, counted
from modellaw.ooxml.opened import w
from modellaw.ooxml.symbols import symbol
from modellaw.values import dataclass

_LEVELS = 9
"""As many levels a list has (17.9.3)."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, what it shows ("%1.%2"), the value it starts at, after which level it starts anew.

    ``width`` is how many digits a number has at least, ``font`` the one that a bullet is of.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int = -1
    legal: bool = False
    style: str = ""
    width: int = 1
    font: str = ""


class Numbering:
    """The lists of a document, counted on paragraph by paragraph."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.abstracts: dict[str, dict[int, Level]] = {}
        self.links: dict[str, str] = {}
        self.lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self.counters: dict[str, list[int | None]] = {}
        self.started: set[tuple[str, int]] = set()
        self.unknown: dict[str, int] = {}
        if numbering is not None:
            self._read(numbering)

    def _read(self, root: etree._Element) -> None:
        named: dict[str, str] = {}
        for abstract in root.findall(w("abstractNum")):
            key = abstract.get(w("abstractNumId"), "")
            levels = {_whole(level.get(w("ilvl")), 0): _level(level) for level in abstract.findall(w("lvl"))}
            self.abstracts[key] = {at: level for at, level in levels.items() if 0 <= at < _LEVELS}
            if (style := abstract.find(w("styleLink"))) is not None:
                named[style.get(w("val"), "")] = key
            if (link := abstract.find(w("numStyleLink"))) is not None:
                self.links[key] = link.get(w("val"), "")
        for number in root.findall(w("num")):
            levels, starts = {}, {}
            for override in number.findall(w("lvlOverride")):
                at = _whole(override.get(w("ilvl")), 0)
                if not 0 <= at < _LEVELS:
                    continue
                if (own := override.find(w("lvl"))) is not None:
                    levels[at] = _level(own)
                if (start := override.find(w("startOverride"))) is not None:
                    starts[at] = _whole(start.get(w("val")), 1)
            abstract_id = number.find(w("abstractNumId"))
            key = abstract_id.get(w("val"), "") if abstract_id is not None else ""
            self.lists[number.get(w("numId"), "")] = (key, levels, starts)
        links = {key: named.get(style) or self._of_style(style) for key, style in self.links.items()}
        self.lists = {number: (links.get(key) or key, levels, starts) for number, (key, levels, starts) in self.lists.items()}

    def _of_style(self, style: str) -> str:
        """The list that a style of numbering stands for, where the list does not say that it is the style's."""
        number = self.styles.numbering(style)[0] if style in self.styles.elements else ""
        return self.lists[number][0] if number in self.lists else ""

    def level_of(self, number: str, at: int) -> Level | None:
        """The level of a list, as overridden for this list."""
        if number not in self.lists:
            return None
        abstract, own, _ = self.lists[number]
        return own.get(at) or self.abstracts.get(abstract, {}).get(at)

    def place(self, properties: etree._Element | None, style: str) -> tuple[str, int]:
        """The list and level of a paragraph: its own, or that of its style; ("", 0) for none."""
        own = properties.find(w("numPr")) if properties is not None else None
        number, at = _number_and_level(own)
        from_style, style_level, holder = self.styles.numbering(style)
        if number is None and from_style:
            number = from_style
            at = at if at is not None else style_level
            if at is None:
                at = self._level_of_style(number, holder)
        if not number or number == "0":
            return "", 0
        at = at if at is not None else style_level
        return number, at or 0

    def _level_of_style(self, number: str, style: str) -> int:
        levels = {**self.abstracts.get(self.lists.get(number, ("", {}, {}))[0], {}), **self.lists.get(number, ("", {}, {}))[1]}
        return next((at for at, level in levels.items() if level.style == style), 0)

    def next(self, number: str, at: int) -> str:
        """Count one paragraph of a list and give its number as shown, "" for a bullet or a level that shows none."""
        level = self.level_of(number, at)
        if level is None:
            return ""
        abstract, _, starts = self.lists[number]
        counters = self.counters.setdefault(abstract, [None] * _LEVELS)
        count = counters[at]
        if count is None or (at in starts and (number, at) not in self.started):
            counters[at] = starts.get(at, level.start)
        else:
            counters[at] = count + 1
        self.started.add((number, at))
        for above in range(at):
            if counters[above] is None:
                upper = self.level_of(number, above)
                counters[above] = starts.get(above, upper.start if upper else 1)
        for below in range(at + 1, _LEVELS):
            lower = self.level_of(number, below)
            limit = below if lower is None or lower.restart < 0 else lower.restart
            if limit and at < limit:
                counters[below] = None
        return self._shown(number, level, [count or 0 for count in counters])

    def bullet(self, number: str, at: int) -> str:
        """The bullet of a level as a sign that every font has; "" for a level that counts or shows none."""
        level = self.level_of(number, at)
        if level is None or level.form != "bullet":
            return ""
        if level.font.lower().startswith("courier") and level.text == "o":
            return "○"
        coded = level.font.lower().startswith(("symbol", "wingdings")) or "\uf000" <= level.text[:1] <= "\uf0ff"
        return "".join(symbol(level.font or "symbol", f"{ord(sign):X}") or "•" for sign in level.text) if coded else level.text

    def _shown(self, number: str, level: Level, counters: list[int]) -> str:
        if level.form == "bullet":
            return ""

        def sign(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = self.level_of(number, at)
            if other is None or other.form in {"bullet", "none"}:
                return str(counters[at]) if other is None else ""
            form = "decimal" if level.legal and other.form != "decimalZero" else other.form
            return self._counted(counters[at], form).zfill(other.width)

        return re.sub(r"%([1-9])", sign, level.text)

    def _counted(self, value: int, form: str) -> str:
        said = counted(value, form) if form not in IN_ENGLISH or self.styles.language in {"", "en"} else None
        if said is None:
            self.unknown[form] = self.unknown.get(form, 0) + 1
        return str(value) if said is None else said


class Styles:
    """The styles of a document: what a paragraph style inherits, for those properties that a reader of law needs.

    Each is looked up once: a document has thousands of paragraphs and a few dozen styles.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self.elements: dict[str, etree._Element] = {}
        self.name = cache(self._name)
        self.outline = cache(self._outline)
        self.numbering = cache(self._numbering)
        self.shows = cache(self._shows)
        self.default = ""
        language = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('lang')}") if root is not None else None
        self.language = language.get(w("val"), "")[:2].lower() if language is not None else ""
        for element in root.findall(w("style")) if root is not None else ():
            key = element.get(w("styleId"), "")
            self.elements[key] = element
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in {"1", "true", "on"}:
                self.default = key

    def chain(self, style: str) -> list[etree._Element]:
        """A style and those it is based on, nearest first."""
        out: list[etree._Element] = []
        seen: set[str] = set()
        key = style or self.default
        while key in self.elements and key not in seen:
            seen.add(key)
            element = self.elements[key]
            out.append(element)
            based = element.find(w("basedOn"))
            key = based.get(w("val"), "") if based is not None else ""
        return out

    def _name(self, style: str) -> str:
        """The name of a style as a drafter sees it."""
        element = self.elements.get(style or self.default)
        name = element.find(w("name")) if element is not None else None
        return name.get(w("val"), style) if name is not None else style

    def _outline(self, style: str) -> int:
        """The outline level of a style (0 to 8), -1 for body text."""
        for element in self.chain(style):
            level = element.find(f"{w('pPr')}/{w('outlineLvl')}")
            if level is not None:
                value = _whole(level.get(w("val")), 9)
                return value if value < 9 else -1
        return -1

    def _numbering(self, style: str) -> tuple[str, int | None, str]:
        """The list and level that a style gives, and the style that says so; ("", None, "") for none."""
        level: int | None = None
        for element in self.chain(style):
            number, at = _number_and_level(element.find(f"{w('pPr')}/{w('numPr')}"))
            level = level if level is not None else at
            if number is not None:
                return number, level, element.get(w("styleId"), "")
        return "", None, ""

    def _shows(self, style: str, name: str) -> bool:
        """Whether a style turns a run property on ("b", "i", "caps", "vanish")."""
        for element in self.chain(style):
            found = element.find(f"{w('rPr')}/{w(name)}")
            if found is not None:
                return found.get(w("val")) not in {"0", "false", "off", "none"}
        return False


def _number_and_level(element: etree._Element | None) -> tuple[str | None, int | None]:
    if element is None:
        return None, None
    number, level = element.find(w("numId")), element.find(w("ilvl"))
    return (number.get(w("val")) if number is not None else None), (_whole(level.get(w("val")), 0) if level is not None else None)


def _level(element: etree._Element) -> Level:
    def value(name: str, default: str = "") -> str:
        found = element.find(w(name))
        return found.get(w("val"), default) if found is not None else default

    legal = element.find(w("isLgl"))
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    own = next(element.iter(w("numFmt")), None)
    custom = re.match(r"(0+)1\b", own.get(w("format"), "")) if own is not None and own.get(w("val")) == "custom" else None
    form = "decimal" if own is None or own.get(w("val")) == "custom" else own.get(w("val"), "decimal")
    return Level(form, value("lvlText"), _whole(value("start"), 1), _whole(value("lvlRestart"), -1),
                 legal is not None and legal.get(w("val")) not in {"0", "false", "off"}, value("pStyle"),
                 len(custom[0]) if custom else 1, fonts.get(w("ascii"), "") if fonts is not None else "")  # fmt: skip


def _whole(text: str | None, default: int) -> int:
    try:
        return min(max(int(text or ""), -1), 1_000_000)
    except ValueError:
        return default
