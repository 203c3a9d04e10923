#!/bin/sh
# Make .venv with the package and its development tools; quick when pyproject.toml has not changed.
set -eu
cd "$(dirname "$0")/.."
stamp=$(sha256sum pyproject.toml | cut -d' ' -f1)
if [ "$(cat .venv/.stamp 2>/dev/null || true)" = "$stamp" ]; then
    .venv/bin/python -m compileall -q modellaw # where bytecode is not written by itself, starting would cost more than building
    exit 0
fi
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q python3-venv
    elif sudo -n true 2>/dev/null; then sudo -n apt-get update -q && sudo -n apt-get install -y -q python3-venv
    else echo "modellaw: please install the package python3-venv first (apt-get install python3-venv)" >&2; exit 1; fi
fi
echo "modellaw: setting up .venv (Python packages only)"
python3 -m venv .venv
.venv/bin/pip install -q --disable-pip-version-check -e '.[dev]'
.venv/bin/python -m compileall -q modellaw
echo "$stamp" > .venv/.stamp
