"""A profile: what a State chooses of a model law, as TOML; and a new one with every choice and its guidance."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from textwrap import wrap
from typing import Any

from modellaw.errors import Place, ProjectError
from modellaw.model.changes import is_date
from modellaw.project import Numbering, Profile
from modellaw.readers.toml import parse_toml
from modellaw.readers.xml import read_bytes

Told = tuple[str, str, str, str, str, list[tuple[str, str]]]
"""A choice as a new profile tells it: kind, name, what the model says, places, guidance, alternatives (number, words)."""

_KEYS = (
    "title",
    "state",
    "date",
    "edition",
    "numbering",
    "paper",
    "clean",
    "open",
    "proposed",
    "otherwise",
    "blanks",
    "options",
    "optional",
    "terms",
)


def read_profile(path: str) -> Profile:
    """The profile in a file. Raises ProjectError naming the key."""
    try:
        data = parse_toml(read_bytes(path), path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"not a TOML file: {error}", Place(path), "mend the line that it names") from error
    for key in data:
        if key not in _KEYS:
            raise ProjectError(f"the key “{key}” is unknown", Place(path), f"there are {', '.join(_KEYS)}")
    otherwise = data.get("otherwise")
    if otherwise not in (None, "keep", "omit"):
        raise ProjectError(f"otherwise = “{otherwise}”", Place(path), "say keep or omit")
    numbering = str(data.get("numbering", "renumber"))
    if numbering not in {policy.value for policy in Numbering}:
        raise ProjectError(f"numbering = “{numbering}”", Place(path), "say letters, bis or renumber")
    paper, date = _text(path, data, "paper") or "A4", _text(path, data, "date")
    if paper not in {"A4", "Letter"}:
        raise ProjectError(f"paper = “{paper}”", Place(path), "say A4 or Letter")
    if date and not is_date(date):
        raise ProjectError(f"date = “{date}” is not a date", Place(path), 'say date = "2027-01-01"')
    return Profile(
        path,
        _text(path, data, "title"),
        _text(path, data, "state"),
        date or "2000-01-01",
        _text(path, data, "edition"),
        Numbering(numbering),
        paper,
        _table(path, data, "blanks", str),
        {group: str(number) for group, number in _table(path, data, "options", (str, int)).items()},
        _table(path, data, "optional", bool),
        _table(path, data, "terms", str),
        {None: None, "keep": True, "omit": False}[otherwise],
        _truth(path, data, "clean", default=True),
        _truth(path, data, "open", default=False),
        _truth(path, data, "proposed", default=False),
    )


def _text(path: str, data: dict[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ProjectError(f"“{key}” is not a text", Place(path), f'say {key} = "…"')
    return value


def _truth(path: str, data: dict[str, Any], key: str, *, default: bool) -> bool:
    value = data.get(key, default)
    if not isinstance(value, bool):
        raise ProjectError(f"“{key}” is neither true nor false", Place(path), f"say {key} = true, without quotation marks")
    return value


def _table(path: str, data: dict[str, Any], name: str, kind: type | tuple[type, ...]) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise ProjectError(f"“{name}” is not a table", Place(path), f"begin it with [{name}]")
    for key, value in table.items():
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise ProjectError(f"“{key}” in [{name}] is not what it should be", Place(path), "see the comment beside it in a new profile")
    return table


def new_profile(choices: Iterable[Told], title: str, ranges: Mapping[str, str] = {}) -> str:
    """The text of a profile with every choice as a comment; ``ranges`` says by the name of a blank what States have chosen."""
    told = list(choices)
    out = [f"# A profile: what a State chooses of “{title}”. Take the # away where you decide.", 'title = ""', 'state = ""',
           '# numbering = "renumber"   # or "letters", "bis"', '# paper = "A4"             # or "Letter"',
           "# clean = true             # without commentary and footnotes",
           "# open = true              # what is not decided stays as the model has it",
           "# proposed = true          # numbers as the model proposes them, unless they are said here",
           '# otherwise = "keep"       # or "omit": optional provisions that are not named here', ""]  # fmt: skip
    for kind, name in (("blank", "blanks"), ("option", "options"), ("optional", "optional")):
        out.append(f"[{name}]")
        seen = ""
        for _, key, text, places, guidance, alternatives in (item for item in told if item[0] == kind):
            if guidance and guidance != seen:
                out += ["", *(f"# {line}" for line in wrap(guidance, 118))]
                seen = guidance
            out.append(f"# {places}: {text}" if text else f"# {places}")
            out += [f"#   {number}: {words}" for number, words in alternatives]
            if key in ranges:
                out.append(f"#   seen in practice: {ranges[key]}")
            out.append(
                f"# {_key(key)} = {'true' if kind == 'optional' else _quoted(text.strip('[]')) if kind == 'blank' else _quoted('1')}"
            )
        out.append("")
    out += ["[terms]", '# "Central Authority" = "…"   # a word of the model, and the word of the State, wherever it occurs', ""]
    return "\n".join(out)


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else _quoted(name)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def answered(choices: Iterable[Told], ask: Callable[[Told], str | None], title: str, state: str) -> str:
    """The text of a profile from answers, asked one by one: words for a blank, a number for options, "yes" or "no"; None leaves it open."""
    tables: dict[str, list[str]] = {"blank": [], "option": [], "optional": []}
    for told in choices:
        answer = ask(told)
        if answer is None:
            continue
        value = ("true" if answer == "yes" else "false") if told[0] == "optional" else _quoted(answer)
        tables[told[0]].append(f"{_key(told[1])} = {value}")
    out = [f"title = {_quoted(title)}", f"state = {_quoted(state)}", "open = true", ""]
    for kind, name in (("blank", "blanks"), ("option", "options"), ("optional", "optional")):
        out += [f"[{name}]", *tables[kind], ""]
    return "\n".join(out)
