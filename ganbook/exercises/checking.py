"""From an attempt to an outcome: run it, compare it, and find the sentence that helps."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ganbook.exercises.comparing import all_same, described, explain, same
from ganbook.exercises.exercise import Exercise
from ganbook.exercises.running import Run, run

SECONDS = 5.0
_LONGEST = 300  # characters of an argument, a result or a message worth showing
_TO_DO = {
    "write it": "Replace `...` by your code",
    "repair it": "The program is still the broken one: repair it",
    "predict it": "Replace each `...` by your prediction",
}
_OVERWRITES = (
    "Your function overwrites its argument {}: whoever calls it loses their data."
    " `a = a - b` makes a new array, `a -= b` does not."
)
_BROKEN_TOOLS = (
    "The checker's own solution fails here, so a name of Python or NumPy must have been"
    " overwritten. Restart the kernel."
)


@dataclass(frozen=True)
class Outcome:
    """The state, our sentence about it, and what the attempt itself said and printed."""

    state: str
    sentence: str
    evidence: str = ""
    printed: str = ""


def judge(exercise: Exercise, attempt: Any, seconds: float = SECONDS) -> Outcome:
    """What a patient teacher would answer. Never raises, whatever the attempt does."""
    if attempt is None or attempt is ...:
        return _not_attempted(exercise)
    if callable(attempt) and exercise.variables:
        return Outcome("incorrect", "This exercise asks for your prediction, not for a function.")
    if not callable(attempt) and not exercise.variables:
        call = f'exercises.check("{exercise.name}", {exercise.answer.__name__})'
        return Outcome("incorrect", f"Hand over the function itself: `{call}`.")
    done = tried(attempt, exercise, seconds)
    if done.late:
        sentence = f"Stopped after {seconds:g} seconds. Is there a loop that does not end?"
        outcome = Outcome("took too long", sentence)
    else:
        outcome = _raised(exercise, done) if done.error else _returned(exercise, done)
    return replace(outcome, printed=done.printed)


def tried(answer: Any, exercise: Exercise, seconds: float = SECONDS) -> Run:
    """What an answer gives for the exercise's cases; a prediction gives itself."""
    return run(answer if callable(answer) else lambda: answer, exercise.draw(), seconds)


def _not_attempted(exercise: Exercise) -> Outcome:
    sentence = f"{_TO_DO[exercise.kind]} and run the cell again. Stuck?"
    return Outcome("not attempted", f'{sentence} `exercises.hint("{exercise.name}")`')


def _raised(exercise: Exercise, done: Run) -> Outcome:
    sentence = _diagnosis(exercise, lambda known: known.error == done.error)
    if not sentence and not done.line and not exercise.variables:
        sentence = f"It is called as `{exercise.call()}`; does it take these arguments?"
    evidence = "\n".join(filter(None, [done.line, done.error[:_LONGEST]]))
    return Outcome("raised", sentence or "Look at this line:", evidence)


def _returned(exercise: Exercise, done: Run) -> Outcome:
    tolerance, right = exercise.tolerance, tried(exercise.answer, exercise)
    broken = tried(exercise.broken, exercise).values if exercise.broken else None
    if right.error or right.late:
        return Outcome("raised", _BROKEN_TOOLS, right.error[:_LONGEST])
    if done.values[0] is ... or (broken and all_same(done.values, broken, tolerance)):
        return _not_attempted(exercise)
    if all(value is None for value in done.values):
        sentence = "Your function returns nothing. Did you forget a `return`?"
        return Outcome("not attempted", sentence)
    warning = _OVERWRITES.format(_overwritten(exercise, done)) if done.overwritten else ""
    if not all_same(done.values, right.values, tolerance):
        return _incorrect(exercise, done.values, right.values, warning)
    if warning:
        return Outcome("incorrect", f"The numbers are right, but one thing is not. {warning}")
    return Outcome("correct", f"{exercise.notice}\n\n*Next:* {exercise.next_step}")


def _incorrect(exercise: Exercise, got: list, right: list, warning: str) -> Outcome:
    tolerance = exercise.tolerance
    sentence = _diagnosis(exercise, lambda known: all_same(got, known.values, tolerance))
    sentence = sentence or explain(got, right, tolerance)
    evidence = "" if exercise.variables else _first_wrong(exercise, got, right)
    return Outcome("incorrect", f"{sentence} {warning}".strip(), evidence)


def _overwritten(exercise: Exercise, done: Run) -> str:
    names = list(inspect.signature(exercise.answer).parameters)
    return " and ".join(f"`{names[position]}`" for position in sorted(done.overwritten))


def _diagnosis(exercise: Exercise, recognised: Callable[[Run], bool]) -> str:
    """The sentence of the first known mistake that behaves as the attempt does, or nothing."""
    known = (it for it in exercise.mistakes if recognised(tried(it.answer, exercise)))
    return next((it.diagnosis for it in known), "")


def _first_wrong(exercise: Exercise, got: list, right: list) -> str:
    """The first case that fails, written out so that one can check it by hand."""
    triples = zip(exercise.draw(), right, got, strict=True)
    case, theirs, mine = next(it for it in triples if not same(it[2], it[1], exercise.tolerance))
    names = [*inspect.signature(exercise.answer).parameters, "right", "yours"]
    pairs, width = zip(names, [*case, theirs, mine], strict=True), max(map(len, names))
    return "\n".join(f"{name:>{width}} = {_shown(value)}" for name, value in pairs)


def _shown(value: Any) -> str:
    if value is None or value is ... or isinstance(value, str):
        return str(value)
    if callable(value):
        return value.__name__
    array = np.asarray(value)
    if array.size > 24:
        return described(array)
    text = np.array2string(array, precision=6, separator=", ", suppress_small=True)
    return " ".join(text.split())[:_LONGEST]
