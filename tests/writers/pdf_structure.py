"""What of PDF/UA-1 can be read off a file's structure tree: points of the Matterhorn protocol, as a list of faults."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

CHILDREN = {
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"}, "/THead": {"/TR"}, "/TBody": {"/TR"}, "/TR": {"/TH", "/TD"},
    "/L": {"/LI", "/Caption", "/L"}, "/LI": {"/Lbl", "/LBody"},
}  # fmt: skip
INSIDE = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TD": {"/TR"},
    "/TH": {"/TR"},
    "/LI": {"/L"},
    "/Lbl": {"/LI"},
    "/LBody": {"/LI"},
}


def kids(element: Any) -> Iterator[Any]:
    held = element.get("/K", [])
    held = held.get_object() if hasattr(held, "get_object") else held
    for kid in held if isinstance(held, list) else [held]:
        yield kid.get_object() if hasattr(kid, "get_object") else kid


def elements(element: Any, parent: str = "") -> Iterator[tuple[str, Any]]:
    """Each structure element with the tag of its parent, in the order of reading."""
    if isinstance(element, dict) and "/S" in element:
        yield parent, element
    if isinstance(element, dict):
        for kid in kids(element):
            yield from elements(kid, element.get("/S", ""))


def faults(data: bytes) -> list[str]:
    reader = PdfReader(BytesIO(data))
    root: Any = reader.trailer["/Root"]
    found: list[str] = []
    headings: list[int] = []
    held: set[tuple[int, int]] = set()
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    for parent, element in elements(root["/StructTreeRoot"]):
        tag = str(element["/S"])
        inner = [kid["/S"] for kid in kids(element) if isinstance(kid, dict) and "/S" in kid]
        held |= {(pages[element.raw_get("/Pg").idnum], kid) for kid in kids(element) if isinstance(kid, int)}
        found += [f"{kid} within {tag}" for kid in inner if tag in CHILDREN and kid not in CHILDREN[tag]]
        found += [f"{tag} within {parent}"] if tag in INSIDE and parent not in INSIDE[tag] else []
        if tag == "/Table":
            found += [] if any(e["/S"] == "/TH" for _, e in elements(element)) else ["a table without header cells"]
            found += ["a table with two heads"] if inner.count("/THead") > 1 else []
        if tag == "/Figure" and not element.get("/Alt"):
            found.append("a figure without an alternative")
        if tag == "/Link" and not any(isinstance(kid, dict) and kid.get("/Type") == "/OBJR" for kid in kids(element)):
            found.append("a link without its annotation")
        headings += [int(tag[2:])] if tag[:2] == "/H" and tag[2:].isdigit() else []
    found += ["no first heading"] if headings[:1] != [1] else []
    found += [f"heading {b} after {a}" for a, b in pairwise(headings) if b > a + 1]
    for number, page in enumerate(reader.pages):
        content = page.get_contents()
        for operands, operator in content.operations if content is not None else ():
            if operator == b"BDC" and isinstance(operands[1], dict) and (number, operands[1].get("/MCID")) not in held:
                found.append(f"page {number + 1}: content that is neither in the structure nor an artifact")
        for annotation in (a.get_object() for a in page.get("/Annots", ())):
            found += [f"page {number + 1}: the order of tabs is not that of the structure"] if page.get("/Tabs") != "/S" else []
            found += [f"page {number + 1}: a link without words"] if not annotation.get("/Contents") else []
            found += [f"page {number + 1}: a link outside the structure"] if "/StructParent" not in annotation else []
    xmp = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
    found += ["the metadata do not say PDF/UA-1"] if "<pdfuaid:part>1</pdfuaid:part>" not in xmp else []
    found += ["no title is shown"] if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") or "dc:title" not in xmp else []
    found += ["no language"] if not root.get("/Lang") else []
    return found
