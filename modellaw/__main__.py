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


if __name__ == "__main__":
    run()
