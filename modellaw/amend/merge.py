"""Old blocks become new ones in place: what corresponds is paired and written word by word, the rest goes and comes whole."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence

from modellaw.amend.desk import Desk, Sight
from modellaw.amend.gaps import gap_index
from modellaw.amend.lines import Line
from modellaw.amend.locate import siblings_at
from modellaw.amend.paths import Path, block_at, within
from modellaw.amend.text import OpenLine
from modellaw.comparing.words import likeness, tokens
from modellaw.model.address import number_token
from modellaw.model.changes import Trace
from modellaw.model.nodes import LABELS, Block, Carried, Departure, Group, Paragraph, Provision, Table, is_label
from modellaw.model.walk import paragraphs_of, text_of
from modellaw.values import replace

ALIKE = 0.4
"""From this likeness on, two paragraphs (or provisions) are versions of one: shown word by word."""

_PATIENCE = 40_000
_META = r"<(\w+:)?meta[\s>]"


def merge(desk: Desk, sight: Sight, key: str, owner: Path, new: Sequence[Block], chosen: Sequence[int] | None = None) -> None:
    """The siblings at ``owner`` of a record, or those at the indexes ``chosen`` among them, become ``new``; pairs keep their wids."""
    siblings = siblings_at(desk, key, owner)
    old = [i for i, block in enumerate(siblings) if desk.stub_live(block, sight)] if chosen is None else list(chosen)
    partner = dict(_pairs(desk, sight, [siblings[i] for i in old], new))
    slots: list[tuple[int, list[Block]]] = []
    start = old[0] if old else 0
    while start and not desk.stub_live(siblings[start - 1], sight):
        start -= 1
    run: list[Block] = []
    taken = {index: at for at, index in partner.items()}
    labels = [block for index, block in enumerate(new) if index not in taken and is_label(block)]
    for index, block in enumerate(new):
        at = taken.get(index)
        if at is None:
            if not is_label(block):
                run.append(block)
            continue
        if run:
            # what is new before a pair comes behind the old that goes before that pair
            slots.append((old[at - 1] + 1 if at else start, run))
            run = []
    if run:
        slots.append((old[-1] + 1 if old else start, run))
    for at, place in enumerate(old):
        if at in partner:
            _pair(desk, sight, key, (*owner, place), new[partner[at]])
        else:
            drop(desk, sight, key, (*owner, place))
    for place, blocks in reversed(slots):
        put_in(desk, sight, key, owner, place, blocks)
    for block in labels:
        put_label(desk, sight, key, block)


def put_in(desk: Desk, sight: Sight, key: str, owner: Path, at: int, blocks: Sequence[Block]) -> None:
    """New blocks in the gap that begins at an index, marked as inserted."""
    index = gap_index(desk, sight, siblings_at(desk, key, owner), at)
    laid = tuple(desk.lay(inserted(block, sight), key, sight) for block in blocks)
    record = desk.records[key]
    desk.put(replace(record, blocks=within(record.blocks, owner, lambda siblings: (*siblings[:index], *laid, *siblings[index:]))))


def put_label(desk: Desk, sight: Sight, key: str, label: Block) -> None:
    """A new number or heading among those with which a record begins: a number behind other numbers, a heading behind all."""
    assert isinstance(label, Paragraph)
    record = desk.records[key]
    at = 0
    for index, block in enumerate(record.blocks):
        if not is_label(block):
            break
        if label.name != "num" or (isinstance(block, Paragraph) and block.name == "num"):
            at = index + 1
    desk.put(replace(record, blocks=(*record.blocks[:at], inserted(label, sight), *record.blocks[at:])))


def inserted(block: Block, sight: Sight) -> Block:
    """A new block with the trace of what inserts it."""
    if isinstance(block, Departure):
        raise AssertionError("new content holds no departures")
    return replace(block, trace=sight.inserted)


def drop(desk: Desk, sight: Sight, key: str, path: Path) -> None:
    """One block goes; a provision with all that is part of it."""
    block = block_at(desk.records[key].blocks, path)
    if isinstance(block, Provision | Departure):
        drop_provision(desk, sight, block.wid)
        return
    new = replace(block, trace=_deleted(desk, sight, block.trace, key))
    _store(desk, key, path, new)


def drop_provision(desk: Desk, sight: Sight, wid: str) -> None:
    """A provision goes, with the parts split off it or joined to it."""
    desk.claim("whole", wid, sight)
    for key in list(desk.unit(wid, sight)):
        record = desk.records[key]
        desk.put(replace(record, trace=_deleted(desk, sight, record.trace, key)))


def _deleted(desk: Desk, sight: Sight, trace: Trace, where: str) -> Trace:
    return desk.deleted(trace, sight, where, "")


def _store(desk: Desk, key: str, path: Path, new: Block) -> None:
    record = desk.records[key]
    at = path[-1]
    desk.put(replace(record, blocks=within(record.blocks, path[:-1], lambda blocks: (*blocks[:at], new, *blocks[at + 1 :]))))


# --- one pair


def _pair(desk: Desk, sight: Sight, key: str, path: Path, new: Block) -> None:
    old = block_at(desk.records[key].blocks, path)
    match old, new:
        case (Provision() | Departure(), Provision()):
            merge_provision(desk, sight, old.wid, new)
        case Group(), Group():
            merge(desk, sight, key, path, new.blocks)
        case Paragraph(), Paragraph():
            rewrite(desk, sight, Line(((key, path),), old.name), new)
        case Table(), Table():
            for r, row in enumerate(new.rows):
                for c, cell in enumerate(row.cells):
                    merge(desk, sight, key, (*path, r, c), cell.blocks)
        case _:
            pass


def merge_provision(desk: Desk, sight: Sight, wid: str, new: Provision) -> None:
    """A provision becomes another and keeps its wid; a number that is not given stays."""
    desk.claim("whole", wid, sight)
    blocks = new.blocks
    if new.number is None:
        record = desk.records[wid]
        kept = [block for block in record.blocks if isinstance(block, Paragraph) and block.name == "num" and desk.live(block.trace, sight)]
        blocks = (*kept, *blocks)
    else:
        desk.refers = True
    merge(desk, sight, wid, (), blocks)
    for key in list(desk.unit(wid, sight))[1:]:
        record = desk.records[key]
        desk.put(replace(record, trace=_deleted(desk, sight, record.trace, key)))


def rewrite(desk: Desk, sight: Sight, line: Line, new: Paragraph) -> None:
    """A line becomes the content of another, word by word where they are alike, else as a whole."""
    opened = OpenLine(desk, sight, line)
    alike = likeness([token.key for token in opened.tokens], [token.key for token in tokens(new.content)])
    opened.rewrite(new.content, whole=alike < ALIKE and new.name not in {"num", "heading"})
    opened.close(drop_empty=False)


# --- which old became which new


def _pairs(desk: Desk, sight: Sight, old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Indexes of old and new blocks that correspond, both rising: the alignment of the greatest total weight."""
    olds = [_sketch(desk, sight, block) for block in old]
    news = [_sketch_new(block) for block in new]
    if len(old) * len(new) > _PATIENCE:
        return _pairs_by_number(olds, news)
    lone = len(old) == len(new) == 1
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    weight = [[_weight(a, b, lone) for b in news] for a in olds]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + weight[i][j] if weight[i][j] else 0.0)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if weight[i][j] and best[i][j] == best[i + 1][j + 1] + weight[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _pairs_by_number(olds: Sequence[_Sketch], news: Sequence[_Sketch]) -> list[tuple[int, int]]:
    from modellaw.comparing.words import difference

    keys = [[(s.kind, s.number or s.wid) for s in side] for side in (olds, news)]
    changed_old: set[int] = set()
    changed_new: set[int] = set()
    for hunk in difference(keys[0], keys[1]):
        changed_old.update(range(hunk.start, hunk.end))
        changed_new.update(range(hunk.new_start, hunk.new_end))
    same = [i for i in range(len(olds)) if i not in changed_old]
    return list(zip(same, [j for j in range(len(news)) if j not in changed_new], strict=True))


class _Sketch:
    """What pairing looks at: the kind of a block, its wid and number, its words."""

    __slots__ = ("kind", "number", "shape", "wid", "words")

    def __init__(self, kind: str, words: list[Hashable], wid: str = "", number: str = "", shape: Hashable = None) -> None:
        self.kind, self.words, self.wid, self.number, self.shape = kind, words, wid, number, shape


def _sketch(desk: Desk, sight: Sight, block: Block) -> _Sketch:
    if isinstance(block, Provision | Departure):
        record = desk.records[block.wid]
        number = next((text_of(b) for b in record.blocks if isinstance(b, Paragraph) and b.name == "num" and desk.live(b.trace, sight)), "")
        words = _words_seen(desk, sight, _first_lines(desk, sight, record))
        return _Sketch(record.level, words, block.wid, number_token(number), _document(record))
    sketch = _sketch_new(block, _words_seen(desk, sight, paragraphs_of(block, notes=False)))
    if isinstance(block, Table) and any(row.trace or any(cell.trace for cell in row.cells) for row in block.rows):
        sketch.shape = "marked"
    return sketch


def _document(provision: Provision) -> str:
    """What kind of document a schedule is, which it stays: two could not stand in one."""
    return next((block.name for block in provision.blocks if isinstance(block, Group)), "") if provision.level == "attachment" else ""


def _words_seen(desk: Desk, sight: Sight, lines: Iterable[Paragraph]) -> list[Hashable]:
    """The words of lines that the change sees: what pairs must not depend on what others did before."""
    seen = (tuple(inline for inline in line.content if desk.live(inline.trace, sight)) for line in lines if desk.live(line.trace, sight))
    return [token.key for content in seen for token in tokens(content)]


def _first_lines(desk: Desk, sight: Sight, record: Provision) -> list[Paragraph]:
    """The lines of a record's own text, or where it has none those of the provisions in it."""
    own = [line for block in record.blocks if not isinstance(block, Provision | Departure) for line in paragraphs_of(block, notes=False)
           if line.name != "num"]  # fmt: skip
    if any(line.name not in {"heading", "subheading"} for line in own):
        return own
    below = [desk.records[block.wid] for block in record.blocks if isinstance(block, Provision)]
    return own + [line for child in below[:3] for line in _first_lines(desk, sight, child)]


def _sketch_new(block: Block, words: list[Hashable] | None = None) -> _Sketch:
    """The sketch of a block with these words, or with its own."""
    if words is None:
        lines = (line for line in paragraphs_of(block, notes=False) if line.name != "num" or not isinstance(block, Provision))
        words = [token.key for line in lines for token in tokens(line.content)]
    match block:
        case Provision():
            return _Sketch(block.level, words, block.wid, number_token(text_of(block.number)), _document(block))
        case Group():
            return _Sketch("text" if block.name in {"content", "intro"} else block.name, words)
        case Paragraph():
            return _Sketch(block.name, words)
        case Table():
            shape = tuple(tuple((cell.header, cell.attributes) for cell in row.cells) for row in block.rows)
            return _Sketch("table", words, shape=shape)
        case Carried():
            # a document keeps its identification: two in one place would not be valid
            return _Sketch("xml", [], shape="meta" if re.match(_META, block.xml) else block.xml)
        case Departure():
            return _Sketch("departure", [], block.wid)


def _weight(old: _Sketch, new: _Sketch, lone: bool) -> float:
    """How much two blocks correspond, 0 for not at all."""
    if old.kind != new.kind or old.shape != new.shape:
        return 0.0
    if old.wid or new.wid:
        if old.wid == new.wid:
            return 4.0
        alike = likeness(old.words, new.words)
        same = bool(old.number) and old.number == new.number
        if same:
            return 2.0 + alike
        return (
            1.0 + alike if lone else (alike if alike >= ALIKE and not (old.number and new.number) else alike * 0.9 if alike > 0.7 else 0.0)
        )
    if old.kind in LABELS:
        return 2.0
    if old.kind in {"p"}:
        alike = likeness(old.words, new.words)
        return alike if alike >= ALIKE or lone else 0.0
    return 1.0 + likeness(old.words, new.words)
