"""Packages: zip files that any reader opens, the same for the same parts."""

import zipfile
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from modellaw.ooxml.package import package_bytes


@given(st.dictionaries(st.from_regex(r"[a-zé]{1,8}(/[a-z]{1,8})?\.xml", fullmatch=True), st.binary(max_size=300), max_size=6))
def test_what_is_packed_is_there_again_content_types_first_and_without_a_clock(parts: dict[str, bytes]) -> None:
    whole = {**parts, "_rels/.rels": b"<r/>", "[Content_Types].xml": b"<t/>" * 500}
    data = package_bytes(whole)
    assert data == package_bytes(dict(reversed(whole.items())))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None and {name: archive.read(name) for name in archive.namelist()} == whole
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", *sorted(parts)]
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)} and {entry.external_attr for entry in entries} == {0o600 << 16}
    assert {entry.create_system for entry in entries} == {0} and entries[0].compress_size < 100
