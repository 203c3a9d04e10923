"""The wheel and the source archive carry all that the program needs and nothing else, and work away from the checkout on every Python."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _pythons() -> dict[str, str]:
    """The interpreters of this machine that the package is for, by version: on the path, or beside them where pyenv keeps them."""
    found = {}
    for minor in range(11, 20):
        name = f"python3.{minor}"
        beside = sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/{name}"))
        for candidate in filter(None, (shutil.which(name), *map(str, beside))):
            done = subprocess.run(
                [candidate, "-c", "import sys, venv, ensurepip; print(sys.version_info[1])"], capture_output=True, text=True
            )
            if done.stdout.strip() == str(minor):
                found[f"3.{minor}"] = candidate
                break
    return found or {"this": sys.executable}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source archive, and that archive: as for a release."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "-o", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("modellaw-*.whl")
    return found


def test_both_archives_are_sound(dist: Path, wheel: Path) -> None:
    scripts = Path(sys.executable).parent
    checked = subprocess.run([scripts / "twine", "check", "--strict", *dist.iterdir()], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    checked = subprocess.run([scripts / "check-wheel-contents", wheel], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_the_archives_hold_every_file_that_the_program_reads_and_nothing_that_was_built(dist: Path, wheel: Path) -> None:
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "modellaw").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    templates = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {*package, *(f"modellaw/{name}" for name in templates)} == {name for name in names if ".dist-info/" not in name}
    (source,) = dist.glob("modellaw-*.tar.gz")
    with tarfile.open(source) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {*package, *templates, "README.md", "LICENSE", "CHANGELOG.md", "tests/kit.py", "docs/index.md"} <= inside
    assert not [name for name in inside if name.startswith(("build/", "site/", ".venv", "fuzz/found", ".clients"))]


def test_the_wheel_builds_the_publication_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("version", _pythons())
def test_an_empty_environment_needs_nothing_but_the_wheel(version: str, wheel: Path, tmp_path: Path) -> None:
    """Installed with its dependencies as a user would, warnings as errors: a new project is built, proved and compared."""
    subprocess.run([_pythons()[version], "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env/bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel], check=True, capture_output=True)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | {"PYTHONWARNINGS": "error"}
    for arguments in (["new", "p"], ["build", "--project", "p"], ["verify", "p/build"], ["check", "--strict", "--project", "p"]):
        done = subprocess.run([tmp_path / "env/bin/modellaw", *arguments], cwd=tmp_path, capture_output=True, text=True, env=clean)
        assert done.returncode == 0, done.stderr
    code = "import modellaw; law = modellaw.read('p/build/full/redline.docx'); assert law.changes; print(modellaw.__version__)"
    done = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, env=clean)
    assert done.returncode == 0, done.stderr
