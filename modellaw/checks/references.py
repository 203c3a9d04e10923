"""Checks of cross-references."""

from __future__ import annotations

from modellaw.errors import Finding, Place, Severity
from modellaw.model.address import number_text, number_token, paths
from modellaw.model.nodes import Law, Paragraph, Provision, Reference
from modellaw.model.walk import blocks_of, inline_text, paragraphs_of


def references_resolve(law: Law) -> list[Finding]:
    """Every internal reference points to a provision of the law, and its text ends in that provision's number."""
    known = paths(law)
    out: list[Finding] = []
    for block in blocks_of(law.document):
        if isinstance(block, Provision):
            for line in (line for inner in block.blocks if not isinstance(inner, Provision) for line in paragraphs_of(inner)):
                out += _references(line, block.wid, known)
    return out


def _references(line: Paragraph, where: str, known: dict[str, tuple[Provision, ...]]) -> list[Finding]:
    out: list[Finding] = []
    for inline in line.content:
        if not isinstance(inline, Reference) or not inline.target.startswith("#"):
            continue
        path = known.get(inline.target[1:])
        text = inline_text(inline)
        if path is None:
            message = f"the reference “{text}” points to “{inline.target[1:]}”, which the law does not have"
            out.append(Finding("dangling-reference", Severity.ERROR, message, Place(provision=where), "point it elsewhere, or omit it"))
            continue
        token = number_token(number_text(path[-1]))
        if token and number_token(text) != token:
            message = f"the reference “{text}” points to “{inline.target[1:]}”, whose number is {token}"
            out.append(Finding("wrong-reference-text", Severity.WARNING, message, Place(provision=where)))
    return out
