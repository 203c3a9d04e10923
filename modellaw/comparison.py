"""A comparison of two files from end to end: read either format, compare, write the marked tree in any format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path

from modellaw.comparing.dress import dressed
from modellaw.comparing.laws import compare_laws
from modellaw.comparing.options import Comparison, Difference, Ignore, Options
from modellaw.comparing.sketch import is_meta
from modellaw.errors import Finding, Place, ProjectError, ProofError, Severity
from modellaw.model.address import UNITS, number_text, number_token
from modellaw.model.nodes import AKN, Block, Group, Law, Note, Paragraph, Provision, Run
from modellaw.model.views import accept, coalesce
from modellaw.model.walk import children, paragraphs_of, provisions, rewrite, text_of
from modellaw.readers.xml import read_bytes
from modellaw.values import dataclass, replace

_WORD = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a .docx begins, and the older .doc, of which the reader of .docx says what it is."""

_OF_ONE_LAW = 0.3
"""A Word file is a version of a law if it has this share of its lines word for word."""

_LINE, _ENOUGH, _STRANGE = 20, 10, 0.1
"""Texts of so many lines, of so many signs at least, with less than this share of equal ones are hardly versions of one law."""

_SIGNS = re.compile(r"[\s\[\]]+")
"""What may come or go around optional provisions and between cells."""

_PRINTED = (".pdf", ".html", ".htm", ".xhtml", ".txt")


class Structure(Enum):
    """Where the structure of a text is from: its file says it, it was recognised in print, or there are lines only."""

    OWN = "own"
    RECOGNISED = "recognised"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Side:
    """A file as a comparison takes it: the plain law (tracked changes accepted), what was noticed, and where its structure is from."""

    law: Law
    findings: tuple[Finding, ...]
    structure: Structure


def read_side(path: str) -> Side:
    """The law in a file of Akoma Ntoso, or that which an import recognises in a .docx, a PDF, a web page or a text.

    A .docx without sections or articles stays lines, as does one in which recognising would change the order of words.
    """
    data = read_bytes(path)
    word = _is_word(data, path)
    if not word and not path.lower().endswith(_PRINTED) and not data.startswith(b"%PDF-"):
        return _own(data, path)
    from modellaw.importing.imports import import_law
    from modellaw.importing.witness import WordsLost

    try:
        imported = import_law(data, path)
    except (WordsLost, ProofError):
        if not word:
            raise
        return _numbered(data, path)
    findings = imported.report.findings
    if not any(finding.code in {"no-structure", "no-sections"} for finding in findings):
        return Side(imported.law, findings, Structure.RECOGNISED)
    return _numbered(data, path) if word else Side(in_lines(imported.law), findings, Structure.LINES)


def _is_word(data: bytes, path: str) -> bool:
    return data.startswith(_WORD) or path.lower().endswith((".docx", ".doc"))


def _own(data: bytes, path: str) -> Side:
    from modellaw.readers.akn import read_akn

    law = read_akn(data, path)
    return Side(accept(law) if law.changes else law, (), Structure.OWN)


def _word(data: bytes, path: str) -> Side:
    from modellaw.readers.docx import read_docx

    document = read_docx(data, path)
    findings = document.findings
    if document.law.changes:
        said = "tracked changes were read as accepted"
        findings = (*findings, Finding("tracked-changes", Severity.WARNING, said, Place(path), "accept or reject them in Word first"))
    return Side(accept(document.law), findings, Structure.LINES)


def _numbered(data: bytes, path: str) -> Side:
    """The lines of a .docx, automatic numbers in front of their words, as they are printed."""
    from modellaw.importing.word import numbered

    side = _word(data, path)
    return replace(side, law=numbered(side.law))


def _pair(old: str, new: str) -> tuple[Side, Side]:
    """Both files as laws; a Word file against Akoma Ntoso as a version of that law where it is one."""
    sides = [read_side(path) for path in (old, new)]
    for at, path in enumerate((old, new)):
        side, other = sides[at], sides[1 - at]
        ours = side.law.facts.uri == other.law.facts.uri
        if side.structure is not Structure.OWN and other.structure is Structure.OWN and _is_word(data := read_bytes(path), path):
            word = _word(data, path)
            laid = _laid(other.law, word if ours else replace(word, law=_with_title(word.law)))
            sides[at] = laid if laid is not None and not _misses(laid.law, side.law) else side
    return sides[0], sides[1]


def _misses(laid: Law, recognised: Law) -> bool:
    """Whether sections that an import recognises are no sections where the file was laid over another law, and none is more there."""
    mine, theirs = (Counter(filter(None, map(number_token, map(number_text, _units(law))))) for law in (laid, recognised))
    return bool(theirs - mine) and not mine - theirs


def _units(law: Law) -> Iterator[Provision]:
    return (provision for provision in provisions(law) if provision.level in UNITS)


def _laid(known: Law, word: Side) -> Side | None:
    """A Word file as a version of a law whose structure is known; None where too few of its lines are of that law, or a word would go."""
    from modellaw.capturing.aligning import printed_lines, share, word_lines
    from modellaw.capturing.laying import lay
    from modellaw.writers.docx_styles import label_word

    document = word.law
    if share(known, document) < _OF_ONE_LAW:
        return None
    laid = lay(known, document)
    label = label_word("commentary", known.facts.language)  # above a guidance without a heading it is printed, and no text
    lines = ("".join(text_of(line) for line in paragraphs_of(block, notes=False)) for block in word_lines(document))
    printed = (line.words.removeprefix("table: ") for line in printed_lines(laid.law))
    said = ["".join(_SIGNS.sub("", line) for line in side if line.strip() != label) for side in (lines, printed)]
    return Side(laid.law, (*word.findings, *laid.findings), Structure.OWN) if said[0] == said[1] else None


def _with_title(document: Law) -> Law:
    """A document whose title is a line like any other: in files of others it is the law's own, not that of a cover as in ours."""

    def change(block: Block) -> Block:
        style = next((pair for pair in block.attributes if pair[0].endswith("}style")), None) if isinstance(block, Paragraph) else None
        if style is None or not isinstance(block, Paragraph) or not style[1].lower().startswith(("title", "subtitle")):
            return block
        return replace(block, attributes=tuple(pair for pair in block.attributes if pair is not style))

    root = rewrite(document.document, change)
    assert isinstance(root, Group)
    return replace(document, document=root)


def compare_files(old: str, new: str, options: Options = Options(), *, lines: bool = False) -> tuple[Comparison, tuple[Finding, ...]]:
    """Two files compared, provision by provision; line by line where one of them has no provisions, or where ``lines`` asks for it."""
    before, after = _pair(old, new) if not lines else (_as_lines(old), _as_lines(new))
    said: tuple[Finding, ...] = ()
    if Structure.LINES in {before.structure, after.structure}:
        plain = [path for side, path in ((before, old), (after, new)) if side.structure is Structure.LINES and not lines]
        said = tuple(Finding("no-sections", Severity.NOTE, "no sections or articles were recognised: compared line by line", Place(path))
                     for path in plain)  # fmt: skip
        before, after = (side if side.structure is Structure.LINES else _as_lines(path) for side, path in ((before, old), (after, new)))
    elif after.structure is Structure.RECOGNISED:
        after = replace(after, law=dressed(after.law, before.law))
    elif before.structure is Structure.RECOGNISED:
        before = replace(before, law=dressed(before.law, after.law))
    if before.structure is not after.structure:
        # what no print shows makes no difference to a print
        options = replace(options, ignore=options.ignore | {Ignore.MARKUP})
    options = replace(options, old_title=options.old_title or Path(old).name, new_title=options.new_title or Path(new).name,
                      date=options.date or after.law.facts.date)  # fmt: skip
    found = compare_laws(before.law, after.law, options)
    return found, tuple(dict.fromkeys((*before.findings, *after.findings, *said, *_strange(found, before.law, after.law, new))))


def _strange(found: Comparison, old: Law, new: Law, name: str) -> Iterator[Finding]:
    """What to say where two files have so little in common that they are hardly versions of one law."""
    became = sum(1 for before, after in found.pairs if before and after)
    provisions = min(sum(1 for pair in found.pairs if pair[side]) for side in (0, 1))
    if became > 2 * _STRANGE * provisions:
        return
    lines = [Counter(line for line in (" ".join(text_of(one).split()) for one in paragraphs_of(law.document)) if len(line) >= _LINE)
             for law in (old, new)]  # fmt: skip
    least = min(side.total() for side in lines)
    if least >= _ENOUGH and (lines[0] & lines[1]).total() < _STRANGE * least:
        message = f"hardly a line is in both files, and {became} of {provisions} provisions at most are versions of each other"
        yield Finding("different-laws", Severity.WARNING, message, Place(name), "are these two versions of one law?")


def _as_lines(path: str) -> Side:
    data = read_bytes(path)
    if _is_word(data, path):
        return _numbered(data, path)
    side = read_side(path)
    return replace(side, law=in_lines(side.law), structure=Structure.LINES)


def in_lines(law: Law) -> Law:
    """A law as a document of lines, as Word has it: every number in front of its heading or its first words, after a tab."""
    lines: list[Block] = []

    def visit(block: Block, number: tuple[Run, ...]) -> tuple[Run, ...]:
        match block:
            case Paragraph(name="num"):
                if number:  # of a provision that has nothing before the first one in it
                    lines.append(Paragraph(number))
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
    from modellaw.project import Document, Publication
    from modellaw.writers import ALL_FORMATS, SHEETS
    from modellaw.writers.register import register, register_csv, register_json, register_sheet

    kind = name.rpartition(".")[2].lower()
    if kind in ALL_FORMATS:
        title = found.marked.facts.title or "Comparison"
        edition = found.marked.modules[0].title if found.marked.modules else "no differences"
        return ALL_FORMATS[kind](Publication(Document.REDLINE, found.marked, title, edition, date=found.marked.facts.date))
    rows = register(found.marked)
    if kind == "json":
        return register_json(rows)
    if kind == "csv":
        return register_csv(rows)
    if kind in SHEETS:
        return SHEETS[kind](register_sheet(rows))
    raise ProjectError(
        f"there is no output “.{kind}”", Place(name), f"there are {', '.join(sorted({*ALL_FORMATS, *SHEETS, 'json', 'csv'}))}"
    )


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
