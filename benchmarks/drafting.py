"""Real amending laws in their own words: how many of them `modellaw draft` reads to the text that was published.

usage: python benchmarks/drafting.py [FOLDER] [CASE]     (FOLDER: the ``dc`` folder of the cases; default $MODELLAW_SHARED/cases/dc)

Each law of the District of Columbia is put together again from what its instructions say and what they put in, with the sections of the
Code in the place of those of the acts that it amends, and read on the Code as it was. Laws that repeal are left out (the Code keeps the
numbers). Counts: ``equal`` to the Code as published; ``told`` what was not understood or cannot be carried out; ``other``, mostly since
the codifiers put citations of the Code in the place of the law's own.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cases

from modellaw.amend.apply import apply_modules
from modellaw.capturing.instructions import module_of
from modellaw.capturing.spoken import spoken_text
from modellaw.model.changes import Module
from modellaw.model.views import accept
from modellaw.model.walk import provisions
from modellaw.readers.akn import read_akn

_CODE = re.compile(
    r"\bSections? (?:[^()“”\"]|\((?!D\.\s?C\. (?:Official )?(?:Code|Law))[^()]*\))*?\((?:[^()]|\([^()]*\))*?D\. ?C\. Official Code (§§?) "
    r"([^()]*?(?:\([\w-]+\))*)\)",
    re.IGNORECASE,
)
_AMENDS = re.compile(r"amend|repeal|strik|insert|add|read")
_MODULE = Module("m", "", "2020-01-01", "Council")


def of_the_code(words: str) -> str:
    """Words with sections as the Code counts them: "Section 1-608.55" for "Section 855 (D.C. Official Code § 1-608.55)"."""
    return _CODE.sub(lambda found: f"Section{'s' if found[1] == '§§' else ''} {found[2].strip()}", words).replace("\n", " ")


def quoted(node: cases.Node) -> Iterator[str]:
    """A neutral node as the lines of a law."""
    head = " ".join(filter(None, (node.get("num"), node.get("heading"))))
    inside = list(node["content"])
    if head and not node.get("heading") and inside and "text" in inside[0]:
        head = f"{head} {inside.pop(0)['text']}"
    yield from (head,) if head else ()
    for block in inside:
        yield from (block["text"],) if "text" in block else quoted(block) if "content" in block else ("(a table)",)


def law_text(ops: list[cases.Node]) -> str:
    """The amending law that says the operations, "" where its words are not known."""
    lines: list[str] = []
    before: list[list[str]] = []
    for op in ops:
        said = [part for number, part in enumerate(op.get("instruction") or ()) if number or _AMENDS.search(part[1])]
        if not said:
            return ""
        for depth, (label, words) in enumerate(said):
            if before[: depth + 1] != said[: depth + 1]:
                lines.append(f"{'' if not depth or label.startswith('§') else f'{label} '}{of_the_code(words)}")
        before = said
        new = [line for node in op.get("content") or () for line in (quoted(node) if "content" in node else (node.get("text", ""),))]
        if new:
            inner = [re.sub('[“”"]', "'", line) for line in new]
            lines += [f"“{inner[0]}", *inner[1:]]
            lines[-1] += "”."
    return "\n".join(lines)


def drafted(law: str, before: bytes) -> cases.Node | None:
    """What an amending law makes of a provision, None where not all of it was understood."""
    base = read_akn(before)
    module, findings = module_of(spoken_text(law), base, _MODULE)
    if findings:
        return None
    return cases.neutral(next(provisions(accept(apply_modules(base, [module]).law))))


def run(folder: Path, only: str = "") -> Counter[str]:
    """What became of each law of a folder, or of those whose name begins with ``only``."""
    found: Counter[str] = Counter()
    akn, replay = (cases.dc_module(folder, name) for name in ("akn", "replay"))

    def plain(node: cases.Node) -> str:
        return re.sub(r'\\"|[“”]', "'", json.dumps(cases.without_kinds(replay.norm(node)), ensure_ascii=False))

    for case in sorted((folder / "cases").glob(f"{only}*")):
        ops = json.loads((case / "ops.json").read_text())["ops"]
        law = law_text(ops)
        if law and not any(op["op"] == "repeal" for op in ops):
            made = drafted(law, (case / "before.akn.xml").read_bytes())
            same = made is not None and plain(made) == plain(akn.from_akn((case / "after.akn.xml").read_bytes()))
            found["equal" if same else "other" if made else "told"] += 1
            if only:
                print(law)
    return found


if __name__ == "__main__":
    shared = os.environ.get("MODELLAW_SHARED", "../shared")
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(shared) / "cases" / "dc"
    print(dict(run(place, sys.argv[2] if len(sys.argv) > 2 else "").most_common()))
