"""How far the unbiased MMD² would fall from itself on other samples of the same laws.

Its variance is exact at every size. With a and b the samples' kernel features around their means,
and d the difference of these means, it is

    4/m Var<a, d> + 4/n Var<b, d>  +  2/(m(m-1)) |A|² + 2/(n(n-1)) |B|² + 4/(mn) <A, B>

where A and B are the features' covariances. The first two terms rule where the laws differ, the
other three where they are equal. Each is estimated without bias from sums of the kernel.
"""

from typing import NamedTuple

import numpy as np

from ganbook.kernels.pairs import Sums


class Moments(NamedTuple):
    """|A|², |B|² and <A, B>: what the kernel's values vary by when the means are taken out."""

    x: float
    y: float
    between: float


def variance(xx: Sums, yy: Sums, xy: Sums) -> float:
    """Variance of the unbiased MMD², from sums within and across two samples of at least 4 rows."""
    first, second = orders(xx, yy, xy)
    # Under equal laws the first estimate is pure noise around 0 and must not eat up the second.
    return max(first, 0.0) + max(second, 0.0)


def orders(xx: Sums, yy: Sums, xy: Sums) -> tuple[float, float]:
    """What falls like 1/rows and what falls like 1/rows²; each right on average, even below 0."""
    m, n = len(xy.rows), len(xy.columns)
    spread = Moments(_within(xx), _within(yy), _across(xy))
    first = 4 * _towards(xx.rows, xy.rows, n, spread.x, spread.between) / m
    first += 4 * _towards(yy.rows, xy.columns, m, spread.y, spread.between) / n
    second = 2 * spread.x / (m * (m - 1)) + 2 * spread.y / (n * (n - 1))
    return first, second + 4 * spread.between / (m * n)


def _towards(
    within: np.ndarray, across: np.ndarray, others: int, own: float, cross: float
) -> float:
    """Var<a, d>: the spread of the witness over a sample, less what the sums' own noise adds.

    Divided by count - 2 and not - 1, the sums' slopes along the mean are exactly those of d.
    """
    count = len(within)
    witness = within / (count - 2) - across / others
    return float(witness.var(ddof=1)) - own / (count - 2) - cross / others


def _within(sums: Sums) -> float:
    """E k² - 2 E k(X,X')k(X,X'') + (E k)², each over different samples only."""
    n = len(sums.rows)
    total, by_row = sums.rows.sum(), float(np.square(sums.rows).sum())
    pairs = sums.squares / (n * (n - 1))
    threes = (by_row - sums.squares) / (n * (n - 1) * (n - 2))
    fours = (total**2 - 4 * by_row + 2 * sums.squares) / (n * (n - 1) * (n - 2) * (n - 3))
    return pairs - 2 * threes + fours


def _across(sums: Sums) -> float:
    """The same of pairs across: E k² - E (E k|X)² - E (E k|Y)² + (E k)²."""
    m, n = len(sums.rows), len(sums.columns)
    by_row, by_column = float(np.square(sums.rows).sum()), float(np.square(sums.columns).sum())
    pairs = sums.squares / (m * n)
    rows = (by_row - sums.squares) / (m * n * (n - 1))
    columns = (by_column - sums.squares) / (n * m * (m - 1))
    both = sums.rows.sum() ** 2 - by_row - by_column + sums.squares
    return pairs - rows - columns + both / (m * (m - 1) * n * (n - 1))
