"""Cross-references in words ("section 12(3)(a)", "article 5, paragraph 2", "Part 3") as references to the provisions that they cite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from modellaw.importing.chained import Key, chains, inside, key_of
from modellaw.importing.grammar import CODE, Grammar
from modellaw.importing.inlines import Content, between, split
from modellaw.importing.lines import Guess, Spot, text_in
from modellaw.model.address import heading_text, number_text, number_token
from modellaw.model.nodes import (
    Block,
    Cell,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Reference,
    Run,
    Table,
    attribute,
)
from modellaw.model.suffixes import ADDED, LATIN
from modellaw.model.views import coalesce
from modellaw.model.walk import rewrite
from modellaw.values import replace

_LATIN = rf"(?:[ -](?:{'|'.join(LATIN)})\b|{ADDED})?"
_NUMBER = rf"\d+(?:\.\d+)*[A-Z]{{0,3}}{_LATIN}"
_PARTED = rf"(?:{CODE}|\d+(?:[./-]\d+)*[A-Z]{{0,3}}{_LATIN})"
"""A number in a law some of whose sections have numbers of several parts: elsewhere "3-5" are three sections."""
_PLACE = r"(?:\s?\([0-9A-Za-z]{1,5}\))"
_SIGNED = rf"(?:{_PLACE}|[°ºª]?,?\s?§\s?\d{{1,3}}[a-z]{{0,3}}{_LATIN}[°ºª]?(?!\w))"
"""A place in a section of a law in which § numbers what is in sections: "art. 2 § 1", "article 12, § 1er(a)"."""


def with_references(law: Law, ours: bool, grammar: Grammar, spots: Mapping[str, Spot]) -> tuple[Law, list[Guess]]:
    """The law with what it cites of itself as references, and citations without a target; links of a file of ours stay as they are."""
    finder = Finder(law, grammar, spots)
    document = finder.linked(law.document) if ours else finder.cited(law.document, ())
    assert isinstance(document, Group)
    return replace(law, document=document), finder.missing


class Finder:
    """Finds in words the citations of a law's provisions; what cites none of them is ``missing``."""

    def __init__(self, law: Law, grammar: Grammar, spots: Mapping[str, Spot]) -> None:
        self.grammar = grammar
        self.spots = spots
        self.missing: list[Guess] = []
        self.units: dict[str, list[Provision]] = {}
        self.counted: dict[Key, Provision] = {}
        self.containers: dict[str, list[Provision]] = {}
        self.parents: dict[str, tuple[Provision, ...]] = {}
        self.wids: set[str] = set()
        self.schedules: dict[str, Provision] = {}
        self._index(law.document, ())
        self.levels = {key.partition(" ")[0] for key in self.units}
        self.number = _PARTED if any(re.search(r"\d[-/]\d", key) for key in self.units) else _NUMBER
        if any(re.search(r"\d [A-Z]$", number_text(unit).strip(".: ")) for found in self.units.values() for unit in found):
            self.number += "(?-i: [A-Z](?![A-Za-z]))?"  # "article 17 H"
        named = "|".join(re.escape(word) if word[-1] == "." else f"{word}s?" for word in (*grammar.cited_inner, *grammar.cited_places))
        self.at = re.compile(rf"\(([0-9A-Za-z]{{1,5}})\)|§\s?([0-9A-Za-z]+)|(?:{named})\s*\(?([0-9A-Za-z]{{1,5}})", re.IGNORECASE)
        self.place = _SIGNED if any(number_text(one)[:1] == "§" for one in _inner(self.units)) else _PLACE
        self.place = rf"(?:{self.place}|,?\s(?i:{named})\s*(?:\([0-9A-Za-z]{{1,5}}\)|\d{{1,3}}[a-z]?(?!\w|\.\d)|[a-z]\b\)?))"
        self.pattern = _pattern(grammar, self.number, self.place)

    def _index(self, block: Block, above: tuple[Provision, ...]) -> None:
        if isinstance(block, Provision):
            self.parents[block.wid] = above
            self.wids.add(block.wid)
            token, key = _token(number_text(block)), key_of(number_text(block))
            if key is not None and not any(p.level == "attachment" for p in above):
                self.counted.setdefault(key, block)
            if block.level == "attachment":
                words = number_text(block) or re.split(r"[:–—]", heading_text(block))[0]
                self.schedules.setdefault(" ".join(words.lower().split()), block)
            elif token and block.level in self.grammar.cited_units.values() and not any(p.level == "attachment" for p in above):
                self.units.setdefault(f"{block.level} {token}", []).append(block)
            elif token and block.level in self.grammar.cited_containers.values():
                self.containers.setdefault(f"{block.level} {token}", []).append(block)
            above = (*above, block)
        if isinstance(block, Provision | Group):
            for inner in block.blocks:
                self._index(inner, above)

    # --- a file of ours

    def linked(self, block: Block) -> Block:
        """The block with links to bookmarks as references to the provisions that begin there."""
        return _over(block, lambda content: tuple(self._link(inline) for inline in content))

    def _link(self, inline: Inline) -> Inline:
        if not isinstance(inline, Reference):
            return inline
        wid = inline.target[1:] if inline.target.startswith("#") else ""
        if wid in self.wids or not inline.target.startswith("#"):
            return inline
        return Run("".join(run.text for run in inline.content), inline.wraps)

    # --- a file of others

    def cited(self, block: Block, path: tuple[Provision, ...]) -> Block:
        """The block with its citations found, each read from where it stands."""
        match block:
            case Provision():
                inside = (*path, block)
                return replace(block, blocks=tuple(self.cited(inner, inside) for inner in block.blocks))
            case Group():
                return replace(block, blocks=tuple(self.cited(inner, path) for inner in block.blocks))
            case Paragraph():
                return block if block.name in {"num", "heading"} else replace(block, content=self.in_line(block.content, path))
            case Table():
                rows = tuple(replace(row, cells=tuple(self._cell(cell, path) for cell in row.cells)) for row in block.rows)
                return replace(block, rows=rows)
            case _:
                return block

    def _cell(self, cell: Cell, path: tuple[Provision, ...]) -> Cell:
        return replace(cell, blocks=tuple(self.cited(inner, path) for inner in cell.blocks))

    def in_line(self, content: Content, path: tuple[Provision, ...]) -> Content:
        """A line with its citations found, read from the provisions around it, topmost first."""
        content = tuple(
            replace(inline, blocks=tuple(self.cited(b, path) for b in inline.blocks)) if isinstance(inline, Note) else self._link(inline)
            for inline in content
        )
        text = text_in(content)
        found = [*self._citations(text, path), *(self._chained(text, path) if self.counted else ())]
        if not found:
            return coalesce(content)
        out: list[Inline] = []
        at = 0
        for start, end, wid in sorted(found):
            words = between(content, start, end)
            if start < at or not words or not all(isinstance(inline, Run) for inline in words):
                continue
            wraps = words[0].wraps if len({inline.wraps for inline in words}) == 1 else ()
            out += between(content, at, start)
            out.append(Reference(f"#{wid}", tuple(Run(inline.text) for inline in words if isinstance(inline, Run)), (), wraps))
            at = end
        return coalesce((*out, *_rest(content, at)))

    def _citations(self, text: str, path: tuple[Provision, ...]) -> Iterator[tuple[int, int, str]]:
        """From where to where a line cites which provision, in order."""
        for match in self.pattern.finditer(text):
            if self._is_foreign(text, match):
                continue
            word = _singular(match["word"].lower())
            pieces = list(
                re.finditer(rf"(?:(?i:{self.number})|[IVXLC]+\b|\b[A-Z]\b|(?<=\s)(?=\())({self.place}*)|{self.place}+", match["numbers"])
            )
            whole = self._of_unit(match, path)
            for n, piece in enumerate(pieces):
                base = match.start("numbers")
                start, end = (match.start() if n == 0 else base + piece.start()), base + piece.end()
                wid = self._target(word, piece[0].strip(), whole)
                if wid:
                    yield start, end, wid
                elif self.grammar.cited_units.get(word) in self.levels and n == 0:
                    words = text[max(0, match.start() - 20) : match.end() + 20]
                    self.missing.append(
                        Guess(self._spot(path), words, f"“{match[0]}” is not a provision of this law", ("a reference to another law",))
                    )

    def _chained(self, text: str, path: tuple[Provision, ...]) -> Iterator[tuple[int, int, str]]:
        """Citations whose steps have counters behind their numbers."""
        around = next((one for one in path if one.wid in {unit.wid for unit in self.counted.values()}), None)
        for chain in chains(text):
            unit = around if chain.unit is None else self.counted.get(chain.unit)
            found = inside(unit, chain.steps) if unit is not None else None
            if found is not None and (chain.unit is not None or found is not unit):
                yield chain.start, chain.end, found.wid
            elif chain.unit is not None:
                words = text[max(0, chain.start - 20) : chain.end + 20]
                said = f"“{text[chain.start : chain.end]}” is not a provision of this law"
                self.missing.append(Guess(self._spot(path), words, said, ("a reference to another law",)))

    def _spot(self, path: tuple[Provision, ...]) -> Spot:
        return self.spots.get(path[-1].wid, Spot()) if path else Spot()

    def _of_unit(self, match: re.Match[str], path: tuple[Provision, ...]) -> tuple[Provision, ...]:
        """The provisions in which a citation of an inner level is looked up: those around it, or the section that it names behind."""
        if match["of"]:
            named = self._unit(_singular(match["of_word"].lower()), match["of_number"])
            return (*self.parents[named.wid], named) if named else ()
        return path

    def _is_foreign(self, text: str, match: re.Match[str]) -> bool:
        """Whether a citation is of another instrument: what stands before or behind it says so."""
        behind, before = text[match.end() :], text[: match.start()]
        if self.grammar.foreign_before.search(before[-60:]):
            return True
        return bool(self.grammar.foreign_after.match(behind)) and not self.grammar.own.match(behind)

    def _target(self, word: str, number: str, path: tuple[Provision, ...]) -> str:
        level = self.grammar.cited_units.get(word, "")
        base = _first(rf"(?i:{self.number})|[IVXLC]+\b|[A-Z]\b", number)
        places = [bracketed or _token(signed) or inner for bracketed, signed, inner in self.at.findall(number[len(base) :])]
        if level and base:
            unit = self._unit(level, base)
            if unit is None:
                dotted = self._dotted(level, base)
                return self._inside(dotted, places) if dotted is not None else ""
            named = number[len(base) :].lstrip(" ,")[:1] not in {"(", "§"}
            return self._inside(unit, places) or (unit.wid if named else "")  # a sentence, say, is no provision
        if word in self.grammar.cited_containers:
            return self._container(self.grammar.cited_containers[word], base, path)
        if word in self.grammar.cited_schedules:
            found = self.schedules.get(f"{word} {base.lower()}")
            return found.wid if found else ""
        return self._inner(word, [*([base] if base else []), *places], path)

    def _unit(self, level: str, number: str) -> Provision | None:
        level = self.grammar.cited_units.get(level, level)
        found = self.units.get(f"{level} {_token(number)}", [])
        return found[0] if len(found) == 1 else None

    def _dotted(self, level: str, number: str) -> Provision | None:
        """What "section 3.1.2" is: "3.1.2", or 2, in what is "3.1", or 1, in section 3; None when there is no such thing."""
        parts = number.split(".")
        here = self._unit(level, parts[0]) if len(parts) > 1 else None
        for n, part in enumerate(parts[1:], 2):
            here = (_child(here, ".".join(parts[:n])) or _child(here, part)) if here is not None else None
        return here

    def _inside(self, unit: Provision, places: list[str]) -> str:
        """The wid of what stands at the places in a unit, "" when there is no such thing."""
        here: Provision = unit
        for place in places:
            found = _child(here, place)
            if found is None:
                return ""
            here = found
        return here.wid

    def _container(self, word: str, token: str, path: tuple[Provision, ...]) -> str:
        found = self.containers.get(f"{word} {_token(token)}", [])
        near = [p for p in found if self.parents[p.wid] and self.parents[p.wid][-1] in path] or found
        return near[0].wid if len(near) == 1 else ""

    def _inner(self, word: str, places: list[str], path: tuple[Provision, ...]) -> str:
        """The nearest provision of a level, looked for from the inside out."""
        for above in reversed(path):
            found = _child(above, places[0]) if places else None
            if found is not None and (found.level in {word.replace("-", ""), "hcontainer"} or above is path[0] or len(path) == 1):
                return self._inside(above, places)
            if above.level in self.grammar.cited_units.values():
                return self._inside(above, places) if found is not None else ""
        return ""


def _child(provision: Provision, place: str) -> Provision | None:
    """The provision with a number directly in another; options and definitions are looked through where only one holds it."""
    found: list[Provision] = []
    for block in provision.blocks:
        if isinstance(block, Provision):
            if attribute(block.attributes, "name") in {"option", "definition"}:
                inner = _child(block, place)
                found += [inner] if inner is not None else []
            elif _token(number_text(block)) == place.lower():
                return block
    return found[0] if found else None


def _singular(word: str) -> str:
    return word if word.endswith(".") else word.removesuffix("s")


def _token(number: str) -> str:
    return number_token(number).lower()


def _pattern(grammar: Grammar, number: str, place: str) -> re.Pattern[str]:
    """A word for a level, numbers behind it, and perhaps the section that it is of."""
    units = "|".join(re.escape(word) if word[-1] in ".§" else f"{word}s?" for word in sorted(grammar.cited_units, key=len, reverse=True))
    inner = "|".join(f"{word}s?" for word in grammar.cited_inner)
    outer = "|".join(f"{word}s?" for word in (*grammar.cited_containers, *grammar.cited_schedules))
    joined = rf"(?:\s*(?:{grammar.joiner})\s*)"
    cited = rf"(?:{number}{place}*(?![\w])|{place}+)"
    listed = rf"{cited}(?:{joined}+{cited})*"
    roman = r"(?-i:[IVXLC]+|\d+[A-Z]?|[A-Z])\b(?!\s*\()"
    of = rf"(?P<of>\s+(?:(?:{grammar.cited_of})\s*)?(?P<of_word>{units})\s+(?P<of_number>{number}))?"
    return re.compile(
        rf"(?:(?<![\w-])|(?<=\b[وف]))(?:(?P<word>{units}|{inner}|{outer})\s*(?P<numbers>(?<=\s){listed}|(?<=§){listed}|(?<=\s){roman})){of}",
        re.IGNORECASE,
    )


def _inner(units: Mapping[str, list[Provision]]) -> Iterator[Provision]:
    """The provisions right inside sections."""
    return (block for found in units.values() for unit in found for block in unit.blocks if isinstance(block, Provision))


def _first(pattern: str, text: str) -> str:
    found = re.match(pattern, text)
    return found[0] if found else ""


def _rest(content: Content, at: int) -> Content:
    return split(content, at)[1] if at else content


def _over(block: Block, change: Callable[[Content], Content]) -> Block:
    """The block with a function over the inlines of every paragraph, notes and tables included."""

    def one(inner: Block) -> Block:
        return replace(inner, content=change(inner.content)) if isinstance(inner, Paragraph) else inner

    return rewrite(block, one)
