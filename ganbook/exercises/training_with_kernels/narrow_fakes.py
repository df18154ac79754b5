"""Write the spread that a biased kernel loss asks for at each batch size."""

import math

from ganbook.exercises.exercise import Exercise, Mistake


def wanted_spread(count, d, bandwidth):
    a = (1 - 1 / count) ** (2 / (d + 2))
    squared = (a * (bandwidth**2 + 1) - bandwidth**2) / (2 - a)
    return max(squared, 0.0) ** 0.5


def by_bisection(count, d, bandwidth):
    def slope_over_s(v):
        push = (1 - 1 / count) * (bandwidth**2 + 2 * v) ** (-d / 2 - 1)
        return (bandwidth**2 + 1 + v) ** (-d / 2 - 1) - push

    if slope_over_s(0.0) >= 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if slope_over_s(middle) < 0 else (low, middle)
    return math.sqrt(low)


def by_logarithms(count, d, bandwidth):
    power = 2 / (d + 2)
    a = math.exp(power * math.log1p(-1 / count)) if count > 1 else 0.0
    top = a - (1 - a) * bandwidth**2
    return (top / (2 - a)) ** 0.5 if top > 0 else 0.0


def from_a(a, bandwidth):
    squared = (a * (bandwidth**2 + 1) - bandwidth**2) / (2 - a)
    return math.sqrt(max(squared, 0.0))


def cases(rng):
    hand = [(4, 1, 1.0), (2, 1, 1.0), (1, 1, 1.0)]
    counts, dimensions = (3, 8, 16, 2, 64), (1, 2, 8, 3, 16)
    widths = rng.uniform(0.4, 2.0, size=5)
    return hand + [(n, d, float(s)) for n, d, s in zip(counts, dimensions, widths, strict=True)]


EXERCISE = Exercise(
    name="narrow-fakes",
    title="As narrow as the loss likes",
    stars=3,
    task="""\
Data and noise are round standard normal in `d` dimensions, the generator is $G(z) = s z$, and the
loss is the *biased* MMD² of batches of `count`, under a Gaussian kernel. Write
`wanted_spread(count, d, bandwidth)`: the $s \\ge 0$ at which its expectation is least. For
`count = 4`, `d = 1`, `bandwidth = 1` it is 0.744, for a batch of 1 it is 0.""",
    answer=wanted_spread,
    alternatives=(by_bisection, by_logarithms),
    cases=cases,
    tolerance=1e-6,
    mistakes=(
        Mistake(
            lambda count, d, bandwidth: 1.0,
            "That is what the *unbiased* loss asks for. The biased one divides the push by n², and"
            " has only n(n − 1) pairs that push.",
        ),
        Mistake(
            lambda count, d, bandwidth: wanted_spread(count, 1, bandwidth),
            "Your answer does not depend on d. In d dimensions the means of the kernel carry the"
            " power −d/2, and their slopes −d/2 − 1.",
        ),
        Mistake(
            lambda count, d, bandwidth: wanted_spread(count, d, 1.0),
            "Your answer does not depend on the bandwidth. With σ, the two means are"
            " (1 + 2s²/σ²)^(−d/2) and (1 + (1 + s²)/σ²)^(−d/2).",
        ),
        Mistake(
            lambda count, d, bandwidth: wanted_spread(count, d, math.sqrt(bandwidth)),
            "The bandwidth must be squared where it is added to a variance.",
        ),
        Mistake(
            lambda count, d, bandwidth: wanted_spread(count, d, bandwidth) ** 2,
            "That is s². The task asks for the spread: take the root.",
        ),
        Mistake(
            lambda count, d, bandwidth: from_a((1 - 1 / count) ** (2 / d), bandwidth),
            "The power comes from the mean itself, −d/2. Where the loss is least its *slope* is 0,"
            " and that has the power −d/2 − 1.",
        ),
        Mistake(
            lambda count, d, bandwidth: from_a(1 - 1 / count, bandwidth),
            "You set a = 1 − 1/n. From (1 − 1/n)(σ² + 2s²)^(−p) = (σ² + 1 + s²)^(−p) you must still"
            " take the p-th root, with p = d/2 + 1.",
        ),
        Mistake(
            lambda count, d, bandwidth: from_a((1 + 1 / count) ** (-2 / (d + 2)), bandwidth),
            "The push has n(n − 1) pairs among n², a share of 1 − 1/n, not n/(n + 1).",
        ),
    ),
    hints=(
        "Up to a constant the expected loss is (1 − 1/n) · E k(Y, Y′) − 2 · E k(X, Y), and both"
        " means are in the chapter on the discrepancy, for any d and σ.",
        "Differentiate by s, divide by s, and set it to 0: (1 − 1/n)(σ² + 2s²)^(−p) ="
        " (σ² + 1 + s²)^(−p), with p = d/2 + 1.",
        "Take the p-th root: with a = (1 − 1/n)^(1/p), a(σ² + 1 + s²) = σ² + 2s². If that asks for"
        " a negative s², the loss is least at 0.",
    ),
    explanation="""\
With $\\mathbb E\\,k(Y, Y') = (1 + 2s^2/\\sigma^2)^{-d/2}$ and
$\\mathbb E\\,k(X, Y) = (1 + (1 + s^2)/\\sigma^2)^{-d/2}$ the slope of the expected loss vanishes at
$s = 0$ or where $(1 - \\frac1n)(\\sigma^2 + 2s^2)^{-p} = (\\sigma^2 + 1 + s^2)^{-p}$, with
$p = d/2 + 1$. Its $1/p$-th power is linear in $s^2$. If the solution is negative, pull beats push
everywhere, and the best generator is a point.""",
    notice="A narrow kernel suffers less: it hardly sees the pull of far samples. And many"
    " dimensions suffer less at one bandwidth, but there bandwidths grow with √d.",
    next_step="At which batch size does the collapse end, s > 0, for d = 64 and a bandwidth of 8?",
)
