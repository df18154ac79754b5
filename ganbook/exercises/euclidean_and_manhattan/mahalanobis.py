"""Mahalanobis from the cloud itself, and all the ways in which it is confused."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def mahalanobis(x, y, cloud):
    covariance = np.cov(cloud.T)
    gap = x - y
    return np.sqrt(gap @ np.linalg.inv(covariance) @ gap)


def by_whitening(x, y, cloud):
    centred = cloud - cloud.mean(axis=0)
    factor = np.linalg.cholesky(centred.T @ centred / (len(cloud) - 1))
    return np.linalg.norm(np.linalg.solve(factor, x - y))


def not_centred(x, y, cloud):
    second_moment = cloud.T @ cloud / (len(cloud) - 1)
    return np.sqrt((x - y) @ np.linalg.inv(second_moment) @ (x - y))


def cases(rng):
    # Five points around (1, 2) whose covariance is exactly the chapter's: 4, 0, 0, 1.
    wide = np.array([[3.0, 3.0], [3.0, 1.0], [-1.0, 3.0], [-1.0, 1.0], [1.0, 2.0]])
    hand = [(np.zeros(2), np.array(goal), wide) for goal in ([2.0, 0.0], [0.0, 2.0])]
    slanted = [3 + rng.normal(size=(40, d)) @ rng.normal(size=(d, d)) for d in (2, 3, 5)]
    return hand + [(*rng.normal(size=(2, cloud.shape[1])), cloud) for cloud in slanted]


EXERCISE = Exercise(
    name="mahalanobis",
    title="The cloud holds the yardstick",
    stars=2,
    task="""\
Write `mahalanobis(x, y, cloud)`: the Mahalanobis distance between two points `x` and `y`, measured
by the covariance of `cloud`, an array with one point a row. NumPy's `np.cov` computes a covariance
matrix. Look up what it takes for a variable: the rows, or the columns?""",
    answer=mahalanobis,
    alternatives=(
        by_whitening,
        lambda x, y, cloud: ((x - y) @ np.linalg.solve(np.cov(cloud, rowvar=False), x - y)) ** 0.5,
    ),
    cases=cases,
    mistakes=(
        Mistake(
            lambda x, y, cloud: np.sqrt((x - y) @ np.cov(cloud.T) @ (x - y)),
            "The inverse is missing: you *multiply* by the spread, so the directions in which the"
            " cloud is wide count most. They must count least: S⁻¹, not S.",
        ),
        Mistake(
            lambda x, y, cloud: mahalanobis(x, y, cloud) ** 2,
            "That is the square of the distance: the root is missing. Without it the triangle"
            " inequality breaks, as it does for every squared distance.",
        ),
        Mistake(
            lambda x, y, cloud: np.abs(x - y).sum(),
            "That is the *Manhattan* distance. The two names begin alike, but Manhattan has no"
            " covariance in it; Mahalanobis asks the cloud.",
        ),
        Mistake(
            lambda x, y, cloud: np.linalg.norm(x - y),
            "That is the Euclidean distance: the cloud is not asked at all. The inverse of its"
            " covariance belongs between the two differences.",
        ),
        Mistake(
            not_centred,
            "Your matrix measures the spread around the origin, not around the cloud's own mean."
            " Subtract the mean of the cloud first, or let `np.cov` do it.",
        ),
        Mistake(
            lambda x, y, cloud: np.sqrt((x - y) @ (1 / np.cov(cloud.T)) @ (x - y)),
            "`1 / S` inverts entry by entry. The inverse of a matrix is another thing:"
            " `np.linalg.inv(S)`, or better `np.linalg.solve(S, gap)`.",
        ),
        Mistake(
            lambda x, y, cloud: np.linalg.norm((x - y) / cloud.std(axis=0, ddof=1)),
            "You divided each coordinate by its own standard deviation. That is right only when"
            " coordinates do not move together: the entries beside the diagonal are missing.",
        ),
        Mistake(
            lambda x, y, cloud: np.sqrt((x - y) @ np.linalg.inv(np.cov(cloud)) @ (x - y)),
            "`np.cov` takes each *row* for a variable, and your rows are points: the matrix has a"
            " row for each point, and no inverse. Use `np.cov(cloud.T)` or `rowvar=False`.",
        ),
    ),
    hints=(
        "Three steps: the covariance of the cloud, its inverse, and the formula with the gap"
        " `x - y` on both sides.",
        "The covariance must have as many rows as a point has coordinates. Print its shape.",
        "`gap @ np.linalg.inv(covariance) @ gap` is the square of what you want.",
    ),
    explanation="""\
`np.cov` expects one *variable* a row, so the cloud is transposed. With the gap $v = x - y$ the
distance is $\\sqrt{v^{\\mathsf T} S^{-1} v}$; for flat arrays `@` needs no transposing. Where the
covariance is nearly singular, `np.linalg.solve(covariance, gap)` loses fewer digits.""",
    notice="The cloud enters through its covariance only. Moving the cloud changes nothing, and"
    " stretching the cloud together with the points changes nothing either.",
    next_step="Take a cloud with fewer points than coordinates, and see why one needs shrinkage.",
)
