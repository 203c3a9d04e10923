"""The tags of a PDF, as PDF/UA-1 (ISO 14289-1) wants them, out of what WeasyPrint makes of pages.

WeasyPrint tags page by page: a table that goes on over three pages becomes three tables, two of them without a head, or with a head that
is said again. Here the pieces become one table, its repeated head and the running heads become artifacts, and the metadata say PDF/UA-1
beside PDF/A. Structure elements are reached through their cells, the only boxes that keep hold of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

UA = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
    b'<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about=""><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq>"
    b"</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)  # PDF/A describes what it does not know: the second part is that description


def finish(document: Any, pdf: Any) -> None:
    """Mend the structure of ``pdf``; a finisher for ``weasyprint.Document.write_pdf``."""
    tree = _Tree(pdf)
    pieces: dict[int, dict[str, Any]] = {}  # by element of the page: the table's structure element, and those of its cells
    for page in document.pages:
        for table, cells in _tables(page._page_box):
            first = pieces.get(id(table))
            if first is None:
                pieces[id(table)] = {"table": tree.above(cells[0], "/Table"), "cells": {id(cell.element): cell.mark for cell in cells}}
            else:
                tree.join(first, cells)
    tree.leave_the_rest()
    metadata = tree.get(pdf.catalog["Metadata"])
    metadata.stream = [part.replace(b"</rdf:RDF>", UA + b"</rdf:RDF>") for part in metadata.stream]


def _tables(box: Any) -> Iterator[tuple[Any, list[Any]]]:
    """The tables of a page, each as its element and its cells that have structure elements, outer tables first."""
    found: dict[int, tuple[Any, list[Any]]] = {}
    stack: list[tuple[Any, Any]] = [(box, None)]
    while stack:
        now, table = stack.pop()
        now = getattr(now, "_box", now)  # what is placed absolutely stands behind a placeholder
        if now.element_tag == "table" and now.element is not None:
            table = now.element
        if getattr(now, "mark", None) is not None and table is not None:
            found.setdefault(id(table), (table, []))[1].append(now)
        stack.extend((child, table) for child in reversed(getattr(now, "children", ())))
    return iter(found.values())


class _Tree:
    """The structure tree of a PDF that is not written yet (objects of pydyf)."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf

    def get(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def above(self, cell: Any, tag: str) -> Any:
        """The structure element around a cell's that has the tag."""
        now = cell.mark
        while now["S"] != tag:
            now = self.get(now["P"])
        return now

    def join(self, first: dict[str, Any], cells: list[Any]) -> None:
        """What a later page has of a table goes into the table of the first page: new rows; and what is left of a row that was cut. A
        repeated head goes nowhere."""
        again = self.above(cells[0], "/Table")
        rows = {id(self.above(cell, "/TR")): self.above(cell, "/TR") for cell in cells}
        for cell in cells:
            before = first["cells"].get(id(cell.element))
            if before is None:
                first["cells"][id(cell.element)] = cell.mark
                continue
            rows.pop(id(self.above(cell, "/TR")), None)
            if self.get(self.above(cell, "/TR")["P"])["S"] != "/THead":
                for kid in cell.mark["K"]:
                    self.get(kid)["P"] = before.reference
                    before["K"].append(kid)
        body = next((kid for kid in map(self.get, reversed(first["table"]["K"])) if kid["S"] == "/TBody"), None)
        for row in rows.values():
            if body is None:  # the page before had room for the head only
                body = self.get(row["P"])
                body["P"], body["K"] = first["table"].reference, []
                first["table"]["K"].append(body.reference)
            row["P"] = body.reference
            body["K"].append(row.reference)
        parent = self.get(again["P"])
        parent["K"].remove(again.reference)

    def leave_the_rest(self) -> None:
        """What the tree does not hold is an artifact: running heads, page numbers, the heads of tables that are drawn again."""
        held = set(self._below(self.get(self.pdf.catalog["StructTreeRoot"])))
        numbers = self.get(self.get(self.pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]  # number, owners; pages come first
        for owners, reference in zip(numbers[1::2], self.pdf.page_references, strict=False):
            loose = {mcid for mcid, owner in enumerate(owners) if owner not in held}
            for mcid in loose:
                owners[mcid] = b"null"
            _as_artifacts(self.get(self.get(reference)["Contents"]).stream, loose)

    def _below(self, element: Any) -> Iterator[bytes]:
        stack = [element]
        while stack:
            now = stack.pop()
            if now.get("Type") != "/OBJR":
                yield now.reference
                stack.extend(self.get(kid) for kid in now.get("K", ()) if isinstance(kid, bytes))


def _as_artifacts(stream: list[Any], loose: set[int]) -> None:
    for place in range(len(stream) - 1, 1, -1):
        if stream[place] == b"BDC" and isinstance(stream[place - 1], dict) and stream[place - 1].get("MCID") in loose:
            stream[place - 2 : place + 1] = ["/Artifact", b"BMC"]
