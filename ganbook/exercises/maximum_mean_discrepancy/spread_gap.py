"""The exact MMD² between two round Gaussians of different spread, in any dimension."""

import math

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def spread_gap(d, s, t, bandwidth):
    def similarity(variance):
        return (1 + variance / bandwidth**2) ** (-d / 2)

    return similarity(2 * s**2) + similarity(2 * t**2) - 2 * similarity(s**2 + t**2)


def by_determinants(d, s, t, bandwidth):
    round_one = np.eye(d) / bandwidth**2
    variances = np.array([s**2 + s**2, t**2 + t**2, s**2 + t**2])
    stretched = np.eye(d) + variances[:, None, None] * round_one
    return np.linalg.det(stretched) ** -0.5 @ [1, 1, -2]


def by_coordinates(d, s, t, bandwidth):
    def one_coordinate(a, b):
        return bandwidth / math.hypot(bandwidth, a, b)

    pairs = ((s, s, 1), (t, t, 1), (s, t, -2))
    return sum(sign * math.prod([one_coordinate(a, b)] * d) for a, b, sign in pairs)


def from_variances(within_s, within_t, across, power):
    return (1 + within_s) ** power + (1 + within_t) ** power - 2 * (1 + across) ** power


def one_sided(d, s, t, bandwidth):
    v, w, unit = s**2, t**2, bandwidth**2
    return from_variances(v / unit, w / unit, (v + w) / unit, -d / 2)


def not_squared(d, s, t, bandwidth):
    unit = bandwidth**2
    return from_variances(2 * s / unit, 2 * t / unit, (s + t) / unit, -d / 2)


def added_deviations(d, s, t, bandwidth):
    unit = bandwidth**2
    return from_variances(2 * s**2 / unit, 2 * t**2 / unit, (s + t) ** 2 / unit, -d / 2)


def across_once(d, s, t, bandwidth):
    return spread_gap(d, s, t, bandwidth) + (1 + (s**2 + t**2) / bandwidth**2) ** (-d / 2)


def cases(rng):
    hand = [(1, 1.0, 0.0, 1.0), (2, 0.5, 2.0, 1.0), (5, 0.3, 1.0, 2.0)]
    drawn = rng.uniform([0.2, 1.2, 0.5], [0.8, 2.0, 3.0], size=(5, 3))
    return hand + [(d, *map(float, row)) for d, row in zip((1, 2, 3, 4, 8), drawn, strict=True)]


EXERCISE = Exercise(
    name="spread-gap",
    title="Too narrow, too wide",
    stars=2,
    task="""\
The data are a round Gaussian in `d` dimensions: mean 0, every coordinate independent with standard
deviation `s`. The generator has the right mean and the wrong spread: its standard deviation is `t`.
Use the chapter's formula for $\\mathbb E\\,k(X, Y)$ to write `spread_gap(d, s, t, bandwidth)`, the
exact MMD² between the two. To check by hand: `d = 1`, `s = 1`, `t = 0`, `bandwidth = 1` is the
price of collapse in the chapter, $1/\\sqrt3 + 1 - 2/\\sqrt2$.""",
    answer=spread_gap,
    alternatives=(by_determinants, by_coordinates),
    cases=cases,
    mistakes=(
        Mistake(
            not_squared,
            "The formula takes *variances*, and `s` and `t` are standard deviations. Square them.",
        ),
        Mistake(
            lambda d, s, t, bandwidth: spread_gap(d, s, t, math.sqrt(bandwidth)),
            "The bandwidth must be squared, as the deviations are. Then all three are lengths, and"
            " a change of units changes nothing.",
        ),
        Mistake(
            one_sided,
            "Within a crowd *both* points vary. The difference of two independent draws has twice"
            " the variance: 2s² and 2t².",
        ),
        Mistake(
            added_deviations,
            "Across the crowds you added the standard deviations and squared their sum. Variances"
            " add: s² + t².",
        ),
        Mistake(
            lambda d, s, t, bandwidth: spread_gap(1, s, t, bandwidth),
            "Your result does not depend on d. The determinant multiplies d equal factors, one for"
            " each coordinate.",
        ),
        Mistake(
            lambda d, s, t, bandwidth: spread_gap(2 * d, s, t, bandwidth),
            "The root is missing: the formula has the determinant to the power −½, so each"
            " coordinate gives the power −½, and d of them −d/2.",
        ),
        Mistake(
            across_once,
            "The similarity across must be subtracted twice.",
        ),
        Mistake(
            lambda d, s, t, bandwidth: math.sqrt(spread_gap(d, s, t, bandwidth)),
            "That is the MMD. The task asks for its square, so leave the root out.",
        ),
    ),
    hints=(
        "The means agree, so Δ = 0 and the exponential is 1. Only the determinant remains.",
        "S₁ + S₂ is a number times the identity. Which number, within the data, within the fakes,"
        " and across?",
        "The determinant of c · I in d dimensions is c to the power d.",
    ),
    explanation="""\
With equal means the exponential is 1. A round Gaussian has the covariance $s^2 I$, so the sum of
two covariances is $v I$, with $v = 2s^2$ within the data, $2t^2$ within the fakes and $s^2 + t^2$
across. The determinant of $(1 + v/\\sigma^2) I$ is $(1 + v/\\sigma^2)^d$, and the power −½ turns
it into $(1 + v/\\sigma^2)^{-d/2}$.""",
    notice="With σ fixed, all three terms shrink exponentially with d: in many dimensions everybody"
    " is a stranger to everybody, and the discrepancy drowns. The bandwidth must grow with √d.",
    next_step="Draw a thousand samples of both laws, and see whether `kernels.mmd_estimate` agrees"
    " within its error.",
)
