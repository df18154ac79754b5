"""Derive the slope of the mean similarity: the force with which data pulls a sample."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def way_home(points, data, bandwidth):
    gaps = data - points[:, None]
    similar = np.exp(-(gaps**2).sum(axis=2) / (2 * bandwidth**2))
    return (similar[:, :, None] * gaps).mean(axis=1) / bandwidth**2


def by_matrices(points, data, bandwidth):
    squares = np.linalg.norm(points[:, None] - data, axis=2) ** 2
    gram = np.exp(-squares / (2 * bandwidth**2))
    pulled = gram @ data - gram.sum(axis=1, keepdims=True) * points
    return pulled / (len(data) * bandwidth**2)


def by_small_steps(points, data, bandwidth, step=1e-4):
    def height(places):
        squares = ((places[:, None] - data) ** 2).sum(axis=2)
        return np.exp(-squares / (2 * bandwidth**2)).mean(axis=1)

    moves = step * np.eye(points.shape[1])
    slopes = [(height(points + move) - height(points - move)) / (2 * step) for move in moves]
    return np.stack(slopes, axis=1)


def unweighted(points, data, bandwidth):
    return (data.mean(axis=0) - points) / bandwidth**2


def of_the_logarithm(points, data, bandwidth):
    similar = np.exp(-((points[:, None] - data) ** 2).sum(axis=2) / (2 * bandwidth**2))
    heights = similar.mean(axis=1, keepdims=True)
    return way_home(points, data, bandwidth) / heights


def height_only(points, data, bandwidth):
    squares = ((points[:, None] - data) ** 2).sum(axis=2)
    return np.exp(-squares / (2 * bandwidth**2)).mean(axis=1)


def cases(rng):
    hand = (np.array([[1.0]]), np.array([[0.0]]), 1.0)
    sizes = [(2, 3, 2, 0.8), (3, 5, 2, 2.0), (4, 6, 3, 1.5)]
    drawn = [(rng.normal(size=(m, d)), rng.normal(size=(n, d)), sigma) for m, n, d, sigma in sizes]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="way-home",
    title="The way home",
    stars=3,
    task="""\
The chapter lets a lost point climb, and leaves its slope to the machine. Derive it yourself. Write
`way_home(points, data, bandwidth)`: for each row $y$ of `points`, the gradient with respect to $y$
of the mean similarity to the data, $\\frac1n\\sum_j k_\\sigma(y, x_j)$. The result has the shape of
`points`. To check by hand: one point at 1, one datum at 0, bandwidth 1, gradient $-e^{-1/2}$.""",
    answer=way_home,
    alternatives=(by_matrices, by_small_steps),
    cases=cases,
    mistakes=(
        Mistake(
            lambda points, data, bandwidth: -way_home(points, data, bandwidth),
            "The sign is wrong: this arrow leads *away* from the data. The inner derivative of"
            " −(y − x)²/2 is x − y.",
        ),
        Mistake(
            lambda points, data, bandwidth: way_home(points, data, bandwidth) * bandwidth**2,
            "The factor 1/σ² is lost: it is part of the inner derivative of the exponent.",
        ),
        Mistake(
            lambda points, data, bandwidth: way_home(points, data, bandwidth) * bandwidth,
            "You divided by σ; the exponent has σ² below it.",
        ),
        Mistake(
            lambda points, data, bandwidth: way_home(points, data, bandwidth) / 2,
            "You kept the half. The derivative of the square brings a 2, and the two cancel.",
        ),
        Mistake(
            lambda points, data, bandwidth: way_home(points, data, bandwidth) * len(data),
            "That is the sum over the data. The similarity was a *mean*, and so is its gradient.",
        ),
        Mistake(
            unweighted,
            "You lost the kernel: the derivative of an exponential is the exponential again, times"
            " the inner derivative. Without it the farthest data pull hardest.",
        ),
        Mistake(
            of_the_logarithm,
            "That is the gradient of the *logarithm* of the mean similarity: you divided by the sum"
            " of the weights. Divide by the number of data instead.",
        ),
        Mistake(
            height_only,
            "That is the mean similarity itself, its height at each point. Asked is its gradient: a"
            " vector for each point.",
        ),
        Mistake(
            lambda points, data, bandwidth: way_home(data, points, bandwidth),
            "These are arrows for the data, one a row of `data`. Take the mean over the data, and"
            " keep one arrow for each of `points`.",
        ),
    ),
    hints=(
        "Begin with one datum x: the derivative of an exponential is itself, times the inner"
        " derivative.",
        "The gradient of −‖y − x‖²/(2σ²) in y is (x − y)/σ². It is a vector.",
        "`gaps = data - points[:, None]` has the axes: point, datum, coordinate. Weigh it with"
        " `similar[:, :, None]` and take the mean over the data.",
    ),
    explanation="""\
The gradient of $-\\lVert y - x\\rVert^2/(2\\sigma^2)$ in $y$ is $(x - y)/\\sigma^2$, because the 2
of the square cancels the half. The exponential stays, so each datum pulls with
$k_\\sigma(y, x_j)\\,(x_j - y)/\\sigma^2$, and the gradient is the mean of these arrows.""",
    notice="Each arrow points at its datum, but its length is the distance times a bell. Far away"
    " the bell wins, and the pull is nothing: that is why one narrow bell leaves a point alone.",
    next_step="Let a point climb with your function, and compare with `kernels.gaussian` and"
    " `backend.input_gradient`.",
)
