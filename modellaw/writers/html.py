"""A law as one self-contained HTML page for reviewers: text, contents with counts, legend, a card for every change, views, filters."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from modellaw.model.changes import Change, Module
from modellaw.project import Document, Publication
from modellaw.values import dataclass
from modellaw.version import __version__
from modellaw.writers.html_text import page_of
from modellaw.writers.html_units import Page, Unit
from modellaw.writers.template import page_template, template_bytes

if TYPE_CHECKING:
    from modellaw.model.nodes import Law

_LANGUAGES = {"eng": "en", "fra": "fr", "spa": "es", "ara": "ar", "rus": "ru", "zho": "zh"}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "dv", "ug", "sd", "yi"})
KINDS = {
    "ins": "inserted",
    "del": "deleted",
    "sub": "substituted",
    "move-from": "moved away",
    "move-to": "moved here",
    "renum": "renumbered",
}
"""The kinds of change on a page, and how they are called."""

WHATS = ("provision", "text", "heading", "number", "reference", "table", "footnote")
"""What a change is made to."""

_COLOURS = 6
_PATTERNS = ("solid", "dashed", "double", "dotted", "solid", "dashed")


@dataclass(frozen=True, slots=True)
class Card:
    """A change with its module, its places on the page, and a number for its module's colour."""

    change: Change
    module: Module | None
    units: tuple[Unit, ...]
    colour: int


def html_bytes(publication: Publication) -> bytes:
    """The publication as UTF-8 HTML with its style and script inside; nothing is loaded from elsewhere."""
    law = publication.law
    redline = publication.document is Document.REDLINE
    page = page_of(law if redline else _without_changes(publication), publication.touched if not redline else {})
    language = _LANGUAGES.get(law.facts.language, law.facts.language)
    style, script = _text("html/style.css", publication.templates), _squeezed(_text("html/script.js", publication.templates))
    modules = [module for module in law.modules if any(unit.module == module.id for unit in page.units)]
    colours = {module.id: number % _COLOURS + 1 for number, module in enumerate(law.modules)}
    style += "".join(_without_script(number, module) for number, module in enumerate(modules, 1))
    style += _own_colours({module.id: colours[module.id] for module in modules})
    old, new = page.digests()
    statistics = _statistics(page)
    values = {
        "publication": publication,
        "page": page,
        "redline": redline,
        "language": language,
        "direction": "rtl" if language in _RIGHT_TO_LEFT else "ltr",
        "modules": modules,
        "colours": colours,
        "cards": _cards(publication, page, colours) if redline else [],
        "statistics": statistics,
        "kinds": {kind: name for kind, name in KINDS.items() if statistics.get(f"all:{kind}")},
        "names": KINDS,
        "whats": [what for what in WHATS if any(unit.what == what for unit in page.units)],
        "recommendations": sorted({letter for change in law.changes for letter in change.recommendations}),
        "parts": [entry for entry in page.contents if entry.level == 2],
        "old": old,
        "new": new,
        "base": _named(publication.title, publication.base_date or law.facts.date),
        "target": _target(publication, modules),
        "map": _map(page, colours),
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "version": __version__,
    }
    return page_template("html/page.html.j2", publication.templates).render(values).encode()


def _squeezed(script: str) -> str:
    """The script without indentation and lines of comment."""
    return "\n".join(line for raw in script.split("\n") if (line := raw.strip()) and not line.startswith("//"))


def _without_script(number: int, module: Module) -> str:
    """The filter of a module for readers without scripts."""
    off = f'body:has(#m-{number}:not(:checked)) [data-module="{module.id}"]'
    return f"@media (scripting:none){{{off} :is(ins,del){{all:unset}}{off} del{{display:none}}}}\n"


def _own_colours(colours: dict[str, int]) -> str:
    """The colour and the pattern of each module."""
    return "".join(f'[data-module="{module}"]{{--c:var(--m{number});--s:{_PATTERNS[number - 1]}}}\n' for module, number in colours.items())


def _without_changes(publication: Publication) -> Law:
    from dataclasses import replace

    return replace(publication.law, changes=(), modules=())


def _named(title: str, date: str) -> str:
    return f"{title} ({date})" if date else title


def _target(publication: Publication, modules: list[Module]) -> str:
    """What the text on the page is: the law as amended by its modules, or as it is called."""
    if publication.document is Document.REDLINE and modules:
        return "the same as amended by " + " and ".join(f"“{module.title or module.id}”" for module in modules)
    return ", ".join(filter(None, (publication.title, publication.edition)))


def _cards(publication: Publication, page: Page, colours: dict[str, int]) -> list[Card]:
    modules = {module.id: module for module in publication.law.modules}
    units: dict[str, list[Unit]] = {}
    for unit in page.units:
        units.setdefault(unit.change, []).append(unit)
    return [Card(change, modules.get(change.module), tuple(units.get(change.id, ())), colours.get(change.module, 1))
            for change in publication.law.changes]  # fmt: skip


def _statistics(page: Page) -> dict[str, int]:
    """Counts by "module:kind", with "all" for either."""
    counts: Counter[str] = Counter()
    for unit in page.units:
        counts.update([f"{unit.module}:{unit.kind}", f"{unit.module}:all", f"all:{unit.kind}", "all:all"])
    return dict(counts)


def _map(page: Page, colours: dict[str, int]) -> list[tuple[int, str]]:
    """Where the changes are, as a path of short lines for each module's colour, on a scale of 1,000."""
    lines: dict[int, dict[int, None]] = {}
    for unit in page.units:
        lines.setdefault(colours.get(unit.module, 1), {})[unit.at * 1000 // max(page.signs, 1)] = None
    return [(colour, "".join(f"M0 {at}h12" for at in found)) for colour, found in sorted(lines.items())]


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _text(name: str, folders: tuple[str, ...]) -> str:
    return template_bytes(name, folders).decode()
