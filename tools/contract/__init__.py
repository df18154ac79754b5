"""What every chapter promises, checked without running it; each problem says how to repair it."""

from collections.abc import Callable, Iterator

from tools.chapters import Book
from tools.contract import code, figures, opening, profiles, prose, stored
from tools.contract.chapter import Chapter, Problem

# One chapter in, its problems out. A check added to its module's CHECKS is run on every chapter.
CHECKS: tuple[Callable[[Chapter], Iterator[Problem]], ...] = (
    *stored.CHECKS,
    *opening.CHECKS,
    *profiles.CHECKS,
    *code.CHECKS,
    *figures.CHECKS,
    *prose.CHECKS,
)


def problems(book: Book) -> list[Problem]:
    """Everything wrong with the chapters of the book, and with what lies between them."""
    chapters = [Chapter.read(path, book) for path in book.chapters()]
    found = [problem for chapter in chapters for problem in chapter_problems(chapter)]
    return found + book_problems(book, chapters)


def chapter_problems(chapter: Chapter) -> list[Problem]:
    """Everything wrong inside one chapter."""
    return [problem for check in CHECKS for problem in check(chapter)]


def book_problems(book: Book, chapters: list[Chapter]) -> list[Problem]:
    """What no chapter can know alone: strays, labels used twice, profiles of nothing."""
    checks = (*profiles.BOOK_CHECKS, *code.BOOK_CHECKS, *figures.BOOK_CHECKS)
    return [problem for check in checks for problem in check(book, chapters)]
