"""All pairs at once: Manhattan distances by broadcasting."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def manhattan(x, y):
    return np.abs(x[:, None] - y).sum(axis=2)


def coordinate_by_coordinate(x, y):
    total = np.zeros((len(x), len(y)))
    for mine, theirs in zip(x.T, y.T, strict=True):
        total += np.abs(np.subtract.outer(mine, theirs))
    return total


def cases(rng):
    x, y = [[0.0, 0.0], [3.0, 4.0]], [[3.0, 4.0], [1.0, -1.0], [0.0, 2.0]]
    sizes = [(4, 7, 5), (6, 3, 64)]
    drawn = [(rng.normal(size=(n, d)), rng.normal(size=(m, d))) for n, m, d in sizes]
    return [(np.array(x), np.array(y)), *drawn]


EXERCISE = Exercise(
    name="manhattan",
    title="All pairs at once",
    stars=2,
    task="""\
The chapter's `slow_manhattan` walks through all pairs in a double loop. Write `manhattan(x, y)`
without a loop over pairs. `x` has one point a row, `n` of them, and so has `y`, with `m`; the
result has `n` rows and `m` columns, and entry `[i, j]` is the distance from `x[i]` to `y[j]`.""",
    answer=manhattan,
    alternatives=(
        lambda x, y: [np.abs(y - point).sum(axis=1) for point in x],
        coordinate_by_coordinate,
    ),
    cases=cases,
    mistakes=(
        Mistake(
            lambda x, y: (x[:, None] - y).sum(axis=2),
            "The absolute value is missing: steps to the left and to the right cancel, and some of"
            " your distances are negative. A taxi pays for both.",
        ),
        Mistake(
            lambda x, y: np.abs((x[:, None] - y).sum(axis=2)),
            "The absolute value comes too late: the steps have already cancelled in the sum. Take"
            " it for each coordinate, then add.",
        ),
        Mistake(
            lambda x, y: ((x[:, None] - y) ** 2).sum(axis=2),
            "That is the *squared* Euclidean distance. The taxi adds |x − y|, not (x − y)².",
        ),
        Mistake(
            lambda x, y: np.sqrt(((x[:, None] - y) ** 2).sum(axis=2)),
            "That is the Euclidean distance, the bird's. The taxi adds |x − y| and takes no root.",
        ),
        Mistake(
            lambda x, y: np.abs(x[:, None] - y).max(axis=2),
            "That is the king's distance: you kept the largest coordinate. The taxi adds them all.",
        ),
        Mistake(
            lambda x, y: np.abs(x[:, None] - y).mean(axis=2),
            "You took the mean over the coordinates. The Manhattan distance is their sum; it grows"
            " with the number of pixels.",
        ),
        Mistake(
            lambda x, y: manhattan(y, x),
            "The numbers are right, but rows and columns are exchanged: entry `[i, j]` must belong"
            " to `x[i]` and `y[j]`.",
        ),
        Mistake(
            lambda x, y: np.abs(x[:, None] - y).sum(axis=1),
            "You added over the points of `y`, not over the coordinates. The axes of `x[:, None] -"
            " y` are: point of x, point of y, coordinate. The last one has to go.",
        ),
        Mistake(
            lambda x, y: np.abs(x - y).sum(axis=1),
            "`x - y` pairs the first row with the first and the second with the second. For *all*"
            " pairs give `x` one more axis: `x[:, None]` has the shape (n, 1, d), and NumPy repeats"
            " it along `y`.",
        ),
    ),
    hints=(
        "What is the shape of `x[:, None]`, and what is the shape of `x[:, None] - y`?",
        "The difference has three axes: point of x, point of y, coordinate. Which one must go?",
        "Absolute value first, then `.sum(axis=2)`.",
    ),
    explanation="""\
`x[:, None]` has the shape `(n, 1, d)`. When `y` of shape `(m, d)` is subtracted, NumPy repeats the
first along the middle axis and the second along the first, so all $n \\cdot m$ differences stand in
one array of shape `(n, m, d)`. Then absolute values, and the sum over the last axis.""",
    notice="One expression instead of two loops, at a price: the differences of 5,000 × 5,000"
    " pictures of 784 pixels are 157 gigabytes. That is why `distances.manhattan` works in blocks.",
    next_step="Compare with `distances.manhattan(x, y)`, and time both on a thousand digits.",
)
