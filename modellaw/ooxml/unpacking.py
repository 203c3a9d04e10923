"""A Word file as a template: taken apart into the parts that a template keeps, after looking for what must not be in one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from modellaw.errors import InputError, Place
from modellaw.ooxml.opened import OpenedPackage
from modellaw.ooxml.template import MAIN, TYPES, read_template

GENERATED = ("word/footnotes.xml", "word/endnotes.xml", "word/comments", "word/people.xml", "docProps/", "customXml/")
"""Parts that every document gets anew, so that a template has none of them."""

_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KINDS = {
    "macroenabled": ("it is a file with macros", "save it as a Word document (.docx) without macros"),
    "template.main": ("it is a Word template (.dotx)", "save it as a Word document (.docx)"),
}


def unpacked(data: bytes, name: str, required: Iterable[str]) -> dict[str, bytes]:
    """The parts of a template in a .docx, by name. Raises InputError naming the part, or the style that is missing."""
    package = OpenedPackage(data, name)
    for part in sorted(package.names):
        _harmless(part, package)
    if TYPES not in package.names or MAIN not in package.names:
        raise InputError(f"the file has no part {MAIN}", Place(name), "is it a Word document (.docx)?")
    types = package.bytes(TYPES).decode("utf-8", "replace")
    for sign, (message, hint) in _KINDS.items():
        if sign in types.lower():
            raise InputError(message, Place(name, 0, TYPES), hint)
    if _DOCUMENT.lower() not in types.lower():
        raise InputError("it is no Word document", Place(name, 0, TYPES), "is it a spreadsheet or a presentation?")
    kept = {part: package.bytes(part) for part in sorted(package.names) if not part.startswith(GENERATED) and not part.endswith("/")}
    kept[TYPES] = re.sub(r'<Override\b[^>]*PartName="/([^"]+)"[^>]*/>', lambda m: m[0] if m[1] in kept else "", types).encode()
    for part in [part for part in kept if part.endswith(".rels")]:
        kept[part] = _related(part, kept, name)
    read_template(kept, required, name)
    return kept


def _harmless(part: str, package: OpenedPackage) -> None:
    if part.startswith(("/", "\\")) or "\\" in part or ":" in part or ".." in part.split("/"):
        raise package.fail("the name of a part leads outside the package", "this is not a file that Word wrote", part)
    if "vbaproject" in part.lower() or part.lower().endswith((".bin", ".exe", ".dll")):
        raise package.fail("it holds macros or programs", "save it as a Word document (.docx) without macros", part)


def _related(part: str, kept: dict[str, bytes], name: str) -> bytes:
    """The relationships of a part without those to parts that are generated."""
    folder = part.rpartition("_rels/")[0]

    def judged(found: re.Match[str]) -> str:
        target = re.search(r'\bTarget="([^"]*)"', found[0])
        where = target[1] if target else ""
        if 'TargetMode="External"' in found[0]:
            if "/hyperlink" in found[0]:
                return found[0]
            raise InputError(f"it refers to a file outside: {where}", Place(name, 0, part), "detach the template, embed the picture")
        inside = where.lstrip("/") if where.startswith("/") else folder + where
        return "" if inside.startswith(GENERATED) or inside not in kept else found[0]

    return re.sub(r"<Relationship\b[^>]*/>", judged, kept[part].decode("utf-8", "replace")).encode()
