"""Our Sphinx extensions as plain modules, for tests that call their functions."""

import importlib
import sys
from types import ModuleType

from tools.chapters import ROOT

FOLDER = str(ROOT / "_ext")


def load(name: str) -> ModuleType:
    """A module of `_ext`, which Sphinx puts on its path: extensions import each other by name."""
    if FOLDER not in sys.path:
        sys.path.insert(0, FOLDER)
    return importlib.import_module(name)
