"""Which chapters the book has and what profiles.yml says of them: one reader for all tools."""

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Book:
    """A folder with `_toc.yml`, `pyproject.toml` and `chapters/`."""

    root: Path = ROOT

    def chapters(self) -> list[Path]:
        """The notebooks of the table of contents, in its order."""
        paths = [self.root / f"{name}.ipynb" for name in self._names()]
        return [path for path in paths if path.is_file()]

    def missing(self) -> list[str]:
        """Entries of the table of contents without a file behind them."""
        files = {name: list(self.root.glob(f"{name}.*")) for name in self._names()}
        return [name for name, found in files.items() if not found]

    def strays(self) -> list[Path]:
        """Notebooks that lie in chapters/ and belong to no table of contents."""
        return sorted(set((self.root / "chapters").glob("*.ipynb")) - set(self.chapters()))

    def profiles(self) -> dict[str, dict[str, Any]]:
        text = (self.root / "chapters" / "profiles.yml").read_text(encoding="utf-8")
        return yaml.safe_load(text) or {}

    def repository(self) -> str:
        """The address readers install from; pyproject.toml is its one source."""
        text = (self.root / "pyproject.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)["project"]["urls"]["Repository"]

    def pick(self, names: list[str]) -> list[Path]:
        """The named chapters (`05` is enough), or all of them."""
        chosen = []
        for name in names:
            found = [path for path in self.chapters() if path.stem.startswith(Path(name).stem)]
            if len(found) != 1:
                stems = ", ".join(path.stem for path in self.chapters()) or "none"
                raise SystemExit(f"{name!r} names {len(found)} chapters; the book has: {stems}.")
            chosen += found
        return chosen or self.chapters()

    def _names(self) -> list[str]:
        contents = yaml.safe_load((self.root / "_toc.yml").read_text(encoding="utf-8"))
        return [name.removesuffix(".ipynb").removesuffix(".md") for name in _files(contents)]


def names_argument(parser: argparse.ArgumentParser) -> None:
    """Let a command take chapters by name."""
    parser.add_argument("names", nargs="*", metavar="chapter", help="such as 05; default: all")


def _files(contents: Any) -> list[str]:
    """Every `file:` of the table, however deep its parts and sections are nested."""
    if isinstance(contents, list):
        return [name for entry in contents for name in _files(entry)]
    if not isinstance(contents, dict):
        return []
    own = [contents[key] for key in ("root", "file") if key in contents]
    return own + [name for value in contents.values() for name in _files(value)]
