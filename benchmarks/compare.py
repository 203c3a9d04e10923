"""What a comparison costs and how right it is, against lxml parsing and serialising both files.

usage: MODELLAW_SHARED=FOLDER python benchmarks/compare.py [ratio] [matching] [adversarial] [xmldiff] [files] [words] [scales=1,10,100]

CPU medians of one process, floor and candidate in turn, garbage collection off as on the command line. Targets (issue 6): 6x the floor at
every scale (7x with everything renumbered), 100x at most 1.5 times the ratio of 1x, adversarial pairs 20x for ten times the size, 10 MB of
memory per MB of input, precision and recall 0.98, moves 0.8.
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


def ratio(folder: Path, scales: list[int]) -> None:
    for scale in scales:
        generated(folder, scale)
        for version in "bc":
            a, b = ((folder / f"law_{scale}x_{side}.xml").read_bytes() for side in ("a", version))
            floors, own = [], []
            for _ in range(7 if scale < 100 else 2):
                floors.append(cpu(lambda a=a, b=b: [etree.tostring(etree.fromstring(x)) for x in (a, b)]))
                own.append(cpu(lambda a=a, b=b: compare_laws(read_akn(a), read_akn(b))))
                gc.collect()
            floor, mine = median(floors), median(own)
            print(f"{scale}x {version}: {mine * 1000:.0f} ms, floor {floor * 1000:.1f} ms, {mine / floor:.1f}x", flush=True)
        size = sum((folder / f"law_{scale}x_{side}.xml").stat().st_size for side in "ab") / 1e6
        code = (
            "import sys,gc\ngc.disable()\nfrom lxml import etree\nfrom pathlib import Path\n"
            "peak=lambda: int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])/1024\n"
            "base=peak()\nfrom modellaw.comparing.laws import compare_laws\nfrom modellaw.readers.akn import read_akn\n"
            "compare_laws(*(read_akn(Path(p).read_bytes()) for p in sys.argv[1:]))\nprint(peak()-base)"
        )
        paths = [str(folder / f"law_{scale}x_{side}.xml") for side in "ab"]
        peak = float(subprocess.run([sys.executable, "-c", code, *paths], check=True, capture_output=True, text=True).stdout)
        print(f"{scale}x: peak {peak:.0f} MB above Python and lxml, {peak / size:.1f} MB per MB of input", flush=True)


def matching(folder: Path, scales: list[int]) -> None:
    for scale in scales:
        generated(folder, scale)
        for version in "bc":
            old, new = (read_akn((folder / f"law_{scale}x_{side}.xml").read_bytes()) for side in ("a", version))
            found = matched(old, new)
            got = {(_eid(unit), _eid(found.new.units[j])) for unit, j in zip(found.old.units[1:], found.to_new[1:], strict=True) if j >= 0}
            truth = json.loads((folder / f"truth{'c' if version == 'c' else ''}_{scale}x.json").read_text())
            wanted = {(a, b) for a, b, _ in truth if a and b}
            moved = [(a, b) for a, b, kinds in truth if "move" in kinds and a and b]
            exact = compare_laws(old, new).marked
            true = reject(exact) == old and plain(accept(exact)) == plain(new)
            print(f"{scale}x {version}: precision {len(got & wanted) / len(got):.4f}, recall {len(got & wanted) / len(wanted):.4f}, "
                  f"moves {sum(pair in got for pair in moved)} of {len(moved)}, exact {true}", flush=True)  # fmt: skip


def _eid(unit: Provision) -> str:
    return attribute(unit.attributes, "eId")


def adversarial(folder: Path, scales: list[int]) -> None:
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
        print(f"{kind}: {times[0] * 1000:.0f} ms, ten times the size {times[1] * 1000:.0f} ms, {times[1] / times[0]:.1f}x", flush=True)


def xmldiff(folder: Path, scales: list[int]) -> None:
    """Against xmldiff (install it yourself: it is a peer, not a dependency), its fastest mode and its default."""
    from xmldiff.main import diff_texts  # type: ignore[import-not-found]

    generated(folder, 1)
    a, b = ((folder / f"law_1x_{side}.xml").read_bytes() for side in "ab")
    own = median(cpu(lambda: compare_laws(read_akn(a), read_akn(b))) for _ in range(5))
    for name, options in (("fastest", {"fast_match": True, "ratio_mode": "faster"}), ("default", {})):
        theirs = cpu(lambda options=options: diff_texts(a, b, diff_options=options))
        print(f"xmldiff {name}: {theirs:.1f} s, {theirs / own:.0f} times ours", flush=True)


def files(folder: Path, scales: list[int]) -> None:
    """From two files to redline .docx and .html as a process, against a process that parses and writes both files with lxml."""
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
        print(f"{scale}x, two files to .docx and .html: {high * 1000:.0f} ms, floor {low * 1000:.0f} ms, {high / low:.1f}x", flush=True)


def _process(command: list[str], expect: int) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == expect, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def words(folder: Path, scales: list[int]) -> None:
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
    print(f"DC cases: {ours} words marked by comparing, {theirs} by the published operations, {ours / theirs:.3f} (target 1.05)")


def main() -> None:
    gc.disable()
    known = {"ratio": ratio, "matching": matching, "adversarial": adversarial, "xmldiff": xmldiff, "files": files, "words": words}
    scales = next(([int(n) for n in word[7:].split(",")] for word in sys.argv[1:] if word.startswith("scales=")), [1, 10])
    for name in [word for word in sys.argv[1:] if word in known] or ["ratio", "matching", "adversarial", "files"]:
        with tempfile.TemporaryDirectory() as folder:
            known[name](Path(folder), scales)


if __name__ == "__main__":
    main()
