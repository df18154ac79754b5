"""What is stored in the file: complete, silent, small, and in its normal form."""

import re
from collections.abc import Iterator

from tools.contract.chapter import Chapter, Problem
from tools.normal import normal_text

HEAVIEST = 1_000_000
KINDS = {"image/png", "text/latex", "text/markdown", "text/plain"}
REPAIR = "run `make notebooks`"


def executed(chapter: Chapter) -> Iterator[Problem]:
    """nbval does not compare a cell without a count, so an unexecuted cell would pass it."""
    for expected, (number, cell) in enumerate(chapter.code, 1):
        if cell.execution_count is None:
            yield chapter.problem(f"the cell has not been executed; {REPAIR}.", number)
        elif cell.execution_count != expected:
            yield chapter.problem(
                f"execution count {cell.execution_count} instead of {expected}: the cells were not"
                f" run in order in a fresh kernel; {REPAIR}.",
                number,
            )


def compared(chapter: Chapter) -> Iterator[Problem]:
    """No cell steps aside when the verifier comes by."""
    escapes = r"(?i)nbval[-_]|pytest_validate|raises-exception|skip-execution"
    for number, cell in chapter.code:
        comments = re.findall(r"#.*", cell.source)
        for mark in [*cell.metadata.get("tags", []), *comments]:
            if re.search(escapes, mark):
                yield chapter.problem(f"{mark!r} keeps the cell from being verified.", number)


def no_error(chapter: Chapter) -> Iterator[Problem]:
    """The book builds from stored outputs, errors included, without a word."""
    for number, output in chapter.outputs("error"):
        yield chapter.problem(
            f"the stored output is an error, {output.ename}: {output.evalue}. Repair the cell,"
            f" then {REPAIR}.",
            number,
        )


def silent(chapter: Chapter) -> Iterator[Problem]:
    """No stderr, no progress bar: a page is no terminal."""
    for number, output in chapter.outputs("stream"):
        if output.name == "stderr":
            yield chapter.problem(
                f"the cell writes to stderr: {_start(output.text)!r}. Remove the cause.",
                number,
            )
        elif re.search(r"[\r\b\x1b]", output.text):
            yield chapter.problem(
                "the output moves the cursor, as progress bars do; use notebook.progress.", number
            )


def plain_kinds(chapter: Chapter) -> Iterator[Problem]:
    """Only what works without scripts, offline, and can be compared or drawn."""
    for number, output in chapter.outputs():
        for kind in sorted(set(output.get("data", {})) - KINDS):
            yield chapter.problem(
                f"the output has the form {kind}, which needs scripts or styles of its own or"
                f" cannot be compared; allowed are {', '.join(sorted(KINDS))}.",
                number,
            )


def nothing_passing(chapter: Chapter) -> Iterator[Problem]:
    """Addresses that may be gone, and what is different in every run."""
    patterns = {
        r"https?://|\bwww\.": "an external address",
        r"\bat 0x[0-9a-f]{4,}": "an address in memory (end a figure's cell with plt.show())",
        r"\b\d{1,2}:\d{2}:\d{2}\b": "a time of day",
        r"(?:/home|/root|/Users|/tmp)/": "a path of one machine",
    }
    for number, text in _texts(chapter):
        for pattern, name in patterns.items():
            if match := re.search(pattern, text):
                yield chapter.problem(
                    f"the output holds {name}: {_start(text[match.start() :])!r}. Print something"
                    " that is equal everywhere.",
                    number,
                )


def small(chapter: Chapter) -> Iterator[Problem]:
    """Readers download it, and git keeps every version."""
    size = len(chapter.text.encode())
    if size > HEAVIEST:
        yield chapter.problem(
            f"the notebook weighs {size // 1000} kB, more than {HEAVIEST // 1000} kB; draw fewer"
            " points or fewer figures."
        )


def normal(chapter: Chapter) -> Iterator[Problem]:
    """Two runs differ in no byte, so a difference means something."""
    if normal_text(chapter.notebook) != chapter.text:
        yield chapter.problem(
            "the file is not in its normal form; run `python -m tools.notebooks normalise"
            f" {chapter.name}`."
        )


def _texts(chapter: Chapter) -> Iterator[tuple[int, str]]:
    for number, output in chapter.outputs():
        if output.output_type == "stream":
            yield number, output.text
        for kind, value in output.get("data", {}).items():
            if kind.startswith("text/"):
                yield number, value


def _start(text: str) -> str:
    return text.strip().splitlines()[0][:80] if text.strip() else ""


CHECKS = (executed, compared, no_error, silent, plain_kinds, nothing_passing, small, normal)
