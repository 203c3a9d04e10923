"""Documents of every type under modules: what is written is valid, whatever of them goes, or they are refused before."""

from __future__ import annotations

import re
from random import Random

import pytest
from kit import META, after, dump, holds, module, p, schedule, section
from readers.akn_from_schema import DOCUMENTS, Document

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    Insert,
    InsertSchedule,
    Move,
    OmitColumn,
    OmitRow,
    OmitText,
    Operation,
    Part,
    Position,
    Repeal,
    ReplaceNote,
    ReplaceText,
    Scope,
    Split,
    Substitute,
    TablePlace,
    Where,
    Words,
    Wrap,
)
from modellaw.checks import check_law
from modellaw.errors import AmendmentError, AmendmentErrors
from modellaw.model.nodes import AKN, Group, Law, Paragraph, Provision, Run
from modellaw.model.walk import provisions
from modellaw.project import Numbering
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.steps import amended
from modellaw.writers.akn import akn_bytes


def document(inner: str, kind: str = "act") -> Law:
    """A law of a document type, its metadata put before what is given."""
    named = 'name="x"' if kind != "portion" else 'includedIn="/akn/xx/act/t"'
    law = f'<akomaNtoso xmlns="{AKN}"><{kind} {named}>{META}{inner}</{kind}></akomaNtoso>'.encode()
    validate_akn(law)
    return read_akn(law)


def numbered(wid: str, level: str = "section", inner: str = "<content><p>Words.</p></content>") -> str:
    """A provision in XML."""
    return f'<{level} eId="{wid}"><num>{wid}</num>{inner}</{level}>'


def consolidated(base: Law, *operations: Operation) -> str:
    """The consolidated text as a dump, after proof that the law holds and that what is written is valid."""
    law = amended(holds(base, module("m", *operations)).law, base)
    validate_akn(akn_bytes(law))
    return dump(law)


JUDGMENT = (
    f"<header><p>The court</p></header><judgmentBody><background>{numbered('b1', 'paragraph')}</background>"
    f"<arguments><p>They say.</p>{numbered('a1', 'paragraph')}</arguments><decision>{numbered('d1', 'paragraph')}</decision></judgmentBody>"
)


def test_a_part_of_a_judgment_may_lose_its_last_provision() -> None:
    base = document(JUDGMENT, "judgment")
    assert consolidated(base, Repeal("b1"), Repeal("a1")).split() == ["The", "court", "They", "say.", "d1", "Words."]
    assert consolidated(base, Move("d1", Position(Where.AFTER, "a1"))).endswith("d1 Words.")
    with pytest.raises(AmendmentError, match="take out every provision of the law"):
        consolidated(document(JUDGMENT.replace("<p>They say.</p>", ""), "judgment"), Repeal("b1"), Repeal("a1"), Repeal("d1"))


def test_an_annex_may_lose_its_last_provision_and_an_annex_of_an_annex_too() -> None:
    def annex(wid: str, more: str = "") -> str:
        doc = f'<doc name="annex">{META}<mainBody>{numbered("p" + wid)}</mainBody>{more}</doc>'
        return f'<attachments><attachment eId="{wid}"><heading>Annex {wid}</heading>{doc}</attachment></attachments>'

    base = document(f"<body>{numbered('s1')}</body>" + annex("a", annex("b")))
    assert consolidated(base, Repeal("pb")).split("\n")[-2:] == ["    Annex b", "      "] or consolidated(base, Repeal("pb")).endswith(
        "Annex b"
    )
    assert "Annex a" in consolidated(base, Repeal("pa"), Repeal("pb"))


def test_an_act_in_a_schedule_and_the_law_itself_keep_a_provision() -> None:
    act = f'<act name="x">{META}<body>{numbered("t1")}</body></act>'
    schedules = f'<attachments><attachment eId="a"><heading>Treaty</heading>{act}</attachment></attachments>'
    base = document(f"<body>{numbered('s1')}</body>{schedules}")
    for wid, message in (("t1", "every provision of the schedule “a”"), ("s1", "every provision of the law")):
        with pytest.raises(AmendmentError, match=message):
            consolidated(base, Repeal(wid))
    assert consolidated(base, Repeal("a", text="[Repealed]")).endswith("Treaty\n  text [Repealed]")
    assert consolidated(base, Repeal("t1", text="[Repealed]")).endswith("Treaty\n  t1 [Repealed]")


def test_a_schedule_stands_behind_the_conclusions_of_its_own_document() -> None:
    bodies = {"act": f"<body>{numbered('s1')}</body><conclusions><p>Done.</p></conclusions>", "judgment": JUDGMENT}
    for kind, body in bodies.items():
        new = schedule("m__a", "New.", heading="Annex")
        assert consolidated(document(body, kind), InsertSchedule("", new)).endswith("Annex\n  New.")
    with pytest.raises(AmendmentErrors, match="a portion of a law has no schedules"):
        consolidated(document(f"<portionBody>{numbered('s1')}</portionBody>", "portion"), InsertSchedule("", new))


def test_a_list_in_a_footnote_is_changed_like_other_words() -> None:
    items = '<blockList eId="l"><item eId="i"><num>(a)</num><p>alpha</p></item><item eId="j"><p>beta</p></item></blockList>'
    note = f'<authorialNote marker="1">{items}</authorialNote><authorialNote marker="2"><p>gamma</p></authorialNote>'
    base = document(f"<body>{numbered('s1', inner=f'<content><p>Words{note}.</p></content>')}</body>")
    words = [OmitText(Words("s1", word, scope=Scope.NOTES)) for word in ("beta", "gamma")]
    assert "delta" in consolidated(base, ReplaceText(Words("", "alpha", scope=Scope.NOTES), (Run("delta"),)), *words)


def test_a_list_or_a_caption_in_a_table_stays_valid_and_keeps_its_words() -> None:
    cell = '<blockList eId="l"><item eId="i"><p>alpha</p></item><item eId="j"><p>beta</p></item></blockList>'
    rows = f"<table><caption>Fees</caption><tr><td>{cell}</td><td><p>gamma</p></td></tr></table>"
    base = document(f"<body>{numbered('s1', inner=f'<content><p>Words.</p>{rows}</content>')}</body>")
    assert "alpha" not in consolidated(base, OmitText(Words("i", "alpha")))
    assert consolidated(base, OmitRow(TablePlace("s1"), 1)) == "s1 Words.\n  Fees"
    assert consolidated(base, OmitColumn(TablePlace("s1"), 1), OmitColumn(TablePlace("s1"), 1)) == "s1 Words.\n  Fees"


def test_a_footnote_that_holds_a_list_becomes_another_one() -> None:
    note = '<authorialNote marker="1"><blockList eId="l"><item eId="i"><p>alpha</p></item></blockList></authorialNote>'
    base = document(f"<body>{numbered('s1', inner=f'<content><p>Words{note}.</p></content>')}</body>")
    assert "^beta^" in consolidated(base, ReplaceNote("s1", 1, (p("beta"),)))


def test_what_would_leave_no_valid_list_is_refused() -> None:
    inner = '<blockList eId="k"><listIntroduction>These:</listIntroduction>{}<listWrapUp>and more</listWrapUp></blockList>'
    nested = f'<blockList eId="l"><item eId="i"><num>(a)</num>{inner.format(numbered("j", "item", "<p>alpha</p>"))}</item></blockList>'
    base = document(f"<body>{numbered('s1', inner=f'<content>{nested}</content>')}</body>")
    for operation, message in (
        (Split("i", (Part("", "m__p", child="j"),)), "the list would have no item before the new provision"),
        (Split("i", (Part("", "m__p", "more"),)), "the list would have no item in the new provision"),
        (Wrap("s1", "hcontainer", "(1)", "m__w"), "text is not wrapped in a hcontainer"),
        (Wrap("s1", "attachment", "(1)", "m__w"), "text is not wrapped in a schedule"),
    ):
        with pytest.raises(AmendmentErrors, match=message):
            consolidated(base, operation)
    assert consolidated(base, Substitute("i", (p("Opening."),), opening=True)).startswith("s1 (a)\n    Opening.\n    These:")


def test_a_preamble_that_holds_nothing_any_more_is_gone() -> None:
    base = document(f'<preamble><recitals><recital eId="r1"><p>Whereas.</p></recital></recitals></preamble><body>{numbered("s1")}</body>')
    assert consolidated(base, Repeal("r1")) == "s1 Words."


def test_a_portion_may_hold_several_provisions_and_their_ids_stay() -> None:
    chapter = numbered("chp_3", "chapter", numbered("sec_301") + numbered("sec_302"))
    base = document(f"<portionBody>{chapter}</portionBody>", "portion")
    moved = Move("sec_302", Position(Where.AFTER, "chp_3"))
    new = Insert(Position(Where.BEFORE, "chp_3"), (section("m__s", "Section 300", "New."),))
    assert after(base, module("m", moved)) == "chp_3\n  sec_301 Words.\nsec_302 Words."
    law = amended(holds(base, module("m", moved, new)).law, base)
    validate_akn(akn_bytes(law))
    again = read_akn(akn_bytes(law))
    ids = {one.wid: dict(one.attributes)["eId"] for one in provisions(again)}
    assert ids == {"portion-body-m__s": "portion-body_1", "m__s": "sec_300", "chp_3": "chp_3", "sec_301": "sec_301", "sec_302": "sec_302"}
    law = amended(holds(again, module("n", Repeal("m__s"))).law, again)
    assert {one.wid: dict(one.attributes)["eId"] for one in provisions(law)} == {wid: eid for wid, eid in ids.items() if wid != "m__s"}
    assert consolidated(base, Substitute("chp_3", (section("m__s", "Section 1", "All."),))) == "Section 1 All."
    recital = document('<portionBody><recital eId="r"><p>Whereas.</p></recital></portionBody>', "portion")
    with pytest.raises(AmendmentErrors, match="a section cannot stand beside what this portion holds"):
        holds(recital, module("m", Insert(Position(Where.AFTER, "r"), (section("m__s", "1", "x"),))))


def anything(random: Random, law: Law) -> Operation:
    """An operation on some provisions of a law."""
    one, other = (random.choice(list(provisions(law))) for _ in range(2))
    wid = f"m__{random.randrange(10**9)}"
    words = Paragraph((Run("New words."),))
    bare = one.level in {"item", "recital", "citation"}
    new = Provision(
        one.level,
        wid,
        (words,) if bare else (Group("content", (words,)),),
        (("wId", wid), ("name", "x"))[: 1 + (one.level == "hcontainer")],
    )
    new = schedule(wid, "New words.") if one.level == "attachment" else new
    where = random.choice((Where.AFTER, Where.BEFORE, Where.FIRST, Where.LAST))
    beside = random.choice((Where.AFTER, Where.BEFORE))
    return random.choice((
        Repeal(one.wid), Repeal(one.wid, text="[Repealed]"), Move(one.wid, Position(where, other.wid)), Substitute(one.wid, (new,)),
        Insert(Position(beside, one.wid), (new,)), Insert(Position(where, one.wid), (section(wid, "9", "New."),)),
        Insert(Position(Where.LAST, one.wid), (words,)), InsertSchedule("", schedule(wid, "New.", heading="Annex")),
    ))  # fmt: skip


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_whatever_a_module_does_to_a_document_is_valid_or_refused(kind: str) -> None:
    done = 0
    for seed in range(5):
        law = read_akn(Document(kind, seed, deep=6 + seed).bytes())
        random = Random(f"{kind}{seed}")
        for _ in range(6 if next(provisions(law), None) else 0):
            operations = [anything(random, law) for _ in range(random.choice((1, 1, 2, 4)))]
            try:
                marked = apply_modules(law, [module("m", *operations)]).law
                clean = amended(marked, law)
            except (AmendmentError, AmendmentErrors):
                continue
            done += 1
            holds(law, module("m", *operations))
            validate_akn(akn_bytes(clean))
    assert done


def test_references_by_eid_follow_where_the_wids_of_a_law_are_others() -> None:
    def to(eid: str, words: str) -> str:
        return f'<ref href="#{eid}">{words}</ref>'

    def text(words: str) -> str:
        return f"<content><p>{words}</p></content>"

    inner = f'<subsection eId="sec_2__subsec_1" wId="za__2_1"><num>(1)</num>{text(to("sec_1", "section 1"))}</subsection>'
    body = (
        f'<section eId="sec_1" wId="za__1"><num>1</num>{text(to("sec_2__subsec_1", "section 2(1)") + to("sec_3", "section 3"))}</section>'
        f'<section eId="sec_2" wId="za__2"><num>2</num>{inner}</section>'
        f'<section eId="sec_3" wId="za__3"><num>3</num>{text("Words.")}</section>'
    )
    base = document(f"<body>{body}</body>")
    first = Insert(Position(Where.BEFORE, "za__1"), (section("m__0", "", "New."),))
    marked = holds(base, module("m", first, Repeal("za__3")), numbering=Numbering.RENUMBER).law
    law = amended(marked, base)
    assert re.findall(r'<ref href="([^"]*)">([^<]*)', akn_bytes(law).decode()) == [
        ("#sec_3__subsec_1", "section 3(1)"), ("#za__3", "section 3"), ("#sec_2", "section 2")]  # fmt: skip
    assert [finding.code for finding in check_law(law)] == ["dangling-reference"]
