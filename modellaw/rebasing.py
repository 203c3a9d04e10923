"""Modules carried to a corrected base law, from files to files: the source keeps its layout, only names of provisions change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from modellaw.amend.rebase import Rebased, follow, rebase
from modellaw.comparing.dress import dressed
from modellaw.comparison import Structure, read_side
from modellaw.errors import InputError, Place
from modellaw.readers.module import read_module
from modellaw.readers.xml import read_bytes

_TAG = re.compile(r"<(?!!--)([\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>|<!--.*?-->", re.DOTALL)
_ATTRIBUTE = re.compile(r"(\s+)([\w.:-]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
_PLACED = frozenset({"insert", "move", "insert-schedule"})


def rebase_files(old: str, new: str, modules: Sequence[str]) -> Rebased:
    """The modules in some files carried from one law to another; one in Word or PDF is what ``modellaw import --like OLD`` writes."""
    before, side = read_side(old).law, read_side(new)
    after = dressed(side.law, before) if side.structure is Structure.RECOGNISED else side.law
    return rebase(before, after, [read_module(read_bytes(path), path) for path in modules])


def rewritten(path: str, found: Rebased) -> bytes:
    """The source of a module with the names of its provisions followed; raises InputError where that cannot be done in place."""
    data = read_bytes(path)
    module = next(one for one in found.modules if one.file == path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("the module is not in UTF-8", Place(path), "save it as UTF-8") from error
    made = _TAG.sub(lambda tag: _tag(tag, found.followed, module.law), text).encode()
    before = follow(read_module(data, path).amendments, found.followed)
    if read_module(made, path).amendments != before:
        raise InputError("the module cannot be rewritten in place", Place(path), "change the names that are shown by hand")
    return made


def _tag(tag: re.Match[str], wids: Mapping[str, str], law: str) -> str:
    name = tag[2]
    if name is None:
        return tag[0]

    def attribute(found: re.Match[str]) -> str:
        space, key, equals, quoted = found.groups()
        value = unescape(quoted[1:-1], {"&quot;": '"', "&apos;": "'"})
        if name == "module" and key == "law":
            new = law or value
        elif key == "href" and value.startswith("#"):
            new = f"#{wids.get(value[1:]) or value[1:]}"
        elif key in {"target", "upTo", "into", "child"} or (key in {"after", "before"} and name in _PLACED):
            new = wids.get(value) or value
        else:
            return found[0]
        return found[0] if new == value else f'{space}{key}{equals}"{escape(new, {chr(34): "&quot;"})}"'

    start, end = tag.span(3)
    inner = _ATTRIBUTE.sub(attribute, tag[3])
    return tag[0][: start - tag.start()] + inner + tag[0][end - tag.start() :]


def target_of(path: str, folder: str) -> Path:
    """Where a rewritten module goes: in a folder, or ("") in its own place."""
    return Path(folder) / Path(path).name if folder else Path(path)
