"""What may stand where: schedules are documents of their own, among schedules only, and are not taken apart like other provisions."""

from __future__ import annotations

from collections.abc import Iterable

from modellaw.amend.desk import Desk, Sight
from modellaw.amend.gaps import is_schedule
from modellaw.amend.paths import Path, block_at
from modellaw.model.nodes import Group, Provision


def whole_schedule(desk: Desk, sight: Sight, key: str, done: str) -> None:
    """Refuse to do to a schedule what can be done to other provisions."""
    if is_schedule(desk, key):
        raise sight.fail(f"a schedule cannot be {done}", key, "it is a document of its own: change what is in it, or substitute it")


def fit(desk: Desk, sight: Sight, key: str, owner: Path, provisions: Iterable[Provision]) -> None:
    """Refuse what is no schedule among schedules, and schedules anywhere else."""
    group = block_at(desk.records[key].blocks, owner) if owner else None
    among = isinstance(group, Group) and group.name == "attachments"
    for new in provisions:
        if (new.level == "attachment") is not among:
            said = f"a {new.level} cannot stand among schedules" if among else "a schedule stands among schedules only"
            raise sight.fail(said, new.wid, "insert it into a schedule" if among else "insert-schedule puts it where schedules are")
