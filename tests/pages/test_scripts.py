"""The scripts of the pages are source files that keep rules, and small."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, missing

SCRIPTS = sorted((ROOT / "templates/html").glob("*.js"))
ESLINT = ROOT / ".clients/node_modules/eslint/bin/eslint.js"


def lint(node: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    if not ESLINT.exists():
        missing("eslint is not installed: `make test` fetches it into .clients")
    rules = ["-c", str(ROOT / "tools/eslint.config.mjs"), "--no-ignore", "--max-warnings", "0"]
    return subprocess.run([node, str(ESLINT), *rules, *map(str, paths)], capture_output=True, text=True, cwd=paths[0].parent)


def test_the_scripts_keep_the_rules(client: Callable[[str], str]) -> None:
    done = lint(client("node"), *SCRIPTS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("line", "rule"), [("document.body.innerHTML = ''", "no-restricted-properties"), ("fetch('x')", "no-undef"), ("eval('1')", "no-eval")]
)
def test_what_would_read_text_as_markup_or_load_something_breaks_them(
    client: Callable[[str], str], tmp_path: Path, line: str, rule: str
) -> None:
    path = tmp_path / "script.js"
    path.write_text(f"(() => {{\n  'use strict';\n  {line};\n}})();\n")
    done = lint(client("node"), path)
    assert done.returncode == 1 and rule in done.stdout, done.stdout + done.stderr


def test_a_script_is_under_sixty_kilobytes() -> None:
    assert SCRIPTS and all(path.stat().st_size < 60_000 for path in SCRIPTS)
