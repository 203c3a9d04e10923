"""Two laws compared: which provision became which, one marked tree, and the list of differences."""

from __future__ import annotations

from modellaw.comparing.ledger import Ledger
from modellaw.comparing.mark import Marker
from modellaw.comparing.match import Matching, match
from modellaw.comparing.options import Comparison, Options
from modellaw.comparing.plain import plain
from modellaw.comparing.seams import Seams
from modellaw.comparing.sketch import Numbers, Sketch
from modellaw.model.nodes import Law
from modellaw.model.views import accept, reject
from modellaw.values import replace


def matched(old: Law, new: Law) -> Matching:
    """Which provision of a plain law became which of another."""
    before, after = Sketch(old), Sketch(new)
    numbers = Numbers()
    for sketch in (before, after):
        sketch.sign(numbers, before.columns is not None and after.columns is not None)
    return match(before, after)


def compare_laws(old: Law, new: Law, options: Options = Options()) -> Comparison:
    """The comparison of two plain laws (without marks): ``reject(marked) == old``, and accepting gives the new law's structure and words.

    What no mark can say stays as it was: ids, other attributes, metadata, and whether a text is called intro, content or wrapUp.
    """
    matching = matched(old, new)
    seams = Seams(matching, options)
    found = _marked(old, new, matching, options, seams)
    if not seams:
        return found
    exact = found if not options.ignore else _marked(old, new, matching, replace(options, ignore=frozenset()), seams)
    if not (reject(exact.marked) == old and plain(accept(exact.marked)) == plain(new)):
        # a boundary can be marked only where both parts stay neighbours; what was moved besides is shown as taken out and put in
        found = _marked(old, new, matching, options, Seams(matching, options, sought=False))
    return found


def _marked(old: Law, new: Law, matching: Matching, options: Options, seams: Seams) -> Comparison:
    ledger = Ledger(matching, options)
    marker = Marker(matching, options, ledger, seams)
    blocks = marker.blocks(old.document.blocks, new.document.blocks, (0, 0))
    changes, modules = ledger.signed()
    marked = replace(old, document=replace(old.document, blocks=blocks), changes=changes, modules=modules)
    return Comparison(marked, tuple(ledger.rows), _pairs(matching))


def _pairs(matching: Matching) -> tuple[tuple[str, str], ...]:
    names = [*matching.new.wids, ""]  # the last is that of -1
    old = zip(matching.old.wids[1:], map(names.__getitem__, matching.to_new[1:]), strict=True)
    return (*old, *[("", names[j]) for j, i in enumerate(matching.to_old) if i < 0])
