"""Every chapter of the book keeps the contract; a new one is covered by its line in _toc.yml."""

import pytest

from tools import contract
from tools.chapters import Book
from tools.contract.chapter import Chapter

BOOK = Book()


class TestContract:
    def test_the_book_has_chapters(self):
        assert BOOK.chapters()

    @pytest.mark.parametrize("path", BOOK.chapters(), ids=lambda path: path.stem)
    def test_every_chapter_keeps_it(self, path):
        problems = contract.chapter_problems(Chapter.read(path, BOOK))
        assert not problems, "\n" + "\n".join(map(str, problems))

    def test_the_chapters_agree_with_each_other(self):
        chapters = [Chapter.read(path, BOOK) for path in BOOK.chapters()]
        problems = contract.book_problems(BOOK, chapters)
        assert not problems, "\n" + "\n".join(map(str, problems))
