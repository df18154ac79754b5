"""Run every chapter, quick, with all exercises solved: `python -m tools.solved [chapter ...]`.

Readers fill the stubs in, one after the other, in a notebook that has run up to there. This does
the same with the reference answers, and every checker must say that they are right.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

from ganbook.exercises.catalogue import BY_NAME
from tools import exercise_cells
from tools.chapters import Book, names_argument
from tools.exercises import names_checked
from tools.running import ChapterFailed, run
from tools.surroundings import surroundings

PROFILE = "quick"
LONGEST = 900
RIGHT = "✓ Correct"


def main() -> int:
    """The command line; 1 if a checker objects to its own answer."""
    parser = argparse.ArgumentParser(prog="python -m tools.solved", description=__doc__)
    names_argument(parser)
    book = Book()
    count, problems = 0, []
    for path in book.pick(parser.parse_args().names):
        found = dict(solved(book, path))
        count += len(found)
        wrong = [name for name, said in found.items() if not said.startswith(RIGHT)]
        problems += [f"{path.stem}, {name}: {found[name] or 'no answer'}" for name in wrong]
        print(f"{path.stem}: {len(found) - len(wrong)} of {len(found)} solved", flush=True)
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    print(f"{count - len(problems)} passed, {len(problems)} failed")
    return 1 if problems or not count else 0


def solved(book: Book, path: Path) -> Iterator[tuple[str, str]]:
    """Each exercise of a chapter that is run with its answers, and what the checker said."""
    notebook = nbformat.read(path, as_version=4)
    names = names_checked(notebook)
    fill(notebook)
    profile = book.profiles().get(path.stem, {}).get(PROFILE) or {}
    with tempfile.TemporaryDirectory() as folder:
        given, output = Path(folder) / path.name, Path(folder) / "output.ipynb"
        nbformat.write(notebook, given)
        # Nobody's own progress is touched.
        home = {"GANBOOK_PROGRESS": str(Path(folder) / "progress.json")}
        try:
            run(
                given,
                output,
                environment=surroundings(book.root / "_build" / "home", book.root) | home,
                cwd=path.parent,
                seconds=LONGEST,
                parameters={**profile, "profile": PROFILE},
            )
        except ChapterFailed as failure:
            yield from ((name, str(failure)) for name in names)
            return
        told = said(nbformat.read(output, as_version=4))
    yield from ((name, told.get(name, "")) for name in names)


def fill(notebook: nbformat.NotebookNode) -> None:
    """Put the answers in the place of the stubs."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for name in names_checked(nbformat.v4.new_notebook(cells=[cell])):
                cell.source = exercise_cells.solved(BY_NAME[name])


def said(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """What the checkers answered, by the name of the exercise."""
    return {
        name: "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for name in names_checked(nbformat.v4.new_notebook(cells=[cell]))
    }


if __name__ == "__main__":
    sys.exit(main())
