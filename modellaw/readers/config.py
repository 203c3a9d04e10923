"""``modellaw.toml`` to a project."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from modellaw.errors import InputError, Place, ProjectError
from modellaw.model.changes import is_date
from modellaw.project import (
    Acceptance,
    Companion,
    Edition,
    Numbering,
    Project,
    Publisher,
    Recommendation,
    Rejection,
    Resolution,
    WordOptions,
)
from modellaw.readers.toml import parse_toml
from modellaw.readers.xml import read_bytes

NAME = "modellaw.toml"
_KEYS = {
    "": (
        "law",
        "modules",
        "numbering",
        "outputs",
        "templates",
        "build",
        "paper",
        "word",
        "ranges",
        "commencement",
        "publisher",
        "edition",
        "resolve",
        "accept",
        "reject",
        "companion",
        "recommendation",
    ),
    "publisher": ("name", "place", "contact"),
    "word": ("comments", "native-moves"),
    "edition": ("id", "title", "modules"),
    "companion": ("id", "source", "title"),
    "recommendation": ("id", "gist", "kind"),
    "accept": ("code", "provision", "reason"),
    "reject": ("changes", "reason"),
    "resolve": ("changes", "keep", "order", "reason"),
}
OUTPUTS = (
    "original.xml", "original.docx", "original.html", "original.txt",
    "consolidated.xml", "consolidated.docx", "consolidated.html", "consolidated.txt",
    "redline.xml", "redline.docx", "redline.html", "redline.txt",
    "amending-instrument.xml", "amending-instrument.docx", "amending-instrument.html", "amending-instrument.txt",
    "register.json", "register.csv", "register.xlsx", "findings.json",
    "traceability.docx", "traceability.html", "traceability.json", "traceability.csv", "traceability.xlsx",
    "three-columns.docx", "three-columns.html", "three-columns.xlsx",
    "destinations.json", "destinations.csv", "destinations.xlsx",
)  # fmt: skip
"""The files of an edition that are built unless a project says which."""

PDFS = tuple(f"{name.removesuffix('.html')}.pdf" for name in OUTPUTS if name.endswith(".html"))
"""Those that can be built as well."""


def read_project(path: str) -> Project:
    """The project in a ``modellaw.toml``, or in the folder that holds one. Raises ProjectError naming the key."""
    file = Path(path) / NAME if Path(path).is_dir() else Path(path)
    if not file.exists():
        hint = "go to the folder of a project, say --project, or start one with modellaw new"
        raise InputError("there is no project here", Place(str(file)), hint)
    try:
        data = parse_toml(read_bytes(str(file)), str(file))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"not valid TOML: {error}", Place(str(file))) from error
    reader = _Reader(str(file), data)
    publisher = reader.table("publisher")
    project = Project(
        str(file.parent),
        reader.text("law"),
        reader.texts(data, "modules"),
        tuple(reader.edition(entry) for entry in reader.tables("edition")),
        Numbering(reader.choice("numbering", "letters", tuple(policy.value for policy in Numbering))),
        reader.texts(data, "outputs") or OUTPUTS,
        Publisher(**{key: str(value) for key, value in publisher.items()}),
        tuple(reader.resolution(entry) for entry in reader.tables("resolve")),
        tuple(reader.acceptance(entry) for entry in reader.tables("accept")),
        tuple(reader.companion(entry) for entry in reader.tables("companion")),
        tuple(reader.recommendation(entry) for entry in reader.tables("recommendation")),
        str(data.get("templates", "templates")),
        str(data.get("build", "build")),
        reader.choice("paper", "A4", ("A4", "Letter")),
        reader.word(),
        reader.words("ranges", 'blank-name = "7 to 60 days"'),
        reader.dates(),
        tuple(reader.rejection(entry) for entry in reader.tables("reject")),
    )
    reader.once("module", project.modules, "take one out")
    reader.once(
        "edition", [edition.id for edition in project.editions], "each has a folder of its own, whose name small letters change not"
    )
    for output in project.outputs:
        if output not in OUTPUTS and output not in PDFS:
            raise reader.fail(f"there is no output “{output}”", _close(output, (*OUTPUTS, *PDFS)))
    return project


def _close(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(word, known, 1)
    return f"did you mean “{found[0]}”?" if found else f"there are {', '.join(known)}"


def _can_name_a_file(name: object) -> bool:
    return bool(name) and "/" not in str(name) and not str(name).startswith(".")


class _Reader:
    def __init__(self, file: str, data: dict[str, Any]) -> None:
        self.file, self.data = file, data
        self.known(data, "")

    def fail(self, message: str, hint: str = "") -> ProjectError:
        return ProjectError(message, Place(self.file), hint)

    def known(self, table: dict[str, Any], name: str) -> None:
        for key in table:
            if key not in _KEYS[name]:
                where = f" in [{name}]" if name else ""
                raise self.fail(f"the key “{key}” is unknown{where}", _close(key, _KEYS[name]))

    def once(self, what: str, named: Iterable[str], hint: str) -> None:
        """Nothing is named twice, small and capital letters taken for the same."""
        seen: set[str] = set()
        for name in named:
            if name.casefold() in seen:
                raise self.fail(f"the {what} “{name}” is there twice", hint)
            seen.add(name.casefold())

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not value:
            raise self.fail(f"the key “{key}” is missing", f'say {key} = "…"')
        return value

    def texts(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"“{key}” is not a list of strings")
        return tuple(value)

    def choice(self, key: str, default: str, allowed: tuple[str, ...]) -> str:
        value = str(self.data.get(key, default))
        if value not in allowed:
            raise self.fail(f"{key} = “{value}”, expected one of {', '.join(allowed)}", _close(value, allowed))
        return value

    def table(self, name: str) -> dict[str, Any]:
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            raise self.fail(f"“{name}” is not a table")
        self.known(value, name)
        return value

    def tables(self, name: str) -> list[dict[str, Any]]:
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.fail(f"“{name}” is not a list of tables", f"write each as [[{name}]]")
        for entry in value:
            self.known(entry, name)
        return value

    def word(self) -> WordOptions:
        table = self.table("word")
        for key, value in table.items():
            if not isinstance(value, bool):
                raise self.fail(f"{key} in [word] is neither true nor false")
        return WordOptions(table.get("comments", True), table.get("native-moves", False))

    def words(self, name: str, example: str) -> dict[str, str]:
        table = self.data.get(name, {})
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise self.fail(f"“{name}” is not a table of texts", f"write [{name}] and below it {example}")
        return table

    def dates(self) -> dict[str, str]:
        table = self.words("commencement", '"when the contact point has been designated" = "2027-01-01"')
        for condition, date in table.items():
            if not is_date(date):
                raise self.fail(f"the date of “{condition}” in [commencement] is “{date}”", "write it as 2027-01-01")
        return table

    def edition(self, entry: dict[str, Any]) -> Edition:
        if not _can_name_a_file(entry.get("id")):
            raise self.fail("an edition has no id that can name a folder", 'say id = "full"')
        return Edition(str(entry["id"]), str(entry.get("title", "")), self.texts(entry, "modules"))

    def companion(self, entry: dict[str, Any]) -> Companion:
        if not _can_name_a_file(entry.get("id")) or not entry.get("source"):
            raise self.fail(
                "a [[companion]] needs an id that can name its files, and a source", 'id = "guide" and source = "source/guide.xml"'
            )
        return Companion(str(entry["id"]), str(entry["source"]), str(entry.get("title", "")))

    def recommendation(self, entry: dict[str, Any]) -> Recommendation:
        kind = str(entry.get("kind", "law"))
        if not entry.get("id") or not entry.get("gist") or kind not in {"law", "guidance", "others"}:
            raise self.fail("a [[recommendation]] has an id, a gist, and the kind law, guidance or others", 'id = "a" and gist = "…"')
        return Recommendation(str(entry["id"]), str(entry["gist"]), kind)

    def acceptance(self, entry: dict[str, Any]) -> Acceptance:
        if not entry.get("code") or not entry.get("reason"):
            raise self.fail("an [[accept]] names the code of a finding and the reason why it is accepted", 'code = "…" and reason = "…"')
        return Acceptance(str(entry["code"]), str(entry.get("provision", "")), str(entry["reason"]))

    def rejection(self, entry: dict[str, Any]) -> Rejection:
        changes, reason = self.texts(entry, "changes"), entry.get("reason")
        if not changes or not reason:
            raise self.fail("a [[reject]] names changes and the reason", 'changes = ["a-1"] and reason = "…"')
        return Rejection(changes, str(reason))

    def resolution(self, entry: dict[str, Any]) -> Resolution:
        changes = self.texts(entry, "changes")
        keep, order = str(entry.get("keep", "")), self.texts(entry, "order")
        if len(changes) != 2 or bool(keep) == bool(order):
            raise self.fail("a [[resolve]] names two changes and either keep or order", 'changes = ["a-1", "b-1"] and keep = "a-1"')
        if (keep and keep not in changes) or (order and sorted(order) != sorted(changes)):
            raise self.fail(f"a [[resolve]] of {' and '.join(changes)} speaks of other changes")
        return Resolution((changes[0], changes[1]), keep, order, str(entry.get("reason", "")))
