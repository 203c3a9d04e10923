"""The one way XML gets in: no DTD, no entities, no network, bounded size and depth, errors with file and line."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from modellaw.errors import InputError, Place

MOST_BYTES = 128 * 1024 * 1024
_PLAIN = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml(?:(?!encoding)[^>])*(?:encoding\s*=\s*["'](?:utf-8|us-ascii)["']\s*)?\?>|<(?!\?xml))""", re.IGNORECASE
)
_TAG = re.compile(rb"<[^!?]")
MOST_LEVELS = 100
"""The passes over a tree recurse about five frames a level; a law of a hundred levels does not exist."""


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or an error that names it."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"cannot read the file: {reason}", Place(path), "is the name right, and may you read it?") from error


def _mending(said: str) -> str:
    """What to do about what libxml2 says of the markup."""
    if "EntityRef" in said:
        return "write &amp; for the sign &"
    if said.startswith("Entity '"):
        return "XML has no such name for a sign: write the sign itself"
    if "StartTag: invalid element name" in said:
        return "write &lt; for the sign <"
    return "mend the markup at this line"


def parse(data: bytes, name: str, *, any_depth: bool = False) -> etree._Element:
    """The root element of an XML document; ``name`` is the file's name for messages; ``any_depth`` leaves ``bounded`` to the caller."""
    if len(data) > MOST_BYTES:
        raise InputError(f"the file has {len(data)} bytes, more than {MOST_BYTES}", Place(name))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=_surely_without_entities(data))
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        said = " ".join(str(error.msg).split()).replace(" ,", ",")
        raise InputError(f"not well-formed XML: {said[:1].lower()}{said[1:]}", Place(name, line), _mending(said)) from error
    for fault in parser.error_log:  # a warning that follows makes libxml2 forget that a prefix was declared nowhere
        if fault.level >= etree.ErrorLevels.ERROR:
            message = f"not well-formed XML: {fault.message[:1].lower()}{fault.message[1:]}"
            raise InputError(message, Place(name, fault.line), _mending(fault.message))
    if root.getroottree().docinfo.doctype:
        raise InputError("a document type declaration is not allowed", Place(name, 1), "take the <!DOCTYPE …> and its entities out")
    if not any_depth:
        bounded(root, name)
    return root


def _surely_without_entities(data: bytes) -> bool:
    """True where no entity can be declared: then a text may be longer than libxml2's ten million bytes, which guard against entities."""
    if _PLAIN.match(data) is None:
        return False
    root = _TAG.search(data)
    before = data[: root.start()] if root is not None else data
    return b"<!DOCTYPE" not in (data if b"<!--" in before else before)  # a comment may have anything in it


def bounded(root: etree._Element, name: str) -> None:
    """Raises InputError where elements are nested more than ``MOST_LEVELS`` deep."""
    for element in root.xpath(f"({'/*' * (MOST_LEVELS + 1)})[1]"):
        raise InputError(f"elements are nested more than {MOST_LEVELS} deep", Place(name, element.sourceline or 0))
