"""Who changed what and why, as a ``proprietary`` element in the metadata of a marked document."""

from __future__ import annotations

import re

from modellaw.model.changes import Change, Module
from modellaw.model.escapes import escaped, quoted
from modellaw.model.nodes import CHANGES, Law

META = r"<((?:[\w.-]+:)?)meta[\s>]"
"""The start of an element ``meta`` and its prefix."""


def with_changes(meta: str, law: Law, added: str) -> str:
    """The XML of ``meta`` with the law's modules and changes as its last proprietary part.

    ``added`` names the declarations made for marks and insertions alone. The title is kept here, since marks may stand in its text.
    """
    found = re.match(META, meta)
    assert found, "metadata begin with their start tag"
    tag = f"{found[1]}proprietary"
    inner = "".join(map(_module, law.modules)) + "".join(map(_change, law.changes))
    says = _attributes({"title": law.facts.title, "added": added})
    block = f'<{tag} source="#modellaw"><changes xmlns="{CHANGES}"{says}>{inner}</changes></{tag}>'
    last = max(meta.rfind(f"</{tag}>"), 0)
    place = meta.find(f"<{found[1]}presentation", last)
    place = place if place >= 0 else meta.rindex(f"</{found[1]}meta>")
    return meta[:place] + block + meta[place:]


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
    inner = f"<rationale>{escaped(change.rationale)}</rationale>" if change.rationale else ""
    inner += "".join(f"<anchor>{escaped(anchor)}</anchor>" for anchor in change.anchors)
    inner += "".join(f"<operation>{escaped(operation)}</operation>" for operation in change.operations)
    return f"<change{_attributes(values)}>{inner}</change>"


def _attributes(values: dict[str, str]) -> str:
    return "".join(f' {name}="{quoted(value)}"' for name, value in values.items() if value)
