"""The wheel carries all that the program needs, and works away from the checkout."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_wheel_builds_the_publication_away_from_the_checkout(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--disable-pip-version-check", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("modellaw-*.whl")
    inside = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(inside)
    project = tmp_path / "project"
    for name in ("source", "amendments"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "modellaw.toml", project)
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); import modellaw.cli as c; print(c.__file__); c.main()"
    done = subprocess.run([sys.executable, "-I", "-c", code, str(inside), "build", "--edition", "full", "--only", "redline.docx",
                           "--only", "redline.html"], cwd=project, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(inside)), "the checkout was used, not the wheel"
    assert (project / "build" / "full" / "redline.docx").is_file()
    assert (project / "build" / "full" / "redline.html").is_file()
