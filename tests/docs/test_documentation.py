"""What the documentation shows is true: its blocks of code run, its pages made from the program are current, its links lead somewhere."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from blocks import Code, blocks_of, script
from conftest import ROOT
from lxml import etree

from modellaw.readers.module import read_module

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "templates/README.md", "fuzz/README.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
BLOCKS = {path.relative_to(ROOT).as_posix(): list(blocks_of(path, ROOT)) for path in PAGES}
RUN = {page: blocks for page, blocks in BLOCKS.items() if any(b.language in {"sh", "python"} and not b.reason for b in blocks)}
LANGUAGES = {"sh", "python", "toml", "xml", "yaml", "text"}
NAMESPACES = 'xmlns="urn:modellaw:amendment:1" xmlns:akn="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'


def named(blocks: list[Code]) -> list[pytest.param]:
    return [pytest.param(block, id=f"{block.page}:{block.line}") for block in blocks]


EVERY = [block for blocks in BLOCKS.values() for block in blocks]


def test_every_block_says_its_language_and_one_that_is_not_run_why() -> None:
    assert len(EVERY) > 30
    for block in EVERY:
        assert block.language in LANGUAGES, f"{block.page}:{block.line} has the language “{block.language}”"
        assert block.language in {"sh", "python"} or not block.reason, f"{block.page}:{block.line} needs no reason: it is not run anyway"
    assert sum(bool(block.reason) for block in EVERY) < 12, "most of what is shown must run"


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    """A copy of the project, built, in a repository of its own, with a corrected law beside it."""
    folder = shutil.copytree(published, tmp_path / "project")
    shutil.copytree(ROOT / "examples", folder / "examples")
    law = (folder / "source/2007_model_law.xml").read_text()
    (folder / "corrected.xml").write_text(law.replace(" without delay", " at once", 1))
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


@pytest.mark.parametrize("page", RUN)
def test_what_a_page_shows_runs(page: str, copy: Path) -> None:
    """The blocks of a page run in its order, in one copy of the project."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(copy.parent)}
    python: list[str] = []
    folder = copy
    for block in RUN[page]:
        if block.reason or block.language not in {"sh", "python"}:
            continue
        if block.language == "python":  # a page's blocks go on from each other
            python.append(block.text)
            command = [sys.executable, "-c", "\n".join(python)]
        else:
            command = ["bash", "-c", script([block]) + f'pwd > "{copy.parent}/where"']
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, f"{block.page}:{block.line}\n{done.stderr[-3000:]}"
        if block.language == "sh":
            folder = Path((copy.parent / "where").read_text().strip())


@pytest.mark.parametrize("block", named([b for b in EVERY if b.language == "toml"]))
def test_toml_that_is_shown_is_toml(block: Code) -> None:
    assert tomllib.loads(block.text)


@pytest.mark.parametrize("block", named([b for b in EVERY if b.language == "xml"]))
def test_xml_that_is_shown_is_what_the_grammar_allows(block: Code) -> None:
    """A module or its operations are read as one; the law's own XML is well-formed."""
    if "<module" in block.text:
        read_module(block.text.encode(), block.page)
    elif block.page != "docs/dialect.md":
        inside = block.text if "<change" in block.text else f'<change id="x-1">{block.text}</change>'
        head = f'<module {NAMESPACES} id="x" title="T" law="/akn/xx/act/t" version="1" date="2021-03-18" author="A">'
        read_module(f"{head}{inside}</module>".encode(), block.page)
    else:
        etree.fromstring(f'<x xmlns:ml="urn:x">{block.text}</x>')


@pytest.mark.parametrize("name", ["cli.md", "grammar.md"])
def test_the_pages_made_from_the_program_are_current(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    from reference import PAGES as made  # type: ignore[import-not-found]

    assert (ROOT / "docs" / name).read_text() == made[name](), "run .venv/bin/python tools/reference.py"


def test_every_command_says_what_it_does_and_gives_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    import click
    from reference import commands, parts_of

    from modellaw.cli import main

    found = dict(commands(main))
    assert len(found) >= 16
    for name, command in found.items():
        said, examples = parts_of(command)
        assert len(said[0]) > 20 and said[0].endswith("."), name
        assert examples and all(line.startswith(name) for line in examples if not line.startswith("modellaw build")), name
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, f"{name} does not say what {option.name} is"


def test_links_between_pages_lead_somewhere() -> None:
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text()):
            assert target.startswith("https://") or (path.parent / target).exists(), f"{path.relative_to(ROOT)}: {target}"


def test_a_line_that_fails_is_found_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(
        "Text\n\n```sh\ntrue\nfalse # exits with 1\nfalse\n```\n\n*(not run by the tests: why)*\n\n```sh\nx\n```\n"
    )
    first, second = blocks_of(tmp_path / "page.md", tmp_path)
    assert (first.line, first.reason, second.reason) == (3, "", "why")
    done = subprocess.run(["bash", "-c", script([first])], capture_output=True, text=True)
    assert done.returncode == 99 and "page.md:6: exit code 1" in done.stderr
