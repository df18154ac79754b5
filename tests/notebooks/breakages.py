"""Ways to break a chapter that keeps its contract, each with the words of the problem it causes."""

import base64
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.notebooks.tiny_book import NAME, WORDS

TITLE, SETUP, PARAMETERS, IMPORTS, BEFORE, FIGURE, AFTER, CHECKS, BREAKS, READING = range(10)
MEAN = "mean of the draws"

Breakage = Callable[[NotebookNode, dict], None]


def cells(change: Callable[[list[NotebookNode]], Any]) -> Breakage:
    """Change the chapter's cells."""
    return lambda chapter, profiles: change(chapter.cells)


def entry(change: Callable[[dict], Any]) -> Breakage:
    """Change the chapter's entry in profiles.yml."""
    return lambda chapter, profiles: change(profiles[NAME])


def source(cell: int, old: str, new: str) -> Breakage:
    """Replace text in a cell; it must be there."""

    def breakage(chapter: NotebookNode, profiles: dict) -> None:
        assert old in chapter.cells[cell].source
        chapter.cells[cell].source = chapter.cells[cell].source.replace(old, new)

    return breakage


def code(text: str) -> Breakage:
    """Put one more executed code cell, and enough words, before the last text."""

    def breakage(chapter: NotebookNode, profiles: dict) -> None:
        count = 1 + sum(cell.cell_type == "code" for cell in chapter.cells)
        words = new_markdown_cell(WORDS * 4)
        chapter.cells[-1:-1] = [new_code_cell(text, execution_count=count), words]

    return breakage


def output(**fields: Any) -> Breakage:
    """Store one more output."""
    return cells(lambda c: c[CHECKS].outputs.append(new_output(**fields)))


def printed(text: str, name: str = "stdout") -> Breakage:
    """Store one more printed text."""
    return output(output_type="stream", name=name, text=text)


def displayed(kind: str) -> Breakage:
    """Store one more output of a kind."""
    return output(output_type="display_data", data={kind: "x"})


def image(kilobytes: int, *, moving: bool = False) -> Breakage:
    """Make the figure heavy."""
    head = b"\x89PNG" + (b"acTL" if moving else b"IDAT")
    heavy = base64.b64encode(head + bytes(1000 * kilobytes)).decode()
    return cells(lambda c: c[FIGURE].outputs[0].data.update({"image/png": heavy}))


def long_function(chapter: NotebookNode, profiles: dict) -> None:
    body = "".join(f"    x += {n}\n" for n in range(10))
    code(f"def f(x):\n{body}    return x")(chapter, profiles)


def many_long_cells(chapter: NotebookNode, profiles: dict) -> None:
    for cell in (FIGURE, CHECKS):
        chapter.cells[cell].source += "\nseed" * 6


def three_in_a_row(chapter: NotebookNode, profiles: dict) -> None:
    chapter.cells[BREAKS:BREAKS] = [new_code_cell("seed", execution_count=n) for n in (6, 7)]
    chapter.cells[TITLE].source += WORDS * 4


def not_read(chapter: NotebookNode, profiles: dict) -> None:
    chapter.cells[TITLE].source += chapter.cells.pop(AFTER).source.replace("## ", "")


def few_words(chapter: NotebookNode, profiles: dict) -> None:
    for cell in (TITLE, BEFORE, AFTER, BREAKS):
        chapter.cells[cell].source = chapter.cells[cell].source.replace(WORDS, "")


def parameters_untagged(chapter: NotebookNode, profiles: dict) -> None:
    chapter.cells[PARAMETERS].metadata.pop("tags")


def stray_entry(chapter: NotebookNode, profiles: dict) -> None:
    profiles["02_gone"] = {}


BREAKAGES: dict[str, tuple[Breakage, str]] = {
    # stored
    "unexecuted": (
        cells(lambda c: c[CHECKS].update(execution_count=None)),
        "cell 8: .* not been executed; run",
    ),
    "out of order": (
        cells(lambda c: c[CHECKS].update(execution_count=9)),
        "cell 8: execution count 9 instead",
    ),
    "unverified by tag": (
        cells(lambda c: c[CHECKS].metadata.update(tags=["nbval-ignore-output"])),
        "cell 8: 'nbval-ignore-output' keeps the cell from being verified",
    ),
    "unverified by comment": (code("# NBVAL_SKIP\nseed"), "cell 10: '# NBVAL_SKIP' keeps the cell"),
    "error": (
        output(output_type="error", ename="E", evalue="no", traceback=[]),
        "cell 8: the stored output is an error, E: no",
    ),
    "stderr": (printed("Warning: x", "stderr"), "cell 8: the cell writes to stderr: 'Warning: x'"),
    "progress bar": (printed("\r10%\r20%"), "cell 8: the output moves the cursor"),
    "html": (
        displayed("text/html"),
        "cell 8: the output has the form text/html",
    ),
    "widget": (
        displayed("application/vnd.jupyter.widget-view+json"),
        "cell 8: the output has the form application/vnd.jupyter.widget-view",
    ),
    "address": (printed("see https://example.org"), "cell 8: the output holds an external address"),
    "memory": (printed("<object at 0x7f12>"), "cell 8: the output holds an address in memory"),
    "time": (printed("done 12:30:01"), "cell 8: the output holds a time of day"),
    "path": (printed("in /home/me/x"), "cell 8: the output holds a path of one machine"),
    "heavy notebook": (
        source(TITLE, WORDS, "word " * 200_001),
        "the notebook weighs \\d{4} kB, more than 1000 kB",
    ),
    # opening
    "setup changed": (source(SETUP, "--quiet ", ""), "cell 2: the setup cell must read, to"),
    "other address": (source(SETUP, "tiny/book", "my/book"), "cell 2: the setup cell must read"),
    "setup visible": (
        cells(lambda c: c[SETUP].metadata.pop("tags")),
        "cell 2: .* needs the tag hide-input",
    ),
    "parameters untagged": (
        parameters_untagged,
        "exactly one cell, .* has the tag parameters; here the tag is on no cell",
    ),
    "parameters twice": (
        cells(lambda c: c[CHECKS].metadata.update(tags=["parameters"])),
        "exactly one cell, .*; here the tag is on cell 3, cell 8",
    ),
    "no reason": (
        source(PARAMETERS, "  # enough for a mean", ""),
        "cell 3: 'draws = 100' is no parameter|in profiles.yml, \\w+.draws overrides no",
    ),
    "no literal": (
        source(PARAMETERS, "draws = 100 ", "draws = 10 * seed "),
        "cell 3: 'draws = 10 \\* seed .* is no parameter|draws overrides no",
    ),
    "other seed": (source(PARAMETERS, "seed = 0", "seed = 1"), "cell 3: the parameters include"),
    "other chapter": (source(IMPORTS, NAME, "02_other"), f'cell 4: .* imports, then .*"{NAME}"'),
    "profile forgotten": (source(IMPORTS, ", profile=profile", ""), "cell 4: .* imports, then"),
    "work in imports": (
        source(IMPORTS, "import numpy as np", "import numpy as np\n\nx = np.ones(3)"),
        "cell 4: the third code cell is imports, then",
    ),
    # profiles.yml
    "no profile": (entry(lambda e: e.pop("full")), "in profiles.yml, misses full"),
    "unread entry": (
        entry(lambda e: e.update(fast={})),
        "in profiles.yml, has fast, which nothing",
    ),
    "unsure of small networks": (
        entry(lambda e: e.update(small_networks="yes")),
        "small_networks is true, or left out",
    ),
    "no budget": (
        entry(lambda e: e["budget"].pop("quick")),
        "budget.quick must lie in .*; got None",
    ),
    "large budget": (
        entry(lambda e: e["budget"].update(book=121)),
        "budget.book must lie in .0, 120]",
    ),
    "other budget": (entry(lambda e: e["budget"].update(x=1)), "budget knows only book, quick"),
    "wrong override": (
        entry(lambda e: e["quick"].update(darws=10)),
        "quick.darws overrides no parameter; the chapter has seed, profile, draws",
    ),
    "wrong type": (
        entry(lambda e: e["full"].update(draws=1e3)),
        "full.draws is 1000.0, a float; the parameter is 100, a int",
    ),
    "profile overridden": (
        entry(lambda e: e["quick"].update(profile="quick")),
        "quick.profile is set by the runner",
    ),
    "dead band": (
        entry(lambda e: e["bands"].update(old=e["bands"][MEAN])),
        "the band 'old' has no measured\\(\"old\", …\\)",
    ),
    "no band": (
        entry(lambda e: e["bands"].clear()),
        "cell 8: measured\\('mean of the draws', …\\) has no band",
    ),
    "band of two profiles": (
        entry(lambda e: e["bands"][MEAN].pop("full")),
        "needs exactly book, quick, full",
    ),
    "empty band": (
        entry(lambda e: e["bands"][MEAN].update(full=[1, 1])),
        "the band 'mean of the draws' in full is empty: 1 to 1",
    ),
    "half a band": (entry(lambda e: e["bands"][MEAN].update(full=[1])), "must be \\[low, high\\]"),
    "stray profile": (
        stray_entry,
        "profiles.yml: 02_gone is no chapter of _toc.yml",
    ),
    # code
    "magic": (code("%time 1"), "cell 10: the cell is no plain Python"),
    "long cell": (code("seed\n" * 16), "cell 10: the code cell has 16 lines, more than 15"),
    "empty cell": (code(""), "cell 10: the code cell is empty"),
    "long cells": (many_long_cells, "more than 6 lines \\(the median is 8\\)"),
    "three in a row": (
        three_in_a_row,
        "cell 10: 3 code cells in a row",
    ),
    "class": (code("class Mine:\n    pass"), "cell 10: the chapter defines the class Mine"),
    "long function": (long_function, "cell 10: the function f has 12 lines, more than 10"),
    "claim in a function": (
        code('def f():\n    notebook.claim("never", 1, 2)'),
        "cell 10: claim must stand at the top level",
    ),
    "claim in a branch": (
        code('if seed:\n    notebook.claim("never", 1, 2)'),
        "cell 10: claim must stand at the top level",
    ),
    "claim in a try": (
        code('try:\n    notebook.claim("x", 1, 2)\nexcept AssertionError:\n    pass'),
        "cell 10: claim must stand at the top level",
    ),
    "claim without text": (
        code('for n in (1, 2):\n    notebook.claim(f"{n}", n, n)'),
        "cell 10: the text of claim must be a literal",
    ),
    "claim twice": (
        code('notebook.claim("three and four make a five", 5, 5)'),
        "claim\\('three and four make a five', …\\) occurs 2 times",
    ),
    "print hidden from comparison": (
        printed("the loss ≈ 0.3"),
        "cell 8: 'the loss ≈ 0.3' holds the sign ≈, behind which nothing is compared",
    ),
    # figures
    "no alt": (
        cells(lambda c: c[FIGURE].metadata.mystnb.pop("image")),
        "cell 6: the figure has no alt text",
    ),
    "two images": (
        cells(lambda c: c[FIGURE].outputs.append(c[FIGURE].outputs[0])),
        "cell 6: the cell shows several images, but has one alt text",
    ),
    "no caption": (
        cells(lambda c: c[FIGURE].metadata.mystnb.figure.pop("caption")),
        "cell 6: the figure needs .* caption",
    ),
    "not announced": (
        source(BEFORE, "{numref}`fig-line`", "the figure"),
        "cell 6: no text before the figure refers to fig-line",
    ),
    "not read": (
        not_read,
        "cell 6: no text after the figure",
    ),
    "heavy figure": (image(101), "cell 6: the figure weighs 101 kB, more than 100 kB"),
    "heavy animation": (image(301, moving=True), "cell 6: the figure weighs 301 kB, more than 300"),
    "image without alt": (source(AFTER, "It rises.", "![](x.png)"), "cell 7: .* x.png has no alt"),
    "directive without alt": (
        source(AFTER, "It rises.", "```{figure} x.png\n:name: a\n\nA line.\n```"),
        "cell 7: the image x.png has no alt text",
    ),
    "tag without alt": (source(AFTER, "It rises.", '<img src="x.png">'), "cell 7: .* no alt"),
    "remote image": (
        source(AFTER, "It rises.", "![A line that rises slowly.](https://example.org/x.png)"),
        "cell 7: the image https://example.org/x.png is fetched from elsewhere",
    ),
    "label twice": (source(AFTER, "It rises.", "(tiny-1)=\n## It"), "label tiny-1 is given 2"),
    # prose
    "few words": (few_words, "\\d+ words for 5 code cells; at least 250"),
    "no title": (source(TITLE, "# A tiny", "A tiny"), "cell 1: the first cell is text and begins"),
    "two titles": (source(AFTER, "## A mean", "# A mean"), "one heading of the first level"),
    "no run time": (source(TITLE, "on a CPU", "here"), "cell 1: .* states the run time"),
    "no failure": (source(BREAKS, "## Where it breaks", "## Fine"), "Where it breaks` is missing"),
    "no summary": (source(BREAKS, "## Summary", "# Summary"), "Summary` is missing|first level"),
    "no reading": (source(READING, "## Further", "### Further"), "`## Further reading` is missing"),
    "few exercises": (
        source(BREAKS, "```{exercise}\n:label: tiny-0", "```{note}\n:name: tiny-0"),
        "the chapter has 3 exercises, not 4",
    ),
}
