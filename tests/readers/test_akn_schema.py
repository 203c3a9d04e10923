"""The strict schema: what is said of a document that breaks it, and what is remembered of one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit import law, section, subsection

import modellaw.readers.schema
from modellaw.errors import InputError
from modellaw.readers.schema import validate_akn
from modellaw.readers.xml import parse
from modellaw.writers.akn import akn_bytes

GOOD = akn_bytes(law(section("s1", "1", "alpha"), section("s2", "2", "intro", subsection("s2a", "(1)", "x")))).decode()


def said(*changed: str) -> str:
    """What is said of the good document with the first string replaced by the second, and so on."""
    text = GOOD
    for old, new in zip(changed[::2], changed[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(InputError) as caught:
        validate_akn(text.encode(), "law.xml")
    return str(caught.value)


def test_a_good_document_and_its_root_are_valid() -> None:
    validate_akn(GOOD.encode(), "law.xml")
    validate_akn(parse(GOOD.encode(), "law.xml"), "law.xml")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (("<intro>", "<wrapUp>", "</intro>", "</wrapUp>"),
         ": s2a: not valid Akoma Ntoso 3.0 (strict): <subsection>: it may not stand here in <section> after <wrapUp>; expected: intro, "),
        (("<content>", "<foo>", "</content>", "</foo>"), "law.xml:8: s1: not valid Akoma Ntoso 3.0 (strict): <foo>: it may not stand here"),
        (('eId="s2"', 'eId="s1"'), "s2: not valid Akoma Ntoso 3.0 (strict): the eId “s1” is there twice"),
        (("<p>", '<p bar="x">'), "<p> has an attribute “bar” it may not have"),
        (('name="enacted"', ""), "<FRBRdate> lacks “name”"),
        (("<num>", "text <num>"), "text stands directly in <section>, where only elements may"),
        (('date="2007-12-31"', 'date="2007"'), "“date” of <FRBRdate>: '2007' is not a valid value"),
        (("<body>", "<body><!--", "</body>", "--></body>"), "law.xml:5: the law has no provisions (put one into its <body>)"),
        (("<body>", "<!--", "</body>", "-->"), "law.xml:3: not valid Akoma Ntoso 3.0 (strict): <act> is not complete; expected: "),
        (("akn/3.0", "akn/3.0/WD17"), "is that of an older draft of Akoma Ntoso"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(changed: tuple[str, ...], message: str) -> None:
    assert message in said(*changed)


def test_the_first_five_faults_are_told_and_the_others_counted() -> None:
    text = GOOD.replace("<p>alpha</p>", "<q/>" * 3).replace("<p>x</p>", '<p a="" b="" c="" d=""/>')
    with pytest.raises(InputError) as caught:
        validate_akn(text.encode(), "law.xml")
    assert caught.value.place.provision == "s1"
    assert str(caught.value).startswith(
        "law.xml:9: s1: not valid Akoma Ntoso 3.0 (strict): <q>: it may not stand here in <content>; expected: "
    )
    assert "; also line 20 in s2a: <p> has an attribute “a” it may not have; line 20 in s2a: <p> has" in str(caught.value)


def test_a_valid_document_is_remembered_by_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tmp_path / "build" / "valid.txt"
    validate_akn(GOOD.encode(), "law.xml", str(known))
    assert len(known.read_text().split()) == 1

    def never(*_: object) -> None:
        raise AssertionError("a known document is not validated again")

    with monkeypatch.context() as patched:
        patched.setattr(modellaw.readers.schema, "_validate", never)
        validate_akn(GOOD.encode(), "law.xml", str(known))
    with pytest.raises(InputError):
        validate_akn(GOOD.replace("<body>", "<bdy>").encode(), "law.xml", str(known))
    assert len(known.read_text().split()) == 1


def test_what_is_remembered_stays_small_and_may_be_lost(tmp_path: Path) -> None:
    known = tmp_path / "valid.txt"
    known.write_text("old\n" * 500)
    validate_akn(GOOD.encode(), "law.xml", str(known))
    assert len(known.read_text().split()) == 200
    known.write_bytes(b"\xff\xfe broken")
    validate_akn(GOOD.encode(), "law.xml", str(known))
    validate_akn(GOOD.encode(), "law.xml", str(known / "below a file"))
    assert [file.name for file in tmp_path.iterdir()] == ["valid.txt"]
