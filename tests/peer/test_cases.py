"""Real amendments against really published results: every case comes out equal and valid, and is taken back exactly."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_real_amendments_give_the_published_text(shared: Path) -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import cases
    finally:
        sys.path.pop(0)
    score = cases.run(shared / "cases" / "dc")
    assert not score.failures, "\n".join(f"{name}: {cause}" for name, cause in score.failures)
    assert score.cases > 1900 and score.equal == score.cases
