"""TOML files: UTF-8, with or without a byte order mark, and no sign in them that XML could not hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from modellaw.errors import Place, ProjectError

_NOT_HELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parse_toml(data: bytes, path: str) -> dict[str, Any]:
    """What a TOML file says. Raises TOMLDecodeError and UnicodeDecodeError as tomllib does, ProjectError for a sign no output can hold."""
    value = tomllib.loads(data.decode("utf-8-sig"))
    for key, text in _texts(value, ""):
        found = _NOT_HELD.search(text)
        if found:
            message = f"“{key}” holds the control sign U+{ord(found[0]):04X}, which no document can hold"
            raise ProjectError(message, Place(path), "take it out")
    return value


def _texts(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Every text below a value, keys too, with the key that it is of."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name, name
            yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
    elif isinstance(value, str):
        yield key, value
