"""Fuzz one reader: ``python fuzz/run.py docx --seconds 900``; by coverage with atheris (``--atheris``), else by chance from a seed."""

from __future__ import annotations

import argparse
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent))
FOUND = Path(__file__).resolve().parent / "found"
SLOW = 20
"""Seconds after which an input is a fault of its own."""


class TooSlow(Exception):
    """An input that takes longer than any file may."""


def _alarm(*_: object) -> None:
    raise TooSlow(f"more than {SLOW} seconds")


def fault_of(run: object, data: bytes) -> BaseException | None:
    """What goes wrong with an input, other than an error that we mean."""
    from modellaw.errors import ModelLawError

    signal.signal(signal.SIGALRM, _alarm)
    signal.alarm(SLOW)
    try:
        run(data)  # type: ignore[operator]
    except ModelLawError:
        return None
    except Exception as error:
        return error
    finally:
        signal.alarm(0)
    return None


def where(error: BaseException) -> str:
    """The kind of a fault and the line of ours that it came from: faults of one place are one."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "modellaw" in f.filename]
    last = ours[-1] if ours else None
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}" if last else type(error).__name__


def by_chance(name: str, seconds: float, seed: int, most: int = 0) -> Counter[str]:
    """Try mutations until the time is up (or ``most`` tries are made); each new kind of fault is kept in fuzz/found. Gives the faults."""
    from targets import TARGETS

    target, random = TARGETS[name], Random(seed)
    seeds = list(target.seeds())
    faults: Counter[str] = Counter()
    tries, end = 0, time.monotonic() + seconds
    while time.monotonic() < end and (not most or tries < most):
        tries += 1
        data = target.mutate(random.choice(seeds), random)
        error = fault_of(target.run, data)
        if error is not None:
            faults[where(error)] += 1
            if faults[where(error)] == 1:
                FOUND.mkdir(exist_ok=True)
                path = FOUND / f"{name}-{sha256(data).hexdigest()[:12]}"
                path.write_bytes(data)
                print(f"{path.name}: {where(error)}: {str(error)[:200]}", flush=True)
    print(f"{name}: {tries} tries, {sum(faults.values())} faults of {len(faults)} kinds", flush=True)
    return faults


def by_coverage(name: str, seconds: int) -> None:
    """The same under atheris: inputs that reach new lines are kept and changed further; it stops at the first fault."""
    import atheris

    with atheris.instrument_imports(include=["modellaw"]):
        from targets import TARGETS
    target = TARGETS[name]
    corpus = FOUND.parent / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for data in target.seeds():
        (corpus / sha256(data).hexdigest()[:16]).write_bytes(data)

    def one(data: bytes) -> None:
        error = fault_of(target.run, data)
        if error is not None:
            raise error

    def changed(data: bytes, most: int, seed: int) -> bytes:
        return target.mutate(data, Random(seed))[:most]

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=2000000", "-rss_limit_mb=4096", f"-artifact_prefix={FOUND}/{name}-",
                   str(corpus)], one, custom_mutator=changed)  # fmt: skip
    atheris.Fuzz()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=900)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--atheris", action="store_true")
    parser.add_argument("--again", help="Run one input that was found and show where it fails.")
    said = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    if said.again:
        from targets import TARGETS

        TARGETS[said.target].run(Path(said.again).read_bytes())
    elif said.atheris:
        FOUND.mkdir(exist_ok=True)
        by_coverage(said.target, said.seconds)
    else:
        sys.exit(1 if by_chance(said.target, said.seconds, said.seed) else 0)


if __name__ == "__main__":
    main()
