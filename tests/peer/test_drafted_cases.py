"""Real amending laws in their own, American, words: what is understood of them, and that it makes the published text."""

from pathlib import Path

from kit import benchmark


def test_real_amending_laws_are_understood(shared: Path) -> None:
    found = benchmark("drafting").run(shared / "cases" / "dc")
    # of the others, most cite what the Code has under another number, or ask for what no operation is (to revive, to apply from a day)
    assert found["equal"] >= 460 and found["other"] <= 105, found
