"""Provisions are read when they are asked for, and are then what they are when a whole document is read at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from modellaw.comparing.laws import compare_laws
from modellaw.comparing.plain import plain
from modellaw.errors import InputError
from modellaw.model.nodes import AKN, Law, Provision
from modellaw.model.views import accept, reject
from modellaw.model.walk import provisions_of
from modellaw.readers import akn
from modellaw.readers.akn import read_akn

SIMPLE = '<section eId="s1"><num>1.</num><heading>On &lt;tags&gt; &amp; “signs”</heading>{}</section>'
LINES = "<content><p>A fine of &#8364;5</p></content>"
BODIES = {
    "lines": LINES,
    "no lines": "",
    "white space": "\n  <content>\n <p>one</p>\n\t<p>two</p> </content>\n",
    "ids": '<content eId="c" class="x"><p eId="p" class="y">one</p></content>',
    "inlines": '<content><p>see <ref href="#s1">section <b>1</b></ref> <i/> or <term refersTo="#t">it</term></p></content>',
    "inlines in inlines": "<content><p>a <b>b <i>c <u>d</u></i></b></p><p>a <b>b<i>c</i></b> <i class='x'/>d</p></content>",
    "neighbours": "<content><p><b>a</b><b>b</b><b>c</b><b>d</b> <i>e</i><b>f</b></p></content>",
    "empty lines": "<content><p/></content>",
    "an empty number": "<paragraph><num/><content><p>a</p></content></paragraph>",
    "an empty provision": '<paragraph/><paragraph eId="p1"/><paragraph eId="p2" class="a/"><content><p>b/</p></content></paragraph>',
    "provisions": '<intro><p>all:</p></intro> <paragraph><num>(a)</num><content><p>a</p></content></paragraph><wrapUp><p>end</p></wrapUp>',
    "a wrap-up between": "<paragraph><content><p>a</p></content></paragraph><wrapUp><p>b</p></wrapUp><paragraph/>",
    "a list": '<content><blockList><listIntroduction>of</listIntroduction><item><num>(a)</num><p>x</p></item></blockList></content>',
    "a table": "<content><table><tr><th>a</th><td><paragraph><content><p>in it</p></content></paragraph></td></tr></table></content>",
    "a note": '<content><p>text<authorialNote marker="1"><p>note</p></authorialNote> more</p></content>',
    "provisions in a note": "<content><p>a<authorialNote><paragraph><num>1</num></paragraph></authorialNote></p></content>",
    "a quotation": "<content><p><mod>for <quotedStructure><section><num>2</num></section></quotedStructure></mod></p></content>",
    "foreign": '<content><p>a <ml:x ml:y="1">b</ml:x></p><ml:z/></content>',
    "a foreign section": "<content><ml:z><section/></ml:z></content>",
    "a declaration in a provision": '<paragraph xmlns:y="urn:y" y:z="1"><content><p>a</p></content></paragraph>',
    "a declaration in a line": '<content><p>a <b xmlns:y="urn:y" y:z="1">b</b></p></content>',
    "a declaration in a tag": '<paragraph><num xmlns:y="urn:y" y:z="1">1</num><content xmlns:y="urn:y"><p>a!</p></content></paragraph>',
    "a declaration in a table": '<content><table xmlns:y="urn:y"><tr><td><p>a?</p></td></tr></table></content>',
    "a comment": "<!-- <section> --><content><p>a</p></content>",
    "an instruction": "<content><p>a<?x <section>?></p></content>",
    "characters": "<content><p>a <![CDATA[<section> & ]]>&#13; b</p></content>",
    "two of one id": '<paragraph eId="a"/><paragraph eId="a"/><paragraph/><paragraph wId="a"/>',
    "stray words": "stray<content>words<p>a</p></content>",
    "likenames": "<content><p>a</p><place>x</place></content><partition/>",
}  # fmt: skip


def document(inner: str) -> bytes:
    return f"""<akomaNtoso xmlns="{AKN}" xmlns:ml="urn:modellaw:law:1"><act name="a"><meta><identification source="#a"/></meta>
<body><part eId="part" ml:x="&quot;1"><heading>All</heading>{SIMPLE.format(inner)}
<section><num>2</num>{LINES}</section></part></body></act></akomaNtoso>""".encode()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    with monkeypatch.context() as patch:
        yield patch


def read_at_once(data: bytes, patch: pytest.MonkeyPatch) -> Law:
    with patch.context() as inner:
        inner.setattr(akn, "_cut", lambda *_: None)
        return read_akn(data)


def unread(law: Law) -> list[Provision]:
    return [provision for provision in provisions_of(law.document) if provision.columns is not None]


@pytest.mark.parametrize("name", BODIES)
def test_what_is_read_late_is_what_is_read_at_once(name: str, at_once: pytest.MonkeyPatch) -> None:
    data = document(BODIES[name])
    late, whole = read_akn(data), read_at_once(data, at_once)
    assert late == whole and not unread(whole)
    kept_whole = {"a comment", "an instruction", "provisions in a note", "a quotation", "a foreign section",
                  *(name for name in BODIES if "declaration" in name)}  # fmt: skip
    assert bool(unread(late)) is (name not in kept_whole)


@pytest.mark.parametrize("levels", [40, 60, 99, 100, 101, 102, 250])
@pytest.mark.parametrize("around", ["<paragraph>", "<container>", "<paragraph><hcontainer>", "<b>"])
def test_only_what_is_nested_too_deep_is_refused(around: str, levels: int, at_once: pytest.MonkeyPatch) -> None:
    outer = "<content><p>" if around == "<b>" else ""
    start = outer + around * ((levels - 5 - outer.count("<")) // around.count("<"))  # in akomaNtoso, act, body, part and section
    data = document(start + "".join(f"</{name}>" for name in reversed(re.findall("<(.+?)>", start))))
    if 5 + start.count("<") > 100:
        with pytest.raises(InputError, match=r"nested more than 100 deep|xcessive depth"):
            read_akn(data)
    else:
        assert read_akn(data) == read_at_once(data, at_once)


def test_a_document_is_read_as_far_as_somebody_asks() -> None:
    law = read_akn(document(LINES))
    part = next(provisions_of(law.document))
    first, second = map(part.columns.provision, part.columns.kids[part.at])
    assert first.number is not None and first.blocks is first.blocks
    assert second.level == "section" and second.wid == "_3"


@pytest.mark.parametrize("old", BODIES)
def test_laws_read_late_are_compared_exactly(old: str, at_once: pytest.MonkeyPatch) -> None:
    before = read_akn(document(BODIES[old]))
    for name, body in BODIES.items():
        after = read_akn(document(body))
        found = compare_laws(before, after)
        assert reject(found.marked) == before and plain(accept(found.marked)) == plain(after), name
        assert bool(found.differences) or plain(before) == plain(after)
        again = compare_laws(read_at_once(document(BODIES[old]), at_once), after)
        assert plain(accept(again.marked)) == plain(after)


def test_real_documents_are_the_same_late_and_at_once(shared: Path, at_once: pytest.MonkeyPatch) -> None:
    files = [*(shared / "cases" / "akn").glob("*.xml"), *(shared / "cases" / "big").glob("*.xml")]
    late = 0
    for file in files:
        data = file.read_bytes()
        law = read_akn(data)
        late += bool(unread(law))
        assert law == read_at_once(data, at_once), file.name
    assert late >= 4
