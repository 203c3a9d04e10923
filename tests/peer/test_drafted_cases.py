"""Real amending laws in their own, American, words: what is understood of them, and that it makes the published text."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_real_amending_laws_are_understood(shared: Path) -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import drafting
    finally:
        sys.path.pop(0)
    found = drafting.run(shared / "cases" / "dc")
    # of the others, most cite what the Code has under another number, or ask for what no operation is (to revive, to apply from a day)
    assert found["equal"] >= 460 and found["other"] <= 105, found
