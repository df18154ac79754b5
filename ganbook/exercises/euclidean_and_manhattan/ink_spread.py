"""Derive how distances concentrate when pictures are random ink."""

import math

from ganbook.exercises.exercise import Exercise, Mistake


def ink_spread(d, ink):
    differs = 2 * ink * (1 - ink)
    return math.sqrt((1 - differs) / (d * differs))


def by_moments(d, ink):
    chances = {0: ink**2 + (1 - ink) ** 2, 1: 2 * ink * (1 - ink)}
    mean = sum(gap * chance for gap, chance in chances.items())
    variance = sum((gap - mean) ** 2 * chance for gap, chance in chances.items())
    return (d * variance) ** 0.5 / (d * mean)


def one_way_only(d, ink):
    differs = ink * (1 - ink)
    return math.sqrt((1 - differs) / (d * differs))


def cases(rng):
    hand = [(1, 0.5), (4, 0.5), (784, 0.2), (10_000, 0.01)]
    return hand + [(int(rng.integers(2, 1000)), float(rng.uniform(0.05, 0.95))) for _ in range(4)]


EXERCISE = Exercise(
    name="ink-spread",
    title="The spread of random ink",
    stars=3,
    task="""\
Two pictures of `d` pixels are drawn at random: each pixel is 1 (ink) with chance `ink` and 0
otherwise, all independently. Their Manhattan distance is the number of pixels in which they differ.
Derive its relative spread, standard deviation over mean, as the chapter does for normal
coordinates, and write `ink_spread(d, ink)`. For `d = 1` and `ink = 0.5` it is 1.""",
    answer=ink_spread,
    alternatives=(by_moments,),
    cases=cases,
    mistakes=(
        Mistake(
            one_way_only,
            "Two pixels differ in *two* ways: ink here and none there, or the other way round. The"
            " chance is 2 · ink · (1 − ink).",
        ),
        Mistake(
            lambda d, ink: math.sqrt((1 - ink) / (d * ink)),
            "That is the relative spread of the amount of ink in *one* picture. Find the chance"
            " that two pixels differ, and use that.",
        ),
        Mistake(
            lambda d, ink: ink_spread(d, ink) ** 2,
            "That is the variance over the squared mean. The standard deviation is the root of the"
            " variance.",
        ),
        Mistake(
            lambda d, ink: d * 2 * ink * (1 - ink) * ink_spread(d, ink),
            "That is the standard deviation. Divide it by the mean: d times the chance to differ.",
        ),
        Mistake(
            lambda d, ink: 1 / math.sqrt(d * 2 * ink * (1 - ink)),
            "You took the mean square for the variance. The variance is the mean square minus the"
            " squared mean: for a chance q that is q − q², not q.",
        ),
        Mistake(
            lambda d, ink: ink_spread(1, ink),
            "Your result does not depend on d: did you add standard deviations? Means add and"
            " variances add, so the standard deviation grows with the root of d only.",
        ),
        Mistake(
            lambda d, ink: math.sqrt((math.pi / 2 - 1) / d),
            "That is the chapter's formula for *normal* coordinates. Here a pixel differs or does"
            " not: find the mean and the variance of that.",
        ),
    ),
    hints=(
        "Begin with one pixel. With what chance q do the two pictures differ there?",
        "The difference of one pixel is 1 with chance q and 0 otherwise. Its mean is q, and its"
        " mean square is q too. What is its variance?",
        "d independent pixels: mean d·q, variance d·q·(1 − q). Divide the root of the second by"
        " the first.",
    ),
    explanation="""\
Two pixels differ with chance $q = 2p(1 - p)$, where $p$ is the ink. Their difference is 1 with
chance $q$ and 0 otherwise, so its mean is $q$ and its variance $q - q^2$. Over $d$ independent
pixels both are multiplied by $d$, and
$\\mathrm{sd}/\\mathrm{mean} = \\sqrt{d\\,q(1-q)} / (d\\,q) = \\sqrt{(1-q)/(d\\,q)}$.
For $p = \\tfrac12$ this is $1/\\sqrt d$.""",
    notice="The spread falls with the root of d, as for normal coordinates. But where ink is rare,"
    " q is nearly 2 · ink, and the spread is nearly 1 / √(2 · d · ink): only the pixels with ink"
    " count as dimensions.",
    next_step="How much ink has a digit of the chapter, and how many dimensions would that be?",
)
