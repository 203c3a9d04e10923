"""What tests are given: the shared cases and checkers, and real clients; with CI=true a missing one is a failure, never a skip."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from word_proof.clients import Office

ROOT = Path(__file__).resolve().parent.parent


# the same commit has the same verdict: what is drawn at random is drawn anew on every other machine, and in fuzz/
settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


def missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real cases and checkers, named by MODELLAW_SHARED."""
    folder = os.environ.get("MODELLAW_SHARED", "")
    if not (folder and Path(folder).is_dir()):
        missing("the real cases are not here: set MODELLAW_SHARED to their folder")
    return Path(folder)


@pytest.fixture(scope="session")
def client() -> Callable[[str], str]:
    """Gives the path of a real client ("soffice", "pandoc", "chromium")."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            missing(f"{name} is not installed: `make test` installs it where it may")
        assert path is not None
        return path

    return find


@pytest.fixture(scope="session")
def axe() -> Path:
    """The file of axe-core, with which accessibility is checked."""
    path = ROOT / ".clients/node_modules/axe-core/axe.min.js"
    if not path.exists():
        missing("axe-core is not installed: `make test` fetches it into .clients")
    return path


@pytest.fixture(scope="session")
def browser(client: Callable[[str], str]) -> Iterator[Chrome]:
    """A headless Chromium (Debian's, through its own driver); one for all tests."""
    options = ChromeOptions()
    options.binary_location = client("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1440,900", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = Chrome(options=options, service=ChromeService(client("chromedriver")))
    yield chrome
    chrome.quit()


@pytest.fixture(scope="session")
def office(client: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One LibreOffice for all tests."""
    client("soffice")
    started = Office(tmp_path_factory.mktemp("office"))
    yield started
    started.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of this repository, built once in a copy; the folder of the copy."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("source", "amendments", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "modellaw.toml", folder)
    run("build", "--project", str(folder))
    return folder


def run(*arguments: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own; its exit code must be the expected one."""
    done = subprocess.run([sys.executable, "-m", "modellaw", *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == expect, done.stderr or done.stdout
    return done
