"""A project as data: what ``modellaw.toml`` says of law, modules, editions and outputs, and what a writer is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from modellaw.model.changes import Module
from modellaw.model.nodes import Law
from modellaw.model.sharing import Sharing
from modellaw.values import dataclass


class Numbering(Enum):
    """How an inserted provision without a number of its own is numbered, and whether those after it move up."""

    LETTERS = "letters"
    BIS = "bis"
    RENUMBER = "renumber"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, as printed on the cover."""

    name: str = ""
    place: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A named set of modules that is published together; ``modules`` are module ids, in order."""

    id: str
    title: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a conflict between two changes is settled: ``keep`` one, or let them take effect in ``order`` (the second sees the first)."""

    changes: tuple[str, str]
    keep: str = ""
    order: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that is as it should be: its code, the provision ("" for any), and the reason."""

    code: str
    provision: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """A document that is published with the law: its id names its files, ``source`` is an Akoma Ntoso document."""

    id: str
    source: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a body asked for: its letter, in a few words what it asks, and whether law, guidance or others are to answer it."""

    id: str
    gist: str
    kind: str = "law"


@dataclass(frozen=True, slots=True)
class WordOptions:
    """How a redline is written for Word: with or without a comment at each change; moves as Word's own, or as deletion and insertion."""

    comments: bool = True
    native_moves: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """Changes that a project does not carry out, and why; they stay in the register."""

    changes: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Project:
    """``modellaw.toml``; paths are relative to its folder ``root`` unless absolute.

    ``ranges`` says by the name of a blank what States have chosen, for new profiles; ``commencement`` the dates of conditions on which
    changes take effect, by their words; ``at`` is the day as in force on which everything is built, "" for with every change.
    """

    root: str
    law: str
    modules: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    numbering: Numbering = Numbering.LETTERS
    outputs: tuple[str, ...] = ()
    publisher: Publisher = Publisher()
    resolutions: tuple[Resolution, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    companions: tuple[Companion, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    templates: str = "templates"
    build: str = "build"
    paper: str = "A4"
    word: WordOptions = WordOptions()
    ranges: Mapping[str, str] = field(default_factory=dict)
    commencement: Mapping[str, str] = field(default_factory=dict)
    rejections: tuple[Rejection, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a State chooses of a model law: words for blanks, options by number, optional provisions kept or not, words for words.

    ``otherwise`` says whether optional provisions that are not named are kept; None: each must be named. ``clean`` leaves out guidance;
    ``open`` lets what is not decided stay as the model has it; ``proposed`` takes the numbers that the model proposes in brackets.
    """

    file: str
    title: str = ""
    state: str = ""
    date: str = ""
    edition: str = ""
    numbering: Numbering = Numbering.RENUMBER
    paper: str = "A4"
    blanks: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    optional: dict[str, bool] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    otherwise: bool | None = None
    clean: bool = True
    open: bool = False
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a batch: its id (the folder of its result), its kind ("adopt", "compare", "edition"), and what it works on."""

    id: str
    kind: str
    project: str = ""
    edition: str = ""
    law: str = ""
    modules: tuple[str, ...] = ()
    profile: str = ""
    old: str = ""
    new: str = ""
    outputs: tuple[str, ...] = ()
    at: str = ""


class Document(Enum):
    """The documents of an edition: the views of the marked tree, and the modules as an amending law; each in several formats."""

    ORIGINAL = "original"
    CONSOLIDATED = "consolidated"
    REDLINE = "redline"
    INSTRUMENT = "amending-instrument"
    COMPANION = "companion"


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One change for a reviewer: its places, each as the wids that may be linked to (nearest first) and the citation, and what it does."""

    id: str
    title: str
    module: str
    places: tuple[tuple[tuple[str, ...], str], ...] = ()
    operations: tuple[str, ...] = ()
    rationale: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """What a reviewer is told first: the texts compared, the modules, how many changes of which kind (a number for each module), which."""

    before: str
    after: str
    modules: tuple[Module, ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...]
    entries: tuple[GuideEntry, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """One document to be written: the tree exactly as it is to be shown, and what its cover says.

    ``law`` is marked for REDLINE and plain for all others; ``law.changes`` and ``law.modules`` describe the
    marks (also on CONSOLIDATED, where they say what was carried out). ``templates`` are the folders to look for templates
    in, first one first. ``digests`` are the SHA-256 of the original's and the consolidated text, the proof line of a redline;
    ``base_date`` is that of the law before. ``touched`` says which changes touched each provision of a consolidated text, by wid.
    ``guide`` is printed before the law; all documents of an edition have the same, so that they compare to the word. In ``sharing``
    writers keep what they made of the parts that the laws of a build have in common.
    """

    document: Document
    law: Law
    title: str
    edition: str = ""
    status: str = ""
    date: str = ""
    publisher: Publisher = Publisher()
    paper: str = "A4"
    templates: tuple[str, ...] = ()
    digests: tuple[tuple[str, str], ...] = field(default=())
    base_date: str = ""
    touched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guide: Guide | None = None
    word: WordOptions = WordOptions()
    landscape: bool = False
    sharing: Sharing = field(default_factory=Sharing)
