"""Write the slope that the exact generator needs in a gap of the data."""

import math

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def steepness(half_gap, width):
    return width * math.exp(half_gap**2 / (2 * width**2))


def by_densities(half_gap, width):
    bell = 1 / math.sqrt(2 * math.pi)
    at_zero = bell / width * math.exp(-0.5 * (half_gap / width) ** 2)
    return bell / at_zero


def by_logarithms(half_gap, width):
    return np.exp(np.log(width) + 0.5 * (half_gap / width) ** 2)


def cases(rng):
    hand = [(1.0, 1.0), (1.5, 0.5)]
    return hand + [(float(rng.uniform(0.5, 2)), float(rng.uniform(0.3, 0.8))) for _ in range(4)]


EXERCISE = Exercise(
    name="slope-in-the-gap",
    title="The slope in the gap",
    stars=3,
    task="""\
The data on a line are two heaps of equal weight, bells of standard deviation `width` round
`-half_gap` and `half_gap`. The noise is standard Gaussian, and the exact generator rises. Write
`steepness(half_gap, width)`, its slope at the noise 0, in the middle of the gap. For 1 and 1 it is
$\\sqrt e$, about 1.65.""",
    answer=steepness,
    alternatives=(by_densities, by_logarithms),
    cases=cases,
    mistakes=(
        Mistake(
            lambda half_gap, width: math.exp(half_gap**2 / (2 * width**2)),
            "A narrow bell is a tall one: its density carries the factor 1/width. Where does it"
            " go?",
        ),
        Mistake(
            lambda half_gap, width: 2 * width * math.exp(half_gap**2 / (2 * width**2)),
            "You counted one heap, with weight ½. In the middle both heaps contribute equally.",
        ),
        Mistake(
            lambda half_gap, width: width * math.exp(half_gap**2 / (2 * width)) / 2,
            "A variance is lost: the exponent is a squared distance over twice the *squared* width;"
            " and both heaps count.",
        ),
        Mistake(
            lambda half_gap, width: width * math.exp(half_gap**2 / (2 * width)),
            "In the exponent the width must be squared: it is a standard deviation.",
        ),
        Mistake(
            lambda half_gap, width: math.exp(-(half_gap**2) / (2 * width**2)) / width,
            "The fraction is upside down: density of the data over density of the noise. Where data"
            " are rare the curve must be *steep*.",
        ),
        Mistake(
            lambda half_gap, width: width * math.exp(half_gap**2 / width**2),
            "The ½ in the exponent of the bell is lost.",
        ),
        Mistake(
            lambda half_gap, width: width * math.exp((2 * half_gap) ** 2 / (2 * width**2)),
            "The middle is half a gap away from each heap, and not a whole one.",
        ),
    ),
    hints=(
        "Density of the data at G(z), times the slope, is the density of the noise at z.",
        "By symmetry G(0) = 0. So the slope is φ(0) / p(0).",
        "p(0) is the mean of two equal numbers: the density of one bell at the distance"
        " `half_gap`.",
    ),
    explanation="""\
By symmetry $G(0) = 0$, and $p(0)\\, G'(0) = \\varphi(0)$. With
$p(0) = \\frac{1}{\\sigma\\sqrt{2\\pi}} e^{-m^2/2\\sigma^2}$ the roots of $2\\pi$ cancel:
$G'(0) = \\sigma e^{m^2/2\\sigma^2}$.""",
    notice="The slope grows like the exponential of a *square*. Heaps four widths away from the"
    " middle need a slope of about 3,000 widths, and at five it is about 270,000.",
    next_step="How large a share of the fakes lies in the gap when the slope is held at 10?"
    " Integrate the noise over the way that the generator needs.",
)
