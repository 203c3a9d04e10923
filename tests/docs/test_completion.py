"""The Tab key completes commands, options, files, editions and outputs, in the shells that the documentation names."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


def completed(words: str, shell: str = "bash", folder: Path = ROOT) -> list[str]:
    """What the program proposes for the last word."""
    environment = {
        **os.environ,
        "_MODELLAW_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    program = Path(sys.executable).parent / "modellaw"
    done = subprocess.run([program], cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    return [line.partition(",")[2] or line.partition(",")[0] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("modellaw ", {"adopt", "build", "compare", "verify"}),
        ("modellaw bu", {"build"}),
        ("modellaw template ", {"pack", "unpack"}),
        ("modellaw build --no", {"--no-comments"}),
        ("modellaw build --edition e", {"electronic-evidence"}),
        ("modellaw build --only redline.", {"redline.docx", "redline.pdf"}),
        ("modellaw apply --numbering b", {"bis"}),
    ],
)
def test_words_are_completed(words: str, wanted: set[str]) -> None:
    assert wanted <= set(completed(words))


def test_files_are_left_to_the_shell_and_a_project_that_cannot_be_read_completes_to_nothing(tmp_path: Path) -> None:
    for words in ("modellaw apply so", "modellaw compare so", "modellaw rebase --from so", "modellaw apply x -o so"):
        environment = {**os.environ, "_MODELLAW_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        done = subprocess.run([Path(sys.executable).parent / "modellaw"], env=environment, capture_output=True, text=True, cwd=ROOT)
        assert done.stdout.startswith("file,"), words
    assert completed("modellaw build --edition e", folder=tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_one_that_the_shell_can_read(shell: str) -> None:
    environment = {**os.environ, "_MODELLAW_COMPLETE": f"{shell}_source"}
    script = subprocess.run([Path(sys.executable).parent / "modellaw"], env=environment, capture_output=True, text=True, check=True).stdout
    assert "_MODELLAW_COMPLETE" in script
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script, text=True, check=True, capture_output=True)


def test_bash_completes_with_the_script_as_documented() -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    line = (
        "source <(_MODELLAW_COMPLETE=bash_source modellaw); COMP_WORDS=(modellaw ver); COMP_CWORD=1; "
        '_modellaw_completion modellaw; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", line], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "verify"
