"""The first three code cells: install if need be, parameters, imports and setup."""

import ast
import io
import tokenize
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from tools.contract.chapter import OPENING, Chapter, Problem, lines

SETUP = """\
import importlib.util

if importlib.util.find_spec("ganbook") is None:
    %pip install --quiet --no-deps git+{address}
    importlib.invalidate_caches()"""


def setup_cell(chapter: Chapter) -> Iterator[Problem]:
    """Equal to the letter, so that all chapters install the same thing in the same way."""
    wanted = SETUP.format(address=chapter.book.repository())
    for number, cell in chapter.code[:1]:
        if cell.source != wanted:
            yield chapter.problem(f"the setup cell must read, to the letter:\n{wanted}", number)
        if "hide-input" not in _tags(cell):
            yield chapter.problem("the setup cell needs the tag hide-input.", number)


def parameters_cell(chapter: Chapter) -> Iterator[Problem]:
    """Every number worth changing, one a line, each with its reason."""
    tagged = [number for number, cell in chapter.code if "parameters" in _tags(cell)]
    second = [number for number, _ in chapter.code[1:2]]
    if tagged != second or not tagged:
        yield chapter.problem(
            "exactly one cell, the second code cell, has the tag parameters; here the tag is on"
            f" {', '.join(f'cell {number}' for number in tagged) or 'no cell'}."
        )
        return
    for line in lines(chapter.code[1][1].source):
        if not _is_parameter(line):
            yield chapter.problem(
                f"{line!r} is no parameter; write `name = literal  # why`, one a line.", tagged[0]
            )
    wanted = {"seed": 0, "profile": "book"}
    if not wanted.items() <= parameters(chapter).items():
        yield chapter.problem('the parameters include seed = 0 and profile = "book".', tagged[0])


def third_cell(chapter: Chapter) -> Iterator[Problem]:
    """Imports, then the one call that makes the rest repeatable, with the file's own name."""
    wanted = f'notebook.setup(seed, chapter="{chapter.name}", profile=profile)'
    for number, cell in chapter.code[2:OPENING]:
        try:
            *imports, last = ast.parse(cell.source).body or [None]
        except SyntaxError:
            imports, last = [], None
        only_imports = all(isinstance(node, ast.Import | ast.ImportFrom) for node in imports)
        if not only_imports or last is None or ast.unparse(last) != ast.unparse(ast.parse(wanted)):
            yield chapter.problem(f"the third code cell is imports, then {wanted}.", number)
    if len(chapter.code) < OPENING:
        yield chapter.problem("a chapter begins with three code cells: setup, parameters, imports.")


def parameters(chapter: Chapter) -> dict[str, Any]:
    """Names and values of the parameters cell, as far as they can be read."""
    found = {}
    for _, cell in chapter.code[1:2]:
        for line in filter(_is_parameter, lines(cell.source)):
            assignment = ast.parse(line).body[0]
            found[assignment.targets[0].id] = ast.literal_eval(assignment.value)
    return found


def _is_parameter(line: str) -> bool:
    try:
        body = ast.parse(line).body
        comments = [
            token.string.lstrip("# ")
            for token in tokenize.generate_tokens(io.StringIO(line).readline)
            if token.type == tokenize.COMMENT
        ]
        if len(body) != 1 or not isinstance(body[0], ast.Assign) or not any(comments):
            return False
        ast.literal_eval(body[0].value)
    except (SyntaxError, ValueError, tokenize.TokenError):
        return False
    targets = body[0].targets
    return len(targets) == 1 and isinstance(targets[0], ast.Name)


def _tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


CHECKS = (setup_cell, parameters_cell, third_cell)
