"""The metadata of a consolidated text: a new expression of the same work, on the day of the last module."""

from __future__ import annotations

import re

from modellaw.model.nodes import Carried, Group, Law
from modellaw.values import replace

_EXPRESSION = re.compile(r"<((?:\w+:)?)FRBRExpression\b.*?</\1FRBRExpression>", re.DOTALL)
_DATE = re.compile(r'(<(?:\w+:)?FRBRdate\b[^>]*\bdate=")[^"]*(")')


def expression_of(law: Law, date: str) -> Law:
    """The law as the expression of a date (ISO); the work stays what it is."""
    old = law.facts.date
    if not date or not old or date == old:
        return law

    def renewed(xml: str) -> str:
        head, found, rest = xml.partition("FRBRExpression")
        if not found:
            return xml
        moved = f"{head}{found}{rest.replace(f'@{old}', f'@{date}')}"
        return _EXPRESSION.sub(lambda m: _DATE.sub(rf"\g<1>{date}\g<2>", m[0]), moved)

    blocks = tuple(
        replace(part, blocks=tuple(replace(b, xml=renewed(b.xml)) if isinstance(b, Carried) and "FRBRExpression" in b.xml else b
                                   for b in part.blocks)) if isinstance(part, Group) else part
        for part in law.document.blocks)  # fmt: skip
    return replace(law, document=replace(law.document, blocks=blocks), facts=replace(law.facts, date=date))
