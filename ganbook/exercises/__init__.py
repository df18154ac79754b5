"""Exercises that answer back: `exercises.check("hamming", hamming)`, and hints for the stuck."""

from typing import Any

from ganbook.exercises import remembering
from ganbook.exercises.catalogue import BY_NAME, CHAPTERS, nearest
from ganbook.exercises.checking import judge
from ganbook.exercises.exercise import Exercise
from ganbook.exercises.telling import tell, tell_outcome
from ganbook.notebook.showing import fenced

__all__ = ["check", "hint", "progress", "reset", "solution", "task"]

_MARKS = {"solved": "✓", "tried": "✗", "open": "○"}
_NAMES = {n.lower(): n for n in ("GAN", "Euclidean", "Manhattan", "Gaussian")}
_hints_given: dict[str, int] = {}


def check(name: str, attempt: Any = ...) -> None:
    """Say whether an attempt is right, and if not, what is wrong. Never raises."""
    if exercise := _find(name):
        outcome = judge(exercise, attempt)
        if outcome.state != "not attempted":
            remembering.record(name, solved=outcome.state == "correct")
        tell_outcome(outcome)


def hint(name: str) -> None:
    """Show the next hint; each call gives away a little more."""
    if exercise := _find(name):
        number = _hints_given.get(name, 0) + 1
        if number > len(exercise.hints):
            tell("No more hints", f'`exercises.solution("{name}")` shows the solution.')
        else:
            _hints_given[name] = number
            tell(f"Hint {number} of {len(exercise.hints)}", exercise.hints[number - 1])


def solution(name: str) -> None:
    """Show the solution, and why it is one."""
    if exercise := _find(name):
        code = fenced(exercise.code(), "python")
        tell(f"Solution: {exercise.title}", f"{exercise.explanation}\n\n{code}")


def task(name: str) -> None:
    """Show the task once more."""
    if exercise := _find(name):
        tell(exercise.title, f"{exercise.heading}\n\n{exercise.task}")


def progress() -> None:
    """Show what is solved and what is open, chapter by chapter."""
    known = remembering.load()
    lines = ["✓ solved, ✗ tried, ○ open\n"]
    for chapter, group in CHAPTERS.items():
        marks = [_MARKS[known.get(exercise.name, "open")] for exercise in group]
        shown = [f"{m} `{it.name}` {'★' * it.stars}" for m, it in zip(marks, group, strict=True)]
        title = " ".join(_NAMES.get(word, word) for word in chapter.split("_"))
        lines.append(f"- **{title}**: {' · '.join(shown)}")
    solved = sum(known.get(name) == "solved" for name in BY_NAME)
    tell(f"{solved} of {len(BY_NAME)} solved", "\n".join(lines))


def reset() -> None:
    """Forget all attempts, and begin the hints anew."""
    remembering.clear()
    _hints_given.clear()
    tell("Forgotten", "All exercises are open again.")


def _find(name: Any) -> Exercise | None:
    known = isinstance(name, str) and name in BY_NAME
    if not known:
        tell("Unknown exercise", nearest(name if isinstance(name, str) else ""))
    return BY_NAME[name] if known else None
