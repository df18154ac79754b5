"""Repair the squared Wasserstein distance of two bells, in which spreads stand for variances."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def transport(first_mean, first_spread, second_mean, second_spread):
    gap = (first_mean - second_mean) ** 2
    v, w = first_spread**2, second_spread**2
    return gap + v + w - 2 * np.sqrt(v * w)


def broken_transport(first_mean, first_spread, second_mean, second_spread):
    gap = (first_mean - second_mean) ** 2
    v, w = first_spread, second_spread
    return gap + v + w - 2 * np.sqrt(v * w)


def by_difference(first_mean, first_spread, second_mean, second_spread):
    return np.square([first_mean - second_mean, first_spread - second_spread]).sum()


def by_complex_plane(first_mean, first_spread, second_mean, second_spread):
    return abs(complex(first_mean, first_spread) - complex(second_mean, second_spread)) ** 2


def root_too_many(*given):
    return np.sqrt(transport(*given))


def means_forgotten(first_mean, first_spread, second_mean, second_spread):
    return (first_spread - second_spread) ** 2


def gap_not_squared(first_mean, first_spread, second_mean, second_spread):
    return abs(first_mean - second_mean) + (first_spread - second_spread) ** 2


def cross_term_lost(first_mean, first_spread, second_mean, second_spread):
    return (first_mean - second_mean) ** 2 + first_spread**2 + second_spread**2


def squared_in_two_places(first_mean, first_spread, second_mean, second_spread):
    return cross_term_lost(first_mean, first_spread, second_mean, second_spread) - 2 * np.sqrt(
        first_spread * second_spread
    )


def cases(rng):
    drawn = [
        (rng.normal(), rng.uniform(0.5, 3), rng.normal(), rng.uniform(0.5, 3)) for _ in range(5)
    ]
    return [(0.0, 1.0, 0.0, 3.0), *drawn]


EXERCISE = Exercise(
    name="broken-thermometer",
    title="The broken thermometer",
    stars=1,
    task="""\
`transport` is to compute the *squared* Wasserstein distance $W_2^2$ of two bells from their means
and their spreads (standard deviations). It follows a printed exercise. Repair it. For equal means
and the spreads 1 and 3 the right answer is 4; the program says about 0.54.""",
    answer=transport,
    broken=broken_transport,
    alternatives=(by_difference, by_complex_plane),
    cases=cases,
    mistakes=(
        Mistake(
            root_too_many,
            "That is the distance W₂ itself. Its square is wanted, as in the Fréchet distance.",
        ),
        Mistake(
            means_forgotten,
            "The spreads are right, and the means have gone: two bells of the same width would"
            " always be at distance 0.",
        ),
        Mistake(
            gap_not_squared,
            "The spreads are right. The gap of the means stands there as it is; square it.",
        ),
        Mistake(
            cross_term_lost,
            "Without the last term a bell has a positive distance from itself.",
        ),
        Mistake(
            squared_in_two_places,
            "v and w are variances in the sum, and still spreads under the root. The product there"
            " is one of variances, too.",
        ),
    ),
    hints=(
        "The formula is the one-dimensional Fréchet distance. What does it hold: spreads, or"
        " variances?",
        "v and w are to be variances.",
        "With variances the last three terms are (first_spread − second_spread)².",
    ),
    explanation="""\
The best plan moves the quantile $\\mu_1 + \\sigma_1 t$ to $\\mu_2 + \\sigma_2 t$. The mean of the
squared way is $(\\mu_1 - \\mu_2)^2 + (\\sigma_1 - \\sigma_2)^2$, because $t$ has mean 0 and
variance 1.""",
    notice="With spreads for variances the answer is still 0 for equal bells, positive and"
    " symmetric: no law of distances betrays it. A known case does.",
    next_step="In which unit does the program's answer come, if the samples are in metres?",
)
