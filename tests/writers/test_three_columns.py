"""The table in three columns: what a provision said, what changes it, what it says now."""

import zipfile
from pathlib import Path

from kit import holds, module
from lxml import etree

from modellaw.amend.ops import Repeal
from modellaw.writers.tables import three_columns
from writers.test_docx import BASE, FIRST, SECOND

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_each_provision_is_listed_with_its_words_before_and_after() -> None:
    rows = {row[0]: row[1:] for row in three_columns(holds(BASE, FIRST).law).rows}
    before, changes, after = rows["section 1(1)"]
    assert "in writing" in " ".join(before) and "in electronic form" in " ".join(after) and any("a-1" in line for line in changes)
    new = next(row for row in three_columns(holds(BASE, FIRST).law).rows if row[1] == ("–",) and "New text." in " ".join(row[3]))
    assert "(2) More." in new[3] and "a-2" in new[2][0]


def test_what_is_repealed_has_nothing_in_the_last_column_and_a_change_says_once_what_it_does() -> None:
    rows = three_columns(holds(BASE, module("c", Repeal("s2")), SECOND).law).rows
    gone = next(row for row in rows if "Meaning of writing" in " ".join(row[1]))
    assert gone[0] == "section 2" and gone[3] == ("–",)
    told = [line for row in rows for line in row[2] if line.startswith("repeal") or " substitute " in line]
    assert len(told) == len(set(told))


def test_the_word_file_lies_across_the_page_and_repeats_its_head(published: Path) -> None:
    with zipfile.ZipFile(published / "build/full/three-columns.docx") as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    (size,) = body.iter(f"{W}pgSz")
    assert size.get(f"{W}orient") == "landscape" and int(size.get(f"{W}w") or 0) > int(size.get(f"{W}h") or 0)
    assert len(list(body.iter(f"{W}tblHeader"))) == 1 and len(list(body.iter(f"{W}tr"))) > 50
