"""Write the gradient penalty of a critic whose slope is known."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def penalty(a, b, real, fake, share):
    mixed = share[:, None] * real + (1 - share[:, None]) * fake
    slopes = mixed @ (a + a.T) + b
    return np.mean((np.linalg.norm(slopes, axis=1) - 1) ** 2)


def pair_after_pair(a, b, real, fake, share):
    total = 0.0
    for x, y, s in zip(real, fake, share, strict=True):
        point = y + s * (x - y)
        slope = a @ point + a.T @ point + b
        total += (np.sqrt(slope @ slope) - 1) ** 2
    return total / len(share)


def by_differences(a, b, real, fake, share):
    mixed = fake + share[:, None] * (real - fake)

    def scores(points):
        return np.einsum("ni,ij,nj->n", points, a, points) + points @ b

    # A quadratic's central difference is exact up to rounding at any width, so take a wide one.
    slopes = [(scores(mixed + e) - scores(mixed - e)) / 2 for e in np.eye(len(b))]
    return np.mean((np.hypot.reduce(slopes, axis=0) - 1) ** 2)


def with_slopes(make):
    """The penalty with another way from the slopes to one number."""

    def changed(a, b, real, fake, share):
        mixed = share[:, None] * real + (1 - share[:, None]) * fake
        return make(mixed @ (a + a.T) + b)

    return changed


def half_slope(a, b, real, fake, share):
    mixed = share[:, None] * real + (1 - share[:, None]) * fake
    return np.mean((np.linalg.norm(mixed @ (2 * a) + b, axis=1) - 1) ** 2)


def cases(rng):
    hand = (np.zeros((2, 2)), np.array([3.0, 4.0]), np.zeros((1, 2)), np.ones((1, 2)), np.ones(1))
    drawn = [
        (rng.normal(size=(k, k)), rng.normal(size=k), *rng.normal(size=(2, n, k)), rng.random(n))
        for n, k in ((4, 2), (6, 3))
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="between-two",
    title="Between two samples",
    stars=3,
    task="""\
A critic scores a point by $s(x) = x^{\\mathsf T} A x + b^{\\mathsf T} x$, where $A$ need not be
symmetric. Write `penalty(a, b, real, fake, share)`, the gradient penalty: go from each fake to the
real sample beside it, by the share `share[i]` of the way (0 is the fake, 1 the real sample), take
the slope of the score there, and return the mean of $(\\lVert\\text{slope}\\rVert - 1)^2$ over the
pairs. With $A = 0$ and $b = (3, 4)$ it is 16.""",
    answer=penalty,
    alternatives=(pair_after_pair, by_differences),
    cases=cases,
    mistakes=(
        Mistake(
            half_slope,
            "The slope of xᵀAx is (A + Aᵀ)x. It is 2Ax only for a symmetric A.",
        ),
        Mistake(
            lambda a, b, real, fake, share: penalty(a, b, fake, real, share),
            "The ends are exchanged: the share belongs to the *real* sample.",
        ),
        Mistake(
            lambda a, b, real, fake, share: penalty(a, b, real, fake, np.ones(len(share))),
            "You ask at the real samples, as R1 does. The point lies between the two.",
        ),
        Mistake(
            with_slopes(lambda slopes: np.mean(np.sum(slopes**2, axis=1))),
            "That is the mean *squared* slope, which wants to be 0, as in R1 and R2. This penalty"
            " wants the slope 1.",
        ),
        Mistake(
            with_slopes(lambda slopes: np.mean((np.sum(slopes**2, axis=1) - 1) ** 2)),
            "A root is missing: the norm of the slope is to be 1, not its square.",
        ),
        Mistake(
            with_slopes(lambda slopes: (np.linalg.norm(slopes, axis=1).mean() - 1) ** 2),
            "You took the mean before the square. Slopes of 0 and 2 would cancel to a perfect 1.",
        ),
        Mistake(
            with_slopes(lambda slopes: np.mean((np.linalg.norm(slopes) - 1) ** 2)),
            "You took one norm of all slopes together. Each pair has a norm of its own: axis=1.",
        ),
    ),
    hints=(
        "First the points: share · real + (1 − share) · fake. Mind the shapes, `share[:, None]`.",
        "The slope of s is (A + Aᵀ)x + b. For all points at once: `mixed @ (a + a.T) + b`.",
        "A norm for each row, minus 1, squared, and then the mean.",
    ),
    explanation="""\
Three steps: where, what, how much. Where: between, with one share for each pair. What: the slope
with respect to the *sample*, $(A + A^{\\mathsf T})x + b$. How much: the distance of its norm
from 1, squared, and averaged last.""",
    notice="One linear critic would not have told your answer from half of these mistakes: its"
    " slope is the same everywhere. Test a formula where its parts matter.",
    next_step="For which A and b is the penalty 0, whatever the samples are?",
)
