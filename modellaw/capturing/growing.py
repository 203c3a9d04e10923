"""New lines of a Word file as provisions: their level by number, style and neighbours, their place behind the line before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from modellaw.amend.sequence import following
from modellaw.capturing.numbers import COMMON, bare_numbers, defined, kind_of, numbered
from modellaw.capturing.rewording import cut
from modellaw.capturing.schedules import DOCUMENTS, begins_schedule, empty_schedule
from modellaw.capturing.tree import Node, around, body, every, holds, opened, towards
from modellaw.model.address import heading_text, number_text, number_token
from modellaw.model.nodes import ML, Block, Carried, Group, Inline, Law, Note, Paragraph, Provision, Run, Table, Wrap, attribute, is_label
from modellaw.model.walk import inline_text, provisions, text_of
from modellaw.values import dataclass, replace

_FIRST = frozenset({"1", "a", "A", "i", "I"})
_LADDER = ("section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "point", "indent")
_ABOVE = ("part", "chapter", "section", "article")
_LONGEST_HEADING = 30


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that only Word has: its words, the name of its style in small letters, and the table that it is, if it is one.

    ``up`` says how many provisions above the one before it text belongs to that stands behind subdivisions, 0 where it is not known.
    """

    content: tuple[Inline, ...]
    style: str
    table: Table | None
    up: int = 0

    @property
    def words(self) -> str:
        """What it says."""
        return "".join(map(inline_text, self.content))


class Growth:
    """Puts new lines into a tree.

    What stands behind the line before them, in the provision that a new one ends, belongs to the new one; not in a ``quotation``, which
    leaves the law around it as it is.
    """

    def __init__(self, law: Law, root: Node, *, quotation: bool = False) -> None:
        self.quotation = quotation
        self.law = law
        self.root = root
        self.made = 0
        self.bracketed: list[Node] = []
        self.levels: dict[tuple[str, str], Counter[str]] = {}
        self.usual: dict[str, Counter[str]] = {}
        self.headed: Counter[str] = Counter()
        self.stopped: Counter[str] = Counter()
        self.bare = bare_numbers(map(number_text, provisions(law)))
        self._learn(law)

    def _learn(self, law: Law) -> None:
        """Which level stands in which, under which kind of number."""
        for outer in provisions(law):
            heading = heading_text(outer)
            self.headed[outer.level] += bool(heading)
            self.stopped[outer.level] += heading.endswith(".")
            for block in _flat(outer.blocks):
                if isinstance(block, Provision) and (number := number_text(block)):
                    self.levels.setdefault((outer.level, kind_of(number)), Counter())[block.level] += 1
                    self.usual.setdefault(kind_of(number), Counter())[block.level] += 1

    def grow(self, last: Node | None, lines: Sequence[NewLine]) -> None:
        """New lines behind the last paragraph before them, None for the beginning."""
        for line in lines:
            found = self.begins(line.words) if line.table is None else None
            if line.table is None and begins_schedule(line.words):
                last = self.schedule(last, line)
            elif found is not None and self.is_ours(kind_of(found[0])):
                last = self.numbered(last, line, *found)
            elif line.style.startswith("commentary label"):
                last = self.commentary(last)
            elif line.table is None and (line.style.startswith("definition") or defined(line.words)) and _definition(last):
                last = self.definition(last, line)
            else:
                last = self.text(last, line)
        self.closed()

    # --- provisions

    def is_ours(self, kind: str) -> bool:
        """Whether a number of a kind begins a provision: a "Title 5" does so only in a law that has titles."""
        return kind in {*COMMON, "digits", "lower", "upper", "roman"} or kind in self.usual

    def begins(self, words: str) -> tuple[str, int] | None:
        """The number at the beginning of a line, and where the words behind it begin."""
        found = numbered(words)
        if found is not None:
            return found[1], found.end()
        bare = self.bare.match(words) if self.bare is not None else None
        if bare is None:
            return None
        return bare[0].removeprefix("["), len(words) - len(words[bare.end() :].lstrip())

    def numbered(self, last: Node | None, line: NewLine, number: str, end: int) -> Node:
        kind = kind_of(number)
        ahead = tuple(inline for inline in cut(line.content, 0, end) if isinstance(inline, Note))
        content = (*ahead, *cut(line.content, end))
        optional = line.words.startswith("[")
        closed = optional and line.words.rstrip().endswith("]") and line.words.count("[") == line.words.count("]")
        if closed:
            content = cut(content, 0, len("".join(map(inline_text, content)).rstrip()) - 1)
        chain = _outside_option(around(last), line.style) if kind != "option" else around(last)
        beside = _sibling(chain, number, kind)
        if beside is not None:
            assert isinstance(beside.block, Provision)
            level = beside.block.level
        else:
            level = self._level(chain, kind, line.style)
        named = line.style.endswith(("heading", "part", "chapter", "schedule", "option label"))
        heading = named or (level in _ABOVE and (not line.words.rstrip("] ").endswith((".", ";", ":")) or self._titled(level, line.words)))
        blocks: list[Block] = [Paragraph((Run(number),), "num")]
        if content:
            blocks.append(Paragraph(content, "heading") if heading else Group("content", (Paragraph(content),)))
        attributes = ((f"{{{ML}}}optional", "true"),) if optional else (("name", "option"),) if kind == "option" else ()
        node = opened(Provision(level, self._wid(), tuple(blocks), attributes))
        self.bracketed += [node] if optional and not closed else []
        own = list(node.leaves())[-1]
        self._put(node, beside, chain, last)
        return own

    def _titled(self, level: str, words: str) -> bool:
        """Whether a line is a heading with a full stop, as most of its level in the law have one."""
        return self.stopped[level] * 2 > self.headed[level] and ". " not in words and len(words.split()) <= _LONGEST_HEADING

    def closed(self) -> None:
        """The bracket that ends an optional provision of several lines is no word of its last line."""
        for node in self.bracketed:
            last = list(node.leaves())[-1]
            words = text_of(last.block) if isinstance(last.block, Paragraph) else ""
            if isinstance(last.block, Paragraph) and words.rstrip().endswith("]") and words.count("]") > words.count("["):
                last.block = replace(last.block, content=cut(last.block.content, 0, len(words.rstrip()) - 1))
        self.bracketed.clear()

    def _wid(self) -> str:
        self.made += 1
        return f"new-{self.made}"

    def _level(self, chain: Sequence[Node], kind: str, style: str) -> str:
        """The level of a first provision of its kind in the innermost one before it."""
        if kind == "option":
            return "hcontainer"
        if kind not in {"digits", "lower", "upper", "roman"}:
            return kind
        outer = chain[0].block if chain else None
        if not isinstance(outer, Provision):
            return "section"
        known = self.levels.get((outer.level, kind)) or self.levels.get((outer.level, "lower" if kind == "roman" else kind))
        if known:
            return known.most_common(1)[0][0]
        if style in _LADDER:
            return style
        if (usual := self.usual.get(kind)) is not None and outer.level not in _LADDER:
            return usual.most_common(1)[0][0]
        at = _LADDER.index(outer.level) if outer.level in _LADDER else 0
        return _LADDER[min(at + 1, len(_LADDER) - 1)]

    def _put(self, node: Node, beside: Node | None, chain: Sequence[Node], last: Node | None) -> None:
        """Places a provision directly behind the line before it."""
        assert isinstance(node.block, Provision)
        if beside is not None and beside.above is not None:
            home, before = beside.above, beside
        else:
            found = next((one for one in chain if _may_hold(one, node.block)), None)
            if found is None and chain and chain[-1].above is not None:
                chain[-1].above.put(node, chain[-1])
                node.adopt(self.cut_off(chain[-1], last))
                return
            if found is None:
                (body(self.root) or self.root).put(node, None)
                return
            home, inner = found, towards(found, last)
            while inner is not None and isinstance(inner.block, Group) and inner.block.name in DOCUMENTS:
                home, inner = inner, towards(inner, last)
            if inner is None:
                home.put(node, None)
                return
            before = inner
        home.put(node, before)
        node.adopt(self.cut_off(before, last))

    def cut_off(self, node: Node, last: Node | None) -> list[Node]:
        """Takes away what stands behind a line in a node that holds it, and gives it, in order."""
        out: list[Node] = []
        step = last
        while not self.quotation and step is not None and step is not node and step.above is not None:
            above = step.above
            at = above.items.index(step) + 1
            out += above.items[at:]
            del above.items[at:]
            step = above
        return out

    def schedule(self, last: Node | None, line: NewLine) -> Node:
        """A schedule that begins: its lines follow."""
        node, inside = empty_schedule(self.law, self._wid(), line.content)
        attachments = next((one for one in every(self.root) if isinstance(one.block, Group) and one.block.name == "attachments"), None)
        before = next((one for one in around(last) if isinstance(one.block, Provision) and one.block.level == "attachment"), None)
        if before is not None and before.above is not None:
            before.above.put(node, before)
            inside.adopt(self.cut_off(before, last))
        elif attachments is not None:
            attachments.put(node, None)
        else:
            behind = body(self.root)
            group = Node(Group("attachments", ()))
            (behind.above if behind is not None and behind.above is not None else self.root).put(group, behind)
            group.put(node, None)
        return inside

    def commentary(self, last: Node | None) -> Node | None:
        """Guidance that begins: its lines follow."""
        section = next(
            (one for one in around(last) if isinstance(one.block, Provision) and one.block.level in {"section", "article"}), None
        )
        home = section or next(iter(around(last)), None)
        if home is None:
            return last
        node = Node(Provision("hcontainer", self._wid(), (Group("content", ()),), (("name", "commentary"),)))
        group = Node(Group("content", ()), node)
        node.items = [group]
        home.put(node, home.items[-1] if home.items else None)
        return group

    def definition(self, last: Node | None, line: NewLine) -> Node:
        found = defined(line.words)
        content = line.content
        if found is not None:
            term = re.sub(r"[^a-z0-9]+", "-", found[1].lower()).strip("-")
            wrap = Wrap("def", (("refersTo", f"#term-{term}"),))
            content = (*cut(content, 0, found.start(1)), Run(found[1], (wrap,)), *cut(content, found.end(1)))
        node = opened(Provision("hcontainer", self._wid(), (Group("content", (Paragraph(content),)),), (("name", "definition"),)))
        beside = _definition(last)
        assert beside is not None
        if beside.above is not None and attribute(getattr(beside.block, "attributes", ()), "name") == "definition":
            beside.above.put(node, beside)
        else:
            beside.put(node, beside.items[-1] if beside.items else None)
        return list(node.leaves())[-1]

    def first(self, last: Node | None, block: Block) -> Node | None:
        """A line in front of all others, or behind the last one before the body; None for one that stands elsewhere.

        Before the provisions it is one of its own, without a number; before a preface it is a line of that.
        """
        home = body(self.root) or self.root
        if last is not None and holds(home, last):
            return None
        lines = [leaf for leaf in self.root.leaves() if leaf is last or not (leaf.gone or isinstance(leaf.block, Carried))]
        behind = lines[lines.index(last) + 1 :] if last is not None else lines
        if last is not None and not (behind and holds(home, behind[0])):
            return None
        if behind and not holds(home, behind[0]) and (above := behind[0].above) is not None:
            node = Node(block, above)
            above.items.insert(above.items.index(behind[0]), node)
            return node
        made = opened(Provision("hcontainer", self._wid(), (Group("content", (block,)),), (("name", "text"),)))
        home.put(made, None)
        return list(made.leaves())[-1]

    def text(self, last: Node | None, line: NewLine) -> Node | None:
        """A line of text behind another one, a table too."""
        block: Block = line.table if line.table is not None else Paragraph(line.content)
        if (node := self.first(last, block)) is not None or last is None or last.above is None:
            return node
        chain = around(last)
        outer = next((one for one in chain[1:] if line.style == f"{getattr(one.block, 'level', '')} text"), None)
        outer = chain[line.up] if line.up and line.up < len(chain) else outer
        item = next((item for item in outer.items if holds(item, last)), None) if outer is not None else None
        if outer is not None and item is not None and list(item.leaves())[-1] is last:  # it stands behind the subdivisions
            node = Node(Group("wrapUp", (block,)), outer)
            node.items = [Node(block, node)]
            outer.put(node, item)
            return node.items[0]
        home = last if isinstance(last.block, Group) else last.above
        node = Node(block, home)
        if isinstance(last.block, Group):
            home.items.append(node)
        elif is_label(last.block):
            labels = [item for item in home.items if is_label(item.block)]
            following_ = home.items[home.items.index(labels[-1]) + 1 :]
            if following_ and isinstance(following_[0].block, Group):
                following_[0].put(node, None)
            else:
                group = Node(Group("content", ()), home)
                group.items = [node]
                node.above = group
                home.put(group, labels[-1])
        else:
            home.put(node, last)
        return node


def _flat(blocks: Sequence[Block]) -> list[Block]:
    return [inner for block in blocks for inner in (_flat(block.blocks) if isinstance(block, Group) else [block])]


def _outside_option(chain: list[Node], style: str) -> list[Node]:
    """The provisions around a line of a style that stands in no option: what options there are before it have ended."""
    if style.split(" ")[0] not in _LADDER:
        return chain
    return chain[max((at + 1 for at, node in enumerate(chain) if _is_option(node.block)), default=0) :]


def _is_option(block: Block) -> bool:
    return isinstance(block, Provision) and attribute(block.attributes, "name") == "option"


def _number(node: Node) -> str:
    """The number of a provision as its node has it now."""
    for item in node.items:
        if isinstance(item.block, Paragraph) and item.block.name == "num" and not item.gone:
            return "".join(map(inline_text, item.block.content)).strip()
    return ""


def _sibling(chain: Sequence[Node], number: str, kind: str) -> Node | None:
    """The provision before that a numbered one follows: the innermost whose next number it has, else one of its kind."""
    token = number_token(number)
    numbers = [(node, _number(node)) for node in chain]
    for node, before in numbers:
        old = number_token(before)
        if before.startswith("(") != number.startswith("("):
            continue
        if old and (token in {following(old), following(old, romans=True)} or (re.fullmatch(re.escape(old) + r"[A-Z]{1,2}|\d+", token)
                    and kind_of(before) == kind and _later(old, token))):  # fmt: skip
            return node
    if token in _FIRST and number.startswith("("):
        return None
    alike = {kind, "lower"} if kind == "roman" else {kind}
    return next((node for node, before in numbers if before and kind_of(before) in alike and _opening(before) == _opening(number)), None)


def _opening(number: str) -> str:
    """What a number begins with: a bracket, a word, or nothing before the number itself."""
    found = re.match(r"\W|[^\W\d_](?=[^\W\d_]{2})", number)
    return found[0] if found else ""


def _later(old: str, new: str) -> bool:
    a, b = (int(re.match(r"\d*", one)[0] or 0) for one in (old, new))  # type: ignore[index]
    return b >= a


def _definition(last: Node | None) -> Node | None:
    """The definition before, or the provision that holds definitions."""
    for node in around(last):
        if attribute(getattr(node.block, "attributes", ()), "name") == "definition":
            return node
        if any(attribute(getattr(item.block, "attributes", ()), "name") == "definition" for item in node.items):
            return node
    return None


def _may_hold(node: Node, inner: Provision) -> bool:
    """Whether a provision may stand in another: deeper ones in shallower ones, options in sections."""
    outer, level = node.block, inner.level
    assert isinstance(outer, Provision)
    if outer.level == "attachment":
        return True
    if _is_option(inner):
        return outer.level in {"section", "article"}
    order = [*_ABOVE[:2], *_LADDER]
    if level == "article":
        level = "section"
    own = "section" if outer.level == "article" else outer.level
    if own in order and level in order:
        return order.index(own) < order.index(level)
    return level not in order[:3]
