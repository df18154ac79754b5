"""Bring the exercises' cells of the chapters up to date: `python -m tools.exercises write`."""

import argparse
import re
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ganbook.exercises.catalogue import BY_NAME
from tools import exercise_cells
from tools.chapters import Book, names_argument
from tools.normal import normal_text
from tools.notebooks import replace

# What marks a cell as one of an exercise, and what makes its text.
_MARKS = {
    "markdown": {
        r"^(?::{3,}|`{3,})\{exercise\}.*\n:label: ex-(\S+)$": exercise_cells.task,
        r"^(?::{3,}|`{3,})\{solution\} ex-(\S+)$": exercise_cells.solution,
    },
    "code": {r'^exercises\.check\("([^"]+)", ': exercise_cells.stub},
}


class CrowdedCell(Exception):
    """A cell holds an exercise and something else, which a refresh would delete."""


def refresh(notebook: NotebookNode) -> list[str]:
    """Give every cell of a known exercise its text; the names of those that were different.

    Cells of exercises without a checker, and all other cells, stay as they are.
    """
    changed = []
    for cell in notebook.cells:
        name, text = _generated(cell)
        if text and text != cell.source:
            cell.source = text
            changed.append(name)
    return changed


def names_checked(notebook: NotebookNode) -> list[str]:
    """The exercises a chapter checks, in its order."""
    (mark,) = _MARKS["code"]
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [name for source in code for name in re.findall(mark, source, re.MULTILINE)]


def _generated(cell: NotebookNode) -> tuple[str, str]:
    for mark, make in _MARKS.get(cell.cell_type, {}).items():
        names = re.findall(mark, cell.source, re.MULTILINE)
        if any(name in BY_NAME for name in names):
            if len(names) > 1 or not _stands_alone(cell):
                raise CrowdedCell(
                    f"The cell {cell.get('id')} holds the exercise {names[0]!r} and more;"
                    " give the exercise a cell of its own."
                )
            return names[0], make(BY_NAME[names[0]])
    return "", ""


def _stands_alone(cell: NotebookNode) -> bool:
    """A box alone: its fence opens in the first line, and closes in the last and nowhere else."""
    if cell.cell_type == "code":
        return True
    first, *others = cell.source.strip().splitlines()
    fence = re.match("[:`]*", first)[0]
    closings = [number for number, line in enumerate(others) if line.rstrip() == fence]
    return bool(fence) and closings == [len(others) - 1]


def write(chapters: list[Path]) -> None:
    """Refresh the chapters in place and say what changed."""
    for path in chapters:
        notebook = nbformat.read(path, as_version=4)
        if changed := refresh(notebook):
            replace(path, normal_text(notebook))
        print(f"{path.stem}: {', '.join(dict.fromkeys(changed)) or 'up to date'}")


def main() -> int:
    """The command line; 1 when a cell cannot be refreshed."""
    parser = argparse.ArgumentParser(prog="python -m tools.exercises", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    names_argument(commands.add_parser("write", help="refresh the cells of all exercises"))
    arguments = parser.parse_args()
    try:
        write(Book().pick(arguments.names))
    except CrowdedCell as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
