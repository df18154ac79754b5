"""Repair a gap between features that a critic can enlarge by multiplying."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake

SHARES = (1.0, 0.5, 0.25)


def gap(real, fake):
    squared_scale = 2 * real.var(axis=0).sum()

    def alike(a, b):
        squares = ((a[:, None] - b) ** 2).sum(axis=2) / squared_scale
        return sum(np.exp(-squares / 2 * k) for k in (1, 4, 16)) / 3

    def within(cloud):
        n = len(cloud)
        return (alike(cloud, cloud).sum() - n) / (n * (n - 1))

    return within(real) + within(fake) - 2 * alike(real, fake).mean()


def broken_gap(real, fake):
    def alike(a, b):
        squares = ((a[:, None] - b) ** 2).sum(axis=2)
        return sum(np.exp(-squares / 2 * k) for k in (1, 4, 16)) / 3

    def within(cloud):
        n = len(cloud)
        return (alike(cloud, cloud).sum() - n) / (n * (n - 1))

    return within(real) + within(fake) - 2 * alike(real, fake).mean()


def mixed(real, fake, scale, *, unbiased=True):
    """The gap with bandwidths that are shares of this scale."""

    def alike(a, b):
        squares = ((a[:, None] - b) ** 2).sum(axis=2)
        return sum(np.exp(-squares / (2 * (share * scale) ** 2)) for share in SHARES) / 3

    def within(cloud):
        count, total = len(cloud), alike(cloud, cloud).sum()
        return (total - count) / (count * (count - 1)) if unbiased else total / count**2

    return within(real) + within(fake) - 2 * alike(real, fake).mean()


def root_of_spread(cloud):
    return np.sqrt(2 * cloud.var(axis=0).sum())


def by_all_pairs(real, fake):
    squares = ((real[:, None] - real) ** 2).sum(axis=2)
    return mixed(real, fake, np.sqrt(squares.mean()))


def by_rescaling(real, fake):
    scale = root_of_spread(real)
    return mixed(real / scale, fake / scale, 1.0)


def cases(rng):
    hand = (np.array([[0.0], [2.0]]), np.array([[1.0], [1.0]]))
    sizes = [(5, 4, 2, 1.0), (6, 6, 3, 100.0), (4, 7, 2, 0.01)]
    drawn = []
    for n, m, d, stretch in sizes:
        real, fake = rng.normal(size=(n, d)), 0.5 + 1.5 * rng.normal(size=(m, d))
        drawn.append((stretch * real, stretch * fake))
    return [hand, *drawn]


EXERCISE = Exercise(
    name="stretched-features",
    title="Stretched features",
    stars=2,
    task="""\
A critic hands over features of a real and a fake batch, and earns the unbiased MMD² of a mixture of
three Gaussians, of bandwidths 1, ½ and ¼. It found an easy way to earn: multiply all features by a
number that suits the bandwidths. Repair it: let the bandwidths be 1, ½ and ¼ times the *scale* of
the real features, the root of the mean squared distance over all pairs of them, those of a feature
with itself included. Then
`gap(c * real, c * fake)` is the same for every `c`. For the real 0 and 2 and the fakes 1 and 1 the
squared scale is 2.""",
    answer=gap,
    broken=broken_gap,
    alternatives=(by_all_pairs, by_rescaling),
    cases=cases,
    mistakes=(
        Mistake(
            lambda real, fake: mixed(real, fake, np.sqrt(real.var(axis=0).sum())),
            "Two different samples vary, and variances add: the mean squared distance is *twice*"
            " the summed variances.",
        ),
        Mistake(
            lambda real, fake: mixed(real, fake, 2 * real.var(axis=0).sum()),
            "That is the squared scale in the place of the scale: the root is missing. Stretch the"
            " features and it still changes.",
        ),
        Mistake(
            lambda real, fake: mixed(real, fake, root_of_spread(np.concatenate([real, fake]))),
            "You took the scale of both batches together. Then the generator moves the yardstick by"
            " which it is measured; only the real batch may set it.",
        ),
        Mistake(
            lambda real, fake: mixed(real, fake, root_of_spread(fake)),
            "You took the scale of the fakes: the generator would set the yardstick by which it is"
            " measured.",
        ),
        Mistake(
            lambda real, fake: mixed(real / root_of_spread(real), fake / root_of_spread(fake), 1.0),
            "Each batch was divided by its own scale. Then a fake batch that is ten times too wide"
            " looks right. Both are divided by the scale of the real one.",
        ),
        Mistake(
            lambda real, fake: mixed(real, fake, root_of_spread(real), unbiased=False),
            "The bandwidths are right, but you keep the pairs of a sample with itself within the"
            " batches: that is the biased estimate.",
        ),
        Mistake(
            lambda real, fake: mixed(real, fake, np.sqrt(2 * real.var(axis=0, ddof=1).sum())),
            "You divided by n − 1 in the variance, that is, left out the pairs of a feature with"
            " itself. The task counts all pairs.",
        ),
        Mistake(
            lambda real, fake: mixed(real, fake, np.sqrt(2 * real.var())),
            "`real.var()` throws all columns into one heap. The squared distance is a *sum* over"
            " columns, each with a variance of its own.",
        ),
    ),
    hints=(
        "The mean squared distance of two independent samples is twice the sum of the variances of"
        " their columns.",
        "Divide the squared distances by the squared scale, and leave everything else.",
        "`2 * real.var(axis=0).sum()` is the squared scale.",
    ),
    explanation="""\
If all features are multiplied by $c$, squared distances and the squared scale are both multiplied
by $c^2$, and their quotient stays. The scale comes from the real batch, because the generator must
not set its own yardstick.""",
    notice="In a batch with all features equal the scale is 0. The package then takes 1; yours"
    " divides by 0.",
    next_step="A critic can still stretch *one* feature and shrink the others. Is that cheating, or"
    " just what it is for?",
)
