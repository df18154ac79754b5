"""The Fréchet distance at infinitely many samples, from what halving them adds to it."""

import numpy as np

from ganbook.estimates import Estimate
from ganbook.metrics import gaussians
from ganbook.metrics.gaussians import Comparison
from ganbook.metrics.halving import halves
from ganbook.metrics.statistics import FrechetStatistics


def by_halves(real: np.ndarray, fake: np.ndarray, standard_error: bool, seed: int) -> Estimate:
    """Half as many samples have twice the bias: twice the whole, less the mean of two halves."""
    _enough(real, fake)
    rng = np.random.default_rng(seed)
    parts = list(zip(halves(len(real), rng), halves(len(fake), rng), strict=True))
    measure = gaussians.compare if standard_error else _value_only
    whole = measure(real, fake)
    halved = [measure(real[rows], fake[others]) for rows, others in parts]
    value = 2 * whole.value - sum(half.value for half in halved) / 2
    if not standard_error:
        return Estimate(value, np.inf)
    total = Comparison(value, 2 * whole.real, 2 * whole.fake)
    for (rows, others), half in zip(parts, halved, strict=True):
        total.real[rows] -= half.real
        total.fake[others] -= half.fake
    return total.estimate()


def _value_only(real: np.ndarray, fake: np.ndarray) -> Comparison:
    clouds = (FrechetStatistics(cloud.shape[1]).update(cloud) for cloud in (real, fake))
    return Comparison(gaussians.distance(*clouds), np.empty(0), np.empty(0))


def _enough(real: np.ndarray, fake: np.ndarray) -> None:
    """With fewer samples than columns the bias no longer falls like 1/n."""
    fewest, width = min(len(real), len(fake)), real.shape[1]
    if fewest < 4 * width:
        raise ValueError(
            f"extrapolate needs at least four samples a column, {4 * width}; got {fewest}."
            " Pass more samples, or features of fewer columns."
        )
