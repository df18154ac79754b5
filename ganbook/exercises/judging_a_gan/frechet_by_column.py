"""The Fréchet distance of Gaussians whose columns are independent."""

import math
import statistics

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def frechet_by_column(real, fake):
    gap = real.mean(axis=0) - fake.mean(axis=0)
    stretch = real.std(axis=0, ddof=1) - fake.std(axis=0, ddof=1)
    return (gap**2).sum() + (stretch**2).sum()


def by_traces(real, fake):
    gap = np.mean(real, axis=0) - np.mean(fake, axis=0)
    s1, s2 = (np.diag(np.var(cloud, axis=0, ddof=1)) for cloud in (real, fake))
    return gap @ gap + np.trace(s1 + s2 - 2 * np.sqrt(s1 @ s2))


def by_lists(real, fake):
    total = 0.0
    for ours, theirs in zip(real.T.tolist(), fake.T.tolist(), strict=True):
        total += (statistics.mean(ours) - statistics.mean(theirs)) ** 2
        total += (statistics.stdev(ours) - statistics.stdev(theirs)) ** 2
    return total


def parts(real, fake, ddof=1):
    gap = real.mean(axis=0) - fake.mean(axis=0)
    variances = [cloud.var(axis=0, ddof=ddof) for cloud in (real, fake)]
    return (gap**2).sum(), *variances


def from_variances(real, fake):
    means, ours, theirs = parts(real, fake)
    return means + ((ours - theirs) ** 2).sum()


def one_root(real, fake):
    means, ours, theirs = parts(real, fake)
    return means + (ours + theirs - np.sqrt(ours * theirs)).sum()


def over_all_columns(real, fake):
    return frechet_by_column(real.reshape(-1, 1), fake.reshape(-1, 1))


def divided_by_n(real, fake):
    means, ours, theirs = parts(real, fake, ddof=0)
    return means + ((np.sqrt(ours) - np.sqrt(theirs)) ** 2).sum()


def cases(rng):
    hand = (np.array([[-1.0], [1.0]]), np.array([[0.0], [4.0]]))
    drawn = []
    for n, m, d in ((5, 4, 2), (8, 8, 3), (30, 20, 6)):
        scale = rng.uniform(0.5, 3.0, size=(2, d))
        drawn.append((scale[0] * rng.normal(size=(n, d)), 1 + scale[1] * rng.normal(size=(m, d))))
    return [hand, *drawn]


EXERCISE = Exercise(
    name="frechet-by-column",
    title="Column by column",
    stars=2,
    task="""\
Suppose the columns of each cloud are independent, and leave out what chance puts beside the
diagonals of the covariances. Then the root in the chapter's formula can be taken entry by entry.
What is left is a sum over the columns. Write `frechet_by_column(real, fake)` for two matrices with
one sample a row; divide by $n - 1$. For the one-column clouds $\\{-1, 1\\}$ and
$\\{0, 4\\}$ it is 6, as in the chapter.""",
    answer=frechet_by_column,
    alternatives=(by_traces, by_lists),
    cases=cases,
    mistakes=(
        Mistake(
            from_variances,
            "You subtract *variances*. In one column the distance is the squared difference of the"
            " standard deviations: take the root first.",
        ),
        Mistake(
            divided_by_n,
            "The spreads are divided by n. NumPy does so unless told `ddof=1`, and small clouds"
            " then look tighter than their law.",
        ),
        Mistake(
            lambda real, fake: frechet_by_column(
                real - real.mean(axis=0), fake - fake.mean(axis=0)
            ),
            "The gap of the means is missing: two equal clouds, far apart, would be at distance 0.",
        ),
        Mistake(
            lambda real, fake: parts(real, fake)[0],
            "Only the means are compared. A collapsed generator at the mean would be perfect; add"
            " the gap of the spreads.",
        ),
        Mistake(
            lambda real, fake: math.sqrt(frechet_by_column(real, fake)),
            "You took the root at the end. By convention the Fréchet distance of GANs is the"
            " *squared* one; leave it as it is.",
        ),
        Mistake(
            one_root,
            "The factor 2 before the root is lost: s₁² + s₂² − 2 s₁ s₂ is the square of a"
            " difference.",
        ),
        Mistake(
            lambda real, fake: frechet_by_column(real, fake) / real.shape[1],
            "You took the mean over the columns. The trace is a *sum* over them.",
        ),
        Mistake(
            over_all_columns,
            "You took one mean and one spread over all entries. Each column has its own: `axis=0`.",
        ),
    ),
    hints=(
        "For diagonal matrices √(√S₁ S₂ √S₁) is diagonal too, with the entries s₁ s₂ (standard"
        " deviations).",
        "So each column adds (m₁ − m₂)² + s₁² + s₂² − 2 s₁ s₂. Do you see a square in it?",
        "`real.std(axis=0, ddof=1)` are the standard deviations of the columns.",
    ),
    explanation="""\
Diagonal matrices multiply entry by entry, and their roots are the roots of the entries. So the
trace is $\\sum (s_1^2 + s_2^2 - 2 s_1 s_2) = \\sum (s_1 - s_2)^2$, a gap of the spreads, column by
column, beside the gap of the means.""",
    notice="This cheap version sees no correlation: shuffle each column of the fakes by itself, and"
    " it does not change. The full distance does.",
    next_step="Compare it with `metrics.frechet_distance` on the digits' features. How much of the"
    " distance is in the correlations?",
)
