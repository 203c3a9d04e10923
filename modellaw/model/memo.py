"""What was made of the last few trees, found again by identity: in a build the original law of all editions is one object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memo(Generic[T]):
    """Remembers what was made of the last ``size`` trees, which it keeps alive; whoever is given it must not change it."""

    def __init__(self, size: int = 4) -> None:
        self.size = size
        self._made: dict[tuple[int, str], tuple[object, T]] = {}

    def of(self, tree: object, make: Callable[[], T], language: str = "") -> T:
        """What was made of a tree, in a language if that matters; made now where it is not remembered."""
        key = id(tree), language
        known = self._made.pop(key, None) or (tree, make())
        if len(self._made) >= self.size:
            del self._made[next(iter(self._made))]
        self._made[key] = known
        return known[1]
