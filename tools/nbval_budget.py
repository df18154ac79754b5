"""A pytest plugin beside nbval: each chapter ends with one more test, the time it took."""

from collections import defaultdict

import pytest

from tools.chapters import Book

# A busy machine may take twice the budget; more means that the chapter has grown.
PATIENCE = 2

_spent: dict[str, float] = defaultdict(float)


class RunTime(pytest.Item):
    """Passes when the cells before it took no more than twice the chapter's budget."""

    def runtest(self) -> None:
        chapter = self.path.stem
        budget = Book(self.config.rootpath).profiles()[chapter]["budget"]["book"]
        spent = _spent[self.parent.nodeid]
        if spent > PATIENCE * budget:
            raise TooSlow(
                f"{chapter} took {spent:.0f} s, more than {PATIENCE} × its budget of {budget} s in"
                " profiles.yml: make its parameters smaller."
            )

    def repr_failure(self, excinfo: pytest.ExceptionInfo) -> str:
        return str(excinfo.value)

    def reportinfo(self) -> tuple:
        return self.path, None, f"{self.path.name}::run time"


class TooSlow(Exception):
    """A chapter took more time than its reader was promised."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the timer behind the last cell of every notebook."""
    last = {item.parent.nodeid: item for item in items if item.path.suffix == ".ipynb"}
    for cell in last.values():
        items.insert(items.index(cell) + 1, RunTime.from_parent(cell.parent, name="run time"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up set-up (the kernel's start) and run of every cell."""
    _spent[report.nodeid.rpartition("::")[0]] += report.duration
