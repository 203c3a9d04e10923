"""Documents that the schema allows, of every type: read and written the same, and no format loses a word of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree, html
from readers.akn_from_schema import DOCUMENTS, Document
from readers.test_akn import canonical

from modellaw.model.nodes import Law
from modellaw.project import Document as Published
from modellaw.project import Publication
from modellaw.readers.akn import read_akn
from modellaw.readers.schema import validate_akn
from modellaw.writers import FORMATS
from modellaw.writers.akn import akn_bytes

SEEDS = range(2)


def words(root: etree._Element) -> Iterator[str]:
    """Every word that is not metadata."""
    for element in root.iter(etree.Element):
        if element.tag.endswith("}meta") or any(above.tag.endswith("}meta") for above in element.iterancestors()):
            continue
        for text in (element.text, *(child.tail for child in element)):
            yield from re.findall(r"\bw\d+w\b", text or "")


def printed(law: Law, form: str) -> set[str]:
    """Every word of the law in a format."""
    data = FORMATS[form](Publication(Published.ORIGINAL, law, "A law"))
    if form == "docx":
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = [archive.read(name).decode() for name in ("word/document.xml", "word/footnotes.xml") if name in archive.namelist()]
        text = re.sub(r"<[^>]*>", "", re.sub(r"<w:instrText.*?</w:instrText>|</w:p>", " ", " ".join(parts)))
    elif form == "html":
        text = " ".join(map(str, html.document_fromstring(data.decode()).xpath("//*[@id='law']")[0].itertext()))
    else:
        text = data.decode()
    return set(re.findall(r"w\d+w", text))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_the_schema_allows_is_read_written_and_printed_whole(kind: str, seed: int) -> None:
    data = Document(kind, seed, deep=8 + 4 * seed).bytes()
    validate_akn(data)
    law = read_akn(data)
    written = akn_bytes(law)
    assert canonical(written) == canonical(data) and read_akn(written) == law
    wanted = set(words(etree.fromstring(data)))
    assert len(wanted) > 20
    assert {form: wanted - printed(law, form) for form in ("docx", "html", "txt")} == {"docx": set(), "html": set(), "txt": set()}
