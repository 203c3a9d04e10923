"""Who changed what and why, as a ``proprietary`` element in the metadata of a marked document."""

from __future__ import annotations

import re

from modellaw.model.changes import Change, Module
from modellaw.model.markup import declares
from modellaw.model.nodes import CHANGES, Law

_PLACE = re.compile(r"<(?:\w+:)?presentation\b|</((?:\w+:)?)meta>\s*$")


def with_changes(meta: str, law: Law) -> str:
    """The XML of ``meta`` with the law's modules and changes as its last proprietary part."""
    if not law.changes and not law.modules:
        return meta
    place = None
    for found in _PLACE.finditer(meta):
        place = found
        break
    assert place is not None, "meta ends with its end tag"
    prefix = re.match(r"<((?:\w+:)?)meta\b", meta)
    tag = f"{prefix[1] if prefix else ''}proprietary"
    inner = "".join(map(_module, law.modules)) + "".join(map(_change, law.changes))
    block = f'<{tag} source="#modellaw"><changes xmlns="{CHANGES}" declared="{str(declares(law)).lower()}">{inner}</changes></{tag}>'
    return meta[: place.start()] + block + meta[place.start() :]


def _module(module: Module) -> str:
    values = {"id": module.id, "title": module.title, "date": module.date, "author": module.author, "version": module.version}
    return f"<module{_attributes({**values, 'requires': ' '.join(module.requires)})}/>"


def _change(change: Change) -> str:
    values = {
        "id": change.id,
        "module": change.module,
        "title": change.title,
        "status": change.status.value,
        "reason": change.reason,
        "recommendations": " ".join(change.recommendations),
        "date": change.commencement.date,
        "condition": change.commencement.condition,
    }
    inner = f"<rationale>{_escaped(change.rationale)}</rationale>" if change.rationale else ""
    inner += "".join(f"<anchor>{_escaped(anchor)}</anchor>" for anchor in change.anchors)
    inner += "".join(f"<operation>{_escaped(operation)}</operation>" for operation in change.operations)
    return f"<change{_attributes(values)}>{inner}</change>"


def _attributes(values: dict[str, str]) -> str:
    return "".join(f' {name}="{_quoted(value)}"' for name, value in values.items() if value)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
