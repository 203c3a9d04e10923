"""The site of the documentation is built without a warning, and its pages ask nobody on the network for anything."""

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT


def test_the_site_is_built_strictly_and_has_every_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix(".html").as_posix().replace("README", "index")
        text = (tmp_path / name).read_text()
        assert not re.search(r'<(?:script|img|link)[^>]*(?:src|href)="https?://(?!modellaw)', text), name
