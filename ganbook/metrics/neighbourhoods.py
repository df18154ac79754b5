"""Fidelity and variety apart: do the samples of one cloud lie among those of the other?

Around each sample lies a ball that reaches to its k-th nearest neighbour in its own cloud, not
counting itself. A point lies in a ball if its distance is at most (≤) the radius.
"""

from typing import Any, NamedTuple

import numpy as np

from ganbook import checks, distances
from ganbook.distances import measures, tiles
from ganbook.metrics import inputs

NAMES = ("real", "fake")
SLACK = 4  # Roundings by which the distance of the same two samples may differ.


class PrecisionRecall(NamedTuple):
    """Fidelity, and how much of the real variety there is."""

    precision: float
    recall: float


class DensityCoverage(NamedTuple):
    """Fidelity that counts how many real balls agree, and the share of real balls that are hit."""

    density: float
    coverage: float


def precision_recall(real: Any, fake: Any, *, neighbours: int = 3) -> PrecisionRecall:
    """Share of fakes inside the real cloud, and share of reals inside the fake cloud.

    The trap: neither is 1 for equal laws, nor the same at another n or width, so compare with what
    real samples score against real ones. A single far outlier owns a large ball and lets much in.
    """
    real, fake = inputs.pair(real, fake, NAMES)
    real_balls, fake_balls = (
        _radii(cloud, neighbours, name) for cloud, name in zip((real, fake), NAMES, strict=True)
    )
    real_inside, fake_inside = (np.zeros(len(cloud), "bool") for cloud in (real, fake))
    for tile in tiles.tiles(real, fake, measures.EUCLIDEAN):
        in_real_balls = tile.distances <= real_balls[tile.rows, None]
        in_fake_balls = tile.distances <= fake_balls[tile.columns]
        fake_inside[tile.columns] |= in_real_balls.any(axis=0)
        real_inside[tile.rows] |= in_fake_balls.any(axis=1)
    return PrecisionRecall(float(fake_inside.mean()), float(real_inside.mean()))


def density_coverage(real: Any, fake: Any, *, neighbours: int = 5) -> DensityCoverage:
    """Mean number of real balls around a fake, over k; and share of real balls with a fake in them.

    For equal laws the density is 1 on average and the coverage 1 - ∏(N-i)/(M+N-i), i = 1…k, for N
    reals and M fakes. Only real samples have balls, so fake outliers cannot help. The trap: density
    may exceed 1, and does where fakes crowd the middle of the real cloud.
    """
    real, fake = inputs.pair(real, fake, NAMES)
    balls = _radii(real, neighbours, "real")
    found, hit = 0, np.zeros(len(real), "bool")
    for tile in tiles.tiles(real, fake, measures.EUCLIDEAN):
        inside = tile.distances <= balls[tile.rows, None]
        found += int(inside.sum())
        hit[tile.rows] |= inside.any(axis=1)
    return DensityCoverage(found / (neighbours * len(fake)), float(hit.mean()))


def _radii(cloud: np.ndarray, neighbours: int, name: str) -> np.ndarray:
    """Distance of each sample to its k-th nearest other one."""
    more = f"{name} has {len(cloud)} rows, and none is a neighbour of its own."
    checks.count(neighbours, "neighbours", at_most=len(cloud) - 1, remedy=more)
    # Each sample is the nearest to itself, so one more is asked for.
    radii = distances.nearest(cloud, cloud, count=neighbours + 1).distances[:, -1]
    if cloud.shape[1] < tiles.WIDE:
        return radii
    # Of wide samples, products are measured, and rounded in another way across than within.
    return radii * (1 + SLACK * np.finfo(radii.dtype).eps)
