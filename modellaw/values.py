"""``dataclass`` as the standard library has it; those with slots are made in a third of the time, which every start pays for.

The standard library compiles six methods for each such class, one by one. Here the three that have to be fast are compiled at once, the
others are the same for all classes. What a class does is the same; type checkers see the standard ``dataclass``.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as _standard
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, **options: object) -> Any:
        """The standard decorator; classes with slots, and no further options, are made here."""
        if cls is not None or options or not slots:
            return _standard(cls, frozen=frozen, slots=slots, **options)
        return _frozen if frozen else _open


def _frozen(cls: type) -> type:
    """A frozen class with slots."""
    made: Any = _standard(init=False, repr=False, eq=False, slots=True)(cls)
    own = _compiled(made, "_put_{0}(self, {1})")
    for method in (own["__init__"], own["__eq__"], own["__hash__"], __repr__, __setattr__, __delattr__, __getstate__, __setstate__):
        setattr(made, method.__name__, method)
    return made  # type: ignore[no-any-return]


def _open(cls: type) -> type:
    """A class with slots that may be written to."""
    made: Any = _standard(init=False, repr=False, eq=False, slots=True)(cls)
    own = _compiled(made, "self.{0} = {1}")
    made.__init__, made.__eq__, made.__hash__, made.__repr__ = own["__init__"], own["__eq__"], None, __repr__
    return made  # type: ignore[no-any-return]


def _compiled(cls: Any, put_in: str) -> dict[str, Any]:
    """The methods that have to be fast: one takes a value for each field, or its default, and puts it into its slot, two compare."""
    known: dict[str, Any] = {"MISSING": MISSING}
    taken, put = [], []
    for field in fields(cls):
        name, value = field.name, field.name
        known[f"_put_{name}"] = getattr(cls, name).__set__
        if field.default_factory is not MISSING:
            known[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}() if {name} is MISSING else {name}"
            taken.append(f"{name}=MISSING")
        elif field.default is not MISSING:
            known[f"_default_{name}"] = field.default
            taken.append(f"{name}=_default_{name}")
        else:
            taken.append(name)
        put.append(f" {put_in.format(name, value)}")
    own, others = (f"({''.join(f'{of}.{field.name}, ' for field in fields(cls))})" for of in ("self", "other"))
    code = [
        f"def __init__(self, {', '.join(taken)}):", *(put or [" pass"]),
        "def __eq__(self, other):", f" return {own} == {others} if other.__class__ is self.__class__ else NotImplemented",
        "def __hash__(self):", f" return hash({own})",
    ]  # fmt: skip
    exec("\n".join(code), known)
    return known


def __repr__(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{field.name}={getattr(self, field.name)!r}' for field in fields(self))})"


def __setattr__(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __getstate__(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in fields(self)]


def __setstate__(self: Any, state: list[object]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
