"""Small changes to real files, so that what comes out is nearly right: the inputs that find faults behind the first check."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

_TAG = re.compile(rb"<[^<>]{1,400}>")
_VALUE = re.compile(rb'="([^"<]{0,200})"')
_WORDS = re.compile(rb">([^<>]{1,400})<")
_ODD = (
    b"", b"0", b"-1", b"1", b"2", b"99999999999999999999", b"\xff", b"\x00", b"&#0;", b"&lt;", b"\xd9\xa3", b"\xe2\x80\x8f",
    b"\xf0\x9f\x98\x80", b" ", b"\t", b"\n", b"]]>", b"<!--", b"--", b"{x}y", b"a" * 3000, b"true", b"1e9", b"#", b"../..", b"urn:x",
    b"xml:id", b"\xcc\x81",
)  # fmt: skip


def _spot(data: bytes, pattern: re.Pattern[bytes], random: Random) -> re.Match[bytes] | None:
    """An occurrence near a place that is chosen by chance."""
    start = random.randrange(len(data) or 1)
    return pattern.search(data, start) or pattern.search(data)


def _value(data: bytes, random: Random) -> bytes:
    """An attribute's value, as another's or as something odd."""
    one, two = _spot(data, _VALUE, random), _spot(data, _VALUE, random)
    if one is None or two is None:
        return data
    new = random.choice(_ODD) if random.random() < 0.4 else two[1]
    return data[: one.start(1)] + new + data[one.end(1) :]


def _words(data: bytes, random: Random) -> bytes:
    one, two = _spot(data, _WORDS, random), _spot(data, _WORDS, random)
    if one is None or two is None:
        return data
    new = random.choice((*_ODD, two[1], two[1][: len(two[1]) // 2]))
    return data[: one.start(1)] + new + data[one.end(1) :]


def _element(data: bytes, random: Random) -> bytes:
    """An element gone, doubled, or moved to where another begins."""
    begun = _spot(data, re.compile(rb"<([\w:]+)(?: [^<>]*)?(?<!/)>"), random)
    if begun is None:
        return data
    name, depth, end = re.escape(begun[1]), 1, begun.end()
    for tag in re.finditer(rb"<(/?)" + name + rb"(?= |>|/)[^<>]*?(/?)>", data[end : end + 200_000]):
        depth += 0 if tag[2] else -1 if tag[1] else 1
        if not depth:
            end += tag.end()
            break
    else:
        return data
    whole, rest = data[begun.start() : end], data[: begun.start()] + data[end:]
    place = _spot(rest, _TAG, random)
    at = place.start() if place else 0
    match random.randrange(4):
        case 0:
            return rest
        case 1:
            return data[:end] + whole + data[end:]
        case 2:
            return rest[:at] + whole + rest[at:]
        case _:
            return data[:at] + whole + data[at:]


def _unwrapped(data: bytes, random: Random) -> bytes:
    """The tags of an element gone, or named otherwise; what is in it stays."""
    one, two = _spot(data, re.compile(rb"<([\w:]+)((?: [^<>]*)?)>([^<>]*)</\1>"), random), _spot(data, re.compile(rb"<([\w:]+)"), random)
    if one is None or two is None:
        return data
    new = one[3] if random.random() < 0.4 else b"<%b%b>%b</%b>" % (two[1], one[2], one[3], two[1])
    return data[: one.start()] + new + data[one.end() :]


def _bytes(data: bytes, random: Random) -> bytes:
    """A byte changed, some gone, or the file cut."""
    at = random.randrange(len(data) or 1)
    match random.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + random.randrange(1, 20) :]
        case _:
            return data[:at] + random.choice((bytes([random.randrange(256)]), *_ODD)) + data[at + 1 :]


def _lines(data: bytes, random: Random) -> bytes:
    """A line gone, doubled or elsewhere; its value another's."""
    lines = data.splitlines(keepends=True) or [b""]
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[one]
        case 1:
            lines.insert(two, lines[one])
        case 2:
            lines[one], lines[two] = lines[two], lines[one]
        case _:
            key, sign, _ = lines[one].partition(b"=")
            other = random.choice(
                (lines[two].partition(b"=")[2], b" 3\n", b" [1]\n", b" {a = 1}\n", b' ""\n', b" 2020-01-01\n", b" nan\n", b" true\n")
            )
            lines[one] = key + sign + other if sign else lines[one]
    return b"".join(lines)


def bytes_of(data: bytes, random: Random) -> bytes:
    """Any file with a few of its bytes changed; seldom cut, since that is found at once."""
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        data = _bytes(data, random) if random.random() < 0.03 else _patched(data, random)
    return data


def _patched(data: bytes, random: Random) -> bytes:
    """A number changed, or a byte."""
    number = _spot(data, re.compile(rb"\d+(?:\.\d+)?"), random)
    if number is None or random.random() < 0.4:
        at = random.randrange(len(data) or 1)
        return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
    return data[: number.start()] + random.choice((b"0", b"-1", b"1", b"99999999", b"1e9", number[0] + b"0")) + data[number.end() :]


def xml(data: bytes, random: Random) -> bytes:
    """A document of XML changed a few times."""
    ways: tuple[Callable[[bytes, Random], bytes], ...] = (_value, _value, _words, _element, _element, _unwrapped, _bytes)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        way = random.choice(ways)
        if way is not _bytes or random.random() < 0.3:
            data = way(data, random)
    return data


def toml(data: bytes, random: Random) -> bytes:
    """Settings changed a few times."""
    for _ in range(random.choice((1, 1, 2, 3))):
        data = (_bytes if random.random() < 0.2 else _lines)(data, random)
    return data


def package(data: bytes, random: Random) -> bytes:
    """A Word file with one of its parts changed, gone or in another's place; now and then the bytes of the file itself."""
    if random.random() < 0.04:
        return _bytes(data, random)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return data
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    if not names:
        return data
    often = [name for name in names if re.search(r"word/(document|numbering|styles|footnotes|comments)", name)] or names
    for _ in range(random.choice((1, 1, 2))):
        name = random.choice(often if random.random() < 0.8 else names)
        chance = random.random()
        if chance < 0.02:
            parts.pop(name, None)
        elif chance < 0.04:
            parts[name] = parts.get(random.choice(names), b"")
        elif name in parts:
            parts[name] = xml(parts[name], random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
