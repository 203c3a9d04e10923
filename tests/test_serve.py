"""The server of a build: loopback only, its own files only, built again on a change, errors in the page."""

import http.client
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import run
from selenium.webdriver import Chrome

from modellaw.readers.config import read_project
from modellaw.serving import State, rebuild, server


@pytest.fixture
def project(tmp_path: Path) -> Path:
    run("new", str(tmp_path / "p"))
    return tmp_path / "p"


@pytest.fixture
def serving(project: Path) -> Iterator[tuple[Path, State, int]]:
    state = State()
    rebuild(lambda: read_project(str(project)), state)
    one = server(project / "build", state)
    thread = threading.Thread(target=one.serve_forever, daemon=True)
    thread.start()
    yield project, state, one.server_address[1]
    one.shutdown()
    one.server_close()


def got(port: int, path: str, host: str = "127.0.0.1", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.putrequest(method, path, skip_host=True)
    link.putheader("Host", host)
    link.endheaders()
    answer = link.getresponse()
    out = answer.status, dict(answer.getheaders()), answer.read()
    link.close()
    return out


def test_it_serves_the_build_and_nothing_else(serving: tuple[Path, State, int]) -> None:
    project, _, port = serving
    (project / "build/link").symlink_to(project / "modellaw.toml")
    (project / "build/.hidden").write_text("modules = ")
    assert got(port, "/")[0] == 200 and b"/-/reload.js" in got(port, "/full/redline.html")[2]
    assert got(port, "/full/redline.docx")[2] == (project / "build/full/redline.docx").read_bytes()
    for path in (
        "/../modellaw.toml",
        "/%2e%2e/modellaw.toml",
        "/full/../../modellaw.toml",
        "//etc/passwd",
        "/.hidden",
        "/link",
        "/none",
        "/%00",
    ):
        status, _, body = got(port, path)
        assert status == 404 and b"modules = " not in body, path


def test_it_answers_to_its_own_names_only_and_to_reading_only(serving: tuple[Path, State, int]) -> None:
    _, _, port = serving
    assert got(port, "/", host="evil.example")[0] == 403 and got(port, "/", host=f"evil.example:{port}")[0] == 403
    assert got(port, "/", host=f"localhost:{port}")[0] == 200
    assert got(port, "/", method="POST")[0] == 501
    status, headers, body = got(port, "/", method="HEAD")
    assert status == 200 and body == b"" and "default-src 'none'" in headers["Content-Security-Policy"]


def test_an_error_is_told_and_the_last_build_stays(serving: tuple[Path, State, int]) -> None:
    project, state, port = serving
    before = (project / "build/full/redline.html").read_bytes()
    module = project / "amendments/example.xml"
    good = module.read_text()
    module.write_text(good.replace('target="sec_1__subsec_1"', 'target="sec_99"'))
    rebuild(lambda: read_project(str(project)), state)
    told = json.loads(got(port, "/-/state")[2])
    assert "there is no provision “sec_99”" in told["error"] and told["version"] == 1
    assert (project / "build/full/redline.html").read_bytes() == before
    module.write_text(good.replace("electronic form", "digital form"))
    rebuild(lambda: read_project(str(project)), state)
    assert json.loads(got(port, "/-/state")[2]) == {"version": 2, "error": ""}


def test_the_page_reloads_and_shows_errors_in_a_browser(serving: tuple[Path, State, int], browser: Chrome) -> None:
    project, state, port = serving
    browser.get(f"http://127.0.0.1:{port}/full/consolidated.html")
    assert "in electronic form" in browser.page_source
    module = project / "amendments/example.xml"
    good = module.read_text()
    module.write_text(good.replace("electronic form", "digital form"))
    time.sleep(1)
    rebuild(lambda: read_project(str(project)), state)
    until(lambda: "in digital form" in browser.page_source)
    module.write_text(good.replace('target="sec_1__subsec_1"', 'target="<b>sec_99"'.replace("<", "&lt;")))
    rebuild(lambda: read_project(str(project)), state)
    until(lambda: "The build fails" in browser.execute_script("return document.body.innerText"))
    module.write_text(good)
    rebuild(lambda: read_project(str(project)), state)
    until(lambda: "The build fails" not in browser.execute_script("return document.body.innerText"))


def until(true: object) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return
        time.sleep(0.2)
    raise AssertionError("it did not happen within 15 seconds")


def test_the_command_builds_again_when_a_file_changes(project: Path) -> None:
    command = [sys.executable, "-m", "modellaw", "serve", "--project", str(project), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            port = int(process.stderr.readline().rsplit(":", 1)[1].strip("/\n"))
            time.sleep(1)
            law = project / "source/law.xml"
            law.write_text(law.read_text().replace("ten days", "twelve days"))
            until(lambda: b"twelve days" in got(port, "/full/original.html")[2])
        finally:
            process.kill()


def test_a_port_that_is_taken_is_an_error(serving: tuple[Path, State, int], tmp_path: Path) -> None:
    project, _, port = serving
    copy = shutil.copytree(project, tmp_path / "copy")
    assert "cannot be had" in run("serve", "--project", str(copy), "--port", str(port), expect=2).stderr
