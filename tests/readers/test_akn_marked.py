"""Marked laws in Akoma Ntoso: valid by the strict schema, and read back exactly; the nasty cases by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from kit import META, law, p, paragraph, schedule, section, subsection, table
from lxml import etree

from modellaw.errors import InputError, OutputError
from modellaw.model.changes import Change, Commencement, Module, Status, Trace
from modellaw.model.nodes import (
    AKN,
    ML,
    Blank,
    Block,
    Carried,
    CarriedInline,
    Cell,
    Departure,
    Group,
    Inline,
    Law,
    Note,
    Paragraph,
    Provision,
    Reference,
    Row,
    Run,
    Table,
    Wrap,
)
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers.akn import akn_bytes

MODULES = (Module("a", "Module A", "2021-03-18", "Author A", "0.1", ("b", "c")), Module("b", "Module B", "", ""))
CHANGES = (Change("a-1", "a"), Change("a-2", "a"), Change("b-1", "b"))
NEW, OLD, BOTH = Trace("a-1"), Trace("", "b-1"), Trace("a-1", "b-1")
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def marked(*blocks: Block, base: Law | None = None) -> Law:
    """A law with these blocks as its body, and three changes of two modules."""
    base = base or law(section("s1", "1", "x"))
    (act,) = base.document.blocks
    assert isinstance(act, Group)
    parts = tuple(replace(part, blocks=blocks) if isinstance(part, Group) and part.name == "body" else part for part in act.blocks)
    document = replace(base.document, blocks=(replace(act, blocks=parts),))
    return replace(base, document=document, changes=CHANGES, modules=MODULES)


def there_and_back(marked: Law) -> etree._Element:
    """Proof that a marked law is written validly and read back as it was; gives what was written."""
    data = akn_bytes(marked)
    validate_akn(data)
    assert read_akn(data) == marked
    assert akn_bytes(read_akn(data)) == data
    return etree.fromstring(data)


def line(*inlines: Inline) -> Provision:
    """A section of one line."""
    return section("s1", "1", Group("content", (Paragraph(inlines),)))


def body(root: etree._Element) -> str:
    """The body as text, without white space between elements and without the declarations."""
    found = root.find(f".//{{{AKN}}}body")
    assert found is not None
    text = etree.tostring(found, encoding="unicode", with_tail=False).replace("\n", "")
    return text.replace(f' xmlns="{AKN}"', "").replace(f' xmlns:ml="{ML}"', "").replace(' eId="s1" wId="s1"', "")


def test_words_are_written_as_ins_and_del() -> None:
    root = there_and_back(marked(line(Run("a "), Run("b ", (), OLD), Run("c", (), NEW), Run("d", (), BOTH))))
    assert body(root) == (
        '<body><section><num>1</num><content><p>a <del ml:change="b-1">b </del><ins ml:change="a-1">c<del ml:change="b-1">d</del></ins></p>'
        "</content></section></body>"
    )


def test_marks_are_the_innermost_elements_around_words() -> None:
    bold = (Wrap("b"),)
    root = there_and_back(marked(line(Run("a", bold), Run("b", bold, NEW), Run("c", (), NEW))))
    assert '<p><b>a<ins ml:change="a-1">b</ins></b><ins ml:change="a-1">c</ins></p>' in body(root)


def test_every_inline_can_be_inserted_deleted_and_both() -> None:
    note = Note((p("note"), replace(p("more"), trace=NEW), Paragraph((Run("x"), Run("y", (), OLD)))), (("placement", "bottom"),))
    for trace in (NEW, OLD, BOTH):
        inlines: list[Inline] = [
            Reference("#s1", (Run("section 1"),), trace=trace),
            Blank("court", (Run("[court]"),), attributes=((f"{{{ML}}}name", "court"),), trace=trace),
            replace(note, trace=trace),
            CarriedInline(f'<eol xmlns="{AKN}" xmlns:ml="{ML}"/>', trace=trace),
            CarriedInline("<!-- why -->", trace=trace),
        ]
        root = there_and_back(marked(line(*inlines)))
        assert len(root.findall(f".//{{{AKN}}}p/{{{AKN}}}ins")) + len(root.findall(f".//{{{AKN}}}p/{{{AKN}}}del")) == 2


def test_words_inside_a_reference_or_a_blank_are_marked() -> None:
    runs = (Run("section "), Run("1", (), OLD), Run("2", (Wrap("b"),), NEW))
    root = there_and_back(marked(line(Reference("#s1", runs), Blank("[x]", runs), Blank("[y]", runs, "fillIn"))))
    assert '<ref href="#s1">section <del ml:change="b-1">1</del><b><ins ml:change="a-1">2</ins></b></ref>' in body(root)


def test_equal_neighbouring_elements_stay_apart_when_a_mark_comes_between() -> None:
    first, second = (Wrap("b"),), (Wrap("b", (), 1),)
    there_and_back(marked(line(Run("a", first), Run("new", (), NEW), Run("c", second))))
    there_and_back(marked(line(Run("a", second), Run("b", (*second, Wrap("i", (), 1)), NEW), Run("c", first))))


def test_an_element_that_a_mark_cuts_in_two_has_one_identifier() -> None:
    term = (Wrap("term", (("refersTo", "#t"), ("eId", "term_1"), (XML_ID, "t1"))),)
    root = there_and_back(marked(line(Run("a", term), Run("new", (), NEW), Run("c", term), Run("d", term, OLD))))
    assert [element.get("eId") for element in root.iter(f"{{{AKN}}}term")] == ["term_1", "term_1.2"]
    assert [element.get(XML_ID) for element in root.iter(f"{{{AKN}}}term")] == ["t1", "t1.2"]


def test_a_reference_replaced_by_itself_has_one_identifier_on_either_side() -> None:
    old = Reference("#s1", (Run("section 1"),), (("eId", "ref_1"),), trace=OLD)
    root = there_and_back(marked(line(old, replace(old, content=(Run("section 2"),), trace=NEW), replace(old, trace=BOTH))))
    assert [element.get("eId") for element in root.iter(f"{{{AKN}}}ref")] == ["ref_1", "ref_1.2", "ref_1.3"]


def test_a_new_identifier_is_never_one_that_stands_later() -> None:
    blocks = [Paragraph((Run("x"),), "p", (("eId", eid),)) for eid in ("x", "x", "x.2", "x.2", "x")]
    root = there_and_back(marked(section("s1", "1", Group("content", tuple(blocks)))))
    assert [element.get("eId") for element in root.iterfind(f".//{{{AKN}}}content/{{{AKN}}}p")] == ["x", "x.2", "x.2.2", "x.2.3", "x.3"]


def test_two_provisions_of_one_eid_keep_their_wids() -> None:
    same = section("s2", "2", "x")
    there_and_back(marked(replace(same, wid="a__1", trace=NEW), replace(same, wid="b__1", trace=OLD), section("s3", "3", "y"), same))


def test_an_identifier_in_opaque_xml_is_kept_too() -> None:
    image = CarriedInline(f'<img xmlns="{AKN}" xmlns:ml="{ML}" src="a.png" eId="img_1"/>', trace=OLD)
    root = there_and_back(marked(line(image, replace(image, trace=NEW), Run("x", (Wrap("b", (("eId", "img_1"),)),)))))
    assert [element.get("eId") for element in root.iter(f"{{{AKN}}}img")] == ["img_1", "img_1.2"]


def test_opaque_xml_from_a_module_keeps_its_own_declarations() -> None:
    there_and_back(marked(line(CarriedInline(f'<akn:eol xmlns:akn="{AKN}" xmlns="urn:other"/>', trace=NEW))))
    formula = Carried(f'<m xmlns="urn:math" xmlns:akn="{AKN}">x &lt; y</m>', "x < y", NEW)
    there_and_back(
        marked(section("s1", "1", Group("content", (p("x"), Group("foreign", (formula, replace(formula, trace=OLD)), (), NEW)))))
    )


def test_a_quotation_in_an_amending_provision_is_marked_although_mod_holds_no_ins() -> None:
    quoted = f'<quotedStructure xmlns="{AKN}" xmlns:ml="{ML}"><section><num>9</num><content><p>x</p></content></section></quotedStructure>'
    mod = (Wrap("mod"),)
    for trace in (NEW, OLD, BOTH):
        there_and_back(marked(line(Run("Insert ", mod), CarriedInline(quoted, "9 x", mod, trace))))


def test_a_document_without_our_namespace_gets_it_for_its_marks_only() -> None:
    plain = law(line(CarriedInline(f'<eol xmlns="{AKN}"/>')))
    (act,) = plain.document.blocks
    bare = read_akn(akn_bytes(replace(plain, document=replace(plain.document, attributes=(("xmlns", AKN),), blocks=(act,)))).replace(
        f' xmlns:ml="{ML}"'.encode(), b""))  # fmt: skip
    assert "urn:modellaw" not in akn_bytes(bare).decode()
    (act,) = bare.document.blocks
    assert isinstance(act, Group)
    there_and_back(replace(bare, changes=CHANGES, modules=MODULES))
    strange = (("{urn:other}x", "1"), (f"{{{ML}}}name", "n"), ("originalText", "[n]"))
    there_and_back(
        marked(line(CarriedInline(f'<eol xmlns="{AKN}"/>'), Blank("n", (Run("[n]"),), attributes=strange, trace=NEW)), base=bare)
    )


def test_a_prefix_that_the_document_uses_for_something_else_is_left_alone() -> None:
    bare = Group("act", (Carried(META), Group("body", (section("s1", "1", "x"),))), (("xmlns:ml", "urn:other"), ("name", "act")))
    read = read_akn(akn_bytes(Law(Group("akomaNtoso", (bare,), (("xmlns", AKN),)))))
    there_and_back(marked(replace(section("s1", "1", "x"), trace=NEW), base=read))


def test_block_marks_are_attributes() -> None:
    root = there_and_back(
        marked(
            replace(section("s1", "1", "x"), trace=BOTH, shell=NEW, seam=OLD),
            section("s2", "2", replace(Group("content", (replace(p("y"), trace=NEW, seam=BOTH),)), trace=OLD, seam=NEW)),
        )
    )
    first = root.find(f".//{{{AKN}}}section")
    assert first is not None
    marks = {key.removeprefix(f"{{{ML}}}"): value for key, value in first.items() if key.startswith(f"{{{ML}}}")}
    assert marks == {"inserted": "a-1", "deleted": "b-1", "shellInserted": "a-1", "seamDeleted": "b-1"}


def test_a_renumbered_provision_has_both_numbers_and_both_headings() -> None:
    old = section("s1", "1", "x", heading="Old")
    num, heading, *rest = old.blocks
    assert isinstance(num, Paragraph) and isinstance(heading, Paragraph)
    labels = (replace(num, trace=OLD), Paragraph((Run("2"),), "num", trace=NEW), replace(heading, trace=BOTH), replace(heading, trace=NEW))
    there_and_back(marked(replace(old, blocks=(*labels, *rest))))


TEXTS = (
    "content intro", "intro content", "content section", "section content", "content content", "wrapUp content", "section wrapUp", "intro",
    "intro content section wrapUp", "content section content section content", "wrapUp section intro", "wrapUp", "content wrapUp",
    "intro intro section wrapUp wrapUp",
)  # fmt: skip


@pytest.mark.parametrize("names", TEXTS)
def test_text_may_stand_anywhere_beside_provisions(names: str) -> None:
    blocks: list[Block] = []
    for number, name in enumerate(names.split()):
        if name == "section":
            blocks.append(replace(subsection(f"c{number}", f"({number})", "x"), trace=NEW if number % 2 else OLD))
        else:
            blocks.append(Group(name, (p("x"), table(("a", "b"))), (("eId", f"t{number}"),), NEW if number % 2 else OLD, BOTH))
    number = Paragraph((Run("1"),), "num")
    there_and_back(marked(Provision("section", "s1", (number, Carried("<!-- x -->", trace=NEW), *blocks), (("wId", "s1"),))))


def test_a_wrapped_a_split_and_a_joined_provision() -> None:
    inner = subsection("s1", "(1)", "text")
    wrapped = section("w", "1", replace(inner, wid="a__w", shell=NEW), replace(subsection("a__2", "(2)", "new"), trace=NEW))
    removed = replace(section("r", "2", subsection("r1", "(1)", "x")), shell=OLD)
    split = section("p", "3", "first half"), replace(section("q", "4", Group("content", (replace(p("second"), seam=NEW),))), seam=NEW)
    joined = replace(section("j", "5", Group("content", (p("y"),), seam=OLD)), seam=OLD)
    there_and_back(marked(wrapped, removed, *split, joined))


def test_a_moved_provision_and_the_place_it_left() -> None:
    moved = replace(section("s1", "1", subsection("m", "(1)", "x"), subsection("s1b", "(2)", "y")), moved="a-1")
    root = there_and_back(marked(Departure("s1", "a-1"), section("s2", "2", Departure("m2", "b-1"), subsection("s2a", "(1)", "y")), moved))
    assert [e.get("name") for e in root.iter(f"{{{AKN}}}hcontainer")] == ["departure", "departure"]


def test_an_item_moved_out_of_a_list_leaves_a_valid_list() -> None:
    item = Provision("item", "i1", (Paragraph((Run("(a)"),), "num"), p("x")), (("wId", "i1"),))
    full = Group("blockList", (Paragraph((Run("List:"),), "listIntroduction"), Departure("i1", "a-1")))
    there_and_back(marked(section("s1", "1", Group("content", (full, Group("blockList", (replace(item, moved="a-1"),)))))))


def test_provisions_without_identifiers_keep_the_wids_made_up_for_them() -> None:
    plain = law(*(replace(section("x", str(n), subsection("y", "(1)", "z")), attributes=()) for n in range(3)))
    (act,) = plain.document.blocks
    assert isinstance(act, Group) and isinstance(act.blocks[1], Group)
    first, second, third = act.blocks[1].blocks
    assert isinstance(first, Provision) and isinstance(third, Provision)
    there_and_back(marked(Departure(first.wid, "a-1"), Departure("gone", "b-1"), second, third, replace(first, moved="a-1"), base=plain))


def test_rows_columns_cells_and_the_caption_of_a_table() -> None:
    cells = table(("a", "b"), ("c", "d"), ("e", "f"))
    rows = (
        replace(cells.rows[0], cells=(*cells.rows[0].cells, Cell((p("new"),), header=True, trace=NEW))),
        replace(cells.rows[1], trace=OLD),
        Row((Cell((Paragraph((Run("x"), Run("y", (), OLD))),), trace=BOTH), Cell((), attributes=(("colspan", "2"),))), trace=NEW),
        replace(cells.rows[2], trace=BOTH),
    )
    caption = Paragraph((Run("Table 1"), Run("A", (), NEW)), "caption")
    there_and_back(marked(section("s1", "1", Table(rows, (Carried("<!-- c -->", trace=OLD), caption), (), NEW))))


def test_schedules_inserted_moved_and_in_new_attachments() -> None:
    one, two = schedule("sch1", "x"), replace(schedule("sch2", section("z", "1", "y")), trace=NEW)
    base = law(section("s1", "1", "x"))
    (act,) = base.document.blocks
    assert isinstance(act, Group)
    for group in (
        Group("attachments", (two,), trace=NEW),
        Group("attachments", (Departure("sch1", "a-1"), two, replace(one, moved="a-1"))),
    ):
        document = replace(base.document, blocks=(replace(act, blocks=(*act.blocks, group)),))
        there_and_back(replace(base, document=document, changes=CHANGES, modules=MODULES))


def test_marks_in_the_title_leave_the_title_of_the_law() -> None:
    title = (Wrap("docTitle"),)
    preface = Group(
        "preface",
        (
            Paragraph(
                (Run("Old", title, OLD), Run(" Act", title), Run(" 2", title, NEW)),
            ),
        ),
    )
    plain = Group("preface", (Paragraph((Run("Old Act", title),)),))
    act = Group("act", (Carried(META), plain, Group("body", (section("s1", "1", "x"),))), (("name", "act"),))
    base = read_akn(akn_bytes(Law(Group("akomaNtoso", (act,), (("xmlns", AKN), ("xmlns:ml", ML))))))
    assert base.facts.title == "Old Act"
    (read,) = base.document.blocks
    assert isinstance(read, Group)
    document = replace(base.document, blocks=(replace(read, blocks=(read.blocks[0], preface, *read.blocks[2:])),))
    there_and_back(replace(base, document=document, changes=CHANGES, modules=MODULES))


def test_all_of_a_change_and_of_a_module_is_kept() -> None:
    full = Change(
        "a-1",
        "a",
        "Because\nof <this> & “that”.\r ",
        "Title\t“x”",
        ("i", "k"),
        ("Budapest 16, 29", "", " 5 "),
        Commencement("2023-01-01", "on “ratification”"),
        Status.IGNORED,
        "not\nnow",
        ("in section 1, omit “<x>”", ""),
    )
    changes = (full, *(replace(CHANGES[1], id=f"c-{status.value}", status=status) for status in Status))
    there_and_back(replace(marked(line(Run("x", (), NEW))), changes=changes))
    there_and_back(replace(marked(line(Run("x"))), changes=()))
    there_and_back(replace(marked(line(Run("x"))), modules=()))


def test_changes_that_a_document_carries_twice_are_the_last_ones_and_the_others_stay() -> None:
    data = akn_bytes(marked(line(Run("x", (), NEW))))
    start, end = data.index(b"<proprietary"), data.index(b"</proprietary>") + len(b"</proprietary>")
    other = data[start:end].replace(b'id="a-1"', b'id="z-9"')
    law = read_akn(data[:start] + other + data[start:])
    assert law.changes == CHANGES and read_akn(akn_bytes(law)) == law


def test_what_stands_beside_the_changes_in_their_element_stays() -> None:
    data = akn_bytes(marked(line(Run("x", (), NEW)))).replace(b"</changes></proprietary>", b"</changes><x xmlns='urn:x'/></proprietary>")
    law = read_akn(data)
    assert law.changes == CHANGES and b'<x xmlns="urn:x"/>' in akn_bytes(law) and read_akn(akn_bytes(law)) == law


def test_a_change_of_an_unknown_status_is_named() -> None:
    data = akn_bytes(marked(line(Run("x", (), NEW)))).replace(b'status="applied"', b'status="perhaps"')
    with pytest.raises(InputError, match=r"law\.xml:\d+: change a-1: the status “perhaps” is unknown"):
        read_akn(data, "law.xml")


@pytest.mark.parametrize("more", ["<presentation source='#x'/>", "<proprietary source='#x'><presentation xmlns='urn:x'/></proprietary>",
                                  "<proprietary source='#x'/><presentation source='#x'/>", "\n \n"])  # fmt: skip
def test_the_metadata_are_those_of_the_document_again(more: str) -> None:
    meta = META.replace("</identification>", f"</identification>{more}")
    act = Group("act", (Carried(meta), Group("body", (section("s1", "1", "x"),))), (("name", "act"),))
    base = read_akn(akn_bytes(Law(Group("akomaNtoso", (act,), (("xmlns", AKN), ("xmlns:ml", ML))))))
    there_and_back(replace(base, changes=CHANGES, modules=MODULES))


def test_a_document_with_a_prefix_for_akoma_ntoso() -> None:
    data = akn_bytes(law(section("s1", "1", "x [court] ^note^", subsection("s1a", "(1)", "y"))))
    prefixed = data.replace(b"</", b"</a:").replace(b"<", b"<a:").replace(b"<a:/a:", b"</a:").replace(b"<a:?", b"<?")
    read = read_akn(prefixed.replace(b'xmlns="', b'xmlns:a="'))
    there_and_back(replace(read, changes=CHANGES, modules=MODULES))


def test_a_document_without_metadata_cannot_hold_marks() -> None:
    act = Group("act", (Group("body", (section("s1", "1", "x"),)),), (("name", "act"),))
    with pytest.raises(OutputError, match="no metadata"):
        akn_bytes(Law(Group("akomaNtoso", (act,), (("xmlns", AKN),)), changes=CHANGES))


def test_a_namespace_that_came_in_with_an_insertion_is_declared_in_a_plain_law() -> None:
    act = Group("act", (Carried(META), Group("body", (paragraph("s1", "1", "x [court]"),))), (("name", "act"),))
    data = akn_bytes(Law(Group("akomaNtoso", (act,), (("xmlns", AKN),))))
    validate_akn(data)
    assert etree.fromstring(data).xpath("//@ml:name", namespaces={"ml": ML}) == ["court"]


def test_an_insertion_that_another_program_cut_in_two_is_one() -> None:
    data = akn_bytes(marked(line(Run("old"), Run(" new words", (), NEW))))
    cut = re.sub(rb"(<ins[^>]*>) new words", rb"\1 new</ins>\1 words", data)
    assert cut != data and read_akn(cut) == read_akn(data) and akn_bytes(read_akn(cut)) == data
