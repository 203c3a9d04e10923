"""``dataclass`` as the standard library has it; those with slots are made in a third of the time, which every start pays for.

The standard library compiles six methods for each such class, one by one. Here the three that have to be fast are compiled once for all
classes with as many fields, the others are the same for all. What a class does is the same; type checkers see the standard ``dataclass``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as _standard
from dataclasses import replace as _replace
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, **options: object) -> Any:
        """The standard decorator; classes with slots, and no further options, are made here."""
        if cls is not None or options or not slots:
            return _standard(cls, frozen=frozen, slots=slots, **options)
        return _frozen if frozen else _open

    def replace(value: Any, /, **changes: object) -> Any:
        """The standard function, which takes twice as long for values of classes that are made here."""
        own = getattr(type(value), "__replace__", None)
        return own(value, **changes) if own else _replace(value, **changes)


def _frozen(cls: type) -> type:
    """A frozen class with slots."""
    made: Any = _standard(init=False, repr=False, eq=False, slots=True)(cls)
    made.__init__, made.__replace__, made.__eq__, made.__hash__ = _methods(made, frozen=True)
    for method in (__repr__, __setattr__, __delattr__, __getstate__, __setstate__):
        setattr(made, method.__name__, method)
    return made  # type: ignore[no-any-return]


def _open(cls: type) -> type:
    """A class with slots that may be written to."""
    made: Any = _standard(init=False, repr=False, eq=False, slots=True)(cls)
    made.__init__, made.__replace__, made.__eq__, _ = _methods(made, frozen=False)
    made.__hash__, made.__repr__ = None, __repr__
    return made  # type: ignore[no-any-return]


def _methods(cls: Any, *, frozen: bool) -> list[FunctionType]:
    """The methods that have to be fast: one takes a value for each field, or its default, and puts it into its slot, one makes a value like
    another, two compare.
    """
    own = fields(cls)
    fresh = tuple(field.default_factory is not MISSING for field in own)
    given = [new or field.default is not MISSING for field, new in zip(own, fresh, strict=True)]
    if given != sorted(given):
        raise TypeError(f"a field of {cls.__name__} that has no default follows one that has")
    known: dict[str, Any] = {"MISSING": MISSING}
    for number, field in enumerate(own):
        known |= {f"put_{number}": getattr(cls, field.name).__set__, f"make_{number}": field.default_factory}
    real = {f"field_{number}": field.name for number, field in enumerate(own)}
    init, like, same, hashed = [FunctionType(_renamed(code, real), known) for code in _codes(fresh, frozen)]
    init.__defaults__ = tuple([field.default for field, optional in zip(own, given, strict=True) if optional])
    like.__defaults__ = (MISSING,) * len(own)
    return [init, like, same, hashed]


def _renamed(code: CodeType, real: Mapping[str, str]) -> CodeType:
    """The code of a method with the fields of a class in the place of those that it was compiled for."""
    names, variables = (tuple([real.get(name, name) for name in names]) for names in (code.co_names, code.co_varnames))
    return code.replace(co_names=names, co_varnames=variables)


@cache
def _codes(fresh: tuple[bool, ...], frozen: bool) -> list[CodeType]:
    """The methods of a class with so many fields, those that are ``fresh`` with a value of their own for each where none is given."""
    names = [f"field_{number}" for number in range(len(fresh))]
    put = "put_{0}(self, {1})" if frozen else "self.field_{0} = {1}"
    values = [f"make_{at}() if {names[at]} is MISSING else {names[at]}" if new else names[at] for at, new in enumerate(fresh)]
    own, others = (f"({''.join(f'{of}.{name}, ' for name in names)})" for of in ("self", "other"))
    code = [
        f"def __init__({', '.join(['self', *names])}):", *([f" {put.format(at, value)}" for at, value in enumerate(values)] or [" pass"]),
        f"def __replace__({', '.join(['self', *names])}):",
        f" return self.__class__({', '.join([f'self.{name} if {name} is MISSING else {name}' for name in names])})",
        "def __eq__(self, other):", f" return {own} == {others} if other.__class__ is self.__class__ else NotImplemented",
        "def __hash__(self):", f" return hash({own})",
    ]  # fmt: skip
    made: dict[str, Any] = {}
    exec("\n".join(code), made)
    return [made[name].__code__ for name in ("__init__", "__replace__", "__eq__", "__hash__")]


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
