"""Every HTML file of a build passes the acceptance checks in a real browser."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import html5lib
import pytest
from conftest import ROOT, run
from edits import Edited

SHARES = 8
"""The pages are checked in shares, which run on different cores."""


def check(checker: Path, axe: Path, page: Path) -> tuple[int, list[str]]:
    """The checker's exit code, and what must hold and does not."""
    run = [sys.executable, str(checker), str(page), "--brief", "--axe", str(axe)]
    done = subprocess.run(run, capture_output=True, text=True, env={**os.environ, "AXE_JS": str(axe)}, timeout=300)
    said = json.loads(done.stdout) if done.stdout.strip().startswith("{") else {"error": done.stderr[-800:]}
    failed = [
        f"{one['id']}: {one['title']}: {one.get('value')} {one.get('detail')}" for one in said.get("checks", ()) if one["level"] == "must"
    ]
    return done.returncode, failed or ([str(said["error"])] if said.get("error") else [])


def faults(shared: Path, axe: Path, pages: list[Path]) -> list[tuple[str, int, list[str]]]:
    """What fails, page by page; the limits of time are for an idle machine, so what failed beside other tests is checked once more."""
    checker, failed = shared / "html/check_html.py", []
    for page in pages:
        if check(checker, axe, page)[0]:
            code, said = check(checker, axe, page)
            if code:
                failed.append((f"{page.parent.name}/{page.name}", code, said))
    return failed


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_passes_every_check_that_must_hold(
    published: Path, shared: Path, axe: Path, client: Callable[[str], str], share: int
) -> None:
    for name in ("chromium", "chromedriver", "pdftotext"):
        client(name)
    pages = {sha256(page.read_bytes()).digest(): page for page in sorted((published / "build").rglob("*.html"))}
    assert len(pages) > 15
    assert faults(shared, axe, list(pages.values())[share::SHARES]) == []


@pytest.mark.parametrize("state", ["arvenia", "vesmark"])
def test_the_pages_of_a_bill_pass_them_too(
    published: Path, shared: Path, axe: Path, client: Callable[[str], str], tmp_path: Path, state: str
) -> None:
    client("chromium")
    run("adopt", str(ROOT / f"examples/{state}.toml"), "--project", str(published), "-o", str(tmp_path / state))
    pages = sorted((tmp_path / state).glob("*.html"))
    assert len(pages) == 2 and faults(shared, axe, pages) == []


def test_a_redline_in_which_no_change_is_left_passes_them_too(
    shared: Path, axe: Path, client: Callable[[str], str], tmp_path: Path
) -> None:
    client("chromium")
    run("new", str(tmp_path / "law"))
    module = tmp_path / "law/amendments/example.xml"
    module.write_text(module.read_text().replace("<change ", '<change status="pending" '))
    run("build", "--project", str(tmp_path / "law"), "--only", "redline.html")
    (page,) = (tmp_path / "law/build").rglob("redline.html")
    assert faults(shared, axe, [page]) == []


def test_the_matrix_of_comments_and_the_merged_redline_pass_them_too(
    published: Path, shared: Path, axe: Path, client: Callable[[str], str], tmp_path: Path
) -> None:
    client("chromium")
    files = []
    for name, words in (("Ana", "is to be cited as"), ("Ben", "shall be cited as")):
        made = Edited((published / "build/full/consolidated.docx").read_bytes(), name)
        made.replace("may be cited as", words)
        made.row_after("16. List of annexes", "17. Anything else", "none")
        files.append(str(made.save(tmp_path / f"{name}.docx")))
    run("comments", *files, "-o", str(tmp_path / "matrix"), "--project", str(published))
    run("merge", *files, "-o", str(tmp_path / "merged.html"), "--project", str(published), expect=1)
    pages = [tmp_path / "matrix.html", tmp_path / "merged.html"]
    assert faults(shared, axe, pages) == []
    for page in pages:
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(page.read_text())
        assert not parser.errors, page.name


def test_the_checker_fails_a_page_whose_text_was_changed(
    published: Path, shared: Path, axe: Path, client: Callable[[str], str], tmp_path: Path
) -> None:
    client("chromium")
    page = tmp_path / "redline.html"
    text = (published / "build/housekeeping/redline.html").read_text()
    assert "Central Authority" in text
    body = text.index('<div id="law">')
    page.write_text(text[:body] + text[body:].replace("Central Authority", "Central Office", 1))
    code, failed = check(shared / "html/check_html.py", axe, page)
    assert code == 1 and any(one.startswith("H04") for one in failed), failed


def test_every_page_is_valid_html_to_a_strict_parser(published: Path) -> None:
    for name in ("full/redline.html", "full/consolidated.html", "housekeeping/redline.html", "full/traceability.html"):
        parser = html5lib.HTMLParser(strict=True)
        parser.parse((published / "build" / name).read_text())
        assert not parser.errors, name
