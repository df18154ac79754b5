"""An exercise as the cells of a chapter: task with folded hints, stub, and folded solution."""

from ganbook.exercises.exercise import Exercise, source
from ganbook.notebook.showing import fenced


def task(exercise: Exercise) -> str:
    """The box with the task and, folded, its hints."""
    hints = enumerate(exercise.hints, start=1)
    folded = [_box(f"{{dropdown}} Hint {number}", hint) for number, hint in hints]
    parts = [f":label: {label(exercise)}\n{exercise.heading}", exercise.task, *folded]
    return _box(f"{{exercise}} {exercise.title}", "\n\n".join(parts), colons=4)


def stub(exercise: Exercise) -> str:
    """The code cell a reader starts from."""
    if exercise.variables:
        # On a line of its own: beside the dots it would be too long for the page.
        choices = " or ".join(f'"{choice}"' for choice in exercise.choices)
        dots = ", ".join("..." for _ in exercise.variables)
        return _code(exercise, f"# {choices}\n{', '.join(exercise.variables)} = {dots}")
    if exercise.broken:
        program = source(exercise.broken)
        named = program.replace(exercise.broken.__name__, exercise.answer.__name__, 1)
        return _code(exercise, named)
    return _code(exercise, f"def {exercise.call()}:\n    return ...  # your code")


def solved(exercise: Exercise) -> str:
    """The same cell with the answer in it."""
    return _code(exercise, exercise.code())


def solution(exercise: Exercise) -> str:
    """The folded solution: why, then the code."""
    parts = [f":class: dropdown\n{exercise.explanation}", fenced(exercise.code(), "python")]
    return _box(f"{{solution}} {label(exercise)}", "\n\n".join(parts))


def label(exercise: Exercise) -> str:
    """What other pages link to."""
    return f"ex-{exercise.name}"


def _code(exercise: Exercise, code: str) -> str:
    if exercise.variables:
        given, gap = f"[{', '.join(exercise.variables)}]", "\n"
    else:
        given, gap = exercise.answer.__name__, "\n\n\n"
    return f'{code}{gap}exercises.check("{exercise.name}", {given})'


def _box(name: str, body: str, colons: int = 3) -> str:
    # Colons, not backticks: where no box can be drawn, in Colab say, the text stays text.
    return f"{':' * colons}{name}\n{body}\n{':' * colons}"
