"""Citations that are kept are those that are made anew."""

from kit import law, module, provision, schedule, section, subsection

from modellaw.amend.apply import apply_modules
from modellaw.amend.ops import Renumber, Repeal
from modellaw.model.address import cite, paths
from modellaw.model.changes import View
from modellaw.model.citations import citations

LAW = law(
    provision("part", "p1", "Part 1", section("s1", "Section 1", subsection("s1a", "(1)", "Text."), subsection("s1b", "(2)", "More."))),
    provision("part", "p2", "Part 2", section("s2", "Section 2", provision("hcontainer", "g", "", "Guidance.", name="commentary"))),
    schedule("x", provision("paragraph", "x1", "1", "An entry."), heading="Schedule A"),
)


def test_every_provision_is_called_what_it_is_called_without_them() -> None:
    marked = apply_modules(LAW, [module("m", Renumber("s2", "Section 3"), Repeal("s1b"))]).law
    for text in (LAW, marked):
        names, known = citations(text), paths(text)
        assert citations(text) is names
        for _ in range(2):
            assert {(wid, view): names.of(path, view) for wid, path in known.items() for view in View} == {
                (wid, view): cite(path, view) for wid, path in known.items() for view in View
            }
    assert citations(marked).of(paths(marked)["g"], View.ORIGINAL) == "the guidance to section 2"
    assert citations(marked).either(paths(marked)["g"]) == "the guidance to section 3"
    assert citations(marked).of(()) == "" == citations(marked).by_numbers((), View.AMENDED)
