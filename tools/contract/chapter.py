"""A chapter as the checks see it, and a problem as the author reads it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode

from tools.chapters import Book
from tools.normal import parse

# Setup, parameters, imports: every chapter begins with these three code cells.
OPENING = 3


class Problem(NamedTuple):
    """Where, what, and how to repair it."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


@dataclass(frozen=True)
class Chapter:
    """One notebook, its text on disk, and the book around it."""

    name: str
    text: str
    notebook: NotebookNode
    book: Book

    @classmethod
    def read(cls, path: Path, book: Book) -> "Chapter":
        """The chapter stored in a file."""
        text = path.read_text(encoding="utf-8")
        return cls(path.stem, text, parse(text), book)

    @property
    def cells(self) -> list[NotebookNode]:
        return self.notebook.cells

    @cached_property
    def code(self) -> list[tuple[int, NotebookNode]]:
        """Code cells with their number among all cells, counted from 1."""
        return [(n, cell) for n, cell in enumerate(self.cells, 1) if cell.cell_type == "code"]

    @cached_property
    def markdown(self) -> list[tuple[int, NotebookNode]]:
        """Text cells with their number among all cells, counted from 1."""
        return [(n, cell) for n, cell in enumerate(self.cells, 1) if cell.cell_type == "markdown"]

    @cached_property
    def profile(self) -> dict[str, Any]:
        """The chapter's entry in profiles.yml, empty where it has none."""
        return self.book.profiles().get(self.name, {})

    def outputs(self, kind: str | None = None) -> Iterator[tuple[int, NotebookNode]]:
        """Outputs with their cell's number; only those of one kind if asked."""
        for number, cell in self.code:
            for output in cell.outputs:
                if kind in (None, output.output_type):
                    yield number, output

    def trees(self) -> Iterator[tuple[int, NotebookNode, ast.Module]]:
        """Parsed code cells behind the setup cell, which holds a line that is not Python."""
        for number, cell in self.code[1:]:
            try:
                yield number, cell, ast.parse(cell.source)
            except SyntaxError:
                continue  # `plain_python` reports it

    def problem(self, words: str, cell: int | None = None) -> Problem:
        """A sentence with its place: the cell's number among all cells, counted from 1."""
        return Problem(self.name if cell is None else f"{self.name}, cell {cell}", words)


def lines(source: str) -> list[str]:
    """The lines that are not empty."""
    return [line for line in source.splitlines() if line.strip()]
