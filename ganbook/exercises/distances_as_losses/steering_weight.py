"""Repair a weight that is steered by something that is no similarity, and the wrong way."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def weight(real, fake, strong, scale):
    def alike(a, b):
        squares = ((a[:, None] - b) ** 2).sum(axis=2)
        return np.exp(-squares / (2 * scale**2)).mean()

    similarity = alike(real, fake) / np.sqrt(alike(real, real) * alike(fake, fake))
    return strong * (1 - similarity)


def broken_weight(real, fake, strong, scale):
    distance = np.linalg.norm(real - fake, axis=1).mean()
    similarity = 1 - distance / scale
    return strong * similarity


def by_sums(real, fake, strong, scale):
    pooled = np.concatenate([real, fake]) / scale
    bells = np.exp(-0.5 * np.linalg.norm(pooled[:, None] - pooled, axis=2) ** 2)
    n = len(real)
    xx, yy, xy = bells[:n, :n].sum(), bells[n:, n:].sum(), bells[:n, n:].sum()
    return strong - strong * xy / np.sqrt(xx * yy)


def by_loops(real, fake, strong, scale):
    def total(a, b):
        return sum(np.exp(-np.sum((p - q) ** 2) / 2 / scale**2) for p in a for q in b)

    return strong * (1 - total(real, fake) / (total(real, real) * total(fake, fake)) ** 0.5)


def alike(a, b, scale):
    return np.exp(-((a[:, None] - b) ** 2).sum(axis=2) / (2 * scale**2)).mean()


def similarity(real, fake, scale):
    within = alike(real, real, scale) * alike(fake, fake, scale)
    return alike(real, fake, scale) / np.sqrt(within)


def row_by_row(real, fake, strong, scale):
    bells = np.exp(-((real - fake) ** 2).sum(axis=1) / (2 * scale**2))
    return strong * (1 - bells.mean())


def no_root(real, fake, strong, scale):
    within = alike(real, real, scale) * alike(fake, fake, scale)
    return strong * (1 - alike(real, fake, scale) / within)


def cases(rng):
    hand = (np.array([[0.0], [0.0]]), np.array([[1.0], [1.0]]), 4.0, 1.0)
    settings = [(4, 2, 0.5, 10, 1.5), (6, 3, 1.0, 2, 2.0), (5, 2, 2.0, 3, 0.8)]
    drawn = [
        (rng.normal(size=(n, d)), shift + rng.normal(size=(n, d)), strong, scale)
        for n, d, shift, strong, scale in settings
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="steering-weight",
    title="The hand on the wheel",
    stars=3,
    task="""\
This function sets the weight of a distance term from the similarity of two batches. Three things
are wrong: the similarity has no lower bound, it compares row with row, and the weight is strong
where the batches already agree. Repair it: the weight is `strong` times $1 - s$ with
$s = \\bar k_{xy} / \\sqrt{\\bar k_{xx}\\,\\bar k_{yy}}$, where $\\bar k_{xy}$ is the mean over all
pairs (self-pairs included) of $\\exp(-\\lVert x - y\\rVert^2 / 2\\,\\text{scale}^2)$. For real
samples 0 and 0, fakes 1 and 1, `strong = 4` and `scale = 1` the answer is $4(1 - e^{-1/2})$.""",
    answer=weight,
    broken=broken_weight,
    alternatives=(by_sums, by_loops),
    cases=cases,
    mistakes=(
        Mistake(
            lambda real, fake, strong, scale: strong * similarity(real, fake, scale),
            "The similarity is right, and the direction is not: this weight is largest where"
            " nothing is left to repair. Use one minus the similarity.",
        ),
        Mistake(
            row_by_row,
            "Bounded now, but still row by row: two batches of the same samples in another order"
            " would count as different. Take all pairs, and divide by the root of the two within.",
        ),
        Mistake(
            lambda real, fake, strong, scale: strong * (1 - alike(real, fake, scale)),
            "All pairs are there, but nothing to compare them with: two batches of one law are not"
            " 1 alike but as alike as their own members. Divide by the root of the two within.",
        ),
        Mistake(
            no_root,
            "The root below is missing. Without it the ratio is not bounded by 1: Cauchy and"
            " Schwarz need the root of the product.",
        ),
        Mistake(
            lambda real, fake, strong, scale: weight(real, fake, strong, np.sqrt(scale)),
            "The scale must be squared, as the distance is.",
        ),
        Mistake(
            lambda real, fake, strong, scale: weight(real, fake, strong, scale / np.sqrt(2)),
            "The 2 in front of the squared scale is missing.",
        ),
        Mistake(
            lambda real, fake, strong, scale: strong * (1 - similarity(real, fake, scale) ** 2),
            "You squared the similarity, or forgot to take the root of the product and squared"
            " above.",
        ),
    ),
    hints=(
        "First a function of two batches: the mean bell over all pairs, `a[:, None] - b`.",
        "Three calls of it: across, within the real, within the fakes.",
        "Across, divided by the root of the product of the two within; then one minus that.",
    ),
    explanation="""\
$s$ is the cosine of the angle between the two batches' mean features, so it lies between 0 and 1
for a positive kernel, and is 1 for equal batches in any order. The weight is then between 0 and
`strong`, largest where the batches share nothing.""",
    notice="In training, let no slope flow through it. A generator that could lower the *weight*"
    " would learn to look similar to the meter, not to the data.",
    next_step="What does the weight do when the fakes are one heap in the middle of the data? Try a"
    " `scale` much smaller and much larger than the spread of the data.",
)
