"""A line that is broken in the source is one line of text."""

from dataclasses import replace

from kit import law, p, section

from modellaw.model.nodes import Block, Group, Note, Paragraph, Reference, Run, Wrap
from modellaw.model.spacing import in_one_line
from modellaw.model.walk import paragraphs_of, rewrite, text_of

BROKEN = (
    Run("\n    The Convention\n\t\t of  1975, "),
    Run("\n  in bold ", (Wrap("b"),)),
    Reference("#s1", (Run("\n section\n 1"),)),
    Run("\n  applies."),
    Note((p([Run("See\n  there. ")]),)),
    Run("\n"),
)


def test_a_break_with_the_blanks_around_it_is_one_blank_and_none_at_the_edges() -> None:
    def broken(block: Block) -> Block:
        return replace(block, content=BROKEN) if isinstance(block, Paragraph) and text_of(block) == "x" else block

    plain = law(section("s1", "1", "x"))
    document = rewrite(plain.document, broken)
    assert isinstance(document, Group)
    whole = in_one_line(replace(plain, document=document))
    lines = [text_of(line) for line in paragraphs_of(whole.document)]
    assert "The Convention of  1975, in bold section 1 applies." in lines and "See there." in lines
    assert in_one_line(whole) is whole and in_one_line(plain) is plain
