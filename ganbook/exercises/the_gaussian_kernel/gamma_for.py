"""From a wish, "so alike at this distance", to the number that a library asks for."""

import math

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def gamma_for(distance, similarity):
    return -math.log(similarity) / distance**2


def by_way_of_the_bandwidth(distance, similarity):
    bandwidth = distance / np.sqrt(-2 * np.log(similarity))
    return 1 / (2 * bandwidth**2)


def cases(rng):
    hand = [(2.0, math.exp(-1 / 2)), (1.0, 0.5), (6.0, 0.5), (0.1, 0.9)]
    drawn = zip(rng.uniform(0.5, 9, size=5), rng.uniform(0.05, 0.95, size=5), strict=True)
    return hand + [(float(distance), float(similarity)) for distance, similarity in drawn]


EXERCISE = Exercise(
    name="gamma-for",
    title="Order a bandwidth by its effect",
    stars=1,
    task="""\
You know what you want: two pictures at distance `distance` shall have the similarity `similarity`,
a number between 0 and 1. scikit-learn's `rbf_kernel` asks for γ. Write
`gamma_for(distance, similarity)`. To check by hand: $e^{-1/2}$ at distance 2 needs γ = 1/8.""",
    answer=gamma_for,
    alternatives=(
        by_way_of_the_bandwidth,
        lambda distance, similarity: math.log(1 / similarity) * distance**-2,
    ),
    cases=cases,
    mistakes=(
        Mistake(
            lambda distance, similarity: distance / math.sqrt(-2 * math.log(similarity)),
            "That is the bandwidth σ. scikit-learn asks for γ = 1/(2σ²), and would take your σ"
            " without a warning.",
        ),
        Mistake(
            lambda distance, similarity: -2 * math.log(similarity) / distance**2,
            "That is 1/σ². The half is missing: γ = 1/(2σ²).",
        ),
        Mistake(
            lambda distance, similarity: -math.log(similarity) / (2 * distance**2),
            "The half is counted twice. In exp(−γd²) it is already inside γ.",
        ),
        Mistake(
            lambda distance, similarity: -math.log(similarity) / distance,
            "The distance must be squared: the kernel is exp(−γ · d²).",
        ),
        Mistake(
            lambda distance, similarity: math.log(similarity) / distance**2,
            "The sign is lost: the logarithm of a number below 1 is negative. With a negative γ the"
            " similarity would *grow* with the distance.",
        ),
        Mistake(
            lambda distance, similarity: 1 / (2 * distance**2),
            "You made the distance itself the bandwidth. Then the similarity there is always 0.61,"
            " whatever was ordered.",
        ),
        Mistake(
            lambda distance, similarity: -(distance**2) / math.log(similarity),
            "The fraction is upside down: solve exp(−γd²) = similarity for γ. A larger distance"
            " needs a *smaller* γ.",
        ),
        Mistake(
            lambda distance, similarity: -math.log10(similarity) / distance**2,
            "The logarithm has the wrong base. The kernel is a power of e, so it takes `math.log`.",
        ),
    ),
    hints=(
        "With γ the kernel reads exp(−γ · d²). Set it equal to the wanted similarity.",
        "Take the logarithm of both sides, then divide by what stands beside γ.",
    ),
    explanation="""\
The kernel in the dialect of γ is $e^{-\\gamma d^2}$. Set it equal to the similarity $s$ and take
logarithms: $-\\gamma d^2 = \\ln s$, so $\\gamma = -\\ln s / d^2$.""",
    notice="The same wish for σ reads σ = d / √(−2 ln s). A person can say how alike two pictures"
    " should be; nobody has a feeling for γ.",
    next_step="Which γ makes two digits at the median distance half alike? Check it with"
    " `rbf_kernel`.",
)
