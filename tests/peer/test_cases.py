"""Real amendments against really published results: every case comes out equal and valid, and is taken back exactly."""

from pathlib import Path

from kit import benchmark


def test_real_amendments_give_the_published_text(shared: Path) -> None:
    score = benchmark("cases").run(shared / "cases" / "dc")
    assert not score.failures, "\n".join(f"{name}: {cause}" for name, cause in score.failures)
    assert score.cases > 1900 and score.equal == score.cases
