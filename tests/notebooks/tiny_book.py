"""A whole book in a temporary folder: one good chapter, the real package, a stand-in framework."""

import os
from pathlib import Path

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.chapters import ROOT, Book
from tools.contract.opening import SETUP

NAME = "01_tiny"
ADDRESS = "https://example.org/tiny/book"
# The real one loads TensorFlow, which takes longer than everything else here.
BACKEND = """\
import types

import numpy


def make_deterministic():
    pass


keras = types.SimpleNamespace(utils=types.SimpleNamespace(set_random_seed=numpy.random.seed))
"""
PROFILES = {
    NAME: {
        "budget": {"book": 60, "quick": 20},
        "quick": {"draws": 10},
        "full": {"draws": 1000},
        "bands": {
            "mean of the draws": {"book": [-0.5, 0.5], "quick": [-1.0, 1.0], "full": [-0.2, 0.2]}
        },
    }
}
WORDS = "Every sentence of this chapter is here to be counted, and says so with great patience. "
ALT = "A straight line that rises from the lower left to the upper right."


def make(root: Path) -> Book:
    """The book's files, its chapter not yet executed."""
    (root / "chapters").mkdir(parents=True)
    (root / "pyproject.toml").write_text(f'[project.urls]\nRepository = "{ADDRESS}"\n')
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: chapters/{NAME}\n")
    write_profiles(Book(root), PROFILES)
    nbformat.write(chapter(), root / "chapters" / f"{NAME}.ipynb")
    package = root / "ganbook"
    package.mkdir()
    for part in ("__init__.py", "notebook", "checks", "estimates.py", "book.mplstyle"):
        os.symlink(ROOT / "ganbook" / part, package / part)
    (package / "backend.py").write_text(BACKEND)
    return Book(root)


def write_profiles(book: Book, profiles: dict) -> None:
    """Replace profiles.yml."""
    (book.root / "chapters" / "profiles.yml").write_text(yaml.safe_dump(profiles))


def path(book: Book) -> Path:
    """The one chapter's file."""
    return book.root / "chapters" / f"{NAME}.ipynb"


def chapter() -> nbformat.NotebookNode:
    """A chapter that keeps every rule, and is otherwise of no interest."""
    exercises = "\n\n".join(
        f"```{{exercise}}\n:label: tiny-{n}\nCount to {n}.\n```" for n in range(4)
    )
    figure = {"figure": {"name": "fig-line", "caption": "A line."}, "image": {"alt": ALT}}
    cells = [
        _text("# A tiny chapter", "Run time: one second on a CPU, one on a GPU.", WORDS * 4),
        _code(SETUP.format(address=ADDRESS), tags=["hide-input"]),
        _code(
            "seed = 0  # where chance begins",
            'profile = "book"  # which bands hold',
            "draws = 100  # enough for a mean",
            tags=["parameters"],
        ),
        _code(
            "import matplotlib.pyplot as plt",
            "import numpy as np",
            "",
            "from ganbook import notebook",
            "",
            f'notebook.setup(seed, chapter="{NAME}", profile=profile)',
        ),
        _text("## A line rises", WORDS * 4, "Look at {numref}`fig-line`."),
        _code("plt.plot([0, 1], [0, 1])", "plt.show()", mystnb=figure),
        _text("It rises.", WORDS * 4, "## A mean is near its law"),
        _code(
            'notebook.claim("three and four make a five", np.hypot(3, 4), 5)',
            'notebook.measured("mean of the draws", np.random.normal(size=draws).mean())',
        ),
        _text("## Where it breaks", WORDS * 4, "## Summary", WORDS, "## Exercises", exercises),
        _text("## Further reading", WORDS * 4),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return new_notebook(cells=cells)


def _text(*paragraphs: str) -> nbformat.NotebookNode:
    return new_markdown_cell("\n\n".join(paragraphs))


def _code(*lines: str, **metadata: object) -> nbformat.NotebookNode:
    return new_code_cell("\n".join(lines), metadata=metadata)
