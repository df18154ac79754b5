"""The code a reader sees: short cells, no classes, claims where they cannot be skipped."""

import ast
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from tools.chapters import Book
from tools.contract.chapter import OPENING, Chapter, Problem, lines

MEDIAN_LINES, MOST_LINES, FUNCTION_LINES, IN_A_ROW = 6, 15, 10, 2
# Where building the loop by hand is the lesson, a class may be defined: in one cell of the book.
BY_HAND = "loop-by-hand"


def plain_python(chapter: Chapter) -> Iterator[Problem]:
    """Only the setup cell holds a line that is not Python."""
    for number, cell in chapter.code[1:]:
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            yield chapter.problem(
                f"the cell is no plain Python ({error.msg}); magic belongs in the setup cell.",
                number,
            )


def short_cells(chapter: Chapter) -> Iterator[Problem]:
    """A cell that fits into one look."""
    sizes = {number: len(lines(cell.source)) for number, cell in chapter.code}
    for number, size in sizes.items():
        if size > MOST_LINES:
            yield chapter.problem(
                f"the code cell has {size} lines, more than {MOST_LINES}; split it, or move what is"
                " not the lesson into the package.",
                number,
            )
        elif size == 0:
            yield chapter.problem("the code cell is empty; remove it.", number)
    own = list(sizes.values())[OPENING:]
    if own and statistics.median(own) > MEDIAN_LINES:
        yield chapter.problem(
            f"half of the code cells have more than {MEDIAN_LINES} lines (the median is"
            f" {statistics.median(own):g}); shorten them."
        )


def prose_between(chapter: Chapter) -> Iterator[Problem]:
    """Never more than two code cells without a word between them."""
    opening = [number for number, _ in chapter.code[:OPENING]]
    kinds = [(n, cell.cell_type) for n, cell in enumerate(chapter.cells, 1) if n not in opening]
    for kind, group in groupby(kinds, key=lambda pair: pair[1]):
        numbers = [number for number, _ in group]
        if kind == "code" and len(numbers) > IN_A_ROW:
            yield chapter.problem(
                f"{len(numbers)} code cells in a row; say something between them.", numbers[-1]
            )


def no_class(chapter: Chapter) -> Iterator[Problem]:
    """Definitions live in the package, where they are tested."""
    for number, cell, tree in chapter.trees():
        if BY_HAND in cell.metadata.get("tags", []):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield chapter.problem(
                    f"the chapter defines the class {node.name}; it belongs in the package.", number
                )


def short_functions(chapter: Chapter) -> Iterator[Problem]:
    """What a chapter defines for itself is a first, naive version: a few lines."""
    for number, cell, tree in chapter.trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            size = len(
                lines("\n".join(cell.source.splitlines()[node.lineno - 1 : node.end_lineno]))
            )
            if size > FUNCTION_LINES:
                yield chapter.problem(
                    f"the function {node.name} has {size} lines, more than {FUNCTION_LINES}; it"
                    " belongs in the package.",
                    number,
                )


def reached(chapter: Chapter) -> Iterator[Problem]:
    """A claim inside a function, a branch or a `try` may never be checked."""
    for number, _, tree in chapter.trees():
        always = set(map(id, _certain(tree.body)))
        for call in filter(_is_check, ast.walk(tree)):
            name = _name(call)
            if id(call) not in always:
                yield chapter.problem(
                    f"{name} must stand at the top level of a cell or directly in a loop, where it"
                    " is always run.",
                    number,
                )
            if literal(call) is None:
                yield chapter.problem(
                    f"the text of {name} must be a literal, so that it can be found.", number
                )


def said_once(chapter: Chapter) -> Iterator[Problem]:
    """One text, one claim; one text, one band."""
    for name in ("claim", "measured"):
        texts = Counter(literal(call) for _, call in calls(chapter, name))
        for text, count in texts.items():
            if text is not None and count > 1:
                yield chapter.problem(
                    f"{name}({text!r}, …) occurs {count} times; give each a text of its own."
                )


def only_masked(chapter: Chapter) -> Iterator[Problem]:
    """The verifier masks what stands behind ≈, so nothing unguarded may print that sign."""
    texts = [literal(call) or "" for _, call in calls(chapter, "measured")]
    allowed = [rf"✓ {re.escape(text)} ≈ \S+( ± \S+)? \(band .+\)" for text in texts]
    allowed.append(r"step +\d+ / \d+( · \w+ ≈ \S+)*")
    for number, output in chapter.outputs("stream"):
        for line in output.text.splitlines():
            if "≈" in line and not any(re.fullmatch(pattern, line) for pattern in allowed):
                yield chapter.problem(
                    f"{line!r} holds the sign ≈, behind which nothing is compared; leave it to"
                    " measured and progress.",
                    number,
                )


def by_hand_once(book: Book, chapters: list[Chapter]) -> Iterator[Problem]:
    """The exception is for one place in the whole book."""
    tagged = [
        f"{chapter.name}, cell {number}"
        for chapter in chapters
        for number, cell in chapter.code
        if BY_HAND in cell.metadata.get("tags", [])
    ]
    for place in tagged[1:]:
        yield Problem(place, f"the tag {BY_HAND} is for one cell of the book, now {tagged[0]}.")


def calls(chapter: Chapter, name: str) -> Iterator[tuple[int, ast.Call]]:
    """Every `notebook.<name>(…)` or `<name>(…)`, with its cell's number."""
    for number, _, tree in chapter.trees():
        for call in filter(_is_check, ast.walk(tree)):
            if _name(call) == name:
                yield number, call


def literal(call: ast.Call) -> str | None:
    """The text a check is given, where it is written out."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _certain(body: list[ast.stmt]) -> Iterator[ast.expr]:
    """Expressions that stand as statements at the top level or directly in loops and `with`."""
    for statement in body:
        if isinstance(statement, ast.Expr):
            yield statement.value
        elif isinstance(statement, ast.For | ast.With):
            yield from _certain(statement.body)


def _is_check(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node) in ("claim", "measured")


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr if isinstance(owner, ast.Name) and owner.id == "notebook" else ""
    return function.id if isinstance(function, ast.Name) else ""


CHECKS = (
    plain_python,
    short_cells,
    prose_between,
    no_class,
    short_functions,
    reached,
    said_once,
    only_masked,
)
BOOK_CHECKS = (by_hand_once,)
