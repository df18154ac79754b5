"""The ideas of the book as a small library: `from ganbook import distances, metrics, training`.

Importing the package loads nothing heavy; each module wakes when it is first named.
"""

import importlib
import pathlib
import pkgutil

__version__ = "0.1.0"

_MODULES = sorted(
    found.name
    for found in pkgutil.iter_modules([str(pathlib.Path(__file__).parent)])
    if not found.name.startswith("_")
)


def __getattr__(name: str):
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"ganbook has no module {name!r}; it has {', '.join(_MODULES)}.")


def __dir__() -> list[str]:
    return [*_MODULES, "__version__"]
