"""What was captured against what was meant: all the words of a law as Word has them, and operations that are proved."""

from __future__ import annotations

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import AmendmentModule, Operation
from modellaw.capturing.drafting import draft_module
from modellaw.model.changes import Module
from modellaw.model.nodes import Law, Note
from modellaw.model.views import accept
from modellaw.model.walk import inline_text, paragraphs_of, text_of
from modellaw.readers.module import read_module
from modellaw.writers.docx_layout import law_lines
from modellaw.writers.docx_lines import Line
from modellaw.writers.module import module_bytes

MODULE = Module("cap", "c", "2020-01-01", "A")


def words(law: Law) -> str:
    """All a law says in Word, without white space: its lines, what is in its tables, its footnotes."""
    lines = (item for item in law_lines(law, lambda trace: False) if isinstance(item, Line))
    said = "".join("".join(inline_text(i) for line in lines for atom in line.atoms for i in atom.content).split())
    blocks = [item.source for item in law_lines(law, lambda trace: False) if not isinstance(item, Line) and item.source is not None]
    notes = [inline for line in paragraphs_of(law.document, notes=False) for inline in line.content if isinstance(inline, Note)]
    cells = [text_of(line) for block in blocks for line in paragraphs_of(block, notes=False)]
    foot = [text_of(line).strip() for note in notes for block in note.blocks for line in paragraphs_of(block)]
    return "\n".join([said, *filter(None, cells), "Notes:", *sorted(foot)])


def drafted(old: Law, new: Law) -> list[Operation]:
    """The operations that make one law of another; an error unless the module, read back from its file, gives exactly that."""

    def carry_out(module: AmendmentModule) -> Law:
        return accept(apply_modules(old, [read_module(module_bytes(module))]).law)

    module = draft_module(old, new, MODULE, carry_out).module
    return [step.operation for one in module.amendments for step in one.steps]
