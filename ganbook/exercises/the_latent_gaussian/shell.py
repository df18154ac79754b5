"""Write mean and spread of the length of Gaussian noise."""

import math

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def shell(d):
    ratio = math.lgamma((d + 1) / 2) - math.lgamma(d / 2)
    mean = math.sqrt(2) * math.exp(ratio)
    return [mean, math.sqrt(d - mean**2)]


def by_steps(d):
    # Γ((d + 2)/2) = d/2 · Γ(d/2): from d to d + 2 the mean grows by the factor (d + 1)/d.
    size = 2 - d % 2
    mean = math.sqrt(math.pi / 2) if size == 2 else math.sqrt(2 / math.pi)
    while size < d:
        mean *= (size + 1) / size
        size += 2
    return np.array([mean, np.sqrt(d - mean * mean)])


def by_scipy(d):
    from scipy import stats

    return [stats.chi(d).mean(), stats.chi(d).std()]


def with_gamma(d):
    mean = math.sqrt(2) * math.gamma((d + 1) / 2) / math.gamma(d / 2)
    return [mean, math.sqrt(d - mean**2)]


def mean_of(d):
    return shell(d)[0]


def cases(rng):
    return [(d,) for d in (1, 2, 3, 10, 100, 700)]


EXERCISE = Exercise(
    name="shell",
    title="How thick is the shell?",
    stars=2,
    task="""\
Write `shell(d)`, which returns the mean and the standard deviation of the length of standard
Gaussian noise of `d` numbers, as a list of two. It must work for 700 numbers, too. For two numbers
it is $[\\sqrt{\\pi/2}, \\sqrt{2 - \\pi/2}]$, about 1.253 and 0.655.""",
    answer=shell,
    alternatives=(by_steps, by_scipy),
    cases=cases,
    mistakes=(
        Mistake(
            with_gamma,
            "The formula is right, and Γ(350) is larger than any floating-point number. Subtract"
            " *logarithms* of Γ (`math.lgamma`), and take the exponential last.",
        ),
        Mistake(
            lambda d: [math.sqrt(d), math.sqrt(0.5)],
            "√d and 1/√2 are the limits for large d. In one dimension the mean is √(2/π), about"
            " 0.8, and not 1.",
        ),
        Mistake(
            lambda d: [mean_of(d), d - mean_of(d) ** 2],
            "The second number is the variance; its root is missing.",
        ),
        Mistake(
            lambda d: [mean_of(d) / math.sqrt(2), math.sqrt(d - mean_of(d) ** 2 / 2)],
            "The factor √2 in front of the ratio is lost: check the plane, where the mean is"
            " √(π/2).",
        ),
        Mistake(
            lambda d: [2 / mean_of(d), math.sqrt(abs(d - (2 / mean_of(d)) ** 2))],
            "The ratio is upside down: (d + 1)/2 belongs on top. In more dimensions noise is"
            " longer.",
        ),
        Mistake(
            lambda d: [mean_of(d), math.sqrt(d)],
            "√d is the root of the mean *square* of the length. The spread is what remains of d"
            " when the squared mean is taken away.",
        ),
        Mistake(
            lambda d: [mean_of(d + 1), math.sqrt(d + 1 - mean_of(d + 1) ** 2)],
            "That is the shell in d + 1 dimensions: mind the halves in the two Γ's.",
        ),
    ),
    hints=(
        "The mean is √2 Γ((d + 1)/2) / Γ(d/2), and the mean square of the length is d.",
        "Variance is mean square less squared mean.",
        "For large d use `math.lgamma`, the logarithm of Γ.",
    ),
    explanation="""\
Each coordinate has mean square 1, so $\\E\\norm{z}_2^2 = d$, and
$\\Var\\norm{z}_2 = d - (\\E\\norm{z}_2)^2$ with the chi law's mean. For large $d$ the mean is
$\\sqrt{d - \\tfrac12}$ up to small terms, and the spread $\\sqrt{1/2}$: the shell grows, and does
not get thicker.""",
    notice="d less the squared mean is a small difference of large numbers. At a million dimensions"
    " ten of sixteen digits are lost; the limit is then the better formula.",
    next_step="How long is the *difference* of two independent draws, on average? And the angle"
    " between them?",
)
