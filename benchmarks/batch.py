"""How many comparisons a batch does for each core: 1,000 real pairs (or as many as are said), by one process and by all.

usage: MODELLAW_SHARED=FOLDER python benchmarks/batch.py [count]

Reports jobs a second in all and for each process, against the same comparisons in one process without a batch.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from modellaw.batch import do, payload_of
from modellaw.pools import batch, locally
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


def main() -> None:
    """The command line."""
    jobs = pairs(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    gc.disable()
    start = time.perf_counter()
    for job in jobs[:100]:
        do(payload_of(job))
    alone = min(100, len(jobs)) / (time.perf_counter() - start)
    print(f"{len(jobs)} comparisons; one process without a batch: {alone:.1f} a second")
    for cores in dict.fromkeys((1, len(os.sched_getaffinity(0)))):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            rows, _ = batch(jobs, Path(folder), lambda payloads, cores=cores: locally(payloads, cores, 2), True, lambda: None)
            rate = len(rows) / (time.perf_counter() - start)
        bad = sum(bool(row["errors"]) for row in rows)
        print(f"{cores} processes: {rate:.1f} a second, {rate / cores:.1f} for each, {rate / cores / alone:.0%} of one alone; {bad} failed")


if __name__ == "__main__":
    main()
