"""A tiny book, executed once for all tests here; every test gets a copy to break."""

import shutil

import pytest

from tests.notebooks import tiny_book
from tools import notebooks


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    """The one chapter's file, as the pipeline stores it."""
    book = tiny_book.make(tmp_path_factory.mktemp("executed") / "book")
    assert notebooks.execute(book, book.chapters()) == []
    return tiny_book.path(book)


@pytest.fixture
def book(tmp_path, executed):
    """A copy of the executed book."""
    copy = tiny_book.make(tmp_path / "book")
    shutil.copy(executed, tiny_book.path(copy))
    return copy
