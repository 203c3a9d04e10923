"""A file of any kind as a law: lines, what each is, the tree, the law with ids and references, and the check that no word is lost."""

from __future__ import annotations

import re
from pathlib import PurePath

from modellaw.comparing.dress import dressed
from modellaw.errors import Finding, InputError, Place, ProofError, Severity
from modellaw.importing.brackets import Brackets, taken_off
from modellaw.importing.citations import with_references
from modellaw.importing.grammar import Grammar, grammar, read_grammar
from modellaw.importing.ids import with_ids
from modellaw.importing.items import Sorted
from modellaw.importing.kinds import sorted_lines
from modellaw.importing.law import Identity, law_of, title_line, year_in
from modellaw.importing.lines import Aside, Guess, Line, Source, Spot
from modellaw.importing.report import Report
from modellaw.importing.scripts import language_by_script
from modellaw.importing.tree import Tree, Unit, built
from modellaw.importing.witness import check_words
from modellaw.model.nodes import Law, attribute
from modellaw.model.walk import provisions
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.values import dataclass, replace
from modellaw.writers.akn import akn_bytes
from modellaw.writers.docx_styles import label_word

_UNKNOWN_DATE = "1900-01-01"
_WEB = re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says of the law; "" for what the file is to say. ``grammar`` is the text of a grammar to use instead of our own.

    ``like`` is an earlier version, of which names of blanks and options, levels and other attributes that no print shows are taken over.
    """

    title: str = ""
    date: str = ""
    language: str = ""
    country: str = ""
    grammar: str = ""
    like: Law | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The law, as written, and the report."""

    law: Law
    data: bytes
    report: Report


def import_law(data: bytes, name: str, wanted: Wanted = Wanted()) -> Imported:
    """The law in a file (.docx, .pdf, .html or text). Raises InputError for a file that cannot be read, WordsLost where the check fails."""
    rules = read_grammar(wanted.grammar, "grammar") if wanted.grammar else grammar()
    source = _read(data, name, rules)
    if source.language == "eng" and not source.ours and not wanted.language:
        source = replace(source, language=language_by_script(line.text for line in source.lines) or "eng")
    kept = tuple(line for line in source.lines if not line.aside and (line.text.strip() or line.content or line.table is not None))
    if not any(line.text.strip() for line in kept):
        raise InputError("the file has no text", Place(name), "a scanned page must go through text recognition (OCR) first")
    label = label_word("commentary", wanted.language or source.language)
    brackets, found, tree = _structured(source, kept, rules, label)
    identity, said = _identity(source, found.front, wanted, rules)
    named = with_ids(law_of(tree, found.front, source, identity, rules))
    law, unresolved = with_references(named, source.ours, rules, _spots(named, tree, brackets))
    law = dressed(law, wanted.like) if wanted.like is not None else law
    written = akn_bytes(law)
    _keeps_schema(written, name)
    law = read_akn(written)
    words = check_words(source, law, label)
    findings = (*source.findings, *_findings(found, source))
    report = Report((*said, *source.guesses, *tree.guesses, *unresolved), _asides(source), findings, _counts(law, words, brackets))
    return Imported(replace(law, facts=replace(law.facts, title=identity.title)), written, report)


def _keeps_schema(written: bytes, name: str) -> None:
    try:
        validate_akn(written, name)
    except InputError as error:
        raise ProofError(f"what the import gives is {error.message}", error.place, "please report this file") from error


def _read(data: bytes, name: str, rules: Grammar) -> Source:
    """The lines of a file, by what its bytes say it is."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or name.lower().endswith(".docx"):
        from modellaw.importing.word import read_word

        return read_word(data, name, rules)
    if b"%pdf-" in head or name.lower().endswith(".pdf"):
        from modellaw.importing.pdf import read_pdf

        return read_pdf(data, name, rules)
    if head.startswith(b"{\\rtf"):
        raise InputError("this kind of file is not read", Place(name), "save it as .docx")
    if head.startswith(b"<?xml") and b"akomantoso" in data[:4096].lower():
        raise InputError("this is an Akoma Ntoso document already", Place(name), "use it as it is")
    if name.lower().endswith((".html", ".htm", ".xhtml")) or _WEB.match(head):
        from modellaw.importing.web import read_web

        return read_web(data, name, rules)
    from modellaw.importing.plain import read_plain

    return read_plain(data, name, rules)


def _structured(source: Source, kept: tuple[Line, ...], rules: Grammar, label: str) -> tuple[Brackets, Sorted, Tree]:
    """The tree; brackets that turn out to hold no single provision are left where they were, and all is done again."""
    wrong: frozenset[int] = frozenset()
    for _ in range(4):
        brackets = taken_off(kept, rules, wrong)
        found = sorted_lines(source, rules, brackets)
        tree = built(found, rules, label)
        units = [unit for root in (tree.body, *tree.schedules) for unit in root.units() if unit.optional]
        good = {unit.at for unit in units if _holds(unit, brackets.opens)}
        bad = frozenset(set(brackets.opens) - good)
        if not bad:
            return brackets, found, tree
        wrong |= bad
    brackets = taken_off(kept, rules, frozenset(range(len(kept))))
    found = sorted_lines(source, rules, brackets)
    return brackets, found, built(found, rules, label)


def _spots(law: Law, tree: Tree, brackets: Brackets) -> dict[str, Spot]:
    """Where each provision begins in the file, by its wid."""
    units = [unit for root in (tree.body, *tree.schedules) for unit in root.units() if unit.at >= 0]
    made = [provision for provision in provisions(law) if attribute(provision.attributes, "name") not in {"text", "crossHeading"}]
    return {provision.wid: brackets.lines[unit.at].spot for provision, unit in zip(made, units, strict=True)}


def _holds(unit: Unit, brackets: dict[int, int]) -> bool:
    return unit.at in brackets and unit.last() == brackets[unit.at]


def _identity(source: Source, front: tuple[Line, ...], wanted: Wanted, rules: Grammar) -> tuple[Identity, list[Guess]]:
    """Title, date, language and country, with what of it is guessed."""
    at = title_line(front, rules)
    title = wanted.title or (" ".join(front[at].text.split()) if at >= 0 else "") or source.title or PurePath(source.name).stem
    guesses = []
    date = wanted.date
    parts = source.uri.split("/")
    if not date and len(parts) > 4:
        date = next((part for part in parts if len(part) == 10 and part[4] == part[7] == "-"), "")
    if not date:
        first = [front[at], *front] if at >= 0 else list(front)
        year = next((found for line in first if len(line.text) < 200 and (found := year_in(line.text))), "")
        date = f"{year}-01-01" if year else _UNKNOWN_DATE
        spot = front[at].spot if at >= 0 else Line().spot
        guesses.append(Guess(spot, title[:90], f"date {date}", ("say it with --date",)))
    return Identity(title, date, wanted.language or source.language, wanted.country or "xx", source.uri), guesses


def _findings(found: Sorted, source: Source) -> list[Finding]:
    roles = {item.role.value for item in found.items}
    if not roles & {"container", "unit", "number", "schedule"}:
        hint = "are its numbers typed in the text? a grammar of its manner may be missing"
        return [Finding("no-structure", Severity.WARNING, "no provision was recognised: all is running text", Place(source.name), hint)]
    if not roles & {"unit"}:
        return [Finding("no-sections", Severity.WARNING, "no sections or articles were recognised", Place(source.name))]
    return []


def _asides(source: Source) -> tuple[Aside, ...]:
    return (*source.asides, *(Aside(line.aside, line.text, line.spot) for line in source.lines if line.aside and line.text.strip()))


def _counts(law: Law, words: int, brackets: Brackets) -> tuple[tuple[str, int], ...]:
    levels: dict[str, int] = {}
    for provision in provisions(law):
        name = next((value for key, value in provision.attributes if key == "name"), provision.level)
        several = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
        levels[several] = levels.get(several, 0) + 1
    return (("words", words), *sorted(levels.items()), ("optional provisions", len(brackets.opens)))
