"""Real amendments against really published results: the neutral cases of the DC Code, each turned into a module and applied.

usage: python benchmarks/cases.py [FOLDER]     (FOLDER: the ``dc`` folder of the cases; default $MODELLAW_SHARED/cases/dc)

Every case is compared in text and structure (numbers, headings, text blocks, tables, their order) with the published text after the
law, the marked tree must give the text before when every change is rejected, and both must be valid Akoma
Ntoso. Prints counts per operation and every failure.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

from modellaw.amend.apply import apply_modules, carry_out
from modellaw.amend.desk import Desk, Sight
from modellaw.amend.lines import own_line
from modellaw.amend.locate import child_stubs
from modellaw.amend.ops import (
    EACH,
    LAST,
    Amendment,
    AmendmentModule,
    ChangeHeading,
    Insert,
    OmitText,
    Operation,
    Position,
    Renumber,
    Repeal,
    ReplaceText,
    Scope,
    Step,
    Substitute,
    Where,
    Words,
    Wrap,
)
from modellaw.amend.text import OpenLine
from modellaw.errors import ModelLawError
from modellaw.model.changes import Change, Module
from modellaw.model.nodes import Block, Cell, Group, Law, Paragraph, Provision, Row, Run, Table, attribute
from modellaw.model.views import accept, reject
from modellaw.model.walk import provisions, text_of
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.steps import amended
from modellaw.writers.akn import akn_bytes

Node = dict[str, Any]
LEVELS = {"section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "point", "indent", "level", "chapter", "subchapter",
          "title", "part", "subpart", "article", "subtitle"}  # fmt: skip


@dataclass
class Score:
    """What came of a set of cases: counts per operation, and for each failure its cause."""

    cases: int = 0
    equal: int = 0
    operations: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)


def dc_module(folder: Path, name: str) -> ModuleType:
    """``akn.py`` or ``replay.py`` of the cases, loaded from their folder."""
    spec = importlib.util.spec_from_file_location(f"dc_{name}", folder / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- from the neutral form


def block_of(node: Node, wid: str) -> Block:
    """A neutral node, text or table as a block of the model."""
    if "text" in node:
        return Paragraph((Run(node["text"]),) if node["text"] else ())
    if "table" in node:
        return Table(tuple(Row(tuple(Cell((Paragraph((Run(cell),) if cell else ()),)) for cell in row)) for row in node["table"]))
    level = node["kind"] if node["kind"] in LEVELS else "hcontainer"
    blocks: list[Block] = []
    if node["num"]:
        blocks.append(Paragraph((Run(node["num"]),), "num"))
    if node.get("heading"):
        blocks.append(Paragraph((Run(node["heading"]),), "heading"))
    inner = [block_of(child, f"{wid}.{number}") for number, child in enumerate(node["content"])]
    blocks += _grouped(inner, wid)
    name = (("name", node["kind"]),) if level == "hcontainer" else ()
    return Provision(level, wid, tuple(blocks), (*name, ("wId", wid)))


def _grouped(inner: list[Block], wid: str) -> list[Block]:
    """Text blocks under ``intro``, ``wrapUp`` or ``content`` according to where they stand, in a container among provisions."""
    places = [i for i, block in enumerate(inner) if isinstance(block, Provision)]
    if not places:
        return [Group("content", tuple(inner))] if inner else []
    out: list[Block] = [Group("intro", tuple(inner[: places[0]]))] if places[0] else []
    for number, (nested, part) in enumerate(groupby(inner[places[0] : places[-1] + 1], lambda block: isinstance(block, Provision))):
        text = Provision("hcontainer", f"{wid}.text{number}", (Group("content", tuple(part)),), (("name", "text"),)) if not nested else None
        out += [text] if text else part
    return [*out, Group("wrapUp", tuple(inner[places[-1] + 1 :]))] if places[-1] + 1 < len(inner) else out


def operation(op: Node, number: int, desk: Desk, sight: Sight, root: str) -> Operation:
    """A neutral operation as one of ours, its target looked up as the law stands now."""
    target = resolve(desk, sight, root, op["target"])
    kind, part = op["op"], op.get("part", "any")
    wid = f"dc__{number}"
    match kind:
        case "find_replace":
            occurrence = {"all": EACH, "first": 1, "last": LAST}.get(op.get("occurrence", "all")) if not str(
                op.get("occurrence", "all")).isdigit() else int(op["occurrence"])  # fmt: skip
            assert occurrence is not None
            scope = {"any": Scope.ALL, "text": Scope.OWN, "heading": Scope.HEADING}[part]
            expect = (op.get("count") or 0) if occurrence == EACH else 0
            words = Words(target, op["find"], occurrence, expect, scope)
            return ReplaceText(words, (Run(op["replace"]),)) if op["replace"] else OmitText(words)
        case "insert":
            blocks = tuple(block_of(node, f"{wid}.{i}") for i, node in enumerate(op["content"]))
            return Insert(_position(op["position"], desk, sight, target), blocks)
        case "replace" if op.get("part", "element") == "element":
            return Substitute(target, tuple(block_of(node, f"{wid}.{i}") for i, node in enumerate(op["content"])))
        case "replace" if part == "heading":
            return ChangeHeading(target, (Run(op["value"]),) if op["value"] else ())
        case "replace" if part == "text":
            return Substitute(target, tuple(block_of(node, wid) for node in op["content"]), opening=True)
        case "replace" if part == "num":
            return Renumber(target, op["value"])
        case "repeal":
            keep = op.get("keep_heading", desk.records[target].level == "section")
            return Repeal(target, text=op.get("text", "Repealed."), keep_heading=keep)
        case "remove":
            return Repeal(target)
        case "renumber":
            return Renumber(target, op["num"])
        case "wrap":
            return Wrap(target, "level", op["num"], wid)
        case _:
            raise ValueError(f"no counterpart for {kind} {part}")


def _position(position: Node, desk: Desk, sight: Sight, target: str) -> Position:
    for where in (Where.AFTER, Where.BEFORE):
        if where.value in position:
            return Position(where, _step(desk, sight, target, *position[where.value]))
    return Position(Where.FIRST if position["at"] in {"first", "start"} else Where.LAST, target)


def resolve(desk: Desk, sight: Sight, root: str, path: list[list[str]]) -> str:
    """The wid at a path of [kind, number] pairs from the root of the case."""
    key = root
    for kind, number in path[1:]:
        key = _step(desk, sight, key, kind, number)
    return key


def _step(desk: Desk, sight: Sight, key: str, kind: str, number: str) -> str:
    known = [(wid, desk.records[wid].level, _number(desk, sight, wid)) for _, _, wid in child_stubs(desk, sight, key)]
    for same in (
        lambda level, num: num == number and level == kind,
        lambda level, num: num == number,
        lambda level, num: re.sub(r"[\[\]]", "", num) == re.sub(r"[\[\]]", "", number or ""),
    ):
        found = [wid for wid, level, num in known if same(level, num)]
        if found:
            if len(found) > 1:
                raise ValueError(f"{len(found)} provisions {number} in {key}")
            return found[0]
    raise ValueError(f"no {kind} {number} in {key}")


def _number(desk: Desk, sight: Sight, wid: str) -> str:
    line = own_line(desk, sight, wid, "num")
    return OpenLine(desk, sight, line).text if line else ""


# --- and back


def neutral(provision: Provision) -> Node:
    """A plain provision in the neutral form, kinds left out."""
    out: Node = {"kind": "", "num": text_of(provision.number), "heading": text_of(provision.heading), "content": []}
    _contents(provision.blocks, out["content"])
    return out


def _contents(blocks: Iterable[Block], out: list[Node]) -> None:
    for block in blocks:
        match block:
            case Provision() if block.level == "hcontainer" and attribute(block.attributes, "name") == "text":
                _contents(block.blocks, out)
            case Provision():
                out.append(neutral(block))
            case Group():
                _contents(block.blocks, out)
            case Table():
                cells = [
                    [" ".join(text_of(b) for b in cell.blocks if isinstance(b, Paragraph)) for cell in row.cells] for row in block.rows
                ]
                out.append({"table": cells})
            case Paragraph() if block.name not in {"num", "heading"}:
                out.append({"text": text_of(block)})
            case _:
                pass


def without_kinds(node: Node) -> Node:
    """A normalised neutral tree without kinds."""
    return {**node, "kind": "", "content": [without_kinds(b) if "content" in b else b for b in node["content"]]}


# --- running


def marked_case(law: Law, steps: list[list[Node]]) -> Law:
    """The law marked by the operations of each step as a module. Raises ValueError for what cannot be carried out."""
    modules: list[AmendmentModule] = []
    root = next(provisions(law)).wid
    desk = Desk.of(law)
    number = 0
    for index, ops in enumerate(steps):
        name = f"law{index}"
        desk.module_of[name] = name
        sight = Sight(name, name, frozenset(f"law{i}" for i in range(index + 1)))
        done: list[Step] = []
        for op in ops:
            number += 1
            try:
                made = operation(op, number, desk, sight, root)
                carry_out(desk, sight, made)
            except (ModelLawError, ValueError) as error:
                raise ValueError(f"{op['op']}: {error}") from error
            done.append(Step(made))
        requires = (f"law{index - 1}",) if index else ()
        modules.append(AmendmentModule(Module(name, name, "", name, requires=requires), "", (Amendment(Change(name, name), tuple(done)),)))
    return apply_modules(law, modules).law


def run_case(law: Law, steps: list[list[Node]], after: Node, replay: ModuleType) -> str:
    """ "" when the law with the operations of each step as a module gives ``after``, else the cause."""
    root = next(provisions(law)).wid
    try:
        marked = marked_case(law, steps)
    except ValueError as error:
        return str(error)
    if reject(marked) != law:
        return "rejecting every change does not give the law before"
    found = neutral(next(p for p in provisions(accept(marked)) if p.wid == root))
    if without_kinds(replay.norm(found)) != without_kinds(replay.norm(after)):
        return "another text: " + _difference(replay.norm(found), replay.norm(after))
    try:
        for written in (marked, amended(marked, law)):
            validate_akn(akn_bytes(written))
    except ModelLawError as error:
        return f"not valid: {error}"
    return ""


def _difference(found: Node, wanted: Node) -> str:
    a, b = list(_flat(without_kinds(found))), list(_flat(without_kinds(wanted)))
    for x, y in zip([*a, "(end)"], [*b, "(end)"], strict=False):
        if x != y:
            return f"found {x[:150]!r}, published {y[:150]!r}"
    return "another nesting"


def _flat(node: Node) -> Iterator[str]:
    yield f"{node['num']} {node['heading']}".strip()
    for block in node["content"]:
        if "content" in block:
            yield from _flat(block)
        else:
            yield json.dumps(block.get("text", block.get("table")), ensure_ascii=False)


def cases(folder: Path) -> Iterator[tuple[str, Law, list[list[Node]], Node, list[Node]]]:
    """Every case: its name, the law before, the operations of each law, the text after, all operations."""
    akn = dc_module(folder, "akn")
    for case in sorted((folder / "cases").iterdir()):
        ops = json.loads((case / "ops.json").read_text())["ops"]
        law = read_akn((case / "before.akn.xml").read_bytes(), str(case))
        yield case.name, law, [ops], akn.from_akn((case / "after.akn.xml").read_bytes()), ops
    for file, key in (("extra-public.jsonl.gz", "before"), ("chains-public.jsonl.gz", "base")):
        with gzip.open(folder / file, "rt") as lines:
            for number, line in enumerate(lines):
                case = json.loads(line)
                law = read_akn(akn.to_akn(case[key], "/akn/us-dc/act/case", "2020-01-01"), file)
                steps = [step["ops"] for step in case["steps"]] if "steps" in case else [case["ops"]["ops"]]
                name = f"{file.split('-')[0]}-{case.get('case') or case.get('chain', number)}"
                yield name, law, steps, case["final" if "steps" in case else "after"], [op for ops in steps for op in ops]


def run(folder: Path, only: str = "") -> Score:
    """All cases of a folder, or those whose name begins with ``only``."""
    score = Score()
    replay = dc_module(folder, "replay")
    for name, law, steps, after, ops in cases(folder):
        if not name.startswith(only):
            continue
        score.cases += 1
        kinds = [f"{op['op']} {op['part']}" if op["op"] == "replace" else op["op"] for op in ops]
        score.operations.update(kinds)
        cause = run_case(law, steps, after, replay)
        if cause:
            score.failures.append((name, cause))
            score.failed.update(set(kinds))
        else:
            score.equal += 1
    return score


def main() -> int:
    shared = os.environ.get("MODELLAW_SHARED", "../shared")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(shared) / "cases" / "dc"
    score = run(folder, sys.argv[2] if len(sys.argv) > 2 else "")
    for kind, count in score.operations.most_common():
        print(f"{count:6} {kind:22} {score.failed[kind]} in failed cases")
    for name, cause in score.failures:
        print(f"FAILED {name}: {cause}")
    print(f"{score.equal} of {score.cases} cases equal, {sum(score.operations.values())} operations")
    return 1 if score.failures else 0


if __name__ == "__main__":
    sys.exit(main())
