"""Values: our quicker ``dataclass`` does what the standard one does."""

import copy
import dataclasses
import inspect
import pickle

import pytest

from modellaw.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Own:
    """A value."""

    name: str
    items: list[int] = dataclasses.field(default_factory=list)
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """A value."""

    name: str
    items: list[int] = dataclasses.field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    pass


@dataclass(slots=True)
class Open:
    count: int = 0
    more: list[int] = dataclasses.field(default_factory=list)


@pytest.mark.parametrize("kind", [Own, Standard])
def test_it_compares_copies_and_prints_like_the_standard_one(kind: type[Own]) -> None:
    one = kind("a", note="n")
    assert one == kind("a", [], "n") != kind("a") and one != ("a", [], "n")
    assert repr(one) == f"{kind.__name__}(name='a', items=[], note='n')"
    assert one.items is not kind("a").items and dataclasses.replace(one, name="b") == kind("b", [], "n")
    assert dataclasses.astuple(one) == ("a", [], "n") and not hasattr(one, "__dict__")
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    match one:
        case Own(name, items) | Standard(name, items):
            assert (name, items) == ("a", [])
    for change in (lambda: setattr(one, "name", "b"), lambda: delattr(one, "name"), lambda: setattr(one, "new", 1)):
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            change()
    with pytest.raises(TypeError):
        kind()  # type: ignore[call-arg]


def test_equal_values_have_one_hash_and_other_classes_are_the_standard_ones() -> None:
    assert len({Empty(), Empty()}) == 1 and repr(Empty()) == "Empty()"
    number = Open()
    number.count = 3
    number.more.append(1)
    assert number == Open(3, [1]) != Open(3) and repr(number) == "Open(count=3, more=[1])" and Open().more == []
    with pytest.raises(TypeError, match="unhashable"):
        hash(number)
    with pytest.raises(AttributeError):
        number.other = 1  # type: ignore[attr-defined]


def test_classes_with_as_many_fields_have_names_and_defaults_of_their_own() -> None:
    @dataclass(frozen=True, slots=True)
    class Other:
        """Another value with three fields, one of which is made anew."""

        title: str
        parts: dict[str, int] = dataclasses.field(default_factory=dict)
        kind: str = "k"

    assert list(inspect.signature(Other).parameters) == ["title", "parts", "kind"]
    assert repr(Other("t", kind="x")).endswith("Other(title='t', parts={}, kind='x')") and Other("t").kind == "k"
    with pytest.raises(TypeError, match="name"):
        Other(name="t")  # type: ignore[call-arg]
    assert Other("t") != Own("t") and hash(Empty()) == hash(())


def test_a_field_without_a_default_cannot_follow_one_that_has() -> None:
    with pytest.raises(TypeError, match="has no default"):
        dataclass(frozen=True, slots=True)(type("Odd", (), {"__annotations__": {"a": "int", "b": "int"}, "a": 1}))


def test_a_value_like_another_has_all_that_is_not_replaced() -> None:
    items = [1]
    for kind in (Own, Standard):
        one = kind("a", items, "n")
        assert replace(one, name="b") == kind("b", [1], "n") and replace(one).items is items and replace(one, items=[]).items == []
        with pytest.raises(TypeError, match="other"):
            replace(one, other=1)
    assert replace(Open(1), more=[2]) == Open(1, [2]) and replace(Empty()) == Empty()
