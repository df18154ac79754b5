"""Repair a term that takes the logarithm of each sample's distance from itself."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def apartness(points):
    squares = ((points[:, None] - points) ** 2).sum(axis=2)
    different = ~np.eye(len(points), dtype=bool)
    return np.log(squares[different]).mean()


def broken_apartness(points):
    squares = ((points[:, None] - points) ** 2).sum(axis=2)
    return np.log(squares).mean()


def by_triangle(points):
    first, second = np.triu_indices(len(points), k=1)
    return 2 * np.log(np.linalg.norm(points[first] - points[second], axis=1)).mean()


def by_masking_before(points):
    count = len(points)
    squares = ((points[:, None] - points) ** 2).sum(axis=2) + np.eye(count)
    return np.log(squares).sum() / (count * (count - 1))


def divided_by_all(points):
    count = len(points)
    return apartness(points) * (count - 1) / count


def with_epsilon(points):
    squares = ((points[:, None] - points) ** 2).sum(axis=2)
    return np.log(squares + 1e-8).mean()


def of_distances(points):
    return apartness(points) / 2


def one_plus(points):
    squares = ((points[:, None] - points) ** 2).sum(axis=2)
    return np.log1p(squares).mean()


def logarithm_of_the_mean(points):
    squares = ((points[:, None] - points) ** 2).sum(axis=2)
    return np.log(squares[~np.eye(len(points), dtype=bool)].mean())


def cases(rng):
    hand = (np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]]),)
    return [hand, *((rng.normal(size=(n, d)),) for n, d in ((2, 1), (5, 2), (8, 3)))]


EXERCISE = Exercise(
    name="masked-too-late",
    title="Far from oneself",
    stars=2,
    task="""\
To keep fakes apart, a program rewards the mean logarithm of their *squared* Euclidean distances,
over all pairs of *different* rows of `points`. What it computes is always minus infinity. Repair
it. For the rows (0, 0), (3, 4) and (0, 1) the answer is $(\\log 25 + \\log 1 + \\log 18) / 3$.""",
    answer=apartness,
    broken=broken_apartness,
    alternatives=(by_triangle, by_masking_before),
    cases=cases,
    mistakes=(
        Mistake(
            divided_by_all,
            "The diagonal contributes nothing to the sum any more, but it is still counted: n rows"
            " have n(n − 1) ordered pairs, and not n².",
        ),
        Mistake(
            with_epsilon,
            "A tiny number under the logarithm keeps the diagonal, with log(1e-8) for each sample."
            " The value is finite and depends on the tiny number: leave the diagonal out.",
        ),
        Mistake(
            of_distances,
            "The diagonal is gone. You took the logarithm of the distances; that of their squares"
            " is twice as large.",
        ),
        Mistake(
            one_plus,
            "log(1 + d²) is finite everywhere, and another reward: two fakes that lie close"
            " together hardly pay for it. Leave the diagonal out instead.",
        ),
        Mistake(
            logarithm_of_the_mean,
            "The diagonal is gone. The mean belongs *outside* the logarithm: take the logarithm of"
            " each pair first.",
        ),
    ),
    hints=(
        "Which entries of `squares` are 0?",
        "`~np.eye(n, dtype=bool)` is true off the diagonal, and can be used as an index.",
        "Take the logarithm of the entries that are left, then the mean.",
    ),
    explanation="""\
The n entries of the diagonal are each sample's distance from itself: 0, with the logarithm
$-\\infty$. They say nothing about fakes lying apart. Leave them out *before* the logarithm.""",
    notice="In a framework with slopes it matters *when* the diagonal is left out. Masked after the"
    " logarithm, the value is right and every slope is NaN.",
    next_step="What happens if two fakes coincide by chance? Which reward would survive that?",
)
