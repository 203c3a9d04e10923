"""``python -m modellaw``."""

from modellaw.cli import main

main()
