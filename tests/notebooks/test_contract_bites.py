"""A good chapter, broken in one way at a time: the right problem is found, and no other."""

import copy
import re

import nbformat
import pytest

from tests.notebooks import tiny_book
from tests.notebooks.breakages import BREAKAGES, code
from tools import contract
from tools.normal import normal_text


def found(book, breakage):
    """The problems of the book after a breakage of its chapter and its profiles."""
    profiles = copy.deepcopy(tiny_book.PROFILES)
    chapter = nbformat.read(tiny_book.path(book), as_version=4)
    breakage(chapter, profiles)
    tiny_book.path(book).write_text(normal_text(chapter))
    tiny_book.write_profiles(book, profiles)
    return [str(problem) for problem in contract.problems(book)]


class TestBreakages:
    def test_the_chapter_is_good_before_it_is_broken(self, book):
        assert [str(problem) for problem in contract.problems(book)] == []

    @pytest.mark.parametrize("name", BREAKAGES)
    def test_is_found_and_nothing_else(self, name, book):
        breakage, words = BREAKAGES[name]
        problems = found(book, breakage)
        assert problems, "the breakage was not noticed"
        assert [problem for problem in problems if not re.search(words, problem, re.DOTALL)] == []

    def test_an_allowed_class_is_allowed_once(self, book):
        def twice(chapter, profiles):
            for name in ("One", "Two"):
                code(f"class {name}:\n    pass")(chapter, profiles)
            for cell in chapter.cells:
                if "class " in cell.source:
                    cell.metadata.tags = ["loop-by-hand"]

        (problem,) = found(book, twice)
        assert re.search(r"cell 12: the tag loop-by-hand is for one cell .*, cell 10", problem)

    def test_a_file_that_is_not_normal_is_found(self, book):
        path = tiny_book.path(book)
        path.write_text(path.read_text().replace('"nbformat_minor": 5', '"nbformat_minor":  5'))
        (problem,) = contract.problems(book)
        assert "not in its normal form; run `python -m tools.notebooks normalise" in problem.words

    def test_a_notebook_outside_the_contents_is_found(self, book):
        tiny_book.path(book).with_stem("02_draft").write_text("{}")
        assert [str(problem) for problem in contract.problems(book)] == [
            "02_draft: the notebook is not in _toc.yml; add it there or delete it."
        ]

    def test_a_line_of_the_contents_without_a_file_is_found(self, book):
        contents = (book.root / "_toc.yml").read_text() + "chapters:\n- file: chapters/02_gone\n"
        (book.root / "_toc.yml").write_text(contents)
        assert [str(problem) for problem in contract.problems(book)] == [
            "_toc.yml: chapters/02_gone has no file; write it or remove the line."
        ]
