"""The steps that a build, a bill and a comparison have in common: read, consolidate, digest, prove."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from modellaw.amend.ops import AmendmentModule
from modellaw.errors import ProofError
from modellaw.model.address import derive_eids, ids_once
from modellaw.model.markup import arranged
from modellaw.model.nodes import Law
from modellaw.model.spacing import in_one_line
from modellaw.model.views import Objects, accept, reject
from modellaw.model.walk import inline_text, paragraphs_of, provisions
from modellaw.readers.akn import read_akn
from modellaw.readers.module import read_module
from modellaw.readers.xml import read_bytes


def read_law(path: str, *, valid: bool = True, as_written: bool = False) -> Law:
    """The law in a file, checked against the strict schema unless ``valid`` is false or the same bytes were found valid before.

    Lines that are broken in the source are one line each, unless it is wanted ``as_written``.
    """
    data = read_bytes(path)
    if valid:
        from modellaw.readers.schema import found_valid, validate_akn

        validate_akn(data, path, found_valid())
    law = read_akn(data, path)
    return law if as_written or _has_whole_lines(data) else in_one_line(law)


def _has_whole_lines(data: bytes) -> bool:
    """Whether no words are broken in a file, since each of its lines begins and ends with a tag; the law then need not be read at once."""
    return all(line[:1] == b"<" and line[-1:] == b">" for line in map(bytes.strip, data.split(b"\n")) if line)


def read_modules(paths: Iterable[str]) -> list[AmendmentModule]:
    """The modules in some files, in order."""
    return [read_module(read_bytes(path), path) for path in paths]


def amended(marked: Law, base: Law, shared: Objects = frozenset()) -> Law:
    """The consolidated law of a marked one: accepted, in the order the schema wants, eIds derived from the numbers, a new expression.

    ``shared`` are the objects of the base law, which the marked one shares where no change touched it.
    """
    from modellaw.writers.akn_meta import expression_of

    date = max((module.date for module in marked.modules), default="")
    law = arranged(accept(marked, shared), shared)
    if any(provision.seam.inserted for provision in provisions(marked)):
        law = ids_once(law)
    return expression_of(derive_eids(law, base), date)


def text_digest(law: Law, known: dict[int, str] | None = None) -> str:
    """The SHA-256 of all words of a plain law, a line for each paragraph: what a reader can verify.

    ``known`` remembers the words of paragraphs by their id(), for laws that share most of them and are all kept alive.
    """
    words = known if known is not None else {}
    lines = []
    for line in paragraphs_of(law.document):
        text = words.get(id(line))
        if text is None:
            text = words[id(line)] = " ".join("".join(map(inline_text, line.content)).split())
        if text:
            lines.append(text)
    return sha256("\n".join(lines).encode()).hexdigest()


def prove(marked: Law, base: Law, shared: Objects = frozenset()) -> None:
    """Raise ProofError unless rejecting every change gives the base law."""
    if reject(marked, shared) != base:
        raise ProofError("rejecting every change does not give the law before", hint="this is a defect of the tool: please report it")
