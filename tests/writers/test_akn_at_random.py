"""Laws marked at random, from made-up ones and from the real cases: valid as written, and read back exactly."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit import content, law, paragraph, schedule, section, subsection, table

from modellaw.model.nodes import Block, Carried, CarriedInline, Group, Law, Paragraph, Provision, Run, Wrap
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers.akn import akn_bytes
from writers.akn_marker import marked


def small_law() -> Law:
    """A law with something of everything."""
    emphasis = (Wrap("b", (("eId", "b_1"),)), Wrap("i"))
    line = Paragraph(
        (*content("The [court] may *term* {s1|section 1}, ^a note^ and "), Run("stress", emphasis), CarriedInline("<!-- x -->"))
    )
    items = tuple(Provision("item", f"i{n}", (Paragraph((Run(f"({n})"),), "num"), Paragraph((Run("item"),)))) for n in (1, 2))
    listed = Group("blockList", (Paragraph(content("These:"), "listIntroduction"), *items))
    blocks: tuple[Block, ...] = (
        section("s1", "1", "Before:", subsection("s1a", "(1)", "One.", paragraph("s1aa", "(a)", "two"), "after"), heading="Heading"),
        section("s2", "2", Group("content", (line, listed, table(("a", "b"), ("c", "d")), Carried("<!-- y -->")))),
        section("s3", "3", "Only ^note^ text."),
    )
    return law(*blocks)


def proved(law: Law, random: Random, rate: float) -> None:
    """Prove that a law marked at random is written validly and read back exactly."""
    tree = marked(law, random, rate)
    data = akn_bytes(tree)
    validate_akn(data)
    assert read_akn(data) == tree


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.sampled_from([0.05, 0.2, 0.5, 0.9]))
def test_a_small_law_marked_anyhow(seed: int, rate: float) -> None:
    proved(small_law(), Random(seed), rate)


@pytest.mark.parametrize("seed", range(5))
def test_a_schedule_marked_anyhow(seed: int) -> None:
    inner = schedule("sch1", "text", section("z", "1", "x"), table(("a", "b")))
    base = law(section("s1", "1", "x"))
    (act,) = base.document.blocks
    assert isinstance(act, Group)
    attached = Group("act", (*act.blocks, Group("attachments", (inner,))), act.attributes)
    proved(Law(Group("akomaNtoso", (attached,), base.document.attributes), base.facts), Random(seed), 0.4)


def test_every_real_document_marked_anyhow(shared: Path) -> None:
    files = [file for file in sorted((shared / "cases" / "akn").glob("*.xml")) if file.stat().st_size < 60_000]
    assert len(files) >= 50
    for number, file in enumerate(files):
        proved(read_akn(file.read_bytes()), Random(number), (0.05, 0.3)[number % 2])
