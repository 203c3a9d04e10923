"""Amend, consolidate and redline model legislation.

>>> law = modellaw.read("law.xml")
>>> marked = modellaw.apply(law, [modellaw.read_module("module.xml")])
>>> modellaw.write(marked, "redline.docx")
"""

from importlib import import_module
from typing import TYPE_CHECKING

from modellaw.version import __version__

if TYPE_CHECKING:
    from modellaw.api import accept, apply, check, compare, publish, read, read_module, register, reject, write

__all__ = ["__version__", "accept", "apply", "check", "compare", "publish", "read", "read_module", "register", "reject", "write"]


def __getattr__(name: str) -> object:
    """The names of the library, loaded when one of them is first asked for: the command line starts without them."""
    if name in __all__:
        return getattr(import_module("modellaw.api"), name)
    raise AttributeError(f"module 'modellaw' has no attribute '{name}'")
