"""An Office Open XML package from its parts: always the same bytes for the same parts (ECMA-376 part 2)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_LEVEL = 3
"""Half the time of zlib's usual level, for files a seventh larger."""
_SMALL = 100_000
"""Parts with more bytes are those with a text, which no two files have."""
_VERSION, _DEFLATED, _UTF_8 = 20, 8, 0x800
_FIRST_DAY = 33
"""1 January 1980, the first day that a zip file can name."""
_FOR_ITS_OWNER = 0o600 << 16
"""The attributes that Word for Mac wants."""


def package_bytes(parts: Mapping[str, bytes]) -> bytes:
    """The zip file (APPNOTE.TXT, 4.3): content types first, then by name, with fixed times."""
    names = [*(name for name in _FIRST if name in parts), *sorted(name for name in parts if name not in _FIRST)]
    entries: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name in names:
        data, path = parts[name], name.encode()
        packed = _deflated(data) if len(data) > _SMALL else _deflated_before(data)
        about = struct.pack(
            "<HHHHIIIHH", 0 if name.isascii() else _UTF_8, _DEFLATED, 0, _FIRST_DAY, zlib.crc32(data), len(packed), len(data), len(path), 0
        )
        entry = b"".join((b"PK\3\4", struct.pack("<H", _VERSION), about, path, packed))
        there = struct.pack("<HHHII", 0, 0, 0, _FOR_ITS_OWNER, at)
        directory.append(b"".join((b"PK\1\2", struct.pack("<HH", _VERSION, _VERSION), about, there, path)))
        entries.append(entry)
        at += len(entry)
    size = sum(map(len, directory))
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(names), len(names), size, at, 0)
    return b"".join((*entries, *directory, end))


@lru_cache(maxsize=128)
def _deflated_before(data: bytes) -> bytes:
    """The same for a part such as styles or settings, which most files of a build have alike."""
    return _deflated(data)


def _deflated(data: bytes) -> bytes:
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush()
