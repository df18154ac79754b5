"""What an exercise is: all that the checker, the page and the tests need, in one place."""

import inspect
import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really give, and the sentence that helps them on."""

    answer: Any
    diagnosis: str


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A task with its answer; functions are compared by what they return for the cases."""

    name: str
    title: str
    stars: int
    task: str
    hints: tuple[str, ...]
    answer: Any  # a function, or for a prediction the list of right words
    alternatives: tuple[Any, ...]  # other right answers, as different as possible
    mistakes: tuple[Mistake, ...]
    explanation: str
    notice: str
    next_step: str
    cases: Callable[[np.random.Generator], list[tuple]] | None = None
    broken: Callable | None = None  # the program to repair
    variables: tuple[str, ...] = ()  # what a prediction fills in, and the words to choose from
    choices: tuple[str, ...] = ()
    tolerance: float = 1e-6

    @property
    def kind(self) -> str:
        if self.variables:
            return "predict it"
        return "repair it" if self.broken else "write it"

    @property
    def heading(self) -> str:
        """Difficulty and kind in one line."""
        return f"{'★' * self.stars} *{self.kind}*"

    def draw(self) -> list[tuple]:
        """The same cases each time: an answer that was right yesterday is right today."""
        return self.cases(np.random.default_rng(0)) if self.cases else [()]

    def call(self) -> str:
        """How the function is called: `hamming(x, y)`."""
        return f"{self.answer.__name__}{inspect.signature(self.answer)}"

    def code(self) -> str:
        """The answer alone, as one would write it."""
        if self.variables:
            return f"{', '.join(self.variables)} = {json.dumps(list(self.answer))[1:-1]}"
        return source(self.answer)


def source(function: Callable) -> str:
    """A function as it stands in its module, from the first column on."""
    return textwrap.dedent(inspect.getsource(function)).rstrip()
