"""The vocabulary of an amendment module as a table: which element may have which attributes and what inside.

The table is what messages are made of; ``schemas/amendment.rng`` is the same grammar in RELAX NG, and a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from lxml import etree

from modellaw.amend.ops import AMENDMENT
from modellaw.errors import InputError, Place
from modellaw.model.address import ABBREVIATIONS
from modellaw.model.nodes import AKN
from modellaw.values import dataclass


class Inside(Enum):
    """What an element holds: nothing, words, Akoma Ntoso blocks or words, or elements of the vocabulary."""

    NOTHING = "nothing"
    TEXT = "text"
    PARAGRAPHS = "text or <p>"
    BLOCKS = "Akoma Ntoso blocks"
    MIXED = "words and Akoma Ntoso inlines"
    ELEMENTS = "elements"


@dataclass(frozen=True, slots=True)
class Form:
    """One element: attributes that must and that may be there, groups of which exactly one must, and what it holds."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    inside: Inside = Inside.NOTHING
    children: tuple[str, ...] = ()


_WORDS = ("occurrence", "expect", "scope")
_PLACE = ("after", "before", "into")

OPERATIONS: dict[str, Form] = {
    "insert": Form((), ("at",), _PLACE, Inside.BLOCKS),
    "repeal": Form(("target",), ("upTo", "text", "keepHeading", "digest")),
    "substitute": Form(("target",), ("upTo", "part", "digest"), (), Inside.BLOCKS),
    "replace-text": Form(("target",), ("find", "with", *_WORDS), (), Inside.ELEMENTS, ("find", "with")),
    "insert-text": Form(("target",), ("text", *_WORDS), ("after", "before"), Inside.ELEMENTS, ("with",)),
    "omit-text": Form(("target", "find"), _WORDS),
    "heading": Form(("target",), ("from", "to"), (), Inside.ELEMENTS, ("to",)),
    "move": Form(("target",), ("upTo", "at", "number"), _PLACE),
    "renumber": Form(("target", "number"), ("upTo",)),
    "wrap": Form(("target", "level", "number", "wId")),
    "split": Form(("target",), (), (), Inside.ELEMENTS, ("at",)),
    "join": Form(("target", "upTo"), ("runOn",)),
    "insert-row": Form(("target", "after"), ("table",), (), Inside.BLOCKS),
    "omit-row": Form(("target", "row"), ("table",)),
    "insert-column": Form(("target", "after"), ("table",), (), Inside.ELEMENTS, ("cell",)),
    "omit-column": Form(("target", "column"), ("table",)),
    "cell": Form(("target", "row", "column"), ("table",), (), Inside.BLOCKS),
    "insert-note": Form(("target", "after"), _WORDS, (), Inside.BLOCKS),
    "replace-note": Form(("target", "note"), (), (), Inside.BLOCKS),
    "omit-note": Form(("target", "note")),
    "insert-schedule": Form((), ("after",), (), Inside.BLOCKS),
    "replace-schedule": Form(("target",), ("digest",), (), Inside.BLOCKS),
    "choose-option": Form(("group", "option")),
    "fill-blank": Form(("name",), ("with", "target"), (), Inside.ELEMENTS, ("with",)),
}

CHANGE_PARTS: dict[str, Form] = {
    "rationale": Form(inside=Inside.PARAGRAPHS),
    "commence": Form((), (), ("date", "condition")),
    "ignore": Form(("reason",), (), (), Inside.ELEMENTS, tuple(OPERATIONS)),
}

MODULE = Form(("id", "title", "law", "version", "date", "author"), ("requires",), (), Inside.ELEMENTS, ("change",))
CHANGE = Form(("id",), ("title", "recommendations", "anchors", "status"), (), Inside.ELEMENTS, (*CHANGE_PARTS, *OPERATIONS))
PARTS: dict[tuple[str, str], Form] = {
    ("replace-text", "find"): Form(inside=Inside.TEXT),
    ("replace-text", "with"): Form(inside=Inside.MIXED),
    ("insert-text", "with"): Form(inside=Inside.MIXED),
    ("fill-blank", "with"): Form(inside=Inside.MIXED),
    ("heading", "to"): Form(inside=Inside.MIXED),
    ("split", "at"): Form(("wId",), ("number", "heading"), ("before", "child")),
    ("insert-column", "cell"): Form(inside=Inside.BLOCKS),
    ("rationale", "p"): Form(inside=Inside.TEXT),
}


def tag(element: etree._Element) -> str:
    """The local name of an element of the vocabulary, "" for any other node."""
    name = element.tag
    return name[len(AMENDMENT) + 2 :] if isinstance(name, str) and name.startswith("{" + AMENDMENT + "}") else ""


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks elements against the table; every fault names file, line, element and what was expected."""

    file: str

    def fail(self, element: etree._Element, message: str, hint: str = "", provision: str = "") -> InputError:
        """The error to raise for a fault at an element."""
        return InputError(message, Place(self.file, element.sourceline or 0, provision), hint)

    def check(self, element: etree._Element, form: Form, where: str = "") -> None:
        """An element's attributes and what is inside it, all levels of the vocabulary."""
        name = tag(element)
        self._attributes(element, form, name, where)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            self._child(element, child, form, name, where)
        if form.inside in {Inside.NOTHING, Inside.ELEMENTS, Inside.BLOCKS}:
            texts = [element.text or "", *(child.tail or "" for child in element)]
            stray = " ".join(" ".join(texts).split())
            loose = form.inside is Inside.BLOCKS and name == "cell" and not len(element)
            if stray and not loose:
                held = f"{form.inside.value}" if form.inside is not Inside.ELEMENTS else f"only {_listed(form.children)}"
                raise self.fail(element, f"<{name}> holds the words “{stray[:60]}”, expected {held}", "", where)

    def _attributes(self, element: etree._Element, form: Form, name: str, where: str) -> None:
        known = (*form.required, *form.optional, *form.one_of)
        for key in map(str, element.attrib):
            if key not in known and not key.startswith("{"):
                close = _close(key, known)
                hint = f"did you mean {close[0]}?" if close else (f"it may have {', '.join(known)}" if known else "it has no attributes")
                raise self.fail(element, f"<{name}> has no attribute {key}", hint, where)
        missing = [key for key in form.required if key not in element.attrib]
        if missing:
            raise self.fail(element, f"<{name}> needs the attribute{'s' if len(missing) > 1 else ''} {', '.join(missing)}", "", where)
        given = [key for key in form.one_of if key in element.attrib]
        if form.one_of and len(given) != 1:
            what = f"has {' and '.join(given)}" if given else "says no place" if "into" in form.one_of else "is incomplete"
            raise self.fail(element, f"<{name}> {what}, expected exactly one of {', '.join(form.one_of)}", "", where)

    def _child(self, element: etree._Element, child: etree._Element, form: Form, name: str, where: str) -> None:
        own = tag(child)
        if not own:
            foreign = form.inside in {Inside.BLOCKS, Inside.MIXED} and str(child.tag).startswith("{" + AKN + "}")
            if not foreign:
                local = etree.QName(child).localname
                hint = "elements of the module have no prefix, those of Akoma Ntoso have akn:"
                raise self.fail(child, f"<{local}> may not stand in <{name}>, expected {self._expected(form)}", hint, where)
            return
        if form.inside is Inside.PARAGRAPHS and own == "p":
            self.check(child, PARTS[("rationale", "p")], where)
            return
        if own not in form.children:
            close = _close(own, form.children)
            hint = f"did you mean <{close[0]}>?" if close else ""
            if form.inside is not Inside.ELEMENTS and own in (*ABBREVIATIONS, "p", "content"):
                hint = f"say <akn:{own}>: it is of Akoma Ntoso"
            known = own in OPERATIONS or own in CHANGE_PARTS
            what = "may not stand in" if known else "is unknown in"
            raise self.fail(child, f"<{own}> {what} <{name}>, expected {self._expected(form)}", hint, where)
        below = PARTS.get((name, own)) or OPERATIONS.get(own) or CHANGE_PARTS.get(own) or CHANGE
        self.check(child, below, (f"change {child.get('id', '')}" if own == "change" else where))

    def _expected(self, form: Form) -> str:
        return _listed(form.children) if form.inside is Inside.ELEMENTS else form.inside.value

    def number(self, element: etree._Element, name: str, default: int, least: int = 0) -> int:
        """A whole number in an attribute."""
        value = element.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"\d+", value) or int(value) < least:
            raise self.fail(element, f"<{tag(element)}> {name}=“{value}” is not a number from {least} up")
        return int(value)

    def choice(self, element: etree._Element, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of some words in an attribute."""
        value = element.get(name, default)
        if value not in allowed:
            close = _close(value, allowed)
            raise self.fail(element, f"<{tag(element)}> {name}=“{value}”, expected one of {', '.join(allowed)}",
                            f"did you mean {close[0]}?" if close else "")  # fmt: skip
        return value


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"<{name}>" for name in names) if len(names) <= 4 else f"an operation such as <{names[-1]}>" if not names else (
        f"one of {', '.join(f'<{name}>' for name in names)}")  # fmt: skip


def _close(word: str, known: Iterable[str]) -> list[str]:
    """The known word that is most like this one, if any is."""
    from difflib import get_close_matches

    return get_close_matches(word, list(known), 1)
