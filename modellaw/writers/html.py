"""A law as one self-contained HTML page for reviewers: text, contents with counts, legend, a card for every change, views, filters."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from functools import lru_cache
from hashlib import sha256
from itertools import zip_longest
from typing import TYPE_CHECKING

from modellaw.model.changes import Change, Module
from modellaw.project import Document, Publication
from modellaw.values import dataclass, replace
from modellaw.version import __version__
from modellaw.writers.docx_styles import language_tag, runs_right_to_left
from modellaw.writers.html_text import page_of
from modellaw.writers.html_units import Entry, Page, Unit, digest
from modellaw.writers.template import page_template, template_bytes

if TYPE_CHECKING:
    from modellaw.model.nodes import Law

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


_TOGETHER = 48
"""So many cards are laid out together, when they come into view."""

_SHORT = 10_000
"""Shorter texts are laid out at once: nothing moves while a reader jumps in them."""

_PRINTABLE = 200_000
"""A browser prints so many words in bearable time; in longer texts whole Parts are laid out when they come into view."""


@dataclass(frozen=True, slots=True)
class Card:
    """A change with its places on the page."""

    change: Change
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of a module, a number for its colour; the cards in batches that are laid out together."""

    module: Module | None
    colour: int
    batches: tuple[tuple[Card, ...], ...]


def html_bytes(publication: Publication) -> bytes:
    """The publication as UTF-8 HTML with its style and script inside; nothing is loaded from elsewhere."""
    law = publication.law
    redline = publication.document is Document.REDLINE
    page = page_of(law if redline else _without_changes(publication), publication.touched if not redline else {})
    tag = language_tag(law.facts.language)
    style, script, script_hash = _dress(publication)
    modules = [module for module in law.modules if any(unit.module == module.id for unit in page.units)]
    colours = {module.id: number % _COLOURS + 1 for number, module in enumerate(law.modules)}
    style += "".join(_own_rules(number, module.id, colours[module.id]) for number, module in enumerate(modules, 1))
    old, new = "".join(page.old), "".join(page.new)
    words = new.count(" ") + len(page.new)
    long = words > _PRINTABLE
    style += "".join(map(_height, page.contents)) if long else ""
    statistics = _statistics(page)
    values = {
        "publication": publication,
        "page": page,
        "redline": redline,
        "language": tag if tag == law.facts.language else tag.partition("-")[0],
        "direction": "rtl" if runs_right_to_left(tag) else "ltr",
        "modules": modules,
        "colours": colours,
        "groups": _groups(publication, page, colours) if redline else [],
        "undone": [change for change in law.changes if change.status.value in ("ignored", "pending")],
        "outline": _outline(page),
        "long": long,
        "short": words < _SHORT,
        "statistics": statistics,
        "kinds": {kind: name for kind, name in KINDS.items() if statistics.get(f"all:{kind}")},
        "names": KINDS,
        "whats": [what for what in WHATS if any(unit.what == what for unit in page.units)],
        "recommendations": sorted({letter for change in law.changes for letter in change.recommendations}),
        "parts": [entry for entry in page.contents if entry.level == 2 and not entry.id.startswith(("title", "heading-", "c-m-"))],
        "old": digest(old),
        "new": digest(new),
        "base": _named(publication.title, publication.base_date or law.facts.date),
        "target": _target(publication, modules),
        "map": _map(page, colours),
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": script_hash,
        "version": __version__,
    }
    return page_template("html/page.html.j2", publication.templates).render(values).encode()


def _dress(publication: Publication) -> tuple[str, str, str]:
    """The style and the script of a page, and the digest of the script: all pages of a build have the same."""
    known: dict[tuple[str, ...], tuple[str, str, str]] = publication.sharing.made("page dress")
    if publication.templates not in known:
        script = _squeezed(_text("html/script.js", publication.templates))
        known[publication.templates] = _text("html/style.css", publication.templates), script, _hash(script)
    return known[publication.templates]


@lru_cache(maxsize=2)
def _squeezed(script: str) -> str:
    """The script without indentation and lines of comment."""
    return "\n".join(line for raw in script.split("\n") if (line := raw.strip()) and not line.startswith("//"))


def _own_rules(number: int, module: str, colour: int) -> str:
    """The colour and the pattern of a module, and what it looks like where it is switched off, by the script or without one."""
    own = f'[data-module="{_css(module)}"]'
    off = f'html[data-off~="{_css(module)}"]'
    rules = f"{own}{{--c:var(--m{colour});--s:{_PATTERNS[colour - 1]}}}\n{_off(f'{off}:not([data-v=old])', own)}"
    bare = f"body:has(#m-{number}:not(:checked))"
    rules += f"{off} #changes {own}{{display:none}}@media (scripting:none){{{_off(f'{bare}:not(:has(#v-old:checked))', own)}}}"
    return rules + "\n"


def _off(off: str, own: str) -> str:
    """A change that is switched off reads as if it had been carried out; one of another module inside it stays marked."""
    unit = f"{off} {own}"
    inner = f":not({own} [data-change]:not({own}) *)"
    return (
        f"{unit}{{background:none;border-color:transparent}}{unit} :is(ins,del){inner}{{text-decoration:none;background:none}}"
        f"{unit} del,{unit}:is([data-kind=del],[data-kind=move-from]):not(span){{display:none}}"
        f"{unit}::before,{unit}::after,{unit} :is(ins,del)::before,{unit} :is(ins,del)::after{{content:none!important}}"
    )


def _css(text: str) -> str:
    """Text for a string in a style sheet."""
    return "".join(sign if sign.isalnum() or sign in "-_." else f"\\{ord(sign):x} " for sign in text)


def _without_changes(publication: Publication) -> Law:
    return replace(publication.law, changes=(), modules=())


def _named(title: str, date: str) -> str:
    return f"{title} ({date})" if date else title


def _target(publication: Publication, modules: list[Module]) -> str:
    """What the text on the page is: the law as amended by its modules, or as it is called."""
    if publication.document is Document.REDLINE and modules:
        return "the same as amended by " + " and ".join(f"“{module.title or module.id}”" for module in modules)
    return ", ".join(filter(None, (publication.title, publication.edition)))


def _groups(publication: Publication, page: Page, colours: dict[str, int]) -> list[Group]:
    """The cards of all changes, module by module."""
    units: dict[str, list[Unit]] = {}
    for unit in page.units:
        units.setdefault(unit.change, []).append(unit)
    cards: dict[str, list[Card]] = {}
    for change in publication.law.changes:
        cards.setdefault(change.module, []).append(Card(change, tuple(units.get(change.id, ()))))
    modules = {module.id: module for module in publication.law.modules}
    return [Group(modules.get(name), colours.get(name, 1), tuple(tuple(own[at : at + _TOGETHER]) for at in range(0, len(own), _TOGETHER)))
            for name, own in cards.items()]  # fmt: skip


def _height(entry: Entry) -> str:
    """About how tall a Part of a long law will be, so that it need not be laid out before it comes into view."""
    return f"#{entry.id}>.b{{contain-intrinsic-size:auto {entry.signs // 28}rem}}" if entry.level == 2 and entry.signs else ""


def _outline(page: Page) -> list[tuple[Entry, list[tuple[Entry, bool]]]]:
    """The contents, what is in a Part under the Part; a Chapter knows that sections follow it."""
    outline: list[tuple[Entry, list[tuple[Entry, bool]]]] = []
    for entry, after in zip_longest(page.contents, page.contents[1:]):
        over = after is not None and entry.level == 3 and after.level == 4
        if entry.level == 2 or not outline or outline[-1][0].level != 2:
            outline.append((entry, []))
        else:
            outline[-1][1].append((entry, over))
    return outline


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
