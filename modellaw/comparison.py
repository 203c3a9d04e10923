"""A comparison of two files from end to end: read either format, compare, write the marked tree in any format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Comparison, Difference, Options
from modellaw.comparing.sketch import is_meta
from modellaw.errors import Finding, Place, ProjectError
from modellaw.model.nodes import AKN, Block, Group, Law, Note, Paragraph, Provision, Run
from modellaw.model.views import accept, coalesce
from modellaw.model.walk import children
from modellaw.project import Document, Publication
from modellaw.readers.xml import read_bytes

_WORD = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a .docx begins, and the older .doc, of which the reader of .docx says what it is."""


def read_either(path: str) -> tuple[Law, tuple[Finding, ...], bool]:
    """The plain law in a file of Akoma Ntoso or a .docx (tracked changes accepted), what could not be read, and whether it is Word's."""
    data = read_bytes(path)
    if data.startswith(_WORD) or path.lower().endswith((".docx", ".doc")):
        from modellaw.readers.docx import read_docx

        document = read_docx(data, path)
        return accept(document.law), document.findings, True
    from modellaw.readers.akn import read_akn

    law = read_akn(data, path)
    return accept(law) if law.changes else law, (), False


def compare_files(old: str, new: str, options: Options = Options()) -> tuple[Comparison, tuple[Finding, ...]]:
    """Two files compared; one side in Word and the other not, they are compared line by line."""
    before, said_before, word_before = read_either(old)
    after, said_after, word_after = read_either(new)
    if word_before != word_after:
        before, after = (law if word else in_lines(law) for law, word in ((before, word_before), (after, word_after)))
    options = replace(options, old_title=options.old_title or Path(old).name, new_title=options.new_title or Path(new).name,
                      date=options.date or after.facts.date)  # fmt: skip
    return compare_laws(before, after, options), (*said_before, *said_after)


def in_lines(law: Law) -> Law:
    """A law as a document of lines, as Word has it: every number in front of its heading or its first words, after a tab."""
    lines: list[Block] = []

    def visit(block: Block, number: tuple[Run, ...]) -> tuple[Run, ...]:
        match block:
            case Paragraph(name="num"):
                return tuple(run for run in block.content if isinstance(run, Run))
            case Paragraph():
                content = tuple(replace(i, blocks=i.blocks) if isinstance(i, Note) else i for i in block.content)
                lines.append(Paragraph(coalesce((*number, *((Run("\t"),) if number else ()), *content))))
                return ()
            case Provision() | Group():
                for inner in children(block):
                    number = visit(inner, number)
                if number and isinstance(block, Provision):
                    lines.append(Paragraph(number))
                    number = ()
                return number
            case _:
                if not is_meta(block):
                    lines.append(block)
                return number

    visit(law.document, ())
    doc = Group("doc", (Group("mainBody", tuple(lines)),), (("name", "document"),))
    return replace(law, document=Group("akomaNtoso", (doc,), (("xmlns", AKN),)))


def output(found: Comparison, name: str) -> bytes:
    """The comparison in the format that a file name asks for: a redline, or a list of changes."""
    from modellaw.writers import FORMATS, SHEETS
    from modellaw.writers.register import register, register_csv, register_json, register_sheet

    kind = name.rpartition(".")[2].lower()
    if kind in FORMATS:
        title = found.marked.facts.title or "Comparison"
        edition = found.marked.modules[0].title if found.marked.modules else "no differences"
        return FORMATS[kind](Publication(Document.REDLINE, found.marked, title, edition, date=found.marked.facts.date))
    rows = register(found.marked)
    if kind == "json":
        return register_json(rows)
    if kind == "csv":
        return register_csv(rows)
    if kind in SHEETS:
        return SHEETS[kind](register_sheet(rows))
    raise ProjectError(f"there is no output “.{kind}”", Place(name), f"there are {', '.join(sorted({*FORMATS, *SHEETS, 'json', 'csv'}))}")


def difference_json(difference: Difference) -> dict[str, str]:
    """A difference for programs."""
    return {"kind": difference.kind.value, "old": difference.old, "new": difference.new, "old_place": difference.old_place,
            "new_place": difference.new_place, "old_words": difference.old_words, "new_words": difference.new_words,
            "change": difference.change}  # fmt: skip


def told(differences: Iterable[Difference]) -> Iterable[str]:
    """Differences in words, a line each."""
    for one in differences:
        place = one.old_place or one.new_place or one.old or one.new or "the law"
        if one.new_place and one.old_place and one.new_place != one.old_place:
            place += f" (now {one.new_place})"
        yield f"{place}: {one.kind.value}" + (": " if one.old_words or one.new_words else "") + _words(one)


def _words(one: Difference) -> str:
    parts = [f"[-{_short(one.old_words)}-]" if one.old_words else "", f"{{+{_short(one.new_words)}+}}" if one.new_words else ""]
    return " ".join(filter(None, parts))


def _short(words: str) -> str:
    words = words if words.isspace() else " ".join(words.split())
    return words if len(words) <= 200 else f"{words[:150]} … {words[-40:]}"
