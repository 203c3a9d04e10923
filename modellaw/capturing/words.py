"""The marks of a line as operations on words: what is found is quoted with as many of its neighbours as make it unique."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from modellaw.amend.ops import InsertText, OmitText, ReplaceText, Scope, Words
from modellaw.capturing.rewording import cut
from modellaw.model.changes import NO_TRACE, View
from modellaw.model.nodes import Blank, Inline, Note, Paragraph, Reference, Run
from modellaw.model.views import content_as
from modellaw.model.walk import inline_text
from modellaw.values import dataclass, replace

_MANY = 3
"""From so many changed stretches on a text is rather put anew than mended word by word."""

WordOperation = ReplaceText | InsertText | OmitText


@dataclass(frozen=True, slots=True)
class Hunk:
    """A stretch of a line that differs: what goes, what comes, and what stands on both sides when those before it are done."""

    before: tuple[Inline, ...]
    gone: tuple[Inline, ...]
    came: tuple[Inline, ...]
    after: tuple[Inline, ...]

    @property
    def left(self) -> str:
        """The words before it."""
        return _text(self.before)

    @property
    def right(self) -> str:
        """The words behind it."""
        return _text(self.after)

    @property
    def old(self) -> str:
        """The words that go."""
        return _text(self.gone)

    @property
    def new(self) -> str:
        """The words that come."""
        return _text(self.came)


def hunks(line: Paragraph) -> list[Hunk]:
    """The stretches of a marked line that differ, from left to right."""
    parts = list(stretches(line.content))
    were = [part if isinstance(part, tuple) else part[0] for part in parts]
    out: list[Hunk] = []
    before: tuple[Inline, ...] = ()
    for index, part in enumerate(parts):
        if isinstance(part, tuple):
            before += part
            continue
        gone, came = part
        out.append(Hunk(before, gone, came, tuple(chain.from_iterable(were[index + 1 :]))))
        before += came
    return out


def stretches(content: Sequence[Inline]) -> Iterator[tuple[Inline, ...] | list[tuple[Inline, ...]]]:
    """Unmarked stretches as tuples, marked ones as a list of what goes and what comes."""
    at = 0
    while at < len(content):
        end = at
        marked = is_marked(content[at])
        while end < len(content) and is_marked(content[end]) == marked:
            end += 1
        stretch = tuple(content[at:end])
        if marked:
            gone = content_as(stretch, View.ORIGINAL)
            came = content_as(stretch, View.AMENDED)
            if gone or came:
                yield [gone, came]
        else:
            yield stretch
        at = end


def is_marked(inline: Inline) -> bool:
    """Whether anything of an inline differs, the blocks of a note apart."""
    inner = inline.content if isinstance(inline, Reference | Blank) else ()
    return inline.trace != NO_TRACE or any(run.trace for run in inner)


def _text(content: Sequence[Inline]) -> str:
    return "".join(map(inline_text, content))


class Text:
    """The lines of a provision as they stand while its operations are carried out one after the other."""

    def __init__(self, wid: str, own: list[str], below: list[str]) -> None:
        self.wid, self.own, self.below = wid, own, below

    def operation(self, line: int, hunk: Hunk) -> WordOperation | None:
        """The operation for one stretch of the nth own line; None where no words can tell it."""
        if any(isinstance(inline, Note) for inline in (*hunk.gone, *hunk.came)):
            return None
        made = self._insertion(hunk) if not hunk.gone else self._replacement(hunk)
        if made is not None:
            self.own[line] = hunk.left + hunk.new + hunk.right
        return made

    def _insertion(self, hunk: Hunk) -> InsertText | None:
        left, came = _blank_first(hunk.left, hunk.came)
        for anchor in _tails(hunk.before):
            if (words := self.unique(anchor.removesuffix(hunk.left[len(left) :]))) is not None:
                return InsertText(words, came)
        for anchor in _heads(hunk.after):
            if (words := self.unique(anchor)) is not None:
                return InsertText(words, hunk.came, after=False)
        return None

    def _replacement(self, hunk: Hunk) -> WordOperation | None:
        before, after = _behind_note(hunk.before), _behind_note(hunk.after[::-1])[::-1]
        for left, right in _contexts(before, after):
            if (words := self.unique(left + hunk.old + right)) is None:
                continue
            if not hunk.new and not left and not right:
                return OmitText(words)
            around = cut(before, len(_text(before)) - len(left)), cut(after, 0, len(right))
            return ReplaceText(words, _joined((*map(_bare, around[0]), *hunk.came, *map(_bare, around[1]))))
        return None

    def unique(self, find: str) -> Words | None:
        """The words to be found, where they stand once in the provision, or once in its own text; None where they do not.

        What stands in no provision is found only where it is nowhere else in the law.
        """
        if not find.strip():
            return None
        own = sum(line.count(find) for line in self.own)
        if own != 1:
            return None
        below = sum(line.count(find) for line in self.below)
        if below and not self.wid:
            return None
        return Words(self.wid, find, expect=1, scope=Scope.OWN if below else Scope.ALL)


def _blank_first(left: str, came: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """ "may |in writing |be" as "may| in writing| be": a drafter quotes words without the blank behind them."""
    last = came[-1] if came else None
    if not left.endswith(" ") or not isinstance(last, Run) or not last.text.endswith(" ") or last.text.isspace():
        return left, came
    shorter = (*came[:-1], replace(last, text=last.text[:-1]))
    return left[:-1], _joined((Run(" ", shorter[0].wraps if isinstance(shorter[0], Run) else ()), *shorter))


def is_many(found: Sequence[Hunk], words: str) -> bool:
    """Whether so much of a text differs that it is better put anew."""
    changed = sum(max(len(hunk.old), len(hunk.new)) for hunk in found)
    return len(found) >= _MANY or (len(found) > 1 and changed > 0.6 * max(len(words), 1))


def _behind_note(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """What stands behind the last footnote: nothing that is replaced reaches over one."""
    last = max((at for at, inline in enumerate(content) if isinstance(inline, Note)), default=-1)
    return content[last + 1 :]


def _contexts(before: Sequence[Inline], after: Sequence[Inline]) -> Iterator[tuple[str, str]]:
    """Ever more words around a place: none, on the left, on the right, on both sides."""
    tails, heads = ["", *_tails(before)], ["", *_heads(after)]
    yield "", ""
    for number in range(1, max(len(tails), len(heads))):
        tail, head = tails[min(number, len(tails) - 1)], heads[min(number, len(heads) - 1)]
        yield tail, ""
        yield "", head
        yield tail, head


def _tails(content: Sequence[Inline]) -> list[str]:
    """The last word of a text, the last two, and so on to all of it."""
    starts = [found.start() for found in re.finditer(r"\S+", _uncut(content))]
    return [_text(content)[start:] for start in reversed(starts[-40:])]


def _heads(content: Sequence[Inline]) -> list[str]:
    ends = [found.end() for found in re.finditer(r"\S+", _uncut(content))]
    return [_text(content)[:end] for end in ends[:40]]


def _uncut(content: Sequence[Inline]) -> str:
    """A text in which a reference or blank of several words is one word."""
    return "".join(one.text if isinstance(one, Run) else re.sub(r"\s", "_", inline_text(one)) for one in content)


def _bare(inline: Inline) -> Inline:
    """A neighbour of changed words as it is quoted: the words without their formatting, which they keep."""
    return Run(inline.text) if isinstance(inline, Run) else inline


def _joined(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Neighbouring words of one formatting as one run."""
    out: list[Inline] = []
    for inline in content:
        last = out[-1] if out else None
        if isinstance(inline, Run) and isinstance(last, Run) and inline.wraps == last.wraps:
            out[-1] = replace(last, text=last.text + inline.text)
        else:
            out.append(inline)
    return tuple(out)
