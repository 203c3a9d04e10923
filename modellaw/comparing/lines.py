"""One line against another: which tokens are the same, what became of the rest, and the marked line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from modellaw.comparing.options import Kind, Options
from modellaw.comparing.passes import passes
from modellaw.comparing.sketch import inline_key
from modellaw.comparing.tokens import Target, TokenLine, ignored_words, pieces
from modellaw.comparing.words import Hunk, difference
from modellaw.model.changes import Trace
from modellaw.model.nodes import Inline, Note, Paragraph, Reference, Run
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text
from modellaw.values import dataclass, replace

_NOTE = "note that became another"


@dataclass(frozen=True, slots=True)
class Sides:
    """What a line needs to know of the two laws: where a reference points, told in a way both share, and how notes are merged."""

    old_target: Target
    new_target: Target
    notes: Callable[[Note, Note], Note]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens ``start:end`` of the old line and ``new_start:new_end`` of the new one; ``kind`` None where they are the same."""

    start: int
    end: int
    new_start: int
    new_end: int
    kind: Kind | None = None


class TwoLines:
    """A line in two versions, and the stretches of it that stayed and that changed, in order."""

    def __init__(
        self, old: Sequence[Inline], new: Sequence[Inline], options: Options, sides: Sides, default: Kind, *, every_word: bool = False
    ) -> None:
        """``default`` is the kind of a change of words; with ``every_word`` those are tokens too that the lines begin or end with."""
        self.options, self.sides = options, sides
        mine, yours = pieces(old, new) if options.exact_words and not every_word else (None, None)
        self.old = TokenLine(old, options.ignore, sides.old_target, mine)
        self.new = TokenLine(new, options.ignore, sides.new_target, yours)
        self.notes = self.old.has(Note) and self.new.has(Note)
        if self.notes:
            _pair_notes(self.old, self.new)
        self.stretches = self._stretches(default)

    def _stretches(self, default: Kind) -> list[Stretch]:
        out: list[Stretch] = []
        old, new = self.old, self.new
        i = j = 0
        hunks = difference(old.keys, new.keys)
        for readable in passes(self.options.granularity) if hunks else ():
            hunks = readable(old, new, hunks)
        for hunk in hunks:
            if hunk.start > i:
                out.append(Stretch(i, hunk.start, j, hunk.new_start))
            out.append(Stretch(hunk.start, hunk.end, hunk.new_start, hunk.new_end, self._kind(hunk, default)))
            i, j = hunk.end, hunk.new_end
        if i < len(old.words) or j < len(new.words):
            out.append(Stretch(i, len(old.words), j, len(new.words)))
        return out

    def _kind(self, hunk: Hunk, default: Kind) -> Kind | None:
        """The kind of a changed stretch: white space, formatting, references or notes alone, or words; None for what is ignored."""
        gone, came = self.old.words[hunk.start : hunk.end], self.new.words[hunk.new_start : hunk.new_end]
        ignore = self.options.ignore
        if ignore and ignored_words(self.old, hunk.start, hunk.end, ignore) == ignored_words(
            self.new, hunk.new_start, hunk.new_end, ignore
        ):
            return None
        before, after = "".join(gone), "".join(came)
        blank = not before.strip() and not after.strip()
        inlines = () if self.old.runs and self.new.runs else (*self.gone(hunk), *self.came(hunk))
        if blank and any(isinstance(inline, Note) for inline in inlines):
            return Kind.NOTE
        if before == after:
            references = inlines and all(isinstance(inline, Reference) for inline in inlines)
            return Kind.REFERENCE if references and _targets(self.gone(hunk)) != _targets(self.came(hunk)) else Kind.MARKUP
        if blank or before.split() == after.split():
            return Kind.WHITESPACE
        if gone and came and inlines and all(isinstance(inline, Reference) or not inline_text(inline).strip() for inline in inlines):
            return Kind.REFERENCE
        return default

    def gone(self, part: Stretch | Hunk) -> tuple[Inline, ...]:
        """What a stretch was in the old line."""
        return self.old.inlines(part.start, part.end)

    def came(self, part: Stretch | Hunk) -> tuple[Inline, ...]:
        """What a stretch is in the new line."""
        return self.new.inlines(part.new_start, part.new_end)

    def _kept(self, part: Stretch) -> Iterable[Inline]:
        """What stands for equal tokens: the old ones, the new ones where a difference is ignored, both notes in one."""
        if not self.notes and not self.options.ignore:
            return self.gone(part)
        if part.end - part.start != part.new_end - part.new_start:
            return self.came(part)
        out: list[Inline] = []
        for i, j in zip(range(part.start, part.end), range(part.new_start, part.new_end), strict=True):
            (old,), (new,) = self.old.inlines(i, i + 1), self.new.inlines(j, j + 1)
            if self.old.keys[i] == _NOTE and isinstance(old, Note) and isinstance(new, Note):
                out.append(self.sides.notes(old, new))
            else:
                out.append(new if self.options.ignore and inline_key(old) != inline_key(new) else old)
        return out

    def written(self, parts: Iterable[Stretch], change: Callable[[TwoLines, Stretch], str]) -> tuple[Inline, ...]:
        """The marked inlines of some stretches; ``change`` gives the id of each changed one."""
        out: list[Inline] = []
        for part in parts:
            if part.kind is None:
                out += self._kept(part)
            else:
                name = change(self, part)
                if part.start < part.end:
                    out += self.old.inlines(part.start, part.end, Trace(deleted=name))
                if part.new_start < part.new_end:
                    out += self.new.inlines(part.new_start, part.new_end, Trace(inserted=name))
        return coalesce(out)


def lone_reference(old: Sequence[Inline], new: Sequence[Inline], sides: Sides) -> int:
    """The place of the only inline that differs in two lines if it is a reference with other words, as in "section 12"; -1 otherwise."""
    found = -1
    for at, (mine, yours) in enumerate(zip(old, new, strict=True)) if len(old) == len(new) else ():
        if isinstance(mine, Reference) and isinstance(yours, Reference):
            if inline_text(mine) != inline_text(yours) and found < 0:
                found = at
            elif mine != yours or sides.old_target(mine.target) != sides.new_target(yours.target):
                return -1
        elif mine != yours:
            return -1
    said = [inline_text(line[found]).split() for line in (old, new)] if found >= 0 else []
    return found if said and said[0] and said[1] and said[0] != said[1] else -1


def _pair_notes(old: TokenLine, new: TokenLine) -> None:
    """Gives notes without an equal on the other side one key, so that a changed note is met by what it became."""
    for line, others in ((old, new.keys), (new, list(old.keys))):
        there = {key for key in others if isinstance(key, tuple)}
        line.keys = [_NOTE if own not in there and isinstance(line.inline(at), Note) else own for at, own in enumerate(line.keys)]


def traced(inline: Inline, trace: Trace) -> Inline:
    """An inline with a trace, of one that has none."""
    return Run(inline.text, inline.wraps, trace) if isinstance(inline, Run) else replace(inline, trace=trace)


def _targets(line: Iterable[Inline]) -> list[str]:
    return [inline.target for inline in line if isinstance(inline, Reference)]


def line_kind(line: Paragraph) -> Kind:
    """The kind of a difference in the words of a line."""
    return Kind.HEADING if line.name in {"heading", "subheading"} else Kind.TEXT
