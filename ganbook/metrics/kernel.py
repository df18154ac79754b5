"""The kernel distance (KID): squared MMD under a cubic kernel, unbiased at any sample size."""

import functools
import math
from typing import Any

import numpy as np

from ganbook import checks, kernels
from ganbook.estimates import Estimate
from ganbook.kernels.pairs import cuts
from ganbook.kernels.subsets import mmd_estimates
from ganbook.metrics import inputs

NAMES = ("real_features", "fake_features")
CUBIC = functools.partial(kernels.polynomial, degree=3)
MEASURABLE = 4  # Fewest rows of which the error of an MMD² can be told.
DRAWN = 2**18  # Rows of a cloud that are drawn at a time: a few megabytes of sums for each.
LARGEST = 1e20  # The error takes the twelfth power of a feature, which float64 must still hold.


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
    error here says how far the same measurement of other samples would fall; over subsets of much
    larger clouds of nearly equal laws it is too large.
    """
    real, fake = inputs.pair(real_features, fake_features, NAMES)
    for cloud, name in zip((real, fake), NAMES, strict=True):
        inputs.bounded(cloud, name, LARGEST)
    if subsets is None and subset_size is None:
        return _estimate(real, fake)
    fewest = min(len(real), len(fake))
    subsets = checks.count(100 if subsets is None else subsets, "subsets")
    size = _fitting(1000 if subset_size is None else subset_size, fewest)
    rng = np.random.default_rng(checks.seed(seed))
    parts: list[Estimate] = []
    for some in cuts(subsets, max(1, DRAWN // size)):
        parts += _estimates(real, fake, size, some.stop - some.start, rng)
    return _joined(parts, size / fewest)


def _estimates(
    real: np.ndarray, fake: np.ndarray, size: int, subsets: int, rng: np.random.Generator
) -> list[Estimate]:
    """One for each of so many random subsets."""
    counts = len(real), len(fake)
    drawn = [[rng.choice(n, size, replace=False) for n in counts] for _ in range(subsets)]
    if size < MEASURABLE:
        return [_estimate(real[rows], fake[columns]) for rows, columns in drawn]
    return mmd_estimates(real, fake, *np.swapaxes(drawn, 0, 1), kernel=CUBIC)


def _joined(parts: list[Estimate], share: float) -> Estimate:
    """The mean over subsets that each hold this share of the samples."""
    variance = np.mean([part.standard_error**2 for part in parts])
    # All samples together would vary by no more than this, and all subsets share it. Only the rest
    # of a subset's own variance is averaged out by their number.
    shared = share * variance
    error = math.sqrt(shared + (variance - shared) / len(parts)) if variance < np.inf else np.inf
    return Estimate(np.mean([part.value for part in parts]), error)


def _estimate(real: np.ndarray, fake: np.ndarray) -> Estimate:
    if min(len(real), len(fake)) < MEASURABLE:
        few = (cloud.astype("float64") for cloud in (real, fake))
        return Estimate(kernels.mmd_squared(*few, kernel=CUBIC), np.inf)
    return kernels.mmd_estimate(real, fake, kernel=CUBIC)


def _fitting(size: int, fewest: int) -> int:
    remedy = f"The smaller cloud has {fewest} rows: pass more, or subset_size={min(fewest, 1000)}."
    return checks.count(size, "subset_size", at_least=2, at_most=fewest, remedy=remedy)
