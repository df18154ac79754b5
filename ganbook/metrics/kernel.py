"""The kernel distance (KID): squared MMD under a cubic kernel, unbiased at any sample size."""

from typing import Any

import numpy as np

from ganbook import checks, kernels
from ganbook.estimates import Estimate
from ganbook.metrics import inputs

NAMES = ("real_features", "fake_features")
MEASURABLE = 4  # Fewest rows of which the error of an MMD² can be told.


def kernel_distance(
    real_features: Any,
    fake_features: Any,
    *,
    subsets: int | None = None,
    subset_size: int | None = None,
    seed: int = 0,
) -> Estimate:
    """MMD² under the kernel (x·y/width + 1)³: 0 on average for clouds of one law, at any size.

    Of all samples or, as published, the mean over random subsets (100 of 1,000), which is no better
    but may be quicker. The trap: it is often negative for equal laws; and the spread over subsets
    is not its error, since they share samples and more of them cannot help beyond a point. The
    error here says how far other samples would fall; with subsets, near equality, it is too large.
    """
    real, fake = inputs.pair(real_features, fake_features, NAMES)
    if subsets is None and subset_size is None:
        return _estimate(real, fake)
    fewest = min(len(real), len(fake))
    subsets = checks.count(100 if subsets is None else subsets, "subsets")
    size = _fitting(1000 if subset_size is None else subset_size, fewest)
    parts = list(_subset_estimates(real, fake, subsets, size, checks.seed(seed)))
    variance = np.mean([part.standard_error**2 for part in parts])
    # Of a subset's variance all share what all samples together have, and their number averages
    # out the rest. A mean has that share of the variance; near equality it is even smaller.
    shared = size / fewest
    error = np.sqrt(variance * (shared + (1 - shared) / subsets))
    return Estimate(np.mean([part.value for part in parts]), error)


def _subset_estimates(real: np.ndarray, fake: np.ndarray, subsets: int, size: int, seed: int):
    rng = np.random.default_rng(seed)
    for _ in range(subsets):
        rows, others = (rng.choice(len(cloud), size, replace=False) for cloud in (real, fake))
        yield _estimate(real[rows], fake[others])


def _estimate(real: np.ndarray, fake: np.ndarray) -> Estimate:
    if min(len(real), len(fake)) < MEASURABLE:
        return Estimate(kernels.mmd_squared(real, fake, kernel=_cubic), np.inf)
    return kernels.mmd_estimate(real, fake, kernel=_cubic)


def _cubic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """In float64: the distance is the small difference of three large means."""
    return kernels.polynomial(x.astype("float64"), y.astype("float64"), degree=3)


def _fitting(size: int, fewest: int) -> int:
    remedy = f"The smaller cloud has {fewest} rows: pass more, or subset_size={min(fewest, 1000)}."
    return checks.count(size, "subset_size", at_least=2, at_most=fewest, remedy=remedy)
