"""The blocks of code in a page of Markdown, and whether the page says visibly that one is not run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```$", re.M | re.S)
_NOT_RUN = re.compile(r"\*\(not run by the tests: (.+?)\)\*\s*\Z", re.S)
_EXITS = re.compile(r"#\s*exits with (\d+)")


@dataclass(frozen=True)
class Code:
    """A block: where it stands, its language, its lines, and the reason why it is not run ("" when it is)."""

    page: str
    line: int
    language: str
    text: str
    reason: str


def blocks_of(path: Path, root: Path) -> Iterator[Code]:
    """Every block of a page; the reason stands in the line before it, in italics and brackets, for every reader to see."""
    page = path.read_text()
    for found in _FENCE.finditer(page):
        before = page[: found.start()].rstrip()
        said = _NOT_RUN.search(before)
        text = "\n".join(line.removeprefix(found[1]) for line in found[3].splitlines())
        yield Code(str(path.relative_to(root)), page[: found.start()].count("\n") + 1, found[2], text, said[1] if said else "")


def script(blocks: list[Code]) -> str:
    """One shell script of some blocks: it stops at the first line that does not exit as the page says, and names it."""
    out = ["set -uo pipefail"]
    for block in blocks:
        for number, command in _commands(block.text):
            said = _EXITS.search(command)
            place = f"{block.page}:{block.line + number}"
            out += [command, f'code=$?; [ $code = {said[1] if said else 0} ] || {{ echo "{place}: exit code $code" >&2; exit 99; }}']
    return "\n".join(out) + "\n"


def _commands(text: str) -> Iterator[tuple[int, str]]:
    """The commands of a block with the number of their first line: lines that go on after a backslash, and documents up to END, are one."""
    lines = enumerate(text.splitlines(), 1)
    for number, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        while line.endswith("\\") or ("<<'END'" in line and not line.endswith("\nEND")):
            line += "\n" + next(lines)[1]
        yield number, line
