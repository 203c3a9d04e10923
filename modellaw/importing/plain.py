"""Plain text as lines: one for each paragraph, lines that a program broke put together again; footnotes at the end found by their marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from modellaw.errors import Finding, InputError, Place, Severity, amount
from modellaw.importing.encodings import old_encoding, wide_encoding
from modellaw.importing.grammar import Grammar, grammar
from modellaw.importing.labels import labels_of
from modellaw.importing.lines import Aside, Line, Source, Spot
from modellaw.importing.looks import margin_key
from modellaw.importing.notes import with_notes, with_starred_notes
from modellaw.importing.witness import check_signs
from modellaw.model.nodes import Run

MOST_BYTES = 64 * 1024 * 1024
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_POINTS_A_SIGN = 6.0
_PAGE_NUMBER = re.compile(r"[\s–—|-]*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[\s–—|-]*", re.IGNORECASE)


def decoded(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The text in a file: UTF-8 or UTF-16; another encoding is told by the words that begin lines, and that is said.

    Single lines that are not of the encoding of the others are read as Windows-1252.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"the file has {len(data)} bytes, more than {MOST_BYTES}", Place(name))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _printable(data.decode(encoding), name), ()
            except UnicodeDecodeError as error:
                raise InputError(f"not {encoding} as its first bytes say", Place(name), "save it as UTF-8") from error
    wide = wide_encoding(data)
    if wide:
        return _printable(data.decode(wide, "replace"), name), ()
    if b"\x00" in data:
        raise InputError("not a text: it has bytes that no text has", Place(name), "give a .docx, .pdf, .html or .txt file")
    out, strange, foreign = [], [], 0
    for number, line in enumerate(data.split(b"\n"), 1):
        foreign += not line.isascii()
        try:
            out.append(line.decode())
        except UnicodeDecodeError:
            out.append(line.decode("cp1252", "replace"))
            strange.append(number)
    text = _printable("\n".join(out), name)
    if not strange:
        return text, ()
    called = "Windows-1252"
    if 2 * len(strange) > foreign:
        encoding, called = old_encoding(data, grammar())
        text = _printable(data.decode(encoding, "replace"), name)
    said = f"{amount(len(strange), 'line')} not in UTF-8: read as {called}"
    return text, (Finding("encoding", Severity.WARNING, said, Place(name, strange[0]), "save the file as UTF-8"),)


def _printable(text: str, name: str) -> str:
    found = _CONTROL.findall(text)
    if len(found) > len(text) / 50 + 2:
        raise InputError("not a text: it is full of control signs", Place(name), "give a .docx, .pdf, .html or .txt file")
    return _CONTROL.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")


def read_plain(data: bytes, name: str, grammar: Grammar) -> Source:
    """The lines of a text file; its pages end with form feeds, if it has any."""
    text, findings = decoded(data, name)
    asides: list[Aside] = []
    lines = with_notes(_paragraphs(_running(text.split("\f"), asides, grammar), grammar), asides)
    lines = with_starred_notes(lines, asides, grammar)
    check_signs(Counter("".join(text.split())), lines, asides, name)
    return Source(name, "text", tuple(lines), tuple(asides), findings)


def _running(pages: Sequence[str], asides: list[Aside], grammar: Grammar) -> list[tuple[int, str]]:
    """The lines of all pages one behind the other, each with its page; running heads and page numbers are set aside."""
    if len(pages) < 2:
        return [(0, line) for line in pages[0].split("\n")]
    split = [page.strip("\n").split("\n") for page in pages]
    keys = Counter(key for lines in split for key in {_edge_key(lines, 0, grammar), _edge_key(lines, -1, grammar)})
    out: list[tuple[int, str]] = []
    for number, lines in enumerate(split, 1):
        for at in (0, -1):
            while lines and (not lines[at].strip() or _is_margin(lines, at, keys, grammar)):
                words = lines.pop(at).strip()
                if words:
                    asides.append(Aside("page number" if _PAGE_NUMBER.fullmatch(words) else "running head", words, Spot(number)))
        before = out[-1][1].rstrip() if out else ""
        goes_on = bool(lines) and lines[0].strip()[:1].islower() and not before.endswith((".", ":", ";"))
        out += [] if goes_on else [(number, "")]
        out += [(number, line) for line in lines]
    return out


def _edge_key(lines: Sequence[str], at: int, grammar: Grammar) -> tuple[int, str]:
    full = [line for line in lines if line.strip()]
    return at, margin_key(full[at], grammar) if full else ""


def _is_margin(lines: Sequence[str], at: int, keys: Counter[tuple[int, str]], grammar: Grammar) -> bool:
    words = lines[at].strip()
    repeated = keys[(at, margin_key(words, grammar))] >= 3 and sum(map(str.isalpha, words)) > 3
    return bool(_PAGE_NUMBER.fullmatch(words)) or repeated


def _is_broken(lines: Sequence[str]) -> bool:
    """Whether a program broke the lines at a margin: most long lines end near one width, and none is much longer."""
    wide = sorted(len(line.rstrip()) for line in lines if len(line.strip()) > 40)
    if len(wide) < 4:
        return False
    margin = wide[int(len(wide) * 0.98)]
    return margin <= 132 and sum(margin * 0.75 <= one for one in wide) > len(wide) * 0.4


def _paragraphs(printed: Sequence[tuple[int, str]], grammar: Grammar) -> list[Line]:
    lines = [line for _, line in printed]
    broken = _is_broken(lines)
    margin = max((len(line.rstrip()) for line in lines), default=0)
    out: list[Line] = []
    held: list[str] = []
    first = 0
    for page, line in [*printed, (0, "")]:
        if held and not (line.strip() and _goes_on(held, line, margin, broken, grammar)):
            out.append(_line(held, Spot(first, len(out) + 1), margin))
            held = []
        if line.strip():
            first = first if held else page
            held.append(line)
    return out


def _line(held: Sequence[str], spot: Spot, margin: int) -> Line:
    indent = _indent(held[0])
    words = " ".join(part.strip() for part in held)
    centred = indent > 12 and abs((margin - len(held[0].rstrip())) - indent) <= 4 and len(held) == 1
    return Line((Run(words),), words, spot, "", indent * _POINTS_A_SIGN, -1, centred)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _goes_on(held: Sequence[str], line: str, margin: int, broken: bool, grammar: Grammar) -> bool:
    """Whether a line is the rest of a paragraph, whose last line ended because the next word had no room."""
    before, words = held[-1].rstrip(), line.split()
    room = margin - len(before) - 1
    defines = line.strip()[0] in '“"«' and grammar.definition.match(line.strip())
    if _indent(line) < _indent(held[0]) - 1 or before.endswith((":", "—", "–", " -")) or defines:
        return False
    small = line.strip()[:1].islower() or line.strip()[:1].isdigit()
    headed = any(h.pattern.match(line.strip()) and not line.strip()[:1].islower() for h in (*grammar.containers, *grammar.units))
    apart = [match for one in (grammar.schedule, grammar.option) if (match := one.match(line.strip())) and match.end() == len(line.strip())]
    if apart and before.endswith((".", ";", "]")):
        return False
    if labels_of(line, grammar) or headed:
        return broken and room < len(words[0]) and not before.endswith((".", ";")) and small
    if broken and room < max(len(words[0]), margin * 0.18):
        return True
    return small and len(before) > margin * 0.6 and not before.endswith((".", ";"))
