"""Random halves of a cloud: two smaller experiments inside the one that was made."""

from collections.abc import Callable
from typing import Any

import numpy as np

REPEATS = 20  # So the error itself is known to about a sixth.


def halves(count: int, rng: np.random.Generator) -> list[np.ndarray]:
    """The rows of two random halves, each in order; an odd row goes to the first."""
    return [np.sort(half) for half in np.array_split(rng.permutation(count), 2)]


def standard_errors(statistic: Callable[..., Any], *samples: np.ndarray, seed: int) -> np.ndarray:
    """How far the numbers that the statistic gives would be off on other samples.

    Two halves know nothing of each other, so half of their difference is as far off as their mean.
    Redrawn rows (the bootstrap) would repeat, at a distance of 0, and leaving out parts in turn
    overstates scores of nearest neighbours by about a half. The trap: of a score that falls faster
    than 1/√n, as divergences near equality do, this overstates the error, too.
    """
    rng = np.random.default_rng(seed)
    squares = []
    for _ in range(REPEATS):
        parts = zip(*(halves(len(sample), rng) for sample in samples), strict=True)
        one, other = (
            np.array(
                statistic(*(s[rows] for s, rows in zip(samples, part, strict=True))), "float64"
            )
            for part in parts
        )
        squares.append(np.square((one - other) / 2))
    return np.sqrt(np.mean(squares, axis=0))
