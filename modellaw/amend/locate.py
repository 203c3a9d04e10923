"""Finding provisions on the desk as one change sees them."""

from __future__ import annotations

from collections.abc import Iterator

from modellaw.amend.desk import Desk, Sight
from modellaw.amend.paths import Path, inside, path_of
from modellaw.model.address import cite
from modellaw.model.nodes import Block, Departure, Group, Provision


def seat(desk: Desk, sight: Sight, wid: str) -> tuple[str, Path]:
    """The record in which a provision stands for the one who looks, and its path there."""
    key = desk.home(wid, sight)
    kind = Departure if desk.foreign(desk.records[wid].moved, sight) else Provision
    path = path_of(desk.records[key].blocks, wid, kind)
    assert path is not None
    return key, path


def siblings_at(desk: Desk, key: str, owner: Path) -> tuple[Block, ...]:
    """The blocks directly inside the block at ``owner`` of a record."""
    return inside(desk.records[key].blocks, owner)


def provision(desk: Desk, sight: Sight, wid: str, what: str = "target") -> str:
    """The wid again, when there is such a provision for the one who looks; else an error with the nearest one that is."""
    if desk.present(wid, sight):
        return wid
    if wid in desk.records:
        record = desk.records[wid]
        gone = record.trace.deleted or record.seam.deleted or record.shell.deleted
        by = gone or record.trace.inserted or record.seam.inserted or record.shell.inserted
        if desk.foreign(by, sight):
            module = desk.module_of.get(by, "")
            hint = f"let the module say requires=“{module}”" if module else ""
            raise sight.fail(f"the {what} “{wid}” is made by change {by}, which this module does not see", wid, hint)
        raise sight.fail(f"the {what} “{wid}” is no longer there" + (f": change {gone} took it out" if gone else ""), wid)
    raise sight.fail(f"there is no provision “{wid}”", wid, nearest(desk, sight, wid))


def nearest(desk: Desk, sight: Sight, wid: str) -> str:
    """A hint: the existing wid most like this one, or that of the provision which is cited so ("Section 2(1)")."""
    from difflib import get_close_matches

    known = [key for key in desk.records if desk.present(key, sight)]
    said = _squeezed(wid)
    close = [key for key in known if key.casefold() == wid.casefold()] or get_close_matches(wid, known, 1, 0.7)
    close = close or [key for key in known if _squeezed(cite(_path(desk, key))) == said] or get_close_matches(wid, known, 1, 0.5)
    return f"did you mean “{close[0]}”?" if close else "`modellaw show` lists the provisions of the law"


def _squeezed(words: str) -> str:
    return "".join(words.split()).casefold().rstrip(".")


def _path(desk: Desk, wid: str) -> list[Provision]:
    """A provision and all above it, topmost first."""
    path: list[Provision] = []
    while wid and wid in desk.records:
        path.append(desk.records[wid])
        wid = desk.parent.get(wid, "")
    return path[::-1]


def span(desk: Desk, sight: Sight, target: str, up_to: str) -> list[str]:
    """The provisions from ``target`` to ``up_to`` ("": only itself) as seen, neighbours in one place."""
    provision(desk, sight, target)
    if not up_to or up_to == target:
        return [target]
    provision(desk, sight, up_to, "end of the range")
    seen = [wid for wid in neighbours(desk, sight, target) if desk.present(wid, sight)]
    if up_to not in seen or seen.index(up_to) < seen.index(target):
        raise sight.fail(f"“{up_to}” does not follow “{target}” in the same provision", target, "a range is of neighbours, first to last")
    return seen[seen.index(target) : seen.index(up_to) + 1]


def neighbours(desk: Desk, sight: Sight, wid: str) -> list[str]:
    """The provisions beside one, itself included, in order."""
    home, path = seat(desk, sight, wid)
    return [block.wid for block in siblings_at(desk, home, path[:-1]) if isinstance(block, Provision | Departure)
            and desk.stub_live(block, sight)]  # fmt: skip


def child_stubs(desk: Desk, sight: Sight, key: str) -> Iterator[tuple[str, Path, str]]:
    """Every provision directly inside one as seen: the record it lies in, its path there, its wid."""
    for owner in desk.unit(key, sight):
        yield from _child_stubs(desk, sight, owner, desk.records[owner].blocks, ())


def _child_stubs(desk: Desk, sight: Sight, owner: str, blocks: tuple[Block, ...], path: Path) -> Iterator[tuple[str, Path, str]]:
    for index, block in enumerate(blocks):
        match block:
            case Provision() | Departure():
                record = desk.records[block.wid]
                if not desk.stub_live(block, sight) or desk.runs_on(record.seam, sight):
                    continue
                if desk.live(record.shell, sight):
                    yield owner, (*path, index), block.wid
                else:
                    yield from _child_stubs(desk, sight, block.wid, record.blocks, ())
            case Group():
                if desk.live(block.trace, sight):
                    yield from _child_stubs(desk, sight, owner, block.blocks, (*path, index))
            case _:
                pass
