"""``modellaw`` and ``python -m modellaw``: the command line as a process of its own."""

from __future__ import annotations

import gc
import os
import sys


def run() -> None:
    """Run the command line and end the process.

    Trees are frozen and without circles: looking for garbage in them, and taking them apart at the end, only costs time.
    """
    gc.disable()
    _open_what_is_closed()
    from modellaw.cli import main

    code: object = 0
    try:
        main()
    except SystemExit as done:
        code = done.code
    if isinstance(code, str):
        print(code, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _open_what_is_closed() -> None:
    """What is said goes nowhere where somebody closed stdout or stderr (``>&-``), and not into the first file that is opened."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)  # has the lowest number that is free: that of the one that is closed
            setattr(sys, name, os.fdopen(nowhere, "w" if number else "r", encoding="utf-8"))


if __name__ == "__main__":
    run()
