"""An Office Open XML package from its parts: always the same bytes for the same parts (ECMA-376 part 2)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST = ("[Content_Types].xml", "_rels/.rels")


def package_bytes(parts: Mapping[str, bytes]) -> bytes:
    """The zip file: content types first, then by name, with fixed times and the attributes that Word for Mac wants."""
    out = io.BytesIO()
    names = [*(name for name in _FIRST if name in parts), *sorted(name for name in parts if name not in _FIRST)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0o600 << 16
            archive.writestr(info, parts[name])
    return out.getvalue()
