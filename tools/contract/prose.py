"""The text: enough of it, under the headings a reader expects in every chapter."""

import re
from collections.abc import Iterator

from tools.contract.chapter import Chapter, Problem

WORDS_PER_CODE_CELL = 50
EXERCISES = 4
SECTIONS = ("Where it breaks", "Summary", "Exercises", "Further reading")


def enough_words(chapter: Chapter) -> Iterator[Problem]:
    """A chapter explains; the code illustrates."""
    text = "\n".join(cell.source for _, cell in chapter.markdown)
    words = len(re.findall(r"[^\W\d_]{2,}", _without_mathematics(text)))
    wanted = WORDS_PER_CODE_CELL * len(chapter.code)
    if words < wanted:
        yield chapter.problem(
            f"{words} words for {len(chapter.code)} code cells; at least {wanted} are needed, that"
            f" is {WORDS_PER_CODE_CELL} a cell."
        )


def title(chapter: Chapter) -> Iterator[Problem]:
    """One h1, in the first cell, with what a reader must know before starting."""
    first = chapter.cells[0] if chapter.cells else None
    if first is None or first.cell_type != "markdown" or not first.source.startswith("# "):
        yield chapter.problem("the first cell is text and begins with `# ` and the title.", 1)
        return
    if len(_headings(chapter, 1)) > 1:
        yield chapter.problem("a chapter has one heading of the first level, its title.")
    opening = "\n".join(cell.source for _, cell in chapter.markdown[:2])
    if not re.search(r"run time.*CPU.*GPU", opening, re.IGNORECASE | re.DOTALL):
        yield chapter.problem("the first cell states the run time, on CPU and on GPU.", 1)


def sections(chapter: Chapter) -> Iterator[Problem]:
    """The headings every chapter has."""
    headings = _headings(chapter, 2)
    if not headings:
        yield chapter.problem("the chapter has no heading of the second level (`## `).")
    for section in SECTIONS:
        if not any(heading.lower().startswith(section.lower()) for heading in headings):
            yield chapter.problem(f"the section `## {section}` is missing.")


def exercises(chapter: Chapter) -> Iterator[Problem]:
    """Reading is not yet learning: at least four exercises."""
    text = "\n".join(cell.source for _, cell in chapter.markdown)
    count = len(re.findall(r"\{exercise(?:-start)?\}", text))
    if count < EXERCISES:
        yield chapter.problem(
            f"the chapter has {count} exercises, not {EXERCISES}; each is a `{{exercise}}` box."
        )


def _headings(chapter: Chapter, level: int) -> list[str]:
    pattern = re.compile(rf"^#{{{level}}} +(.+)$", re.MULTILINE)
    return [
        h for _, cell in chapter.markdown for h in pattern.findall(_without_fences(cell.source))
    ]


def _without_fences(text: str) -> str:
    """A `#` inside a code block is a comment, not a heading."""
    return re.sub(r"^(`{3,}|~{3,}).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)


def _without_mathematics(text: str) -> str:
    return re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", " ", text, flags=re.DOTALL)


CHECKS = (enough_words, title, sections, exercises)
