"""The nodes of a law: frozen values, blocks and inlines, that hold any Akoma Ntoso document.

Blocks nest (a provision holds groups of paragraphs and further provisions); inlines are flat: emphasis and other inline
elements around words are ``wraps`` on a run, so that words can be cut and marked without surgery on a tree. ``level``,
``name`` and wrap names are Akoma Ntoso element names (OASIS Akoma Ntoso 1.0 part 2); attribute names are as written in
the file ("eId") or in Clark notation for foreign namespaces ("{urn:modellaw:law:1}optional").
"""

from __future__ import annotations

from collections.abc import Iterable

from modellaw.model.changes import NO_TRACE, Change, Module, Trace
from modellaw.model.late import Columns, Late
from modellaw.values import dataclass

Attributes = tuple[tuple[str, str], ...]

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
"""The namespace of Akoma Ntoso 3.0."""

ML = "urn:modellaw:law:1"
"""The namespace of our own attributes on Akoma Ntoso elements."""

CHANGES = "urn:modellaw:changes:1"
"""The namespace of modules and changes in the metadata of a marked document."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """An inline element around a run (``b``, ``i``, ``def``, ``term``, ``inline`` ...); ``serial`` tells equal neighbours apart."""

    name: str
    attributes: Attributes = ()
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one formatting with one trace."""

    text: str
    wraps: tuple[Wrap, ...] = ()
    trace: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference (``ref``); ``target`` is its href ("#wId", or an IRI), its text follows the target's number."""

    target: str
    content: tuple[Run, ...] = ()
    attributes: Attributes = ()
    wraps: tuple[Wrap, ...] = ()
    trace: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank that a State fills (``placeholder``, ``fillIn``); blanks of one ``blank`` name are filled together."""

    blank: str
    content: tuple[Run, ...] = ()
    name: str = "placeholder"
    attributes: Attributes = ()
    wraps: tuple[Wrap, ...] = ()
    trace: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote at this point of the text (``authorialNote``): its own blocks; its printed number is counted by the writer."""

    blocks: tuple[Block, ...] = ()
    attributes: Attributes = ()
    wraps: tuple[Wrap, ...] = ()
    trace: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class CarriedInline:
    """An inline element, comment or instruction the model has no word for, kept as XML; ``text`` is what a reader sees of it."""

    xml: str
    text: str = ""
    wraps: tuple[Wrap, ...] = ()
    trace: Trace = NO_TRACE


Inline = Run | Reference | Blank | Note | CarriedInline


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph of inlines: ``p``, ``num``, ``heading``, ``listIntroduction`` and any other mixed-content block.

    ``seam`` is the trace of the boundary to the block before: inserted, the original text runs on; deleted, the amended does.
    """

    content: tuple[Inline, ...] = ()
    name: str = "p"
    attributes: Attributes = ()
    trace: Trace = NO_TRACE
    seam: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row; spans are attributes (``colspan``, ``rowspan``)."""

    blocks: tuple[Block, ...] = ()
    header: bool = False
    attributes: Attributes = ()
    trace: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...] = ()
    attributes: Attributes = ()
    trace: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a caption is the first of ``before``, comments there too."""

    rows: tuple[Row, ...] = ()
    before: tuple[Block, ...] = ()
    attributes: Attributes = ()
    trace: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks under one element that is not itself a provision: ``content``, ``intro``, ``wrapUp``, ``preface``, ``body`` ..."""

    name: str
    blocks: tuple[Block, ...] = ()
    attributes: Attributes = ()
    trace: Trace = NO_TRACE
    seam: Trace = NO_TRACE


@dataclass(frozen=True, slots=True)
class Provision(Late):
    """A numbered or named unit of the law, at any level: part, section, paragraph, definition, list item, attachment ...

    ``wid`` is its stable identity: explicit, unique, never changed by an amendment. Its number and heading are the
    paragraphs named ``num`` and ``heading`` among its blocks. ``shell`` traces the unit without its content (wrapped
    around text that was there before, or taken off it); ``seam`` its boundary to the block before (split, join);
    ``moved`` is the id of the change that brought it here from where a ``Departure`` with its wid stands. One that was
    ``late`` is read when it is first asked for anything; nothing else tells it from any other.
    """

    level: str
    wid: str
    blocks: tuple[Block, ...] = ()
    attributes: Attributes = ()
    trace: Trace = NO_TRACE
    shell: Trace = NO_TRACE
    seam: Trace = NO_TRACE
    moved: str = ""

    @property
    def number(self) -> Paragraph | None:
        """The paragraph that holds its current number, the inserted one where a change renumbered it."""
        return self._line("num")

    @property
    def heading(self) -> Paragraph | None:
        """The paragraph that holds its heading."""
        return self._line("heading")

    @staticmethod
    def late(columns: Columns, at: int) -> Provision:
        """The provision without marks at a place in columns: what it is, and its blocks, are read when first asked for."""
        made = Provision.__new__(Provision)
        _put_columns(made, columns)
        _put_at(made, at)
        return made

    def _tell(self, columns: Columns, at: int) -> None:
        _put_level(self, columns.levels[at])
        _put_wid(self, columns.wids[at])
        _put_attributes(self, columns.attributes(at))
        _put_trace(self, NO_TRACE)
        _put_shell(self, NO_TRACE)
        _put_seam(self, NO_TRACE)
        _put_moved(self, "")

    def _line(self, name: str) -> Paragraph | None:
        found: Paragraph | None = None
        for block in self.blocks:
            if isinstance(block, Paragraph) and block.name == name:
                if not block.trace.deleted:
                    return block
                found = found or block
            elif isinstance(block, Provision):
                break
        return found


_put_level, _put_wid, _put_attributes, _put_trace, _put_shell, _put_seam, _put_moved, _put_columns, _put_at = (
    getattr(Provision, name).__set__ for name in ("level", "wid", "attributes", "trace", "shell", "seam", "moved", "columns", "at")
)


@dataclass(frozen=True, slots=True)
class Departure:
    """Where a provision stood before ``change`` moved it; the provision itself is at its new place."""

    wid: str
    change: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A block, comment or instruction the model has no word for (``meta`` too), kept as XML; ``text`` is what a reader sees of it."""

    xml: str
    text: str = ""
    trace: Trace = NO_TRACE


Block = Provision | Group | Paragraph | Table | Departure | Carried


@dataclass(frozen=True, slots=True)
class Facts:
    """What the metadata say of a document, for those who do not read metadata: FRBR work IRI, expression date, language ..."""

    uri: str = ""
    title: str = ""
    date: str = ""
    language: str = "eng"
    status: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """A document: its root element as a group (``akomaNtoso``), what stands around the root, and who changed it."""

    document: Group
    facts: Facts = Facts()
    prolog: tuple[str, ...] = ()
    epilog: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    modules: tuple[Module, ...] = ()


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def language_of(law: Law) -> str:
    """The language of a law's text: what its root, its document or its body say (``xml:lang``: "sv"), else its metadata ("swe")."""
    block: Block | None = law.document
    for _ in range(3):
        if not isinstance(block, Group):
            break
        said = attribute(block.attributes, _LANG)
        if said:
            return said
        block = next((inner for inner in block.blocks if isinstance(inner, Group) and inner.name not in _FRONT), None)
    return law.facts.language


_FRONT = frozenset({"coverPage", "header", "preamble", "preface"})


OPTIONAL = f"{{{ML}}}optional"
"""The attribute of a provision that those who adopt the law may leave out."""


PORTION = "portion-body"
"""The name of the container in which several provisions of a portion stand."""


def holds_portion(provision: Provision) -> bool:
    """Whether a provision only holds together what stands in a portion: it is no context of their eIds."""
    return provision.level == "hcontainer" and ("name", PORTION) in provision.attributes


def attribute(attributes: Attributes, name: str, default: str = "") -> str:
    """The value of one attribute, or ``default``."""
    for key, value in attributes:
        if key == name:
            return value
    return default


def with_attribute(attributes: Attributes, name: str, value: str) -> Attributes:
    """The attributes with one set (at its old place, else last) or, for an empty value, left out."""
    for key, old in attributes:
        if key == name:
            if old == value:
                return attributes
            return tuple([(key, value if key == name else old) for key, old in attributes if value or key != name])
    return (*attributes, (name, value)) if value else attributes


_IDS = frozenset({"eId", "wId", "GUID", "{http://www.w3.org/XML/1998/namespace}id"})


def without_ids(attributes: Attributes) -> Attributes:
    """The attributes that a second element may have too."""
    if len(attributes) == 1:
        return () if attributes[0][0] in _IDS else attributes
    own = tuple([pair for pair in attributes if pair[0] not in _IDS])
    return attributes if len(own) == len(attributes) else own


def is_bare(content: tuple[Inline, ...]) -> bool:
    """Whether a line is one run of words without marks or formatting, as most are: who rewrites or writes lines need not look closer."""
    return len(content) == 1 and type(content[0]) is Run and content[0].trace is NO_TRACE and not content[0].wraps


LABELS = ("num", "heading", "subheading")
"""The lines with which a provision begins, in their order."""


def is_label(block: Block) -> bool:
    """Whether a block is a number or heading."""
    return isinstance(block, Paragraph) and block.name in LABELS


def labels_apart(blocks: Iterable[Block]) -> tuple[list[Paragraph], list[Block]]:
    """The numbers and headings among some blocks, and all others."""
    labels: list[Paragraph] = []
    rest: list[Block] = []
    for block in blocks:
        if type(block) is Paragraph and block.name in LABELS:
            labels.append(block)
        else:
            rest.append(block)
    return labels, rest
