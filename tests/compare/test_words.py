"""The difference of two lines."""

from hypothesis import given
from hypothesis import strategies as st

from modellaw.comparing.words import difference, marked
from modellaw.model.changes import View
from modellaw.model.nodes import Run
from modellaw.model.views import content_as

LINES = st.lists(st.sampled_from(["the", "court", "shall", "may", "give", ",", "(2)", "notice", "Ärzte"]), max_size=12).map(" ".join)


def runs(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()


@given(LINES, LINES)
def test_reject_gives_the_old_line_and_accept_the_new_one(old: str, new: str) -> None:
    line = marked(runs(old), runs(new), "c")
    assert content_as(line, View.ORIGINAL) == runs(old)
    assert content_as(line, View.AMENDED) == runs(new)


@given(st.text("abc", max_size=10), st.text("abc", max_size=10))
def test_the_difference_is_minimal(old: str, new: str) -> None:
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            longest[i + 1][j + 1] = longest[i][j] + 1 if a == b else max(longest[i][j + 1], longest[i + 1][j])
    hunks = difference(old, new)
    cost = sum(h.end - h.start + h.new_end - h.new_start for h in hunks)
    assert cost == len(old) + len(new) - 2 * longest[len(old)][len(new)]


def test_only_the_added_words_are_marked() -> None:
    line = marked(runs("shall be in writing."), runs("shall be in writing or in electronic form."), "c")
    assert [run.text for run in line if isinstance(run, Run) and run.trace.inserted] == [" or in electronic form"]
    assert not any(run.trace.deleted for run in line)


def test_no_word_is_cut_in_half() -> None:
    line = marked(runs("a licence"), runs("a license"), "c")
    assert [run.text for run in line if isinstance(run, Run)] == ["a ", "licence", "license"]


def test_no_number_is_cut_at_its_points_and_commas() -> None:
    line = marked(runs("pays $10,000,000 (1.5 per cent), or 2.1.3."), runs("pays $12,500,000 (1.7 per cent), or 2.2.3."), "c")
    told = [run.text for run in line if isinstance(run, Run) and run.trace]
    assert told == ["10,000,000", "12,500,000", "1.5", "1.7", "2.1.3", "2.2.3"]


def test_each_sign_of_a_text_without_blanks_is_marked_for_itself() -> None:
    line = marked(runs("不得拒绝主管机关执行请求。"), runs("不得延迟主管机关执行任何请求。"), "c")
    told = [(inline.text, inline.trace.inserted, inline.trace.deleted) for inline in line if isinstance(inline, Run)]
    assert told == [("不得", "", ""), ("拒绝", "", "c"), ("延迟", "c", ""), ("主管机关执行", "", ""), ("任何", "c", ""), ("请求。", "", "")]
