"""What comes back from Word costs: the matrix of thirty reviewers' files of the full edition, one captured file, five files merged.

usage: python benchmarks/back.py [matrix] [capture] [merge]

Seconds by the clock, medians of three; building the editions to compare with is part of each. Thirty files have 500 comments and
1,000 edits together. Target: the matrix in at most 20 s on two cores.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT / "tests")  # not this folder, which has a docx of its own

import docx  # noqa: E402
from edits import Edited  # noqa: E402  (the tests' editor of Word files)

FILES, COMMENTS, EDITS = 30, 500, 1_000


def spent(*arguments: str) -> float:
    """Seconds that a command takes, with the processes that it starts."""
    before = perf_counter()
    done = subprocess.run([sys.executable, "-m", "modellaw", *arguments, "--project", str(ROOT)], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return perf_counter() - before


def reviewed(data: bytes, path: Path, author: str, comments: int, edits: int, chosen: random.Random) -> None:
    """A file with comments and tracked edits of one reviewer, at places of his own."""
    document = docx.Document(BytesIO(data))
    lines = [p for p in document.paragraphs if p.runs and len(p.runs[-1].text.split()) > 8 and p._p.xpath("./w:bookmarkStart")]
    for number, paragraph in enumerate(chosen.sample(lines, comments)):
        document.add_comment(paragraph.runs[-1], f"Remark {number} of {author}", author=author, initials=author[:2])
    document.save(str(path))
    made = Edited(path.read_bytes(), author)
    done = 0
    texts = [paragraph.runs[-1].text for paragraph in lines]  # a comment puts an empty run behind
    for text in chosen.sample([text for text in texts if len(text.split()) > 8], edits * 3):
        words = text.split()
        try:
            made.replace(f" {words[2]} ", f" {words[2]} or other ", " ".join(words[:6]))
        except (AssertionError, StopIteration):
            continue
        done += 1
        if done == edits:
            break
    assert done == edits
    path.write_bytes(made.bytes())


def main() -> None:
    """The command line."""
    wanted = sys.argv[1:] or ["matrix", "capture", "merge"]
    chosen = random.Random(7)
    subprocess.run([sys.executable, "-m", "modellaw", "build", "--project", str(ROOT), "--edition", "full", "--only", "consolidated.docx"],
                   check=True, capture_output=True)  # fmt: skip
    data = (ROOT / "build/full/consolidated.docx").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"state-{number}.docx" for number in range(FILES)]
        for number, path in enumerate(files):
            comments = COMMENTS // FILES + (number < COMMENTS % FILES)
            reviewed(data, path, f"State {number}", comments, EDITS // FILES + (number < EDITS % FILES), chosen)
        names = [str(path) for path in files]
        commands = {"matrix": ["comments", *names, "-o", f"{folder}/matrix"],
                    "capture": ["capture", names[0], "--module", "cap", "-o", f"{folder}/cap.xml", "--force"],
                    "merge": ["merge", *names[:5], "-o", f"{folder}/merged.docx"]}  # fmt: skip
        for name in wanted:
            print(f"{name}: {median(spent(*commands[name]) for _ in range(3)):.1f} s")


if __name__ == "__main__":
    main()
