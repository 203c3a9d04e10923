"""modellaw: a law as structured text, amendments as data, and one marked tree from which every output is a view."""

__version__ = "0.1.0"
