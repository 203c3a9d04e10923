#!/bin/sh
# Every check of the project, pytest last.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/ruff format --check modellaw tests benchmarks fuzz tools
.venv/bin/ruff check modellaw tests benchmarks fuzz tools
.venv/bin/mypy
.venv/bin/lint-imports
exec .venv/bin/pytest -q -n auto --maxprocesses 4 --dist worksteal
