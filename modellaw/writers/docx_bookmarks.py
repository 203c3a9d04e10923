"""Bookmarks: the wId of every provision in the file, so that a document that comes back from Word can be matched exactly.

A bookmark's name is the wId behind an underscore (a hidden bookmark, which nobody deletes by accident). Names hold letters, digits and
underscores only, 40 at most, and differ in more than their case; a wId that does not fit gets a name with a digest of it, and a map part
(``customXml/item1.xml``) says which is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha1

from modellaw.ooxml.template import HEAD
from modellaw.ooxml.text import escaped

NAMESPACE = "urn:modellaw:word:1"
_FITS = re.compile(r"[A-Za-z0-9_]{1,39}")


def bookmark_names(wids: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """wid to bookmark, and those of them whose bookmark does not spell the wid."""
    names: dict[str, str] = {}
    unusual: dict[str, str] = {}
    used: set[str] = set()
    for wid in wids:
        name = f"_{wid}"
        if not _FITS.fullmatch(wid) or name.lower() in used:
            name = unusual[wid] = _digested(wid)
        used.add(name.lower())
        names[wid] = name
    return names, unusual


@lru_cache(maxsize=4096)
def _digested(wid: str) -> str:
    """A name with a digest, since the wid itself cannot be one; all files of a build have about the same."""
    digest = sha1(wid.encode(errors="replace"), usedforsecurity=False).hexdigest()[:10]
    return f"_{re.sub('[^A-Za-z0-9_]+', '_', wid)[:27]}_{digest}"


def map_xml(unusual: Mapping[str, str]) -> bytes:
    """The map of the bookmarks that do not spell their wid."""
    rows = "".join(f'<provision bookmark="{name}" wId="{escaped(wid)}"/>' for wid, name in unusual.items())
    return f'{HEAD}<provisions xmlns="{NAMESPACE}">{rows}</provisions>'.encode()
