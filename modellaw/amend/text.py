"""Operations on words: found as the change sees them, marked to whole words, inside the lines they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import normalize

from modellaw.amend.desk import TOP, Desk, Sight
from modellaw.amend.lines import Line, lines, paragraph_at
from modellaw.amend.locate import provision
from modellaw.amend.ops import EACH, LAST, InsertText, OmitText, ReplaceText, Scope, Words
from modellaw.amend.paths import with_block
from modellaw.comparing.words import Hunk, Token, beginning, changed_words, tokens
from modellaw.model.changes import Trace
from modellaw.model.nodes import Blank, CarriedInline, Inline, Note, Reference, Run, Wrap
from modellaw.model.views import coalesce
from modellaw.model.walk import inline_text
from modellaw.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Match:
    """Characters ``start:end`` of the text of an open line."""

    line: OpenLine
    start: int
    end: int


class OpenLine:
    """A line laid open as pieces: the tokens the change sees, and between them, whole, what it does not see."""

    def __init__(self, desk: Desk, sight: Sight, line: Line) -> None:
        self.desk, self.sight, self.line = desk, sight, line
        self.pieces: list[Inline] = []
        self.part: list[int] = []
        self.seen: list[int] = []
        self.tokens: list[Token] = []
        for number, part in enumerate(line.parts):
            for inline in paragraph_at(desk, part).content:
                if desk.live(inline.trace, sight):
                    found = tokens((inline,))
                    self.seen.extend(range(len(self.pieces), len(self.pieces) + len(found)))
                    self.tokens.extend(found)
                    self.pieces.extend(token.inline for token in found)
                else:
                    self.pieces.append(inline)
            self.part.extend([number] * (len(self.pieces) - len(self.part)))
        self.edits: list[tuple[int, int, tuple[Inline, ...]]] = []
        self.starts: list[int] = []
        at = 0
        for token in self.tokens:
            self.starts.append(at)
            at += len(token.text)
        self.text = "".join(token.text for token in self.tokens)

    def edit(self, start: int, end: int, new: Sequence[Inline]) -> None:
        """Tokens ``start:end`` go, ``new`` comes; edits do not overlap and come in order."""
        self.edits.append((start, end, tuple(new)))
        self.desk.refers = self.desk.refers or any(isinstance(inline, Reference | Note) for inline in new)

    def rewrite(self, new: Sequence[Inline], whole: bool = False) -> None:
        """The line becomes ``new``: the changed words are marked, or with ``whole`` all of it."""
        after = tokens(new)
        if whole:
            self.edit(0, len(self.tokens), [token.inline for token in after])
            return
        for hunk in changed_words(self.tokens, after):
            self.edit(hunk.start, hunk.end, [token.inline for token in after[hunk.new_start : hunk.new_end]])

    def wraps_between(self, start: int, end: int) -> tuple[Wrap, ...]:
        """The formatting for new words in place of tokens ``start:end``: theirs, or what is common to both sides of the gap."""
        chosen = self.tokens[start:end] or (self.tokens[start - 1 : start + 1] if 0 < start < len(self.tokens) else [])
        return beginning([token.inline.wraps for token in chosen if not isinstance(token.inline, Note)])

    def close(self, drop_empty: bool = True) -> None:
        """Write the edits into the law; a paragraph that loses its last word goes as a whole, but in a note, which needs one."""
        if not self.edits:
            return
        if drop_empty and not self.line.noted and self._empties():
            self._drop()
            return
        for start, end, new in reversed(self.edits):
            self._apply(start, end, new)
        for number, part in enumerate(self.line.parts):
            content = coalesce(piece for piece, of in zip(self.pieces, self.part, strict=True) if of == number)
            self._store(part, replace(paragraph_at(self.desk, part), content=content))

    def _apply(self, start: int, end: int, new: tuple[Inline, ...]) -> None:
        for index in self.seen[start:end]:
            piece = self.pieces[index]
            self.pieces[index] = replace(piece, trace=self._deleted(piece.trace, inline_text(piece)))
        if not new:
            return
        at = index = self.seen[end - 1] + 1 if end else 0
        stop = self.seen[end] if end < len(self.seen) else len(self.pieces)
        while index < stop:
            if self.desk.first(self.pieces[index].trace.inserted, self.sight):
                at = index + 1
            index += 1
        inserted = [replace(inline, trace=self.sight.inserted) for inline in new]
        number = self.part[at - 1] if at else 0
        self.pieces[at:at] = inserted
        self.part[at:at] = [number] * len(inserted)

    def _deleted(self, trace: Trace, words: str) -> Trace:
        return self.desk.deleted(trace, self.sight, self.line.parts[0][0], words)

    def _empties(self) -> bool:
        gone = sum(end - start for start, end, _ in self.edits)
        blank = sum(1 for token in self.tokens if not token.text.strip() and not isinstance(token.inline, Note))
        cut = {index for start, end, _ in self.edits for index in range(start, end)}
        left = [token for index, token in enumerate(self.tokens) if index not in cut]
        return bool(gone) and gone >= len(self.tokens) - blank and not any(new for _, _, new in self.edits) and not any(
            token.text.strip() or isinstance(token.inline, Note) for token in left)  # fmt: skip

    def _drop(self) -> None:
        for part in self.line.parts:
            paragraph = paragraph_at(self.desk, part)
            self._store(part, replace(paragraph, trace=self._deleted(paragraph.trace, self.text)))

    def _store(self, part: tuple[str, tuple[int, ...]], paragraph: object) -> None:
        record = self.desk.records[part[0]]
        self.desk.put(replace(record, blocks=with_block(record.blocks, part[1], paragraph)))  # type: ignore[arg-type]


# --- finding


def find(desk: Desk, sight: Sight, words: Words) -> list[Match]:
    """The occurrences a change means, all preconditions checked."""
    if words.target != TOP:
        provision(desk, sight, words.target)
    found: list[Match] = []
    for line in _candidates(desk, sight, words):
        opened = OpenLine(desk, sight, line)
        found += [Match(opened, hit.start(), hit.end()) for hit in _hits(words.find, opened.text)]
    _check_count(desk, sight, words, len(found))
    if words.occurrence == EACH:
        return found
    if words.occurrence == LAST:
        return found[-1:]
    if words.occurrence > len(found):
        raise sight.fail(f"“{words.find}” occurs {_times(len(found))}, not {words.occurrence} times", words.target or "the law")
    return [found[words.occurrence - 1]]


_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Signs that no reader sees: soft hyphens, blanks of no width, joiners."""
_HYPHENS = "-\u2010\u2011"
_ACCENTS = "\u0300-\u036f"
_ODD = f"[{_UNSEEN}{_HYPHENS[1:]}{_ACCENTS}]"


@lru_cache(maxsize=256)
def _pattern(words: str, loose: bool = False) -> re.Pattern[str]:
    """What matches the words, whatever their white space; when ``loose``, also what only looks the same in hyphens and accents."""
    between = f"[{_UNSEEN}]*" if loose else ""
    parts: list[str] = []
    for part in re.split(r"(\s+)", words):
        if part.isspace():
            parts.append(r"\s+")
        elif loose:
            parts += [_any_form(sign) for sign in normalize("NFC", part) if sign not in _UNSEEN]
        elif part:
            parts.append(re.escape(part))
    return re.compile(between.join(parts) + (f"(?![{_ACCENTS}])" if loose else ""))


def _any_form(sign: str) -> str:
    """A pattern for a letter, composed or not, or for a hyphen of any kind."""
    apart = normalize("NFD", sign)
    if sign in _HYPHENS:
        return f"[{_HYPHENS}]"
    return re.escape(sign) if apart == sign else f"(?:{re.escape(sign)}|{re.escape(apart)})"


def _hits(words: str, text: str) -> Iterator[re.Match[str]]:
    """Every occurrence of the words in a text."""
    plain = (words.isascii() and text.isascii()) or not (re.search(_ODD, words) or re.search(_ODD, text))
    return _pattern(words, not plain).finditer(text)


def _candidates(desk: Desk, sight: Sight, words: Words) -> list[Line]:
    """The lines that may hold the words: for a whole law only those of records in which each of the words occurs."""
    found = lines(desk, sight, words.target, words.scope)
    needed = sorted(words.find.split(), key=len)[-1:] if words.target == TOP else []
    if not needed:
        return found
    return [line for line in found if len(line.parts) > 1 or any(_may_hold(_raw(desk, sight, part), needed[0]) for part in line.parts)]


def _may_hold(text: str, word: str) -> bool:
    return word in text or (not (word.isascii() and text.isascii()) and any(_hits(word, text)))


def _raw(desk: Desk, sight: Sight, part: tuple[str, tuple[int, ...]]) -> str:
    return "".join(inline_text(inline) for inline in paragraph_at(desk, part).content if desk.live(inline.trace, sight))


def _check_count(desk: Desk, sight: Sight, words: Words, count: int) -> None:
    where = words.target or "the law"
    if not count:
        raise sight.fail(f"the words “{words.find}” are not found", where, _nearest_words(desk, sight, words))
    if words.expect and count != words.expect:
        hint = (
            "say which with occurrence, or how many with expect" if count > words.expect else "the text has changed since this was drafted"
        )
        raise sight.fail(f"the words “{words.find}” are found {_times(count)}, expected {_times(words.expect)}", where, hint)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _nearest_words(desk: Desk, sight: Sight, words: Words) -> str:
    """A hint: the words of the target most like those looked for, or where else they are."""
    from difflib import SequenceMatcher

    length = len(words.find.split())
    best, ratio = "", 0.6
    matcher = SequenceMatcher(b=words.find.casefold(), autojunk=False)
    for line in lines(desk, sight, words.target, Scope.ALL)[:400]:
        text = OpenLine(desk, sight, line).text
        if words.find in text:
            return f"they are in its {line.kind}: say scope=“heading”" if line.kind == "heading" else "they are outside the given scope"
        have = text.split()
        for size in {length, length + 1, max(1, length - 1)}:
            for start in range(max(1, len(have) - size + 1)):
                piece = " ".join(have[start : start + size])
                matcher.set_seq1(piece.casefold())
                if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio and matcher.ratio() > ratio:
                    best, ratio = piece, matcher.ratio()
    return f"did you mean “{best}”?" if best else ""


# --- the operations


def replace_text(desk: Desk, sight: Sight, op: ReplaceText) -> None:
    """Words by other words; only the words that differ are marked."""
    for opened, matches in _by_line(find(desk, sight, op.words)):
        for match in matches:
            _replace(opened, match, op.replacement, tidy=not op.replacement)
        opened.close()


def omit_text(desk: Desk, sight: Sight, op: OmitText) -> None:
    """Words go."""
    replace_text(desk, sight, ReplaceText(op.words, ()))


def insert_text(desk: Desk, sight: Sight, op: InsertText) -> None:
    """Words before or after an anchor phrase, or at either end of the target's text."""
    if not op.words.find:
        opened = OpenLine(desk, sight, end_line(desk, sight, op.words, op.after))
        at = len(opened.tokens) if op.after else 0
        opened.edit(at, at, wrapped(op.insertion, opened.wraps_between(at, at)))
        opened.close()
        return
    for opened, matches in _by_line(find(desk, sight, op.words)):
        for match in matches:
            point = match.end if op.after else match.start
            desk.hung.update((sight.change, key, op.after) for key, _ in opened.line.parts)
            _replace(opened, Match(opened, point, point), op.insertion, tidy=False)
        opened.close()


def end_line(desk: Desk, sight: Sight, words: Words, last: bool) -> Line:
    """The first or last line of a target's text, its own text before that of the provisions in it."""
    if words.target != TOP:
        provision(desk, sight, words.target)
    own = Scope.OWN if words.scope is Scope.ALL else words.scope
    found = lines(desk, sight, words.target, own) or lines(desk, sight, words.target, words.scope)
    if not found:
        raise sight.fail("the target has no text", words.target, "insert a provision instead")
    return found[-1 if last else 0]


def _by_line(matches: list[Match]) -> list[tuple[OpenLine, list[Match]]]:
    out: list[tuple[OpenLine, list[Match]]] = []
    for match in matches:
        if out and out[-1][0] is match.line:
            out[-1][1].append(match)
        else:
            out.append((match.line, [match]))
    return out


def wrapped(inlines: Sequence[Inline], wraps: tuple[Wrap, ...]) -> list[Inline]:
    """New words in the formatting of the place they come to, inside which they keep their own."""
    return [replace(inline, wraps=wraps + inline.wraps) for inline in inlines] if wraps else list(inlines)


def _replace(opened: OpenLine, match: Match, new: tuple[Inline, ...], tidy: bool) -> None:
    """One match as an edit on whole tokens."""
    start, end = _token_span(opened, match)
    if start == end:
        opened.edit(start, end, wrapped(new, opened.wraps_between(start, end)))
        return
    first, last = opened.tokens[start], opened.tokens[end - 1]
    prefix = first.text[: match.start - opened.starts[start]]
    suffix = last.text[match.end - opened.starts[end - 1] :]
    if prefix or suffix:
        inside = _inside_token(opened, start, end, prefix, new, suffix)
        if inside is not None:
            opened.edit(start, end, (inside,))
            return
    content: list[Inline] = [Run(prefix)] if prefix else []
    content += new
    content += [Run(suffix)] if suffix else []
    if tidy and not content:
        start, end = _tidied(opened, start, end)
    content = wrapped(content, opened.wraps_between(start, end))
    after = tokens(coalesce(content))
    before = opened.tokens[start:end]
    for hunk in _with_notes(changed_words(before, after), before, after):
        if hunk.start == hunk.end:
            sides = [side for side, held in ((True, hunk.start > 0), (False, hunk.end < len(before))) if held]
            opened.desk.hung.update((opened.sight.change, key, side) for key, _ in opened.line.parts for side in sides)
        opened.edit(start + hunk.start, start + hunk.end, [token.inline for token in after[hunk.new_start : hunk.new_end]])


def _with_notes(hunks: list[Hunk], before: list[Token], after: list[Token]) -> Iterator[Hunk]:
    """The hunks without notes that hang on words which stay, unless the new words say which notes they have."""
    silent = not any(isinstance(token.inline, Note) for token in after)
    for hunk in hunks:
        start = hunk.start
        while silent and 0 < start < hunk.end and isinstance(before[start].inline, Note):
            start += 1
        if start < hunk.end or hunk.new_start < hunk.new_end:
            yield replace(hunk, start=start)


def _token_span(opened: OpenLine, match: Match) -> tuple[int, int]:
    """The tokens a match touches; notes strictly inside it go with it, those at its edges do not."""
    touched = [
        index
        for index, (token, at) in enumerate(zip(opened.tokens, opened.starts, strict=True))
        if at < match.end and at + len(token.text) > match.start
    ]
    if touched:
        return touched[0], touched[-1] + 1
    # a zero-width match between two tokens: behind a note that hangs on the words before
    at = next((index for index, start in enumerate(opened.starts) if start >= match.start), len(opened.tokens))
    if match.start:
        while at < len(opened.tokens) and isinstance(opened.tokens[at].inline, Note):
            at += 1
    return at, at


def _inside_token(opened: OpenLine, start: int, end: int, prefix: str, new: tuple[Inline, ...], suffix: str) -> Inline | None:
    """A match that cuts a reference, blank or defined term: the whole token with other words in it, or an error."""
    whole = [opened.tokens[start].inline] if prefix else []
    whole += [opened.tokens[end - 1].inline] if suffix else []
    token = next((inline for inline in whole if not isinstance(inline, Run)), None)
    if token is None:
        return None
    words = "".join(inline_text(inline) for inline in new)
    if end - start == 1 and isinstance(token, Reference | Blank) and all(isinstance(inline, Run) for inline in new):
        return replace(token, content=(Run(prefix + words + suffix),))
    kind = {Reference: "cross-reference", Blank: "blank", Note: "footnote", CarriedInline: "piece of foreign markup"}.get(
        type(token), "token"
    )
    raise opened.sight.fail(f"the words cut through the {kind} “{inline_text(token)}”", opened.line.parts[0][0],
                            "take it in whole, or leave it out")  # fmt: skip


def _tidied(opened: OpenLine, start: int, end: int) -> tuple[int, int]:
    """An omission with one of the two blanks that would meet, or the blank that would begin or end the line."""
    before = opened.tokens[start - 1].text if start else ""
    after = opened.tokens[end].text if end < len(opened.tokens) else ""
    if before.isspace() and (after.isspace() or end == len(opened.tokens)):
        return start - 1, end
    if after.isspace() and not start:
        return start, end + 1
    return start, end
