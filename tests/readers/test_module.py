"""Amendment modules: every element becomes its operation, every fault says where, and the table agrees with the grammar."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from modellaw.amend.ops import (
    EACH,
    LAST,
    AmendmentModule,
    ChangeCell,
    ChangeHeading,
    ChooseOption,
    FillBlank,
    Insert,
    InsertColumn,
    InsertNote,
    InsertRow,
    InsertSchedule,
    InsertText,
    Join,
    Move,
    OmitColumn,
    OmitNote,
    OmitRow,
    OmitText,
    Part,
    Position,
    Renumber,
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
from modellaw.errors import InputError, Place
from modellaw.model.changes import Commencement, Status
from modellaw.model.nodes import Paragraph, Provision, Reference, Run
from modellaw.readers.module import read_module
from modellaw.writers.module import module_bytes

HEAD = (
    '<module xmlns="urn:modellaw:amendment:1" xmlns:akn="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" '
    'id="ee" title="Electronic evidence" law="/akn/un/act/x" version="0.1" date="2021-03-18" author="Group"{0}>\n'
)
CELL = "<akn:p>x</akn:p>"

GOOD = {
    '<repeal target="s1" upTo="s2" text="[Repealed]" keepHeading="true" digest="ab"/>': Repeal("s1", "s2", "[Repealed]", True, "ab"),
    '<replace-text target="s1" find="a" with="b"/>': ReplaceText(Words("s1", "a", EACH, 1), (Run("b"),)),
    '<replace-text target="law" find="a" with="b" occurrence="each" scope="heading"/>': ReplaceText(
        Words("", "a", EACH, 0, Scope.HEADING), (Run("b"),)
    ),
    '<replace-text target="s1" occurrence="2"><find>a </find><with>see <akn:ref href="#s2"/></with></replace-text>': ReplaceText(
        Words("s1", "a ", 2), (Run("see "), Reference("#s2"))
    ),
    '<insert-text target="s1" after="a" text=" b" occurrence="last"/>': InsertText(Words("s1", "a", LAST), (Run(" b"),)),
    '<insert-text target="s1" before="" text="b"/>': InsertText(Words("s1", "", EACH, 1), (Run("b"),), False),
    '<omit-text target="s1" find="a" expect="3"/>': OmitText(Words("s1", "a", EACH, 3)),
    '<heading target="s1" from="Old" to="New"/>': ChangeHeading("s1", (Run("New"),), "Old"),
    '<move target="s1" before="s0" number="Section 3"/>': Move("s1", Position(Where.BEFORE, "s0"), "", "Section 3"),
    '<renumber target="s1" number="(c)" upTo="s2"/>': Renumber("s1", "(c)", "s2"),
    '<wrap target="s1" level="subsection" number="(1)" wId="ee__1"/>': Wrap("s1", "subsection", "(1)", "ee__1"),
    '<split target="s1"><at before="and" number="(2)" wId="ee__2"/></split>': Split("s1", (Part("(2)", "ee__2", "and"),)),
    '<join target="s1" upTo="s2" runOn="false"/>': Join("s1", "s2", False),
    f'<insert-row target="s1" after="0"><akn:tr><akn:td>{CELL}</akn:td></akn:tr></insert-row>': InsertRow(
        TablePlace("s1"), 0, ((Paragraph((Run("x"),)),),)
    ),
    f'<insert-row target="s1" after="0"><akn:tr><akn:th>{CELL}</akn:th><akn:td>{CELL}</akn:td></akn:tr></insert-row>': InsertRow(
        TablePlace("s1"), 0, ((Paragraph((Run("x"),)),), (Paragraph((Run("x"),)),)), (0,)
    ),
    '<omit-row target="s1" table="2" row="3"/>': OmitRow(TablePlace("s1", 2), 3),
    '<insert-column target="s1" after="1"><cell>x</cell></insert-column>': InsertColumn(TablePlace("s1"), 1, ((Paragraph((Run("x"),)),),)),
    '<omit-column target="s1" column="3"/>': OmitColumn(TablePlace("s1"), 3),
    f'<cell target="s1" row="1" column="2">{CELL}</cell>': ChangeCell(TablePlace("s1"), 1, 2, (Paragraph((Run("x"),)),)),
    f'<insert-note target="s1" after="a">{CELL}</insert-note>': InsertNote(Words("s1", "a", EACH, 1), (Paragraph((Run("x"),)),)),
    f'<replace-note target="s1" note="2">{CELL}</replace-note>': ReplaceNote("s1", 2, (Paragraph((Run("x"),)),)),
    '<omit-note target="s1" note="2"/>': OmitNote("s1", 2),
    '<choose-option group="g" option="1"/>': ChooseOption("g", "1"),
    '<fill-blank name="state" with="X" target="s1"/>': FillBlank("state", (Run("X"),), "s1"),
}

BAD = {
    '<insert after="s1"><section wId="ee__1"><content><p>x</p></content></section></insert>': "(say <akn:section>: it is of Akoma Ntoso)",
    '<repel target="s1"/>': "<repel> is unknown in <change>, expected one of",
    "<repeal/>": "<repeal> needs the attribute target",
    '<repeal taget="s1"/>': "<repeal> has no attribute taget (did you mean target?)",
    "<insert><akn:p>x</akn:p></insert>": "<insert> says no place, expected exactly one of after, before, into",
    '<insert after="s1" before="s2"><akn:p>x</akn:p></insert>': "<insert> has after and before, expected exactly one of",
    '<insert after="s1"/>': "<insert> is empty",
    '<insert after="s1">words</insert>': "<insert> holds the words “words”, expected Akoma Ntoso blocks",
    '<replace-text target="s1" find="a" with="b" occurrence="third"/>': "occurrence=“third”, expected first, last, each or a number",
    '<replace-text target="s1" find="a" with="b" expect="two"/>': "expect=“two” is not a number from 1 up",
    '<replace-text target="s1" find="a" with="b" scope="headings"/>': "scope=“headings”, expected one of all,",
    '<omit-row target="s1" row="0"/>': "row=“0” is not a number from 1 up",
    '<commence date="tomorrow"/><repeal target="s1"/>': "date=“tomorrow” is not a date (write it as 2021-03-18)",
    '<split target="s1"><at number="(2)" wId="x"/></split>': "<at> is incomplete, expected exactly one of before, child",
}


def module(inside: str, extra: str = "") -> bytes:
    return f'{HEAD.format(extra)}<change id="ee-1">\n{inside}\n</change>\n</module>'.encode()


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(files("modellaw.schemas").joinpath("amendment.rng").read_bytes()))


@pytest.mark.parametrize("xml", GOOD)
def test_an_element_becomes_its_operation_and_keeps_the_grammar(xml: str, grammar: etree.RelaxNG) -> None:
    data = module(xml)
    ((step,),) = [amendment.steps for amendment in read_module(data, "ee.xml").amendments]
    assert step.operation == GOOD[xml]
    assert step.place.line == 3 and step.place.file == "ee.xml"
    assert grammar.validate(etree.fromstring(data)), grammar.error_log


def said(one: AmendmentModule) -> AmendmentModule:
    """A module without the places where its file says things."""
    amendments = tuple(replace(a, steps=tuple(replace(step, place=Place()) for step in a.steps)) for a in one.amendments)
    return replace(one, file="", amendments=amendments)


@pytest.mark.parametrize("xml", GOOD)
def test_what_is_written_is_read_back_in_the_grammar(xml: str, grammar: etree.RelaxNG) -> None:
    read = read_module(module(xml))
    data = module_bytes(read)
    assert said(read_module(data)) == said(read)
    assert grammar.validate(etree.fromstring(data)), grammar.error_log


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "amendments").glob("*.xml")), ids=lambda path: path.stem)
def test_our_modules_are_written_and_read_back(path: Path) -> None:
    read = read_module(path.read_bytes())
    assert said(read_module(module_bytes(read))) == said(read)


def test_white_space_pending_ignored_and_reasons_in_paragraphs_survive() -> None:
    inside = (
        '<rationale><p>One &amp; two.</p><p>“Three” &lt;</p></rationale><commence condition="when in force"/>'
        '<ignore reason="not agreed"><insert-text target="s1" after="a&#10;b" text=" x&#9;y "/></ignore>'
    )
    read = read_module(module(inside, ' requires="a b"'))
    assert said(read_module(module_bytes(read))) == said(read)
    pending = replace(
        read, amendments=tuple(replace(a, change=replace(a.change, status=Status.PENDING, reason="")) for a in read.amendments)
    )
    assert said(read_module(module_bytes(pending))) == said(pending)


@pytest.mark.parametrize("xml", BAD)
def test_a_fault_is_named_with_its_line_and_breaks_the_grammar(xml: str, grammar: etree.RelaxNG) -> None:
    data = module(xml)
    with pytest.raises(InputError) as caught:
        read_module(data, "ee.xml")
    assert BAD[xml] in str(caught.value) and str(caught.value).startswith("ee.xml:3: ")
    assert not grammar.validate(etree.fromstring(data))


def test_a_change_says_who_why_and_when() -> None:
    data = f"""{HEAD.format(' requires="base other"')}<change id="ee-1" title="T" recommendations="i k" anchors="Budapest 16, UNTOC 18(3)">
      <rationale><p>First
         reason.</p><p>Second.</p></rationale><commence condition="on notice"/>
      <ignore reason="open question"><repeal target="s1"/></ignore></change></module>""".encode()
    read = read_module(data)
    change = read.amendments[0].change
    assert read.module.requires == ("base", "other") and read.law == "/akn/un/act/x"
    assert change.rationale == "First reason.\nSecond." and change.anchors == ("Budapest 16", "UNTOC 18(3)")
    assert change.recommendations == ("i", "k") and change.commencement == Commencement("", "on notice")
    assert change.status is Status.IGNORED and change.reason == "open question"


def test_inserted_provisions_are_named_after_what_is_above_them() -> None:
    xml = """<insert after="s1"><akn:section wId="ee__new"><akn:num>Section 2A</akn:num><akn:subsection><akn:num>(1)</akn:num>
      <akn:content><akn:p>A.</akn:p></akn:content></akn:subsection></akn:section></insert>"""
    operation = read_module(module(xml)).amendments[0].steps[0].operation
    assert isinstance(operation, Insert) and isinstance(operation.blocks[0], Provision)
    inner = [block for block in operation.blocks[0].blocks if isinstance(block, Provision)]
    assert operation.blocks[0].wid == "ee__new" and inner[0].wid == "ee__new__subsec_1"
    with pytest.raises(InputError, match="the inserted section has no wId"):
        read_module(module('<insert after="s1"><akn:section/></insert>'))


def test_a_schedule_is_an_attachment() -> None:
    xml = '<insert-schedule after="x"><akn:attachment wId="ee__s"><akn:heading>S</akn:heading></akn:attachment></insert-schedule>'
    operation = read_module(module(xml)).amendments[0].steps[0].operation
    assert isinstance(operation, InsertSchedule) and operation.after == "x" and operation.schedule.wid == "ee__s"
    with pytest.raises(InputError, match="holds something else than one <akn:attachment>"):
        read_module(module(f'<replace-schedule target="x">{CELL}</replace-schedule>'))


def test_a_substitution_keeps_what_it_holds() -> None:
    operation = read_module(module(f'<substitute target="s1" part="opening">{CELL}</substitute>')).amendments[0].steps[0].operation
    assert operation == Substitute("s1", (Paragraph((Run("x"),)),), opening=True)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            module('<repeal target="a"/></change><change id="ee-1"><repeal target="b"/>'),
            "change id “ee-1” is there twice, first in line 2",
        ),
        (module('<insert after="a"><akn:p wId="x"/><akn:p wId="x"/></insert>'), "the wId “x” is there twice, first in line 3"),
        (module(""), "change ee-1 has no operation"),
        (module('<repeal target="a"/>').replace(b'id="ee-1"', b'id=" "'), "ee.xml:2: <change> has an empty id"),
        (
            module('<insert-row target="a" after="1"><akn:tr><akn:td><akn:subsection/></akn:td></akn:tr></insert-row>'),
            "ee.xml:3: <subsection> may not stand in a table",
        ),
        (module('<cell target="a" row="1" column="1"><akn:paragraph/></cell>'), "<paragraph> may not stand in a table"),
        (
            module('<insert-row target="a" after="1"><akn:tr><akn:td colspan="2"><akn:p/></akn:td></akn:tr></insert-row>'),
            "ee.xml:3: a cell of an inserted row spans others (give it a cell for each column of the table)",
        ),
        (module('<replace-text target="a" find="b" with="c" occurrence="²"/>'), "occurrence=“²”, expected first, last, each or a number"),
        (module('<commence date="2021-02-30"/><repeal target="a"/>'), "date=“2021-02-30” is not a date"),
        (
            module('<repeal target="a"/>').replace(b"2021-03-18", "٢٠٢١-03-18".encode()),
            "ee.xml:1: <module> date=“٢٠٢١-03-18” is not a date",
        ),
        (module('<wrap target="a" level="subsection" number="(1)" wId="a b"/>'), "ee.xml:3: wId=“a b” cannot name a provision"),
        (module('<insert after="a"><akn:section wId="ee 1"/></insert>'), "wId=“ee 1” cannot name a provision"),
        (b"<law/>", "not an amendment module: the root is <law>"),
        (b"<module", "not well-formed XML"),
    ],
)
def test_a_module_is_sound_as_a_whole(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_module(data, "ee.xml")
    assert message in str(caught.value)


def test_text_that_stands_in_no_content_is_told_where_it_goes() -> None:
    with pytest.raises(InputError) as error:
        read_module(module('<insert after="s1"><akn:section wId="ee__1"><akn:p>x</akn:p></akn:section></insert>'), "ee.xml")
    assert str(error.value).startswith("ee.xml:3: the text of the inserted section stands in nothing (put it into <akn:content>, or")
