"""Properties of a paragraph, a run or a row, as an element states them (ECMA-376 part 1, 17.3)."""

from __future__ import annotations

from lxml import etree

from modellaw.ooxml.numbering import Styles
from modellaw.ooxml.opened import w

_OFF = frozenset({"0", "false", "off", "none"})


def turned_on(properties: etree._Element, name: str, styles: Styles, style: str) -> bool:
    """Whether a run has a property, by itself or by its style."""
    own = properties.find(w(name))
    return (own.get(w("val")) not in _OFF) if own is not None else bool(style) and styles.shows(style, name)


def value(properties: etree._Element | None, name: str) -> str:
    found = properties.find(w(name)) if properties is not None else None
    return found.get(w("val"), "") if found is not None else ""


def indent(properties: etree._Element | None) -> str:
    """The left indent in twentieths of a point."""
    found = properties.find(w("ind")) if properties is not None else None
    return (found.get(w("left")) or found.get(w("start")) or "") if found is not None else ""
