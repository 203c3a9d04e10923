"""What the provisions of a law are called, each found once: every document of a build cites them."""

from __future__ import annotations

from collections.abc import Sequence

from modellaw.model.address import cite, cite_in, is_schedule
from modellaw.model.changes import View
from modellaw.model.memo import Memo
from modellaw.model.nodes import Law, Provision

Path = Sequence[Provision]
"""A provision and all above it, topmost first."""


class Citations:
    """The citations of one law."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, View], tuple[str, bool]] = {}

    def of(self, path: Path, view: View = View.AMENDED) -> str:
        """A provision in words, as ``cite`` has it."""
        return self.by_numbers(path, view) or cite(path, view)

    def either(self, path: Path) -> str:
        """A provision as it is called after the changes, or before them where it is no longer there."""
        return self.of(path) or self.of(path, View.ORIGINAL)

    def by_numbers(self, path: Path, view: View) -> str:
        """A provision in words, "" for one without a number that stands in nothing that has one."""
        return self._found(path, view)[0] if path else ""

    def _found(self, path: Path, view: View) -> tuple[str, bool]:
        """The words, and whether it is a schedule or in one."""
        key = id(path[-1]), view
        known = self._known.get(key)
        if known is None:
            above, scheduled = self._found(path[:-1], view) if len(path) > 1 else ("", False)
            words = cite_in(above, path[-1], view, scheduled=scheduled)
            known = self._known[key] = words, scheduled or is_schedule(path[-1])
        return known


_KNOWN: Memo[Citations] = Memo()


def citations(law: Law) -> Citations:
    """Those of a law, which are kept for as long as it is one of the last few that were asked for."""
    return _KNOWN.of(law.document, Citations)
