"""Editions made side by side are those that one process makes; errors come home with their place, a death is one."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import run
from test_build import contents

from modellaw.errors import AmendmentErrors, ConflictError, InputError, ModelLawError, Place


def copied(published: Path, folder: Path) -> Path:
    return shutil.copytree(published, folder / "p", ignore=shutil.ignore_patterns("build"))


def test_the_files_are_the_same_byte_by_byte(published: Path, tmp_path: Path) -> None:
    project = copied(published, tmp_path)
    run("build", "--project", str(project), "--jobs", "3")
    assert contents(project / "build") == contents(published / "build")
    assert "nothing has changed" in run("build", "--project", str(project)).stdout
    run("build", "--project", str(project), "--jobs", "0", "--only", "redline.txt", "--force")
    assert contents(project / "build") == contents(published / "build")


def test_an_error_in_another_process_is_told_as_at_home(published: Path, tmp_path: Path) -> None:
    project = copied(published, tmp_path)
    module = project / "amendments/housekeeping.xml"
    module.write_text(module.read_text().replace('find="', 'find="zzz', 1))
    alone = run("build", "--project", str(project), expect=4).stderr
    assert "housekeeping.xml:" in alone and "zzz" in alone
    assert run("build", "--project", str(project), "--jobs", "2", expect=4).stderr == alone
    assert not (project / "build").exists()


def test_a_process_that_dies_is_an_error_and_the_last_build_stays(published: Path, tmp_path: Path) -> None:
    project = shutil.copytree(published, tmp_path / "p")
    command = [sys.executable, "-m", "modellaw", "build", "--project", str(project), "--jobs", "2", "--force"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as build:
        child = 0
        while build.poll() is None and not child:
            listed = subprocess.run(["ps", "-ww", "-o", "pid=,args=", "--ppid", str(build.pid)], capture_output=True, text=True).stdout
            child = next((int(line.split()[0]) for line in listed.splitlines() if "spawn_main" in line), 0)
            time.sleep(0.01)
        assert child, "the build ended before a process was seen"
        os.kill(child, signal.SIGKILL)
        _, said = build.communicate(timeout=100)
    assert build.returncode == 6 and "a process died while it built the edition" in said
    assert contents(project / "build") == contents(published / "build")


@pytest.mark.parametrize("error", [
    InputError("m", Place("f", 3, "p"), "h"),
    AmendmentErrors((InputError("m", Place("f"), "h"), ModelLawError("n"))),
    ConflictError((InputError("m"),)),
])  # fmt: skip
def test_an_error_survives_the_way_between_processes(error: ModelLawError) -> None:
    home = pickle.loads(pickle.dumps(error))
    assert type(home) is type(error) and str(home) == str(error)
    assert (home.message, home.place, home.hint) == (error.message, error.place, error.hint)
