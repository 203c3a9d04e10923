"""What tests are given: the shared cases."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real cases, named by MODELLAW_SHARED; with CI=true its absence is a failure."""
    folder = os.environ.get("MODELLAW_SHARED", "")
    if folder and Path(folder).is_dir():
        return Path(folder)
    message = "the real cases are not here: set MODELLAW_SHARED to their folder"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
