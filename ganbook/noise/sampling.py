"""The laws as functions: noise in one call, for whoever needs no law to pass on."""

import math

import numpy as np

from ganbook.noise.laws import Fixed, Gaussian, Mixture, Sparse, Sphere, Truncated, Uniform


def gaussian(count: int, size: int, *, seed: int) -> np.ndarray:
    """Standard normal noise, float32, one row a sample."""
    return Gaussian().sample(count, size, seed=seed)


def uniform(count: int, size: int, *, limit: float = math.sqrt(3), seed: int) -> np.ndarray:
    """Noise between -limit and limit; √3 gives it the Gaussian's variance 1, so the two compare."""
    return Uniform(limit).sample(count, size, seed=seed)


def truncated(count: int, size: int, *, threshold: float = 2.0, seed: int) -> np.ndarray:
    """Gaussian noise whose coordinates beyond ±threshold are drawn again, not clipped."""
    return Truncated(threshold).sample(count, size, seed=seed)


def sphere(count: int, size: int, *, seed: int) -> np.ndarray:
    """Gaussian directions, all of length √size."""
    return Sphere().sample(count, size, seed=seed)


def mixture(count: int, size: int, *, modes: int = 8, width: float = 0.1, seed: int) -> np.ndarray:
    """Gaussian spots on a circle in the first two coordinates: noise that is itself in pieces."""
    return Mixture(modes, width).sample(count, size, seed=seed)


def sparse(count: int, size: int, *, share: float = 0.1, seed: int) -> np.ndarray:
    """Gaussian noise of which all but a share of the coordinates are zero."""
    return Sparse(share).sample(count, size, seed=seed)


def fixed(count: int, size: int, *, rows: int = 100, seed: int) -> np.ndarray:
    """Rows picked from a few that were drawn once: what a loop does that draws before it begins."""
    return Fixed(rows).sample(count, size, seed=seed)
