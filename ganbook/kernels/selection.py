"""Choosing a bandwidth honestly: on one half of the samples, for a test on the other."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ganbook import checks
from ganbook.kernels.bandwidths import as_list
from ganbook.kernels.choice import measurable
from ganbook.kernels.discrepancy import mmd_estimate


class Selection(NamedTuple):
    """The best bandwidth, each candidate's MMD² over its standard error, and the unseen halves."""

    bandwidth: float
    ratios: np.ndarray
    x: np.ndarray
    y: np.ndarray


def select_bandwidth(x: Any, y: Any, candidates: Sequence[float], *, seed: int = 0) -> Selection:
    """The candidate whose test would most likely tell x from y: largest MMD² over standard error.

    Judged on a random half of each sample; `.x` and `.y` are the other halves, for the test. The
    trap: a test on the rows that chose the bandwidth rejects far too often.
    """
    x, y = measurable(*checks.pair(x, y, rows=8))
    candidates = as_list(candidates, "candidates")
    rng = np.random.default_rng(checks.seed(seed))
    (seen_x, x), (seen_y, y) = _halved(np.asarray(x), rng), _halved(np.asarray(y), rng)
    ratios = np.array([_ratio(seen_x, seen_y, width) for width in candidates])
    return Selection(candidates[int(ratios.argmax())], ratios, x, y)


def _halved(samples: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    order = rng.permutation(len(samples))
    half = len(samples) // 2
    return samples[order[:half]], samples[order[half:]]


def _ratio(x: np.ndarray, y: np.ndarray, bandwidth: float) -> float:
    estimate = mmd_estimate(x, y, bandwidth=bandwidth)
    if estimate.standard_error == 0:  # So narrow that no sample sees another, or points for laws.
        return float(np.sign(estimate.value) * np.finfo("float64").max)
    return estimate.value / estimate.standard_error
