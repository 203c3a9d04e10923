"""The first page of a build leads to every file, with its digest, and names every change once."""

import json
from hashlib import sha256
from pathlib import Path

from lxml import html


def test_the_first_page_leads_to_every_document_with_its_digest(published: Path) -> None:
    build = published / "build"
    page = html.document_fromstring((build / "index.html").read_text())
    linked = set(page.xpath("//a[@class='file']/@href"))
    made = {path.relative_to(build).as_posix() for path in build.rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert made - linked == {"index.html", "manifest.json"} and linked <= made
    (digests,) = page.xpath("//section[@id='digests']")
    shown = {row.xpath("string(th)"): row.xpath("string(td/code)") for row in digests.xpath(".//tr[td]")}
    assert shown == {name: sha256((build / name).read_bytes()).hexdigest() for name in linked}


def test_the_first_page_names_every_change_once_and_leads_to_its_reason(published: Path) -> None:
    build = published / "build"
    page = html.document_fromstring((build / "index.html").read_text())
    links = page.xpath("//section[@id='register']//td/a/@href")
    changes = {row["id"] for register in build.glob("*/register.json") for row in json.loads(register.read_text())}
    assert sorted(link.split("#change-")[1] for link in links) == sorted(changes)
    tables = page.xpath("//section[@id='register']/p/a/@href")
    assert {name for name in tables if name.endswith((".csv", ".xlsx"))} >= {
        f"{path.parent.name}/register.csv" for path in build.glob("*/register.csv")
    }
    for link in links:
        name, _, ident = link.partition("#")
        assert f'id="{ident}"' in (build / name).read_text()


def test_a_build_of_one_edition_leaves_the_first_page_as_it_is(published: Path) -> None:
    from conftest import run

    before = (published / "build/index.html").read_bytes()
    run("build", "--project", str(published), "--edition", "housekeeping", "--only", "register.csv")
    assert (published / "build/index.html").read_bytes() == before
