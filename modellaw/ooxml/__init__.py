"""The Word file format without law: names, escaping, the package."""
