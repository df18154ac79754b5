"""An exercise as cells of a chapter: the task with folded hints, and the folded solution."""

from ganbook.exercises.exercise import Exercise
from ganbook.exercises.telling import fenced


def task(exercise: Exercise) -> str:
    """The box with the task and, folded, its hints."""
    hints = enumerate(exercise.hints, start=1)
    folded = [_box(f"{{dropdown}} Hint {number}", hint) for number, hint in hints]
    parts = [f":label: {label(exercise)}\n{heading(exercise)}", exercise.task, *folded]
    return _box(f"{{exercise}} {exercise.title}", "\n\n".join(parts), colons=4)


def solution(exercise: Exercise) -> str:
    """The folded solution: why, then the code."""
    parts = [f":class: dropdown\n{exercise.explanation}", fenced(exercise.code(), "python")]
    return _box(f"{{solution}} {label(exercise)}", "\n\n".join(parts))


def label(exercise: Exercise) -> str:
    """What other pages link to."""
    return f"ex-{exercise.name}"


def heading(exercise: Exercise) -> str:
    """Difficulty and kind in one line."""
    return f"{'★' * exercise.stars} *{exercise.kind}*"


def _box(name: str, body: str, colons: int = 3) -> str:
    # Colons, not backticks: where no box can be drawn, in Colab say, the text stays text.
    return f"{':' * colons}{name}\n{body}\n{':' * colons}"
