"""Repair a ring whose first and last heap are the same."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def centres(modes, radius):
    angles = np.linspace(0, 2 * np.pi, modes, endpoint=False)
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def broken_centres(modes, radius):
    angles = np.linspace(0, 2 * np.pi, modes)
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def by_counting(modes, radius):
    angles = 2 * np.pi / modes * np.arange(modes)
    return np.column_stack([radius * np.cos(angles), radius * np.sin(angles)])


def by_roots_of_one(modes, radius):
    roots = radius * np.exp(2j * np.pi / modes) ** np.arange(modes)
    return np.stack([roots.real, roots.imag], axis=1)


def at(make_angles):
    """The ring with other angles."""

    def centres(modes, radius):
        angles = make_angles(modes)
        return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)

    return centres


def cases(rng):
    return [(4, 1.0), *((modes, rng.uniform(0.5, 3)) for modes in (3, 8, 11))]


EXERCISE = Exercise(
    name="ring-of-eight",
    title="Eight heaps, or seven",
    stars=1,
    task="""\
`centres(modes, radius)` is to place `modes` centres at equal distances on a circle, beginning at
(`radius`, 0) and going anticlockwise, a row each. The program builds a ring of four that has three
heaps. Repair it. For 4 modes and radius 1 the rows are (1, 0), (0, 1), (−1, 0) and (0, −1).""",
    answer=centres,
    broken=broken_centres,
    alternatives=(by_counting, by_roots_of_one),
    cases=cases,
    mistakes=(
        Mistake(
            at(lambda modes: np.linspace(0, 2 * np.pi, modes)[:-1]),
            "You dropped the last angle, so there is one heap too few now, and the gaps are still"
            " those of a smaller ring. Leave out the full turn, not a heap.",
        ),
        Mistake(
            at(lambda modes: np.linspace(0, 2 * np.pi, modes + 1)),
            "The angles are right, and there is one too many: the last is a full turn, which is"
            " the first again.",
        ),
        Mistake(
            at(lambda modes: np.linspace(0, 2 * np.pi, modes + 1)[1:]),
            "The right places, but the first of them is not (radius, 0): you dropped the angle 0"
            " and kept the full turn.",
        ),
        Mistake(
            at(lambda modes: np.linspace(0, np.pi, modes, endpoint=False)),
            "That is half of a ring: a full turn is 2π.",
        ),
    ),
    hints=(
        "Print the angles for 4 modes. How many different *places* are they?",
        "0 and 2π are one place. The step from one angle to the next is 2π / modes.",
        "`np.linspace` has an argument `endpoint`.",
    ),
    explanation="""\
`linspace` includes both ends, and on a circle both ends are the same place. Without the end the
step is $2\\pi$ divided by `modes`, and not by `modes` − 1.""",
    notice="Data of this kind were published as rings of eight. A generator that learned them"
    " perfectly had seven modes, and one of them was drawn twice as often.",
    next_step="How would a test on `centres` have found this, without knowing the right places?",
)
