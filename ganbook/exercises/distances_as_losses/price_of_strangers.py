"""Write the mean squared distance over all pairs without forming a pair."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def price(real, fake):
    gap = real.mean(axis=0) - fake.mean(axis=0)
    return real.var(axis=0).sum() + fake.var(axis=0).sum() + gap @ gap


def by_pairs(real, fake):
    return ((real[:, None] - fake) ** 2).sum(axis=2).mean()


def by_norms(real, fake):
    own = (real**2).sum(axis=1).mean() + (fake**2).sum(axis=1).mean()
    return own - 2 * real.mean(axis=0) @ fake.mean(axis=0)


def row_by_row(real, fake):
    count = min(len(real), len(fake))
    return ((real[:count] - fake[:count]) ** 2).sum(axis=1).mean()


def unbiased(real, fake):
    gap = real.mean(axis=0) - fake.mean(axis=0)
    return real.var(axis=0, ddof=1).sum() + fake.var(axis=0, ddof=1).sum() + gap @ gap


def one_spread(real, fake):
    gap = real.mean(axis=0) - fake.mean(axis=0)
    return real.var(axis=0).sum() + gap @ gap


def over_everything(real, fake):
    gap = real.mean() - fake.mean()
    return real.var() + fake.var() + gap**2


def cases(rng):
    hand = (np.array([[0.0], [2.0]]), np.array([[1.0], [5.0]]))
    sizes = [(3, 5, 2), (7, 4, 3), (6, 6, 4)]
    drawn = [(rng.normal(size=(n, d)), 2 + 1.5 * rng.normal(size=(m, d))) for n, m, d in sizes]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="price-of-strangers",
    title="The price of strangers",
    stars=1,
    task="""\
Every real sample meets every fake. Write `price(real, fake)`, the mean *squared* Euclidean distance
over all these pairs, without forming a single pair: a million samples on each side must be no
trouble. `real` has shape (n, d), `fake` (m, d). To check by hand: the real 0 and 2 and the fakes 1
and 5 give 9.""",
    answer=price,
    alternatives=(by_pairs, by_norms),
    cases=cases,
    mistakes=(
        Mistake(
            row_by_row,
            "You paired row with row. Then each sample has one partner, met by chance; the task has"
            " *all* pairs, and n and m may differ.",
        ),
        Mistake(
            unbiased,
            "You divided by n − 1. That estimates the spread of a law; here the mean runs over"
            " exactly these samples, so each variance is divided by its n.",
        ),
        Mistake(
            one_spread,
            "The spread of the fakes is missing. It is the very term that makes a generator pay"
            " for variety.",
        ),
        Mistake(
            lambda real, fake: price(real, fake) / real.shape[1],
            "You took the mean over the coordinates. A squared Euclidean distance is their sum.",
        ),
        Mistake(
            over_everything,
            "You threw all coordinates into one heap. Each coordinate has its own mean and its own"
            " variance: `axis=0`, and then the sum.",
        ),
        Mistake(
            lambda real, fake: real.var(axis=0).sum() + fake.var(axis=0).sum(),
            "The third term is missing: the squared gap between the means.",
        ),
        Mistake(
            lambda real, fake: np.sqrt(price(real, fake)),
            "The root is too much: the task asks for the mean of the *squared* distances.",
        ),
    ),
    hints=(
        "The chapter's first equation holds for any two finite crowds if all pairs count.",
        "The trace of a covariance is the sum of the variances of the coordinates.",
        "`real.var(axis=0).sum()`, the same for the fakes, and the squared length of the gap"
        " between the two means.",
    ),
    explanation="""\
Over all pairs the two partners are independent, so the difference has the sum of the two
covariances. A mean square is a variance plus a squared mean, coordinate by coordinate; the sum over
coordinates is $\\operatorname{tr}\\operatorname{Cov}(x) + \\operatorname{tr}\\operatorname{Cov}(g)
+ \\lVert \\bar x - \\bar g\\rVert^2$.""",
    notice="n·m pairs, and n + m samples are enough: squares see nothing but means and spreads."
    " That is why they are fast, and why they are blind.",
    next_step="Find two crowds with the same price and quite different shapes.",
)
