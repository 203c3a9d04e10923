"""The modules and changes that a marked document carries in its metadata."""

from __future__ import annotations

from lxml import etree

from modellaw.errors import InputError, Place
from modellaw.model.changes import Change, Commencement, Module, Status
from modellaw.model.nodes import AKN, CHANGES
from modellaw.values import dataclass

_STATUSES = frozenset(status.value for status in Status)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a marked document says of its marks; ``added`` names the declarations that its root has only for them."""

    modules: tuple[Module, ...]
    changes: tuple[Change, ...]
    title: str
    added: str


def take_changes(meta: etree._Element, file: str) -> Changes | None:
    """Read them and take their element out, so that the metadata are those of the document again; None for a plain one.

    Raises InputError where a change has a status that there is not; ``file`` is the document's for messages.
    """
    every = meta.findall(f"{{{AKN}}}proprietary/{{{CHANGES}}}changes")
    if not every:
        return None
    found = every[-1]  # the writer's are last; what stands before them is somebody else's
    modules = tuple(_module(element) for element in found.iterfind(f"{{{CHANGES}}}module"))
    changes = tuple(_change(element, file) for element in found.iterfind(f"{{{CHANGES}}}change"))
    holder = found.getparent()
    assert holder is not None
    if len(holder) == 1:
        _remove(meta, holder)
    else:  # what somebody put beside them stays
        _remove(holder, found)
    return Changes(modules, changes, found.get("title", ""), found.get("added", ""))


def _remove(parent: etree._Element, child: etree._Element) -> None:
    before, tail = child.getprevious(), child.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail or None
    else:
        parent.text = (parent.text or "") + tail or None
    parent.remove(child)


def _module(element: etree._Element) -> Module:
    get = element.get
    return Module(
        get("id", ""), get("title", ""), get("date", ""), get("author", ""), get("version", ""), tuple(get("requires", "").split())
    )


def _change(element: etree._Element, file: str) -> Change:
    get = element.get
    status = get("status", Status.APPLIED.value)
    if status not in _STATUSES:
        place = Place(file, element.sourceline or 0, f"change {get('id', '')}")
        raise InputError(f"the status “{status}” is unknown", place, f"there are {', '.join(sorted(_STATUSES))}")
    texts = {name: tuple(child.text or "" for child in element.iterfind(f"{{{CHANGES}}}{name}")) for name in ("anchor", "operation")}
    return Change(
        get("id", ""),
        get("module", ""),
        element.findtext(f"{{{CHANGES}}}rationale", ""),
        get("title", ""),
        tuple(get("recommendations", "").split()),
        texts["anchor"],
        Commencement(get("date", ""), get("condition", "")),
        Status(status),
        get("reason", ""),
        texts["operation"],
    )
