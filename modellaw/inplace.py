"""A redline that keeps the formatting of the newer Word file, made by an engine that works on Word's own format (an optional extra)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from modellaw.errors import InputError, Place, ProjectError, ProofError
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.model.walk import inline_text, paragraphs_of
from modellaw.readers.docx import read_docx
from modellaw.readers.docx_story import OBJECT
from modellaw.readers.xml import read_bytes

Engine = Callable[[str, bytes, bytes], tuple[bytes, object, object]]
"""Of an author and two Word files it makes the newer one with its changes tracked; what else it says comes behind."""


def redline_in_place(old: str, new: str, author: str = "Comparison", engine: Engine | None = None) -> bytes:
    """The newer file with its changes tracked; ProjectError without an engine, ProofError where words are lost or added."""
    run = engine or _installed()
    before, after = read_bytes(old), read_bytes(new)
    laws = [read_docx(data, path).law for data, path in ((before, old), (after, new))]
    try:
        made, _, said = run(author, before, after)
    except Exception as error:
        raise InputError(f"the engine for --in-place failed: {error}", Place(new), "compare without --in-place") from error
    if not made:
        raise InputError(f"the engine for --in-place made nothing: {said}", Place(new), "compare without --in-place")
    marked = read_docx(bytes(made), "redline").law
    for path, what, given, view in ((old, "rejecting", laws[0], reject(marked)), (new, "accepting", laws[1], accept(marked))):
        wanted, got = _words(accept(given)), _words(view)
        if wanted != got:
            odd = next(iter((wanted - got) or (got - wanted)))
            message = f"the engine for --in-place made a redline of which {what} all changes does not give the words of this file: “{odd}”"
            raise ProofError(message, Place(path), "compare without --in-place")
    return bytes(made)


def _installed() -> Engine:
    try:
        from python_redlines import DocxodusEngine
    except ImportError as error:
        raise ProjectError("--in-place needs an engine that is not installed", hint="pip install 'modellaw[in-place]'") from error
    made: Engine = DocxodusEngine().run_redline
    return made


def _words(law: Law) -> Counter[str]:
    """How often each word is there; the engine may put text boxes and pictures at other places."""
    lines = ("".join(map(inline_text, paragraph.content)) for paragraph in paragraphs_of(law.document))
    return Counter(word for line in lines for word in line.replace(OBJECT, " ").split())
