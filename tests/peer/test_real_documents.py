"""Random operations on real Akoma Ntoso documents of many jurisdictions: taken back exactly, written and read back, and printable."""

import random
import re
from pathlib import Path

from kit import module

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import (
    AmendmentModule,
    ChangeHeading,
    Insert,
    InsertNote,
    InsertText,
    Move,
    OmitText,
    Operation,
    Part,
    Position,
    Renumber,
    Repeal,
    ReplaceText,
    Split,
    Substitute,
    Where,
    Words,
    Wrap,
)
from modellaw.errors import AmendmentErrors, ModelLawError
from modellaw.model.nodes import Group, Law, Paragraph, Provision, Run
from modellaw.model.views import reject
from modellaw.model.walk import inline_text, paragraphs_of, provisions
from modellaw.project import Document, Publication
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers import FORMATS
from modellaw.writers.akn import akn_bytes
from modellaw.writers.register import register

LARGEST = 200_000


def some_words(provision: Provision, chance: random.Random) -> str:
    """Two neighbouring words of a provision."""
    lines = ("".join(inline_text(i) for i in line.content if isinstance(i, Run)).split() for line in paragraphs_of(provision, notes=False))
    found = [words for words in lines if len(words) > 3]
    words = chance.choice(found) if found else ["the", "law"]
    at = chance.randrange(len(words) - 1)
    return " ".join(words[at : at + 2])


def operation(law: Law, chance: random.Random, number: int) -> Operation:
    known = list(provisions(law))
    one, other, wid = chance.choice(known), chance.choice(known), f"x__{number}"
    words = Words(one.wid, some_words(one, chance), 1)
    named = (("name", "x"),) if one.level == "hcontainer" else ()
    text = Group("content", (Paragraph((Run("New text of a provision."),)),))
    new = Provision(one.level, wid, (Paragraph((Run("99Z"),), "num"), text), (*named, ("wId", wid)))
    kinds: list[Operation] = [
        ReplaceText(words, (Run("wholly other words"),)), ReplaceText(Words("", words.find), (Run("each"),)), OmitText(words),
        InsertText(words, (Run(" and more"),)), InsertNote(words, (Paragraph((Run("A note."),)),)),
        Insert(Position(Where.AFTER, one.wid), (new,)),
        Insert(Position(Where.LAST, one.wid), (new,)), Repeal(one.wid), Repeal(one.wid, text="[Repealed]", keep_heading=True),
        Substitute(one.wid, (new,)), ChangeHeading(one.wid, (Run("New heading"),)), Wrap(one.wid, "paragraph", "(1)", wid),
        Split(one.wid, (Part("(2)", wid, words.find),)), Move(one.wid, Position(Where.BEFORE, other.wid)), Renumber(one.wid, "77"),
    ]  # fmt: skip
    return chance.choice(kinds)


def carried_out(law: Law, one: AmendmentModule) -> Law:
    """The marked law by what of a module can be carried out."""
    while True:
        try:
            return apply_modules(law, [one]).law
        except AmendmentErrors as error:
            wrong = {found[1] for e in error.errors if (found := re.search(r"change (x-\d+)", e.place.provision))}
            assert wrong
            one = AmendmentModule(one.module, one.law, tuple(a for a in one.amendments if a.change.id not in wrong))


def test_real_documents_are_amended_and_taken_back(shared: Path) -> None:
    tried = 0
    for path in sorted((shared / "cases" / "akn").rglob("*.xml")):
        data = path.read_bytes()
        try:
            if len(data) > LARGEST:
                continue
            validate_akn(data, path.name)
        except ModelLawError:
            continue
        law = read_akn(data, path.name)
        if next(provisions(law), None) is None:
            continue
        chance = random.Random(path.name)
        marked = carried_out(law, module("x", *(operation(law, chance, number) for number in range(8))))
        tried += 1
        assert reject(marked) == law, path.name
        assert read_akn(akn_bytes(marked)) == marked, path.name
        for form in ("docx", "html", "txt"):
            assert FORMATS[form](Publication(Document.REDLINE, marked, "A law"))
        assert len(register(marked)) == len(marked.changes)
    assert tried > 40
