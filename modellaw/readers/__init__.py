"""Readers: a file of some format becomes a law."""
