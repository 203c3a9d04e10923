"""``dataclass`` as the standard library has it; those with slots are made in a third of the time, which every start pays for.

The standard library compiles six methods for each such class, one by one. Here those that have to be fast are compiled when they are
needed, once for all classes with as many fields, the others are the same for all. What a class does is the same; type checkers see the
standard ``dataclass``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as _standard
from dataclasses import replace as _replace
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["Caching", "dataclass", "replace"]

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


class Caching:
    """What a class with slots is derived from if it has cached properties."""

    __slots__ = ("__dict__",)


def _frozen(cls: type) -> type:
    """A frozen class with slots."""
    made: Any = _standard(init=False, repr=False, eq=False, slots=True)(cls)
    _equip(made, frozen=True)
    for method in (__repr__, __setattr__, __delattr__, __getstate__, __setstate__):
        setattr(made, method.__name__, method)
    return made  # type: ignore[no-any-return]


def _open(cls: type) -> type:
    """A class with slots that may be written to."""
    made: Any = _standard(init=False, repr=False, eq=False, slots=True)(cls)
    _equip(made, frozen=False)
    made.__hash__, made.__repr__ = None, __repr__
    return made  # type: ignore[no-any-return]


def _equip(cls: Any, *, frozen: bool) -> None:
    """Gives a class the methods that have to be fast.

    One takes a value for each field, or its default, and puts it into its slot, one makes a value like another, two compare. All but the
    first are compiled when they are first called: of most classes they never are.
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

    def compiled(method: str) -> FunctionType:
        return FunctionType(_renamed(_code(method, fresh, frozen), real), known)

    def late(method: str) -> Callable[..., Any]:
        def first(self: Any, *others: Any, **changes: Any) -> Any:
            made = compiled(method)
            if method == "__replace__":
                made.__defaults__ = (MISSING,) * len(own)
            setattr(cls, method, made)
            return made(self, *others, **changes)

        return first

    cls.__init__ = compiled("__init__")
    cls.__init__.__defaults__ = tuple([field.default for field, optional in zip(own, given, strict=True) if optional])
    for method in ("__replace__", "__eq__", "__hash__"):
        setattr(cls, method, late(method))


def _renamed(code: CodeType, real: Mapping[str, str]) -> CodeType:
    """The code of a method with the fields of a class in the place of those that it was compiled for."""
    names, variables = (tuple([real.get(name, name) for name in names]) for names in (code.co_names, code.co_varnames))
    return code.replace(co_names=names, co_varnames=variables)


@cache
def _code(method: str, fresh: tuple[bool, ...], frozen: bool) -> CodeType:
    """A method of a class with so many fields, those that are ``fresh`` with a value of their own for each where none is given."""
    names = [f"field_{number}" for number in range(len(fresh))]
    own, others = (f"({''.join(f'{of}.{name}, ' for name in names)})" for of in ("self", "other"))
    match method:
        case "__init__":
            put = "put_{0}(self, {1})" if frozen else "self.field_{0} = {1}"
            values = [f"make_{at}() if {names[at]} is MISSING else {names[at]}" if new else names[at] for at, new in enumerate(fresh)]
            takes, does = names, [f" {put.format(at, value)}" for at, value in enumerate(values)] or [" pass"]
        case "__replace__":
            takes = names
            does = [f" return self.__class__({', '.join([f'self.{name} if {name} is MISSING else {name}' for name in names])})"]
        case "__eq__":
            takes, does = ["other"], [f" return {own} == {others} if other.__class__ is self.__class__ else NotImplemented"]
        case _:
            takes, does = [], [f" return hash({own})"]
    made: dict[str, Any] = {}
    exec("\n".join([f"def {method}({', '.join(['self', *takes])}):", *does]), made)
    code: CodeType = made[method].__code__
    return code


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
