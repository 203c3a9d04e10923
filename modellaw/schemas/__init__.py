"""Grammars that travel inside the package."""
