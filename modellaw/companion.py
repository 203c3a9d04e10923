"""Companion documents: what is published with a law (a matrix, a guide) and cites its provisions by their stable ids."""

from __future__ import annotations

from pathlib import Path

from modellaw.errors import Finding, Place, Severity
from modellaw.model.address import paths
from modellaw.model.citations import citations
from modellaw.model.nodes import Block, Group, Law, Note, Paragraph, Provision, Reference, Row, Run, Table, attribute
from modellaw.model.walk import inline_text, paragraphs_of, provisions_of, rewrite
from modellaw.project import Companion, Document, Project, Publication
from modellaw.values import replace
from modellaw.writers.sheets import Sheet


class CompanionBuild:
    """One companion document with its references written from the law that it accompanies."""

    def __init__(self, project: Project, companion: Companion, document: Law, law: Law, page: str, status: str) -> None:
        """``law`` is the consolidated law, ``page`` the page on which the references land ("full/consolidated.html")."""
        self.project, self.companion, self.status = project, companion, status
        self.paths, self.names, self.page = paths(law), citations(law), page
        self.findings: list[Finding] = []
        whole = rewrite(document.document, self._block)
        assert isinstance(whole, Group)
        facts = replace(document.facts, title=companion.title or document.facts.title, status=law.facts.status)
        self.law = replace(document, document=whole, facts=facts)
        self.own = {provision.wid for provision in provisions_of(document.document)}

    def _block(self, block: Block) -> Block:
        if not isinstance(block, Paragraph) or not any(isinstance(inline, Reference) for inline in block.content):
            return block
        return replace(block, content=tuple(self._cited(i) if isinstance(i, Reference) else i for i in block.content))

    def _cited(self, reference: Reference) -> Reference:
        """A reference to a provision of the law with its number, as a link to its page; one within the document as it is."""
        wid = reference.target.removeprefix("#")
        path = self.paths.get(wid)
        if not reference.target.startswith("#") or (path is None and inline_text(reference)):
            return reference
        if path is None:
            message = f"the reference points to “{wid}”, which the law does not have"
            hint = "is it in a module that is not part of the first edition?"
            self.findings.append(Finding("dangling-reference", Severity.ERROR, message, Place(self.companion.source), hint))
            return replace(reference, content=(Run(f"[{wid}]"),))
        eid = attribute(path[-1].attributes, "eId") or wid
        return replace(reference, target=f"{self.page}#{eid}", content=(Run(inline_text(reference) or self.names.of(path)),))

    def publication(self) -> Publication:
        """What a writer is given."""
        root = Path(self.project.root)
        folders = tuple(str(path) for path in (root / self.project.templates,) if path.is_dir())
        return Publication(Document.COMPANION, self.law, self.law.facts.title, "", self.status, self.law.facts.date, self.project.publisher,
                           self.project.paper, folders)  # fmt: skip

    def sheets(self) -> list[Sheet]:
        """The tables of the document that have a head, as sheets."""
        tables = [block for block in _tables(self.law.document) if block.rows and all(cell.header for cell in block.rows[0].cells)]
        return [_sheet(table, self.law.facts.title if number == 1 else f"Table {number}") for number, table in enumerate(tables, 1)]


def _tables(block: Block) -> list[Table]:
    if isinstance(block, Table):
        return [block]
    return [table for inner in (block.blocks if isinstance(block, Group | Provision) else ()) for table in _tables(inner)]


def _sheet(table: Table, title: str) -> Sheet:
    head, *rows = table.rows
    names = tuple(" ".join(_words(head, column)) for column in range(len(head.cells)))
    whole = [row for row in rows if len(row.cells) == len(names)]
    return Sheet(title, "", names, tuple(tuple(_words(row, column) for column in range(len(names))) for row in whole))


def _words(row: Row, column: int) -> tuple[str, ...]:
    lines = ("".join(inline_text(i) for i in line.content if not isinstance(i, Note))
             for block in row.cells[column].blocks for line in paragraphs_of(block, notes=False))  # fmt: skip
    return tuple(line for line in lines if line.strip())
