"""The steps that a build, a bill and a comparison have in common: read, consolidate, digest, prove."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from modellaw.amend.ops import AmendmentModule
from modellaw.errors import AmendmentError, Place, ProofError
from modellaw.model.address import derive_eids, ids_once
from modellaw.model.arranging import arranged
from modellaw.model.named import following_eids
from modellaw.model.nodes import Block, Group, Law, Paragraph, Provision, Table
from modellaw.model.spacing import in_one_line
from modellaw.model.views import Objects, accept, reject
from modellaw.model.walk import blocks_of, inline_text, paragraphs_of, provisions
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


def amended(marked: Law, base: Law, shared: Objects = frozenset(), name: str = "") -> Law:
    """The consolidated law of a marked one: accepted, in the order the schema wants, eIds derived from the numbers, a new expression.

    ``shared`` are the objects of the base law, which the marked one shares where no change touched it; ``name`` is that of the text in
    messages. Raises AmendmentError where nothing is left of the law, or of a schedule that is an act: no Akoma Ntoso could say that.
    """
    from modellaw.writers.akn_meta import expression_of

    date = max((module.date for module in marked.modules), default="")
    law = arranged(accept(marked, shared), shared)
    _refuse_emptied(law, base, shared, name)
    if any(provision.seam.inserted for provision in provisions(marked)):
        law = ids_once(law)
    return expression_of(following_eids(derive_eids(law, base), base), date)


_BODIES = frozenset({"body", "judgmentBody", "mainBody", "portionBody"})


def _refuse_emptied(law: Law, base: Law, shared: Objects, name: str) -> None:
    """AmendmentError where the body of a document in a consolidated law holds nothing now."""
    for wid, body in _bodies(law.document, "", shared):
        nothing = not body.blocks if wid else not any(map(_says, blocks_of(body)))
        if nothing and next(provisions(base), None) is not None:
            what = f"the schedule “{wid}”" if wid else "the law"
            hint = "keep the number of one that goes, with <repeal … text=“[Repealed]”/>" + (", or repeal the schedule" if wid else "")
            raise AmendmentError(f"the modules take out every provision of {what}", Place(name, 0, wid), hint)


def _bodies(block: Group | Provision, wid: str, shared: Objects) -> Iterator[tuple[str, Group]]:
    """The bodies of the documents in a law that modules may have changed, each with the schedule that it is of ("" for none)."""
    for inner in block.blocks:
        if isinstance(inner, Group) and inner.name in _BODIES:
            yield wid, inner
        elif isinstance(inner, Group) or (isinstance(inner, Provision) and inner.level == "attachment" and id(inner) not in shared):
            yield from _bodies(inner, inner.wid if isinstance(inner, Provision) else wid, shared)


def _says(block: Block) -> bool:
    """Whether a block is a provision, or has words or pictures of its own."""
    return isinstance(block, Provision | Table) or (isinstance(block, Paragraph) and bool(block.content))


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
