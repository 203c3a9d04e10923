"""The check that an import loses no word: the words of the law, read from what was written, against those of the file, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from modellaw.errors import ExitCode, ModelLawError, Place
from modellaw.importing.lines import Aside, Line, Source
from modellaw.model.nodes import ML, Block, Carried, Group, Law, Note, Paragraph, Provision, Table, attribute
from modellaw.model.walk import inline_text, paragraphs_of

_OBJECT = "\ufffc"
_UNSEEN = frozenset({"meta"})


class WordsLost(ModelLawError):
    """The words of the import are not those of the file; nothing was written."""

    exit_code = ExitCode.FINDINGS


def check_words(source: Source, law: Law, label: str) -> int:
    """The number of words, which are the same on both sides; raises WordsLost at the first that is not.

    Footnotes are compared for themselves. Blanks may be more in the law (between "12." and a heading), never fewer. ``label`` is the word
    that a commentary without a heading has in print.
    """
    words = 0
    for what, mine, theirs in (
        ("text", _lines(source, notes=False), _printed(law, label)),
        ("footnotes", _lines(source, notes=True), _notes(law)),
    ):
        words += _same(what, " ".join(mine), " ".join(theirs), source.name)
    return words


def check_lines(document: Law, lines: Sequence[Line], name: str) -> None:
    """The lines of a file have the words of the document that was read from it; raises WordsLost at the first that they have not."""
    source = Source(name, "", tuple(lines))
    read = [*paragraphs_of(document.document, notes=False)]
    _same("text", " ".join(map(_line, read)), " ".join(_lines(source, notes=False, aside=True)), name)
    notes = " ".join(words for paragraph in read for words in _notes_in(paragraph))
    _same("footnotes", notes, " ".join(_lines(source, notes=True, aside=True)), name)


def check_signs(printed: Counter[str], lines: Sequence[Line], asides: Sequence[Aside], name: str) -> None:
    """Every sign that a file prints is in a line or was set aside, as often as it is printed; raises WordsLost where it is not."""
    kept = Counter("".join(aside.words for aside in asides))
    for line in lines:
        kept.update(line.text)
        for paragraph in paragraphs_of(line.table, notes=False) if line.table is not None else (Paragraph(line.content),):
            kept.update("".join(_notes_in(paragraph)))
    for sign in [sign for sign in kept if sign.isspace()]:
        del kept[sign]
    if kept != printed:
        lost, more = "".join((printed - kept).elements()), "".join((kept - printed).elements())
        raise WordsLost(
            f"the lines do not have the signs of the file: lost “{lost[:60]}”, more “{more[:60]}”", Place(name), "please report it"
        )


def _same(what: str, wanted: str, found: str, name: str) -> int:
    a, b = wanted.replace(_OBJECT, "").split(), found.replace(_OBJECT, "").split()
    squeezed, given = "".join(a), "".join(b)
    if squeezed != given:
        at = next((i for i, (x, y) in enumerate(zip(squeezed, given, strict=False)) if x != y), min(len(squeezed), len(given)))
        told = f"the file has “…{squeezed[max(0, at - 40) : at + 40]}…”, the import “…{given[max(0, at - 40) : at + 40]}…”"
        raise WordsLost(f"the import does not have the words of the file ({what}): {told}", Place(name), "please report this file")
    lost = {at for at in _ends(a) - _ends(b) if not {squeezed[at - 1], squeezed[at]} & {"[", "]"}}  # a bracket is no word
    if lost:
        at = min(lost)
        raise WordsLost(
            f"two words of the file have become one: “{squeezed[max(0, at - 30) : at + 30]}”", Place(name), "please report this file"
        )
    return len(a)


def _ends(words: Iterable[str]) -> set[int]:
    """Where words end, counted in signs."""
    out, at = set(), 0
    for word in words:
        at += len(word)
        out.add(at)
    return out


def _lines(source: Source, *, notes: bool, aside: bool = False) -> Iterator[str]:
    for line in source.lines:
        if line.aside and not aside:
            continue
        blocks: Iterable[Paragraph] = paragraphs_of(line.table, notes=False) if line.table is not None else (Paragraph(line.content),)
        for paragraph in blocks:
            yield from _notes_in(paragraph) if notes else (_line(paragraph),)


def _line(paragraph: Paragraph) -> str:
    return "".join(map(inline_text, paragraph.content))


def _notes_in(paragraph: Paragraph) -> Iterator[str]:
    for inline in paragraph.content:
        if isinstance(inline, Note):
            for block in inline.blocks:
                for inner in paragraphs_of(block, notes=False):
                    yield _line(inner)
                    yield from _notes_in(inner)


def _notes(law: Law) -> Iterator[str]:
    for block in _in_print(law.document):
        if isinstance(block, Paragraph):
            yield from _notes_in(block)


def _printed(law: Law, label: str) -> list[str]:
    """The lines of a law as they are printed: an optional provision in brackets, a commentary under its word."""
    out: list[str] = []
    _print(law.document, label, out)
    return out


def _print(block: Block, label: str, out: list[str]) -> None:
    match block:
        case Paragraph():
            out.append(_line(block))
        case Table():
            out += [_line(paragraph) for paragraph in paragraphs_of(block, notes=False)]
        case Carried():
            out += [] if block.xml.startswith("<meta") else [block.text]
        case Provision() | Group() if isinstance(block, Group) or not attribute(block.attributes, f"{{{ML}}}optional"):
            if isinstance(block, Provision) and attribute(block.attributes, "name") == "commentary" and block.heading is None:
                out.append(label)
            for inner in _ordered(block):
                _print(inner, label, out)
        case Provision():
            lines: list[str] = []
            for inner in _ordered(block):
                _print(inner, label, lines)
            full = [i for i, line in enumerate(lines) if line.strip()]
            lines[full[0]] = f"[{lines[full[0]].lstrip()}"
            lines[full[-1]] = f"{lines[full[-1]].rstrip()}]"
            out += lines
        case _:
            raise AssertionError("a plain law has no departures")


def _in_print(block: Block) -> Iterator[Block]:
    yield block
    if isinstance(block, Provision | Group):
        for inner in _ordered(block):
            yield from _in_print(inner)
    elif isinstance(block, Table):
        yield from paragraphs_of(block, notes=False)


def _ordered(block: Provision | Group) -> tuple[Block, ...]:
    """The blocks in their order in the file: a heading that stood before its number comes first."""
    if isinstance(block, Provision) and attribute(block.attributes, f"{{{ML}}}headed") == "before":
        return tuple(sorted(block.blocks, key=lambda b: 0 if getattr(b, "name", "") == "heading" else 1))
    return block.blocks
