"""A redline that keeps the formatting of the newer Word file, made by an engine that works on Word's own format (an optional extra)."""

from __future__ import annotations

from modellaw.errors import InputError, Place, ProjectError
from modellaw.readers.docx import read_docx
from modellaw.readers.xml import read_bytes


def redline_in_place(old: str, new: str, author: str = "Comparison") -> bytes:
    """The newer file with its changes tracked; raises ProjectError where the engine is not installed."""
    try:
        from python_redlines import DocxodusEngine
    except ImportError as error:
        raise ProjectError("--in-place needs an engine that is not installed", hint="pip install 'modellaw[in-place]'") from error
    before, after = read_bytes(old), read_bytes(new)
    for data, path in ((before, old), (after, new)):
        read_docx(data, path)
    try:
        made, _, said = DocxodusEngine().run_redline(author, before, after)
    except Exception as error:
        raise InputError(f"the engine for --in-place failed: {error}", Place(new), "compare without --in-place") from error
    if not made:
        raise InputError(f"the engine for --in-place made nothing: {said}", Place(new), "compare without --in-place")
    return bytes(made)
