"""Amending: operations as data, applied to one marked tree, numbered, and checked against each other; no input, no output."""
