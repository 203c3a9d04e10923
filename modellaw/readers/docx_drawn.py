"""What a Word document draws, or says in two ways: text boxes, formulas, and the alternatives of a newer and an older Word."""

from __future__ import annotations

from lxml import etree

from modellaw.ooxml.opened import MC, M, w

ALTERNATIVE = f"{{{MC}}}AlternateContent"
FORMULA = f"{{{M}}}oMath"
FORMULAS = frozenset({FORMULA, f"{{{M}}}oMathPara"})
FORMULA_RUN, FORMULA_TEXT = f"{{{M}}}r", f"{{{M}}}t"
_BUILT = tuple(f"{{{M}}}{name}" for name in (
    "f", "sSup", "sSub", "sSubSup", "sPre", "rad", "nary", "d", "m", "eqArr", "limLow", "limUpp", "acc", "bar", "groupChr",
))  # fmt: skip


def alternative(element: etree._Element) -> etree._Element | None:
    """The way of the newer Word, if there is one (ECMA-376 part 3, 10.2)."""
    chosen = element.find(f"{{{MC}}}Choice")
    return chosen if chosen is not None else element.find(f"{{{MC}}}Fallback")


def boxes(element: etree._Element) -> list[etree._Element]:
    """The contents of the text boxes in a drawing, outermost only, each once."""
    out: list[etree._Element] = []
    for child in element:
        if child.tag == ALTERNATIVE:
            chosen = alternative(child)
            out += boxes(chosen) if chosen is not None else []
        elif child.tag == w("txbxContent"):
            out.append(child)
        else:
            out += boxes(child)
    return out


def is_built(formula: etree._Element) -> bool:
    """Whether a formula says more than its signs in a row: fractions, powers, roots, brackets (ECMA-376 part 1, 22.1)."""
    return next(formula.iter(*_BUILT), None) is not None
