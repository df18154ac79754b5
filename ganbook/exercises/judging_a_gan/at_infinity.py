"""The Fréchet distance at infinitely many samples, from distances at several counts."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def at_infinity(counts, distances):
    return np.polyfit(1 / counts, distances, 1)[1]


def by_least_squares(counts, distances):
    table = np.stack([np.ones(len(counts)), 1 / counts], axis=1)
    return np.linalg.lstsq(table, distances, rcond=None)[0][0]


def by_moments(counts, distances):
    x = [1 / count for count in counts]
    middle, height = sum(x) / len(x), sum(distances) / len(x)
    rise = sum((a - middle) * (b - height) for a, b in zip(x, distances, strict=True))
    return height - middle * rise / sum((a - middle) ** 2 for a in x)


def cases(rng):
    hand = (np.array([100, 200]), np.array([5.0, 3.0]))
    below = (np.array([100, 200, 400]), np.array([3.1, 1.2, 0.4]))
    drawn = []
    for length in (3, 5, 8):
        counts = np.sort(rng.choice(np.arange(50, 3000, 10), length, replace=False))
        noise = 0.05 * rng.normal(size=length)
        drawn.append((counts, rng.uniform(0.5, 4) + rng.uniform(100, 500) / counts + noise))
    return [hand, below, *drawn]


EXERCISE = Exercise(
    name="at-infinity",
    title="If there were infinitely many samples",
    stars=3,
    task="""\
Somebody has measured the Fréchet distance of one generator at several sample counts $n$. By the
chapter's formula the excess is proportional to $1/n$, so the distances lie near a straight line
over $1/n$. Write `at_infinity(counts, distances)`: fit that line by least squares, and return what
it says for infinitely many samples. From 5 at $n = 100$ and 3 at $n = 200$ follows 1.""",
    answer=at_infinity,
    alternatives=(by_least_squares, by_moments),
    cases=cases,
    mistakes=(
        Mistake(
            lambda counts, distances: np.polyfit(counts, distances, 1)[1],
            "You fitted a line over n. That one falls below zero sooner or later, and its value at"
            " n = 0 means nothing. Fit over 1/n.",
        ),
        Mistake(
            lambda counts, distances: np.polyfit(1 / counts, distances, 1)[0],
            "That is the slope: how fast the excess grows with 1/n. What is asked for is the height"
            " of the line at 1/n = 0.",
        ),
        Mistake(
            lambda counts, distances: np.polyfit(1 / np.sqrt(counts), distances, 1)[1],
            "You fitted over 1/√n. Errors shrink like that; the *excess* shrinks like 1/n.",
        ),
        Mistake(
            lambda counts, distances: np.polyfit(np.log(counts), distances, 1)[1],
            "You fitted over log n. On that axis the distances are no line, and infinity is still"
            " infinitely far away. Over 1/n it lies at 0.",
        ),
        Mistake(
            lambda counts, distances: distances[-1],
            "That is the distance at the largest count. It still has an excess; the line tells how"
            " much.",
        ),
        Mistake(
            lambda counts, distances: 2 * distances[-1] - distances[-2],
            "Twice the last less the one before is right if the count was doubled in between. For"
            " any counts, and with all the points, fit the line.",
        ),
        Mistake(
            lambda counts, distances: max(at_infinity(counts, distances), 0.0),
            "You cut negative values off at 0. Near a truth of 0 an honest estimate falls on both"
            " sides of it; return it as it is.",
        ),
        Mistake(
            lambda counts, distances: np.mean(distances),
            "A mean over the counts mixes every excess into one. Each count has its own; the line"
            " over 1/n takes them all away.",
        ),
    ),
    hints=(
        "Which x makes the distances a straight line?",
        "Infinitely many samples are x = 0.",
        "`np.polyfit(x, y, 1)` returns the slope first, then the height at x = 0.",
    ),
    explanation="""\
With $x = 1/n$ the law is $\\text{distance} = \\text{truth} + \\text{constant} \\cdot x$, a straight
line. Infinitely many samples are $x = 0$, so the answer is the line's height there, its intercept.
Neither the width of the features nor their covariance need be known.""",
    notice="The answer may be negative, by chance: an estimate without bias must fall on both sides"
    " of a truth near zero.",
    next_step="Do it for the ten Gaussians of the chapter at 250, 300, 400 and 500 samples, and"
    " compare with `extrapolate=True`.",
)
