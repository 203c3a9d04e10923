"""Which blocks of one container became which of another: pairs in order, and what of each side has none."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from modellaw.comparing.sketch import block_key, dice, group_name, is_meta
from modellaw.comparing.words import difference
from modellaw.model.nodes import LABELS, Block, Carried, Departure, Group, Paragraph, Provision, Row, Table, without_ids
from modellaw.model.walk import paragraphs_of, text_of

Pairs = list[tuple[int, int]]
_PATIENCE = 4_000
_NEAR = 12
ALIKE = 0.35


def align_blocks(old: Sequence[Block], new: Sequence[Block], partner: Callable[[Block], Block | None]) -> Pairs:
    """Indexes of blocks that are one, both rising; ``partner`` gives what a provision became, None for nothing."""
    if len(old) == len(new) == 1:
        first, other = old[0], new[0]
        if isinstance(first, Paragraph) and isinstance(other, Paragraph):
            return [(0, 0)] if first.name == other.name else []
        if not isinstance(first, Provision) and _sort(first) == _sort(other):
            return [(0, 0)]
    if len(old) == len(new) and all(_plainly(a, b, partner) for a, b in zip(old, new, strict=True)):
        return list(zip(range(len(old)), range(len(new)), strict=True))
    places = {id(block): place for place, block in enumerate(new)}
    pairs: Pairs = []
    for i, block in enumerate(old):
        if isinstance(block, Provision):
            became = partner(block)
            j = places.get(id(became), -1) if became is not None else -1
            if j >= 0:
                pairs.append((i, j))
    mine = [i for i, block in enumerate(old) if not (isinstance(block, Provision) and partner(block) is not None)]
    taken = {j for _, j in pairs}
    yours = [j for j in range(len(new)) if j not in taken]
    mine = [i for i in mine if not isinstance(old[i], Provision)]
    yours = [j for j in yours if not isinstance(new[j], Provision)]
    inner = _texts([old[i] for i in mine], [new[j] for j in yours])
    return rising(sorted(pairs + [(mine[x], yours[y]) for x, y in inner]))


def _plainly(old: Block, new: Block, partner: Callable[[Block], Block | None]) -> bool:
    """Whether two blocks at one place of two equally long rows are one without further search."""
    if isinstance(old, Provision):
        return partner(old) is new
    if isinstance(old, Paragraph) and isinstance(new, Paragraph):
        return old.name == new.name and (old.name in LABELS or old.content == new.content)
    if isinstance(old, Group) and isinstance(new, Group):
        return group_name(old.name) == group_name(new.name)
    return is_meta(old) and is_meta(new)


def rising(pairs: Pairs) -> Pairs:
    """The longest chain of pairs in which both sides rise; the pairs come sorted by the first."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        k = bisect_left(tails, j)
        before.append(at[k - 1] if k else -1)
        tails[k : k + 1] = [j]
        at[k : k + 1] = [index]
    chain: Pairs = []
    index = at[-1] if at else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _texts(old: list[Block], new: list[Block]) -> Pairs:
    """Pairs among blocks that are no provisions: equal ones, then within each gap the likest of one sort."""
    if not old or not new:
        return []
    old_keys, new_keys = [_loose_key(block) for block in old], [_loose_key(block) for block in new]
    pairs: Pairs = []
    i = j = 0
    for hunk in difference(old_keys, new_keys):
        pairs += zip(range(i, hunk.start), range(j, hunk.new_start), strict=True)
        gap = _gap(old[hunk.start : hunk.end], new[hunk.new_start : hunk.new_end])
        pairs += [(hunk.start + x, hunk.new_start + y) for x, y in gap]
        i, j = hunk.end, hunk.new_end
    return [*pairs, *zip(range(i, len(old)), range(j, len(new)), strict=True)]


def _loose_key(block: Block) -> Hashable:
    """Equal for blocks that are surely one: numbers, headings, metadata, documents and bodies whatever they say."""
    match block:
        case Paragraph(name=name) if name in LABELS:
            return name
        case Group(name=name) if group_name(name) in {"document", "body"}:
            return group_name(name)
        case _:
            return block_key(block)


def _gap(old: Sequence[Block], new: Sequence[Block]) -> Pairs:
    if not old or not new:
        return []
    sorts = [_sort(block) for block in old], [_sort(block) for block in new]
    if len(old) == len(new) == 1:
        return [(0, 0)] if sorts[0] == sorts[1] and _may(old[0], new[0]) else []
    bags = [_bag(block) for block in old], [_bag(block) for block in new]

    def weight(i: int, j: int) -> float:
        if sorts[0][i] != sorts[1][j] or not _may(old[i], new[j]):
            return 0.0
        alike = dice(bags[0][i], bags[1][j])
        return alike if alike >= ALIKE else 0.1 if isinstance(old[i], Group) else 0.0

    if len(old) * len(new) <= _PATIENCE:
        return _best(len(old), len(new), weight)
    return _near(bags, weight)


def _best(m: int, n: int, weight: Callable[[int, int], float]) -> Pairs:
    """The alignment of the greatest total weight."""
    weights = [[weight(i, j) for j in range(n)] for i in range(m)]
    best = [[0.0] * (n + 1) for _ in range(m + 1)]
    for i in range(m - 1, -1, -1):
        row, below, own = best[i], best[i + 1], weights[i]
        for j in range(n - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], below[j + 1] + own[j] if own[j] else 0.0)
    pairs: Pairs = []
    i = j = 0
    while i < m and j < n:
        if weights[i][j] and best[i][j] == best[i + 1][j + 1] + weights[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _near(bags: tuple[list[Counter[str]], list[Counter[str]]], weight: Callable[[int, int], float]) -> Pairs:
    """An alignment of long gaps: for each old block the likest of those that share rare words, in rising order."""
    postings: dict[str, list[int]] = {}
    for j, bag in enumerate(bags[1]):
        for word in bag:
            postings.setdefault(word, []).append(j)
    pairs: Pairs = []
    for i, bag in enumerate(bags[0]):
        votes: Counter[int] = Counter()
        for word in bag:
            where = postings.get(word, ())
            if len(where) <= _NEAR:
                votes.update(where)
        some = [j for j, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:4]]
        ranked = sorted(((weight(i, j), -j) for j in some), reverse=True)
        if ranked and ranked[0][0]:
            pairs.append((i, -ranked[0][1]))
    return rising(pairs)


def rank(block: Block) -> int:
    """Where a block stands among labels: numbers first, then headings, then all that is no label."""
    return LABELS.index(block.name) if isinstance(block, Paragraph) and block.name in LABELS else len(LABELS)


def parted(blocks: Sequence[Block]) -> tuple[tuple[Paragraph, ...], tuple[Block, ...]]:
    """The number and heading with which a provision begins, and all that follows."""
    at = next((at for at, block in enumerate(blocks) if rank(block) == len(LABELS)), len(blocks))
    return tuple(block for block in blocks[:at] if isinstance(block, Paragraph)), tuple(blocks[at:])


def _bag(block: Block) -> Counter[str]:
    return Counter(word for line in paragraphs_of(block) for word in text_of(line).split())


def _sort(block: Block) -> Hashable:
    """Blocks of one sort can be versions of one."""
    match block:
        case Paragraph():
            return ("line", block.name)
        case Group():
            return ("group", group_name(block.name))
        case Table():
            return "table"
        case Carried():
            return ("xml", block.xml)
        case Provision():
            return ("provision", block.level)
        case Departure():
            return ("departure", block.wid)


def _may(old: Block, new: Block) -> bool:
    return not isinstance(old, Provision | Departure)


def align_rows(old: Sequence[Row], new: Sequence[Row]) -> Pairs:
    """Indexes of table rows that are one, both rising; rows with other cells are never one."""
    keys = [[_row_key(row) for row in rows] for rows in (old, new)]
    bags = [[Counter(word for cell in row.cells for block in cell.blocks for word in _bag(block).elements()) for row in rows]
            for rows in (old, new)]  # fmt: skip
    shapes = [[tuple((cell.header, without_ids(cell.attributes)) for cell in row.cells) for row in rows] for rows in (old, new)]
    pairs: Pairs = []
    i = j = 0
    for hunk in difference(keys[0], keys[1]):
        pairs += zip(range(i, hunk.start), range(j, hunk.new_start), strict=True)
        m, n = hunk.end - hunk.start, hunk.new_end - hunk.new_start

        def weight(x: int, y: int, a: int = hunk.start, b: int = hunk.new_start, lone: bool = m == n) -> float:
            if shapes[0][a + x] != shapes[1][b + y]:
                return 0.0
            alike = dice(bags[0][a + x], bags[1][b + y])
            return alike + 0.01 if alike >= ALIKE or (lone and x == y) else 0.0

        if m * n <= _PATIENCE:
            pairs += [(hunk.start + x, hunk.new_start + y) for x, y in _best(m, n, weight)]
        else:
            pairs += [(hunk.start + x, hunk.new_start + x) for x in range(min(m, n)) if weight(x, x)]
        i, j = hunk.end, hunk.new_end
    return [*pairs, *zip(range(i, len(old)), range(j, len(new)), strict=True)]


def _row_key(row: Row) -> Hashable:
    return tuple((cell.header, without_ids(cell.attributes), *map(block_key, cell.blocks)) for cell in row.cells)


def block_words(block: Block) -> str:
    """What a block says, its lines in one."""
    if isinstance(block, Carried):
        return block.text
    return " ".join(filter(None, (text_of(line).strip() for line in paragraphs_of(block))))


def row_words(row: Row) -> str:
    """What a row says, its cells parted by "|"."""
    return " | ".join(" ".join(map(block_words, cell.blocks)) for cell in row.cells)
