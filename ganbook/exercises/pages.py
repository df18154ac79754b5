"""An exercise as cells of a chapter: the task with folded hints, and the folded solution."""

from ganbook.exercises.exercise import Exercise
from ganbook.exercises.telling import fenced


def task(exercise: Exercise) -> str:
    """The box with the task and, folded, its hints."""
    hints = enumerate(exercise.hints, start=1)
    folded = [fenced(hint, f"{{dropdown}} Hint {number}") for number, hint in hints]
    body = "\n\n".join([f"{heading(exercise)}\n\n{exercise.task}", *folded])
    return fenced(f":label: {label(exercise)}\n{body}", f"{{exercise}} {exercise.title}")


def solution(exercise: Exercise) -> str:
    """The folded solution: why, then the code."""
    body = f"{exercise.explanation}\n\n{fenced(exercise.code(), 'python')}"
    return fenced(f":class: dropdown\n{body}", f"{{solution}} {label(exercise)}")


def label(exercise: Exercise) -> str:
    """What other pages link to."""
    return f"ex-{exercise.name}"


def heading(exercise: Exercise) -> str:
    """Difficulty and kind in one line."""
    return f"{'★' * exercise.stars} *{exercise.kind}*"
