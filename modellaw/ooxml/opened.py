"""A Word document opened for reading: its parts as XML, safely (ECMA-376 part 2, packages; part 3, markup compatibility).

Documents of the strict namespace are read as transitional ones, so that one set of names suffices.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
import zlib
from functools import cache, cached_property

from lxml import etree

from modellaw.errors import InputError, Place

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"

MOST_PARTS = 5_000
MOST_BYTES = 512 * 1024 * 1024
MOST_RATIO = 300
"""Above this a part that is also large was compressed to harm."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M.encode()),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STORIES = frozenset({"styles", "numbering", "footnotes", "endnotes", "comments"})
_MAIN = frozenset({"document", "glossaryDocument"})


@cache
def w(name: str) -> str:
    """A name of WordprocessingML in Clark notation."""
    return f"{{{W}}}{name}"


def _in_utf_8(data: bytes) -> bytes:
    """XML in UTF-16 (ECMA-376 part 2, 8.1.3) as UTF-8, any other as it is."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    text = data.decode("utf-16", "replace")
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).encode()


class OpenedPackage:
    """The parts of a .docx by name, parsed when asked for; ``name`` is the file's name for messages."""

    def __init__(self, data: bytes, name: str = "") -> None:
        self.name = name
        if data.startswith(_OLE):
            raise self.fail("this is an old Word file (.doc) or a document locked with a password", "save it as .docx without a password")
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.fail(f"not a Word document: {str(error).lower()}", "is the file complete, and saved as .docx?") from error
        self._bounded()
        self.names = frozenset(self.archive.namelist())
        self._as_written = {name.lower(): name for name in self.names}
        self._parsed: dict[str, etree._Element] = {}

    def fail(self, message: str, hint: str = "", part: str = "") -> InputError:
        """The error to raise, in this file, perhaps in one of its parts."""
        return InputError(message, Place(self.name, 0, part), hint)

    def _bounded(self) -> None:
        entries = self.archive.infolist()
        if len(entries) > MOST_PARTS:
            raise self.fail(f"the package has {len(entries)} parts, more than {MOST_PARTS}")
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise self.fail(f"the package unpacks to more than {MOST_BYTES} bytes", "a document of this size is not read")
        for entry in entries:
            if entry.file_size > 20_000_000 and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
                raise self.fail("the part is compressed to harm (a zip bomb)", "do not open this file", entry.filename)
            if entry.flag_bits & 0x1:
                raise self.fail("the package is encrypted", "save it without a password", entry.filename)

    def bytes(self, part: str) -> bytes:
        """The bytes of a part."""
        try:
            return self.archive.read(part)
        except KeyError as error:
            raise self.fail("the part is missing", "is the file complete?", part) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
            raise self.fail(f"the part cannot be unpacked: {str(error).lower()}", "is the file complete?", part) from error

    def xml(self, part: str) -> etree._Element:
        """The root element of a part."""
        if part not in self._parsed:
            data = _in_utf_8(self.bytes(part))
            if b"purl.oclc.org/ooxml" in data:
                for strict, transitional in _STRICT:
                    data = data.replace(strict, transitional)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
                                     remove_pis=True)  # fmt: skip
            try:
                root = etree.fromstring(data, parser)
            except etree.XMLSyntaxError as error:
                if "excessive depth" in str(error.msg).lower():
                    said = "elements are nested more than 256 deep, as in more than 80 tables that stand in one another"
                    raise self.fail(said, "Word makes no such tables: take them apart, or save the text alone", part) from error
                raise self.fail(f"not well-formed XML: {str(error.msg).lower()}", "open and save it in Word", part) from error
            for fault in parser.error_log:  # a warning that follows makes libxml2 forget that a prefix was declared nowhere
                if fault.level >= etree.ErrorLevels.ERROR:
                    raise self.fail(f"not well-formed XML: {fault.message.lower()}", "open and save it in Word", part)
            if root.getroottree().docinfo.doctype:
                raise self.fail("a document type declaration is not allowed", "this is not a file that Word wrote", part)
            self._parsed[part] = root
        return self._parsed[part]

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id to its type (the last word of it) and target: a part's name, or, outside the package, an address."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, tuple[str, str]] = {}
        for element in self.xml(name) if name in self.names else ():
            target = element.get("Target", "")
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" if target.startswith("/") else folder, target)).lstrip("/")
                target = self._as_written.get(target.lower(), target)  # names of parts are alike in capitals (ECMA-376 part 2, 6.2.2)
            found[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], target)
        return found

    @cached_property
    def main(self) -> str:
        """The name of the main document part."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self.names:
                root = etree.QName(self.xml(target))
                if root.namespace == W and root.localname in _MAIN:
                    return target
                raise self.fail(f"not a Word document but one of <{root.localname}>", "is it a spreadsheet or a presentation?", target)
        raise self.fail("the package has no main document", "is this a .docx file?")

    @cached_property
    def stories(self) -> dict[str, str]:
        """The parts that the main document relates to, by type ("footnotes", "styles", "numbering" ...)."""
        return {kind: target for kind, target in self.relations(self.main).values() if target in self.names}

    @property
    def missing(self) -> dict[str, str]:
        """What a text is read with and the main document relates to in vain, by type: not in the package, or outside it."""
        return {kind: target for kind, target in self.relations(self.main).values() if kind in _STORIES and target not in self.names}

    def story(self, kind: str) -> etree._Element | None:
        """The root of a part that the main document relates to, None when there is none."""
        part = self.stories.get(kind)
        return self.xml(part) if part else None
