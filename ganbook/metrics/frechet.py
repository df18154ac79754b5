"""The Fréchet distance: how far apart two clouds are if each is taken for a Gaussian."""

from typing import Any

import numpy as np

from ganbook import checks
from ganbook.estimates import Estimate
from ganbook.metrics import extrapolation, gaussians, inputs
from ganbook.metrics.statistics import FrechetStatistics

NAMES = ("real_features", "fake_features")


def frechet_distance(
    real_features: Any,
    fake_features: Any,
    *,
    standard_error: bool = False,
    extrapolate: bool = False,
    seed: int = 0,
) -> Estimate:
    """|m₁ - m₂|² + tr(S₁ + S₂ - 2 √(√S₁ S₂ √S₁)): distance of the Gaussians fitted to two clouds.

    Takes features, or `FrechetStatistics` of them. Unless asked for, the standard error is
    infinite: unknown. The trap: clouds of one law are at a distance above 0 that shrinks like 1/n
    (`frechet_bias`), which the error does not cover: it says how far other clouds of as many
    samples would fall. So compare at equal n, or `extrapolate` to infinitely many samples, by
    twice the distance less the mean distance of random halves; that may be negative.
    """
    seed = checks.seed(seed)
    checks.switch(standard_error, "standard_error")
    if checks.switch(extrapolate, "extrapolate"):
        real, fake = _features(real_features, fake_features, "extrapolate")
        return extrapolation.by_halves(real, fake, standard_error, seed)
    if standard_error:
        real, fake = _features(real_features, fake_features, "standard_error")
        return gaussians.compare(real, fake).estimate()
    real, fake = _gathered(real_features, NAMES[0]), _gathered(fake_features, NAMES[1])
    checks.same_width(real.scatter, fake.scatter, NAMES)
    return Estimate(gaussians.distance(real, fake), np.inf)


def frechet_bias(covariance: Any, count: int, other_count: int | None = None) -> float:
    """Expected Fréchet distance of two clouds of so many samples from one Gaussian law.

    For the identity of width d and equal counts n it is 2d/n + d(d + 1)/(2(n - 1)). The trap: this
    is the first term in 1/n, right for many more samples than columns and too large for few.
    """
    covariance = checks.concrete(checks.covariance(covariance, None))
    spread = np.linalg.eigvalsh(covariance.astype("float64"))
    counts = count, count if other_count is None else other_count
    counts = [checks.count(number, "count", at_least=2) for number in counts]
    pairs = np.multiply.outer(spread, spread) / np.add.outer(spread, spread)
    wobble = (pairs.sum() + np.trace(pairs)) / 2
    return float(sum(spread.sum() / n + wobble / (n - 1) for n in counts))


def _gathered(given: Any, name: str) -> FrechetStatistics:
    if isinstance(given, FrechetStatistics):
        more = f"Call update of {name} with more."
        checks.count(given.count, "the number of rows seen", at_least=2, remedy=more)
        return given
    features = inputs.matrix(given, name)
    return FrechetStatistics(features.shape[1]).update(features)


def _features(real: Any, fake: Any, wish: str) -> tuple[np.ndarray, np.ndarray]:
    """The features themselves: their mean and scatter do not tell how far off they may be."""
    for given, name in zip((real, fake), NAMES, strict=True):
        if isinstance(given, FrechetStatistics):
            raise TypeError(f"{wish} needs the samples: pass {name} as a matrix, not statistics.")
    return inputs.pair(real, fake, NAMES)
