"""The grammar of laws' lines, read from ``grammar.toml``: lists of words and the patterns made of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from modellaw.errors import InputError, Place
from modellaw.importing.numerals import HAN, LATIN, LETTERS, ORDINALS, SIMPLE, TENS, Numeral
from modellaw.model.suffixes import ADDED
from modellaw.values import dataclass

BIS = rf"(?:{ADDED}(?=\s*(?:[:.–—-]|$))|[ -]?(?:{'|'.join(LATIN)})\b)?"
TOKEN = rf"(?:\d{{1,4}}(?:[A-Za-z]{{1,3}})?|[A-Za-z]{{1,2}}-\d{{1,2}}|[A-Za-z]{{1,7}}|{LETTERS}|[{HAN}]{{1,5}}){BIS}"
CODE = rf"(?-i:[LRDA])(?:\.? ?\*|\*?\.?) ?\d{{1,4}}(?:-\d+)*(?:[ -](?:{'|'.join(LATIN)})\b(?: (?-i:[A-Z])\b)?)?"
"""The number of an article in a French code: "L. 121-1", "R.* 121-1 bis"."""
_ORDINAL = "°ºª"
_SEPARATOR = (
    r"(?P<separator>(?:[ \t\u2003\u00a0]*(?:[.:：—–]|-(?=\s|$)))+[ \t\u2003\u00a0]*|[ \t\u2003\u3000\u00a0\n]+"
    r"|(?:(?<=[\u3000-\ud7ff])|(?<=[\u3000-\ud7ff]\d))(?=[（(])|$)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A word that begins a container, a unit, a schedule or an option ("Part", "Article"), as a pattern with the groups ``number``,
    ``token`` and ``separator``."""

    level: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that the reading of lines knows of laws."""

    containers: tuple[Heading, ...]
    units: tuple[Heading, ...]
    schedule: re.Pattern[str]
    ending: re.Pattern[str]
    ending_level: str
    option: re.Pattern[str]
    optional: re.Pattern[str]
    levels: Mapping[str, tuple[str, ...]]
    manners: tuple[tuple[Numeral, ...], ...]
    alone: re.Pattern[str]
    worded: re.Pattern[str]
    bullet: re.Pattern[str]
    commentary: re.Pattern[str]
    contents: frozenset[str]
    definition_headings: frozenset[str]
    openings: re.Pattern[str]
    definition: re.Pattern[str]
    formula: re.Pattern[str]
    recital: re.Pattern[str]
    closing: re.Pattern[str]
    blank: re.Pattern[str]
    longest_blank: int
    never_blank: frozenset[str]
    own: re.Pattern[str]
    foreign_after: re.Pattern[str]
    foreign_before: re.Pattern[str]
    joiner: str
    cited_units: Mapping[str, str]
    cited_inner: tuple[str, ...]
    cited_of: str
    cited_places: tuple[str, ...]
    cited_containers: Mapping[str, str]
    cited_schedules: tuple[str, ...]
    named: Mapping[str, str]
    """The words in front of the numbers of containers, units and options ("section", "artículo"), each with its level."""
    verbs: tuple[str, ...]
    styles: Mapping[str, str]
    ours: Mapping[str, str]
    prefixes: tuple[str, ...]
    term_columns: frozenset[str]
    meaning_columns: frozenset[str]
    """What heads the columns of a table of definitions."""

    @property
    def order(self) -> tuple[str, ...]:
        """The levels of containers, outermost first."""
        return tuple(heading.level for heading in self.containers)


Tables = dict[str, dict[str, list[str]]]
_FREE = frozenset({"levels", "manners", "styles"})
"""Tables whose keys are names that an author chooses."""


@cache
def grammar() -> Grammar:
    """The grammar that the package ships."""
    return _grammar(_ours())


@cache
def _ours() -> Tables:
    return tomllib.loads((files("modellaw.importing") / "grammar.toml").read_text("utf-8"))


def read_grammar(text: str, name: str) -> Grammar:
    """A grammar from TOML; what it does not say is as in the one that the package ships.

    Raises InputError where there is no such table or key, or nothing can be made of what it says.
    """
    try:
        return _grammar(_completed(tomllib.loads(text)))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, re.error) as error:
        raise InputError(f"the grammar cannot be used: {error}", Place(name), "compare it with the one in the package") from error


def _completed(own: Tables) -> Tables:
    """The shipped tables with what somebody's own say in the place of theirs."""
    tables = dict(_ours())
    for table, said in own.items():
        if table not in tables:
            raise ValueError(f"there is no table “{table}”")
        shipped = tables[table]
        if not isinstance(shipped, dict):  # containers, units: a list of tables
            tables[table] = said
            continue
        unknown = [key for key in said if key not in shipped] if table not in _FREE else []
        if unknown:
            raise ValueError(f"there is no key “{unknown[0]}” in the table “{table}”")
        tables[table] = {**shipped, **said}
    return tables


def _grammar(data: Tables) -> Grammar:
    ours = {style: why for why in ("cover", "guide", "contents") for style in data["ours"][why]}
    cited = frozenset(word for words in data["citations"]["units"].values() for word in words)  # type: ignore[attr-defined]
    return Grammar(
        tuple(_heading(one["level"], one["words"], counted=data["labels"]["counted"]) for one in data["containers"]),  # type: ignore[arg-type, index]
        tuple(_heading(one["level"], one["words"], one.get("plural"), data["labels"]["through"]) for one in data["units"]),  # type: ignore[arg-type, attr-defined, index]
        _schedule(data["schedules"]["words"], data["schedules"]["marks"]),
        _pattern(rf"(?:{_any(data['endings']['words'])})"),
        str(data["endings"]["level"]),
        _option(data["options"]["words"]),
        re.compile(rf"(?:{_any(data['optional']['marks'])})\s+(?=\(|[A-Z])"),
        {level: tuple(names) for level, names in data["levels"].items()},
        tuple(tuple(Numeral(sign) for sign in signs) for signs in data["manners"].values()),
        _pattern(rf"(?P<token>{_any(data['labels']['alone'])})[.:]?(?:\s*[-–—])?(?=\s|$)"),
        _pattern(rf"(?:{_any(data['labels']['worded'])})(?:\s+(?P<token>\d{{1,2}})[oºª°]?)?(?:[.:]\s?[-–—]?|\s[-–—])(?=\s|$)"),
        re.compile(rf"(?P<label>{_any(data['labels']['bullets'])})(?:\s+)(?=\S)"),
        _pattern(rf"(?:{_any(data['commentary']['words'])})s?\s*[.:]?\s*$"),
        frozenset(data["contents"]["words"]),
        frozenset(data["definitions"]["headings"]),
        _pattern(rf"(?:{_any(data['definitions']['openings'])})"),
        _pattern(
            rf"(?P<open>[“\"«'‘]?)(?P<term>[^“”\"«»:;.]{{1,80}}?)(?P<close>[”\"»'’]?){_limit(data['definitions']['limits'])},?\s+(?:{_any(data['definitions']['verbs'])})"
        ),
        _pattern(rf".{{0,120}}?(?:{_any(data['enacting']['formulas'])})"),
        _pattern(rf"(?:{_any(data['enacting']['recitals'])})\b"),
        _pattern(rf"(?:{_any(data['enacting']['closings'])})\b"),
        re.compile(rf"\[[^\[\]]*\]|{'|'.join(data['blanks']['lines'])}"),
        int(data["blanks"]["longest"]),  # type: ignore[call-overload]
        frozenset(data["blanks"]["never"]),
        _pattern(rf"\s*,?\s*(?:{_any(data['citations']['own'])})\b"),
        _pattern(rf"\s*,?\s*(?:{_any(data['citations']['foreign_after'])})"),
        re.compile(rf"(?:{_any(data['citations']['foreign_before'])})\w*[,\s]*(?:\(.{{0,40}}\))?[,\s]*$", re.IGNORECASE),
        _any(sorted(data["citations"]["joiners"], key=len, reverse=True)),
        {word: level for level, words in data["citations"]["units"].items() for word in words},  # type: ignore[attr-defined]
        tuple(data["citations"]["inner"]),
        _any(sorted(data["citations"]["of"], key=len, reverse=True)),
        tuple(data["citations"]["places"]),
        {word: one["level"] for one in data["containers"] for word in one["words"] if word not in cited and "{n}" not in word},  # type: ignore[index]
        tuple(data["schedules"]["words"]),
        _levels_by_word(data),
        tuple(data["definitions"]["verbs"]),
        {style: str(role) for style, role in data["styles"].items()},
        ours,
        tuple(data["ours"]["prefixes"]),
        frozenset(data["definitions"]["terms"]),
        frozenset(data["definitions"]["meanings"]),
    )


def _levels_by_word(data: dict[str, dict[str, list[str]]]) -> dict[str, str]:
    rows = [(word, one["level"]) for kind in ("containers", "units") for one in data[kind] for word in one["words"]]  # type: ignore[index]
    rows += [(word, "option") for word in data["options"]["words"]]
    return {word: str(level) for word, level in rows if word.replace(" ", "").replace("-", "").isalpha()}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _heading(
    level: str, words: list[str], plural: list[str] | None = None, through: list[str] | None = None, counted: Iterable[str] = ()
) -> Heading:
    """A word with ``{n}`` in it has its number there; a container (it has no ``through``) may have it before its word ("Erster Teil").

    Of the words in ``counted`` the number may be one with a point ("1. Kapitel").
    """
    framed = [word for word in words if "{n}" in word]
    letters = [word for word in words if word[-1].isalpha() and word not in framed]
    named = _named([word for word in words if word not in framed])
    han = rf"(?:\d{{1,4}} [a-z]\b|[\d{HAN}]{{1,6}})"
    frames = [tuple(map(re.escape, word.split("{n}"))) for word in framed]
    around = "".join(rf"|{before}\s*{han}\s*{behind}(?:[之의のノ][\d{HAN}]+)?" for before, behind in frames)
    open_ = "".join(rf"|{before}\s*(?={han})" for before, _ in frames)
    spelt = "|".join((TENS, *sorted(SIMPLE, key=len, reverse=True)))
    roman = rf"(?-i:I(?:er|re)|[IVXLCDM]{{1,8}}{BIS}|[A-Z]{{1,2}}|[Α-Ω]{{1,2}}['’΄ʹ])"
    token = rf"(?:{CODE}|\d{{1,4}}(?-i: [A-Z](?=[.:]|\s*$))|\d{{1,4}}[A-Za-z]{{0,3}}(?:[-–.:/]\d+[A-Za-z]{{0,2}})*{BIS}|{roman}|{spelt})"
    pointed = [word for word in letters if word in counted]
    also = rf"|(?:\d{{1,2}}|[IVX]{{1,5}})\.\s+(?:{_any(pointed)})(?=\s*(?:[:.–—]|$))" if pointed else ""  # "1. Kapitel: …"
    before = rf"|(?:{'|'.join(ORDINALS)})\s+(?:{_any(letters)}){also}" if through is None and letters else ""
    any_token = f"{token}|{han}" if framed else token
    some = "|".join(filter(None, (named, _named(plural or []))))
    ahead = rf"(?!§\s*\d+[{_ORDINAL}])(?=(?:{some}{open_}){'?' if before else ''}\(?(?P<token>{any_token})(?![A-Za-z0-9]))"
    number = rf"(?:{named})(?:\(\d{{1,4}}\)|(?:{token})(?:\.?[{_ORDINAL}](?:-[A-Z]\b)?)?){before}{around}"
    if plural and through:
        one = r"\d{1,4}[A-Za-z]?"
        number = rf"(?:{_named(plural)}){one}\s*(?:{_any(through)})\s*{one}(?![A-Za-z0-9])|{number}"
    return Heading(level, _pattern(rf"{ahead}(?P<number>{number})(?![A-Za-z0-9]){_SEPARATOR}"))


def _named(words: list[str]) -> str:
    """Words before a number: letters with a blank behind them, signs with or without."""
    letters, signs = ([word for word in words if word[-1].isalpha() is alpha] for alpha in (True, False))
    return "|".join(filter(None, (rf"(?:{_any(letters)})\s+" if letters else "", rf"(?:{_any(signs)})\s*" if signs else "")))


def _option(words: list[str]) -> re.Pattern[str]:
    token = rf"\d{{1,2}}|(?-i:[IVX]{{1,4}}|[A-ZА-Я])|{'|'.join(sorted(SIMPLE, key=len, reverse=True))}|[{HAN}]{{1,2}}"
    word = rf"[\[〔【(（]?(?:{_any(words)})(?:\s+|(?<=[\u3000-\u9fff]))"
    return _pattern(rf"(?P<number>{word}(?P<token>{token})(?!\w)[\]〕】)）]?){_SEPARATOR}")


def _limit(words: list[str]) -> str:
    """What may stand between a term and its verb: “lid”, in relation to a box, means …"""
    return rf"(?:,\s+(?:{_any(words)})\b[^,;:“”]{{1,100}}(?=,))?"


def _schedule(words: list[str], marks: list[str]) -> re.Pattern[str]:
    token = rf"(?:\d{{1,3}}[A-Z]?|(?-i:[IVXL]{{1,6}}|[A-Z])|{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
    before = rf"(?:the\s+)?(?:{'|'.join(ORDINALS)})\s+(?:{_any(words)})"
    mark = rf"(?:(?:{_any(marks)})\s*)?"
    some = rf"(?P<token>{token}|(?-i:[Α-Ω])['’΄ʹ]?)(?![A-Za-z0-9])"
    behind = rf"(?:the\s+)?(?:{_any(words)})(?:(?<=[\u3000-\ud7ff])\s*第?[\d{HAN}]{{1,3}}|\s+{mark}(?:\((?=[^()]{{1,4}}\)))?{some}\)?)?"
    return _pattern(rf"(?P<number>{before}|{behind})(?![A-Za-z0-9]){_SEPARATOR}")
