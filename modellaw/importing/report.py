"""What an import could not know for certain: the place, the guess, the alternatives; and what was set aside."""

from __future__ import annotations

from collections.abc import Iterator

from modellaw.errors import Finding, amount
from modellaw.importing.lines import Aside, Guess
from modellaw.values import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader should look at after an import, and what was counted."""

    guesses: tuple[Guess, ...]
    asides: tuple[Aside, ...]
    findings: tuple[Finding, ...]
    counts: tuple[tuple[str, int], ...]


def told(report: Report) -> Iterator[str]:
    """The report in words, a line each."""
    for finding in report.findings:
        yield str(finding)
    for guess in report.guesses:
        others = f" (or: {'; '.join(guess.alternatives)})" if guess.alternatives else ""
        yield f"uncertain, {guess.spot}: “{guess.words}”: {guess.guess}{others}"
    reasons: dict[str, int] = {}
    for aside in report.asides:
        reasons[aside.why] = reasons.get(aside.why, 0) + 1
    for why, number in reasons.items():
        first = next(aside for aside in report.asides if aside.why == why)
        yield f"set aside, {why}: {amount(number, 'line')}, the first “{_short(first.words)}”"
    yield ", ".join(amount(number, what.removesuffix("s")) for what, number in report.counts)


def as_json(report: Report) -> dict[str, object]:
    """The report for programs."""
    return {
        "uncertain": [
            {"page": one.spot.page, "paragraph": one.spot.paragraph, "words": one.words, "guess": one.guess,
             "alternatives": list(one.alternatives)}
            for one in report.guesses
        ],
        "aside": [{"page": one.spot.page, "paragraph": one.spot.paragraph, "why": one.why, "words": one.words} for one in report.asides],
        "findings": [
            {"code": one.code, "severity": one.severity.value, "message": one.message, "file": one.place.file, "hint": one.hint}
            for one in report.findings
        ],
        "counts": dict(report.counts),
    }  # fmt: skip


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 70 else words[:67] + "…"
