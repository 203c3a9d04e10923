"""A consolidated text says its history: events, periods, each modification with its source, ids that moved; and nothing of it dangles."""

from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from lxml import etree

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Amendment, AmendmentModule, Repeal, ReplaceText, Step, Words
from modellaw.build import amended, read_law
from modellaw.errors import ModelLawError, Place
from modellaw.model.changes import Change, Commencement, Module, Status
from modellaw.model.nodes import AKN, Law
from modellaw.model.walk import paragraphs_of, provisions, text_of
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers.akn import akn_bytes
from modellaw.writers.akn_history import with_history
from modellaw.writers.amending import Instrument, akn_instrument

A = f"{{{AKN}}}"
EDITIONS = ["full", "electronic-evidence", "special-investigative-techniques", "housekeeping"]


@pytest.fixture(scope="module", params=EDITIONS)
def built(request: pytest.FixtureRequest, published: Path) -> dict[str, etree._Element]:
    folder = published / "build" / request.param
    return {name: etree.fromstring((folder / f"{name}.xml").read_bytes()) for name in ("original", "consolidated", "amending-instrument")}


def ids(root: etree._Element) -> set[str]:
    return {element.get("eId", "") for element in root.iter() if element.get("eId")}


def value(root: etree._Element, path: str, name: str = "value") -> str:
    found = root.find(".//" + "/".join(f"{A}{step}" for step in path.split("/")))
    assert found is not None, path
    return found.get(name, "")


def dangling(root: etree._Element, known: frozenset[str] | set[str] | None = None) -> list[str]:
    """References in the metadata and periods in the text that lead nowhere in the document, or to nothing known."""
    known = ids(root) if known is None else known
    found = []
    for element in root.find(f"*/{A}meta").iter():  # type: ignore[union-attr]
        for name in ("href", "upTo", "source", "start", "end", "refersTo", "period", "current"):
            target = element.get(name, "")
            local = name != "upTo" or element.get("href", "").startswith("#")  # a range ends in the document where it begins
            if local and target.startswith("#") and target[1:] not in known:
                found.append(f"{element.tag} {name}={target}")
    return found + [p.get("period", "") for p in root.iter() if p.get("period") and p.get("period", "")[1:] not in known]


def test_the_metadata_are_valid_and_nothing_in_them_dangles(built: dict[str, etree._Element]) -> None:
    for name in ("consolidated", "amending-instrument"):
        validate_akn(etree.tostring(built[name]), name)
        assert dangling(built[name]) == []


def test_the_text_is_one_version_and_names_the_expression_whose_ids_are_permanent(built: dict[str, etree._Element]) -> None:
    root, original = built["consolidated"], built["original"]
    assert root[0].get("contains") == "singleVersion"
    assert value(root, "FRBRmasterExpression", "href") == value(original, "FRBRExpression/FRBRuri")
    dates = {value(root, f"FRBR{level}/FRBRdate", "date") for level in ("Expression", "Manifestation")}
    assert len(dates) == 1 and dates != {value(original, "FRBRExpression/FRBRdate", "date")}


def test_the_lifecycle_has_the_making_and_each_day_of_amendment_and_the_periods_begin_on_them(built: dict[str, etree._Element]) -> None:
    root = built["consolidated"]
    events = [(e.get("type"), e.get("date")) for e in root.iter(f"{A}eventRef")]
    assert events[0] == ("generation", value(built["original"], "FRBRExpression/FRBRdate", "date"))
    assert len(events) > 1 and {kind for kind, _ in events[1:]} == {"amendment"} and events[1:] == sorted(events[1:])
    starts = [g.get("start") for g in root.iter(f"{A}timeInterval")]
    assert starts == [f"#{e.get('eId')}" for e in root.iter(f"{A}eventRef")]
    assert {e.get("source") for e in root.iter(f"{A}eventRef")} == {"#ro", "#rp_1"}
    assert value(root, "references/passiveRef", "href") == value(built["amending-instrument"], "FRBRWork/FRBRuri")


def test_each_modification_of_the_instrument_has_arrived_once_from_its_mod(built: dict[str, etree._Element]) -> None:
    active = list(built["amending-instrument"].iter(f"{A}textualMod"))
    passive = list(built["consolidated"].iter(f"{A}textualMod"))
    instrument = value(built["amending-instrument"], "FRBRExpression/FRBRuri") + "/!main"
    sources = [mod.find(f"{A}source").get("href") for mod in passive]  # type: ignore[union-attr]
    assert sources == [instrument + mod.find(f"{A}source").get("href") for mod in active]  # type: ignore[union-attr, operator]
    assert [mod.get("type") for mod in passive] == [mod.get("type") for mod in active]
    mods = {mod.get("eId") for mod in built["amending-instrument"].iter(f"{A}mod")}
    assert {source.rpartition("#")[2] for source in sources if source} == mods
    for mod in (*active, *passive):
        assert mod.get("period") or mod.find(f"{A}force") is not None


def test_what_is_not_there_any_more_is_in_the_expression_before(built: dict[str, etree._Element]) -> None:
    before, known = value(built["original"], "FRBRExpression/FRBRuri") + "/!main#", ids(built["original"])
    links = [
        e.get("href", "") for mod in built["consolidated"].iter(f"{A}textualMod") for e in mod if not e.get("href", "").startswith("#")
    ]
    old = [link for link in links if link.startswith(before)]
    assert old and all(link.removeprefix(before) in known for link in old)
    kinds = Counter(etree.QName(e).localname for mod in built["consolidated"].iter(f"{A}textualMod") for e in mod)
    assert kinds["old"] and kinds["new"] and kinds["destination"] >= kinds["source"]


def test_every_id_that_is_not_the_permanent_one_is_mapped_and_permanent_ids_are_there_once(built: dict[str, etree._Element]) -> None:
    root = built["consolidated"]
    body = [e for e in root.iter() if e.get("wId") and e.get("eId") and e.get("wId") != e.get("eId")]
    mapped = {(m.get("original"), m.get("current")) for m in root.iter(f"{A}mapping")}
    assert mapped and mapped == {(f"#{e.get('wId')}", f"#{e.get('eId')}") for e in body}
    effective = Counter(e.get("wId") or e.get("eId") for e in root.iter() if e.get("eId"))
    assert [name for name, count in effective.items() if count > 1] == []


def test_what_is_new_says_its_period_once_and_what_was_there_says_none(built: dict[str, etree._Element]) -> None:
    old = {e.get("wId") for e in built["original"].iter() if e.get("wId")}
    new = [e for e in built["consolidated"][0].iter() if e.get("wId") and e.get("wId") not in old]
    assert new
    for element in new:
        above = element.getparent()
        while above is not None and not above.get("wId"):
            above = above.getparent()
        top = above is None or above.get("wId") in old
        assert bool(element.get("period")) == top, element.get("wId")
    assert not [
        e for e in built["consolidated"].find(f"*/{A}body").iter() if e.get("period") and e.get("wId") in old and not e.get("status")
    ]  # type: ignore[union-attr]


def test_the_history_changes_no_word(published: Path) -> None:
    for name in EDITIONS:
        text = (published / f"build/{name}/consolidated.txt").read_text()
        law = read_akn((published / f"build/{name}/consolidated.xml").read_bytes())
        words = set(" ".join(text.split()).split())
        assert all(set(text_of(line).split()) <= words or "[" in text_of(line) for line in list(paragraphs_of(law.document))[20:60])


EXAMPLE = read_akn((ROOT / "templates/new/source/law.xml").read_bytes())


def told(base: Law, *changes: tuple[Change, tuple[object, ...]], date: str = "2021-01-01", name: str = "m") -> etree._Element:
    """The consolidated text of some changes, valid and whole, and its instrument's too."""
    steps = tuple(Amendment(change, tuple(Step(op, Place()) for op in ops)) for change, ops in changes)  # type: ignore[arg-type]
    made = AmendmentModule(Module(name, "M", date, "A"), base.facts.uri, steps, name)
    marked = apply_modules(base, (made,)).law
    source = Instrument(base, (made,), marked, "Amendments", amended(marked, base))
    validate_akn(akn_bytes(akn_instrument(source)))
    data = akn_bytes(with_history(source))
    validate_akn(data)
    root = etree.fromstring(data)
    said = {one.rpartition("=")[2] for one in dangling(etree.fromstring(akn_bytes(base)), frozenset())}
    assert {one.rpartition("=")[2] for one in dangling(root)} <= said, "only what the law says itself may point to what is repealed"
    return root


def test_a_repealed_provision_whose_number_stays_is_a_removed_one() -> None:
    root = told(EXAMPLE, (Change("m-1", "m"), (Repeal("sec_1__subsec_1", "sec_1__subsec_2", text="[Repealed]"),)))
    removed = [e.get("eId") for e in root.iter() if e.get("status") == "removed" and e.get("period") == "#tmpg_2"]
    assert removed == ["sec_1__subsec_1", "sec_1__subsec_2"]


def test_a_repealed_provision_that_is_gone_is_found_in_the_expression_before() -> None:
    root = told(EXAMPLE, (Change("m-1", "m"), (Repeal("sec_1__subsec_1"),)))
    (mod,) = root.iter(f"{A}textualMod")
    assert [(etree.QName(e).localname, e.get("href", "").rpartition("/")[2]) for e in mod][1:] == [
        ("destination", "!main#sec_1__subsec_1"), ("old", "!main#sec_1__subsec_1")]  # fmt: skip


def test_a_change_has_its_own_day_a_condition_is_said_and_a_pending_one_has_not_arrived() -> None:
    def words(new: str) -> tuple[object, ...]:
        return (ReplaceText(Words("sec_1__subsec_2", new.split("|")[0]), (module_words(new.split("|")[1]),)),)

    root = told(
        EXAMPLE,
        (Change("m-1", "m", commencement=Commencement("2022-05-01")), words("ten|nine")),
        (Change("m-2", "m", commencement=Commencement("", "on notice")), words("answer|reply")),
        (Change("m-3", "m", status=Status.PENDING), words("days|weeks")),
    )
    assert [e.get("date") for e in root.iter(f"{A}eventRef")] == ["2020-01-01", "2021-01-01", "2022-05-01"]
    mods = {mod.get("{urn:modellaw:law:1}change"): mod for mod in root.iter(f"{A}textualMod")}
    assert set(mods) == {"m-1", "m-2"} and mods["m-1"].get("period") == "#tmpg_3" and mods["m-2"].get("period") == "#tmpg_2"
    assert mods["m-2"].get("{urn:modellaw:law:1}condition") == "on notice"


def module_words(words: str) -> object:
    from modellaw.model.nodes import Run

    return Run(words)


def test_a_renumbered_provision_names_its_old_number_and_is_mapped() -> None:
    from modellaw.amend.ops import Renumber

    root = told(EXAMPLE, (Change("m-1", "m"), (Renumber("sec_2", "Section 3"),)))
    (mod,) = root.iter(f"{A}textualMod")
    assert mod.get("type") == "renumbering"
    assert {etree.QName(e).localname: e.get("href", "").rpartition("#")[2] for e in mod}["previous"] == "sec_2"
    assert {etree.QName(e).localname: e.get("href") for e in mod}["destination"] == "#sec_3"
    (mapping,) = root.iter(f"{A}mapping")
    assert dict(mapping.attrib) == {"eId": "mapping_1", "original": "#sec_2", "current": "#sec_3", "start": "#eref_2"}


def test_a_law_that_is_amended_again_keeps_the_history_it_has() -> None:
    first = told(EXAMPLE, (Change("m-1", "m"), (Repeal("sec_1__subsec_1", text="[Repealed]"),)))
    law = read_akn(etree.tostring(first))
    second = told(law, (Change("n-1", "n"), (Repeal("sec_2", text="[Repealed]"),)), date="2023-01-01", name="n")
    assert [e.get("date") for e in second.iter(f"{A}eventRef")] == ["2020-01-01", "2021-01-01", "2023-01-01"]
    assert len(list(second.iter(f"{A}textualMod"))) == 2 and len(list(second.iter(f"{A}passiveModifications"))) == 1
    assert [e.get("eId") for e in second.iter() if e.get("status") == "removed"] == ["sec_1__subsec_1", "sec_2"]
    assert len(list(second.iter(f"{A}passiveRef"))) == 2 and len(list(second.iter(f"{A}original"))) == 1
    assert value(second, "FRBRmasterExpression", "href").endswith("eng@2020-01-01")


def test_real_documents_with_metadata_of_their_own_stay_valid(shared: Path) -> None:
    done = 0
    for file in sorted((shared / "cases/akn").glob("*.xml")):
        law = read_law(str(file), valid=False)
        named = [provision for provision in provisions(law) if not provision.wid.startswith("_")]
        for provision in named[:3]:
            try:
                told(law, (Change("m-1", "m"), (Repeal(provision.wid, text="[Repealed]"),)), date="2030-01-01")
            except ModelLawError as error:
                assert "not valid" not in str(error), f"{file.name}: {error}"
                continue
            done += 1
            break
    assert done >= 5
