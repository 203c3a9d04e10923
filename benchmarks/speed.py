"""What a build costs against what it costs to import the libraries, and how the engine grows with the law.

usage: MODELLAW_SHARED=FOLDER python benchmarks/speed.py [build] [unchanged] [help] [edition] [growth] [operations]

CPU medians of whole processes; floor and candidate interleaved in one run. Laws and operations come from the generators of the shared
performance folder. Every line says its target; the exit code is 1 where one is missed.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from xml.sax.saxutils import quoteattr

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = "import click, lxml.etree, jinja2, docx"
HEAD = (
    '<module xmlns="urn:modellaw:amendment:1" xmlns:akn="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" id="{0}" title="{0}" law="" '
    'version="1" date="2024-01-0{1}" author="Module {1}">\n'
)
FIVE = ("consolidated.xml", "consolidated.docx", "consolidated.html", "redline.docx", "redline.html")


def cpu(command: list[str]) -> tuple[float, float]:
    """CPU seconds of a process and its peak memory in MB; it must succeed."""
    pid = os.posix_spawn(command[0], command, {**os.environ, "PYTHONHASHSEED": "0"},
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])  # fmt: skip
    _, status, usage = os.wait4(pid, 0)
    assert status == 0, f"{command} failed"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(what: str, target: float, candidate: list[str], floor: str = LIBRARIES, rounds: int = 11) -> bool:
    """Says what a process costs against the floor, which only imports something; whether it keeps to the target."""
    cpu(candidate)
    pairs = [(cpu([sys.executable, "-c", floor])[0], cpu(candidate)[0]) for _ in range(rounds)]
    least, own = median(a for a, _ in pairs), median(b for _, b in pairs)
    return told(f"{what}: {own * 1000:.0f} ms, floor {least * 1000:.0f} ms", own / least, target, "x")


def told(what: str, value: float, target: float, unit: str) -> bool:
    """Says a number and its target; whether it keeps to it."""
    kept = value <= target
    print(f"{what}, {value:.2f}{unit} (target {target:.5g}{unit}{'' if kept else ', MISSED'})", flush=True)
    return kept


def synthetic(folder: Path, scale: int, operations: int) -> list[str]:
    """A generated law and two modules of operations on it, as files; the paths."""
    tools = Path(os.environ["MODELLAW_SHARED"]) / "perf"
    data = folder / "data"
    data.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, str(tools / "gen.py"), "--scale", str(scale), "--seed", "7", "--out", str(data)], check=True, capture_output=True
    )
    subprocess.run([sys.executable, str(tools / "gen_ops.py"), str(scale), str(operations)], check=True, capture_output=True, cwd=folder)
    paths = [str(data / f"law_{scale}x_a.xml")]
    for number in (1, 2):
        ops = json.loads((data / f"mod_{scale}x_{number}.json").read_text())["ops"]
        changes = "".join(f'<change id="m{number}-{i}">{_operation(op, f"m{number}__{i}")}</change>\n' for i, op in enumerate(ops))
        path = data / f"module_{number}.xml"
        path.write_text(f"{HEAD.format(f'm{number}', number)}{changes}</module>")
        paths.append(str(path))
    return paths


def _operation(op: dict[str, str], wid: str) -> str:
    target = quoteattr(op["target"])
    match op["op"]:
        case "substitute":
            return f'<replace-text target={target} find={quoteattr(op["old"])} with={quoteattr(op["new"])} occurrence="first" scope="own"/>'
        case "heading":
            return f"<heading target={target} to={quoteattr(op['new'])}/>"
        case "repeal":
            return f"<repeal target={target}/>"
        case "insert-after":
            text = f"<akn:content><akn:p>{op['text'].replace('&', '&amp;')}</akn:p></akn:content>"
            return f'<insert after={target}><akn:{op["kind"]} wId="{wid}"><akn:num>{op["num"]}</akn:num>{text}</akn:{op["kind"]}></insert>'
        case _:
            text = f"<akn:heading>{op['heading']}</akn:heading><akn:content><akn:p>{op['text'].replace('&', '&amp;')}</akn:p></akn:content>"
            return f'<insert after={target}><akn:section wId="{wid}">{text}</akn:section></insert>'


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "modellaw", *arguments]


def copied(folder: Path) -> Path:
    """The project of this repository, without a build."""
    for name in ("source", "amendments", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "modellaw.toml", folder)
    return folder


def measure_build(folder: Path) -> bool:
    return compare("all editions and outputs", 10, command("build", "--force", "--project", str(copied(folder))))


def measure_unchanged(folder: Path) -> bool:
    cpu(command("build", "--project", str(copied(folder))))
    return compare("a build in which nothing has changed", 2, command("build", "--project", str(folder)), rounds=21)


def measure_help(_: Path) -> bool:
    return compare("--help", 1.5, command("--help"), "import click", rounds=31)


def measure_edition(folder: Path) -> bool:
    law, *modules = synthetic(folder, 1, 40)
    listed = ", ".join(f'"{path}"' for path in modules)
    (folder / "modellaw.toml").write_text(f'law = "{law}"\nmodules = [{listed}]\n')
    only = [part for name in FIVE for part in ("--only", name)]
    return compare("five files of 25,000 words under 2 modules of 40", 2.5, command("build", "--project", str(folder), *only))


def measure_growth(folder: Path) -> bool:
    small: float = 0
    kept = []
    for scale in (1, 10, 100):
        law, *modules = synthetic(folder, scale, 40)
        runs = [_engine(law, modules) for _ in range(5 if scale < 100 else 3)]
        time, memory = median(t for t, _ in runs), max(m for _, m in runs)
        size = os.path.getsize(law) / 1e6
        small = small or time
        kept += [
            told(f"engine and Akoma Ntoso, {scale}x ({size:.1f} MB): {time * 1000:.0f} ms", time / small, 1.15 * scale, "x"),
            told(f"    peak memory, {scale}x", memory, 60 + 20 * size, " MB"),
        ]
    return all(kept)


def _engine(law: str, modules: list[str]) -> tuple[float, float]:
    """CPU seconds from the read law to the written redline, and the peak memory of the process."""
    code = (
        "import sys,time,resource,gc\n"
        "gc.disable()\n"  # as the command line does
        "from modellaw.build import read_law, read_modules\n"
        "from modellaw.amend.apply import apply_modules\nfrom modellaw.writers.akn import akn_bytes\n"
        "law=read_law(sys.argv[1],valid=False); mods=read_modules(sys.argv[2:])\n"
        "t=time.process_time(); akn_bytes(apply_modules(law,mods).law)\n"
        "print(time.process_time()-t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, law, *modules], check=True, capture_output=True, text=True)
    time, memory = map(float, done.stdout.split())
    return time, memory


def measure_operations(folder: Path) -> bool:
    """Four times the operations: four times the work where it is linear, sixteen times where it is quadratic."""
    times = []
    for count in (250, 500, 1000):
        law, *modules = synthetic(folder, 10, count)
        times.append(median(_engine(law, modules)[0] for _ in range(3)))
        print(f"{2 * count} operations on the 10x law: {times[-1] * 1000:.0f} ms")
    return told("2,000 operations against 500", times[-1] / times[0], 6, "x")


MEASURES = {
    "build": measure_build,
    "unchanged": measure_unchanged,
    "help": measure_help,
    "edition": measure_edition,
    "growth": measure_growth,
    "operations": measure_operations,
}


def main() -> None:
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "modellaw")], check=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unknown = set(sys.argv[1:]) - MEASURES.keys()
    if unknown:
        sys.exit(f"usage: speed.py [{' | '.join(MEASURES)}]...")
    kept = []
    for name in sys.argv[1:] or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            kept.append(MEASURES[name](Path(folder)))
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
