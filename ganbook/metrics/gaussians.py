"""Distance of two Gaussians given by samples, and how much each sample has to do with it."""

import math
from typing import NamedTuple

import numpy as np
from scipy import linalg
from scipy.linalg import blas

from ganbook.estimates import Estimate
from ganbook.metrics import inputs
from ganbook.metrics.statistics import FrechetStatistics

ROUNDING = np.finfo("float64").eps
SQUARED = 1e-12  # Below this share of the largest, the root of a square has lost its digits.


class Comparison(NamedTuple):
    """A distance, and how fast it would change if a sample of each cloud weighed more."""

    value: float
    real: np.ndarray
    fake: np.ndarray

    def estimate(self) -> Estimate:
        """The delta method: the distance moves by the mean influence of the samples drawn."""
        clouds = (self.real, self.fake)
        variance = sum(influence.var(ddof=1) / len(influence) for influence in clouds)
        return Estimate(self.value, math.sqrt(variance))


class Spectrum(NamedTuple):
    """Directions of a covariance, a column each, and the standard deviation along each."""

    directions: np.ndarray
    spread: np.ndarray


def distance(real: FrechetStatistics, fake: FrechetStatistics) -> float:
    """The Fréchet distance of two clouds, the same to the last bit if they change places."""
    first, second = sorted((real, fake), key=_order)
    gap = first.mean - second.mean
    total = gap @ gap + _trace(first) + _trace(second) - 2 * _common(first, second)
    return max(0.0, float(total))  # Equal clouds can come out a rounding below zero.


def compare(real: np.ndarray, fake: np.ndarray) -> Comparison:
    """The same with each sample's influence, which takes the singular vectors and a second pass."""
    near, far = (FrechetStatistics(cloud.shape[1]).update(cloud) for cloud in (real, fake))
    ours, theirs = _spectrum(near), _spectrum(far)
    left, common, right = np.linalg.svd(_product(ours, theirs), full_matrices=False)
    gap, root = near.mean - far.mean, np.sqrt(common)
    to_far = (ours.directions / ours.spread) @ (left * root)
    to_near = (theirs.directions / theirs.spread) @ (right.T * root)
    return Comparison(
        distance(near, far),
        _influence(real, near.mean, gap, to_far),
        _influence(fake, far.mean, -gap, to_near),
    )


def _trace(cloud: FrechetStatistics) -> float:
    return float(np.trace(cloud.scatter)) / (cloud.count - 1)


def _order(cloud: FrechetStatistics) -> tuple:
    """Puts two clouds in an order of their own, whichever was named first."""
    weights = np.sin(np.arange(1, len(cloud.mean) + 1))  # Different scatters differ in these sums.
    return np.trace(cloud.scatter), cloud.mean.tobytes(), (cloud.scatter @ weights).tobytes()


def _common(first: FrechetStatistics, second: FrechetStatistics) -> float:
    """tr √(√S₁ S₂ √S₁): the sum of the singular values of √S₁ √S₂."""
    total = _from_squares(first.scatter, second.scatter)
    if total is not None:
        return total / math.sqrt((first.count - 1) * (second.count - 1))
    product = _product(_spectrum(first), _spectrum(second))
    return float(np.linalg.svd(product, compute_uv=False).sum())


def _product(first: Spectrum, second: Spectrum) -> np.ndarray:
    """√S₁ √S₂, in the directions of each."""
    return (first.directions * first.spread).T @ (second.directions * second.spread)


def _from_squares(first: np.ndarray, second: np.ndarray) -> float | None:
    """The sum from the squared values, which are quicker; None where these are mostly rounding.

    SciPy's own routines work in place, where NumPy's would hold three more matrices.
    """
    try:
        root = linalg.cholesky(first.T, lower=True, check_finite=False)
    except linalg.LinAlgError:
        return None
    product = blas.dtrmm(1.0, root, second.T, lower=1, trans_a=1)
    product = blas.dtrmm(1.0, root, product, lower=1, side=1, overwrite_b=1)
    del root
    squares = linalg.eigvalsh(product, overwrite_a=True, check_finite=False)
    return float(np.sqrt(squares).sum()) if squares[0] > SQUARED * squares[-1] else None


def _spectrum(cloud: FrechetStatistics) -> Spectrum:
    """The directions in which the cloud spreads; those it cannot have are left out."""
    variances, directions = np.linalg.eigh(cloud.covariance)
    kept = variances > len(variances) * ROUNDING * variances[-1]
    # So many samples span no more directions: the rest is rounding, and its root is not small.
    kept[: max(0, len(kept) - (cloud.count - 1))] = False
    return Spectrum(directions[:, kept], np.sqrt(variances[kept]))


def _influence(
    samples: np.ndarray, mean: np.ndarray, gap: np.ndarray, way: np.ndarray
) -> np.ndarray:
    """2 gap·(x - m) + |x - m|² - |wayᵀ(x - m)|², a number a sample.

    The matrix way wayᵀ is the map that carries this Gaussian onto the other: where they are equal
    it is the identity, and no sample has any influence.
    """
    parts = []
    for block in inputs.blocks(samples):
        block -= mean
        shared = block @ way
        squares = np.einsum("ij,ij->i", block, block) - np.einsum("ij,ij->i", shared, shared)
        parts.append(2 * (block @ gap) + squares)
    return np.concatenate(parts)
