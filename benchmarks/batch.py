"""How many comparisons a batch does for each core: 1,000 real pairs (or as many as are said), by one process and by all.

usage: MODELLAW_SHARED=FOLDER python benchmarks/batch.py [count]

Reports jobs for each second of CPU (all processes together), against the same comparisons in one process without a batch, and by the clock.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from modellaw.batch import do, payload_of
from modellaw.pools import batch, locally
from modellaw.processes import cores
from modellaw.project import Job
from modellaw.readers.akn import read_akn


def pairs(count: int) -> list[Job]:
    """Comparisons of real documents: each Akoma Ntoso file and Word file with the next one of its folder, over and over."""
    shared = Path(os.environ.get("MODELLAW_SHARED", "../shared")).resolve() / "cases"
    files = []
    for path in sorted(shared.glob("akn/*.xml")):
        if path.stat().st_size < 60_000:
            try:
                read_akn(path.read_bytes(), path.name)
            except Exception:
                continue
            files.append(path)
    couples = [(one, two) for distance in range(1, len(files)) for one, two in zip(files, files[distance:], strict=False)]
    return [Job(f"{number:05d}", "compare", old=str(one), new=str(two)) for number, (one, two) in enumerate(islice(couples, count))]


def spent() -> float:
    """The CPU of this process and of those that it has begun and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """The command line."""
    jobs = pairs(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    gc.disable()
    start = spent()
    for job in jobs:
        do(payload_of(job))
    alone = len(jobs) / (spent() - start)
    print(f"{len(jobs)} comparisons; one process without a batch: {alone:.1f} for a second of CPU")
    for workers in dict.fromkeys((1, cores())):
        with tempfile.TemporaryDirectory() as folder:
            start, clock = spent(), time.perf_counter()
            rows, _ = batch(jobs, Path(folder), lambda payloads, workers=workers: locally(payloads, workers, 2), True, lambda: None)
            rate, wall = len(rows) / (spent() - start), len(rows) / (time.perf_counter() - clock)
        bad = sum(bool(row["errors"]) for row in rows)
        print(
            f"{workers} processes: {rate:.1f} for a second of CPU, {rate / alone:.0%} of one alone; {wall:.1f} by the clock; {bad} failed"
        )


if __name__ == "__main__":
    main()
