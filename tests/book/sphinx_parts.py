"""Our Sphinx extensions as plain modules, for tests that call their functions."""

import importlib.util
from types import ModuleType

from tools.chapters import ROOT


def load(name: str) -> ModuleType:
    """A module of `_ext`, which is on no path but Sphinx's."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "_ext" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
