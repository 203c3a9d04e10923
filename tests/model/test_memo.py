"""Memos: the same object gives the same answer without asking twice, another one never does."""

from kit import law, section

from modellaw.model.address import paths
from modellaw.model.memo import Memo


def test_it_finds_by_identity_and_language_and_forgets_the_oldest() -> None:
    memo: Memo[str] = Memo(2)
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    one, equal, third = [1], [1], [3]
    assert [memo.of(one, lambda: make("a")), memo.of(one, lambda: make("b")), memo.of(equal, lambda: make("c"))] == ["a", "a", "c"]
    assert memo.of(one, lambda: make("d"), "fra") == "d" and memo.of(third, lambda: make("e")) == "e"
    assert memo.of(equal, lambda: make("f")) == "f" and made == ["a", "c", "d", "e", "f"]


def test_equal_laws_have_paths_of_their_own_objects() -> None:
    one, two = law(section("s1", "Section 1", "Text.")), law(section("s1", "Section 1", "Text."))
    assert paths(one) == paths(two) and paths(one)["s1"][-1] is not paths(two)["s1"][-1] and paths(one) is paths(one)
