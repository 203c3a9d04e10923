"""One line against another: which tokens are the same, what became of the rest, and the marked line."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from modellaw.comparing.options import Ignore, Kind, Options
from modellaw.comparing.passes import passes
from modellaw.comparing.sketch import inline_key
from modellaw.comparing.words import Hunk, Token, difference, tokens
from modellaw.model.changes import Trace
from modellaw.model.nodes import Inline, Note, Paragraph, Reference, Run
from modellaw.model.views import coalesce

_NOTE = "note that became another"


@dataclass(frozen=True, slots=True)
class Sides:
    """What a line needs to know of the two laws: where a reference points, told in a way both share, and how notes are merged."""

    old_target: Callable[[str], Hashable]
    new_target: Callable[[str], Hashable]
    notes: Callable[[Note, Note], Note]


def keys(line: Sequence[Token], options: Options, target: Callable[[str], Hashable]) -> list[Hashable]:
    """What makes the tokens of a line equal to those of another, under the options."""
    ignore = options.ignore
    out: list[Hashable] = []
    for token in line:
        inline = token.inline
        if isinstance(inline, Run) and not ignore:
            out.append((inline.text, inline.wraps) if inline.wraps else inline.text)
            continue
        if isinstance(inline, Reference):
            words = "" if Ignore.REFERENCES in ignore else token.text
            out.append(("ref", words, () if Ignore.MARKUP in ignore else inline.wraps, "" if Ignore.REFERENCES in ignore
                        else target(inline.target)))  # fmt: skip
        elif isinstance(inline, Run):
            words = _word(token.text, ignore)
            out.append(words if Ignore.MARKUP in ignore or not inline.wraps else (words, inline.wraps))
        else:
            out.append(inline_key(inline))
    return out


def _word(words: str, ignore: frozenset[Ignore]) -> str:
    """A token's words as far as they count."""
    if Ignore.CASE in ignore:
        words = words.casefold()
    if Ignore.NUMBERS in ignore and words.isdecimal():
        words = "0"
    if Ignore.WHITESPACE in ignore and words.isspace():
        words = " "
    if Ignore.PUNCTUATION in ignore and words and not words.isspace() and not any(map(str.isalnum, words)):
        words = ","
    return words


def _ignored(line: Sequence[Token], options: Options) -> list[Hashable]:
    """What a changed stretch says apart from what is ignored."""
    words = [_word(token.text, options.ignore) if isinstance(token.inline, Run) else inline_key(token.inline) for token in line]
    gone = {","} if Ignore.PUNCTUATION in options.ignore else set()
    return [word for word in words if word not in gone and not (Ignore.WHITESPACE in options.ignore and word == " ")]


def paired_notes(old: list[Token], new: list[Token], old_keys: list[Hashable], new_keys: list[Hashable]) -> None:
    """Gives notes without an equal on the other side one key, so that a changed note is met by what it became."""
    for line, own, others in ((old, old_keys, new_keys), (new, new_keys, list(old_keys))):
        there = {key for key in others if isinstance(key, tuple)}
        for at, token in enumerate(line):
            if isinstance(token.inline, Note) and own[at] not in there:
                own[at] = _NOTE


def line_hunks(old: list[Token], new: list[Token], old_keys: list[Hashable], new_keys: list[Hashable], options: Options) -> list[Hunk]:
    """What changed between two tokenised lines: exactly first, then made readable pass by pass."""
    hunks = difference(old_keys, new_keys)
    if not hunks:
        return hunks
    for readable in passes(options.granularity):
        hunks = readable(old, new, old_keys, new_keys, hunks)
    return hunks


def kind_of(old: Sequence[Token], new: Sequence[Token], default: Kind) -> Kind:
    """The kind of a changed stretch: white space, formatting, references or notes alone, or words."""
    before, after = "".join(token.text for token in old), "".join(token.text for token in new)
    inlines = [token.inline for token in (*old, *new)]
    if any(isinstance(inline, Note) for inline in inlines) and not before.strip() and not after.strip():
        return Kind.NOTE
    if before == after:
        return (
            Kind.REFERENCE if all(isinstance(inline, Reference) for inline in inlines) and _targets(old) != _targets(new) else Kind.MARKUP
        )
    if (not before.strip() and not after.strip()) or before.split() == after.split():
        return Kind.WHITESPACE
    if old and new and all(isinstance(inline, Reference) or not token.text.strip() for token, inline in
                           zip((*old, *new), inlines, strict=True)):  # fmt: skip
        return Kind.REFERENCE
    return default


def _targets(line: Sequence[Token]) -> list[str]:
    return [token.inline.target for token in line if isinstance(token.inline, Reference)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a marked line: tokens that stayed (one inline each), or those that go and come under one kind."""

    same: tuple[Inline, ...] = ()
    gone: tuple[Inline, ...] = ()
    came: tuple[Inline, ...] = ()
    kind: Kind = Kind.TEXT
    old_at: int = 0
    new_at: int = 0


def stretches(old: Paragraph, new: Paragraph, options: Options, sides: Sides, default: Kind) -> list[Stretch]:
    """Two lines as what stayed and what changed, in order; ``old_at`` and ``new_at`` are the indexes of the first tokens."""
    a, b = tokens(old.content), tokens(new.content)
    old_keys, new_keys = keys(a, options, sides.old_target), keys(b, options, sides.new_target)
    if any(isinstance(inline, Note) for inline in old.content) and any(isinstance(inline, Note) for inline in new.content):
        paired_notes(a, b, old_keys, new_keys)
    out: list[Stretch] = []
    i = j = 0
    for hunk in [*line_hunks(a, b, old_keys, new_keys, options), Hunk(len(a), len(a), len(b), len(b))]:
        if hunk.start > i:
            pairs = zip(a[i : hunk.start], b[j : hunk.new_start], strict=True)
            same = [
                _kept(x.inline, y.inline, options, sides, key == _NOTE) for (x, y), key in zip(pairs, old_keys[i : hunk.start], strict=True)
            ]
            out.append(Stretch(tuple(same), old_at=i, new_at=j))
        gone, came = a[hunk.start : hunk.end], b[hunk.new_start : hunk.new_end]
        if gone or came:
            if options.ignore and _ignored(gone, options) == _ignored(came, options):
                out.append(Stretch(tuple(t.inline for t in came), old_at=hunk.start, new_at=hunk.new_start))
                i, j = hunk.end, hunk.new_end
                continue
            kind = kind_of(gone, came, default)
            out.append(Stretch((), tuple(t.inline for t in gone), tuple(t.inline for t in came), kind, hunk.start, hunk.new_start))
        i, j = hunk.end, hunk.new_end
    return out


def _kept(old: Inline, new: Inline, options: Options, sides: Sides, notes: bool) -> Inline:
    """What stands for two equal tokens: the old one, the new one where a difference is ignored, both notes in one."""
    if notes:
        assert isinstance(old, Note) and isinstance(new, Note)
        return sides.notes(old, new)
    if options.ignore and inline_key(old) != inline_key(new):
        return new
    return old


def written(parts: Sequence[Stretch], change: Callable[[Stretch], str]) -> tuple[Inline, ...]:
    """The marked inlines of some stretches; ``change`` gives the id of each changed one."""
    out: list[Inline] = []
    for part in parts:
        out += part.same
        if part.gone or part.came:
            name = change(part)
            out += [replace(inline, trace=Trace(deleted=name)) for inline in part.gone]
            out += [replace(inline, trace=Trace(inserted=name)) for inline in part.came]
    return coalesce(out)


def line_kind(line: Paragraph) -> Kind:
    """The kind of a difference in the words of a line."""
    return Kind.HEADING if line.name in {"heading", "subheading"} else Kind.TEXT
