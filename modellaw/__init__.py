"""Amend, consolidate and redline model legislation."""

__version__ = "0.1.0"
