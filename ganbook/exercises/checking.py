"""From an attempt to an outcome: run it, compare it, and find the sentence that helps."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ganbook.exercises.comparing import all_same, described, explain, same
from ganbook.exercises.exercise import Exercise
from ganbook.exercises.running import Run, run

SECONDS = 5.0
_LONGEST = 300  # characters of an argument, a result or a message worth showing
_OVERWRITES = (
    "Your function overwrites its argument {}: whoever calls it loses their data."
    " `a = a - b` makes a new array, `a -= b` does not."
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
        name = exercise.answer.__name__
        sentence = f'Hand over the function itself: `exercises.check("{exercise.name}", {name})`.'
        return Outcome("incorrect", sentence)
    done = tried(attempt, exercise, seconds)
    if done.late:
        sentence = f"Stopped after {seconds:g} seconds. Is there a loop that does not end?"
    elif done.error:
        return _raised(exercise, done)
    elif done.values[0] is ... or _is_broken_still(exercise, done):
        return _not_attempted(exercise, done.printed)
    elif all(value is None for value in done.values):
        sentence = "Your function returns nothing. Did you forget a `return`?"
    else:
        return _compared(exercise, done)
    return Outcome("took too long" if done.late else "not attempted", sentence, "", done.printed)


def tried(answer: Any, exercise: Exercise, seconds: float = SECONDS) -> Run:
    """What an answer gives for the exercise's cases; a prediction gives itself."""
    return run(answer if callable(answer) else lambda: answer, exercise.draw(), seconds)


def _not_attempted(exercise: Exercise, printed: str = "") -> Outcome:
    doing = {
        "write it": "Replace `...` by your code",
        "repair it": "The program is still the broken one: repair it",
        "predict it": "Replace each `...` by your prediction",
    }[exercise.kind]
    sentence = f'{doing} and run the cell again. Stuck? `exercises.hint("{exercise.name}")`'
    return Outcome("not attempted", sentence, printed=printed)


def _raised(exercise: Exercise, done: Run) -> Outcome:
    sentence = _diagnosis(exercise, lambda known: known.error == done.error)
    if not sentence and not done.line and not exercise.variables:
        sentence = f"It is called as `{exercise.call()}`; does it take these arguments?"
    evidence = "\n".join(filter(None, [done.line, done.error[:_LONGEST]]))
    return Outcome("raised", sentence or "Look at this line:", evidence, done.printed)


def _is_broken_still(exercise: Exercise, done: Run) -> bool:
    return exercise.broken is not None and all_same(
        done.values, tried(exercise.broken, exercise).values, exercise.tolerance
    )


def _compared(exercise: Exercise, done: Run) -> Outcome:
    tolerance = exercise.tolerance
    right = tried(exercise.answer, exercise).values
    overwrites = _OVERWRITES.format(_overwritten(exercise, done)) if done.overwritten else ""
    if all_same(done.values, right, tolerance):
        if overwrites:
            sentence = f"The numbers are right, but one thing is not. {overwrites}"
            return Outcome("incorrect", sentence, printed=done.printed)
        sentence = f"{exercise.notice}\n\n*Next:* {exercise.next_step}"
        return Outcome("correct", sentence, printed=done.printed)
    sentence = _diagnosis(exercise, lambda known: all_same(done.values, known.values, tolerance))
    sentence = sentence or explain(done.values, right, tolerance)
    evidence = "" if exercise.variables else _first_wrong(exercise, done.values, right)
    return Outcome("incorrect", f"{sentence} {overwrites}".strip(), evidence, done.printed)


def _diagnosis(exercise: Exercise, recognised: Callable[[Run], bool]) -> str:
    """The sentence of the first known mistake that behaves as the attempt does, or nothing."""
    for known in exercise.mistakes:
        if recognised(tried(known.answer, exercise)):
            return known.diagnosis
    return ""


def _overwritten(exercise: Exercise, done: Run) -> str:
    names = list(inspect.signature(exercise.answer).parameters)
    return " and ".join(f"`{names[position]}`" for position in sorted(done.overwritten))


def _first_wrong(exercise: Exercise, got: list, right: list) -> str:
    """The first case that fails, written out so that one can check it by hand."""
    triples = zip(exercise.draw(), right, got, strict=True)
    case, theirs, mine = next(it for it in triples if not same(it[2], it[1], exercise.tolerance))
    names = [*inspect.signature(exercise.answer).parameters, "right", "yours"]
    pairs = zip(names, [*case, theirs, mine], strict=True)
    return "\n".join(f"{name} = {_shown(value)}" for name, value in pairs)


def _shown(value: Any) -> str:
    if value is None or value is ... or isinstance(value, str):
        return str(value)
    array = np.asarray(value)
    if array.size > 24:
        return described(array)
    text = np.array2string(array, precision=6, separator=", ", suppress_small=True)
    return " ".join(text.split())[:_LONGEST]
