"""What a comparison costs and how right it is, against lxml parsing and serialising both files.

usage: MODELLAW_SHARED=FOLDER python benchmarks/compare.py [ratio] [memory] [matching] [adversarial] [xmldiff] [files] [words]
       [scales=1,10,100]

CPU medians of one process, floor and candidate in turn, garbage collection off as on the command line. Every line says its target; the exit
code is 1 where one is missed. xmldiff is in the extra ``bench``: a peer, not a dependency.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from lxml import etree

from modellaw.comparing.laws import compare_laws, matched
from modellaw.comparing.plain import plain
from modellaw.model.nodes import Law, Provision, attribute
from modellaw.model.views import accept, reject
from modellaw.readers.akn import read_akn

TOOLS = Path(os.environ.get("MODELLAW_SHARED", "../shared")).resolve() / "perf"
PAIRS = {"everyword": 1000, "shuffle": 1000, "reverse": 1000, "rewrite": 1000, "flat": 1000, "flatall": 1000, "dup": 1000, "bigp": 2000,
         "bigprewrite": 2000}  # fmt: skip


def generated(folder: Path, scale: int) -> Path:
    """The generator's laws of a scale: law_Nx_a.xml, _b.xml (edited), _c.xml (edited and renumbered), with their truth."""
    for more in ([], ["--cascade"]):
        command = [sys.executable, str(TOOLS / "gen.py"), "--scale", str(scale), "--seed", "7", "--out", str(folder), *more]
        subprocess.run(command, check=True, capture_output=True)
    return folder


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def told(what: str, value: float, target: float, unit: str = "", *, most: bool = True) -> bool:
    """Says a number and the most (or least) it is to be; whether it keeps to that."""
    kept = value <= target if most else value >= target
    bound = "at most" if most else "at least"
    print(f"{what}: {value:.4g}{unit} ({bound} {target:.5g}{unit}{'' if kept else ', MISSED'})", flush=True)
    return kept


def pair(folder: Path, scale: int, version: str) -> tuple[bytes, bytes]:
    """The generator's law and its version ``b`` or ``c``."""
    return (folder / f"law_{scale}x_a.xml").read_bytes(), (folder / f"law_{scale}x_{version}.xml").read_bytes()


def ratio(folder: Path, scales: list[int]) -> bool:
    """Reading and comparing two files against lxml parsing and serialising both."""
    kept = True
    found: dict[tuple[int, str], float] = {}
    for scale in scales:
        generated(folder, scale)
        for version, target in (("b", 6), ("c", 7)):
            files = pair(folder, scale, version)
            floors, own = [], []
            for _ in range(9 if scale < 10 else 5 if scale < 100 else 3):
                floors.append(cpu(lambda files=files: [etree.tostring(etree.fromstring(x)) for x in files]))
                own.append(cpu(lambda files=files: compare_laws(*map(read_akn, files))))
                gc.collect()
            found[scale, version] = median(own) / median(floors)
            name = f"compare {scale}x{', everything renumbered' * (version == 'c')}"
            what = f"{median(own) * 1000:.0f} ms, floor {median(floors) * 1000:.1f} ms"
            kept &= told(f"{name}, {what}", found[scale, version], target, "x")
    if {1, 100} <= set(scales):
        kept &= told("compare, the ratio of 100x by that of 1x", found[100, "b"] / found[1, "b"], 1.5)
    return kept


def memory(folder: Path, scales: list[int]) -> bool:
    """Peak memory above Python and lxml of a process that compares two files."""
    kept = True
    code = (
        "import sys,gc\ngc.disable()\nfrom lxml import etree\nfrom pathlib import Path\n"
        "peak=lambda: int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])/1024\n"
        "base=peak()\nfrom modellaw.comparing.laws import compare_laws\nfrom modellaw.readers.akn import read_akn\n"
        "compare_laws(*(read_akn(Path(p).read_bytes()) for p in sys.argv[1:]))\nprint(peak()-base)"
    )
    for scale in scales:
        generated(folder, scale)
        paths = [str(folder / f"law_{scale}x_{side}.xml") for side in "ab"]
        size = sum(Path(path).stat().st_size for path in paths) / 1e6
        peak = float(subprocess.run([sys.executable, "-c", code, *paths], check=True, capture_output=True, text=True).stdout)
        # what the code itself takes shows only where the files are small
        kept &= told(f"memory {scale}x, {peak:.0f} MB, by MB of the two files", peak / size, 10 if scale > 1 else 20, " MB")
    return kept


def matching(folder: Path, scales: list[int]) -> bool:
    """Who became whom against the generator's truth, and that accepting and rejecting are exact."""
    kept = True
    for scale in scales:
        generated(folder, scale)
        for version in "bc":
            old, new = (read_akn((folder / f"law_{scale}x_{side}.xml").read_bytes()) for side in ("a", version))
            found = matched(old, new)
            ids = [[_eid(sketch.unit(at)) for at in range(len(sketch))] for sketch in (found.old, found.new)]
            got = {(ids[0][i], ids[1][j]) for i, j in enumerate(found.to_new) if i and j >= 0}
            truth = json.loads((folder / f"truth{'c' if version == 'c' else ''}_{scale}x.json").read_text())
            wanted = {(a, b) for a, b, _ in truth if a and b}
            moved = [(a, b) for a, b, kinds in truth if "move" in kinds and a and b]
            exact = compare_laws(old, new).marked
            true = reject(exact) == old and plain(accept(exact)) == plain(new)
            right = len(got & wanted)
            name = f"{scale}x {version}"
            kept &= told(f"{name}, precision", right / len(got), 0.98, most=False)
            kept &= told(f"{name}, recall", right / len(wanted), 0.98, most=False)
            kept &= told(f"{name}, moves found of {len(moved)}", sum(one in got for one in moved) / len(moved), 0.8, most=False)
            kept &= told(f"{name}, exact", float(true), 1, most=False)
    return kept


def _eid(unit: Provision) -> str:
    return attribute(unit.attributes, "eId")


def adversarial(folder: Path, scales: list[int]) -> bool:
    """Pairs that comparing could be slow at: ten times the size, how many times the work."""
    kept = True
    (folder / "data").mkdir(exist_ok=True)
    for kind, size in PAIRS.items():
        times = []
        for count in (size, size * 10):
            environment = {**os.environ, "PYTHONPATH": str(TOOLS)}
            subprocess.run([sys.executable, str(TOOLS / "adv.py"), kind, str(count)], check=True, cwd=folder, env=environment)
            old, new = (read_akn((folder / "data" / f"law_adv{kind}_{count}_{side}.xml").read_bytes()) for side in "ab")
            times.append(cpu(lambda old=old, new=new: compare_laws(old, new)))
            marked = compare_laws(old, new).marked
            assert reject(marked) == old and plain(accept(marked)) == plain(new), f"{kind} {count} is not exact"
            gc.collect()
        kept &= told(f"{kind}, {times[0] * 1000:.0f} ms, ten times the size {times[1] * 1000:.0f} ms", times[1] / times[0], 20, "x")
    return kept


def xmldiff(folder: Path, scales: list[int]) -> bool:
    """Against xmldiff, in its fastest mode and as it comes; as it comes it takes most of a minute."""
    from xmldiff.main import diff_texts  # type: ignore[import-not-found]

    generated(folder, 1)
    a, b = pair(folder, 1, "b")
    own = median(cpu(lambda: compare_laws(read_akn(a), read_akn(b))) for _ in range(5))
    kept = True
    for name, options, target in (("fastest", {"fast_match": True, "ratio_mode": "faster"}, 30), ("default", {}, 500)):
        theirs = cpu(lambda options=options: diff_texts(a, b, diff_options=options))
        kept &= told(f"xmldiff {name}, {theirs:.1f} s by {own * 1000:.0f} ms", theirs / own, target, "x", most=False)
    return kept


def files(folder: Path, scales: list[int]) -> bool:
    """From two files to redline .docx and .html as a process, against a process that parses and writes both files with lxml."""
    kept = True
    for scale in scales:
        generated(folder, scale)
        paths = [str(folder / f"law_{scale}x_{side}.xml") for side in "ab"]
        floor = [
            sys.executable,
            "-c",
            "import sys\nfrom lxml import etree\nfor p in sys.argv[1:]: etree.parse(p).write(p + '.out')",
            *paths,
        ]
        outputs = ["-o", str(folder / "redline.docx"), "-o", str(folder / "redline.html")]
        own = [sys.executable, "-m", "modellaw", "compare", *paths, *outputs]
        pairs = [(_process(floor, 0), _process(own, 1)) for _ in range(5 if scale < 100 else 1)]
        low, high = median(x for x, _ in pairs), median(y for _, y in pairs)
        what = f"two files to .docx and .html {scale}x, {high * 1000:.0f} ms, floor {low * 1000:.0f} ms"
        kept &= told(what, high / low, {1: 2.5, 100: 8}.get(scale, 8), "x")
    return kept


def _process(command: list[str], expect: int) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == expect, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def words(folder: Path, scales: list[int]) -> bool:
    """The words marked by comparing the DC cases before and after, against those that the published operations mark."""
    import cases

    from modellaw.writers.register import register

    def count(marked: Law) -> int:
        told = [words for row in register(marked) for side in ("old", "new") for words in row[side]]  # type: ignore[attr-defined]
        return sum(len(words.split()) for words in told)

    applied: list[Law] = []
    engine = cases.apply_modules
    cases.apply_modules = lambda *given: [made := engine(*given), applied.append(made.law)][0]
    source = TOOLS.parent / "cases" / "dc"
    replay = cases.dc_module(source, "replay")
    ours = theirs = 0
    for _, law, steps, after, _ in cases.cases(source):
        if not cases.run_case(law, steps, after, replay):
            theirs += count(applied[-1])
            ours += count(compare_laws(law, accept(applied[-1])).marked)
    return told(f"DC cases, {ours} words marked by comparing, {theirs} by the published operations", ours / theirs, 1.05)


def main() -> int:
    gc.disable()
    known = {
        "ratio": ratio,
        "memory": memory,
        "matching": matching,
        "adversarial": adversarial,
        "xmldiff": xmldiff,
        "files": files,
        "words": words,
    }
    scales = next(([int(n) for n in word[7:].split(",")] for word in sys.argv[1:] if word.startswith("scales=")), [1, 10])
    kept = True
    for name in [word for word in sys.argv[1:] if word in known] or ["ratio", "memory", "matching", "adversarial", "files"]:
        with tempfile.TemporaryDirectory() as folder:
            kept &= known[name](Path(folder), scales)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
