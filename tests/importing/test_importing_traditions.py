"""Laws as many legal traditions print them: closing provisions without a number, headings beside, above or behind the number.

A law is a file of ``traditions``; the numbers and headings that it has are beside it, a point for each level.
"""

from pathlib import Path

import pytest

from modellaw.importing.imports import import_law
from modellaw.model.address import heading_text, number_text
from modellaw.model.nodes import Block, Provision
from modellaw.model.walk import children

LAWS = sorted((Path(__file__).parent / "traditions").glob("*.txt"))


def levels(block: Block, depth: int = 0) -> list[str]:
    out: list[str] = []
    for inner in children(block):
        words = " ".join(filter(None, (number_text(inner), heading_text(inner)))) if isinstance(inner, Provision) else ""
        if words:
            out.append(". " * depth + words)
        out += levels(inner, depth + bool(words))
    return out


@pytest.mark.parametrize("path", LAWS, ids=lambda path: path.stem)
def test_a_law_has_its_levels(path: Path) -> None:
    assert levels(import_law(path.read_bytes(), path.name).law.document) == path.with_suffix(".levels").read_text("utf-8").splitlines()


def test_what_ends_a_law_is_a_division_of_its_own_and_its_ordinals_are_articles() -> None:
    path = next(path for path in LAWS if path.stem == "mexican_transitorios")
    body = next(b for b in children(children_of_act(path)) if getattr(b, "name", "") == "body")
    last = [block for block in children(body) if isinstance(block, Provision)][-1]
    assert (last.level, heading_text(last)) == ("transitional", "TRANSITORIOS")
    assert [(p.level, p.wid) for p in children(last) if isinstance(p, Provision)] == [
        ("article", "trans_1__art_PRIMERO"),
        ("article", "trans_1__art_SEGUNDO"),
        ("article", "trans_1__art_TERCERO"),
    ]


def children_of_act(path: Path) -> Block:
    return next(iter(children(import_law(path.read_bytes(), path.name).law.document)))
